package record

import (
	"strings"
	"unicode"
)

// aliases are headings that name the same section, by their folded text. The
// first of each row is the one that MADR or Nygard uses.
var aliases = [][]string{
	{"status", "état", "etat", "statut", "estado", "状态", "状態"},
	{"context and problem statement", "context", "context & problem statement", "problem statement", "problem", "background", "issue", "contexte", "kontext", "contexto", "背景"},
	{"decision drivers", "drivers", "forces", "requirements", "criteria"},
	{"considered options", "options considered", "options", "alternatives", "alternatives considered", "considered alternatives", "positions"},
	{"decision outcome", "decision", "outcome", "solution", "décision", "entscheidung", "decisión", "决策"},
	{"consequences", "implications", "conséquences", "konsequenzen", "consecuencias", "后果"},
	{"rationale", "justification", "argument", "reasoning"},
	{"confirmation", "validation", "compliance"},
	{"pros and cons of the options", "pros and cons", "options in detail"},
	{"links", "related decisions", "related"},
	{"more information", "notes", "further information"},
}

// Section gives the section under that heading, or nil. Case, a number before
// it and a colon behind it do not count. Where no heading is the one asked for,
// one that is known to mean the same is taken: "Decision" for "Decision Outcome".
func (r *Record) Section(heading string) *Section {
	asked := foldHeading(heading)
	if asked == "" {
		return nil
	}
	for i := range r.Sections {
		if foldHeading(r.Sections[i].Heading) == asked {
			return &r.Sections[i]
		}
	}
	for _, row := range aliases {
		if !contains(row, asked) {
			continue
		}
		for _, alias := range row {
			for i := range r.Sections {
				if r.Sections[i].Level > 1 && foldHeading(r.Sections[i].Heading) == alias {
					return &r.Sections[i]
				}
			}
		}
	}
	return nil
}

// isHeading tells whether text is that heading or one of its aliases; name is
// the first of its row.
func isHeading(text, name string) bool {
	folded := foldHeading(text)
	if folded == name {
		return true
	}
	for _, row := range aliases {
		if row[0] == name {
			return contains(row, folded)
		}
	}
	return false
}

// foldHeading drops what does not count in a heading's plain text.
func foldHeading(text string) string {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	text = strings.TrimRightFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ')' })
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

func contains(row []string, word string) bool {
	for _, w := range row {
		if w == word {
			return true
		}
	}
	return false
}
