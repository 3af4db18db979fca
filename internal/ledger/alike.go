package ledger

import (
	"io/fs"
	"maps"
	"reflect"
	"slices"

	"tradeoff/internal/diag"
)

// Alike tells whether two states of one decision are the same in all that is known of
// it beside its text: title, status, dates, people, tags, lead, options, relations,
// what its input says, and what is wrong with its files. Places do not count.
func (e *Entry) Alike(o *Entry) bool {
	switch {
	case e.Path != o.Path, (e.Record == nil) != (o.Record == nil), (e.Input == nil) != (o.Input == nil),
		e.Title != o.Title, e.Status != o.Status, e.StatusRaw != o.StatusRaw, e.Assumed != o.Assumed,
		e.Date != o.Date, e.DerivedDate != o.DerivedDate, e.Restricted != o.Restricted,
		!slices.Equal(e.Tags, o.Tags), !slices.Equal(e.Makers, o.Makers), e.Lead != o.Lead, e.Dialect != o.Dialect,
		e.review != o.review, !slices.Equal(e.Patterns(), o.Patterns()), !alikeFindings(e.Findings, o.Findings):
		return false
	case e.Input != nil && !reflect.DeepEqual(e.Input.Decision, o.Input.Decision):
		return false
	}
	if r, was := e.Record, o.Record; r != nil {
		if r.Chosen != was.Chosen || len(r.Options) != len(was.Options) || len(r.Relations) != len(was.Relations) {
			return false
		}
		for i := range r.Options {
			if r.Options[i].Title != was.Options[i].Title || r.Options[i].Chosen != was.Options[i].Chosen {
				return false
			}
		}
		for i := range r.Relations {
			a, b := r.Relations[i], was.Relations[i]
			a.Pos, b.Pos = diag.Pos{}, diag.Pos{}
			if a != b {
				return false
			}
		}
	}
	return true
}

// alikeFindings compares findings but for their places.
func alikeFindings(a, b diag.List) bool {
	return slices.EqualFunc(a, b, func(x, y diag.Finding) bool {
		return x.Rule == y.Rule && x.Severity == y.Severity && x.Message == y.Message && x.Hint == y.Hint
	})
}

// Exchange is the log with another state of an entry, which is Alike: all relations
// stay as they are. Entries that are related to it go on pointing to the old state.
func (l *Log) Exchange(old, e *Entry) *Log {
	e.Relations, e.Supersedes, e.SupersededBy, e.Derived, e.DerivedDate = old.Relations, old.Supersedes, old.SupersededBy, old.Derived, old.DerivedDate
	e.at = old.at
	log := *l
	log.Entries = slices.Clone(l.Entries)
	log.Entries[e.at] = e
	log.byPath = maps.Clone(l.byPath)
	log.byPath[e.Path] = e
	return &log
}

// RereadFrom reads the record of an entry without an input again. It is false where that
// is no plain record any more: gone, too large, no text, or with a merge to be
// finished.
func (l *Log) RereadFrom(fsys fs.FS, e *Entry) (*Entry, bool) {
	data, findings := readRecord(fsys, e.Path)
	if len(findings) > 0 || data == nil || conflict(e.Path, data).Line > 0 {
		return nil, false
	}
	return l.Reread(e, Change{Record: data}), true
}
