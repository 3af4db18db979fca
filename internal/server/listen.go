package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"syscall"
)

// portsTried is how many ports after a busy one are tried.
const portsTried = 20

// busyOnWindows is WSAEADDRINUSE, which syscall.EADDRINUSE is not.
const busyOnWindows = syscall.Errno(10048)

// listen opens addr or, unless it must be exact, the next free port after it.
func listen(ctx context.Context, addr string, exact bool) (net.Listener, error) {
	if addr == "" {
		addr = DefaultAddr
	}
	host, service, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: write host:port, such as %s", addr, DefaultAddr)
	}
	port, err := strconv.Atoi(service)
	if err != nil || port < 0 || port > 65535 {
		return nil, fmt.Errorf("listen on %q: the port is a number from 0 to 65535", addr)
	}
	last := port
	if !exact && port != 0 {
		last = min(port+portsTried, 65535)
	}
	var config net.ListenConfig
	for p := port; ; p++ {
		l, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		switch {
		case err == nil:
			return l, nil
		case !isBusy(err):
			return nil, listenFault(addr, host, err)
		case p < last:
			continue
		case last > port:
			return nil, fmt.Errorf("listen on %s: this port and the %d after it are in use; give another, or port 0 for any free one", addr, last-port)
		}
		return nil, fmt.Errorf("listen on %s: the port is in use; stop the program that has it, give another, or port 0 for any free one", addr)
	}
}

// listenFault says why an address cannot be listened on, and what can be.
func listenFault(addr, host string, err error) error {
	var name *net.DNSError
	var system *os.SyscallError
	switch {
	case errors.As(err, &name):
		return fmt.Errorf("listen on %s: the name %s leads to no address (%s); give a name or an address of this machine, such as 127.0.0.1", addr, host, name.Err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("listen on %s: %s is not of this machine; give a name or an address that is, such as 127.0.0.1", addr, host)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("listen on %s: this system lets you listen on no such port; give one from 1024 on", addr)
	case errors.As(err, &system):
		err = system.Err
	}
	return fmt.Errorf("listen on %s: %w", addr, err)
}

func isBusy(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, busyOnWindows)
}
