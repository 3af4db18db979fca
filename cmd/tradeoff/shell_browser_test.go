package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// builtSite is the site of a small project of one long record, in a folder.
func builtSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var out lockedBuffer
	if status := runCommand(t, t.Context(), dir, &out, "init"); status != 0 {
		t.Fatalf("init: exit %d\n%s", status, out.String())
	}
	text := "---\nstatus: accepted\ndate: 2026-01-02\n---\n# Use PostgreSQL\n\nChosen: PostgreSQL.\n"
	for _, title := range []string{"Context", "Options", "Outcome", "Confirmation"} {
		text += "\n## " + title + "\n" + strings.Repeat("\nA paragraph of some words, so that the page is long.\n", 30)
	}
	if err := os.WriteFile(filepath.Join(dir, "decisions", "0001-use-postgresql.md"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if status := runCommand(t, t.Context(), dir, &out, "build"); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	return filepath.Join(dir, "public")
}

// eventually waits until a script's value is what is wanted.
func eventually(t *testing.T, ctx context.Context, script, want string) {
	t.Helper()
	var got string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var err error
		if got, err = chromedp.Run(ctx, chromedp.Evaluate[string](`String(`+script+`)`)); err == nil && got == want {
			return
		}
	}
	t.Fatalf("%s is %q, want %q", script, got, want)
}

// evaluate runs a script for what it does.
func evaluate(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => {`+script+`; return true})()`)); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
}

// TestShell drives what every page can do: the choice of colours, the menu of a
// narrow page, the contents, and the buttons that copy.
func TestShell(t *testing.T) {
	ctx := browser(t)
	site := builtSite(t)
	// Below a path of its own, as a forge's pages are.
	server := httptest.NewServer(http.StripPrefix("/a/b/", http.FileServer(http.Dir(site))))
	defer server.Close()
	address := server.URL + "/a/b/decisions/0001-use-postgresql.html"
	found := complaints(t, ctx, server.URL+"/a/b/")
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address))

	t.Run("colours", func(t *testing.T) {
		const dark = `getComputedStyle(document.body.parentElement).backgroundColor == "rgb(24, 23, 21)"`
		eventually(t, ctx, dark, "false")
		do(chromedp.Click(`#to\.colours`), chromedp.Click(`#to\.colours`))
		eventually(t, ctx, dark, "true")
		eventually(t, ctx, `document.querySelector("meta[name=theme-color]").content`, "#181715")
		eventually(t, ctx, `document.getElementById("to.colours").getAttribute("aria-label")`, "Colours: dark")
		// It holds on the next page, from before the first paint on.
		do(chromedp.Navigate(server.URL + "/a/b/index.html"))
		eventually(t, ctx, dark, "true")
		do(chromedp.Click(`#to\.colours`))
		eventually(t, ctx, dark, "false")
		eventually(t, ctx, `localStorage.length`, "0")
		do(chromedp.Navigate(address))
	})
	t.Run("contents", func(t *testing.T) {
		const current = `document.querySelector(".contents [aria-current=true]")?.textContent`
		evaluate(t, ctx, `document.getElementById("outcome").scrollIntoView()`)
		eventually(t, ctx, current, "Outcome")
		evaluate(t, ctx, `scrollTo(0, document.body.scrollHeight)`)
		eventually(t, ctx, current, "Confirmation")
		evaluate(t, ctx, `scrollTo(0, 0)`)
	})
	t.Run("copy", func(t *testing.T) {
		evaluate(t, ctx, `
			window.taken = "";
			navigator.clipboard.writeText = async text => { taken = text };
			navigator.clipboard.write = async items => { taken = await (await items[0].getType("text/plain")).text() }`)
		do(chromedp.Click(`.actions button[data-copy=""]`))
		eventually(t, ctx, `taken`, address)
		eventually(t, ctx, `document.getElementById("to.told").textContent`, "Copied")
		do(chromedp.Click(`.actions button[data-copy$=".md"]`))
		eventually(t, ctx, `taken.startsWith("---\nstatus: accepted\n") && taken.includes("## Confirmation")`, "true")
		// Where the page is not secure there is only the old way, which the browser's
		// own field proves.
		evaluate(t, ctx, `
			Object.defineProperty(window, "isSecureContext", { value: false });
			taken = "";
			document.execCommand = () => { taken = document.activeElement.value; return true }`)
		do(chromedp.Click(`.actions button[data-copy=""]`))
		eventually(t, ctx, `taken`, address)
		eventually(t, ctx, `document.querySelectorAll("textarea").length`, "0")
	})
	t.Run("menu", func(t *testing.T) {
		do(chromedp.EmulateViewport(390, 800), chromedp.Navigate(address))
		const open = `getComputedStyle(document.getElementById("to.nav")).display != "none"`
		const behind = `document.querySelector("main").inert`
		eventually(t, ctx, open, "false")
		do(chromedp.Click(`#to\.menu`))
		eventually(t, ctx, open, "true")
		eventually(t, ctx, behind, "true")
		eventually(t, ctx, `document.getElementById("to.menu").getAttribute("aria-expanded")`, "true")
		do(chromedp.KeyEvent(kb.Escape))
		eventually(t, ctx, open, "false")
		eventually(t, ctx, behind, "false")
		eventually(t, ctx, `document.activeElement.id`, "to.menu")
		do(chromedp.Click(`#to\.menu`), chromedp.EmulateViewport(1280, 800))
		eventually(t, ctx, behind, "false")
	})
	t.Run("without scripts", func(t *testing.T) {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		do(chromedp.EmulateViewport(390, 800), chromedp.Navigate(address))
		eventually(t, ctx, `[...document.querySelectorAll("button")].filter(b => b.checkVisibility()).length`, "0")
		eventually(t, ctx, `document.querySelector(".site-nav a").checkVisibility()`, "true")
	})
	for _, c := range found() {
		t.Error(c)
	}
}
