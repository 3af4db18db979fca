package site

// pageRows bounds the decisions that one page lists: a page of ten thousand is
// ten megabytes, and nobody reads to its end.
const pageRows = 400

// pagesAround are the pages of a long list that are named beside the current one.
const pagesAround = 2

// Pager leads through the pages of a long list.
type Pager struct {
	Number   int // of this page, from 1
	Total    int
	Previous string // addresses, "" where there is none
	Next     string
	Pages    []PagerLink // the first, the last and those around this one
}

// PagerLink is one page of a long list.
type PagerLink struct {
	Number  int
	Href    string
	Current bool
	Skips   bool // pages are left out before it
}

// pager is nil for a list of one page. addresses are those of all its pages, of
// which this is number n, from 0.
func pager(addresses []string, n int) *Pager {
	if len(addresses) < 2 {
		return nil
	}
	here := addresses[n]
	p := &Pager{Number: n + 1, Total: len(addresses)}
	if n > 0 {
		p.Previous = relative(here, addresses[n-1])
	}
	if n+1 < len(addresses) {
		p.Next = relative(here, addresses[n+1])
	}
	last := -1
	add := func(i int) {
		if i <= last || i >= len(addresses) {
			return
		}
		p.Pages = append(p.Pages, PagerLink{Number: i + 1, Href: relative(here, addresses[i]), Current: i == n, Skips: i > last+1})
		last = i
	}
	add(0)
	for i := n - pagesAround; i <= n+pagesAround; i++ {
		add(i)
	}
	add(len(addresses) - 1)
	return p
}

// portion is the part of a list that page n of it shows, from 0.
func portion[T any](list []T, n int) []T {
	return list[min(n*pageRows, len(list)):min((n+1)*pageRows, len(list))]
}
