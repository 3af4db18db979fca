package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shownParts says the parts of a text, one a line: kind, text or bytes, items.
func shownParts(text string) string {
	names := map[PartKind]string{OtherPart: "other", ParagraphPart: "paragraph", ListPart: "list", TablePart: "table", HeadingPart: "heading", CommentPart: "comment", DefinitionsPart: "definitions"}
	r := Parse("a.md", []byte(text))
	var b strings.Builder
	for _, p := range r.Anatomy().Parts(0, len(text)) {
		fmt.Fprintf(&b, "%d %s %q", p.Pos.Line, names[p.Kind], text[p.Start:p.End])
		for _, item := range p.Items {
			fmt.Fprintf(&b, " [%q simple=%v ordered=%v]", item.Text, item.Simple, item.Ordered)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestParts(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a\nb\n\nc\n", "1 paragraph \"a\\nb\\n\"\n4 paragraph \"c\\n\"\n"},
		{"# H\nT\n=\n", "1 heading \"# H\\n\"\n2 heading \"T\\n=\\n\"\n"},
		{"* a\n  b\n* c\n\n  d\n\n1. e\n", "1 list \"* a\\n  b\\n* c\\n\\n  d\\n\\n1. e\\n\" [\"a\\nb\" simple=true ordered=false] [\"c\" simple=false ordered=false] [\"e\" simple=true ordered=true]\n"},
		{"* a\n  * b\n\nc\n", "1 list \"* a\\n  * b\\n\" [\"a\" simple=false ordered=false]\n4 paragraph \"c\\n\"\n"},
		{"|a|b|\n|-|-|\n|1|2|\n", "1 table \"|a|b|\\n|-|-|\\n|1|2|\\n\"\n"},
		{"```\n\n# x\n```\ntext\n", "1 other \"```\\n\\n# x\\n```\\n\"\n5 paragraph \"text\\n\"\n"},
		{"<!-- a\n\nb -->\n<!-- c --> d\n", "1 comment \"<!-- a\\n\\nb -->\\n\"\n4 other \"<!-- c --> d\\n\"\n"},
		{"[a]: b\n[c]: d\n\n[e]: f\nmore\n", "1 definitions \"[a]: b\\n[c]: d\\n\"\n4 paragraph \"[e]: f\\nmore\\n\"\n"},
		{"> q\n> * i\n\n* a\n", "1 other \"> q\\n> * i\\n\"\n4 list \"* a\\n\" [\"a\" simple=true ordered=false]\n"},
		{"---\nstatus: x\n---\na\r\nb\r\n", "4 paragraph \"a\\r\\nb\\r\\n\"\n"},
		{"***\n\n<div>\n\nx\n", "1 other \"***\\n\"\n3 other \"<div>\\n\"\n5 paragraph \"x\\n\"\n"},
	} {
		if diff := cmp.Diff(tt.want, shownParts(tt.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

// No line of a record is in no part or in two, so that what is taken apart can be
// put together again.
func TestPartsOfCorpora(t *testing.T) {
	eachRecord(t, func(t *testing.T, name string, data []byte) {
		for _, data := range [][]byte{data, bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))} {
			r := Parse(name, data)
			at := r.FrontEnd
			for _, p := range r.Anatomy().Parts(r.FrontEnd, len(data)) {
				if p.Start < at || p.End <= p.Start || len(bytes.TrimSpace(data[at:p.Start])) > 0 && !bytes.HasPrefix(data[at:], []byte("\ufeff")) {
					t.Errorf("%s: the part of line %d begins at %d, and the one before ends at %d", name, p.Pos.Line, p.Start, at)
				}
				at = p.End
				for _, item := range p.Items {
					if item.Start < p.Start || item.End > p.End {
						t.Errorf("%s: the item of line %d is not in its list", name, item.Pos.Line)
					}
				}
			}
			if rest := bytes.TrimSpace(data[at:]); len(rest) > 0 {
				t.Errorf("%s: %q is in no part", name, rest)
			}
		}
	})
}

func TestMeta(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"# T\n\n* Status: accepted <!-- c -->\n- **Deciders:** a,\n  b\n* Epic: E-1\n* no key\n", "status|Status|accepted|<!-- c --> makers|Deciders|a,\nb| |Epic|E-1|"},
		{"Status: accepted\nDate : 12/05/2023\nTicket: 7\nand text\n", "status|Status|accepted| date|Date|12/05/2023| |Ticket|7|"},
		{"Note: nothing of metadata\n", ""},
		{"https://example.org: an address\n", ""},
		{"Text before.\nStatus: accepted\n", ""},
		{"* Status: accepted\n  * nested\n", ""},
		{"1. Status: accepted\n", ""},
		{"| Status | Author(s) |\n|--|--|\n| accepted | [a](b) |\n", "status|Status|accepted| |Author(s)|[a](b)|"},
		{"| Key | Value |\n|--|--|\n| **Status** | accepted |\n", "|Key|Value| status|**Status**|accepted|"},
		{"| Status | Date |\n|--|--|\n| accepted |\n", ""},
		{"Data0\n", ""},
		{"Supersedes: [A](0001-a.md)\n\nx\n", "link|Supersedes|[A](0001-a.md)|"},
		{"## Context\n\nStatus: accepted\n", ""},
	} {
		var got []string
		for _, m := range Parse("a.md", []byte(tt.text)).Anatomy().Meta() {
			got = append(got, strings.Join([]string{m.Name, m.Key, m.Value, m.Behind}, "|"))
			if value, _, _ := strings.Cut(m.Value, "\n"); value != "" {
				lines := strings.Split(tt.text, "\n")
				if line := lines[m.Pos.Line-1]; !strings.HasPrefix(line[m.Pos.Col-1:], value) {
					t.Errorf("%q: %q is said to stand at %d:%d", tt.text, value, m.Pos.Line, m.Pos.Col)
				}
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestSplitOutcome(t *testing.T) {
	for _, tt := range []struct{ text, said, word, because string }{
		{`Chosen option: "A", because it is.`, "A", "because", "it is."},
		{"Chosen option: \"A (b)\",\nbecause it\nis: so", "A (b)", "because", "it is: so"},
		{"Chosen option: **A**", "A", "", ""},
		{`Chosen option: "A". It is best.`, "A", "", ""},
		{`Gewählte Option: „A“, weil es so ist.`, "A", "weil", "es so ist."},
		{`Chosen option: "A", because`, "A", "because", ""},
	} {
		said, word, because, ok := SplitOutcome(tt.text)
		if !ok || said != tt.said || word != tt.word || because != tt.because {
			t.Errorf("%q: %q, %q, %q, %v", tt.text, said, word, because, ok)
		}
	}
	for _, text := range []string{"We chose A.", `Chosen option: "{title of option 1}", because`, "Chosen option: [option 1], because x", ""} {
		if said, _, _, ok := SplitOutcome(text); ok && text != "" {
			t.Errorf("%q says %q", text, said)
		}
	}
}

func TestHeadingOfAnatomy(t *testing.T) {
	text := "# `T` *x* # <!-- a -->\n\nS <!-- b -->\n---\n\n## Plain ##\n"
	r := Parse("a.md", []byte(text))
	var got []string
	for n := range r.Sections {
		heading, behind := r.Anatomy().Heading(n)
		got = append(got, heading+"|"+behind)
	}
	if diff := cmp.Diff([]string{"`T` *x*|<!-- a -->", "S|<!-- b -->", "Plain|"}, got); diff != "" {
		t.Error(diff)
	}
}
