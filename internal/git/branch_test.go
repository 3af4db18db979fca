package git

import (
	"context"
	"testing"
)

func TestDefaultBranch(t *testing.T) {
	t.Parallel()
	const origin, heads = "refs/remotes/origin/", "refs/heads/"
	tests := []struct {
		name string
		refs []string
		head string // what origin/HEAD points at
		want string
	}{
		{"none", nil, "", ""},
		{"others", []string{heads + "feature", origin + "feature", heads + "main/x", origin + "main/x", "refs/tags/main"}, "", ""},
		{"trunk", []string{heads + "trunk"}, "", heads + "trunk"},
		{"master before trunk", []string{heads + "trunk", heads + "master"}, "", heads + "master"},
		{"main before master", []string{heads + "master", heads + "main"}, "", heads + "main"},
		{"the remote's before the local", []string{heads + "main", origin + "master"}, "", origin + "master"},
		{"the remote's main", []string{heads + "main", origin + "master", origin + "main"}, "", origin + "main"},
		{"what the remote says", []string{heads + "main", origin + "main", origin + "develop"}, origin + "develop", origin + "develop"},
		{"with a slash", []string{origin + "main", origin + "release/日本"}, origin + "release/日本", origin + "release/日本"},
		{"a branch that is gone", []string{origin + "main"}, origin + "gone", origin + "main"},
		{"no branch of a remote", []string{origin + "master", heads + "x"}, heads + "x", origin + "master"},
		{"itself", []string{heads + "main"}, origin + "HEAD", heads + "main"},
		{"a commit in its place", []string{origin + "HEAD", heads + "main"}, "", heads + "main"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			r := newRepo(t)
			id := r.commit(map[string]string{"d/a.md": "a"})
			r.git("checkout", "-q", "--detach")
			r.git("branch", "-q", "-D", "main")
			for _, ref := range tt.refs {
				r.git("update-ref", ref, id)
			}
			if tt.head != "" {
				r.git("symbolic-ref", origin+"HEAD", tt.head)
			}
			g := r.open("d")
			got, ok, err := g.DefaultBranch(ctx)
			if got != tt.want || ok != (tt.want != "") || err != nil {
				t.Fatalf("DefaultBranch = %q %v %v, want %q", got, ok, err, tt.want)
			}
			if !ok {
				return
			}
			f, err := g.FS(ctx, got)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if f.Commit() != id {
				t.Errorf("the branch is at %s, want %s", f.Commit(), id)
			}
		})
	}
}

func TestDefaultBranchOfClone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	r := newRepo(t)
	if got, ok, err := r.open("").DefaultBranch(ctx); got != "" || ok || err != nil {
		t.Errorf("without commits: %q %v %v", got, ok, err)
	}
	r.commit(map[string]string{"a": "a"})
	r.git("branch", "-q", "-m", "develop")
	clone := repo{t, t.TempDir()}
	r.git("clone", "-q", r.dir, clone.dir)
	if got, ok, err := clone.open("").DefaultBranch(ctx); got != "refs/remotes/origin/develop" || !ok || err != nil {
		t.Errorf("of a clone: %q %v %v", got, ok, err)
	}
}
