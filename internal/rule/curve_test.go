package rule

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"tradeoff/internal/decision"
)

// along are the fields that a bill may be a curve of.
var along = []string{"trips", "load", "boats", "hire", "rush"}

// bill draws a model in which two options have other terms than in testModel, and
// a profile of the fields of bills.
func (d drawing) bill(ranges bool) (*Model, decision.Profile) {
	m := testModel()
	m.Costs = nil
	for _, option := range []string{"own", "ferry"} {
		for range 1 + d.IntN(3) {
			c := Cost{Option: option, Scale: []float64{0, 0.001, 2}[d.IntN(3)]}
			if d.IntN(2) == 0 {
				c.Price = []string{"fare", "fuel"}[d.IntN(2)]
			}
			for range d.IntN(3) {
				c.Times = append(c.Times, []string{"trips", "rush", "hire", "boats", "tons", "fleet"}[d.IntN(6)])
			}
			if d.IntN(2) == 0 {
				c.Free = math.Round(d.Float64() * 1e5)
				if d.IntN(2) == 0 {
					c.FreeIf = "grant"
				}
			}
			m.Costs = append(m.Costs, c)
		}
	}
	p := decision.Profile{}
	for _, f := range billFields {
		if d.IntN(8) != 0 {
			p[f] = d.value(f, ranges)
		}
	}
	return m, p
}

// near tells whether two numbers are the same but for rounding, beside sums of
// some size.
func near(a, b, size float64) bool {
	return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b), size)
}

// A bill as a curve of one field is the bill at each value of it, at either edge;
// and one is known where the other is.
func TestCurveIsBill(t *testing.T) {
	d := newDrawing(7)
	known, pieces := 0, 0
	for range 3000 {
		m, p := d.bill(true)
		e := Env{Model: m, Profile: p}
		field := along[d.IntN(len(along))]
		of := m.Domain(field)
		a, b := d.decimal(of), d.decimal(of)
		if a == b {
			continue
		}
		for _, edge := range []Edge{Lower, Upper} {
			curve, ok := e.Curve("own", field, min(a, b), max(a, b), edge)
			if err := follows(curve, min(a, b), max(a, b)); ok && err != nil {
				t.Fatal(err)
			}
			pieces = max(pieces, len(curve))
			for range 8 {
				x := d.inside(of, decision.RangeValue(min(a, b), max(a, b))).Low
				bill := e.with(field, decision.NumberValue(x)).Bill("own")
				want, size := bill.Low, 0.0
				if edge == Upper {
					want = bill.High
				}
				for _, line := range bill.Lines {
					size += line.High + line.Cost.Free*cost(m, line.Cost)
				}
				got, _ := decision.CurveAt(curve, x)
				if ok != bill.Known || ok && !near(got, want, size) {
					t.Fatalf("at %g of %s the curve is %g, %t, and the bill %g, %t\n%v\n%+v\n%+v", x, field, got, ok, want, bill.Known, p, curve, m.Costs)
				}
			}
			if ok {
				known++
			}
		}
	}
	if known < 1000 || pieces < 3 {
		t.Errorf("%d curves were known, the longest in %d pieces: the bills are too tame", known, pieces)
	}
}

func cost(m *Model, c *Cost) float64 {
	if c.Price == "" {
		return 1
	}
	return m.Prices[c.Price]
}

// follows tells where the pieces of a curve leave a gap, overlap or jump.
func follows(curve []decision.Piece, from, to float64) error {
	if len(curve) == 0 || curve[0].From != from || curve[len(curve)-1].To != to {
		return fmt.Errorf("the curve does not reach from %g to %g: %+v", from, to, curve)
	}
	for i, p := range curve {
		if !(p.From <= p.To) {
			return fmt.Errorf("piece %d of %+v runs backwards", i, curve)
		}
		if i == 0 {
			continue
		}
		before := curve[i-1]
		size := 0.0
		for _, term := range slices.Concat(p.Terms, before.Terms) {
			size = max(size, math.Abs(term.Times*math.Pow(p.From, float64(term.Power))))
		}
		if before.To != p.From || !near(before.At(p.From), p.At(p.From), size) {
			return fmt.Errorf("piece %d does not follow: %+v, %+v", i, before, p)
		}
	}
	return nil
}

// Between two crossings the same option is cheaper, and on either side of each
// that which it names. One without a span passes at one value.
func TestCrossingsAreWhereBillsCross(t *testing.T) {
	d := newDrawing(8)
	found := 0
	for range 3000 {
		m, p := d.bill(d.IntN(2) == 0)
		e := Env{Model: m, Profile: p}
		const field, from, to = "trips", 1.0, 1e7
		crossings := e.Crossings("own", "ferry", field, from, to)
		found += len(crossings)
		place := func(what string, x float64) string {
			return fmt.Sprintf("%s at %g: %+v\n%v\n%+v", what, x, crossings, p, m.Costs)
		}
		cheaper := func(x float64) string {
			at := e.with(field, decision.NumberValue(x))
			own, ferry := at.Bill("own"), at.Bill("ferry")
			switch {
			case !own.Known || !ferry.Known:
				return "unknown"
			case near(own.High, ferry.Low, ferry.High) || near(ferry.High, own.Low, own.High):
				return "level"
			case own.High < ferry.Low:
				return "own"
			case ferry.High < own.Low:
				return "ferry"
			}
			return "unknown"
		}
		last := from
		for i, c := range crossings {
			if c.At < last || c.High < c.At || i > 0 && c.Below != crossings[i-1].Above {
				t.Fatal(place("out of order", c.At))
			}
			if x := middle(last, c.At); cheaper(x) == c.Above {
				t.Fatal(place(c.Above+" is cheaper too early", x))
			}
			for _, x := range []float64{c.At * (1 - 1e-6), c.High * (1 + 1e-6)} {
				want := c.Below
				if x > c.At {
					want = c.Above
				}
				if got := cheaper(x); got != want && got != "level" && x > from && x < to {
					t.Fatal(place(got+" is cheaper, not "+want, x))
				}
			}
			last = c.High
		}
		// None is missed: a walk along the traffic meets the same changes.
		was, changes := "", 0
		for x := from; x < to; x *= 1.07 {
			if now := cheaper(x); now == "own" || now == "ferry" {
				if was != "" && now != was {
					changes++
				}
				was = now
			}
		}
		if changes > len(crossings) {
			t.Fatal(place(fmt.Sprintf("%d changes are met", changes), 0))
		}
	}
	if found < 300 {
		t.Errorf("%d crossings were found: the bills are too tame", found)
	}
}
