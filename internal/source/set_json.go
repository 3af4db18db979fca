package source

import (
	"encoding/json"
	"strings"
)

// jsonEdit changes a JSON file.
type jsonEdit struct {
	*change
	at   int    // the scanner's place
	unit string // of the indentation
}

// jsonValue is where a value stands.
type jsonValue struct {
	start, end int
	object     bool
	members    []jsonMember
}

// jsonMember is where a member of an object stands.
type jsonMember struct {
	key   string
	start int // of the key
	value jsonValue
}

// jsonAttempts is the one way to change a JSON file.
func (c *change) jsonAttempts() []attempt {
	if len(c.old.Entries) == 0 && strings.TrimSpace(string(c.data)) == "" {
		return []attempt{func() ([]byte, bool) {
			out, err := Emit(c.want, JSON)
			return []byte(c.lines(string(out))), err == nil
		}}
	}
	e, root := c.openJSON()
	return []attempt{func() ([]byte, bool) { return e.apply(root) }}
}

// openJSON reads the places of the file, and how it is indented.
func (c *change) openJSON() (e *jsonEdit, root jsonValue) {
	e = &jsonEdit{change: c, unit: "  "}
	root = e.scan()
	if root.object && len(root.members) > 0 {
		if indent, ok := e.indent(root.members[0].start); ok && indent != "" {
			e.unit = indent
		}
	}
	return e, root
}

// apply walks down the path and makes the change.
func (e *jsonEdit) apply(v jsonValue) ([]byte, bool) {
	for depth, key := range e.path {
		i := v.find(key)
		if i < 0 {
			if e.v == nil || !v.object {
				return nil, false
			}
			return e.add(v, key, chain(e.path[depth+1:], e.v)), true
		}
		m := v.members[i]
		switch {
		case depth == len(e.path)-1 && e.v == nil:
			return e.cut(v, i), true
		case depth == len(e.path)-1 || !m.value.object:
			indent, _ := e.indent(m.start)
			text := e.text(e.want.below(e.path[:depth+1]), indent, e.onLines(v))
			return e.splice(m.value.start, m.value.end, text), true
		}
		v = m.value
	}
	return nil, false
}

// add puts a member behind the last one of the object v.
func (e *jsonEdit) add(v jsonValue, key string, n *Node) []byte {
	lead := quote(key) + ": "
	if len(v.members) == 0 {
		outer := e.lineIndent(v.start)
		inner := outer + e.unit
		text := "{" + e.eol + inner + lead + e.text(n, inner, true) + e.eol + outer + "}"
		return e.splice(v.start, v.end, text)
	}
	last := v.members[len(v.members)-1]
	if indent, ok := e.indent(last.start); ok {
		return e.splice(last.value.end, last.value.end, ","+e.eol+indent+lead+e.text(n, indent, true))
	}
	return e.splice(last.value.end, last.value.end, ", "+lead+e.text(n, "", false))
}

// cut removes the member i of the object v with one of its commas.
func (e *jsonEdit) cut(v jsonValue, i int) []byte {
	switch {
	case i > 0:
		return e.splice(v.members[i-1].value.end, v.members[i].value.end, "")
	case len(v.members) > 1:
		return e.splice(v.members[0].start, v.members[1].start, "")
	}
	return e.splice(v.start, v.end, "{}")
}

// text writes n on several lines, or on one.
func (e *jsonEdit) text(n *Node, indent string, onLines bool) string {
	w := &jsonEmitter{unit: e.unit}
	if !onLines {
		w.line(n)
	} else {
		w.value(n, indent)
	}
	return e.lines(w.b.String())
}

// line writes n on one line.
func (e *jsonEmitter) line(n *Node) {
	switch {
	case n.Kind == List && len(n.Items) > 0:
		for i, item := range n.Items {
			e.b.WriteString([]string{", ", "["}[max(0, 1-i)])
			e.line(item)
		}
		e.b.WriteByte(']')
	case n.Kind == Map && len(n.Entries) > 0:
		for i, entry := range n.Entries {
			e.b.WriteString([]string{", ", "{"}[max(0, 1-i)] + quote(entry.Key) + ": ")
			e.line(entry.Value)
		}
		e.b.WriteByte('}')
	default:
		e.b.WriteString(jsonScalar(n))
	}
}

// onLines tells whether the object has its members on lines of their own.
func (e *jsonEdit) onLines(v jsonValue) bool {
	_, ok := e.indent(v.members[0].start)
	return ok
}

// indent is the white space before offset in its line; ok is false where
// something else stands there.
func (e *jsonEdit) indent(offset int) (indent string, ok bool) {
	before := string(e.data[e.lineStart(offset):offset])
	return before, strings.Trim(before, " \t") == "" && e.lineStart(offset) > 0
}

// lineIndent is the white space at the beginning of the line of offset.
func (e *jsonEdit) lineIndent(offset int) string {
	line := string(e.data[e.lineStart(offset):offset])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// find is the index of the member of that key, or -1.
func (v jsonValue) find(key string) int {
	for i, m := range v.members {
		if m.key == key {
			return i
		}
	}
	return -1
}

// scan reads the places of a value. The data is known to be JSON.
func (e *jsonEdit) scan() jsonValue {
	e.space()
	v := jsonValue{start: e.at}
	switch e.data[e.at] {
	case '{':
		v.object = true
		for e.at++; e.more(); {
			m := jsonMember{start: e.at}
			e.word()
			_ = json.Unmarshal(e.data[m.start:e.at], &m.key)
			m.value = e.scan()
			v.members = append(v.members, m)
		}
		e.at++
	case '[':
		for e.at++; e.more(); {
			e.scan()
		}
		e.at++
	default:
		e.word()
	}
	v.end = e.at
	return v
}

// more goes to the next member or item, and tells whether there is one.
func (e *jsonEdit) more() bool {
	e.space()
	return e.data[e.at] != '}' && e.data[e.at] != ']'
}

// space skips white space, commas and colons.
func (e *jsonEdit) space() {
	for strings.IndexByte(" \t\r\n,:", e.data[e.at]) >= 0 {
		e.at++
	}
}

// word skips a string, a number, or one of the three words.
func (e *jsonEdit) word() {
	if e.data[e.at] != '"' {
		for e.at < len(e.data) && strings.IndexByte(" \t\r\n,:]}", e.data[e.at]) < 0 {
			e.at++
		}
		return
	}
	for e.at++; e.data[e.at] != '"'; e.at++ {
		if e.data[e.at] == '\\' {
			e.at++
		}
	}
	e.at++
}
