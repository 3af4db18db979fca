package site

import (
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// answered are the decisions that answered a worst case of a catalog, by what
// they answered.
type answered struct {
	accepted, mitigated, happened []*placed
}

// countAnswers goes through the log once and notes, for every worst case of a
// catalog, which decisions accepted it, mitigated it and saw it happen. Decisions
// count that were made for their option: accepted ones, and those that were in
// force and are deprecated or superseded now. A proposal has accepted nothing
// yet, and one that was rejected never did. Restricted decisions are not counted.
func (b *build) countAnswers() error {
	b.answered = map[string]*answered{}
	for id, users := range b.uses {
		c := b.catalogs[id]
		if c == nil {
			continue
		}
		for _, d := range users {
			if s := d.Standing(); !s.Settled() || s == decision.Rejected {
				continue
			}
			for _, a := range d.Input.Decision.Outcome.Answers {
				b.note(c, d, &a)
			}
		}
	}
	return nil
}

// note counts one answer. The team's own worst cases are not the catalog's, even
// if their ids are the same.
func (b *build) note(c *catalog.Catalog, d *placed, a *decision.Answer) {
	chosen := c.Option(d.Input.Decision.Outcome.Option)
	if chosen == nil || !slices.ContainsFunc(c.WorstCases, func(w catalog.WorstCase) bool {
		return w.ID == a.WorstCase && (w.Option == chosen.ID || slices.Contains(chosen.Parts, w.Option))
	}) {
		return
	}
	key := c.ID + "/" + a.WorstCase
	n := b.answered[key]
	if n == nil {
		n = &answered{}
		b.answered[key] = n
	}
	switch a.Answer {
	case "accepted":
		n.accepted = append(n.accepted, d)
	case "mitigated":
		n.mitigated = append(n.mitigated, d)
	}
	if a.Happened != "" {
		n.happened = append(n.happened, d)
	}
}

// Counted are the decisions that did the same about a worst case.
type Counted struct {
	Words     string // "accepted in 6 of our decisions"
	Decisions []Link // the first of them
	More      int    // how many there are besides
}

// mostCounted bounds the links behind one count; the page lists all decisions of
// the catalog below.
const mostCounted = 12

// counted tells what the log did about a worst case. What nobody did is left out.
func (b *build) counted(from string, c *catalog.Catalog, worst string) []Counted {
	n := b.answered[c.ID+"/"+worst]
	if n == nil {
		return nil
	}
	var list []Counted
	add := func(key string, decisions []*placed) {
		if len(decisions) == 0 {
			return
		}
		if len(list) > 0 {
			key += "-too"
		}
		row := Counted{Words: b.t(key, len(decisions))}
		for i, d := range decisions {
			if i == mostCounted {
				row.More = len(decisions) - i
				break
			}
			label := numberOf(d.Entry)
			if label == "" {
				label = titleOf(d.Entry)
			}
			row.Decisions = append(row.Decisions, Link{Label: label, Href: relative(from, d.page)})
		}
		list = append(list, row)
	}
	add("catalog.accepted", n.accepted)
	add("catalog.mitigated", n.mitigated)
	add("catalog.happened", n.happened)
	return list
}
