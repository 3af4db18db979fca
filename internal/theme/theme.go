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
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"tradeoff/internal/diag"
)

// base is the layout that frames the others.
const base = "baseof.html"

// functions are those that layouts have besides html/template's own. Bind puts
// the real ones in their places.
var functions = template.FuncMap{"t": func(string, ...any) (string, error) { return "", nil }}

// Theme is the layers with every layout parsed.
type Theme struct {
	// Checked is for tests: each page is made by html/template too, and an error
	// where the bytes differ.
	Checked bool

	layers  []fs.FS
	layouts map[string]layout
	sources map[string]source // of each layout and partial
	assets  map[string]int    // the layer of each asset, by its path under assets/
}

// layout is one parsed layout: its frame, partials and own blocks.
type layout struct {
	file     string // as messages name it
	template *template.Template
	entry    string // the template to execute
}

// File is a file of a layer, with the name that messages give it.
type File struct {
	Name string
	Data []byte
}

// Load reads the layers, nearest first, and parses all their layouts. What is
// wrong in a layout comes back as a *diag.Failure that names file and line.
func Load(layers []fs.FS) (*Theme, error) {
	t := &Theme{layers: layers, layouts: map[string]layout{}, sources: map[string]source{}, assets: map[string]int{}}
	if err := t.findAssets(); err != nil {
		return nil, err
	}
	partials, err := t.read("layouts/partials", "partials/")
	if err != nil {
		return nil, err
	}
	pages, err := t.read("layouts", "")
	if err != nil {
		return nil, err
	}
	var findings diag.List
	shared := template.New("").Funcs(functions).Option("missingkey=error")
	for _, name := range slices.Sorted(maps.Keys(partials)) {
		parseInto(shared, name, partials[name], &findings)
	}
	if frame, ok := pages[base]; ok {
		parseInto(shared, base, frame, &findings)
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if name == base || findings.HasErrors() && shared.Lookup(base) == nil {
			continue
		}
		t.addLayout(shared, name, pages[name], &findings)
	}
	if err := findings.Err(); err != nil {
		return nil, err
	}
	return t, nil
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

// Layouts is a theme's layouts with its words bound to them. It is safe for
// concurrent use.
type Layouts struct {
	byName  map[string]layout
	inline  Inline
	word    func(key string, args ...any) (string, error)
	checked bool

	mu       sync.Mutex
	compiled map[visit]*compiled
	pages    sync.Pool // *[]byte, given back by Release
}

// compiled is a layout for one type of data.
type compiled struct {
	once sync.Once
	body *body // nil where html/template has to do it
	err  error // why
}

// Inline is what the pages' policies have to name.
func (l *Layouts) Inline() Inline { return l.inline }

// Bind gives the layouts with t as word, which reports an error for a word that
// the theme lacks. A layout that html/template cannot escape is an error here,
// a *diag.Failure as Load's.
func (t *Theme) Bind(word func(key string, args ...any) (string, error)) (*Layouts, error) {
	bound := &Layouts{byName: map[string]layout{}, word: word, checked: t.Checked, compiled: map[visit]*compiled{}}
	var findings diag.List
	for _, name := range slices.Sorted(maps.Keys(t.layouts)) {
		l := t.layouts[name]
		clone, err := l.template.Clone()
		if err != nil {
			return nil, fmt.Errorf("bind layout %q: %w", name, err)
		}
		l.template = clone.Funcs(template.FuncMap{"t": word})
		// html/template escapes on the first execution; without data it gets no further.
		var unsafe *template.Error
		if err := l.template.ExecuteTemplate(io.Discard, l.entry, nil); errors.As(err, &unsafe) {
			file, line, message := placeOf(err)
			if src, ok := t.sources[file]; ok {
				file = src.file
			}
			findings.Errorf(diag.Pos{File: file, Line: line}, "layout", "", "%s", message)
		}
		bound.byName[name] = l
	}
	bound.inline = t.inline(&findings)
	if err := findings.Err(); err != nil {
		return nil, err
	}
	return bound, nil
}

// Has tells whether there is a layout of that name, such as "single.html".
func (l *Layouts) Has(name string) bool { _, ok := l.byName[name]; return ok }

// Execute runs the layout of that name, such as "single.html", with data and
// gives the page, which is the caller's. Its error names file and line.
func (l *Layouts) Execute(name string, data any) ([]byte, error) {
	found, ok := l.byName[name]
	if !ok {
		return nil, fmt.Errorf("execute layout %q: no layer of the theme has it", name)
	}
	c := l.compile(found, visit{name, reflect.TypeOf(data)})
	if c.body != nil {
		var out []byte
		if used, ok := l.pages.Get().(*[]byte); ok {
			out = (*used)[:0]
		}
		if page, ok := c.body.execute(data, out); ok {
			return page, l.check(found, data, page)
		}
	}
	var page bytes.Buffer
	if err := found.interpret(&page, data); err != nil {
		return nil, err
	}
	return page.Bytes(), nil
}

// Compiles tells why the layout of that name cannot be compiled for a type of data,
// so that html/template runs it for every page; nil where it is compiled.
func (l *Layouts) Compiles(name string, data reflect.Type) error {
	found, ok := l.byName[name]
	if !ok {
		return fmt.Errorf("compile layout %q: no layer of the theme has it", name)
	}
	return l.compile(found, visit{name, data}).err
}

// Release gives a page of Execute's back, for a later one to be written into its
// memory. The caller may use it no more.
func (l *Layouts) Release(page []byte) { l.pages.Put(&page) }

// compile gives a layout compiled for a type of data, once.
func (l *Layouts) compile(found layout, as visit) *compiled {
	l.mu.Lock()
	c := l.compiled[as]
	if c == nil {
		c = &compiled{}
		l.compiled[as] = c
	}
	l.mu.Unlock()
	c.once.Do(func() {
		if as.dot != nil {
			c.body, c.err = compileLayout(found.template, found.entry, as.dot, l.word)
		}
	})
	return c
}

// check compares a page with what html/template makes of the same data, where the
// theme is to be checked.
func (l *Layouts) check(found layout, data any, page []byte) error {
	if !l.checked {
		return nil
	}
	var want bytes.Buffer
	if err := found.interpret(&want, data); err != nil {
		return fmt.Errorf("compiled, the layout gives a page; %w", err)
	}
	if !bytes.Equal(want.Bytes(), page) {
		return fmt.Errorf("layout %s gives another page compiled:\n%s\nhtml/template gives:\n%s", found.file, page, want.Bytes())
	}
	return nil
}

// source is the text of a layout or partial.
type source struct {
	file  string
	text  string
	layer int // from 0, the nearest
}

// read gives the nearest file of each name in dir, by prefix + name.
func (t *Theme) read(dir, prefix string) (map[string]source, error) {
	files := map[string]source{}
	for i, layer := range t.layers {
		entries, err := fs.ReadDir(layer, dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read layouts: %w", err)
		}
		for _, e := range entries {
			name := prefix + e.Name()
			if _, nearer := files[name]; nearer || e.IsDir() || path.Ext(name) != ".html" {
				continue
			}
			data, err := fs.ReadFile(layer, dir+"/"+e.Name())
			if err != nil {
				return nil, fmt.Errorf("read layouts: %w", err)
			}
			files[name] = source{file: nameOf(layer, dir+"/"+e.Name()), text: string(data), layer: i}
			t.sources[name] = files[name]
		}
	}
	return files, nil
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

// addLayout parses one layout over what all of them share.
func (t *Theme) addLayout(shared *template.Template, name string, src source, findings *diag.List) {
	set, err := shared.Clone()
	if err != nil {
		findings.Errorf(diag.Pos{File: src.file}, "layout", "", "%v", err)
		return
	}
	parseInto(set, name, src, findings)
	entry := base
	if own := set.Lookup(name); own != nil && own.Tree != nil && !parse.IsEmptyTree(own.Tree.Root) || set.Lookup(base) == nil {
		entry = name
	}
	t.layouts[name] = layout{file: src.file, template: set, entry: entry}
}

// parseInto adds a template under name, or a finding.
func parseInto(set *template.Template, name string, src source, findings *diag.List) {
	if _, err := set.New(name).Parse(src.text); err != nil {
		_, line, message := placeOf(err)
		findings.Errorf(diag.Pos{File: src.file, Line: line}, "layout", "", "%s", message)
	}
}

// placed matches what text/template and html/template put before a message.
var placed = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::\d+)?: (.*)$`)

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
