package rule

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tradeoff/internal/decision"
	"tradeoff/internal/ratchet"
)

// testModel is a model of fields of each kind, and of two options with bills.
func testModel() *Model {
	number := func(id string, whole bool, low, high float64) Domain {
		return Domain{Field: id, Kind: decision.Number, Whole: whole, Min: low, Max: high}
	}
	return &Model{
		Domains: []Domain{
			number("crew", true, 0, 40), number("berths", true, -5, 60),
			number("depth", false, 0, 100), number("draught", false, 0.5, 20), number("tide", false, -50, 50),
			{Field: "salt", Kind: decision.YesNo}, {Field: "night", Kind: decision.YesNo},
			{Field: "wood", Kind: decision.Word, Values: []string{"oak", "pine", "ash"}},
			number("trips", false, 0, 1e7), number("load", false, 0.1, 5000), number("boats", true, 1, 100),
			number("hire", false, 0, 1e5), number("rush", false, 1, 50), {Field: "grant", Kind: decision.YesNo},
		},
		Quantities: []Quantity{
			{ID: "tons", Scale: 0.001, Times: []string{"trips", "rush"}},
			{ID: "fleet", Times: []string{"tons"}, Over: []string{"load"}, AtLeast: "boats"},
		},
		Costs: []Cost{
			{ID: "own", Option: "own", Times: []string{"fleet", "hire"}},
			{ID: "pier", Option: "own", Scale: 12.5},
			{ID: "fare", Option: "ferry", Price: "fare", Times: []string{"trips"}, Free: 1000, FreeIf: "grant"},
			{ID: "fuel", Option: "ferry", Price: "fuel", Scale: 0.01, Times: []string{"trips", "rush"}, Free: 40},
		},
		Prices: map[string]float64{"fare": 0.35, "fuel": 1.25},
	}
}

var (
	numberFields = []string{"crew", "berths", "depth", "draught", "tide"}
	statements   = []string{"salt", "night", "wood"}
	billFields   = []string{"trips", "load", "boats", "hire", "rush", "grant"}
)

// drawing draws conditions and profiles. Its numbers have at most two digits
// behind the point, as those have that people write.
type drawing struct {
	*rand.Rand
	*Model
}

func newDrawing(seed uint64) drawing { return drawing{rand.New(rand.NewPCG(seed, 2)), testModel()} }

// condition draws a condition of some depth.
func (d drawing) condition(depth int) *Condition {
	if depth == 0 || d.IntN(3) == 0 {
		return d.atom()
	}
	var subs []*Condition
	for range 1 + d.IntN(3) {
		subs = append(subs, d.condition(depth-1))
	}
	switch d.IntN(3) {
	case 0:
		return &Condition{All: subs}
	case 1:
		return &Condition{Any: subs}
	}
	return &Condition{Not: subs[0]}
}

// atom draws a comparison.
func (d drawing) atom() *Condition {
	switch d.IntN(8) {
	case 0:
		return &Condition{Field: statements[d.IntN(2)], Is: d.IntN(2) == 0}
	case 1:
		return &Condition{Field: "wood", Is: d.Domain("wood").Values[d.IntN(3)]}
	case 2:
		if d.IntN(2) == 0 {
			return &Condition{Bill: "own", Over: "ferry"}
		}
		return &Condition{Bill: "ferry", Over: "own"}
	}
	c := &Condition{Field: numberFields[d.IntN(len(numberFields))]}
	o := &Operand{Constant: d.decimal(d.Domain(c.Field))}
	for d.IntN(3) == 0 && len(o.Fields) < 2 {
		if f := numberFields[d.IntN(len(numberFields))]; f != c.Field && !slices.Contains(o.Fields, f) {
			o.Fields = append(o.Fields, f)
		}
	}
	if len(o.Fields) > 0 {
		o.Constant = math.Round(o.Constant) / 2
	}
	*[]**Operand{&c.LT, &c.LE, &c.GT, &c.GE}[d.IntN(4)] = o
	return c
}

// decimal draws a value of a number's domain, with few digits.
func (d drawing) decimal(of *Domain) float64 {
	n := of.Min + d.Float64()*(of.Max-of.Min)
	if of.Whole || d.IntN(3) == 0 {
		return math.Round(n)
	}
	return min(of.Max, max(of.Min, math.Round(n*100)/100))
}

