package theme

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// A layout is run for every page of a site, and most of the time that
// html/template takes is spent on finding out, again for each page, what the type
// of the page tells beforehand: which field a name is, which method, which
// conversion. So a layout is compiled for the type that it is handed: to closures
// over reflect.Values, with fields by their index, variables by their place and
// words already looked up.
//
// What is compiled is the tree that html/template has escaped; which escapers
// stand where is its decision alone. A layout that uses more of the language than
// is compiled here is run by html/template as before, and so is a page that meets
// an error, since html/template words it with its place. Both ways give the same
// bytes.

// errNotCompiled says that a layout has to be left to html/template.
var errNotCompiled = errors.New("not compiled")

// machine is one execution.
type machine struct {
	out  []byte
	vars []reflect.Value // of all templates that are under way
	base int             // where those of the innermost begin; the first is its dot
}

// gaveUp ends an execution that html/template has to repeat.
type gaveUp struct{}

// step is a part of a compiled template.
type step func(m *machine, dot reflect.Value)

// body is one template compiled for one type of dot.
type body struct {
	steps []step
	vars  int // how many variables it has, the first its dot
}

func (b *body) run(m *machine, dot reflect.Value) {
	base, top := m.base, len(m.vars)
	for range b.vars {
		m.vars = append(m.vars, reflect.Value{})
	}
	m.base = top
	m.vars[top] = dot
	run(b.steps, m, dot)
	m.base, m.vars = base, m.vars[:top]
}

func run(steps []step, m *machine, dot reflect.Value) {
	for _, s := range steps {
		s(m, dot)
	}
}

// compiler compiles one layout with all that it calls.
type compiler struct {
	set    *template.Template
	word   func(key string, args ...any) (string, error)
	bodies map[visit]*body
}

// compileLayout compiles a layout that html/template has escaped, for data of a
// type.
func compileLayout(set *template.Template, entry string, data reflect.Type, word func(string, ...any) (string, error)) (b *body, err error) {
	defer func() {
		if r := recover(); r != nil {
			failed, ok := r.(error)
			if !ok || !errors.Is(failed, errNotCompiled) {
				panic(r)
			}
			b, err = nil, failed
		}
	}()
	c := &compiler{set: set, word: word, bodies: map[visit]*body{}}
	return c.template(entry, data), nil
}

// execute runs a compiled layout. It is false where html/template has to do it.
func (b *body) execute(data any, out []byte) (page []byte, ok bool) {
	m := &machine{out: out}
	defer func() {
		if r := recover(); r != nil {
			if _, left := r.(gaveUp); !left {
				panic(r)
			}
			page, ok = nil, false
		}
	}()
	b.run(m, reflect.ValueOf(data))
	return m.out, true
}

// refuse leaves the layout to html/template.
func refuse(format string, args ...any) {
	panic(fmt.Errorf("%w: "+format, append([]any{errNotCompiled}, args...)...))
}

// template compiles the template of that name for a type of dot, once.
func (c *compiler) template(name string, dot reflect.Type) *body {
	at := visit{name, dot}
	if b := c.bodies[at]; b != nil {
		return b
	}
	found := c.set.Lookup(name)
	if found == nil || found.Tree == nil {
		refuse("template %q is not to be had", name) // html/template keeps some to itself
	}
	b := &body{}
	c.bodies[at] = b // before its steps, since it may call itself
	s := &scope{compiler: c, vars: []local{{"$", dot}}, most: 1}
	b.steps = s.list(dot, found.Tree.Root)
	b.vars = s.most
	return b
}

// scope compiles one template.
type scope struct {
	*compiler
	vars []local // in scope, each in its place
	most int
}

// local is a variable of a template.
type local struct {
	name string
	typ  reflect.Type
}

// declare gives a variable its place.
func (s *scope) declare(name string, typ reflect.Type) int {
	s.vars = append(s.vars, local{name, typ})
	s.most = max(s.most, len(s.vars))
	return len(s.vars) - 1
}

// list compiles nodes whose variables end with them. Texts that follow each other
// become one.
func (s *scope) list(dot reflect.Type, list *parse.ListNode) []step {
	if list == nil {
		return nil
	}
	mark := len(s.vars)
	defer func() { s.vars = s.vars[:mark] }()
	var steps []step
	var text []byte
	flush := func() {
		if len(text) > 0 {
			whole := text
			steps = append(steps, func(m *machine, _ reflect.Value) { m.out = append(m.out, whole...) })
			text = nil
		}
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			text = append(text, n.Text...)
			continue
		case *parse.CommentNode:
			continue
		case *parse.ActionNode:
			if constant, ok := s.constant(dot, n); ok {
				text = append(text, constant...)
				continue
			}
		}
		flush()
		steps = append(steps, s.node(dot, n))
	}
	flush()
	return steps
}

func (s *scope) node(dot reflect.Type, n parse.Node) step {
	switch n := n.(type) {
	case *parse.ActionNode:
		return s.action(dot, n)
	case *parse.IfNode:
		return s.branch(dot, &n.BranchNode, false)
	case *parse.WithNode:
		return s.branch(dot, &n.BranchNode, true)
	case *parse.RangeNode:
		return s.rangeOver(dot, n)
	case *parse.TemplateNode:
		return s.call(dot, n)
	}
	refuse("%s", n)
	return nil
}

