package convert

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

// links takes the relations that the record states. An input states those of its
// own side alone; of the others, whether their other end states them is looked at
// once it is known what all the records will say.
func (p *plan) links() {
	for _, r := range p.e.Relations {
		if r.Pos.Line == 0 || r.Pos.File != p.r.File || r.Reverse && (!mutual(r.Kind) || r.Other == nil || statesItself(r.Other, r.Kind, p.e)) {
			continue
		}
		target := r.Target
		for _, s := range p.r.Relations {
			if s.Pos == r.Pos && s.Kind == r.Kind {
				target = s.Target
			}
		}
		_, part, _ := strings.Cut(target, "#")
		if r.Other != nil {
			target = p.target(r.Other)
			if part = first(r.Part, part); part != "" {
				target += "#" + part
			}
		}
		if r.Partly && part == "" {
			p.findings.Errorf(r.Pos, "not-converted", "name the part behind the file: "+path.Base(r.Target)+"#its-heading",
				"it says %s %s without naming the part, and an input has no other way to say that", r.Words(), r.Target)
			continue
		}
		p.d.Links = append(p.d.Links, decision.Link{Kind: r.Kind, Target: target})
	}
	slices.SortStableFunc(p.d.Links, func(a, b decision.Link) int { return kindOrder(a.Kind) - kindOrder(b.Kind) })
}

// mutual tells whether a relation says the same from both of its ends.
func mutual(k decision.LinkKind) bool { return k == decision.RelatesTo || k == decision.ConflictsWith }

// statesItself tells whether an entry's own file states a relation to another one.
func statesItself(e *ledger.Entry, kind decision.LinkKind, other *ledger.Entry) bool {
	return slices.ContainsFunc(e.Relations, func(r ledger.Relation) bool {
		return r.Kind == kind && !r.Reverse && r.Other == other && r.Pos.Line > 0
	})
}

func kindOrder(k decision.LinkKind) int { return slices.Index(decision.LinkKinds(), k) }

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// target is how the input names another record: by its stem or, where others have
// the same one, by its path.
func (p *plan) target(other *ledger.Entry) string {
	stem := path.Base(ledger.Stem(other.Path))
	same, near := 0, 0
	for _, e := range p.c.Log.Entries {
		if path.Base(ledger.Stem(e.Path)) == stem || e.ID == stem {
			same++
			if path.Dir(e.Path) == path.Dir(p.e.Path) {
				near++
			}
		}
	}
	if same == 1 || near == 1 && path.Dir(other.Path) == path.Dir(p.e.Path) {
		return stem
	}
	rel, err := filepath.Rel(filepath.FromSlash(path.Dir(p.e.Path)), filepath.FromSlash(other.Path))
	if err != nil {
		return other.Path
	}
	return filepath.ToSlash(rel)
}

// relationsLost finds what the log would no longer say of an entry once its input
// and those of the others state their sides alone.
func (c *Converter) relationsLost(e *ledger.Entry, now map[*ledger.Entry]*ledger.Entry) diag.List {
	var lost diag.List
	after := now[e]
	for _, r := range e.Relations {
		if r.Pos.Line == 0 {
			continue // the other end states it, and is looked at itself
		}
		same := slices.ContainsFunc(after.Relations, func(a ledger.Relation) bool {
			return a.Kind == r.Kind && (a.Reverse == r.Reverse || mutual(r.Kind)) && a.Partly == r.Partly && a.Part == r.Part &&
				(r.Other != nil && a.Other == now[r.Other] || r.Other == nil && a.Other == nil && a.Target == r.Target)
		})
		if same {
			continue
		}
		if r.Other == nil {
			lost.Errorf(r.Pos, "not-converted", "correct the link, or write the decision that it means", "it says %s %s, which is no decision of this log, and an input cannot say it from this end", r.Words(), r.Target)
			continue
		}
		hint := fmt.Sprintf("run tradeoff link %s %s %s first", c.word(r.Other), r.Kind, c.word(e))
		if !r.Reverse {
			hint = fmt.Sprintf("run tradeoff link %s %s %s first", c.word(e), r.Kind, c.word(r.Other))
		}
		lost.Errorf(r.Pos, "not-converted", hint, "it says %s %s, and %s does not say so itself", r.Words(), r.Other.ID, path.Base(r.Other.Path))
	}
	if len(lost) == 0 && e.Standing() == decision.Superseded && after.Standing() != decision.Superseded {
		pos := e.Record.StatusPos
		if pos.Line == 0 {
			pos = diag.Pos{File: e.Path}
		}
		lost.Errorf(pos, "not-converted", "run tradeoff supersede first, or tradeoff accept its successor",
			"it is superseded, which follows from a successor that was decided, and there is none in this log")
	}
	return lost
}

// word is how a person names an entry on the command line.
func (c *Converter) word(e *ledger.Entry) string {
	if len(c.Log.Find(e.ID)) == 1 {
		return e.ID
	}
	return e.Path
}
