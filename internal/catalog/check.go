package catalog

import (
	"fmt"
	"math"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/rule"
	"tradeoff/internal/source"
)

// checker gathers what is wrong between the parts of a catalog that the schema
// finds well-formed.
type checker struct {
	*Catalog
	findings diag.List
	fieldIDs []string
	options  []string
	sources  []string

	model *rule.Model // nil where the fields do not make one
	left  int         // how much of the work of looking through outcomes may still be done
	bound []string    // the fields whose bounds a cost has asked for already
}

// check holds the catalog against itself: each name refers to something, ids
// are unique, comparisons fit the type of their field, rules can hold and do not
// disagree, and bills have bounds.
func (c *Catalog) check() diag.List {
	k := &checker{Catalog: c, left: mostWork}
	k.all()
	return k.findings
}

func (k *checker) all() {
	c := k.Catalog
	for i, f := range c.Fields {
		k.unique(&k.fieldIDs, f.ID, "fields", i)
		if f.Type == WordField && len(f.Values) == 0 {
			k.add("write values: [one, other]", "a field of type word needs values", "fields", i)
		}
		if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
			k.add("swap them", "min is more than max", "fields", i, "min")
		} else if d := f.Domain(); d.Whole && math.Ceil(d.Min) > math.Floor(d.Max) {
			k.add("write a whole number", "no whole number lies between min and max", "fields", i, "min")
		}
	}
	if len(k.findings) == 0 {
		k.model = c.Model(nil)
		for i := range k.model.Domains {
			if d := &k.model.Domains[i]; d.Whole {
				d.Min, d.Max = math.Ceil(d.Min), math.Floor(d.Max)
			}
		}
	}
	for i, s := range c.Sources {
		k.unique(&k.sources, s.ID, "sources", i)
	}
	for i, o := range c.Options {
		k.unique(&k.options, o.ID, "options", i)
	}
	for i, o := range c.Options {
		for j, part := range o.Parts {
			k.refers("option", k.options, part, "options", i, "parts", j)
			if p := c.Option(part); p != nil && len(p.Parts) > 0 {
				k.add("name the parts of "+part+" themselves", "a part has no parts of its own", "options", i, "parts", j)
			}
		}
		for j, s := range o.Good {
			k.refers("source", k.sources, s.Source, "options", i, "good", j, "source")
		}
		if o.Limit != nil {
			k.refers("source", k.sources, o.Limit.Source, "options", i, "limit", "source")
		}
		if o.Beside != nil {
			k.refers("source", k.sources, o.Beside.Source, "options", i, "beside", "source")
		}
	}
	k.factors()
	k.worstCases()
	k.rest()
}

func (k *checker) factors() {
	var ids []string
	for i, f := range k.Factors {
		k.unique(&ids, f.ID, "factors", i)
		k.refers("source", k.sources, f.Source, "factors", i, "source")
		if f.Reading != "" {
			k.refers("source", k.sources, f.Reading, "factors", i, "reading")
		}
		var told []string
		for j, cell := range f.Cells {
			at := []any{"factors", i, "cells", j}
			k.refers("option", k.options, cell.Option, append(at, "option")...)
			if slices.Contains(told, cell.Option) {
				k.add("keep one", fmt.Sprintf("factor %s tells %s twice", f.ID, cell.Option), append(at, "option")...)
			}
			told = append(told, cell.Option)
			if o := k.Option(cell.Option); o != nil && len(o.Parts) > 0 {
				k.add("leave the cell out", fmt.Sprintf("%s has parts, so its standing follows from theirs", o.ID), append(at, "option")...)
			}
			switch {
			case f.Kind == decision.Test && len(cell.Verdicts) == 0:
				k.add("write verdicts: [{verdict: fits, because: …}]", fmt.Sprintf("factor %s is a test, so each cell needs verdicts", f.ID), at...)
			case f.Kind == decision.Trait && len(cell.Verdicts) > 0:
				k.add("make the factor a test, or leave the verdicts out", fmt.Sprintf("factor %s is a trait, which is told and never counted", f.ID), append(at, "verdicts")...)
			}
			if cell.Beside != nil {
				k.refers("source", k.sources, cell.Beside.Source, append(slices.Clone(at), "beside", "source")...)
			}
			k.verdicts(cell.Verdicts, append(slices.Clone(at), "verdicts")...)
		}
		for _, o := range k.Options {
			if len(o.Parts) == 0 && !slices.Contains(told, o.ID) {
				k.add("add a cell with option: "+o.ID, fmt.Sprintf("factor %s says nothing of %s", f.ID, o.ID), "factors", i, "cells")
			}
		}
	}
}

