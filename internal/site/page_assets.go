package site

import (
	"path"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"

	"tradeoff/internal/diag"
)

// changesSheet is the sheet that the site of a branch alone has.
const changesSheet = "changes.css"

// assetPages are the theme's own files. Scripts lose their comments and blanks, so
// that a reader's device need not load what explains them to those who change
// them; all else is as it is.
func assetPages(b *build) []page {
	var pages []page
	for _, name := range b.Theme.Assets() {
		if name == changesSheet && b.Review == nil {
			continue
		}
		pages = append(pages, page{path: "assets/" + name, make: func() ([]byte, error) {
			data, err := b.Theme.Asset(name)
			if err != nil || path.Ext(name) != ".js" || strings.HasSuffix(name, ".min.js") {
				return data, err
			}
			small, err := minified(data)
			if err != nil {
				b.warn(diag.Pos{File: "assets/" + name}, "asset", "mend it; browsers may refuse it too", "the script is copied as it is, since it cannot be read: %v", err)
				return data, nil
			}
			return small, nil
		}})
	}
	return pages
}

// minified is a script without what only its authors need. Names stay those of its
// text where something else can see them.
func minified(script []byte) ([]byte, error) {
	m := minify.New()
	m.AddFunc("text/javascript", js.Minify)
	return m.Bytes("text/javascript", script)
}
