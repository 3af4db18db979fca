package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
)

const (
	maxDepth = 64      // levels of nesting, the root's included
	maxNodes = 100_000 // values that YAML aliases may bring in all
)

// Parse reads one document. The findings are too-large, not-utf8, empty-file,
// syntax, duplicate-key and alias-bomb, each with its line and column. The node
// is nil where an error leaves no tree; it stands beside the findings where
// only single keys or values are wrong. Of two equal keys the first wins.
//
// A byte order mark is taken for no part of the text.
func Parse(file string, data []byte, format Format) (*Node, diag.List) {
	return ParseAt(file, data, format, 1)
}

// ParseAt is Parse of a part of a file, such as front matter: its first line
// has the number line in every position.
func ParseAt(file string, data []byte, format Format, line int) (*Node, diag.List) {
	p := &parser{places: places{file: file, data: bytes.TrimPrefix(data, []byte(utf8BOM)), first: line}}
	root := p.parse(format)
	p.found.Sort()
	return root, p.found
}

// parser reads one document of any format.
type parser struct {
	places
	found diag.List
}

// fatal ends the reading from any depth. Its finding is already reported.
type fatal struct{}

// parse reads the document; nothing that a library does with it leaves here.
func (p *parser) parse(format Format) (root *Node) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case fatal:
			root = nil
		default:
			root = nil
			p.found.Errorf(p.at(0), "syntax", "", "cannot be read as %s (%v)", formatName(format), cause)
		}
	}()
	switch {
	case len(p.data) > MaxBytes:
		tooLarge(&p.found, diag.Pos{File: p.file})
		return nil
	case !utf8.Valid(p.data):
		notUTF8(&p.found, &p.places)
		return nil
	case isEmpty(p.data, format):
		p.found.Errorf(p.at(0), "empty-file", "", "there is nothing in it")
		return nil
	}
	switch format {
	case YAML:
		return p.parseYAML()
	case TOML:
		return p.parseTOML()
	case JSON:
		return p.parseJSON()
	}
	p.found.Errorf(p.at(0), "syntax", "use YAML, TOML or JSON", "the format %q is not known", string(format))
	return nil
}

// fail reports a syntax error at offset and ends the reading.
func (p *parser) fail(offset int, hint, format string, args ...any) {
	p.found.Errorf(p.at(offset), "syntax", hint, format, args...)
	panic(fatal{})
}

// checkDepth ends the reading where depth, the root's being 1, is too great.
func (p *parser) checkDepth(depth, offset int) {
	if depth > maxDepth {
		p.fail(offset, "", "nested more than %d levels deep", maxDepth)
	}
}

// duplicate reports that key, at pos, stood at first already.
func (p *parser) duplicate(key string, pos, first diag.Pos) {
	p.found.Errorf(pos, "duplicate-key", fmt.Sprintf("it stands at line %d, column %d already; keep one of them", first.Line, first.Col),
		"the key %s stands twice", showKey(key))
}

// keyIndex finds the duplicates among the keys of one map.
type keyIndex map[string]diag.Pos

// add gives the place where key was met before, if it was.
func (k keyIndex) add(key string, pos diag.Pos) (first diag.Pos, again bool) {
	if first, again = k[key]; !again {
		k[key] = pos
	}
	return first, again
}

// isEmpty tells whether data holds white space and comments alone.
func isEmpty(data []byte, format Format) bool {
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte{'\n'})
		line = bytes.TrimLeft(line, " \t\r")
		if len(line) > 0 && (format == JSON || line[0] != '#') {
			return false
		}
		data = rest
	}
	return true
}

// showKey is a key in a message: as it stands where it is a plain word.
func showKey(key string) string {
	if key == "" || len(key) > 200 || strings.ContainsFunc(key, func(r rune) bool {
		return r <= ' ' || r == '"' || r == '.' || r == '[' || r == ']' || r >= 0x7F
	}) {
		return fmt.Sprintf("%q", shorten(key))
	}
	return key
}

// shorten cuts what a message quotes of a file to a readable length.
func shorten(text string) string {
	const most = 80
	count := 0
	for i := range text {
		if count == most {
			return text[:i] + "…"
		}
		count++
	}
	return text
}

// formatName is the format's name in a sentence.
func formatName(f Format) string { return strings.ToUpper(string(f)) }
