package site

import (
	"net/url"

	"tradeoff/internal/ledger"
)

// LogPage is what index.html is handed: the log, or one page of a long one.
type LogPage struct {
	Frame
	Heading   string // the title on the page
	Count     int
	Attention *Strip   // nil where nothing waits
	Statuses  []Filter // the words that filter the log
	Words     []Words  // those besides the statuses
	Groups    []Group
	Pager     *Pager // nil where the log has one page
	Rows      string // the file with the rows of all pages, for the script that filters them; "" where nothing does
	Samples   []Row  // the forms of the rows that the script makes
}

// Filter is a status with its count.
type Filter struct {
	Status
	Count   int
	Current bool
}

// Words are terms of one facet, as words to choose from.
type Words struct {
	Key   string // tag, year, folder or person
	Label string
	Links []Word
	All   *Link // to the list of all, where there are more
}

// Word is one of them.
type Word struct {
	Link
	Current bool
}

// Group is the decisions of one folder.
type Group struct {
	Name string // the folder, "" where the log has one alone
	Href string // of its page, "" where it has none
	Rows []Row
}

// How many words of a facet stand above the log.
var mostWords = map[string]int{"tag": 8, "year": 8, "folder": 6, "person": 6}

func logPages(b *build) []page {
	addresses := append([]string{logAddress}, b.further...)
	var pages []page
	for n, address := range addresses {
		pages = append(pages, page{path: address, laid: true, make: func() ([]byte, error) {
			return b.layouts.Execute("index.html", b.logPage(addresses, n))
		}})
	}
	if len(b.rows) > 0 {
		pages = append(pages, page{path: b.rowsAddress(), make: func() ([]byte, error) { return b.rowsFile().data, nil }})
	}
	return pages
}

// logPage is page n of those at addresses, from 0.
func (b *build) logPage(addresses []string, n int) LogPage {
	here := addresses[n]
	p := LogPage{Frame: b.frame("log", here, b.title(), logAddress), Heading: b.t("log.title"), Count: len(b.rows)}
	p.Description = b.t("log.description", p.Count)
	p.Statuses = b.filters(here, nil)
	for _, f := range b.facets[1:] {
		if words := b.facetWords(here, f, mostWords[f.key]); words != nil {
			p.Words = append(p.Words, *words)
		}
	}
	p.Groups = b.groups(here, portion(b.rows, n))
	p.Pager = pager(addresses, n)
	if n > 0 {
		p.Title = b.t("list.page", p.Title, n+1)
		return p
	}
	p.Attention = b.attentionStrip(here)
	if len(b.rows) > 0 {
		p.Scripts = append(p.Scripts, relative(here, "assets/log.js"))
		p.Rows, p.Samples = relative(here, b.rowsAddress()), b.sampleRows()
	}
	return p
}

// groups are rows under the folders that they lie in, where there are several.
func (b *build) groups(from string, entries []*ledger.Entry) []Group {
	var groups []Group
	folder, rows := "", b.lister(from)
	for i, e := range entries {
		if i == 0 || e.Folder() != folder {
			folder = e.Folder()
			groups = append(groups, b.group(from, folder))
		}
		group := &groups[len(groups)-1]
		group.Rows = append(group.Rows, rows.row(e))
	}
	return groups
}

// group is the empty group of a folder. A folder that holds nothing but
// restricted decisions is not named.
func (b *build) group(from, folder string) Group {
	if t := b.folders.byKey[folder]; t != nil {
		return Group{Name: folder, Href: relative(from, t.address)}
	}
	if len(b.folders.terms) > 0 {
		return Group{Name: b.t("log.restricted")}
	}
	return Group{}
}

// filters are the statuses in use, from the page from. current is the one that
// the page shows.
func (b *build) filters(from string, current *term) []Filter {
	filters := make([]Filter, len(b.statuses.terms))
	for i, t := range b.statuses.terms {
		s := b.status(t.status)
		s.Href = relative(from, t.address)
		filters[i] = Filter{Status: s, Count: len(t.members), Current: t == current}
	}
	return filters
}

// facetWords are at most so many terms of a facet: the newest years, and of all else
// the most used. It is nil for a facet that tells nothing apart.
func (b *build) facetWords(from string, f *facet, most int) *Words {
	w := Words{Key: f.key, Label: b.t(f.dir + ".label")}
	terms := f.terms
	switch {
	case len(terms) == 0, f.key == "year" && len(terms) == 1:
		return nil
	case f.key == "year":
		terms = terms[:min(most, len(terms))]
	default:
		terms = mostUsed(terms, most)
	}
	for _, l := range termLinks(from, terms) {
		w.Links = append(w.Links, Word{Link: l})
	}
	if len(terms) < len(f.terms) || f.key == "tag" || f.key == "person" {
		w.All = b.allOf(from, f)
	}
	return &w
}

// queryEscape is a value as an address writes it after its question mark.
func queryEscape(text string) string { return url.QueryEscape(text) }