// value draws an answer; a range now and then, where ranges are wanted.
func (d drawing) value(field string, ranges bool) decision.Value {
	of := d.Domain(field)
	switch of.Kind {
	case decision.YesNo:
		return decision.YesNoValue(d.IntN(2) == 0)
	case decision.Word:
		return decision.WordValue(of.Values[d.IntN(len(of.Values))])
	}
	a := d.decimal(of)
	if !ranges || d.IntN(3) != 0 {
		return decision.NumberValue(a)
	}
	b := d.decimal(of)
	return decision.RangeValue(min(a, b), max(a, b))
}

// profile draws answers to all fields but some.
func (d drawing) profile(ranges bool) decision.Profile {
	p := decision.Profile{}
	for i := range d.Domains {
		if d.IntN(8) != 0 {
			id := d.Domains[i].Field
			p[id] = d.value(id, ranges)
		}
	}
	return p
}

// inside draws a value of a range, its ends more often than not.
func (d drawing) inside(of *Domain, v decision.Value) decision.Value {
	if v.Kind != decision.Number {
		return v
	}
	n := v.Low + d.Float64()*(v.High-v.Low)
	if of.Whole {
		n = math.Round(n)
	}
	switch d.IntN(5) {
	case 0:
		n = v.Low
	case 1:
		n = v.High
	}
	return decision.NumberValue(min(v.High, max(v.Low, n)))
}

// words writes a condition down, for a message.
func words(c *Condition) string {
	join := func(subs []*Condition, with string) string {
		var parts []string
		for _, s := range subs {
			parts = append(parts, words(s))
		}
		return "(" + strings.Join(parts, with) + ")"
	}
	switch {
	case c == nil:
		return "always"
	case len(c.All) > 0:
		return join(c.All, " and ")
	case len(c.Any) > 0:
		return join(c.Any, " or ")
	case c.Not != nil:
		return "not " + words(c.Not)
	case c.Bill != "":
		return c.Bill + " dearer than " + c.Over
	case c.Is != nil:
		return fmt.Sprintf("%s is %v", c.Field, c.Is)
	}
	for i, o := range []*Operand{c.LT, c.LE, c.GT, c.GE} {
		if o != nil {
			return fmt.Sprintf("%s %s %v", c.Field, []string{"<", "<=", ">", ">="}[i], append([]string{fmt.Sprint(o.Constant)}, o.Fields...))
		}
	}
	return "nothing"
}

func allWords(conditions []*Condition) string {
	var parts []string
	for _, c := range conditions {
		parts = append(parts, words(c))
	}
	return strings.Join(parts, "; ")
}

// truths evaluates some conditions with one answer changed.
func truths(e Env, field string, v decision.Value, conditions []*Condition) []Truth {
	e = e.with(field, v)
	out := make([]Truth, len(conditions))
	for i, c := range conditions {
		out[i] = e.Holds(c)
	}
	return out
}

