package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// previewed is a project that is served while a test edits it.
type previewed struct {
	t       *testing.T
	ctx     context.Context // of the browser's tab
	dir     string
	address string // of the site, with a slash at its end
	found   func() []string
}

// servePreview makes a project of one decision with a style sheet of its own, and
// serves it until the test ends.
func servePreview(t *testing.T) *previewed {
	t.Helper()
	p := &previewed{t: t, ctx: browser(t), dir: t.TempDir()}
	var out lockedBuffer
	for _, args := range [][]string{
		{"init"},
		{"new", "Run thumbnails as functions", "--set", "tradeoffs=architecture-style", "--set", "profile.engineers=8"},
	} {
		if status := runCommand(t, t.Context(), p.dir, &out, args...); status != 0 {
			t.Fatalf("%v: exit %d\n%s", args, status, out.String())
		}
	}
	p.write("layouts/partials/extend-head.html", `<link rel="stylesheet" href="{{.Root}}ours.css">`)
	p.write("static/ours.css", "h1 { color: rgb(1, 2, 3) }")
	p.edit("tradeoff.yaml", func(text string) string {
		return strings.Replace(text, "\nsite:\n", "\nstatic: static\nsite:\n  layouts: layouts\n", 1)
	})

	serving, stop := context.WithCancel(t.Context())
	var served lockedBuffer
	done := make(chan int)
	go func() { done <- runCommand(t, serving, p.dir, &served, "serve", "--port", "0") }()
	t.Cleanup(func() {
		stop()
		if status := <-done; status != 0 || t.Failed() {
			t.Errorf("serve: exit %d\n%s", status, served.String())
		}
	})
	p.address = strings.TrimSuffix(waitForLine(t, &served, "http://"), "/") + "/"
	p.found = complaints(t, p.ctx, p.address)
	return p
}

func (p *previewed) write(name, text string) {
	p.t.Helper()
	name = filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// edit changes a file, and gives what it was.
func (p *previewed) edit(name string, change func(string) string) (before string) {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	p.write(name, change(string(data)))
	return string(data)
}

// open opens a page, and marks its window: a page that is loaded anew has no mark.
func (p *previewed) open(page string) {
	p.t.Helper()
	open(p.t, p.ctx, p.address+page)
	// An edit before the page listens is told all the same, yet would move the mark.
	eventually(p.t, p.ctx, `document.readyState`, "complete")
	evaluate(p.t, p.ctx, `window.mark = "kept"; document.body.style.minBlockSize = "300vh"; scrollTo({top: 150, behavior: "instant"})`)
}

// stays tests that the page is the one that was opened, where it was scrolled to.
func (p *previewed) stays(what string) {
	p.t.Helper()
	if got := ask[string](p.t, p.ctx, `String(window.mark) + " " + scrollY`); got != "kept 150" {
		p.t.Errorf("after %s the window has %q", what, got)
	}
}

const previewedInput = "decisions/0001-run-thumbnails-as-functions.yaml"
const previewedPage = "decisions/0001-run-thumbnails-as-functions.html"

// A decision that is edited changes its main element alone: where the reader was
// stays, what he had opened stays open, and the scripts work on what is new.
func TestPreviewSwapsMain(t *testing.T) {
	p := servePreview(t)
	p.open(previewedPage)
	ids := ask[int](t, p.ctx, `document.querySelectorAll("main details").length`)
	if ids == 0 {
		t.Fatal("the page has nothing to open")
	}
	evaluate(t, p.ctx, `document.querySelector("main details").open = true; document.querySelector("main").focus({preventScroll: true}); window.oldMain = document.querySelector("main")`)
	p.edit(previewedInput, func(text string) string {
		return strings.Replace(text, "title: Run thumbnails as functions", "title: Run pictures as functions", 1) +
			"outcome: {option: serverless, because: nobody waits for a thumbnail}\n"
	})
	eventually(t, p.ctx, `document.querySelector("main").innerText.includes("because nobody waits for a thumbnail")`, "true")
	p.stays("an edit")
	for script, want := range map[string]bool{
		`oldMain.isConnected`:                                                               false,
		`document.querySelectorAll("main").length == 1`:                                     true,
		`document.querySelector("main details").open`:                                       true,
		`document.activeElement == document.querySelector("main")`:                          true,
		`document.title.includes("Run pictures as functions")`:                              true,
		`document.querySelector("h1").innerText.includes("pictures")`:                       true,
		`[...document.querySelectorAll("main button[data-copy]")].every(b => b.onclick)`:    true,
		`document.querySelectorAll("main button[data-copy]").length > 0`:                    true,
		`performance.getEntriesByType("resource").some(e => e.name.includes(".css?built"))`: false,
	} {
		if got := ask[bool](t, p.ctx, script); got != want {
			t.Errorf("%s is %v", script, got)
		}
	}
	// A second edit finds the page as the first left it.
	p.edit(previewedInput, func(text string) string { return strings.Replace(text, "nobody waits", "everybody waits", 1) })
	eventually(t, p.ctx, `document.querySelector("main").innerText.includes("because everybody waits for a thumbnail")`, "true")
	p.stays("a second edit")
	if c := p.found(); len(c) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(c, "\n"))
	}
}

