package catalog

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// mostDollars is what no bill comes to, in US dollars a month: beyond it a sum
// is a slip in a bound or a scale, and powers of it come near the end of float64.
const mostDollars = 1e24

// mostFactors is how many numbers a quantity may be the product of, those of the
// quantities in it among them.
const mostFactors = 64

// costs checks what bills are made of: names, bounds, and how they are compared.
func (k *checker) costs() {
	found := len(k.findings)
	var prices []string
	for i, p := range k.Prices {
		k.unique(&prices, p.ID, "prices", i)
		k.refers("source", k.sources, p.Source, "prices", i, "source")
		k.factorOf("prices", i, "per")
	}
	k.follows()
	var quantities []string
	for i, q := range k.Quantities {
		k.unique(&quantities, q.ID, "quantities", i)
		k.refers("source", k.sources, q.Source, "quantities", i, "source")
		if slices.Contains(k.fieldIDs, q.ID) {
			k.add("give it another id", fmt.Sprintf("the id %s is a field's", q.ID), "quantities", i, "id")
		}
		k.factorOf("quantities", i, "scale")
		k.multiplied("the quantity "+q.ID, q.Times, i, "quantities", i, "times")
		for j, f := range q.Over {
			k.numericField(f, "quantities", i, "over", j)
			k.bounded("the quantity "+q.ID+" is divided by", f, true)
		}
		if q.AtLeast != "" {
			k.numericField(q.AtLeast, "quantities", i, "at-least")
			k.bounded("the quantity "+q.ID+" is at least", q.AtLeast, false)
		}
		k.placeholders(q.Assumes, "quantities", i, "assumes")
	}
	sound := k.model != nil && len(k.findings) == found
	for i, cost := range k.Costs {
		before := len(k.findings)
		if cost.Price != "" {
			k.refers("price", prices, cost.Price, "costs", i, "price")
		}
		k.refers("option", k.options, cost.Option, "costs", i, "option")
		k.refers("source", k.sources, cost.Source, "costs", i, "source")
		if cost.FreeIf != "" {
			k.refers("field", k.fieldIDs, cost.FreeIf, "costs", i, "free-if")
			if field := k.Field(cost.FreeIf); field != nil && field.Type != YesNoField {
				k.add("name a field that is yes or no", fmt.Sprintf("%s is a %s", cost.FreeIf, field.Type), "costs", i, "free-if")
			}
		}
		k.factorOf("costs", i, "scale")
		k.multiplied("the cost "+cost.ID, cost.Times, len(k.Quantities), "costs", i, "times")
		if sound && len(k.findings) == before {
			k.affordable(&cost, i)
		}
	}
	k.compared(sound && len(k.findings) == found)
}

// follows checks that no quantity follows from so many numbers that nobody could
// work it out: each of ten may double those of the one before it.
func (k *checker) follows() {
	factors := map[string]int{}
	for i, q := range k.Quantities {
		n := len(q.Over) + 1
		for _, id := range q.Times {
			n = min(n+max(1, factors[id]), mostFactors+1)
		}
		if factors[q.ID] = n; n > mostFactors {
			k.add("multiply fewer", fmt.Sprintf("more than %d numbers are multiplied here", mostFactors), "quantities", i, "times")
		}
	}
}

// compared checks how the bills of the options are compared. sound tells whether
// the costs are.
func (k *checker) compared(sound bool) {
	var numbers []string
	if sound {
		numbers = k.paidBy(k.options...)
	}
	if k.Bill == nil {
		if len(numbers) > 0 {
			to := decision.NumberValue(max(10, k.model.Domain(numbers[0]).Max))
			k.warn(fmt.Sprintf("add bill: {along: %s, from: 1, to: %s, material: 500}", numbers[0], to), "there are costs, and no bill that compares them, so nobody is shown one", "costs")
		}
		return
	}
	k.numericField(k.Bill.Along, "bill", "along")
	if f := k.Field(k.Bill.Along); f != nil && f.isNumber() && sound && !slices.Contains(numbers, f.ID) {
		hint := "add costs, or leave the bill out"
		if len(numbers) > 0 {
			hint = "write one of: " + strings.Join(numbers, ", ")
		}
		k.add(hint, fmt.Sprintf("no cost looks at %s, so no bill changes along it", f.ID), "bill", "along")
	}
	if k.Bill.MaterialField != "" {
		k.numericField(k.Bill.MaterialField, "bill", "material-field")
	}
	if k.Bill.From >= k.Bill.To {
		k.add("swap them", "from is not less than to", "bill", "from")
	}
	for i, a := range k.Bill.Example {
		k.example(a, "bill", "example", i)
	}
}

// example checks an answer of the imagined team that the page draws curves for.
func (k *checker) example(a Answer, at ...any) {
	k.refers("field", k.fieldIDs, a.Field, append(at, "field")...)
	f := k.Field(a.Field)
	if f == nil {
		return
	}
	at = append(at, "value")
	n, number := a.Value.(float64)
	_, yesNo := a.Value.(bool)
	switch {
	case f.ID == k.Bill.Along:
		k.add("leave it out", "the curves run along "+f.ID+", so it has no one value", at...)
	case f.isNumber() != number || (f.Type == YesNoField) != yesNo || !number && !yesNo:
		k.add("write what a profile would", fmt.Sprintf("%s is a %s, and this is none", f.ID, f.Type), at...)
	case number && (f.Min != nil && n < *f.Min || f.Max != nil && n > *f.Max):
		k.add("write a value that a profile may have", fmt.Sprintf("%s is outside of what %s may be", decision.NumberValue(n), f.ID), at...)
	}
}

