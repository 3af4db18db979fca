package site

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
	"tradeoff/internal/theme"
	"tradeoff/themes"
)

// built is the sample site.
func built(t *testing.T) (*Memory, diag.List) {
	t.Helper()
	return buildInMemory(t, sample(t, sampleFiles(t)))
}

func TestLogPage(t *testing.T) {
	out, _ := built(t)
	page := pageOf(t, out, "index.html")
	if diff := cmp.Diff([]string{"proposed 4", "accepted 15", "rejected 2", "superseded 1"}, bare(page.texts(".filter-status li"))); diff != "" {
		t.Error(diff)
	}
	want := []string{
		"0007 Run the thumbnail pipeline as functions waits for a decision, 42 days",
		"0016 Answer product search from the database waits for a decision, 21 days",
		"0022 Serve product search as functions waits for a decision, 5 days",
		"0021 Choose a queue for the events of orders waits for a decision, 3 days",
	}
	if diff := cmp.Diff(want, page.texts(".attention li")); diff != "" {
		t.Error(diff)
	}
	if got := len(page.all(".why-overdue")); got != 2 {
		t.Errorf("%d are overdue, want 2", got)
	}
	rows := page.texts(".log-all .row-number")
	if len(rows) != 23 || rows[0] != "0023" || rows[22] != "0001" {
		t.Errorf("the rows are %q", rows)
	}
	first := page.all(".row")[3]
	if diff := cmp.Diff([]string{"Keep a cold copy in a second region", "Chosen: a cold copy over a second live region, because an hour of recovery is what was promised.", "●accepted", "2026-06-16", "operations cost"},
		first.texts(".row-title, .row-lead, .status, .row-date, .row-tags")); diff != "" {
		t.Error(diff)
	}
}

// bare drops the signs before the words.
func bare(list []string) []string {
	for i, s := range list {
		list[i] = strings.TrimLeft(s, "○◌●✕◍→? ")
	}
	return list
}

func TestRecordPage(t *testing.T) {
	out, findings := built(t)
	page := pageOf(t, out, "decisions/0007-run-thumbnails-as-functions.html")
	for selector, want := range map[string][]string{
		"h1":                       {"Run the thumbnail pipeline as functions"},
		".lead strong":             {"Chosen:"},
		".record-status .status":   {"◌proposed"},
		".contents a":              {"Context and Problem Statement", "The options side by side", "Worst cases", "Of serverless, the chosen option", "Of the others", "Consequences"},
		".place-next a":            {"0008 Write a schema for every event"},
		".place-previous a":        {"0006 Sign session tokens ourselves"},
		"td.verdict-breaks":        {"✕ breaks: one provider's queue format"},
		"aside.alert .alert-name":  {"▲ Warning"},
		".record-body h1, .source": nil,
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	if got := page.all("h1")[0].attr["id"]; got != "run-the-thumbnail-pipeline-as-functions" {
		t.Errorf("the title's id is %q", got)
	}
	if text := page.text(); strings.Contains(text, "tradeoff:") || strings.Contains(text, "status: proposed") {
		t.Error("a mark or the front matter shows")
	}
	twin, _ := out.Get("decisions/0007-run-thumbnails-as-functions.md")
	if diff := cmp.Diff(string(sampleFiles(t)["decisions/0007-run-thumbnails-as-functions.md"].Data), string(twin)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"decisions/0007-run-thumbnails-as-functions.md:66:108: warning: link 0099-nothing.md: there is no such file [broken-link]"}, lines(findings)); diff != "" {
		t.Error(diff)
	}

	replaced := pageOf(t, out, "decisions/0006-session-tokens.html")
	if diff := cmp.Diff([]string{"superseded by 0013 Let the platform's login service sign tokens"}, replaced.texts(".banner")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"supersedes 0006 Sign session tokens ourselves"}, pageOf(t, out, "decisions/0013-login-by-the-platform.html").texts(".banner")); diff != "" {
		t.Error(diff)
	}
	// The restricted 0012 lies between these two.
	if diff := cmp.Diff([]string{"0011 Keep all services in one repository"}, pageOf(t, out, "decisions/0013-login-by-the-platform.html").texts(".place-previous a")); diff != "" {
		t.Error(diff)
	}
	// The lead of a record without blocks is its first paragraph, and stands there once.
	prose := pageOf(t, out, "decisions/0010-postgres.html")
	if n := strings.Count(prose.all("main")[0].text(), "one thing to back up"); n != 1 || len(prose.texts(".lead")) != 1 {
		t.Errorf("the lead stands there %d times", n)
	}
}

