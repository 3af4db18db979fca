package server

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

var errBadHost = errors.New("the Host header is not a host name or an address")

// hosts are the names that requests may be addressed to, in lower case, beside
// those that are always right.
type hosts map[string]bool

func newHosts(addr string, allowed []string) (hosts, error) {
	h := hosts{}
	for _, a := range allowed {
		name, err := hostName(a)
		if err != nil {
			return nil, fmt.Errorf("allow host %q: write a name such as preview.example.org", a)
		}
		h[name] = true
	}
	if name, _, err := net.SplitHostPort(addr); err == nil {
		if name, err := hostName(name); err == nil {
			h[name] = true
		}
	}
	return h, nil
}

// allows tells whether a Host header is one of ours, and the name in it. An IP
// address always is: nobody can make one point elsewhere, as they can a name.
func (h hosts) allows(header string) (name string, ok bool, err error) {
	name, err = hostName(header)
	if err != nil {
		return "", false, err
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return name, true, nil
	}
	return name, name == "localhost" || strings.HasSuffix(name, ".localhost") || h[name], nil
}

// hostName takes the port off a Host header and gives the name in lower case
// without a last dot, or the IP address without brackets.
func hostName(header string) (string, error) {
	host, port := header, ""
	if strings.HasPrefix(header, "[") {
		end := strings.IndexByte(header, ']')
		if end < 0 {
			return "", errBadHost
		}
		host, port = header[1:end], header[end+1:]
		if ip, err := netip.ParseAddr(host); err != nil || !ip.Is6() {
			return "", errBadHost
		}
	} else if i := strings.IndexByte(header, ':'); i >= 0 {
		host, port = header[:i], header[i:]
	}
	if port != "" {
		if n, err := strconv.ParseUint(port[1:], 10, 16); port[0] != ':' || err != nil || strconv.FormatUint(n, 10) != port[1:] {
			return "", errBadHost
		}
	}
	host = strings.ToLower(host)
	if strings.HasPrefix(header, "[") {
		return host, nil
	}
	host = strings.TrimSuffix(host, ".")
	if host == "" || len(host) > 253 || strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-._") != "" {
		return "", errBadHost
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 {
			return "", errBadHost
		}
	}
	return host, nil
}
