package rule

import (
	"cmp"
	"math"
	"slices"

	"tradeoff/internal/decision"
)

// Bill is what an option costs in a month, in US dollars. It is known where every
// field of every term is; an option without terms has no known bill.
type Bill struct {
	Span
	Lines   []Line
	Missing []string // the fields without which it is not known
	Assumed []Assumption
}

// bounds is what is known for sure of a bill: one that assumes something may be
// more than it says, and never less.
func (e Env) bounds(option string) Span {
	b := e.Bill(option)
	if len(b.Assumed) > 0 && !e.Taken {
		b.High = math.Inf(1)
	}
	return b.Span
}

// Line is one term of a bill.
type Line struct {
	Cost *Cost
	Span
}

// Assumption is what a bill takes for granted, since nobody said otherwise.
type Assumption struct {
	Field    string
	Value    float64   // what the field is taken to be or, with a quantity, what it has to be at least; 0 where that cannot be told
	Quantity *Quantity // whose Assumes says it; nil where the field is taken to be its least
}

// Bill adds up the terms of an option.
func (e Env) Bill(option string) Bill {
	b := Bill{Span: Span{Known: true}}
	known := false
	for i := range e.Costs {
		term := &e.Costs[i]
		if term.Option != option {
			continue
		}
		known = true
		line := Line{Cost: term, Span: e.cost(term, &b)}
		b.Lines = append(b.Lines, line)
		b.Low += line.Low
		b.High += line.High
		b.Known = b.Known && line.Known
	}
	b.Known = b.Known && known
	return b
}

// cost is one term of a bill.
func (e Env) cost(term *Cost, b *Bill) Span {
	units := point(cmp.Or(term.Scale, 1))
	for _, id := range term.Times {
		units = times(units, e.amount(id, b))
	}
	if !units.Known {
		return Span{}
	}
	low, high := e.free(term)
	units.Low = max(0, units.Low-high)
	units.High = max(0, units.High-low)
	price := e.price(term)
	return Span{units.Low * price, units.High * price, true}
}

// free is the least and the most that is taken off a term: where nobody said
// whether the free tier is left, it may be.
func (e Env) free(term *Cost) (low, high float64) {
	if term.FreeIf == "" {
		return term.Free, term.Free
	}
	switch tier, told := e.Profile[term.FreeIf]; {
	case !told || tier.Kind != decision.YesNo:
		return 0, term.Free
	case tier.Yes:
		return term.Free, term.Free
	}
	return 0, 0
}

func (m *Model) price(term *Cost) float64 {
	if term.Price == "" {
		return 1
	}
	return m.Prices[term.Price]
}

// amount is the value of a field or a quantity. What is not known is noted on
// the bill.
func (e Env) amount(id string, b *Bill) Span {
	if q := e.Quantity(id); q != nil {
		return e.quantity(q, b)
	}
	n := e.number(id)
	if !n.Known {
		b.missing(id)
	}
	return n
}

// quantity evaluates a quantity, with what it assumes.
func (e Env) quantity(q *Quantity, b *Bill) Span {
	product := point(cmp.Or(q.Scale, 1))
	var taken []Assumption
	for _, id := range q.Times {
		if inner := e.Quantity(id); inner != nil {
			product = times(product, e.quantity(inner, b))
			continue
		}
		n := e.number(id)
		if d := e.Domain(id); !n.Known && d != nil {
			n = point(d.Min)
			taken = append(taken, Assumption{Field: id, Value: d.Min})
		}
		product = times(product, n)
	}
	atLeast := e.number(q.AtLeast)
	var unknown []string
	for _, id := range q.Over {
		n := e.number(id)
		if !n.Known {
			unknown = append(unknown, id)
			continue
		}
		product = Span{product.Low / n.High, product.High / n.Low, product.Known}
	}
	switch {
	case len(unknown) > 0 && atLeast.Known:
		if len(unknown) == 1 && product.High > 0 && product.Known && atLeast.Low > 0 {
			b.Assumed = append(b.Assumed, Assumption{Field: unknown[0], Value: product.High / atLeast.Low, Quantity: q})
		} else {
			b.Assumed = append(b.Assumed, Assumption{Field: unknown[0], Quantity: q})
		}
		return atLeast
	case len(unknown) > 0:
		b.missing(append(unknown, q.AtLeast)...)
		return Span{}
	}
	b.Assumed = append(b.Assumed, taken...)
	if d := e.Domain(q.AtLeast); !atLeast.Known && d != nil {
		atLeast = point(d.Min)
		b.Assumed = append(b.Assumed, Assumption{Field: q.AtLeast, Value: d.Min})
	}
	if atLeast.Known {
		product.Low, product.High = max(product.Low, atLeast.Low), max(product.High, atLeast.High)
	}
	return product
}

