package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/search"
)

// searched builds the site of a small log, one record of it in Chinese.
func searched(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var out lockedBuffer
	if status := runCommand(t, t.Context(), dir, &out, "init"); status != 0 {
		t.Fatalf("init: exit %d\n%s", status, out.String())
	}
	for name, text := range map[string]string{
		"0001-keep-orders-in-postgresql": "---\nstatus: accepted\ndate: 2024-01-02\ntags: [data]\n---\n# Keep orders in PostgreSQL\n\n**Chosen:** PostgreSQL, because everybody knows it.\n\n## Context\n\nOrders outlive services.\n\n## Where the backups go\n\nTo a bucket in another region.\n",
		"0002-stream-events-with-pulsar": "---\nstatus: rejected\ndate: 2025-03-04\ntags: [messaging, data]\n---\n# Stream events with Pulsar\n\nNobody would run the brokers.\n\n## Context\n\nEvents go to a <b>warehouse</b>.\n",
		"0003-queues-by-the-provider":    "---\nstatus: accepted\ndate: 2025-05-06\ntags: [messaging]\n---\n# Rent queues from the provider\n\nInstead of Pulsar.\n\n## Context\n\nSmall queues are cheap.\n",
		"0012-消息队列":                      "---\nstatus: proposed\ndate: 2026-07-08\n---\n# 采用消息队列\n\n我们用消息队列处理订单。\n\n## 背景\n\n数据库的负载太高。\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "decisions", name+".md"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if status := runCommand(t, t.Context(), dir, &out, "build"); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	return filepath.Join(dir, "public")
}

// The titles of the results, with a mark at the one that Enter opens.
const resultsShown = `[...document.querySelectorAll(".search-hit")].map(e => (e.ariaSelected === "true" ? "* " : "") + e.querySelector(".search-title").textContent).join("|")`

// TestSearchByKeyboard opens a site from the disk and finds pages with the
// keyboard alone.
func TestSearchByKeyboard(t *testing.T) {
	ctx := browser(t)
	site := searched(t)
	found := complaints(t, ctx, "file://"+site)
	home := "file://" + site + "/index.html"
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	// The next page often comes before one has faded in.
	setMedia(t, ctx, "", "prefers-reduced-motion", "reduce")
	const isOpen = `!!document.querySelector("dialog.search[open]")`
	// fill opens the search on the home page and types.
	fill := func(text string) {
		t.Helper()
		do(chromedp.Navigate(home))
		evaluate(t, ctx, `sessionStorage.clear()`)
		do(chromedp.KeyEvent("/"))
		eventually(t, ctx, isOpen, "true")
		eventually(t, ctx, `document.activeElement.className + document.activeElement.value`, "search-input")
		insert(t, ctx, text)
	}
	path := func() string { return `decodeURIComponent(location.href).split("/").at(-1)` }

	t.Run("words", func(t *testing.T) {
		fill("pulsar")
		eventually(t, ctx, resultsShown, "* 0002 Stream events with Pulsar|0003 Rent queues from the provider")
		eventually(t, ctx, `document.querySelector(".search-status").textContent`, "2 found.")
		eventually(t, ctx, `[...document.querySelectorAll(".search-results mark")].map(e => e.textContent).join()`, "Pulsar,Pulsar")
		do(chromedp.KeyEvent(kb.ArrowDown))
		eventually(t, ctx, resultsShown, "0002 Stream events with Pulsar|* 0003 Rent queues from the provider")
		eventually(t, ctx, `document.querySelector("#" + CSS.escape(document.activeElement.getAttribute("aria-activedescendant"))).ariaSelected`, "true")
		do(chromedp.KeyEvent(kb.ArrowDown))
		eventually(t, ctx, resultsShown, "* 0002 Stream events with Pulsar|0003 Rent queues from the provider")
		do(chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.Enter))
		eventually(t, ctx, path(), "0003-queues-by-the-provider.html?h=pulsar")
		const marks = `CSS.highlights.get("search") ? [...CSS.highlights.get("search")].map(r => r.toString()).join() : ""`
		eventually(t, ctx, marks, "Pulsar")
		do(chromedp.KeyEvent(kb.Escape))
		eventually(t, ctx, marks, "")
		eventually(t, ctx, path(), "0003-queues-by-the-provider.html")
		// Going back, the search is as it was.
		do(chromedp.NavigateBack())
		eventually(t, ctx, `document.querySelectorAll(".log .row").length > 3`, "true")
		if shown := ask[bool](t, ctx, isOpen); !shown {
			do(chromedp.KeyEvent("/"))
		}
		eventually(t, ctx, `document.querySelector(".search-input")?.value`, "pulsar")
	})
	t.Run("heading", func(t *testing.T) {
		fill("backup")
		eventually(t, ctx, `[...document.querySelectorAll(".search-sub")].map(e => e.textContent).join()`, "Where the backups go")
		do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
		eventually(t, ctx, path(), "0001-keep-orders-in-postgresql.html?h=backup#where-the-backups-go")
	})
	t.Run("number", func(t *testing.T) {
		for _, q := range []string{"12", "#12", "ADR-0012", "0012"} {
			fill(q)
			eventually(t, ctx, `document.querySelector(".search-hit .search-title")?.textContent`, "0012 采用消息队列")
		}
		do(chromedp.KeyEvent(kb.Enter))
		eventually(t, ctx, path(), "0012-消息队列.html?h=0012")
	})
	t.Run("typo", func(t *testing.T) {
		fill("postgersql")
		eventually(t, ctx, `document.querySelector(".search-status").textContent`, "One found. “postgersql” is nowhere; taken for postgresql.")
		do(chromedp.KeyEvent(kb.Enter))
		eventually(t, ctx, path(), "0001-keep-orders-in-postgresql.html?h=postgresql")
	})
	t.Run("beginning", func(t *testing.T) {
		fill("pu")
		eventually(t, ctx, resultsShown, "* 0002 Stream events with Pulsar")
		fill("wareh")
		eventually(t, ctx, resultsShown, "* 0002 Stream events with Pulsar")
	})
	t.Run("Chinese", func(t *testing.T) {
		fill("数据库")
		eventually(t, ctx, resultsShown, "* 0012 采用消息队列")
		do(chromedp.KeyEvent(kb.Enter))
		eventually(t, ctx, `[...CSS.highlights.get("search") ?? []].map(r => r.toString()).join()`, "数据库")
	})
	t.Run("nothing", func(t *testing.T) {
		fill("zebra")
		eventually(t, ctx, `document.querySelector(".search-status").textContent`, "Nothing found.")
		eventually(t, ctx, `document.querySelector(".search-input").ariaExpanded`, "false")
	})
	t.Run("filter", func(t *testing.T) {
		fill("rent pulsar")
		eventually(t, ctx, `document.querySelectorAll(".search-hit").length`, "2")
		do(chromedp.Click(".search-filters"))
		eventually(t, ctx, `[...document.querySelectorAll(".search-facets > div")].map(e => e.textContent).join("|")`, "KindDecision 2|Statusaccepted 1rejected 1|Year2025 2|Tagdata 1messaging 2")
		evaluate(t, ctx, `[...document.querySelectorAll(".search-facets button")].find(b => b.textContent.startsWith("rejected")).focus()`)
		do(chromedp.KeyEvent(kb.Enter))
		eventually(t, ctx, resultsShown, "* 0002 Stream events with Pulsar")
		eventually(t, ctx, `document.activeElement.textContent + document.activeElement.ariaPressed`, "rejected 1true")
		// Without words, a filter lists what it leaves.
		evaluate(t, ctx, `document.querySelector(".search-input").value = ""; document.querySelector(".search-input").dispatchEvent(new Event("input"))`)
		eventually(t, ctx, resultsShown, "* 0002 Stream events with Pulsar")
	})
	t.Run("focus", func(t *testing.T) {
		do(chromedp.Navigate("file://" + site + "/decisions/0001-keep-orders-in-postgresql.html"))
		evaluate(t, ctx, `document.querySelector(".brand").focus()`)
		do(chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)))
		eventually(t, ctx, isOpen, "true")
		do(chromedp.KeyEvent(kb.Escape))
		eventually(t, ctx, isOpen, "false")
		eventually(t, ctx, `document.activeElement.className`, "brand")
		do(chromedp.Click(".search-button"))
		eventually(t, ctx, isOpen, "true")
		do(chromedp.KeyEvent(kb.Escape))
		eventually(t, ctx, `document.activeElement.className.split(" ")[0]`, "search-button")
		// A key that somebody types is no command.
		evaluate(t, ctx, `document.querySelector("main").append(document.createElement("textarea")); document.querySelector("textarea").focus()`)
		do(chromedp.KeyEvent("/"))
		eventually(t, ctx, isOpen+` + document.querySelector("textarea").value`, "false/")
	})
	for _, c := range found() {
		t.Errorf("the browser complains: %s", c)
	}
	// Axe reads the sheets by itself, which a page from a disk may not: so it comes last.
	t.Run("accessible", func(t *testing.T) {
		for _, width := range []int64{wide, narrow} {
			for _, scheme := range []string{"light", "dark"} {
				setWidth(t, ctx, width)
				setMedia(t, ctx, "", "prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
				fill("backup orders data")
				eventually(t, ctx, `document.querySelectorAll(".search-sub").length > 0`, "true")
				do(chromedp.Click(".search-filters"))
				eventually(t, ctx, `document.querySelectorAll(".search-facets button").length > 3`, "true")
				result, err := runAxe(ctx)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range result.Violations {
					t.Errorf("the dialog at %d, %s: %s", width, scheme, v)
				}
			}
		}
	})
}

