package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/config"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

func TestRelative(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "a/b.html", "a/b.html"},
		{"a/b.html", "index.html", "../index.html"},
		{"a/b.html", "a/c.html", "c.html"},
		{"a/b/c.html", "a/d/e.html", "../d/e.html"},
		{"a/b.html", "a.html", "../a.html"},
		{"a.html", "ü #?%.html", "%C3%BC%20%23%3F%25.html"},
		{"a.html", "b:c.html", "./b:c.html"},
	} {
		if got := relative(tt.from, tt.to); got != tt.want {
			t.Errorf("from %s to %s: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

func entry(file string, number int) *ledger.Entry {
	return &ledger.Entry{Path: file, Number: number, ID: file, Title: file, Record: &record.Record{File: file, Dialect: record.Plain}}
}

func TestPlaces(t *testing.T) {
	adoc := entry("decisions/0002-b.adoc", 2)
	adoc.Record.Dialect = record.NotMarkdown
	html := entry("decisions/0003-c.html", 3)
	html.Record.Dialect = record.NotMarkdown
	for _, tt := range []struct {
		name    string
		folders []string
		entries []*ledger.Entry
		want    []string
	}{
		{"flat", []string{"decisions"}, []*ledger.Entry{entry("decisions/0001-a.md", 1), adoc, html},
			[]string{"decisions/0001-a.html", "decisions/0001-a.md", "decisions/0002-b.html", "decisions/0002-b.adoc", "decisions/0003-c.html", "decisions/0003-c.txt"}},
		{"another folder, and one in it", []string{"docs/adr"}, []*ledger.Entry{entry("docs/adr/0001-a.md", 1), entry("docs/adr/back/0001-a.md", 1)},
			[]string{"decisions/0001-a.html", "decisions/0001-a.md", "decisions/back/0001-a.html", "decisions/back/0001-a.md"}},
		{"two folders", []string{"a", "b"}, []*ledger.Entry{entry("a/0001-a.md", 1), entry("b/0001-a.md", 1)},
			[]string{"decisions/a/0001-a.html", "decisions/a/0001-a.md", "decisions/b/0001-a.html", "decisions/b/0001-a.md"}},
		{"one name in two spellings", []string{"decisions"}, []*ledger.Entry{entry("decisions/a.md", -1), entry("decisions/A.markdown", -1)},
			[]string{"decisions/A.html", "decisions/A.md", "decisions/a.md.html", "decisions/a.md.md"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBuild(Options{Log: ledger.New(tt.entries), Settings: &config.Settings{Decisions: tt.folders}}, &Memory{})
			if err := b.placePages(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range b.decisions {
				got = append(got, d.page, d.twin)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestListed(t *testing.T) {
	var got []string
	for _, e := range listed([]*ledger.Entry{entry("a/0001.md", 1), entry("a/0002.md", 2), entry("a/readme.md", -1), entry("b/0001.md", 1), entry("b/0003.md", 3)}) {
		got = append(got, e.Path)
	}
	if diff := cmp.Diff([]string{"a/0002.md", "a/0001.md", "a/readme.md", "b/0003.md", "b/0001.md"}, got); diff != "" {
		t.Error(diff)
	}
}
