package theme

import (
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// Types that expressions have. A nil type is one that is not known, and of which
// nothing is said.
var (
	boolType   = reflect.TypeFor[bool]()
	intType    = reflect.TypeFor[int]()
	floatType  = reflect.TypeFor[float64]()
	stringType = reflect.TypeFor[string]()
)

// pipe gives the type of a pipeline, and declares its variables.
func (w *walker) pipe(dot reflect.Type, pipe *parse.PipeNode) reflect.Type {
	if pipe == nil {
		return nil
	}
	var typ reflect.Type
	for i, cmd := range pipe.Cmds {
		typ = known(w.command(dot, cmd, typ, i > 0))
	}
	for _, v := range pipe.Decl {
		if !pipe.IsAssign {
			w.vars = append(w.vars, variable{v.Ident[0], w.lasting(v.Ident[0], typ)})
		}
	}
	return typ
}

// lasting is the type of a variable that holds typ at first. One that is given
// another value somewhere in its template may hold either.
func (w *walker) lasting(name string, typ reflect.Type) reflect.Type {
	if typ == nil {
		return nil
	}
	if w.text == "" {
		w.text = w.tree.Root.String()
	}
	if strings.Contains(w.text, name+" = ") {
		return nil
	}
	return typ
}

// command gives the type of one command. last is the type of what is piped into
// it, where piped.
func (w *walker) command(dot reflect.Type, cmd *parse.CommandNode, last reflect.Type, piped bool) reflect.Type {
	args := make([]parse.Node, 0, len(cmd.Args))
	args = append(args, cmd.Args[1:]...)
	switch first := cmd.Args[0].(type) {
	case *parse.IdentifierNode:
		return w.function(dot, first, args, last, piped)
	case *parse.FieldNode:
		return w.chain(dot, dot, first, first.Ident, args, last, piped)
	case *parse.VariableNode:
		return w.chain(dot, w.variable(first.Ident[0]), first, first.Ident[1:], args, last, piped)
	case *parse.ChainNode:
		return w.chain(dot, w.value(dot, first.Node), first, first.Field, args, last, piped)
	default:
		if len(args) > 0 || piped {
			w.report(first, "", "%s is no function, and is given an argument", first)
		}
		return w.value(dot, first)
	}
}

// value gives the type of an argument.
func (w *walker) value(dot reflect.Type, n parse.Node) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.BoolNode:
		return boolType
	case *parse.StringNode:
		return stringType
	case *parse.NumberNode:
		switch {
		case n.IsInt:
			return intType
		case n.IsFloat:
			return floatType
		}
	case *parse.FieldNode:
		return w.chain(dot, dot, n, n.Ident, nil, nil, false)
	case *parse.VariableNode:
		return w.chain(dot, w.variable(n.Ident[0]), n, n.Ident[1:], nil, nil, false)
	case *parse.ChainNode:
		return w.chain(dot, w.value(dot, n.Node), n, n.Field, nil, nil, false)
	case *parse.IdentifierNode:
		return w.function(dot, n, nil, nil, false)
	case *parse.PipeNode:
		mark := len(w.vars)
		typ := w.pipe(dot, n)
		w.vars = w.vars[:mark]
		return typ
	}
	return nil
}

// variable is the type of a variable. The parser has seen to it that it is there.
func (w *walker) variable(name string) reflect.Type {
	for i := len(w.vars) - 1; i >= 0; i-- {
		if w.vars[i].name == name {
			return w.vars[i].typ
		}
	}
	return nil
}

// chain follows .A.B.C from on. Arguments belong to the last of them.
func (w *walker) chain(dot, on reflect.Type, n parse.Node, fields []string, args []parse.Node, last reflect.Type, piped bool) reflect.Type {
	if len(fields) == 0 {
		if len(args) > 0 || piped {
			w.report(n, "", "%s is no function, and is given an argument", n)
		}
		return on
	}
	for i, field := range fields {
		if on = known(on); on == nil {
			w.values(dot, args)
			return nil
		}
		final := i == len(fields)-1
		if method, ok := methodOf(on, field); ok {
			var given []parse.Node
			if final {
				given = args
			}
			on = w.arguments(dot, n, field, method, given, last, final && piped)
			continue
		}
		typ, ok := fieldOf(on, field)
		switch {
		case !ok:
			w.missing(n, on, field)
			w.values(dot, args)
			return nil
		case final && (len(args) > 0 || piped):
			w.report(n, "", ".%s is a field, and is given an argument", field)
		}
		on = typ
	}
	return known(on)
}

// values looks at arguments of which it is not known what they are for.
func (w *walker) values(dot reflect.Type, args []parse.Node) {
	for _, arg := range args {
		w.value(dot, arg)
	}
}

// function gives the type of a call of a function: the theme's own, or one that
// html/template has.
func (w *walker) function(dot reflect.Type, n *parse.IdentifierNode, args []parse.Node, last reflect.Type, piped bool) reflect.Type {
	if own, ok := functions[n.Ident]; ok {
		if n.Ident == "t" {
			w.word(n, args)
		}
		return w.arguments(dot, n, n.Ident, reflect.TypeOf(own), args, last, piped)
	}
	var types []reflect.Type
	for _, arg := range args {
		types = append(types, known(w.value(dot, arg)))
	}
	if piped {
		types = append(types, last)
	}
	return w.builtin(n, types)
}

// word checks that the theme has the word that is asked for by its name.
func (w *walker) word(n parse.Node, args []parse.Node) {
	if len(args) == 0 || w.words == nil {
		return
	}
	if key, ok := args[0].(*parse.StringNode); ok && !slices.Contains(w.words, key.Text) {
		w.report(n, near(key.Text, w.words, "add it to words in the theme's theme.yaml"), "the theme has no words for %q", key.Text)
	}
}

// arguments checks a call of a function or method, and gives its result's type.
func (w *walker) arguments(dot reflect.Type, n parse.Node, name string, f reflect.Type, args []parse.Node, last reflect.Type, piped bool) reflect.Type {
	count := len(args)
	if piped {
		count++
	}
	fixed := f.NumIn()
	if f.IsVariadic() {
		fixed--
	}
	if count < fixed || count > fixed && !f.IsVariadic() {
		w.report(n, "", "%s takes %s, and is given %d", name, quantity(fixed, f.IsVariadic()), count)
		w.values(dot, args)
		return f.Out(0)
	}
	for i := range count {
		typ := last
		if i < len(args) {
			typ = w.value(dot, args[i])
			if _, null := args[i].(*parse.NilNode); null {
				continue
			}
		}
		want := f.In(min(i, f.NumIn()-1))
		if f.IsVariadic() && i >= fixed {
			want = want.Elem()
		}
		var literal parse.Node
		if i < len(args) {
			literal = args[i]
		}
		if typ = known(typ); typ != nil && !fits(typ, want, literal) {
			w.report(n, "", "%s takes %s here, and is given %s", name, typeName(want), typeName(typ))
		}
	}
	return f.Out(0)
}
