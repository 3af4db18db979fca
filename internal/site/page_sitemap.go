package site

import (
	"cmp"
	"encoding/xml"
	"slices"
)

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapPages is empty without a base URL, since a sitemap holds absolute
// addresses alone, and on a site that wants no index.
func sitemapPages(b *build) []page {
	if b.url == "" || b.Settings.NoIndex {
		return nil
	}
	return []page{{path: sitemapAddress, make: func() ([]byte, error) {
		m := sitemap{URLs: []sitemapURL{{Loc: b.absolute(logAddress)}}}
		for _, d := range b.decisions {
			u := sitemapURL{Loc: b.absolute(d.page)}
			if day := dayOf(d); day != undated {
				u.LastMod = day
			}
			m.URLs = append(m.URLs, u)
		}
		for _, address := range b.overviews() {
			m.URLs = append(m.URLs, sitemapURL{Loc: b.absolute(address)})
		}
		for _, c := range b.Catalogs {
			m.URLs = append(m.URLs, sitemapURL{Loc: b.absolute(catalogAddress(c))})
		}
		for _, c := range b.contents {
			m.URLs = append(m.URLs, sitemapURL{Loc: b.absolute(c.page), LastMod: cmp.Or(c.lastMod, c.date)})
		}
		for _, address := range b.listAddresses() {
			m.URLs = append(m.URLs, sitemapURL{Loc: b.absolute(address)})
		}
		return xmlFile(m)
	}}}
}

// overviews are the pages of the timeline and of the graph.
func (b *build) overviews() []string {
	var addresses []string
	for _, p := range append(timelinePages(b), graphPages(b)...) {
		addresses = append(addresses, p.path)
	}
	return addresses
}

// listAddresses are the pages of lists besides the log's first: of each status,
// tag and so on, and of what needs attention.
func (b *build) listAddresses() []string {
	list := slices.Clone(b.further)
	for _, f := range b.facets {
		for _, t := range f.terms {
			list = append(append(list, t.address), t.further...)
		}
		if f.home != "" && len(f.terms) > 0 {
			list = append(list, f.home)
		}
	}
	if len(b.concerns) > 0 {
		list = append(append(list, concernsAddress), b.waitPages...)
	}
	return list
}
