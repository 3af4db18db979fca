package advisor_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
	"tradeoff/internal/source"
)

// orchard is a catalog that shares nothing with the one that comes with tradeoff:
// fields of each type, sums on the right-hand side, any and not, a verdict that is
// left to a measurement, two options that combine others, and bills that rest on
// quantities, with something free.
const orchard = `
format: tradeoff-catalog/1
id: orchard
version: 1
title: Orchard
summary: How to bring the harvest in.
rule: {text: What hangs too long falls., source: almanac}
sources: [{id: almanac, title: The almanac, kind: practitioner}, {id: read, title: Our reading, kind: ours}, {id: both, title: Both, kind: derived}]
fields:
  - {id: trees, title: Trees, type: whole, question: "How many?", meaning: Those that bear., min: 1, max: 400}
  - {id: pickers, title: Pickers, type: whole, question: "How many?", meaning: On a day., min: 0, max: 120}
  - {id: rain, title: Rain, type: number, unit: mm, question: "How much?", meaning: In a year., min: 0, max: 2000}
  - {id: well, title: Well, type: number, unit: mm, question: "How much more?", meaning: In a year., min: 0, max: 500}
  - {id: slope, title: Slope, type: number, unit: degrees, question: "How steep?", meaning: Downwards is below zero., min: -30, max: 60}
  - {id: frost, title: Frost, type: yes-no, question: "Is there frost?", meaning: In May.}
  - {id: soil, title: Soil, type: word, values: [clay, sand, loam], question: "Which?", meaning: Dig.}
  - {id: crates, title: Crates, type: number, unit: crates, question: "How many?", meaning: A month., min: 0, max: 1000000}
  - {id: load, title: Load, type: number, unit: crates a cart, question: "How many on a cart?", meaning: In a month., min: 1, max: 5000}
  - {id: carts, title: Carts, type: whole, question: "How many are there?", meaning: Count., min: 1, max: 100}
  - {id: rent, title: Rent, type: number, unit: dollars, question: "What does a cart cost?", meaning: A month., min: 0, max: 10000}
  - {id: rush, title: Rush, type: number, question: "How much more in the best week?", meaning: Times., min: 1, max: 20}
  - {id: grant, title: Grant, type: yes-no, question: "Is there a grant?", meaning: Ask.}
options:
  - {id: hand, title: Hand, summary: Ladders.}
  - {id: machine, title: Machine, summary: It shakes.}
  - {id: contract, title: Contract, summary: Others come.}
  - {id: mixed, title: Mixed, summary: Steep by hand., parts: [hand, machine]}
  - {id: spare, title: Spare, summary: By hand and by others., parts: [hand, contract]}
factors:
  - id: water
    title: Water
    kind: test
    question: Is there enough?
    source: almanac
    reading: read
    cells:
      - option: hand
        says: some
        verdicts:
          - {verdict: breaks, when: {all: [{field: frost, is: true}, {field: slope, gt: 45}]}, because: "{slope} degrees and frost"}
          - {verdict: strains, when: {all: [{field: rain, lt: {sum: [300, well]}}, {not: {all: [{field: frost, is: true}, {field: slope, gt: 45}]}}]}, because: "{rain} beside {well}"}
          - {verdict: fits, because: "{rain} beside {well}"}
      - option: machine
        says: more
        verdicts:
          - {verdict: strains, when: {any: [{field: trees, lt: 50}, {field: slope, ge: 20.5}, {not: {field: soil, is: loam}}]}, because: "{trees}, {slope} and {soil}"}
          - {verdict: open, when: {all: [{field: trees, ge: 50}, {field: trees, le: 200}, {field: slope, lt: 20.5}, {field: soil, is: loam}]}, because: "{trees} trees lie between"}
          - {verdict: fits, because: "{trees} trees are enough"}
      - option: contract
        says: it depends
        verdicts:
          - {verdict: fits, when: {not: {any: [{field: frost, is: true}, {field: pickers, gt: {sum: [trees, -40]}}]}}, because: "{pickers} for {trees}"}
          - {verdict: unknown, when: {all: [{field: soil, is: clay}, {any: [{field: frost, is: true}, {field: pickers, gt: {sum: [trees, -40]}}]}]}, because: nobody knows clay before it was dug}
          - {verdict: strains, because: "{pickers} for {trees}"}
  - id: labour
    title: Labour
    kind: test
    question: Are there hands?
    source: almanac
    reading: read
    cells:
      - option: hand
        says: many
        verdicts:
          - {verdict: fits, when: {field: pickers, ge: {sum: [trees, -100]}}, because: "{pickers} for {trees}"}
          - {verdict: open, when: {all: [{field: pickers, le: 3}, {field: pickers, lt: {sum: [trees, -100]}}]}, because: "{pickers} may be enough"}
          - {verdict: strains, because: "{pickers} for {trees}"}
      - option: machine
        says: few
        verdicts:
          - {verdict: fits, when: {field: slope, lt: 12.5}, because: "{slope} degrees"}
          - {verdict: open, when: {all: [{field: slope, ge: 12.5}, {field: slope, le: 30}]}, because: "{slope} degrees"}
          - {verdict: strains, because: "{slope} degrees"}
      - option: contract
        says: none
        verdicts: [{verdict: fits, because: they bring their own}]
  - id: shelter
    title: Shelter
    kind: test
    question: What of bad weather?
    source: almanac
    reading: read
    cells:
      - option: hand
        says: coats
        verdicts: [{verdict: strains, when: {field: frost, is: true}, because: frost}, {verdict: fits, because: no frost}]
      - option: machine
        says: none
        verdicts: [{verdict: fits, because: it does not mind}]
      - option: contract
        says: theirs
        verdicts:
          - {verdict: breaks, when: {all: [{field: grant, is: true}, {field: soil, is: sand}]}, because: the grant rules it out on sand}
          - {verdict: fits, because: nothing rules it out}
worst-cases:
  - {id: thirst, option: hand, title: Thirst, what: Dry., when: it strains, met: {factor: water}, source: almanac, reading: read}
  - {id: ladders, option: hand, title: Ladders, what: Falls., when: it is steep, met: {any: [{field: slope, gt: 33.3}, {all: [{field: frost, is: true}, {field: slope, ge: 10}]}]}, because: "{slope} degrees", source: almanac}
  - {id: dear, option: hand, title: Dear, what: Carts., when: carts cost more, met: {bill: hand, over: contract}, because: "{crates} crates", source: almanac}
  - {id: shaken, option: machine, title: Shaken, what: Roots., when: always, source: almanac}
  - {id: fees, option: contract, title: Fees, what: Money., when: they cost more, met: {all: [{bill: contract, over: hand}, {not: {field: soil, is: sand}}]}, because: "{crates} crates", source: almanac}
  - {id: both, option: mixed, title: Both, what: Twice., when: always, source: both}
quantities:
  - {id: in-the-rush, title: Crates in the rush, times: [crates, rush], source: read}
  - {id: fleet, title: Carts in the rush, times: [in-the-rush], over: [load], at-least: carts, assumes: "only if a cart takes {load}", source: read}
costs:
  - {id: carts, option: hand, title: Carts, times: [fleet, rent], source: read}
  - {id: ladders, option: hand, title: Ladders, price: ladder, times: [], scale: 12, source: almanac}
  - {id: fuel, option: machine, title: Fuel, price: fuel, times: [crates], scale: 0.25, source: almanac}
  - {id: hire, option: machine, title: Hire, times: [rent], scale: 3, source: read}
  - {id: fee, option: contract, title: Fee, price: fee, times: [crates], free: 500, free-if: grant, source: almanac}
  - {id: haste, option: contract, title: Haste, price: haste, times: [in-the-rush], free: 2000, source: almanac}
prices:
  - {id: ladder, title: A ladder, amount: 4, unit: a ladder, source: almanac}
  - {id: fuel, title: Fuel, amount: 1.2, unit: a litre, source: almanac}
  - {id: fee, title: The fee, amount: 90, per: 1000, unit: a thousand crates, source: almanac}
  - {id: haste, title: Haste, amount: 0.02, unit: a crate, source: almanac}
bill: {along: crates, from: 10, to: 1000000, material: 100, left-out: [the view]}
`

