package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"docs/adr/0001-a.md": "a", "odd\nname/é ü/x.md": "x"})
	top, err := filepath.EvalSymlinks(r.dir)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ dir, prefix string }{
		{"", ""},
		{"docs", "docs"},
		{"docs/adr", "docs/adr"},
		{"odd\nname/é ü", "odd\nname/é ü"},
	}
	for _, tt := range tests {
		got := r.open(tt.dir)
		if got.Prefix() != tt.prefix || got.Top() != filepath.ToSlash(top) {
			t.Errorf("Open(%q): top %q, prefix %q; want %q, %q", tt.dir, got.Top(), got.Prefix(), top, tt.prefix)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	bare := newRepo(t, "--bare")
	r := newRepo(t)
	r.write(map[string]string{"file": "x", "hidden/.git": "gitdir: /nowhere\n"})
	// A folder of the work tree that is made to look like a bare repository.
	r.git("clone", "-q", "--bare", bare.dir, filepath.Join(r.dir, "trap"))
	tests := []struct {
		name, dir string
		want      error  // by errors.Is, or
		says      string // in the text
	}{
		{"no repository", t.TempDir(), ErrNoRepo, ""},
		{"bare", bare.dir, ErrNoRepo, ""},
		{"bare inside a work tree", filepath.Join(r.dir, "trap"), ErrNoRepo, ""},
		{"git folder", filepath.Join(r.dir, ".git"), ErrNoRepo, ""},
		{"pointer to nowhere", filepath.Join(r.dir, "hidden"), ErrNoRepo, ""},
		{"missing", filepath.Join(r.dir, "missing"), os.ErrNotExist, ""},
		{"a file", filepath.Join(r.dir, "file"), nil, "not a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(context.Background(), tt.dir)
			if err == nil {
				t.Fatal("no error")
			}
			if tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %v %s", err, tt.want, tt.says)
			}
		})
	}
	t.Run("no git", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if _, err := Open(context.Background(), r.dir); !errors.Is(err, ErrNoGit) {
			t.Errorf("got %v, want ErrNoGit", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := Open(ctx, r.dir); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want Canceled", err)
		}
	})
}

// A hook runs with GIT_DIR set; we must still read the repository of the folder,
// unless the caller says otherwise.
func TestRedirectingVariables(t *testing.T) {
	a, b := newRepo(t), newRepo(t)
	idA, idB := a.commit(map[string]string{"a": "1"}), b.commit(map[string]string{"b": "2"})
	t.Setenv("GIT_DIR", filepath.Join(b.dir, ".git"))
	t.Setenv("GIT_WORK_TREE", b.dir)
	t.Setenv("GIT_OBJECT_DIRECTORY", t.TempDir())
	if got, ok, err := a.open("").Head(context.Background()); got != idA || !ok || err != nil {
		t.Errorf("Head = %q %v %v, want %q", got, ok, err, idA)
	}
	r, err := Open(context.Background(), a.dir, "GIT_DIR="+filepath.Join(b.dir, ".git"), "GIT_WORK_TREE="+a.dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := r.Head(context.Background()); got != idB || err != nil {
		t.Errorf("with GIT_DIR passed: Head = %q %v, want %q", got, err, idB)
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	r := newRepo(t)
	if id, ok, err := r.open("").Head(ctx); id != "" || ok || err != nil {
		t.Errorf("empty repository: Head = %q %v %v", id, ok, err)
	}
	if when, ok, err := r.open("").HeadTime(ctx); ok || err != nil {
		t.Errorf("empty repository: HeadTime = %v %v %v", when, ok, err)
	}
	if names, err := r.open("").Names(ctx, ""); len(names) != 0 || err != nil {
		t.Errorf("empty repository: Names = %q %v", names, err)
	}
	if _, err := r.open("").FS(ctx, "HEAD"); !errors.Is(err, ErrNoCommit) {
		t.Errorf("empty repository: FS = %v", err)
	}

	first := r.commit(map[string]string{"a": "1"})
	r.commit(map[string]string{"a": "2"})
	r.git("checkout", "-q", "--detach", first)
	linked := filepath.Join(t.TempDir(), "linked")
	r.git("worktree", "add", "-q", linked, "main")
	tests := []struct{ name, dir, want string }{
		{"detached", r.dir, first},
		{"worktree", linked, r.git("rev-parse", "main")},
	}
	for _, tt := range tests {
		g, err := Open(ctx, tt.dir)
		if err != nil {
			t.Fatal(err)
		}
		if id, ok, err := g.Head(ctx); id != tt.want || !ok || err != nil {
			t.Errorf("%s: Head = %q %v %v, want %q", tt.name, id, ok, err, tt.want)
		}
		when, ok, err := g.HeadTime(ctx)
		if want := time.Unix(1700000000, 0).UTC(); when != want || !ok || err != nil {
			t.Errorf("%s: HeadTime = %v %v %v, want %v", tt.name, when, ok, err, want)
		}
	}
}

// A HEAD whose commit is lost is a damaged repository, not an empty one.
func TestHeadDamaged(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	id := r.commit(map[string]string{"a": "1"})
	if err := os.Remove(filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := r.open("").Head(context.Background()); ok || err == nil || !strings.Contains(err.Error(), id) {
		t.Errorf("Head = %v %v, want an error with %s", ok, err, id)
	}
}

func TestParseCommit(t *testing.T) {
	tree := "tree " + strings.Repeat("a", 40) + "\n"
	tests := []struct {
		name, data string
		unix       int64
		says       string
	}{
		{"plain", tree + "committer A <a@b> 5 +0000\n\ncommitter B <b> 6 +0000\n", 5, ""},
		{"name of digits", tree + "committer 9 > 8 <7> 5 -0900\n\n", 5, ""},
		{"no body", tree + "committer A <a@b> 5 +0000", 5, ""},
		{"no tree", "committer A <a@b> 5 +0000\n\n", 0, "no tree"},
		{"bad tree", "tree ../../x\ncommitter A <a@b> 5 +0000\n\n", 0, "no tree"},
		{"no committer", tree + "\nx", 0, "no committer"},
		{"no date", tree + "committer A <a@b>\n\n", 0, "no date"},
		{"huge date", tree + "committer A <a@b> 99999999999999 +0000\n\n", 0, "no date"},
		{"letters", tree + "committer A <a@b> now +0000\n\n", 0, "no date"},
		{"nothing", "", 0, "no tree"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := parseCommit("id", []byte(tt.data))
			if tt.says == "" && (err != nil || c.when.Unix() != tt.unix) {
				t.Errorf("got %v, %v; want %d", c.when, err, tt.unix)
			}
			if tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("got error %v, want %q", err, tt.says)
			}
		})
	}
}
