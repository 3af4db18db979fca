package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradeoff/internal/config"
	"tradeoff/internal/ledger"
	"tradeoff/internal/server"
)

type serveOptions struct {
	bind       string
	port       int
	allowHosts []string
	write      bool
	asOf       string
}

func newServe(a *App) *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the site in a browser, and keep it up to date while you write",
		Long: `Build the site in memory, serve it on this machine alone, and build it anew
whenever a file changes; the browser follows.

A changed input shows at once in its page, which says that it is not written so.
Its record is written only with --write. Stop it with Ctrl-C.`,
		Example: "  tradeoff serve\n  tradeoff serve --port 8080 --write",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runServe(o, cmd.Flags().Changed("port")) },
	}
	f := cmd.Flags()
	f.StringVar(&o.bind, "bind", "127.0.0.1", "the `ADDRESS` to listen on")
	f.IntVar(&o.port, "port", 1313, "the `PORT`; without it, the next that is free from 1313 on")
	f.StringArrayVar(&o.allowHosts, "allow-host", nil, "a further `NAME` that browsers may use for this server")
	f.BoolVar(&o.write, "write", false, "write records that are out of date, as render does")
	f.StringVar(&o.asOf, "as-of", "", "the `DATE` that overdue marks are told for")
	return cmd
}

func (a *App) runServe(o serveOptions, portGiven bool) error {
	if o.port < 0 || o.port > 65535 {
		return usagef("--port %d: write a number from 0 to 65535", o.port)
	}
	if o.asOf != "" && !validDate(o.asOf) {
		return usagef("--as-of %s: not a date; write it as 2026-11-23", o.asOf)
	}
	if _, err := a.open(); err != nil {
		return err
	}
	view := &preview{app: a, o: o}
	defer view.close()
	options := server.Options{
		Addr:       net.JoinHostPort(o.bind, strconv.Itoa(o.port)),
		Exact:      portGiven && o.port != 0,
		AllowHosts: o.allowHosts,
		Build:      view.build,
		Ready: func(url string) {
			view.ready(url)
		},
		Rebuilt: func(took time.Duration, err error) {
			if err != nil {
				a.printFailure(err)
				return
			}
			a.note("rebuilt in %d ms", took.Milliseconds())
		},
	}
	err := server.Serve(a.Ctx, options)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// ready tells where the site is, once requests are answered, and who can read it.
func (v *preview) ready(url string) {
	a := v.app
	if a.global.json {
		_ = writeJSON(a.Out, servedAt{url}) // whoever is gone needs no address
	} else {
		fmt.Fprintf(a.Out, "%s\n", url)
	}
	if !isLoopback(v.o.bind) {
		a.note("others on the network can read the site at %s", v.o.bind)
	}
	if v.last != nil && len(v.last.read.log.Entries) == 0 {
		v.last.p.noteNoDecisions()
	}
	a.note("serving; stop with Ctrl-C")
}

// servedAt is serve's result in JSON.
type servedAt struct {
	URL string `json:"url"`
}

// isLoopback tells whether nobody but this machine reaches what listens at host.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback() || host == "localhost"
}

// watched are the files and folders that the site depends on.
func (p *project) watched() []string {
	var out []string
	add := func(names ...string) {
		for _, name := range names {
			if name != "" {
				out = append(out, p.rootDir+"/"+name)
			}
		}
	}
	add(config.Names()...)
	add(p.settings.File)
	add(p.settings.Decisions...)
	add(p.settings.Catalogs...)
	add(ledger.MovedFile)
	add(p.settings.Templates, p.settings.Content, p.settings.Static, p.settings.Themes, p.settings.Layouts)
	return out
}

// watchedWithout are the settings' files, where nothing else is known yet.
func (a *App) watchedWithout() []string {
	dir := a.startDir()
	var out []string
	for _, name := range config.Names() {
		out = append(out, strings.TrimSuffix(findRoot(dir), "/")+"/"+name)
	}
	return out
}