// The cells of a field lie side by side and leave nothing out, what is true in
// one place of a cell is true in all of it, and each cut is needed: some comparison
// comes out otherwise one step before it.
func TestCells(t *testing.T) {
	d := newDrawing(1)
	cuts, mixed := 0, 0
	var picked error
	for range 4000 {
		conditions := []*Condition{d.condition(2), d.condition(2)}
		e := Env{Model: d.Model, Profile: d.profile(false), Taken: d.IntN(2) == 0}
		for _, field := range e.Fields(conditions...) {
			domain := e.Domain(field)
			within := domain.All()
			if domain.Kind == decision.Number && d.IntN(2) == 0 {
				a, b := d.decimal(domain), d.decimal(domain)
				within = decision.RangeValue(min(a, b), max(a, b))
			}
			cells := e.Cells(field, within, conditions)
			at := func(what string) string {
				return fmt.Sprintf("%s in %s, of %s: %s\n%v taken %t", field, within, allWords(conditions), what, e.Profile, e.Taken)
			}
			if err := tiles(domain, within, cells); err != "" {
				t.Fatal(at(err))
			}
			atoms := Comparisons(conditions...)
			for i, cell := range cells {
				want := truths(e, field, d.heart(domain, cell.Values), conditions)
				if got := truths(e, field, cell.Pick, conditions); !slices.Equal(got, want) {
					err := errors.New(at(fmt.Sprintf("in %s it is %v, and %v at %s, which is picked of it", cell.Values, want, got, cell.Pick)))
					if !billed(conditions) {
						t.Fatal(err)
					}
					picked = cmp.Or(picked, err)
				}
				probes := []decision.Value{d.inside(domain, cell.Values), d.inside(domain, cell.Values)}
				if cell.Values.Kind == decision.Number {
					probes = append(probes, decision.NumberValue(cell.Values.Low), decision.NumberValue(cell.Values.High))
				}
				for _, v := range probes {
					if billed(conditions) && nearEnd(cell.Values, v) {
						continue // where two bills are level, the last digits are rounding
					}
					if got := truths(e, field, v, conditions); !slices.Equal(got, want) {
						t.Fatal(at(fmt.Sprintf("in %s it is %v, and %v at %s", cell.Values, want, got, v)))
					}
				}
				if i == 0 || domain.Kind != decision.Number {
					continue
				}
				cuts++
				before := truths(e, field, decision.NumberValue(domain.last(cell.Values.Low)), atoms)
				after := truths(e, field, decision.NumberValue(cell.Values.Low), atoms)
				if slices.Equal(before, after) {
					t.Fatal(at(fmt.Sprintf("nothing changes at the cut before %s", cell.Values)))
				}
				if len(cells) > 2 {
					mixed++
				}
			}
		}
	}
	ratchet.Known(t, "where two bills are level, rounding may pick a value of a cell that is not like the rest of it", picked)
	if cuts < 2000 || mixed < 500 {
		t.Errorf("%d cuts, %d of them of several: the conditions are too tame", cuts, mixed)
	}
}

// billed tells whether a comparison of bills is among some conditions.
func billed(conditions []*Condition) bool {
	return slices.ContainsFunc(Comparisons(conditions...), func(c *Condition) bool { return c.Bill != "" })
}

// nearEnd tells whether a number is one of the ends of a range but for rounding.
func nearEnd(of, v decision.Value) bool {
	if v.Kind != decision.Number {
		return false
	}
	near := 1e-11 * max(math.Abs(of.Low), math.Abs(of.High))
	return v.Low-of.Low <= near || of.High-v.Low <= near
}

// heart is a value in the middle of a cell.
func (d drawing) heart(of *Domain, v decision.Value) decision.Value {
	if v.Kind != decision.Number {
		return v
	}
	n := v.Low + (v.High-v.Low)/2
	if of.Whole {
		n = math.Round(n)
	}
	return decision.NumberValue(n)
}

// tiles says where cells leave a gap or overlap, or what else is wrong with them.
func tiles(d *Domain, within decision.Value, cells []Cell) string {
	if d.Kind != decision.Number {
		seen := map[decision.Value]bool{}
		for _, c := range cells {
			if seen[c.Values] || c.Pick != c.Values {
				return fmt.Sprintf("the cell %s", c.Values)
			}
			seen[c.Values] = true
		}
		if want := map[decision.ValueKind]int{decision.YesNo: 2, decision.Word: len(d.Values)}[d.Kind]; len(cells) != want {
			return fmt.Sprintf("%d cells, want %d", len(cells), want)
		}
		return ""
	}
	if len(cells) == 0 || cells[0].Values.Low != within.Low || cells[len(cells)-1].Values.High != within.High {
		return fmt.Sprintf("the cells do not reach from end to end: %v", cells)
	}
	for i, c := range cells {
		v := c.Values
		switch {
		case !(v.Low <= c.Pick.Low && c.Pick.Low <= v.High) || c.Pick.IsRange():
			return fmt.Sprintf("%s is picked of %s", c.Pick, v)
		case d.Whole && (v.Low != math.Trunc(v.Low) || v.High != math.Trunc(v.High) || c.Pick.Low != math.Trunc(c.Pick.Low)):
			return fmt.Sprintf("%s, of which %s is picked, are not whole", v, c.Pick)
		case i > 0 && d.next(cells[i-1].Values.High) != v.Low:
			return fmt.Sprintf("%s does not follow on %s", v, cells[i-1].Values)
		case i > 0 && d.first(c.Cut) != v.Low:
			return fmt.Sprintf("the cut %+v is not the lower bound of %s", c.Cut, v)
		}
	}
	return ""
}
