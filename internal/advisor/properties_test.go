package advisor_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ratchet"
)

// judge assesses all options of a catalog under a profile.
func judge(c *catalog.Catalog, p decision.Profile) decision.Assessment {
	return advisor.Assess(&decision.Decision{Profile: p}, c)
}

// contradiction says where the second assessment is sure of something of which
// the first is sure that it is otherwise, or gives "". Both have the same options.
func contradiction(first, second *decision.Assessment) string {
	for i, o := range first.Options {
		for j, f := range o.Factors {
			now := second.Options[i].Factors[j].Verdict
			if f.Verdict != decision.Undecided && now != decision.Undecided && now != f.Verdict {
				return fmt.Sprintf("%s of %s is %s, and then %s", f.ID, o.ID, f.Verdict, now)
			}
		}
		for j, w := range o.WorstCases {
			now := second.Options[i].WorstCases[j].Met
			if w.Met != decision.MetUnknown && now != decision.MetUnknown && now != w.Met {
				return fmt.Sprintf("the worst case %s of %s is met: %s, and then %s", w.ID, o.ID, w.Met, now)
			}
		}
	}
	return ""
}

// loses says what the second assessment does not know although the first, which
// knows less of the profile, does; or gives "".
func loses(less, more *decision.Assessment) string {
	for i, o := range less.Options {
		for j, f := range o.Factors {
			if now := more.Options[i].Factors[j].Verdict; f.Verdict != decision.Undecided && now != f.Verdict && !worseInPart(&o, f, now) {
				return fmt.Sprintf("%s of %s is %s without, and %s with it", f.ID, o.ID, f.Verdict, now)
			}
		}
		for j, w := range o.WorstCases {
			if now := more.Options[i].WorstCases[j].Met; w.Met != decision.MetUnknown && now != w.Met {
				return fmt.Sprintf("the worst case %s of %s is met: %s without, and %s with it", w.ID, o.ID, w.Met, now)
			}
		}
	}
	return ""
}

// worseInPart tells whether a combined option strains as one part of it does, and
// then breaks as another part does, of which nothing was known.
func worseInPart(o *decision.AssessedOption, f decision.AssessedFactor, now decision.Verdict) bool {
	return len(o.Parts) > 0 && f.Verdict == decision.Strains && now == decision.Breaks
}

// breaksUnseen says where worseInPart holds, or gives nil.
func breaksUnseen(less, more *decision.Assessment, p decision.Profile) error {
	for i, o := range less.Options {
		for j, f := range o.Factors {
			if worseInPart(&o, f, more.Options[i].Factors[j].Verdict) {
				return fmt.Errorf("%s of %s strains, and breaks with more known\n%s", f.ID, o.ID, text(p))
			}
		}
	}
	return nil
}

// text writes a profile down in the form that answers reads.
func text(p decision.Profile) string {
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(p)) {
		parts = append(parts, id+"="+p[id].String())
	}
	return strings.Join(parts, " ")
}

// shrunk leaves out of a profile all answers without which a fault shows too.
func shrunk(p decision.Profile, shows func(decision.Profile) bool) decision.Profile {
	p = maps.Clone(p)
	for _, id := range slices.Sorted(maps.Keys(p)) {
		answer := p[id]
		delete(p, id)
		if !shows(p) {
			p[id] = answer
		}
	}
	return p
}

const (
	breaksInPart = "a combined option strains as one part does, though the other part, of which nothing is known, may break it"
)

