package git

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("a", 40), strings.Repeat("b", 40)
	at := namesOf([]string{"x", "y", b})
	merge := Commit{ID: a, parents: []string{b, b}}
	tests := []struct {
		name, out string              // each word with a space after it
		want      []map[string]change // nil where it is an error
	}{
		{"nothing", "<a> <a> ", []map[string]change{{}, {}}},
		{"every kind", "<a> A x D y M other <a> R060 x y T x ", []map[string]change{{"x": {fate: added}}, {"y": {renamed, "x"}, "x": {fate: edited}}}},
		{"names like ids", "<a> A <b> D <a> R100 <b> x <a> M <b> ", []map[string]change{{b: {fate: added}, "x": {renamed, b}}, {b: {fate: edited}}}},
		{"more to come", "<a> A x <a> <b> A y ", []map[string]change{{"x": {fate: added}}, {}}},
		{"one pair of two", "<a> A x ", nil},
		{"another commit", "<b> <a> ", nil},
		{"no commit", "A x <a> <a> ", nil},
		{"no kind", "<a>  x <a> ", nil},
		{"no name", "<a> A x <a> A ", nil},
		{"one name of two", "<a> <a> R100 x ", nil},
		{"half a kind", "<a> <a> A", nil},
		{"half a name", "<a> <a> A x", nil},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := strings.NewReplacer("<a>", a, "<b>", b, " ", "\x00").Replace(tt.out)
			d := &differences{out: bufio.NewReader(strings.NewReader(out))}
			got, err := d.commit(merge, at)
			if (err == nil) != (tt.want != nil) {
				t.Fatalf("got %v, %v", got, err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(change{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Links are files and submodules are not; a folder that is a link to another place
// of the repository is read there.
func TestFirstCommitsLinks(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making symbolic links needs a privilege on Windows")
	}
	r := newRepo(t)
	first := r.on("2020-01-01", map[string]string{"docs/adr/a.md": "a"})
	for name, target := range map[string]string{"decisions": "docs/adr", "docs/adr/link.md": "a.md"} {
		if err := os.Symlink(target, filepath.Join(r.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	r.git("update-index", "--add", "--cacheinfo", "160000,"+first+",docs/adr/module")
	r.git("add", "decisions", "docs")
	r.git("commit", "-q", "--date=2020-02-02T12:00:00 +0000", "-m", "x")
	want := map[string]string{"a.md": "2020-01-01", "link.md": "2020-02-02"}
	r.wantFirst("docs/adr", []string{""}, want)
	r.wantFirst("decisions", []string{""}, want)
	r.wantFirst("", []string{"decisions", "docs/adr/module"}, map[string]string{})
}

// History may be read by several at once, and looks at HEAD anew each time.
func TestFirstCommitsTogether(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.on("2020-01-01", map[string]string{"d/a.md": "a"})
	g := r.open("")
	got := make(chan map[string]string)
	for range 4 {
		go func() {
			h, err := g.History(context.Background(), []string{"d"})
			if err != nil {
				t.Error(err)
			}
			got <- h.FirstCommits()
		}()
	}
	for range 4 {
		if m := <-got; m["d/a.md"] != "2020-01-01" {
			t.Errorf("got %v", m)
		}
	}
	r.on("2020-02-02", map[string]string{"d/b.md": "b"})
	h, err := g.History(context.Background(), []string{"d"})
	if err != nil {
		t.Fatal(err)
	}
	if m := h.FirstCommits(); m["d/b.md"] != "2020-02-02" {
		t.Errorf("after a commit: %v", m)
	}
}
