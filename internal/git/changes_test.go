package git

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// say commits the work tree with a message, as somebody, on a day.
func (r repo) say(who, day, message string, files map[string]string) string {
	r.t.Helper()
	r.write(files)
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "--allow-empty-message", "--author="+who, "--date="+day+"T12:00:00 +0000", "-m", message)
	return r.git("rev-parse", "HEAD")
}

// told are a file's changes in words: "2020-01-01 Ada: subject (added)".
func told(h *History, name string) []string {
	var list []string
	if h.Files[name] == nil {
		return nil
	}
	for _, c := range h.Files[name].Changes {
		what := []string{"changed", "renamed from " + c.From, "added"}[c.Kind]
		list = append(list, fmt.Sprintf("%s %s: %s (%s)", c.Day, c.Author, c.Subject, what))
	}
	return list
}

func (r repo) history(dir string, folders ...string) *History {
	r.t.Helper()
	h, err := r.open(dir).History(context.Background(), folders)
	if err != nil {
		r.t.Fatal(err)
	}
	return h
}

func (r repo) wantTold(dir, folder, name string, want ...string) {
	r.t.Helper()
	if d := cmp.Diff(want, told(r.history(dir, folder), name)); d != "" {
		r.t.Errorf("%s from %q (-want +got):\n%s", name, dir, d)
	}
}

const ada, bob = "Ada <ada@example.org>", "Bob <bob@example.org>"

func TestHistory(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t, "--object-format="+format)
			first := r.say(ada, "2020-01-01", "Add one\n\nand why", map[string]string{"d/one.md": text("one"), "d/two.md": text("two")})
			r.say(bob, "2020-02-02", "Code alone", map[string]string{"main.c": "x"})
			r.git("mv", "d/one.md", "d/1.md")
			r.say(bob, "2020-03-03", "A better\nname", map[string]string{"d/1.md": text("one") + "more\n"})
			last := r.say(ada, "2020-04-04", "Accept it", map[string]string{"d/1.md": text("one") + "more\naccepted\n"})
			r.write(map[string]string{"d/1.md": "not committed", "d/new.md": ""})
			want := []string{"2020-04-04 Ada: Accept it (changed)", "2020-03-03 Bob: A better name (renamed from d/one.md)", "2020-01-01 Ada: Add one (added)"}
			r.wantTold("", "d", "d/1.md", want...)
			want[1] = strings.Replace(want[1], "d/one", "one", 1)
			r.wantTold("d", "", "1.md", want...)
			r.wantTold("", "d", "d/two.md", "2020-01-01 Ada: Add one (added)")
			r.wantTold("", "d", "d/new.md")
			h := r.history("", "d")
			if f := h.Files["d/1.md"]; f.Count != 3 || f.First != "2020-01-01" || f.Changes[0].ID != last || f.Changes[2].ID != first || h.Shallow || len(h.Files) != 2 {
				t.Errorf("got %+v", f)
			}
			if d := cmp.Diff(map[string]bool{first: true}, h.Touched("d/two.md", "d/none.md")); d != "" {
				t.Error(d)
			}
			// It is of HEAD, wherever that is.
			r.git("stash", "-q", "-u")
			r.git("checkout", "-q", "--detach", "HEAD~1")
			r.wantTold("d", "", "1.md", want[1:]...)
			linked := repo{t, filepath.Join(t.TempDir(), "linked")}
			r.git("worktree", "add", "-q", linked.dir, "main")
			linked.wantTold("d", "", "1.md", want...)
		})
	}
}

