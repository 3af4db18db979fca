package cli

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// newWriting is a preview that writes, of a project with the inputs of two decisions and
// a folder in the place of the first one's record, so that this one can never be written,
// by whomever.
func newWriting(t *testing.T) (v *preview, dir string, told *toldBuffer) {
	t.Helper()
	v, dir = newPreview(t, 0)
	v.o.write, v.app.Now = true, time.Now
	told = &toldBuffer{}
	v.app.Err = told
	for name, title := range map[string]string{"0001-a": "Take a queue", "0002-b": "Take a bus"} {
		text := "format: tradeoff/1\ntitle: " + title + "\nstatus: proposed\ndate: 2026-11-23\noptions: [{title: One}, {title: Two}]\n"
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, "decisions"), 0o777), os.WriteFile(filepath.Join(dir, "decisions", name+".yaml"), []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "decisions/0001-a.md"), 0o777); err != nil {
		t.Fatal(err)
	}
	return v, dir, told
}

// toldBuffer is what a terminal shows, which more than one goroutine writes to.
type toldBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *toldBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *toldBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// TestPreviewOfUnwritten shows a record that cannot be written as it would be, tells so
// once, and again where it would be another.
func TestPreviewOfUnwritten(t *testing.T) {
	v, dir, told := newWriting(t)
	const cannot = "tradeoff: write decisions/0001-a.md: "
	for round, want := range []struct {
		title string
		told  int
	}{{"Take a queue", 1}, {"Take a queue", 1}, {"Take one queue", 2}, {"Take one queue", 2}} {
		input := filepath.Join(dir, "decisions/0001-a.yaml")
		text, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		text = []byte(strings.Replace(string(text), "Take a queue", want.title, 1))
		if err := os.WriteFile(input, text, 0o666); err != nil {
			t.Fatal(err)
		}
		s, _, err := v.build(t.Context(), nil)
		if err != nil {
			t.Fatalf("round %d: no site for one record: %v", round, err)
		}
		page := ask(t, s, "decisions/0001-a.html")
		if !strings.Contains(page, want.title) || !strings.Contains(page, "banner-unwritten") {
			t.Errorf("round %d: the page does not show %q, or not that it is unwritten", round, want.title)
		}
		if strings.Contains(ask(t, s, "decisions/0002-b.html"), "banner-unwritten") {
			t.Errorf("round %d: a record that is written is called unwritten", round)
		}
		if got := strings.Count(told.String(), cannot); got != want.told {
			t.Errorf("round %d: told %d times, want %d:\n%s", round, got, want.told, told.String())
		}
	}
	if strings.Contains(told.String(), ".tmp") {
		t.Errorf("it tells a name of our own:\n%s", told.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "decisions/0002-b.md")); err != nil {
		t.Errorf("the other record is kept back: %v", err)
	}
	if got := strings.Count(told.String(), "wrote decisions/0002-b.md\n"); got != 1 {
		t.Errorf("the other record is named %d times:\n%s", got, told.String())
	}
}

// TestServeOfUnwritten serves such a project: trying to write the record wakes no watcher.
func TestServeOfUnwritten(t *testing.T) {
	v, _, told := newWriting(t)
	out := serveUntilEnd(t, v.app, serveOptions{bind: "127.0.0.1", write: true})
	// The record that was written brings one build, and that one nothing: two are the most
	// that a quiet project sees, where there were forty a second.
	time.Sleep(time.Second)
	if got := strings.Count(told.String(), "rebuilt in"); got > 2 {
		t.Errorf("%d builds of a project that nobody changes:\n%s", got, told.String())
	}
	if got := strings.Count(told.String(), "tradeoff: write "); got != 1 {
		t.Errorf("told %d times that a record cannot be written:\n%s", got, told.String())
	}
	response, err := http.Get(strings.TrimSpace(out.String()) + "decisions/0001-a.html")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("the page of the record: %s", response.Status)
	}
}
