package rule

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"

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
	// Taken makes a comparison of bills take for granted what they assume. Without
	// it such a bill is a lower bound and no more.
	Taken bool
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
		return less(e.bounds(c.Over), e.bounds(c.Bill))
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
		return e.below(left, c.LT)
	case c.GE != nil:
		return -e.below(left, c.GE)
	case c.GT != nil:
		return e.above(left, c.GT)
	case c.LE != nil:
		return -e.above(left, c.LE)
	}
	return Maybe
}

// below tells whether a number is below an operand, wherever both lie.
func (e Env) below(left Span, o *Operand) Truth {
	low, high, ok := e.operand(o)
	switch {
	case !ok:
		return Maybe
	case compare(left.High, low) < 0:
		return Yes
	case compare(left.Low, high) >= 0:
		return No
	}
	return Maybe
}

// above tells whether a number is above an operand, wherever both lie.
func (e Env) above(left Span, o *Operand) Truth {
	low, high, ok := e.operand(o)
	switch {
	case !ok:
		return Maybe
	case compare(left.Low, high) > 0:
		return Yes
	case compare(left.High, low) <= 0:
		return No
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

// operand is the terms of a sum, each at its lowest and each at its highest.
func (e Env) operand(o *Operand) (low, high []float64, ok bool) {
	low, high = []float64{o.Constant}, []float64{o.Constant}
	for _, field := range o.Fields {
		n := e.number(field)
		if !n.Known {
			return nil, nil, false
		}
		low, high = append(low, n.Low), append(high, n.High)
	}
	return low, high, true
}

// compare is the sign of n less a sum of terms, as decimal numbers have it: where
// binary fractions come so close that rounding might decide, the shortest
// decimals that stand for them are compared, which are what people wrote. 0.3 is
// 0.1 and 0.2.
func compare(n float64, terms []float64) int {
	difference, size := n, math.Abs(n)
	whole := n == math.Trunc(n)
	for _, t := range terms {
		difference -= t
		size += math.Abs(t)
		whole = whole && t == math.Trunc(t)
	}
	if len(terms) == 1 || whole && size < 1<<53 || math.Abs(difference) > size*1e-12 || math.IsInf(size, 0) {
		return cmp.Compare(difference, 0)
	}
	exact := decimal(n)
	for _, t := range terms {
		exact.Sub(exact, decimal(t))
	}
	return exact.Sign()
}

// decimal is the shortest decimal number that stands for n.
func decimal(n float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(n, 'g', -1, 64))
	if !ok {
		return new(big.Rat)
	}
	return r
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
