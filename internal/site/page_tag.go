package site

import (
	"cmp"
	"slices"
)

// ListPage is what list.html is handed: the decisions of a tag or a status, or
// the list of tags or catalogs.
type ListPage struct {
	Frame
	Over     string // what kind of list, above the title: "Tag"
	Status   *Status
	Count    int
	Statuses []Filter
	Rows     []Row
	Links    []Entry
}

// Entry is one line of a list of pages.
type Entry struct {
	Link
	Text string
}

func termPages(b *build) []page {
	var pages []page
	for _, t := range b.statuses {
		pages = append(pages, page{path: t.address, make: func() ([]byte, error) {
			p := b.listPage(t, b.t("list.status"))
			status := b.status(t.status)
			p.Status = &status
			p.Statuses = b.filters(t.address, t)
			return b.layouts.Execute("list.html", p)
		}})
	}
	for _, t := range b.tags {
		pages = append(pages, page{path: t.address, make: func() ([]byte, error) {
			return b.layouts.Execute("list.html", b.listPage(t, b.t("list.tag")))
		}})
	}
	if len(b.tags) > 0 {
		pages = append(pages, page{path: tagsAddress, make: func() ([]byte, error) {
			p := ListPage{Frame: b.frame("list", tagsAddress, b.t("tags.title"), logAddress), Count: len(b.tags)}
			for _, l := range termLinks(tagsAddress, b.tags) {
				p.Links = append(p.Links, Entry{Link: l})
			}
			return b.layouts.Execute("list.html", p)
		}})
	}
	return pages
}

// listPage lists the decisions of a term.
func (b *build) listPage(t *term, over string) ListPage {
	p := ListPage{Frame: b.frame("list", t.address, t.label, logAddress), Over: over, Count: len(t.members)}
	p.Rows = b.rowsOf(t.address, t.members)
	p.Description = b.t("list.description", len(t.members), t.label)
	if t.feed != "" {
		p.OwnFeed = &Link{Label: b.t("feed.tag", b.title(), t.label), Href: relative(t.address, t.feed)}
	}
	return p
}

// mostUsed are the n tags with the most decisions, by name.
func mostUsed(tags []*term, n int) []*term {
	if len(tags) <= n {
		return tags
	}
	used := slices.Clone(tags)
	slices.SortStableFunc(used, func(x, y *term) int { return cmp.Compare(len(y.members), len(x.members)) })
	used = used[:n]
	slices.SortFunc(used, func(x, y *term) int { return cmp.Compare(x.address, y.address) })
	return used
}
