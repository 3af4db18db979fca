package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNames(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			r := newRepo(t, "--object-format="+format)
			r.commit(map[string]string{
				"decisions/0001-a.md": "a", "decisions/sub/0099-no.md": "x", "README.md": "x",
				"odd\nplace/0001 with space.md": "1", "odd\nplace/0002-zwei\nlines.md": "2", "odd\nplace/0003-größe-日本.md": "3",
			})
			r.git("checkout", "-q", "-b", "two")
			r.commit(map[string]string{"decisions/0002-b.md": "b"})
			r.git("checkout", "-q", "-b", "three/deep", "main")
			r.commit(map[string]string{"decisions/0002-c.md": "c"})
			r.git("checkout", "-q", "--orphan", "other")
			r.git("rm", "-rfq", ".")
			r.commit(map[string]string{"decisions": "a file in the folder's place"})
			r.git("update-ref", "refs/remotes/origin/four", "two")
			r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
			r.git("tag", "unseen", "main")
			r.git("checkout", "-q", "main")
			r.write(map[string]string{"untracked/x": ""})

			tests := []struct {
				dir, folder string
				want        []string
			}{
				{"", "decisions", []string{"0001-a.md", "0002-b.md", "0002-c.md"}},
				{"decisions", "", []string{"0001-a.md", "0002-b.md", "0002-c.md"}},
				{"decisions", ".", []string{"0001-a.md", "0002-b.md", "0002-c.md"}},
				{"untracked", "../decisions", []string{"0001-a.md", "0002-b.md", "0002-c.md"}},
				{"", "decisions/sub/", []string{"0099-no.md"}},
				{"", "", []string{"README.md", "decisions"}},
				{"", "odd\nplace", []string{"0001 with space.md", "0002-zwei\nlines.md", "0003-größe-日本.md"}},
				{"", "missing/folder", nil},
				{"untracked", "", nil},
			}
			for _, tt := range tests {
				got, err := r.open(tt.dir).Names(context.Background(), tt.folder)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Errorf("Names(%q) from %q (-want +got):\n%s", tt.folder, tt.dir, d)
				}
			}
			for _, outside := range []string{"..", "../x", "/etc"} {
				if _, err := r.open("").Names(context.Background(), outside); err == nil {
					t.Errorf("Names(%q): no error", outside)
				}
			}
		})
	}
}

