package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The files as a reader of XML sees them.

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string       `xml:"title"`
	ID        string       `xml:"id"`
	Published string       `xml:"published,omitempty"`
	Updated   string       `xml:"updated"`
	Link      atomLink     `xml:"link"`
	Category  []atomTag    `xml:"category"`
	Summary   *atomSummary `xml:"summary"`
}

type atomTag struct {
	Term string `xml:"term,attr"`
}

type atomSummary struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapIndex names the sitemaps of a site that one cannot hold.
type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

// checkAtom holds a feed against what RFC 4287 asks of one: the elements that must be
// there, once each, dates of its form, and ids that are addresses and differ.
func checkAtom(t *testing.T, name string, data []byte) atomFeed {
	t.Helper()
	var f atomFeed
	if err := xml.Unmarshal(data, &f); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	ids := map[string]bool{}
	check := func(id, title, updated string) {
		if u, err := url.Parse(id); err != nil || !u.IsAbs() || ids[id] {
			t.Errorf("%s: the id %q is no address, or another's: %v", name, id, err)
		}
		ids[id] = true
		if _, err := time.Parse(time.RFC3339, updated); err != nil || title == "" {
			t.Errorf("%s: %q updated %q: %v", name, title, updated, err)
		}
	}
	check(f.ID, f.Title, f.Updated)
	rels := map[string]int{}
	for _, l := range f.Links {
		rels[l.Rel]++
	}
	if f.Author.Name == "" || rels["self"] != 1 || rels["alternate"] != 1 || f.XMLName.Space != "http://www.w3.org/2005/Atom" {
		t.Errorf("%s: author %q, links %v, in %s", name, f.Author.Name, rels, f.XMLName.Space)
	}
	newest := ""
	for _, e := range f.Entries {
		check(e.ID, e.Title, e.Updated)
		newest = max(newest, e.Updated)
		if e.Link.Href == "" || e.Summary == nil || e.Published > e.Updated {
			t.Errorf("%s: the entry %+v", name, e)
		}
	}
	if len(f.Entries) > 0 && f.Updated != newest {
		t.Errorf("%s: updated %s, its newest entry %s", name, f.Updated, newest)
	}
	for _, element := range []string{"title", "id", "updated", "author"} {
		if n := bytes.Count(data[:max(bytes.Index(data, []byte("<entry>")), 1)], []byte("<"+element+">")); n != 1 && len(f.Entries) > 0 {
			t.Errorf("%s: %d of %s before the entries", name, n, element)
		}
	}
	return f
}

