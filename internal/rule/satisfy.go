package rule

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// Outcomes visits every way in which the comparisons of some conditions can come
// out together, over all answers that the fields may have. holds tells, of those
// conditions and of each part of them, whether it does.
//
// It is for proofs: what holds in no outcome, holds for no profile. The reverse
// is not so. A comparison of two fields, a standing on a factor and a comparison
// of bills count as free where the fields' bounds leave them free, so that an
// outcome may have no profile that brings it about.
//
// It gives up, and says false, where there are more than limit outcomes.
func (m *Model) Outcomes(conditions []*Condition, limit int, visit func(holds func(*Condition) bool)) bool {
	r := &relaxation{from: m, of: map[*Condition]*Condition{}}
	roots := make([]*Condition, len(conditions))
	for i, c := range conditions {
		roots[i] = r.condition(c)
	}
	// First the fields are cut into boxes, then in each box what stands for
	// the sums of fields.
	left, complete := limit, true
	boxes := Env{Model: &r.fields}
	ok := boxes.Each(r.fieldIDs(), roots, limit, func(profile decision.Profile, cells []Cell) {
		if !complete {
			return
		}
		inner := Env{Model: &Model{Domains: slices.Concat(r.fields.Domains, r.within(cells))}, Profile: profile}
		within := inner.Each(r.standInIDs(), roots, left, func(profile decision.Profile, _ []Cell) {
			left--
			at := Env{Model: inner.Model, Profile: profile}
			visit(func(c *Condition) bool { return at.Holds(r.of[c]) == Yes })
		})
		complete = complete && within
	})
	return ok && complete
}

// Comparisons are the parts of some conditions that are no all, any or not.
func Comparisons(conditions ...*Condition) []*Condition {
	var out []*Condition
	for _, c := range conditions {
		atoms(c, func(atom *Condition) { out = append(out, atom) })
	}
	return out
}

// relaxation is some conditions with every comparison of more than one field, of
// a factor or of bills replaced by that of a stand-in: a field of its own.
type relaxation struct {
	from     *Model
	fields   Model                     // the fields that are looked at
	of       map[*Condition]*Condition // by the part that each stands for
	standIns []standIn
}

// standIn is a field that stands for a sum of fields, or for a statement.
type standIn struct {
	Domain
	terms []share // of a sum
}

// share is a field of a sum, with how often it stands there.
type share struct {
	field string
	times float64
}

// condition replaces a condition.
func (r *relaxation) condition(c *Condition) *Condition {
	if c == nil {
		return nil
	}
	if known := r.of[c]; known != nil {
		return known
	}
	out := &Condition{}
	for _, sub := range c.All {
		out.All = append(out.All, r.condition(sub))
	}
	for _, sub := range c.Any {
		out.Any = append(out.Any, r.condition(sub))
	}
	out.Not = r.condition(c.Not)
	switch {
	case c.Factor != "":
		*out = Condition{Field: r.statement("factor " + c.Factor), Is: true}
	case c.Bill != "":
		*out = Condition{Field: r.statement("bill " + c.Bill + " over " + c.Over), Is: true}
	case c.Field != "":
		*out = r.comparison(c)
	}
	r.of[c] = out
	return out
}

// comparison replaces the comparison of a field by one with a constant.
func (r *relaxation) comparison(c *Condition) Condition {
	o := c.against()
	if o == nil || len(o.Fields) == 0 {
		r.look(c.Field)
		return *c
	}
	times := map[string]float64{c.Field: 1}
	for _, id := range o.Fields {
		times[id]--
	}
	var terms []share
	for _, id := range slices.Sorted(maps.Keys(times)) {
		if times[id] != 0 {
			terms = append(terms, share{id, times[id]})
			r.look(id)
		}
	}
	out := Condition{LT: c.LT, LE: c.LE, GT: c.GT, GE: c.GE}
	constant := o.Constant
	// Of two that are each other's negative, the same one stands for both.
	if len(terms) > 0 && terms[0].times < 0 {
		for i := range terms {
			terms[i].times = -terms[i].times
		}
		constant = -constant
		out = Condition{LT: c.GT, LE: c.GE, GT: c.LT, GE: c.LE}
	}
	for _, o := range []**Operand{&out.LT, &out.LE, &out.GT, &out.GE} {
		if *o != nil {
			*o = &Operand{Constant: constant}
		}
	}
	if len(terms) == 1 && terms[0].times == 1 {
		out.Field = terms[0].field
	} else {
		out.Field = r.sum(terms)
	}
	return out
}

// look takes a field into the model. One that is not known may be any number.
func (r *relaxation) look(field string) {
	if r.fields.Domain(field) != nil {
		return
	}
	d := Domain{Field: field, Kind: decision.Number, Min: math.Inf(-1), Max: math.Inf(1)}
	if known := r.from.Domain(field); known != nil {
		d = *known
	}
	r.fields.Domains = append(r.fields.Domains, d)
}

// statement is the stand-in for what is true or not.
func (r *relaxation) statement(id string) string {
	return r.stand(standIn{Domain: Domain{Field: id, Kind: decision.YesNo}})
}

// sum is the stand-in for a sum of fields.
func (r *relaxation) sum(terms []share) string {
	var name strings.Builder
	whole := true
	for _, t := range terms {
		fmt.Fprintf(&name, "%+g %s ", t.times, t.field)
		d := r.from.Domain(t.field)
		whole = whole && d != nil && d.Whole
	}
	return r.stand(standIn{Domain{Field: "sum " + name.String(), Kind: decision.Number, Whole: whole}, terms})
}

func (r *relaxation) stand(s standIn) string {
	if !slices.ContainsFunc(r.standIns, func(o standIn) bool { return o.Field == s.Field }) {
		r.standIns = append(r.standIns, s)
	}
	return s.Field
}

// within are the domains of the stand-ins where each field lies in its cell.
func (r *relaxation) within(cells []Cell) []Domain {
	out := make([]Domain, len(r.standIns))
	for i, s := range r.standIns {
		d := s.Domain
		exact, size := true, 0.0
		for _, t := range s.terms {
			n := slices.IndexFunc(r.fields.Domains, func(d Domain) bool { return d.Field == t.field })
			low, high := t.times*cells[n].Values.Low, t.times*cells[n].Values.High
			d.Min += min(low, high)
			d.Max += max(low, high)
			exact = exact && low == math.Trunc(low) && high == math.Trunc(high)
			for _, end := range []float64{low, high} {
				if !math.IsInf(end, 0) {
					size += math.Abs(end)
				}
			}
		}
		// A sum is compared as decimal numbers have it, and this one may have
		// been rounded.
		if !exact || size > 1<<53 {
			d.Min, d.Max, d.Whole = d.Min-size*1e-9, d.Max+size*1e-9, false
		}
		out[i] = d
	}
	return out
}

func (r *relaxation) fieldIDs() []string {
	var ids []string
	for _, d := range r.fields.Domains {
		ids = append(ids, d.Field)
	}
	return ids
}

func (r *relaxation) standInIDs() []string {
	var ids []string
	for _, s := range r.standIns {
		ids = append(ids, s.Field)
	}
	return ids
}
