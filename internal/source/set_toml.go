package source

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlEdit changes a TOML file.
type tomlEdit struct {
	*change
	items []tomlItem
}

// tomlItem is a header or a key with its value.
type tomlItem struct {
	path       []string // from the root
	table      []string // of a key: the table of the header that it stands under
	header     bool
	inList     bool // in an item of a list of tables, which no path of keys reaches
	start, end int  // of a header: of its line
	valueStart int
}

// tomlAttempts are the ways to change a TOML file.
func (c *change) tomlAttempts() []attempt {
	e := &tomlEdit{change: c}
	e.read()
	if c.v == nil {
		return []attempt{e.inline, e.remove, e.rewriteParent}
	}
	tries := []attempt{e.inline, e.replace}
	k := len(c.path) - 1
	for k > 0 && c.old.below(c.path[:k]) == nil {
		k--
	}
	if c.at(c.old) == nil {
		entry := Entry{Key: c.path[k], Value: chain(c.path[k+1:], c.v)}
		apart := func() ([]byte, bool) { return e.appendTable(entry.Value, c.path[:k+1]) }
		insert := func() ([]byte, bool) { return e.insert(entry, k) }
		if tomlApart(entry, k) {
			tries = append(tries, apart, insert)
		} else {
			tries = append(tries, insert, func() ([]byte, bool) {
				return e.appendTable(&Node{Kind: Map, Entries: []Entry{entry}}, c.path[:k])
			}, apart)
		}
	}
	return append(tries, e.rewriteParent)
}

// read lists the headers and keys of the file.
func (e *tomlEdit) read() {
	var doc unstable.Parser
	doc.Reset(e.data)
	var table []string
	var lists [][]string
	inList := false
	for doc.NextExpression() {
		x := doc.Expression()
		item := tomlItem{header: x.Kind != unstable.KeyValue, table: table, inList: inList}
		var last *unstable.Node
		var own []string
		for it := x.Key(); it.Next(); {
			if last == nil {
				item.start = int(it.Node().Raw.Offset)
			}
			last = it.Node()
			own = append(own, string(last.Data))
		}
		if item.header {
			table = own
			item.path, item.table = own, own
			inList = x.Kind == unstable.ArrayTable || slices.ContainsFunc(lists, func(l []string) bool { return hasPrefix(own, l) })
			item.inList = inList
			if x.Kind == unstable.ArrayTable {
				lists = append(lists, own)
			}
			item.start, item.end = e.lineStart(item.start), e.lineEnd(item.start)
		} else {
			item.path = append(table[:len(table):len(table)], own...)
			item.end = int(x.Raw.Offset + x.Raw.Length)
			item.valueStart = tomlValueStart(e.data, int(last.Raw.Offset+last.Raw.Length))
		}
		e.items = append(e.items, item)
	}
}

// inline changes a value that stands behind an =, or within such a one.
func (e *tomlEdit) inline() ([]byte, bool) {
	for _, item := range e.items {
		if item.header || item.inList || !hasPrefix(e.path, item.path) {
			continue
		}
		if len(item.path) == len(e.path) {
			if e.v == nil {
				return e.cutLines(item.start, item.end), true
			}
			return e.splice(item.valueStart, item.end, e.lines(tomlValue(e.v))), true
		}
		if start, end, ok := e.inner(item); ok && e.v != nil {
			return e.splice(start, end, tomlInline(e.v)), true
		}
		return e.splice(item.valueStart, item.end, tomlInline(withoutNulls(e.want.below(item.path)))), true
	}
	return nil, false
}

// inner finds the bytes of a scalar within an inline table.
func (e *tomlEdit) inner(item tomlItem) (start, end int, ok bool) {
	var doc unstable.Parser
	doc.Reset(e.data[item.start:item.end])
	if !doc.NextExpression() {
		return 0, 0, false
	}
	value, path := doc.Expression().Value(), e.path[len(item.path):]
	for len(path) > 0 && value.Kind == unstable.InlineTable {
		var next *unstable.Node
		for it := value.Children(); it.Next() && next == nil; {
			var own []string
			for key := it.Node().Key(); key.Next(); {
				own = append(own, string(key.Node().Data))
			}
			if hasPrefix(path, own) {
				next, path = it.Node().Value(), path[len(own):]
			}
		}
		if next == nil {
			return 0, 0, false
		}
		value = next
	}
	if len(path) > 0 || value.Raw.Length == 0 || value.Kind == unstable.InlineTable {
		return 0, 0, false
	}
	start = item.start + int(value.Raw.Offset)
	return start, start + int(value.Raw.Length), true
}