// Unknown in, never fits out: what is said without an answer holds with any answer.
// So dropping one turns a verdict into unknown or leaves it, and a worst case is
// never settled the other way.
func TestDroppingAnAnswerSettlesNothing(t *testing.T) {
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(1, c)
			lost := 0
			var bills, parts error
			for n := range 300 {
				p := d.profile(5, 3)
				if n%2 == 0 {
					p = d.billed(6)
				}
				whole := judge(c, p)
				for _, field := range slices.Sorted(maps.Keys(p)) {
					without := maps.Clone(p)
					delete(without, field)
					part := judge(c, without)
					if contradiction(&part, &whole) == "" && loses(&whole, &part) != "" {
						lost++
					}
					for range 3 {
						parts = cmp.Or(parts, breaksUnseen(&part, &whole, without))
						what := loses(&part, &whole)
						if what != "" {
							small := shrunk(without, func(p decision.Profile) bool {
								with := maps.Clone(p)
								with[field] = whole.Profile[slices.IndexFunc(c.Fields, func(f catalog.Field) bool { return f.ID == field })].Answer
								less, more := judge(c, p), judge(c, with)
								return loses(&less, &more) == what
							})
							err := fmt.Errorf("%s: %s\n%s", field, what, text(small))
							if !strings.Contains(what, "worst case") || !leastOf(c, field) {
								t.Fatal(err)
							}
							bills = cmp.Or(bills, err)
							break
						}
						other := maps.Clone(p)
						other[field] = d.answer(field, 3)
						whole = judge(c, other)
					}
					whole = judge(c, p)
				}
			}
			if lost < 200 {
				t.Errorf("%d times something hung on an answer: the profiles are too tame", lost)
			}
			ratchet.Known(t, "", bills)
			ratchet.Known(t, onlyIn("orchard", name, breaksInPart), parts)
		})
	}
}

// onlyIn is a fault that shows in one catalog alone, for the other whose name is here.
func onlyIn(catalog, name, fault string) string {
	if catalog == name {
		return fault
	}
	return ""
}

// leastOf tells whether a quantity of the catalog is at least a field.
func leastOf(c *catalog.Catalog, field string) bool {
	for _, q := range c.Quantities {
		if q.AtLeast == field {
			return true
		}
	}
	return false
}

// Open stays open, whatever the answers are to the fields that it does not hang on.
func TestOpenStaysOpen(t *testing.T) {
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(2, c)
			seen := map[string]bool{}
			for range 300 {
				p := d.profile(5, 4)
				if name == "built-in" {
					p["engineers"] = decision.RangeValue(20+float64(d.IntN(16)), 35+float64(d.IntN(16)))
				}
				a := judge(c, p)
				for i, o := range a.Options {
					for j, f := range o.Factors {
						if f.Verdict != decision.Open {
							continue
						}
						seen[o.ID+" "+f.ID] = true
						other := d.profile(5, 3)
						for _, field := range f.Fields {
							delete(other, field)
							if answer, told := p[field]; told {
								other[field] = answer
							}
						}
						again := judge(c, other)
						if now := again.Options[i].Factors[j].Verdict; now != decision.Open {
							t.Fatalf("%s of %s is open with %v, and %s with other answers beside it\n%s\n%s", f.ID, o.ID, f.Fields, now, text(p), text(other))
						}
					}
				}
				if name == "built-in" && (a.Option("monolith").Factor("team-size").Verdict != decision.Open || a.Option("microservices").Factor("team-size").Verdict != decision.Open) {
					t.Fatalf("an answer removed an open verdict: %s", text(p))
				}
			}
			if len(seen) < 3 {
				t.Errorf("of the open verdicts only %v came up", seen)
			}
		})
	}
}

// What a range settles, each number and each narrower range in it settles likewise.
func TestNarrowingARangeContradictsNothing(t *testing.T) {
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(3, c)
			settled := 0
			var parts error
			for range 600 {
				p := d.profile(6, 2)
				wide := judge(c, p)
				narrow := maps.Clone(p)
				for _, field := range slices.Sorted(maps.Keys(p)) {
					if !p[field].IsRange() {
						continue
					}
					for range 4 {
						narrow[field] = d.narrowed(field, p[field])
						less := judge(c, narrow)
						parts = cmp.Or(parts, breaksUnseen(&wide, &less, p))
						if what := loses(&wide, &less); what != "" {
							t.Fatalf("%s from %s to %s: %s\n%s\n%s", field, p[field], narrow[field], what, text(p), text(narrow))
						}
						if loses(&less, &wide) != "" {
							settled++
						}
					}
				}
			}
			if settled < 200 {
				t.Errorf("narrowing settled something %d times: the profiles are too tame", settled)
			}
			ratchet.Known(t, onlyIn("orchard", name, breaksInPart), parts)
		})
	}
}