// insert types a text that no key has, as an input method does.
func insert(t *testing.T, ctx context.Context, text string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		t.Fatal(err)
	}
}

// TestSearchBothSides holds the browser's side against the program's: the same
// tokens, and the same documents in the same order.
func TestSearchBothSides(t *testing.T) {
	ctx := browser(t)
	site := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var out lockedBuffer
	if status := runCommand(t, t.Context(), root, &out, "build", "--output", site); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	index, err := search.Open(func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(site, path)) })
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+site+"/index.html?h=x")); err != nil {
		t.Fatal(err)
	}
	eventually(t, ctx, `typeof window.tradeoffSearch`, "function")
	texts := []string{
		"", "Plain words, and 42 numbers", "snake_case camelCase k8s C++", "Straße STRASSE ẞ", "Ærø Łódź Þórr Đorđe ħ ı İ", "ΟΔΟΣ Οδός",
		"café CAFÉ cafe\u0301", "ﬁle ﬂow ① ½ x² ㎞ ㍿", "ＦＵＬＬ ｗｉｄｔｈ", "数据库 用PostgreSQL数据库 第3章 中", "データベース サーバー ﾃﾞｰﾀ がく", "검색은 검색", "हिन्दी में", "ภาษาไทย", "עִבְרִית العَرَبِيَّة",
		"a\u200db soft\u00adhyphen don’t", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家 😀", strings.Repeat("long", 20), strings.Repeat("ß", 40), "々 〇 〆 ー",
	}
	for _, text := range texts {
		got := ask[[]string](t, ctx, fmt.Sprintf(`tradeoffSearch.tokens(%s)`, quoted(t, text)))
		if diff := cmp.Diff(append([]string{}, search.Tokens(text)...), got); diff != "" {
			t.Errorf("tokens of %q:\n%s", text, diff)
		}
	}
	for _, q := range []string{"search", "worst case", "worst case ", "template", "temp", "t", "vip", "viper", "vipre", "markdwon files", "8", "#3", "adr-0001", "the", "serverles ", "cold start of a function", "中", "yaml toml json", "decision record", "supersded"} {
		found, err := index.Find(q)
		if err != nil {
			t.Fatal(err)
		}
		got := ask[[]int](t, ctx, fmt.Sprintf(`tradeoffSearch.find(%s).then(found => found.docs)`, quoted(t, q)))
		if diff := cmp.Diff(append([]int{}, found.Documents...), got); diff != "" {
			t.Errorf("%q finds:\n%s", q, diff)
		}
	}
}

// quoted is a text as a script writes it.
func quoted(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
