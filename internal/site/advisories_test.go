package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/config"
	"tradeoff/internal/ledger"
)

// advisories are the faults that other generators of sites had in what they made
// of Markdown, each with the texts that showed it and what they come to here.
// unsafe is what they come to where the setting lets HTML through; "" for the same.
var advisories = []struct{ id, text, want, unsafe string }{
	{"CVE-2024-32875: a title that leaves its attribute", `[a](https://x.y "t\" onmouseover=\"alert(1)")`,
		`<p><a href="https://x.y" rel="noopener noreferrer" title="t&quot; onmouseover=&quot;alert(1)">a</a></p>`, ""},
	{"CVE-2024-32875: of an image", `![a](img/p.png "\"><script>alert(1)</script>")`,
		`<p><img src="img/p.png" alt="a" title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" width="30" height="20" loading="lazy" decoding="async"></p>`, ""},
	{"CVE-2024-32875: in single quotes", `[a](https://x.y '"onclick="alert(1)')`,
		`<p><a href="https://x.y" rel="noopener noreferrer" title="&quot;onclick=&quot;alert(1)">a</a></p>`, ""},

	{"CVE-2024-55601: a destination that leaves its attribute", `[a](https://x.y/"onmouseover="alert(1))`,
		`<p><a href="https://x.y/%22onmouseover=%22alert(1)" rel="noopener noreferrer">a</a></p>`, ""},
	{"CVE-2024-55601: an image's text", `!["><script>alert(1)</script>](img/p.png)`,
		`<p><img src="img/p.png" alt="&quot;&gt;alert(1)" width="30" height="20" loading="lazy" decoding="async"></p>`, ""},
	{"CVE-2024-55601: attributes of a table", "| a |\n|-|\n| b |\n{class=\"x\" onclick=\"alert(1)\"}",
		`<div class="scroll" role="group" tabindex="0" aria-label="Table 1"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr><tr><td>{class=&quot;x&quot; onclick=&quot;alert(1)&quot;}</td></tr></tbody></table></div>`, ""},
	{"CVE-2024-55601: attributes of a heading", `## a {onclick=alert(1) style="x" .b #c}`,
		`<div class="heading heading-2"><h2 id="a-onclickalert1-stylex-b-c">a {onclick=alert(1) style=&quot;x&quot; .b #c}</h2><a class="anchor" href="#a-onclickalert1-stylex-b-c" aria-label="Link to “a {onclick=alert(1) style=&#34;x&#34; .b #c}”">#</a></div>`, ""},
	{"CVE-2024-55601: cells", "| a |\n|-|\n| <img src=x onerror=alert(1)> [x](javascript:alert(1)) |",
		`<div class="scroll" role="group" tabindex="0" aria-label="Table 1"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td> x</td></tr></tbody></table></div>`, ""},

	{"CVE-2026-35166: a script's scheme in a link", `[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](vbscript:x) [d](data:text/html,x) [e](file:///etc/passwd) [f](intent:x) [g](//x.y)`,
		`<p>a b c d e f g</p>`, ""},
	{"CVE-2026-35166: in an image", `![a](javascript:alert(1)) ![b](data:image/svg+xml,<svg/onload=alert(1)>) ![c](blob:x)`,
		`<p>a b c</p>`, ""},
	{"CVE-2026-35166: by reference", "[a]: javascript:alert(1) 'x'\n\n[a] ![a]", `<p>a a</p>`, ""},
	{"CVE-2026-35166: by itself", `<javascript:alert(1)> <intent:x> <x@y.z" onclick=>`, `<p>javascript:alert(1) intent:x &lt;x@y.z&quot; onclick=&gt;</p>`, ""},

	{"CVE-2026-5160: entities in a scheme", "[a](javascript&colon;alert&lpar;1&rpar;) [b](&#106;avascript:alert(1)) [c](&#x6A;avascript&#58;alert(1))", `<p>a b c</p>`, ""},
	{"CVE-2026-5160: white space in it", "[a](java&Tab;script:alert(1)) [b](java&NewLine;script&colon;alert(1)) [c](&#1;javascript:alert(1)) [d](<java\tscript:alert(1)>)", `<p>a b c d</p>`, ""},

	{"GHSA-q76j-gcg9-vxc6: an info string that leaves its attribute", "``` \"><script>alert(1)</script>\nx\n```",
		`<div class="code"><pre><code>x</code></pre></div>`, ""},
	{"GHSA-q76j-gcg9-vxc6: after a language", "```go\" onclick=\"alert(1)\nx\n```\n\n```go {data-x=\"\\\"><img src=x onerror=alert(1)>\"}\nx\n```",
		`<div class="code"><pre><code>x</code></pre></div><div class="code"><pre><code class="language-go">x</code></pre></div>`, ""},
	{"GHSA-q76j-gcg9-vxc6: a diagram", "```mermaid\n</code></pre></figure><script>alert(1)</script>\n```",
		`<figure class="diagram" aria-label="Diagram 1"><pre class="mermaid-source" tabindex="0"><code>&lt;/code&gt;&lt;/pre&gt;&lt;/figure&gt;&lt;script&gt;alert(1)&lt;/script&gt;</code></pre></figure>`, ""},

	{"GHSA-c54g-xjwj-8g82: HTML", "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\na <svg/onload=alert(1)> <b onclick=alert(1)>b</b>", `<p>a &lt;svg/onload=alert(1)&gt; b</p>`, `<p>a &lt;svg/onload=alert(1)&gt; <b>b</b></p>`},
	{"GHSA-c54g-xjwj-8g82: HTML that closes what it did not open", "</div></article></main>\n\n<details open><summary>a</summary>\n\n- b\n\n</details></div>\n\nc",
		`<ul><li>b</li></ul><p>c</p>`, `<details open><summary>a</summary><ul><li>b</li></ul></details><p>c</p>`},
	{"GHSA-c54g-xjwj-8g82: links and images of HTML", `a <a href="java&#115;cript:alert(1)" target=_top>b</a> <a href="0001-a.md" style="x">c</a> <img src="https://x.y/z.png" alt="d"> <img src="img/p.png" alt="e" align="right">`,
		`<p>a b c  </p>`, `<p>a <a>b</a> <a href="0001-a.html">c</a> <a href="https://x.y/z.png" rel="noopener noreferrer">d</a> <img src="img/p.png" alt="e" width="30" height="20" loading="lazy" decoding="async"></p>`},
	{"GHSA-c54g-xjwj-8g82: a form, a frame, a style", "<form action=//x.y><input name=a><button>b</button></form>\n\n<iframe srcdoc=\"<script>\"></iframe>\n\n<style>*{x}</style>\n\n<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", `<p></p>`, `b<p></p>`},
	{"a name of an alert", "> [!NOTE\" onclick=\"x]\n> y", `<blockquote><p>[!NOTE&quot; onclick=&quot;x]y</p></blockquote>`, ""},
	{"a name of a footnote", "[^\"><script>]: x\n\n[^\"><script>]", `<p><sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p>` +
		`<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>x <a href="#fnref:1" class="footnote-backref" role="doc-backlink" aria-label="Back to note 1 in the text">↩</a></p></li></ol></div>`, ""},
}

