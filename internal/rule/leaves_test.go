package rule

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"tradeoff/internal/decision"
	"tradeoff/internal/ratchet"
)

// leaf finds the leaf of a point among those that Each visits: field by field the
// cell that holds the point's value, and then the same cell in order among those
// of the value that Each picked. It says why there is none.
func (d drawing) leaf(e Env, fields []string, conditions []*Condition, point decision.Profile) (decision.Profile, string) {
	here, picked := e, e
	for _, field := range fields {
		within := e.Profile[field]
		cells, others := here.Cells(field, within, conditions), picked.Cells(field, within, conditions)
		i := slices.IndexFunc(cells, func(c Cell) bool { return holds(c.Values, point[field]) })
		if len(cells) != len(others) {
			return nil, fmt.Sprintf("%d cells of %s at the point, %d where Each went:\n%v\n%v", len(cells), field, len(others), cells, others)
		}
		if i < 0 {
			return nil, fmt.Sprintf("no cell of %s has %s", field, point[field])
		}
		here, picked = here.with(field, point[field]), picked.with(field, others[i].Pick)
	}
	return picked.Profile, ""
}

// holds tells whether a value lies in a cell's values.
func holds(cell, v decision.Value) bool {
	if cell.Kind == decision.Number {
		return cell.Low <= v.Low && v.Low <= cell.High
	}
	return cell == v
}

// spanned widens some answers to ranges, and gives the fields that are one.
func (d drawing) spanned(most int, conditions []*Condition, p decision.Profile) (decision.Profile, []string) {
	p = maps.Clone(p)
	fields := d.Fields(conditions...)
	d.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	var out []string
	for _, f := range fields {
		of := d.Domain(f)
		if of.Kind != decision.Number || len(out) == most {
			continue
		}
		a, b := d.decimal(of), d.decimal(of)
		if a == b {
			continue
		}
		p[f] = decision.RangeValue(min(a, b), max(a, b))
		out = append(out, f)
	}
	return p, out
}

// Wherever a point lies among some ranges, its truth is that of the leaf in which
// it lies, and it lies in one. ranged is how many fields are ranges, and draw
// draws the conditions.
func leaves(t *testing.T, seed uint64, ranged, rounds int, draw func(drawing) []*Condition) (err error) {
	t.Helper()
	d := newDrawing(seed)
	many := 0
	for range rounds {
		conditions := draw(d)
		profile, fields := d.spanned(ranged, conditions, d.profile(false))
		if len(fields) < 2 {
			continue
		}
		e := Env{Model: d.Model, Profile: profile}
		visited := map[string]bool{}
		e.Each(fields, conditions, 5000, func(p decision.Profile, cells []Cell) {
			key := ""
			for i, f := range fields {
				key += p[f].String() + " "
				if !holds(cells[i].Values, p[f]) {
					t.Fatalf("a leaf of %s has %s at %s", cells[i].Values, f, p[f])
				}
			}
			if visited[key] {
				t.Fatalf("%s is visited twice", key)
			}
			visited[key] = true
		})
		if len(visited) > 4 {
			many++
		}
		for range 25 {
			point := maps.Clone(profile)
			for _, f := range fields {
				point[f] = d.inside(d.Domain(f), profile[f])
			}
			place := func(what string) error {
				return fmt.Errorf("%s\n%s\nat %v\nin %v, fields %v", what, allWords(conditions), point, profile, fields)
			}
			leaf, why := d.leaf(e, fields, conditions, point)
			if why != "" {
				return place(why)
			}
			for _, c := range conditions {
				got := Env{Model: d.Model, Profile: point}.Holds(c)
				if want := (Env{Model: d.Model, Profile: leaf}).Holds(c); got != want {
					return place(fmt.Sprintf("%s is %v there, and %v in its leaf %v", words(c), got, want, leaf))
				}
			}
		}
	}
	if many < rounds/20 {
		t.Errorf("%d of %d had more than four leaves: the conditions are too tame", many, rounds)
	}
	return nil
}

