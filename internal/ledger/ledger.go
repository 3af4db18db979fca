// Package ledger is the log: all the decisions of a project, with the relations
// between them.
//
// Open reads any fs.FS, so that a work tree, a commit and a test's map are the
// same to it. The path is an entry's key, never its number: two files may have
// one number, and both are listed. A file that cannot be understood is listed
// all the same, with status unknown and a finding.
//
// ledger reads and relates. It judges nothing (package check does) and changes
// nothing.
package ledger

import (
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/record"
)

// Log is the decisions of a project in log order: by folder, then number, then
// path; entries without a number come last.
type Log struct {
	Entries  []*Entry
	Findings diag.List         // of files that belong to no entry, and of defaults
	Defaults []*input.Defaults // of each folder, nil for one without
	byPath   map[string]*Entry
}

// Entry is one decision of the log.
type Entry struct {
	Path   string         // the record's; the input's where there is no record yet
	Record *record.Record // nil where the record was not yet rendered
	Input  *input.Input   // nil without one

	ID     string
	Number int // -1 where there is none
	Title  string

	Status       decision.Status // what the file says
	StatusRaw    string
	Derived      decision.Status // what follows from other files, "" where nothing does
	Date         string          // what the file says
	Restricted   bool            // visibility: restricted; its number alone may be shown
	Tags         []string
	Makers       []string
	Lead         string // Markdown, one sentence; "" where there is none
	Dialect      string
	Relations    []Relation // stated here and seen from the other end, by kind and path
	SupersededBy []string   // paths
	Supersedes   []string
	Findings     diag.List
}

// Relation is a resolved relation as seen from the entry that has it.
type Relation struct {
	Kind    decision.LinkKind
	Reverse bool   // the other end states it
	Other   *Entry // nil where the target does not exist
	Target  string // as written
	Pos     diag.Pos
}

// Words says the relation in the reader's direction: "supersedes" or "superseded by".
func (r Relation) Words() string {
	if r.Reverse {
		return r.Kind.Reverse()
	}
	return r.Kind.Words()
}

// Standing is the status that counts: the derived one where there is one.
func (e *Entry) Standing() decision.Status {
	if e.Derived != "" {
		return e.Derived
	}
	return e.Status
}

// Entry gives the entry of that path, or nil.
func (l *Log) Entry(path string) *Entry { return l.byPath[path] }

// Fresh gives copies of the entries without what the log worked out of them, so
// that a log can be made anew with some of them changed.
func (l *Log) Fresh() []*Entry {
	out := make([]*Entry, len(l.Entries))
	for i, e := range l.Entries {
		fresh := *e
		fresh.Relations, fresh.Supersedes, fresh.SupersededBy, fresh.Derived = nil, nil, nil, ""
		out[i] = &fresh
	}
	return out
}
