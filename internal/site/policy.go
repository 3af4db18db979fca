package site

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"tradeoff/internal/theme"
)

// policy is what a page may load and run, as its Content-Security-Policy says it:
// the site's own files, what the theme's layouts hold in themselves, and nothing
// else.
type policy struct {
	scripts []string // sources besides 'self': hashes of the layouts' own
	styles  []string
	images  []string // hosts that the settings allow
}

// policyOf allows what the layouts hold.
func policyOf(in theme.Inline) policy {
	return policy{scripts: hashes(in.Scripts), styles: hashes(in.Styles)}
}

// hashes are texts as a policy names them.
func hashes(texts []string) []string {
	var out []string
	for _, text := range texts {
		sum := sha256.Sum256([]byte(text))
		out = append(out, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return out
}

// styled is the policy of a page on which a script sets styles as it draws.
// Hashes would switch that off again.
func (p policy) styled() policy {
	p.styles = []string{"'unsafe-inline'"}
	return p
}

// String is the policy as the meta element holds it.
func (p policy) String() string {
	list := func(directive string, sources ...string) string {
		return directive + " " + strings.Join(sources, " ")
	}
	return strings.Join([]string{
		"default-src 'none'",
		list("script-src", append([]string{"'self'"}, p.scripts...)...),
		list("style-src", append([]string{"'self'"}, p.styles...)...),
		list("img-src", append([]string{"'self'", "data:"}, p.images...)...),
		"connect-src 'self'", "base-uri 'none'", "form-action 'none'",
	}, "; ")
}
