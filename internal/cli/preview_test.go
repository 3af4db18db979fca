package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tradeoff/internal/server"
)

// newPreview is a project of some records, with what is needed to preview it.
func newPreview(t *testing.T, records int) (v *preview, dir string) {
	t.Helper()
	dir = t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("tradeoff.yaml", "title: T\nsite: {history: false}\n")
	for i := 1; i <= records; i++ {
		write(fmt.Sprintf("decisions/%04d-d.md", i), recordText(i, "Text."))
	}
	a := &App{Dir: dir, Ctx: t.Context(), Out: io.Discard, Err: io.Discard, Env: map[string]string{"SOURCE_DATE_EPOCH": "1790000000"}}
	v = &preview{app: a, o: serveOptions{bind: "127.0.0.1"}}
	t.Cleanup(v.close)
	return v, dir
}

func recordText(i int, text string) string {
	return fmt.Sprintf("---\nstatus: accepted\ndate: 2026-01-02\ntags: [t%d]\n---\n# Decision %d\n\nA lead.\n\n## Context\n\n%s See [another](%04d-d.md).\n", i%3, i, text, i%5+1)
}

// ask gives a page that has to be there.
func ask(t *testing.T, s server.Site, page string) string {
	t.Helper()
	data, ok, err := s.File(page)
	if err != nil || !ok {
		t.Errorf("%s: %v, %v", page, ok, err)
	}
	return string(data)
}

// TestPreviewOfRapidEdits edits two hundred times, each time another thing, while
// pages are asked for and the rest is made; each edit shows at once, and in the end the
// preview is that of a project opened anew.
func TestPreviewOfRapidEdits(t *testing.T) {
	v, dir := newPreview(t, 12)
	s, _, err := v.build(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	for edit := range 200 {
		n := edit%12 + 1
		name := filepath.Join(dir, fmt.Sprintf("decisions/%04d-d.md", n))
		mark := fmt.Sprintf("edit%dx", edit)
		text := recordText(n, mark)
		switch edit % 7 {
		case 3: // what other pages show
			text = strings.Replace(text, "# Decision", "# "+mark+" decision", 1)
		case 5: // and another relation
			text = strings.Replace(text, "---\n", fmt.Sprintf("---\namends: %04d-d.md\n", (n+3)%12+1), 1)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		before := s
		readers.Go(func() { _, _, _ = before.File("index.html") })
		readers.Go(func() { _ = before.Rest(t.Context()) })
		if s, _, err = v.build(t.Context(), []string{name}); err != nil {
			t.Fatal(err)
		}
		page := fmt.Sprintf("decisions/%04d-d.html", n)
		if !strings.Contains(ask(t, s, page), mark) || !strings.Contains(ask(t, s, strings.TrimSuffix(page, ".html")+".md"), mark) {
			t.Fatalf("edit %d does not show", edit)
		}
		if edit%7 == 3 && !strings.Contains(ask(t, s, "index.html"), mark) {
			t.Fatalf("the title of edit %d does not show in the log", edit)
		}
		if edit%40 == 0 {
			now := s
			readers.Go(func() { _, _, _ = now.File("search/index.js") })
		}
	}
	readers.Wait()
	fresh := &preview{app: v.app, o: v.o}
	defer fresh.close()
	anew, _, err := fresh.build(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"index.html", "graph.html", "timeline.html", "decisions.json", "llms.txt", "search/index.js", "search/terms-0.js"}
	for n := 1; n <= 12; n++ {
		pages = append(pages, fmt.Sprintf("decisions/%04d-d.html", n), fmt.Sprintf("decisions/%04d-d.md", n))
	}
	for _, page := range pages {
		if ask(t, s, page) != ask(t, anew, page) {
			t.Errorf("%s is another than in a preview opened anew", page)
		}
	}
}

// TestPreviewTellsFindingsOnce shows that a finding is told again only when it is
// another.
func TestPreviewTellsFindingsOnce(t *testing.T) {
	v, dir := newPreview(t, 3)
	var told bytes.Buffer
	v.app.Err = &told
	name := filepath.Join(dir, "decisions/0002-d.md")
	for i, text := range []string{"[gone](gone.md)", "[gone](gone.md) again", "mended"} {
		if err := os.WriteFile(name, []byte(recordText(2, text)), 0o666); err != nil {
			t.Fatal(err)
		}
		s, _, err := v.build(t.Context(), []string{name})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Rest(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(told.String(), "gone.md"); got != 1 {
			t.Errorf("round %d: told %d times: %s", i, got, told.String())
		}
	}
}
