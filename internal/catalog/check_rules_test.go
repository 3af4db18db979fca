package catalog

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"tradeoff/content"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/rule"
	"tradeoff/internal/source"
)

// pond has few enough answers to try them all.
var pond = &Catalog{Fields: []Field{
	{ID: "crew", Type: WholeField, Min: source.Pointer(1), Max: source.Pointer(6)},
	{ID: "wind", Type: WholeField, Min: source.Pointer(0), Max: source.Pointer(5)},
	{ID: "salt", Type: YesNoField},
	{ID: "wood", Type: WordField, Values: []string{"oak", "pine"}},
}}

func everyProfile() []decision.Profile {
	var out []decision.Profile
	for crew := 1.0; crew <= 6; crew++ {
		for wind := 0.0; wind <= 5; wind++ {
			for _, salt := range []bool{false, true} {
				for _, wood := range []string{"oak", "pine"} {
					out = append(out, decision.Profile{"crew": decision.NumberValue(crew), "wind": decision.NumberValue(wind),
						"salt": decision.YesNoValue(salt), "wood": decision.WordValue(wood)})
				}
			}
		}
	}
	return out
}

// comparison makes a condition at random; with sums a field may be held against
// another.
func comparison(r *rand.Rand, sums bool) *rule.Condition {
	switch r.IntN(8) {
	case 0:
		return &rule.Condition{Field: "salt", Is: r.IntN(2) == 0}
	case 1:
		return &rule.Condition{Field: "wood", Is: "oak"}
	case 2:
		return &rule.Condition{All: []*rule.Condition{comparison(r, sums), comparison(r, sums)}}
	case 3:
		return &rule.Condition{Any: []*rule.Condition{comparison(r, sums), comparison(r, sums)}}
	}
	c := &rule.Condition{Field: []string{"crew", "wind"}[r.IntN(2)]}
	o := &rule.Operand{Constant: float64(1 + r.IntN(5))}
	if sums && r.IntN(2) == 0 {
		o.Constant, o.Fields = o.Constant-3, []string{"crew", "wind"}[r.IntN(2):][:1]
	}
	*[]**rule.Operand{&c.LT, &c.LE, &c.GT, &c.GE}[r.IntN(4)] = o
	return c
}

// What is found in the verdicts of a cell is what all profiles together tell:
// nothing that is not so and, where no field is held against another, all of it.
func TestVerdictsAgainstEveryProfile(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	profiles := everyProfile()
	told := map[string]int{}
	for n := range 3000 {
		sums := n%2 == 0
		rulings := make([]Ruling, 2+r.IntN(3))
		for i := range rulings {
			rulings[i] = Ruling{Verdict: []decision.Verdict{decision.Fits, decision.Strains}[r.IntN(2)], When: comparison(r, sums)}
		}
		if r.IntN(3) == 0 {
			rulings[len(rulings)-1].When = nil
		}
		k := &checker{Catalog: pond, left: mostWork, fieldIDs: []string{"crew", "wind", "salt", "wood"}, model: pond.Model(nil)}
		k.verdicts(rulings)
		want := map[string]bool{}
		reached, void := make([]bool, len(rulings)), false
		for _, p := range profiles {
			env := rule.Env{Model: k.model, Profile: p}
			first := -1
			for i, ruling := range rulings {
				if env.Holds(ruling.When) != rule.Yes {
					continue
				}
				if first < 0 {
					first = i
					reached[i] = true
				}
				for before := range i {
					if b := rulings[before]; ruling.When != nil && b.Verdict != ruling.Verdict && env.Holds(b.When) == rule.Yes {
						want[fmt.Sprintf("[%d]: it disagrees", i)] = true
					}
				}
			}
			if first < 0 {
				want["no verdict"] = true
			}
		}
		for i := range rulings {
			// With a sum in it, a clash may be overlooked.
			if !reached[i] && (sums || !want[fmt.Sprintf("[%d]: it disagrees", i)]) {
				want[fmt.Sprintf("[%d]: it is never reached", i)] = true
			}
		}
		got := map[string]bool{}
		for _, f := range k.findings {
			text := f.Key + ": " + f.Message
			void = void || strings.Contains(text, "it can never hold") || strings.Contains(text, "it always holds")
			for _, what := range []string{"it disagrees", "it is never reached", "no verdict"} {
				if at := strings.Index(text, ": "+what); at >= 0 {
					got[strings.TrimPrefix(text[:at]+": "+what, ": ")] = true
					told[what]++
				}
			}
		}
		if void {
			continue // the rest is looked at once that is mended
		}
		for what := range got {
			if !want[what] {
				t.Fatalf("%d: %s is found, and is not so", n, what)
			}
		}
		if !sums && len(got) != len(want) {
			t.Fatalf("%d: found %v, want %v", n, got, want)
		}
	}
	for _, what := range []string{"it disagrees", "it is never reached", "no verdict"} {
		if told[what] < 20 {
			t.Errorf("%q only %d times", what, told[what])
		}
	}
}

