package rule

import (
	"cmp"
	"math"
	"slices"

	"tradeoff/internal/decision"
)

// This file is arithmetic on functions of one field that are given piece by
// piece as sums of powers. nil is a function that is not known.

// join cuts two functions at the bounds of both, and joins them piece by piece.
func join(a, b []decision.Piece, op func(from, to float64, a, b []decision.Term) []decision.Piece) []decision.Piece {
	if a == nil || b == nil {
		return nil
	}
	var out []decision.Piece
	for i, j := 0, 0; i < len(a) && j < len(b); {
		from, to := max(a[i].From, b[j].From), min(a[i].To, b[j].To)
		out = append(out, op(from, to, a[i].Terms, b[j].Terms)...)
		switch {
		case i == len(a)-1 && j == len(b)-1:
			return out
		case j == len(b)-1 || i < len(a)-1 && a[i].To <= b[j].To:
			i++
		default:
			j++
		}
	}
	return out
}

func add(a, b []decision.Piece) []decision.Piece {
	return join(a, b, func(from, to float64, a, b []decision.Term) []decision.Piece {
		return []decision.Piece{{From: from, To: to, Terms: sum(a, b)}}
	})
}

func minus(a, b []decision.Piece) []decision.Piece {
	return join(a, b, func(from, to float64, a, b []decision.Term) []decision.Piece {
		return []decision.Piece{{From: from, To: to, Terms: sum(a, negative(b))}}
	})
}

func product(a, b []decision.Piece) []decision.Piece {
	return join(a, b, func(from, to float64, a, b []decision.Term) []decision.Piece {
		p := decision.Piece{From: from, To: to}
		for _, x := range a {
			for _, y := range b {
				p.Terms = sum(p.Terms, []decision.Term{{Times: x.Times * y.Times, Power: x.Power + y.Power}})
			}
		}
		return []decision.Piece{p}
	})
}

// larger is the larger of two functions, cut where they cross.
func larger(a, b []decision.Piece) []decision.Piece {
	return join(a, b, func(from, to float64, a, b []decision.Term) []decision.Piece {
		difference := decision.Piece{Terms: sum(a, negative(b))}
		bounds := slices.Concat([]float64{from}, roots(difference.Terms, from, to), []float64{to})
		var out []decision.Piece
		for i := range len(bounds) - 1 {
			p := decision.Piece{From: bounds[i], To: bounds[i+1], Terms: b}
			if difference.At(middle(bounds[i], bounds[i+1])) > 0 {
				p.Terms = a
			}
			if n := len(out); n > 0 && slices.Equal(out[n-1].Terms, p.Terms) {
				out[n-1].To = p.To
				continue
			}
			out = append(out, p)
		}
		return out
	})
}

// middle lies between two values that may be many orders apart.
func middle(a, b float64) float64 {
	if a > 0 && b > 4*a {
		return math.Sqrt(a) * math.Sqrt(b)
	}
	return a + (b-a)/2
}

// sum adds terms, those of one power together, in the order of the powers.
func sum(a, b []decision.Term) []decision.Term {
	var out []decision.Term
	for _, t := range slices.Concat(a, b) {
		if i := slices.IndexFunc(out, func(o decision.Term) bool { return o.Power == t.Power }); i >= 0 {
			out[i].Times += t.Times
			continue
		}
		out = append(out, t)
	}
	out = slices.DeleteFunc(out, func(t decision.Term) bool { return t.Times == 0 })
	slices.SortFunc(out, func(a, b decision.Term) int { return cmp.Compare(a.Power, b.Power) })
	return out
}

func negative(terms []decision.Term) []decision.Term {
	out := slices.Clone(terms)
	for i := range out {
		out[i].Times = -out[i].Times
	}
	return out
}

// zeros are the values at which a function is zero or passes from one sign to
// the other, among its bounds too, in rising order.
func zeros(f []decision.Piece) []float64 {
	var out []float64
	for _, p := range f {
		if len(p.Terms) == 0 {
			// All of it is zero: what happens at its ends is what can differ.
			out = append(out, p.From, p.To)
			continue
		}
		out = append(out, roots(p.Terms, p.From, p.To)...)
		for _, end := range []float64{p.From, p.To} {
			if p.At(end) == 0 {
				out = append(out, end)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// roots are the zeros of a sum of powers between two values that are not
// negative, without those values: in closed form where one or two terms are
// all, else by bisection between the extremes, which are the derivative's roots.
func roots(terms []decision.Term, from, to float64) []float64 {
	if len(terms) < 2 || !(from < to) {
		return nil
	}
	if len(terms) == 2 {
		// a·x^p + b·x^q is zero where x^(q-p) is -a/b.
		ratio := -terms[0].Times / terms[1].Times
		x := math.Pow(ratio, 1/float64(terms[1].Power-terms[0].Power))
		if ratio > 0 && x > from && x < to {
			return []float64{x}
		}
		return nil
	}
	// Without its lowest power the derivative has a term less.
	low := terms[0].Power
	f := decision.Piece{}
	var slope []decision.Term
	for _, t := range terms {
		f.Terms = append(f.Terms, decision.Term{Times: t.Times, Power: t.Power - low})
		if n := t.Power - low; n != 0 {
			slope = append(slope, decision.Term{Times: t.Times * float64(n), Power: n - 1})
		}
	}
	bounds := slices.Concat([]float64{from}, roots(slope, from, to), []float64{to})
	var out []float64
	for i := range len(bounds) - 1 {
		a, b := bounds[i], bounds[i+1]
		if i > 0 && f.At(a) == 0 {
			out = append(out, a)
		}
		if x, found := bisect(f.At, a, b); found {
			out = append(out, x)
		}
	}
	return out
}

// bisect finds where a function passes from one sign to the other, to the last
// bit.
func bisect(f func(float64) float64, a, b float64) (float64, bool) {
	below, above := f(a), f(b)
	if below == 0 || above == 0 || (below < 0) == (above < 0) {
		return 0, false
	}
	for {
		x := middle(a, b)
		if x <= a || x >= b {
			return x, true
		}
		if y := f(x); y == 0 {
			return x, true
		} else if (y < 0) == (below < 0) {
			a = x
		} else {
			b = x
		}
	}
}
