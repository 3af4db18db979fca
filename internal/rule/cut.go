package rule

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"tradeoff/internal/decision"
)

// Cut is a place between two neighbouring values of a field at which the truth
// of something changes: just before At or, with Beyond, just past it.
type Cut struct {
	At     float64
	Beyond bool
}

// Cell is a part of a field's values in which the truth of some conditions does
// not change. Every value lies in one cell, and no cell is empty.
type Cell struct {
	Values decision.Value // all of it: a range, a yes or no, or a word
	Pick   decision.Value // one value of it, as round as can be
	Cut    Cut            // its lower bound; of no meaning in the first cell and where the field is no number
}

// next and last are the neighbours of a value.
func (d *Domain) next(n float64) float64 {
	if d.Whole {
		return n + 1
	}
	return math.Nextafter(n, math.Inf(1))
}

func (d *Domain) last(n float64) float64 {
	if d.Whole {
		return n - 1
	}
	return math.Nextafter(n, math.Inf(-1))
}

// first is the lowest value above a cut.
func (d *Domain) first(c Cut) float64 {
	if c.Beyond {
		return d.next(c.At)
	}
	return c.At
}

// All is every answer that the field may have: for a number, its range.
func (d *Domain) All() decision.Value { return decision.RangeValue(d.Min, d.Max) }

// Cells cuts the values of a field, or those of a range of it, where the truth
// of a condition changes. The other fields have the answers of the profile; where
// one of them is a range too, the cells are cut so that those of the other field
// are of the same number and order throughout each of them, as long as no
// comparison joins more than two ranges, or a whole number's with a real one's.
func (e Env) Cells(field string, within decision.Value, conditions []*Condition) []Cell {
	d := e.Domain(field)
	if d == nil {
		return nil
	}
	switch d.Kind {
	case decision.YesNo:
		no, yes := decision.YesNoValue(false), decision.YesNoValue(true)
		return []Cell{{Values: no, Pick: no}, {Values: yes, Pick: yes}}
	case decision.Word:
		var cells []Cell
		for _, w := range d.Values {
			v := decision.WordValue(w)
			cells = append(cells, Cell{Values: v, Pick: v})
		}
		return cells
	}
	low, high := within.Low, within.High
	var cells []Cell
	from := Cut{At: low}
	cell := func(cut Cut, last float64) {
		cells = append(cells, Cell{Cut: cut, Values: decision.RangeValue(d.first(cut), last), Pick: decision.NumberValue(d.pick(cut, last))})
	}
	for _, cut := range e.cuts(d, low, high, conditions) {
		cell(from, d.last(d.first(cut)))
		from = cut
	}
	cell(from, high)
	return cells
}

// pick is a value of a cell that reads well.
func (d *Domain) pick(cut Cut, last float64) float64 {
	switch {
	case !cut.Beyond:
		return cut.At
	case cut.At+1 <= last:
		return cut.At + 1
	}
	first := d.first(cut)
	return first + (last-first)/2
}

// cuts are the places between low and high where the truth of one of the
// comparisons changes, in rising order.
func (e Env) cuts(d *Domain, low, high float64, conditions []*Condition) []Cut {
	var cuts []Cut
	for _, c := range conditions {
		atoms(c, func(atom *Condition) {
			for i, env := range e.anchored(d.Field, atom, conditions) {
				for _, at := range env.thresholds(d, atom, low, high) {
					if i == 0 {
						cuts = append(cuts, env.around(d, atom, at, low, high)...)
						continue
					}
					if d.Whole {
						at = math.Floor(at)
					}
					// Where two cuts of the other field meet, that field has a cell less:
					// the one value stands apart from what is below and above it.
					sides := []Cut{{At: at}, {At: at, Beyond: true}}
					if d.Whole {
						sides = append(sides, Cut{At: at + 1, Beyond: true})
					}
					for _, cut := range sides {
						first := d.first(cut)
						if first > low && first <= high && !slices.Equal(e.shape(d.Field, d.last(first), conditions), e.shape(d.Field, first, conditions)) {
							cuts = append(cuts, cut)
						}
					}
				}
			}
		})
	}
	slices.SortStableFunc(cuts, func(a, b Cut) int { return cmp.Or(cmp.Compare(d.first(a), d.first(b)), cmp.Compare(b.At, a.At)) })
	// Two cuts with the same first value are one; the one at the value itself reads better.
	return slices.CompactFunc(cuts, func(a, b Cut) bool { return d.first(a) == d.first(b) })
}

// shape is how the cells of the other ranges follow each other where a field has
// one value: the truth of each comparison in each of their cells.
func (e Env) shape(field string, value float64, conditions []*Condition) []Truth {
	at := e.with(field, decision.NumberValue(value))
	var out []Truth
	for _, other := range e.Fields(conditions...) {
		if !at.Profile[other].IsRange() {
			continue
		}
		for _, cell := range at.Cells(other, at.Profile[other], conditions) {
			there := at.with(other, cell.Pick)
			for _, c := range conditions {
				atoms(c, func(atom *Condition) { out = append(out, there.Holds(atom)) })
			}
		}
	}
	return out
}

// with is the same with another answer to a field.
func (e Env) with(field string, v decision.Value) Env {
	profile := make(decision.Profile, len(e.Profile)+1)
	for id, answer := range e.Profile {
		profile[id] = answer
	}
	profile[field] = v
	e.Profile = profile
	return e
}

