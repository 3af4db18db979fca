package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/cli"
)

// docsShell runs the commands of one page.
type docsShell struct {
	t         *testing.T
	page      string
	root, dir string
	status    int
	changes   []docsChange
}

// docsChange is what a page should show in the place of some of its lines.
type docsChange struct {
	from, to int // lines, from 0; to is not included
	lines    []string
}

func (s *docsShell) write(name, text string) {
	s.t.Helper()
	name = filepath.Join(s.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// console runs the commands of a block, and compares what they show.
func (s *docsShell) console(b block) {
	s.t.Helper()
	for i := 0; i < len(b.lines); {
		at := fmt.Sprintf("%s:%d", s.page, b.line+i)
		command, ok := strings.CutPrefix(b.lines[i], "$ ")
		if !ok {
			s.t.Fatalf("%s: output before the first command", at)
		}
		i++
		for strings.HasSuffix(command, `\`) && i < len(b.lines) {
			command = strings.TrimSuffix(command, `\`) + strings.TrimSpace(b.lines[i])
			i++
		}
		from := i
		for i < len(b.lines) && !strings.HasPrefix(b.lines[i], "$ ") {
			i++
		}
		want := b.lines[from:i]
		var got []string
		// The page's folder is a log in somebody's home to the reader.
		out := strings.ReplaceAll(s.run(at, command), s.root, "/home/you/log")
		if out = strings.TrimSuffix(out, "\n"); out != "" {
			got = strings.Split(out, "\n")
		}
		if s.status != 0 && len(slices.DeleteFunc(slices.Clone(want), func(line string) bool { return line == "…" })) == 0 {
			s.t.Errorf("%s: $ %s\nends with status %d, and the page does not show why:\n%s", at, command, s.status, strings.Join(got, "\n"))
		}
		if matches(want, got) {
			continue
		}
		if os.Getenv("UPDATE_DOCS") != "" && !slices.Contains(want, "…") {
			s.changes = append(s.changes, docsChange{b.line - 1 + from, b.line - 1 + i, got})
			continue
		}
		s.t.Errorf("%s: $ %s\n(-the page +the program):\n%s", at, command, cmp.Diff(want, got))
	}
}

// update writes the page with its changes.
func (s *docsShell) update(text string) {
	if len(s.changes) == 0 {
		return
	}
	lines := strings.Split(text, "\n")
	for _, c := range slices.Backward(s.changes) {
		lines = slices.Replace(lines, c.from, c.to, c.lines...)
	}
	if err := os.WriteFile(filepath.Join(repository, s.page), []byte(strings.Join(lines, "\n")), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// docsTook is how long a build took, which is another time each time.
var docsTook = regexp.MustCompile(`\bin [0-9.]+ m?s:`)

// matches compares lines with those of a page, where … stands for any number. How long
// something took does not count.
func matches(want, got []string) bool {
	for i, line := range want {
		if line == "…" {
			for skip := range len(got) - i + 1 {
				if matches(want[i+1:], got[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(got) || docsTook.ReplaceAllString(got[i], "") != docsTook.ReplaceAllString(line, "") {
			return false
		}
	}
	return len(got) == len(want)
}

// run runs commands joined by && and gives what a terminal would show.
func (s *docsShell) run(at, line string) string {
	s.t.Helper()
	var shown bytes.Buffer
	var words []string
	run := func() {
		if len(words) > 0 {
			s.status = s.command(at, words, &shown)
			words = nil
		}
	}
	for _, word := range docsWords(s.t, at, line) {
		if word != "&&" {
			words = append(words, word)
			continue
		}
		if run(); s.status != 0 {
			return shown.String()
		}
	}
	run()
	return shown.String()
}

var docsWord = regexp.MustCompile(`^(?:"([^"$` + "`" + `]*)"|'([^']*)'|([^\s"'#&|<>;$` + "`" + `]+))`)

// docsWords cuts a line as a shell does, in the few forms that the documentation
// uses: words, both kinds of quotation mark, &&, $? and a comment.
func docsWords(t *testing.T, at, line string) (words []string) {
	t.Helper()
	word, open := "", false
	end := func() {
		if open {
			words = append(words, word)
		}
		word, open = "", false
	}
	for rest := line; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "&& "):
			end()
			words, rest = append(words, "&&"), rest[2:]
			continue
		case strings.HasPrefix(rest, "$?"):
			word, open, rest = word+"$?", true, rest[2:]
			continue
		case rest[0] == ' ':
			end()
			rest = rest[1:]
			continue
		case rest[0] == '#' && !open:
			return words
		}
		m := docsWord.FindStringSubmatch(rest)
		if m == nil {
			t.Fatalf("%s: the documentation's shell cannot read %q", at, rest)
		}
		word, open, rest = word+m[1]+m[2]+m[3], true, rest[len(m[0]):]
	}
	end()
	return words
}

var docsAssignment = regexp.MustCompile(`^[A-Z][A-Z_]*=`)

// command runs one command and gives its exit status.
func (s *docsShell) command(at string, words []string, out *bytes.Buffer) int {
	s.t.Helper()
	env := map[string]string{"SOURCE_DATE_EPOCH": docsDay}
	for len(words) > 1 && docsAssignment.MatchString(words[0]) {
		name, value, _ := strings.Cut(words[0], "=")
		env[name], words = value, words[1:]
	}
	args := words[1:]
	failed := func(err error) int {
		if err == nil {
			return 0
		}
		fmt.Fprintf(out, "%s: %v\n", words[0], err)
		return 1
	}
	inside := func(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }
	switch words[0] {
	case "tradeoff":
		return cli.Main(cli.App{Args: args, In: strings.NewReader(""), Out: out, Err: out, Dir: s.dir, Env: env,
			Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }, Ctx: s.t.Context()})
	case "cd":
		s.dir = inside(args[0])
		_, err := os.Stat(s.dir)
		return failed(err)
	case "mkdir":
		var errs []error
		for _, name := range args {
			if name != "-p" {
				errs = append(errs, os.MkdirAll(inside(name), 0o777))
			}
		}
		return failed(errors.Join(errs...))
	case "cat":
		for _, name := range args {
			data, err := os.ReadFile(inside(name))
			if err != nil {
				return failed(err)
			}
			out.Write(data)
		}
		return 0
	case "ls":
		entries, err := os.ReadDir(inside(strings.Join(args, " ")))
		for _, entry := range entries {
			if !strings.HasPrefix(entry.Name(), ".") {
				fmt.Fprintln(out, entry.Name())
			}
		}
		return failed(err)
	case "git":
		cmd := exec.CommandContext(s.t.Context(), "git", args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, out, out
		if err := cmd.Run(); cmd.ProcessState == nil {
			return failed(err)
		}
		return cmd.ProcessState.ExitCode()
	case "echo":
		if slices.Equal(args, []string{"$?"}) {
			fmt.Fprintln(out, s.status)
			return 0
		}
	}
	s.t.Fatalf("%s: the documentation's shell has tradeoff, cat, ls, cd, mkdir, git and echo $?, and not %q", at, strings.Join(words, " "))
	return 0
}
