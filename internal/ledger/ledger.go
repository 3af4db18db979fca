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
	"path"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/record"
)

// Options say where a log lies and how it is read. Only Dirs must be given.
type Options struct {
	Dirs   []string                   // the folders, from the root of the fs.FS
	Assume decision.Status            // of records that state none, "" to assume nothing
	Words  map[string]decision.Status // further words for a status, as record.FoldWord gives them

	// Like is another state of the same log, read with the same options: a file that is
	// Unchanged there is not read again. nil for none. Where one of both is Lean and the
	// other is not, Like is not used. It is not changed, and may be in use meanwhile.
	Like      *Log
	Unchanged func(path string) bool

	// Changed are, with Like, the only paths that may be another thing than what Like
	// read, folders included, in any order. Where no record and no input among them came
	// or went, the folders are not even listed. nil leaves it to Unchanged. A link to a
	// file that changed is a path of its own.
	Changed []string

	// Lean gives up what showing does not need of records without an input; see
	// Record.Lighten. It is half of what a long log takes beside the files' bytes.
	Lean bool
}

// Log is the decisions of a project in log order: by folder, then number, then
// path; entries without a number come last.
type Log struct {
	Entries  []*Entry
	Skipped  []Skipped         // what lies among the records and is none, by path
	Moved    []Move            // records that had another path once
	Findings diag.List         // of files that belong to no entry, and of defaults
	Defaults []*input.Defaults // of each folder, nil for one without
	byPath   map[string]*Entry
	assume   decision.Status
	reader   *record.Reader

	lean    bool     // see Options.Lean
	folders []folder // as they were listed, nil for a log that was not opened
	related bool     // the relations are what relate makes of the entries
}

// Skipped is a file that lies among the records and is told from them.
type Skipped struct {
	Path string
	Why  string // read-me, index, template, …
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
	Derived      decision.Status // what follows from elsewhere, "" where nothing does
	Assumed      bool            // Derived is what the settings assume, and not what follows from a successor
	Date         string          // what the file says
	DerivedDate  string          // of the first commit, where the file says none and it was asked for
	Restricted   bool            // visibility: restricted; its number alone may be shown
	Tags         []string
	Makers       []string
	Lead         string // Markdown, one sentence; "" where there is none
	Dialect      string
	Relations    []Relation // stated here and seen from the other end, by kind and path
	SupersededBy []string   // paths; of those alone that supersede all of it
	Supersedes   []string
	Findings     diag.List

	left      *input.Input    // which OnDisk left out
	at        int             // its place in the log that settled it
	undecided bool            // see decidesNothing
	below     *input.Defaults // what lies below its input
	review    string          // see ReviewBy; of the record
	reviewAt  diag.Pos
}

// Relation is a resolved relation as seen from the entry that has it.
type Relation struct {
	Kind    decision.LinkKind
	Reverse bool   // the other end states it
	Partly  bool   // it holds for a part of the superseded or amended decision alone
	Part    string // which part, as the link's fragment names it, "" where it does not
	Other   *Entry // nil where the target does not exist
	Target  string // as written
	Pos     diag.Pos
}

// Words says the relation in the reader's direction: "supersedes" or "superseded by".
func (r Relation) Words() string {
	words := r.Kind.Words()
	if r.Reverse {
		words = r.Kind.Reverse()
	}
	if r.Partly && r.Kind == decision.Supersedes {
		words = "partly " + words
	}
	return words
}

// Standing says the relation as it counts: in its words or, of a successor that is not
// decided yet, "would be superseded by". It is "" of a successor that was turned down,
// which takes nobody's place. What a decision says of itself stands as it says it.
func (r Relation) Standing() string {
	words := r.Words()
	if r.Kind != decision.Supersedes || !r.Reverse || r.Partly || r.Other == nil || r.Pos.Line > 0 || r.Ends() {
		return words
	}
	if r.Other.Status == decision.Rejected {
		return ""
	}
	return "would be " + words
}

// Standing is the status that counts: the derived one where there is one.
func (e *Entry) Standing() decision.Status {
	if e.Derived != "" {
		return e.Derived
	}
	return e.Status
}