// anchored gives the environments in which a comparison's thresholds are looked
// for: this one and, where the other field of the comparison is a range, one for
// each value at which that field has a cut of its own.
func (e Env) anchored(field string, atom *Condition, conditions []*Condition) []Env {
	o := atom.against()
	if o == nil {
		return []Env{e}
	}
	envs := []Env{e}
	for _, other := range append([]string{atom.Field}, o.Fields...) {
		d := e.Domain(other)
		answer := e.Profile[other]
		if other == field || d == nil || !answer.IsRange() || !slices.Contains(e.Fields(atom), field) {
			continue
		}
		for _, at := range e.ownThresholds(d, conditions) {
			if at >= answer.Low && at <= answer.High {
				envs = append(envs, e.with(other, decision.NumberValue(at)))
			}
		}
	}
	return envs
}

// ownThresholds are the values at which a field meets a constant, in comparisons
// that hang on no other range.
func (e Env) ownThresholds(d *Domain, conditions []*Condition) []float64 {
	var out []float64
	for _, c := range conditions {
		atoms(c, func(atom *Condition) {
			for _, id := range e.Fields(atom) {
				if id != d.Field && e.Profile[id].IsRange() {
					return
				}
			}
			out = append(out, e.thresholds(d, atom, d.Min, d.Max)...)
		})
	}
	return out
}

// thresholds are the values of a field at which a comparison may change.
func (e Env) thresholds(d *Domain, atom *Condition, low, high float64) []float64 {
	if atom.Bill != "" {
		return e.level(d.Field, atom.Bill, atom.Over, low, high)
	}
	o := atom.against()
	if o == nil {
		return nil
	}
	// The comparison changes where left - right is zero; each field counts as
	// often as it stands there.
	times := 0.0
	rest := []float64{-o.Constant}
	count := func(id string, sign float64) bool {
		if id == d.Field {
			times += sign
			return true
		}
		n := e.number(id)
		if !n.Known {
			return false
		}
		var next []float64
		for _, r := range rest {
			next = append(next, r+sign*n.Low)
			if n.High != n.Low {
				next = append(next, r+sign*n.High)
			}
		}
		rest = next
		return true
	}
	if !count(atom.Field, 1) {
		return nil
	}
	for _, id := range o.Fields {
		if !count(id, -1) {
			return nil
		}
	}
	if times == 0 {
		return nil
	}
	for i := range rest {
		rest[i] = short(rest[i] / -times)
	}
	return rest
}

// short drops the digits of a number that the arithmetic of fractions made: what
// is 100.10000000000002 was meant to be 100.1.
func short(n float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		return n
	}
	return rounded
}

// level is where the bills of two options are level, at either edge of what is
// known of them.
func (e Env) level(field, a, b string, low, high float64) []float64 {
	var out []float64
	for _, edge := range []Edge{Lower, Upper} {
		x, ok := e.Curve(a, field, low, high, edge)
		y, known := e.Curve(b, field, low, high, !edge)
		if ok && known {
			out = append(out, zeros(minus(x, y))...)
		}
	}
	return out
}

// around finds the cuts of a comparison at a threshold: before it, past it, or
// within the last digits of it, where the arithmetic had to round.
func (e Env) around(d *Domain, atom *Condition, at, low, high float64) []Cut {
	probe := e.with(d.Field, decision.NumberValue(at))
	truth := func(n float64) Truth {
		probe.Profile[d.Field] = decision.NumberValue(n)
		return probe.Holds(atom)
	}
	if d.Whole {
		at = math.Floor(at)
	}
	var cuts []Cut
	try := func(cut Cut) {
		first := d.first(cut)
		if first > low && first <= high && truth(d.last(first)) != truth(first) {
			cuts = append(cuts, cut)
		}
	}
	try(Cut{At: at})
	try(Cut{At: at, Beyond: true})
	if d.Whole {
		try(Cut{At: at + 1, Beyond: true})
	}
	if len(cuts) > 0 || d.Whole {
		return cuts
	}
	from, to := max(low, at-math.Abs(at)*1e-9), min(high, at+math.Abs(at)*1e-9)
	before := truth(from)
	if !(from < to) || before == truth(to) {
		return nil
	}
	for {
		x := from + (to-from)/2
		if x <= from || x >= to {
			return []Cut{{At: from, Beyond: true}}
		}
		if truth(x) == before {
			from = x
		} else {
			to = x
		}
	}
}

// Each visits the cells that some fields' answers are cut into: once for every
// combination, with a profile that has a value of each cell. A field that is a
// range is cut within it; one without an answer, over all that it may be. It
// gives up, and says false, where there are more than limit.
func (e Env) Each(fields []string, conditions []*Condition, limit int, visit func(profile decision.Profile, cells []Cell)) bool {
	open := e
	for _, f := range fields {
		d := e.Domain(f)
		if d == nil {
			continue
		}
		if answer, told := e.Profile[f]; d.Kind == decision.Number && (!told || answer.Kind == decision.NoValue) {
			open = open.with(f, d.All())
		}
	}
	cells := make([]Cell, 0, len(fields))
	var walk func(at Env, rest []string) bool
	walk = func(at Env, rest []string) bool {
		if len(rest) == 0 {
			limit--
			if limit < 0 {
				return false
			}
			visit(at.Profile, cells)
			return true
		}
		for _, cell := range at.Cells(rest[0], at.Profile[rest[0]], conditions) {
			cells = append(cells, cell)
			if !walk(at.with(rest[0], cell.Pick), rest[1:]) {
				return false
			}
			cells = cells[:len(cells)-1]
		}
		return true
	}
	return walk(open, fields)
}
