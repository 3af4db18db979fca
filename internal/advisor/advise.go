package advisor

import (
	"math"
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// Advise is Assess, and what follows from it: who leads, what would turn that
// round, the bill, and which answers are still worth finding out.
func Advise(d *decision.Decision, c *catalog.Catalog) decision.Assessment {
	a := newAssessor(d, c)
	a.assess()
	b := newBoard(&a.result, d)
	s := b.lead()
	advice := &decision.Advice{Leader: b.leaderID(s), Because: b.because(s)}
	for n, i := range s.contenders {
		advice.Contenders = append(advice.Contenders, b.options[i])
		for _, j := range s.contenders[n+1:] {
			advice.Trades = append(advice.Trades, b.trade(i, j))
		}
	}
	for _, pair := range s.broken {
		advice.Ineligible = append(advice.Ineligible, decision.Broken{Option: b.options[pair[0]], Factor: b.tests[pair[1]]})
	}
	a.result.Advice = advice
	if c == nil {
		return a.cited()
	}
	a.turns(b, advice)
	a.unknown(b, advice)
	a.unmeasured(&a.result, b, s, advice)
	advice.Cells = a.countCells(b)
	advice.Costs = a.costs(b)
	for _, n := range c.Notes {
		if a.Holds(n.When) == rule.Yes {
			advice.Notes = append(advice.Notes, decision.Note{Title: n.Title, Text: a.fill(n.Text), Source: n.Source})
			a.source(n.Source)
		}
	}
	if advice.Costs != nil {
		for _, m := range advice.Costs.Monthly {
			for _, term := range c.Costs {
				if term.Option == m.Option && m.Known {
					a.source(term.Source)
				}
			}
		}
	}
	return a.cited()
}

// unknown lists the fields without an answer, and whether one would change who
// leads or contends.
func (a *assessor) unknown(b *board, advice *decision.Advice) {
	var open []string
	for _, f := range a.catalog.Fields {
		if a.Profile[f.ID].Kind == decision.NoValue {
			open = append(open, f.ID)
		}
	}
	space := newSpace(a, b, open)
	billed := a.BillFields(a.billed(b)...)
	for _, id := range open {
		field := decision.OpenField{Field: id, Matters: space.matters(id)}
		switch {
		case field.Matters:
			field.Because = "it can still change who leads"
		case slices.Contains(billed, id):
			field.Because = "it changes the bill, and not who leads"
		default:
			field.Because = "no answer to it changes who leads"
		}
		advice.Unknown = append(advice.Unknown, field)
	}
}

// unmeasured lists the verdicts that the rules themselves leave to a measurement,
// on options with verdicts of their own.
func (a *assessor) unmeasured(assessment *decision.Assessment, b *board, now standing, advice *decision.Advice) {
	for i, id := range b.options {
		o := a.catalog.Option(id)
		if o == nil || len(o.Parts) > 0 {
			continue
		}
		for t := range b.tests {
			f := a.testFactor(b.tests[t])
			if f == nil || b.cells[i][t] != decision.Undecided || a.measured(id, f.ID) != nil || f.Cell(id) == nil {
				continue
			}
			_, reached := decide(a.Env, f.Cell(id).Verdicts)
			if len(reached) != 1 || reached[0].Verdict != decision.Undecided || a.Holds(reached[0].When) != rule.Yes {
				continue
			}
			u := decision.Unmeasured{Option: id, Factor: f.ID}
			if cell := assessment.Option(id).Factor(f.ID); cell != nil {
				u.Because = cell.Because
			}
			for _, verdict := range []decision.Verdict{decision.Fits, decision.Strains, decision.Breaks} {
				u.Matters = u.Matters || !a.measuring(b, id, f.ID, verdict).lead().same(now)
			}
			advice.Unmeasured = append(advice.Unmeasured, u)
		}
	}
}

// measuring is the board with a measurement of one option on one test, and all
// that follows from it.
func (a *assessor) measuring(b *board, option, factor string, verdict decision.Verdict) *board {
	d := *a.decision
	d.Options = slices.Clone(d.Options)
	if d.Option(option) == nil {
		d.Options = append(d.Options, decision.Option{ID: option})
	}
	for i := range d.Options {
		if o := &d.Options[i]; o.ID == option {
			o.Measured = append(slices.Clone(o.Measured), decision.Measured{Factor: factor, Verdict: verdict})
		}
	}
	other := *a
	other.decision = &d
	return other.at(b, a.Env)
}

// countCells counts who leads over the ranges of the profile; nil where no
// threshold lies in one.
func (a *assessor) countCells(b *board) *decision.Cells {
	var ranges []string
	for _, f := range a.catalog.Fields {
		if a.Profile[f.ID].IsRange() {
			ranges = append(ranges, f.ID)
		}
	}
	if len(ranges) == 0 {
		return nil
	}
	s := newSpace(a, b, ranges)
	out := &decision.Cells{}
	for _, p := range s.parts {
		for _, id := range p.fields {
			if len(a.Cells(id, a.Profile[id], p.conditions)) > 1 {
				out.Fields = append(out.Fields, id)
			}
		}
	}
	ok := s.boards(nil, func(other *board, cells int) {
		leader := other.leaderID(other.lead())
		out.Total += cells
		for i := range out.Leads {
			if out.Leads[i].Leader == leader {
				out.Leads[i].Count += cells
				return
			}
		}
		out.Leads = append(out.Leads, decision.CellCount{Leader: leader, Count: cells})
	})
	if !ok || s.tooMany || out.Total < 2 {
		return nil
	}
	slices.SortStableFunc(out.Leads, func(x, y decision.CellCount) int { return y.Count - x.Count })
	out.Because = a.cellWords(b, out, ranges)
	return out
}

func roundTo(n float64, digits int) float64 {
	scale := math.Pow(10, float64(digits))
	return math.Round(n*scale) / scale
}
