package main

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// subPath is where a site is put on a server that has others beside it.
const subPath = "/a/b/c/"

// host is a server with a site in a folder of it, as any web server does it.
type host struct {
	address string // of the site, with a slash at its end
	mu      sync.Mutex
	astray  []string // requests outside of the site
	missing []string // requests in it for what is not there
}

// serveBelow serves a site below subPath. A request for what is not there is
// answered by the site's own 404.html, which most servers can be told to do.
func serveBelow(t testing.TB, site string) *host {
	t.Helper()
	h := &host{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, inside := strings.CutPrefix(r.URL.Path, subPath)
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(name)))
		h.mu.Lock()
		if !inside {
			h.astray = append(h.astray, r.URL.Path)
		} else if err != nil {
			h.missing = append(h.missing, r.URL.Path)
		}
		h.mu.Unlock()
		if !inside || strings.Contains(name, "..") {
			http.NotFound(w, r)
			return
		}
		if err != nil {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			data, _ = os.ReadFile(filepath.Join(site, "404.html"))
			_, _ = w.Write(data)
			return
		}
		w.Header().Set("Content-Type", contentTypes[filepath.Ext(name)])
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	h.address = server.URL + subPath
	return h
}

// contentTypes are what servers say of files.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".png": "image/png", ".md": "text/markdown; charset=utf-8",
	".txt": "text/plain; charset=utf-8",
}

// strays are the requests that left the site, or found nothing in it, since the
// last call.
func (h *host) strays() (astray, missing []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	astray, missing = h.astray, h.missing
	h.astray, h.missing = nil, nil
	return astray, missing
}

// TestBelowAPath has the site be read where a server has it in a folder: pages
// load what they need, links lead on, and nothing is asked for that lies outside.
func TestBelowAPath(t *testing.T) {
	ctx := browser(t)
	dir := theShowcase(t).sites[plainSite]
	host := serveBelow(t, dir)
	found := complaints(t, ctx, host.address)
	walk(t, ctx, host.address)
	for _, c := range found() {
		t.Error(c)
	}
	if astray, missing := host.strays(); len(astray)+len(missing) > 0 {
		t.Errorf("asked for outside of the site: %q; not there: %q", astray, missing)
	}

	// What is not found is told wherever it was asked for, and leads home.
	for _, address := range []string{"nothing.html", "decisions/no/such/page.html", "no/"} {
		open(t, ctx, host.address+address)
		eventually(t, ctx, `document.getElementById("home").href`, host.address)
		if seen, err := lookAt(ctx); err != nil || seen.Headings != 1 || seen.Background == "" {
			t.Errorf("%s shows %+v: %v", address, seen, err)
		}
		if astray, _ := host.strays(); len(astray) > 0 {
			t.Errorf("%s asks for %q", address, astray)
		}
		if err := chromedp.Do(ctx, chromedp.Click("#home")); err != nil {
			t.Fatal(err)
		}
		eventually(t, ctx, `location.href`, host.address)
	}
}

// TestOldAddresses has every old address lead to its page, below a path and where
// no script runs.
func TestOldAddresses(t *testing.T) {
	ctx := browser(t)
	dir := theShowcase(t).sites[plainSite]
	host := serveBelow(t, dir)
	files := filesOf(t, dir)
	_, redirects := allPagesOf(files)
	if len(redirects) < 2 {
		t.Errorf("only %q lead to others", redirects)
	}
	found := complaints(t, ctx, host.address)
	for _, page := range redirects {
		_, rest, _ := strings.Cut(string(files[page]), `content="0; url=`)
		to, _, _ := strings.Cut(rest, `"`)
		open(t, ctx, host.address+page)
		eventually(t, ctx, `decodeURI(location.href)`, host.address+path.Join(path.Dir(page), html.UnescapeString(to)))
	}
	if astray, missing := host.strays(); len(astray)+len(missing) > 0 {
		t.Errorf("asked for outside of the site: %q; not there: %q", astray, missing)
	}
	for _, c := range found() {
		t.Error(c)
	}
}

// TestFromADisk has the site be read without any server.
func TestFromADisk(t *testing.T) {
	ctx := browser(t)
	address := "file://" + theShowcase(t).sites[plainSite] + "/"
	found := complaints(t, ctx, address)
	walk(t, ctx, address+"index.html")
	for _, c := range found() {
		t.Error(c)
	}
}

// walk goes from the log to a decision, on to its neighbour, to the catalogs and
// the documentation, back and forward, by clicks as a reader does.
func walk(t *testing.T, ctx context.Context, home string) {
	t.Helper()
	setWidth(t, ctx, wide)
	setMedia(t, ctx, "", "prefers-reduced-motion", "reduce") // a click while one page fades into another is lost
	open(t, ctx, home)
	title := func() string { return ask[string](t, ctx, `document.querySelector("h1").textContent`) }
	var trail []string
	step := func(selector string) {
		t.Helper()
		from := ask[string](t, ctx, `location.href`)
		soon, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		if err := chromedp.Do(soon, chromedp.Click(selector)); err != nil {
			t.Fatalf("%s on %s: %v", selector, from, err)
		}
		eventually(t, ctx, `location.href != `+strconv.Quote(from)+` && document.readyState`, "complete")
		trail = append(trail, title())
		if seen, err := lookAt(ctx); err != nil || !seen.light() {
			t.Errorf("%s leads to a page without its sheet: %s %v", selector, seen.Background, err)
		}
	}
	trail = append(trail, title())
	step(".log .row:not(.row-restricted) a.row-title")
	step(".place-previous a")
	step(".record-status a.status")
	step(`.site-nav a[href$="catalogs.html"]`)
	step(".entries a")
	step(`.site-nav a[href$="docs.html"]`)
	step("a.brand")
	if trail[0] != trail[len(trail)-1] {
		t.Errorf("the way home ends at %q", trail)
	}
	// By the history's own means: a page that comes back whole is not loaded.
	for i := len(trail) - 2; i >= 0; i-- {
		evaluate(t, ctx, `setTimeout(() => history.back())`)
		eventually(t, ctx, `document.querySelector("h1")?.textContent`, trail[i])
	}
	for _, want := range trail[1:] {
		evaluate(t, ctx, `setTimeout(() => history.forward())`)
		eventually(t, ctx, `document.querySelector("h1")?.textContent`, want)
	}
}

// TestPreviewIsQuiet has the preview's own policy and script bear every kind of
// page.
func TestPreviewIsQuiet(t *testing.T) {
	ctx := browser(t)
	show := theShowcase(t)
	serving, stop := context.WithCancel(t.Context())
	var served lockedBuffer
	done := make(chan int)
	go func() { done <- runCommand(t, serving, show.project, &served, "serve", "--port", "0") }()
	defer func() {
		stop()
		if status := <-done; status != 0 {
			t.Errorf("serve: exit %d\n%s", status, served.String())
		}
	}()
	address := strings.TrimSuffix(waitForLine(t, &served, "http://"), "/") + "/"
	found := complaints(t, ctx, address)
	for _, page := range telling(t, filesOf(t, show.sites[plainSite])) {
		open(t, ctx, address+page)
		seen, err := lookAt(ctx)
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		if seen.Headings != 1 || !seen.light() {
			t.Errorf("%s: %d main headings on %s", page, seen.Headings, seen.Background)
		}
		if ran := ask[bool](t, ctx, `"js" in document.documentElement.dataset`); !ran {
			t.Errorf("%s: the script in its head does not run", page)
		}
		for _, c := range found() {
			t.Errorf("%s: %s", page, c)
		}
	}
}
