package check

import (
	"time"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

var date = Rule{
	ID: "date", Severity: diag.Warning, Eases: true,
	Summary: "a decision's date is missing, is no day, or cannot be right",
	run: func(p *Project, r *reporter) {
		usual := habitOf(p.Log, func(e *ledger.Entry) (does, counts bool) { return e.Date != "", decided(e) })
		for _, e := range p.entries() {
			if e.Findings.HasErrors() || e.Record != nil && (e.Record.Dialect == record.NotMarkdown || len(e.Record.Data) == 0) {
				continue
			}
			at, raw := dateOf(e)
			switch {
			case e.Date == "" && raw != "":
				if letters := []rune(raw); len(letters) > 40 {
					raw = string(letters[:40]) + "…"
				}
				r.on(e, at, "“"+raw+"” is no day", "write it as 2026-11-23")
			case e.Date == "" && decided(e) && e.DerivedDate == "" && namesNoDay(e) && !dayInWords.MatchString(e.StatusRaw) && usual[e.Folder()]:
				r.on(e, at, "a decision that was made has no date", "write date: and the day on which it was made")
			case e.Date == "":
			case p.AsOf != "" && e.Date > p.AsOf:
				r.on(e, at, e.Date+" is still to come", "write the day on which it was made")
			default:
				for _, rel := range e.Relations {
					if rel.Kind == decision.Supersedes && !rel.Reverse && rel.Other != nil && rel.Other.Date > e.Date {
						r.on(e, at, "it is from "+e.Date+", and supersedes "+publicName(rel.Other)+" of "+rel.Other.Date, "correct one of the two dates")
					}
				}
			}
		}
	},
}

// decided tells whether a decision was made, so that there is a day of it.
func decided(e *ledger.Entry) bool {
	if e.Input != nil && e.Input.Decision.DecidedWith == nil {
		return false // it is settled by the next render, which writes the day
	}
	return e.Status.Settled() && e.Status != decision.Superseded
}

// namesNoDay tells whether a record's file does not begin with its day either.
func namesNoDay(e *ledger.Entry) bool {
	_, err := time.Parse(time.DateOnly, e.ID)
	if err != nil {
		_, err = time.Parse("20060102", e.ID)
	}
	return err != nil
}

// dateOf is where a decision's date stands, or its title without one, and what stands
// there.
func dateOf(e *ledger.Entry) (diag.Pos, string) {
	if e.Input != nil && e.Input.Root != nil {
		if n := e.Input.Root.Get("date"); n != nil {
			return e.Input.Root.PosOf("date"), report.Plain(n.Text)
		}
		return diag.Pos{File: e.Input.File}, ""
	}
	if e.Record == nil {
		return diag.Pos{File: e.Path}, ""
	}
	if found := e.Record.Found(record.MetaDate); found.Carrier != record.Nowhere && found.Pos.Line > 0 {
		return found.Pos, report.Plain(e.Record.DateRaw)
	}
	if e.Record.TitlePos.Line > 0 {
		return e.Record.TitlePos, report.Plain(e.Record.DateRaw)
	}
	return diag.Pos{File: e.Path}, report.Plain(e.Record.DateRaw)
}

// publicName is what a finding of another decision calls an entry.
func publicName(e *ledger.Entry) string {
	if !e.Restricted {
		return e.ID
	}
	if id := ledger.PublicID(e); id != "" {
		return id
	}
	return ledger.HiddenName
}
