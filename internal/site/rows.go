package site

import (
	"tradeoff/internal/ledger"
)

// Row is one decision in a list of them.
type Row struct {
	Number     string // as the file's name has it, "" for none
	Title      string
	Href       string
	Lead       string // plain text
	Status     Status
	Date       string // YYYY-MM-DD, "" where not known
	Tags       []Link
	Faded      bool // no longer in force
	Restricted bool // nothing but the number is told
}

// row makes a row of an entry for a list on the page from.
func (b *build) row(from string, e *ledger.Entry) Row {
	d, shown := b.byEntry[e]
	if !shown {
		return Row{Number: numberOf(e), Restricted: true}
	}
	standing := knownStatus(d.Standing())
	return Row{
		Number: numberOf(e), Title: titleOf(e), Href: relative(from, d.page), Lead: d.summary,
		Status: b.status(standing), Date: d.Day(), Tags: b.tagLinks(from, d.Tags),
		Faded: standing.Settled() && standing != "accepted",
	}
}

// rowsOf makes rows of decisions.
func (b *build) rowsOf(from string, list []*placed) []Row {
	rows := make([]Row, len(list))
	for i, d := range list {
		rows[i] = b.row(from, d.Entry)
	}
	return rows
}

// numberOf is an entry's number as people write it: with the zeros of its file.
func numberOf(e *ledger.Entry) string {
	if e.Number < 0 {
		return ""
	}
	return e.ID
}

// titleOf is an entry's title, which no link can do without.
func titleOf(e *ledger.Entry) string {
	switch {
	case e.Title != "":
		return e.Title
	case e.ID != "":
		return e.ID
	}
	return e.Path
}
