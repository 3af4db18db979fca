package site

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
	"tradeoff/internal/theme"
	"tradeoff/themes"
)

func TestSameBytesWhateverTheProcessors(t *testing.T) {
	o := sample(t, sampleFiles(t))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	first, findings := buildInMemory(t, o)
	for _, n := range []int{1, 2, 2} {
		runtime.GOMAXPROCS(n)
		again, found := buildInMemory(t, sample(t, sampleFiles(t)))
		if diff := cmp.Diff(first.Files(), again.Files()); diff != "" {
			t.Errorf("with %d processors:\n%s", n, diff)
		}
		if diff := cmp.Diff(findings, found); diff != "" {
			t.Errorf("findings with %d processors:\n%s", n, diff)
		}
	}
}

// TestPagesHold walks the whole site: every link and anchor of it resolves, each
// page names its policy before it loads anything, has one title and one main
// heading, and asks no other host.
func TestPagesHold(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, sampleFiles(t)))
	pages, ids := map[string]*element{}, map[string][]string{}
	for _, name := range out.Paths() {
		if path.Ext(name) != ".html" {
			continue
		}
		pages[name] = pageOf(t, out, name)
		pages[name].walk(func(e *element) {
			if id := e.attr["id"]; slices.Contains(ids[name], id) {
				t.Errorf("%s: two elements have the id %s", name, id)
			} else if id != "" {
				ids[name] = append(ids[name], id)
			}
			for key := range e.attr {
				if key == "style" || strings.HasPrefix(key, "on") {
					t.Errorf("%s: %s has the attribute %s", name, e.name, key)
				}
			}
		})
	}
	for name, page := range pages {
		if first := page.all("head meta")[0]; first.attr["http-equiv"] != "Content-Security-Policy" {
			t.Errorf("%s: the policy does not come first", name)
		}
		if n := len(page.all("h1")); n != 1 {
			t.Errorf("%s: %d headings of level 1", name, n)
		}
		if n := len(page.all("style, iframe, object, embed")); n > 0 && name != notFoundAddress {
			t.Errorf("%s: %d elements that the policy does not bear", name, n)
		}
		for _, e := range page.all("a, img, link, script[src]") {
			address := e.attr["href"] + e.attr["src"]
			u, err := url.Parse(address)
			if err != nil || address == "" {
				t.Errorf("%s: %s leads to %q: %v", name, e.name, address, err)
				continue
			}
			if u.Scheme != "" || name == notFoundAddress {
				if e.name != "a" && u.Scheme != "data" {
					t.Errorf("%s asks another host: %s", name, address)
				}
				continue
			}
			target := name
			if u.Path != "" {
				target = path.Join(path.Dir(name), u.Path)
			}
			if _, ok := out.Get(target); !ok {
				t.Errorf("%s: %s leads nowhere", name, address)
			} else if u.Fragment != "" && path.Ext(target) == ".html" && !slices.Contains(ids[target], u.Fragment) {
				t.Errorf("%s: %s has no such heading", name, address)
			}
		}
	}
}

