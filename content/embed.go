// Package content embeds the catalogs that come with tradeoff. The pages beside
// them are the project's own documentation, which its own site alone shows.
package content

import "embed"

// FS holds tradeoffs/*.yaml.
//
//go:embed tradeoffs/*.yaml
var FS embed.FS
