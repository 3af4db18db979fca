package check

import (
	"fmt"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
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
			successors := 0
			for _, rel := range e.Relations {
				if rel.Kind == decision.Supersedes && rel.Reverse && !rel.Partly {
					successors++
				}
				if rel.Pos.Line == 0 {
					continue
				}
				switch {
				case rel.Other == e:
					// Superseding itself is the shortest circle, and told as such; a link to the
					// record's own top is none of its relations.
					if (rel.Kind != decision.Supersedes || rel.Partly) && (rel.Kind != decision.RelatesTo || e.Input != nil) {
						r.on(e, rel.Pos, fmt.Sprintf("it %s itself", said(rel)), "name the other decision, or take the line away")
					}
				case rel.Other == nil || rel.Kind != decision.Supersedes || rel.Partly:
				case !rel.Reverse && also(e, rel.Other, decision.DependsOn):
					r.on(e, rel.Pos, fmt.Sprintf("it supersedes %s, and depends on it", publicName(rel.Other)), "take one of the two away: what is superseded is not in force")
				case rel.Reverse && rel.Other.Status == decision.Rejected:
					r.on(e, rel.Pos, fmt.Sprintf("it is superseded by %s, which was rejected", publicName(rel.Other)), "a decision that was rejected takes nobody's place: take the line away, or correct the status")
				case rel.Reverse && rel.Other.Status == decision.Draft && e.Status == decision.Superseded:
					r.on(e, rel.Pos, fmt.Sprintf("it is superseded by %s, which is a draft", publicName(rel.Other)), "propose the successor, or leave the older one in force until it is decided")
				case rel.Reverse && rel.Ends() && e.Input == nil && saysInForce(e):
					r.on(e, e.Record.StatusPos, fmt.Sprintf("the status is %s, and it is superseded by %s", e.Status, publicName(rel.Other)), "write superseded, as tradeoff supersede does")
				}
			}
			if e.Status == decision.Superseded && successors == 0 && e.Record != nil && !linked(e) {
				pos := e.Record.StatusPos
				if pos.Line == 0 {
					pos = diag.Pos{File: e.Path}
				}
				r.on(e, pos, "it is superseded, and nothing tells by which decision", "run tradeoff supersede "+p.called(e)+" --by and the id of the one that took its place; what just ended is deprecated")
			}
		}
	},
}

// saysInForce tells whether a record states that it is in force, or on its way. The last
// line of a history with days says what it was on that day.
func saysInForce(e *ledger.Entry) bool {
	if e.Record == nil || e.Record.StatusPos.Line == 0 || dayInWords.MatchString(e.StatusRaw) {
		return false
	}
	return e.Status == decision.Accepted || e.Status == decision.Proposed || e.Status == decision.Draft
}

// dayInWords matches a day as people write it.
var dayInWords = lazyregexp.New(`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}`)

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
