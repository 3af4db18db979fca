package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"tradeoff/internal/cli"
)

// startedBrowser is the headless browser that the tests share.
var startedBrowser = sync.OnceValues(func() (context.Context, error) {
	path := os.Getenv("CHROME")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		return nil, errNoBrowser
	}
	data, err := os.MkdirTemp("", "browser")
	if err != nil {
		return nil, err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(data),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true))
	allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocated)
	leaveBehind = append(leaveBehind, func() {
		_ = chromedp.Cancel(ctx)
		cancel()
		stop()
		os.RemoveAll(data)
	})
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
})

var errNoBrowser = errors.New("no browser: install chromium, or name one in CHROME")

// browser opens a tab of the headless browser for one test. It has a storage of
// its own, as a browser has that was never used.
func browser(t *testing.T) context.Context {
	t.Helper()
	shared, err := startedBrowser()
	switch {
	case errors.Is(err, errNoBrowser) && os.Getenv("CI") != "":
		t.Fatal("no browser: make test installs one")
	case errors.Is(err, errNoBrowser):
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(shared, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute) // on a machine that has much else to do
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
			text := ev.ExceptionDetails.Text
			if thrown := ev.ExceptionDetails.Exception; thrown != nil {
				text += " " + thrown.Description
			}
			add("exception: " + text)
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