// action compiles what is written, or a variable that is declared or set.
func (s *scope) action(dot reflect.Type, n *parse.ActionNode) step {
	if len(n.Pipe.Decl) == 0 {
		value, escapers := s.escaped(dot, n.Pipe)
		return emitter(value, escapers)
	}
	if len(n.Pipe.Decl) != 1 {
		refuse("%s", n)
	}
	place, value := s.assigned(dot, n.Pipe)
	return func(m *machine, dot reflect.Value) { m.vars[m.base+place] = value.eval(m, dot) }
}

// assigned compiles a pipeline that gives a variable its value.
func (s *scope) assigned(dot reflect.Type, pipe *parse.PipeNode) (place int, value expr) {
	value = s.pipeline(dot, pipe.Cmds)
	if value.typ == nil {
		refuse("%s: the type is not known", pipe)
	}
	name := pipe.Decl[0].Ident[0]
	if !pipe.IsAssign {
		return s.declare(name, value.typ), value
	}
	place = s.place(name)
	if s.vars[place].typ != value.typ {
		refuse("%s: the variable changes its type", pipe)
	}
	return place, value
}

// place is a variable's place among those in scope.
func (s *scope) place(name string) int {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return i
		}
	}
	refuse("there is no variable %s", name)
	return 0
}

// branch compiles if and with.
func (s *scope) branch(dot reflect.Type, n *parse.BranchNode, with bool) step {
	mark := len(s.vars)
	defer func() { s.vars = s.vars[:mark] }()
	var value expr
	place := -1
	if len(n.Pipe.Decl) == 0 {
		value = s.pipeline(dot, n.Pipe.Cmds)
	} else {
		place, value = s.assigned(dot, n.Pipe)
	}
	inner := dot
	if with {
		if value.typ == nil {
			refuse("%s: the type is not known", n)
		}
		inner = value.typ
	}
	then, otherwise := s.list(inner, n.List), s.list(dot, n.ElseList)
	holds := truthOf(value.typ)
	return func(m *machine, dot reflect.Value) {
		v := value.eval(m, dot)
		if place >= 0 {
			m.vars[m.base+place] = v
		}
		switch {
		case !holds(v):
			run(otherwise, m, dot)
		case with:
			run(then, m, v)
		default:
			run(then, m, dot)
		}
	}
}

// rangeOver compiles a loop over a slice.
func (s *scope) rangeOver(dot reflect.Type, n *parse.RangeNode) step {
	if n.Pipe.IsAssign {
		refuse("%s", n)
	}
	mark := len(s.vars)
	defer func() { s.vars = s.vars[:mark] }()
	over := s.pipeline(dot, n.Pipe.Cmds)
	if over.typ == nil || over.typ.Kind() != reflect.Slice || over.typ.Elem().Kind() == reflect.Interface {
		refuse("%s: it is no slice of a known type", n)
	}
	element := over.typ.Elem()
	types := []reflect.Type{intType, element}
	places := []int{-1, -1}
	for i, v := range n.Pipe.Decl {
		at := 2 - len(n.Pipe.Decl) + i
		places[at] = s.declare(v.Ident[0], types[at])
	}
	steps, otherwise := s.list(element, n.List), s.list(dot, n.ElseList)
	index, value := places[0], places[1]
	return func(m *machine, dot reflect.Value) {
		list := over.eval(m, dot)
		count := list.Len()
		if count == 0 {
			run(otherwise, m, dot)
		}
		for i := range count {
			v := list.Index(i)
			if index >= 0 {
				m.vars[m.base+index] = reflect.ValueOf(i)
			}
			if value >= 0 {
				m.vars[m.base+value] = v
			}
			run(steps, m, v)
		}
	}
}

// call compiles {{template}}.
func (s *scope) call(dot reflect.Type, n *parse.TemplateNode) step {
	if n.Pipe == nil {
		called := s.template(n.Name, nothingType)
		none := reflect.ValueOf(nothing{})
		return func(m *machine, _ reflect.Value) { called.run(m, none) }
	}
	if len(n.Pipe.Decl) > 0 {
		refuse("%s", n)
	}
	handed := s.pipeline(dot, n.Pipe.Cmds)
	if handed.typ == nil {
		refuse("%s: the type is not known", n)
	}
	called := s.template(n.Name, handed.typ)
	return func(m *machine, dot reflect.Value) { called.run(m, handed.eval(m, dot)) }
}

// truthOf is truth for the values of a type, nil where it may be one of several.
func truthOf(t reflect.Type) func(reflect.Value) bool {
	if t == nil {
		return truth
	}
	switch t.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	}
	return truth
}

// truth is what if makes of a value.
func truth(v reflect.Value) bool {
	switch k := v.Kind(); {
	case k == reflect.Bool:
		return v.Bool()
	case k == reflect.String, k == reflect.Slice, k == reflect.Map, k == reflect.Array:
		return v.Len() > 0
	case k == reflect.Pointer:
		return !v.IsNil()
	case k == reflect.Struct:
		return true
	case v.CanInt():
		return v.Int() != 0
	case v.CanUint():
		return v.Uint() != 0
	case v.CanFloat():
		return v.Float() != 0
	}
	panic(gaveUp{})
}
