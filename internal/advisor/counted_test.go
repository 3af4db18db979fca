package advisor_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ratchet"
	"tradeoff/internal/rule"
)

// bruteForce counts the cells of some ranges without looking for any threshold: it
// walks the first range step by step, counts the cells of the others at each value,
// and takes neighbours together in which they are the same.
type bruteForce struct {
	*catalog.Catalog
	atoms  []*rule.Condition // every comparison that a verdict rests on
	fields []string          // the ranges
	step   float64           // of a number that is not whole; it meets every threshold, and what is between
}

func newBruteForce(c *catalog.Catalog, step float64, p decision.Profile) bruteForce {
	b := bruteForce{Catalog: c, step: step}
	for _, f := range c.Factors {
		for _, cell := range f.Cells {
			for _, r := range cell.Verdicts {
				b.atoms = append(b.atoms, rule.Comparisons(r.When)...)
			}
		}
	}
	for _, f := range c.Fields {
		if p[f.ID].IsRange() {
			b.fields = append(b.fields, f.ID)
		}
	}
	return b
}

// cells lists who leads in each cell, with the truths that tell it from its
// neighbours.
func (b bruteForce) cells(m *rule.Model, p decision.Profile, fields []string) []string {
	if len(fields) == 0 {
		var truths strings.Builder
		e := rule.Env{Model: m, Profile: p}
		for _, atom := range b.atoms {
			fmt.Fprintf(&truths, "%d", e.Holds(atom))
		}
		return []string{onTheMatrix(b.Catalog, p).leader + " " + truths.String()}
	}
	step := b.step
	if m.Domain(fields[0]).Whole {
		step = 1
	}
	var out, last []string
	answer := p[fields[0]]
	for n := answer.Low; n <= answer.High; n += step {
		now := b.cells(m, with(p, fields[0], decision.NumberValue(n)), fields[1:])
		if !slices.Equal(now, last) {
			out = append(out, now...)
		}
		last = now
	}
	return out
}

// count is the cells by the option that leads in them, "" for none.
func (b bruteForce) count(p decision.Profile) (int, map[string]int) {
	leads := map[string]int{}
	cells := b.cells(b.Model(nil), p, b.fields)
	for _, c := range cells {
		leader, _, _ := strings.Cut(c, " ")
		leads[leader]++
	}
	return len(cells), leads
}

// narrowRange draws a range of a few values about those that a field meets in a
// condition.
func (d draw) narrowRange(field string, width int) decision.Value {
	of := d.domain(field)
	low := min(of.Max-1, max(of.Min, float64(int(d.number(field)))-float64(d.IntN(width))))
	return decision.RangeValue(low, min(of.Max, low+1+float64(d.IntN(width))))
}

// crossed draws a profile with some ranges, in whose corners not all comparisons
// come out in the same way, if it can.
func (d draw) crossed(ranges []string) decision.Profile {
	var p decision.Profile
	for range 100 {
		p = d.profile(0, 0)
		for _, field := range ranges {
			p[field] = d.narrowRange(field, 60/(len(ranges)*len(ranges)))
		}
		b := newBruteForce(d.Catalog, 0, p)
		corners := map[string]bool{}
		for corner := range 1 << len(ranges) {
			at := maps.Clone(p)
			for i, field := range ranges {
				end := p[field].Low
				if corner>>i&1 == 1 {
					end = p[field].High
				}
				at[field] = decision.NumberValue(end)
			}
			_, truths, _ := strings.Cut(b.cells(b.Model(nil), at, nil)[0], " ")
			corners[truths] = true
		}
		if len(corners) > 1 {
			break
		}
	}
	return p
}

// The cells that are counted are those that a walk over all values finds, each
// with the same leader.
func TestCellsAreCountedByBruteForce(t *testing.T) {
	for _, tt := range []struct {
		catalog string
		ranges  []string // of which some are
		step    float64
		fault   string
	}{
		{"built-in", []string{"engineers"}, 1, ""},
		{"built-in", []string{"engineers", "latency-budget-ms"}, 0.5, ""},
		{"built-in", []string{"latency-budget-ms", "request-duration-ms"}, 0.5, ""},
		{"built-in", []string{"engineers", "latency-budget-ms", "request-duration-ms"}, 0.5, ""},
		{"orchard", []string{"slope"}, 0.25, ""},
		{"orchard", []string{"rain", "well"}, 0.5, ""},
		{"orchard", []string{"slope", "rain"}, 0.5, ""},
		{"orchard", []string{"pickers"}, 1, ""},
		{"orchard", []string{"trees"}, 1, ""},
		{"orchard", []string{"trees", "pickers"}, 1, ""},
	} {
		t.Run(tt.catalog+" "+strings.Join(tt.ranges, " "), func(t *testing.T) {
			c := both(t)[tt.catalog]
			d := newDraw(8, c)
			several := 0
			var wrong error
			for range 25 {
				p := d.crossed(tt.ranges)
				if err := counted(c, p, tt.step, &several); err != nil {
					wrong = err
					break
				}
			}
			ratchet.Known(t, tt.fault, wrong)
			if wrong == nil && several < 15 {
				t.Errorf("%d profiles had several cells: the ranges are too tame", several)
			}
		})
	}
}

// counted holds the cells of one profile against brute force.
func counted(c *catalog.Catalog, p decision.Profile, step float64, several *int) error {
	total, leads := newBruteForce(c, step, p).count(p)
	cells := advisor.Advise(&decision.Decision{Profile: p}, c).Advice.Cells
	if cells == nil {
		if total > 1 {
			return fmt.Errorf("no cells, by brute force %d: %v\n%s", total, leads, text(p))
		}
		return nil
	}
	*several++
	got, sum := map[string]int{}, 0
	for i, l := range cells.Leads {
		got[l.Leader] += l.Count
		sum += l.Count
		if i > 0 && l.Count > cells.Leads[i-1].Count {
			return fmt.Errorf("%+v are not in order\n%s", cells.Leads, text(p))
		}
	}
	if cells.Total != total || sum != total || !maps.Equal(got, leads) {
		return fmt.Errorf("%d cells, %v, by brute force %d, %v\n%s", cells.Total, got, total, leads, text(p))
	}
	return nil
}

// Where the thresholds of two ranges meet, a cell ends, and behind it they are in
// another order.
func TestCellsWhereThresholdsMeet(t *testing.T) {
	const rest = "frost=false soil=loam slope=15 rain=500 well=10 grant=false "
	c := orchards(t)
	for _, tt := range []struct{ ranges, fault string }{
		{"trees=40..60 pickers=0..20", ""},
		{"trees=95..112 pickers=0..12", ""},
		{"trees=98..106 pickers=1..5", ""},
		{"trees=104..112 pickers=3..9", ""},
	} {
		several := 0
		ratchet.Known(t, tt.fault, counted(c, answers(t, rest+tt.ranges), 1, &several))
	}
}