// A part that is said never or always to hold does so for no profile, or for each.
func TestPartsAgainstEveryProfile(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 17))
	profiles := everyProfile()
	told := 0
	for n := range 3000 {
		c := comparison(r, n%2 == 0)
		k := &checker{Catalog: pond, left: mostWork, fieldIDs: []string{"crew", "wind", "salt", "wood"}, model: pond.Model(nil)}
		k.rule(c)
		holds := 0
		for _, p := range profiles {
			if (rule.Env{Model: k.model, Profile: p}).Holds(c) == rule.Yes {
				holds++
			}
		}
		extreme := holds == 0 || holds == len(profiles)
		if extreme && n%2 == 1 && len(k.findings) == 0 {
			t.Fatalf("%d: it holds for %d of %d profiles, and nothing is found", n, holds, len(profiles))
		}
		if len(k.findings) > 0 {
			told++
		}
		for _, f := range k.findings {
			if f.Key == "" && strings.Contains(f.Message, "never") && holds > 0 || f.Key == "" && strings.Contains(f.Message, "always holds") && holds < len(profiles) {
				t.Fatalf("%d: %s, and it holds for %d of %d profiles", n, f.Message, holds, len(profiles))
			}
		}
	}
	if told < 50 {
		t.Errorf("only %d had findings", told)
	}
}

// The catalogs that come with tradeoff are looked through as any other, and take
// a small part of the work that one may cost.
func TestWork(t *testing.T) {
	names, err := fs.Glob(content.FS, "tradeoffs/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		c, findings := Load(content.FS, name)
		if c == nil {
			t.Fatal(findings)
		}
		k := &checker{Catalog: c, left: mostWork}
		if k.all(); len(k.findings) > 0 || mostWork-k.left > mostWork/100 {
			t.Errorf("%s: it takes %d of %d, and brings %v", name, mostWork-k.left, mostWork, k.findings)
		}
	}
}

// What would take too long to look through is left, always at the same place: a
// hundred cells of twelve fields each.
func TestWorkIsBounded(t *testing.T) {
	wide := &Catalog{}
	const work = 5000
	k := &checker{Catalog: wide, left: work}
	for i := range 12 {
		wide.Fields = append(wide.Fields, Field{ID: fmt.Sprintf("f%d", i), Type: WholeField, Min: source.Pointer(0), Max: source.Pointer(1000)})
		k.fieldIDs = append(k.fieldIDs, wide.Fields[i].ID)
	}
	k.model = wide.Model(nil)
	var rulings []Ruling
	for i, id := range k.fieldIDs {
		for j := range 4 {
			sum := &rule.Operand{Constant: float64(j), Fields: []string{k.fieldIDs[(i+j+1)%12], k.fieldIDs[(i+j+2)%12]}}
			rulings = append(rulings, Ruling{Verdict: decision.Fits, When: &rule.Condition{All: []*rule.Condition{{Field: id, GT: sum}, {Field: k.fieldIDs[(i+5)%12], LT: &rule.Operand{Constant: float64(100*j + 50)}}}}})
		}
	}
	for range 100 {
		k.verdicts(rulings)
	}
	if k.left > work/10 || k.left < 0 {
		t.Errorf("%d of %d is left", k.left, work)
	}
	for _, f := range k.findings {
		if f.Severity == diag.Error {
			t.Error(f)
		}
	}
}