// factorOf checks that what multiplies is not zero: an absent one is 1.
func (k *checker) factorOf(at ...any) {
	if n, ok := k.Root.At(at...).Float(); ok && n == 0 {
		k.add("leave it out where it is 1", "zero makes nothing of what it multiplies", at...)
	}
}

// multiplied checks what is multiplied: fields that are numbers, and the first
// of the quantities.
func (k *checker) multiplied(whose string, ids []string, quantities int, at ...any) {
	for j, id := range ids {
		at := append(slices.Clone(at), j)
		switch n := slices.IndexFunc(k.Quantities, func(q rule.Quantity) bool { return q.ID == id }); {
		case n < 0 || slices.Contains(k.fieldIDs, id):
			k.numericField(id, at...)
			k.bounded(whose+" is multiplied by", id, false)
		case n == quantities:
			k.add("name what it follows from", fmt.Sprintf("the quantity %s follows from itself", id), at...)
		case n > quantities:
			k.add("move "+id+" before it", fmt.Sprintf("the quantity %s comes later, and a quantity follows from those before it", id), at...)
		}
	}
}

// numericField checks that an id is a field's, and that of a number.
func (k *checker) numericField(id string, at ...any) {
	k.refers("field", k.fieldIDs, id, at...)
	if f := k.Field(id); f != nil && !f.isNumber() {
		k.add("name a field that is a number", fmt.Sprintf("%s is a %s, which nothing can be multiplied by", id, f.Type), at...)
	}
}

// paidBy are the fields, numbers all, that the bills of some options look at.
func (k *checker) paidBy(options ...string) []string {
	return slices.DeleteFunc(k.model.BillFields(options...), func(id string) bool { f := k.Field(id); return f == nil || !f.isNumber() })
}

func (f *Field) isNumber() bool { return f.Type == WholeField || f.Type == NumberField }

// bounded checks the bounds of a field that a bill is made of, once for each
// field: it is never below zero, never zero where something is divided by it, and
// has a most. use says what looks at it.
func (k *checker) bounded(use, id string, divides bool) {
	i := slices.Index(k.fieldIDs, id)
	if i < 0 || !k.Fields[i].isNumber() || slices.Contains(k.bound, id) {
		return
	}
	f := &k.Fields[i]
	before := len(k.findings)
	use += " " + id
	least := "write min: 0"
	if divides {
		least = "write a min above 0"
	}
	switch {
	case f.Min == nil && f.Max == nil:
		k.add(least+", and as max the most that an answer may be", use+", which has no min and no max, so a bill may be anything", "fields", i)
	case f.Min == nil:
		k.add(least, use+", which has no min, so a bill may be below zero", "fields", i)
	case f.Max == nil:
		k.add("write as max the most that an answer may be", use+", which has no max, so a bill has none", "fields", i)
	}
	switch {
	case f.Min == nil:
	case *f.Min < 0:
		k.add(least, fmt.Sprintf("%s, which may be %s, so a bill may be below zero", use, decision.NumberValue(*f.Min)), "fields", i, "min")
	case *f.Min == 0 && divides:
		k.add(least, use+", which may be 0", "fields", i, "min")
	}
	if len(k.findings) > before {
		k.bound = append(k.bound, id)
	}
}

// affordable checks that a term of a bill is a sum of money even where all its
// fields are at their most.
func (k *checker) affordable(cost *rule.Cost, i int) {
	if slices.ContainsFunc(k.paidBy(cost.Option), func(id string) bool { return slices.Contains(k.bound, id) }) {
		return // which is a finding of its own
	}
	most := k.most(cost.Scale, cost.Times, len(k.Quantities)) * k.priceOf(cost)
	if most <= mostDollars || math.IsNaN(most) {
		return
	}
	sum := "more than any number holds"
	if !math.IsInf(most, 0) {
		sum = fmt.Sprintf("%.0e US dollars a month", most)
	}
	k.add("write a lower max, or mend a scale; it looks at "+decision.And(k.paidBy(cost.Option)), "with each field at its max this comes to "+sum, "costs", i)
}

// most is the product of fields and of the first quantities at their most. It is
// not a number where one of them is not there.
func (k *checker) most(scale float64, ids []string, quantities int) float64 {
	product := cmp.Or(scale, 1)
	for _, id := range ids {
		if n := slices.IndexFunc(k.Quantities[:quantities], func(q rule.Quantity) bool { return q.ID == id }); n >= 0 {
			q := &k.Quantities[n]
			of := k.most(q.Scale, q.Times, n)
			for _, over := range q.Over {
				of /= k.end(over, func(d *rule.Domain) float64 { return d.Min })
			}
			if q.AtLeast != "" {
				of = max(of, k.end(q.AtLeast, func(d *rule.Domain) float64 { return d.Max }))
			}
			product *= of
			continue
		}
		product *= k.end(id, func(d *rule.Domain) float64 { return d.Max })
	}
	return product
}

// end is one end of a field, or not a number where there is none.
func (k *checker) end(field string, of func(*rule.Domain) float64) float64 {
	if d := k.model.Domain(field); d != nil {
		return of(d)
	}
	return math.NaN()
}

func (k *checker) priceOf(cost *rule.Cost) float64 {
	if cost.Price == "" {
		return 1
	}
	return k.model.Prices[cost.Price]
}

// billed checks that an option whose bill is compared has one.
func (k *checker) billed(option string, at ...any) {
	o := k.Option(option)
	if o == nil || slices.ContainsFunc(k.Costs, func(c rule.Cost) bool { return c.Option == option }) {
		return
	}
	hint := "add a term under costs with option: " + option
	if len(o.Parts) > 0 {
		hint = "compare the bill of a part: " + strings.Join(o.Parts, ", ")
	}
	k.add(hint, fmt.Sprintf("%s has no costs, so its bill is never known", option), at...)
}