// Branches: a merge is no change unless it differs from all that it merges, and
// what was rebased is told once, on its author's day.
func TestHistoryOfBranches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(r repo)
		want []string
	}{
		{"merged", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.say(bob, "2020-02-02", "on the side", map[string]string{"d/a.md": text("a") + "side\n"})
			r.git("checkout", "-q", "main")
			r.say(ada, "2020-03-03", "elsewhere", map[string]string{"d/b.md": text("b")})
			r.merge("side")
			r.say(ada, "2020-04-04", "Merge", nil)
		}, []string{"2020-02-02 Bob: on the side (changed)", "2020-01-01 Ada: base (added)"}},
		{"merged with an edit of the merge's own", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.say(bob, "2020-02-02", "on the side", map[string]string{"d/a.md": "side\n" + text("a")})
			r.git("checkout", "-q", "main")
			r.say(ada, "2020-03-03", "on main", map[string]string{"d/a.md": text("a") + "main\n"})
			r.merge("side")
			r.say(ada, "2020-04-04", "Merge", nil)
		}, []string{"2020-04-04 Ada: Merge (changed)", "2020-03-03 Ada: on main (changed)", "2020-02-02 Bob: on the side (changed)", "2020-01-01 Ada: base (added)"}},
		{"merged with ours, so that the side is no part of it", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.say(bob, "2020-02-02", "on the side", map[string]string{"d/a.md": text("a") + "side\n"})
			r.git("checkout", "-q", "main")
			r.merge("-s", "ours", "side")
			r.say(ada, "2020-04-04", "Merge", nil)
		}, []string{"2020-01-01 Ada: base (added)"}},
		{"renamed by the merge", func(r repo) {
			r.git("mv", "d/a.md", "d/old.md")
			r.say(ada, "2020-01-02", "old", nil)
			r.git("checkout", "-q", "-b", "side")
			r.say(bob, "2020-02-02", "elsewhere", map[string]string{"d/b.md": text("b")})
			r.git("checkout", "-q", "main")
			r.merge("side")
			r.git("mv", "d/old.md", "d/a.md")
			r.say(ada, "2020-04-04", "Merge", nil)
		}, []string{"2020-04-04 Ada: Merge (renamed from d/old.md)", "2020-01-02 Ada: old (renamed from d/a.md)", "2020-01-01 Ada: base (added)"}},
		{"rebased", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.say(bob, "2020-02-02", "on the side", map[string]string{"d/a.md": "side\n" + text("a")})
			r.git("checkout", "-q", "main")
			r.say(ada, "2020-03-03", "on main", map[string]string{"d/a.md": text("a") + "main\n"})
			r.git("rebase", "-q", "main", "side")
		}, []string{"2020-02-02 Bob: on the side (changed)", "2020-03-03 Ada: on main (changed)", "2020-01-01 Ada: base (added)"}},
		{"deleted and added again", func(r repo) {
			r.git("rm", "-q", "d/a.md")
			r.say(bob, "2020-02-02", "away", nil)
			r.say(ada, "2020-03-03", "back", map[string]string{"d/a.md": text("a")})
		}, []string{"2020-03-03 Ada: back (added)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.say(ada, "2020-01-01", "base", map[string]string{"d/a.md": text("a")})
			tt.do(r)
			r.wantTold("", "d", "d/a.md", tt.want...)
		})
	}
}

// The newest are kept, and all are counted.
func TestHistoryIsBounded(t *testing.T) {
	t.Parallel()
	const commits = MostChanges + 5
	r := newRepo(t)
	var in strings.Builder
	for i := range commits {
		fmt.Fprintf(&in, "commit refs/heads/main\nauthor A <a@b> 1577880000 +0000\ncommitter A <a@b> %d +0000\ndata %d\n%d\nM 644 inline d/a.md\ndata %d\n%d\n", 1700000000+i, len(fmt.Sprint(i)), i, len(fmt.Sprint(i)), i)
	}
	r.gitIn(r.dir, in.String(), "fast-import", "--quiet")
	h := r.history("", "d")
	f := h.Files["d/a.md"]
	if f.Count != commits || len(f.Changes) != MostChanges || f.Changes[0].Subject != fmt.Sprint(commits-1) || f.Changes[MostChanges-1].Subject != "5" {
		t.Errorf("%d of %d: %v", len(f.Changes), f.Count, told(h, "d/a.md"))
	}
	if n := len(h.Touched("d/a.md")); n != commits {
		t.Errorf("%d commits touched it", n)
	}
}

