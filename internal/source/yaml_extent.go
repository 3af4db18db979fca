package source

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The library tells where a value begins and not where it ends. The ends found
// here are for edits alone, which are proved by reading the result: an end that
// is wrong costs an edit, never a file.

// documentEnd is the offset of the line that ends the document by a marker, or
// the data's length.
func (e *yamlEdit) documentEnd() int {
	if e.root == nil {
		return len(e.data)
	}
	for at := e.lineEnd(e.r.offset(e.root)) + 1; at < len(e.data); at = e.lineEnd(at) + 1 {
		line := e.data[at:e.lineEnd(at)]
		if len(line) >= 3 && (string(line[:3]) == "..." || string(line[:3]) == "---") && (len(line) == 3 || strings.IndexByte(" \t\r", line[3]) >= 0) {
			return at
		}
	}
	return len(e.data)
}

// column is the number of bytes before offset in its line.
func (e *yamlEdit) column(offset int) int { return offset - e.lineStart(offset) }

// content is the offset of n's text, behind its anchor and its tag.
func (e *yamlEdit) content(n *yaml.Node) int {
	at := e.r.offset(n)
	for at < len(e.data) && (e.data[at] == '&' || e.data[at] == '!') {
		for at < len(e.data) && strings.IndexByte(" \t\r\n", e.data[at]) < 0 {
			at++
		}
		for at < len(e.data) && strings.IndexByte(" \t", e.data[at]) >= 0 {
			at++
		}
	}
	return at
}

// scalarEnd is the offset behind a scalar that stands in one line; ok is false
// of any other.
func (e *yamlEdit) scalarEnd(n *yaml.Node, flow bool) (end int, ok bool) {
	start := e.content(n)
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return 0, false
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		end, ok = e.quotedEnd(start)
		return end, ok && bytes.IndexByte(e.data[start:end], '\n') < 0
	}
	end = start + len(n.Value)
	return end, end <= len(e.data) && string(e.data[start:end]) == n.Value
}

// quotedEnd is the offset behind the quotation mark that closes the one at start.
func (c *change) quotedEnd(start int) (end int, ok bool) {
	if start >= len(c.data) {
		return 0, false
	}
	mark := c.data[start]
	for i := start + 1; i < len(c.data); i++ {
		switch {
		case mark == '"' && c.data[i] == '\\':
			i++
		case c.data[i] == mark && mark == '\'' && i+1 < len(c.data) && c.data[i+1] == mark:
			i++
		case c.data[i] == mark:
			return i + 1, true
		}
	}
	return 0, false
}

// flowEnd is the offset behind the bracket that closes the one at start.
func (e *yamlEdit) flowEnd(start int) (end int, ok bool) {
	depth := 0
	for i := start; i < len(e.data); i++ {
		before := byte(' ')
		if i > 0 {
			before = e.data[i-1]
		}
		switch c := e.data[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i + 1, true
			}
		case (c == '"' || c == '\'') && strings.IndexByte(" \t\r\n[{,:", before) >= 0:
			if end, ok = e.quotedEnd(i); !ok {
				return 0, false
			}
			i = end - 1
		case c == '#' && strings.IndexByte(" \t\r\n", before) >= 0:
			i = e.lineEnd(i)
		}
	}
	return 0, false
}

// colon is the offset of the colon behind a key that stands in one line.
func (e *yamlEdit) colon(key *yaml.Node) (at int, ok bool) {
	end, ok := e.scalarEnd(key, false)
	if !ok {
		return 0, false
	}
	for end < len(e.data) && (e.data[end] == ' ' || e.data[end] == '\t') {
		end++
	}
	return end, end < len(e.data) && e.data[end] == ':'
}

// afterColon is the offset behind the colon that the empty value at offset
// belongs to, or -1.
func (e *yamlEdit) afterColon(offset int) int {
	for offset > 0 && strings.IndexByte(" \t\r\n", e.data[offset-1]) >= 0 {
		offset--
	}
	if offset > 0 && e.data[offset-1] == ':' {
		return offset
	}
	return -1
}