// A folder that is a link to another place of the repository is read there, as
// the work tree is; and a link in a commit counts as a file.
func TestNamesThroughLink(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making symbolic links needs a privilege on Windows")
	}
	r := newRepo(t)
	r.write(map[string]string{"docs/adr/0001-a.md": "a"})
	if err := os.Symlink("docs/adr", filepath.Join(r.dir, "decisions")); err != nil {
		t.Fatal(err)
	}
	r.commit(nil)
	// A link that leads out leads to wherever it points: another repository, or none.
	other := newRepo(t)
	other.commit(map[string]string{"their/0009-x.md": "x"})
	for link, target := range map[string]string{"out": t.TempDir(), "their": filepath.Join(other.dir, "their")} {
		if err := os.Symlink(target, filepath.Join(r.dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(context.Background(), filepath.Join(r.dir, "out")); !errors.Is(err, ErrNoRepo) {
		t.Errorf("a link out of the repository: %v, want ErrNoRepo", err)
	}
	if got := r.open("their").Prefix(); got != "their" || r.open("their").Top() == r.open("").Top() {
		t.Errorf("a link into another repository: prefix %q", got)
	}
	for _, tt := range []struct {
		dir, folder string
		want        []string
	}{
		{"decisions", "", []string{"0001-a.md"}},
		{"", "", []string{"decisions"}},
		{"", "decisions", nil},
	} {
		got, err := r.open(tt.dir).Names(context.Background(), tt.folder)
		if d := cmp.Diff(tt.want, got); d != "" || err != nil {
			t.Errorf("Names(%q) from %q: %v (-want +got):\n%s", tt.folder, tt.dir, err, d)
		}
	}
}

func TestNamesOfManyBranches(t *testing.T) {
	t.Parallel()
	const n = 200
	r := newRepo(t)
	var in strings.Builder
	var want []string
	for i := range n {
		name := fmt.Sprintf("%04d.md", i)
		want = append(want, name)
		fmt.Fprintf(&in, "commit refs/heads/b%d\ncommitter A <a@example.org> 1700000000 +0000\ndata 1\nx\nM 644 inline decisions/%s\ndata 1\nx\n", i, name)
	}
	r.gitIn(r.dir, in.String(), "fast-import", "--quiet")
	got, err := r.open("").Names(context.Background(), "decisions")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A repository's own settings name programs for nearly everything, and its
// missing objects would be fetched with one. None of them may run.
func TestNothingOfTheRepositoryRuns(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the trap is a shell script")
	}
	r := newRepo(t)
	r.commit(map[string]string{"decisions/old.md": text("a"), ".gitattributes": "* filter=trap diff=trap\n"})
	r.git("mv", "decisions/old.md", "decisions/a.md")
	id := r.commit(map[string]string{"decisions/a.md": text("a") + "edited, so that git compares the two\n"})
	sprung := filepath.Join(t.TempDir(), "sprung")
	trap := filepath.Join(r.dir, "trap.sh")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\ntouch '"+sprung+"'\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	hooks := filepath.Join(r.dir, ".git", "hooks")
	_ = os.MkdirAll(hooks, 0o777)
	for _, hook := range []string{"post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"} {
		if err := os.Symlink(trap, filepath.Join(hooks, hook)); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []string{
		"core.fsmonitor", "core.pager", "core.sshCommand", "core.gitProxy", "core.editor", "core.askPass", "credential.helper",
		"diff.external", "diff.trap.textconv", "diff.trap.command", "filter.trap.smudge", "filter.trap.process",
		"gpg.program", "core.alternateRefsCommand", "uploadpack.packObjectsHook", "alias.cat-file", "pager.cat-file", "pager.for-each-ref",
		"alias.rev-list", "alias.diff-tree", "pager.rev-list", "pager.diff-tree", "gpg.ssh.program", "gpg.x509.program",
		"remote.origin.uploadpack",
	} {
		r.git("config", s, trap)
	}
	r.git("config", "core.repositoryFormatVersion", "1")
	r.git("config", "extensions.partialClone", "origin")
	r.git("config", "remote.origin.promisor", "true")
	r.git("config", "protocol.ext.allow", "always")
	r.git("config", "protocol.file.allow", "always")
	r.git("config", "log.showSignature", "true")

	blob := r.git("rev-parse", "HEAD:decisions/a.md")
	if err := os.Remove(filepath.Join(r.dir, ".git", "objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for _, url := range []string{"ext::" + trap, r.dir, "ssh://host/x", "https://127.0.0.1:1/x"} {
		r.git("config", "remote.origin.url", url)
		if got, _, err := r.open("").Head(ctx); got != id || err != nil {
			t.Fatalf("Head = %q, %v", got, err)
		}
		if _, err := r.open("").Names(ctx, "decisions"); err != nil {
			t.Fatal(err)
		}
		if _, err := r.tree("", "HEAD").ReadFile("decisions/a.md"); err == nil {
			t.Error("the lost file was read")
		}
		if got, err := r.open("").History(ctx, []string{"decisions"}); err == nil {
			t.Errorf("the lost file was compared: %v", got)
		}
		if got, ok, err := r.open("").DefaultBranch(ctx); got != "refs/heads/main" || !ok || err != nil {
			t.Errorf("DefaultBranch = %q %v %v", got, ok, err)
		}
	}
	if _, err := os.Stat(sprung); err == nil {
		t.Error("a program of the repository ran")
	}
	// The trap itself works: git, asked plainly, falls into it.
	r.git("config", "remote.origin.url", "ext::"+trap)
	plain := r.open("")
	plain.env = os.Environ()
	_, _ = plain.run(ctx, "-c", "protocol.allow=always", "cat-file", "-p", blob)
	if _, err := os.Stat(sprung); err != nil {
		t.Error("the trap does not work, so this test shows nothing")
	}
}
