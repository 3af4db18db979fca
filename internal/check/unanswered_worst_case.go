package check

import (
	"fmt"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
)

var unansweredWorstCase = Rule{
	ID: "unanswered-worst-case", Severity: diag.Error, Eases: true,
	Summary: "a worst case of the chosen option has no answer",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			switch {
			case e.Input != nil:
				r.take(e, only(p.rendered(e).Checked, "unanswered-worst-case")...)
			case e.Record != nil && (open(e) || p.decided(e)):
				if title, pos := unfilledWorstCase(e.Record); title != "" {
					r.take(e, diag.Finding{Pos: pos, Rule: "unanswered-worst-case", Severity: diag.Warning,
						Message: fmt.Sprintf("how %s goes wrong is not filled in", title),
						Hint:    "say how it goes wrong, when, and what is done about it"})
				}
			}
		}
	},
}

// unfilledWorstCase gives the chosen option of a record by hand that has a section of
// worst cases and says nothing there of this one, and the place; "" for none. In a table
// it is the option's row that counts.
func unfilledWorstCase(r *record.Record) (title string, pos diag.Pos) {
	i := slices.IndexFunc(r.Options, func(o record.Option) bool { return o.Chosen })
	s := r.Section("Worst Cases")
	if i < 0 || s == nil || hasBlock(r, s) {
		return "", diag.Pos{}
	}
	title = r.Options[i].Title
	name := strings.Join(wordsOf(title), " ")
	said, rows := false, 0
	line := s.Pos.Line
	for text := range strings.Lines(sectionText(r, s)) {
		line++
		cells := cellsOf(text)
		if len(cells) < 2 || strings.Trim(strings.Join(cells, ""), ":- ") == "" {
			continue
		}
		if rows++; rows == 1 {
			continue // the table's head
		}
		filled := slices.ContainsFunc(cells[1:], func(cell string) bool { return !unwritten(cell) })
		if own := strings.Join(wordsOf(cells[0]), " "); own != "" && (strings.HasPrefix(name, own) || strings.HasPrefix(own, name)) {
			if filled {
				return "", diag.Pos{}
			}
			return title, diag.Pos{File: r.File, Line: line, Col: 1}
		}
		said = said || filled
	}
	if said || rows < 2 && !unwritten(sectionText(r, s)) {
		return "", diag.Pos{}
	}
	return title, s.Pos
}

// cellsOf are the cells of a table's row; nil of any other line.
func cellsOf(line string) []string {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") {
		return nil
	}
	cells := strings.Split(strings.Trim(line, "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}
