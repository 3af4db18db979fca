package check

import (
	"fmt"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var contradictingRelation = Rule{
	ID: "contradicting-relation", Severity: diag.Error,
	Summary: "relations and status of a decision contradict each other",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			if e.Findings.HasErrors() {
				continue
			}
			successors, ended := 0, 0
			for _, rel := range e.Relations {
				if rel.Kind == decision.Supersedes && rel.Reverse && !rel.Partly {
					successors++
					if rel.Ends() || rel.Other == nil {
						ended++
					}
				}
				if rel.Pos.Line == 0 {
					continue
				}
				switch {
				case rel.Other == e && rel.Kind != decision.RelatesTo:
					r.on(e, rel.Pos, fmt.Sprintf("it %s itself", said(rel)), "name the other decision, or take the line away")
				case rel.Kind == decision.Supersedes && !rel.Reverse && !rel.Partly && rel.Other != nil && also(e, rel.Other, decision.DependsOn):
					r.on(e, rel.Pos, fmt.Sprintf("it supersedes %s, and depends on it", publicName(rel.Other)), "take one of the two away: what is superseded is not in force")
				case rel.Kind == decision.Supersedes && rel.Reverse && !rel.Partly && rel.Other != nil && rel.Other.Status == decision.Rejected:
					r.on(e, rel.Pos, fmt.Sprintf("it is superseded by %s, which was rejected", publicName(rel.Other)), "a decision that was rejected takes nobody's place: take the line away, or correct the status")
				case rel.Kind == decision.Supersedes && rel.Reverse && !rel.Partly && rel.Ends() && e.Input == nil && e.Status == decision.Accepted && e.Record != nil && e.Record.StatusPos.Line > 0:
					r.on(e, e.Record.StatusPos, fmt.Sprintf("the status is accepted, and it is superseded by %s", publicName(rel.Other)), "write superseded, as tradeoff supersede does")
				}
			}
			if e.Status == decision.Superseded && successors == 0 && e.Record != nil && !linked(e) {
				pos := e.Record.StatusPos
				if pos.Line == 0 {
					pos = diag.Pos{File: e.Path}
				}
				r.on(e, pos, "it is superseded, and nothing tells by which decision", "run tradeoff supersede "+e.ID+" --by and the id of the one that took its place; what just ended is deprecated")
			}
		}
	},
}

// also tells whether an entry has another relation to the same decision.
func also(e, other *ledger.Entry, kind decision.LinkKind) bool {
	return slices.ContainsFunc(e.Relations, func(x ledger.Relation) bool { return x.Other == other && x.Kind == kind && !x.Reverse })
}

// linked tells whether the line of the status leads somewhere: to a decision of another
// project, or to a page.
func linked(e *ledger.Entry) bool {
	if e.Record.Dialect == record.NotMarkdown {
		return true
	}
	return slices.ContainsFunc(e.Record.Links(), func(l record.Link) bool { return l.Pos.Line == e.Record.StatusPos.Line })
}
