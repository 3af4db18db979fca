package record

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

func TestApply(t *testing.T) {
	r := Parse("a.md", []byte("one\r\ntwo\r\n"))
	got, err := r.Apply([]Edit{{5, 8, "2\nII"}, {0, 0, "a"}, {0, 0, "b"}, {0, 3, "1"}, {10, 10, "three\n"}})
	if want := "ab1\r\n2\r\nII\r\nthree\r\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	for _, edits := range [][]Edit{{{0, 3, ""}, {2, 4, ""}}, {{-1, 0, ""}}, {{3, 2, ""}}, {{0, 11, ""}}, {{0, 3, ""}, {1, 1, ""}}} {
		if got, err := r.Apply(edits); err == nil || got != nil || !strings.HasPrefix(err.Error(), "edit a.md: ") {
			t.Errorf("%v: %q, %v", edits, got, err)
		}
	}
	if string(r.Data) != "one\r\ntwo\r\n" || r.Newline() != "\r\n" || Parse("", nil).Newline() != "\n" {
		t.Error("Data changed")
	}
}

func TestSetTitle(t *testing.T) {
	for _, c := range []struct{ before, title, after string }{
		{"# X\n", "Y", "# Y\n"},
		{"# 7. X ## <!-- c -->\ntext\n", "Y `z`", "# 7. Y `z` ## <!-- c -->\ntext\n"},
		{"---\na: b\n---\ntext\n\n#  ADR-007: X\n", "C#", "---\na: b\n---\ntext\n\n#  ADR-007: C#\n"},
		{"X\nlong\n===\n", "Y", "Y\n===\n"},
		{"text\n", "Y", ""},
		{"# X\n", "", ""},
		{"# X\n", "7. Y", ""},
		{"# X\n", "Y #", ""},
		{"# **7. X**\n", "Y", "# Y\n"},
	} {
		for i, v := range variants(c.before) {
			r := Parse("a.md", []byte(v.text))
			e, ok := r.SetTitle(c.title)
			if ok != (c.after != "") {
				t.Errorf("%q, %s: ok is %v", c.before, v.name, ok)
			}
			if !ok {
				continue
			}
			got, err := r.Apply([]Edit{e})
			if want := variants(c.after)[i].text; err != nil || string(got) != want {
				t.Errorf("%q, %s: %q, %v", c.before, v.name, got, err)
			}
		}
	}
}

func TestSetFront(t *testing.T) {
	text := func(s string) *source.Node { return &source.Node{Kind: source.String, Text: s} }
	list := &source.Node{Kind: source.List, Items: []*source.Node{text("a"), text("b")}}
	for _, c := range []struct {
		name, before string
		values       []FrontValue
		after        string
	}{
		{"in place", "---\n# c\nstatus: proposed # d\nx: 'y'\n---\n# T\n", []FrontValue{{"status", text("accepted")}}, "---\n# c\nstatus: accepted # d\nx: 'y'\n---\n# T\n"},
		{"the same", "---\nstatus:   'proposed'\n---\n", []FrontValue{{"status", text("proposed")}}, "---\nstatus:   'proposed'\n---\n"},
		{"after the last owned", "---\nstatus: a\ntags:\n- x\n- y\n\n# about z\nz: 1\n---\n# T\n", []FrontValue{{"status", text("a")}, {"date", text("2024-01-05")}, {"tags", &source.Node{Kind: source.List, Items: []*source.Node{text("x"), text("y")}}}},
			"---\nstatus: a\ntags:\n- x\n- y\ndate: 2024-01-05\n\n# about z\nz: 1\n---\n# T\n"},
		{"last", "---\nz: |\n  text\n---\n# T\n", []FrontValue{{"status", text("a")}, {"deciders", list}}, "---\nz: |\n  text\nstatus: a\ndeciders: [a, b]\n---\n# T\n"},
		{"away", "---\nstatus: a\nz: 1\n---\n# T\n", []FrontValue{{"status", nil}, {"none", nil}}, "---\nz: 1\n---\n# T\n"},
		{"new", "# T\n", []FrontValue{{"status", text("a")}, {"none", nil}}, "---\nstatus: a\n---\n\n# T\n"},
		{"new before an empty line", "\n# T\n", []FrontValue{{"status", text("a")}}, "---\nstatus: a\n---\n\n# T\n"},
		{"nothing to do", "# T\n", []FrontValue{{"none", nil}}, "# T\n"},
		{"comments only", "---\n# status: x\n---\n# T\n", []FrontValue{{"status", text("a")}}, "---\n# status: x\nstatus: a\n---\n# T\n"},
		{"empty", "---\n---\n# T\n", []FrontValue{{"status", text("a")}}, "---\nstatus: a\n---\n# T\n"},
		{"does not parse", "---\na: b: c\n---\n# T\n", []FrontValue{{"status", text("a")}}, ""},
		{"text with marks", "---\na: b\n---\n# T\n", []FrontValue{{"title", text("a: #b\nc")}}, "---\na: b\ntitle: |-\n  a: #b\n  c\n---\n# T\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, v := range variants(c.before) {
				got, err := Parse("a.md", []byte(v.text)).SetFront(c.values)
				if (err != nil) != (c.after == "") {
					t.Errorf("%s: %v", v.name, err)
				}
				if err != nil {
					if got != nil {
						t.Errorf("%s: bytes with an error", v.name)
					}
					continue
				}
				if want := variants(c.after)[i].text; string(got) != want && v.name != "no final newline" {
					t.Errorf("%s (-want +got):\n%s", v.name, cmp.Diff(want, string(got)))
				}
			}
		})
	}
}

