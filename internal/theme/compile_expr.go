package theme

import (
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"
)

// expr is a compiled expression. Its type is nil where it may be one of several.
type expr struct {
	typ      reflect.Type
	eval     func(m *machine, dot reflect.Value) reflect.Value
	constant bool // eval needs no machine
	isDot    bool // eval gives dot
}

// dotOf is the expression {{.}}.
func dotOf(t reflect.Type) expr {
	return expr{typ: t, isDot: true, eval: func(_ *machine, dot reflect.Value) reflect.Value { return dot }}
}

func constantOf(v reflect.Value) expr {
	return expr{typ: v.Type(), constant: true, eval: func(*machine, reflect.Value) reflect.Value { return v }}
}

// pipeline compiles commands, each handed the one before as its last argument.
func (s *scope) pipeline(dot reflect.Type, commands []*parse.CommandNode) expr {
	var value expr
	for i, cmd := range commands {
		var piped *expr
		if i > 0 {
			last := value
			piped = &last
		}
		value = s.command(dot, cmd, piped)
	}
	return value
}

func (s *scope) command(dot reflect.Type, cmd *parse.CommandNode, piped *expr) expr {
	name, isFunction := cmd.Args[0].(*parse.IdentifierNode)
	if !isFunction {
		if len(cmd.Args) > 1 || piped != nil {
			refuse("%s: a call of a method", cmd)
		}
		return s.value(dot, cmd.Args[0])
	}
	var args []expr
	for _, arg := range cmd.Args[1:] {
		args = append(args, s.value(dot, arg))
	}
	if piped != nil {
		args = append(args, *piped)
	}
	return s.function(name.Ident, args)
}

// value compiles an argument.
func (s *scope) value(dot reflect.Type, n parse.Node) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return dotOf(dot)
	case *parse.StringNode:
		return constantOf(reflect.ValueOf(n.Text))
	case *parse.BoolNode:
		return constantOf(reflect.ValueOf(n.True))
	case *parse.NumberNode:
		if n.IsInt && int64(int(n.Int64)) == n.Int64 && !strings.ContainsAny(n.Text, ".'eEpPi") {
			return constantOf(reflect.ValueOf(int(n.Int64)))
		}
	case *parse.FieldNode:
		return s.chain(dotOf(dot), n.Ident)
	case *parse.VariableNode:
		place := s.place(n.Ident[0])
		held := expr{typ: s.vars[place].typ, eval: func(m *machine, _ reflect.Value) reflect.Value { return m.vars[m.base+place] }}
		return s.chain(held, n.Ident[1:])
	case *parse.ChainNode:
		return s.chain(s.value(dot, n.Node), n.Field)
	case *parse.IdentifierNode:
		return s.function(n.Ident, nil)
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return s.pipeline(dot, n.Cmds)
		}
	}
	refuse("%s", n)
	return expr{}
}

// chain compiles .A.B.C of a value.
func (s *scope) chain(on expr, fields []string) expr {
	for _, name := range fields {
		on = s.field(on, name)
	}
	return on
}

// field compiles a field of a struct, or of what a pointer leads to.
func (s *scope) field(on expr, name string) expr {
	typ := on.typ
	if typ == nil {
		refuse(".%s of a value whose type is not known", name)
	}
	if _, isMethod := methodOf(typ, name); isMethod {
		refuse(".%s is a method", name)
	}
	from := on.eval
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
		inner := from
		from = func(m *machine, dot reflect.Value) reflect.Value {
			v := inner(m, dot)
			if v.IsNil() {
				panic(gaveUp{}) // an error, which html/template words
			}
			return v.Elem()
		}
	}
	if typ.Kind() != reflect.Struct {
		refuse(".%s of %s", name, typ)
	}
	f, ok := typ.FieldByName(name)
	if !ok || !f.IsExported() || f.Type.Kind() == reflect.Interface {
		refuse(".%s of %s", name, typ)
	}
	if len(f.Index) == 1 {
		i := f.Index[0]
		if on.isDot && on.typ == typ { // most are
			return expr{typ: f.Type, eval: func(_ *machine, dot reflect.Value) reflect.Value { return dot.Field(i) }}
		}
		return expr{typ: f.Type, eval: func(m *machine, dot reflect.Value) reflect.Value { return from(m, dot).Field(i) }}
	}
	for i, at := 0, typ; i < len(f.Index)-1; i++ {
		if at = at.Field(f.Index[i]).Type; at.Kind() != reflect.Struct {
			refuse(".%s of %s lies behind a pointer", name, typ)
		}
	}
	index := f.Index
	return expr{typ: f.Type, eval: func(m *machine, dot reflect.Value) reflect.Value {
		v := from(m, dot)
		for _, i := range index {
			v = v.Field(i)
		}
		return v
	}}
}

