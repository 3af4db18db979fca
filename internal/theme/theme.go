// Package theme finds the layouts and assets of a site.
//
// A theme is a stack of layers, the nearest first: the project's own layouts,
// the theme that its settings name, the embedded default. Each layer is an
// fs.FS with, as in Hugo,
//
//	theme.yaml               the theme's words, merged over those of the layers below
//	layouts/baseof.html      the frame of every page
//	layouts/single.html …    one layout a page kind; it defines the blocks that baseof.html calls
//	layouts/partials/*.html  pieces, called as {{template "partials/head.html" .}}
//	assets/*                 copied as they are, to assets/
//	static/*                 copied as they are, to the site's root
//
// The first layer that has a file of a name wins, file by file. A layout that
// holds text outside its {{define}} actions stands alone, without baseof.html.
//
// Layouts are html/template, so what a page hands over is escaped for the place
// it stands in. They are the project's own code and are trusted as such. One
// function is theirs besides the built-in ones: {{t "log.title"}} gives one of
// the theme's words.
//
// theme knows nothing of decisions, and reads neither theme.yaml nor an asset's
// bytes: it hands them on.
package theme

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

// base is the layout that frames the others.
const base = "baseof.html"

// functions are those that layouts have besides html/template's own. Bind puts
// the real ones in their places.
var functions = template.FuncMap{"t": func(string, ...any) (string, error) { return "", nil }}

// Theme is the layers with what they have.
type Theme struct {
	// Checked is for tests: each page is made by html/template too, and an error
	// where the bytes differ.
	Checked bool

	layers   []fs.FS
	layouts  map[string]bool       // by name; the frame is none
	partials map[string]bool       // by the names that layouts call them by
	sources  map[string]source     // of each layout, the frame and each partial
	shared   func() (trees, error) // what all layouts share, parsed once
	assets   map[string]int        // the layer of each asset, by its path under assets/
}

// File is a file of a layer, with the name that messages give it.
type File struct {
	Name string
	Data []byte
}

// Load reads the layers, nearest first. What is wrong in a layout comes back as a
// *diag.Failure that names file and line.
//
// The last layer is the theme that comes with the program, whose layouts are held
// by its tests. Where no other has a layout, they are parsed when pages need them,
// and escaped then; else all are looked at before the first page is made, so that
// a mistake of the project's is told whatever pages there are.
func Load(layers []fs.FS) (*Theme, error) {
	t := &Theme{layers: layers, layouts: map[string]bool{}, partials: map[string]bool{}, sources: map[string]source{}, assets: map[string]int{}}
	t.shared = sync.OnceValues(t.frame)
	if err := t.findAssets(); err != nil {
		return nil, err
	}
	if err := t.read("layouts/partials", "partials/", t.partials); err != nil {
		return nil, err
	}
	if err := t.read("layouts", "", t.layouts); err != nil {
		return nil, err
	}
	delete(t.layouts, base)
	if !t.Own() {
		return t, nil
	}
	var findings diag.List
	_, err := t.shared()
	if err := collect(&findings, err); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(t.layouts)) {
		_, err := t.sources[name].parsed()
		if err := collect(&findings, err); err != nil {
			return nil, err
		}
	}
	if err := findings.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// Own tells whether a layer besides the last one has a layout or partial.
func (t *Theme) Own() bool {
	for _, src := range t.sources {
		if src.layer < len(t.layers)-1 {
			return true
		}
	}
	return false
}

// Assets are the paths under assets/ of every asset, sorted.
func (t *Theme) Assets() []string { return slices.Sorted(maps.Keys(t.assets)) }

// Asset reads one asset by its path under assets/.
func (t *Theme) Asset(name string) ([]byte, error) {
	i, ok := t.assets[name]
	if !ok {
		return nil, fmt.Errorf("read asset %q: %w", name, fs.ErrNotExist)
	}
	return fs.ReadFile(t.layers[i], "assets/"+name)
}

// Static is the folder static of a layer.
type Static struct {
	FS    fs.FS
	Dir   string // in FS
	Shown string // as messages name the folder
}

// Statics are the folders static of the layers that have one, nearest first.
func (t *Theme) Statics() []Static {
	var list []Static
	for _, layer := range t.layers {
		if info, err := fs.Stat(layer, "static"); err == nil && info.IsDir() {
			list = append(list, Static{FS: layer, Dir: "static", Shown: nameOf(layer, "static")})
		}
	}
	return list
}

// Settings gives the theme.yaml of every layer that has one, farthest first, so
// that a later one's words replace an earlier one's.
func (t *Theme) Settings() ([]File, error) {
	var files []File
	for _, layer := range slices.Backward(t.layers) {
		data, err := fs.ReadFile(layer, "theme.yaml")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read theme: %w", err)
		}
		files = append(files, File{Name: nameOf(layer, "theme.yaml"), Data: data})
	}
	return files, nil
}

// read notes the nearest file of each name in dir, by prefix + name.
func (t *Theme) read(dir, prefix string, names map[string]bool) error {
	for i, layer := range t.layers {
		entries, err := fs.ReadDir(layer, dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read layouts: %w", err)
		}
		for _, e := range entries {
			name := prefix + e.Name()
			if names[name] || e.IsDir() || path.Ext(name) != ".html" {
				continue
			}
			data, err := fs.ReadFile(layer, dir+"/"+e.Name())
			if err != nil {
				return fmt.Errorf("read layouts: %w", err)
			}
			names[name] = true
			t.sources[name] = newSource(name, nameOf(layer, dir+"/"+e.Name()), string(data), i)
		}
	}
	return nil
}

// findAssets notes the nearest layer of each asset.
func (t *Theme) findAssets() error {
	for i, layer := range t.layers {
		err := fs.WalkDir(layer, "assets", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name = strings.TrimPrefix(name, "assets/")
			if _, nearer := t.assets[name]; !nearer && d.Type().IsRegular() {
				t.assets[name] = i
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read assets: %w", err)
		}
	}
	return nil
}

// placed matches what text/template and html/template put before a message.
var placed = lazyregexp.New(`^(?:html/)?template: ?([^:]+):(\d+)(?::\d+)?: (.*)$`)

// placeOf splits an error of a template into the template's name, the line and
// the message.
func placeOf(err error) (name string, line int, message string) {
	m := placed.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	if m == nil {
		return "", 0, err.Error()
	}
	line, _ = strconv.Atoi(m[2]) // the expression admits digits alone
	return m[1], line, m[3]
}

// cleanMessage drops the package's name from a message of html/template.
func cleanMessage(text string) string {
	return strings.TrimPrefix(strings.TrimPrefix(text, "html/"), "template: ")
}
