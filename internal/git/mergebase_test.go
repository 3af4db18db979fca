package git

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestMergeBase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	r := newRepo(t)
	first := r.commit(map[string]string{"a": "1"})
	r.git("checkout", "-q", "-b", "branch")
	onBranch := r.commit(map[string]string{"b": "1"})
	r.git("checkout", "-q", "main")
	onMain := r.commit(map[string]string{"c": "1"})
	r.git("update-ref", "refs/heads/--output=x", onMain) // as no git command would make it
	r.git("checkout", "-q", "--orphan", "alone")
	r.commit(map[string]string{"d": "1"})
	r.git("checkout", "-q", "--detach", "main")
	r.git("merge", "-q", "--no-edit", "branch")
	merged := r.git("rev-parse", "HEAD")
	g := r.open("")
	for _, tt := range []struct{ a, b, want string }{
		{"main", "branch", first},
		{"branch", "main", first},
		{"main", "main", onMain},
		{"branch", "HEAD", onBranch},
		{"HEAD", "main", onMain},
		{merged, onBranch, onBranch},
		{"--output=x", "branch", first},
		{"main", "alone", ""},
	} {
		id, err := g.MergeBase(ctx, tt.a, tt.b)
		if id != tt.want || (tt.want == "") != errors.Is(err, ErrNoMergeBase) {
			t.Errorf("%s and %s: %q %v, want %q", tt.a, tt.b, id, err, tt.want)
		}
	}
	for _, ref := range []string{"nowhere", "-x", "--all", "", "a\nb", strings.Repeat("1", 40)} {
		if _, err := g.MergeBase(ctx, ref, "main"); !errors.Is(err, ErrNoCommit) {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

func TestMergeBaseShallow(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	r := newRepo(t)
	first := r.commit(map[string]string{"a": "1"})
	r.git("branch", "branch")
	r.commit(map[string]string{"a": "2"})
	r.git("checkout", "-q", "branch")
	r.commit(map[string]string{"b": "1"})
	clone := repo{t, filepath.Join(t.TempDir(), "clone")}
	r.gitIn(r.dir, "", "clone", "-q", "--no-single-branch", "--depth=1", "file://"+r.dir, clone.dir)
	_, err := clone.open("").MergeBase(ctx, "origin/main", "HEAD")
	if !errors.Is(err, ErrNoMergeBase) || !strings.Contains(err.Error(), "git fetch --unshallow") || !strings.Contains(err.Error(), "fetch-depth: 0") {
		t.Errorf("got %v", err)
	}
	clone.git("fetch", "-q", "--unshallow")
	if id, err := clone.open("").MergeBase(ctx, "origin/main", "HEAD"); id != first || err != nil {
		t.Errorf("unshallow: %q %v", id, err)
	}
}
