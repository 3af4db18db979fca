package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPagesAreHTML holds every page of the showcase to HTML's standard.
func TestPagesAreHTML(t *testing.T) {
	for site, dir := range theShowcase(t).sites {
		files := filesOf(t, dir)
		pages, redirects := allPagesOf(files)
		if len(pages) < 5 {
			t.Errorf("%s has only the pages %q", site, pages)
		}
		for _, page := range append(pages, redirects...) {
			for _, fault := range htmlFaults(files[page]) {
				t.Errorf("%s %s: %s", site, page, fault)
			}
		}
	}
}

// TestHTMLFaults shows that the check finds what it is to find.
func TestHTMLFaults(t *testing.T) {
	const before, after = `<!doctype html><html lang="en" dir="ltr"><head><title>T</title></head><body><main><h1>H</h1>`, `</main></body></html>`
	if faults := htmlFaults([]byte(before + after)); len(faults) > 0 {
		t.Fatalf("a page without a fault has %q", faults)
	}
	for body, want := range map[string]string{
		`<p>a<p>b</p>`:                                            "closes nothing",
		`<p><div>a</div></p>`:                                     "parser",
		`<b><i>a</b></i>`:                                         "closes nothing",
		`<table><tr><td>a</td></tr></table>`:                      "parser",
		`<ul><p>a</p></ul>`:                                       "holds only li",
		`<li>a</li>`:                                              "only in ul, ol",
		`<dl><dd>a</dd><p>b</p></dl>`:                             "holds only dt, dd, div",
		`<dl><div><dd>a</dd></div></dl>`:                          "begins with a dt",
		`<h2><p>a</p></h2>`:                                       "nothing of its kind",
		`<span><div>a</div></span>`:                               "nothing of its kind",
		`<p><a href="x"><div>a</div></a></p>`:                     "parser",
		`<strong><a href="x"><ul><li>a</li></ul></a></strong>`:    "nothing of its kind",
		`<a href="x"><button type="button">a</button></a>`:        "stands within a",
		`<button type="button"><a href="x">a</a></button>`:        "stands within button",
		`<details><summary><a href="x">a</a></summary></details>`: "stands within summary",
		`<details><p>a</p></details>`:                             "begin with a summary",
		`<label>a<label>b</label></label>`:                        "stands within label",
		`<p id="a">a</p><p id="a">b</p>`:                          "stands twice",
		`<p id="">a</p>`:                                          "the id",
		`<p class="a" class="b">a</p>`:                            "attributes are written",
		`<label for="nobody">a</label>`:                           `names "nobody"`,
		`<nav aria-labelledby="nobody"><p>a</p></nav>`:            `names "nobody"`,
		`<button type="button" aria-controls="nobody">a</button>`: `names "nobody"`,
		`<p style="x">a</p>`:                                      "policy",
		`<p onclick="x">a</p>`:                                    "policy",
		`<p align="left">a</p>`:                                   "has no attribute align",
		`<center>a</center>`:                                      "no element",
		`<p aria-lable="a">a</p>`:                                 "ARIA has no",
		`<p aria-label="a">a</p>`:                                 "read by nobody",
		`<div role="box">a</div>`:                                 "no role",
		`<nav role="navigation"><p>a</p></nav>`:                   "no role",
		`<ul role="list"><li>a</li></ul>`:                         "by itself",
		`<p tabindex="3">a</p>`:                                   "order of the page",
		`<img src="x">`:                                           "has no alt",
		`<a>b</a>`:                                                "has no href",
		`<a href="x"></a>`:                                        "says nothing",
		`<a href="https://x.example/">a</a>`:                      "noopener",
		`<button>a</button>`:                                      "has no type",
		`<h3>a</h3>`:                                              "level 3 below one of level 1",
		`<h1>a</h1>`:                                              "second main heading",
		`<h2></h2>`:                                               "says nothing",
		`<p>a & b</p>`:                                            "bare &",
		`<p>a < b</p>`:                                            "in the text",
		`<p title="&nosuch">a</p>`:                                "bare &",
		`<br/>`:                                                   "closes itself",
		`<p/>`:                                                    "closes itself",
		`<!-- a -->`:                                              "comment",
		`<time datetime="yesterday">a</time>`:                     "no date",
		`<svg><path d=""/></svg>`:                                 "an SVG is hidden",
		`<ul></ul>`:                                               "is empty",
		`<table><thead><tr><th>a</th></tr></thead></table>`:       "has no scope",
		`<main><p>a</p></main>`:                                   "only in body",
		`<p>a` + "\x01" + `</p>`:                                  "in the text",
		`<figure><p>a</p></figure><figcaption>a</figcaption>`:     "only in figure",
		`<section aria-labelledby="a b"><h2 id="a">a</h2></section>`: `names "b"`,
		`<article><main><p>a</p></main></article>`:                   "stands within article",
		`<select name="a"><p>b</p></select>`:                         "",
	} {
		faults := strings.Join(htmlFaults([]byte(before+body+after)), "\n")
		if faults == "" || !strings.Contains(faults, want) {
			t.Errorf("%s: found %q, and not %q", body, faults, want)
		}
	}
}

// htmlValidateRules are the settings of html-validate that differ from what it
// recommends.
var htmlValidateRules = map[string]any{
	"doctype-style":          "off",                                                   // a matter of taste: the standard takes either case
	"valid-id":               []any{"error", map[string]any{"relaxed": true}},         // our own ids have a dot, which no heading's id has; those of headings are in any language
	"aria-label-misuse":      []any{"error", map[string]any{"allowAnyNamable": true}}, // a list may have a name, and several that follow each other need one
	"long-title":             "off",                                                   // about search engines; a decision's title is its author's
	"wcag/h32":               "off",                                                   // forms here send nothing anywhere: what is set in one shows at once
	"no-trailing-whitespace": "off",                                                   // code is shown as it was written
}

// TestHTMLValidate has html-validate look at every page, where HTML_VALIDATE
// names its program: it is an npm package, and a machine with Go need not have it.
func TestHTMLValidate(t *testing.T) {
	program := os.Getenv("HTML_VALIDATE")
	if program == "" {
		t.Skip("HTML_VALIDATE names no program")
	}
	config := filepath.Join(t.TempDir(), "config.json")
	data, err := json.Marshal(map[string]any{"root": true, "extends": []string{"html-validate:recommended"}, "rules": htmlValidateRules})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, data, 0o666); err != nil {
		t.Fatal(err)
	}
	for site, dir := range theShowcase(t).sites {
		cmd := exec.Command(program, "--config", config, "--formatter", "text", dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", site, err, out)
		}
	}
}
