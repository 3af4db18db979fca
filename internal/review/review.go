// Package review compares two states of a log in meaning: what a branch decides,
// changes, supersedes and takes away, what of it is worth a reviewer's look, and
// which decisions govern the code that it changes.
//
// It compares values, and only prose as words: "engineers 8 → 60: monolith strains
// on team size" is one line of a review, whatever lines of a file it came from. Each
// of the two states is a ledger.Log, so that a commit, a work tree and a test's map
// are the same to it.
//
// What is written of a review is read by people who need not be allowed to read
// every decision, and is posted where its text may be obeyed: of a restricted
// decision it tells the number and the status alone, and the writers neutralise what
// titles and prose hold.
//
// It runs nothing, reads no clock, and changes nothing.
package review

import (
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// Review is what a branch changes in meaning.
type Review struct {
	Base string `json:"base"` // what it is compared with, as a person would name it: "main (3f2a91c)"
	Head string `json:"head"` // what is compared: a branch, or "the work tree"

	Decisions []Change        `json:"decisions"` // new, changed, superseded and removed ones, in the log's order
	Catalogs  []CatalogChange `json:"catalogs"`  // by id

	Brought diag.List `json:"brought"` // findings that the branch brings
	There   diag.List `json:"there"`   // findings of the decisions looked at that were there already
	Mended  int       `json:"mended"`  // findings that the branch takes away

	Governed []Governor `json:"governed"` // accepted decisions that govern changed code, in the log's order
	Proposed []Governor `json:"proposed"` // proposed ones that would
	Needs    []Need     `json:"needs"`    // changed files that need a decision, and have none that this branch brings or touches

	// Withheld is what its decisions are told without. It is no part of what is written:
	// a file of a review is for those who read the records.
	Withheld decision.Withheld `json:"-"`
}

// Kind says what happened to a decision.
type Kind string

// The kinds of change.
const (
	New        Kind = "new"
	Changed    Kind = "changed"
	Superseded Kind = "superseded" // nothing but its being superseded: by a decision of this branch
	Removed    Kind = "removed"
)

// Change is what happened to one decision.
type Change struct {
	Kind       Kind            `json:"kind"`
	Path       string          `json:"path"`           // the record's or, without one, the input's; of a removed decision where it was
	From       string          `json:"from,omitempty"` // the path that it had, where it was renamed
	ID         string          `json:"id"`
	Title      string          `json:"title"` // plain; "" of a restricted decision
	Was        decision.Status `json:"was,omitempty"`
	Status     decision.Status `json:"status,omitempty"` // the one that counts; "" of a removed decision
	Lead       string          `json:"lead,omitempty"`   // Markdown, one sentence
	Restricted bool            `json:"restricted,omitempty"`
	By         []string        `json:"by,omitempty"`     // ids of the decisions that supersede it now
	Values     []Value         `json:"values,omitempty"` // what changed, the outcome first; of a new decision what it says
	Prose      []Prose         `json:"prose,omitempty"`  // sections whose words changed, in the record's order
	Risks      []Risk          `json:"risks,omitempty"`  // worst cases of the chosen option and their answers, of new and changed decisions
}

// Value is one value that changed.
type Value struct {
	Key     string `json:"key"`            // kebab-case, as in an input: chosen, options, decision-makers, profile.engineers, verdict, worst-case, date, tags, links …
	Label   string `json:"label"`          // as a reader says it: "chosen option", "engineers", "monolith on team size"
	From    string `json:"from,omitempty"` // plain; "" where there was none
	To      string `json:"to,omitempty"`   // plain; "" where there is none any more
	Because string `json:"because,omitempty"`
	// Effects are what follows from it: of an answer in a profile the verdicts and worst
	// cases that are others now ("monolith's team size: fits → strains").
	Effects []string `json:"effects,omitempty"`
}

// Prose is the words of one section, as they were and are.
type Prose struct {
	Heading string `json:"heading"` // plain; "" before the first
	Words   []Word `json:"words"`
	Cut     bool   `json:"cut,omitempty"` // the section is too long to be compared word by word, and Words holds whole paragraphs
}

// Op says what happened to a run of words.
type Op string

// The operations of a word diff.
const (
	Same   Op = "same"
	Insert Op = "insert"
	Delete Op = "delete"
)

// Word is a run of words, with the blanks behind each; Markdown as it is written.
type Word struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Risk is one worst case of a chosen option.
type Risk struct {
	WorstCase string       `json:"worst_case"`
	Title     string       `json:"title"` // plain
	Met       decision.Met `json:"met"`
	Answer    string       `json:"answer,omitempty"` // accepted, mitigated, does-not-apply; "" where nobody answered
	By        string       `json:"by,omitempty"`
	Because   string       `json:"because,omitempty"`
}

// CatalogChange is what changed in one catalog.
type CatalogChange struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Path      string   `json:"path"`
	Kind      Kind     `json:"kind"` // new, changed or removed
	Values    []Value  `json:"values,omitempty"`
	Decisions []string `json:"decisions,omitempty"` // ids of the decisions not yet settled whose assessment is another by it, with what: see Touched
	Touched   []Value  `json:"touched,omitempty"`   // Key the decision's id, Label what is another of it, From and To
}

// Governor is a decision that governs changed code.
type Governor struct {
	ID    string   `json:"id"`
	Path  string   `json:"path"`           // "" of a restricted decision, as title, lead and risks
	Title string   `json:"title"`          // plain
	Lead  string   `json:"lead,omitempty"` // plain
	Files []string `json:"files"`          // the changed files that it governs, sorted
	Risks []Risk   `json:"risks,omitempty"`
}

// Need is a changed file for which the settings want a decision.
type Need struct {
	File    string `json:"file"`
	Pattern string `json:"pattern"` // of the settings
}
