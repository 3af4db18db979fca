package site

// assetPages are the theme's own files, as they are.
func assetPages(b *build) []page {
	var pages []page
	for _, name := range b.Theme.Assets() {
		pages = append(pages, page{path: "assets/" + name, make: func() ([]byte, error) { return b.Theme.Asset(name) }})
	}
	return pages
}
