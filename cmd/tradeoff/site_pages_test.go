package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// The widths that pages are looked at, in CSS pixels: a desk's and a phone's.
const (
	wide   = 1280
	narrow = 390
)

// look is what a page shows, as lookScript reads it.
type look struct {
	Width      int64    `json:"width"`  // of all that can be scrolled to, in CSS pixels
	Beyond     []string `json:"beyond"` // some of what lies beyond the window's edge
	Title      string   `json:"title"`
	Headings   int      `json:"headings"`   // of the first level
	Background string   `json:"background"` // of the page, as the style has it
	Shift      float64  `json:"shift"`      // how far things moved while the page was loaded
	Shifted    []string `json:"shifted"`
}

const lookScript = `(async () => {
	const root = document.scrollingElement;
	const name = e => e ? (e.nodeName.toLowerCase() + (e.id ? "#" + e.id : "") + [...(e.classList || [])].map(c => "." + c).join("")) : "?";
	const out = {
		width: root.scrollWidth, beyond: [], title: document.title, headings: document.querySelectorAll("h1").length,
		background: getComputedStyle(document.documentElement).backgroundColor + " " + getComputedStyle(document.body).backgroundColor,
		shift: 0, shifted: [],
	};
	if (out.width > innerWidth) {
		for (const e of document.body.querySelectorAll("*")) {
			const box = e.getBoundingClientRect();
			if ((box.right > innerWidth + 1 || box.left < -1) && !e.closest(".scroll, pre, svg") && out.beyond.length < 5) out.beyond.push(name(e));
		}
	}
	const count = entries => {
		for (const entry of entries) {
			if (entry.hadRecentInput) continue;
			out.shift += entry.value;
			for (const s of entry.sources || []) if (out.shifted.length < 5) out.shifted.push(name(s.node));
		}
	};
	const seen = new PerformanceObserver(list => count(list.getEntries()));
	seen.observe({type: "layout-shift", buffered: true});
	scrollTo(0, root.scrollHeight);
	await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
	count(seen.takeRecords());
	seen.disconnect();
	scrollTo(0, 0);
	return out;
})()`

// lookAt is what the page that is open shows.
func lookAt(ctx context.Context) (look, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[look](lookScript, chromedp.EvalAwaitPromise))
}

// faults are what is wrong with a look at a page.
func (l look) faults(width int64, scheme string) []string {
	var list []string
	if l.Width > width {
		list = append(list, fmt.Sprintf("the page is %d wide, because of %s", l.Width, strings.Join(l.Beyond, ", ")))
	}
	if l.Title == "" || l.Headings != 1 {
		list = append(list, fmt.Sprintf("title %q, %d main headings", l.Title, l.Headings))
	}
	if l.Shift > 0 {
		list = append(list, fmt.Sprintf("layout shift of %.4f: %s", l.Shift, strings.Join(l.Shifted, ", ")))
	}
	if l.light() != (scheme == "light") {
		list = append(list, "background "+l.Background)
	}
	return list
}

// light tells paper by day from paper by night.
func (l look) light() bool { return strings.Contains(l.Background, "rgb(25") }

// setMedia emulates a medium, "" for a screen, and features of it: their names
// and values in turn.
func setMedia(t *testing.T, ctx context.Context, medium string, features ...string) {
	t.Helper()
	params := emulation.SetEmulatedMediaParams{Media: medium}
	for pair := range slices.Chunk(features, 2) {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: pair[0], Value: pair[1]})
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, params); err != nil {
		t.Fatal(err)
	}
}

// setWidth makes the window so wide.
func setWidth(t *testing.T, ctx context.Context, width int64) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
}

// open goes to a page and waits until it is loaded.
func open(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}