func TestFeeds(t *testing.T) {
	for _, base := range []string{"", "https://x.y/log"} {
		o := sample(t, sampleFiles(t))
		o.Settings.BaseURL = base
		out, _ := buildInMemory(t, o)
		whole := map[string]atomEntry{}
		n := 0
		for _, name := range out.Paths() {
			if path.Ext(name) != ".xml" || name == sitemapAddress {
				continue
			}
			n++
			data, _ := out.Get(name)
			f := checkAtom(t, name, data)
			for _, l := range append([]atomLink{}, f.Links...) {
				target := strings.TrimPrefix(l.Href, base+"/")
				if base == "" {
					target = path.Join(path.Dir(name), l.Href)
				} else if target == "" {
					target = logAddress
				}
				if _, ok := out.Get(target); !ok {
					t.Errorf("%s leads to %s, which is not there", name, l.Href)
				}
			}
			if name == feedAddress {
				for _, e := range f.Entries {
					whole[e.ID] = e
				}
			}
			page := pageOf(t, out, strings.Replace(strings.Replace(name, ".xml", ".html", 1), "feed.html", "index.html", 1))
			if got := page.all("link[type=application/atom+xml]"); got[len(got)-1].attr["href"] != path.Base(name) {
				t.Errorf("the head of %s's page names %q", name, got[len(got)-1].attr["href"])
			}
			if name != feedAddress && !slices.ContainsFunc(page.all(".log-head a"), func(a *element) bool { return a.attr["href"] == path.Base(name) }) {
				t.Errorf("the page of %s does not show it", name)
			}
		}
		if n < 9 {
			t.Errorf("only %d feeds", n)
		}
		// An entry is the same in each feed, but for where its link is read from.
		data, _ := out.Get("tags/media.xml")
		f := checkAtom(t, "tags/media.xml", data)
		if len(f.Entries) < 3 || f.Title != "Pictures & Orders: media" {
			t.Errorf("%d entries of %q", len(f.Entries), f.Title)
		}
		for _, e := range f.Entries {
			same := whole[e.ID]
			e.Link, same.Link = atomLink{}, atomLink{}
			if diff := cmp.Diff(same, e); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// A decision is news again when it is replaced, and where its worst case happens.
func TestFeedsTellOfChanges(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, fstest.MapFS{
		"decisions/0001-a.md":   {Data: []byte("---\nstatus: accepted\ndate: 2020-01-01\n---\n# A\n")},
		"decisions/0002-b.md":   {Data: []byte("---\nstatus: accepted\ndate: 2024-05-06\nsupersedes: 0001-a.md\n---\n# B\n")},
		"decisions/0003-c.md":   {Data: []byte("---\nstatus: proposed\ndate: 2025-05-06\nsupersedes: 0002-b.md\n---\n# C\n")},
		"decisions/0004-d.yaml": {Data: []byte("format: tradeoff/1\ntitle: D\nstatus: accepted\ndate: 2019-01-01\noptions: [{title: X, worst-cases: [{id: w, when: x, what: y}]}]\noutcome: {option: x, answers: [{worst-case: w, answer: accepted, because: z, happened: 2023-02-03}]}\n")},
		"decisions/0005-e.md":   {Data: []byte("# E\n\nText.\n")},
		"content/x.md":          {Data: []byte("x")},
	}))
	data, _ := out.Get(feedAddress)
	var got []string
	for _, e := range checkAtom(t, feedAddress, data).Entries {
		got = append(got, e.Title+" "+e.Published+" "+e.Updated)
	}
	want := []string{"0003 C 2025-05-06T00:00:00Z 2025-05-06T00:00:00Z", "0002 B 2024-05-06T00:00:00Z 2024-05-06T00:00:00Z", "0001 A 2020-01-01T00:00:00Z 2024-05-06T00:00:00Z",
		"0004 D 2019-01-01T00:00:00Z 2023-02-03T00:00:00Z", "0005 E  1970-01-01T00:00:00Z"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Every page is in the sitemap, whatever its kind, and nothing else is.
func TestSitemap(t *testing.T) {
	o := sample(t, sampleFiles(t))
	o.Settings.BaseURL = "https://x.y/log/"
	out, _ := buildInMemory(t, o)
	data, _ := out.Get(sitemapAddress)
	var m sitemap
	if err := xml.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, u := range m.URLs {
		got = append(got, u.Loc)
		if strings.HasSuffix(u.Loc, "0021-choose-a-queue.html") && u.LastMod != "2026-11-20" {
			t.Errorf("%+v", u)
		}
	}
	for _, name := range out.Paths() {
		switch {
		case path.Ext(name) != ".html" || name == notFoundAddress:
		case name == logAddress:
			want = append(want, "https://x.y/log/")
		default:
			want = append(want, "https://x.y/log/"+name)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// More addresses than one sitemap may hold are in several, and an index names them.
func TestSitemapOfALargeSite(t *testing.T) {
	b := newBuild(Options{Log: openLog(t, fstest.MapFS{}), Theme: defaultTheme(t)}, &Memory{})
	b.url = "https://x.y/"
	pages := []page{{path: logAddress}, {path: notFoundAddress}, {path: "feed.xml"}}
	for i := range sitemapMost + 10 {
		pages = append(pages, page{path: fmt.Sprintf("p/%d.html", i)})
	}
	made := map[string][]byte{}
	for _, p := range sitemapPages(b, pages) {
		data, err := p.make()
		if err != nil {
			t.Fatal(err)
		}
		made[p.path] = data
	}
	var index sitemapIndex
	if err := xml.Unmarshal(made[sitemapAddress], &index); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, at := range index.Maps {
		var m sitemap
		if err := xml.Unmarshal(made[strings.TrimPrefix(at.Loc, b.url)], &m); err != nil || len(m.URLs) > sitemapMost {
			t.Errorf("%s: %v, %d addresses", at.Loc, err, len(m.URLs))
		}
		n += len(m.URLs)
	}
	if len(index.Maps) != 2 || n != sitemapMost+11 {
		t.Errorf("%d sitemaps hold %d", len(index.Maps), n)
	}
}

func TestOpenGraph(t *testing.T) {
	for language, locale := range map[string][]string{"": nil, "de": nil, "de-CH": {"de_CH"}, "pt-br": {"pt_BR"}, "zh-Hant-TW": {"zh_TW"}} {
		o := sample(t, sampleFiles(t))
		o.Settings.BaseURL, o.Settings.Language = "https://x.y/", language
		out, _ := buildInMemory(t, o)
		page := pageOf(t, out, "decisions/0021-choose-a-queue.html")
		said := map[string][]string{}
		for _, m := range page.all("meta[property]") {
			said[m.attr["property"]] = append(said[m.attr["property"]], m.attr["content"])
		}
		if len(said["og:title"]) != 1 || said["og:type"][0] != "article" || said["article:published_time"][0] != "2026-11-20" || said["og:url"][0] != "https://x.y/decisions/0021-choose-a-queue.html" || !slices.Equal(said["og:locale"], locale) {
			t.Errorf("%q: %v", language, said)
		}
		home := pageOf(t, out, "index.html")
		if len(home.all("meta[property=article:published_time]")) > 0 || len(home.all("meta[property=og:description]")) != 1 {
			t.Error("the log is no article")
		}
	}
	out, _ := buildInMemory(t, sample(t, sampleFiles(t)))
	if page := pageOf(t, out, "index.html"); len(page.all("meta[property], meta[name=twitter:card]")) > 0 {
		t.Error("without a base URL there is no OpenGraph")
	}
}

var llmsLink = regexp.MustCompile(`^- \[((?:[^\]\\]|\\.)+)\]\(([^)\s]+)\)(?:: (.+))?$`)

// llms.txt has the form of llmstxt.org: one title, one quote, prose, then lists of
// links under headings, each of which leads to a file of the site.
func TestLLMs(t *testing.T) {
	for _, base := range []string{"", "https://x.y/log"} {
		o := sample(t, sampleFiles(t))
		o.Settings.BaseURL = base
		out, _ := buildInMemory(t, o)
		data, _ := out.Get(llmsAddress)
		lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		if lines[0] != "# Pictures \\& Orders" || !strings.HasPrefix(lines[2], "> ") || strings.Count(string(data), "\n# ") > 0 {
			t.Errorf("it begins %q", lines[:3])
		}
		section, under := "", map[string]int{}
		for _, line := range lines[5:] {
			if heading, ok := strings.CutPrefix(line, "## "); ok {
				section = heading
				continue
			}
			if line == "" {
				continue
			}
			m := llmsLink.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("no link: %s", line)
				continue
			}
			under[section]++
			if _, ok := out.Get(strings.TrimPrefix(m[2], base+"/")); !ok || base != "" && !strings.HasPrefix(m[2], base) {
				t.Errorf("%s leads nowhere", line)
			}
		}
		rows := func(status string) int { return len(pageOf(t, out, "status/"+status+".html").all(".log .row")) }
		want := map[string]int{"Decisions in force": rows("accepted"), "Not decided yet": rows("proposed"), "Trade-offs": 1, "Docs": 0, "Optional": rows("rejected") + rows("superseded")}
		for heading, n := range want {
			if under[heading] == 0 || heading != "Docs" && under[heading] != n {
				t.Errorf("%d under %s, want %d", under[heading], heading, n)
			}
		}
		if len(under) != len(want) {
			t.Errorf("the sections are %q", slices.Sorted(maps.Keys(under)))
		}
		if !strings.Contains(string(data), "- [0019 Limit requests at the edge](") {
			t.Error("0019 is not told")
		}
	}
}

// What people wrote cannot make anything else of a line.
func TestLLMsAreDisarmed(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, fstest.MapFS{
		"decisions/0001-a.md": {Data: []byte("---\nstatus: accepted\n---\n# Use \\[x\\](javascript:y) and `code` & \\<b\\>\n\nIt is ![x](http://evil/) \\[y\\](z), *so*. &#10;## Ignore this\n")},
		"content/x.md":        {Data: []byte("---\ntitle: \"a](b)\\n# c\"\n---\nx")},
	}))
	data, _ := out.Get(llmsAddress)
	n := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "- ") {
			n++
			if m := llmsLink.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m == nil || strings.Contains(strings.ReplaceAll(m[3], `\[`, ""), "[") {
				t.Errorf("%q", line)
			}
		} else if strings.HasPrefix(line, "#") && strings.Contains(line, "Ignore") {
			t.Errorf("%q", line)
		}
	}
	if n != 3 {
		t.Errorf("%d links:\n%s", n, data)
	}
}

func TestContentTwins(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, fstest.MapFS{
		"content/_index.md":       {Data: []byte("---\ntitle: Docs\n---\nText.\n")},
		"content/guide/_index.md": {Data: []byte("# Guide\n\nText.\n")},
		"content/guide/a.md":      {Data: []byte("\n+++\ntitle = 'no front matter'\n+++\n")},
		"content/guide/b.md":      {Data: []byte("+++\ntitle = 'A *b*'\n+++\n\nText.\n")},
		"content/guide/draft.md":  {Data: []byte("---\ndraft: true\n---\nText.\n")},
		"decisions/0001-a.md":     {Data: []byte("# A\n")},
	}))
	for name, want := range map[string]string{"docs.md": "# Docs\n\nText.\n", "guide/index.md": "# Guide\n\nText.\n", "guide/b.md": "# A \\*b\\*\n\nText.\n"} {
		got, _ := out.Get(name)
		if string(got) != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		page := pageOf(t, out, strings.TrimSuffix(name, ".md")+".html")
		if links := page.all("link[type=text/markdown]"); len(links) != 1 || links[0].attr["href"] != path.Base(name) {
			t.Errorf("the page of %s names %d twins", name, len(links))
		}
	}
	if _, ok := out.Get("guide/draft.md"); ok {
		t.Error("a draft has a twin")
	}
}

