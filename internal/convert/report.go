package convert

import (
	"cmp"
	"slices"
)

// note tells of a part that went into the input.
func (p *plan) note(line int, part, key, note string) {
	p.rows = append(p.rows, Row{Line: line, Part: part, Input: key, Note: note})
}

// stays tells in the report what becomes of the text that stays.
func (p *plan) stays() {
	above, below := p.preamble()
	if above+below != "" && !p.c.ProseInInput {
		p.rows = append(p.rows, Row{Line: 1, Part: "the text before the first section", Record: "record", Note: "word for word"})
	}
	for _, u := range p.units {
		rest := p.text(u.body, u.end)
		if u.moved || rest == "" && (u.gone || p.cutWithin(u)) {
			continue
		}
		note := "word for word"
		if p.cutWithin(u) {
			note = "what is left of it, word for word"
		}
		p.rows = append(p.rows, Row{Line: u.line, Part: u.name(), Record: "record", Note: note})
	}
}

// report is what the report says, in the order of the old record.
func (p *plan) report() []Row {
	slices.SortStableFunc(p.rows, func(a, b Row) int {
		if (a.Line == 0) != (b.Line == 0) {
			return b.Line - a.Line // what the record does not have comes last
		}
		return cmp.Compare(a.Line, b.Line)
	})
	return slices.Compact(p.rows)
}
