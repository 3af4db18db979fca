package main

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tradeoff/internal/ratchet"
)

// folder holds the files of one folder by their names. Other programs read records
// from a folder each; those below it are theirs to find, or not.
type folder map[string]string

// shown is what another program shows of one record; "" is what it does not show.
type shown struct {
	id, title, status, date string
	links                   []string // "Supersedes 0007-use-kafka.md", and "decided by …"
}

func (s shown) String() string {
	return strings.TrimRight(strings.Join([]string{s.title, s.status, s.date, strings.Join(s.links, "; ")}, " | "), " |")
}

// readers are the programs that read other people's records, as far as their
// sources tell what they show. They know nothing of package record.
var readers = map[string]func(folder) (map[string]shown, error){
	"backstage":              backstage,
	"structurizr adrtools":   structurizrADRTools,
	"structurizr madr":       structurizrMADR,
	"structurizr log4brains": structurizrLog4brains,
	"log4brains":             log4brains,
	"adr-tools":              adrTools,
	"adr-viewer":             adrViewer,
	"adr-log":                adrLog,
}

// linesOf is what a reader makes of a folder: a line a record, what it stopped
// with, or "nothing".
func linesOf(records map[string]shown, err error) []string {
	if err != nil {
		return []string{"stops: " + err.Error()}
	}
	if len(records) == 0 {
		return []string{"nothing"}
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(records)) {
		id := ""
		if records[name].id != "" {
			id = " #" + records[name].id
		}
		lines = append(lines, strings.TrimRight(name+id+" | "+records[name].String(), " "))
	}
	return lines
}

// readerRule is one rule of a reader with two folders: one that keeps it, and one
// that does not, so that a rule which is never broken cannot pass for one.
type readerRule struct {
	rule          string
	kept          folder
	want          string // the lines, joined by " / "
	broken        folder
	wantOfABroken string
}

func testReaderRules(t *testing.T, read func(folder) (map[string]shown, error), rules []readerRule) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.rule, func(t *testing.T) {
			if got := strings.Join(linesOf(read(r.kept)), " / "); got != r.want {
				t.Errorf("kept: got  %s\nwant %s", got, r.want)
			}
			if got := strings.Join(linesOf(read(r.broken)), " / "); got != r.wantOfABroken {
				t.Errorf("broken: got  %s\nwant %s", got, r.wantOfABroken)
			}
			if r.want == r.wantOfABroken {
				t.Error("the rule makes no difference")
			}
		})
	}
}

// TestReaders plays each scenario of testdata/readers and holds what every reader
// then shows against what it shall show; and that, where the dialect is the
// reader's own, against what tradeoff list says.
func TestReaders(t *testing.T) {
	for _, s := range readerScenarios(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			root := s.play(t)
			log, dir := listed(t, root)
			files := readFolder(t, filepath.Join(root, filepath.FromSlash(dir)))
			got := map[string][]string{}
			for _, w := range s.wants {
				if got[w.reader] == nil {
					got[w.reader] = linesOf(readers[w.reader](files))
				}
			}
			seen := map[string]int{}
			for _, w := range s.wants {
				seen[w.reader]++
				file, _, _ := strings.Cut(w.line, " |")
				file, _, _ = strings.Cut(file, " #")
				is := "nothing of it"
				for _, line := range got[w.reader] {
					if strings.HasPrefix(line, file+" ") || len(got[w.reader]) == 1 {
						is = line
					}
				}
				var err error
				if is != w.line {
					err = fmt.Errorf("%s shows\n\t%s\nwant\n\t%s", w.reader, is, w.line)
				}
				ratchet.Known(t, w.fault, err)
				if r, ok := log[file]; ok && w.own && w.limit == "" {
					if err := agrees(w, r); err != nil {
						t.Errorf("%s: %s: %v", w.reader, w.line, err)
					}
				}
			}
			for reader, n := range seen {
				if n != len(got[reader]) {
					t.Errorf("%s gives %d lines, and %d are told:\n\t%s", reader, len(got[reader]), n, strings.Join(got[reader], "\n\t"))
				}
			}
		})
	}
}

// beforeTitle is a number as readers leave it before a title.
var beforeTitle = regexp.MustCompile(`^\d+\. `)

// agrees tells whether a reader's line says what tradeoff list does, as far as the
// reader shows it at all.
func agrees(w readerWant, r listedRecord) error {
	columns := strings.Split(w.line+" |  |  | ", " | ")
	title, status, date, links := beforeTitle.ReplaceAllString(columns[1], ""), columns[2], columns[3], columns[4]
	word, _, _ := strings.Cut(strings.ToLower(status), " ")
	word = strings.Replace(strings.Trim(word, `"`), "superceded", "superseded", 1)
	switch {
	case title != r.Title:
		return fmt.Errorf("the title is %q", r.Title)
	case word != r.Status && w.reader != "adr-log" && (w.reader != "adr-viewer" || word != "pending" || r.Status != "proposed"):
		return fmt.Errorf("the status is %q", r.Status)
	case r.Date != nil && date != *r.Date && w.reader != "adr-log" && w.reader != "adr-viewer":
		return fmt.Errorf("the date is %q", *r.Date)
	}
	if !strings.HasPrefix(w.reader, "structurizr") && w.reader != "adr-tools" {
		return nil // it does not look for links
	}
	for _, older := range r.Supersedes {
		if !strings.Contains(links, path.Base(older)) {
			return fmt.Errorf("it supersedes %s", older)
		}
	}
	return nil
}

// TestReadersAgree shows that agrees finds what is otherwise.
func TestReadersAgree(t *testing.T) {
	day := "2026-11-23"
	r := listedRecord{Path: "decisions/0007-b.md", Title: "B", Status: "accepted", Date: &day, Supersedes: []string{"decisions/0003-a.md"}}
	for _, tt := range []struct {
		reader, line string
		want         string // "" where it agrees
	}{
		{"adr-tools", "0007-b.md | 7. B | Accepted | 2026-11-23 | Supersedes 0003-a.md", ""},
		{"adr-tools", "0007-b.md | 7. B | Accepted | 2026-11-23 | Amends 0004-a.md", "it supersedes decisions/0003-a.md"},
		{"adr-tools", "0007-b.md | 7. B | Accepted |  | Supersedes 0003-a.md", `the date is "2026-11-23"`},
		{"backstage", "0007-b.md | B | accepted | 2026-11-23", ""},
		{"backstage", "0007-b.md | B | superseded by ADR-0009 | 2026-11-23", `the status is "accepted"`},
		{"backstage", "0007-b.md | 0007-b.md | accepted | 2026-11-23", `the title is "B"`},
		{"adr-log", "0007-b.md | B", ""},
	} {
		got := ""
		if err := agrees(readerWant{reader: tt.reader, line: tt.line}, r); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %s: got %q, want %q", tt.reader, tt.line, got, tt.want)
		}
	}
}
