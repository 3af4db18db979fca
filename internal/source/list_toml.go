package source

import (
	"bytes"
	"slices"
	"strings"
)

// tomlAppend are the ways to add an item to a list of a TOML file.
func (c *change) tomlAppend(v *Node) []attempt {
	if start := c.offset(c.at(c.old).Pos); c.data[start] == '[' {
		return []attempt{func() ([]byte, bool) {
			return c.bracketAppend(start, TOML, func(items []bracketItem, _ string, _ bool) string {
				return c.tomlAfter(items, v)
			})
		}}
	}
	// The list's place is a key in a header of [[ ]].
	e := &tomlEdit{change: c}
	e.read()
	if v.Kind != Map {
		return nil
	}
	return []attempt{
		func() ([]byte, bool) { return e.appendBehind(v, true) },
		func() ([]byte, bool) { return e.appendBehind(v, false) },
	}
}

// tomlRemove are the ways to take an item out of a list of a TOML file.
func (c *change) tomlRemove(index int) []attempt {
	if start := c.offset(c.at(c.old).Pos); c.data[start] == '[' {
		return c.bracketRemove(start, TOML, index)
	}
	e := &tomlEdit{change: c}
	e.read()
	return []attempt{func() ([]byte, bool) { return e.cutTable(index) }}
}

// tables are the headers of the list of tables at the path, by their indices.
func (e *tomlEdit) tables() (headers []int) {
	for i, item := range e.items {
		if item.header && slices.Equal(item.path, e.path) {
			headers = append(headers, i)
		}
	}
	return headers
}

// bodyEnd is the index of the last header or key of the table of that header.
func (e *tomlEdit) bodyEnd(header int) int {
	end := header
	for end+1 < len(e.items) {
		next := e.items[end+1]
		if next.header && (!hasPrefix(next.path, e.path) || len(next.path) == len(e.path)) {
			break
		}
		end++
	}
	return end
}

// appendBehind adds a table behind the last of its list or, as a later header
// may reach into that one, behind all that belongs to it.
func (e *tomlEdit) appendBehind(v *Node, right bool) ([]byte, bool) {
	headers := e.tables()
	if len(headers) == 0 {
		return nil, false
	}
	header := headers[len(headers)-1]
	last := e.bodyEnd(header)
	for i := last + 1; i < len(e.items) && !right; i++ {
		if hasPrefix(e.items[i].path, e.path) {
			last = i
		}
	}
	at := min(e.lineEnd(e.items[last].end)+1, len(e.data))
	// Comments right behind belong to the table, unless a header follows them.
	next := at
	for next < len(e.data) && strings.HasPrefix(e.lineText(next), "#") {
		next = min(e.lineEnd(next)+1, len(e.data))
	}
	if next == len(e.data) || e.lineText(next) == "" {
		at = next
	}

	w := &tomlEmitter{}
	w.table(v, e.path)
	body := w.b.String()
	if header < last && !e.items[header+1].header && !strings.Contains(body, `"""`) {
		if indent, own := e.ownLine(e.items[header+1].start); own {
			body = indentLines(body, indent)
		}
	}
	names := make([]string, len(e.path))
	for i, key := range e.path {
		names[i] = tomlKey(key)
	}
	start := e.items[header].start
	indent := string(e.data[start : start+bytes.IndexByte(e.data[start:], '[')])
	text := indent + "[[" + strings.Join(names, ".") + "]]\n" + body
	if e.apartAbove(start) {
		text = "\n" + text
	}
	return e.insertLine(at, strings.TrimSuffix(text, "\n")), true
}

// apartAbove tells whether a blank line, or nothing, is above the line at
// offset and its comments.
func (e *tomlEdit) apartAbove(start int) bool {
	for start > 0 {
		start = e.lineStart(start - 1)
		if line := e.lineText(start); !strings.HasPrefix(line, "#") {
			return line == ""
		}
	}
	return true
}

// lineText is the line at offset without white space around it.
func (e *tomlEdit) lineText(offset int) string {
	return strings.Trim(string(e.data[offset:e.lineEnd(offset)]), " \t\r")
}

// cutTable removes a table of the list from its header to its last key, with
// one of the blank lines where it leaves two.
func (e *tomlEdit) cutTable(index int) ([]byte, bool) {
	headers := e.tables()
	if index >= len(headers) {
		return nil, false
	}
	start := e.items[headers[index]].start
	end := e.lineEnd(e.items[e.bodyEnd(headers[index])].end)
	if start > 0 && (end >= len(e.data)-1 || e.lineText(end+1) == "") {
		if above := e.lineStart(start - 1); e.lineText(above) == "" {
			start = above
		}
	}
	return e.cutLines(start, end), true
}

// indentLines puts indent before each line that is not blank.
func indentLines(text, indent string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString(indent)
		}
		b.WriteString(line)
	}
	return b.String()
}

// tomlAfter writes v in an array behind those items, text in the quotation
// marks of the last text.
func (c *change) tomlAfter(items []bracketItem, v *Node) string {
	for i := len(items) - 1; i >= 0; i-- {
		if mark := c.data[items[i].start]; mark == '"' || mark == '\'' {
			return tomlLike(string(mark), v)
		}
	}
	return tomlInline(v)
}

// tomlLike writes a scalar in the quotation marks that the text old begins
// with, where they can hold it.
func tomlLike(old string, v *Node) string {
	literal := !strings.ContainsFunc(v.Text, func(r rune) bool { return r != '\n' && r != '\t' && !printable(r) })
	lead := ""
	if rest := strings.TrimLeft(old, `"'`); len(old)-len(rest) == 3 && (strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r\n")) || strings.HasPrefix(v.Text, "\n") {
		lead = "\n" // the first line feed is not part of the text
	}
	switch {
	case v.Kind != String:
	case strings.HasPrefix(old, `"""`) && strings.Contains(v.Text+lead, "\n") && !strings.Contains(v.Text, "\r"):
		return `"""` + lead + strings.TrimPrefix(tomlLines(v.Text), "\"\"\"\n")
	case strings.HasPrefix(old, `"""`):
		return `""` + quote(v.Text) + `""`
	case strings.HasPrefix(old, "'''") && literal && !strings.Contains(v.Text+"'", "'''") && !strings.HasSuffix(v.Text, "'"):
		return "'''" + lead + v.Text + "'''"
	case strings.HasPrefix(old, "'") && literal && !strings.ContainsAny(v.Text, "'\n"):
		return "'" + v.Text + "'"
	case old[0] == '"' || old[0] == '\'':
		return quote(v.Text)
	}
	return tomlInline(v)
}

// tomlTextEnd is the offset behind the quotation marks that close those at
// start.
func (c *change) tomlTextEnd(start int) (end int, ok bool) {
	mark := c.data[start]
	three := bytes.Repeat([]byte{mark}, 3)
	if !bytes.HasPrefix(c.data[start:], three) {
		if mark == '"' {
			return c.quotedEnd(start)
		}
		i := bytes.IndexByte(c.data[start+1:], mark)
		return start + 1 + i + 1, i >= 0
	}
	for end = start + 3; end < len(c.data); end++ {
		switch {
		case mark == '"' && c.data[end] == '\\':
			end++
		case bytes.HasPrefix(c.data[end:], three):
			// Up to two marks before the three are text.
			for end += 3; end < len(c.data) && c.data[end] == mark; {
				end++
			}
			return end, true
		}
	}
	return 0, false
}
