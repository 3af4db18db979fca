package record

import "tradeoff/internal/diag"

// Carrier is what holds a piece of a record's metadata.
type Carrier string

// The carriers, in the order in which they are asked: where two say the same
// thing, the first counts.
const (
	Nowhere   Carrier = ""
	InFront   Carrier = "front matter"
	InList    Carrier = "list"    // `* Status: x`, before the first section
	InLine    Carrier = "line"    // `Status: x` or `**Status**: x`, before the first section
	InTable   Carrier = "table"   // a table of them, before the first section
	InSection Carrier = "section" // a section of its own, as Status has
	InHeading Carrier = "heading" // the first heading of level 1, for the title
	InName    Carrier = "file name"
)

// Meta names a piece of metadata.
type Meta uint8

// The pieces of metadata.
const (
	MetaTitle Meta = iota
	MetaStatus
	MetaDate
	MetaMakers
	MetaConsulted
	MetaInformed
	MetaTags
	metas // how many there are
)

// Metas are all of them.
func Metas() []Meta {
	return []Meta{MetaTitle, MetaStatus, MetaDate, MetaMakers, MetaConsulted, MetaInformed, MetaTags}
}

// String names it as the keys of an input do.
func (m Meta) String() string {
	return [metas]string{"title", "status", "date", "decision-makers", "consulted", "informed", "tags"}[m]
}

// Found says what carries a piece of metadata, and where its value stands.
type Found struct {
	Carrier Carrier // Nowhere where the record does not hold it
	Pos     diag.Pos
}

// Found tells where a piece of metadata was found.
func (r *Record) Found(m Meta) Found {
	return Found{Carrier: r.at[m].carrier, Pos: r.at[m].pos}
}

// field is the place of one piece of metadata. Offsets count bytes of Data; of a
// value in front matter only key and pos are known.
type field struct {
	carrier    Carrier
	pos        diag.Pos
	key        string // as the front matter writes it
	start, end int    // of the value; empty where the carrier holds none yet
	line, next int    // of its line, and of the one after it
	keyStart   int    // of the key's letters in its line; both 0 in a table whose head has the keys
	keyEnd     int
	ticked     bool // the value is one of several: the ticked one, or that of a table's last row
	history    bool // the value is the last line of a dated history
}

// spans are further byte ranges that the edits replace.
type spans struct {
	titleStart, titleEnd int // of the H1's text after its number; both 0 without one
	numberStart          int // of the H1's text with its number
	titleNext            int // offset of the line after the H1
	statusSection        int // offset of the line after the Status heading, 0 without one
	statusEnd            int // offset of the end of the Status section, 0 without one
}
