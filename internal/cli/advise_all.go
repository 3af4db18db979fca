package cli

import (
	"fmt"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

// driftedDecision is one decision in advise --all --json.
type driftedDecision struct {
	ID      string          `json:"id"`
	Path    string          `json:"path"`
	Title   string          `json:"title"`
	Date    *string         `json:"date"` // on which it was decided
	Changes []changedReport `json:"changes"`
	Led     *string         `json:"led"`   // the option that led then; null for none
	Leads   *string         `json:"leads"` // … and today
	Note    *string         `json:"note"`  // why it cannot be told what would be another
}

// runAdviseAll lists the accepted decisions of which the assessment would be
// another today. What it finds is news and no fault, so that it ends with 0.
func (a *App) runAdviseAll() error {
	p, err := a.open()
	if err != nil {
		return err
	}
	log, err := p.log(a.Ctx)
	if err != nil {
		return err
	}
	set, findings := p.catalogs()
	if findings = append(findings, p.logFindings(log, set)...); findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	defaults := map[string]*input.Defaults{}
	for i, dir := range p.settings.Decisions {
		defaults[dir] = log.Defaults[i]
	}
	all := []driftedDecision{}
	var lines []string
	for _, e := range log.Entries {
		if e.Input == nil || e.Standing() != decision.Accepted || e.Input.Findings.HasErrors() {
			continue
		}
		ground := e.Input.Decision.DecidedWith
		if ground == nil || ground.Assessment == nil {
			continue
		}
		one := driftedDecision{ID: e.ID, Path: p.show(e.Path), Title: e.Title, Date: orNull(ground.Date)}
		d := driftOf(e, set, defaults[p.folderOf(e.Input.File)])
		if d.note == "" && len(d.changes) == 0 {
			continue
		}
		one.Changes, one.Note, one.Led, one.Leads = changedReports(d.changes), orNull(d.note), orNull(d.led), orNull(d.lead)
		all = append(all, one)
		if d.note != "" {
			lines = append(lines, e.ID+" "+d.note)
		}
		for _, cause := range d.causes() {
			lines = append(lines, e.ID+" was "+cause)
		}
		then := &advised{assessment: *ground.Assessment}
		if leads := d.leads(then.title); leads != "" {
			lines[len(lines)-1] += "; " + leads
		}
	}
	if a.global.json {
		return writeJSON(a.Out, all)
	}
	for _, line := range lines {
		fmt.Fprintln(a.Out, line)
	}
	if len(all) == 0 {
		a.note("every accepted decision would be assessed the same today")
	}
	return nil
}

// drift is what would be another today of a settled decision.
type drift struct {
	changes   []advisor.Change // what concerns the chosen option first
	led, lead string           // the leader then and today, "" for none
	note      string           // why it cannot be told, or ""
}

// driftOf holds a settled decision's own profile against today's defaults and
// today's catalog.
func driftOf(e *ledger.Entry, set catalog.Set, defaults *input.Defaults) drift {
	d := render.DriftOf(e.Input, set, defaults)
	return drift{changes: d.Changes, led: d.Led, lead: d.Lead, note: plainText(d.Note)}
}

// causes tells what would be another in a line for each cause.
func (d *drift) causes() []string {
	lines := (&render.Drift{Changes: d.changes}).Causes()
	for i := range lines {
		lines[i] = plainText(lines[i])
	}
	return lines
}

// leads says who leads today where somebody else did, or "".
func (d *drift) leads(title func(option string) string) string {
	switch {
	case d.led == d.lead:
		return ""
	case d.lead == "":
		return title(d.led) + " led, and nobody does today"
	case d.led == "":
		return "nobody led, and " + title(d.lead) + " does today"
	}
	return title(d.led) + " led, and " + title(d.lead) + " does today"
}

// orNull is text as JSON has it where none is null.
func orNull[T ~string](text T) *string {
	if text == "" {
		return nil
	}
	plain := string(text)
	return &plain
}
