package cli

import (
	"cmp"
	"slices"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// What stands in for a source of the catalog, where a statement has another ground.
const (
	teamKind    = "team"     // the kind of what the team itself says
	teamSource  = "input"    // the id of the input as a source
	derivedFrom = "verdicts" // the id of what follows from the verdicts and bills
)

// reporter turns an assessment into what advise --json prints, and gathers the
// sources that its statements name.
type reporter struct {
	*advised
	sources []sourceReport
}

// report is advise ID --json.
func (v *advised) report() adviceReport {
	r := &reporter{advised: v}
	a, advice := &v.assessment, v.assessment.Advice
	if advice == nil {
		advice = &decision.Advice{}
	}
	out := adviceReport{
		AsDecided: v.decided, DecidedOn: orNull(v.date), Drift: changedReports(v.drift.changes), DriftNote: orNull(v.drift.note),
		WhatIf: []string{}, Profile: []answerReport{}, Options: []optionReport{}, Ineligible: []brokenReport{}, Trades: []tradeReport{},
		Unknown: []unknownReport{}, Unmeasured: []unmeasureReport{}, Notes: []noteReport{},
		Leader: orNull(advice.Leader), Because: orNull(advice.Because), Contenders: orEmpty(advice.Contenders),
		NoDifference: orEmpty(advice.NoDifference), Rule: orNull(a.Rule),
	}
	if e := v.entry; e != nil {
		out.Decision = &decisionReport{ID: e.ID, Path: v.project.show(e.Path), Title: v.decision.Title, Status: string(v.decision.Status),
			Option: orNull(v.decision.Outcome.Option), Because: orNull(v.decision.Outcome.Because)}
		if v.decided {
			out.Decision.Status = string(e.Standing())
		}
	}
	if a.Catalog != "" {
		out.Catalog = &catalogReport{ID: a.Catalog, Version: a.Version, Title: a.Title}
	}
	for _, s := range v.sets {
		out.WhatIf = append(out.WhatIf, s.text)
	}
	for _, p := range a.Profile {
		out.Profile = append(out.Profile, answerReport{Field: p.Field, Title: p.Title, Question: p.Question, Answer: p.Answer, Unit: orNull(p.Unit)})
	}
	for i := range a.Options {
		out.Options = append(out.Options, r.option(&a.Options[i]))
	}
	if advice.Because != "" {
		out.Source = orNull(r.derived())
	}
	for _, b := range advice.Ineligible {
		out.Ineligible = append(out.Ineligible, brokenReport{b.Option, b.Factor})
	}
	for _, t := range advice.Trades {
		out.Trades = append(out.Trades, tradeReport{Options: t.Options, First: orEmpty(t.First), Second: orEmpty(t.Second), Because: t.Because, Source: r.derived()})
	}
	out.ChangesLeader = r.turns(advice.ChangesLeader, func(decision.TurningPoint) []string { return []string{r.derived()} })
	out.ChangesJudged = r.turns(advice.ChangesVerdict, r.turnSources)
	out.ChangesCheap = r.turns(advice.ChangesCheaper, func(p decision.TurningPoint) []string { return r.billSources(r.billed(advice)) })
	r.unknowns(advice, &out)
	out.Costs = r.costs(advice.Costs)
	for _, n := range advice.Notes {
		out.Notes = append(out.Notes, noteReport{Title: n.Title, Text: n.Text, Source: orNull(r.source(n.Source, ""))})
	}
	out.Sources = append([]sourceReport{}, r.cited()...)
	return out
}

// unknowns fills in what nobody has answered yet, and what the ranges leave open.
func (r *reporter) unknowns(advice *decision.Advice, out *adviceReport) {
	for _, u := range advice.Unknown {
		one := unknownReport{Field: u.Field, Matters: u.Matters, Because: u.Because}
		if line := r.line(u.Field); line != nil {
			one.Title, one.Question = line.Title, line.Question
		}
		out.Unknown = append(out.Unknown, one)
	}
	for _, u := range advice.Unmeasured {
		out.Unmeasured = append(out.Unmeasured, unmeasureReport{u.Option, u.Factor, u.Matters, u.Because})
	}
	if c := advice.Cells; c != nil {
		out.Cells = &cellsReport{Fields: orEmpty(c.Fields), Total: c.Total, Leads: []leadsReport{}, Because: c.Because}
		for _, l := range c.Leads {
			out.Cells.Leads = append(out.Cells.Leads, leadsReport{orNull(l.Leader), l.Count})
		}
	}
}

// line is the profile's line of that field, or nil.
func (v *advised) line(field string) *decision.ProfileLine {
	for i := range v.assessment.Profile {
		if v.assessment.Profile[i].Field == field {
			return &v.assessment.Profile[i]
		}
	}
	return nil
}

func (r *reporter) option(o *decision.AssessedOption) optionReport {
	out := optionReport{ID: o.ID, Title: o.Title, Own: o.Own, Parts: orEmpty(o.Parts), Factors: []factorReport{}, WorstCases: []worstReport{}}
	for _, f := range o.Factors {
		one := factorReport{ID: f.ID, Title: f.Title, Kind: string(f.Kind), Verdict: orNull(f.Verdict), Stands: orNull(f.Standing()),
			Says: orNull(f.Says), Because: orNull(f.Because), Beside: orNull(f.Beside)}
		one.Source, one.SourceKind = r.ground(f.Source, f.SourceKind)
		if m := f.Measured; m != nil {
			one.Measured = &measuredReport{Value: m.Value, Verdict: string(m.Verdict), Source: r.source(m.Source, decision.FromMeasurement)}
		}
		out.Factors = append(out.Factors, one)
	}
	for _, w := range o.WorstCases {
		one := worstReport{ID: w.ID, Title: w.Title, Factor: orNull(w.Factor), Met: string(w.Met), When: orNull(w.When), What: w.What,
			Figure: orNull(w.Figure), Because: orNull(w.Because), Reading: orNull(r.source(w.Reading, "")), Beside: orNull(w.Beside)}
		one.Source, one.SourceKind = r.ground(w.Source, w.SourceKind)
		if answer := r.decision.Answer(w.ID); answer != nil && o.ID == r.decision.Outcome.Option {
			one.Answer = &answeredWho{Answer: answer.Answer, By: orNull(answer.By), Because: orNull(answer.Because), Happened: orNull(answer.Happened)}
			if watch := answer.Watch; watch != nil {
				one.Answer.Watch = &watchReport{Field: watch.Field, Above: watch.Above, Below: watch.Below}
			}
		}
		out.WorstCases = append(out.WorstCases, one)
	}
	return out
}

// turns are turning points, each with what it rests on.
func (r *reporter) turns(points []decision.TurningPoint, sources func(decision.TurningPoint) []string) []turnReport {
	out := []turnReport{}
	for _, p := range points {
		out = append(out, turnReport{Field: p.Field, At: p.At, Where: p.Where(), Beyond: p.Beyond, Up: p.Up, From: orNull(p.From), To: orNull(p.To),
			Option: orNull(p.Option), Factor: orNull(p.Factor), Contenders: orEmpty(p.Contenders), Because: p.Because, Sources: sources(p)})
	}
	return out
}

// turnSources are what the verdict of a turning point rests on.
func (r *reporter) turnSources(p decision.TurningPoint) []string {
	if o := r.assessment.Option(p.Option); o != nil {
		if f := o.Factor(p.Factor); f != nil {
			id, _ := r.ground(f.Source, f.SourceKind)
			return []string{id}
		}
	}
	return []string{}
}

// billed are the options that have a bill.
func (r *reporter) billed(advice *decision.Advice) (options []string) {
	if advice.Costs != nil {
		for _, m := range advice.Costs.Monthly {
			options = append(options, m.Option)
		}
	}
	return options
}

// ground is a statement's source and its kind. What names none is the team's word.
func (r *reporter) ground(id string, kind decision.SourceKind) (string, string) {
	if kind == "" {
		kind = teamKind
	}
	return r.source(cmp.Or(id, teamSource), kind), string(kind)
}

// derived is the source of what follows from the verdicts.
func (r *reporter) derived() string { return r.source(derivedFrom, decision.FromDerivation) }

// source notes that a statement names a source. One that no catalog describes, the
// team's own words, is described by itself.
func (r *reporter) source(id string, kind decision.SourceKind) string {
	if id == "" || slices.ContainsFunc(r.sources, func(s sourceReport) bool { return s.ID == id }) {
		return id
	}
	out := sourceReport{ID: id, Title: id, Kind: string(cmp.Or(kind, decision.SourceKind(teamKind)))}
	switch {
	case kind == decision.FromDerivation && id != derivedFrom:
		out.Title = "Follows from the parts: " + id
	case id == derivedFrom:
		out.Title = "Follows from the verdicts: one leads that is no worse than every other on every test, and better on one"
	case id == teamSource && r.entry != nil:
		out.Title = r.project.show(r.entry.Input.File)
	case r.catalog != nil && r.catalog.Source(id) != nil:
		s := r.catalog.Source(id)
		out.Title, out.Kind, out.URL, out.Date = s.Title, string(s.Kind), orNull(s.URL), orNull(s.Date)
	}
	r.sources = append(r.sources, out)
	return id
}

// cited are the sources that were named: first those of the assessment, as it
// keeps them and in its order, then the others.
func (r *reporter) cited() []sourceReport {
	var out []sourceReport
	for _, s := range r.assessment.Sources {
		out = append(out, sourceReport{ID: s.ID, Title: s.Title, Kind: string(s.Kind), URL: orNull(s.URL), Date: orNull(s.Date)})
	}
	for _, s := range r.sources {
		if !slices.ContainsFunc(out, func(have sourceReport) bool { return have.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out
}

// changedReports are what would be another today.
func changedReports(changes []advisor.Change) []changedReport {
	out := []changedReport{}
	for _, c := range changes {
		out = append(out, changedReport{Option: c.Option, Factor: orNull(c.Factor), Worst: orNull(c.Worst), From: orNull(c.From), To: orNull(c.To),
			Fields: orEmpty(c.Fields), Because: c.Because})
	}
	return out
}
