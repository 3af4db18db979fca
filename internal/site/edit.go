package site

import (
	"net/url"
	"path"
	"strings"
)

// editHref is where a file of the project is edited, "" where the settings do not
// say. Each part of its path is escaped for a path and a query alike, since nobody
// knows which of them the setting puts it into.
func (b *build) editHref(file string) string {
	if b.Settings.EditURL == "" {
		return ""
	}
	segments := strings.Split(path.Join(b.Below, file), "/")
	for i, s := range segments {
		segments[i] = strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
	}
	return strings.Replace(b.Settings.EditURL, "{path}", strings.Join(segments, "/"), 1)
}
