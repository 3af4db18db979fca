package ledger_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
)

// whole is all that a log is, with the places of its relations and what they lead to.
func whole(t *testing.T, log *ledger.Log) []string {
	t.Helper()
	out := []string{fmt.Sprint(log.Skipped, log.Moved, log.Findings)}
	for _, d := range log.Defaults {
		out = append(out, fmt.Sprint(d != nil))
	}
	for _, e := range log.Entries {
		if log.Entry(e.Path) != e {
			t.Errorf("%s is another by its path", e.Path)
		}
		review, at := e.ReviewBy()
		out = append(out, fmt.Sprintf("%s %s %d %q %s %q %s %v %s %v %v %v %v %v %v %s %v", e.Path, e.ID, e.Number, e.Title, e.Status, e.StatusRaw, e.Derived, e.Assumed,
			e.Date, e.Restricted, e.Tags, e.SupersededBy, e.Supersedes, e.Findings, e.Record == nil, review, at))
		for _, r := range e.Relations {
			to := "nothing"
			if r.Other != nil {
				if to = r.Other.Path; log.Entry(to) != r.Other {
					t.Errorf("%s: %s leads into another log", e.Path, r.Words())
				}
			}
			out = append(out, fmt.Sprintf("  %s %v %v %q -> %s, as %q at %v", r.Kind, r.Reverse, r.Partly, r.Part, to, r.Target, r.Pos))
		}
	}
	return out
}

// randomFile is a file of a log in which numbers are taken twice, targets are named in
// every way and some files are none of the log's.
func randomFile(random *rand.Rand) (name string, f *fstest.MapFile) {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	stem := func() string {
		return fmt.Sprintf("%04d-%s", 1+random.IntN(12), pick("a", "b"))
	}
	target := func() string {
		return pick(stem()+".md", stem(), fmt.Sprint(1+random.IntN(6)), fmt.Sprintf("ADR-%04d", 1+random.IntN(6)), "../e/"+stem()+".md", "../d/"+stem()+".md", "0003-a.md#part-2", "99", "gone.md", "notes.md")
	}
	dir := pick("d", "d", "e", "d/sub")
	status := pick("proposed", "accepted", "rejected", "draft", "deprecated", "nonsense")
	front := ""
	for range random.IntN(3) {
		if key := pick("supersedes", "supersedes", "superseded-by", "amends", "amended-by"); !strings.Contains(front, key+":") {
			front += fmt.Sprintf("%s: [%s, %s]\n", key, target(), target())
		}
	}
	if random.IntN(9) == 0 {
		front += "visibility: restricted\n"
	}
	switch random.IntN(12) {
	case 0:
		return dir + "/" + stem() + ".yaml", in("I", status, fmt.Sprintf("links: [{%s: %q}]\n", pick("supersedes", "amends", "relates-to"), target()))
	case 1:
		return dir + "/" + pick("README.md", "template.md", "image.png", "notes.txt", ".hidden.md", "0005-a.toml"), file(pick("some text\n", "title = \"x\"\n"))
	case 2:
		return dir + "/notes.md", file(fmt.Sprintf(pick("# Notes\n\n", "# Notes\n\n## Context\n\n")+"[1](%s.md) [2](%s.md) [3](%s.md)\n", stem(), stem(), stem()))
	case 3:
		return dir + "/" + stem() + ".md", file(pick("# {title}\n", "# A title\n", "# B\n\n## Status\n\nSuperseded by ["+stem()+"]("+stem()+".md)\n", "---\nbroken: [\n---\n# C\n"))
	case 4:
		return dir + "/defaults.yaml", file(pick("tags: [t]\n", "tags: [u]\n", "tags: [\n"))
	case 5:
		return ledger.MovedFile, file(fmt.Sprintf("moved:\n  - {from: d/%s.md, to: d/%s.md}\n", stem(), stem()))
	}
	return dir + "/" + stem() + ".md", record(pick("One", "Two"), status, front)
}

// TestLikeOfRandomLogs changes files at random, time and again, and opens the log over
// the one before, once by what did not change and once by what may have changed: it is
// always what it is when it is opened alone.
func TestLikeOfRandomLogs(t *testing.T) {
	t.Parallel()
	listed, same := 0, 0
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 1))
		files := fstest.MapFS{}
		for range 25 {
			name, f := randomFile(random)
			files[name] = f
		}
		// A number that two have, and which of them is meant the other end says.
		maps.Copy(files, fstest.MapFS{"d/0001-a.md": record("One", "accepted", "supersedes: [2]\n"), "d/0002-a.md": record("Two", "accepted", "superseded-by: [0001-a.md]\n"), "d/0002-b.md": record("Two", "accepted", "")})
		options := ledger.Options{Dirs: []string{"d", "e"}, Assume: []decision.Status{"", decision.Accepted}[seed%2], Lean: seed%3 == 0}
		first, err := ledger.Open(context.Background(), files, options)
		if err != nil {
			t.Fatal(err)
		}
		byUnchanged, byChanged := first, first
		for step := range 25 {
			next := maps.Clone(files)
			changed := []string{}
			for range 1 + random.IntN(3) {
				name, f := randomFile(random)
				if there := slices.Sorted(maps.Keys(next)); random.IntN(3) > 0 { // another text for a file that is there
					old := name
					for range 40 {
						if name = there[random.IntN(len(there))]; name[strings.LastIndex(name, "."):] == old[strings.LastIndex(old, "."):] {
							break
						}
					}
				}
				switch next[name] = f; {
				case random.IntN(12) == 0:
					delete(next, name)
				case random.IntN(8) == 0 && files[name] != nil:
					next[name] = files[name] // not changed after all
				}
				changed = append(changed, name)
			}
			alone, err := ledger.Open(context.Background(), next, options)
			if err != nil {
				t.Fatal(err)
			}
			want := whole(t, alone)
			before := whole(t, byChanged)
			o := options
			o.Like, o.Unchanged = byUnchanged, func(name string) bool { return !slices.Contains(changed, name) }
			again, err := ledger.Open(context.Background(), next, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, whole(t, again)); diff != "" {
				t.Fatalf("seed %d, step %d, by what is unchanged, %v (-alone +over the other):\n%s", seed, step, changed, diff)
			}
			counted := &listings{MapFS: next}
			o = options
			o.Like, o.Changed = byChanged, changed
			over, err := ledger.Open(context.Background(), counted, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, whole(t, over)); diff != "" {
				t.Fatalf("seed %d, step %d, by what changed, %v (-alone +over the other):\n%s", seed, step, changed, diff)
			}
			if diff := cmp.Diff(before, whole(t, byChanged)); diff != "" {
				t.Fatalf("seed %d, step %d: the other log changed:\n%s", seed, step, diff)
			}
			if counted.listed {
				listed++
			} else {
				same++
			}
			files, byUnchanged, byChanged = next, again, over
		}
	}
	if listed < 100 || same < 100 {
		t.Errorf("the folders were listed %d times and taken as they were %d times: the test has lost one of the ways", listed, same)
	}
}

// listings notes whether a folder is listed.
type listings struct {
	fstest.MapFS
	listed bool
}

func (l *listings) ReadDir(name string) ([]fs.DirEntry, error) {
	l.listed = true
	return l.MapFS.ReadDir(name)
}
