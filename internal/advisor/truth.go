package advisor

import (
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// truth is Kleene's: unknown in, unknown out, unless the rest settles it.
type truth int8

const (
	no    truth = -1
	maybe truth = 0
	yes   truth = 1
)

// evaluation is one profile held against one catalog.
type evaluation struct {
	catalog *catalog.Catalog
	profile decision.Profile
	// standing gives the verdict of the option in question on a factor; nil
	// where a condition has no option.
	standing func(factor string) decision.Verdict
}

// holds evaluates a condition; none at all holds.
func (e evaluation) holds(c *catalog.Condition) truth {
	switch {
	case c == nil:
		return yes
	case len(c.All) > 0:
		worst := yes
		for _, sub := range c.All {
			worst = min(worst, e.holds(sub))
		}
		return worst
	case len(c.Any) > 0:
		best := no
		for _, sub := range c.Any {
			best = max(best, e.holds(sub))
		}
		return best
	case c.Not != nil:
		return -e.holds(c.Not)
	case c.Factor != "":
		return e.strained(c.Factor)
	case c.Bill != "":
		bill, over := e.bill(c.Bill), e.bill(c.Over)
		if !bill.known || !over.known {
			return maybe
		}
		return less(over, bill)
	}
	return e.compare(c)
}

// strained tells whether the option in question does badly on a factor.
func (e evaluation) strained(factor string) truth {
	if e.standing == nil {
		return maybe
	}
	switch e.standing(factor) {
	case decision.Strains, decision.Breaks:
		return yes
	case decision.Fits:
		return no
	}
	return maybe
}

// span is a number that is known to lie from low to high.
type span struct {
	low, high float64
	known     bool
}

// compare evaluates a field against an operand.
func (e evaluation) compare(c *catalog.Condition) truth {
	answer, ok := e.profile[c.Field]
	if !ok || answer.Kind == decision.NoValue {
		return maybe
	}
	switch is := c.Is.(type) {
	case bool:
		return of(answer.Yes == is)
	case string:
		return of(answer.Word == is)
	}
	left := span{answer.Low, answer.High, true}
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
	return maybe
}

// operand is the span of a constant and the fields that are added to it.
func (e evaluation) operand(o *catalog.Operand) span {
	sum := span{o.Constant, o.Constant, true}
	for _, field := range o.Fields {
		answer, ok := e.profile[field]
		if !ok || answer.Kind != decision.Number {
			return span{}
		}
		sum.low += answer.Low
		sum.high += answer.High
	}
	return sum
}

// less tells whether a is below b wherever in their spans they lie.
func less(a, b span) truth {
	switch {
	case !a.known || !b.known:
		return maybe
	case a.high < b.low:
		return yes
	case a.low >= b.high:
		return no
	}
	return maybe
}

func of(b bool) truth {
	if b {
		return yes
	}
	return no
}

// bill is an option's cost in a month, in US dollars: the sum of its terms. It is
// unknown where a field of any term is.
func (e evaluation) bill(option string) span {
	var total span
	for _, term := range e.catalog.Costs {
		if term.Option != option {
			continue
		}
		units := span{1, 1, true}
		for _, field := range term.Times {
			answer, ok := e.profile[field]
			if !ok || answer.Kind != decision.Number {
				return span{}
			}
			units.low *= answer.Low
			units.high *= answer.High
		}
		if term.Scale != 0 {
			units.low *= term.Scale
			units.high *= term.Scale
		}
		if term.Free > 0 {
			// Nobody said whether the free tier is left: it may be.
			tier, told := e.profile[term.FreeIf]
			if term.FreeIf == "" {
				tier, told = decision.YesNoValue(true), true
			}
			if !told || tier.Yes {
				units.low = max(0, units.low-term.Free)
			}
			if told && tier.Yes {
				units.high = max(0, units.high-term.Free)
			}
		}
		total.low += units.low * term.Price
		total.high += units.high * term.Price
		total.known = true
	}
	return total
}

// fieldsOf lists the fields that a condition looks at, each once, in order.
func (e evaluation) fieldsOf(c *catalog.Condition) []string {
	var fields []string
	add := func(ids ...string) {
		for _, id := range ids {
			if !slices.Contains(fields, id) {
				fields = append(fields, id)
			}
		}
	}
	var walk func(*catalog.Condition)
	walk = func(c *catalog.Condition) {
		if c == nil {
			return
		}
		for _, sub := range c.All {
			walk(sub)
		}
		for _, sub := range c.Any {
			walk(sub)
		}
		walk(c.Not)
		if c.Field != "" {
			add(c.Field)
		}
		for _, o := range []*catalog.Operand{c.LT, c.LE, c.GT, c.GE} {
			if o != nil {
				add(o.Fields...)
			}
		}
		if c.Bill != "" {
			for _, term := range e.catalog.Costs {
				if term.Option == c.Bill || term.Option == c.Over {
					add(term.Times...)
					if term.FreeIf != "" {
						add(term.FreeIf)
					}
				}
			}
		}
	}
	walk(c)
	return fields
}
