package catalog

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// mostWork bounds what is looked through in one catalog: comparisons, in all the
// outcomes together. What lies beyond is not checked. Ours take less than a
// hundredth of it, and less than a millisecond.
const mostWork = 200_000

// mostOutcomes bounds those of the conditions of one cell, and mostCompared its
// comparisons.
const (
	mostOutcomes = 4096
	mostCompared = 60
)

// mostSummed is how many fields a sum may have for examples to be looked for.
const mostSummed = 4

// rule checks a condition, and whether each part of it can hold and can fail. It
// tells whether nothing was found.
func (k *checker) rule(c *rule.Condition, at ...any) bool {
	before := len(k.findings)
	k.condition(c, at...)
	if c == nil || len(k.findings) > before || k.model == nil {
		return len(k.findings) == before
	}
	p := &parts{checker: k, holds: map[*rule.Condition]bool{}, fails: map[*rule.Condition]bool{}}
	if k.outcomes([]*rule.Condition{c}, func(holds func(*rule.Condition) bool) { p.note(c, holds) }) {
		p.report(c, at...)
	}
	return len(k.findings) == before
}

// outcomes visits those of some conditions, as far as the work may go.
func (k *checker) outcomes(conditions []*rule.Condition, visit func(holds func(*rule.Condition) bool)) bool {
	each := len(rule.Comparisons(conditions...)) + 1
	if each > min(mostCompared, k.left) {
		return false
	}
	k.left -= each
	return k.model.Outcomes(conditions, min(mostOutcomes, k.left/each), func(holds func(*rule.Condition) bool) {
		k.left -= each
		visit(holds)
	})
}

// parts tells of a condition and of each part of it whether it ever holds, and
// whether it ever fails.
type parts struct {
	*checker
	holds, fails map[*rule.Condition]bool
}

func (p *parts) note(c *rule.Condition, holds func(*rule.Condition) bool) {
	if holds(c) {
		p.holds[c] = true
	} else {
		p.fails[c] = true
	}
	for _, sub := range slices.Concat(c.All, c.Any) {
		p.note(sub, holds)
	}
	if c.Not != nil {
		p.note(c.Not, holds)
	}
}

// report adds a finding at each part that never holds or always does, unless a
// part of that part is why.
func (p *parts) report(c *rule.Condition, at ...any) {
	never := func(c *rule.Condition) bool { return !p.holds[c] }
	always := func(c *rule.Condition) bool { return !p.fails[c] }
	for i, sub := range c.All {
		p.report(sub, append(slices.Clone(at), "all", i)...)
	}
	for i, sub := range c.Any {
		p.report(sub, append(slices.Clone(at), "any", i)...)
	}
	const impossible, void = "it can never hold: ", "it always holds, so it is no condition: "
	switch {
	case never(c) && len(c.All) > 0:
		if !slices.ContainsFunc(c.All, never) {
			p.add("write any where one of them is enough, or mend one", impossible+"its parts exclude each other", at...)
		}
	case always(c) && len(c.Any) > 0:
		if !slices.ContainsFunc(c.Any, always) {
			p.warn("leave it out, or write all where each of them is needed", void+"its parts leave nothing out", at...)
		}
	case len(c.All) > 0 || len(c.Any) > 0:
		// Its parts are why, or there is nothing wrong.
	case never(c) && c.Not != nil:
		p.add("leave the not out, or mend what it denies", impossible+"what it denies always does", at...)
	case always(c) && c.Not != nil:
		p.warn("leave it out, or mend what it denies", void+"what it denies never does", at...)
	case c.Not != nil:
		p.report(c.Not, append(slices.Clone(at), "not")...)
	case never(c):
		p.add("compare with what an answer can be, or mend the field's min and max", impossible+p.allowed(c), at...)
	case always(c):
		p.warn("leave it out, or compare with what some answers are not", void+p.allowed(c), at...)
	}
}

// allowed says what the answers to the fields of a comparison may be.
func (k *checker) allowed(c *rule.Condition) string {
	var out []string
	for _, id := range k.model.Fields(c) {
		d := k.model.Domain(id)
		low, high := decision.NumberValue(d.Min).String(), decision.NumberValue(d.Max).String()
		switch {
		case d.Kind == decision.Word:
			out = append(out, id+" is "+strings.Join(d.Values, " or "))
		case d.Kind != decision.Number:
			out = append(out, id+" is true or false")
		case d.Min == d.Max:
			out = append(out, id+" is "+low)
		case math.IsInf(d.Min, 0) && math.IsInf(d.Max, 0):
			out = append(out, id+" is any number")
		case math.IsInf(d.Max, 0):
			out = append(out, id+" is "+low+" or more")
		case math.IsInf(d.Min, 0):
			out = append(out, id+" is "+high+" or less")
		default:
			out = append(out, id+" is from "+low+" to "+high)
		}
	}
	return decision.And(out)
}

// symbols are the units that are written in one way or another, by what each
// stands for. Of two that are not here it cannot be told whether they are one.
var symbols = map[string]string{
	"ms": "ms", "millisecond": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "second": "s", "seconds": "s",
	"min": "min", "minute": "min", "minutes": "min", "h": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
	"B": "B", "byte": "B", "bytes": "B", "kB": "kB", "KB": "kB", "kilobytes": "kB", "MB": "MB", "megabytes": "MB",
	"GB": "GB", "gigabytes": "GB", "TB": "TB", "terabytes": "TB",
}

// units warns where a field is held against another whose unit begins with
// another symbol. What follows the symbol ("ms at the 99th percentile") is not
// looked at.
func (k *checker) units(field string, others []string, at ...any) {
	first := func(id string) (symbol, unit string) {
		if f := k.Field(id); f != nil {
			unit = f.Unit
		}
		word, _, _ := strings.Cut(unit, " ")
		return symbols[word], unit
	}
	symbol, unit := first(field)
	for _, id := range others {
		if other, in := first(id); symbol != "" && other != "" && other != symbol {
			k.warn("bring them to one unit", fmt.Sprintf("%s is in %s, and %s in %s", field, unit, id, in), at...)
		}
	}
}
