package site

import "net/url"

// MissingPage is what 404.html is handed. A server shows it at any address, so
// it may name no other file of the site: its style and script stand in it.
type MissingPage struct {
	Frame
	Base string // the path that the site lies under, "" where that is not known
}

func notFoundPages(b *build) []page {
	return []page{{path: notFoundAddress, make: func() ([]byte, error) {
		p := MissingPage{Frame: b.frame("missing", notFoundAddress, b.t("missing.title"), "")}
		p.Canonical = "" // the page has no address of its own
		if address, err := url.Parse(b.url); err == nil && b.url != "" {
			p.Base = address.EscapedPath()
		}
		return b.layouts.Execute("404.html", p)
	}}}
}
