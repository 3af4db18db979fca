package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// settings win over those of the repository, the user and the system. They
// shut what a repository's own settings could run.
var settings = []string{
	"core.fsmonitor=false",
	"core.hooksPath=/dev/null",
	"diff.external=",
	"protocol.allow=never",
	"safe.bareRepository=explicit", // a folder of a work tree may look like a bare repository, with settings of its own
}

// variables win over those of the process and of Open's caller.
var variables = []string{
	"GIT_TERMINAL_PROMPT=0",
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_NO_LAZY_FETCH=1",
	// The setting protocol.ext.allow of a repository would win over
	// protocol.allow; this list wins over both. There is no protocol "none".
	"GIT_ALLOW_PROTOCOL=none",
	"GIT_LITERAL_PATHSPECS=1", // a folder is a name, whatever signs it has
	"LC_ALL=C",
}

// inherited are the only GIT_ variables of the process that git gets to see.
// They say where the user's own settings are, and none names a repository.
var inherited = []string{
	"GIT_EXEC_PATH=", "GIT_CONFIG_NOSYSTEM=", "GIT_CONFIG_SYSTEM=", "GIT_CONFIG_GLOBAL=",
	"GIT_CONFIG_COUNT=", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_",
	"GIT_CEILING_DIRECTORIES=", "GIT_DISCOVERY_ACROSS_FILESYSTEM=",
}

// longestReport bounds what is kept of git's stderr, in bytes.
const longestReport = 4 << 10

// commandError is a git command that ended badly.
type commandError struct {
	command string // its subcommand
	said    string // its stderr
	err     error  // how it ended
}

func (e *commandError) Error() string {
	line, _, _ := strings.Cut(strings.TrimSpace(e.said), "\n")
	line = strings.TrimPrefix(strings.TrimPrefix(line, "fatal: "), "error: ")
	if line == "" {
		line = e.err.Error()
	}
	// A repository chooses what stands in paths and refs, and this goes to a terminal.
	return "git " + e.command + ": " + strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return '?'
		}
		return c
	}, line)
}

func (e *commandError) Unwrap() error { return e.err }

// command prepares git with the settings and the environment of every command.
func (r *Repo) command(ctx context.Context, args ...string) *exec.Cmd {
	argv := []string{"--no-pager"}
	for _, s := range settings {
		argv = append(argv, "-c", s)
	}
	cmd := exec.CommandContext(ctx, r.program, append(argv, args...)...)
	cmd.Dir, cmd.Env = r.dir, r.env
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// run gives a command's whole output.
func (r *Repo) run(ctx context.Context, args ...string) (string, error) {
	cmd := r.command(ctx, args...)
	var out bytes.Buffer
	said := &report{}
	cmd.Stdout, cmd.Stderr = &out, said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", fmt.Errorf("git %s: %w", args[0], ctx.Err())
		}
		return "", &commandError{command: args[0], said: said.String(), err: err}
	}
	return out.String(), nil
}

// environment is the process's own without the GIT_ variables that are not
// inherited, then the caller's, then variables.
func environment(extra []string) []string {
	var env []string
	for _, v := range (&exec.Cmd{}).Environ() {
		name := strings.ToUpper(v)
		if strings.HasPrefix(name, "GIT_") && !hasAnyPrefix(name, inherited) {
			continue
		}
		env = append(env, v)
	}
	return append(append(env, extra...), variables...)
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// report keeps the beginning of what is written to it.
type report struct{ b bytes.Buffer }

var _ io.Writer = (*report)(nil)

func (w *report) Write(p []byte) (int, error) {
	w.b.Write(p[:min(len(p), longestReport-w.b.Len())])
	return len(p), nil
}

func (w *report) String() string { return w.b.String() }
