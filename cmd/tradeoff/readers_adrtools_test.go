package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

var (
	adrToolsFile  = regexp.MustCompile(`^[0-9]+-[^/]*\.md`)
	adrToolsEdge  = regexp.MustCompile(`^(.+) \[.*\]\(0*([1-9][0-9]*).*\)`)
	adrToolsIndex = regexp.MustCompile(`^0*([1-9][0-9]*)-`)
)

// adrTools reads records as the scripts of adr-tools do:
//
//   - a record's name begins with digits and a hyphen, and holds ".md"
//   - the title is the first line without its first two characters
//   - the status is the lines between "## Status" and the next heading; it makes
//     nothing of them, so the first counts here
//   - links are those of them that read "Words [title](NNNN…)"; the number counts
//   - the date is the line "Date: YYYY-MM-DD"
func adrTools(f folder) (map[string]shown, error) {
	out := map[string]shown{}
	byNumber := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if m := adrToolsIndex.FindStringSubmatch(name); m != nil && adrToolsFile.MatchString(name) {
			byNumber[m[1]] = name
		}
	}
	for name, data := range f {
		if !adrToolsFile.MatchString(name) {
			continue
		}
		lines := strings.Split(data, "\n")
		var s shown
		s.title = string([]rune(lines[0])[min(2, len([]rune(lines[0]))):])
		in := false
		for _, line := range lines {
			switch {
			case strings.HasPrefix(line, "## Status"):
				in = true
			case strings.HasPrefix(line, "#"):
				in = false
			case in && strings.TrimSpace(line) != "":
				if s.status == "" {
					s.status = line
				}
				if m := adrToolsEdge.FindStringSubmatch(line); m != nil {
					to := byNumber[m[2]]
					if to == "" {
						to = "no record " + m[2]
					}
					s.links = append(s.links, m[1]+" "+to)
				}
			}
			if date, ok := strings.CutPrefix(line, "Date: "); ok && s.date == "" && isoDay.MatchString(date) {
				s.date = date
			}
		}
		out[name] = s
	}
	return out, nil
}

var isoDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// adrViewer reads records as adr-viewer does: the title is the H1, and the status
// follows from the paragraphs and items below the h2 that says Status and nothing
// else. "Amended by" goes before "Accepted", that before "Superseded by", that
// before "Proposed" and "Pending".
func adrViewer(f folder) (map[string]shown, error) {
	out := map[string]shown{}
	for name, data := range f {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		doc := goldmark.DefaultParser().Parse(text.NewReader([]byte(data)))
		var s shown
		var said []string
		in, titled, was := false, false, false
		for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
			switch h, ok := n.(*ast.Heading); {
			case ok && h.Level == 1 && !titled:
				s.title, titled = plainText(n, data), true
			case ok && h.Level == 2 && !was:
				in = plainText(n, data) == "Status"
				was = in
			case ok && h.Level == 2:
				in = false
			case in && n.Kind() == ast.KindParagraph:
				said = append(said, plainText(n, data))
			case in && n.Kind() == ast.KindList:
				for item := n.FirstChild(); item != nil; item = item.NextSibling() {
					said = append(said, plainText(item, data))
				}
			}
		}
		if !titled {
			continue // it is left out
		}
		s.status = "unknown"
		for _, known := range [][2]string{{"Amended by", "amended"}, {"Accepted", "accepted"}, {"Superseded by", "superseded"}, {"Proposed", "pending"}, {"Pending", "pending"}} {
			if slices.ContainsFunc(said, func(line string) bool { return strings.HasPrefix(line, known[0]) }) {
				s.status = known[1]
				break
			}
		}
		out[name] = s
	}
	return out, nil
}

// adrLog reads records as adr-log does: only the title, which is the first line
// behind the front matter, without its first two characters and a number.
func adrLog(f folder) (map[string]shown, error) {
	out := map[string]shown{}
	for name, data := range f {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		if m := backstageFront.FindStringSubmatch(data); m != nil {
			data = m[2]
		}
		line, _, _ := strings.Cut(data, "\n")
		out[name] = shown{title: beforeTitle.ReplaceAllString(line[min(2, len(line)):], "")}
	}
	return out, nil
}

