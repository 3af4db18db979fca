package site

import (
	"html/template"
	"slices"
	"strings"
)

// ContentPage is what page.html is handed: a page of the project's own, or a
// section that has no text.
type ContentPage struct {
	rendered
	Frame
	Heading string
	Date    string // as the front matter says, YYYY-MM-DD; "" for none
	LastMod string
	Tree    []NavItem // where the page stands in its content
	Entries []Entry   // of a section: its pages
}

func contentPages(b *build) []page {
	var pages []page
	for _, c := range b.contents {
		pages = append(pages, page{path: c.page, searched: true, make: func() ([]byte, error) {
			p := b.contentPage(c.page, c.title, c.section, c)
			b.findContent(p, c.page)
			return b.layouts.Execute("page.html", p)
		}})
	}
	b.eachSection(func(s *section) {
		pages = append(pages, page{path: s.page, searched: true, make: func() ([]byte, error) {
			title := s.title()
			if title == "" {
				title = b.t("nav.docs")
			}
			p := b.contentPage(s.page, title, s, s.index)
			b.findContent(p, s.page)
			p.Entries = unnamed(b.entriesOf(s), string(p.Body))
			return b.layouts.Execute("page.html", p)
		}})
	})
	return pages
}

// contentPage makes a page, with its text where it has one.
func (b *build) contentPage(address, title string, s *section, c *contentFile) ContentPage {
	p := ContentPage{Frame: b.frame("page", address, title, b.docsHome()), Heading: title}
	p.Tree = b.tree(address, b.content, s)
	if c == nil {
		return p
	}
	doc := &document{build: b, file: c.file, page: address, data: c.data, start: c.start, title: c.title}
	p.rendered = doc.render()
	b.equip(&p.Frame, p.rendered)
	p.Description, p.Edit = c.description, b.editHref(c.file)
	p.Date, p.LastMod = c.date, c.lastMod
	if c.twin != "" {
		p.Twin = relative(address, c.twin)
	}
	if p.Lead == "" && c.description != "" {
		p.Lead = template.HTML(template.HTMLEscapeString(c.description))
	}
	return p
}

// tree is the navigation of a section's level, opened along the way to the
// section at: so a page lists its own neighbours and those above, not all there is.
func (b *build) tree(from string, s, at *section) []NavItem {
	var items []NavItem
	for _, c := range s.pages {
		items = append(items, NavItem{Label: c.label, Href: relative(from, c.page), Current: c.page == from})
	}
	for _, below := range s.sections {
		item := NavItem{Label: below.label(), Href: relative(from, below.page), Current: below.page == from}
		for up := at; up != nil; up = up.parent {
			if up == below {
				item.Within = !item.Current
				item.Children = b.tree(from, below, at)
			}
		}
		items = append(items, item)
	}
	return items
}

// entriesOf lists what a section holds.
func (b *build) entriesOf(s *section) []Entry {
	var list []Entry
	for _, c := range s.pages {
		list = append(list, Entry{Link: Link{Label: c.label, Href: relative(s.page, c.page)}, Text: c.description})
	}
	for _, below := range s.sections {
		e := Entry{Link: Link{Label: below.label(), Href: relative(s.page, below.page)}}
		if below.index != nil {
			e.Text = below.index.description
		}
		list = append(list, e)
	}
	return list
}

// unnamed are the entries that a section's own text does not link to: what it
// tells itself, as a forge's readers need it, is not told again.
func unnamed(entries []Entry, body string) []Entry {
	return slices.DeleteFunc(entries, func(e Entry) bool {
		return strings.Contains(body, `href="`+template.HTMLEscapeString(e.Href)+`"`)
	})
}