func TestSetStatus(t *testing.T) {
	for _, c := range []struct {
		name, before string
		date         string
		makers       []string
		after        string // "" where it must be refused
	}{
		{"front matter", "---\nstatus: \"superseded by ADR-2\" # c\ndate:   2024-01-05\nother: 1\n---\n# X\n", "2024-02-03", []string{"a", "b"},
			"---\nstatus: \"accepted\" # c\ndate:   2024-02-03\ndecision-makers: [a, b]\nother: 1\n---\n# X\n"},
		{"front matter with deciders as text", "---\nstatus: Proposed\ndeciders: a, b\n---\n# X\n", "", []string{"c", "d"}, "---\nstatus: Accepted\ndeciders: c, d\n---\n# X\n"},
		{"front matter without a value", "---\nstatus:\ndate: null\n---\n# X\n", "2024-02-03", nil, "---\nstatus: accepted\ndate: 2024-02-03\n---\n# X\n"},
		{"no carrier", "# X\n", "2024-02-03", nil, "---\nstatus: accepted\ndate: 2024-02-03\n---\n\n# X\n"},
		{"section", "# 1. X\n\nDate: 2024-01-05\n\n## Status\n\n**Proposed** (2024-01-05)\n\n## Context\n", "2024-02-03", nil,
			"# 1. X\n\nDate: 2024-02-03\n\n## Status\n\n**Accepted** (2024-02-03)\n\n## Context\n"},
		{"section, nothing else", "# 1. X\n\n## Status\n\nproposed\n", "2024-02-03", []string{"a", "b"}, "# 1. X\n\nDate: 2024-02-03\n\nDeciders: a, b\n\n## Status\n\naccepted\n"},
		{"section, link line only", "# X\n\n## Status\n\nSuperceded by [2. Y](0002-y.md)\n", "", nil, "# X\n\n## Status\n\nAccepted\n\nSuperceded by [2. Y](0002-y.md)\n"},
		{"section, empty", "# X\n\n## Status\n\n## Context\n", "", nil, "# X\n\n## Status\n\nAccepted\n\n## Context\n"},
		{"section, history", "# X\n## Status\n2024-01-01 draft\n2024-01-02 in review\n## Y\n", "2024-02-03", nil, "# X\n\nDate: 2024-02-03\n\n## Status\n2024-01-01 draft\n2024-01-02 in review\n2024-02-03 accepted\n## Y\n"},
		{"section, history apart", "# X\n\nDate: 2023-01-01\n\n## Status\n\n* 2024-01-01: Draft\n\n* 2024-01-02: Proposed\n\n## Y\n", "2024-02-03", nil, "# X\n\nDate: 2024-02-03\n\n## Status\n\n* 2024-01-01: Draft\n\n* 2024-01-02: Proposed\n\n* 2024-02-03: Accepted\n\n## Y\n"},
		{"section, history, no date", "# X\n## Status\n2024-01-01 draft\n2024-01-02 in review\n", "", nil, ""},
		{"section, a date beside the word", "# X\n\n## Status\n\n**Proposed** (2024-01-01)\n", "", nil, "# X\n\n## Status\n\n**Accepted**\n"},
		{"section, who and when beside the word", "# X\n\n## Status\n\n**Proposed** on 2024-01-01 by Bob\n", "", nil, ""},
		{"section, a date before the word", "# X\n\n- Status: 2024-01-01: ~~draft~~ **proposed**\n", "", nil, "# X\n\n- Status: **accepted**\n"},
		{"section, boxes", "# X\n\n## Status\n\n- [ ] Accepted\n- [x] Proposed\n", "", nil, ""},
		{"TOML", "+++\nstatus = \"proposed\"\n+++\n# X\n", "", nil, ""},
		{"bullets", "# X\n\n* Status: proposed <!-- c -->\n* Deciders: a\n\nText\n", "2024-02-03", []string{"b", "c"}, "# X\n\n* Status: accepted <!-- c -->\n* Date: 2024-02-03\n* Deciders: b, c\n\nText\n"},
		{"bullets in bold", "# X\n\n- **Status:** Proposed\n  or not\n- **Date**: soon\n", "2024-02-03", []string{"b"}, "# X\n\n- **Status:** Accepted\n  or not\n- **Deciders:** b\n- **Date**: 2024-02-03\n"},
		{"bullets without a status", "# X\n\n- Date: 2024-01-05\n", "", nil, "# X\n\n- Status: accepted\n- Date: 2024-01-05\n"},
		{"bullets, empty value", "# X\n\n- Status:\n- Date: 2024-01-05 (first)\n", "2024-02-03", nil, "# X\n\n- Status: accepted\n- Date: 2024-02-03 (first)\n"},
		{"lines", "# X\n\n**Status**: proposed  \n**Date**: 2024-01-05\n\nText\n", "", []string{"a"}, "# X\n\n**Status**: accepted  \n**Deciders**: a  \n**Date**: 2024-01-05\n\nText\n"},
		{"a line alone", "# X\n\nstatus: proposed\n\nText\n", "2024-02-03", nil, "# X\n\nstatus: accepted\n\ndate: 2024-02-03\n\nText\n"},
		{"nothing to do", "# X\n\n- Status: Approved\n- Date: 05/01/2024\n", "2024-01-05", nil, "# X\n\n- Status: Approved\n- Date: 05/01/2024\n"},
		{"a wrong date", "# X\n\n- Status: draft\n", "2024-02-30", nil, ""},
		{"a maker that would not read back", "# X\n\n- Status: draft\n", "", []string{"Cee, Dee"}, ""},
		{"front matter that does not parse", "---\nstatus: draft\na: b: c\n---\n# X\n", "", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, v := range variants(c.before) {
				data := []byte(v.text)
				got, err := Parse("0001-x.md", data).SetStatus(decision.Accepted, c.date, c.makers)
				if (err != nil) != (c.after == "") {
					t.Errorf("%s: %v", v.name, err)
					continue
				}
				if err != nil {
					if got != nil {
						t.Errorf("%s: bytes with an error", v.name)
					}
					continue
				}
				if want := variants(c.after)[i].text; string(got) != want {
					t.Errorf("%s (-want +got):\n%s", v.name, cmp.Diff(want, string(got)))
				}
				if v.text != string(data) {
					t.Errorf("%s: the record's own bytes changed", v.name)
				}
			}
		})
	}
	if _, err := Parse("a.md", []byte("# X\n")).SetStatus(decision.Unknown, "", nil); err == nil {
		t.Error("unknown was written")
	}
}