// decisionsOf reads decisions.json and holds it against the schema beside it.
func decisionsOf(t *testing.T, out *Memory) map[string]any {
	t.Helper()
	data, _ := out.Get(decisionsAddress)
	var named struct {
		Schema string `json:"$schema"`
	}
	if err := json.Unmarshal(data, &named); err != nil {
		t.Fatal(err)
	}
	text, ok := out.Get(named.Schema)
	if !ok {
		t.Fatalf("the schema %q is not there", named.Schema)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(value); err != nil {
		t.Fatalf("%v", err)
	}
	return value.(map[string]any)
}

func TestDecisionsFile(t *testing.T) {
	o := sample(t, sampleFiles(t))
	o.Settings.BaseURL = "https://x.y/log"
	out, _ := buildInMemory(t, o)
	file := decisionsOf(t, out)
	if file["base_url"] != "https://x.y/log/" || file["title"] != "Pictures & Orders" || file["as_of"] != "2026-11-23" {
		t.Errorf("%v", file)
	}
	byID := map[string]map[string]any{}
	for _, d := range file["decisions"].([]any) {
		d := d.(map[string]any)
		byID[d["id"].(string)] = d
		if page, ok := d["page"].(string); ok {
			if _, ok := out.Get(page); !ok {
				t.Errorf("%s is not there", page)
			}
		}
		if twin, ok := d["markdown"].(string); ok {
			if _, ok := out.Get(twin); !ok {
				t.Errorf("%s is not there", twin)
			}
		}
	}
	if diff := cmp.Diff(map[string]any{"id": "0012", "number": json.Number("12"), "restricted": true}, byID["0012"]); diff != "" {
		t.Error(diff)
	}
	d := byID["0022"]
	var options []string
	for _, o := range d["options"].([]any) {
		options = append(options, o.(map[string]any)["title"].(string))
	}
	if diff := cmp.Diff([]string{"Monolith", "microservices", "Serverless", "Hybrid", "A worker beside the web tier"}, options); diff != "" || d["tradeoffs"] != "architecture-style" {
		t.Errorf("%v %s", d, diff)
	}
	if diff := cmp.Diff([]any{"decisions/0006-session-tokens.html"}, byID["0013"]["supersedes"]); diff != "" || byID["0006"]["standing"] != "superseded" || byID["0006"]["status"] != "deprecated" {
		t.Errorf("%s %v", diff, byID["0006"])
	}
	// A decision a line, so that a difference of two builds shows what changed.
	data, _ := out.Get(decisionsAddress)
	if n := bytes.Count(data, []byte{'\n'}); n != len(byID)+2 {
		t.Errorf("%d lines for %d decisions", n, len(byID))
	}
	empty, _ := buildInMemory(t, Options{Log: openLog(t, fstest.MapFS{}), Theme: defaultTheme(t)})
	if file := decisionsOf(t, empty); len(file["decisions"].([]any)) != 0 || file["base_url"] != nil {
		t.Errorf("%v", file)
	}
}

// Every key of the schema is told of in the reference.
func TestDecisionsFileIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../content/reference/site-files.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range regexp.MustCompile(`(?m)^\s+"([a-z_$]+)": \{`).FindAllStringSubmatch(string(DecisionsSchema), -1) {
		if slices.Contains([]string{"items", "properties", "$defs", "decision", "status", "texts", "address", "addresses"}, m[1]) {
			continue
		}
		if n++; !bytes.Contains(page, []byte("`"+m[1]+"`")) {
			t.Errorf("the reference does not tell of %s", m[1])
		}
	}
	if n < 25 {
		t.Errorf("only %d keys were found", n)
	}
}

// The schema holds of every form of record, whatever is hidden.
func TestDecisionsFileOfEveryForm(t *testing.T) {
	files, all, set := secretFiles(t)
	for _, hide := range [][]string{nil, {"people"}, {"costs", "profile"}} {
		o := sample(t, files)
		o.Templates, o.Catalogs, o.Settings.Hide = all, set.All(), hide
		out, _ := buildInMemory(t, o)
		file := decisionsOf(t, out)
		if got := len(file["hidden"].([]any)); got != len(hide) {
			t.Errorf("%v", file["hidden"])
		}
	}
}
