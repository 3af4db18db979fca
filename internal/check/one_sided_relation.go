package check

import (
	"fmt"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

var oneSidedRelation = Rule{
	ID: "one-sided-relation", Severity: diag.Warning, Eases: true,
	Summary: "that a decision supersedes or amends another stands at one end alone",
	Fixes:   "states the relation in the record at the other end, in its own dialect",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			for _, rel := range oneSided(e) {
				far := rel.Other
				words := rel.Kind.Words()
				if !rel.Reverse {
					words = rel.Kind.Reverse()
				}
				newer, older := e, far
				if rel.Reverse {
					newer, older = far, e
				}
				r.on(e, rel.Pos, fmt.Sprintf("%s says that it %s %s, and %s does not say that it is %s it", publicName(e), said(rel), publicName(far), publicName(far), words),
					fmt.Sprintf("run tradeoff link %s %s %s, which writes the other end", publicName(newer), rel.Kind, publicName(older)))
			}
		}
	},
	fix: fixOneSided,
}

// said is a relation behind "it": "supersedes", "is superseded by".
func said(rel ledger.Relation) string {
	if rel.Reverse {
		return "is " + rel.Words()
	}
	return rel.Words()
}

// oneSided are the relations that an entry's own file states and the other end does not,
// although a reader who stands there would have to know.
func oneSided(e *ledger.Entry) []ledger.Relation {
	var out []ledger.Relation
	for _, rel := range e.Relations {
		if rel.Other == nil || rel.Other == e || rel.Pos.Line == 0 || rel.Kind != decision.Supersedes && rel.Kind != decision.Amends {
			continue
		}
		far, newer := rel.Other, e
		if rel.Reverse {
			newer = rel.Other
		}
		if !newer.Status.Settled() || newer.Status == decision.Rejected {
			continue // it takes nobody's place yet, or never
		}
		if !rel.Reverse && far.Input != nil || far.Record == nil && far.Input == nil || far.Findings.HasErrors() {
			continue // the older end's record is rendered, and tells of it
		}
		if far.Record != nil && (far.Record.Dialect == record.NotMarkdown || len(far.Record.Data) == 0) {
			continue
		}
		stated := slices.ContainsFunc(far.Relations, func(x ledger.Relation) bool {
			// Where each states it of the other it is a circle, which is told as such.
			return x.Other == e && x.Pos.Line > 0 && x.Kind == rel.Kind
		})
		// The older end may say it in other words: "superseded" with a link to it.
		if !stated && !rel.Reverse && far.Status == decision.Superseded && slices.ContainsFunc(far.Relations, func(x ledger.Relation) bool { return x.Other == e && x.Pos.Line > 0 }) {
			stated = true
		}
		if !stated {
			out = append(out, rel)
		}
	}
	return out
}

// fixOneSided states each relation in the record at its other end. One with an input is
// left: which line of it to write is tradeoff link's to know.
func fixOneSided(p *Project, findings diag.List) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, e := range p.entries() {
		for _, rel := range oneSided(e) {
			far := rel.Other
			if far.Input != nil || far.Record == nil || !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Pos == rel.Pos }) {
				continue
			}
			data := far.Record.Data
			if written, ok := out[far.Path]; ok {
				data = written
			}
			again := p.Log.Reread(far, ledger.Change{Record: data}).Record
			stated, err := again.Relate(record.Statement{Kind: rel.Kind, Reverse: !rel.Reverse, Partly: rel.Partly, Other: render.Other(p.Log, far, e)})
			if err != nil {
				continue // its dialect has no safe place for it; the finding stays
			}
			out[far.Path] = stated
		}
	}
	return out, nil
}