func orchards(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, findings := catalog.Parse("orchard.yaml", []byte(orchard), source.YAML)
	if c == nil || len(findings) > 0 {
		t.Fatal(findings)
	}
	return c
}

// both are the catalogs that a property is held against.
func both(t testing.TB) map[string]*catalog.Catalog {
	t.Helper()
	return map[string]*catalog.Catalog{"built-in": style(t), "orchard": orchards(t)}
}

// draw draws profiles for a catalog, near to the values at which its rules change
// and with a round number or a wild one now and then.
type draw struct {
	*rand.Rand
	*catalog.Catalog
	near map[string][]float64
}

func newDraw(seed uint64, c *catalog.Catalog) draw {
	d := draw{rand.New(rand.NewPCG(seed, 11)), c, map[string][]float64{}}
	d.gather()
	return d
}

// gather collects the constants that each field meets in a condition.
func (d draw) gather() {
	var walk func(c *rule.Condition)
	walk = func(c *rule.Condition) {
		if c == nil {
			return
		}
		for _, sub := range append(append([]*rule.Condition{c.Not}, c.All...), c.Any...) {
			walk(sub)
		}
		for _, o := range []*rule.Operand{c.LT, c.LE, c.GT, c.GE} {
			if o != nil {
				d.near[c.Field] = append(d.near[c.Field], o.Constant)
				for _, f := range o.Fields {
					d.near[c.Field] = append(d.near[c.Field], o.Constant+d.middle(f))
					d.near[f] = append(d.near[f], d.middle(f))
				}
			}
		}
	}
	for i := range d.Factors {
		for j := range d.Factors[i].Cells {
			for _, r := range d.Factors[i].Cells[j].Verdicts {
				walk(r.When)
			}
		}
	}
	for i := range d.WorstCases {
		walk(d.WorstCases[i].Met)
	}
	if _, known := d.near["requests-per-month"]; !known && d.Field("requests-per-month") != nil {
		d.near["requests-per-month"] = []float64{3e6, 26.79e6, 30.46e6, 122.4e6}
		d.near["request-memory-mb"] = []float64{128, 512}
		d.near["instance-monthly-cost"] = []float64{50, 100}
		d.near["instances"] = []float64{1, 2}
		d.near["peak-to-average"] = []float64{1, 10}
		d.near["instance-capacity-rps"] = []float64{50, 200}
	}
}