func TestRestrictedShowsItsNumberAlone(t *testing.T) {
	out, findings := buildInMemory(t, sample(t, sampleFiles(t)))
	for name, data := range out.Files() {
		for _, secret := range []string{"secret", "0012-a-decision", "competitor"} {
			if strings.Contains(string(data), secret) || strings.Contains(name, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
		if name != "index.html" && name != "decisions.json" && !strings.HasPrefix(name, "search/log-") && strings.Contains(string(data), "0012") {
			t.Errorf("%s tells of 0012", name)
		}
	}
	if diff := cmp.Diff([]string{"0012"}, pageOf(t, out, "index.html").texts(".log-all .row-restricted .row-number")); diff != "" {
		t.Error(diff)
	}
	for _, f := range findings {
		if strings.Contains(f.String(), "0012") {
			t.Errorf("a finding tells of it: %s", f)
		}
	}
}

func TestEveryWordIsInTheTheme(t *testing.T) {
	b := newBuild(Options{Theme: defaultTheme(t), Log: ledger.New(nil)}, &Memory{})
	if err := b.readWords(); err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`(?:\{\{t|\bb\.t\(|build\.t\() ?"([a-z.-]+[a-z])"`)
	var sources []string
	for _, pattern := range []string{"*.go", "../../themes/default/layouts/*.html", "../../themes/default/layouts/partials/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, names...)
	}
	n := 0
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(data), -1) {
			n++
			if _, ok := b.words[m[1]]; !ok {
				t.Errorf("%s uses %q, which theme.yaml lacks", name, m[1])
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d uses of words were found: the expression no longer fits", n)
	}
}

// TestLayoutsTakeTheirData executes every layout with all that a page can hold
// and with nothing, so that a field that is not there shows here.
func TestLayoutsTakeTheirData(t *testing.T) {
	b := newBuild(sample(t, fstest.MapFS{}), &Memory{})
	if err := b.readWords(); err != nil {
		t.Fatal(err)
	}
	frame := Frame{Kind: "log", Scripts: []string{"a.js"}, Title: "T", Site: "S", Description: "D", Twin: "x.md", Canonical: "https://x/", Article: true, AsOf: "2026-01-01",
		Nav: []NavItem{{Label: "A", Href: "a", Current: true}, {Label: "B", Href: "b", Within: true}}}
	status := Status{Word: "accepted", Sign: "●", Class: "status-accepted", Href: "x"}
	row := Row{Number: "1", Title: "T", Href: "x", Lead: "L", Status: status, Date: "2026-01-01", Tags: []Link{{Label: "t", Href: "t"}}, People: []Link{{Label: "p", Href: "p"}}, Faded: true}
	waits := Attention{Row: row, Why: Why{Words: "w", Overdue: true}, Says: "s"}
	words := Words{Key: "tag", Label: "L", Links: []Word{{Link: Link{Label: "t", Href: "t", Count: 1}, Current: true}}, All: &Link{}}
	pages := pager([]string{"a", "b", "c", "d", "e", "f", "g", "h"}, 4)
	related := Related{Number: "1", Title: "T", Href: "x", Status: status}
	relations := []Relations{{Words: "supersedes", Kind: "supersedes", Others: []Related{related, {Title: "gone"}}}}
	contents := []Heading{{Level: 2, ID: "a", Href: "#a", Label: "A", Children: []Heading{{Level: 3, ID: "b", Href: "#b", Label: "B"}}}}
	text := rendered{Body: "<p>", Lead: "L", TitleID: "t", Contents: contents, Source: "S", Note: "source.slow"}
	drawing := GraphPicture{Label: "L", Years: []ChartText{{Text: "2026"}}, Edges: []GraphEdge{{Kind: "amends", Open: true, Title: "T", Ends: "0 1", Head: "M0 0"}},
		Nodes: []GraphNode{{Href: "x", Status: status, Faded: true, Texts: []ChartText{{}, {}}, Sign: ChartText{Text: "●"}}, {Status: status}}}
	filters := []Filter{{Status: status, Count: 1, Current: true}}
	for layout, pages := range map[string][]any{
		"index.html": {LogPage{}, LogPage{Frame: frame, Heading: "H", Count: 2, Attention: &Strip{List: []Attention{waits}, More: &Link{}}, Statuses: filters, Words: []Words{words},
			Groups: []Group{{Name: "a", Href: "a", Rows: []Row{row, {Restricted: true}}}, {Name: "b"}, {}}, Pager: pages, Rows: "x.js", Samples: []Row{row}}},
		"list.html": {ListPage{}, ListPage{Frame: frame, Over: "Tag", Heading: "H", Status: &status, Count: 1, Statuses: filters, Others: &words, All: &Link{}, Filter: "x", Rows: []Row{row},
			Links: []Entry{{Link: Link{Count: 2}, Text: "t"}}, Pager: pages}},
		"attention.html": {AttentionPage{}, AttentionPage{Frame: frame, Count: 1, Reasons: []Reason{{ID: "review", Title: "T", Count: 1, List: []Attention{waits}}}, Pager: pages}},
		"single.html": {RecordPage{}, RecordPage{Frame: frame, rendered: text, Number: "1", Heading: "H", Status: status, Banners: relations, Date: "2026-01-01",
			Makers: []string{"a", "b"}, Tags: []Link{{}, {}}, ReviewBy: "2026-01-01", Overdue: true, Catalog: &Link{}, Relations: relations, Position: 1, Total: 2, Previous: &related, Next: &related, Graph: &RecordGraph{GraphPicture: drawing, Left: 1}}},
		"page.html":    {ContentPage{}, ContentPage{Frame: frame, rendered: text, Heading: "H", Tree: []NavItem{{Current: true}, {Within: true, Children: []NavItem{{}}}}, Entries: []Entry{{Text: "t"}}}},
		"catalog.html": {b.catalogPage(sampleCatalog())},
		"graph.html": {GraphPage{}, GraphPage{Frame: frame, Over: "O", Count: 2, Alone: 1, Shown: 1, Legend: []GraphEdge{drawing.Edges[0]}, Pictures: []GraphPicture{drawing, {Wide: true}},
			Groups: []GraphGroup{{Label: "2026", Rows: []GraphRow{{Related: related, Relations: relations, Faded: true}}}}, Years: []Link{{}}, Whole: &Link{}}},
		"timeline.html": {TimelinePage{}, TimelinePage{Frame: frame, Over: "O", Count: 1, Strip: []TimelineYear{{Current: true, Bars: "M0 0"}, {}},
			Groups: []TimelineGroup{{ID: "a", Label: "2026", Months: []TimelineMonth{{Label: "May", Entries: []TimelineEntry{{Row: row, Replaced: &relations[0]}, {}}}, {}}, Rest: &Link{}}},
			Older:  &Link{}, Newer: &Link{}, Whole: &Link{}}},
		"404.html": {MissingPage{}, MissingPage{Frame: frame, Base: "/x/"}},
	} {
		for i, data := range pages {
			if _, err := b.layouts.Execute(layout, data); err != nil {
				t.Errorf("%s, data %d: %v", layout, i, err)
			}
		}
	}
}

func TestOwnLayoutsAndWords(t *testing.T) {
	o := sample(t, sampleFiles(t))
	var err error
	o.Theme, err = theme.Load([]fs.FS{fstest.MapFS{
		"theme.yaml":                   {Data: []byte("words:\n  log.title: Beschlüsse\n")},
		"layouts/partials/footer.html": {Data: []byte("<footer>ours</footer>")},
	}, themes.Default()})
	if err != nil {
		t.Fatal(err)
	}
	out, _ := buildInMemory(t, o)
	if got := pageOf(t, out, "index.html").texts("h1, footer"); !slices.Equal(got, []string{"Beschlüsse", "ours"}) {
		t.Errorf("got %q", got)
	}
	o.Theme, err = theme.Load([]fs.FS{fstest.MapFS{"layouts/single.html": {Data: []byte(`{{define "main"}}{{t "no.such"}}{{end}}`)}}, themes.Default()})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Build(context.Background(), o, &Memory{}); err == nil || !strings.Contains(err.Error(), `the theme has no words for "no.such"`) {
		t.Errorf("got %v", err)
	}
}

func TestCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Build(ctx, sample(t, sampleFiles(t)), &Memory{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestEmptyLog(t *testing.T) {
	out, findings := buildInMemory(t, Options{Log: ledger.New(nil), Theme: defaultTheme(t)})
	if len(findings) > 0 {
		t.Error(findings)
	}
	if diff := cmp.Diff([]string{"Nothing is decided yet."}, pageOf(t, out, "index.html").texts(".empty p")[:1]); diff != "" {
		t.Error(diff)
	}
}
