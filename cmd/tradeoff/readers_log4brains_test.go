package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// log4brainsReserved are the files of a folder that are no records for log4brains.
var log4brainsReserved = []string{"template.md", "readme.md", "index.md", "backlog.md"}

var supersededBy = regexp.MustCompile(`(?i)superseded\s*by\s*:?`)

// log4brains reads records as log4brains 1.1 does:
//
//   - every .md of the folder is a record but for four names; its name is its slug
//   - the title is the first H1
//   - metadata are the items "Key: value" of the first list before the first h2,
//     whatever the case of the key; comments are text
//   - without a status it is accepted, with an unknown one a draft
//   - superseded by what follows these words, which shall be a slug
//   - a date is YYYY-MM-DD or DD/MM/YYYY, and nothing else in its item
//   - deciders are what its item says, but for the words of its own template
//
// TestLog4brains holds it against the real one.
func log4brains(f folder) (map[string]shown, error) {
	out := map[string]shown{}
	for name, data := range f {
		if !strings.HasSuffix(strings.ToLower(name), ".md") || slices.Contains(log4brainsReserved, strings.ToLower(name)) {
			continue
		}
		var s shown
		title, meta := log4brainsHead(data)
		s.title = title
		switch status, ok := meta["status"]; {
		case !ok || status == "":
			s.status = "accepted"
		case strings.HasPrefix(strings.ToLower(status), "superseded by"):
			s.status = "superseded"
			slug := strings.TrimSpace(supersededBy.ReplaceAllString(status, ""))
			if _, known := f[slug+".md"]; known {
				s.links = []string{"superseded by " + slug + ".md"}
			} else {
				s.links = []string{"superseded by no record " + slug}
			}
		case slices.Contains([]string{"draft", "proposed", "rejected", "accepted", "deprecated", "superseded"}, strings.ToLower(status)):
			s.status = strings.ToLower(status)
		default:
			s.status = "draft"
		}
		for _, form := range []string{time.DateOnly, "02/01/2006"} {
			if day, err := time.Parse(form, meta["date"]); err == nil {
				s.date = day.Format(time.DateOnly)
			}
		}
		if by := meta["deciders"]; by != "" && by != "[list everyone involved in the decision] <!-- optional -->" {
			s.links = append(s.links, "decided by "+by)
		}
		out[name] = s
	}
	return out, nil
}

// log4brainsHead is the title and the metadata of a record.
func log4brainsHead(data string) (title string, meta map[string]string) {
	// It renders comments as text.
	data = strings.ReplaceAll(data, "<!--", "&lt;!--")
	doc := goldmark.DefaultParser().Parse(text.NewReader([]byte(data)))
	meta = map[string]string{}
	titled, below, read := false, false, false
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 && !titled {
				title, titled = plainText(n, data), true
			}
			below = below || n.Level == 2
		case *ast.List:
			if below || read || n.IsOrdered() {
				continue
			}
			read = true
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				line := strings.ReplaceAll(strings.TrimSpace(plainText(item, data)), "&lt;", "<")
				key, value, ok := strings.Cut(line, ":")
				key = strings.ToLower(strings.TrimSpace(key))
				if _, twice := meta[key]; ok && !twice && !strings.Contains(line, "\n") {
					meta[key] = strings.TrimSpace(value)
				}
			}
		}
	}
	return title, meta
}

func TestReadersLog4brainsRules(t *testing.T) { testReaderRules(t, log4brains, log4brainsRules()) }

func log4brainsRules() []readerRule {
	record := func(lines string) folder { return folder{"20261123-a.md": "# A\n\n" + lines + "\n\n## Context\n"} }
	line := func(rest string) string { return "20261123-a.md | A | " + rest }
	rule := func(name, kept, want, broken, not string) readerRule {
		return readerRule{name, record(kept), line(want), record(broken), line(not)}
	}
	return []readerRule{
		{"every file but four", folder{"use-b.md": "# B"}, "use-b.md | B | accepted", folder{"README.md": "# B", "index.md": "# B", "template.md": "# B", "backlog.md": "# B", "b.yaml": ""}, "nothing"},
		{"title is the first H1", folder{"b.md": "text\n\n# B"}, "b.md | B | accepted", folder{"b.md": "## B"}, "b.md |  | accepted"},
		rule("status of an item", "- Status: rejected", "rejected", "Status: rejected", "accepted"),
		rule("in bold as well", "* **STATUS:** Rejected", "rejected", "* The status: Rejected", "accepted"),
		rule("in the first list", "text\n\n- Status: rejected", "rejected", "1. one\n\n- one\n\n* Status: rejected", "accepted"),
		rule("before the first h2", "- Status: rejected", "rejected", "## B\n\n- Status: rejected", "accepted"),
		{"front matter is none", record("- Status: rejected"), line("rejected"), folder{"20261123-a.md": "---\nstatus: rejected\n---\n\n# A\n\n- Status: rejected"}, line("accepted")},
		rule("a word that is unknown", "- Status: deprecated", "deprecated", "- Status: on hold", "draft"),
		rule("a comment is a part of it", "- Status: rejected", "rejected", "- Status: rejected <!-- optional -->", "draft"),
		rule("an ISO date", "- Date: 2026-11-23", "accepted | 2026-11-23", "- Date: 2026-11", "accepted"),
		rule("or one with strokes", "- Date: 23/11/2026", "accepted | 2026-11-23", "- Date: 11/23/2026", "accepted"),
		rule("alone in its item", "- Date: 2026-11-23", "accepted | 2026-11-23", "- Date: 2026-11-23 <!-- optional -->", "accepted"),
		rule("superseded by a slug", "- Status: superseded by [20261123-a](20261123-a.md)", "superseded |  | superseded by 20261123-a.md", "- Status: superseded by [ADR-0009](20261123-a.md)", "superseded |  | superseded by no record ADR-0009"),
		rule("deciders", "- Deciders: A, B", "accepted |  | decided by A, B", "- Deciders: [list everyone involved in the decision] <!-- optional -->", "accepted"),
		rule("by one", "- Status: superseded by [20261123-a](20261123-a.md)", "superseded |  | superseded by 20261123-a.md", "- Status: superseded by [20261123-a](20261123-a.md) and [b](b.md)", "superseded |  | superseded by no record 20261123-a and b"),
	}
}
