// Package themes embeds the default theme, so that the binary needs no file
// beside it. A project's own theme lies over it, file by file: package theme
// does the lookup.
package themes

import (
	"embed"
	"io/fs"
)

// FS holds a folder for each embedded theme.
//
//go:embed all:default
var FS embed.FS

// Default is the default theme with its root as the theme's: theme.yaml,
// layouts/ and assets/.
func Default() fs.FS {
	sub, err := fs.Sub(FS, "default")
	if err != nil {
		panic(err) // the name is a constant that fs.ValidPath accepts
	}
	return sub
}
