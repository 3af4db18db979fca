// Package templates embeds the templates that come with tradeoff: one for each
// form of record, and the partials that they share.
package templates

import "embed"

// FS holds *.md.tmpl and partials/*.md.tmpl.
//
//go:embed *.md.tmpl partials/*.md.tmpl
var FS embed.FS