// The names that a file had are kept however far back they lie.
func TestHistoryKeepsFormerNames(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.say(ada, "2020-01-01", "Add", map[string]string{"d/first.md": text("a"), "d/b.md": text("b")})
	r.git("mv", "d/first.md", "d/second.md")
	r.say(ada, "2020-01-02", "Rename", nil)
	r.git("mv", "d/second.md", "d/a.md")
	r.say(ada, "2020-01-03", "Rename", nil)
	for i := range MostChanges + 1 {
		r.say(ada, "2020-02-02", "Edit", map[string]string{"d/a.md": text("a") + fmt.Sprint(i)})
	}
	h := r.history("d", "")
	if d := cmp.Diff([]string{"second.md", "first.md"}, h.Files["a.md"].Former); d != "" {
		t.Error(d)
	}
	if f := h.Files["b.md"]; f.Former != nil {
		t.Errorf("b.md was %q", f.Former)
	}
}

func TestHistoryShallow(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for i, day := range []string{"2020-01-01", "2020-02-02", "2020-03-03"} {
		r.say(ada, day, fmt.Sprint(i), map[string]string{"d/a.md": text("a") + fmt.Sprint(i)})
	}
	for depth, shallow := range map[string]bool{"1": true, "2": true, "9": false} {
		clone := repo{t, filepath.Join(t.TempDir(), "clone")}
		r.git("clone", "-q", "--depth", depth, "file://"+filepath.ToSlash(r.dir), clone.dir)
		if h := clone.history("", "d"); h.Shallow != shallow {
			t.Errorf("depth %s: %v", depth, h.Shallow)
		}
	}
}

func TestHistoryOfOddNames(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no file has such a name there")
	}
	r := newRepo(t)
	r.say(ada, "2020-01-01", "Add", map[string]string{"d/line\nbreak.md": text("a")})
	r.git("mv", "d/line\nbreak.md", "d/commit "+strings.Repeat("a", 40))
	r.say(ada, "2020-02-02", "commit "+strings.Repeat("b", 40), nil)
	r.git("mv", "d/commit "+strings.Repeat("a", 40), "d/tab\tnew\nline.md")
	r.say(ada, "2020-03-03", "again", nil)
	r.wantTold("", "d", "d/tab\tnew\nline.md",
		"2020-03-03 Ada: again (renamed from d/commit "+strings.Repeat("a", 40)+")",
		"2020-02-02 Ada: commit "+strings.Repeat("b", 40)+" (renamed from d/line\nbreak.md)",
		"2020-01-01 Ada: Add (added)")
}

// Names are those of .mailmap, and no list that a setting names.
func TestHistoryMailmap(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.say("ada <a@old>", "2020-01-01", "one", map[string]string{"d/a.md": text("a")})
	r.say("Bob <b@old>", "2020-02-02", "two", map[string]string{"d/a.md": text("a") + "b"})
	r.write(map[string]string{".mailmap": "Ada Lovelace <ada@new> <a@old>\n", "other": "Somebody Else <else@new> <b@old>\n"})
	r.git("config", "mailmap.file", filepath.Join(r.dir, "other"))
	r.git("config", "mailmap.blob", r.git("hash-object", "-w", "other"))
	r.wantTold("", "d", "d/a.md", "2020-02-02 Bob: two (changed)", "2020-01-01 Ada Lovelace: one (added)")
}

