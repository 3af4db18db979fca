package site

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// FuzzBody reads back what any text becomes, as a browser reads it: elements and
// attributes of known names, links of the allowed schemes, images of the project
// or of an allowed host, and an article that nothing in it can close.
func FuzzBody(f *testing.F) {
	for _, a := range advisories {
		f.Add(a.text)
	}
	for _, text := range []string{
		"# A\n\n## B\n\nc *d* **e** ~~f~~ `g` [h](0001-a.md#first-part) ![i](img/p.png) <https://j.k> l@m.n\n",
		"| a | b |\n|:-|-:|\n| ● fits | 1<br>2 |\n\n- [ ] c\n- [x] d\n\n1. e\n   - f\n\nterm\n: definition\n\n> [!WARNING]\n> g[^1]\n\n[^1]: h\n",
		"```go\nfunc a() {}\n```\n\n```mermaid\ngraph LR\nA-->B\n```\n\n    indented\n",
		"<details><summary>a</summary>\n\n**b**\n\n| c |\n|-|\n| <kbd>d</kbd> |\n\n</details>\n",
		"<p align=\"center\"><img src=\"img/p.png\" width=10 height=10><a href='#x'>\n\n# y\n\n</p></a>\n",
		"<table><tr><td>\n\n- a\n\n</td></tr></table><b title=1><i><u>\n\nc</u> d <ul><li>e\n",
		"![a](https://pic.example.org/a.png) <img src=https://pic.example.org/b.png> ![c](https://example.com/c.png)\n",
		"[a <a href=//b.c>](https://d.e) <a href=\"mailto:f\">[g](h.md)</a> <dl><dt>i<dd>j</dl>\n",
	} {
		f.Add(text)
	}
	safe, unsafe := small(f), small(f)
	unsafe.Settings.Unsafe = true
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range []*build{safe, unsafe} {
			b.Settings.AllowImages = []string{"*.example.org"}
			b.findings, b.jumps = nil, nil
			checkSafe(t, text, doc(b, text).render())
		}
		summary(text)
	})
}

var (
	safeElements = strings.Fields("a aside blockquote br code dd del div dl dt em figure h2 h3 h4 h5 h6 hr img li ol p pre span strong sup table tbody td th thead tr ul")
	safeAttrs    = strings.Fields("alt aria-hidden aria-label class decoding height href id loading referrerpolicy rel role scope src start tabindex title width")
	// Those that a text's own HTML may have besides, and what a browser makes of them.
	ownElements = append(slices.Concat(phrasing, flow), "colgroup")
	ownAttrs    = strings.Fields("colspan dir lang open rowspan")
	safeSchemes = strings.Fields("http https mailto")
)

// checkSafe reads a text's page back and reports what must not be in it.
func checkSafe(t *testing.T, text string, out rendered) {
	t.Helper()
	const before, after = "<!doctype html><main><article><div>", "</div></article><footer>end</footer></main>"
	page, err := html.Parse(strings.NewReader(before + string(out.Body) + after))
	if err != nil {
		t.Fatalf("%q\nbecame %s\n%v", text, out.Body, err)
	}
	var article, footer *html.Node
	ids := map[string]bool{}
	for n := range page.Descendants() {
		switch {
		case n.Type == html.CommentNode:
			t.Errorf("%q has the comment %q", text, n.Data)
		case n.Type != html.ElementNode:
		case n.Data == "article":
			article = n
		case n.Data == "footer":
			footer = n
		}
	}
	if article == nil || footer == nil || article.NextSibling != footer || footer.FirstChild.Data != "end" || footer.Parent.Data != "main" {
		t.Fatalf("%q leaves its article: %s", text, out.Body)
	}
	for e := range article.Descendants() {
		if e.Type != html.ElementNode {
			continue
		}
		if e.Namespace != "" || !slices.Contains(safeElements, e.Data) && !slices.Contains(ownElements, e.Data) {
			t.Errorf("%q has the element %s", text, e.Data)
		}
		for _, a := range e.Attr {
			if !slices.Contains(safeAttrs, a.Key) && !slices.Contains(ownAttrs, a.Key) {
				t.Errorf("%q has the attribute %s of %s", text, a.Key, e.Data)
			}
			switch a.Key {
			case "id":
				if ids[a.Val] {
					t.Errorf("%q has two elements with the id %q", text, a.Val)
				}
				ids[a.Val] = true
			case "href":
				if u, err := url.Parse(a.Val); err != nil || u.Scheme != "" && !slices.Contains(safeSchemes, u.Scheme) || u.Scheme == "" && u.Host != "" {
					t.Errorf("%q has a link to %q (%v)", text, a.Val, err)
				}
			case "src":
				u, err := url.Parse(a.Val)
				if err != nil || u.Scheme == "" && u.Host != "" || u.Scheme != "" && (u.Scheme != "https" || !strings.HasSuffix(strings.ToLower(u.Host), ".example.org")) {
					t.Errorf("%q has an image from %q (%v)", text, a.Val, err)
				}
				if u != nil && u.Host != "" && !slices.Contains(out.hosts, "https://"+strings.ToLower(u.Host)) {
					t.Errorf("%q shows an image from %q, which its policy does not name", text, a.Val)
				}
			}
		}
	}
}
