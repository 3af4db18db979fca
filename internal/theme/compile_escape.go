package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// escaperPrefix begins the names of the functions that html/template adds to
// pipelines.
const escaperPrefix = "_html_template_"

// escaped splits a pipeline into its value and the escapers that html/template
// put behind it.
func (s *scope) escaped(dot reflect.Type, pipe *parse.PipeNode) (value expr, escapers string) {
	commands := pipe.Cmds
	var names []string
	for len(commands) > 0 {
		last := commands[len(commands)-1]
		name, ok := last.Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(name.Ident, escaperPrefix) || len(last.Args) > 1 {
			break
		}
		names = append([]string{strings.TrimPrefix(name.Ident, escaperPrefix)}, names...)
		commands = commands[:len(commands)-1]
	}
	return s.pipeline(dot, commands), strings.Join(names, " ")
}

// constant gives what an action writes where that needs no page.
func (s *scope) constant(dot reflect.Type, n *parse.ActionNode) ([]byte, bool) {
	if len(n.Pipe.Decl) > 0 {
		return nil, false
	}
	value, escapers := s.escaped(dot, n.Pipe)
	if !value.constant {
		return nil, false
	}
	m := &machine{}
	emitter(value, escapers)(m, reflect.Value{})
	return m.out, true
}

var htmlType = reflect.TypeFor[template.HTML]()

// emitter compiles the writing of a value through escapers.
func emitter(value expr, escapers string) step {
	eval := value.eval
	switch escapers {
	case "htmlescaper":
		switch value.typ {
		case htmlType:
			return func(m *machine, dot reflect.Value) { m.out = append(m.out, eval(m, dot).String()...) }
		case nil: // of or: text, or HTML
			return func(m *machine, dot reflect.Value) {
				switch v := eval(m, dot); v.Type() {
				case htmlType:
					m.out = append(m.out, v.String()...)
				case stringType:
					m.out = appendEscaped(m.out, v.String())
				default:
					panic(gaveUp{})
				}
			}
		}
	case "attrescaper", "rcdataescaper":
	case "urlfilter urlnormalizer attrescaper", "urlnormalizer attrescaper", "urlescaper attrescaper", "urlfilter attrescaper":
		return addressEmitter(value, escapers)
	default:
		refuse("the escapers %q", escapers)
	}
	if k := value.typ; k != nil && k.Kind() >= reflect.Int && k.Kind() <= reflect.Int64 && !speaks(k) {
		return func(m *machine, dot reflect.Value) { m.out = strconv.AppendInt(m.out, eval(m, dot).Int(), 10) }
	}
	if isText(value.typ) {
		return func(m *machine, dot reflect.Value) { m.out = appendEscaped(m.out, eval(m, dot).String()) }
	}
	text := textOf(value)
	return func(m *machine, dot reflect.Value) { m.out = appendEscaped(m.out, text(m, dot)) }
}

// isText tells whether fmt prints a value of that type as the string it is.
func isText(t reflect.Type) bool {
	return t != nil && t.Kind() == reflect.String && t.PkgPath() != htmlType.PkgPath() && !speaks(t)
}

// textOf is a value as fmt prints it. Types that html/template trusts in some place
// are not among those that are compiled, but for HTML where HTML may stand.
func textOf(value expr) func(m *machine, dot reflect.Value) string {
	eval := value.eval
	switch typ := value.typ; {
	case typ == nil, typ.PkgPath() == htmlType.PkgPath():
		refuse("text of a value of type %v", typ)
	case isText(typ):
		return func(m *machine, dot reflect.Value) string { return eval(m, dot).String() }
	case typ.Kind() >= reflect.Bool && typ.Kind() <= reflect.Float64 && !speaks(typ):
		return func(m *machine, dot reflect.Value) string { return fmt.Sprint(eval(m, dot).Interface()) }
	default:
		refuse("text of a value of type %v", typ)
	}
	return nil
}

// speaks tells whether fmt would ask a value for its text.
func speaks(t reflect.Type) bool { return t.NumMethod() > 0 || reflect.PointerTo(t).NumMethod() > 0 }

// special are the bytes that appendEscaped writes otherwise.
var special = [256]bool{'&': true, '<': true, '>': true, '"': true, '\'': true, '+': true, 0: true}

// appendEscaped appends text as html/template escapes it for HTML and for
// attributes in quotation marks.
func appendEscaped(out []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		if !special[text[i]] {
			continue
		}
		var with string
		switch text[i] {
		case '&':
			with = "&amp;"
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '"':
			with = "&#34;"
		case '\'':
			with = "&#39;"
		case '+':
			with = "&#43;"
		case 0:
			with = "\uFFFD"
		}
		out = append(append(out, text[from:i]...), with...)
		from = i + 1
	}
	return append(out, text[from:]...)
}

// addressEmitter compiles the writing of an address, or of a part of one. What is
// plain is written here; html/template does the rest.
func addressEmitter(value expr, escapers string) step {
	text := textOf(value)
	rest, plain := addressFilters[escapers], inAddress
	if escapers == "urlescaper attrescaper" {
		plain = unreserved
	}
	return func(m *machine, dot reflect.Value) {
		switch s := text(m, dot); {
		case isPlain(s, plain), plain == inAddress && isPlain(withoutScheme(s), plain):
			if strings.IndexByte(s, '&') < 0 { // the one of them that is escaped
				m.out = append(m.out, s...)
			} else {
				m.out = appendEscaped(m.out, s)
			}
		case rest.template != nil:
			m.out = append(m.out, rest.apply(s)...)
		default:
			panic(gaveUp{})
		}
	}
}

// What a byte is in an address.
const (
	unreserved uint8 = 1 << iota // stands for itself in any part of one
	inAddress                    // html/template leaves it as it is. A colon is not, since it may end a scheme
)

// addressBytes tells it of every byte.
var addressBytes = func() (is [256]uint8) {
	for c := range is {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~':
			is[c] = unreserved | inAddress
		}
	}
	for _, c := range []byte("/#?=&,;") {
		is[c] = inAddress
	}
	return is
}()

// withoutScheme is what follows a scheme that html/template lets pass.
func withoutScheme(address string) string {
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		rest, _ = strings.CutPrefix(address, "http://")
	}
	return rest
}

// isPlain tells whether a text holds bytes of one sort alone.
func isPlain(text string, sort uint8) bool {
	for i := 0; i < len(text); i++ {
		if addressBytes[text[i]]&sort == 0 {
			return false
		}
	}
	return true
}

// filter is a place in HTML whose escapers html/template applies.
type filter struct {
	template *template.Template
	cut      int // bytes before the value, and the two behind it
}

// addressFilters are places that have these escapers.
var addressFilters = map[string]filter{
	"urlfilter urlnormalizer attrescaper": newFilter(`<a href="`),
	"urlnormalizer attrescaper":           newFilter(`<a href="/`),
	"urlescaper attrescaper":              newFilter(`<a href="?`),
}

func newFilter(before string) filter {
	return filter{template.Must(template.New("").Parse(before + `{{.}}">`)), len(before)}
}

// apply gives a text as it stands in the filter's place.
func (f filter) apply(text string) string {
	var b strings.Builder
	if f.template.Execute(&b, text) != nil {
		panic(gaveUp{})
	}
	return b.String()[f.cut : b.Len()-len(`">`)]
}
