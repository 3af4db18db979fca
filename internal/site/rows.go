package site

import (
	"strings"

	"tradeoff/internal/decision"
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
	People     []Link // who decided; nobody unless the settings ask for people
	Faded      bool   // no longer in force
	Restricted bool   // nothing but the number is told
	Change     *Link  // what a branch does to it, in a word; nil for nothing
}

// lister makes the rows of one page.
type lister struct {
	*build
	from  string         // the page's address
	known map[*term]Link // the same few terms stand in most rows
	room  []Link         // for the rows to come
}

func (b *build) lister(from string) *lister {
	return &lister{build: b, from: from, known: map[*term]Link{}}
}

// row makes a row of an entry.
func (l *lister) row(e *ledger.Entry) Row {
	d, shown := l.byEntry[e]
	if !shown {
		return Row{Number: numberOf(e), Restricted: true}
	}
	standing := knownStatus(d.Standing())
	return Row{
		Number: numberOf(e), Title: titleOf(e), Href: relative(l.from, d.page), Lead: d.glance,
		Status: l.status(standing), Date: d.Day(), Tags: l.links(d.tags), People: l.links(d.people),
		Faded: faded(standing), Change: l.changeMark(l.from, e),
	}
}

// links are terms as links from the page.
func (l *lister) links(terms []*term) []Link {
	n := len(terms)
	if n == 0 {
		return nil
	}
	if n > len(l.room) {
		l.room = make([]Link, max(n, pageRows))
	}
	var links []Link
	links, l.room = l.room[:n:n], l.room[n:]
	for i, t := range terms {
		link, ok := l.known[t]
		if !ok {
			link = Link{Label: t.label, Href: relative(l.from, t.address)}
			l.known[t] = link
		}
		links[i] = link
	}
	return links
}

// faded tells whether a decision of that status is no longer in force.
func faded(s decision.Status) bool { return s.Settled() && s != decision.Accepted }

// glanceRunes bounds the lead of a row: what one line shows, or two on a phone.
const glanceRunes = 140

// glance is the beginning of a lead, up to a word's end.
func glance(lead string) string {
	runes := 0
	for i := range lead {
		if runes++; runes > glanceRunes {
			cut := lead[:i]
			if blank := strings.LastIndexByte(cut, ' '); blank > 0 {
				cut = cut[:blank]
			}
			return strings.TrimRight(cut, " ,;:.") + "…"
		}
	}
	return lead
}

// rowsOf makes rows of decisions.
func (b *build) rowsOf(from string, list []*placed) []Row {
	l := b.lister(from)
	rows := make([]Row, len(list))
	for i, d := range list {
		rows[i] = l.row(d.Entry)
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

// numberedTitle is an entry's title behind its number, where it has one.
func numberedTitle(e *ledger.Entry) string {
	if n := numberOf(e); n != "" {
		return n + " " + titleOf(e)
	}
	return titleOf(e)
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