// A style sheet that is edited is swapped, each time for one link.
func TestPreviewSwapsSheets(t *testing.T) {
	p := servePreview(t)
	p.open(previewedPage)
	const colour = `getComputedStyle(document.querySelector("h1")).color`
	eventually(t, p.ctx, colour, "rgb(1, 2, 3)")
	links := ask[int](t, p.ctx, `document.querySelectorAll("link[rel=stylesheet]").length`)
	for _, want := range []string{"rgb(4, 5, 6)", "rgb(7, 8, 9)"} {
		p.write("static/ours.css", "h1 { color: "+want+" }")
		eventually(t, p.ctx, colour, want)
	}
	eventually(t, p.ctx, `document.querySelectorAll("link[rel=stylesheet]").length`, string(rune('0'+links)))
	p.stays("an edit of a sheet")
	// Another head is another page.
	p.write("layouts/partials/extend-head.html", `<link rel="stylesheet" href="{{.Root}}ours.css"><meta name="other">`)
	eventually(t, p.ctx, `!!document.querySelector("meta[name=other]") + " " + window.mark`, "true undefined")
	if c := p.found(); len(c) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(c, "\n"))
	}
}

// The script of the log works on its list, and does not say that it would again:
// the page is loaded anew.
func TestPreviewLoadsTheLogAnew(t *testing.T) {
	p := servePreview(t)
	p.open("index.html")
	p.write("decisions/0002-second.yaml", "format: tradeoff/1\ntitle: A second one\nstatus: proposed\n")
	eventually(t, p.ctx, `document.querySelector("main")?.innerText.includes("A second one") + " " + window.mark`, "true undefined")
	if c := p.found(); len(c) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(c, "\n"))
	}
}

// A fault shows over the page with its place and the lines around it, and goes once
// it is mended.
func TestPreviewShowsFaults(t *testing.T) {
	p := servePreview(t)
	p.open(previewedPage)
	before := p.edit(previewedInput, func(text string) string { return text + "\u202estauts: draft\nstauts: draft\n" })
	const overlay = `document.querySelector("pre[role=alert]")?.textContent ?? ""`
	eventually(t, p.ctx, `(`+overlay+`).includes("`+previewedInput+`:")`, "true")
	text := ask[string](t, p.ctx, overlay)
	lines := strings.Count(before, "\n") + 1
	for _, want := range []string{"The build failed; this page is the last good one.", "stauts", "\n> ", " | <U+202E>stauts: draft\n", "^\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not over the page, with its fault in line %d:\n%s", want, lines, text)
		}
	}
	p.stays("a fault")
	p.write(previewedInput, before)
	eventually(t, p.ctx, overlay, "")
	p.stays("its mending")
	time.Sleep(100 * time.Millisecond) // nothing more comes
	p.stays("a while")
	if c := p.found(); len(c) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(c, "\n"))
	}
}
