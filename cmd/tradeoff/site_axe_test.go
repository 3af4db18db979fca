package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeSource is axe-core, which finds what people with other senses or hands
// would stumble over. testdata/axe/README.md tells where it comes from.
var axeSource = sync.OnceValues(func() (string, error) {
	packed, err := os.ReadFile("testdata/axe/axe.min.js.gz")
	if err != nil {
		return "", err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	source, err := io.ReadAll(r)
	return string(source), err
})

// axeScript runs the rules of the tags, over the page as it is at that moment.
const axeScript = `axe.run(document, {
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	resultTypes: ["violations", "incomplete"],
}).then(result => {
	const told = list => list.flatMap(rule => rule.nodes.map(node =>
		rule.id + " at " + node.target.join(" ") + ": " + (node.failureSummary || rule.help).replace(/\s+/g, " ") + " " + node.html.slice(0, 160)));
	return {passes: result.passes.length, violations: told(result.violations), incomplete: told(result.incomplete)};
})`

// axeResult is what axe says of a page.
type axeResult struct {
	Passes     int      `json:"passes"`
	Violations []string `json:"violations"`
	Incomplete []string `json:"incomplete"` // what it leaves to a person's eye
}

// runAxe runs axe in the page that is open. It is evaluated by way of the
// DevTools, where the page's policy has no say.
func runAxe(ctx context.Context) (axeResult, error) {
	source, err := axeSource()
	if err != nil {
		return axeResult{}, err
	}
	there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`typeof axe == "object"`))
	if err == nil && !there {
		err = chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](source))
	}
	if err != nil {
		return axeResult{}, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[axeResult](axeScript, chromedp.EvalAwaitPromise))
}

// TestAccessible has axe look at every kind of page, light and dark, wide and
// narrow, with the theme that the machine asks for and with the one that a
// reader has chosen. AXE_INCOMPLETE=1 lists what axe leaves to a person's eye.
func TestAccessible(t *testing.T) {
	t.Parallel()
	show := theShowcase(t)
	plain := filesOf(t, show.sites[plainSite])
	for site, dir := range show.sites {
		t.Run(site, func(t *testing.T) {
			t.Parallel()
			ctx := browser(t)
			host := serveBelow(t, dir)
			files := filesOf(t, dir)
			pages := telling(t, files)
			if site == basedSite || site == emptySite {
				pages = telling(t, files, plain)
			}
			for i, page := range pages {
				for _, scheme := range []string{"light", "dark"} {
					// Every other page is asked for its look by the machine, the others by the reader.
					machine, reader := scheme, ""
					if i%2 == 1 {
						machine, reader = map[string]string{"light": "dark", "dark": "light"}[scheme], scheme
					}
					setMedia(t, ctx, "", "prefers-color-scheme", machine, "prefers-reduced-motion", "reduce")
					for j, width := range []int64{wide, narrow} {
						setWidth(t, ctx, width)
						name := fmt.Sprintf("%s at %d, %s", page, width, scheme)
						if j == 0 {
							open(t, ctx, host.address+page)
							ask[bool](t, ctx, fmt.Sprintf(`(localStorage.setItem("tradeoff.theme", %q), true)`, reader))
							open(t, ctx, host.address+page)
							if seen := ask[look](t, ctx, lookScript); seen.light() != (scheme == "light") {
								t.Errorf("%s: the theme that was asked for does not show: %s", name, seen.Background)
							}
						}
						settle(t, ctx)
						result, err := runAxe(ctx)
						if err != nil {
							t.Fatalf("%s: %v", name, err)
						}
						if result.Passes < 10 {
							t.Errorf("%s: axe found only %d rules that apply", name, result.Passes)
						}
						for _, v := range result.Violations {
							t.Errorf("%s: %s", name, v)
						}
						if os.Getenv("AXE_INCOMPLETE") != "" {
							for _, v := range result.Incomplete {
								t.Logf("%s: to be looked at: %s", name, v)
							}
						}
					}
				}
			}
		})
	}
}
