package site

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"sync"
)

// sitemapMost is how many addresses a sitemap may hold, as sitemaps.org has it.
const sitemapMost = 50_000

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemapIndex names the sitemaps of a site that one cannot hold.
type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

// sitemapPages list every page that the kinds made, whatever its kind, but redirects and
// the page for what is not found. There are none without a base URL, since a sitemap
// holds absolute addresses alone, and on a site that wants no index.
func sitemapPages(b *build, pages []page) []page {
	if b.url == "" || b.Settings.NoIndex {
		return nil
	}
	apart := map[string]bool{notFoundAddress: true, logAddress: true}
	for _, r := range b.redirects {
		apart[r.address] = true
	}
	addresses := []string{logAddress}
	for _, p := range pages {
		if path.Ext(p.path) == ".html" && !apart[p.path] {
			addresses = append(addresses, p.path)
		}
	}
	days := sync.OnceValue(func() map[string]string {
		slices.Sort(addresses[1:])
		return b.changes()
	})
	var parts []page
	var index sitemapIndex
	for part := range slices.Chunk(addresses, sitemapMost) {
		name := sitemapAddress
		if len(addresses) > sitemapMost {
			name = fmt.Sprintf("sitemap-%d.xml", len(parts)+1)
		}
		index.Maps = append(index.Maps, sitemapURL{Loc: b.absolute(name)})
		parts = append(parts, page{path: name, make: func() ([]byte, error) {
			changed := days() // and the addresses are in order
			m := sitemap{URLs: make([]sitemapURL, len(part))}
			for i, address := range part {
				m.URLs[i] = sitemapURL{Loc: b.absolute(address), LastMod: changed[address]}
			}
			return xmlFile(m)
		}})
	}
	if len(parts) > 1 {
		parts = append(parts, page{path: sitemapAddress, make: func() ([]byte, error) { return xmlFile(index) }})
	}
	return parts
}

// changes are the days on which pages last changed, by their addresses, of those that
// say so.
func (b *build) changes() map[string]string {
	days := make(map[string]string, len(b.decisions))
	for _, d := range b.decisions {
		if day := d.changed; day != undated {
			days[d.page] = day
		}
	}
	for _, c := range b.contents {
		days[c.page] = cmp.Or(c.lastMod, c.date)
	}
	return days
}
