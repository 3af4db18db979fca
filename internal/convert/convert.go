// Package convert makes an input of a record that people wrote, and a record that
// is rendered from it, without losing a word.
//
// What has a field goes into the input: title, status, date, people, tags, the
// options with what speaks for and against them, what was chosen and why, and the
// links. Keys without a field go under x. A section becomes data only where
// writing the data back gives every word of it again; any other stays as it is
// written, heading and Markdown alike. Prose stays in the record, outside of the
// blocks that package render owns, or goes into the input where that is asked for.
//
// Convert proves what it gives before it gives it: each word of the old record
// stands in the new files as often, the relations of the log are what they were,
// and rendering the new record anew changes nothing. A record of which that cannot
// be had is refused with a finding that says why, and what to do first.
//
// convert writes no files and changes no entry of the log. It does not read what a
// sentence means: neither drivers' weights nor worst cases are made of prose.
package convert

import (
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
)

// Options say how to convert. The zero value keeps prose in the record, writes YAML
// and renders with the template madr.
type Options struct {
	ProseInInput bool            // put the prose into the input too, so that it becomes blocks
	Format       source.Format   // of the input; "" for YAML
	Template     string          // of the record; "" for madr
	Status       decision.Status // of records that state none; "" refuses them
	Today        string          // YYYY-MM-DD, when a settled decision without a date is taken to be settled
	// Head gives what stands before the input of that stem, such as the line by
	// which an editor finds the schema; nil for nothing.
	Head func(stem string, format source.Format) (string, error)
	// Taken tells whether there is a file of that name; nil for none.
	Taken func(name string) bool
	// Defaults give what lies below the input of a record; nil for nothing.
	Defaults func(record string) *input.Defaults
}

// Result is what converting one record came to.
type Result struct {
	Entry     *ledger.Entry // as it was
	InputFile string
	Input     []byte // nil where the record is refused
	Record    []byte
	Rows      []Row     // where everything went, by line
	Findings  diag.List // with an error where the record is refused
}

// Row tells of one part of the old record where it went.
type Row struct {
	Line   int    `json:"line"`             // in the old record, 0 for what is none of it
	Part   string `json:"part"`             // as it is written there: a key, a heading
	Input  string `json:"input,omitempty"`  // the key of the input
	Record string `json:"record,omitempty"` // where it stays: record, or front matter
	Note   string `json:"note,omitempty"`   // what a reader should know of it
}

// Converter converts records of one log.
type Converter struct {
	Log       *ledger.Log
	Templates *render.Templates
	Catalogs  catalog.Set
	Options
}

// Other is a record of another decision that tells of a converted one, and would be
// out of date: it shows the other's title, for one.
type Other struct {
	Path        string
	Old, Record []byte
}

// Convert converts entries of the log, each with regard to what the others will
// state then. The results stand in the order of the entries.
func (c *Converter) Convert(entries []*ledger.Entry) ([]Result, []Other) {
	results := make([]Result, len(entries))
	plans := make(map[*ledger.Entry]*plan, len(entries))
	for i, e := range entries {
		results[i] = Result{Entry: e, InputFile: c.inputFile(e)}
		if findings := c.refused(e); findings.HasErrors() {
			results[i].Findings = findings
			continue
		}
		p := c.plan(e)
		if results[i].Findings = p.findings; !p.findings.HasErrors() {
			plans[e] = p
		}
	}
	// A record that is refused goes on saying what it says, which may be what
	// another one hangs on; so the log is looked at anew until nothing changes.
	var now map[*ledger.Entry]*ledger.Entry
	for again := true; again; {
		now = c.after(plans)
		again = false
		for i, e := range entries {
			if plans[e] == nil {
				continue
			}
			if bad := c.relationsLost(e, now); bad.HasErrors() {
				results[i].Findings = append(results[i].Findings, bad...)
				delete(plans, e)
				again = true
			}
		}
	}
	for i, e := range entries {
		if p := plans[e]; p != nil {
			c.finish(p, now[e], &results[i])
		}
	}
	return results, c.others(plans, now)
}

// others renders the records that follow an input already and tell of a converted
// decision, as far as the conversion makes them out of date.
func (c *Converter) others(plans map[*ledger.Entry]*plan, now map[*ledger.Entry]*ledger.Entry) []Other {
	var out []Other
	for _, e := range c.Log.Entries {
		tells := slices.ContainsFunc(e.Relations, func(r ledger.Relation) bool { return plans[r.Other] != nil })
		if e.Input == nil || e.Record == nil || plans[e] != nil || !tells {
			continue
		}
		o := render.Options{Today: c.Today}
		was, is := c.Templates.Render(e, c.Catalogs, o), c.Templates.Render(now[e], c.Catalogs, o)
		if len(was.Changed) == 0 && len(is.Changed) > 0 && !is.Findings.HasErrors() {
			out = append(out, Other{Path: is.Record, Old: e.Record.Data, Record: is.Data})
		}
	}
	return out
}

// format is that of the inputs.
func (c *Converter) format() source.Format {
	if c.Format == "" {
		return source.YAML
	}
	return c.Format
}

// inputFile is the name of an entry's new input.
func (c *Converter) inputFile(e *ledger.Entry) string {
	return ledger.Stem(e.Path) + "." + string(c.format())
}

// after gives each entry as it will be in the log, by the one that it replaces.
func (c *Converter) after(plans map[*ledger.Entry]*plan) map[*ledger.Entry]*ledger.Entry {
	now := make(map[*ledger.Entry]*ledger.Entry, len(c.Log.Entries))
	entries := c.Log.Fresh()
	for i, old := range c.Log.Entries {
		e := entries[i]
		if p := plans[old]; p != nil {
			d := &p.in.Decision
			e.Input = p.in
			if record.PlainText(d.Title) != e.Title { // else the log shows it as it did
				e.Title = d.Title
			}
			e.Status, e.StatusRaw, e.Date, e.Tags, e.Makers = d.Status, string(d.Status), d.Date, d.Tags, d.DecisionMakers
		}
		now[old] = e
	}
	c.Log.With(entries)
	return now
}

// finish renders the record of a plan, puts the prose into it, and proves both.
func (c *Converter) finish(p *plan, e *ledger.Entry, res *Result) {
	o := render.Options{Template: p.template, Today: c.Today}
	if e.DerivedDate != "" {
		o.Today = e.DerivedDate
	}
	unwritten := *e
	unwritten.Record = nil
	rendered := c.Templates.Render(&unwritten, c.Catalogs, o)
	res.Findings = append(res.Findings, rendered.Findings...)
	if rendered.Findings.HasErrors() || rendered.Data == nil {
		return
	}
	inputData := p.in.Data
	if rendered.Input != nil {
		inputData = rendered.Input
	}
	if p.d.Date == "" && p.d.Status.Settled() {
		note := "the record states no date: that of its first commit"
		if e.DerivedDate == "" {
			note = "the record states no date: today's"
		}
		p.note(0, "", "decided-with.date", note)
	}
	fresh := record.Parse(e.Path, rendered.Data)
	data, err := p.compose(fresh)
	if err != nil {
		res.Findings.Errorf(diag.Pos{File: e.Path}, "not-converted", faultHint, "%v", err)
		return
	}
	if bad := c.prove(p, e, fresh, data, inputData, o); len(bad) > 0 {
		res.Findings = append(res.Findings, bad...)
		return
	}
	res.Input, res.Record, res.Rows = inputData, data, p.report()
}

const faultHint = "this is a fault of the program: please report it, with the record"
