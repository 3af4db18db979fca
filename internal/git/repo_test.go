package git

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repo is a real repository that a test builds.
type repo struct {
	t   testing.TB
	dir string
}

// newRepo makes an empty repository with the branch main.
func newRepo(t testing.TB, args ...string) repo {
	t.Helper()
	r := repo{t, t.TempDir()}
	r.git(append([]string{"init", "-q", "-b", "main"}, args...)...)
	return r
}

// git runs git in the repository, free of the developer's own settings, at a
// fixed time, and gives its output without the last line break.
func (r repo) git(args ...string) string {
	r.t.Helper()
	return r.gitIn(r.dir, "", args...)
}

func (r repo) gitIn(dir, stdin string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=A B", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(stdin)
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
	cmd.Env = append(env, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_DATE=1700000000 +0100", "GIT_COMMITTER_DATE=1700000000 +0100")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// write writes files (path to text) into the work tree.
func (r repo) write(files map[string]string) {
	r.t.Helper()
	for name, text := range files {
		name = filepath.Join(r.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			r.t.Fatal(err)
		}
	}
}

// commit writes files and commits the whole work tree; it gives the commit's id.
func (r repo) commit(files map[string]string) string {
	r.t.Helper()
	r.write(files)
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", "x")
	return r.git("rev-parse", "HEAD")
}

// open opens the folder dir of the repository, or fails the test.
func (r repo) open(dir string) *Repo {
	r.t.Helper()
	got, err := Open(context.Background(), filepath.Join(r.dir, dir))
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

// tree opens a commit as seen from dir, or fails the test.
func (r repo) tree(dir, ref string) *FS {
	r.t.Helper()
	f, err := r.open(dir).FS(context.Background(), ref)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { f.Close() })
	return f
}
