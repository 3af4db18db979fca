package site

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/config"
	"tradeoff/internal/ledger"
)

// TestPagesCarryWhatTheyNeed builds a page with code, one with a diagram, one with
// an image of another host and one with nothing: each has the scripts and the
// policy for that, and Mermaid is unpacked for the diagram alone.
func TestPagesCarryWhatTheyNeed(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"0001-plain": "text", "0002-code": "    a", "0003-diagram": "```Mermaid\ngraph LR\n```",
		"0004-image": "![a](https://Pic.example.org/a.png) ![b](https://example.org:8443/b.png) ![c](https://example.org/c.png)",
	} {
		files["decisions/"+name+".md"] = &fstest.MapFile{Data: []byte("# A\n\n" + text + "\n")}
	}
	log, err := ledger.Open(t.Context(), files, ledger.Options{Dirs: []string{"decisions"}})
	if err != nil {
		t.Fatal(err)
	}
	unpacked := 0
	o := Options{Log: log, Files: files, Theme: defaultTheme(t), Mermaid: func() ([]byte, error) { unpacked++; return []byte("mermaid"), nil },
		Settings: &config.Settings{Decisions: []string{"decisions"}, AllowImages: []string{"*.example.org", "example.org:8443"}}}
	out, _ := buildInMemory(t, o)
	scripts, policies := map[string][]string{}, map[string]string{}
	for _, name := range []string{"0001-plain", "0002-code", "0003-diagram", "0004-image"} {
		page := pageOf(t, out, "decisions/"+name+".html")
		for _, e := range page.all("script[src]") {
			if src := strings.TrimPrefix(e.attr["src"], "../assets/"); src == "code.js" || src == "diagram.js" || strings.Contains(src, "mermaid") {
				scripts[name] = append(scripts[name], src)
			}
		}
		for _, part := range strings.Split(page.all("meta")[0].attr["content"], "; ") {
			if strings.HasPrefix(part, "img-src") || strings.HasPrefix(part, "style-src") && strings.Contains(part, "unsafe") {
				policies[name] += part + "; "
			}
		}
	}
	if diff := cmp.Diff(map[string][]string{"0002-code": {"code.js"}, "0003-diagram": {"diagram.js"}}, scripts); diff != "" {
		t.Error(diff)
	}
	const local = "img-src 'self' data:; "
	if diff := cmp.Diff(map[string]string{
		"0001-plain": local, "0002-code": local, "0003-diagram": "style-src 'self' 'unsafe-inline'; " + local,
		"0004-image": "img-src 'self' data: https://example.org:8443 https://pic.example.org; ",
	}, policies); diff != "" {
		t.Error(diff)
	}
	if data, _ := out.Get(mermaidAddress); string(data) != "mermaid" || unpacked != 1 {
		t.Errorf("unpacked %d times: %q", unpacked, data)
	}
	images := pageOf(t, out, "decisions/0004-image.html").all(".prose img")
	if len(images) != 2 || images[0].attr["referrerpolicy"] != "no-referrer" || images[0].attr["loading"] != "lazy" || images[0].attr["class"] != "remote-image" {
		t.Errorf("got %d images", len(images))
	}

	delete(files, "decisions/0003-diagram.md")
	if o.Log, err = ledger.Open(t.Context(), files, ledger.Options{Dirs: []string{"decisions"}}); err != nil {
		t.Fatal(err)
	}
	if out, _ = buildInMemory(t, o); unpacked != 1 || slices.Contains(out.Paths(), mermaidAddress) {
		t.Error("a site without a diagram has Mermaid")
	}
}

