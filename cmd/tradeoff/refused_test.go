package main

import (
	"errors"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptRefused is "refused DIR…": each DIR is a project whose inputs are wrong in
// the way that DIR/want tells, findings with their hints, to the letter. Of each it
// asks that
//
//   - render prints these findings and no others, and exits with 1;
//   - check and build report them all, and exit with 1;
//   - list names every input all the same, as does list --json, and exits with 0;
//   - and none of them has written, changed or removed a file.
func scriptRefused(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: refused DIR…")
	}
	for _, dir := range args {
		want := strings.TrimSpace(ts.ReadFile(path.Join(dir, "want")))
		before, err := readTree(ts.MkAbs(dir))
		ts.Check(err)
		for _, command := range []string{"render", "check", "build"} {
			status := run(ts, "tradeoff", "-C", dir, command)
			got := withoutSummary(ts.ReadFile("stderr"))
			if command == "check" {
				got = ts.ReadFile("stdout") // findings are what check is asked for
			}
			switch {
			case status != 1:
				ts.Fatalf("%s: %s exits with %d, want 1", dir, command, status)
			case command == "render" && got != want:
				ts.Fatalf("%s: %s reports\n%s\nwant\n%s", dir, command, got, want)
			}
			for line := range strings.Lines(want) {
				if !strings.Contains(got, strings.TrimSpace(line)) {
					ts.Fatalf("%s: %s does not report\n%s", dir, command, line)
				}
			}
		}
		inputs, err := filepath.Glob(filepath.Join(ts.MkAbs(dir), "decisions", "0*"))
		ts.Check(err)
		if status := run(ts, "tradeoff", "-C", dir, "list", "--json"); status != 0 {
			ts.Fatalf("%s: list --json exits with %d, want 0", dir, status)
		}
		for _, name := range inputs {
			if line := `"input": "decisions/` + filepath.Base(name) + `"`; !strings.Contains(ts.ReadFile("stdout"), line) {
				ts.Fatalf("%s: list --json leaves out %s", dir, filepath.Base(name))
			}
		}
		after, err := readTree(ts.MkAbs(dir))
		ts.Check(err)
		if !maps.EqualFunc(before, after, slices.Equal) {
			ts.Fatalf("%s: its files were changed", dir)
		}
	}
}

// run runs a program, gives its exit status, and leaves what it printed for stdout
// and stderr.
func run(ts *testscript.TestScript, program string, args ...string) int {
	err := ts.Exec(program, args...)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("run %s: %v", program, err)
	return -1
}

// withoutSummary takes off the last line, which only counts the findings.
func withoutSummary(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimSpace(text[:max(0, strings.LastIndexByte(text, '\n'))])
}
