package main

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readersPage has the table of what each reader shows rightly.
const readersPage = "content/reference/readers.md"

// readersColumns are the scenarios behind the columns of its table.
var readersColumns = []string{"madr", "y-statement", "nygard", "bullets", "log4brains"}

var readersRow = regexp.MustCompile(`^\| \[([^\]]+)\]\(#[a-z0-9-]+\) \| (.*) \|$`)

// TestReadersPage plays the scenarios and holds the table of the page against them.
func TestReadersPage(t *testing.T) {
	told := map[string][]string{}
	for line := range strings.Lines(docsPage(t, readersPage)) {
		if m := readersRow.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			name := strings.NewReplacer(",", "", "`", "").Replace(strings.ToLower(m[1]))
			told[name] = strings.Split(m[2], " | ")
		}
	}
	for reader := range readers {
		if len(told[reader]) != len(readersColumns) {
			t.Errorf("%s has no row for %s, or not %d columns", readersPage, reader, len(readersColumns))
		}
	}
	if t.Failed() {
		return
	}
	for _, s := range readerScenarios(t) {
		name, withInput := strings.CutSuffix(s.name, "-input")
		column := slices.Index(readersColumns, name)
		if column < 0 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			root := s.play(t)
			log, dir := listed(t, root)
			files := readFolder(t, filepath.Join(root, filepath.FromSlash(dir)))
			for reader, read := range readers {
				if withInput && slices.ContainsFunc(s.wants, func(w readerWant) bool { return w.reader == reader && w.fault != "" }) {
					continue // not right yet
				}
				records, err := read(files)
				if err != nil {
					records = nil
				}
				if got := showsRightly(records, log); got != told[reader][column] {
					t.Errorf("%s says that %s shows %q of %s; it shows %q", readersPage, reader, told[reader][column], s.name, got)
				}
			}
		})
	}
}

// TestReadersPageFaults holds what the page calls not right yet against the faults
// in testdata/readers, so that a mended one goes from both.
func TestReadersPageFaults(t *testing.T) {
	_, section, _ := strings.Cut(docsPage(t, readersPage), "\n## Not right yet\n")
	want := map[string]bool{}
	for _, s := range readerScenarios(t) {
		for _, w := range s.wants {
			if w.fault != "" {
				want[w.fault] = true
			}
		}
	}
	got := map[string]bool{}
	for line := range strings.Lines(section) {
		if fault, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
			got[fault] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults of testdata/readers, and those on %s (-testdata +page):\n%s", readersPage, diff)
	}
}

// showsRightly is what a reader shows of all records as tradeoff list does, in the
// words of the page.
func showsRightly(records map[string]shown, log map[string]listedRecord) string {
	titles, statuses, dates, linked, stated := 0, 0, 0, 0, 0
	words := map[string]bool{}
	for name, r := range log {
		s := records[name]
		word, _, _ := strings.Cut(strings.ToLower(s.status), " ")
		words[word] = true
		if beforeTitle.ReplaceAllString(s.title, "") == r.Title {
			titles++
		}
		if word == r.Status || word == "pending" && r.Status == "proposed" || word == "" && r.assumed {
			statuses++
		}
		if r.Date != nil && s.date == *r.Date {
			dates++
		}
		for _, older := range r.Supersedes {
			stated++
			if slices.ContainsFunc(s.links, func(link string) bool { return strings.HasSuffix(link, " "+path.Base(older)) }) {
				linked++
			}
		}
	}
	var parts []string
	if titles == len(log) {
		parts = append(parts, "title")
	}
	switch {
	case len(words) < 2: // it says the same of everything
	case statuses == len(log):
		parts = append(parts, "status")
	case statuses > 0:
		parts = append(parts, "status in part")
	}
	if dates == len(log) {
		parts = append(parts, "date")
	}
	if linked == stated {
		parts = append(parts, "links")
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, ", ")
}
