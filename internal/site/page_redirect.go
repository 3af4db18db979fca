package site

import (
	"path"
	"strings"

	"tradeoff/internal/diag"
)

// RedirectPage is what alias.html is handed: an address that a page had once.
type RedirectPage struct {
	Frame
	Target string // relative address of the page that stands for it now
}

// alias is an old address that a page's front matter names.
type alias struct {
	written string
	pos     diag.Pos
}

// redirect is an old address with the page that it leads to.
type redirect struct {
	address string
	target  string
	title   string
}

// placeRedirects gives old addresses to what has none other: the aliases of
// content, and the records that moved.yaml says were renamed. A page that is
// there is never replaced. Of a restricted decision nothing is told, since an
// old name may be its title.
func (b *build) placeRedirects() error {
	for _, m := range b.Log.Moved {
		now := b.Log.Entry(b.Log.Now(m.From))
		if now == nil || now.Path == m.From || b.Log.Entry(m.From) != nil {
			continue
		}
		d, shown := b.byEntry[now]
		if !shown {
			b.hidden[m.From] = true
			continue
		}
		if _, known := b.targets[m.From]; !known {
			b.targets[m.From] = d.page
		}
		inside := b.insideLog(m.From)
		address := "decisions/" + strings.TrimSuffix(inside, path.Ext(inside)) + ".html"
		if b.claim(address) {
			b.redirects = append(b.redirects, redirect{address: address, target: d.page, title: numberedTitle(d.Entry)})
		}
	}
	b.eachSection(b.placeAliases)
	return nil
}

// placeAliases places the old addresses of a section's pages.
func (b *build) placeAliases(s *section) {
	pages := s.pages
	if s.index != nil {
		pages = append([]*contentFile{s.index}, pages...)
	}
	for _, c := range pages {
		for _, a := range c.aliases {
			address, ok := aliasAddress(c.name, a.written)
			switch {
			case !ok || b.reserved(strings.ToLower(address)):
				b.findings.Warnf(a.pos, "front-matter", "write a path, such as /old/page/ or old.html", "the alias %s is no address of this site", a.written)
			case !b.claim(address):
				b.findings.Warnf(a.pos, "page-address", "take the alias out", "the alias %s is the address of a page, or stands twice", a.written)
			default:
				b.redirects = append(b.redirects, redirect{address: address, target: c.page, title: c.title})
			}
		}
	}
}

// aliasAddress is the file of an alias, as Hugo makes it: from the root where it
// begins with a slash, else from the folder of the page; a folder's index.html
// where it names no file.
func aliasAddress(name, written string) (string, bool) {
	if strings.ContainsAny(written, "?#\\:\n\r\x00") || strings.HasPrefix(written, "//") {
		return "", false
	}
	address := strings.TrimPrefix(written, "/")
	if address == written {
		address = path.Join(path.Dir(name), written)
	}
	address = path.Clean(address)
	if address == "." || address == ".." || strings.HasPrefix(address, "../") {
		return "", false
	}
	if ext := strings.ToLower(path.Ext(address)); ext != ".html" && ext != ".htm" {
		address += "/index.html"
	}
	return address, true
}

func redirectPages(b *build) []page {
	var pages []page
	for _, r := range b.redirects {
		pages = append(pages, page{path: r.address, make: func() ([]byte, error) {
			p := RedirectPage{Frame: b.frame("redirect", r.address, r.title, ""), Target: relative(r.address, r.target)}
			if b.url != "" {
				p.Canonical = b.absolute(r.target)
			}
			return b.layouts.Execute("alias.html", p)
		}})
	}
	return pages
}
