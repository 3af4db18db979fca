package record_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/record"
)

// What names people goes, and every other byte stays.
func TestWithoutPeople(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"none", "---\nstatus: accepted # kept\n---\n# A\n\nText.\n", "---\nstatus: accepted # kept\n---\n# A\n\nText.\n"},
		{"front matter", "---\nstatus: accepted # kept\ndecision-makers: [Ann]\nconsulted:\n  - Ben\ntags: [a]\n---\n# A\n", "---\nstatus: accepted # kept\ntags: [a]\n---\n# A\n"},
		{"front matter of people alone", "---\nauthor: Ann\n---\n# A\n", "---\n---\n# A\n"},
		{"front matter that does not parse", "---\ndeciders: [Ann\n---\n# A\n", "---\n---\n# A\n"},
		{"a list", "# A\n\n* Status: accepted\n* Deciders: Ann, Ben\n* Date: 2026-01-02\n\nDeciders: we all.\n", "# A\n\n* Status: accepted\n* Date: 2026-01-02\n\n"},
		{"lines, CRLF", "# A\r\n\r\nDate: 2026-01-02\r\nDeciders: Ann\r\n\r\n## Status\r\n\r\nAccepted\r\n", "# A\r\n\r\nDate: 2026-01-02\r\n\r\n## Status\r\n\r\nAccepted\r\n"},
		{"a table", "# A\n\n| Status | accepted |\n|--|--|\n| Deciders | Ann |\n", "# A\n\n| Status | accepted |\n|--|--|\n| Deciders |  |\n"},
		{"a section of its own", "# A\n\n## Deciders\n\n* Ann\n\n## Context\n\nDeciders: the word, in prose.\n", "# A\n\n## Context\n\nDeciders: the word, in prose.\n"},
		{"prose", "# A\n\nAnn: I say so.\n\n## Context\n\nAnn decided.\n", "# A\n\nAnn: I say so.\n\n## Context\n\nAnn decided.\n"},
	} {
		r := record.Parse("0001-a.md", []byte(tt.text))
		got := r.WithoutPeople()
		if diff := cmp.Diff(tt.want, string(got)); diff != "" {
			t.Errorf("%s:\n%s", tt.name, diff)
		}
		if string(r.Data) != tt.text {
			t.Errorf("%s: the record itself has changed", tt.name)
		}
	}
}

func FuzzWithoutPeople(f *testing.F) {
	for _, seed := range []string{"---\ndeciders: [a]\n---\n# A\n", "# A\n\n* Deciders: a\n  b\n", "|Deciders|\n|-|\n|a|\n", "+++\nowner='a'\n+++\n", "Consulted: a,\nb\n\n## Informed\n\nc\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		again := record.Parse("0001-a.md", record.Parse("0001-a.md", []byte(text)).WithoutPeople())
		if len(again.DecisionMakers)+len(again.Consulted)+len(again.Informed) > 0 {
			t.Errorf("%q still names %q, %q, %q in %q", text, again.DecisionMakers, again.Consulted, again.Informed, again.Data)
		}
	})
}
