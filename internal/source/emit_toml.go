package source

import (
	"strings"
	"unicode/utf8"
)

// tomlEmitter writes TOML: first a table's own values, then its tables.
type tomlEmitter struct{ b strings.Builder }

// table writes the keys of n, whose header, if it has one, is written already.
func (e *tomlEmitter) table(n *Node, path []string) {
	for _, entry := range n.Entries {
		if entry.Value.Kind != Null && !tomlApart(entry, len(path)) {
			e.b.WriteString(tomlKey(entry.Key) + " = " + tomlValue(entry.Value) + "\n")
		}
	}
	for _, entry := range n.Entries {
		if entry.Value.Kind != Null && tomlApart(entry, len(path)) {
			e.apart(entry.Value, append(path[:len(path):len(path)], entry.Key))
		}
	}
}

// apart writes a value with headers of its own.
func (e *tomlEmitter) apart(n *Node, path []string) {
	names := make([]string, len(path))
	for i, key := range path {
		names[i] = tomlKey(key)
	}
	name := strings.Join(names, ".")
	if n.Kind == Map {
		e.b.WriteString("\n[" + name + "]\n")
		e.table(n, path)
		return
	}
	for _, item := range n.Items {
		e.b.WriteString("\n[[" + name + "]]\n")
		e.table(item, path)
	}
}

// tomlApart tells whether the value gets a header of its own: a map at the root,
// or one that does not fit on a line; and a list of maps.
func tomlApart(e Entry, depth int) bool {
	switch e.Value.Kind {
	case Map:
		return len(e.Value.Entries) > 0 && (depth == 0 || !tomlFits(e))
	case List:
		if len(e.Value.Items) == 0 {
			return false
		}
		for _, item := range e.Value.Items {
			if item.Kind != Map {
				return false
			}
		}
		return depth == 0 || !tomlFits(e)
	}
	return false
}

// tomlFits tells whether the entry fits on a line.
func tomlFits(e Entry) bool {
	text := tomlValue(e.Value)
	return !strings.Contains(text, "\n") && utf8.RuneCountInString(tomlKey(e.Key)+" = "+text) <= wide
}

// tomlValue writes a value behind its =. A list that is too long for a line has
// one item on each.
func tomlValue(n *Node) string {
	switch n.Kind {
	case String:
		if strings.Contains(n.Text, "\n") && !strings.Contains(n.Text, "\r") {
			return tomlLines(n.Text)
		}
		return tomlInline(n)
	case List:
		line := tomlInline(n)
		if utf8.RuneCountInString(line) <= wide-20 {
			return line
		}
		var b strings.Builder
		b.WriteString("[\n")
		for _, item := range n.Items {
			b.WriteString("  " + tomlInline(item) + ",\n")
		}
		return b.String() + "]"
	}
	return tomlInline(n)
}

// tomlInline writes a value on one line.
func tomlInline(n *Node) string {
	var parts []string
	switch n.Kind {
	case String:
		if isDay(n.Text) {
			return n.Text
		}
		return quote(n.Text)
	case List:
		for _, item := range n.Items {
			parts = append(parts, tomlInline(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Map:
		for _, e := range n.Entries {
			if e.Value.Kind != Null {
				parts = append(parts, tomlKey(e.Key)+" = "+tomlInline(e.Value))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return jsonScalar(n)
}

// tomlLines writes text of several lines in three quotation marks.
func tomlLines(text string) string {
	var b strings.Builder
	b.WriteString("\"\"\"\n")
	quotes := 0
	for i, r := range text {
		if r != '"' {
			quotes = 0
		} else if quotes++; quotes < 3 && i+1 < len(text) {
			b.WriteByte('"')
			continue
		} else {
			quotes = 0
		}
		if r == '\n' {
			b.WriteByte('\n')
		} else {
			escape(&b, r)
		}
	}
	b.WriteString("\"\"\"")
	return b.String()
}

// tomlKey writes a key, in quotes where it is no bare one.
func tomlKey(key string) string {
	if key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		return quote(key)
	}
	return key
}
