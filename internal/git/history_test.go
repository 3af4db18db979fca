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

// on is commit by an author who wrote it on that day; the committer's date stays
// the same, so that only the parents tell the order.
func (r repo) on(day string, files map[string]string) string {
	r.t.Helper()
	r.write(files)
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "--date="+day+"T12:00:00 +0000", "-m", "x")
	return r.git("rev-parse", "HEAD")
}

// merge starts a merge that on finishes.
func (r repo) merge(args ...string) {
	r.t.Helper()
	r.git(append([]string{"merge", "-q", "--no-ff", "--no-commit"}, args...)...)
}

// wantFirst compares the first commits as seen from dir.
func (r repo) wantFirst(dir string, folders []string, want map[string]string) {
	r.t.Helper()
	h, err := r.open(dir).History(context.Background(), folders)
	if err != nil {
		r.t.Fatal(err)
	}
	if d := cmp.Diff(want, h.FirstCommits()); d != "" {
		r.t.Errorf("FirstCommits(%q) from %q (-want +got):\n%s", folders, dir, d)
	}
}

// text has enough lines that a file is found again after an edit, and shares none
// with a text of another name.
func text(name string) string {
	return strings.Repeat(name+" one\n"+name+" two\n"+name+" three\n", 5)
}

func TestFirstCommits(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t, "--object-format="+format)
			r.on("2020-01-01", map[string]string{"README.md": "x", "old/moved.md": text("moved"), "d/sub/deep.md": text("deep"), "d/gone.md": text("gone")})
			r.on("2020-02-02", map[string]string{"d/a.md": text("a"), "d/again.md": text("again"), "e/e.md": text("e"), "outside.md": text("outside")})
			r.on("2020-03-03", map[string]string{"d/a.md": text("a") + "more\n"})
			r.git("mv", "d/a.md", "d/b.md")
			r.on("2020-04-04", map[string]string{"d/b.md": text("a") + "another\n"})
			r.git("rm", "-q", "d/again.md", "d/gone.md")
			r.on("2020-05-05", nil)
			r.on("2020-06-06", map[string]string{"d/again.md": text("again")})
			r.git("mv", "d/b.md", "e/c.md")
			r.git("mv", "old/moved.md", "d/moved.md")
			r.git("mv", "outside.md", "d/inside.md")
			r.on("2020-07-07", nil)
			r.on("2020-08-08", map[string]string{"README.md": "y"})
			r.write(map[string]string{"d/untracked.md": "", "d/again.md": "edited in the work tree"})

			d := map[string]string{"d/sub/deep.md": "2020-01-01", "d/again.md": "2020-06-06", "d/moved.md": "2020-07-07", "d/inside.md": "2020-07-07"}
			r.wantFirst("", []string{"d"}, d)
			r.wantFirst("", []string{"./d/"}, d)
			r.wantFirst("", []string{"e"}, map[string]string{"e/e.md": "2020-02-02", "e/c.md": "2020-07-07"})
			// With the folders that the files came from, their first names are found.
			d["e/e.md"], d["e/c.md"], d["d/moved.md"] = "2020-02-02", "2020-02-02", "2020-01-01"
			r.wantFirst("", []string{"d", "e", "old", "d"}, d)
			d["README.md"], d["d/inside.md"] = "2020-01-01", "2020-02-02"
			r.wantFirst("", []string{""}, d)
			// From a folder, paths are relative to it and may climb.
			r.wantFirst("d", []string{"", "../e", "../old"}, map[string]string{
				"sub/deep.md": "2020-01-01", "again.md": "2020-06-06", "moved.md": "2020-01-01", "inside.md": "2020-07-07",
				"../e/e.md": "2020-02-02", "../e/c.md": "2020-02-02",
			})
			r.wantFirst("d/sub", []string{"../../d/sub"}, map[string]string{"deep.md": "2020-01-01"})
			for _, none := range [][]string{nil, {}, {"missing"}, {"old"}, {"README.md"}, {"d/again.md/x"}} {
				r.wantFirst("", none, map[string]string{})
			}
			for _, outside := range []string{"..", "d/../../x", "/etc"} {
				if got, err := r.open("").History(context.Background(), []string{"d", outside}); err == nil {
					t.Errorf("History(%q) = %v, no error", outside, got)
				}
			}
		})
	}
}

