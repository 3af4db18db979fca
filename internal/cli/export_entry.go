package cli

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// exporter makes an export of a log.
type exporter struct {
	p        *project
	o        exportOptions
	log      *ledger.Log
	redacted *ledger.Log // the texts are from here, what is read of them from log
	hidden   ledger.Secrets
}

func (p *project) exporter(log *ledger.Log, o exportOptions) *exporter {
	x := &exporter{p: p, o: o, log: log, redacted: log}
	if !o.restricted {
		x.redacted, x.hidden = log.Redacted(), ledger.SecretsOf(log)
	}
	return x
}

func (x *exporter) export() exportedLog {
	findings := append(slices.Clone(x.log.Findings), x.p.missingFolders()...)
	findings.Sort()
	out := exportedLog{Format: exportFormat, Title: x.hidden.Text(x.p.settings.Title), Decisions: make([]exportedDecision, 0, len(x.log.Entries)),
		Skipped: []exportedSkip{}, Findings: x.p.shown(x.hidden.Findings(findings))}
	for _, e := range x.log.Entries {
		if x.hides(e) {
			one := exportedNumber{ID: orNull(ledger.PublicID(e)), Status: string(e.Status), Standing: string(e.Standing()), Restricted: true}
			one.Number = atLeast(0, e.Number)
			out.Decisions = append(out.Decisions, one)
			continue
		}
		out.Decisions = append(out.Decisions, x.whole(e))
	}
	for _, s := range x.log.Skipped {
		out.Skipped = append(out.Skipped, exportedSkip{Path: x.hidden.Text(x.p.show(s.Path)), Why: s.Why})
	}
	return out
}

// hides tells whether only the number of an entry is told.
func (x *exporter) hides(e *ledger.Entry) bool { return e.Restricted && !x.o.restricted }

// whole is all that is known of an entry.
func (x *exporter) whole(e *ledger.Entry) exportedWhole {
	say, all := x.maybe, x.hidden.Texts
	shown := x.redacted.Entry(e.Path)
	out := exportedWhole{
		Path: x.p.show(e.Path), ID: e.ID, Number: atLeast(0, e.Number), Title: x.hidden.Text(e.Title),
		Status: string(e.Status), StatusRaw: say(e.StatusRaw), DerivedStatus: orNull(e.Derived), Assumed: e.Assumed, Standing: string(e.Standing()),
		Date: orNull(e.Date), DateRaw: orNull(e.Date), DerivedDate: orNull(e.DerivedDate), DecisionMakers: all(e.Makers), Tags: all(e.Tags),
		Dialect: orNull(e.Dialect), Restricted: e.Restricted, Lead: say(shown.Lead), Options: []exportedOption{}, Relations: x.links(e),
		Supersedes: x.paths(e.Supersedes), SupersededBy: x.paths(e.SupersededBy), Found: found(e.Record), Sections: x.sections(shown.Record),
		AppliesTo: all(nil), X: []exportedExtra{}, Doubts: x.p.shown(x.hidden.Findings(nil)), Findings: x.p.shown(x.hidden.Findings(e.Findings)),
	}
	for _, o := range e.Options() {
		out.Options = append(out.Options, exportedOption{Title: x.hidden.Text(o.Title), Chosen: o.Chosen})
		if o.Chosen && out.Chosen == nil {
			out.Chosen = say(o.Title)
		}
	}
	if r := e.Record; r != nil {
		out.Rendered = r.Dialect != record.NotMarkdown
		out.Consulted, out.Informed = all(r.Consulted), all(r.Informed)
		if e.Input == nil {
			out.DateRaw, out.Doubts = say(r.DateRaw), x.p.shown(x.hidden.Findings(r.Doubts))
			out.Chosen = cmp.Or(say(r.Chosen), out.Chosen)
			out.AppliesTo = all(e.Patterns())
		}
	}
	if e.Input != nil {
		out.Input = orNull(x.p.show(e.Input.File))
		if !e.Input.Findings.HasErrors() {
			x.fromInput(&out, &e.Input.Decision)
		}
	}
	out.Consulted, out.Informed = orEmpty(out.Consulted), orEmpty(out.Informed)
	return out
}

