package ledger

import (
	"cmp"
	"slices"

	"tradeoff/internal/record"
)

// samePaths tells whether the entries are, in whatever order, those of another log that
// was related, by their paths; then they are put in its order.
func (l *Log) samePaths(like *Log) bool {
	if like == nil || !like.related || len(l.Entries) != len(like.Entries) || like.assume != l.assume || !slices.Equal(like.Moved, l.Moved) {
		return false
	}
	for i, e := range l.Entries {
		other := like.Entries[i]
		if other.Path != e.Path {
			other = like.byPath[e.Path]
		}
		if other == nil || other.at >= len(like.Entries) || like.Entries[other.at] != other {
			return false
		}
		e.at = other.at
	}
	slices.SortFunc(l.Entries, func(a, b *Entry) int { return cmp.Compare(a.at, b.at) })
	for i, e := range l.Entries {
		if e.at != i || like.Entries[i].Path != e.Path {
			return false
		}
	}
	return true
}

// relateLike is relate, by another log with entries of the same paths in the same
// order, so that every target means the same as there. What the entries state
// that differ from their counterparts is resolved, with what else is related to the
// same ones; all other relations are taken as they are. It is false, and has done
// nothing, where the other's relations lead elsewhere.
func (l *Log) relateLike(like *Log) bool {
	restated, count := l.restated(like)
	if count > len(l.Entries)/4 {
		return false
	}
	total := 0
	for _, e := range like.Entries {
		total += len(e.Relations)
		for _, r := range e.Relations {
			if o := r.Other; o != nil && (o.at >= len(like.Entries) || like.Entries[o.at] != o) {
				return false
			}
		}
	}
	var anew []bool // which entries' relations may be others
	if count > 0 {
		anew = l.relateAnew(like, restated)
	}
	room := make([]Relation, 0, total)
	for i, e := range like.Entries {
		if len(e.Relations) == 0 || anew != nil && anew[i] {
			continue
		}
		from := len(room)
		room = append(room, e.Relations...)
		own := room[from:len(room):len(room)]
		for k := range own {
			if own[k].Other != nil {
				own[k].Other = l.Entries[own[k].Other.at]
			}
		}
		l.Entries[i].Relations = own
	}
	l.derive()
	return true
}

// restated are the entries that state other relations than their counterparts, by
// their places.
func (l *Log) restated(like *Log) (restated []bool, count int) {
	for i, e := range l.Entries {
		old := like.Entries[i]
		if e.Record == old.Record && e.Input == old.Input || slices.Equal(e.stated(), old.stated()) {
			continue
		}
		if restated == nil {
			restated = make([]bool, len(l.Entries))
		}
		restated[i] = true
		count++
	}
	return restated, count
}

// relateAnew works out the relations of those entries that what was restated leads to,
// or led to. To each of them belongs what it states itself, and what those state that
// are related to it already, or now: in the log's order, as in relate.
func (l *Log) relateAnew(like *Log, restated []bool) (anew []bool) {
	find := l.finder()
	anew = make([]bool, len(l.Entries))
	for i, e := range l.Entries {
		if !restated[i] {
			continue
		}
		anew[i] = true
		for _, r := range like.Entries[i].Relations {
			if r.Other != nil {
				anew[r.Other.at] = true
			}
		}
		for _, s := range e.stated() {
			if other, _ := find(e, s.Target); other != nil {
				anew[other.at] = true
			}
		}
	}
	speaks := slices.Clone(anew) // entries whose relations lead to one of these
	for i := range anew {
		if !anew[i] {
			continue
		}
		for _, r := range like.Entries[i].Relations {
			if r.Other != nil {
				speaks[r.Other.at] = true
			}
		}
	}
	for i, e := range l.Entries {
		if speaks[i] {
			l.say(e, e.stated(), find, anew)
		}
	}
	for i, e := range l.Entries {
		if anew[i] {
			l.settleAmbiguous(e)
			e.sortRelations()
		}
	}
	return anew
}

// say adds the relations that an entry states to those of the chosen entries.
func (l *Log) say(e *Entry, stated []record.Relation, find lookup, chosen []bool) {
	for _, s := range stated {
		r := e.resolved(s, find)
		if chosen[e.at] {
			e.relation(r)
		}
		if r.Other != nil && r.Other != e && chosen[r.Other.at] {
			r.Other.relation(r.seenFrom(e))
		}
	}
}
