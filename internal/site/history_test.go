package site

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/git"
)

// change is a change of a made-up history, by commit n.
func change(n int, subject string, kind git.Kind, from string) git.Change {
	return git.Change{Commit: &git.Commit{ID: fmt.Sprintf("%040x", n), Author: "Ada <b>", Day: "2026-11-01", Subject: subject}, Kind: kind, From: from}
}

// withHistory is the sample with a history of its files.
func withHistory(t *testing.T, files map[string]*git.File) Options {
	t.Helper()
	o := sample(t, sampleFiles(t))
	o.History = func(context.Context) (*git.History, error) { return &git.History{Files: files}, nil }
	return o
}

func TestHistoryOfARecord(t *testing.T) {
	var many []git.Change
	for i := range 20 {
		many = append(many, change(i+100, fmt.Sprintf("Change %d", i), git.Changed, ""))
	}
	o := withHistory(t, map[string]*git.File{
		"decisions/0010-postgres.md": {Count: 4, Changes: []git.Change{
			change(4, "Accept <it>", git.Changed, ""), change(3, "", git.Changed, ""),
			change(2, "A better name", git.Renamed, "decisions/0010-data\nbase.md"), change(1, "Propose it", git.Added, ""),
		}},
		"decisions/0011-monorepo.md":      {Count: 31, Changes: many},
		"decisions/0009-feature-flags.md": {Count: 6, Changes: many[:6]},
		"decisions/0008-event-schemas.md": {},
	})
	o.Settings.CommitURL = "https://example.org/c/{commit}?a=b&c"
	out, findings := buildInMemory(t, o)
	page := pageOf(t, out, "decisions/0010-postgres.html")
	want := []string{
		"2026-11-01Accept <it> · Ada <b>Commit 00000000",
		"2026-11-01changed · Ada <b>Commit 00000000",
		"2026-11-01A better name · renamed from 0010-data\uFFFDbase.md · Ada <b>Commit 00000000",
		"2026-11-01Propose it · added · Ada <b>Commit 00000000",
	}
	if diff := cmp.Diff(want, page.texts(".record-body > .history .changes li, .history li")); diff != "" {
		t.Error(diff)
	}
	if got, want := page.all(".history a")[0].attr["href"], "https://example.org/c/"+fmt.Sprintf("%040x", 4)+"?a=b&c"; got != want {
		t.Errorf("the commit is at %q, want %q", got, want)
	}
	if got := page.all(".history"); got[0].attr["aria-labelledby"] != "to.history" || len(page.all("details.history, .history details")) != 0 {
		t.Error("a short history has something to open, or no name")
	}

	long := pageOf(t, out, "decisions/0011-monorepo.html")
	if n, m := len(long.all(".history li")), len(long.all(".history details li")); n != 20 || m != 15 {
		t.Errorf("%d changes, %d of them to be opened", n, m)
	}
	if diff := cmp.Diff([]string{"15 earlier changes", "and 11 more"}, long.texts(".history summary, .history p")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"One earlier change"}, pageOf(t, out, "decisions/0009-feature-flags.html").texts(".history summary, .history p")); diff != "" {
		t.Error(diff)
	}
	for _, none := range []string{"decisions/0008-event-schemas.html", "decisions/0006-session-tokens.html", "index.html"} {
		if data, ok := out.Get(none); ok && strings.Contains(string(data), `class="history"`) {
			t.Errorf("%s has a history", none)
		}
	}
	if diff := cmp.Diff(1, len(findings)); diff != "" { // the sample's broken link
		t.Error(lines(findings))
	}
}

// Without a setting for it, a commit is no link.
func TestHistoryWithoutLinks(t *testing.T) {
	out, _ := buildInMemory(t, withHistory(t, map[string]*git.File{"decisions/0010-postgres.md": {Count: 1, Changes: []git.Change{change(0xabcdef, "x", git.Changed, "")}}}))
	page := pageOf(t, out, "decisions/0010-postgres.html")
	if got := page.texts(".history code"); len(page.all(".history a")) != 0 || got[0] != "00000000" {
		t.Errorf("%q", got)
	}
}

// Every page has what is known, however late that comes, and what git cannot tell
// keeps no site from being built.
func TestHistoryIsAwaited(t *testing.T) {
	files := map[string]*git.File{"decisions/0010-postgres.md": {Count: 1, Changes: []git.Change{change(1, "Late", git.Changed, "")}}}
	tests := []struct {
		name    string
		read    func(context.Context) (*git.History, error)
		told    bool
		finding string
	}{
		{"late", func(context.Context) (*git.History, error) {
			time.Sleep(200 * time.Millisecond)
			return &git.History{Files: files}, nil
		}, true, ""},
		{"no repository", func(context.Context) (*git.History, error) { return nil, nil }, false, ""},
		{"shallow", func(context.Context) (*git.History, error) { return &git.History{Files: files, Shallow: true}, nil }, false,
			".git: note: the pages do not tell the history of their decisions, since this clone is shallow and does not hold all of it [history]"},
		{"an error", func(context.Context) (*git.History, error) { return nil, errors.New("object is lost") }, false,
			".git: warning: the pages do not tell the history of their decisions: object is lost [history]"},
	}
	plain, without := built(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := sample(t, sampleFiles(t))
			o.History = tt.read
			out, findings := buildInMemory(t, o)
			if diff := cmp.Diff(plain.Paths(), out.Paths()); diff != "" {
				t.Error(diff)
			}
			if got := len(pageOf(t, out, "decisions/0010-postgres.html").all(".history")) == 1; got != tt.told {
				t.Errorf("told: %v", got)
			}
			want := lines(without)
			if tt.finding != "" {
				want = append([]string{tt.finding}, want...)
			}
			if diff := cmp.Diff(want, lines(findings)); diff != "" {
				t.Error(diff)
			}
			if tt.told {
				return
			}
			for _, name := range plain.Paths() {
				a, _ := plain.Get(name)
				b, _ := out.Get(name)
				if string(a) != string(b) {
					t.Errorf("%s differs from that of a site without history", name)
				}
			}
		})
	}
}

