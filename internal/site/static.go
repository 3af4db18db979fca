package site

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"tradeoff/internal/diag"
	"tradeoff/internal/output"
)

// maxStatic bounds a file that is copied as it is, in bytes.
const maxStatic = 100 << 20

// staticFile is a file that the site takes as it is.
type staticFile struct {
	address string
	fsys    fs.FS
	name    string // in fsys
	file    string // as findings name it

	once     sync.Once // for the two below
	picture  imageFile // where it is an image that a page shows
	notShown error
}

// image tells the size of a file that a page shows as an image.
func (s *staticFile) image() (imageFile, error) {
	s.once.Do(func() {
		s.picture = imageFile{fsys: s.fsys, name: s.name}
		data, err := readInside(s.fsys, s.name)
		if err == nil {
			s.picture.width, s.picture.height, err = measure(path.Ext(s.name), data)
		}
		s.notShown = err
	})
	return s.picture, s.notShown
}

// Copier is a Sink that can take a file from where it lies, so that a large one
// is never in memory as a whole. Of any other Sink, Put gets its bytes.
type Copier interface {
	Copy(path string, from fs.FS, name string) error
}

// readStatic finds the files of the project's folder static and of the theme's,
// of which the nearest counts. They get their addresses behind all the pages.
func (b *build) readStatic() error {
	add := func(fsys fs.FS, root, shown string) error {
		err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				if name == root && errors.Is(err, fs.ErrNotExist) {
					return nil // a folder that is not there holds none
				}
				return err
			}
			if name == root {
				return nil
			}
			address := strings.TrimPrefix(name, root+"/")
			s := staticFile{address: address, fsys: fsys, name: name, file: path.Join(shown, address)}
			reason := keptOut(address, entry)
			if reason == "" && shown != "" && !entry.IsDir() && b.ofTheLog(s.file) {
				reason = "it is a decision's, which the log shows"
			}
			if reason != "" {
				b.remark(diag.Pos{File: s.file}, "static", "it is not copied to the site: %s", reason)
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if !entry.IsDir() && !ignoredStatic(path.Base(name)) && b.static[address] == nil {
				b.static[address] = &s
				b.statics = append(b.statics, &s)
			}
			return nil
		})
		return err
	}
	if b.Static != nil {
		if err := add(b.Static, ".", b.Settings.Static); err != nil {
			return err
		}
	}
	for _, layer := range b.Theme.Statics() {
		if err := add(layer.FS, layer.Dir, layer.Shown); err != nil {
			return err
		}
	}
	return nil
}

// ignoredStatic tells whether a file is one that systems and git leave about, of
// which nothing needs to be said.
func ignoredStatic(base string) bool {
	switch base {
	case ".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".keep", ".gitignore", ".gitattributes":
		return true
	}
	return false
}

// keptOut tells why an entry of static is no file of the site, "" of one that is.
// A name that begins with a dot is most often there by accident (.env, .git), so
// that those alone pass which hosts ask for.
func keptOut(address string, entry fs.DirEntry) string {
	base := path.Base(address)
	switch {
	case ignoredStatic(base):
		return ""
	case entry.Type()&fs.ModeSymlink != 0:
		return "a symbolic link is not followed"
	case !entry.IsDir() && !entry.Type().IsRegular():
		return "it is no regular file"
	case strings.HasPrefix(base, ".") && address != ".well-known" && address != ".nojekyll" && address != ".domains":
		return "its name begins with a dot"
	case !output.Takes(address):
		return "a site has no such address"
	}
	if entry.IsDir() {
		return ""
	}
	if info, err := entry.Info(); err != nil {
		return err.Error()
	} else if info.Size() > maxStatic {
		return fmt.Sprintf("it is larger than %d MB", maxStatic>>20)
	}
	return ""
}

// placeStatic gives the files of static their addresses, where no page has them:
// so a project cannot replace a page by accident. robots.txt is the project's
// where it has one.
func (b *build) placeStatic(pages []page) []page {
	if len(b.statics) == 0 {
		return pages
	}
	all := newAddressSet(2 * len(pages)) // of every page, those too that need no claim
	for _, p := range pages {
		all.take(strings.ToLower(p.path))
		if twin := p.twin(); twin != "" {
			all.take(strings.ToLower(twin))
		}
	}
	for _, s := range b.statics {
		key := strings.ToLower(s.address)
		if strings.HasPrefix(key, "search/") || !all.free(key) {
			b.findings.Warnf(diag.Pos{File: s.file}, "page-address", "give the file another name", "it is not copied to the site: the address %s is a page's", s.address)
			delete(b.static, s.address)
			continue
		}
		all.take(key)
		pages = append(pages, page{path: s.address, from: s})
	}
	return pages
}

// staticAt is the file of static that a text means: by its path in the project,
// or, as in Hugo, by its address from the root.
func (b *build) staticAt(target string, rooted bool) *staticFile {
	if inside, ok := strings.CutPrefix(target, b.Settings.Static+"/"); ok && b.Settings.Static != "" {
		if s := b.static[inside]; s != nil && s.file == target {
			return s
		}
	}
	if rooted {
		return b.static[target]
	}
	return nil
}

// copyStatic hands a file of static to the sink.
func (b *build) copyStatic(s *staticFile) error {
	if to, ok := b.out.(Copier); ok {
		if err := to.Copy(s.address, s.fsys, s.name); err != nil {
			return fmt.Errorf("copy %s: %w", s.file, err)
		}
		b.count(s.address)
		return nil
	}
	data, err := fs.ReadFile(s.fsys, s.name)
	if err != nil {
		return fmt.Errorf("copy %s: %w", s.file, err)
	}
	return b.put(s.address, data)
}