func (k *checker) worstCases() {
	var ids []string
	has := map[string]bool{}
	for i, w := range k.WorstCases {
		k.unique(&ids, w.ID, "worst-cases", i)
		k.refers("option", k.options, w.Option, "worst-cases", i, "option")
		k.refers("source", k.sources, w.Source, "worst-cases", i, "source")
		if w.Reading != "" {
			k.refers("source", k.sources, w.Reading, "worst-cases", i, "reading")
		}
		k.rule(w.Met, "worst-cases", i, "met")
		if w.Factor != "" {
			k.refers("test factor", k.tests(), w.Factor, "worst-cases", i, "factor")
		}
		k.placeholders(w.Because, "worst-cases", i, "because")
		has[w.Option] = true
	}
	for i, o := range k.Options {
		if !has[o.ID] && len(o.Parts) == 0 {
			k.add("add one under worst-cases", fmt.Sprintf("option %s has no worst case, and every option has one", o.ID), "options", i)
		}
	}
}

func (k *checker) rest() {
	if k.Rule.Source != "" {
		k.refers("source", k.sources, k.Rule.Source, "rule", "source")
	}
	for i, n := range k.Needs {
		k.refers("option", k.options, n.Option, "needs", i, "option")
		k.refers("source", k.sources, n.Source, "needs", i, "source")
	}
	for i, g := range k.Growth {
		k.refers("source", k.sources, g.Source, "growth", i, "source")
		for j, o := range g.Options {
			k.refers("option", k.options, o, "growth", i, "options", j)
		}
	}
	for i, f := range k.FollowUps {
		k.refers("source", k.sources, f.Source, "follow-ups", i, "source")
	}
	for i, n := range k.Notes {
		k.refers("source", k.sources, n.Source, "notes", i, "source")
		k.rule(n.When, "notes", i, "when")
		k.placeholders(n.Text, "notes", i, "text")
	}
	k.costs()
}

// condition checks one condition and those in it.
func (k *checker) condition(c *rule.Condition, at ...any) {
	if c == nil {
		return
	}
	compared := 0
	for _, o := range []struct {
		key string
		op  *rule.Operand
	}{{"lt", c.LT}, {"le", c.LE}, {"gt", c.GT}, {"ge", c.GE}} {
		if o.op == nil {
			continue
		}
		compared++
		for _, f := range o.op.Fields {
			k.refers("field", k.fieldIDs, f, append(slices.Clone(at), o.key)...)
			k.numeric(f, append(slices.Clone(at), o.key)...)
		}
		k.units(c.Field, o.op.Fields, append(slices.Clone(at), o.key)...)
	}
	forms := 0
	for _, is := range []bool{len(c.All) > 0, len(c.Any) > 0, c.Not != nil, c.Field != "", c.Factor != "", c.Bill != "" || c.Over != ""} {
		if is {
			forms++
		}
	}
	if forms != 1 {
		k.add("write {field: engineers, lt: 20}, or one of all, any and not", "a condition is exactly one of all, any, not, a field's comparison, a factor and a bill's", at...)
		return
	}
	if c.Field == "" && (compared > 0 || c.Is != nil) {
		k.add("name the field that is compared", "a comparison without a field", at...)
	}
	for i, sub := range c.All {
		k.condition(sub, append(slices.Clone(at), "all", i)...)
	}
	for i, sub := range c.Any {
		k.condition(sub, append(slices.Clone(at), "any", i)...)
	}
	k.condition(c.Not, append(slices.Clone(at), "not")...)
	if c.Field != "" {
		k.refers("field", k.fieldIDs, c.Field, append(slices.Clone(at), "field")...)
		k.comparison(c, compared, at...)
	}
	if c.Factor != "" {
		if at[0] != "worst-cases" {
			k.add("compare fields", "a factor stands only in the condition of a worst case", append(slices.Clone(at), "factor")...)
		}
		k.refers("test factor", k.tests(), c.Factor, append(slices.Clone(at), "factor")...)
	}
	if c.Bill != "" || c.Over != "" {
		k.refers("option", k.options, c.Bill, append(slices.Clone(at), "bill")...)
		k.refers("option", k.options, c.Over, append(slices.Clone(at), "over")...)
		k.billed(c.Bill, append(slices.Clone(at), "bill")...)
		k.billed(c.Over, append(slices.Clone(at), "over")...)
	}
}

