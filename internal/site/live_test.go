package site

import (
	"bytes"
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
)

var rowsName = regexp.MustCompile(`search/log-[0-9a-z]+\.js`)

// same compares a file of a preview with that of a build, but for the name of the
// file of the log's rows and the version of the index.
func same(preview, built []byte) bool {
	return bytes.Equal(rowsName.ReplaceAll(preview, nil), rowsName.ReplaceAll(built, nil))
}

// TestOpenGivesWhatBuildWrites asks a preview for every file of a build, in many
// orders at once.
func TestOpenGivesWhatBuildWrites(t *testing.T) {
	files := sampleFiles(t)
	files["decisions/0021-faulty.md"] = &fstest.MapFile{Data: []byte("# Faulty\n\n[no file](none.md) and [no heading](0010-postgres.md#nowhere)\n")}
	built, want := buildInMemory(t, sample(t, files))
	s, err := Open(context.Background(), sample(t, files))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var group sync.WaitGroup
	for worker := range 3 {
		group.Go(func() {
			paths := built.Paths()
			if worker%2 == 1 {
				slices.Reverse(paths)
			}
			for _, path := range paths {
				if strings.HasPrefix(path, "search/") {
					continue
				}
				data, ok, err := s.File(path)
				if written, _ := built.Get(path); err != nil || !ok || !same(data, written) {
					t.Errorf("%s: %v, %v: another file", path, ok, err)
				}
			}
		})
	}
	group.Wait()
	report, got, err := s.Rest(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if report.Pages != count(built.Paths(), ".html") {
		t.Errorf("%d pages", report.Pages)
	}
	for _, path := range built.Paths() {
		if written, _ := built.Get(path); strings.HasPrefix(path, "search/") && !rowsName.MatchString(path) {
			if data, ok, err := s.File(path); err != nil || !ok || !bytes.Equal(data, written) {
				t.Errorf("%s: %v, %v: another file", path, ok, err)
			}
		}
	}
	for _, path := range []string{"nowhere.html", "decisions/", "search/none.js", "files/x.png"} {
		if _, ok, err := s.File(path); ok || err != nil {
			t.Errorf("%s: %v, %v", path, ok, err)
		}
	}
}

func count(paths []string, suffix string) (n int) {
	for _, path := range paths {
		if strings.HasSuffix(path, suffix) {
			n++
		}
	}
	return n
}

// openFiles are the sample's without the restricted decision: a site that hides names
// is opened anew.
func openFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	files := sampleFiles(t)
	maps.DeleteFunc(files, func(name string, f *fstest.MapFile) bool {
		return bytes.Contains(f.Data, []byte("visibility: restricted"))
	})
	return files
}

// TestWith changes the text of one decision, and finds the preview to be that of the
// changed log.
func TestWith(t *testing.T) {
	files := openFiles(t)
	o := sample(t, files)
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Rest(context.Background()); err != nil {
		t.Fatal(err)
	}
	log := o.Log
	for round, text := range []string{"A new text with zebras.\n\n[no file](none.md)\n", "Another with okapis, and no link.\n", "[no heading](0010-postgres.md#nowhere)\n"} {
		const name = "decisions/0015-tracing.md"
		changed := maps.Clone(files)
		changed[name] = &fstest.MapFile{Data: append(bytes.Clone(files[name].Data), text...)}
		old := log.Entry(name)
		e := log.Reread(old, ledger.Change{Record: changed[name].Data})
		log = log.Exchange(old, e)
		next, ok := s.With(old, e)
		if !ok {
			t.Fatalf("round %d: a change of the text alone is refused", round)
		}
		s = next
		built, want := buildInMemory(t, sample(t, changed))
		if round > 0 { // asked before and after the rest is made
			if data, _, err := s.File("decisions/0015-tracing.html"); err != nil || !bytes.Contains(data, []byte(strings.Fields(text)[0])) && round < 2 {
				t.Errorf("round %d: %v: the page is an old one", round, err)
			}
		}
		_, got, err := s.Rest(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("round %d: %s", round, diff)
		}
		for _, path := range built.Paths() {
			if rowsName.MatchString(path) {
				continue
			}
			data, ok, err := s.File(path)
			if written, _ := built.Get(path); err != nil || !ok || !same(data, written) {
				t.Errorf("round %d: %s: %v, %v: another file", round, path, ok, err)
			}
		}
	}
}

// TestWithRefuses finds the changes that other pages show.
func TestWithRefuses(t *testing.T) {
	files := openFiles(t)
	o := sample(t, files)
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	const name = "decisions/0015-tracing.md"
	old, data := o.Log.Entry(name), string(files[name].Data)
	for what, change := range map[string]string{
		"title":    strings.Replace(data, "# Trace", "# Follow", 1),
		"status":   strings.Replace(data, "accepted", "deprecated", 1),
		"date":     strings.Replace(data, "2025-06-10", "2025-06-11", 1),
		"tags":     strings.Replace(data, "[operations]", "[operations, data]", 1),
		"lead":     strings.Replace(data, "four services", "five services", 1),
		"relation": strings.Replace(data, "---\n", "---\nsupersedes: 0002-serve-everything-from-one-region.md\n", 1),
		"review":   strings.Replace(data, "---\n", "---\nreview-by: 2027-01-01\n", 1),
		"governs":  strings.Replace(data, "---\n", "---\napplies-to: cmd/**\n", 1),
		"hidden":   strings.Replace(data, "---\n", "---\nvisibility: restricted\n", 1),
		"option":   data + "\n## Considered Options\n\n* One\n",
		"finding":  strings.Replace(data, "---\n", "---\n: : :\n", 1),
	} {
		if change == data {
			t.Fatalf("%s: nothing is changed", what)
		}
		e := o.Log.Reread(old, ledger.Change{Record: []byte(change)})
		if _, ok := s.With(old, e); ok {
			t.Errorf("a changed %s is taken for a changed text", what)
		}
	}
}