// settle waits until what a page draws as it is read is drawn: its diagrams.
func settle(t *testing.T, ctx context.Context) {
	t.Helper()
	missing := ask[[]string](t, ctx, `(async () => {
		const figures = [...document.querySelectorAll("figure.diagram")];
		const wait = () => new Promise(done => setTimeout(done, 20));
		for (const f of figures) {
			f.scrollIntoView();
			for (let i = 0; i < 1000 && !f.matches(".diagram-drawn, :has(.diagram-failed)"); i++) await wait();
		}
		scrollTo(0, 0);
		return figures.filter(f => !f.matches(".diagram-drawn")).map(f => f.textContent.trim().slice(0, 60));
	})()`)
	for _, m := range missing {
		t.Errorf("not drawn: %s", m)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// TestEveryPage opens every page of the showcase from the disk, wide and narrow,
// light and dark: nothing may overflow, move, complain, or ask another host.
// SHOTS=DIR leaves pictures of every kind of page there, for the eye.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	show := theShowcase(t)
	plain := filesOf(t, show.sites[plainSite])
	for site, dir := range show.sites {
		t.Run(site, func(t *testing.T) {
			t.Parallel()
			ctx := browser(t)
			files := filesOf(t, dir)
			chosen := telling(t, files)
			pages := chosen
			switch site {
			case plainSite:
				pages = pagesOf(files)
			case basedSite, emptySite:
				pages = append(telling(t, files, plain), "index.html", "404.html")
			}
			found := complaints(t, ctx, "file://"+dir)
			for _, page := range pages {
				views := everyView
				if !slices.Contains(chosen, page) {
					views = fewViews // it differs from one of those in words alone
				}
				for _, v := range views {
					setWidth(t, ctx, v.width)
					setMedia(t, ctx, "", "prefers-color-scheme", v.scheme)
					if v.load {
						open(t, ctx, "file://"+filepath.Join(dir, page))
					}
					name := fmt.Sprintf("%s at %d, %s", page, v.width, v.scheme)
					seen, err := lookAt(ctx)
					if err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					for _, fault := range append(seen.faults(v.width, v.scheme), found()...) {
						t.Errorf("%s: %s", name, fault)
					}
					if shots := os.Getenv("SHOTS"); shots != "" && slices.Contains(chosen, page) {
						picture := fmt.Sprintf("%s-%s-%d-%s.png", site, strings.ReplaceAll(page, "/", "_"), v.width, v.scheme)
						data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
						if err != nil {
							t.Fatalf("%s: %v", name, err)
						}
						if err := os.WriteFile(filepath.Join(shots, picture), data, 0o666); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		})
	}
}

// view is a way to look at a page.
type view struct {
	width  int64
	scheme string
	load   bool // anew: it may be laid out otherwise than where it was made to fit
}

var (
	everyView = []view{{wide, "light", true}, {wide, "dark", false}, {narrow, "dark", true}, {narrow, "light", false}}
	fewViews  = []view{{narrow, "dark", true}, {wide, "light", false}}
)

// telling are pages on which every kind of page, every element and every class
// of a site is seen: what takes long is done on them alone. They follow from the
// site, so that a new kind of page is among them by itself.
//
// What other sites have shown already is left out.
func telling(t testing.TB, files map[string][]byte, others ...map[string][]byte) []string {
	t.Helper()
	shown := map[string]bool{}
	for _, other := range others {
		for _, page := range pagesOf(other) {
			maps.Copy(shown, traitsOf(t, other[page]))
		}
	}
	traits := map[string]map[string]bool{}
	for _, page := range pagesOf(files) {
		traits[page] = traitsOf(t, files[page])
	}
	var chosen []string
	for seen := shown; ; {
		best, news := "", 0
		for _, page := range slices.Sorted(maps.Keys(traits)) {
			n := 0
			for trait := range traits[page] {
				if !seen[trait] {
					n++
				}
			}
			if n > news {
				best, news = page, n
			}
		}
		if news == 0 {
			return chosen
		}
		chosen = append(chosen, best)
		maps.Copy(seen, traits[best])
	}
}

// traitsOf are a page's kind, and its elements with their classes and roles.
func traitsOf(t testing.TB, page []byte) map[string]bool {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	traits := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		traits[n.Data] = true
		for _, a := range n.Attr {
			switch a.Key {
			case "class":
				for class := range strings.FieldsSeq(a.Val) {
					traits[n.Data+"."+class] = true
				}
			case "role", "type", "aria-current", "open":
				traits[n.Data+"["+a.Key+"="+a.Val+"]"] = true
			}
		}
	}
	return traits
}
