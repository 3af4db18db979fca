package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"sync"
)

// sitemapMost is how many addresses a sitemap may hold, as sitemaps.org has it.
const sitemapMost = 50_000

// sitemapSpace is the name space of sitemaps.
const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

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
	for part := range slices.Chunk(addresses, sitemapMost) {
		name := sitemapAddress
		if len(addresses) > sitemapMost {
			name = fmt.Sprintf("sitemap-%d.xml", len(parts)+1)
		}
		parts = append(parts, page{path: name, make: func() ([]byte, error) {
			changed := days() // and the addresses are in order
			var x xmlDocument
			x.begin()
			x.open("urlset", "xmlns", sitemapSpace)
			for _, address := range part {
				x.open("url")
				x.text("loc", b.absolute(address))
				if day := changed[address]; day != "" {
					x.text("lastmod", day)
				}
				x.shut("url")
			}
			x.shut("urlset")
			return x.end(), nil
		}})
	}
	if len(parts) > 1 {
		named := parts
		parts = append(parts, page{path: sitemapAddress, make: func() ([]byte, error) {
			var x xmlDocument
			x.begin()
			x.open("sitemapindex", "xmlns", sitemapSpace)
			for _, p := range named {
				x.open("sitemap")
				x.text("loc", b.absolute(p.path))
				x.shut("sitemap")
			}
			x.shut("sitemapindex")
			return x.end(), nil
		}})
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
