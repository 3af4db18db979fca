// Package advisor holds a profile against a catalog: a verdict for each option
// and factor, and for each worst case whether it can happen.
//
// It is arithmetic alone: no files, no clock, nothing about any option in
// particular. Rules are evaluated in three-valued logic, so an answer that is
// missing never turns into a verdict, and a range that lies on both sides of a
// threshold is unknown, with both sides named.
package advisor

import (
	"fmt"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/rule"
)

// Assess judges the options of a decision: those of its catalog by the catalog's
// rules, the team's own by the team's judgements. c is nil for a decision without
// a catalog. Options that the decision does not list are left out; a decision
// that lists none has all of the catalog's.
func Assess(d *decision.Decision, c *catalog.Catalog) decision.Assessment {
	a := newAssessor(d, c)
	a.assess()
	return a.cited()
}

// assess judges each option on the table.
func (a *assessor) assess() {
	c, d := a.catalog, a.decision
	if c != nil {
		a.result.Catalog, a.result.Version, a.result.Title = c.ID, c.Version, c.Title
		a.result.Rule = c.Rule.Text
		a.source(c.Rule.Source)
		for _, f := range c.Fields {
			a.result.Profile = append(a.result.Profile, decision.ProfileLine{
				Field: f.ID, Title: f.Title, Question: f.Question, Answer: d.Profile[f.ID], Unit: f.Unit})
		}
	}
	options := d.Options
	if len(options) == 0 && c != nil {
		for _, o := range c.Options {
			options = append(options, decision.Option{ID: o.ID})
		}
	}
	for i := range options {
		a.result.Options = append(a.result.Options, a.option(&options[i]))
	}
}

// assessor builds one assessment.
type assessor struct {
	rule.Env
	catalog  *catalog.Catalog
	decision *decision.Decision
	result   decision.Assessment
	named    []string // the ids of sources
}

func newAssessor(d *decision.Decision, c *catalog.Catalog) *assessor {
	a := &assessor{decision: d, catalog: c, Env: rule.Env{Model: &rule.Model{}, Profile: d.Profile}}
	if c != nil {
		a.Env.Model = c.Model(d.Prices)
	}
	return a
}

// option assesses one option on the table.
func (a *assessor) option(o *decision.Option) decision.AssessedOption {
	var known *catalog.Option
	if a.catalog != nil {
		known = a.catalog.Option(o.ID)
	}
	if known == nil {
		return a.own(o)
	}
	out := decision.AssessedOption{ID: o.ID, Title: known.Title, Summary: known.Summary, Parts: known.Parts}
	if o.Title != "" {
		out.Title = o.Title
	}
	for i := range a.catalog.Factors {
		f := &a.catalog.Factors[i]
		var cell decision.AssessedFactor
		if len(known.Parts) > 0 {
			cell = a.combined(f, known)
		} else {
			cell = a.factor(f, o.ID)
		}
		cell.Measured = a.measured(o.ID, f.ID)
		out.Factors = append(out.Factors, cell)
	}
	out.Factors = append(out.Factors, a.drivers(o)...)
	for _, from := range append([]string{o.ID}, known.Parts...) {
		out.WorstCases = append(out.WorstCases, a.worstCases(from, o.ID)...)
		for _, n := range a.catalog.Needs {
			if n.Option == from {
				out.Needs = append(out.Needs, n.Besides...)
				a.source(n.Source)
			}
		}
	}
	out.WorstCases = append(out.WorstCases, ownWorstCases(o)...)
	return out
}

// own assesses an option of the team's own, by its judgements.
func (a *assessor) own(o *decision.Option) decision.AssessedOption {
	return decision.AssessedOption{ID: o.ID, Title: o.Title, Summary: o.Description, Own: true,
		Factors: a.drivers(o), WorstCases: ownWorstCases(o)}
}

// drivers are the option's standings on the team's own drivers, judged or not.
func (a *assessor) drivers(o *decision.Option) []decision.AssessedFactor {
	var out []decision.AssessedFactor
	for _, driver := range Drivers(a.decision, a.catalog) {
		f := decision.AssessedFactor{ID: decision.Slug(driver), Title: driver, Kind: decision.Driver}
		for _, j := range o.Judged {
			if decision.Slug(j.Driver) == f.ID {
				f.Verdict, f.Because, f.Source = j.Verdict, j.Because, j.Source
			}
		}
		out = append(out, f)
	}
	// A judgement may also name a factor of the catalog, for an option that the
	// catalog does not know.
	if a.catalog == nil || a.catalog.Option(o.ID) != nil {
		return out
	}
	for _, j := range o.Judged {
		if f := a.catalog.Factor(decision.Slug(j.Driver)); f != nil {
			out = append(out, decision.AssessedFactor{ID: f.ID, Title: f.Title, Kind: f.Kind, Verdict: j.Verdict, Because: j.Because, Source: j.Source})
		}
	}
	return out
}

