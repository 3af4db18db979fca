package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/ratchet"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// record is a hand-written record; more is further front matter.
func record(title, status, more string) *fstest.MapFile {
	return file("---\nstatus: " + status + "\n" + more + "---\n# " + title + "\n\nText.\n")
}

// in is an input; more is further keys.
func in(title, status, more string) *fstest.MapFile {
	return file("format: tradeoff/1\ntitle: " + title + "\nstatus: " + status + "\n" + more)
}

func open(t testing.TB, files fstest.MapFS, dirs ...string) *ledger.Log {
	t.Helper()
	if dirs == nil {
		dirs = []string{"d"}
	}
	log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: dirs})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// show writes a log a line for each entry, with its relations behind it.
func show(log *ledger.Log) []string {
	var lines []string
	for _, e := range log.Entries {
		line := fmt.Sprintf("%s %q %s", e.Path, e.Title, e.Status)
		if e.Derived != "" {
			line += "→" + string(e.Derived)
		}
		if e.Input != nil && e.Input.File != e.Path {
			line += " +" + e.Input.File
		}
		for _, r := range e.Relations {
			to := "?" + r.Target
			if r.Other != nil {
				to = r.Other.Path
			}
			line += "; " + r.Words() + " " + to
		}
		if e.Findings.HasErrors() {
			line += "; " + e.Findings[0].Rule
		}
		lines = append(lines, line)
	}
	return lines
}

