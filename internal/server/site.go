package server

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
)

// Site is one build's outcome, asked file by file; a file may be rendered when it
// is asked for. Paths have forward slashes, and none in front: index.html,
// decisions/0001-x.html. Those in "-/" are the server's own and never asked for.
type Site interface {
	// File gives the bytes at a path and whether there is such a file. It is called
	// from any goroutine, also while the next build runs; the bytes must not change.
	File(path string) (data []byte, ok bool, err error)
	// Rest makes what nobody has asked for yet, until ctx ends, which it does when
	// the next build begins or serving ends. Its error is shown as a failed build's
	// is, unless ctx has ended.
	Rest(ctx context.Context) error
}

// Files is a Site that is whole from the start.
type Files map[string][]byte

// File implements Site.
func (f Files) File(path string) ([]byte, bool, error) {
	data, ok := f[path]
	return data, ok, nil
}

// Rest implements Site: there is nothing left to make.
func (f Files) Rest(context.Context) error { return nil }

// guarded is a Site whose panics are errors, so that one page that cannot be made
// does not end the preview of the others.
type guarded struct{ site Site }

// File implements Site. A path that is none of a site's has no file, and the site
// is not asked: a site that reads its files late must not be led elsewhere.
func (g guarded) File(path string) (data []byte, ok bool, err error) {
	if !isPath(path) {
		return nil, false, nil
	}
	defer func() {
		if p := recover(); p != nil {
			data, ok, err = nil, false, fmt.Errorf("make %s: internal error: %v", path, p)
		}
	}()
	return g.site.File(path)
}

// Rest implements Site.
func (g guarded) Rest(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("make the rest of the site: internal error: %v", p)
		}
	}()
	return g.site.Rest(ctx)
}

// isPath tells whether a path may be one of a site's: clean, going down alone,
// with nothing that a file system somewhere reads as more than a name.
func isPath(path string) bool {
	return fs.ValidPath(path) && path != "." && !strings.ContainsAny(path, `\`) &&
		!strings.ContainsFunc(path, unicode.IsControl) && !strings.HasPrefix(path, own[1:])
}