// middle is a usual value of a number: a fifth of the way from its least to its
// most, or 200 where that is far off.
func (d draw) middle(field string) float64 {
	of := d.domain(field)
	return math.Round(min(200, of.Min+(of.Max-of.Min)/5))
}

func (d draw) domain(field string) rule.Domain { return d.Field(field).Domain() }

// number draws a value of a number, with two digits behind the point at most.
func (d draw) number(field string) float64 {
	of := d.domain(field)
	near := d.near[field]
	n := 0.0
	switch {
	case len(near) > 0 && d.IntN(4) > 0:
		n = near[d.IntN(len(near))] + []float64{0, 0, -1, 1, 0.5, -20, 20, 100}[d.IntN(8)]
	case d.IntN(2) == 0 && of.Min >= 0:
		low, high := max(of.Min, 0.1), min(of.Max, 1e9)
		n = low * math.Pow(high/low, d.Float64())
	default:
		n = of.Min + d.Float64()*min(1000, of.Max-of.Min)
	}
	if of.Whole {
		n = math.Round(n)
	}
	return min(of.Max, max(of.Min, math.Round(n*100)/100))
}

// answer draws an answer; one in so many is a range, none where ranges is zero.
func (d draw) answer(field string, ranges int) decision.Value {
	switch of := d.domain(field); of.Kind {
	case decision.YesNo:
		return decision.YesNoValue(d.IntN(2) == 0)
	case decision.Word:
		return decision.WordValue(of.Values[d.IntN(len(of.Values))])
	}
	a := d.number(field)
	if ranges == 0 || d.IntN(ranges) > 0 {
		return decision.NumberValue(a)
	}
	b := d.number(field)
	return decision.RangeValue(min(a, b), max(a, b))
}

// profile draws answers to all fields, less one in so many.
func (d draw) profile(missing, ranges int) decision.Profile {
	p := decision.Profile{}
	for i := range d.Fields {
		if missing == 0 || d.IntN(missing) > 0 {
			p[d.Fields[i].ID] = d.answer(d.Fields[i].ID, ranges)
		}
	}
	return p
}
