package catalog

import (
	"fmt"
	"math"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// verdicts checks the rulings of one cell, each for itself and all together.
func (k *checker) verdicts(rulings []Ruling, at ...any) {
	sound := true
	for n, r := range rulings {
		at := append(slices.Clone(at), n)
		sound = k.rule(r.When, append(slices.Clone(at), "when")...) && sound
		k.placeholders(r.Because, append(slices.Clone(at), "because")...)
		if r.When == nil && n < len(rulings)-1 {
			k.add("move it to the end, or give it a condition", "the verdicts after this one are never reached", at...)
			sound = false
		}
	}
	if !sound || k.model == nil || len(rulings) == 0 || rulings[0].When == nil {
		return
	}
	reached := make([]bool, len(rulings))
	complete := k.outcomes(conditions(rulings), func(holds func(*rule.Condition) bool) {
		if n := slices.IndexFunc(rulings, func(r Ruling) bool { return r.When == nil || holds(r.When) }); n >= 0 {
			reached[n] = true
		}
	})
	e := k.examples(rulings)
	for n, r := range rulings {
		at := append(slices.Clone(at), n)
		switch clash := e.clashes[n]; {
		case clash != nil:
			k.add("write what tells them apart into one of the conditions, or leave the last one's out",
				fmt.Sprintf("it disagrees with the verdict of line %d: both hold%s, and one says %s, the other %s",
					k.Root.PosOf(append(slices.Clone(at[:len(at)-1]), clash.with)...).Line, where(clash.example), rulings[clash.with].Verdict, r.Verdict), at...)
		case reached[n] || !complete:
		case r.When == nil:
			k.warn("leave it out", "it is never reached: the verdicts before it leave nothing over", at...)
		default:
			k.add("leave it out, or mend the conditions before it", "it is never reached: the verdicts before it take all that it would", at...)
		}
	}
	if e.gap != nil {
		k.warn("add a verdict for it, or a last one without a condition", fmt.Sprintf("no verdict%s: unknown to the reader", where(e.gap)), at...)
	}
}

// conditions are those of the rulings that have one.
func conditions(rulings []Ruling) []*rule.Condition {
	var out []*rule.Condition
	for _, r := range rulings {
		if r.When != nil {
			out = append(out, r.When)
		}
	}
	return out
}

// example is answers to some fields, in the order in which conditions look at them.
type example struct {
	fields  []string
	profile decision.Profile
}

// where is the example in words, to be read after what holds there.
func where(e *example) string {
	var out []string
	for _, id := range e.fields {
		if v, told := e.profile[id]; told {
			out = append(out, id+" is "+v.String())
		}
	}
	if len(out) == 0 {
		return ", whatever the answers"
	}
	return " where " + decision.And(out)
}

// clash is a ruling before another that holds too and says otherwise.
type clash struct {
	with    int
	example *example
}

// examples are profiles for which something is wrong with the rulings of a cell.
type examples struct {
	clashes []*clash // by the later ruling
	gap     *example // no ruling holds; nil where one always does
}

// examples looks through the cells that the fields' answers are cut into. It
// takes the first of each kind, with those answers alone that are needed. Bills
// hang on prices that a team may replace, so conditions with one are passed over.
func (k *checker) examples(rulings []Ruling) examples {
	out := examples{clashes: make([]*clash, len(rulings))}
	conditions := conditions(rulings)
	comparisons := rule.Comparisons(conditions...)
	for _, c := range comparisons {
		if c.Bill != "" || len(k.model.Fields(c)) > mostSummed+1 {
			return out
		}
	}
	env := rule.Env{Model: k.finite(comparisons)}
	fields := env.Fields(conditions...)
	each := len(comparisons) + 1
	if each > min(mostCompared, k.left) {
		return out
	}
	k.left -= each
	limit := min(mostOutcomes, k.left/each)
	env.Each(fields, conditions, limit, func(profile decision.Profile, _ []rule.Cell) {
		k.left -= each
		at := rule.Env{Model: env.Model, Profile: profile}
		var holding []int
		for n, r := range rulings {
			if r.When == nil || at.Holds(r.When) == rule.Yes {
				holding = append(holding, n)
			}
		}
		if len(holding) == 0 && out.gap == nil {
			out.gap = shrink(at, fields, func(at rule.Env) bool {
				return !slices.ContainsFunc(conditions, func(c *rule.Condition) bool { return at.Holds(c) != rule.No })
			})
		}
		for i, n := range holding {
			for _, first := range holding[:i] {
				a, b := rulings[first], rulings[n]
				if out.clashes[n] != nil || b.When == nil || a.Verdict == b.Verdict {
					continue
				}
				out.clashes[n] = &clash{first, shrink(at, fields, func(at rule.Env) bool {
					return at.Holds(a.When) == rule.Yes && at.Holds(b.When) == rule.Yes
				})}
			}
		}
	})
	return out
}

// shrink leaves out, one after the other, the answers without which something
// still is so.
func shrink(at rule.Env, fields []string, still func(rule.Env) bool) *example {
	e := &example{fields: fields, profile: decision.Profile{}}
	for _, id := range fields {
		e.profile[id] = at.Profile[id]
	}
	for _, id := range fields {
		answer := e.profile[id]
		delete(e.profile, id)
		if !still(rule.Env{Model: at.Model, Profile: e.profile}) {
			e.profile[id] = answer
		}
	}
	return e
}

// finite is the model with bounds for the fields that have none, well beyond
// everything that they are compared with: examples are to read well.
func (k *checker) finite(comparisons []*rule.Condition) *rule.Model {
	m := *k.model
	m.Domains = slices.Clone(m.Domains)
	lowest, size := math.Inf(1), 1000.0
	for _, c := range comparisons {
		for _, o := range []*rule.Operand{c.LT, c.LE, c.GT, c.GE} {
			if o != nil {
				lowest = min(lowest, o.Constant)
				size += math.Abs(o.Constant)
			}
		}
	}
	for i := range m.Domains {
		d := &m.Domains[i]
		if math.IsInf(d.Min, -1) {
			d.Min = min(0, math.Floor(lowest)-1, math.Floor(d.Max)-size)
		}
		if math.IsInf(d.Max, 1) {
			d.Max = math.Ceil(max(d.Min, 0) + 10*size)
		}
	}
	return &m
}