// tests are the ids of the factors that a profile decides.
func (k *checker) tests() []string {
	var ids []string
	for _, f := range k.Factors {
		if f.Kind == decision.Test {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// comparison checks that the operator fits the type of the field.
func (k *checker) comparison(c *rule.Condition, compared int, at ...any) {
	f := k.Field(c.Field)
	if f == nil {
		return
	}
	if c.Is != nil {
		compared++
	}
	if compared != 1 {
		k.add("write one of lt, le, gt, ge, is", fmt.Sprintf("the field %s is compared %d times, not once", f.ID, compared), at...)
		return
	}
	isAt := append(slices.Clone(at), "is")
	switch f.Type {
	case YesNoField:
		if _, ok := c.Is.(bool); !ok {
			k.add("write is: true or is: false", fmt.Sprintf("%s is yes or no", f.ID), isAt...)
		}
	case WordField:
		if len(f.Values) == 0 {
			return // which is a finding of its own
		}
		if w, ok := c.Is.(string); !ok {
			k.add("write is: "+f.Values[0], fmt.Sprintf("%s is a word", f.ID), isAt...)
		} else {
			k.refers("value", f.Values, w, isAt...)
		}
	default:
		if c.Is != nil {
			k.add("write lt, le, gt or ge", fmt.Sprintf("%s is a number, which a range never equals", f.ID), isAt...)
		}
	}
}

func (k *checker) numeric(id string, at ...any) {
	if f := k.Field(id); f != nil && f.Type != WholeField && f.Type != NumberField {
		k.add("name a field that is a number", fmt.Sprintf("%s is a %s, which cannot be added", id, f.Type), at...)
	}
}

var placeholder = lazyregexp.New(`\{([^{}]*)\}`)

// placeholders checks that each {field} of a reason names a field.
func (k *checker) placeholders(reason string, at ...any) {
	for _, m := range placeholder.FindAllStringSubmatch(reason, -1) {
		k.refers("field", k.fieldIDs, m[1], at...)
	}
}

func (k *checker) unique(seen *[]string, id, list string, i int) {
	if slices.Contains(*seen, id) {
		k.add("give it another id", fmt.Sprintf("the id %s is taken", id), list, i, "id")
	}
	*seen = append(*seen, id)
}

func (k *checker) refers(kind string, known []string, id string, at ...any) {
	if !slices.Contains(known, id) {
		k.add(diag.DidYouMean(id, known), fmt.Sprintf("no %s %q in this catalog", kind, id), at...)
	}
}

func (k *checker) add(hint, message string, at ...any) { k.found(diag.Error, hint, message, at...) }

func (k *checker) warn(hint, message string, at ...any) { k.found(diag.Warning, hint, message, at...) }

func (k *checker) found(severity diag.Severity, hint, message string, at ...any) {
	k.findings = append(k.findings, diag.Finding{Pos: k.Root.PosOf(at...), Key: source.PathString(at...),
		Rule: "catalog", Severity: severity, Message: message, Hint: hint})
}
