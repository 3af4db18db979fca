package source

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlEdit changes a YAML file.
type yamlEdit struct {
	*change
	r    *yamlReader
	root *yaml.Node // nil in a file without a value
	end  int        // of the document: the marker behind it, or the file's end

	levels []yamlLevel // the entries on the path that stand in block maps
}

// yamlLevel is one entry of a block map.
type yamlLevel struct {
	m, key, value *yaml.Node
	limit         int // the beginning of what follows the entry, comments included
}

// yamlAttempts are the ways to change a YAML file.
func (c *change) yamlAttempts() []attempt {
	e := c.openYAML()
	var tries []attempt
	depth := len(e.levels)
	full := depth == len(c.path)
	holder := e.root
	if depth > 0 {
		holder = e.levels[depth-1].value
	}
	switch {
	case c.v == nil && full:
		tries = append(tries, e.cutEntry, e.cutEntryAlone)
	case full:
		tries = append(tries, func() ([]byte, bool) { return e.scalarInPlace(e.levels[depth-1].value, false) })
	case holder != nil && isBlockMap(holder):
		tries = append(tries, e.insertLast, e.insertFirst)
	case holder != nil && c.v != nil:
		if v := e.flowValue(holder, c.path[depth:]); v != nil {
			tries = append(tries, func() ([]byte, bool) { return e.scalarInPlace(v, true) })
		}
	}
	if c.v == nil && full {
		depth-- // what is to go is not written anew
	}
	for i := depth - 1; i >= 0; i-- {
		tries = append(tries, func() ([]byte, bool) { return e.rewrite(i) })
	}
	return append(tries, e.rewriteRoot)
}

// openYAML reads the places of the file and walks down the path.
func (c *change) openYAML() *yamlEdit {
	e := &yamlEdit{change: c, end: len(c.data)}
	p := &parser{places: places{data: c.data, first: 1}}
	e.r = &yamlReader{parser: p}
	if doc := p.yamlDocument(); len(doc.Content) > 0 {
		e.root = doc.Content[0]
		e.r.place(e.root)
		if e.root.Kind == yaml.ScalarNode {
			e.root = nil
		}
	}
	e.end = e.documentEnd()
	m, limit := e.root, e.end
	for _, key := range c.path {
		if m == nil || !isBlockMap(m) {
			break
		}
		level, ok := e.entry(m, key, limit)
		if !ok {
			break
		}
		e.levels = append(e.levels, level)
		m, limit = level.value, level.limit
	}
	return e
}

// isBlockMap tells whether n is a map with a key on each line.
func isBlockMap(n *yaml.Node) bool {
	return n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0
}

// entry finds the entry of a key in the block map m, which ends at limit.
func (e *yamlEdit) entry(m *yaml.Node, key string, limit int) (yamlLevel, bool) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if k := m.Content[i]; k.Kind != yaml.ScalarNode || k.Value != key || k.Tag == "!!merge" {
			continue
		}
		return e.level(m, i, limit), true
	}
	return yamlLevel{}, false
}

// level is the entry of m whose key is its child i.
func (e *yamlEdit) level(m *yaml.Node, i, limit int) yamlLevel {
	if i+2 < len(m.Content) {
		limit = e.lineStart(e.r.offset(m.Content[i+2]))
	}
	return yamlLevel{m: m, key: m.Content[i], value: m.Content[i+1], limit: limit}
}

// flowValue finds the value at path in the flow map m.
func (e *yamlEdit) flowValue(m *yaml.Node, path []string) *yaml.Node {
	for _, key := range path {
		if m.Kind != yaml.MappingNode {
			return nil
		}
		var next *yaml.Node
		for i := 0; i+1 < len(m.Content); i += 2 {
			if m.Content[i].Kind == yaml.ScalarNode && m.Content[i].Value == key {
				next = m.Content[i+1]
			}
		}
		if next == nil {
			return nil
		}
		m = next
	}
	return m
}

// scalarInPlace replaces the bytes of a scalar by those of another. It keeps
// the author's quotation marks.
func (e *yamlEdit) scalarInPlace(old *yaml.Node, flow bool) ([]byte, bool) {
	if e.v.Kind == List || e.v.Kind == Map || old.Kind != yaml.ScalarNode || !flow && e.v.Kind == String && blockText(e.v.Text) {
		return nil, false
	}
	start := e.r.offset(old)
	end, ok := e.scalarEnd(old, flow)
	if !ok {
		return nil, false
	}
	text := yamlLike(old.Style, e.v, flow)
	if start == end { // an empty value stands right behind its colon
		if start = e.afterColon(start); start < 0 {
			return nil, false
		}
		return e.splice(start, start, " "+text), true
	}
	return e.splice(start, end, text), true
}

// yamlLike writes a scalar on one line, in the quotation marks of that style.
func yamlLike(style yaml.Style, v *Node, flow bool) string {
	switch {
	case v.Kind != String:
	case style&yaml.DoubleQuotedStyle != 0:
		return quote(v.Text)
	case style&yaml.SingleQuotedStyle != 0 && !strings.ContainsFunc(v.Text, func(r rune) bool { return !printable(r) }):
		return "'" + strings.ReplaceAll(v.Text, "'", "''") + "'"
	}
	return yamlScalar(v, flow)
}

