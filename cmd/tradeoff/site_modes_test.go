package main

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// onTelling opens the pages that show all of the showcase, one after another,
// and does something on each.
func onTelling(t *testing.T, ctx context.Context, do func(page string)) {
	t.Helper()
	dir := theShowcase(t).sites[plainSite]
	host := serveBelow(t, dir)
	found := complaints(t, ctx, host.address)
	for _, page := range telling(t, filesOf(t, dir)) {
		open(t, ctx, host.address+page)
		do(page)
		for _, c := range found() {
			t.Errorf("%s: %s", page, c)
		}
	}
}

// withoutScriptsScript tells what is wrong with a page where no script runs.
const withoutScriptsScript = `(() => {
	const name = e => e.nodeName.toLowerCase() + (e.id ? "#" + e.id : "") + [...e.classList].map(c => "." + c).join("");
	const seen = (selector, scope = document) => [...scope.querySelectorAll(selector)].filter(e => e.checkVisibility({visibilityProperty: true}));
	const out = [];
	if (document.documentElement.dataset.js !== undefined) out.push("a script ran");
	for (const e of seen(".needs-js")) out.push(name(e) + " is there, and needs a script");
	for (const e of seen("button:not([popovertarget]), input, select, textarea, dialog, [role=button], [role=tab], [contenteditable]")) out.push(name(e) + " is dead without a script");
	for (const e of seen("a")) if (/^(#?$|javascript:)/.test(e.getAttribute("href"))) out.push("the link " + name(e) + " leads nowhere");
	if (document.querySelector(".masthead") && seen(".masthead nav a").length < 1) out.push("no navigation");
	if (seen("h1").length != 1) out.push("no heading");
	if (document.querySelector("main").innerText.trim().length < 20) out.push("nothing to read");
	for (const e of document.querySelectorAll("main table, main pre, main p, main li, main img, main figure")) {
		if (!e.closest("details:not([open]), .needs-js, .chart-wide, .chart-narrow, .row-tags, template, dialog, [hidden]") && !e.checkVisibility() && !e.querySelector(".needs-js")) out.push(name(e) + " cannot be seen: " + e.textContent.trim().slice(0, 40));
	}
	if (document.scrollingElement.scrollWidth > innerWidth) out.push("the page is " + document.scrollingElement.scrollWidth + " wide");
	return out;
})()`

// TestWithoutScripts has every kind of page be read where scripts do not run:
// all that is told is there, and nothing that would not answer.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	onTelling(t, ctx, func(page string) {
		for _, width := range []int64{wide, narrow} {
			setWidth(t, ctx, width)
			for _, fault := range ask[[]string](t, ctx, withoutScriptsScript) {
				t.Errorf("%s at %d: %s", page, width, fault)
			}
		}
	})
}

// printScript is what of a page would be printed that should not, and the other
// way round.
const printScript = `(() => {
	const out = [];
	for (const e of document.querySelectorAll(".masthead, .colophon, .skip, .place, .filters, .anchor, button, input, dialog")) {
		if (e.checkVisibility()) out.push(e.className + " " + e.nodeName + " is printed");
	}
	const paper = [document.documentElement, document.body].map(e => getComputedStyle(e).backgroundColor);
	if (!paper.every(c => c == "rgb(255, 255, 255)" || c == "rgba(0, 0, 0, 0)")) out.push("printed on " + paper);
	if (getComputedStyle(document.body).color != "rgb(0, 0, 0)") out.push("printed in " + getComputedStyle(document.body).color);
	for (const e of document.querySelectorAll("main h1, main h2, main p, main td, main pre")) {
		if (!e.closest(".needs-js, .place, .margin, .contents, .chart-wide, .chart-narrow, dialog, template, [hidden], .filters, .row-tags, .diagram-drawn details") && !e.checkVisibility({contentVisibilityAuto: true})) out.push(e.nodeName + " is not printed: " + e.textContent.trim().slice(0, 40));
	}
	return out;
})()`