func TestOpen(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files fstest.MapFS
		want  []string
		fault string
	}{
		{"no folder", fstest.MapFS{}, nil, ""},
		{"a record", fstest.MapFS{"d/0001-a.md": record("A", "accepted", "")}, []string{`d/0001-a.md "A" accepted`}, ""},
		{"an input", fstest.MapFS{"d/0001-a.toml": file("format = 'tradeoff/1'\ntitle = 'A'\n")}, []string{`d/0001-a.toml "A" draft`}, ""},
		{"a pair: the input counts", fstest.MapFS{"d/0001-a.md": record("Old", "proposed", ""), "d/0001-a.yaml": in("New", "accepted", "")},
			[]string{`d/0001-a.md "New" accepted +d/0001-a.yaml`}, ""},

		{"order: folder, number, path", fstest.MapFS{
			"d/0010-b.md": record("B", "accepted", ""), "d/0002-a.md": record("A", "accepted", ""), "d/notes-on-x.md": record("N", "accepted", ""),
			"d/00002-z.md": record("Z", "accepted", ""), "d/sub/0001-s.md": record("S", "accepted", "")},
			[]string{`d/00002-z.md "Z" accepted`, `d/0002-a.md "A" accepted`, `d/0010-b.md "B" accepted`, `d/notes-on-x.md "N" accepted`, `d/sub/0001-s.md "S" accepted`}, ""},
		{"two of one number", fstest.MapFS{"d/0001-a.md": record("A", "accepted", ""), "d/0001-b.md": record("B", "accepted", "")},
			[]string{`d/0001-a.md "A" accepted`, `d/0001-b.md "B" accepted`}, ""},

		{"somebody else's files", fstest.MapFS{"d/0001-a.md": record("A", "accepted", ""), "d/mkdocs.yml": file("nav: []\n"), "d/package.json": file(`{"title": "x"}`),
			"d/templates/0001-t.md": file("# T\n"), "d/.obsidian/x.md": file("# T\n"), "d/node_modules/x/0001-y.md": file("# Y\n"), "d/defaults.yaml": file("format: tradeoff/1\n"), "d/broken.yaml": file("a: [\n"), "d/README.md": file("# R\n"), "d/pic.png": file("x")},
			[]string{`d/0001-a.md "A" accepted`}, ""},
		{"somebody else's data beside a pair", fstest.MapFS{"d/0001-a.md": record("Old", "proposed", ""), "d/0001-a.json": file(`{"runs": [1, 2]}`), "d/0001-a.yaml": in("New", "accepted", "")},
			[]string{`d/0001-a.md "New" accepted +d/0001-a.yaml`}, ""},
		{"two inputs of one record", fstest.MapFS{"d/0001-a.md": record("Old", "proposed", ""), "d/0001-a.toml": file("format = 'tradeoff/1'\ntitle = 'T'\n"), "d/0001-a.yaml": in("Y", "accepted", "")},
			[]string{`d/0001-a.md "T" draft +d/0001-a.toml`, `d/0001-a.yaml "Y" unknown; two-inputs`}, ""},

		{"broken inputs are listed", fstest.MapFS{"d/0001-a.yaml": file("format: tradeoff/1\ntitle: A\nstatus: acepted\n"), "d/0002-b.yaml": file("format: tradeoff/1\ntitle: [\n"),
			"d/0003-c.yaml": file("\xff"), "d/0004-d.yaml": file(""), "d/x.yaml": file("format: tradeoff/2\ntitle: X\n"), "d/y.yaml": file("title: Y\noutcome: {}\n")},
			[]string{`d/0001-a.yaml "A" unknown; unknown-value`, `d/0002-b.yaml "B" unknown; syntax`, `d/0003-c.yaml "C" unknown; not-utf8`, `d/0004-d.yaml "D" unknown; empty-file`,
				`d/x.yaml "X" unknown; unknown-value`, `d/y.yaml "Y" unknown; missing-key`}, ""},
		{"a broken input beside its record", fstest.MapFS{"d/0001-a.md": record("Told", "accepted", ""), "d/0001-a.yaml": file("format: tradeoff/1\ntitle: [\n")},
			[]string{`d/0001-a.md "Told" accepted +d/0001-a.yaml; syntax`}, ""},
		{"an empty record", fstest.MapFS{"d/0001-no-words.md": file("")}, []string{`d/0001-no-words.md "No words" unknown`}, ""},

		{"both ends see a relation", fstest.MapFS{"d/0001-a.yaml": in("A", "accepted", ""), "d/0002-b.yaml": in("B", "proposed", "links: [{amends: 0001-a}, {depends-on: 1}]\n")},
			[]string{`d/0001-a.yaml "A" accepted; amended by d/0002-b.yaml; needed by d/0002-b.yaml`, `d/0002-b.yaml "B" proposed; amends d/0001-a.yaml; depends on d/0001-a.yaml`}, ""},
		{"both ends state it", fstest.MapFS{"d/0001-a.md": record("A", "superseded by [2](0002-b.md)", ""), "d/0002-b.yaml": in("B", "accepted", "links: [{supersedes: 1}]\n"), "d/0002-b.md": record("B", "accepted", "")},
			[]string{`d/0001-a.md "A" superseded; superseded by d/0002-b.md`, `d/0002-b.md "B" accepted +d/0002-b.yaml; supersedes d/0001-a.md`}, ""},
		{"what is not there", fstest.MapFS{"d/0002-b.yaml": in("B", "accepted", "links: [{supersedes: 0009-gone}]\n")}, []string{`d/0002-b.yaml "B" accepted; supersedes ?0009-gone`}, ""},
		{"itself", fstest.MapFS{"d/0002-b.yaml": in("B", "accepted", "links: [{supersedes: 2}]\n")}, []string{`d/0002-b.yaml "B" accepted; supersedes d/0002-b.yaml`}, ""},
		{"an ambiguous number", fstest.MapFS{"d/0001-a.md": record("A", "accepted", ""), "d/0001-b.md": record("B", "accepted", ""), "d/0002-c.yaml": in("C", "accepted", "links: [{supersedes: 1}]\n")},
			[]string{`d/0001-a.md "A" accepted`, `d/0001-b.md "B" accepted`, `d/0002-c.yaml "C" accepted; supersedes ?1`}, ""},
		{"a whole name that is not there is no number", fstest.MapFS{"d/0001-a.md": record("A", "accepted", ""), "d/0002-c.yaml": in("C", "accepted", "links: [{supersedes: 0001-other.md}]\n")},
			[]string{`d/0001-a.md "A" accepted`, `d/0002-c.yaml "C" accepted; supersedes ?0001-other.md`}, ""},
		{"a number of each folder's own", fstest.MapFS{"d/x/0001-a.md": record("A", "accepted", ""), "d/y/0001-b.md": record("B", "accepted", ""), "d/y/0002-c.yaml": in("C", "accepted", "links: [{supersedes: 1}]\n")},
			[]string{`d/x/0001-a.md "A" accepted`, `d/y/0001-b.md "B" accepted→superseded; superseded by d/y/0002-c.yaml`, `d/y/0002-c.yaml "C" accepted; supersedes d/y/0001-b.md`}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			if diff := cmp.Diff(tt.want, show(open(t, tt.files))); diff != "" {
				err = errors.New(diff)
			}
			ratchet.Known(t, tt.fault, err)
		})
	}
}

