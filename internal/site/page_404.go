package site

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
)

// MissingPage is what 404.html is handed. A server shows it at any address, so
// it may name no other file of the site: its style and script stand in it, and
// its policy names their hashes.
type MissingPage struct {
	Frame
	Base string // the path that the site lies under, "" where that is not known
}

// inlined matches what a page's policy must name by its hash.
var inlined = regexp.MustCompile(`(?s)<(style|script)>(.*?)</(?:style|script)>`)

func notFoundPages(b *build) []page {
	return []page{{path: notFoundAddress, make: func() ([]byte, error) {
		p := MissingPage{Frame: b.frame("missing", notFoundAddress, b.t("missing.title"), "")}
		p.Canonical = "" // the page has no address of its own
		if address, err := url.Parse(b.url); err == nil && b.url != "" {
			p.Base = address.EscapedPath()
		}
		// The layout is trusted and nothing on the page is content, so what it
		// holds may be named; a first run shows what that is.
		draft, err := b.layouts.Execute("404.html", p)
		if err != nil {
			return nil, err
		}
		p.Policy = policyFor(string(draft))
		return b.layouts.Execute("404.html", p)
	}}}
}

// policyFor allows a page its own style and script, and to look for the site.
func policyFor(html string) string {
	sources := map[string][]string{}
	for _, m := range inlined.FindAllStringSubmatch(html, -1) {
		sum := sha256.Sum256([]byte(m[2]))
		sources[m[1]] = append(sources[m[1]], "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	parts := []string{"default-src 'none'"}
	for _, kind := range []string{"style", "script"} {
		parts = append(parts, strings.Join(append([]string{kind + "-src 'self'"}, sources[kind]...), " "))
	}
	return strings.Join(append(parts, "img-src data:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"), "; ")
}
