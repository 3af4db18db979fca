package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"tradeoff/internal/cli"
)

// browser starts a headless browser for one test.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("CHROME")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no browser: make test installs one")
		}
		t.Skip("no browser: install chromium, or name one in CHROME")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// runCommand is one command of the program in process, in dir.
func runCommand(t *testing.T, ctx context.Context, dir string, out *lockedBuffer, args ...string) int {
	t.Helper()
	return cli.Main(cli.App{Args: args, In: strings.NewReader(""), Out: out, Err: out, Dir: dir, Ctx: ctx, Now: time.Now,
		Env: map[string]string{"SOURCE_DATE_EPOCH": "1795392000", "PATH": os.Getenv("PATH")}})
}

// lockedBuffer is a buffer for several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// complaints gathers what a browser objects to: errors on its console, refusals
// by the page's policy, requests that leave the site. It gives those that came
// since it was called last.
func complaints(t *testing.T, ctx context.Context, allowed string) func() []string {
	t.Helper()
	var mu sync.Mutex
	var found []string
	add := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		found = append(found, text)
	}
	err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			add("exception: " + ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			add("console: " + string(ev.Type))
		case *log.EventEntryAdded:
			add("log: " + ev.Entry.Text + " " + ev.Entry.URL)
		case *network.EventRequestWillBeSent:
			if u := ev.Request.URL; !strings.HasPrefix(u, allowed) && !strings.HasPrefix(u, "data:") {
				add("request to " + u)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	if err != nil {
		t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		out := found
		found = nil
		return out
	}
}

// look is what a page shows, as lookScript reads it.
type look struct {
	Width      int64  `json:"width"` // of all that can be scrolled to, in CSS pixels
	Title      string `json:"title"`
	Headings   int    `json:"headings"` // of the first level
	Background string `json:"background"`
}

const lookScript = `({
	width: document.scrollingElement.scrollWidth,
	title: document.title,
	headings: document.querySelectorAll("h1").length,
	background: getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor,
})`

// TestPagesInABrowser opens every page of this repository's own site from the
// disk, wide and narrow, light and dark: nothing may overflow, complain, or ask
// another host.
func TestPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	site := filepath.Join(t.TempDir(), "site")
	var out lockedBuffer
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if status := runCommand(t, t.Context(), root, &out, "build", "--output", site); status != 0 {
		t.Fatalf("build: exit %d\n%s", status, out.String())
	}
	var pages []string
	err = filepath.WalkDir(site, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".html" {
			pages = append(pages, name)
		}
		return err
	})
	if err != nil || len(pages) < 10 {
		t.Fatalf("only %d pages: %v", len(pages), err)
	}
	found := complaints(t, ctx, "file://"+site)
	for _, width := range []int64{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatal(err)
			}
			media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
				t.Fatal(err)
			}
			for _, page := range pages {
				name := fmt.Sprintf("%s at %d, %s", strings.TrimPrefix(page, site), width, scheme)
				if err := chromedp.Do(ctx, chromedp.Navigate("file://"+page)); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				seen, err := chromedp.Run(ctx, chromedp.Evaluate[look](lookScript))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if seen.Width > width {
					t.Errorf("%s: the page is %d wide", name, seen.Width)
				}
				if seen.Title == "" || seen.Headings != 1 {
					t.Errorf("%s: title %q, %d main headings", name, seen.Title, seen.Headings)
				}
				// Ink on paper by day, and the other way round by night.
				if light := strings.Contains(seen.Background, "rgb(25"); light != (scheme == "light") {
					t.Errorf("%s: background %s", name, seen.Background)
				}
				for _, c := range found() {
					t.Errorf("%s: %s", name, c)
				}
			}
		}
	}
}

// TestServeFollowsAnEdit edits an input while the preview is open: the page shows
// it, and the record on the disk stays as it is.
func TestServeFollowsAnEdit(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	var out lockedBuffer
	for _, args := range [][]string{
		{"init"},
		{"new", "Run thumbnails as functions", "--set", "tradeoffs=architecture-style", "--set", "profile.engineers=8"},
	} {
		if status := runCommand(t, t.Context(), dir, &out, args...); status != 0 {
			t.Fatalf("%v: exit %d\n%s", args, status, out.String())
		}
	}
	stem := filepath.Join(dir, "decisions", "0001-run-thumbnails-as-functions")
	before, err := os.ReadFile(stem + ".md")
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(t.Context())
	var served lockedBuffer
	done := make(chan int)
	go func() { done <- runCommand(t, serving, dir, &served, "serve", "--port", "0") }()
	defer func() {
		stop()
		if status := <-done; status != 0 {
			t.Errorf("serve: exit %d\n%s", status, served.String())
		}
	}()
	url := waitForLine(t, &served, "http://")
	found := complaints(t, ctx, url)
	// The page is loaded anew in between, so it is asked again and again.
	shows := func(want string) string {
		t.Helper()
		var text string
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			text, _ = chromedp.Run(ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
			if strings.Contains(text, want) {
				return text
			}
		}
		t.Fatalf("the page does not come to show %q:\n%s\n%s", want, text, served.String())
		return ""
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(strings.TrimSuffix(url, "/")+"/decisions/0001-run-thumbnails-as-functions.html")); err != nil {
		t.Fatal(err)
	}
	shows("nothing is chosen yet")
	input, err := os.ReadFile(stem + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	edited := append(input, "outcome: {option: serverless, because: nobody waits for a thumbnail}\n"...)
	if err := os.WriteFile(stem+".yaml", edited, 0o666); err != nil {
		t.Fatal(err)
	}
	shows("because nobody waits for a thumbnail")
	// A fault shows over the page, with its place, and the last good site stays.
	if err := os.WriteFile(stem+".yaml", append(edited, "stauts: draft\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	text := shows("0001-run-thumbnails-as-functions.yaml:")
	if !strings.Contains(text, "because nobody waits for a thumbnail") || !strings.Contains(text, "there is no key stauts") {
		t.Errorf("the page with a fault shows\n%s", text)
	}
	after, err := os.ReadFile(stem + ".md")
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("serve changed the record: %v", err)
	}
	if c := found(); len(c) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(c, "\n"))
	}
}

// waitForLine waits until a line with that beginning was printed.
func waitForLine(t *testing.T, out *lockedBuffer, prefix string) string {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		for line := range strings.Lines(out.String()) {
			if strings.HasPrefix(line, prefix) && strings.HasSuffix(line, "\n") {
				return strings.TrimSpace(line)
			}
		}
	}
	t.Fatalf("no line begins with %s:\n%s", prefix, out.String())
	return ""
}
