// Package server shows a site while it is being written. It builds the site with a
// function that it is given, serves it on one address, watches the files that the
// build names, builds again when they change, and tells the browsers what of their
// page is another.
//
// A build only has to say what there is: a page is made when somebody asks for it,
// and the rest while nobody does. So what a save costs is one page, and an open
// page is told of its own bytes and of the style sheets, scripts and pictures that
// it links to, in hashes. It then swaps a style sheet, or its main element, or loads
// anew; see reload.js.
//
// A script of the site that does something to what is in main has to do so again
// when main is another: it sets data-swap on its own element
// (document.currentScript) and listens to tradeoff:swap on the document's element.
// A page with a script that does not is loaded anew.
//
// What a browser may ask:
//
//   - a file of the Site by its path; "/" and folders give their index.html; what
//     is not there gives the site's 404.html with status 404
//   - /-/reload.js, the script that every HTML page is given before </body>. A
//     page's Content-Security-Policy must allow script-src 'self' and
//     connect-src 'self'
//   - /-/events, the stream of server-sent events that the script listens to
//
// Nothing else exists: no file is read to answer a request, so that no path can
// lead out of the site; methods other than GET and HEAD are refused; nothing a
// request says changes anything.
//
// A page of the internet that is open in the same browser must not read the
// site. So a request's Host has to be one of ours (a foreign name may be made to
// point at 127.0.0.1), no CORS header is sent, the events are for pages of the
// same origin, and other origins may not embed what is served.
//
// What it does not do: TLS, compression, ranges, access control, listing
// folders. It is for the people at one desk, not for publishing.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

// DefaultAddr is where a preview is served unless Options says otherwise.
const DefaultAddr = "127.0.0.1:1313"

// Options says what to serve and where. Build is required; the zero value of the
// rest works.
type Options struct {
	// Addr is host:port; "" is DefaultAddr. Port 0 takes any free one.
	Addr string
	// Exact makes a busy port an error. Without it, up to 20 higher ports are tried.
	Exact bool
	// AllowHosts are names that requests may use beside localhost, *.localhost,
	// every IP address and the host of Addr.
	AllowHosts []string
	// Build makes the site, as much of it as has to be known before any page is
	// asked for. It also gives the files and folders that the site depends on, on
	// error too; folders are watched with all that is below them, and a path that
	// does not exist yet is waited for. After an error the last good site stays.
	//
	// changed are the absolute paths that were seen to change since the build before
	// began; they begin as the paths that Build gave. After a build that failed they
	// hold what that one was given too. Nil means that anything may have changed: at
	// the first build, where changes went unseen, where a folder came, went or moved.
	//
	// Build is never called beside itself or Rest.
	Build func(ctx context.Context, changed []string) (Site, []string, error)
	// Ready is called once, with the site's address, after the first build,
	// when requests are answered.
	Ready func(url string)
	// Rebuilt is called after every build but a first one that is good, with how
	// long it took, and after a Rest that failed. It is not called at the same time
	// as Ready or itself.
	Rebuilt func(took time.Duration, err error)
	// Base is the path that the site is served under: "" or "/sub/path".
	Base string
}

// Limits of one connection. The stream of events lifts the last for itself.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	writeTimeout    = 30 * time.Second
	shutdownTimeout = 2 * time.Second
	maxHeaderBytes  = 64 << 10
)

// Serve builds and serves until ctx ends, which is no error. It returns one where
// it cannot listen, where the first build fails without naming a path whose
// change could mend it, and where serving breaks off.
//
// Where the first build fails and names paths, a page with the error is served
// until a build succeeds.
func Serve(ctx context.Context, o Options) error {
	return serve(ctx, o, &loop{timing: usualTiming})
}

// serve is Serve with a loop that says how to wait.
func serve(ctx context.Context, o Options, l *loop) error {
	if o.Base = strings.Trim(o.Base, "/"); o.Base != "" {
		o.Base = "/" + o.Base
	}
	hosts, err := newHosts(o.Addr, o.AllowHosts)
	if err != nil {
		return err
	}
	listener, err := listen(ctx, o.Addr, o.Exact)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	live := newLive()
	server := &http.Server{
		Handler:           newHandler(ctx, live, o.Base, hosts),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          log.New(io.Discard, "", 0), // what a client does wrong is no news

		DisableGeneralOptionsHandler: true, // the handler refuses "OPTIONS *" as it does the rest
	}
	served := make(chan error, 1)
	ready := func() {
		go func() {
			served <- server.Serve(listener)
			cancel() // nobody can see later builds
		}()
		if o.Ready != nil {
			o.Ready(address(listener.Addr(), o.Addr) + escape(o.Base+"/"))
		}
	}
	l.build, l.rebuilt, l.ready, l.live = o.Build, o.Rebuilt, ready, live
	if err := l.run(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	if !l.isReady {
		return listener.Close()
	}
	// The streams end with ctx; what is being written gets a moment.
	grace, stop := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer stop()
	if server.Shutdown(grace) != nil {
		_ = server.Close()
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	}
	return nil
}

// address is the site's address for a browser on this machine, without a path.
func address(at net.Addr, asked string) string {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return "http://" + at.String()
	}
	if name, _, err := net.SplitHostPort(asked); err == nil && name != "" && net.ParseIP(name) == nil {
		host = name
	} else if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