// comment is the comment, with the white space before it, that stands behind
// the value in its line, or behind the colon where the value begins below.
func (e *yamlEdit) comment(value *yaml.Node, colon int) string {
	at := e.content(value)
	switch end, ok := e.scalarEnd(value, false); {
	case value.Kind == yaml.ScalarNode && ok:
		at = max(end, colon+1)
	case value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		for at < len(e.data) && strings.IndexByte("|>+-0123456789", e.data[at]) >= 0 {
			at++
		}
	case value.Style&yaml.FlowStyle != 0:
		if at, ok = e.flowEnd(at); !ok {
			return ""
		}
	case value.Kind == yaml.AliasNode:
		at += len("*") + len(value.Value)
	case value.Kind == yaml.MappingNode || value.Kind == yaml.SequenceNode:
		at = colon + 1
	default:
		return ""
	}
	rest := strings.TrimRight(string(e.data[at:e.lineEnd(at)]), " \t\r")
	if text := strings.TrimLeft(rest, " \t"); strings.HasPrefix(text, "#") && len(text) < len(rest) {
		return rest
	}
	return ""
}

// entryEnd is the offset behind the last character of an entry, without the
// line end, and without the blank lines and comments that follow.
func (e *yamlEdit) entryEnd(level yamlLevel) int {
	floor := e.r.offset(level.key)
	if colon, ok := e.colon(level.key); ok {
		floor = colon + 1
	}
	return e.valueEnd(level.value, floor, e.column(e.r.offset(level.key))+1, level.limit)
}

// valueEnd is entryEnd for a value behind floor and before limit, whose lines
// are indented by least.
func (e *yamlEdit) valueEnd(leaf *yaml.Node, floor, least, limit int) int {
	for len(leaf.Content) > 0 && leaf.Style&yaml.FlowStyle == 0 {
		leaf = leaf.Content[len(leaf.Content)-1]
	}
	content := -1 // the least indentation at which a # is text
	keep := false
	start := min(e.content(leaf), limit)
	switch {
	case leaf.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		floor = max(floor, start)
		header := string(e.data[floor:e.lineEnd(floor)])
		keep = strings.Contains(strings.SplitN(header, "#", 2)[0], "+")
		content = e.blockIndent(floor, least, limit)
	case leaf.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		if end, ok := e.quotedEnd(start); ok {
			floor = max(floor, end)
		}
	case leaf.Style&yaml.FlowStyle != 0:
		if end, ok := e.flowEnd(start); ok {
			floor = max(floor, end)
		}
	case leaf.Kind == yaml.AliasNode || leaf.Value != "":
		floor = max(floor, start)
	}
	end := e.lineEnd(floor)
	for at := end + 1; at < limit; at = e.lineEnd(at) + 1 {
		line := strings.TrimRight(string(e.data[at:e.lineEnd(at)]), " \t\r")
		text := strings.TrimLeft(line, " \t")
		switch {
		case text == "" && !keep:
		case strings.HasPrefix(text, "#") && (content < 0 || len(line)-len(text) < content):
			keep = false
		default:
			end = e.lineEnd(at)
		}
	}
	for end > floor && strings.IndexByte(" \t\r\n", e.data[end-1]) >= 0 && !keep {
		end--
	}
	return max(end, floor)
}

// blockIndent is the indentation of the text of the block scalar whose header
// is at offset; it is no less than least.
func (e *yamlEdit) blockIndent(offset, least, limit int) int {
	header := strings.SplitN(string(e.data[offset:e.lineEnd(offset)]), "#", 2)[0]
	if strings.ContainsAny(header, "123456789") {
		return least
	}
	for at := e.lineEnd(offset) + 1; at < limit; at = e.lineEnd(at) + 1 {
		line := strings.TrimRight(string(e.data[at:e.lineEnd(at)]), "\r")
		if text := strings.TrimLeft(line, " "); text != "" {
			return max(least, len(line)-len(text))
		}
	}
	return least
}
