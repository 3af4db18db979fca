package site

import (
	"cmp"
	"slices"
)

// ListPage is what list.html is handed: the decisions of a status, a tag, a year,
// a folder or a person; or the list of tags, of catalogs and so on.
type ListPage struct {
	Frame
	Over     string // what kind of list, above the title: "Tag"
	Heading  string // the title on the page, "" where Title is it
	Status   *Status
	Count    int
	Statuses []Filter
	Others   *Words // the other years, on the page of one
	All      *Link  // to the list of all tags, on the page of one
	Filter   string // the log, narrowed to this page's decisions; "" where it cannot be
	Rows     []Row
	Links    []Entry
	Pager    *Pager // nil where the list has one page
}

// Entry is one line of a list of pages.
type Entry struct {
	Link
	Text string
}

func termPages(b *build) []page {
	var pages []page
	for _, f := range b.facets {
		for _, t := range f.terms {
			addresses := append([]string{t.address}, t.further...)
			for n, address := range addresses {
				pages = append(pages, page{path: address, laid: true, make: func() ([]byte, error) {
					return b.layouts.Execute("list.html", b.listPage(t, addresses, n))
				}})
			}
		}
		if f.home != "" && len(f.terms) > 0 {
			pages = append(pages, page{path: f.home, make: func() ([]byte, error) {
				p := ListPage{Frame: b.frame("list", f.home, b.t(f.dir+".title"), logAddress), Count: len(f.terms)}
				for _, l := range termLinks(f.home, f.terms) {
					p.Links = append(p.Links, Entry{Link: l})
				}
				return b.layouts.Execute("list.html", p)
			}})
		}
	}
	return pages
}

// listPage lists the decisions of a term, on page n of those at addresses.
func (b *build) listPage(t *term, addresses []string, n int) ListPage {
	here := addresses[n]
	p := ListPage{Frame: b.frame("list", here, t.label, logAddress), Over: b.t("list." + t.facet.key), Count: len(t.members)}
	p.Rows = b.rowsOf(here, portion(t.members, n))
	p.Description = b.t("list.description", len(t.members), t.label)
	if t.feed != "" {
		p.OwnFeed = &Link{Label: b.t("feed.tag", b.title(), t.label), Href: relative(here, t.feed)}
	}
	p.Filter = relative(here, logAddress) + "?" + t.facet.key + "=" + queryEscape(t.slug())
	if p.Pager = pager(addresses, n); n > 0 {
		p.Heading, p.Title = p.Title, b.t("list.page", p.Title, n+1)
	}
	switch t.facet.key {
	case "status":
		status := b.status(t.status)
		p.Status = &status
		p.Statuses = b.filters(here, t)
	case "year":
		if p.Others = b.facetWords(here, t.facet, len(t.facet.terms)); len(t.facet.terms) < 2 {
			p.Others = nil
		} else {
			for i, other := range t.facet.terms {
				p.Others.Links[i].Current = other == t
			}
		}
	default:
		p.All = b.allOf(here, t.facet)
	}
	return p
}

// allOf leads to the list of a facet's terms.
func (b *build) allOf(from string, f *facet) *Link {
	return &Link{Label: b.t(f.dir + ".all"), Href: relative(from, f.home), Count: len(f.terms)}
}

// mostUsed are the n terms with the most decisions, in their order.
func mostUsed(terms []*term, n int) []*term {
	if len(terms) <= n {
		return terms
	}
	rank := make(map[*term]int, len(terms))
	for i, t := range terms {
		rank[t] = i
	}
	used := slices.Clone(terms)
	slices.SortStableFunc(used, func(x, y *term) int { return cmp.Compare(len(y.members), len(x.members)) })
	used = used[:n]
	slices.SortFunc(used, func(x, y *term) int { return rank[x] - rank[y] })
	return used
}
