// Package cli is the command line: one file a command, each with its options,
// newX which parses and runX which works.
//
// It is the only package that knows streams, the clock, the environment and the
// working directory; all of them come in as the App, so that a test runs a
// whole command without a process. Exit statuses are decided here alone: 0
// done, 1 findings of severity error, 2 wrong usage, 3 could not.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tradeoff/internal/diag"
	"tradeoff/internal/report"
)

// The exit statuses.
const (
	exitDone     = 0
	exitFindings = 1
	exitUsage    = 2
	exitCannot   = 3
)

// App is what a run knows of the world.
type App struct {
	Args []string // without the program's name
	In   io.Reader
	Out  io.Writer // results
	Err  io.Writer // everything else
	Dir  string    // the working directory
	Env  map[string]string
	Now  func() time.Time
	Ctx  context.Context // ends the run, as Ctrl-C does; nil for one that nothing ends

	global    globalOptions
	histories *histories
}

// System is the App of this process.
func System() App {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	env := map[string]string{}
	for _, pair := range os.Environ() {
		if name, value, ok := strings.Cut(pair, "="); ok {
			env[name] = value
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an end; a second one gets it.
	context.AfterFunc(ctx, stop)
	return App{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Dir: dir, Env: env, Now: time.Now, Ctx: ctx}
}

// usageError is a command line that cannot be meant.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errReported ends a run whose findings are printed already.
var errReported = errors.New("findings are reported")

// Main runs one command and gives its exit status. Nothing that goes wrong inside
// reaches a user as a panic: what should not have happened is said in one line.
func Main(a App) (status int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(a.Err, "tradeoff: this should not have happened, and is a fault of the program: %v\n", p)
			if a.Env["TRADEOFF_DEBUG"] != "" {
				fmt.Fprintf(a.Err, "%s\n", debug.Stack())
			}
			status = exitCannot
		}
	}()
	if a.Ctx == nil {
		a.Ctx = context.Background()
	}
	a.histories = &histories{}
	root := newRoot(&a)
	root.SetArgs(a.Args)
	return a.exit(root.ExecuteContext(a.Ctx))
}

// exit prints the error and gives its status.
func (a *App) exit(err error) int {
	var failure *diag.Failure
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errReported):
		return exitFindings
	case errors.As(err, &failure):
		a.findings(failure.Findings)
		return exitFindings
	case errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command"):
		fmt.Fprintf(a.Err, "tradeoff: %v\n", err)
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitCannot
	}
	fmt.Fprintf(a.Err, "tradeoff: %v\n", err)
	return exitCannot
}

// findings prints findings to the error stream, as text, in the order of files,
// with a line that counts them.
func (a *App) findings(findings diag.List) {
	if len(findings) == 0 {
		return
	}
	findings.Sort()
	report.Text(a.Err, findings)
	fmt.Fprintln(a.Err, report.Summary(findings))
}

// note prints a line for people, unless they asked for quiet.
func (a *App) note(format string, args ...any) {
	if !a.global.quiet {
		fmt.Fprintf(a.Err, format+"\n", args...)
	}
}

// today is the date that new records get: SOURCE_DATE_EPOCH's in UTC where it is
// set, as reproducible builds want it, else the local one.
func (a *App) today() string {
	if seconds, err := strconv.ParseInt(a.Env["SOURCE_DATE_EPOCH"], 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC().Format(time.DateOnly)
	}
	return a.Now().Format(time.DateOnly)
}
