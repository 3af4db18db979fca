// Package rule holds rules as data: conditions over a typed profile in
// three-valued logic, and costs as terms of prices and fields.
//
// A rule is never run, only held against a profile. That is what makes it
// possible to say where exactly its answer changes: a Cut is found from the
// rule's own thresholds, with its bound open or closed, and between two cuts
// the answer is one and the same. Nothing is sampled.
//
// rule knows no catalog and no option; a Model is all that it needs of them.
package rule

import "tradeoff/internal/decision"

// Domain is what the answers to one field may be.
type Domain struct {
	Field    string
	Kind     decision.ValueKind // Number, YesNo or Word
	Whole    bool               // of a Number: whole ones alone
	Min, Max float64            // of a Number, both included; infinite where there is no bound
	Values   []string           // of a Word
}

// Condition is a three-valued statement over a profile: exactly one of All, Any,
// Not, a comparison of a field, the standing on a factor, or a comparison of two
// bills.
type Condition struct {
	All []*Condition `json:"all"`
	Any []*Condition `json:"any"`
	Not *Condition   `json:"not"`

	Field string   `json:"field"`
	LT    *Operand `json:"lt"`
	LE    *Operand `json:"le"`
	GT    *Operand `json:"gt"`
	GE    *Operand `json:"ge"`
	Is    any      `json:"is"` // bool, or string for a word

	// Factor holds where the option's own standing on that factor is strains or
	// breaks, fails where it fits, and is unknown otherwise. It stands only in
	// the condition of a worst case, which has an option.
	Factor string `json:"factor"`

	Bill string `json:"bill"` // an option whose monthly bill is compared …
	Over string `json:"over"` // … and holds where it is more than this option's
}

// Operand is a number, or the sum of a number and fields.
type Operand struct {
	Constant float64
	Fields   []string
}

// Quantity is a number that follows from fields: the product of Times by Scale,
// divided by each of Over, and no less than AtLeast.
//
// What follows is only a lower bound where a field of it is not answered: a
// field of Times then counts as the least that it may be, and without one of
// Over the quantity is AtLeast alone. Assumes says so in words.
type Quantity struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Unit    string   `json:"unit"`
	Scale   float64  `json:"scale"`    // 1 where left out
	Times   []string `json:"times"`    // fields, and quantities before this one
	Over    []string `json:"over"`     // fields
	AtLeast string   `json:"at-least"` // a field; "" for no bound
	Assumes string   `json:"assumes"`  // {field} of Over stands for the least that it has to be
	Source  string   `json:"source"`
}

// Cost is one term of an option's monthly bill in US dollars: a price times
// fields and quantities, with what is free taken off first.
type Cost struct {
	ID     string   `json:"id"`
	Option string   `json:"option"`
	Title  string   `json:"title"`
	Price  string   `json:"price"`   // the id of a price; US dollars where left out
	Scale  float64  `json:"scale"`   // to the unit of the price; 1 where left out
	Times  []string `json:"times"`   // fields and quantities
	Free   float64  `json:"free"`    // units taken off
	FreeIf string   `json:"free-if"` // … where this field is yes; always where it is ""
	Source string   `json:"source"`
}

// Model is what a profile is held against.
type Model struct {
	Domains    []Domain
	Quantities []Quantity
	Costs      []Cost
	Prices     map[string]float64 // US dollars for one unit, by id
}

// Domain gives the domain of that field, or nil.
func (m *Model) Domain(field string) *Domain {
	for i := range m.Domains {
		if m.Domains[i].Field == field {
			return &m.Domains[i]
		}
	}
	return nil
}

// Quantity gives the quantity of that id, or nil.
func (m *Model) Quantity(id string) *Quantity {
	for i := range m.Quantities {
		if m.Quantities[i].ID == id {
			return &m.Quantities[i]
		}
	}
	return nil
}
