package search

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzQuoted holds quoted texts to those of encoding/json.
func FuzzQuoted(f *testing.F) {
	for _, text := range []string{"", "plain", "a \"b\" \\ c", "\x00\x01\b\f\n\r\t\x1f\x7f", "é 数 𝔘 \u2028\u2029", "\xff\xc3", "<b> & '"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(text); err != nil {
			t.Fatal(err)
		}
		if got := string(appendQuoted(nil, text)) + "\n"; got != want.String() {
			t.Errorf("%q becomes %s, not %s", text, got, want.String())
		}
	})
}

// TestManyHeadings holds that headings are shown past the number that is kept
// once, and no more of a document than are told.
func TestManyHeadings(t *testing.T) {
	docs := make([]Document, internedMost/20+10)
	for i := range docs {
		for j := range headingMost + 2 {
			docs[i].Sections = append(docs[i].Sections, Section{ID: fmt.Sprintf("%d-%d", i, j), Heading: fmt.Sprint("heading ", i, j)})
		}
	}
	x, _ := reading(t, built(t, docs))
	for i, d := range docs {
		var want [][2]string
		for _, s := range d.Sections[:headingMost] {
			want = append(want, [2]string{s.ID, s.Heading})
		}
		got, err := x.Result(i)
		if diff := cmp.Diff(want, got.Headings); err != nil || diff != "" {
			t.Fatalf("document %d: %v\n%s", i, err, diff)
		}
	}
}

// TestVersion holds that each change of what the index tells changes its version.
func TestVersion(t *testing.T) {
	versionOf := func(change func(docs []Document, o *Options)) string {
		docs, o := titles("one thing", "another thing"), Options{Facets: []string{"kind"}}
		docs[0].Sections = []Section{{ID: "a", Heading: "Here", Text: "some words, some"}}
		docs[0].Values = [][]string{{"page"}}
		change(docs, &o)
		b := New(len(docs), o)
		for i := range docs {
			b.Add(len(docs)-1-i, docs[len(docs)-1-i])
		}
		return b.version()
	}
	seen := map[string]string{}
	for name, change := range map[string]func(docs []Document, o *Options){
		"nothing":    func([]Document, *Options) {},
		"title":      func(d []Document, _ *Options) { d[0].Title = "one think" },
		"address":    func(d []Document, _ *Options) { d[0].Address = "x.html" },
		"status":     func(d []Document, _ *Options) { d[0].Status = 1 },
		"lead":       func(d []Document, _ *Options) { d[0].Lead = "Told." },
		"tag":        func(d []Document, _ *Options) { d[0].Tags = []string{"some"} },
		"value":      func(d []Document, _ *Options) { d[0].Values[0][0] = "decision" },
		"facet":      func(d []Document, _ *Options) { d[0].Values = [][]string{nil, {"page"}} },
		"heading":    func(d []Document, _ *Options) { d[0].Sections[0].ID = "b" },
		"word":       func(d []Document, _ *Options) { d[0].Sections[0].Text = "some words, any" },
		"times":      func(d []Document, _ *Options) { d[0].Sections[0].Text += " some" },
		"order":      func(d []Document, _ *Options) { d[0], d[1] = d[1], d[0] },
		"the client": func(_ []Document, o *Options) { o.Words = map[string]string{"open": "Find"} },
	} {
		v := versionOf(change)
		if other, ok := seen[v]; ok {
			t.Errorf("%s and %s have the same version", name, other)
		}
		seen[v] = name
	}
	same := versionOf(func(d []Document, _ *Options) { d[0].Sections[0].Text = "words: some; some" })
	if seen[same] != "nothing" {
		t.Error("words in another order, of which the index tells nothing, have another version")
	}
}
