package rule

import (
	"slices"

	"tradeoff/internal/decision"
)

// Crossing is where two options' bills, as functions of one field, pass each
// other: Below costs less up to At, and Above from High on. The two are one and
// the same unless an answer is a range; between them it cannot be told.
type Crossing struct {
	Below, Above string
	At, High     float64
}

// Crossings are all of two options' crossings between two values of a field, in
// rising order.
func (e Env) Crossings(a, b, field string, from, to float64) []Crossing {
	lowA, ok1 := e.Curve(a, field, from, to, Lower)
	highA, ok2 := e.Curve(a, field, from, to, Upper)
	lowB, ok3 := e.Curve(b, field, from, to, Lower)
	highB, ok4 := e.Curve(b, field, from, to, Upper)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil
	}
	aDearer, bDearer := minus(lowA, highB), minus(lowB, highA) // above zero for sure
	bounds := slices.Concat([]float64{from}, zeros(aDearer), zeros(bDearer), []float64{to})
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var out []Crossing
	cheaper, since := "", from
	for i := range len(bounds) - 1 {
		x := middle(bounds[i], bounds[i+1])
		now := ""
		if y, _ := decision.CurveAt(aDearer, x); y > 0 {
			now = b
		} else if y, _ := decision.CurveAt(bDearer, x); y > 0 {
			now = a
		}
		if now == "" {
			continue
		}
		if cheaper != "" && cheaper != now {
			out = append(out, Crossing{Below: cheaper, Above: now, At: since, High: bounds[i]})
		}
		cheaper, since = now, bounds[i+1]
	}
	return out
}
