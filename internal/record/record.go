// Package record reads architecture decision records in Markdown, in the
// dialects that people write, and edits them without touching a byte that the
// edit is not about.
//
// Parse never refuses: what it cannot understand it leaves as found, says so in
// Findings, and the record stays in the log. Positions are those of the file.
//
// A rendered record holds blocks that package render owns. Their marks are HTML
// comments, each on a line of its own:
//
//	<!-- tradeoff:worst-cases 3f2a9c1d4b5e -->
//	…
//	<!-- /tradeoff:worst-cases -->
//
// The hash in the opening mark is that of the body as it was rendered, with
// line ends as LF, so that an edit by hand shows. The last line of a rendered
// record is its closing mark; it carries the hash of the front matter keys and
// title as they were rendered and, once the decision is settled, of the input:
//
//	<!-- /tradeoff head=1a2b3c4d5e6f input=9f8e7d6c5b4a -->
//
// the hash of what other decisions state of it, and the name of the record's
// template where that is not madr.
//
// record knows nothing of templates, catalogs or other records: package ledger
// joins records to a log, package render fills the blocks.
package record

import (
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// Reader reads records. Its zero value is the usual one.
type Reader struct {
	// Words are further words for a status, in the form that FoldWord gives them.
	Words map[string]decision.Status
}

// Dialect names the form a record is written in.
type Dialect string

// The dialects.
const (
	MADR        Dialect = "madr"    // front matter, MADR's headings
	Nygard      Dialect = "nygard"  // a Status section, as adr-tools writes it
	Bullets     Dialect = "bullets" // a leading list or lines of `* Status: …`, as MADR 2 and log4brains write it
	Table       Dialect = "table"   // a leading table of them
	Plain       Dialect = "plain"   // Markdown that names no status in any known place
	NotMarkdown Dialect = "other"   // not Markdown: listed, not rendered
)

// Record is one file of a log, as read. Strings are plain text unless said otherwise.
type Record struct {
	File    string // path, as given to Parse
	Data    []byte // the file's bytes
	Dialect Dialect

	ID     string // number or name as it stands in the file's name, else its stem
	Number int    // the number in it, -1 where there is none
	Title  string // without its number; from the file's name where the text has none

	Status    decision.Status // one of the written five, superseded or unknown
	StatusRaw string
	Date      string // YYYY-MM-DD, "" where missing or unreadable
	DateRaw   string

	DecisionMakers []string
	Consulted      []string
	Informed       []string
	Tags           []string

	Relations []Relation
	Options   []Option // that the record considers, in their order
	Unwritten int      // further options, which a template named and nobody has written
	Chosen    string   // what it says was chosen, plain, "" where it does not say
	Lead      string   // Markdown: the block lead's paragraph, else the first paragraph of text
	Sections  []Section
	Blocks    []Block
	Mark      *Mark        // the closing mark, nil where the record was not rendered
	Front     *source.Node // the front matter's tree, nil without one
	FrontEnd  int          // offset of the first byte after the front matter's closing line, 0 without one
	TitlePos  diag.Pos
	StatusPos diag.Pos // zero where no status was found

	Findings diag.List
	// Doubts are what a reader may have misunderstood: notes, and no finding of
	// the record's. What is in doubt is kept as it was found.
	Doubts diag.List

	reader *Reader       // that read it, and reads it again after an edit
	at     *[metas]field // where the metadata stands
	spans  spans         // what else the edits replace
}

// Option is one of the options that a record considers.
type Option struct {
	Title  string // plain
	Chosen bool
	Pos    diag.Pos
	name   string // the bold words or the link that its text begins with, "" without
}

// Relation is one stated relation to another record. Target is as written: a
// path, a file's name or a number, with the fragment that names a part of it.
type Relation struct {
	Kind    decision.LinkKind
	Reverse bool // stated from the other end: "superseded by"
	// Partly tells that the words say so: "partly superseded by". The fragment of
	// a target that is a part's name says it without words.
	Partly bool
	Part   string // which part, in words behind the link: ", part 4"
	Target string
	Pos    diag.Pos
}

// Section is a heading with the text under it, to the next heading of its level
// or above. Offsets count bytes of Data.
type Section struct {
	Level   int
	Heading string
	Start   int // of the heading's line
	Body    int // of the first byte after the heading's line
	End     int
	Pos     diag.Pos
}

// Block is a part of the record that render owns.
type Block struct {
	Name  string
	Hash  string // as the opening mark carries it, "" where it carries none
	Start int    // of the opening mark's line
	Body  int    // of the first byte after the opening mark's line
	Close int    // of the closing mark's line: the end of the body
	End   int    // of the first byte after the closing mark's line
	Pos   diag.Pos
}

// Mark is the closing mark of a rendered record.
type Mark struct {
	Head  string // hash of the owned front matter and title, as rendered
	Input string // hash of the input it was rendered from, "" until settled
	Seen  string // hash of what others state of it, once it is settled; "" where they state nothing
	// Template is the template that the record was made with, "" for madr.
	Template string
	Start    int // offset of its line
	End      int
	Pos      diag.Pos
}