// Day is the date that counts: what the file says or, without one, the first commit's.
func (e *Entry) Day() string {
	if e.Date != "" {
		return e.Date
	}
	return e.DerivedDate
}

// ReviewBy is the day by which to look at the decision again, with its place: the
// input's or, without one, that of the record's front matter. It is "" where
// neither names a day.
func (e *Entry) ReviewBy() (string, diag.Pos) {
	switch {
	case e.Input != nil:
		return e.Input.Decision.ReviewBy, e.Input.Root.PosOf("review-by")
	}
	return e.review, e.reviewAt
}

// Name is the name of the entry's file without its suffix or, where the folder is
// named after the decision, that of the folder.
func (e *Entry) Name() string {
	if record.InFolder(e.Path) {
		return path.Base(path.Dir(e.Path))
	}
	return Stem(path.Base(e.Path))
}

// Folder is the folder that the decision lies in: the one above, where its own is
// named after it.
func (e *Entry) Folder() string {
	if record.InFolder(e.Path) {
		return path.Dir(path.Dir(e.Path))
	}
	return path.Dir(e.Path)
}

// Unread tells whether there is a record that could not be read: nobody knows what it
// says, and what would be lost if it were written.
func (e *Entry) Unread() bool {
	return e.Record != nil && len(e.Record.Data) == 0 && e.Record.Findings.HasErrors()
}

// OnDisk is the entry as its record alone states it, whatever its input says by now.
// What only an input holds is not known of it; who may see it follows from both. Its
// relations come with With.
func (e *Entry) OnDisk() *Entry {
	alone := &Entry{Path: e.Path, Record: e.Record, DerivedDate: e.DerivedDate, left: e.Input}
	if e.Record != nil {
		alone.Findings = slices.Clone(e.Record.Findings)
	}
	alone.fill()
	alone.Restricted = alone.Restricted || e.Restricted
	return alone
}

// InputFile is the path of the entry's input, also of one that OnDisk left out; "" without
// one.
func (e *Entry) InputFile() string {
	switch {
	case e.Input != nil:
		return e.Input.File
	case e.left != nil:
		return e.left.File
	}
	return ""
}

// Options are those that were considered: the input's where there is one, since
// that is where they are kept, else those that the record tells.
func (e *Entry) Options() []record.Option {
	if e.Input == nil || e.Input.Findings.HasErrors() {
		if e.Record == nil {
			return nil
		}
		return e.Record.Options
	}
	d := &e.Input.Decision
	var out []record.Option
	for i, o := range d.Options {
		title := o.Title
		if title == "" {
			title = o.ID // of the catalog, whose title is not known here
		}
		out = append(out, record.Option{Title: title, Chosen: o.ID != "" && o.ID == d.Outcome.Option, Pos: e.Input.Root.PosOf("options", i)})
	}
	return out
}

// DeriveDates gives the entries that state no date the one of their first commit,
// by path, as YYYY-MM-DD.
func (l *Log) DeriveDates(first map[string]string) {
	for _, e := range l.Entries {
		if e.Date != "" {
			continue
		}
		e.DerivedDate = first[e.Path]
		if e.Input == nil {
			continue
		}
		if date := first[e.Input.File]; date != "" && (e.DerivedDate == "" || date < e.DerivedDate) {
			e.DerivedDate = date
		}
	}
}

// Entry gives the entry of that path, or nil.
func (l *Log) Entry(path string) *Entry { return l.byPath[path] }

// Fresh gives copies of the entries without what the log worked out of them, so
// that a log can be made anew with some of them changed.
func (l *Log) Fresh() []*Entry {
	out := make([]*Entry, len(l.Entries))
	for i, e := range l.Entries {
		out[i] = e.fresh()
	}
	return out
}

// fresh is a copy without what a log works out.
func (e *Entry) fresh() *Entry {
	fresh := new(Entry)
	e.freshInto(fresh)
	return fresh
}

// freshInto makes fresh such a copy.
func (e *Entry) freshInto(fresh *Entry) {
	*fresh = *e
	fresh.Relations, fresh.Supersedes, fresh.SupersededBy, fresh.Derived, fresh.Assumed = nil, nil, nil, "", false
}