func lines(findings diag.List) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.String())
	}
	return list
}

// TestRecordFacts holds the line of facts of a decision that has an input and no
// record yet.
func TestRecordFacts(t *testing.T) {
	out, _ := built(t)
	want := []string{"Date2026-11-20", "Look again whenorders pass 1,000 a minute", "Builtin part", "Tagsmessaging"}
	if diff := cmp.Diff(want, pageOf(t, out, "decisions/0021-choose-a-queue.html").texts(".facts div")); diff != "" {
		t.Error(diff)
	}
}

func TestRecordsThatAreNotRendered(t *testing.T) {
	files := fstest.MapFS{
		"decisions/0001-large.md":   {Data: []byte("# Large\n\n" + strings.Repeat("words\n", 400_000))},
		"decisions/0002-hostile.md": {Data: []byte("# Hostile\n\n" + strings.Repeat("*a_b", 20_000))},
		"decisions/0003-other.adoc": {Data: []byte("= Other\n\n<script>alert(1)</script>\n")},
		"decisions/0004-none.yaml":  {Data: []byte("format: tradeoff/1\ntitle: None yet\nstatus: draft\n")},
		"decisions/0005-bytes.md":   {Data: []byte("# Bytes \xff\xfe\n\n\x00 text \xff\n")},
		"content/x.md":              {Data: []byte("x")},
	}
	o := sample(t, files)
	out, _ := buildInMemory(t, o)
	for name, want := range map[string]string{
		"decisions/0001-large.html":   "The text is larger than 2 MB",
		"decisions/0002-hostile.html": "beyond what can be rendered in good time",
		"decisions/0003-other.html":   "not Markdown",
		"decisions/0004-none.html":    "has an input and no record yet",
	} {
		page := pageOf(t, out, name)
		if got := strings.Join(page.texts(".notice"), ""); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
	if got := pageOf(t, out, "decisions/0002-hostile.html").texts(".source"); len(got) != 1 || !strings.HasPrefix(got[0], "# Hostile") {
		t.Errorf("no source: %.60q", got)
	}
	if !slices.Contains(out.Paths(), "decisions/0003-other.adoc") {
		t.Error("the text of a record that is not Markdown is not there")
	}
	pageOf(t, out, "decisions/0005-bytes.html")
}

func TestContentPages(t *testing.T) {
	out, _ := built(t)
	page := pageOf(t, out, "guide/writing.html")
	if diff := cmp.Diff([]string{"Working agreement", "Guides", "Write a decision", "Review a decision"}, page.texts(".tree a")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Write a decision"}, page.texts(".tree a[aria-current=page]")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Decisions", "Timeline", "Graph", "Trade-offs", "Docs"}, page.texts(".site-nav a")); diff != "" {
		t.Error(diff)
	}
	var hrefs []string
	for _, a := range page.all(".prose a") {
		hrefs = append(hrefs, a.attr["href"])
	}
	if diff := cmp.Diff([]string{"../catalogs/architecture-style.html", "reviewing.html#ask-first"}, hrefs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Working agreementFive sentences that everybody signed.", "Guides"}, pageOf(t, out, "docs.html").texts(".entries li")); diff != "" {
		t.Error(diff)
	}
	for name, data := range out.Files() {
		if strings.Contains(string(data), "Draft text") || strings.Contains(name, "unfinished") {
			t.Errorf("%s shows a draft", name)
		}
	}
}

