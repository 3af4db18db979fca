package check

import (
	"fmt"
	"slices"
	"strconv"

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
				back := rel
				back.Reverse = !rel.Reverse
				newer, older := e, far
				if rel.Reverse {
					newer, older = far, e
				}
				r.on(e, rel.Pos, fmt.Sprintf("%s says that it %s %s, and %s does not say that it %s it", publicName(e), said(rel), publicName(far), publicName(far), said(back)),
					p.linkHint(newer, older, rel))
			}
		}
	},
	fix: fixOneSided,
}

// linkHint is the command that writes the end which is missing.
func (p *Project) linkHint(newer, older *ledger.Entry, rel ledger.Relation) string {
	part := ""
	if rel.Partly {
		if part = "#" + rel.Part; rel.Part == "" {
			part = "#PART"
		}
	}
	return fmt.Sprintf("run tradeoff link %s %s %s%s, which writes the other end", p.called(newer), rel.Kind, p.called(older), part)
}

// called is what a command line names an entry by: its number or name where no other has
// it, else its file.
func (p *Project) called(e *ledger.Entry) string {
	if p.ids == nil {
		p.ids = make(map[string]int, len(p.Log.Entries))
		for _, x := range p.Log.Entries {
			p.ids[numberOrID(x)]++
		}
	}
	if e.Restricted || p.ids[numberOrID(e)] == 1 {
		return publicName(e)
	}
	return e.Path
}

// numberOrID is an entry's number, however it is written, else its id.
func numberOrID(e *ledger.Entry) string {
	if e.Number < 0 {
		return e.ID
	}
	return strconv.Itoa(e.Number)
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
		switch newer.Status {
		case decision.Draft, decision.Proposed, decision.Rejected:
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
			if e.Restricted && !far.Restricted {
				continue // its name would stand where everybody reads it
			}
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
