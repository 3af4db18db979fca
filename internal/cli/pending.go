package cli

import (
	"bytes"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// pending renders every input in memory. An input with an error keeps a site
// from being built, and so does a record that cannot be read, whose page would be empty;
// a record that is merely out of date is a warning, and a note to who writes it and sees
// it as it would be. preview is nil for a site to be published, and shows what it can.
func (p *project) pending(log *ledger.Log, templates *render.Templates, set catalog.Set, preview *read) ([]render.Result, diag.List) {
	results, found := renderAll(templates, set, log.Entries, p.options(log, ""))
	var findings diag.List
	for _, f := range found {
		if f.Rule == "block-edited" || preview != nil && isUnread(f, log) {
			f.Severity = diag.Warning
		}
		findings = append(findings, f)
	}
	for _, e := range log.Entries {
		if e.Input == nil {
			for _, f := range e.Findings {
				if preview != nil || !e.Unread() {
					f.Severity = min(f.Severity, diag.Warning)
				}
				findings = append(findings, f)
			}
		}
	}
	if preview != nil && preview.writes {
		return results, findings // what is out of date is not for long
	}
	for i, e := range log.Entries {
		if len(results[i].Changed) > 0 && !results[i].Unread {
			findings = append(findings, pendingOf(e, results[i], preview != nil))
		}
	}
	return results, findings
}

// isUnread tells whether a finding is of a record that cannot be read.
func isUnread(f diag.Finding, log *ledger.Log) bool {
	e := log.Entry(f.File)
	return e != nil && e.Unread()
}

// pendingOf tells that a record is not what its input says, or not there yet, and what is
// shown of it.
func pendingOf(e *ledger.Entry, res render.Result, preview bool) diag.Finding {
	f := diag.Finding{Pos: diag.Pos{File: res.Record}, Rule: "out-of-date", Severity: diag.Warning, Hint: "run tradeoff render"}
	if isBlank(e.Record) {
		f.Pos = e.Input.Root.PosOf("title")
	}
	if preview {
		f.Severity, f.Hint = diag.Note, "run tradeoff render, or serve with --write"
	}
	changed := strings.Join(res.Changed, ", ")
	switch {
	case isBlank(e.Record) && preview:
		f.Message = "shown as it would be rendered; no record of this input is written yet"
	case isBlank(e.Record):
		f.Message = "no record of this input is written yet, so its page tells what the log knows of it and has no text"
	case preview:
		f.Message = "shown as it would be rendered anew, and not written so: " + changed
	default:
		f.Message = "the site shows this record as it is, and rendered anew it would read otherwise: " + changed
	}
	return f
}

// unwrittenOf tells, by the paths of records, which a preview shows otherwise than they
// are written. It is true of those that are not written at all.
func unwrittenOf(log *ledger.Log, results []render.Result) map[string]bool {
	out := map[string]bool{}
	for i, e := range log.Entries {
		if len(results[i].Changed) > 0 {
			out[results[i].Record] = isBlank(e.Record) && !e.Unread()
		}
	}
	return out
}

// onDisk is the log as its records state it: of one that is out of date with its input
// everything is published as it stands in the record, since a title, a status or a
// picture from the one would contradict the text of the other.
func onDisk(log *ledger.Log, results []render.Result) *ledger.Log {
	var entries []*ledger.Entry
	for i, e := range log.Entries {
		if len(results[i].Changed) == 0 || e.Restricted || isBlank(e.Record) || follows(e) {
			continue
		}
		if entries == nil {
			entries = log.Fresh()
		}
		entries[i] = e.OnDisk()
	}
	if entries == nil {
		return log
	}
	return log.With(entries)
}

// isBlank tells whether there is nothing in a record, or none.
func isBlank(r *record.Record) bool { return r == nil || len(bytes.TrimSpace(r.Data)) == 0 }

// follows tells whether a settled record was made of this very input: what is out of
// date in it is only what other decisions state.
func follows(e *ledger.Entry) bool {
	mark := e.Record.Mark
	return mark != nil && mark.Input != "" && mark.Input == record.Hash(string(e.Input.Data))
}

// withPending is the log as it would be once everything is rendered.
func withPending(log *ledger.Log, results []render.Result) *ledger.Log {
	entries := log.Fresh()
	for i, e := range entries {
		res := results[i]
		if len(res.Changed) == 0 {
			continue
		}
		e.Record = record.Parse(res.Record, res.Data)
		e.Path = res.Record
		e.Lead, e.Dialect = e.Record.WrittenLead(), string(e.Record.Dialect)
	}
	return log.With(entries)
}