func TestAllowedHosts(t *testing.T) {
	b := small(t)
	b.Settings.AllowImages = []string{"a.example", "*.b.example", "localhost:8080"}
	for address, want := range map[string]string{
		"https://a.example/x.png":       "https://a.example",
		"HTTPS://A.EXAMPLE/x.png":       "https://a.example",
		"https://x.b.example/":          "https://x.b.example",
		"https://y.x.b.example/":        "https://y.x.b.example",
		"https://localhost:8080/":       "https://localhost:8080",
		"http://a.example/x.png":        "", // anybody on the way could change it
		"https://b.example/":            "",
		"https://xb.example/":           "",
		"https://a.example:444/":        "",
		"https://a.example.evil/":       "",
		"https://evil/a.example":        "",
		"https://u:p@a.example/":        "",
		"https://a.example;x.b.example": "",
		"https://x y.b.example/":        "",
		"//a.example/x.png":             "",
	} {
		if got := b.imageHost([]byte(address)); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

// TestOwnHTML is what becomes of HTML where the settings let it through.
func TestOwnHTML(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"in a line", `a <kbd>Ctrl</kbd> H<sub>2</sub>O <mark lang="en" class="x" id="y" data-z="1">m</mark> <abbr title="a &quot;b">c</abbr>`,
			`<p>a <kbd>Ctrl</kbd> H<sub>2</sub>O <mark lang="en">m</mark> <abbr title="a &#34;b">c</abbr></p>`},
		{"around blocks", "<details>\n<summary>More <b>here</b></summary>\n\n- a\n\n  b\n\n</details>\n",
			`<details><summary>More <b>here</b></summary><ul><li><p>a</p><p>b</p></li></ul></details>`},
		{"left open", "> <div><b>a\n\nb <i>c\n\nd", `<blockquote><div><b>a</b></div></blockquote><p>b <i>c</i></p><p>d</p>`},
		{"closed but not opened", "a </b></p></div> b", `<p>a  b</p>`},
		{"opened in one list item, closed in another", "- a <b>b\n- c</b> d", `<ul><li>a <b>b</b></li><li>c d</li></ul>`},
		{"a block in a line", "a <div>b</div> <table><tr><td>c</td></tr></table>", `<p>a b c</p>`},
		{"a centred head of a README", "<p align=\"CENTER\">\n  <img src=\"img/p.png\" width=\"10\" height=\"5\" alt=\"a\">\n</p>\n\n<h1 align=center>T</h1>\n",
			`<div class="align-center"> <img src="img/p.png" alt="a" width="10" height="5" loading="lazy" decoding="async"></div><div class="align-center">T</div>`},
		{"a picture for two themes", `<picture><source srcset="https://x.y/z.png"><img src="img/p.png"></picture>`,
			`<p><img src="img/p.png" alt="" width="30" height="20" loading="lazy" decoding="async"></p>`},
		{"a table", "<table style=x><tr><th scope=row colspan=2 onclick=x>a</th><td colspan=1000>b</td></tr></table>\n",
			`<div class="scroll" role="group" tabindex="0" aria-label="Table 1"><table><tr><th scope="row" colspan="2">a</th><td>b</td></tr></table></div>`},
		{"links", `<a href="../docs/further page.md#below">a</a> <a href="HTTP://b">b</a> <a href="//c">c</a> <a href=" java` + "\t" + `script:d">d</a> <a href="https://e" href="javascript:f"><a href="#">e</a></a>`,
			`<p><a href="../further%20page.html#below">a</a> <a href="HTTP://b" rel="noopener noreferrer">b</a> <a>c</a> <a>d</a> <a href="https://e" rel="noopener noreferrer">e</a></p>`},
		{"images that are not shown", `<img src="https://x.y/z.png" alt="a<b>"> <a href="#"><img src="//x.y/z.png" alt="c"></a> <img src="data:x" alt="d"> <img src=x:y>`,
			`<p><a href="https://x.y/z.png" rel="noopener noreferrer">a&lt;b&gt;</a> <a href="#">c</a> d </p>`},
		{"what is left out with all that is in it", "<div><svg><svg></svg><a><b>x</b></a></svg><noscript><b>y</noscript></div>\n\n<style>\n\ny\n\n</style>\n\nz", `<div></div><p>z</p>`},
		{"comments", "<!-- a <b> -->\n\nb <!-- c --> d <!-- <b>e</b> --> f", `<p>b  d  f</p>`},
		{"our own marks", `<div class="alert" role="note" aria-label="x" tabindex="0"><span class="task">☑</span></div>`, `<div><span>☑</span></div>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := small(t)
			b.Settings.Unsafe = true
			out := doc(b, tt.text).render()
			if diff := cmp.Diff(tt.want, strings.ReplaceAll(strings.ReplaceAll(string(out.Body), "\n", ""), "  <", " <")); diff != "" {
				t.Error(diff)
			}
			checkSafe(t, tt.text, out)
		})
	}
	b := small(t)
	b.Settings.Unsafe = true
	doc(b, "a\n\nb <a href=\"none.md\">c</a>\n\n<img src=\"none.png\">\n").render()
	var found []string
	for _, f := range b.findings {
		found = append(found, f.String())
	}
	if diff := cmp.Diff([]string{
		"decisions/0001-a.md:3:3: warning: link none.md: there is no such file [broken-link]",
		"decisions/0001-a.md:5:1: warning: image none.png: there is no such file [broken-link]",
	}, found); diff != "" {
		t.Error(diff)
	}
}
