package main

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"
)

// backstagePath is which files are records for Backstage's plugin.
var backstagePath = regexp.MustCompile(`^(?:.*/)?\d{4}-.+\.md$`)

// backstageFront cuts the front matter off.
var backstageFront = regexp.MustCompile(`(?s)^---\r?\n(.*?\r?\n)??---\r?\n?(.*)$`)

// backstage reads records as Backstage's ADR plugin does with its usual parser:
//
//   - a record is what has four digits and a hyphen before its name
//   - the title is the first H1, else the path
//   - the status is the front matter's, whatever it says, else that of the item
//     "status: …" in the first list of the document, in small letters
//   - the date is found likewise, and shown where it reads as yyyy-MM-dd
//   - a file without content stops it
func backstage(f folder) (map[string]shown, error) {
	out := map[string]shown{}
	for name, data := range f {
		if !backstagePath.MatchString(name) {
			continue
		}
		s, err := backstageRecord(name, data)
		if err != nil {
			return nil, err
		}
		out[name] = s
	}
	return out, nil
}

func backstageRecord(name, data string) (shown, error) {
	var front struct{ Status, Date yaml.Node }
	if m := backstageFront.FindStringSubmatch(data); m != nil {
		if err := yaml.Unmarshal([]byte(m[1]), &front); err != nil {
			return shown{}, err
		}
		data = m[2]
	}
	if strings.TrimSpace(data) == "" {
		return shown{}, errors.New("ADR has no content")
	}
	s := shown{title: name, status: front.Status.Value, date: front.Date.Value}
	doc := goldmark.DefaultParser().Parse(text.NewReader([]byte(data)))
	var list ast.Node
	titled := false
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 && !titled {
				s.title, titled = rawText(n, data), true
			}
		case *ast.List:
			if list == nil {
				list = n
			}
		}
	}
	if s.status == "" {
		s.status = strings.ToLower(itemValue(list, data, "status"))
	}
	if s.date == "" {
		s.date = itemValue(list, data, "date")
	}
	if _, err := time.Parse(time.DateOnly, s.date); err != nil {
		s.date = ""
	}
	return s, nil
}

// itemValue is what stands behind "key:" at the beginning of a list's item.
func itemValue(list ast.Node, data, key string) string {
	if list == nil {
		return ""
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		first := item.FirstChild()
		if first == nil {
			continue
		}
		if raw := rawText(first, data); len(raw) > len(key) && strings.EqualFold(raw[:len(key)+1], key+":") {
			return strings.TrimSpace(raw[len(key)+1:])
		}
	}
	return ""
}

// rawText is the Markdown of a block's lines.
func rawText(n ast.Node, data string) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		b.Write(segment.Value([]byte(data)))
	}
	return strings.TrimSpace(b.String())
}

func TestReadersBackstageRules(t *testing.T) {
	front := func(lines string) string { return "---\n" + lines + "\n---\n\n# A\n\ntext\n" }
	body := func(lines string) string { return "# A\n\n" + lines + "\n" }
	one := func(data string) folder { return folder{"0001-a.md": data} }
	testReaderRules(t, backstage, []readerRule{
		{"four digits", folder{"0001-a.md": "# A"}, "0001-a.md | A", folder{"001-a.md": "# A", "README.md": "# A", "a.md": "# A"}, "nothing"},
		{"a date's year is four digits too", folder{"2026-11-23-a.md": "# A"}, "2026-11-23-a.md | A", folder{"20261123-a.md": "# A"}, "nothing"},
		{"a suffix in small letters", folder{"0001-a.md": "# A"}, "0001-a.md | A", folder{"0001-a.MD": "# A", "0001-a.mdx": "# A"}, "nothing"},
		{"title is the first H1", one("## B\n\n# A\n\n# C"), "0001-a.md | A", one("## B"), "0001-a.md | 0001-a.md"},
		{"status of the front matter, any word", one(front("status: Superseded by ADR-0009")), "0001-a.md | A | Superseded by ADR-0009", one(front("state: accepted")), "0001-a.md | A"},
		{"quotes go", one(front(`status: "accepted"`)), "0001-a.md | A | accepted", one(front(`status: '"accepted"'`)), `0001-a.md | A | "accepted"`},
		{"status of an item, in small letters", one(body("* Status: Accepted")), "0001-a.md | A | accepted", one(body("* State: Accepted")), "0001-a.md | A"},
		{"the front matter goes first", one("---\nstatus: rejected\n---\n* status: accepted"), "0001-a.md | 0001-a.md | rejected", one("* status: accepted"), "0001-a.md | 0001-a.md | accepted"},
		{"in the first list", one(body("* Status: accepted")), "0001-a.md | A | accepted", one(body("* one\n\ntext\n\n* Status: accepted")), "0001-a.md | A"},
		{"bold is not seen", one(body("* Status: accepted")), "0001-a.md | A | accepted", one(body("* **Status:** accepted")), "0001-a.md | A"},
		{"a section is not seen", one(body("- status: accepted")), "0001-a.md | A | accepted", one(body("## Status\n\nAccepted")), "0001-a.md | A"},
		{"a date of yyyy-MM-dd", one(front("date: 2026-11-23")), "0001-a.md | A |  | 2026-11-23", one(front("date: 23 November")), "0001-a.md | A"},
		{"a date in an item", one(body("- Date: 2026-11-23")), "0001-a.md | A |  | 2026-11-23", one(body("- Date: 23/11/2026")), "0001-a.md | A"},
		{"a comment behind a date", one(body("- Date: 2026-11-23")), "0001-a.md | A |  | 2026-11-23", one(body("- Date: 2026-11-23 <!-- optional -->")), "0001-a.md | A"},
		{"an empty file stops it", one("# A"), "0001-a.md | A", one("\n"), "stops: ADR has no content"},
	})
}