// function compiles a call of one of the functions that layouts use.
func (s *scope) function(name string, args []expr) expr {
	switch {
	case name == "t" && len(args) > 0 && args[0].typ == stringType:
		return s.translated(args)
	case name == "and" && len(args) > 0, name == "or" && len(args) > 0:
		return chosen(args, name == "or")
	case name == "not" && len(args) == 1:
		v := args[0].eval
		return boolean(func(m *machine, dot reflect.Value) bool { return !truth(v(m, dot)) })
	case name == "len" && len(args) == 1 && hasLength(args[0].typ):
		v := args[0].eval
		return expr{typ: intType, eval: func(m *machine, dot reflect.Value) reflect.Value { return reflect.ValueOf(v(m, dot).Len()) }}
	case (name == "eq" || name == "ne") && len(args) == 2:
		return equal(args[0], args[1], name == "eq")
	case name == "printf" && len(args) > 0 && args[0].typ == stringType:
		return expr{typ: stringType, eval: func(m *machine, dot reflect.Value) reflect.Value {
			return reflect.ValueOf(fmt.Sprintf(args[0].eval(m, dot).String(), plainValues(args[1:], m, dot)...))
		}}
	}
	refuse("%s with %d arguments", name, len(args))
	return expr{}
}

// translated compiles {{t}}. Words that need nothing of the page are looked up now.
func (s *scope) translated(args []expr) expr {
	if len(args) == 1 && args[0].constant {
		text, err := s.word(args[0].eval(nil, reflect.Value{}).String())
		if err != nil {
			refuse("%v", err)
		}
		return constantOf(reflect.ValueOf(text))
	}
	word := s.word
	return expr{typ: stringType, eval: func(m *machine, dot reflect.Value) reflect.Value {
		text, err := word(args[0].eval(m, dot).String(), plainValues(args[1:], m, dot)...)
		if err != nil {
			panic(gaveUp{})
		}
		return reflect.ValueOf(text)
	}}
}

// plainValues are arguments as a function takes them.
func plainValues(args []expr, m *machine, dot reflect.Value) []any {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg.eval(m, dot).Interface()
	}
	return values
}

// chosen compiles and, or: the first value that decides, else the last.
func chosen(args []expr, either bool) expr {
	typ := args[0].typ
	for _, arg := range args {
		if arg.typ != typ {
			typ = nil
		}
	}
	return expr{typ: typ, eval: func(m *machine, dot reflect.Value) reflect.Value {
		var v reflect.Value
		for _, arg := range args {
			if v = arg.eval(m, dot); truth(v) == either {
				break
			}
		}
		return v
	}}
}

var trueValue, falseValue = reflect.ValueOf(true), reflect.ValueOf(false)

func boolean(is func(m *machine, dot reflect.Value) bool) expr {
	return expr{typ: boolType, eval: func(m *machine, dot reflect.Value) reflect.Value {
		if is(m, dot) {
			return trueValue
		}
		return falseValue
	}}
}

// equal compiles eq and ne of two values of one sort.
func equal(a, b expr, is bool) expr {
	sort := basic(a.typ)
	if sort == "" || sort != basic(b.typ) {
		refuse("values are compared whose sorts are not known to be one")
	}
	switch sort {
	case "string":
		return boolean(func(m *machine, dot reflect.Value) bool {
			return (a.eval(m, dot).String() == b.eval(m, dot).String()) == is
		})
	case "bool":
		return boolean(func(m *machine, dot reflect.Value) bool {
			return (a.eval(m, dot).Bool() == b.eval(m, dot).Bool()) == is
		})
	case "int":
		if a.typ.Kind() <= reflect.Int64 && b.typ.Kind() <= reflect.Int64 {
			return boolean(func(m *machine, dot reflect.Value) bool { return (a.eval(m, dot).Int() == b.eval(m, dot).Int()) == is })
		}
	}
	refuse("a comparison of values of sort %s", sort)
	return expr{}
}

func hasLength(t reflect.Type) bool {
	return t != nil && (t.Kind() == reflect.String || t.Kind() == reflect.Slice || t.Kind() == reflect.Map)
}