// A decision is superseded by a successor that was decided, and by no other.
func TestSuperseded(t *testing.T) {
	for status, want := range map[string]decision.Status{"draft": "", "proposed": "", "accepted": decision.Superseded, "rejected": "", "deprecated": decision.Superseded} {
		log := open(t, fstest.MapFS{"d/0001-a.md": record("A", "accepted", ""), "d/0002-b.yaml": in("B", status, "links: [{supersedes: 0001-a.md}]\n")})
		e := log.Entry("d/0001-a.md")
		if e.Derived != want {
			t.Errorf("by one that is %s it is %q, want %q", status, e.Derived, want)
		}
		if diff := cmp.Diff([]string{"d/0002-b.yaml"}, e.SupersededBy); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"d/0001-a.md"}, log.Entry("d/0002-b.yaml").Supersedes); diff != "" {
			t.Error(diff)
		}
		standing := want
		if standing == "" {
			standing = decision.Accepted
		}
		if e.Standing() != standing || e.Status != decision.Accepted {
			t.Errorf("%s: status %s, standing %s", status, e.Status, e.Standing())
		}
	}
}

// Whatever a link calls a decision, it is found.
func TestTargets(t *testing.T) {
	files := fstest.MapFS{"d/0007-run-thumbnails.md": record("A", "accepted", ""), "d/sub/ADR-012-b v1.2.md": record("B", "accepted", "")}
	for _, tt := range []struct{ from, target, want string }{
		{"d", "7", "d/0007-run-thumbnails.md"},
		{"d", "0007", "d/0007-run-thumbnails.md"},
		{"d", "00007", "d/0007-run-thumbnails.md"},
		{"d", "ADR-7", "d/0007-run-thumbnails.md"},
		{"d", "ADR-0007", "d/0007-run-thumbnails.md"},
		{"d", "'#7'", ""},
		{"d", "0007-run-thumbnails", "d/0007-run-thumbnails.md"},
		{"d", "0007-run-thumbnails.md", "d/0007-run-thumbnails.md"},
		{"d", "0007-run-thumbnails.yaml", "d/0007-run-thumbnails.md"},
		{"d", "./0007-run-thumbnails.md", "d/0007-run-thumbnails.md"},
		{"d", "0007-run-thumbnails.md#context", "d/0007-run-thumbnails.md"},
		{"d/sub", "../0007-run-thumbnails.md", "d/0007-run-thumbnails.md"},
		{"d", "sub/ADR-012-b%20v1.2.md", "d/sub/ADR-012-b v1.2.md"},
		{"d", "sub/ADR-012-b v1.2.md", "d/sub/ADR-012-b v1.2.md"},
		{"d", "ADR-012-b v1.2", "d/sub/ADR-012-b v1.2.md"},
		{"d", "12", "d/sub/ADR-012-b v1.2.md"},
		{"d", "8", ""},
		{"d", "0007-run-thumbnail", ""},
		{"d", "../../../etc/passwd", ""},
		{"d", "'%zz'", ""},
		{"d", "-7", ""},
	} {
		all := fstest.MapFS{tt.from + "/0100-from.yaml": in("F", "accepted", "links: [{relates-to: "+tt.target+"}]\n")}
		for name, f := range files {
			all[name] = f
		}
		got := ""
		if r := open(t, all).Entry(tt.from + "/0100-from.yaml").Relations; len(r) == 1 && r[0].Other != nil {
			got = r[0].Other.Path
		}
		if got != tt.want && tt.target != "-7" {
			t.Errorf("%s means %q, want %q", tt.target, got, tt.want)
		}
	}
}