// fromInput adds what only an input holds.
func (x *exporter) fromInput(out *exportedWhole, d *decision.Decision) {
	say, all := x.maybe, x.hidden.Texts
	out.Consulted, out.Informed, out.AppliesTo = all(d.Consulted), all(d.Informed), all(d.AppliesTo)
	out.Realised, out.ReviewBy, out.RevisitWhen = say(d.Realised), say(d.ReviewBy), say(d.RevisitWhen)
	out.Discussion, out.Tradeoffs, out.Decides = say(d.Discussion), say(d.Catalog), say(d.Decides)
	for _, extra := range d.Extra {
		out.X = append(out.X, exportedExtra{Key: x.hidden.Text(extra.Key), Value: x.hidden.Text(extra.Value)})
	}
	o := d.Outcome
	if o.Option == "" && o.Because == "" && len(o.Answers) == 0 {
		return
	}
	out.Chosen = cmp.Or(out.Chosen, say(o.Option))
	out.Outcome = &exportedOutcome{Option: say(o.Option), Because: say(o.Because), Answers: []exportedAnswer{}}
	for _, a := range o.Answers {
		answer := exportedAnswer{WorstCase: x.hidden.Text(a.WorstCase), Answer: a.Answer, By: say(a.By), Because: say(a.Because), Happened: say(a.Happened)}
		if a.Watch != nil {
			answer.Watch = &watchReport{Field: a.Watch.Field, Above: a.Watch.Above, Below: a.Watch.Below}
		}
		out.Outcome.Answers = append(out.Outcome.Answers, answer)
	}
}

// links are the relations of an entry, whichever end states them.
func (x *exporter) links(e *ledger.Entry) []exportedLink {
	out := []exportedLink{}
	for _, r := range e.Relations {
		link := exportedLink{Kind: string(r.Kind), Reverse: r.Reverse, Partly: r.Partly, Part: x.maybe(r.Part), Target: x.hidden.Text(r.Target)}
		switch {
		case r.Other != nil && x.hides(r.Other):
			link.Part, link.Target, link.Restricted = nil, cmp.Or(ledger.PublicID(r.Other), ledger.HiddenName), true
		case r.Other != nil:
			link.Target = x.p.show(r.Other.Path)
			link.Path = &link.Target
		}
		out = append(out, link)
	}
	return out
}

// paths are those of other entries or, of restricted ones, their ids.
func (x *exporter) paths(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = x.p.show(name)
		if e := x.log.Entry(name); e != nil && x.hides(e) {
			out[i] = cmp.Or(ledger.PublicID(e), ledger.HiddenName)
		}
	}
	return out
}

// found tells what carries each piece of metadata in a record.
func found(r *record.Record) map[string]*exportedPlace {
	out := map[string]*exportedPlace{}
	for _, m := range record.Metas() {
		key := strings.ReplaceAll(m.String(), "-", "_")
		out[key] = nil
		if r == nil {
			continue
		}
		if f := r.Found(m); f.Carrier != record.Nowhere {
			out[key] = &exportedPlace{Carrier: string(f.Carrier), Line: atLeast(1, f.Pos.Line), Col: atLeast(1, f.Pos.Col)}
		}
	}
	return out
}

// sections are a record's, each with the text up to the next.
func (x *exporter) sections(r *record.Record) []exportedSection {
	out := []exportedSection{}
	if r == nil || r.Dialect == record.NotMarkdown {
		return out
	}
	add := func(level int, heading string, line, from, to int) {
		s := exportedSection{Level: level, Heading: x.hidden.Text(heading), Line: line}
		if x.o.text {
			text := strings.Trim(strings.ReplaceAll(string(r.Data[from:to]), "\r\n", "\n"), "\n")
			text = x.hidden.Text(text)
			s.Text = &text
		}
		out = append(out, s)
	}
	next := func(i int) int {
		if i < len(r.Sections) {
			return r.Sections[i].Start
		}
		return len(r.Data)
	}
	head := bytes.TrimPrefix(r.Data[:next(0)], []byte("\ufeff"))
	from := min(max(r.FrontEnd, next(0)-len(head)), next(0))
	if text := bytes.TrimLeft(r.Data[from:next(0)], " \t\r\n"); len(text) > 0 {
		from = next(0) - len(text)
		add(0, "", 1+bytes.Count(r.Data[:from], []byte("\n")), from, next(0))
	}
	for i, s := range r.Sections {
		add(s.Level, s.Heading, s.Pos.Line, s.Body, next(i+1))
	}
	return out
}

// maybe is a text as JSON has it, without the names that are hidden.
func (x *exporter) maybe(text string) *string { return orNull(x.hidden.Text(text)) }

// atLeast is a number as JSON has it, null below the least that it can be.
func atLeast(least, n int) *int {
	if n < least {
		return nil
	}
	return &n
}
