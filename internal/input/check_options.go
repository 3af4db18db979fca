package input

import (
	"fmt"
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

func (k *checker) options() {
	var ids []string
	if k.settled != nil {
		for i, o := range k.d.Options {
			if k.settled.Option(o.ID) == nil {
				k.add("unknown-value", "run tradeoff render --again to assess the decision anew", fmt.Sprintf("the option %s was not on the table when this was decided", o.ID), "options", i)
			}
		}
		return
	}
	for i, o := range k.d.Options {
		known := k.catalog != nil && k.catalog.Option(o.ID) != nil
		switch {
		case o.ID == "":
			k.add("missing-key", "write title: A worker in the monolith", "an option needs an id of the catalog or a title of its own", "options", i)
		case !known && o.Title == "" && k.catalog != nil:
			var own []string
			for _, c := range k.catalog.Options {
				own = append(own, c.ID)
			}
			k.add("unknown-value", diag.DidYouMean(o.ID, own)+" For one of your own, write a title", fmt.Sprintf("no option %q in the catalog %s", o.ID, k.catalog.ID), "options", i, "id")
		case !known && o.Title == "":
			k.add("missing-key", "write title: A worker in the monolith", "an option of your own needs a title", "options", i)
		case slices.Contains(ids, o.ID):
			k.add("duplicate-key", "give one of them another id", fmt.Sprintf("the option %s stands here twice", o.ID), "options", i)
		}
		ids = append(ids, o.ID)
		var worst []string
		for j, w := range o.WorstCases {
			if slices.Contains(worst, w.ID) {
				k.add("duplicate-key", "give it another id", fmt.Sprintf("the worst case %s stands here twice", w.ID), "options", i, "worst-cases", j, "id")
			}
			worst = append(worst, w.ID)
			if known && catalogHasWorstCase(k.catalog, o.ID, w.ID) {
				k.add("duplicate-key", "give yours another id", fmt.Sprintf("the catalog has a worst case %s of %s already", w.ID, o.ID), "options", i, "worst-cases", j, "id")
			}
		}
		var judged []string
		for j, verdict := range o.Judged {
			id := decision.Slug(verdict.Driver)
			if slices.Contains(judged, id) {
				k.add("duplicate-key", "keep one", fmt.Sprintf("%s is judged already", verdict.Driver), "options", i, "judged", j, "driver")
			}
			judged = append(judged, id)
			isFactor := k.catalog != nil && k.catalog.Factor(id) != nil
			if len(k.d.Drivers) > 0 && !isFactor && !slices.ContainsFunc(k.d.Drivers, func(d string) bool { return decision.Slug(d) == id }) {
				k.add("unknown-value", diag.DidYouMean(verdict.Driver, k.d.Drivers), fmt.Sprintf("%q is not among the drivers", verdict.Driver), "options", i, "judged", j, "driver")
			}
			if known && k.catalog.Factor(decision.Slug(verdict.Driver)) != nil {
				k.add("unknown-value", "write what was measured under measured, or judge a driver of your own", fmt.Sprintf("the catalog has a verdict of its own on %s", verdict.Driver), "options", i, "judged", j, "driver")
			}
		}
		for j, m := range o.Measured {
			var factors []string
			if k.catalog != nil {
				for _, f := range k.catalog.Factors {
					if f.Kind == decision.Test {
						factors = append(factors, f.ID)
					}
				}
			}
			if !slices.Contains(factors, m.Factor) {
				k.add("unknown-value", diag.DidYouMean(m.Factor, factors), fmt.Sprintf("no factor %q that a measurement decides", m.Factor), "options", i, "measured", j, "factor")
			} else if !known {
				k.add("unknown-value", "write it under judged", "a measurement overrides a catalog's verdict, and this option has none", "options", i, "measured", j)
			}
		}
	}
}

// catalogHasWorstCase tells whether the option, or a part of it, has that worst case.
func catalogHasWorstCase(c *catalog.Catalog, option, id string) bool {
	of := []string{option}
	if o := c.Option(option); o != nil {
		of = append(of, o.Parts...)
	}
	return slices.ContainsFunc(c.WorstCases, func(w catalog.WorstCase) bool { return w.ID == id && slices.Contains(of, w.Option) })
}
