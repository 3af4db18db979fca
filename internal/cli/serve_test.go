package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serveUntilEnd serves a project until the test ends, and gives what goes to its output
// once an address is there.
func serveUntilEnd(t *testing.T, a *App, o serveOptions) *toldBuffer {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var out toldBuffer
	a.Ctx, a.Out = ctx, &out
	done := make(chan error, 1)
	go func() { done <- a.runServe(o, true) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(out.String(), "http://"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not served")
		}
	}
	return &out
}

// waitFor waits until a terminal shows a text.
func waitFor(t *testing.T, told *toldBuffer, text string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(told.String(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it does not tell %q:\n%s", text, told.String())
		}
	}
}

// TestServeTells serves with --json an empty folder to everybody: the address is an
// object, and the terminal says who can read it and how the log begins.
func TestServeTells(t *testing.T) {
	v, dir := newPreview(t, 0)
	if err := os.Remove(filepath.Join(dir, "tradeoff.yaml")); err != nil {
		t.Fatal(err)
	}
	var told toldBuffer
	v.app.Err, v.app.Now, v.app.global.json = &told, time.Now, true
	out := serveUntilEnd(t, v.app, serveOptions{bind: "0.0.0.0"})
	waitFor(t, &told, "serving; stop with Ctrl-C\n")
	var at struct{ URL string }
	if err := json.Unmarshal([]byte(out.String()), &at); err != nil || !strings.HasPrefix(at.URL, "http://localhost:") {
		t.Errorf("%v: %q", err, out.String())
	}
	want := "others on the network can read the site at 0.0.0.0\n" +
		"no decisions in decisions; tradeoff init starts a log here, or takes over one of another tool; tradeoff new TITLE writes the first\n" +
		"serving; stop with Ctrl-C\n"
	if got := told.String(); !strings.HasPrefix(got, want) { // it may have built again
		t.Errorf("told:\n%s", got)
	}
}
