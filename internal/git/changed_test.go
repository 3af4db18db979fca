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

// changed tells the changes in words: "+a", "-b", "~c", "d > e".
func (r repo) changed(dir, from, to string) string {
	r.t.Helper()
	list, err := r.open(dir).Changed(context.Background(), from, to)
	if err != nil {
		r.t.Fatal(err)
	}
	var words []string
	for _, c := range list {
		switch c.Kind {
		case Added:
			words = append(words, "+"+c.Path)
		case Removed:
			words = append(words, "-"+c.Path)
		case Changed:
			words = append(words, "~"+c.Path)
		case Renamed:
			words = append(words, c.From+" > "+c.Path)
		}
	}
	return strings.Join(words, ", ")
}

func (r repo) wantChanged(dir, from, to, want string) {
	r.t.Helper()
	if diff := cmp.Diff(want, r.changed(dir, from, to)); diff != "" {
		r.t.Errorf("in %q from %q to %q (-want +got):\n%s", dir, from, to, diff)
	}
}

// remove takes a file out of the work tree alone.
func (r repo) remove(name string) {
	r.t.Helper()
	if err := os.Remove(filepath.Join(r.dir, filepath.FromSlash(name))); err != nil {
		r.t.Fatal(err)
	}
}

const tenLines = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n"

func TestChanged(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t, "--object-format="+format)
			r.commit(map[string]string{
				"p/same.md": "same", "p/edited.md": "old", "p/gone.md": "gone for good", "p/moved.md": tenLines, "p/moved and edited.md": "a\n" + tenLines,
				"p/two\nlines.md": "x", "p/-rf": "x", "other/outside.md": "out", "other/into.md": "comes into the folder", ".gitignore": "*.ignored\n",
			})
			r.git("tag", "from")
			changes := map[string]string{
				"p/edited.md": "new", "p/sub/moved.md": tenLines, "p/renamed.md": "a\n" + strings.Replace(tenLines, "five", "5", 1),
				"p/two\nlines.md": "y", "p/-rf": "y", "p/größe.md": "fresh", "other/outside.md": "changed", "p/into.md": "comes into the folder",
			}
			for _, name := range []string{"p/gone.md", "p/moved.md", "p/moved and edited.md", "other/into.md"} {
				r.remove(name)
			}
			r.write(changes)
			r.write(map[string]string{"p/x.ignored": "x"})
			want := "~-rf, ~edited.md, -gone.md, +größe.md, +into.md, moved and edited.md > renamed.md, moved.md > sub/moved.md, ~two\nlines.md"
			r.wantChanged("p", "from", "", want)
			r.git("add", "-A")
			r.wantChanged("p", "from", "", want)
			r.git("reset", "-q")
			r.git("add", "--intent-to-add", "p/größe.md")
			r.wantChanged("p", "from", "", want)
			r.commit(nil)
			r.wantChanged("p", "from", "", want)
			r.wantChanged("p", "from", "HEAD", want)
			r.wantChanged("p", "HEAD", "HEAD", "")
			r.wantChanged("p", "HEAD", "", "")
			r.wantChanged("other", "from", "HEAD", "-into.md, ~outside.md")
			r.wantChanged("", "from", "", "~other/outside.md, ~p/-rf, ~p/edited.md, -p/gone.md, +p/größe.md, other/into.md > p/into.md, p/moved and edited.md > p/renamed.md, p/moved.md > p/sub/moved.md, ~p/two\nlines.md")
			// Back to what it was, staged or not.
			r.write(map[string]string{"p/edited.md": "old"})
			r.wantChanged("p", "from", "", strings.Replace(want, ", ~edited.md", "", 1))
			r.git("rm", "-q", "--cached", "p/-rf")
			r.wantChanged("p", "HEAD", "", "~edited.md")
		})
	}
}

func TestChangedOddStates(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	r := newRepo(t)
	if _, err := r.open("").Changed(ctx, "HEAD", ""); !errors.Is(err, ErrNoCommit) {
		t.Errorf("without commits: %v", err)
	}
	r.commit(map[string]string{"a": "1\n", "b": "1\n", "crlf": "1\n2\n", "sparse": "1\n", "sub/x": "1"})
	r.git("update-ref", "refs/heads/-x", "HEAD")
	r.wantChanged("", "-x", "-x", "")
	for _, ref := range []string{"nowhere", "--cached", ""} {
		if _, err := r.open("").Changed(ctx, ref, ""); !errors.Is(err, ErrNoCommit) {
			t.Errorf("from %q: %v", ref, err)
		}
	}
	if _, err := r.open("").Changed(ctx, "HEAD", "--stat"); !errors.Is(err, ErrNoCommit) {
		t.Errorf("to an option: %v", err)
	}

	// The ends of lines are no change, and a file left out of a sparse tree is there.
	r.write(map[string]string{"crlf": "1\r\n2\r\n"})
	r.git("update-index", "--skip-worktree", "sparse")
	r.remove("sparse")
	r.wantChanged("", "HEAD", "", "")
	r.git("update-index", "--no-skip-worktree", "sparse")
	r.git("checkout", "-q", ".")

	// A conflict: both sides changed a file, and one deleted another.
	r.git("checkout", "-q", "-b", "branch")
	r.commit(map[string]string{"a": "branch\n"})
	r.git("checkout", "-q", "main")
	r.git("rm", "-q", "b")
	r.commit(map[string]string{"a": "main\n"})
	r.git("merge", "-q", "--no-commit", "--strategy=ours", "branch")
	r.wantChanged("", "HEAD", "", "")
	r.git("merge", "--abort")
	r.gitFails("merge", "-q", "branch")
	r.wantChanged("", "HEAD", "", "~a")
	r.git("merge", "--abort")

	// A file in the place of a folder, and a repository within.
	if err := os.RemoveAll(filepath.Join(r.dir, "sub")); err != nil {
		t.Fatal(err)
	}
	r.write(map[string]string{"sub": "a file now", "nested/f": "x"})
	r.gitIn(filepath.Join(r.dir, "nested"), "", "init", "-q")
	r.wantChanged("", "HEAD", "", "+sub, -sub/x")
}

