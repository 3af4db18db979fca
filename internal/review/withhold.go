package review

import (
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

// withhold takes what is not told out of the states of a decision. What is withheld of
// one of them is withheld of all, since it would be told as a change otherwise: that an
// answer was unknown, which it was not.
//
// The entries keep their inputs, since verdicts follow from the whole of them; a verdict
// says no figure, and is told.
func (c *comparison) withhold(states ...*side) {
	w := c.in.Withheld
	if !w.Any() {
		return
	}
	grounds := make([]decision.Assessment, len(states))
	for i, s := range states {
		if s.d == nil {
			continue
		}
		a, ok := assessed(s.e, s.set)
		// The assessment alone knows which figures are sums of money.
		w.Profile = w.Profile || w.Costs && !ok
		grounds[i] = a
	}
	gone := map[string]bool{}
	for i, s := range states {
		s.e = c.published(s.e)
		if s.d == nil {
			continue
		}
		full := s.d.Profile
		d := w.Decision(*s.d, &grounds[i])
		s.d = &d
		for field := range full {
			_, told := d.Profile[field]
			if !told || w.Costs && !asked(&grounds[i], field) {
				gone[field] = true
			}
		}
	}
	for _, s := range states {
		if s.d != nil && len(gone) > 0 {
			told := decision.Profile{}
			for field, value := range s.d.Profile {
				if !gone[field] {
					told[field] = value
				}
			}
			s.d.Profile = told
		}
	}
}

// asked tells whether an assessment asks for a field, and so knows its unit.
func asked(a *decision.Assessment, field string) bool {
	return slices.ContainsFunc(a.Profile, func(line decision.ProfileLine) bool { return line.Field == field })
}

// published is an entry with a record that holds nothing which is not told. Blocks that
// were made of an input go, whether the input is there at this end or not: a record that
// has lost its input, or has none yet, tells as much.
func (c *comparison) published(e *ledger.Entry) *ledger.Entry {
	w := c.in.Withheld
	if !w.Any() {
		return e
	}
	shown := *e
	if w.People {
		shown.Makers = nil
	}
	if e.Record != nil {
		shown.Record = render.Published(e.Record, w)
		shown.Lead = shown.Record.WrittenLead()
	}
	return &shown
}
