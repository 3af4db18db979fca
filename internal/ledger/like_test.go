package ledger_test

import (
	"context"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
)

// counting counts the files that are read.
type counting struct {
	fstest.MapFS
	mu   *sync.Mutex // since several are read at a time
	read map[string]bool
}

func (c counting) note(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read[name] = true
}

func (c counting) ReadFile(name string) ([]byte, error) {
	c.note(name)
	return c.MapFS.ReadFile(name)
}

func (c counting) Open(name string) (fs.File, error) {
	if f := c.MapFS[name]; f != nil {
		c.note(name)
	}
	return c.MapFS.Open(name)
}

// A log that is opened over another is what it is when it is opened alone, takes nothing
// from the other's relations, and leaves the other as it was.
func TestLike(t *testing.T) {
	t.Parallel()
	base := fstest.MapFS{
		"d/0001-a.md": record("A", "accepted", ""), "d/0002-b.md": record("B", "accepted", "supersedes: 0001-a.md\n"),
		"d/0003-c.yaml": in("C", "accepted", "links: [{amends: 0002-b.md}]\n"), "d/0003-c.md": record("C", "accepted", ""),
		"d/0004-d.yaml": in("D", "draft", ""), "d/0005-e.md": record("E", "accepted", "visibility: restricted\n"), "d/0006-f.md": record("F", "proposed", "amends: 0005-e.md\n"),
		"d/0007-two.yaml": in("Two", "draft", ""), "d/0007-two.toml": file("format = \"tradeoff/1\"\n"), "d/0008-other.md": record("Other", "accepted", ""), "d/0008-other.yaml": file("some: thing\n"),
		"d/notes.yaml": file("some: thing\n"), "d/list.md": file("# List\n\n[1](0001-a.md) [2](0002-b.md) [3](0003-c.md)\n"), "d/template.md": file("# {title}\n"),
	}
	tests := []struct {
		name   string
		change map[string]*fstest.MapFile // in the head; nil takes a file away
	}{
		{"nothing", nil},
		{"a text", map[string]*fstest.MapFile{"d/0001-a.md": record("A again", "accepted", "")}},
		{"a status", map[string]*fstest.MapFile{"d/0002-b.md": record("B", "rejected", "supersedes: 0001-a.md\n")}},
		{"a relation", map[string]*fstest.MapFile{"d/0002-b.md": record("B", "accepted", "amends: 0001-a.md\n")}},
		{"one that supersedes", map[string]*fstest.MapFile{"d/0009-i.md": record("I", "accepted", "supersedes: 0002-b.md\n")}},
		{"one taken away", map[string]*fstest.MapFile{"d/0002-b.md": nil}},
		{"a record taken away", map[string]*fstest.MapFile{"d/0003-c.md": nil}},
		{"an input taken away", map[string]*fstest.MapFile{"d/0003-c.yaml": nil}},
		{"a record that came", map[string]*fstest.MapFile{"d/0004-d.md": record("D", "draft", "")}},
		{"an input that came", map[string]*fstest.MapFile{"d/0001-a.yaml": in("A", "accepted", "")}},
		{"defaults", map[string]*fstest.MapFile{"d/defaults.yaml": file("tags: [t]\n")}},
		{"broken defaults", map[string]*fstest.MapFile{"d/defaults.yaml": file("tags: [\n")}},
		{"an index that is one no more", map[string]*fstest.MapFile{"d/0001-a.md": nil}},
		{"shown to all", map[string]*fstest.MapFile{"d/0005-e.md": record("E", "accepted", "")}},
		{"moved", map[string]*fstest.MapFile{"d/0002-b.md": nil, "d/0010-b.md": record("B", "accepted", "supersedes: 0001-a.md\n"),
			ledger.MovedFile: file("moved:\n  - {from: d/0002-b.md, to: d/0010-b.md}\n")}},
	}
	for _, tt := range tests {
		head := fstest.MapFS{}
		for name, f := range base {
			head[name] = f
		}
		for name, f := range tt.change {
			if head[name] = f; f == nil {
				delete(head, name)
			}
		}
		for _, way := range []struct {
			name     string
			from, to fstest.MapFS
		}{{"the head first", head, base}, {"the base first", base, head}} {
			first := open(t, way.from)
			before, want := show(first), open(t, way.to)
			files := counting{way.to, new(sync.Mutex), map[string]bool{}}
			got, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}, Like: first, Unchanged: func(path string) bool {
				_, changed := tt.change[path]
				return !changed
			}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(show(want), show(got)); diff != "" {
				t.Errorf("%s, %s (-alone +over the other):\n%s", tt.name, way.name, diff)
			}
			if diff := cmp.Diff(want.Findings, got.Findings); diff != "" {
				t.Errorf("%s, %s: findings (-alone +over the other):\n%s", tt.name, way.name, diff)
			}
			for i, e := range got.Entries {
				alone := want.Entries[i]
				if diff := cmp.Diff([]any{alone.Tags, alone.Restricted, alone.Supersedes, alone.SupersededBy, alone.Findings}, []any{e.Tags, e.Restricted, e.Supersedes, e.SupersededBy, e.Findings}); diff != "" {
					t.Errorf("%s, %s: %s (-alone +over the other):\n%s", tt.name, way.name, e.Path, diff)
				}
				if first.Entry(e.Path) == e {
					t.Errorf("%s, %s: both logs have one entry %s", tt.name, way.name, e.Path)
				}
				for _, r := range e.Relations {
					if r.Other != nil && got.Entry(r.Other.Path) != r.Other {
						t.Errorf("%s, %s: %s leads into the other log", tt.name, way.name, e.Path)
					}
				}
			}
			if diff := cmp.Diff(before, show(first)); diff != "" {
				t.Errorf("%s, %s: the first log is another (-before +after):\n%s", tt.name, way.name, diff)
			}
			if files.read["d/0006-f.md"] {
				t.Errorf("%s, %s: what did not change was read", tt.name, way.name)
			}
		}
	}
}

// A full log is left as it is by a lean one that is opened over it, and a lean one
// serves for no full one; for another lean one it serves while it is read.
func TestLikeAndLean(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"d/0001-a.md": record("A", "accepted", ""), "d/0002-b.md": record("B", "accepted", "supersedes: 0001-a.md\n")}
	over := func(like *ledger.Log, lean bool) *ledger.Log {
		t.Helper()
		log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}, Lean: lean, Like: like, Unchanged: func(string) bool { return true }})
		if err != nil {
			t.Fatal(err)
		}
		return log
	}
	full := over(nil, false)
	lean := over(full, true)
	if full.Entries[0].Record.Front == nil || lean.Entries[0].Record.Front != nil {
		t.Error("a lean log took from a full one")
	}
	if over(lean, false).Entries[0].Record.Front == nil {
		t.Error("a full log took from a lean one")
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, e := range lean.Entries {
				if e.Record.Front != nil || len(e.Record.Sections) > 0 {
					t.Error("it is not lean")
				}
			}
		})
		group.Go(func() {
			if again := over(lean, true); again.Entries[0].Record != lean.Entries[0].Record {
				t.Error("what did not change was read")
			}
		})
	}
	group.Wait()
}
