package site

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	gtext "github.com/yuin/goldmark/text"

	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

// small is a build of a project with a few files, ready to render documents.
func small(t testing.TB) *build {
	t.Helper()
	files := fstest.MapFS{
		"decisions/0001-a.md":        {Data: []byte("---\nstatus: accepted\n---\n# A\n\n## First Part\n")},
		"decisions/0002-secret.md":   {Data: []byte("---\nstatus: accepted\nvisibility: restricted\n---\n# B\n")},
		"decisions/0001-a.yaml":      {Data: []byte("title: of somebody else\n")},
		"decisions/img/p.png":        {Data: gray(t, 30, 20)},
		"decisions/img/not.png":      {Data: []byte("text")},
		"decisions/img/good.svg":     {Data: []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12.5 7"><path d=""/></svg>`)},
		"decisions/img/script.svg":   {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><ScRipt>1</ScRipt></svg>`)},
		"decisions/img/frame.svg":    {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml"><h:frame src="javascript:1"/></svg>`)},
		"decisions/img/inner.svg":    {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><metadata><x xmlns="http://www.w3.org/1999/xhtml"/></metadata></svg>`)},
		"decisions/img/encoding.svg": {Data: []byte(`<?xml version="1.0" encoding = "iso-2022-jp"?><svg xmlns="http://www.w3.org/2000/svg"/>`)},
		"decisions/img/escape.svg":   {Data: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>\xff</desc></svg>")},
		"decisions/img/import.svg":   {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><style>@import url(//h.example/x)</style></svg>`)},
		"decisions/img/fill.svg":     {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(//h.example/x)"/></svg>`)},
		"decisions/img/image.svg":    {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href="//h.example/x.png"/></svg>`)},
		"decisions/img/animate.svg":  {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><animate attributeName="href" to="javascript:1"/></svg>`)},
		"decisions/img/drawn.svg":    {Data: []byte(`<?xml version="1.0" encoding="UTF-8" standalone="no"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="9" height="8"><inkscape:grid type="x"/><defs><style>@font-face { font-family: a; src: url(data:font/woff2;base64,AA==) } .a { fill: url(#b) }</style><linearGradient id="b"/></defs><a href="https://example.org/"><path class="a" style="fill:url(#b)"/></a><image href="data:image/png;base64,AA=="/></svg>`)},
		"decisions/img/onload.svg":   {Data: []byte(`<svg onload="1"></svg>`)},
		"decisions/img/link.svg":     {Data: []byte(`<svg><a href="java&#10;script:1"/></svg>`)},
		"decisions/img/entity.svg":   {Data: []byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg/>`)},
		"decisions/img/linked.png":   {Mode: fs.ModeSymlink, Data: []byte("p.png")},
		"docs/further page.md":       {Data: []byte("# Further\n\n## Below\n")},
		"docs/sub/_index.md":         {Data: []byte("# Sub\n")},
		"LICENSE":                    {Data: []byte("text")},
		"outside/of/content/pic.gif": {Data: []byte("GIF89a\x03\x00\x02\x00\x00\x00\x00")},
	}
	content, err := fs.Sub(files, "docs")
	if err != nil {
		t.Fatal(err)
	}
	log, err := ledger.Open(t.Context(), files, ledger.Options{Dirs: []string{"decisions"}})
	if err != nil {
		t.Fatal(err)
	}
	b := newBuild(Options{Log: log, Files: files, Content: content, Theme: defaultTheme(t),
		Settings: &config.Settings{Decisions: []string{"decisions"}, Content: "docs"}}, &Memory{})
	for _, step := range preparation {
		if err := step.do(b); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
	}
	b.findings = nil
	return b
}

// doc is a text of the record 0001-a.
func doc(b *build, text string) *document {
	return &document{build: b, file: "decisions/0001-a.md", page: "decisions/0001-a.html", data: []byte(text)}
}

func TestMarkdown(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"verdicts", "|a|b|\n|-|-|\n|● fits|✕ breaks: it *does*|\n|? unknown|◐|\n|?|●fits|\n",
			`<div class="scroll" role="group" tabindex="0" aria-label="Table 1"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody>` +
				`<tr><td class="verdict-fits"><span class="sign">●</span> fits</td><td class="verdict-breaks"><span class="sign">✕</span> breaks: it <em>does</em></td></tr>` +
				`<tr><td class="verdict-unknown"><span class="sign">?</span> unknown</td><td class="verdict-strains"><span class="sign">◐</span></td></tr>` +
				`<tr><td>?</td><td>●fits</td></tr></tbody></table></div>`},
		{"alignment by class, an empty head, a break", "||b|\n|:-|-:|\n|a|1<br/>2|\n",
			`<div class="scroll" role="group" tabindex="0" aria-label="Table 1"><table><thead><tr><td class="align-left"></td><th scope="col" class="align-right">b</th></tr></thead><tbody>` +
				`<tr><td class="align-left">a</td><td class="align-right">1<br>2</td></tr></tbody></table></div>`},
		{"headings", "## A *b* `c`\n\n### A b c\n\n## Ü 日本 1.2\n",
			`<div class="heading heading-2"><h2 id="a-b-c">A <em>b</em> <code>c</code></h2><a class="anchor" href="#a-b-c" aria-label="Link to “A b c”">#</a></div>` +
				`<div class="heading heading-3"><h3 id="a-b-c-1">A b c</h3><a class="anchor" href="#a-b-c-1" aria-label="Link to “A b c”">#</a></div>` +
				`<div class="heading heading-2"><h2 id="ü-日本-12">Ü 日本 1.2</h2><a class="anchor" href="#%C3%BC-%E6%97%A5%E6%9C%AC-12" aria-label="Link to “Ü 日本 1.2”">#</a></div>`},
		{"headings that say nothing", "##\n\n## ![](img/p.png)\n\n> ##\n", `<p><img src="img/p.png" alt="" width="30" height="20" loading="lazy" decoding="async"></p><blockquote></blockquote>`},
		{"an image that its title alone tells of", "![](img/p.png \"A & *b*\")\n", `<p><img src="img/p.png" alt="A &amp; *b*" width="30" height="20" loading="lazy" decoding="async"></p>`},
		{"links that say nothing", "[](https://a.example/?b&c) [![](img/p.png)](0001-a.md)\n",
			`<p><a href="https://a.example/?b&amp;c" rel="noopener noreferrer">https://a.example/?b&amp;c</a> <a href="0001-a.html"><img src="img/p.png" alt="" width="30" height="20" loading="lazy" decoding="async">0001-a.md</a></p>`},
		{"levels that skip", "# a\n\n#### b\n\n## c\n",
			`<div class="heading heading-2"><h2 id="a">a</h2><a class="anchor" href="#a" aria-label="Link to “a”">#</a></div>` +
				`<div class="heading heading-3"><h3 id="b">b</h3><a class="anchor" href="#b" aria-label="Link to “b”">#</a></div>` +
				`<div class="heading heading-3"><h3 id="c">c</h3><a class="anchor" href="#c" aria-label="Link to “c”">#</a></div>`},
		{"a heading in a quote", "> # q\n", `<blockquote><p class="inner-heading" id="q">q</p></blockquote>`},
		{"alert", "> [!Tip]\n> One *two*.\n>\n> Three.\n",
			`<aside class="alert alert-tip" role="note" aria-label="Tip"><p class="alert-name"><span class="sign" aria-hidden="true">✦</span> Tip</p><p>One <em>two</em>.</p><p>Three.</p></aside>`},
		{"an alert without text", "> [!NOTE]\n", `<aside class="alert alert-note" role="note" aria-label="Note"><p class="alert-name"><span class="sign" aria-hidden="true">◆</span> Note</p></aside>`},
		{"no alert", "> [!FOO]\n> x\n", `<blockquote><p>[!FOO]x</p></blockquote>`},
		{"HTML and comments", "a <b onclick=x>b</b> <!-- c --> d\n\n<script>e</script>\n\n<!-- f -->\n\ng<BR>h\n", `<p>a b d</p><p>g<br>h</p>`},
		{"code", "```go {x=\"y\"}\na < b\n```\n\n```\"><script>\nx\n```\n\n    " + strings.Repeat("w", 60) + "\n",
			`<div class="code"><pre><code class="language-go">a &lt; b</code></pre></div><div class="code"><pre><code>x</code></pre></div><div class="code"><pre tabindex="0"><code>` + strings.Repeat("w", 60) + `</code></pre></div>`},
		{"highlighted code", "```go\nfunc a() // b\n```\n\n> ```xyzzy\n> if\n> ```\n",
			`<div class="code"><pre><code class="language-go"><span class="k">func</span> <span class="f">a</span>() <span class="c">// b</span></code></pre></div>` +
				`<blockquote><div class="code"><pre><code class="language-xyzzy">if</code></pre></div></blockquote>`},
		{"a diagram", "## B\n\n```mermaid\ngraph LR\nA --> B\n```\n",
			`<div class="heading heading-2"><h2 id="b">B</h2><a class="anchor" href="#b" aria-label="Link to “B”">#</a></div>` +
				`<figure class="diagram" aria-label="Diagram 1, under “B”"><pre class="mermaid-source"><code>graph LRA --&gt; B</code></pre></figure>`},
		{"tasks", "- [x] a\n- [ ] b\n", `<ul><li><span class="task" role="img" aria-label="done">☑</span> a</li><li><span class="task" role="img" aria-label="open">☐</span> b</li></ul>`},
		{"definitions", "a\n: b\n", `<dl><dt>a</dt><dd>b</dd></dl>`},
		{"other sites", "[a](https://x.y/?a=1&b=2#c) <http://d.e> f@g.hi\n",
			`<p><a href="https://x.y/?a=1&amp;b=2#c" rel="noopener noreferrer">a</a> <a href="http://d.e" rel="noopener noreferrer">http://d.e</a> <a href="mailto:f@g.hi">f@g.hi</a></p>`},
		{"remote images", "![a *b*](https://x.y/z.png) [![c](https://x.y/z.png)](0001-a.md) ![](//x.y/p.png)\n",
			`<p><a href="https://x.y/z.png" rel="noopener noreferrer">a <em>b</em></a> <a href="0001-a.html">c</a> <a href="https://x.y/p.png" rel="noopener noreferrer">https://x.y/p.png</a></p>`},
		{"local images", `![a "b"](img/p.png "c") ![d](img/good.svg) ![f](img/drawn.svg) ![e](/outside/of/content/pic.gif)` + "\n",
			`<p><img src="img/p.png" alt="a &quot;b&quot;" title="c" width="30" height="20" loading="lazy" decoding="async"> ` +
				`<img src="img/good.svg" alt="d" width="12" height="7" loading="lazy" decoding="async"> ` +
				`<img src="img/drawn.svg" alt="f" width="9" height="8" loading="lazy" decoding="async"> ` +
				`<img src="../files/outside/of/content/pic.gif" alt="e" width="3" height="2" loading="lazy" decoding="async"></p>`},
		{"title and lead", "# A\n\nnot the lead\n", `<p>not the lead</p>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := small(t)
			d := doc(b, tt.text)
			d.title = "A"
			got := string(d.render().Body)
			if diff := cmp.Diff(tt.want, strings.NewReplacer("\n", "", "  ", " ").Replace(got)); diff != "" {
				t.Error(diff)
			}
			if _, err := readHTML(got); err != nil {
				t.Error(err)
			}
			for _, f := range b.findings {
				if f.Severity > diag.Note {
					t.Error(f)
				}
			}
		})
	}
}

func TestLinks(t *testing.T) {
	for _, tt := range []struct{ dest, href, finding string }{
		{"0001-a.md", "0001-a.html", ""},
		{"./0001-a.md#first-part", "0001-a.html#first-part", ""},
		{"0001-a.md?plain=1", "0001-a.html", ""},
		{"/decisions/0001-a.md", "0001-a.html", ""},
		{"0001-a", "0001-a.html", ""},
		{"#first-part", "#first-part", ""},
		{"#", "#", ""},
		{"../decisions/", "../index.html", ""},
		{"<../docs/further page.md#below>", "../further%20page.html#below", ""},
		{"../docs/further%20page.md", "../further%20page.html", ""},
		{"../docs", "../docs.html", ""},
		{"../docs/sub/", "../sub/index.html", ""},
		{"../index.html", "../index.html", ""},
		{"mailto:a@b.c", "mailto:a@b.c", ""},
		{"HTTPS://a.b", "HTTPS://a.b", ""},
		{"0001-a.yaml", "", ""},    // a file without a page
		{"../LICENSE", "", ""},     // likewise
		{"0002-secret.md", "", ""}, // not to be told of
		{"javascript:alert(1)", "", ""},
		{"java&NewLine;script:alert(1)", "", ""},
		{"javascript&colon;alert(1)", "", ""},
		{"\\javascript:alert(1)", "", "3:6: warning: link \\javascript:alert(1): there is no such file [broken-link]"},
		{"vbscript:x", "", ""},
		{"data:text/html,x", "", ""},
		{"intent:x", "", ""},
		{"file:///etc/passwd", "", ""},
		{"//a.b/c", "", ""},
		{"0009-none.md", "", "3:6: warning: link 0009-none.md: there is no such file [broken-link]"},
		{"../../x.md", "", "3:6: warning: link ../../x.md: it leads out of the project [broken-link]"},
		{"0001-a.md#first-pat", "0001-a.html#first-pat", "3:6: warning: link 0001-a.md#first-pat: there is no heading #first-pat [broken-link]"},
		{"../catalogs.html", "", "3:6: warning: link ../catalogs.html: there is no such file [broken-link]"}, // there is but one
	} {
		t.Run(tt.dest, func(t *testing.T) {
			b := small(t)
			d := doc(b, "---\n---\näöü [a]("+tt.dest+")\n")
			d.start = len("---\n---\n")
			page, err := readHTML(string(d.render().Body))
			if err != nil {
				t.Fatal(err)
			}
			b.anchors["decisions/0001-a.html"] = " first-part "
			if err := b.checkAnchors(); err != nil {
				t.Fatal(err)
			}
			href := ""
			if links := page.all("a"); len(links) == 1 {
				href = links[0].attr["href"]
			}
			finding := ""
			for _, f := range b.findings {
				finding += strings.TrimPrefix(f.String(), "decisions/0001-a.md:")
			}
			if page.text() != "äöü a" || href != tt.href {
				t.Errorf("got %q with the link %q, want %q", page.text(), href, tt.href)
			}
			want := strings.Replace(tt.finding, "3:6", "3:5", 1)
			if finding != want {
				t.Errorf("got  %s\nwant %s", finding, want)
			}
		})
	}
}

func TestImagesThatAreNotShown(t *testing.T) {
	for dest, want := range map[string]string{
		"img/none.png":          "there is no such file",
		"img/not.png":           "it cannot be read as an image",
		"img/script.svg":        "an SVG with the element ScRipt is not copied",
		"img/frame.svg":         "an SVG with a script or a page in it is not copied",
		"img/inner.svg":         "an SVG with a script or a page in it is not copied",
		"img/encoding.svg":      "an SVG that is not UTF-8 is not copied",
		"img/escape.svg":        "an SVG that is not UTF-8 is not copied",
		"img/import.svg":        "an SVG whose style leads elsewhere is not copied",
		"img/fill.svg":          "an SVG whose style leads elsewhere is not copied",
		"img/image.svg":         "an SVG that shows another file is not copied",
		"img/animate.svg":       "an SVG with the element animate is not copied",
		"img/onload.svg":        "an SVG with a script in it is not copied",
		"img/link.svg":          "an SVG with a script in it is not copied",
		"img/entity.svg":        "an SVG with declarations of its own is not copied",
		"img/linked.png":        "a symbolic link is not followed",
		"../../etc/passwd.png":  "the image lies outside the project",
		"../LICENSE":            "its name does not end as an image's does: .png, .jpg, .gif, .webp, .avif, .svg",
		"data:image/png;base64": "",
		"javascript:x":          "",
	} {
		b := small(t)
		d := doc(b, "![the text]("+dest+")\n")
		got := string(d.render().Body)
		if got != "<p>the text</p>\n" {
			t.Errorf("%s: got %s", dest, got)
		}
		if want == "" && len(b.findings) > 0 || want != "" && (len(b.findings) != 1 || !strings.HasSuffix(b.findings[0].Message, ": "+want)) {
			t.Errorf("%s: got %v, want %q", dest, b.findings, want)
		}
		if len(b.images) > 0 {
			t.Errorf("%s: %v would be copied", dest, b.images)
		}
	}
}

// TestSlowTexts gives the parser what makes it slow, in the sizes that a record
// may have: each is done soon, rendered or not.
func TestSlowTexts(t *testing.T) {
	repeated := func(unit string) func(int) string {
		return func(n int) string { return strings.Repeat(unit, n/len(unit)) }
	}
	lines := func(line func(i int) string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				b.WriteString(line(i))
			}
			return b.String()
		}
	}
	b := small(t)
	for name, text := range map[string]func(int) string{
		"emphasis": repeated("*a_b"), "emphasis with spaces": repeated("*a_b "), "emphasis by lines": repeated("*a\n"), "strikes": repeated("~~a ~"),
		"brackets": repeated("["), "links": repeated("[a]("), "images": repeated("![["), "references": repeated("[a]"),
		"tags": repeated("<a "), "comments": repeated("<!--"), "data": repeated("<![CDATA["), "entities": repeated("&"),
		"quotes": repeated(">"), "quotes with spaces": repeated("> "), "lists": repeated("- "), "definitions": repeated(": "), "quote lines": repeated("> > > > a\n"),
		"addresses": repeated("http://"), "mail": repeated("a@"), "dots": repeated("a."), "escapes": repeated("\\"), "note uses": repeated("[^1]"), "note definitions": repeated("[^a]: "),
		"ticks":    lines(func(i int) string { return strings.Repeat("`", i%4000+1) + "a" }),
		"nested":   lines(func(i int) string { return strings.Repeat(" ", i%3000) + "* a\n" }),
		"notes":    lines(func(i int) string { return fmt.Sprintf("[^%d] x\n\n[^%d]: x\n\n", i, i) }),
		"named":    lines(func(i int) string { return fmt.Sprintf("[%d]: x\n", i) }),
		"headings": repeated("# a\n"),
		"wide rows": func(n int) string {
			return "|" + strings.Repeat("a|", n/8) + "\n|" + strings.Repeat("-|", n/8) + "\n" + strings.Repeat("|a\n", n/8)
		},
	} {
		for _, size := range []int{50_000, 200_000} {
			begin := time.Now()
			out := doc(b, text(size)).render()
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("%s of %d bytes took %v", name, size, took)
			} else if testing.Verbose() && took > 200*time.Millisecond {
				t.Logf("%s of %d bytes: %v, note %q", name, size, took, out.Note)
			}
			if len(out.Body) > 60*size {
				t.Errorf("%s of %d bytes became %d", name, size, len(out.Body))
			}
		}
	}
}

