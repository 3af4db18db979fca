package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// drawnSite is the site of a project with one record that holds code and diagrams.
func drawnSite(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	var out lockedBuffer
	if status := runCommand(t, t.Context(), dir, &out, "init"); status != 0 {
		t.Fatalf("init: exit %d\n%s", status, out.String())
	}
	for name, data := range map[string]string{
		"0001-draw.md":  "---\nstatus: accepted\ndate: 2026-01-02\n---\n# Draw\n\nChosen: A.\n\n" + text,
		"0002-plain.md": "---\nstatus: accepted\ndate: 2026-01-02\n---\n# Plain\n\nChosen: B.\n\n## Context\n\nText.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "decisions", name), []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if status := runCommand(t, t.Context(), dir, &out, "build"); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	return filepath.Join(dir, "public")
}

// visit goes to a page of a width where nothing of it is folded.
func visit(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
}

const flowchart = "## Flow\n\n```mermaid\nflowchart LR\n  A[Write a record] --> B{Accepted?}\n  B -->|yes| C[Build]\n```\n\n" +
	"```mermaid\nsequenceDiagram\n  Client->>API: request\n  API-->>Client: answer\n```\n\n" +
	"```mermaid\nno such diagram\n```\n\n```go\nfunc main() {}\n```\n"

// TestDiagrams has diagrams drawn, from a disk and below a path of a server.
func TestDiagrams(t *testing.T) {
	site := drawnSite(t, flowchart)
	server := httptest.NewServer(http.StripPrefix("/a/", http.FileServer(http.Dir(site))))
	defer server.Close()
	const drawn = `[...document.querySelectorAll("figure.diagram")].map(f => f.querySelectorAll(".diagram-picture > svg[role=img]").length).join(" ")`
	const fill = `getComputedStyle(document.querySelector(".diagram-picture .node rect")).fill`
	for _, base := range []string{"file://" + site, server.URL + "/a"} {
		ctx := browser(t)
		found := complaints(t, ctx, base)
		visit(t, ctx, base+"/decisions/0001-draw.html")
		eventually(t, ctx, drawn, "1 1 0")
		eventually(t, ctx, `document.querySelector(".diagram-picture svg").getAttribute("aria-label")`, "Diagram 1, under “Flow”")
		eventually(t, ctx, `document.querySelector(".diagram-drawn details pre").textContent.startsWith("flowchart LR")`, "true")
		eventually(t, ctx, `document.querySelector("figure:not(.diagram-drawn)").innerText.replace(/\s+/g, " ").trim()`, "no such diagram The diagram could not be drawn. This is its source.")
		light, err := chromedp.Run(ctx, chromedp.Evaluate[string](fill))
		if err != nil {
			t.Fatal(err)
		}
		// They follow the colours that a reader chooses.
		evaluate(t, ctx, `document.documentElement.dataset.theme = "dark"; document.documentElement.dispatchEvent(new CustomEvent("tradeoff:theme"))`)
		eventually(t, ctx, fill+` != "`+light+`"`, "true")
		eventually(t, ctx, drawn, "1 1 0")
		visit(t, ctx, base+"/decisions/0002-plain.html")
		eventually(t, ctx, `document.querySelectorAll("script[src*=diagram], script[src*=code], script[src*=mermaid]").length`, "0")
		eventually(t, ctx, `document.querySelector("meta[http-equiv]").content.includes("unsafe-inline")`, "false")
		for _, c := range found() {
			t.Error(c)
		}
	}
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	visit(t, ctx, "file://"+site+"/decisions/0001-draw.html")
	eventually(t, ctx, `[...document.querySelectorAll(".mermaid-source")].filter(p => p.checkVisibility()).length`, "3")
}

// TestHostileDiagrams draws what scripts and requests were smuggled in with: the
// vectors of CVE-2025-54880 and CVE-2025-54881 among it.
func TestHostileDiagrams(t *testing.T) {
	ctx := browser(t)
	var asked atomic.Int64
	evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer evil.Close()
	diagrams := []string{
		"flowchart LR\n  A[<img src=x onerror=\"hit()\">] --> B[\"<script>hit()</script>\"]\n  click A \"javascript:hit()\" \"x\"\n  click B call hit()",
		"%%{init: {\"securityLevel\": \"loose\", \"htmlLabels\": true, \"themeCSS\": \"*{background:url(EVIL/x)}\", \"fontFamily\": \"x;background:url(EVIL/f)\"}}%%\nflowchart LR\n  A[\"<iframe src='javascript:hit()'></iframe>\"] --> B\n  click A href \"javascript:hit()\" _top",
		"---\nconfig:\n  securityLevel: loose\n  dompurifyConfig: {ADD_TAGS: [script, iframe], ADD_ATTR: [onerror]}\n---\nflowchart LR\n  A[\"<img src=x onerror=hit()>\"] --> B",
		"sequenceDiagram\n  participant A as Alice<img src=\"x\" onerror=\"hit()\">$$\\text{Alice}$$\n  A->>John: $$a \\href{javascript:hit()}{b}$$ <img src=x onerror=hit()>",
		"architecture-beta\n  group api(cloud)[API]\n  service db(\"<img src=x onerror=hit()>\")[Database] in api",
		"flowchart LR\n  A@{ img: \"EVIL/a.png\", label: \"x\", w: 60, h: 60 }\n  B@{ icon: \"fa:x\" }",
		"classDiagram\n  class A\n  link A \"javascript:hit()\" \"x\"\n  callback A \"hit\"",
		"gantt\n  title <img src=x onerror=hit()>\n  section s\n  a :a1, 2026-01-01, 3d\n  click a1 href \"javascript:hit()\"",
	}
	var text strings.Builder
	for _, d := range diagrams {
		text.WriteString("```mermaid\n" + strings.ReplaceAll(d, "EVIL", evil.URL) + "\n```\n\n")
	}
	site := drawnSite(t, text.String())
	found := complaints(t, ctx, "file://"+site)
	visit(t, ctx, "file://"+site+"/decisions/0001-draw.html")
	evaluate(t, ctx, `window.hits = 0; window.hit = () => { hits++ }`)
	for range diagrams {
		evaluate(t, ctx, `scrollBy(0, 700)`)
	}
	const settled = `[...document.querySelectorAll("figure.diagram")].filter(f => f.querySelector(".diagram-picture, .diagram-failed")).length`
	eventually(t, ctx, settled, "8")
	evaluate(t, ctx, `for (const e of document.querySelectorAll("figure.diagram *")) e.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`)
	eventually(t, ctx, `hits`, "0")
	eventually(t, ctx, `[...document.querySelectorAll("figure.diagram *")].filter(e =>
		/^(script|iframe|object|embed|img|image)$/i.test(e.localName) ||
		[...e.attributes].some(a => /^on/i.test(a.name) || /^\s*javascript:/i.test(a.value) || a.value.includes("`+evil.URL+`"))).map(e => e.outerHTML).join()`, "")
	eventually(t, ctx, `document.querySelectorAll(".diagram-drawn").length >= 5`, "true")
	// Mermaid tries some of it before it cleans what it drew: the page's policy stands
	// in the way, and says so on the console.
	if n := asked.Load(); n > 0 {
		t.Errorf("another host was asked %d times", n)
	}
	for _, c := range found() {
		t.Log(c)
	}
}

// TestCopyCode copies a block of code, without the newline at its end.
func TestCopyCode(t *testing.T) {
	ctx := browser(t)
	site := drawnSite(t, "```go\nfunc a() {\n\tb(\"<\")\n}\n```\n\n    plain\n")
	found := complaints(t, ctx, "file://"+site)
	visit(t, ctx, "file://"+site+"/decisions/0001-draw.html")
	eventually(t, ctx, `[...document.querySelectorAll("button.copy")].map(b => b.textContent).join()`, "Copy,Copy")
	evaluate(t, ctx, `window.taken = ""; navigator.clipboard.writeText = async text => { taken = text }`)
	if err := chromedp.Do(ctx, chromedp.Click(`button.copy`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, ctx, `taken`, "func a() {\n\tb(\"<\")\n}")
	eventually(t, ctx, `document.getElementById("to.told").textContent`, "Copied")
	eventually(t, ctx, `isSecureContext`, "true") // a page of a disk has the clipboard
	for _, c := range found() {
		t.Error(c)
	}
}
