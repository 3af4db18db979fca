package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Settings that shape what "git log" shows make no difference, and what they name
// does not run.
func TestFirstCommitsWhateverTheSettings(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the trap is a shell script")
	}
	r := newRepo(t)
	r.on("2020-01-01", map[string]string{"d/a.md": text("a"), "d/b.md": text("b"), "e/e.md": text("e"), "other": "x"})
	r.git("checkout", "-q", "-b", "side")
	r.git("mv", "d/a.md", "d/größe.md")
	r.on("2020-02-02", map[string]string{"d/größe.md": text("a") + "more\n", "d/x.md": text("x")})
	r.git("checkout", "-q", "main")
	r.on("2020-03-03", map[string]string{"e/y.md": text("y")})
	r.merge("side")
	r.on("2020-04-04", nil)
	r.git("mv", "e/e.md", "d/e.md")
	last := r.on("2020-05-05", nil)
	// A signature, for which git log would start the program that the settings name.
	raw := r.git("cat-file", "commit", last)
	raw = strings.Replace(raw, "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1) + "\n"
	r.git("reset", "-q", "--hard", r.gitIn(r.dir, raw, "hash-object", "-t", "commit", "-w", "--stdin"))
	want := map[string]string{
		"größe.md": "2020-01-01", "b.md": "2020-01-01", "x.md": "2020-02-02", "e.md": "2020-01-01",
		"../e/y.md": "2020-03-03",
	}
	r.wantFirst("d", []string{"", "../e"}, want)
	before := r.history("d", "", "../e")

	sprung := filepath.Join(t.TempDir(), "sprung")
	trap := filepath.Join(t.TempDir(), "trap.sh")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\ntouch '"+sprung+"'\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, ".git", "info", "attributes"), []byte("* diff=trap filter=trap\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	// Not with git config, which takes notice of some while it sets the others.
	settings := `
[core]
	fsmonitor = TRAP
	hooksPath = /
	pager = TRAP
	quotePath = true
	ignoreCase = true
	precomposeUnicode = true
	abbrev = 4
	attributesFile = /dev/null
[log]
	showSignature = true
	follow = true
	mailmap = true
	date = relative
	decorate = full
	diffMerges = off
	showRoot = false
	abbrevCommit = true
	excludeDecoration = *
	initialDecorationSet = all
[diff]
	external = TRAP
	renames = false
	renameLimit = 1
	noprefix = true
	mnemonicPrefix = true
	orderFile = TRAP
	relative = true
	ignoreSubmodules = all
	submodule = log
	algorithm = patience
	statGraphWidth = 1
	context = 0
	wordRegex = .
	colorMoved = zebra
	trustExitCode = true
[diff "trap"]
	textconv = TRAP
	command = TRAP
	cachetextconv = true
	binary = true
[filter "trap"]
	smudge = TRAP
	clean = TRAP
	process = TRAP
	required = true
[color]
	ui = always
	diff = always
	branch = always
[format]
	pretty = format:%x00%H%x00
	notes = *
[gpg]
	program = TRAP
[gpg "ssh"]
	program = TRAP
	defaultKeyCommand = TRAP
[i18n]
	logOutputEncoding = UTF-16
	commitEncoding = UTF-16
[mailmap]
	file = TRAP
	blob = HEAD:d/b.md
[notes]
	displayRef = *
[pager]
	log = TRAP
	rev-list = TRAP
	diff-tree = TRAP
[alias]
	rev-list = !TRAP
	diff-tree = !TRAP
	cat-file = !TRAP
[interactive]
	diffFilter = TRAP
[rerere]
	enabled = true
[submodule]
	recurse = true
`
	f, err := os.OpenFile(filepath.Join(r.dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString(strings.ReplaceAll(settings, "TRAP", trap))
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	r.wantFirst("d", []string{"", "../e"}, want)
	after := r.history("d", "", "../e")
	for name := range before.Files {
		if d := cmp.Diff(told(before, name), told(after, name)); d != "" || len(told(before, name)) == 0 {
			t.Errorf("%s with the settings (-without +with):\n%s", name, d)
		}
	}
	if got, ok, err := r.open("").DefaultBranch(context.Background()); got != "refs/heads/main" || !ok || err != nil {
		t.Errorf("DefaultBranch = %q %v %v", got, ok, err)
	}
	if _, err := os.Stat(sprung); err == nil {
		t.Error("a program of the settings ran")
	}
	// The trap itself works: git log falls into it.
	plain := r.open("")
	_, _ = plain.run(context.Background(), "log", "--format=%H")
	if _, err := os.Stat(sprung); err != nil {
		t.Error("the trap does not work, so this test shows nothing")
	}
}

func TestFirstCommitsDates(t *testing.T) {
	t.Parallel()
	tests := []struct{ author, want string }{
		{"A <a@b> 1577833200 +0000", "2019-12-31"},
		{"A <a@b> 1577833200 +0900", "2020-01-01"},
		{"A <a@b> 1577836800 -0330", "2019-12-31"},
		{"A <a@b> 1577836800 -0000", "2020-01-01"},
		{"A <a@b> 1 +0000", "1970-01-01"},
		{"9 > 8 <7> 1577833200 +0900", "2020-01-01"},
		{"<> 1577833200 +0900", "2020-01-01"},
		{"A <a@b> 253402300799 +0000", "9999-12-31"},
		{"A <a@b> 253402300799 +0100", ""},
		{"A <a@b> 253402300800 +0000", ""},
		{"A <a@b> 9223372036854775807 +0000", ""},
		{"A <a@b> 99999999999999999999 +0000", ""},
		{"A <a@b> 0 +0000", ""},
		{"A <a@b> 0 -0500", ""},
		{"A <a@b> -5 +0000", ""},
		{"A <a@b> 1577833200", ""},
		{"A <a@b> 1577833200 +9999", ""},
		{"A <a@b> 1577833200 UTC", ""},
		{"A <a@b> 1577833200 +0000 +0000", "2019-12-31"},
		{"A <a@b> now +0000", ""},
		{"A <a@b>", ""},
		{"", ""},
	}
	r := newRepo(t)
	r.commit(map[string]string{"d/a.md": "a"})
	tree := r.git("rev-parse", "HEAD^{tree}")
	for _, tt := range tests {
		const committer = "committer A <a@b> 1700000000 +0000\n\nauthor B <b> 1 +0000\n"
		raw := "tree " + tree + "\nauthor " + tt.author + "\n" + committer
		// Git does not stop at such a commit, be it HEAD or before it.
		bad := r.gitIn(r.dir, raw, "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
		r.git("update-ref", "refs/heads/main", bad)
		want := map[string]string{}
		if tt.want != "" {
			want["d/a.md"] = tt.want
		}
		r.wantFirst("", []string{"d"}, want)
		r.git("update-ref", "refs/heads/main", r.git("commit-tree", "-p", bad, "-m", "x", tree))
		r.wantFirst("", []string{"d"}, want)
	}
}
