package theme

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// known makes a type nil where it tells nothing: an interface may hold anything.
func known(t reflect.Type) reflect.Type {
	if t == nil || t.Kind() == reflect.Interface || t == reflect.TypeFor[reflect.Value]() {
		return nil
	}
	return t
}

// direct is a type without its pointers.
func direct(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return known(t)
}

// methodOf is a method's type without its receiver.
func methodOf(on reflect.Type, name string) (reflect.Type, bool) {
	if on.Kind() != reflect.Pointer {
		on = reflect.PointerTo(on)
	}
	m, ok := on.MethodByName(name)
	if !ok || m.Type.NumOut() == 0 {
		return nil, false
	}
	var in, out []reflect.Type
	for i := 1; i < m.Type.NumIn(); i++ {
		in = append(in, m.Type.In(i))
	}
	for i := range m.Type.NumOut() {
		out = append(out, m.Type.Out(i))
	}
	return reflect.FuncOf(in, out, m.Type.IsVariadic()), true
}

// fieldOf is the type of a struct's field or of a map's values. It is true with a
// nil type where nobody can know.
func fieldOf(on reflect.Type, name string) (reflect.Type, bool) {
	on = direct(on)
	switch {
	case on == nil:
		return nil, true
	case on.Kind() == reflect.Struct:
		f, ok := on.FieldByName(name)
		return f.Type, ok && f.IsExported()
	case on.Kind() == reflect.Map && stringType.AssignableTo(on.Key()):
		return on.Elem(), true
	}
	return nil, false
}

// namesOf are the fields and methods of a type that a layout may write, as they
// are declared.
func namesOf(on reflect.Type) []string {
	var names []string
	if d := direct(on); d != nil && d.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(d) {
			if f.IsExported() && !f.Anonymous {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// elements are the types that a range over a type gives, and whether there can be
// one.
func elements(over reflect.Type) (index, element reflect.Type, ok bool) {
	over = direct(over)
	if over == nil {
		return nil, nil, true
	}
	switch over.Kind() {
	case reflect.Slice, reflect.Array, reflect.Chan:
		return intType, over.Elem(), true
	case reflect.Map:
		return over.Key(), over.Elem(), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return over, over, true
	case reflect.Func:
		return nil, nil, true
	}
	return nil, nil, false
}

// fits tells whether a value can be handed over as a parameter, as text/template
// does it: a constant as in Go, a pointer followed, an address taken.
func fits(typ, want reflect.Type, arg parse.Node) bool {
	switch arg.(type) {
	case *parse.NumberNode:
		return want.Kind() == reflect.Interface || want.Kind() >= reflect.Int && want.Kind() <= reflect.Complex128
	case *parse.StringNode, *parse.BoolNode:
		return want.Kind() == reflect.Interface || want.Kind() == typ.Kind()
	}
	return want.Kind() == reflect.Interface && typ.Implements(want) || typ.AssignableTo(want) ||
		typ.Kind() == reflect.Pointer && typ.Elem().AssignableTo(want) || reflect.PointerTo(typ).AssignableTo(want)
}

// builtin checks a call of a function of html/template, and gives its result's
// type.
func (w *walker) builtin(n *parse.IdentifierNode, args []reflect.Type) reflect.Type {
	count := func(least int, variadic bool) bool {
		if len(args) < least || len(args) > least && !variadic {
			w.report(n, "", "%s takes %s, and is given %d", n.Ident, quantity(least, variadic), len(args))
			return false
		}
		return true
	}
	switch n.Ident {
	case "and", "or":
		if count(1, true) && !slices.ContainsFunc(args, func(t reflect.Type) bool { return t != args[0] }) {
			return args[0]
		}
	case "not":
		count(1, false)
		return boolType
	case "eq":
		if count(2, true) {
			w.comparable(n, args)
		}
		return boolType
	case "ne", "lt", "le", "gt", "ge":
		if count(2, false) {
			w.comparable(n, args)
		}
		return boolType
	case "len":
		if count(1, false) {
			switch d := direct(args[0]); {
			case d == nil || d.Kind() == reflect.String || d.Kind() == reflect.Slice || d.Kind() == reflect.Map || d.Kind() == reflect.Array || d.Kind() == reflect.Chan:
			default:
				w.report(n, "", "%s has no length", typeName(args[0]))
			}
		}
		return intType
	case "index":
		if count(1, true) {
			return indexed(args)
		}
	case "slice":
		if count(1, true) {
			return args[0]
		}
	case "print", "printf", "println", "html", "js", "urlquery":
		return stringType
	}
	return nil
}

// indexed is the type of what index gives.
func indexed(args []reflect.Type) reflect.Type {
	typ := args[0]
	for range args[1:] {
		if typ = direct(typ); typ == nil {
			return nil
		}
		switch typ.Kind() {
		case reflect.Slice, reflect.Array, reflect.Map:
			typ = typ.Elem()
		default:
			return nil
		}
	}
	return typ
}

// comparable reports values that cannot be compared, which text/template finds
// only when it comes to them.
func (w *walker) comparable(n parse.Node, args []reflect.Type) {
	first := basic(args[0])
	for i, other := range args[1:] {
		if kind := basic(other); first != "" && kind != "" && kind != first {
			w.report(n, "", "%s cannot be compared with %s", typeName(args[0]), typeName(args[i+1]))
		}
	}
}

// basic is the sort of values that a type's are compared as, "" for others and
// for what is not known.
func basic(t reflect.Type) string {
	if t == nil {
		return ""
	}
	switch k := t.Kind(); {
	case k == reflect.Bool:
		return "bool"
	case k == reflect.String:
		return "string"
	case k >= reflect.Int && k <= reflect.Uintptr:
		return "int" // signed or not
	case k == reflect.Float32 || k == reflect.Float64:
		return "float"
	}
	return ""
}

// typeName is a type as a theme's author knows it: without its package.
func typeName(t reflect.Type) string {
	switch {
	case t == nil:
		return "a value of unknown type"
	case t.Kind() == reflect.Pointer:
		return typeName(t.Elem())
	case t.Name() != "":
		return t.Name()
	case t.Kind() == reflect.Slice:
		return "a list of " + typeName(t.Elem())
	}
	return strings.TrimPrefix(t.String(), "*")
}

// quantity tells how many arguments a function takes.
func quantity(n int, more bool) string {
	text := fmt.Sprintf("%d arguments", n)
	if n == 1 {
		text = "one argument"
	}
	if more {
		return text + " or more"
	}
	return text
}
