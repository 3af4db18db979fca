package source

import (
	"bytes"
	"io"

	"go.yaml.in/yaml/v3"

	"tradeoff/internal/diag"
)

// yamlReader turns the library's node tree into ours.
type yamlReader struct {
	*parser
	placed  []placed            // of each library node, by the index that place leaves in its Line
	open    map[*yaml.Node]bool // anchors whose content is being read
	nodes   int                 // brought in by aliases so far
	aliased int                 // how many aliases the reading is inside of
}

// placed is where a library node begins.
type placed struct {
	offset int
	pos    diag.Pos
}

// parseYAML reads a YAML document.
func (p *parser) parseYAML() *Node {
	if root, ok := p.plainYAML(); ok {
		return root
	}
	return p.libraryYAML()
}

// libraryYAML reads a YAML document of any kind.
func (p *parser) libraryYAML() *Node {
	doc := p.yamlDocument()
	if len(doc.Content) == 0 {
		p.found.Errorf(p.at(0), "empty-file", "", "there is nothing in it")
		return nil
	}
	r := &yamlReader{parser: p, open: map[*yaml.Node]bool{}}
	r.place(doc.Content[0])
	return r.value(doc.Content[0], 1)
}

// yamlDocument reads the one document with the library.
func (p *parser) yamlDocument() *yaml.Node {
	dec := yaml.NewDecoder(bytes.NewReader(p.data))
	var doc, next yaml.Node
	if err := dec.Decode(&doc); err == io.EOF {
		return &doc
	} else if err != nil {
		p.failYAML(dec, err)
	}
	if err := dec.Decode(&next); err == nil {
		offset := len(p.data)
		if marks := (yamlMarks{data: p.data}); next.Line > 0 {
			offset = marks.at(next.Line-1, next.Column-1)
		}
		p.fail(offset, "keep one document in one file", "a second document begins here")
	} else if err != io.EOF {
		p.failYAML(dec, err)
	}
	return &doc
}

// place finds the place of n and of all below it, in the order of the text. It
// replaces each node's line by an index, which takes a third of the time of a map.
func (r *yamlReader) place(n *yaml.Node) {
	marks := yamlMarks{data: r.data}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		offset := marks.at(n.Line-1, n.Column-1)
		n.Line = len(r.placed)
		r.placed = append(r.placed, placed{offset, r.at(offset)})
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(n)
}

// offset is where n begins.
func (r *yamlReader) offset(n *yaml.Node) int { return r.placed[n.Line].offset }

// pos is where n begins.
func (r *yamlReader) pos(n *yaml.Node) diag.Pos { return r.placed[n.Line].pos }

// value reads n, with the aliases in it resolved.
func (r *yamlReader) value(n *yaml.Node, depth int) *Node {
	r.checkDepth(depth, r.offset(n))
	if r.aliased > 0 {
		if r.nodes++; r.nodes > maxNodes {
			r.found.Errorf(r.pos(n), "alias-bomb", "write the values out, or fewer of them", "the aliases of this file stand for more than %d values", maxNodes)
			panic(fatal{})
		}
	}
	if n.Kind == yaml.AliasNode {
		return r.alias(n, depth)
	}
	if n.Anchor != "" {
		r.open[n] = true
		defer delete(r.open, n)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		r.checkTag(n)
	}
	out := &Node{Pos: r.pos(n)}
	switch n.Kind {
	case yaml.MappingNode:
		out.Kind = Map
		r.entries(out, n, depth)
	case yaml.SequenceNode:
		out.Kind = List
		for _, item := range n.Content {
			out.Items = append(out.Items, r.value(item, depth+1))
		}
	default:
		r.scalar(out, n)
	}
	return out
}

// alias reads what the alias n stands for. Its positions are the anchor's.
func (r *yamlReader) alias(n *yaml.Node, depth int) *Node {
	if r.open[n.Alias] {
		r.fail(r.offset(n), "write the value out", "the alias *%s stands inside of its own anchor", shorten(n.Value))
	}
	r.aliased++
	defer func() { r.aliased-- }()
	return r.value(n.Alias, depth)
}

// entries reads the keys of the mapping n. Merged keys come behind its own, and
// never replace them.
func (r *yamlReader) entries(out *Node, n *yaml.Node, depth int) {
	seen := keyIndex{}
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.ScalarNode && key.Tag == "!!merge" {
			merged = append(merged, value)
			continue
		}
		name, ok := r.key(key)
		read := r.value(value, depth+1)
		if !ok {
			continue
		}
		if first, again := seen.add(name, r.pos(key)); again {
			r.duplicate(name, r.pos(key), first)
			continue
		}
		out.Entries = append(out.Entries, Entry{Key: name, KeyPos: r.pos(key), Value: read})
	}
	for _, m := range merged {
		r.merge(out, r.value(m, depth+1), seen)
	}
}

// merge adds the keys of from, a map or a list of maps, that are not there yet.
func (r *yamlReader) merge(out, from *Node, seen keyIndex) {
	switch from.Kind {
	case Map:
		for _, e := range from.Entries {
			if _, again := seen.add(e.Key, e.KeyPos); !again {
				out.Entries = append(out.Entries, e)
			}
		}
	case List:
		for _, item := range from.Items {
			if item.Kind != Map {
				r.found.Errorf(item.Pos, "syntax", "merge an alias of a map: <<: *name", "<< merges maps, and this is %s", item.Kind)
				continue
			}
			r.merge(out, item, seen)
		}
	default:
		r.found.Errorf(from.Pos, "syntax", "merge an alias of a map: <<: *name", "<< merges maps, and this is %s", from.Kind)
	}
}

// key reads a key, which must be text.
func (r *yamlReader) key(n *yaml.Node) (string, bool) {
	target := n
	if n.Kind == yaml.AliasNode {
		target = n.Alias
	}
	if target.Kind != yaml.ScalarNode {
		r.found.Errorf(r.pos(n), "syntax", "where braces mark a place to fill in, put your text there instead",
			"a key must be text, and this is %s", map[bool]string{true: "a list", false: "a map of keys"}[target.Kind == yaml.SequenceNode])
		return "", false
	}
	if target.Style&yaml.TaggedStyle != 0 {
		r.checkTag(target)
	}
	var read Node
	r.scalar(&read, target)
	if read.Kind != String {
		hint := "put it in quotes"
		if read.Kind == Null {
			hint = "write a key before the colon"
		}
		r.found.Errorf(r.pos(n), "syntax", hint, "a key must be text, and this is %s", read.Kind)
		return "", false
	}
	return read.Text, true
}