// narrowed is a point of a range, more often than not, or a narrower range.
func (d draw) narrowed(field string, v decision.Value) decision.Value {
	point := func() float64 {
		n := v.Low + d.Float64()*(v.High-v.Low)
		if d.domain(field).Whole {
			n = math.Round(n)
		}
		return n
	}
	switch d.IntN(5) {
	case 0:
		return decision.NumberValue(v.Low)
	case 1:
		return decision.NumberValue(v.High)
	case 2:
		a, b := point(), point()
		return decision.RangeValue(min(a, b), max(a, b))
	}
	return decision.NumberValue(point())
}

// billed draws a profile in which what bills look at is answered.
func (d draw) billed(ranges int) decision.Profile {
	p := d.profile(5, ranges)
	m := d.Model(nil)
	for _, o := range d.Options {
		for _, field := range m.BillFields(o.ID) {
			if _, told := p[field]; !told && d.IntN(8) > 0 {
				p[field] = d.answer(field, ranges)
			}
		}
	}
	return p
}

// Money has no unit of its own: with all prices times k, each bill is k times what
// it was, and the crossings along the traffic stay where they are.
func TestPricesScaleTheBill(t *testing.T) {
	money := map[string]string{"built-in": "instance-monthly-cost", "orchard": "rent"}
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(4, c)
			crossed := 0
			for range 200 {
				p := d.billed(6)
				k := []float64{0.25, 2, 3, 0.7, 10}[d.IntN(5)]
				scaled := decision.Decision{Profile: maps.Clone(p)}
				if v, told := p[money[name]]; told {
					scaled.Profile[money[name]] = decision.RangeValue(v.Low*k, v.High*k)
				}
				for _, price := range c.Prices {
					scaled.Prices = append(scaled.Prices, decision.Price{ID: price.ID, Amount: price.Amount * k})
				}
				was := advisor.Advise(&decision.Decision{Profile: p}, c).Advice.Costs
				is := advisor.Advise(&scaled, c).Advice.Costs
				if err := scales(was, is, k); err != nil {
					t.Fatalf("%v, times %g\n%s", err, k, text(p))
				}
				crossed += len(was.Crossings)
			}
			if crossed < 60 {
				t.Errorf("%d crossings: the bills are too tame", crossed)
			}
		})
	}
}

// scales says where the second costs are not the first times k.
func scales(was, is *decision.Costs, k float64) error {
	same := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b)) }
	if len(was.Monthly) != len(is.Monthly) || len(was.Crossings) != len(is.Crossings) {
		return fmt.Errorf("%d bills and %d crossings become %d and %d", len(was.Monthly), len(was.Crossings), len(is.Monthly), len(is.Crossings))
	}
	for i, m := range was.Monthly {
		n := is.Monthly[i]
		if m.Known != n.Known || !same(m.Low*k, n.Low) || !same(m.High*k, n.High) || m.Assumes != n.Assumes || len(m.Lines) != len(n.Lines) {
			return fmt.Errorf("the bill %+v becomes %+v", m, n)
		}
		for j, line := range m.Lines {
			if !same(line.Low*k, n.Lines[j].Low) || !same(line.High*k, n.Lines[j].High) {
				return fmt.Errorf("the line %+v becomes %+v", line, n.Lines[j])
			}
		}
	}
	for i, m := range was.Crossings {
		n := is.Crossings[i]
		if !slices.Equal(m.Options, n.Options) || !same(m.At, n.At) || !same(m.High, n.High) || m.Assumes != n.Assumes {
			return fmt.Errorf("the crossing %+v becomes %+v", m, n)
		}
	}
	if was.Cheapest != is.Cheapest {
		return errors.New("the cheapest was " + was.Cheapest + " and is " + is.Cheapest)
	}
	return nil
}
