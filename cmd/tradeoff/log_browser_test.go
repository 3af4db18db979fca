package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// logSite builds the site of a log with n decisions, and gives its folder. Every
// third is proposed, every fourth has the tag cost, the years go round.
func logSite(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "decisions"), 0o777); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= n; i++ {
		status, tag, maker := "accepted", "data", "Ann Lee <ann@example.org>"
		if i%3 == 0 {
			status = "proposed"
		}
		if i%4 == 0 {
			tag = "cost"
		}
		if i%5 == 0 {
			maker = "Bo"
		}
		text := fmt.Sprintf("---\nstatus: %s\ndate: %d-03-%02d\ntags: [%s, \"größe %d\"]\ndecision-makers: [%q]\n---\n# Take %c & <%d>\n\nWords.\n", status, 2020+i%4, 1+i%28, tag, i%12, maker, 'a'+i*7%26, i)
		if i == 2 {
			text = "---\nstatus: accepted\nvisibility: restricted\ntags: [cost]\n---\n# Secret\n"
		}
		if err := os.WriteFile(filepath.Join(dir, "decisions", fmt.Sprintf("%04d-take-%d.md", i, i)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "tradeoff.yaml"), []byte("site: {people: true}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out lockedBuffer
	if status := runCommand(t, t.Context(), dir, &out, "build"); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	return filepath.Join(dir, "public")
}

// logView is what a reader sees of the log.
type logView struct {
	Count   string   `json:"count"`
	Rows    int      `json:"rows"`
	First   string   `json:"first"`
	Current []string `json:"current"` // the words that are chosen
	Sort    string   `json:"sort"`
	Query   string   `json:"query"`
	Words   string   `json:"words"` // the statuses with their counts
	Busy    bool     `json:"busy"`
}

const logScript = `(() => {
	const seen = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility());
	const text = e => e ? e.innerText.replace(/\s+/g, " ").trim() : "";
	return {
		count: text(document.getElementById("to.count")),
		rows: seen(".row").length,
		first: text(seen(".row-title")[0]),
		current: seen(".filters [aria-current]").map(text),
		sort: seen("[aria-pressed=true]").map(b => text(b) + " " + b.title).join(),
		query: decodeURIComponent(location.search),
		words: seen(".filter-status a").map(text).join(", "),
		busy: !!document.querySelector("[aria-busy]"),
	};
})()`

// logPage is a test's hold on the log in a browser.
type logPage struct {
	t   *testing.T
	ctx context.Context
}

func (p logPage) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// click clicks the element that an expression gives, with the keys of a modifier.
func (p logPage) click(expression string) {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("("+expression+").click() || true")); err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
}

// word is an expression for the word of the filters with that text before its count.
func word(text string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(".filters a")].find(a => a.innerText.replace(/[^a-zß-ÿ0-9 ]/gi, "").trim().startsWith(%q))`, text)
}

// shows waits until the log shows what is wanted.
func (p logPage) shows(what string, want logView) {
	p.t.Helper()
	var got logView
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var err error
		if got, err = chromedp.Run(p.ctx, chromedp.Evaluate[logView](logScript)); err == nil && cmp.Equal(want, got) {
			return
		}
	}
	p.t.Fatalf("%s:\n%s", what, cmp.Diff(want, got))
}

// TestLogInABrowser narrows and sorts a log by mouse and keyboard, from the disk.
func TestLogInABrowser(t *testing.T) {
	ctx := browser(t)
	site := logSite(t, 24)
	home := "file://" + site + "/index.html"
	p := logPage{t, ctx}
	found := complaints(t, ctx, "file://"+site)
	p.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(home))

	number, all := "Number descending", "◌proposed 8, ●accepted 15"
	start := logView{Count: "24 in the log", Rows: 24, First: "Take m & <24>", Current: []string{}, Sort: number, Words: all}
	p.shows("as it opens", start)

	p.click(word("proposed"))
	proposed := logView{Count: "8 of 24 in the log", Rows: 8, First: "Take m & <24>", Current: []string{"◌proposed 8"}, Sort: number, Query: "?status=proposed", Words: all}
	p.shows("proposed", proposed)
	p.click(word("cost"))
	both := logView{Count: "2 of 24 in the log", Rows: 2, First: "Take m & <24>", Current: []string{"◌proposed 2", "cost 2"}, Sort: number, Query: "?status=proposed&tag=cost", Words: "◌proposed 2, ●accepted 4"}
	p.shows("proposed and cost", both)
	p.do(chromedp.Reload())
	p.shows("after it was loaded again", both)
	p.click(`{click: () => history.back()}`)
	p.shows("back", proposed)
	p.click(`{click: () => history.back()}`)
	p.shows("back to the beginning", start)
	p.click(`{click: () => history.forward()}`)
	p.shows("forward", proposed)

	// A year, then a person; the word again takes a filter away.
	p.click(word("2021"))
	year := logView{Count: "2 of 24 in the log", Rows: 2, First: "Take r & <21>", Current: []string{"◌proposed 2", "2021 2"}, Sort: number, Query: "?status=proposed&year=2021", Words: "◌proposed 2, ●accepted 4"}
	p.shows("a year", year)
	p.click(word("proposed"))
	year.Count, year.Rows, year.Current, year.Query = "6 of 24 in the log", 6, []string{"2021 6"}, "?year=2021"
	p.shows("the year alone", year)
	p.click(word("Bo"))
	p.shows("a year and a person", logView{Count: "1 of 24 in the log", Rows: 1, First: "Take j & <5>", Current: []string{"2021 1", "Bo 1"}, Sort: number, Query: "?year=2021&person=bo", Words: "◌proposed 0, ●accepted 1"})
	p.click(word("proposed"))
	p.shows("nothing", logView{Count: "0 of 24 in the log", Current: []string{"◌proposed 0", "2021 0", "Bo 0"}, Sort: number, Query: "?year=2021&person=bo&status=proposed", Words: "◌proposed 0, ●accepted 1"})
	p.click(`document.querySelector(".log-none button")`)
	p.shows("shown all again", start)

	// A tag of a row, which is no word above: it is one while it is chosen.
	p.do(chromedp.Navigate(home + "?tag=" + "gr%C3%B6%C3%9Fe-9"))
	p.shows("a tag from the address", logView{Count: "2 of 24 in the log", Rows: 2, First: "Take r & <21>", Current: []string{"größe 9 2"}, Sort: number, Query: "?tag=größe-9", Words: "◌proposed 2, ●accepted 0"})
	p.click(`document.querySelector(".log-found .row-people a")`)
	p.shows("a person of a row", logView{Count: "2 of 24 in the log", Rows: 2, First: "Take r & <21>", Current: []string{"größe 9 2", "Ann Lee 2"}, Sort: number, Query: "?tag=größe-9&person=ann-lee", Words: "◌proposed 2, ●accepted 0"})
	p.click(`document.querySelector(".log-head .log-clear")`)
	p.shows("cleared", start)

	// By keyboard: the focus stays on a word, and the buttons sort.
	p.do(chromedp.Focus(`.filter-status li:nth-child(2) a`), chromedp.KeyEvent(kb.Enter))
	p.shows("a word by Enter", logView{Count: "15 of 24 in the log", Rows: 15, First: "Take f & <23>", Current: []string{"●accepted 15"}, Sort: number, Query: "?status=accepted", Words: all})
	if text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.activeElement.innerText`)); err != nil || !strings.Contains(text, "accepted") {
		t.Errorf("the focus is on %q: %v", text, err)
	}
	p.do(chromedp.Focus(`[data-sort=title]`), chromedp.KeyEvent(kb.Enter))
	p.shows("by title", logView{Count: "15 of 24 in the log", Rows: 15, First: "Take c & <4>", Current: []string{"●accepted 15"}, Sort: "Title ascending", Query: "?status=accepted&sort=title", Words: all})
	p.do(chromedp.KeyEvent(" "))
	p.shows("by title, from the end", logView{Count: "15 of 24 in the log", Rows: 15, First: "Take z & <11>", Current: []string{"●accepted 15"}, Sort: "Title descending", Query: "?status=accepted&sort=title&order=desc", Words: all})
	p.click(`document.querySelector(".log-head .log-clear")`)
	p.click(`document.querySelector("[data-sort=date]")`)
	p.shows("all by date", logView{Count: "24 in the log", Rows: 24, First: "Take f & <23>", Current: []string{}, Sort: "Date descending", Query: "?sort=date", Words: all})
	if text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll(".log-found .row")].at(-1).innerText`)); err != nil || !strings.Contains(text, "Restricted") || !strings.Contains(text, "0002") {
		t.Errorf("the last by date is %q: %v", text, err)
	}
	p.click(`document.querySelector("[data-sort=status]")`)
	p.shows("all by status", logView{Count: "24 in the log", Rows: 24, First: "Take m & <24>", Current: []string{}, Sort: "Status ascending", Query: "?sort=status", Words: all})
	p.click(`document.querySelector("[data-sort=number]")`)
	p.shows("by number again", start)
	for _, c := range found() {
		t.Error(c)
	}
}

// TestLongLogInABrowser filters a log that one page does not hold.
func TestLongLogInABrowser(t *testing.T) {
	ctx := browser(t)
	site := logSite(t, 1500)
	home := "file://" + site + "/index.html"
	p := logPage{t, ctx}
	found := complaints(t, ctx, "file://"+site)
	p.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(home))
	number := "Number descending"
	p.shows("as it opens", logView{Count: "1500 in the log, page 1 of 4", Rows: 400, First: "Take w & <1500>", Current: []string{}, Sort: number, Words: "◌proposed 500, ●accepted 999"})
	loaded := `performance.getEntriesByType("resource").filter(e => e.name.includes("/search/log-")).length`
	if n, err := chromedp.Run(ctx, chromedp.Evaluate[int](loaded)); err != nil || n != 0 {
		t.Errorf("%d files of rows were loaded before anybody filtered: %v", n, err)
	}
	p.click(word("proposed"))
	proposed := logView{Count: "500 of 1500 in the log", Rows: 200, First: "Take w & <1500>", Current: []string{"◌proposed 500"}, Sort: number, Query: "?status=proposed", Words: "◌proposed 500, ●accepted 999"}
	p.shows("proposed", proposed)
	p.click(`document.querySelector(".log-more button")`)
	proposed.Rows = 400
	p.shows("200 more", proposed)
	p.click(`document.querySelector(".log-more button")`)
	proposed.Rows = 500
	p.shows("the last hundred", proposed)
	p.click(word("cost"))
	p.click(word("2020"))
	p.shows("three words", logView{Count: "125 of 1500 in the log", Rows: 125, First: "Take w & <1500>", Current: []string{"◌proposed 125", "cost 125", "2020 125"}, Sort: number, Query: "?status=proposed&tag=cost&year=2020", Words: "◌proposed 125, ●accepted 250"})
	// A row that the script made reads as one of the page does.
	row := `[...document.querySelectorAll(%q)].find(r => r.innerText.includes("<1488>")).outerHTML.replace(/\s+/g, " ")`
	made, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(row, ".log-found .row")))
	if err != nil {
		t.Fatal(err)
	}
	written, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(row, ".log-all .row")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(written, made); diff != "" {
		t.Error(diff)
	}
	for _, c := range found() {
		t.Error(c)
	}
}

// TestLogWithoutScripts follows the words of the log to their pages, and those of
// a long list from page to page.
func TestLogWithoutScripts(t *testing.T) {
	ctx := browser(t)
	site := logSite(t, 1500)
	p := logPage{t, ctx}
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	follow := func(selector, want string) {
		t.Helper()
		href, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q).href`, selector)))
		if err != nil || !strings.HasSuffix(href, want) {
			t.Fatalf("%s leads to %q, want %s: %v", selector, href, want, err)
		}
		p.do(chromedp.Navigate(href))
		if shown, err := chromedp.Run(ctx, chromedp.Evaluate[int](`[...document.querySelectorAll(".needs-js")].filter(e => e.checkVisibility()).length`)); err != nil || shown > 0 {
			t.Errorf("%s shows %d controls that do nothing: %v", want, shown, err)
		}
	}
	p.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate("file://"+site+"/index.html"))
	follow(".pager a[rel=next]", "/log/2.html")
	follow(".pager a[rel=next]", "/log/3.html")
	follow(".pager a[rel=prev]", "/log/2.html")
	follow(".filter-status a", "/status/proposed.html")
	follow(".pager a[rel=next]", "/status/proposed/2.html")
	follow(".site-nav a", "/index.html")
	follow(".filter-year a", "/years/2023.html")
	follow(".site-nav a", "/index.html")
	follow(".filter-tag .more", "/tags.html")
	follow(".entries a", "/tags/cost.html")
	follow(".site-nav a", "/index.html")
	follow(".filter-person a", "/people/ann-lee.html")
	follow(".site-nav a", "/index.html")
	follow(".attention-more a", "/attention.html")
}
