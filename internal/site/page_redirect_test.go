package site

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestAliasAddress(t *testing.T) {
	for _, tt := range []struct{ name, alias, want string }{
		{"guide/a.md", "/old/page/", "old/page/index.html"},
		{"guide/a.md", "/old/page", "old/page/index.html"},
		{"guide/a.md", "/old.html", "old.html"},
		{"guide/a.md", "old.html", "guide/old.html"},
		{"guide/a.md", "old", "guide/old/index.html"},
		{"a.md", "old/", "old/index.html"},
		{"guide/a.md", "../x/", "x/index.html"},
		{"guide/a.md", "/", ""},
		{"guide/a.md", "../../x/", ""},
		{"guide/a.md", "/../x/", ""},
		{"guide/a.md", "https://x.y/", ""},
		{"guide/a.md", "//x.y/", ""},
		{"guide/a.md", "/a?b=c", ""},
		{"guide/a.md", `..\x`, ""},
		{"guide/a.md", "..", ""},
	} {
		got, ok := aliasAddress(tt.name, tt.alias)
		if !ok {
			got = ""
		}
		if got != tt.want {
			t.Errorf("the alias %s of %s is %q, want %q", tt.alias, tt.name, got, tt.want)
		}
	}
}

func TestRedirects(t *testing.T) {
	o := sample(t, fstest.MapFS{
		"decisions/0002-named.md":  {Data: []byte("# Named\n\n## Status\n\naccepted\n")},
		"decisions/0003-other.md":  {Data: []byte("# Other\n\nSee [the old name](0001-first.md) and [another](../decisions/0001-second.md#status), not [this](0009-the-secret.md).\n")},
		"decisions/0004-secret.md": {Data: []byte("---\nvisibility: restricted\n---\n# Secret\n")},
		"decisions/sub/x.md":       {Data: []byte("# X\n")},
		".tradeoff/moved.yaml":     {Data: []byte("moved:\n- {from: decisions/0001-first.md, to: decisions/0001-second.md}\n- {from: decisions/0001-second.md, to: decisions/0002-named.md}\n- {from: decisions/0009-the-secret.md, to: decisions/0004-secret.md}\n- {from: decisions/0003-other.md, to: decisions/0002-named.md}\n- {from: decisions/0008-gone.md, to: decisions/0007-gone.md}\n- {from: decisions/y.md, to: decisions/sub/x.md}\n")},
		"content/guide/_index.md":  {Data: []byte("---\ntitle: Guide\naliases: /handbook/\n---\n")},
		"content/guide/a.md":       {Data: []byte("---\ntitle: A & B\naliases: [/old/page/, before.html, /index.html, 'https://x.y', [x], /docs.html/x/, /.tradeoff-manifest/]\n---\ntext\n")},
	})
	out, findings := buildInMemory(t, o)
	var got []string
	for _, name := range out.Paths() {
		if page, ok := out.Get(name); ok && strings.Contains(string(page), `http-equiv="refresh"`) {
			got = append(got, name+" "+pageOf(t, out, name).all("meta[http-equiv=refresh]")[0].attr["content"])
		}
	}
	want := []string{
		"decisions/0001-first.html 0; url=0002-named.html",
		"decisions/0001-second.html 0; url=0002-named.html",
		"decisions/y.html 0; url=sub/x.html",
		"guide/before.html 0; url=a.html",
		"handbook/index.html 0; url=../guide/index.html",
		"old/page/index.html 0; url=../../guide/a.html",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	page := pageOf(t, out, "old/page/index.html")
	if diff := cmp.Diff([]string{"A & B"}, page.texts("main a")); diff != "" {
		t.Error(diff)
	}
	if len(page.all("meta[http-equiv=Content-Security-Policy]")) != 1 || len(page.all("meta[name=robots]")) != 1 || len(page.all("script")) != 0 {
		t.Error("the page has no policy, may be indexed or runs a script")
	}
	var hrefs []string
	for _, a := range pageOf(t, out, "decisions/0003-other.html").all(".prose a, .lead a") {
		hrefs = append(hrefs, a.attr["href"])
	}
	if diff := cmp.Diff([]string{"0002-named.html", "0002-named.html#status"}, hrefs); diff != "" {
		t.Error(diff)
	}
	wanted := []string{
		"content/guide/a.md:3:36: warning: the alias /index.html is the address of a page, or stands twice [page-address]",
		"content/guide/a.md:3:49: warning: the alias https://x.y is no address of this site [front-matter]",
		"content/guide/a.md:3:64: warning: an alias is a list [front-matter]",
		"content/guide/a.md:3:69: warning: the alias /docs.html/x/ is no address of this site [front-matter]",
		"content/guide/a.md:3:84: warning: the alias /.tradeoff-manifest/ is no address of this site [front-matter]",
	}
	if diff := cmp.Diff(wanted, lines(findings)); diff != "" {
		t.Error(diff)
	}
	for name, data := range out.Files() {
		if strings.Contains(name, "secret") || strings.Contains(string(data), "the-secret") {
			t.Errorf("%s tells the old name of a restricted decision", name)
		}
	}
	o.Settings.BaseURL = "https://x.y/log/"
	out, _ = buildInMemory(t, o)
	if got := pageOf(t, out, "decisions/y.html").all("link[rel=canonical]"); len(got) != 1 || got[0].attr["href"] != "https://x.y/log/decisions/sub/x.html" {
		t.Errorf("the canonical address is %v", got)
	}
	if data, _ := out.Get("sitemap.xml"); strings.Contains(string(data), "y.html") {
		t.Error("the sitemap names an old address")
	}
	if slices.ContainsFunc(out.Paths(), func(p string) bool { return p == "decisions/0001-first.md" }) {
		t.Error("an old twin is there")
	}
}

func TestHugosFrontMatter(t *testing.T) {
	o := sample(t, fstest.MapFS{
		"content/json.md":         {Data: []byte("{\n  \"title\": \"In JSON\", \"weight\": 2,\n  \"draft\": \"no\"\n}\n\nText of JSON.\n")},
		"content/brace.md":        {Data: []byte("{not: json}\n\n{{ a }}\n")},
		"content/toml.md":         {Data: []byte("+++\ntitle = \"In TOML\"\ndate = 2026-03-01\nweight = 1\ndescription = \"TOML\"\nparams = {a = 1}\n+++\nText\n")},
		"content/slug.md":         {Data: []byte("---\ntitle: Slugged\nslug: other-name\nlinkTitle: Short\nlastmod: 2026-04-01T10:00:00Z\n---\n[to url](url.md)\n")},
		"content/url.md":          {Data: []byte("---\ntitle: Url\nurl: /about/us/\ndate: 2026-05-01\nsitemap: {priority: 1}\n---\n[to slug](slug.md) [to bundle](bundle/)\n")},
		"content/wrong.md":        {Data: []byte("---\ntitle: Wrong\nslug: a/b\nurl: ../../x\ndate: soon\n---\n")},
		"content/bundle/index.md": {Data: []byte("---\ntitle: A bundle\n---\n![](a.png)\n\n{{< figure src=\"a.png\" >}} and `{{< code >}}`\n\n```\n{{< fenced >}}\n```\n")},
		"content/bundle/a.png":    {Data: gray(t, 3, 2)},
	})
	o.Settings.BaseURL = "https://x.y/"
	out, findings := buildInMemory(t, o)
	if diff := cmp.Diff([]string{"In TOML", "In JSON", "Url", "Brace", "Short", "Wrong", "A bundle"}, pageOf(t, out, "docs.html").texts(".entries a")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Slugged"}, pageOf(t, out, "other-name.html").texts("h1")); diff != "" {
		t.Error(diff)
	}
	if got := pageOf(t, out, "about/us/index.html").all(".prose a"); len(got) != 2 || got[0].attr["href"] != "../../other-name.html" || got[1].attr["href"] != "../../bundle/index.html" {
		t.Errorf("the links are %v", got)
	}
	if got := pageOf(t, out, "bundle/index.html").all("main img"); len(got) != 1 || got[0].attr["width"] != "3" {
		t.Errorf("the bundle's image is %v", got)
	}
	if got := strings.Join(pageOf(t, out, "json.html").texts(".prose p"), ""); got != "Text of JSON." {
		t.Errorf("below JSON stands %q", got)
	}
	want := []string{
		"content/bundle/index.md:6: note: {{< figure is a shortcode of Hugo, and shows here as it is written [shortcode]",
		"content/json.md:3:12: warning: draft is text [front-matter]",
		"content/wrong.md:3:7: warning: the slug \"a/b\" is none [front-matter]",
		"content/wrong.md:4:6: warning: the url \"../../x\" is no address of this site [front-matter]",
		"content/wrong.md:5:7: warning: date is \"soon\", which is no date [front-matter]",
	}
	if diff := cmp.Diff(want, lines(findings)); diff != "" {
		t.Error(diff)
	}
	data, _ := out.Get("sitemap.xml")
	for _, want := range []string{"<lastmod>2026-04-01</lastmod>", "<lastmod>2026-05-01</lastmod>", "<lastmod>2026-03-01</lastmod>"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the sitemap has no %s", want)
		}
	}
}
