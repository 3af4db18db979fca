package rule_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// small is a model whose answers can all be tried.
var small = &rule.Model{Domains: []rule.Domain{
	{Field: "a", Kind: decision.Number, Whole: true, Min: 0, Max: 6},
	{Field: "b", Kind: decision.Number, Whole: true, Min: -2, Max: 4},
	{Field: "c", Kind: decision.Number, Whole: true, Min: 1, Max: 5},
	{Field: "yes", Kind: decision.YesNo},
	{Field: "word", Kind: decision.Word, Values: []string{"oak", "pine", "elm"}},
}}

// everyProfile visits all that may be answered under small.
func everyProfile(visit func(decision.Profile)) {
	for a := 0.0; a <= 6; a++ {
		for b := -2.0; b <= 4; b++ {
			for c := 1.0; c <= 5; c++ {
				for _, yes := range []bool{false, true} {
					for _, word := range small.Domains[4].Values {
						visit(decision.Profile{"a": decision.NumberValue(a), "b": decision.NumberValue(b), "c": decision.NumberValue(c),
							"yes": decision.YesNoValue(yes), "word": decision.WordValue(word)})
					}
				}
			}
		}
	}
}

// random makes a condition of some depth; sums tells whether a field may be held
// against others.
func random(r *rand.Rand, depth int, sums bool) *rule.Condition {
	if depth > 0 {
		var parts []*rule.Condition
		for range 1 + r.IntN(3) {
			parts = append(parts, random(r, depth-1, sums))
		}
		switch r.IntN(3) {
		case 0:
			return &rule.Condition{All: parts}
		case 1:
			return &rule.Condition{Any: parts}
		}
		return &rule.Condition{Not: parts[0]}
	}
	numbers := []string{"a", "b", "c"}
	switch r.IntN(5) {
	case 0:
		return &rule.Condition{Field: "yes", Is: r.IntN(2) == 0}
	case 1:
		return &rule.Condition{Field: "word", Is: small.Domains[4].Values[r.IntN(3)]}
	}
	c := &rule.Condition{Field: numbers[r.IntN(3)]}
	o := &rule.Operand{Constant: float64(r.IntN(12)) - 3}
	if r.IntN(4) == 0 {
		o.Constant += 0.5
	}
	for sums && r.IntN(2) == 0 {
		o.Fields = append(o.Fields, numbers[r.IntN(3)])
	}
	*[]**rule.Operand{&c.LT, &c.LE, &c.GT, &c.GE}[r.IntN(4)] = o
	return c
}

// nodes are a condition and all parts of it.
func nodes(c *rule.Condition) []*rule.Condition {
	out := []*rule.Condition{c}
	for _, sub := range c.All {
		out = append(out, nodes(sub)...)
	}
	for _, sub := range c.Any {
		out = append(out, nodes(sub)...)
	}
	if c.Not != nil {
		out = append(out, nodes(c.Not)...)
	}
	return out
}

// Every way in which conditions come out for some profile is an outcome, and
// where no field is held against another, no other is.
func TestOutcomes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for n := range 400 {
		sums := n%2 == 0
		conditions := []*rule.Condition{random(r, r.IntN(3), sums), random(r, r.IntN(3), sums)}
		parts := append(nodes(conditions[0]), nodes(conditions[1])...)
		found := map[string]bool{}
		pattern := func(holds func(*rule.Condition) bool) string {
			var b strings.Builder
			for _, p := range parts {
				fmt.Fprint(&b, holds(p), " ")
			}
			return b.String()
		}
		if !small.Outcomes(conditions, 1<<20, func(holds func(*rule.Condition) bool) { found[pattern(holds)] = true }) {
			t.Fatal("gave up")
		}
		real := map[string]bool{}
		everyProfile(func(p decision.Profile) {
			env := rule.Env{Model: small, Profile: p}
			real[pattern(func(c *rule.Condition) bool { return env.Holds(c) == rule.Yes })] = true
		})
		for p := range real {
			if !found[p] {
				t.Fatalf("%d: %s comes out, and is no outcome", n, p)
			}
		}
		if !sums && len(found) != len(real) {
			t.Fatalf("%d: %d outcomes, and %d come out", n, len(found), len(real))
		}
	}
}

// What it cannot look through, it says.
func TestOutcomesGivesUp(t *testing.T) {
	one := &rule.Condition{Field: "a", LT: &rule.Operand{Constant: 3}}
	visits := 0
	visit := func(func(*rule.Condition) bool) { visits++ }
	if small.Outcomes([]*rule.Condition{one}, 1, visit) || visits > 1 {
		t.Errorf("%d outcomes with a limit of one", visits)
	}
}

// What no bound decides is free: a field without bounds, a factor and bills. One
// and the same statement is true or not wherever it stands.
func TestOutcomesOfWhatIsFree(t *testing.T) {
	m := &rule.Model{Domains: []rule.Domain{{Field: "a", Kind: decision.Number, Min: math.Inf(-1), Max: math.Inf(1)},
		{Field: "b", Kind: decision.Number, Min: 0.1, Max: 0.1}, {Field: "c", Kind: decision.Number, Min: 0.3, Max: 0.3}}}
	number := func(n float64, fields ...string) *rule.Operand { return &rule.Operand{Constant: n, Fields: fields} }
	for _, tt := range []struct {
		name     string
		c        *rule.Condition
		yes, no  bool
		possible int
	}{
		{"no bounds", &rule.Condition{Field: "a", LT: number(5)}, true, true, 2},
		{"a sum without bounds", &rule.Condition{Field: "a", LT: number(5, "b")}, true, true, 2},
		{"a factor", &rule.Condition{All: []*rule.Condition{{Factor: "x"}, {Not: &rule.Condition{Factor: "x"}}}}, false, true, 2},
		{"bills", &rule.Condition{Any: []*rule.Condition{{Bill: "x", Over: "y"}, {Not: &rule.Condition{Bill: "x", Over: "y"}}}}, true, false, 2},
		{"two bills", &rule.Condition{All: []*rule.Condition{{Bill: "x", Over: "y"}, {Bill: "x", Over: "z"}}}, true, true, 4},
		{"a field and itself", &rule.Condition{Field: "a", LT: number(0, "a")}, false, true, 1},
		{"the other way round", &rule.Condition{All: []*rule.Condition{{Field: "a", LT: number(1, "b")}, {Field: "b", LT: number(-2, "a")}}}, false, true, 3},
		// 0.3 is 0.1 and 0.2 as people write them, and not as float64 has it.
		{"decimals", &rule.Condition{Field: "c", GE: number(0.2, "b")}, true, true, 2},
	} {
		yes, no, visits := false, false, 0
		ok := m.Outcomes([]*rule.Condition{tt.c}, 100, func(holds func(*rule.Condition) bool) {
			visits++
			yes, no = yes || holds(tt.c), no || !holds(tt.c)
		})
		if !ok || yes != tt.yes || no != tt.no || visits != tt.possible {
			t.Errorf("%s: it holds: %v, it fails: %v, %d outcomes (%v)", tt.name, yes, no, visits, ok)
		}
	}
}