// TestPrinted has every kind of page be printed from a dark screen: black on
// white, all of the text, and nothing to click.
func TestPrinted(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	setWidth(t, ctx, 720)
	setMedia(t, ctx, "print", "prefers-color-scheme", "dark")
	onTelling(t, ctx, func(page string) {
		if page == "404.html" {
			return // nobody prints it
		}
		settle(t, ctx)
		for _, fault := range ask[[]string](t, ctx, printScript) {
			t.Errorf("%s: %s", page, fault)
		}
	})
}

// forcedScript finds what cannot be told from the ground where the system
// chooses the colours.
const forcedScript = `(() => {
	const out = [], ground = getComputedStyle(document.documentElement).backgroundColor;
	const name = e => e.nodeName.toLowerCase() + [...e.classList].map(c => "." + c).join("");
	const box = e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
	for (const e of document.querySelectorAll("body *")) {
		const style = getComputedStyle(e);
		if (!e.checkVisibility() || e.closest(".unseen, .skip, defs, marker")) continue;
		if (e.closest("svg")) {
			if (/^(path|circle|line|rect|text)$/.test(e.localName) && [style.stroke, style.fill].every(c => c == "none" || c == ground)) out.push(name(e) + " of " + name(e.closest("svg").parentElement) + " vanishes");
		} else if (box(e) && style.color == ground && style.backgroundColor == "rgba(0, 0, 0, 0)") {
			out.push(name(e) + " vanishes: " + e.textContent.trim().slice(0, 30));
		}
	}
	for (const e of document.querySelectorAll("[aria-current]")) {
		const near = e.parentElement.parentElement.querySelector(":scope > * > " + e.localName + ":not([aria-current])");
		if (!near || !e.checkVisibility()) continue;
		const looks = x => { const s = getComputedStyle(x); return [s.color, s.borderBlockEndColor, s.borderInlineStartColor, s.fontWeight, s.textDecorationLine, s.textDecorationColor, s.outlineStyle].join() };
		if (looks(e) == looks(near)) out.push(name(e) + " in " + name(e.closest("nav") || e.parentElement) + " is not told from its neighbours");
	}
	return out;
})()`

// TestForcedColours has every kind of page be seen in the colours of a system
// that forces its own: nothing vanishes, and what is current is told.
func TestForcedColours(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	setWidth(t, ctx, wide)
	onTelling(t, ctx, func(page string) {
		for _, scheme := range []string{"light", "dark"} {
			setMedia(t, ctx, "", "forced-colors", "active", "prefers-color-scheme", scheme)
			settle(t, ctx)
			for _, fault := range ask[[]string](t, ctx, forcedScript) {
				t.Errorf("%s, %s: %s", page, scheme, fault)
			}
		}
	})
}

// TestReducedMotion has nothing move on its own, nor slowly, for those whom that
// makes ill.
func TestReducedMotion(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	setMedia(t, ctx, "", "prefers-reduced-motion", "reduce")
	onTelling(t, ctx, func(page string) {
		moving := ask[[]string](t, ctx, `[...document.querySelectorAll("*")].filter(e => {
			const s = getComputedStyle(e);
			return parseFloat(s.transitionDuration) > 0 || s.animationName != "none" || s.scrollBehavior == "smooth";
		}).map(e => e.nodeName + "." + e.className)`)
		if len(moving) > 0 {
			t.Errorf("%s: %s", page, strings.Join(moving, ", "))
		}
	})
	// The rule would hold for a site that never moves: this one does.
	setMedia(t, ctx, "", "prefers-reduced-motion", "no-preference")
	if n := ask[int](t, ctx, fmt.Sprintf(`[...document.styleSheets].flatMap(s => [...s.cssRules]).filter(r => /%s/.test(r.cssText)).length`, "prefers-reduced-motion")); n == 0 {
		t.Error("no rule of the sheet asks for it")
	}
}
