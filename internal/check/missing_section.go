package check

import (
	"fmt"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var missingSection = Rule{
	ID: "missing-section", Severity: diag.Warning, Eases: true,
	Summary: "a section that a record needs is missing or not written",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			if e.Record == nil || e.Record.Dialect == record.NotMarkdown || e.Record.Findings.HasErrors() || !open(e) && !p.decided(e) {
				continue // of what is not in force nothing is asked
			}
			// What new has just written down is no news while the decision is open, unless the
			// project has asked.
			fresh := len(p.Settings.Sections) == 0 && open(e) && e != p.Accepting
			told := map[int]bool{} // sections by their offset, each told once
			for _, heading := range p.sectionsOf(e) {
				s := e.Record.Section(heading)
				switch {
				case s == nil:
					pos := e.Record.TitlePos
					if pos.Line == 0 {
						pos = diag.Pos{File: e.Record.File, Line: 1}
					}
					r.on(e, pos, "there is no section "+heading, "write it under ## "+heading)
				case told[s.Start] || fresh:
				case !hasBlock(e.Record, s) && unwritten(sectionText(e.Record, s)):
					told[s.Start] = true
					r.on(e, s.Pos, fmt.Sprintf("the section %s is not written yet", s.Heading), "write it, or name there where it is written")
				}
			}
		}
	},
}

// sectionsOf are the headings of the sections that a decision's record needs: those of
// the settings or, without any, what the record's dialect is nothing without.
func (p *Project) sectionsOf(e *ledger.Entry) []string {
	if len(p.Settings.Sections) > 0 {
		return p.Settings.Sections
	}
	context, outcome := "", ""
	var out []string
	switch e.Record.Dialect {
	case record.MADR, record.Bullets, record.Table:
		context, outcome = "Context and Problem Statement", "Decision Outcome"
	case record.Nygard:
		context, outcome = "Context", "Decision"
	default:
		return nil
	}
	s := e.Record.Section(outcome)
	fixed := e.Record.Dialect == record.MADR || e.Record.Dialect == record.Nygard
	if e.Record.Section(context) != nil || s != nil && fixed {
		out = append(out, context)
	}
	switch {
	case s == nil && len(out) == 0:
		// It is of no such form, whatever its status looks like.
	case e.Input == nil && p.decided(e) && len(e.Record.Options) > 0 && choseNone(e.Record):
		// chosen-option tells of it.
	default:
		out = append(out, outcome)
	}
	return out
}
