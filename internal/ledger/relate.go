package ledger

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
)

// relate resolves every stated relation, shows it at both ends, and derives the
// status of what was superseded.
func (l *Log) relate() {
	find := l.finder()
	for _, e := range l.Entries {
		for _, s := range e.stated() {
			r := e.resolved(s, find)
			e.relation(r)
			if r.Other != nil && r.Other != e {
				r.Other.relation(r.seenFrom(e))
			}
		}
	}
	for _, e := range l.Entries {
		l.settleAmbiguous(e)
	}
	for _, e := range l.Entries {
		e.sortRelations()
	}
	l.derive()
}

// resolved is a relation as the entry that states it has it.
func (e *Entry) resolved(s record.Relation, find lookup) Relation {
	other, part := find(e, s.Target)
	r := Relation{Kind: s.Kind, Reverse: s.Reverse, Partly: s.Partly, Other: other, Target: s.Target, Pos: s.Pos}
	// A fragment names a part of what is superseded or amended; from its own
	// side it only says where to read on.
	if part == "" {
		part = s.Part
	}
	if part != "" && !s.Reverse && (s.Kind == decision.Supersedes || s.Kind == decision.Amends) {
		r.Part, r.Partly = part, true
	}
	return r
}

// seenFrom is a relation that e states, as its other end has it.
func (r Relation) seenFrom(e *Entry) Relation {
	r.Reverse, r.Other, r.Target, r.Pos = !r.Reverse, e, e.Path, diag.Pos{}
	return r
}

// sortRelations puts the entry's relations in order.
func (e *Entry) sortRelations() {
	if len(e.Relations) < 2 {
		return
	}
	slices.SortStableFunc(e.Relations, func(a, b Relation) int {
		return cmp.Or(strings.Compare(a.Words(), b.Words()), strings.Compare(a.target(), b.target()))
	})
}

// derive works out what follows from the relations of the entries.
func (l *Log) derive() {
	for _, e := range l.Entries {
		for _, r := range e.Relations {
			if r.Kind != decision.Supersedes || r.Other == nil || r.Partly {
				continue
			}
			if !r.Reverse {
				e.Supersedes = append(e.Supersedes, r.Other.Path)
				continue
			}
			e.SupersededBy = append(e.SupersededBy, r.Other.Path)
			if r.Ends() && e.Status != decision.Superseded {
				e.Derived = decision.Superseded
			}
		}
		if e.Derived == "" && e.Status == decision.Unknown && e.StatusRaw == "" && l.assume != "" && e.readable() {
			e.Derived, e.Assumed = l.assume, true
		}
	}
}

// readable tells whether the entry's record was read at all; of one that was not,
// nothing is assumed.
func (e *Entry) readable() bool {
	return e.Record != nil && len(e.Record.Data) > 0 && !e.Findings.HasErrors()
}

// settleAmbiguous finds what a number means that several entries have: the one of
// them that states the same relation from its own end.
func (l *Log) settleAmbiguous(e *Entry) {
	for i := 0; i < len(e.Relations); i++ {
		r := e.Relations[i]
		if r.Other != nil || r.Pos.Line == 0 {
			continue
		}
		candidates := l.Candidates(e, r.Target)
		if len(candidates) < 2 {
			continue
		}
		meant := -1
		for k, o := range e.Relations {
			if o.Kind != r.Kind || o.Reverse != r.Reverse || !slices.Contains(candidates, o.Other) {
				continue
			}
			if meant >= 0 && e.Relations[meant].Other != o.Other {
				meant = -2
				break
			}
			meant = k
		}
		if meant < 0 || e.Relations[meant].Pos.Line > 0 {
			continue
		}
		e.Relations[meant].Pos, e.Relations[meant].Target = r.Pos, r.Target
		e.Relations = slices.Delete(e.Relations, i, i+1)
		i--
	}
}

// Candidates are the entries that a number may mean, as the target of a relation:
// those of the entry's own folder or, where none is there, all. A path or a name
// has none.
func (l *Log) Candidates(from *Entry, target string) []*Entry {
	target, _, _ = strings.Cut(target, "#")
	if strings.Trim(strings.ToUpper(target), "ADR-0123456789 ") != "" {
		return nil
	}
	number, err := strconv.Atoi(strings.TrimLeft(strings.ToUpper(target), "ADR- "))
	if err != nil {
		return nil
	}
	var near, far []*Entry
	for _, e := range l.Entries {
		switch {
		case e.Number != number:
		case e.Folder() == from.Folder():
			near = append(near, e)
		default:
			far = append(far, e)
		}
	}
	if len(near) > 0 {
		return near
	}
	return far
}

// Ends tells whether the relation takes the decision that has it out of force: all
// of it is superseded, by one that was decided and not turned down.
func (r Relation) Ends() bool {
	if r.Kind != decision.Supersedes || !r.Reverse || r.Partly || r.Other == nil {
		return false
	}
	s := r.Other.Status
	return s.Settled() && s != decision.Rejected || s == decision.Unknown
}

// stated are the relations that the entry's own files state: the input's where
// there is one, since the record repeats them.
func (e *Entry) stated() []record.Relation {
	if e.Input == nil || e.Input.Findings.HasErrors() {
		if e.Record == nil {
			return nil
		}
		return e.Record.Relations
	}
	var out []record.Relation
	for i, link := range e.Input.Decision.Links {
		var pos diag.Pos
		if e.Input.Root != nil {
			pos = e.Input.Root.PosOf("links", i, string(link.Kind))
		}
		out = append(out, record.Relation{Kind: link.Kind, Target: link.Target, Pos: pos})
	}
	return out
}

// relation adds a relation unless it is there already, from the other end.
func (e *Entry) relation(r Relation) {
	for i, have := range e.Relations {
		if r.Other == nil || have.Other != r.Other || have.Kind != r.Kind || have.Reverse != r.Reverse {
			continue
		}
		if have.Part != r.Part && have.Part != "" && r.Part != "" {
			continue // of another part
		}
		if have.Pos.Line == 0 {
			e.Relations[i].Pos = r.Pos
		}
		// One end may name the part, the other not. Of a decision that one end says
		// is superseded altogether, no part is left over.
		merged := &e.Relations[i]
		merged.Part, merged.Partly = cmp.Or(have.Part, r.Part), have.Partly || r.Partly
		if r.Kind == decision.Supersedes && !(have.Partly && r.Partly) {
			merged.Part, merged.Partly = "", false
		}
		return
	}
	e.Relations = append(e.Relations, r)
}

func (r Relation) target() string {
	if r.Other != nil {
		return r.Other.Path
	}
	return r.Target
}

// Find gives the entries that a person may mean by a word: a path, a file's
// name, a stem, an id or a number. More than one means that the word is not enough.
func (l *Log) Find(word string) []*Entry {
	if word == "" {
		return nil
	}
	if e := l.byPath[l.Now(path.Clean(word))]; e != nil {
		return []*Entry{e}
	}
	var out []*Entry
	number, err := strconv.Atoi(strings.TrimLeft(word, "#"))
	for _, e := range l.Entries {
		base := path.Base(e.Path)
		inputName := ""
		if e.Input != nil {
			inputName = e.Input.File
		}
		if word == base || word == e.Name() || word == e.ID || word == inputName || word == path.Base(inputName) ||
			err == nil && number >= 0 && number == e.Number {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		if e := l.MovedFrom(word); e != nil {
			return []*Entry{e}
		}
	}
	return out
}