func TestContentThatIsWrong(t *testing.T) {
	files := fstest.MapFS{
		"content/tags.md":        {Data: []byte("# Tags\n")},
		"content/a.md":           {Data: []byte("---\ntitle: [x\n---\n# From the text\n")},
		"content/b.md":           {Data: []byte("---\ntitle: B\nweight: heavy\ndraft: maybe\n---\ntext\n")},
		"content/c.md":           {Data: []byte("+++\ntitle = \"C\"\nweight = 1\n+++\ntext\n")},
		"content/.hidden/x.md":   {Data: []byte("# X\n")},
		"content/deep/er/d-e.md": {Data: []byte("no title\n")},
	}
	out, findings := buildInMemory(t, sample(t, files))
	if diff := cmp.Diff([]string{"C", "From the text", "Deep"}, pageOf(t, out, "docs.html").texts(".entries a")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"D e"}, pageOf(t, out, "deep/er/d-e.html").texts("h1")); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, f := range findings {
		got = append(got, f.Pos.String()+" "+f.Rule)
	}
	if diff := cmp.Diff([]string{"content/a.md:2:8 syntax", "content/b.md:3:9 front-matter", "content/b.md:4:1 front-matter", "content/tags.md page-address"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCatalogPage(t *testing.T) {
	out, _ := built(t)
	page := pageOf(t, out, "catalogs/architecture-style.html")
	for selector, want := range map[string][]string{
		".factors th[scope=col]": {"Factor", "Monolith", "Serverless"},
		".factors td":            {"up to 50One queue.", "any", "new products", ""},
		".worst-figure":          {"640 ms"},
		".needs dt":              {"Tracing"},
		".option h3":             {"Monolith", "Serverless", "Hybrid"},
		".rule":                  {"Take the simplest that survives its worst case. measured"},
		".fields .answer":        {"engineers whole number, people, from 1", "runtime jvm, other", "someone-waits yes or no", "requests-per-month number, requests a month", "instance-monthly-cost number, US dollars a month"},
		".sources a":             {"A study"},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	if diff := cmp.Diff([]string{"Resize pictures in functions", "Serve product search as functions", "Run the thumbnail pipeline as functions"}, page.texts(".log .row-title")); diff != "" {
		t.Error(diff)
	}
}

func TestTagPages(t *testing.T) {
	o := sample(t, fstest.MapFS{
		"decisions/0001-a.md": {Data: []byte("---\nstatus: accepted\ntags: [C++, media, Media, '++']\n---\n# A\n")},
		"decisions/0002-b.md": {Data: []byte("---\nstatus: accepted\ntags: [c#, MEDIA]\n---\n# B\n")},
		"content/x.md":        {Data: []byte("x")},
	})
	out, _ := buildInMemory(t, o)
	var got []string
	for _, a := range pageOf(t, out, "tags.html").all(".entries li") {
		got = append(got, a.text()+" "+a.all("a")[0].attr["href"])
	}
	if diff := cmp.Diff([]string{"++ 1 tags/tag.html", "c# 1 tags/c.html", "C++ 1 tags/c-2.html", "MEDIA 2 tags/media.html"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"B", "A"}, pageOf(t, out, "tags/media.html").texts(".row-title")); diff != "" {
		t.Error(diff)
	}
}

func TestFeed(t *testing.T) {
	for _, tt := range []struct{ base, id, first, self string }{
		{"", "tag:tradeoff.invalid,2026:pictures-orders/index.html", "decisions/0021-choose-a-queue.html", "feed.xml"},
		{"https://x.y/log", "https://x.y/log/", "https://x.y/log/decisions/0021-choose-a-queue.html", "https://x.y/log/feed.xml"},
	} {
		o := sample(t, sampleFiles(t))
		o.Settings.BaseURL = tt.base
		out, _ := buildInMemory(t, o)
		data, _ := out.Get("feed.xml")
		var f atomFeed
		if err := xml.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
		if f.ID != tt.id || f.Entries[0].Link.Href != tt.first || f.Links[0].Href != tt.self || f.Updated != "2026-11-20T00:00:00Z" || len(f.Entries) != 22 {
			t.Errorf("base %q: %+v", tt.base, f)
		}
		ids := map[string]bool{f.ID: true}
		for _, e := range f.Entries {
			if ids[e.ID] || e.Title == "" || e.Updated == "" {
				t.Errorf("entry %+v", e)
			}
			ids[e.ID] = true
		}
		_, hasMap := out.Get("sitemap.xml")
		graph := len(pageOf(t, out, "index.html").all("meta[property=og:title], link[rel=canonical]"))
		if hasMap != (tt.base != "") || (graph == 2) != (tt.base != "") {
			t.Errorf("base %q: sitemap %v, %d marks of OpenGraph", tt.base, hasMap, graph)
		}
	}
}

func TestMissingPage(t *testing.T) {
	for base, home := range map[string]string{"": "/", "https://x.y/a b/": "/a%20b/"} {
		o := sample(t, sampleFiles(t))
		o.Settings.BaseURL = base
		out, _ := buildInMemory(t, o)
		page := pageOf(t, out, "404.html")
		if got := page.all("a")[0].attr["href"]; got != home {
			t.Errorf("base %q leads home to %q", base, got)
		}
		if len(page.all("link[rel=stylesheet], img, script[src]")) > 0 {
			t.Error("it needs another file")
		}
	}
}

// TestPolicy holds every page's policy against what stands in the page: it names
// each script and style by its hash, and allows nothing else to stand in it.
func TestPolicy(t *testing.T) {
	out, _ := built(t)
	inline := regexp.MustCompile(`(?s)<(script|style)(?: [^>]*)?>(.*?)</(?:script|style)>`)
	for _, name := range out.Paths() {
		if path.Ext(name) != ".html" {
			continue
		}
		data, _ := out.Get(name)
		found := inline.FindAllStringSubmatch(string(data), -1)
		found = slices.DeleteFunc(found, func(m []string) bool { return m[2] == "" }) // its file is named in the tag
		if len(found) == 0 {
			t.Errorf("%s: the colour theme is set by no script in the page", name)
		}
		allowed := pageOf(t, out, name).all("meta")[0].attr["content"]
		for _, m := range found {
			if m[2] == "" {
				continue // its file is named in the tag
			}
			sum := sha256.Sum256([]byte(m[2]))
			if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(allowed, hash) {
				t.Errorf("%s: the policy %s does not name the %s %q", name, allowed, m[1], m[2])
			}
		}
		for _, never := range []string{"'unsafe-eval'", "*", "https:"} {
			if strings.Contains(allowed, never) {
				t.Errorf("%s: the policy allows %s", name, never)
			}
		}
		if scripts, _, _ := strings.Cut(allowed[strings.Index(allowed, "script-src"):], ";"); strings.Contains(scripts, "unsafe-inline") {
			t.Errorf("%s: %s", name, scripts)
		}
	}
}

// TestScripts holds that scripts are told apart from what else the theme brings,
// and that one which no parser reads is copied as it is, with a word about it.
func TestScripts(t *testing.T) {
	o := sample(t, sampleFiles(t))
	var err error
	o.Theme, err = theme.Load([]fs.FS{theme.Named("ours", fstest.MapFS{
		"assets/own.js":     {Data: []byte("// why\nconst answer = 6 * 7;\nconsole.log( answer );\n")},
		"assets/lib.min.js": {Data: []byte("// kept\nx( 1 )\n")},
		"assets/bad.js":     {Data: []byte("function ( {\n")},
		"assets/own.css":    {Data: []byte("a { color: red }\n")},
	}), theme.Named("themes/default", themes.Default())})
	if err != nil {
		t.Fatal(err)
	}
	out, findings := buildInMemory(t, o)
	for name, want := range map[string]string{
		"assets/own.js": "const answer=6*7;console.log(answer)", "assets/lib.min.js": "// kept\nx( 1 )\n",
		"assets/bad.js": "function ( {\n", "assets/own.css": "a { color: red }\n",
	} {
		if got, _ := out.Get(name); string(got) != want {
			t.Errorf("%s holds %q, want %q", name, got, want)
		}
	}
	if !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Rule == "asset" && f.Pos.File == "assets/bad.js" }) {
		t.Errorf("nobody hears of the script that cannot be read: %v", findings)
	}
}

// TestUnwrittenSections tells a reader which sections of a record nobody has
// written, and says nothing of those that hold others.
func TestUnwrittenSections(t *testing.T) {
	files := fstest.MapFS{"decisions/0001-a.md": {Data: []byte("# A\n\n## Context\n\n<!-- Describe it. -->\n\n## Options\n\n### One\n\nText.\n\n### Two\n\n## Outcome\n\nText.\n\n## More\n")}}
	out, _ := buildInMemory(t, sample(t, files))
	var got []string
	for _, e := range pageOf(t, out, "decisions/0001-a.html").all(".heading-unwritten") {
		if e.attr["data-words"] == "" {
			t.Error("it does not say so")
		}
		got = append(got, strings.TrimSpace(strings.TrimSuffix(e.text(), "#")))
	}
	if diff := cmp.Diff([]string{"Context", "Two", "More"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestLongWait tells a wait of years in years.
func TestLongWait(t *testing.T) {
	files := fstest.MapFS{"decisions/0001-a.md": {Data: []byte("---\nstatus: proposed\ndate: 2021-01-01\n---\n# A\n")}}
	out, _ := buildInMemory(t, sample(t, files))
	if diff := cmp.Diff([]string{"0001 A waits for a decision, over 5 years"}, pageOf(t, out, "index.html").texts(".attention li")); diff != "" {
		t.Error(diff)
	}
}

// TestUnwrittenLead shows no lead of which the template's dots are left.
func TestUnwrittenLead(t *testing.T) {
	files := fstest.MapFS{"decisions/0001-a.md": {Data: []byte("# A\n\n**Chosen:** … over …, because …; it accepts that ….\n\n## Context\n\nText.\n")}}
	out, _ := buildInMemory(t, sample(t, files))
	for _, name := range []string{"index.html", "decisions/0001-a.html", "feed.xml", "llms.txt", "decisions.json"} {
		if data, ok := out.Get(name); !ok || strings.Contains(string(data), "… over …") {
			t.Errorf("%s shows what nobody wrote", name)
		}
	}
}
