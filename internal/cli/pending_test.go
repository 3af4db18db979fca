package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPreviewOfPending shows an input that was saved, and one without a record, as they
// would be rendered, and says on the page and once in the terminal that it is not
// written so.
func TestPreviewOfPending(t *testing.T) {
	v, dir := newPreview(t, 0)
	var told strings.Builder
	v.app.Err, v.app.Now = &told, time.Now
	write := func(name, title string) {
		t.Helper()
		text := "format: tradeoff/1\ntitle: " + title + "\nstatus: proposed\ndate: 2026-11-23\noptions: [{title: One}, {title: Two}]\n"
		if err := os.MkdirAll(filepath.Join(dir, "decisions"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "decisions", name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("0001-a.yaml", "Take a queue")
	if err := v.app.runRender(nil, renderOptions{}); err != nil {
		t.Fatal(err)
	}
	write("0001-a.yaml", "Take a bus")
	write("0002-b.yaml", "Never rendered")
	told.Reset()
	for range 2 {
		s, _, err := v.build(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Rest(t.Context()); err != nil {
			t.Fatal(err)
		}
		for page, want := range map[string][]string{
			"decisions/0001-a.html": {">Take a bus</h1>", "banner-unwritten", "The record is written otherwise"},
			"decisions/0001-a.md":   {"# Take a bus"},
			"decisions/0002-b.html": {">Never rendered</h1>", "banner-unwritten", "not written yet", "Considered Options"},
		} {
			for _, part := range want {
				if !strings.Contains(ask(t, s, page), part) {
					t.Errorf("%s does not hold %q", page, part)
				}
			}
		}
	}
	want := "decisions/0001-a.md: note: shown as it would be rendered anew, and not written so: title, closing mark [out-of-date]\n" +
		"  hint: run tradeoff render, or serve with --write\n" +
		"decisions/0002-b.yaml:2:8: note: shown as it would be rendered; no record of this input is written yet [out-of-date]\n" +
		"  hint: run tradeoff render, or serve with --write\n"
	if told.String() != want {
		t.Errorf("told\n%s\nwant\n%s", told.String(), want)
	}
}
