package theme

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"tradeoff/internal/diag"
)

// Contract is what the site promises a theme, and what its layouts are checked
// against.
type Contract struct {
	Pages map[string]reflect.Type // what each layout is handed, by the layout's name
	Words []string                // the keys of the theme's words; nil leaves them unchecked
}

// Check holds every layout against the type that it is handed: fields and methods
// that are not there, functions called with what they do not take, partials that
// no layer has, words that no theme.yaml has. Partials are checked as each layout
// calls them, with the type that it hands on. All of it is found, and not the
// first alone; what cannot be known before a page is made, such as what an
// interface holds, is let pass.
//
// What is wrong is an error. What cannot be meant is a warning: a layout that no
// page uses, a partial or block that nothing calls, and what the pages' policy
// would refuse.
func (t *Theme) Check(c Contract) diag.List {
	var findings diag.List
	called, absent := map[string]bool{}, map[absence]*lack{}
	for _, name := range slices.Sorted(maps.Keys(t.layouts)) {
		page, known := c.Pages[name]
		if !known {
			findings.Warnf(diag.Pos{File: t.sources[name].file}, "layout", near(name, slices.Sorted(maps.Keys(c.Pages)), ""), "no page uses a layout of this name")
			continue
		}
		set, err := t.set(name)
		if collect(&findings, err) != nil || err != nil {
			continue // Load has told it, but of the theme that comes with the program
		}
		w := &walker{theme: t, set: set, words: c.Words, findings: &findings, absent: absent, seen: map[visit]bool{}}
		w.template(set.entry, page)
		for v := range w.seen {
			called[v.name] = true
		}
		w.unusedBlocks(name)
	}
	tellMissing(absent, &findings)
	for _, name := range slices.Sorted(maps.Keys(t.sources)) {
		src := t.sources[name]
		if strings.HasPrefix(name, "partials/") && !called[name] && src.layer < len(t.layers)-1 {
			var partials []string
			for other := range called {
				if strings.HasPrefix(other, "partials/") {
					partials = append(partials, other)
				}
			}
			slices.Sort(partials)
			findings.Warnf(diag.Pos{File: src.file}, "layout", near(name, partials, ""), "no layout calls a partial of this name")
		}
		refused(src, &findings)
	}
	findings.Sort()
	return findings
}

// Mentions tells whether a layout or partial has text between quotation marks, as
// it has the key of a word.
func (t *Theme) Mentions(text string) bool {
	for _, src := range t.sources {
		if strings.Contains(src.text, `"`+text+`"`) {
			return true
		}
	}
	return false
}

// walker checks one layout with all that it calls.
type walker struct {
	theme    *Theme
	set      set
	words    []string
	findings *diag.List
	absent   map[absence]*lack // of all layouts
	seen     map[visit]bool

	// of the template that is looked at
	tree *parse.Tree
	text string // of tree, once it is needed
	vars []variable
}

// visit is a template with the type that it was handed. Each is checked once.
type visit struct {
	name string
	dot  reflect.Type
}

// variable is a variable in scope. A nil type is one that is not known.
type variable struct {
	name string
	typ  reflect.Type
}

// nothing is the type of dot in a template that is called without data.
type nothing struct{}

var nothingType = reflect.TypeFor[nothing]()

// template checks the template of that name, once for each type.
func (w *walker) template(name string, dot reflect.Type) {
	found := w.set.lookup(name)
	if found == nil || w.seen[visit{name, dot}] {
		return
	}
	w.seen[visit{name, dot}] = true
	inner := *w
	inner.tree, inner.text, inner.vars = found, "", []variable{{"$", dot}}
	inner.list(dot, found.Root)
}

// list checks nodes one after another.
func (w *walker) list(dot reflect.Type, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		w.node(dot, n)
	}
}

// scoped checks nodes whose variables end with them.
func (w *walker) scoped(dot reflect.Type, list *parse.ListNode) {
	mark := len(w.vars)
	w.list(dot, list)
	w.vars = w.vars[:mark]
}