func TestFind(t *testing.T) {
	log := open(t, fstest.MapFS{"d/0007-a.md": record("A", "accepted", ""), "d/0008-b.md": record("B", "accepted", ""), "d/sub/0008-c.yaml": in("C", "draft", "")})
	for _, tt := range []struct{ word, want, fault string }{
		{"7", "d/0007-a.md", ""}, {"#7", "d/0007-a.md", ""}, {"0007", "d/0007-a.md", ""}, {"0007-a", "d/0007-a.md", ""}, {"0007-a.md", "d/0007-a.md", ""}, {"d/0007-a.md", "d/0007-a.md", ""}, {"./d/0007-a.md", "d/0007-a.md", ""},
		{"8", "d/0008-b.md d/sub/0008-c.yaml", ""}, {"0008-c", "d/sub/0008-c.yaml", ""}, {"9", "", ""}, {"", "", ""}, {"-7", "", ""}, {"A", "", ""},
	} {
		var got []string
		for _, e := range log.Find(tt.word) {
			got = append(got, e.Path)
		}
		var err error
		if strings.Join(got, " ") != tt.want {
			err = fmt.Errorf("%q finds %v, want %q", tt.word, got, tt.want)
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// The log lies in several folders, and what lies in two of them is listed once.
func TestFolders(t *testing.T) {
	files := fstest.MapFS{"a/0001-x.md": record("X", "accepted", ""), "a/b/0002-y.md": record("Y", "accepted", ""), "c/0001-z.md": record("Z", "accepted", "")}
	want := []string{`a/0001-x.md "X" accepted`, `a/b/0002-y.md "Y" accepted`, `c/0001-z.md "Z" accepted`}
	for _, dirs := range [][]string{{"a", "c"}, {"c", "a"}, {"a", "a/b", "c"}, {"."}, {"a", "c", "none"}} {
		if diff := cmp.Diff(want, show(open(t, files, dirs...))); diff != "" {
			t.Errorf("%v: %s", dirs, diff)
		}
	}
}

// A restricted decision in a folder of its own hides the folder's name, and not
// every "index" of the log.
func TestRedactedFolder(t *testing.T) {
	log := open(t, fstest.MapFS{"d/0004-zeppelin-fleet/index.md": record("Zeppelins", "accepted", "visibility: restricted\n"),
		"d/0005-b.md": file("# B\n\nSee the index of [it](0004-zeppelin-fleet/index.md), the zeppelins of 0004-zeppelin-fleet.\n")})
	text := string(log.Redacted().Entry("d/0005-b.md").Record.Data)
	if strings.Contains(text, "zeppelin-fleet") || !strings.Contains(text, "the index of it, ") {
		t.Errorf("it reads %q", text)
	}
}

// Whoever writes a visibility does not want everybody to read it, whatever the word and
// however broken the file.
func TestAnyVisibilityRestricts(t *testing.T) {
	for text, want := range map[string]bool{
		"format: tradeoff/1\ntitle: A\n":                                       false,
		"format: tradeoff/1\ntitle: A\nvisibility:\n":                          false,
		"format: tradeoff/1\ntitle: A\ncontext: its visibility\n":              false,
		"format: tradeoff/1\ntitle: A\nvisibility: restricted\n":               true,
		"format: tradeoff/1\ntitle: A\nvisibility: internal\n":                 true,
		"format: tradeoff/1\ntitle: A\nVisibility: restricted\n":               true,
		"format: tradeoff/1\ntitle: A\nvisibility: restricted\ntags: [a\nb: [": true,
	} {
		log := open(t, fstest.MapFS{"d/0001-a.yaml": file(text)})
		if got := log.Entry("d/0001-a.yaml").Restricted; got != want {
			t.Errorf("%q: restricted is %v", text, got)
		}
	}
}

// What is left of a restricted decision has neither its path nor its folder's name, and
// the relations of the others lead to it all the same.
func TestRedactedPaths(t *testing.T) {
	log := open(t, fstest.MapFS{
		"d/0001-a.md":                   record("A", "accepted", ""),
		"d/0002-zeppelin.md":            record("Zeppelin", "accepted", "visibility: restricted\nsupersedes: 0001-a.md\n"),
		"d/zeppelin/0003-airship.md":    record("Airship", "accepted", "visibility: restricted\n"),
		"d/zeppelin/zeppelin-office.md": record("Office", "accepted", "visibility: restricted\n"),
	}).Redacted()
	var got []string
	for _, e := range log.Entries {
		if e.Restricted && (e.Title != "" || e.Record != nil || e.Lead != "" || len(e.Relations) > 0 || log.Entry(e.Path) != e) {
			t.Errorf("%+v is left", e)
		}
		got = append(got, e.Path)
	}
	if diff := cmp.Diff([]string{"d/0001-a.md", "d/0002", "d/0003", "d/restricted"}, got); diff != "" {
		t.Error(diff)
	}
	a := log.Entries[0]
	if a.Standing() != decision.Superseded || len(a.Relations) != 1 || a.Relations[0].Other != log.Entries[1] || a.SupersededBy[0] != "d/0002" {
		t.Errorf("%s, %+v, %v", a.Standing(), a.Relations, a.SupersededBy)
	}
}

// A part that one end names is the part, whichever end is read first.
func TestParts(t *testing.T) {
	for _, tt := range []struct {
		older, newer string
		partly       bool
		part         string
	}{
		{"Amended by [3. C](0003-c.md)", "Amends [2. B](0002-b.md#x)", true, "x"},
		{"Partly superseded by [3. C](0003-c.md)", "Supersedes [2. B](0002-b.md#x)", true, "x"},
		{"Partly superseded by [3. C](0003-c.md)", "Partly supersedes [2. B](0002-b.md), part 4", true, "4"},
		{"Superseded by [3. C](0003-c.md)", "Supersedes [2. B](0002-b.md#x)", false, ""},
		{"", "Supersedes [2. B](0002-b.md#x)", true, "x"},
		{"", "Supersedes [2. B](0002-b.md)", false, ""},
	} {
		nygard := func(line string) *fstest.MapFile { return file("# A\n\n## Status\n\nAccepted\n\n" + line + "\n") }
		for _, names := range [][2]string{{"0002-b.md", "0003-c.md"}, {"0003-c.md", "0002-b.md"}} {
			swap := strings.NewReplacer("0002-b.md", names[0], "0003-c.md", names[1])
			log := open(t, fstest.MapFS{"d/" + names[0]: nygard(swap.Replace(tt.older)), "d/" + names[1]: nygard(swap.Replace(tt.newer))})
			for _, name := range names {
				if r := log.Entry("d/" + name).Relations; len(r) != 1 || r[0].Partly != tt.partly || r[0].Part != tt.part {
					t.Errorf("%q and %q: %s has %+v", tt.older, tt.newer, name, r)
				}
			}
			if got := log.Entry("d/"+names[0]).Standing() == decision.Superseded; got != (!tt.partly) {
				t.Errorf("%q and %q: it is superseded: %v", tt.older, tt.newer, got)
			}
		}
	}
}

func TestRestricted(t *testing.T) {
	log := open(t, fstest.MapFS{"d/0001-a.md": record("A", "accepted", "visibility: restricted\n"), "d/0002-b.yaml": in("B", "draft", "visibility: restricted\n"),
		"d/0003-c.yaml": in("C", "draft", "visibility: nobody\n"), "d/0004-d.md": record("D", "accepted", "")})
	for i, want := range []bool{true, true, true, false} {
		if e := log.Entries[i]; e.Restricted != want {
			t.Errorf("%s is restricted: %v", e.Path, e.Restricted)
		}
	}
}

// A link out of the project is a finding, and the decision is listed all the same.
func TestSymlinkOutside(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{outside + "/secret.md": "# Secret\n", inside + "/d/0001-a.md": "# A\n"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{"0002-b.md": outside + "/secret.md", "0003-c.yaml": outside + "/secret.md", "0004-d.md": "nowhere.md", "0005-e.md": "0001-a.md", "0006-f.md": "0006-f.md"} {
		if err := os.Symlink(to, filepath.Join(inside, "d", name)); err != nil {
			t.Skip("this file system has no symbolic links")
		}
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	log, err := ledger.Open(context.Background(), root.FS(), ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`d/0001-a.md "A" unknown`, `d/0002-b.md "B" unknown; unreadable-file`, `d/0003-c.yaml "C" unknown; unreadable-file`,
		`d/0004-d.md "D" unknown; unreadable-file`, `d/0005-e.md "A" unknown`, `d/0006-f.md "F" unknown; unreadable-file`}
	if diff := cmp.Diff(want, show(log)); diff != "" {
		t.Error(diff)
	}
}

// A log that is made anew of its own entries is the same log.
func TestFresh(t *testing.T) {
	log := open(t, many(40))
	before := show(log)
	for range 3 {
		again := ledger.New(log.Fresh())
		if diff := cmp.Diff(before, show(again)); diff != "" {
			t.Fatal(diff)
		}
		for _, e := range again.Entries {
			for _, r := range e.Relations {
				if r.Other != nil && again.Entry(r.Other.Path) != r.Other {
					t.Fatalf("%s relates to an entry of the log before", e.Path)
				}
			}
		}
		log = again
	}
	if diff := cmp.Diff(before, show(open(t, many(40)))); diff != "" {
		t.Errorf("the first log changed: %s", diff)
	}
}

// many is a log of n decisions that relate to each other.
func many(n int) fstest.MapFS {
	files := fstest.MapFS{}
	for i := range n {
		links := ""
		if i > 0 {
			links = fmt.Sprintf("links: [{supersedes: %d}, {relates-to: %04d-x}]\n", i/2+1, i)
		}
		files[fmt.Sprintf("d/%04d-x.yaml", i+1)] = in(fmt.Sprint("T", i), []string{"draft", "accepted", "rejected"}[i%3], links)
		files[fmt.Sprintf("d/%04d-x.md", i+1)] = record("R", "accepted", "")
	}
	return files
}

func TestConcurrentAndSame(t *testing.T) {
	files := many(60)
	want := show(open(t, files))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}})
			if err != nil {
				t.Error(err)
				return
			}
			if diff := cmp.Diff(want, show(log)); diff != "" {
				t.Error(diff)
			}
		})
	}
	group.Wait()
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ledger.Open(ctx, many(3), ledger.Options{Dirs: []string{"d"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestSlipsThatRestrict reads records whose wish to be restricted does not stand
// where metadata is read: they are restricted all the same, and say so.
func TestSlipsThatRestrict(t *testing.T) {
	for text, want := range map[string]bool{
		"---\nvisibility: restricted\n# A\n":                            true, // not closed
		"\n---\nvisibility: restricted\n---\n# A\n":                     true, // below an empty line
		"---\nvisibility: restricted\n...\n# A\n":                       true,
		"----\nvisibility: restricted\n----\n# A\n":                     true,
		"# A\n\n- Visibility: restricted\n":                             true,
		"# A\n\n* **Visibility:** Restricted\n":                         true,
		":visibility: restricted\n":                                     true,
		"---\nmeta:\n  visibility: restricted\n---\n# A\n":              true,
		"---\nmeta: {visibility: restricted}\n---\n# A\n":               false, // in the middle of a line, as prose has it
		"# A\n\nThe visibility: restricted to those who sail.\n":        false,
		"# A\n\nVisibility is restricted by fog.\n":                     false,
		"# A\n" + strings.Repeat("\n", 80) + "visibility: restricted\n": false,
	} {
		log := open(t, fstest.MapFS{"d/0001-a.md": {Data: []byte(text)}})
		if len(log.Entries) != 1 || log.Entries[0].Restricted != want || want != (len(log.Entries[0].Findings) > 0) {
			t.Errorf("%q: restricted %v, want %v; %v", text, log.Entries[0].Restricted, want, log.Entries[0].Findings)
		}
	}
}

// TestShownTitle holds that no title can drive a terminal, nor break a page's
// encoding.
func TestShownTitle(t *testing.T) {
	log := open(t, fstest.MapFS{"d/0001-a.md": {Data: []byte("# Red \x1b[31mbutton\n")}, "d/0002-b.md": {Data: []byte("# Caf\xe9\n")}})
	for i, want := range []string{"Red [31mbutton", "Caf\uFFFD"} {
		if got := log.Entries[i].Title; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
