package theme

import (
	"maps"
	"slices"
	"sync"
	"text/template"
	"text/template/parse"

	"tradeoff/internal/diag"
)

// trees are parsed templates by their names. They are shared by all layouts: who
// changes one, as html/template does to escape it, copies it first.
type trees map[string]*parse.Tree

// source is the text of a layout or partial.
type source struct {
	file  string
	text  string
	layer int // from 0, the nearest

	parsed func() (trees, error) // what it defines, parsed when it is first asked for
}

// newSource gives the text of the file that templates call name.
func newSource(name, file, text string, layer int) source {
	return source{file: file, text: text, layer: layer, parsed: sync.OnceValues(func() (trees, error) {
		set, err := template.New(name).Funcs(template.FuncMap(functions)).Parse(text)
		if err != nil {
			_, line, message := placeOf(err)
			var findings diag.List
			findings.Errorf(diag.Pos{File: file, Line: line}, "layout", "", "%s", message)
			return nil, findings.Err()
		}
		defined := trees{}
		for _, t := range set.Templates() {
			defined[t.Name()] = t.Tree
		}
		return defined, nil
	})}
}

// add takes in what a file defines. The last of a name counts, but that an empty
// one never takes a template's place, as with text/template.
func (t trees) add(more trees) {
	for name, tree := range more {
		if t[name] == nil || !parse.IsEmptyTree(tree.Root) {
			t[name] = tree
		}
	}
}

// set is what one layout consists of.
type set struct {
	shared trees // the partials and the frame
	own    trees // what the layout defines
	entry  string
}

// lookup gives the template of a name, nil where there is none.
func (s set) lookup(name string) *parse.Tree {
	own, shared := s.own[name], s.shared[name]
	if own == nil || shared != nil && parse.IsEmptyTree(own.Root) {
		return shared
	}
	return own
}

// names are those of all templates, sorted.
func (s set) names() []string {
	all := maps.Clone(s.shared)
	maps.Copy(all, s.own)
	return slices.Sorted(maps.Keys(all))
}

// reachable gives what the entry calls, and what is called from there, the entry
// first.
func (s set) reachable() []string {
	seen := map[string]bool{s.entry: true}
	names := []string{s.entry}
	for i := 0; i < len(names); i++ {
		if tree := s.lookup(names[i]); tree != nil {
			called(tree.Root, func(name string) {
				if !seen[name] {
					seen[name] = true
					names = append(names, name)
				}
			})
		}
	}
	return names
}

// called tells of each {{template}} and {{block}} below a node.
func called(n parse.Node, tell func(name string)) {
	branch := func(b *parse.BranchNode) {
		called(b.List, tell)
		if b.ElseList != nil {
			called(b.ElseList, tell)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, inner := range n.Nodes {
			called(inner, tell)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		tell(n.Name)
	}
}

// frame parses the partials and the frame, which all layouts share.
func (t *Theme) frame() (trees, error) {
	shared := trees{}
	var findings diag.List
	for _, name := range append(slices.Sorted(maps.Keys(t.partials)), base) {
		src, ok := t.sources[name]
		if !ok {
			continue // a theme without a frame
		}
		defined, err := src.parsed()
		if err := collect(&findings, err); err != nil {
			return nil, err
		}
		shared.add(defined)
	}
	return shared, findings.Err()
}

// set parses a layout with what it shares.
func (t *Theme) set(name string) (set, error) {
	shared, err := t.shared()
	if err != nil {
		return set{}, err
	}
	own, err := t.sources[name].parsed()
	if err != nil {
		return set{}, err
	}
	s := set{shared: shared, own: own, entry: base}
	if tree := s.lookup(name); tree != nil && !parse.IsEmptyTree(tree.Root) || s.lookup(base) == nil {
		s.entry = name
	}
	return s, nil
}
