package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What a review of a hostile branch may take at most: it is bounded, and far below what
// a runner has.
const (
	hostileTime   = 60 * time.Second
	hostileMemory = 1 << 30 // bytes, of the whole process
)

// TestHostileBranch reviews a branch that means harm, in the work tree and as a commit,
// and asks that it ends in findings, within bounds, and tells nothing that it must not.
func TestHostileBranch(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil || runtime.GOOS == "windows" {
		t.Skip("needs git and symbolic links")
	}
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret.txt")
	const told = "the-secret-of-this-machine"
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(secret, []byte(told), 0o666); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "SOURCE_DATE_EPOCH=1795392000", "HOSTILE_SECRET="+told,
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org")
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = dir, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	const record = "---\nstatus: accepted\ndate: 2026-01-0%d\ndecision-makers: [a]\n---\n# %s\n\n## Context and Problem Statement\n\nText.\n\n## Decision Outcome\n\nText.\n"
	git("init", "-q", "-b", "main")
	write("tradeoff.yaml", "title: T\ndecisions: [decisions]\ntemplates: templates\n")
	write("decisions/0001-a.md", fmt.Sprintf(record, 1, "A"))
	git("add", "-A")
	git("commit", "-qm", "main")
	git("checkout", "-qb", "hostile")

	write("decisions/0002-ping.md", fmt.Sprintf(record, 2, "@org/everyone #1 <img src=x onerror=alert(1)> | x | [a](javascript:alert(1)) https://evil.example/x\u202e")+"\n[a](file:///etc/passwd) ![b](file:///etc/passwd)\n\n```\n</details>\n")
	write("decisions/0003-loop.yaml", "format: tradeoff/1\ntitle: Loop\nstatus: proposed\n")
	write("templates/madr.md.tmpl", "{{range 1000000000000}}{{range 1000000000000}}x{{end}}{{end}}\n")
	write("templates/read.md.tmpl", `{{readFile "/etc/passwd"}}{{env "HOSTILE_SECRET"}}{{getHostByName "evil.example"}}`)
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	write("decisions/0004-bomb.yaml", "format: tradeoff/1\ntitle: Bomb\n"+bomb)
	write("decisions/0005-large.yaml", "format: tradeoff/1\ntitle: Large\ncontext: "+strings.Repeat("x", 100<<20)+"\n")
	write("decisions/0006-large.md", "# Large\n\n"+strings.Repeat("*a_b [", 17<<20))
	write("decisions/0007-slow.md", fmt.Sprintf(record, 3, "Slow")+strings.Repeat("*a_b [", 100_000))
	for name, to := range map[string]string{"0008-passwd.md": "/etc/passwd", "0009-secret.md": secret, "0010-secret.yaml": secret} {
		if err := os.Symlink(to, filepath.Join(dir, "decisions", name)); err != nil {
			t.Fatal(err)
		}
	}
	write(".gitattributes", "* filter=evil diff=evil\n")
	git("config", "filter.evil.clean", "touch ran; cat")
	git("config", "diff.evil.textconv", "touch ran; cat")
	git("config", "diff.external", "touch ran")
	git("config", "core.fsmonitor", "touch ran")

	review := func(args ...string) string {
		t.Helper()
		ctx, stop := context.WithTimeout(t.Context(), hostileTime)
		defer stop()
		self, err := exec.LookPath("tradeoff")
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(ctx, self, args...)
		cmd.Dir, cmd.Env = dir, env
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		err = cmd.Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || ctx.Err() != nil {
			t.Errorf("%v ends with %v, want 1\n%.2000s", args, err, out.String())
		}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" && usage.Maxrss<<10 > hostileMemory {
			t.Errorf("%v took %d MiB", args, usage.Maxrss>>10)
		}
		if out.Len() > 1<<20 {
			t.Errorf("%v printed %d bytes", args, out.Len())
		}
		for _, never := range []string{told, "root:x:", "\u202e", "\x1b"} {
			if strings.Contains(out.String(), never) {
				t.Errorf("%v tells %q", args, never)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
			t.Fatalf("%v ran a program of the repository", args)
		}
		return out.String()
	}
	for _, head := range [][]string{nil, {"--head", "hostile"}} {
		if head != nil {
			// Committing runs what the test itself has set, so it is taken away for that.
			git("-c", "filter.evil.clean=cat", "-c", "core.fsmonitor=false", "add", "-A")
			git("-c", "filter.evil.clean=cat", "-c", "core.fsmonitor=false", "commit", "-qm", "hostile")
		}
		for _, format := range []string{"text", "markdown", "json", "sarif", "github", "gitlab"} {
			out := review(append([]string{"review", "--base", "main", "--format", format}, head...)...)
			if format != "markdown" {
				continue
			}
			for _, never := range []string{"@org", "<img", "](javascript", "](file:", "](http", "https://evil"} {
				if strings.Contains(out, never) {
					t.Errorf("the comment holds %q", never)
				}
			}
			if len([]rune(out)) > 65_536 {
				t.Errorf("the comment has %d characters", len([]rune(out)))
			}
		}
	}
	out := review("check", "--base", "main")
	for _, want := range []string{"0004-bomb.yaml", "0005-large.yaml", "0006-large.md", "0008-passwd.md", "0009-secret.md", "0010-secret.yaml", "[template]"} {
		if !strings.Contains(out, want) {
			t.Errorf("check does not report %s:\n%.4000s", want, out)
		}
	}
}
