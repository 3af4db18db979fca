package advisor

import (
	"fmt"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// cellWords says who leads in how many cells, and what those have in common in
// which the most frequent leader does not: "Serverless leads in 31 of 36; the
// other 5 all have requests above 20 million".
func (a *assessor) cellWords(b *board, cells *decision.Cells, ranges []string) string {
	name := func(leader string) string {
		if leader == "" {
			return "nobody leads"
		}
		return b.titles["option "+leader] + " leads"
	}
	first := cells.Leads[0]
	if len(cells.Leads) == 1 {
		return fmt.Sprintf("%s in all %d cells of the ranges", decision.Capital(name(first.Leader)), cells.Total)
	}
	sentence := fmt.Sprintf("%s in %d of %d", decision.Capital(name(first.Leader)), first.Count, cells.Total)
	rest := cells.Total - first.Count
	if len(cells.Leads) == 2 {
		sentence += "; " + name(cells.Leads[1].Leader) + " in the other"
		if rest > 1 {
			sentence += fmt.Sprintf(" %d", rest)
		}
	} else {
		sentence += fmt.Sprintf("; in the other %d", rest)
		var others []string
		for _, l := range cells.Leads[1:] {
			others = append(others, fmt.Sprintf("%s in %d", name(l.Leader), l.Count))
		}
		sentence += " " + decision.And(others)
	}
	if common := a.common(b, first.Leader, ranges); len(common) > 0 {
		sentence += ", where " + decision.And(common)
	}
	return sentence
}

// common is what all cells have in common in which somebody else leads: the
// bounds of their values that lie inside of the ranges.
func (a *assessor) common(b *board, leader string, ranges []string) []string {
	var all []*rule.Condition
	for t := range b.tests {
		all = append(all, a.conditions(b, t)...)
	}
	type bounds struct{ low, high rule.Cell }
	hull := map[string]*bounds{}
	ok := a.Each(ranges, all, limit, func(profile decision.Profile, cells []rule.Cell) {
		env := a.Env
		env.Profile = profile
		if other := a.at(b, env); other.leaderID(other.lead()) == leader {
			return
		}
		for i, id := range ranges {
			h := hull[id]
			if h == nil {
				hull[id] = &bounds{cells[i], cells[i]}
				continue
			}
			if cells[i].Values.Low < h.low.Values.Low {
				h.low = cells[i]
			}
			if cells[i].Values.High > h.high.Values.High {
				h.high = cells[i]
			}
		}
	})
	var out []string
	for _, id := range ranges {
		h, f := hull[id], a.catalog.Field(id)
		if !ok || h == nil || f == nil {
			continue
		}
		answer, title := a.Profile[id], decision.LowerTitle(f.Title)
		if h.low.Values.Low > answer.Low {
			p := decision.TurningPoint{At: decision.NumberValue(h.low.Cut.At), Up: true, Beyond: h.low.Cut.Beyond}
			out = append(out, title+" "+copula(title)+" "+p.Where())
		}
		if h.high.Values.High < answer.High {
			out = append(out, title+" "+copula(title)+" "+decision.RoundedNumber(h.high.Values.High)+" or less")
		}
	}
	return out
}

// copula is are after a plural, by its last letter, else is.
func copula(title string) string {
	if strings.HasSuffix(title, "s") {
		return "are"
	}
	return "is"
}
