package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"reflect"
	"slices"
	"sync"

	"tradeoff/internal/diag"
)

// Layouts is a theme's layouts with its words bound to them. It is safe for
// concurrent use.
type Layouts struct {
	byName  map[string]*layout
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
// a *diag.Failure as Load's; of a theme that is not Own, it is one of the first
// page's that needs the layout.
func (t *Theme) Bind(word func(key string, args ...any) (string, error)) (*Layouts, error) {
	bound := &Layouts{byName: map[string]*layout{}, word: word, checked: t.Checked, compiled: map[visit]*compiled{}}
	var findings diag.List
	for _, name := range slices.Sorted(maps.Keys(t.layouts)) {
		l := &layout{theme: t, name: name, file: t.sources[name].file, word: word}
		bound.byName[name] = l
		if t.Own() {
			_, _, err := l.escaped()
			if err := collect(&findings, err); err != nil {
				return nil, err
			}
		}
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

// compile gives a layout compiled for a type of data, once. The trees that it was
// compiled from are let go: they are many times the size of what is made of them.
func (l *Layouts) compile(found *layout, as visit) *compiled {
	l.mu.Lock()
	c := l.compiled[as]
	if c == nil {
		c = &compiled{}
		l.compiled[as] = c
	}
	l.mu.Unlock()
	c.once.Do(func() {
		if as.dot == nil {
			return
		}
		var escaped *template.Template
		var entry string
		if escaped, entry, c.err = found.escaped(); c.err != nil {
			return
		}
		if c.body, c.err = compileLayout(escaped, entry, as.dot, l.word); c.err == nil && !l.checked {
			found.forget()
		}
	})
	return c
}

// check compares a page with what html/template makes of the same data, where the
// theme is to be checked.
func (l *Layouts) check(found *layout, data any, page []byte) error {
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

// layout is one layout with the theme's words bound to it.
type layout struct {
	theme *Theme
	name  string
	file  string // as messages name it
	word  func(key string, args ...any) (string, error)

	mu       sync.Mutex
	template *template.Template // escaped; nil before it is needed, and where it was forgotten
	entry    string             // the template to execute
	err      error              // why it cannot be escaped
}

// escaped gives the layout as html/template runs it, with the template to execute.
// What is wrong with it is a *diag.Failure.
func (l *layout) escaped() (*template.Template, string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.template == nil && l.err == nil {
		l.template, l.entry, l.err = l.escape()
	}
	return l.template, l.entry, l.err
}

// forget lets go of the escaped templates, which are made anew where they should
// be needed again.
func (l *layout) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.template = nil
}

// escape copies what the layout's pages can come to, and has html/template escape
// it.
func (l *layout) escape() (*template.Template, string, error) {
	parsed, err := l.theme.set(l.name)
	if err != nil {
		return nil, "", err
	}
	root := template.New("").Funcs(template.FuncMap{"t": l.word}).Option("missingkey=error")
	for _, name := range parsed.reachable() {
		tree := parsed.lookup(name)
		if tree == nil {
			continue // html/template says where it is called
		}
		if _, err := root.AddParseTree(name, tree.Copy()); err != nil {
			return nil, "", fmt.Errorf("bind layout %q: %w", l.name, err)
		}
	}
	// html/template escapes on the first execution; without data it gets no further.
	var unsafe *template.Error
	if err := root.ExecuteTemplate(io.Discard, parsed.entry, nil); errors.As(err, &unsafe) {
		file, line, message := placeOf(err)
		if src, ok := l.theme.sources[file]; ok {
			file = src.file
		}
		var findings diag.List
		findings.Errorf(diag.Pos{File: file, Line: line}, "layout", "", "%s", message)
		return nil, "", findings.Err()
	}
	return root, parsed.entry, nil
}

// interpret runs a layout through html/template.
func (l *layout) interpret(w io.Writer, data any) error {
	escaped, entry, err := l.escaped()
	if err != nil {
		return err
	}
	if err := escaped.ExecuteTemplate(w, entry, data); err != nil {
		return fmt.Errorf("execute layout %s: %s", l.file, cleanMessage(err.Error()))
	}
	return nil
}

// collect takes in the findings that an error holds, and gives back any other.
func collect(findings *diag.List, err error) error {
	var failure *diag.Failure
	if errors.As(err, &failure) {
		*findings = append(*findings, failure.Findings...)
		return nil
	}
	return err
}
