package source

import "strings"

// bracketItem is where an item of a list in brackets stands.
type bracketItem struct {
	start, end int
	comma      int // behind it, or -1
}

// brackets finds the items of the list whose bracket opens at start, and the
// bracket that closes it. Like the ends of YAML's values, they are for edits
// alone, which are proved by reading the result.
func (c *change) brackets(start int, format Format) (items []bracketItem, closing int, ok bool) {
	if start >= len(c.data) || c.data[start] != '[' {
		return nil, 0, false
	}
	depth, open := 0, false
	plain := false // in text without quotation marks, in which they are letters
	for at := start + 1; at < len(c.data); {
		end, gap, ok := c.token(at, format, plain)
		b := c.data[at]
		switch {
		case !ok:
			return nil, 0, false
		case gap:
			at = end
			continue
		case b == ']' && depth == 0:
			return items, at, true
		case b == ',' && depth == 0 && !open:
			return nil, 0, false
		case b == ',' && depth == 0:
			items[len(items)-1].comma = at
			open, plain, at = false, false, end
			continue
		case b == '[' || b == '{':
			depth++
		case b == ']' || b == '}':
			depth--
		}
		plain = format == YAML && (plain || end == at+1) && strings.IndexByte(",[]{}:&!", b) < 0
		if !open {
			items = append(items, bracketItem{start: at, comma: -1})
			open = true
		}
		items[len(items)-1].end = end
		at = end
	}
	return nil, 0, false
}

// token is the end of what begins at offset: text in quotation marks, a tag or
// an anchor, a comment, or a single byte. A gap is white space or a comment.
func (c *change) token(at int, format Format, plain bool) (end int, gap, ok bool) {
	b := c.data[at]
	switch {
	case strings.IndexByte(" \t\r\n", b) >= 0:
		return at + 1, true, true
	case b == '#' && (format == TOML || format == YAML && strings.IndexByte(" \t\r\n,[]{}", c.data[at-1]) >= 0):
		return c.lineEnd(at), true, true
	case plain:
	case b == '"' && format != TOML, b == '\'' && format == YAML:
		end, ok = c.quotedEnd(at)
		return end, false, ok
	case format == TOML && (b == '"' || b == '\''):
		end, ok = c.tomlTextEnd(at)
		return end, false, ok
	case format == YAML && (b == '&' || b == '!'):
		for end = at + 1; end < len(c.data) && strings.IndexByte(" \t\r\n,[]{}", c.data[end]) < 0; {
			end++
		}
		return end, false, true
	}
	return at + 1, false, true
}

// bracketAppend adds an item to the list in brackets at start, which is not
// empty. Where the last item begins a line, the new one does, with the same
// indentation. What it says is asked for once its place is known.
func (c *change) bracketAppend(start int, format Format, text func(items []bracketItem, indent string, own bool) string) ([]byte, bool) {
	items, closing, ok := c.brackets(start, format)
	if !ok || len(items) == 0 {
		return nil, false
	}
	last := items[len(items)-1]
	indent, own := c.ownLine(last.start)
	item := text(items, indent, own)
	if !own {
		lead := " "
		if n := len(items); n > 1 {
			if between := string(c.data[items[n-2].comma+1 : last.start]); blank(between) {
				lead = between
			}
		}
		if last.comma >= 0 {
			return c.splice(last.comma+1, last.comma+1, lead+item+","), true
		}
		return c.splice(last.end, last.end, ","+lead+item), true
	}
	after, comma := last.end, ","
	if last.comma >= 0 {
		after, comma = last.comma+1, ""
	}
	at := after
	for closing > c.lineEnd(at) {
		at = c.textEnd(at)
		next := c.lineEnd(at) + 1
		line := strings.TrimLeft(string(c.data[next:c.lineEnd(next)]), " \t")
		if format == JSON || !strings.HasPrefix(line, "#") {
			break
		}
		at = next
	}
	trailing := ","
	if comma != "" {
		trailing = ""
	}
	return c.splice(after, at, comma+string(c.data[after:at])+c.eol+indent+item+trailing), true
}

// bracketRemove are the ways to take an item out of the list in brackets at
// start, which has more than that one.
func (c *change) bracketRemove(start int, format Format, index int) []attempt {
	items, closing, ok := c.brackets(start, format)
	if !ok || index >= len(items) || len(items) < 2 {
		return nil
	}
	return []attempt{
		func() ([]byte, bool) { return c.cutItemLines(items, closing, format, index) },
		func() ([]byte, bool) { return c.cutItem(items, index), true },
	}
}

// cutItemLines removes an item that shares its lines with comments alone.
func (c *change) cutItemLines(items []bracketItem, closing int, format Format, index int) ([]byte, bool) {
	item := items[index]
	after := max(item.end, item.comma+1)
	rest := strings.TrimLeft(string(c.data[after:c.textEnd(after)]), " \t")
	next := closing
	if index+1 < len(items) {
		next = items[index+1].start
	}
	if _, own := c.ownLine(item.start); !own || next < c.lineEnd(after) || rest != "" && (format == JSON || rest[0] != '#') {
		return nil, false
	}
	start, end := c.lineStart(item.start), c.lineEnd(after)+1
	if index > 0 && item.comma < 0 { // it was the last, and the one before it is now
		comma := items[index-1].comma
		return c.splice(comma, end, string(c.data[comma+1:start])), true
	}
	return c.splice(start, end, ""), true
}

// cutItem removes the bytes of an item, with the comma before it or behind it
// that leaves the fewest traces.
func (c *change) cutItem(items []bracketItem, index int) []byte {
	item := items[index]
	gap := func(start, end int) bool { return strings.Trim(string(c.data[start:end]), " \t\r\n,") == "" }
	switch {
	case index > 0 && gap(items[index-1].end, item.start):
		return c.splice(items[index-1].end, item.end, "")
	case index+1 < len(items) && gap(item.comma, items[index+1].start):
		return c.splice(item.start, items[index+1].start, "")
	case item.comma >= 0:
		return c.splice(item.start, item.comma+1, "")
	}
	comma := items[index-1].comma
	return c.splice(comma, item.end, string(c.data[comma+1:item.start]))
}

// lastOf is the last of the items that begins with that byte.
func (c *change) lastOf(items []bracketItem, first byte) (bracketItem, bool) {
	for i := len(items) - 1; i >= 0; i-- {
		if c.data[items[i].start] == first {
			return items[i], true
		}
	}
	return bracketItem{}, false
}

// jsonAppend is the way to add an item to a JSON array. A map or a list is on
// lines of its own where the last of its kind is, or, where it is the first of
// its kind, where the items are.
func (c *change) jsonAppend(v *Node) []attempt {
	return []attempt{func() ([]byte, bool) {
		e, _ := c.openJSON()
		return c.bracketAppend(c.offset(c.at(c.old).Pos), JSON, func(items []bracketItem, indent string, own bool) string {
			first := byte('[')
			if v.Kind == Map {
				first = '{'
			}
			if like, ok := c.lastOf(items, first); ok {
				if !own {
					indent = e.lineIndent(like.end)
				}
				own = strings.Contains(string(c.data[like.start:like.end]), "\n")
			}
			return e.text(v, indent, own)
		})
	}}
}