func (w *walker) node(dot reflect.Type, n parse.Node) {
	mark := len(w.vars)
	switch n := n.(type) {
	case *parse.ActionNode:
		w.pipe(dot, n.Pipe)
		return // what it declares lasts to the end of the list
	case *parse.IfNode:
		w.pipe(dot, n.Pipe)
		w.scoped(dot, n.List)
		w.scoped(dot, n.ElseList)
	case *parse.WithNode:
		w.scoped(w.pipe(dot, n.Pipe), n.List)
		w.scoped(dot, n.ElseList)
	case *parse.RangeNode:
		w.rangeOver(dot, n)
	case *parse.TemplateNode:
		w.call(dot, n)
	}
	w.vars = w.vars[:mark]
}

// rangeOver checks a loop. The variables of its pipeline hold the elements.
func (w *walker) rangeOver(dot reflect.Type, n *parse.RangeNode) {
	over := w.pipe(dot, n.Pipe)
	index, element, ok := elements(over)
	if !ok {
		w.report(n.Pipe, "", "range cannot go over %s", typeName(over))
	}
	if at := len(w.vars) - len(n.Pipe.Decl); !n.Pipe.IsAssign {
		types := []reflect.Type{index, element}
		for i := range n.Pipe.Decl {
			w.vars[at+i].typ = w.lasting(w.vars[at+i].name, types[len(types)-len(n.Pipe.Decl)+i])
		}
	}
	w.scoped(element, n.List)
	w.scoped(dot, n.ElseList)
}

// call checks {{template}} and {{block}}.
func (w *walker) call(dot reflect.Type, n *parse.TemplateNode) {
	handed := nothingType
	if n.Pipe != nil {
		handed = w.pipe(dot, n.Pipe)
	}
	if w.set.lookup(n.Name) != nil {
		w.template(n.Name, handed)
		return
	}
	w.report(n, near(n.Name, w.set.names(), "write a file of that name, or leave the call out"), "there is no template %q", n.Name)
}

// unusedBlocks warns of what a layout defines and nothing calls, as happens to a
// block with a slip in its name.
func (w *walker) unusedBlocks(layout string) {
	called := map[string]bool{}
	for v := range w.seen {
		called[v.name] = true
	}
	for _, name := range w.set.names() {
		defined := w.set.lookup(name)
		if defined.ParseName != layout || name == layout || called[name] || parse.IsEmptyTree(defined.Root) {
			continue
		}
		inner := *w
		inner.tree = defined
		pos := inner.place(defined.Root)
		w.findings.Warnf(pos, "layout", near(name, slices.Sorted(maps.Keys(called)), ""), "nothing calls the template %q that is defined here", name)
	}
}

// report adds an error at a node.
func (w *walker) report(n parse.Node, hint, format string, args ...any) {
	w.findings.Errorf(w.place(n), "layout", hint, format, args...)
}

// place is where a node stands. A line is all that is certain: the parser notes
// for some expressions where they end.
func (w *walker) place(n parse.Node) diag.Pos {
	location, _ := w.tree.ErrorContext(n)
	parts := strings.Split(location, ":")
	if len(parts) < 3 {
		return diag.Pos{File: w.tree.ParseName}
	}
	name := strings.Join(parts[:len(parts)-2], ":")
	line, _ := strconv.Atoi(parts[len(parts)-2]) // as ErrorContext writes it
	if src, ok := w.theme.sources[name]; ok {
		name = src.file
	}
	return diag.Pos{File: name, Line: line}
}

// near is a hint for a name that is not known: the one that was meant, else
// otherwise.
func near(name string, known []string, otherwise string) string {
	lower := make([]string, len(known))
	for i, k := range known {
		lower[i] = strings.ToLower(k)
	}
	if found := diag.Suggest(name, lower); found != "" {
		return "did you mean " + known[slices.Index(lower, found)] + "?"
	}
	return otherwise
}