func (b *Bill) missing(fields ...string) {
	for _, id := range fields {
		if id != "" && !slices.Contains(b.Missing, id) {
			b.Missing = append(b.Missing, id)
		}
	}
}

func times(a, b Span) Span {
	if !a.Known || !b.Known {
		return Span{}
	}
	return Span{a.Low * b.Low, a.High * b.High, true}
}

// Edge is one end of the span that ranges make of a bill.
type Edge bool

// The two ends.
const (
	Lower Edge = false
	Upper Edge = true
)

// Curve is the bill of an option as a function of one field, from one value of
// it to another, all other answers being as they are. ok is false where another
// field is missing.
func (e Env) Curve(option, field string, from, to float64, edge Edge) (pieces []decision.Piece, ok bool) {
	c := curve{Env: e, field: field, edge: edge, from: from, to: to}
	known := false
	sum := c.constant(0)
	for i := range e.Costs {
		term := &e.Costs[i]
		if term.Option != option {
			continue
		}
		known = true
		units := c.constant(cmp.Or(term.Scale, 1))
		for _, id := range term.Times {
			units = product(units, c.amount(id))
		}
		if units == nil {
			return nil, false
		}
		low, high := e.free(term)
		free := low
		if edge == Lower {
			free = high
		}
		if free > 0 {
			units = larger(add(units, c.constant(-free)), c.constant(0))
		}
		sum = add(sum, product(units, c.constant(e.price(term))))
	}
	return sum, known
}

// curve builds one edge of a bill as a function of a field.
type curve struct {
	Env
	field    string
	edge     Edge
	from, to float64
}

func (c curve) constant(n float64) []decision.Piece { return c.power(n, 0) }

func (c curve) power(n float64, power int) []decision.Piece {
	p := decision.Piece{From: c.from, To: c.to}
	if n != 0 {
		p.Terms = []decision.Term{{Times: n, Power: power}}
	}
	return []decision.Piece{p}
}

// number is a field as a function of the field in question; nil where it is not known.
func (c curve) number(id string, power int) []decision.Piece {
	if id == c.field {
		return c.power(1, power)
	}
	n := c.Env.number(id)
	if !n.Known {
		return nil
	}
	end := n.Low
	if (c.edge == Upper) == (power > 0) {
		end = n.High
	}
	return c.constant(math.Pow(end, float64(power)))
}

func (c curve) amount(id string) []decision.Piece {
	q := c.Quantity(id)
	if q == nil {
		return c.number(id, 1)
	}
	value := c.constant(cmp.Or(q.Scale, 1))
	for _, id := range q.Times {
		n := c.amount(id)
		if d := c.Domain(id); n == nil && d != nil {
			n = c.constant(d.Min)
		}
		value = product(value, n)
	}
	var atLeast []decision.Piece
	if q.AtLeast != "" {
		atLeast = c.number(q.AtLeast, 1)
	}
	for _, id := range q.Over {
		n := c.number(id, -1)
		if n == nil {
			return atLeast
		}
		value = product(value, n)
	}
	if d := c.Domain(q.AtLeast); atLeast == nil && d != nil {
		atLeast = c.constant(d.Min)
	}
	if atLeast == nil || value == nil {
		return value
	}
	return larger(value, atLeast)
}