// Drivers are the rows that a team adds to the matrix: the drivers it states, and
// those that a judgement names, without the catalog's own factors.
func Drivers(d *decision.Decision, c *catalog.Catalog) []string {
	var out, seen []string
	add := func(driver string) {
		id := decision.Slug(driver)
		if slices.Contains(seen, id) || c != nil && c.Factor(id) != nil {
			return
		}
		seen, out = append(seen, id), append(out, driver)
	}
	for _, driver := range d.Drivers {
		add(driver)
	}
	for _, o := range d.Options {
		for _, j := range o.Judged {
			add(j.Driver)
		}
	}
	return out
}

func ownWorstCases(o *decision.Option) []decision.AssessedWorstCase {
	var out []decision.AssessedWorstCase
	for _, w := range o.WorstCases {
		out = append(out, decision.AssessedWorstCase{ID: w.ID, Title: w.What, When: w.When, What: w.What, Met: decision.MetUnknown, Source: w.Source})
	}
	return out
}

// factor is an option's standing on one factor of the catalog.
func (a *assessor) factor(f *catalog.Factor, option string) decision.AssessedFactor {
	out := decision.AssessedFactor{ID: f.ID, Title: f.Title, Kind: f.Kind}
	cell := f.Cell(option)
	if cell == nil {
		return out
	}
	out.Says = cell.Says
	if f.Kind == decision.Test {
		out.Verdict, out.Because = a.ruling(cell.Verdicts)
		out.Fields = a.Fields(conditionsOf(cell.Verdicts)...)
		if cell.Beside != nil && out.Verdict != decision.Fits {
			out.Beside = cell.Beside.Text
			a.source(cell.Beside.Source)
		}
		a.setSource(&out.Source, &out.SourceKind, f.Reading, f.Source)
		return out
	}
	out.Because = cell.Detail
	a.setSource(&out.Source, &out.SourceKind, f.Source)
	return out
}

// combined is the standing of an option that is made of parts: the worst of
// theirs, as they stand where something was measured.
func (a *assessor) combined(f *catalog.Factor, o *catalog.Option) decision.AssessedFactor {
	out := decision.AssessedFactor{ID: f.ID, Title: f.Title, Kind: f.Kind, Source: strings.Join(o.Parts, " + "), SourceKind: decision.FromDerivation}
	var says []string
	for _, id := range o.Parts {
		part := a.factor(f, id)
		says = append(says, part.Says)
		if f.Kind != decision.Test {
			continue
		}
		if out.Beside == "" {
			out.Beside = part.Beside
		}
		for _, field := range part.Fields {
			if !slices.Contains(out.Fields, field) {
				out.Fields = append(out.Fields, field)
			}
		}
		switch verdict, because := a.standsOn(id, f); {
		case out.Verdict == "" || verdict.Rank() > out.Verdict.Rank():
			out.Verdict, out.Because = verdict, because
		case verdict == out.Verdict && because != out.Because:
			out.Because += "; " + because
		}
	}
	out.Says = strings.Join(slices.Compact(says), "; ")
	return out
}

// standsOn is the verdict that counts for an option, with its reason: what was
// measured on it, else what the rules say.
func (a *assessor) standsOn(option string, f *catalog.Factor) (decision.Verdict, string) {
	if m := a.measured(option, f.ID); m != nil {
		return m.Verdict, "measured: " + m.Value
	}
	cell := a.factor(f, option)
	if o := a.catalog.Option(option); o != nil && len(o.Parts) > 0 {
		cell = a.combined(f, o)
	}
	return cell.Verdict, cell.Because
}

// measured is what the team measured of an option on a factor, or nil.
func (a *assessor) measured(option, factor string) *decision.Measured {
	if o := a.decision.Option(option); o != nil {
		for i := range o.Measured {
			if o.Measured[i].Factor == factor {
				return &o.Measured[i]
			}
		}
	}
	return nil
}

// ruling is decide with its reason: what holds in the team's own numbers, or what
// the verdict hangs on.
func (a *assessor) ruling(rulings []catalog.Ruling) (decision.Verdict, string) {
	verdict, reached := decide(a.Env, rulings)
	if verdict != decision.Undecided || len(reached) == 1 && a.Holds(reached[0].When) == rule.Yes {
		return verdict, a.fill(reached[0].Because)
	}
	var possible []decision.Verdict
	var conditions []*rule.Condition
	for _, r := range reached {
		if !slices.Contains(possible, r.Verdict) {
			possible = append(possible, r.Verdict)
		}
		conditions = append(conditions, r.When)
	}
	return decision.Undecided, a.hangsOn(a.Fields(conditions...), possible)
}

// conditionsOf are those of the rulings that have one.
func conditionsOf(rulings []catalog.Ruling) []*rule.Condition {
	var out []*rule.Condition
	for _, r := range rulings {
		if r.When != nil {
			out = append(out, r.When)
		}
	}
	return out
}

