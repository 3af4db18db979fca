// Package site builds a static site of a log: the log itself, a page a record
// beside its Markdown twin, a page a catalog, the project's own pages, tags,
// statuses, a timeline, a graph of the relations, a feed and a page for what is not found.
//
// Build takes everything as values and hands each file to a Sink. The same
// options give the same bytes, whatever the clock, the environment and the
// number of processors. Every link inside the site is relative, so that it
// opens from a disk and under any path of a server; no page asks another host
// for anything. Records are content and untrusted: their HTML is left out,
// their links pass an allow list, and a text that is built to be slow is shown
// as it was written.
//
// Where a record has an input with options, the blocks that the assessment was
// written into are shown as pictures: the matrix, the worst cases as cards, the
// bills as curves. They are drawn here, into the page, from the same assessment;
// what people wrote round the blocks stays, and so does a block they edited.
//
// A decision of restricted visibility shows its number in the log and nothing
// anywhere else.
//
// site reads no clock, writes no record and judges no decision: of findings it
// brings those alone that only a reader of all pages can make, links that lead
// nowhere above all.
package site

import (
	"context"
	"io/fs"

	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/git"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/internal/review"
	"tradeoff/internal/theme"
)

// Options is what a site is built from. Log and Theme are needed; the zero
// value of anything else leaves its part out.
type Options struct {
	Log      *ledger.Log
	Catalogs []*catalog.Catalog // each gets a page, in this order
	Settings *config.Settings   // Title, Language, BaseURL, NoIndex, Decisions, Content, Static, EditURL and CommitURL are read
	Content  fs.FS              // further pages: *.md with front matter, _index.md for a section; tradeoffs/*.yaml in it are no pages
	Static   fs.FS              // files that the site takes as they are, at its root
	Files    fs.FS              // the project, rooted as the entries' paths are; local images are copied from it
	Theme    *theme.Theme
	// Templates render the blocks anew that hold what Settings.Hide names; without them
	// such blocks are left out.
	Templates *render.Templates
	Below     string                 // the project's path from the top of its repository, "" where they are one
	Mermaid   func() ([]byte, error) // the script that draws diagrams, asked for where a page has one; nil leaves their sources
	AsOf      string                 // YYYY-MM-DD: the day that overdue marks and waiting times are told for; "" tells none

	// Unwritten are the records, by their paths, that are shown otherwise than they are
	// written, as they would be rendered; it is true of those that are not written at all.
	// Their pages say so. nil says it of none.
	Unwritten map[string]bool

	// Lean lets the build give up each record's bytes when the last page that needs them is
	// made. The log is of no use afterwards.
	Lean bool

	// Step is told each step of the build as it begins, in a few words, from one goroutine
	// and in order; nil leaves it out. A step ends where the next begins.
	Step func(name string)
	// Made is told of files, from any goroutine: how many are made, and how many there
	// will be as far as is known; nil leaves it out.
	Made func(made, total int)

	// History reads what git knows of the entries' files, by their paths. It is called
	// once, as the build begins, and runs beside the rendering; its context ends with
	// the build. An error, or a shallow clone, is a finding and leaves histories out.
	History func(context.Context) (*git.History, error)

	// Review is what the branch that the log is of changes. It adds the page that tells
	// so, and marks what is new or changed; nil leaves both out. Of one that was made with
	// what Settings.Hide names (see review.Inputs.Withheld) all goes that may hold it, and
	// that is all prose.
	Review *review.Review
}

// Sink takes the files of a site. Put is called at most once for a path, from
// any number of goroutines; path is relative, with forward slashes. The bytes are
// Put's until it returns, and others' afterwards.
type Sink interface {
	Put(path string, data []byte) error
}

// Expecter is a Sink that gains from hearing of files before they come. Which come after
// all, and in which order, is open.
type Expecter interface {
	Expect(paths []string) error
}

// Report counts what was built.
type Report struct {
	Pages     int // HTML pages
	Decisions int // decisions with a page of their own
	Files     int // everything, pages included
}
