//go:build linux || darwin

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tradeoff/internal/output"
)

// progressAfter is when progress is shown.
const progressAfter = 500 * time.Millisecond

var builtLine = regexp.MustCompile(`^built 1 decision, \d+ pages in public in [\d.]+ m?s: \d+ files, \d+ written$`)

// What takes longer than half a second says on a terminal what it does, below all that
// there is to read; nothing of that is left at the end, and nothing goes elsewhere.
func TestProgressOnATerminal(t *testing.T) {
	const note, step = "waiting for another build that writes to public", "wait for another build …"
	waits := func(t *testing.T, env []string, args ...string) *terminal {
		dir := t.TempDir()
		record := "---\nstatus: accepted\ndate: 2026-11-23\n---\n# One\n\nText.\n"
		if err := os.Mkdir(filepath.Join(dir, "decisions"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "decisions", "0001-one.md"), []byte(record), 0o666); err != nil {
			t.Fatal(err)
		}
		other, err := output.Open(t.Context(), filepath.Join(dir, "public"), nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		c := onTerminal(t, dir, env, append([]string{"build"}, args...)...)
		if len(env)+len(args) == 0 {
			c.until("the note above the step", func(lines []string) bool { return len(lines) > 1 && lines[0] == note && lines[1] == step })
		} else {
			time.Sleep(2 * progressAfter) // as long as it would take to show
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		if status := c.status(); status != 0 {
			t.Fatalf("exit status %d:\n%s", status, c.text())
		}
		return c
	}
	t.Run("shown", func(t *testing.T) {
		c := waits(t, nil)
		lines := c.lines()
		if lines[0] != note || !builtLine.MatchString(lines[1]) || strings.Join(lines[2:], "") != "" {
			t.Errorf("at the end the terminal shows:\n%s", c.text())
		}
	})
	for _, tt := range []struct {
		name string
		env  []string
		args []string
	}{
		{"--quiet", nil, []string{"--quiet"}},
		{"--json", nil, []string{"--json"}},
		{"a terminal that cannot take a line back", []string{"TERM=dumb"}, nil},
		{"a pipeline", []string{"CI=true"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if c := waits(t, tt.env, tt.args...); strings.ContainsAny(c.sent(), "\x1b…") {
				t.Errorf("progress is shown: %q", c.sent())
			}
		})
	}
}
