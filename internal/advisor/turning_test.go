package advisor_test

import (
	"cmp"
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
	"tradeoff/internal/rule"
)

// answer is what one profile gives, worked out from its matrix and its bills
// alone, as somebody would by eye.
type answer struct {
	leader     string
	contenders string
	verdicts   map[string]decision.Verdict // by "option factor"
	cheapest   string
}

// seen works an answer out.
func seen(c *catalog.Catalog, p decision.Profile) answer {
	out := onTheMatrix(c, p)
	out.cheapest = cheapestOf(c, p)
	return out
}

// onTheMatrix is an answer without the bills.
func onTheMatrix(c *catalog.Catalog, p decision.Profile) answer {
	a := judge(c, p)
	out := answer{verdicts: map[string]decision.Verdict{}}
	var tests, eligible []string
	for _, f := range c.Factors {
		if f.Kind == decision.Test {
			tests = append(tests, f.ID)
		}
	}
	for _, o := range a.Options {
		broken := false
		for _, t := range tests {
			v := o.Factor(t).Standing()
			out.verdicts[o.ID+" "+t] = v
			broken = broken || v == decision.Breaks
		}
		if !broken {
			eligible = append(eligible, o.ID)
		}
	}
	// noWorse and better compare two options over all tests.
	compare := func(x, y string) (noWorse, better bool) {
		noWorse = true
		for _, t := range tests {
			a, b := out.verdicts[x+" "+t].Rank(), out.verdicts[y+" "+t].Rank()
			noWorse = noWorse && a <= b
			better = better || a < b
		}
		return noWorse, better
	}
	var contenders []string
	for _, x := range eligible {
		leads, beaten := true, false
		for _, y := range eligible {
			if x == y {
				continue
			}
			noWorse, better := compare(x, y)
			leads = leads && noWorse && better
			noWorse, better = compare(y, x)
			beaten = beaten || noWorse && better
		}
		if leads {
			out.leader = x
		}
		if !beaten {
			contenders = append(contenders, x)
		}
	}
	if out.leader == "" {
		out.contenders = strings.Join(contenders, " ")
	}
	return out
}

// cheapestOf is the option whose bill lies below those of all others, "" for none.
func cheapestOf(c *catalog.Catalog, p decision.Profile) string {
	e := rule.Env{Model: c.Model(nil), Profile: p}
	var ids []string
	for _, o := range c.Options {
		if len(e.BillFields(o.ID)) > 0 {
			ids = append(ids, o.ID)
		}
	}
	for _, x := range ids {
		least := e.Bill(x).Known
		for _, y := range ids {
			if x != y {
				least = least && e.Bill(y).Known && e.Bill(x).High < e.Bill(y).Low
			}
		}
		if least {
			return x
		}
	}
	return ""
}

// with is the profile with another answer.
func with(p decision.Profile, field string, v decision.Value) decision.Profile {
	p = maps.Clone(p)
	p[field] = v
	return p
}

// sides are the last value on this side of a turning point and the first on the
// other, as one comes from the present answer.
func sides(of rule.Domain, p decision.TurningPoint, present decision.Value) (before, past decision.Value) {
	if p.At.Kind != decision.Number {
		return present, p.At
	}
	step := func(n, towards float64) float64 {
		if of.Whole {
			return n + math.Copysign(1, towards)
		}
		return math.Nextafter(n, towards)
	}
	onwards, back := math.Inf(1), math.Inf(-1)
	if !p.Up {
		onwards, back = back, onwards
	}
	at := p.At.Low
	if p.Beyond {
		return decision.NumberValue(at), decision.NumberValue(step(at, onwards))
	}
	return decision.NumberValue(step(at, back)), decision.NumberValue(at)
}

// The leader that advice names is the one that anybody would find by eye.
func TestLeaderByEye(t *testing.T) {
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(5, c)
			leaders := map[string]int{}
			for range 150 {
				p := d.profile(8, 8)
				a := advisor.Advise(&decision.Decision{Profile: p}, c).Advice
				want := seen(c, p)
				if a.Leader != want.leader || strings.Join(a.Contenders, " ") != want.contenders {
					t.Fatalf("%q leads, %q contend; by eye %q and %q\n%s", a.Leader, a.Contenders, want.leader, want.contenders, text(p))
				}
				if a.Costs.Cheapest != want.cheapest {
					t.Fatalf("%q is cheapest, by eye %q\n%s", a.Costs.Cheapest, want.cheapest, text(p))
				}
				leaders[a.Leader]++
			}
			if len(leaders) < 3 {
				t.Errorf("only %v ever lead", leaders)
			}
		})
	}
}

