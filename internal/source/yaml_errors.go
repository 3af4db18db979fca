package source

import (
	"bytes"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// failYAML reports the library's error where it arose, and ends the reading.
func (p *parser) failYAML(dec *yaml.Decoder, err error) {
	problem := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if rest, ok := strings.CutPrefix(problem, "line "); ok {
		digits, message, found := strings.Cut(rest, ": ")
		if found {
			problem = message
			for _, d := range digits {
				line = line*10 + int(d-'0')
			}
		}
	}
	offset := p.yamlErrorOffset(dec, problem, max(line-1, 0))
	message, hint := p.wordYAML(problem, offset)
	p.fail(offset, hint, "%s", message)
}

// yamlErrorOffset is where the error arose. The library knows, but its message
// tells the line alone, and that of the block around it; so that its own marks
// are read. Where they cannot be, the message's line stands.
func (p *parser) yamlErrorOffset(dec *yaml.Decoder, problem string, line int) int {
	marks := yamlMarks{data: p.data}
	outer := field(reflect.ValueOf(dec), "parser")
	inner := field(outer, "parser")
	if strings.HasPrefix(problem, "unknown anchor") {
		if l, c, ok := mark(field(field(outer, "event"), "start_mark")); ok {
			return marks.at(l, c)
		}
	}
	if strings.HasPrefix(problem, "control characters") || strings.HasPrefix(problem, "invalid Unicode character") {
		if at := field(inner, "problem_offset"); at.IsValid() && at.CanInt() {
			return int(at.Int())
		}
	}
	l, c, ok := mark(field(inner, "problem_mark"))
	// An open bracket or quotation mark is found out at the file's end; its
	// beginning is the place to mend.
	outerMark := field(inner, "context_mark")
	switch open := field(inner, "marks"); {
	case strings.HasPrefix(problem, "found unexpected end of stream"), strings.HasPrefix(problem, "could not find expected ':'"):
		l, c, ok = mark(outerMark)
	case ok && strings.HasPrefix(problem, "did not find expected ',' or"):
		// So does the next line of the block around it, which is read as a part of it.
		if openLine, openCol, found := mark(outerMark); found && (p.isRest(marks.at(l, c)) || openLine < l && p.indent(marks.at(l, 0)) <= p.indent(marks.at(openLine, 0))) {
			l, c = openLine, openCol
		}
	case ok && p.isRest(marks.at(l, c)) && field(inner, "flow_level").Int() > 0 && open.Len() > 0:
		l, c, ok = mark(open.Index(open.Len() - 1))
	}
	if !ok {
		return marks.at(line, 0)
	}
	return marks.at(l, c)
}

// isRest tells whether only white space follows offset.
func (p *parser) isRest(offset int) bool {
	return len(bytes.TrimSpace(p.data[offset:])) == 0
}

// indent is how many spaces a line begins with, offset being its first byte's.
func (p *parser) indent(offset int) int {
	line := p.data[offset:]
	return len(line) - len(bytes.TrimLeft(line, " "))
}

// field is v's field of that name, behind any pointers; invalid where there is none.
func field(v reflect.Value, name string) reflect.Value {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

// mark reads one of the library's marks.
func mark(v reflect.Value) (line, col int, ok bool) {
	l, c := field(v, "line"), field(v, "column")
	if !l.IsValid() || !c.IsValid() || !l.CanInt() || !c.CanInt() {
		return 0, 0, false
	}
	return int(l.Int()), int(c.Int()), true
}

// yamlWords are our words for the library's, by what its message begins with.
var yamlWords = []struct{ problem, message, hint string }{
	{"mapping values are not allowed", "a second colon with a space behind it cannot stand here", "put text that holds a colon in quotes, and each key on a line of its own"},
	{"did not find expected key", "expected a key in line with the keys before it", "indent the keys of one map alike, and put text with special characters in quotes"},
	{"did not find expected '-' indicator", "expected the next item of the list, or the end of it", "begin each item with \"- \", indented like the first"},
	{"block sequence entries are not allowed", "a list cannot begin here", "begin the list on a line of its own, below its key"},
	{"mapping keys are not allowed", "a key cannot stand here", "put each key on a line of its own"},
	{"did not find expected ',' or ']'", "the list in [ ] is not closed, or a comma is missing", "separate the items by commas and close the list with ]"},
	{"did not find expected ',' or '}'", "the map in { } is not closed, or a comma is missing", "separate the keys by commas and close the map with }; put text with commas or brackets in quotes"},
	{"could not find expected ':'", "expected a colon behind the key", "write \"key: value\", and indent the further lines of a long text more than their key"},
	{"found unexpected end of stream", "the quotation mark is not closed", "close it; inside of double quotes write \\\" for a quotation mark"},
	{"found unexpected document indicator", "the quotation mark is not closed", "close it before the line of three hyphens or dots"},
	{"found unknown escape character", "this escape is not known", "write \\\\ for a backslash, or use single quotes"},
	{"did not find expected hexdecimal", "expected hexadecimal digits", ""},
	{"found invalid Unicode character escape", "this escape is no character", ""},
	{"found a tab character", "a tab cannot indent a line", "indent with spaces"},
	{"did not find expected node content", "expected a value", "put text that begins with a special character in quotes"},
	{"did not find expected <document start>", "expected the end of the file, or a line of three hyphens", "indent the keys of one map alike"},
	{"did not find expected comment or line break", "expected the end of the line", ""},
	{"did not find expected alphabetic", "expected a name behind & or *", "put text that begins with & or * in quotes"},
	{"control characters are not allowed", "a control character stands in the text", "remove it, or write it as an escape in double quotes"},
	{"invalid Unicode character", "a character that is not allowed stands in the text", "remove it"},
	{"found undefined tag handle", "the tag is not understood here", "leave the tag out"},
	{"exceeded max depth", "nested too deep", ""},
	{"found incompatible YAML document", "this version of YAML is not read", "leave the %YAML line out"},
}

// wordYAML words one of the library's problems.
func (p *parser) wordYAML(problem string, offset int) (message, hint string) {
	if name, ok := strings.CutPrefix(problem, "unknown anchor "); ok {
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "'"), "' referenced")
		return "there is no anchor &" + shorten(name) + " before this alias", "put text that begins with * in quotes"
	}
	if strings.HasPrefix(problem, "found character that cannot start any token") {
		if offset < len(p.data) && p.data[offset] == '\t' {
			return "a tab cannot indent a line", "indent with spaces"
		}
		return "a value cannot begin with this character", "put the value in quotes"
	}
	if offset < len(p.data) && strings.HasPrefix(problem, "did not find expected node content") {
		switch p.data[offset] {
		case '[':
			problem = "did not find expected ',' or ']'"
		case '{':
			problem = "did not find expected ',' or '}'"
		}
	}
	for _, w := range yamlWords {
		if strings.HasPrefix(problem, w.problem) {
			return w.message, w.hint
		}
	}
	return problem, ""
}