// A folder is a name and no pattern, flag or place from the top.
func TestFirstCommitsOddNames(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a backslash separates folders there")
	}
	r := newRepo(t)
	odd := []string{
		":(top)x", ":(glob)**", "*", "?", "[d]", "-h", "--all", ":!d", ":", "^x", "a b", "line\nbreak", "quo\"te'", "tab\t",
		"back\\slash", "日本", "größe", "gro\u0308ße", "not\xffutf8", strings.Repeat("a", 40),
	}
	// Past the work tree, where a file system may refuse such names.
	blobs, index := map[string]string{}, ""
	add := func(name, text string) {
		if blobs[text] == "" {
			blobs[text] = r.gitIn(r.dir, text, "hash-object", "-w", "--stdin")
		}
		index += "100644 " + blobs[text] + "\t" + name + "\x00"
	}
	remove := func(name string) { index += "0 " + strings.Repeat("0", 40) + "\t" + name + "\x00" }
	commit := func(day string) {
		r.gitIn(r.dir, index, "update-index", "--add", "-z", "--index-info")
		r.git("commit", "-q", "--date="+day+"T12:00:00 +0000", "-m", "x")
		index = ""
	}
	day := func(i int) string { return fmt.Sprintf("2020-01-%02d", i+2) }
	add("d/d.md", "d")
	add("x/x.md", "x")
	commit("2020-01-01")
	for i, name := range odd {
		add(name+"/"+name+".md", text(name))
		commit(day(i))
	}
	for i, name := range odd {
		r.wantFirst("", []string{name}, map[string]string{name + "/" + name + ".md": day(i)})
	}
	remove("*/*.md")
	add("d/A\nnew\t.md", text("*"))
	remove("line\nbreak/line\nbreak.md")
	add("d/ R100", text("line\nbreak"))
	commit("2020-02-02")
	r.wantFirst("", []string{"*", "d", "line\nbreak"}, map[string]string{"d/d.md": "2020-01-01", "d/A\nnew\t.md": day(2), "d/ R100": day(11)})
}

func TestFirstCommitsShallow(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.on("2020-01-01", map[string]string{"d/a.md": text("a")})
	r.on("2020-02-02", map[string]string{"d/b.md": text("b")})
	r.on("2020-03-03", map[string]string{"d/c.md": text("c")})
	r.git("mv", "d/a.md", "d/e.md")
	r.git("mv", "d/c.md", "d/f.md")
	r.on("2020-04-04", map[string]string{"d/d.md": text("d")})
	tests := []struct {
		depth string
		want  map[string]string
	}{
		{"1", map[string]string{}},
		{"2", map[string]string{"d.md": "2020-04-04"}},
		{"3", map[string]string{"d.md": "2020-04-04", "f.md": "2020-03-03"}},
		{"9", map[string]string{"d.md": "2020-04-04", "f.md": "2020-03-03", "b.md": "2020-02-02", "e.md": "2020-01-01"}},
	}
	for _, tt := range tests {
		clone := repo{t, filepath.Join(t.TempDir(), "clone")}
		r.git("clone", "-q", "--depth", tt.depth, "file://"+filepath.ToSlash(r.dir), clone.dir)
		clone.wantFirst("d", []string{"."}, tt.want)
		linked := repo{t, filepath.Join(t.TempDir(), "linked")}
		clone.git("worktree", "add", "-q", linked.dir)
		linked.wantFirst("d", []string{"."}, tt.want)
	}
}

func TestFirstCommitsErrors(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write(map[string]string{"d/a.md": "a"})
	r.wantFirst("", []string{"d"}, map[string]string{}) // no commits
	first := r.on("2020-01-01", nil)
	head := r.on("2020-02-02", map[string]string{"d/b.md": "b"})
	r.wantFirst("", []string{"d"}, map[string]string{"d/a.md": "2020-01-01", "d/b.md": "2020-02-02"})

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.open("").History(ctx, []string{"d"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, id := range []string{r.git("rev-parse", "HEAD~:d"), first, head} {
		if err := os.Remove(filepath.Join(r.dir, ".git", "objects", id[:2], id[2:])); err != nil {
			t.Fatal(err)
		}
		if got, err := r.open("").History(context.Background(), []string{"d"}); err == nil || !strings.Contains(err.Error(), id) {
			t.Errorf("without %s: %v, %v; want an error that names it", id, got, err)
		}
	}
}

func BenchmarkHistory(b *testing.B) {
	// Of five commits three are on main, the fourth adds a record on a branch and the
	// fifth merges it.
	const commits = 2000
	r := newRepo(b)
	var in strings.Builder
	records := 0
	for i := 1; i <= commits; i++ {
		when := fmt.Sprintf("A <a@b> %d +0000", 1600000000+i*60000)
		fmt.Fprintf(&in, "commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\ndata 1\nx\n", i, when, when)
		name, more := fmt.Sprintf("src/%d/%d", i%50, i), ""
		switch i % 5 {
		case 0:
			fmt.Fprintf(&in, "from :%d\nmerge :%d\n", i-2, i-1)
			name = fmt.Sprintf("decisions/%04d.md", records)
		case 1:
			records++
			name = fmt.Sprintf("decisions/%04d.md", records)
		case 2:
			name, more = fmt.Sprintf("decisions/%04d.md", 1+records/2), "edited\n"
		case 4:
			fmt.Fprintf(&in, "from :%d\n", i-3)
			records++
			name = fmt.Sprintf("decisions/%04d.md", records)
		}
		data := text(name) + more
		fmt.Fprintf(&in, "M 644 inline %s\ndata %d\n%s\n", name, len(data), data)
	}
	r.gitIn(r.dir, in.String(), "fast-import", "--quiet", "--force")
	g := r.open("")
	b.ReportAllocs()
	for b.Loop() {
		got, err := g.History(context.Background(), []string{"decisions"})
		if err != nil {
			b.Fatal(err)
		}
		if len(got.Files) != records {
			b.Fatalf("%d files, want %d", len(got.Files), records)
		}
	}
}
