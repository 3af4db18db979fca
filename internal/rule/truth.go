package rule

import (
	"slices"

	"tradeoff/internal/decision"
)

// Truth is Kleene's: unknown in, unknown out, unless the rest settles it.
type Truth int8

// The three values.
const (
	No    Truth = -1
	Maybe Truth = 0
	Yes   Truth = 1
)

// Env is one profile held against a model.
type Env struct {
	*Model
	Profile decision.Profile
	// Standing gives the verdict of the option in question on a factor; nil
	// where a condition has no option.
	Standing func(factor string) decision.Verdict
}

// Holds evaluates a condition; none at all holds.
func (e Env) Holds(c *Condition) Truth {
	switch {
	case c == nil:
		return Yes
	case len(c.All) > 0:
		worst := Yes
		for _, sub := range c.All {
			worst = min(worst, e.Holds(sub))
		}
		return worst
	case len(c.Any) > 0:
		best := No
		for _, sub := range c.Any {
			best = max(best, e.Holds(sub))
		}
		return best
	case c.Not != nil:
		return -e.Holds(c.Not)
	case c.Factor != "":
		return e.strained(c.Factor)
	case c.Bill != "":
		return less(e.Bill(c.Over).bounds(), e.Bill(c.Bill).bounds())
	}
	return e.compare(c)
}

// strained tells whether the option in question does badly on a factor.
func (e Env) strained(factor string) Truth {
	if e.Standing == nil {
		return Maybe
	}
	switch e.Standing(factor) {
	case decision.Strains, decision.Breaks:
		return Yes
	case decision.Fits:
		return No
	}
	return Maybe
}

// Span is a number that is known to lie from Low to High.
type Span struct {
	Low, High float64
	Known     bool
}

func point(n float64) Span { return Span{n, n, true} }

// compare evaluates a field against an operand.
func (e Env) compare(c *Condition) Truth {
	answer, ok := e.Profile[c.Field]
	if !ok || answer.Kind == decision.NoValue {
		return Maybe
	}
	switch is := c.Is.(type) {
	case bool:
		return of(answer.Yes == is)
	case string:
		return of(answer.Word == is)
	}
	left := Span{answer.Low, answer.High, true}
	switch {
	case c.LT != nil:
		return less(left, e.operand(c.LT))
	case c.GE != nil:
		return -less(left, e.operand(c.GE))
	case c.GT != nil:
		return less(e.operand(c.GT), left)
	case c.LE != nil:
		return -less(e.operand(c.LE), left)
	}
	return Maybe
}

// number is the answer to a field that is a number.
func (e Env) number(field string) Span {
	answer, ok := e.Profile[field]
	if !ok || answer.Kind != decision.Number {
		return Span{}
	}
	return Span{answer.Low, answer.High, true}
}

// operand is the span of a constant and the fields that are added to it.
func (e Env) operand(o *Operand) Span {
	sum := point(o.Constant)
	for _, field := range o.Fields {
		n := e.number(field)
		if !n.Known {
			return Span{}
		}
		sum.Low += n.Low
		sum.High += n.High
	}
	return sum
}

// less tells whether a is below b wherever in their spans they lie.
func less(a, b Span) Truth {
	switch {
	case !a.Known || !b.Known:
		return Maybe
	case a.High < b.Low:
		return Yes
	case a.Low >= b.High:
		return No
	}
	return Maybe
}

func of(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// atoms are the comparisons in a condition, each a statement of its own.
func atoms(c *Condition, visit func(*Condition)) {
	if c == nil {
		return
	}
	for _, sub := range c.All {
		atoms(sub, visit)
	}
	for _, sub := range c.Any {
		atoms(sub, visit)
	}
	atoms(c.Not, visit)
	if c.Field != "" || c.Bill != "" || c.Factor != "" {
		visit(c)
	}
}

// against is what a field is compared with, nil for a yes-no and a word.
func (c *Condition) against() *Operand {
	for _, o := range []*Operand{c.LT, c.LE, c.GT, c.GE} {
		if o != nil {
			return o
		}
	}
	return nil
}

// Fields lists the fields that some conditions look at, each once, in the order
// in which they first stand there. A nil condition looks at none.
func (m *Model) Fields(conditions ...*Condition) []string {
	var fields []string
	add := func(ids ...string) {
		for _, id := range ids {
			if !slices.Contains(fields, id) {
				fields = append(fields, id)
			}
		}
	}
	for _, c := range conditions {
		atoms(c, func(c *Condition) {
			if c.Field != "" {
				add(c.Field)
			}
			if o := c.against(); o != nil {
				add(o.Fields...)
			}
			if c.Bill != "" {
				add(m.BillFields(c.Bill, c.Over)...)
			}
		})
	}
	return fields
}

// BillFields are the fields that the bills of some options look at.
func (m *Model) BillFields(options ...string) []string {
	var fields []string
	var add func(id string)
	add = func(id string) {
		if q := m.Quantity(id); q != nil {
			for _, sub := range slices.Concat(q.Times, q.Over) {
				add(sub)
			}
			id = q.AtLeast
		}
		if id != "" && !slices.Contains(fields, id) {
			fields = append(fields, id)
		}
	}
	for _, term := range m.Costs {
		if slices.Contains(options, term.Option) {
			for _, id := range term.Times {
				add(id)
			}
			add(term.FreeIf)
		}
	}
	return fields
}