// rewrite writes the entry at level i anew, but for its key and the comment
// behind its first line.
func (e *yamlEdit) rewrite(i int) ([]byte, bool) {
	level := e.levels[i]
	colon, ok := e.colon(level.key)
	if !ok {
		return nil, false
	}
	keyStart := e.r.offset(level.key)
	end := e.entryEnd(level)
	style := yamlStyle{nested: i > 0 || level.value.Style&yaml.FlowStyle != 0, noBlock: end == len(e.data)}
	indent := e.column(keyStart)
	text := yamlValue(e.want.below(e.path[:i+1]), indent, indent+utf8.RuneCount(e.data[keyStart:colon+1]), style)
	if comment := e.comment(level.value, colon); comment != "" {
		first, rest, more := strings.Cut(text, "\n")
		text = first + comment
		if more {
			text += "\n" + rest
		}
	}
	return e.splice(colon+1, end, e.lines(text)), true
}

// rewriteRoot writes the whole document anew, where it is a flow map or empty.
func (e *yamlEdit) rewriteRoot() ([]byte, bool) {
	if e.root == nil {
		if e.v == nil {
			return nil, false
		}
		key := yamlText(e.path[0], false) + ":"
		style := yamlStyle{noBlock: e.end == len(e.data) && !strings.HasSuffix(string(e.data), "\n")}
		return e.insertLine(e.end, key+yamlValue(chain(e.path[1:], e.v), 0, len(key), style)), true
	}
	if isBlockMap(e.root) {
		if len(e.want.Entries) > 0 {
			return nil, false
		}
		start := e.lineStart(e.r.offset(e.root))
		return e.splice(start, e.entryEnd(e.level(e.root, len(e.root.Content)-2, e.end)), "{}"), true
	}
	start := e.r.offset(e.root)
	end, ok := e.flowEnd(start)
	if !ok {
		return nil, false
	}
	text := "{}"
	if len(e.want.Entries) > 0 {
		text = yamlEntries(e.want, 0, yamlStyle{noBlock: e.lineEnd(end) == len(e.data)})
	}
	if rest := strings.TrimRight(string(e.data[end:e.lineEnd(end)]), " \t\r"); rest != "" && len(e.want.Entries) > 0 {
		text = strings.TrimLeft(rest, " \t") + "\n" + text
		end += len(rest)
	}
	if e.lineStart(start) != start && len(e.want.Entries) > 0 {
		text = "\n" + text
	}
	return e.splice(start, end, e.lines(text)), true
}

// insertLast adds an entry at the end of the block map that the path leads to.
func (e *yamlEdit) insertLast() ([]byte, bool) {
	if e.v == nil {
		return nil, false
	}
	m, limit := e.holder()
	last := e.level(m, len(m.Content)-2, limit)
	indent := e.column(e.r.offset(m.Content[0]))
	at := e.lineEnd(e.entryEnd(last))
	// Comments right behind the last entry belong to this map; at the file's
	// end they may stand apart.
	for next := at + 1; next < limit; next = e.lineEnd(next) + 1 {
		line := strings.TrimRight(string(e.data[next:min(e.lineEnd(next), limit)]), " \t\r")
		text := strings.TrimLeft(line, " ")
		if strings.HasPrefix(text, "#") && (len(line)-len(text) == indent && indent > 0 || m == e.root) {
			at = e.lineEnd(next)
		} else if text != "" || m != e.root {
			break
		}
	}
	if at = min(at+1, len(e.data)); at > e.end {
		at = e.end
	}
	return e.insertLine(at, e.newEntry(indent, at == len(e.data) && !strings.HasSuffix(string(e.data), "\n"))), true
}

// insertFirst adds it at the beginning, for a map whose end is in the way.
func (e *yamlEdit) insertFirst() ([]byte, bool) {
	if e.v == nil {
		return nil, false
	}
	m, _ := e.holder()
	first := e.r.offset(m.Content[0])
	return e.insertLine(e.lineStart(first), e.newEntry(e.column(first), false)), true
}

// holder is the block map that the path leads to, and where it ends.
func (e *yamlEdit) holder() (m *yaml.Node, limit int) {
	if n := len(e.levels); n > 0 {
		return e.levels[n-1].value, e.levels[n-1].limit
	}
	return e.root, e.end
}

// newEntry is the line or the lines of what the path lacks.
func (e *yamlEdit) newEntry(indent int, noBlock bool) string {
	depth := len(e.levels)
	key := yamlText(e.path[depth], false) + ":"
	style := yamlStyle{nested: depth > 0, noBlock: noBlock}
	return strings.Repeat(" ", indent) + key + yamlValue(chain(e.path[depth+1:], e.v), indent, indent+utf8.RuneCountInString(key), style)
}

// cutEntry removes the lines of the last entry on the path.
func (e *yamlEdit) cutEntry() ([]byte, bool) {
	level := e.levels[len(e.levels)-1]
	if len(level.m.Content) <= 2 {
		return nil, false
	}
	return e.cutLines(e.r.offset(level.key), e.entryEnd(level)), true
}

// cutEntryAlone is cutEntry where the line before needs its line feed, since it
// is the end of a text.
func (e *yamlEdit) cutEntryAlone() ([]byte, bool) {
	level := e.levels[len(e.levels)-1]
	if len(level.m.Content) <= 2 {
		return nil, false
	}
	return e.splice(e.lineStart(e.r.offset(level.key)), e.entryEnd(level), ""), true
}