// A build that is called off does not wait for git, and one that ends leaves
// nothing behind.
func TestHistoryEndsWithTheBuild(t *testing.T) {
	o := sample(t, sampleFiles(t))
	ctx, cancel := context.WithCancel(context.Background())
	ended := false
	o.History = func(inner context.Context) (*git.History, error) {
		cancel()
		<-inner.Done()
		ended = true
		return nil, inner.Err()
	}
	if _, _, err := Build(ctx, o, &Memory{}); !errors.Is(err, context.Canceled) { // what the first pages told does not count
		t.Error(err)
	}
	if !ended {
		t.Error("the reading goes on")
	}
	// Another failure ends it as well.
	ended = false
	o.History = func(inner context.Context) (*git.History, error) {
		<-inner.Done()
		ended = true
		return nil, inner.Err()
	}
	if _, _, err := Build(context.Background(), o, fullSink{}); err == nil || !ended {
		t.Errorf("%v, ended: %v", err, ended)
	}
}

// fullSink takes no file.
type fullSink struct{}

func (fullSink) Put(string, []byte) error { return errors.New("no space is left") }

// Neither subjects nor former names tell of a restricted decision, and a commit that
// changed one says nothing at all.
func TestHistoryTellsNothingRestricted(t *testing.T) {
	o := withHistory(t, nil)
	var restricted string
	for _, e := range o.Log.Entries {
		if e.Restricted {
			restricted = e.Path
		}
	}
	if restricted == "" {
		t.Fatal("the sample has no restricted decision")
	}
	e := o.Log.Entry(restricted)
	files := map[string]*git.File{
		// The name lies further back than the changes that are kept.
		restricted: {Count: 30, Changes: []git.Change{change(9, "x", git.Changed, "")}, Former: []string{"decisions/0012-former-secret.md"}},
		"decisions/0010-postgres.md": {Count: 6, Changes: []git.Change{
			change(1, "Link to "+strings.ToUpper(e.Title)+" from here", git.Changed, ""),
			change(2, "Link to "+e.Name()+".md", git.Changed, ""),
			change(3, "Link to former_secret: 0012 former secret", git.Changed, ""),
			change(4, "A name", git.Renamed, "decisions/"+e.Name()+"-2.md"),
			change(5, "See 0012", git.Changed, ""),
			change(6, strings.Join(strings.Fields(e.Title), "-"), git.Added, ""),
		}},
	}
	o.History = func(context.Context) (*git.History, error) { return &git.History{Files: files}, nil }
	out, _ := buildInMemory(t, o)
	got := pageOf(t, out, "decisions/0010-postgres.html").texts(".change")
	want := []string{"changed · Ada <b>", "changed · Ada <b>", "changed · Ada <b>", "A name · Ada <b>", "See 0012 · Ada <b>", "added · Ada <b>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// site.hide: [people] takes the authors of commits away.
func TestHistoryWithoutPeople(t *testing.T) {
	o := withHistory(t, map[string]*git.File{"decisions/0010-postgres.md": {Count: 2, Changes: []git.Change{change(2, "Accept it", git.Changed, ""), change(1, "", git.Added, "")}}})
	o.Settings.Hide = []string{"people"}
	out, _ := buildInMemory(t, o)
	if diff := cmp.Diff([]string{"Accept it", "added"}, pageOf(t, out, "decisions/0010-postgres.html").texts(".change")); diff != "" {
		t.Error(diff)
	}
}

func TestEditLinks(t *testing.T) {
	for _, tt := range []struct{ setting, below, record, content string }{
		{"", "", "", ""},
		{"https://e.org/edit/main/{path}", "", "https://e.org/edit/main/decisions/0010-postgres.md", "https://e.org/edit/main/content/"},
		{"https://e.org/e?path=/{path}&branch=main", "docs & more/100%/ä+b", "https://e.org/e?path=/docs%20%26%20more/100%25/%C3%A4%2Bb/decisions/0010-postgres.md&branch=main", "https://e.org/e?path=/docs%20%26%20more/100%25/%C3%A4%2Bb/content/"},
	} {
		o := sample(t, sampleFiles(t))
		o.Settings.EditURL, o.Below = tt.setting, tt.below
		out, _ := buildInMemory(t, o)
		hrefs := map[string][]string{}
		for _, name := range out.Paths() {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			for _, a := range pageOf(t, out, name).all(".actions a") {
				if a.text() == "Edit" {
					hrefs[name] = append(hrefs[name], a.attr["href"])
				}
			}
		}
		if tt.setting == "" {
			if len(hrefs) > 0 {
				t.Errorf("without the setting: %v", hrefs)
			}
			continue
		}
		if diff := cmp.Diff([]string{tt.record}, hrefs["decisions/0010-postgres.html"]); diff != "" {
			t.Error(diff)
		}
		contents := 0
		for name, list := range hrefs {
			file, ok := strings.CutPrefix(list[0], tt.content)
			if ok {
				contents++
				if !strings.Contains(file, ".md") {
					t.Errorf("%s is edited at %s", name, list[0])
				}
			}
		}
		if contents == 0 {
			t.Errorf("no page of content has a link: %v", hrefs)
		}
		if hrefs["index.html"] != nil {
			t.Error("the log has a link to edit it")
		}
	}
}