// decide finds the first verdict whose condition holds. Where an earlier one
// cannot be told, every verdict that is still possible counts: one and the same
// is the verdict, else it is unknown. reached are the rulings that may hold.
func decide(env rule.Env, rulings []catalog.Ruling) (verdict decision.Verdict, reached []*catalog.Ruling) {
	for i := range rulings {
		r := &rulings[i]
		t := env.Holds(r.When)
		if t == rule.No {
			continue
		}
		if reached = append(reached, r); verdict == "" {
			verdict = r.Verdict
		} else if verdict != r.Verdict {
			verdict = decision.Undecided
		}
		if t == rule.Yes {
			return verdict, reached
		}
	}
	return decision.Undecided, reached
}

// hangsOn says why something cannot be told: an answer that is missing, or a
// range that lies on both sides.
func (a *assessor) hangsOn(fields []string, possible []decision.Verdict) string {
	var missing, spans []string
	for _, id := range fields {
		f := a.catalog.Field(id)
		switch v, told := a.Profile[id]; {
		case f == nil:
		case !told || v.Kind == decision.NoValue:
			missing = append(missing, id)
		case v.IsRange():
			spans = append(spans, fmt.Sprintf("%s from %s", strings.ToLower(f.Title), v.Words()))
		}
	}
	if len(missing) > 0 {
		return "the profile leaves out " + decision.And(missing)
	}
	verdicts := make([]string, len(possible))
	for i, v := range possible {
		verdicts[i] = string(v)
	}
	if len(verdicts) < 2 {
		return decision.And(spans) + " lies on both sides"
	}
	return decision.And(spans) + " reaches from " + strings.Join(verdicts, " to ")
}

// worstCases are the catalog's worst cases of one option, held against the
// profile. within is the option on the table that they are told for: from itself,
// or an option that from is a part of and on which something may be measured.
func (a *assessor) worstCases(from, within string) []decision.AssessedWorstCase {
	stands := func(factor string) (decision.Verdict, string) {
		if m := a.measured(within, factor); m != nil {
			return m.Verdict, "measured: " + m.Value
		}
		if f := a.catalog.Factor(factor); f != nil {
			return a.standsOn(from, f)
		}
		return decision.Undecided, ""
	}
	eval := a.Env
	eval.Standing = func(factor string) decision.Verdict {
		verdict, _ := stands(factor)
		return verdict
	}
	var out []decision.AssessedWorstCase
	for _, w := range a.catalog.WorstCases {
		if w.Option != from {
			continue
		}
		c := decision.AssessedWorstCase{ID: w.ID, Title: w.Title, Factor: w.Factor, When: w.When, What: w.What, Figure: w.Figure, Beside: w.Beside}
		fields := a.Fields(w.Met)
		c.Fields = fields
		if w.Met != nil && w.Met.Factor != "" {
			if f := a.catalog.Factor(w.Met.Factor); f != nil {
				c.Fields = a.factor(f, from).Fields
			}
		}
		switch eval.Holds(w.Met) {
		case rule.Yes:
			c.Met, c.Because = decision.MetYes, a.fill(w.Because)
		case rule.No:
			c.Met, c.Because = decision.MetNo, a.told(fields)
		default:
			c.Met, c.Because = decision.MetUnknown, a.hangsOn(fields, nil)
		}
		if w.Met != nil && w.Met.Factor != "" {
			_, c.Because = stands(w.Met.Factor)
		}
		a.setSource(&c.Source, &c.SourceKind, w.Source)
		if w.Reading != w.Source {
			c.Reading = w.Reading
			a.source(w.Reading)
		}
		out = append(out, c)
	}
	return out
}

// told repeats the answers that rule a worst case out.
func (a *assessor) told(fields []string) string {
	var parts []string
	for _, id := range fields {
		if f, v := a.catalog.Field(id), a.Profile[id]; f != nil && v.Kind != decision.NoValue {
			parts = append(parts, fmt.Sprintf("%s: %s", strings.ToLower(f.Title), v.Words()))
		}
	}
	return decision.And(parts)
}

var placeholder = lazyregexp.New(`\{[a-z][a-z0-9-]*\}`)

// fill puts the team's answers in the places that a reason leaves for them.
func (a *assessor) fill(reason string) string {
	return placeholder.ReplaceAllStringFunc(reason, func(m string) string {
		return a.Profile[m[1:len(m)-1]].Words()
	})
}

// setSource writes the first source that is given, and its kind.
func (a *assessor) setSource(id *string, kind *decision.SourceKind, candidates ...string) {
	for _, c := range candidates {
		if s := a.catalog.Source(c); s != nil {
			*id, *kind = s.ID, s.Kind
			a.source(candidates...)
			return
		}
	}
}

func (a *assessor) source(ids ...string) {
	for _, id := range ids {
		if id != "" && !slices.Contains(a.named, id) {
			a.named = append(a.named, id)
		}
	}
}

// cited is the assessment with the sources that it names, in the catalog's order.
func (a *assessor) cited() decision.Assessment {
	out := a.result
	if a.catalog == nil {
		return out
	}
	for _, s := range a.catalog.Sources {
		if slices.Contains(a.named, s.ID) {
			out.Sources = append(out.Sources, decision.Source{ID: s.ID, Title: s.Title, Kind: s.Kind, URL: s.URL, Date: s.Date})
		}
	}
	return out
}