// checkSetStatus holds what SetStatus promises of any bytes: an error, or a
// record that reads as asked with few lines changed and every other one there.
func checkSetStatus(t *testing.T, name string, data []byte, status decision.Status, date string, makers []string, must bool) {
	t.Helper()
	r := Parse(name, data)
	out, err := r.SetStatus(status, date, makers)
	if err != nil {
		if must {
			t.Error(err)
		}
		if out != nil {
			t.Errorf("%s: bytes with an error", name)
		}
		return
	}
	again := Parse(name, out)
	if again.Status != status || date != "" && again.Date != date || again.Title != r.Title {
		t.Errorf("%s: reads %s, %s, %q", name, again.Status, again.Date, again.Title)
	}
	if removed, added := changedLines(data, out); removed > 8 || added > 12 {
		t.Errorf("%s: %d lines gone, %d new", name, removed, added)
	}
	if r.Newline() == "\r\n" && bytes.Count(data, []byte("\n")) == bytes.Count(data, []byte("\r\n")) && bytes.Count(out, []byte("\n")) != bytes.Count(out, []byte("\r\n")) {
		t.Errorf("%s: line ends are mixed: %q", name, out)
	}
}

// changedLines counts the lines that only one of the two has, as a multiset.
func changedLines(before, after []byte) (removed, added int) {
	count := map[string]int{}
	for l := range bytes.Lines(before) {
		count[string(l)]++
	}
	for l := range bytes.Lines(after) {
		if count[string(l)] > 0 {
			count[string(l)]--
		} else {
			added++
		}
	}
	for _, n := range count {
		removed += n
	}
	return removed, added
}