// budget < 500 + duration, with bounds of the budget's own beside it.
func TestLeavesOfTwoFields(t *testing.T) {
	if err := leaves(t, 5, 2, 500, func(d drawing) []*Condition { return twoFields(d, 0) }); err != nil {
		t.Error(err)
	}
}

// The same, where the field on the right-hand side has a bound of its own too.
func TestLeavesOfTwoBounds(t *testing.T) {
	ratchet.Known(t, "a bound that is itself the end of the other range cuts off that end alone, and is not looked at",
		leaves(t, 5, 2, 2000, func(d drawing) []*Condition { return twoFields(d, 1) }))
}

// Two comparisons that hold in all four ways do so in some leaf each, whichever
// field is cut first.
func TestLeavesMissNothing(t *testing.T) {
	for _, tt := range []struct {
		first, second string
		profile       decision.Profile
		sum, bound    *Condition
		fault         string
	}{
		{"depth", "tide", decision.Profile{"depth": decision.RangeValue(50, 70), "tide": decision.RangeValue(0, 40)},
			&Condition{Field: "depth", LT: &Operand{Constant: 42, Fields: []string{"tide"}}},
			&Condition{Field: "tide", GT: &Operand{Constant: 20}}, ""},
		{"tide", "depth", decision.Profile{"depth": decision.RangeValue(50, 70), "tide": decision.RangeValue(0, 40)},
			&Condition{Field: "depth", LT: &Operand{Constant: 42, Fields: []string{"tide"}}},
			&Condition{Field: "tide", GT: &Operand{Constant: 20}}, ""},
		{"berths", "crew", decision.Profile{"berths": decision.RangeValue(23, 40), "crew": decision.RangeValue(2, 35)},
			&Condition{Field: "berths", LE: &Operand{Constant: 18, Fields: []string{"crew"}}},
			&Condition{Field: "crew", LE: &Operand{Constant: 5}}, ""},
		{"crew", "berths", decision.Profile{"berths": decision.RangeValue(23, 40), "crew": decision.RangeValue(2, 35)},
			&Condition{Field: "berths", LE: &Operand{Constant: 18, Fields: []string{"crew"}}},
			&Condition{Field: "crew", LE: &Operand{Constant: 5}}, ""},
	} {
		e := Env{Model: testModel(), Profile: tt.profile}
		ways := map[[2]Truth]bool{}
		e.Each([]string{tt.first, tt.second}, []*Condition{tt.sum, tt.bound}, 100, func(p decision.Profile, _ []Cell) {
			at := Env{Model: e.Model, Profile: p}
			ways[[2]Truth{at.Holds(tt.sum), at.Holds(tt.bound)}] = true
		})
		var err error
		if len(ways) != 4 {
			err = fmt.Errorf("%s before %s: %s; %s come out in %d ways, want 4: %v", tt.first, tt.second, words(tt.sum), words(tt.bound), len(ways), ways)
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// twoFields draws one comparison of two fields, one of the first of them with a
// constant and, where there is to be a bound, one of the second.
func twoFields(d drawing, bounds int) []*Condition {
	real := []string{"depth", "draught", "tide"}
	d.Shuffle(3, func(i, j int) { real[i], real[j] = real[j], real[i] })
	constant := func(field string) *Operand { return &Operand{Constant: d.decimal(d.Domain(field))} }
	out := []*Condition{
		{Field: real[0], LT: &Operand{Constant: d.decimal(d.Domain(real[0])), Fields: real[1:2]}},
		{Field: real[0], GE: constant(real[0])},
	}
	if bounds > 0 {
		out = append(out, &Condition{Field: real[1], GT: constant(real[1])})
	}
	return out
}

// Any conditions, three ranges.
func TestLeaves(t *testing.T) {
	const fault = "where one comparison joins three ranges, or two comparisons join the same two, the leaves do not follow every line"
	ratchet.Known(t, fault, leaves(t, 6, 3, 2000, func(d drawing) []*Condition {
		var out []*Condition
		for len(out) < 3 {
			if c := d.condition(2); !billed([]*Condition{c}) {
				out = append(out, c)
			}
		}
		return out
	}))
}
