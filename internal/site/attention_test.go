package site

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
)

// waiting is a log in which something waits for each reason.
func waiting() fstest.MapFS {
	input := func(title, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("format: tradeoff/1\ntitle: " + title + "\noptions:\n" +
			"  - {id: queue, title: Queue, worst-cases: [{id: lost, when: always, what: A message is lost}, {id: twice, when: always, what: A message comes twice}]}\n" +
			"  - {id: call, title: Call, worst-cases: []}\n" + more)}
	}
	chosen := "outcome: {option: queue, because: it is there, answers: [{worst-case: lost, answer: accepted, by: Ann, because: rare}]}\n"
	files := fstest.MapFS{
		"decisions/0001-a.yaml": input("Open", "status: accepted\ndate: 2025-01-01\n"+chosen),
		"decisions/0002-b.yaml": input("Late review", "status: accepted\ndate: 2025-01-01\nreview-by: 2026-11-01\noutcome: {option: call, because: so}\n"),
		"decisions/0003-c.yaml": input("Later review", "status: accepted\ndate: 2025-01-01\nreview-by: 2026-01-01\noutcome: {option: call, because: so}\n"),
		"decisions/0004-d.yaml": input("Long proposed", "status: proposed\ndate: 2026-10-01\n"+chosen),
		"decisions/0005-e.yaml": input("Just proposed", "status: proposed\ndate: 2026-11-20\n"),
		"decisions/0006-f.yaml": input("Rejected", "status: rejected\ndate: 2025-01-01\nreview-by: 2026-01-01\n"+chosen),
		"decisions/0007-g.yaml": input("Hidden", "status: proposed\nvisibility: restricted\ndate: 2025-01-01\n"+chosen),
		"decisions/0008-h.yaml": input("Review ahead", "status: accepted\ndate: 2025-01-01\nreview-by: 2027-01-01\noutcome: {option: call, because: so}\n"),
		"decisions/0009-i.md":   {Data: []byte("---\nstatus: accepted\ndate: 2025-01-01\nreview-by: 2026-06-01\n---\n# A record alone\n")},
	}
	return files
}

func waitingSite(t *testing.T, files fstest.MapFS) *Memory {
	t.Helper()
	log, err := ledger.Open(t.Context(), files, ledger.Options{Dirs: []string{"decisions"}})
	if err != nil {
		t.Fatal(err)
	}
	o := sample(t, fstest.MapFS{"decisions/x.txt": {}, "content/x.md": {Data: []byte("x")}})
	o.Log, o.Files, o.Content = log, files, nil
	out, _ := buildInMemory(t, o)
	return out
}

func TestAttention(t *testing.T) {
	out := waitingSite(t, waiting())
	home := pageOf(t, out, "index.html")
	want := []string{
		"0003 Later review was to be reviewed by 2026-01-01",
		"0009 A record alone was to be reviewed by 2026-06-01",
		"0002 Late review was to be reviewed by 2026-11-01",
		"0004 Long proposed waits for a decision, 53 days",
		"and 2 more",
	}
	if diff := cmp.Diff(want, home.texts(".attention li")); diff != "" {
		t.Error(diff)
	}
	if got := home.all(".attention-more a"); len(got) != 1 || got[0].attr["href"] != "attention.html" {
		t.Errorf("more is at %v", addresses(got))
	}
	page := pageOf(t, out, "attention.html")
	if diff := cmp.Diff([]string{"The review is past 3", "Proposed, and not decided 2", "A worst case can happen, and nobody has answered it 2"}, page.texts("h2.folder")); diff != "" {
		t.Error(diff)
	}
	want = []string{
		"Later review was to be reviewed by 2026-01-01", "A record alone was to be reviewed by 2026-06-01", "Late review was to be reviewed by 2026-11-01",
		"Long proposed waits for a decision, 53 days", "Just proposed waits for a decision, 3 days",
		"Long proposed one worst case unanswered: A message comes twice", "Open one worst case unanswered: A message comes twice",
	}
	var got []string
	for _, row := range page.all(".row") {
		got = append(got, row.texts(".row-title")[0]+" "+row.texts(".row-lead")[0])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := len(page.all(".why-overdue")); n != 4 {
		t.Errorf("%d are overdue, want 4", n)
	}
	// A date in the front matter shows on the decision's own page as well.
	if diff := cmp.Diff(1, len(pageOf(t, out, "decisions/0009-i.html").all(".facts .why-overdue"))); diff != "" {
		t.Error(diff)
	}
}

// TestAttentionOfMany has more to tell than one page holds.
func TestAttentionOfMany(t *testing.T) {
	files := fstest.MapFS{}
	for i := range pageRows + 5 {
		files[fmt.Sprintf("decisions/%04d-a.md", i+1)] = &fstest.MapFile{Data: []byte("---\nstatus: proposed\ndate: 2026-11-22\n---\n# Take it\n")}
	}
	out := waitingSite(t, files)
	for name, rows := range map[string]int{"attention.html": pageRows, "attention/2.html": 5} {
		page := pageOf(t, out, name)
		if got := len(page.all(".row")); got != rows {
			t.Errorf("%s has %d rows, want %d", name, got, rows)
		}
		if diff := cmp.Diff([]string{"Proposed, and not decided 405"}, page.texts("h2.folder")); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff([]string{"and 401 more"}, pageOf(t, out, "index.html").texts(".attention-more")); diff != "" {
		t.Error(diff)
	}
}
