package source

import (
	"github.com/pelletier/go-toml/v2/unstable"

	"tradeoff/internal/diag"
)

// tableKind says how a table came to be, which decides what may extend it.
type tableKind uint8

const (
	valueTable  tableKind = iota // written inline: nothing may extend it
	dottedTable                  // by a dotted key: more dotted keys, and sub-tables
	headerTable                  // by a longer header: its own header, and sub-tables
	ownTable                     // by its own header: sub-tables
)

// tomlReader builds the tree from the library's expressions. What may stand
// twice, and what may extend what, is checked here and not by the library,
// whose check takes quadratic time; a test holds the two against each other.
type tomlReader struct {
	*parser
	doc    unstable.Parser
	kinds  map[*Node]tableKind
	arrays map[*Node]bool           // lists of tables, written with [[ ]]
	index  map[*Node]map[string]int // the keys' places among a table's entries
}

// parseTOML reads a TOML document.
func (p *parser) parseTOML() *Node {
	r := &tomlReader{parser: p, kinds: map[*Node]tableKind{}, arrays: map[*Node]bool{}, index: map[*Node]map[string]int{}}
	r.doc.Reset(p.data)
	root := r.table(p.at(0), ownTable)
	table, depth := root, 1
	for r.doc.NextExpression() {
		e := r.doc.Expression()
		if e.Kind == unstable.KeyValue {
			r.keyValue(table, e, depth)
		} else {
			table, depth = r.header(root, e)
		}
	}
	if err := r.doc.Error(); err != nil {
		r.failTOML(err)
	}
	return root
}

// table makes an empty table.
func (r *tomlReader) table(pos diag.Pos, kind tableKind) *Node {
	n := &Node{Kind: Map, Pos: pos}
	r.kinds[n] = kind
	r.index[n] = map[string]int{}
	return n
}

// find gives the entry of key in table, or nil.
func (r *tomlReader) find(table *Node, key string) *Entry {
	if i, ok := r.index[table][key]; ok {
		return &table.Entries[i]
	}
	return nil
}

// add puts a new key into table.
func (r *tomlReader) add(table *Node, key string, pos diag.Pos, value *Node) {
	r.index[table][key] = len(table.Entries)
	table.Entries = append(table.Entries, Entry{Key: key, KeyPos: pos, Value: value})
}

// header reads [a.b] or [[a.b]] and gives the table that the next keys go into.
// After a finding that is a table of its own, so that they bring no more.
func (r *tomlReader) header(root *Node, e *unstable.Node) (table *Node, depth int) {
	table, depth = root, 1
	for it := e.Key(); it.Next(); {
		key, offset := string(it.Node().Data), int(it.Node().Raw.Offset)
		pos := r.at(offset)
		depth++
		r.checkDepth(depth, offset)
		old := r.find(table, key)
		switch {
		case !it.IsLast():
			if table = r.descend(table, old, key, pos); table != nil && old != nil && old.Value.Kind == List {
				depth++
			}
		case e.Kind == unstable.ArrayTable:
			depth++
			table = r.nextItem(table, old, key, pos)
		default:
			table = r.ownHeader(table, old, key, pos)
		}
		if table == nil {
			r.duplicate(key, pos, old.KeyPos)
			return r.table(pos, ownTable), depth
		}
	}
	return table, depth
}

// descend gives the table that an inner part of a header names, made where it
// is missing, or nil where there is a value.
func (r *tomlReader) descend(table *Node, old *Entry, key string, pos diag.Pos) *Node {
	if old == nil {
		next := r.table(pos, headerTable)
		r.add(table, key, pos, next)
		return next
	}
	if r.arrays[old.Value] {
		return old.Value.Items[len(old.Value.Items)-1]
	}
	if old.Value.Kind != Map || r.kinds[old.Value] == valueTable {
		return nil
	}
	return old.Value
}

// ownHeader gives the table of a header's last part, or nil where it has one.
func (r *tomlReader) ownHeader(table *Node, old *Entry, key string, pos diag.Pos) *Node {
	if old == nil {
		next := r.table(pos, ownTable)
		r.add(table, key, pos, next)
		return next
	}
	if old.Value.Kind != Map || r.kinds[old.Value] != headerTable {
		return nil
	}
	r.kinds[old.Value] = ownTable
	return old.Value
}

// nextItem adds a table to the list of tables of that key, or gives nil where
// the key is something else.
func (r *tomlReader) nextItem(table *Node, old *Entry, key string, pos diag.Pos) *Node {
	item := r.table(pos, ownTable)
	if old == nil {
		list := &Node{Kind: List, Pos: pos, Items: []*Node{item}}
		r.arrays[list] = true
		r.add(table, key, pos, list)
		return item
	}
	if !r.arrays[old.Value] {
		return nil
	}
	old.Value.Items = append(old.Value.Items, item)
	return item
}

// keyValue reads "a.b = value" into table, which stands at depth, and gives the
// offset behind it.
func (r *tomlReader) keyValue(table *Node, e *unstable.Node, depth int) (end int) {
	end = int(e.Raw.Offset + e.Raw.Length)
	for it := e.Key(); it.Next(); {
		key, offset := string(it.Node().Data), int(it.Node().Raw.Offset)
		pos := r.at(offset)
		depth++
		r.checkDepth(depth, offset)
		old := r.find(table, key)
		if it.IsLast() {
			start := tomlValueStart(r.data, offset+int(it.Node().Raw.Length))
			value, _ := r.value(e.Value(), start, depth)
			if old != nil {
				r.duplicate(key, pos, old.KeyPos)
				return end
			}
			r.add(table, key, pos, value)
			return end
		}
		switch {
		case old == nil:
			next := r.table(pos, dottedTable)
			r.add(table, key, pos, next)
			table = next
		case old.Value.Kind == Map && r.kinds[old.Value] == dottedTable:
			table = old.Value
		default:
			r.duplicate(key, pos, old.KeyPos)
			return end
		}
	}
	return end
}