func TestPlainTextsAreNotHostile(t *testing.T) {
	long := "# A\n\n" + strings.Repeat("A *long* text with `code`, a [link](x.md) and **more**. ", 500) + "\n\n" +
		strings.Repeat("| a | **b** | [c](d.md) | `e` |\n|---|---|---|---|\n", 1) + strings.Repeat("| a | **b** | [c](d.md) | `e` |\n", 800)
	if reason := hostile([]byte(long)); reason != "" {
		t.Error(reason)
	}
}

// TestSummaryOfPlainWords holds the short way that a summary of words alone takes to
// the long one.
func TestSummaryOfPlainWords(t *testing.T) {
	for _, text := range []string{
		"We keep one database (for now), because: 3 of 4 teams \"own\" it.", "two\nlines  and a\ttab", "Über uns – nichts: a/b; 50 % isn't?", "- a list", "1. a list",
		"a\n---", "a\n- b", "www.example.org and http://example.org/a?b=c", "*Chosen:* a_b_c", "a & b &amp; c", "  indented", "ends with two blanks  \nnext", "", "日本語 の 文",
		"a \\* b", "a <b> c", "[x](y)", "a\n: definition", "a | b\n--|--", "x:y:z //host", "- ", "a\r\nb",
	} {
		src := []byte(text)
		want := plainText(markdown.Parser().Parse(gtext.NewReader(src)), src)
		if got := summary(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
