package catalog

import (
	"cmp"
	"math"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// Model is what the catalog's rules and costs are held against, with the team's
// own prices in place of the list prices.
func (c *Catalog) Model(own []decision.Price) *rule.Model {
	m := &rule.Model{Quantities: c.Quantities, Costs: c.Costs, Prices: map[string]float64{}}
	for i := range c.Fields {
		m.Domains = append(m.Domains, c.Fields[i].Domain())
	}
	amounts := map[string]float64{}
	for _, p := range own {
		amounts[p.ID] = p.Amount
	}
	for _, p := range c.Prices {
		amount, told := amounts[p.ID]
		if !told {
			amount = p.Amount
		}
		m.Prices[p.ID] = amount / cmp.Or(p.Per, 1)
	}
	return m
}

// Domain is what the answers to the field may be.
func (f *Field) Domain() rule.Domain {
	d := rule.Domain{Field: f.ID, Kind: decision.Number, Whole: f.Type == WholeField, Min: math.Inf(-1), Max: math.Inf(1), Values: f.Values}
	switch f.Type {
	case YesNoField:
		d.Kind = decision.YesNo
	case WordField:
		d.Kind = decision.Word
	}
	if f.Min != nil {
		d.Min = *f.Min
	}
	if f.Max != nil {
		d.Max = *f.Max
	}
	return d
}
