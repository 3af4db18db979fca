package theme

import (
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"tradeoff/internal/diag"
)

// absence is a field that a line asks for and that is not there. A line of a partial is
// checked with the type of each page that calls it, and is one fault all the same.
type absence struct {
	pos   diag.Pos
	field string
}

// lack is in what a field is not there.
type lack struct {
	types []string
	hint  string // "" where one type's helps with no other
}

// missing notes a field that is not there.
func (w *walker) missing(n parse.Node, on reflect.Type, field string) {
	if on == nothingType {
		w.report(n, "hand it on in the call: a dot behind the template's name", "there is no field .%s: the template is called without data", field)
		return
	}
	names := namesOf(on)
	hint := ""
	if len(names) > 0 {
		hint = "it has " + strings.Join(names, ", ")
	}
	hint = near(field, names, hint)
	at, name := absence{w.place(n), field}, typeName(on)
	known := w.absent[at]
	switch {
	case known == nil:
		w.absent[at] = &lack{[]string{name}, hint}
	case !slices.Contains(known.types, name):
		known.types = append(known.types, name)
		if known.hint != hint {
			known.hint = ""
		}
	}
}

// tellMissing adds an error for each field that is not there.
func tellMissing(absent map[absence]*lack, findings *diag.List) {
	for at, l := range absent { // they are sorted with the others
		slices.Sort(l.types)
		last := len(l.types) - 1
		in := l.types[last]
		if last > 0 {
			in = strings.Join(l.types[:last], ", ") + " and " + in
		}
		findings.Errorf(at.pos, "layout", l.hint, "there is no field .%s in %s", at.field, in)
	}
}