// One step before each turning point the answer is the one that it comes from, and
// one step past it the one that it leads to.
func TestTurningPointsHold(t *testing.T) {
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(6, c)
			points := map[string]int{}
			var level error
			for n := range 60 {
				p := d.profile(10, 6)
				if n%2 == 0 {
					p = d.billed(12)
				}
				a := advisor.Advise(&decision.Decision{Profile: p}, c).Advice
				for list, of := range map[string][]decision.TurningPoint{"leader": a.ChangesLeader, "verdict": a.ChangesVerdict, "cheaper": a.ChangesCheaper} {
					for _, point := range of {
						points[list]++
						err := checkTurn(c, p, list, point)
						if err == nil {
							continue
						}
						err = fmt.Errorf("%s %s: %w\n%s", point.Field, point.Where(), err, text(p))
						if list != "cheaper" {
							t.Fatal(err)
						}
						level = cmp.Or(level, err)
					}
				}
			}
			ratchet.Known(t, "", level)
			if points["leader"] < 120 || points["verdict"] < 300 || points["cheaper"] < 30 {
				t.Errorf("%v turning points: the profiles are too tame", points)
			}
		})
	}
}

// The same in the catalog that comes with tradeoff, where it is rare.
func TestTurningPointsOfLevelBills(t *testing.T) {
	c := style(t)
	for _, tt := range []struct{ profile, fault string }{
		{"requests-per-month=3000000 request-duration-ms=200 request-memory-mb=512 free-tier=false instances=1 instance-monthly-cost=50", ""},
		{"requests-per-month=3000000 request-duration-ms=200 request-memory-mb=512 free-tier=true instances=1 instance-monthly-cost=50", ""},
		{"requests-per-month=3000000 request-duration-ms=100 request-memory-mb=128 free-tier=false instances=1 instance-monthly-cost=50", ""},
		{"requests-per-month=26790000 request-duration-ms=300 request-memory-mb=128.5 free-tier=true instances=1 instance-monthly-cost=50.5 instance-capacity-rps=50 peak-to-average=2", ""},
		{"requests-per-month=122400000 request-duration-ms=811.09 request-memory-mb=129 free-tier=true instances=1 instance-monthly-cost=99 instance-capacity-rps=220 peak-to-average=10.5", ""},
	} {
		p := answers(t, tt.profile)
		var err error
		changes := advisor.Advise(&decision.Decision{Profile: p}, c).Advice.ChangesCheaper
		for _, point := range changes {
			if wrong := checkTurn(c, p, "cheaper", point); wrong != nil {
				err = fmt.Errorf("%s %s: %w\n%s", point.Field, point.Where(), wrong, tt.profile)
			}
		}
		if len(changes) == 0 {
			err = fmt.Errorf("no turning point\n%s", tt.profile)
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// checkTurn checks one turning point of one of the three lists.
func checkTurn(c *catalog.Catalog, p decision.Profile, list string, point decision.TurningPoint) error {
	of := c.Field(point.Field).Domain()
	before, past := sides(of, point, p[point.Field])
	if list == "cheaper" && !of.Whole && point.At.Kind == decision.Number {
		// Where two bills are level, rounding decides the last digits.
		away := math.Copysign(1e-9*point.At.Low, past.Low-before.Low)
		before, past = decision.NumberValue(max(of.Min, before.Low-away)), decision.NumberValue(min(of.Max, past.Low+away))
	}
	if past.Kind == decision.Number && (past.Low < of.Min || past.Low > of.Max || before.Low < of.Min || before.Low > of.Max) {
		return fmt.Errorf("it lies outside of %g to %g", of.Min, of.Max)
	}
	was, is := seen(c, with(p, point.Field, before)), seen(c, with(p, point.Field, past))
	from, to := was.leader, is.leader
	differ := was.leader != is.leader || was.contenders != is.contenders
	switch list {
	case "verdict":
		key := point.Option + " " + point.Factor
		from, to = string(was.verdicts[key]), string(is.verdicts[key])
		differ = from != to
	case "cheaper":
		from, to = was.cheapest, is.cheapest
		differ = from != to
	default:
		if got := strings.Join(point.Contenders, " "); got != is.contenders {
			return fmt.Errorf("past it, at %s, %q contend, by eye %q", past, got, is.contenders)
		}
	}
	if from != point.From || to != point.To || !differ {
		return fmt.Errorf("at %s it is %q, at %s %q; the point says %q and %q", before, from, past, to, point.From, point.To)
	}
	return nil
}

// grid is values of a field from its least to its most, among them all at which
// the catalog's own constants stand, and their neighbours.
func (d draw) grid(field string, p decision.Profile) []decision.Value {
	of := d.domain(field)
	var out []decision.Value
	switch of.Kind {
	case decision.YesNo:
		return []decision.Value{decision.YesNoValue(false), decision.YesNoValue(true)}
	case decision.Word:
		for _, w := range of.Values {
			out = append(out, decision.WordValue(w))
		}
		return out
	}
	ns := []float64{of.Min, of.Max, p[field].Low, p[field].High}
	for _, n := range d.near[field] {
		ns = append(ns, n-1, n, n+1, n+0.5)
	}
	for range 30 {
		ns = append(ns, d.number(field))
	}
	for i := range ns {
		if of.Whole {
			ns[i] = math.Round(ns[i])
		}
		ns[i] = min(of.Max, max(of.Min, ns[i]))
	}
	slices.Sort(ns)
	for _, n := range slices.Compact(ns) {
		out = append(out, decision.NumberValue(n))
	}
	return out
}

// between tells whether one of the points lies where one passes from one value of
// a field to the next higher one on a grid.
func between(of rule.Domain, points []decision.TurningPoint, field string, low, high decision.Value, match func(decision.TurningPoint) bool) bool {
	for _, p := range points {
		if p.Field != field || !match(p) {
			continue
		}
		before, past := sides(of, p, low)
		if !p.Up {
			before, past = past, before
		}
		if slack := 1e-9 * math.Abs(past.Low); before.Low >= low.Low-slack && past.Low <= high.Low+slack {
			return true
		}
	}
	return false
}

// No change is missed: wherever two neighbours on a grid of a field's values give
// different answers, a turning point lies between them. A field that makes no
// difference gives one and the same answer on all of the grid.
func TestNoTurningPointIsMissed(t *testing.T) {
	for name, c := range both(t) {
		t.Run(name, func(t *testing.T) {
			d := newDraw(7, c)
			changes, none := map[string]int{}, 0
			for n := range 30 {
				p := d.profile(10, 6)
				if n%2 == 0 {
					p = d.billed(12)
				}
				a := advisor.Advise(&decision.Decision{Profile: p}, c).Advice
				for _, field := range slices.Sorted(maps.Keys(p)) {
					found, err := d.missed(p, field, a)
					if err != nil {
						t.Fatal(err)
					}
					for list, n := range found {
						changes[list] += n
					}
					if slices.Contains(a.NoDifference, field) {
						none++
						if len(found) > 0 {
							t.Fatalf("%s is said to make no difference, and %v change with it\n%s", field, found, text(p))
						}
					}
				}
			}
			if changes["leader"] < 60 || changes["verdict"] < 200 || changes["cheaper"] < 20 || none < 40 {
				t.Errorf("%v changes, %d fields without: the profiles are too tame", changes, none)
			}
		})
	}
}

// missed walks along the grid of a field and counts the changes by their list. It
// reports one that no turning point tells of.
func (d draw) missed(p decision.Profile, field string, a *decision.Advice) (map[string]int, error) {
	found := map[string]int{}
	of := d.domain(field)
	grid := d.grid(field, p)
	was := seen(d.Catalog, with(p, field, grid[0]))
	last := grid[0]
	if of.Kind != decision.Number {
		was, last = seen(d.Catalog, p), p[field]
	}
	for _, value := range grid {
		is := seen(d.Catalog, with(p, field, value))
		covered := func(points []decision.TurningPoint, match func(decision.TurningPoint) bool) bool {
			if of.Kind != decision.Number {
				return slices.ContainsFunc(points, func(p decision.TurningPoint) bool { return p.Field == field && p.At == value && match(p) })
			}
			return between(of, points, field, last, value, match)
		}
		every := func(decision.TurningPoint) bool { return true }
		problem := ""
		if was.leader != is.leader || was.contenders != is.contenders {
			found["leader"]++
			if !covered(a.ChangesLeader, every) {
				problem = fmt.Sprintf("%q leads or %q contend, then %q or %q", was.leader, was.contenders, is.leader, is.contenders)
			}
		}
		for key, verdict := range was.verdicts {
			if is.verdicts[key] != verdict {
				found["verdict"]++
				if !covered(a.ChangesVerdict, func(p decision.TurningPoint) bool { return p.Option+" "+p.Factor == key }) {
					problem = fmt.Sprintf("%s is %s, then %s", key, verdict, is.verdicts[key])
				}
			}
		}
		if was.cheapest != is.cheapest {
			found["cheaper"]++
			if !covered(a.ChangesCheaper, every) {
				problem = fmt.Sprintf("%q is cheapest, then %q", was.cheapest, is.cheapest)
			}
		}
		if problem != "" {
			return nil, fmt.Errorf("from %s to %s of %s: %s, and no turning point\n%s", last, value, field, problem, text(p))
		}
		if of.Kind == decision.Number {
			was, last = is, value
		}
	}
	return found, nil
}