// remove takes the lines away that make up the value at the path.
func (e *tomlEdit) remove() ([]byte, bool) {
	var out []byte
	end := 0
	for _, item := range e.items {
		if !hasPrefix(item.path, e.path) {
			continue
		}
		from, to := e.lineStart(item.start), min(e.lineEnd(item.end)+1, len(e.data))
		out = append(out, e.data[end:max(from, end)]...)
		end = max(end, to)
	}
	if end == 0 {
		return nil, false
	}
	return append(out, e.data[end:]...), true
}

// replace removes the tables at the path and adds the value anew.
func (e *tomlEdit) replace() ([]byte, bool) {
	bare, ok := e.remove()
	if !ok {
		return nil, false
	}
	out, err := edit(e.file, bare, TOML, e.path, e.v, e.eol)
	return out, err == nil
}

// rewriteParent sets the whole map that holds the entry.
func (e *tomlEdit) rewriteParent() ([]byte, bool) {
	parent := e.path[:len(e.path)-1]
	if len(parent) == 0 {
		return nil, false
	}
	if bare, ok := e.remove(); ok {
		if out, err := edit(e.file, bare, TOML, parent, e.want.below(parent), e.eol); err == nil {
			return out, true
		}
	}
	out, err := edit(e.file, e.data, TOML, parent, e.want.below(parent), e.eol)
	return out, err == nil
}

// insert adds the entry to the table at the first k keys of the path, where its
// other keys stand.
func (e *tomlEdit) insert(entry Entry, k int) ([]byte, bool) {
	table := e.path[:k]
	after, dotted, found := 0, []string(nil), k == 0
	for _, item := range e.items {
		switch {
		case item.inList:
		case item.header && slices.Equal(item.path, table), !item.header && slices.Equal(item.table, table):
			after, dotted, found = item.end, nil, true
		case !item.header && hasPrefix(item.path, table) && len(item.table) < k:
			after, dotted, found = item.end, table[len(item.table):], true
		}
	}
	if !found {
		return nil, false
	}
	var line strings.Builder
	for _, key := range dotted {
		line.WriteString(tomlKey(key) + ".")
	}
	line.WriteString(tomlKey(entry.Key) + " = " + tomlValue(entry.Value))
	if after > 0 {
		return e.insertLine(min(e.lineEnd(after)+1, len(e.data)), line.String()), true
	}
	first := slices.IndexFunc(e.items, func(item tomlItem) bool { return item.header })
	if first < 0 {
		return e.insertLine(len(e.data), line.String()), true
	}
	// Before the first header, and before the comment that belongs to it.
	at := e.items[first].start
	for at > 0 && e.data[e.lineStart(at-1)] == '#' {
		at = e.lineStart(at - 1)
	}
	return e.insertLine(at, line.String()+"\n"), true
}

// appendTable adds a table, or a list of them, at the end of the file.
func (e *tomlEdit) appendTable(n *Node, path []string) ([]byte, bool) {
	if len(path) == 0 || n.Kind != Map && n.Kind != List {
		return nil, false
	}
	if n.Kind == List && !tomlApart(Entry{Key: path[len(path)-1], Value: n}, 0) {
		return nil, false
	}
	w := &tomlEmitter{}
	w.apart(n, path)
	text := strings.TrimSuffix(w.b.String(), "\n")
	if len(e.data) == 0 {
		text = text[1:]
	}
	return e.insertLine(len(e.data), text), true
}

// hasPrefix tells whether path begins with prefix.
func hasPrefix(path, prefix []string) bool {
	return len(path) >= len(prefix) && slices.Equal(path[:len(prefix)], prefix)
}
