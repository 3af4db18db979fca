package site

import (
	"bytes"
	"strings"
)

// twinOf gives a page of content its place as Markdown, beside the page; "" where
// another file has it.
func (b *build) twinOf(c *contentFile) {
	if twin := strings.TrimSuffix(c.page, ".html") + ".md"; b.claim(twin) {
		c.twin = twin
	}
}

// twinPages are the texts of content as Markdown: without their front matter, which is
// the site's business, and with the title on top.
func twinPages(b *build) []page {
	var pages []page
	add := func(c *contentFile) {
		if c != nil && c.twin != "" {
			pages = append(pages, page{path: c.twin, make: func() ([]byte, error) { return c.markdown(), nil }})
		}
	}
	for _, c := range b.contents {
		add(c)
	}
	b.eachSection(func(s *section) { add(s.index) })
	return pages
}

// markdown is the text of a page with its title.
func (c *contentFile) markdown() []byte {
	text := bytes.TrimLeft(c.data[c.start:], "\r\n")
	if firstHeading(text) != "" {
		return text
	}
	return append([]byte("# "+markdownText(c.title)+"\n\n"), text...)
}