// plainText is the text of a node and those in it, without marks. Tags and
// comments in a line count as text, as they do for readers that escape them.
func plainText(n ast.Node, data string) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value([]byte(data)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label([]byte(data)))
		case *ast.RawHTML:
			b.Write(n.Segments.Value([]byte(data)))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func TestReadersADRToolsRules(t *testing.T) {
	record := func(status string) string {
		return "# 1. A\n\nDate: 2026-11-23\n\n## Status\n\n" + status + "\n\n## Context\n"
	}
	one := func(data string) folder { return folder{"0001-a.md": data} }
	two := func(line string) folder {
		return folder{"0001-a.md": record("Accepted\n\n" + line), "0012-b.md": "# 12. B"}
	}
	const a, b = "0001-a.md | 1. A | Accepted | 2026-11-23", "0012-b.md | 12. B"
	testReaderRules(t, adrTools, []readerRule{
		{"digits and a hyphen", one(record("Accepted")), a, folder{"a.md": record("Accepted"), "ADR-1.md": "# A", "README.md": "# R"}, "nothing"},
		{"any number of digits", folder{"1-a.md": "# 1. A"}, "1-a.md | 1. A", folder{"1_a.md": "# 1. A"}, "nothing"},
		{"a name that only holds .md", folder{"1-a.md.bak": "# 1. A"}, "1-a.md.bak | 1. A", folder{"1-a.yaml": "# 1. A"}, "nothing"},
		{"title in the first line", one("# 1. A"), "0001-a.md | 1. A", one("---\nstatus: x\n---\n# 1. A"), "0001-a.md | -"},
		{"the section's name is Status", one(record("Accepted")), a, one(strings.Replace(record("Accepted"), "## Status", "## State", 1)), "0001-a.md | 1. A |  | 2026-11-23"},
		{"it ends with a heading", one(record("Accepted")), a, one(record("# B\nAccepted")), "0001-a.md | 1. A |  | 2026-11-23"},
		{"a date line", one(record("Accepted")), a, one(strings.Replace(record("Accepted"), "Date:", "On", 1)), "0001-a.md | 1. A | Accepted"},
		{"a link line", two("Amends [12. B](0012-b.md)"), a + " | Amends 0012-b.md / " + b, two("Amends ADR 12"), a + " / " + b},
		{"its target begins with the number", two("Amends [B](0012-b.md#part)"), a + " | Amends 0012-b.md / " + b, two("Amends [B](./0012-b.md)"), a + " / " + b},
		{"and is a record", two("Amends [B](0012-b.md)"), a + " | Amends 0012-b.md / " + b, two("Amends [B](0013-b.md)"), a + " | Amends no record 13 / " + b},
	})
}

func TestReadersADRViewerRules(t *testing.T) {
	record := func(status string) folder { return folder{"0001-a.md": "# 1. A\n\n" + status + "\n\n## Context\n"} }
	line := func(status string) string { return "0001-a.md | 1. A | " + status }
	rule := func(name, kept, want, broken, not string) readerRule {
		return readerRule{name, record(kept), line(want), record(broken), line(not)}
	}
	testReaderRules(t, adrViewer, []readerRule{
		rule("a heading that says Status", "## Status\n\nAccepted", "accepted", "## Status:\n\nAccepted", "unknown"),
		rule("of the second level", "## Status\n\nAccepted", "accepted", "### Status\n\nAccepted", "unknown"),
		rule("a paragraph of its own", "## Status\n\nAccepted", "accepted", "## Status\n\nWas Accepted", "unknown"),
		rule("or an item", "## Status\n\n* Accepted", "accepted", "## Status\n\n1. Draft", "unknown"),
		rule("up to the next heading", "## Status\n\nAccepted", "accepted", "## Status\n\n## Decision\n\nAccepted", "unknown"),
		rule("superseded is spelt so", "## Status\n\nSuperseded by [B](b.md)", "superseded", "## Status\n\nSuperceded by [B](b.md)", "unknown"),
		rule("accepted goes before superseded", "## Status\n\nSuperseded by B", "superseded", "## Status\n\nSuperseded by B\n\nAccepted", "accepted"),
		rule("amended goes before all", "## Status\n\nAccepted", "accepted", "## Status\n\nAccepted\n\nAmended by B", "amended"),
		rule("proposed is pending", "## Status\n\nProposed", "pending", "## Status\n\nRejected", "unknown"),
		{"a title", folder{"a.md": "# A"}, "a.md | A | unknown", folder{"a.md": "## A"}, "nothing"},
	})
}

func TestReadersADRLogRules(t *testing.T) {
	testReaderRules(t, adrLog, []readerRule{
		{"title in the first line", folder{"a.md": "# A"}, "a.md | A", folder{"a.md": "\n# A"}, "a.md |"},
		{"its number goes", folder{"a.md": "# 7. A"}, "a.md | A", folder{"a.md": "# 7 A"}, "a.md | 7 A"},
		{"behind front matter, without a blank line", folder{"a.md": "---\nstatus: x\n---\n# A"}, "a.md | A", folder{"a.md": "---\nstatus: x\n---\n\n# A"}, "a.md |"},
	})
}

// TestReadersADRToolsGraph holds the links against the graph of adr-tools, which
// leaves the other end of each out.
func TestReadersADRToolsGraph(t *testing.T) {
	files := folder{"0001-a.md": "# 1. A\n\n## Status\n\nAccepted\n\nAmended by [2. B](0002-b.md)\n", "0002-b.md": "# 2. B\n\n## Status\n\nAccepted\n\nAmends [1. A](0001-a.md)\n"}
	if got, want := fmt.Sprint(adrToolsGraph(files)), "[2 -> 1 Amends]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// adrToolsGraph are the edges that adr generate graph draws.
func adrToolsGraph(f folder) (edges []string) {
	records, _ := adrTools(f)
	for _, name := range slices.Sorted(maps.Keys(records)) {
		from, _ := strconv.Atoi(strings.SplitN(name, "-", 2)[0])
		for _, link := range records[name].links {
			at := strings.LastIndex(link, " ")
			words, to := link[:at], link[at+1:]
			if n, err := strconv.Atoi(strings.SplitN(to, "-", 2)[0]); err == nil && !strings.HasSuffix(words, " by") {
				edges = append(edges, fmt.Sprintf("%d -> %d %s", from, n, words))
			}
		}
	}
	return edges
}