// What a commit says is somebody else's text.
func TestHistoryTexts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 300)
	tests := []struct {
		author, header, message string
		wantAuthor, wantSubject string
	}{
		{"Ada <a@b>", "", "Plain", "Ada", "Plain"},
		{"A\x1b[31md\x07a <a@b>", "", "a\x1b]0;x\x07b\x7fc\u0085d", "A[31mda", "a]0;xbc d"},
		{"Ada\u202eB <a@b>", "", "un\u2067turned\u200f", "AdaB", "unturned"},
		{"A\xff <a@b>", "", "b\xc3\xff", "A\ufffd", "b\ufffd"},
		{"J\xfcrgen <a@b>", "encoding ISO-8859-1\n", "gr\xfc\xdfe", "Jürgen", "grüße"},
		{"Ada <a@b>", "encoding no-such\n", "gr\xfc\xdfe", "Ada", "gr\ufffde"},
		{"ada@example.org <a@b>", "", "by ada", "ada", "by ada"},
		{"Ada (ada@example.org) <a@b>", "", "x", "Ada ada", "x"},
		{"<a@b>", "", "x", "", "x"},
		{"Ada <a@b>", "", "", "Ada", ""},
		{"Ada <a@b>", "", "\n\n", "Ada", ""},
		{long + " <a@b>", "", long, long[:2*(longestAuthor-1)] + "…", long[:2*(longestSubject-1)] + "…"},
		{"Ada <a@b>", "", strings.Repeat("x", 1<<20), "Ada", strings.Repeat("x", longestSubject-1) + "…"},
		{"Ada <a@b>", "", "<b>&amp;\n  two\tlines\n\nbody", "Ada", "<b>&amp; two lines"},
	}
	r := newRepo(t)
	r.commit(map[string]string{"d/a.md": "a"})
	tree := r.git("rev-parse", "HEAD^{tree}")
	for _, tt := range tests {
		raw := "tree " + tree + "\nauthor " + tt.author + " 1577833200 +0900\ncommitter A <a@b> 1700000000 +0000\n" + tt.header + "\n" + tt.message
		r.git("update-ref", "refs/heads/main", r.gitIn(r.dir, raw, "hash-object", "-t", "commit", "-w", "--stdin", "--literally"))
		h := r.history("", "d")
		f := h.Files["d/a.md"]
		if len(f.Changes) != 1 {
			t.Fatalf("%.80q: %v", raw, told(h, "d/a.md"))
		}
		c := f.Changes[0]
		if d := cmp.Diff([]string{tt.wantAuthor, tt.wantSubject, "2020-01-01"}, []string{c.Author, c.Subject, c.Day}); d != "" {
			t.Errorf("%.80q (-want +got):\n%s", tt.author+tt.message, d)
		}
		if !utf8.ValidString(c.Author + c.Subject) {
			t.Errorf("%q is not UTF-8", c.Author+c.Subject)
		}
	}
}

func TestCommitReader(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("a", 40), strings.Repeat("b", 64)
	tests := []struct {
		out  string // ~ is a zero byte
		want []string
		ok   bool
	}{
		{"", nil, true},
		{"commit <a>\nA~5 +0000~s~\n", []string{"<a>  A 1970-01-01 s"}, true},
		{"commit <a> <b> <b>\n~~~\ncommit <b>\nB\n~x~\ncommit~\n", []string{"<a> <b>,<b>   ", "<b>  B  commit"}, true},
		{"commit <a>\nA~5 +0000~s~", []string{}, false},
		{"commit <a>\nA~5 +0000~s", []string{}, false},
		{"commit <a>\nA", []string{}, false},
		{"commit <a>", []string{}, false},
		{"commit\nA~5 +0000~s~\n", []string{}, false},
		{"commit x\nA~5 +0000~s~\n", []string{}, false},
		{"tree <a>\nA~5 +0000~s~\n", []string{}, false},
	}
	ids := strings.NewReplacer("<a>", a, "<b>", b, "~", "\x00")
	for _, tt := range tests {
		read := commitReader{in: bufio.NewReaderSize(strings.NewReader(ids.Replace(tt.out)), 16), known: map[string]string{}}
		got := []string{}
		c, err := read.next()
		for ; err == nil; c, err = read.next() {
			got = append(got, fmt.Sprintf("%s %s %s %s %s", c.ID, strings.Join(c.parents, ","), c.Author, c.Day, c.Subject))
		}
		want := []string{}
		for _, w := range tt.want {
			want = append(want, ids.Replace(w))
		}
		if d := cmp.Diff(want, got); d != "" || (err == io.EOF) != tt.ok {
			t.Errorf("%q: %v (-want +got):\n%s", tt.out, err, d)
		}
	}
}

func TestHistoryOfNothing(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	if h := r.history("", "d"); len(h.Files) != 0 || h.Shallow {
		t.Errorf("without commits: %+v", h)
	}
	r.commit(map[string]string{"d/a.md": "a"})
	if h := r.history("", "e"); len(h.Files) != 0 {
		t.Errorf("without the folder: %+v", h)
	}
	// A history that git cannot read whole is an error, not a part of one.
	if err := os.Remove(filepath.Join(r.dir, ".git", "refs", "heads", "main")); err != nil {
		t.Fatal(err)
	}
	r.write(map[string]string{".git/refs/heads/main": strings.Repeat("1", 40) + "\n"})
	if h, err := r.open("").History(context.Background(), []string{"d"}); err == nil {
		t.Errorf("a lost commit: %+v", h)
	}
}