func TestAdvisories(t *testing.T) {
	for _, unsafe := range []bool{false, true} {
		b := small(t)
		b.Settings.Unsafe = unsafe
		for _, tt := range advisories {
			want := tt.want
			if unsafe && tt.unsafe != "" {
				want = tt.unsafe
			}
			out := doc(b, tt.text).render()
			if diff := cmp.Diff(want, strings.ReplaceAll(string(out.Body), "\n", "")); diff != "" {
				t.Errorf("%s, unsafe %v:\n%s", tt.id, unsafe, diff)
			}
			checkSafe(t, tt.text, out)
		}
	}
}

// TestContained holds that no text closes an element of its page, however its tags
// pair: where they would, its HTML is left out, and the text stands.
func TestContained(t *testing.T) {
	for text, kept := range map[string]bool{
		"<details><summary>a</summary>\n\n- b\n\n</details>":                              true,
		"<table><tr><td>a</td></tr></table>":                                              true,
		"<table><table><table><table><tr><td>x</td></tr></table></table></table></table>": false,
		"<ul><li><div><li>x</li></div></li></ul>":                                         false,
		"<dl><dd><div><dd>x</dd></div></dd></dl>":                                         false,
	} {
		b := newBuild(Options{Log: ledger.New(nil), Theme: defaultTheme(t), Settings: &config.Settings{Unsafe: true}}, &Memory{})
		if err := b.readWords(); err != nil {
			t.Fatal(err)
		}
		doc := &document{build: b, file: "a.md", page: "a.html", data: []byte("before\n\n" + text + "\n\nafter\n")}
		out := doc.render()
		if !contained([]byte(out.Body)) || !strings.Contains(string(out.Body), "before") || !strings.Contains(string(out.Body), "after") {
			t.Errorf("%s leaves its place:\n%s", text, out.Body)
		}
		if got := len(b.findings) == 0; got != kept {
			t.Errorf("%s: kept %v, want %v: %v\n%s", text, got, kept, b.findings, out.Body)
		}
	}
}
