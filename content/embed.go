// Package content embeds the catalogs that come with tradeoff, and the pages of
// its own documentation.
package content

import "embed"

// FS holds tradeoffs/*.yaml and the pages.
//
//go:embed all:*
var FS embed.FS