// gitFails runs git where it is to fail.
func (r repo) gitFails(args ...string) {
	r.t.Helper()
	inner := &failing{TB: r.t}
	func() {
		defer func() { _ = recover() }()
		repo{inner, r.dir}.git(args...)
	}()
	if !inner.failed {
		r.t.Fatalf("git %q did not fail", args)
	}
}

// failing is a test that may fail.
type failing struct {
	testing.TB
	failed bool
}

func (f *failing) Fatalf(string, ...any) {
	f.failed = true
	panic("failed")
}

func TestChangedLinks(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making symbolic links needs a privilege on Windows")
	}
	r := newRepo(t)
	r.commit(map[string]string{"p/a": "1", "p/d/x": "1", "p/file": "a"})
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(r.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("a", "p/link")
	r.commit(nil)
	r.wantChanged("p", "HEAD~1", "HEAD", "+link")
	r.wantChanged("p", "HEAD~1", "", "+link")
	r.wantChanged("p", "HEAD", "", "")
	r.remove("p/link")
	link("/etc/passwd", "p/link")
	r.remove("p/d/x")
	r.remove("p/d")
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "x"), []byte("1"), 0o666); err != nil {
		t.Fatal(err)
	}
	link(outside, "p/d") // what lies behind it is none of the work tree's
	r.remove("p/file")
	link("a", "p/file") // the same bytes
	r.wantChanged("p", "HEAD", "", "+d, -d/x, ~file, ~link")
}

func TestChangedElsewhere(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"a": "1", "b": "1"})
	r.git("tag", "from")
	r.commit(map[string]string{"a": "2"})

	linked := repo{t, filepath.Join(t.TempDir(), "linked")}
	r.git("worktree", "add", "-q", "-b", "other", linked.dir, "from")
	linked.write(map[string]string{"b": "2"})
	linked.wantChanged("", "from", "", "~b")
	linked.wantChanged("", "main", "", "~a, ~b")

	r.git("checkout", "-q", "--detach")
	r.write(map[string]string{"c": "3"})
	r.wantChanged("", "from", "", "~a, +c")

	clone := repo{t, filepath.Join(t.TempDir(), "clone")}
	r.git("clone", "-q", "--depth=1", "--branch=main", "file://"+r.dir, clone.dir)
	clone.write(map[string]string{"b": "2"})
	clone.wantChanged("", "HEAD", "", "~b")
}

// Attributes and settings of a repository may name programs that git runs on content.
// None of them does, whatever the index knows of a file.
func TestChangedRunsNothing(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the programs are shell commands")
	}
	r := newRepo(t)
	r.commit(map[string]string{"a.md": "one\ntwo\n", "b.md": "one\n", "gone.md": tenLines, "sub/c.md": "x"})
	r.git("tag", "from")
	trap := filepath.Join(t.TempDir(), "ran")
	touch := "touch '" + trap + "'; cat"
	for key, value := range map[string]string{
		"filter.evil.clean": touch, "filter.evil.smudge": touch, "filter.evil.required": "true",
		"filter.evil=x.clean": touch, "filter.proc.process": touch, "filter.proc.required": "true",
		"diff.evil.textconv": touch, "diff.evil.command": touch, "diff.external": touch, "merge.evil.driver": touch,
		"core.fsmonitor": touch, "core.pager": touch, "core.hooksPath": r.dir + "/hooks", "core.sshCommand": touch, "diff.renames": "true", "status.submoduleSummary": "true",
	} {
		r.git("config", key, value)
	}
	attributes := "*.md filter=evil diff=evil merge=evil\nb.md filter=evil=x\nsub/*.md filter=proc\n"
	r.write(map[string]string{
		".gitattributes": attributes, ".git/info/attributes": attributes,
		"a.md": "one\n2\n", "new.md": strings.Replace(tenLines, "five", "5", 1), "sub/c.md": "y",
	})
	r.remove("gone.md")
	for _, hook := range []string{"post-index-change", "post-checkout", "reference-transaction"} {
		r.write(map[string]string{"hooks/" + hook: "#!/bin/sh\n" + touch + "\n"})
		if err := os.Chmod(filepath.Join(r.dir, "hooks", hook), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	r.wantChanged("", "from", "", "+.gitattributes, ~a.md, +hooks/post-checkout, +hooks/post-index-change, +hooks/reference-transaction, gone.md > new.md, ~sub/c.md")
	if _, err := os.Lstat(trap); err == nil {
		t.Error("a program of the repository ran")
	}
	// The trap itself works.
	r.gitFails("diff", "--stat")
	if _, err := os.Lstat(trap); err != nil {
		t.Error("git itself does not run the filters of this test")
	}
}
