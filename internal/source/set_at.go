package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// SetAt gives data with the scalar at path replaced by the scalar v. A step of
// the path is a key, or the index of an item: "links", 2, "supersedes". The
// value is replaced in its own bytes; all other bytes stay. It keeps its
// quotation marks where they can hold v. Text in lines of its own (behind |)
// stays so where v has several lines, else it comes to stand in the line.
//
// The result is read again. SetAt reports an error, and gives nothing, where
// nothing is at path, or a list or a map, and where the tree is not the old one
// with that one change: as with what is there by an alias's or a merge's doing.
func SetAt(file string, data []byte, format Format, path []any, v *Node) ([]byte, error) {
	if v == nil {
		v = &Node{}
	}
	out, err := setAt(file, data, format, path, v)
	if err != nil {
		return nil, fmt.Errorf("set %s in %s: %w", PathString(path...), file, err)
	}
	return out, nil
}

// setAt is SetAt, whose errors say nothing of the file.
func setAt(file string, data []byte, format Format, path []any, v *Node) (out []byte, err error) {
	defer recoverEdit(&out, &err)
	for _, step := range path {
		switch step.(type) {
		case string, int:
		default:
			return nil, fmt.Errorf("a path takes strings and ints, not %T", step)
		}
	}
	c := newChange(file, data, "")
	tree, found := Parse(file, c.data, format)
	if found.HasErrors() {
		return nil, fmt.Errorf("the file has errors: %s", found[0])
	}
	c.old, c.v = tree, v
	old := tree.At(path...)
	switch {
	case len(path) == 0:
		return nil, errors.New("no key is named")
	case old == nil:
		return nil, errors.New("nothing is there")
	case old.Kind == List || old.Kind == Map:
		return nil, fmt.Errorf("%s is there, not a single value", old.Kind)
	case v.Kind == List || v.Kind == Map:
		return nil, fmt.Errorf("the new value is %s, not a single one", v.Kind)
	case Equal(old, v):
		return bytes.Clone(data), nil
	case v.Kind == Null && format == TOML:
		return nil, errors.New("TOML cannot say nothing; delete the key instead")
	}
	whole := &Node{Kind: Map, Entries: []Entry{{Key: "value", Value: v}}}
	if err := emittable(whole, format, 1); err != nil {
		return nil, err
	}
	c.want = withAt(tree, path, v)
	switch format {
	case YAML:
		return c.settle(format, c.yamlScalarAttempts(path))
	case TOML:
		return c.settle(format, []attempt{func() ([]byte, bool) { return c.tomlScalarAt(old) }})
	}
	return c.settle(format, []attempt{func() ([]byte, bool) { return c.jsonScalarAt(old) }})
}

// withAt gives tree with the value at path, which exists, set to v. It shares
// what does not change.
func withAt(tree *Node, path []any, v *Node) *Node {
	if len(path) == 0 {
		return v
	}
	out := *tree
	switch step := path[0].(type) {
	case int:
		out.Items = append([]*Node(nil), tree.Items...)
		out.Items[step] = withAt(out.Items[step], path[1:], v)
	case string:
		out.Entries = append([]Entry(nil), tree.Entries...)
		for i, e := range out.Entries {
			if e.Key == step {
				out.Entries[i].Value = withAt(e.Value, path[1:], v)
			}
		}
	}
	return &out
}

// tomlScalarAt replaces a scalar of a TOML file.
func (c *change) tomlScalarAt(old *Node) ([]byte, bool) {
	start := c.offset(old.Pos)
	end, ok := start+len(old.Text), true
	if old.Quoted {
		end, ok = c.tomlTextEnd(start)
	}
	if !ok {
		return nil, false
	}
	return c.splice(start, end, c.lines(tomlLike(string(c.data[start:end]), c.v))), true
}

// jsonScalarAt replaces a scalar of a JSON file.
func (c *change) jsonScalarAt(old *Node) ([]byte, bool) {
	start := c.offset(old.Pos)
	end, ok := start+len(old.Text), true
	if old.Quoted {
		end, ok = c.quotedEnd(start)
	}
	if !ok {
		return nil, false
	}
	return c.splice(start, end, jsonScalar(c.v)), true
}

// yamlScalarAttempts are the ways to replace a scalar of a YAML file: behind its
// tag or its anchor, and with it.
func (c *change) yamlScalarAttempts(path []any) []attempt {
	e := c.openYAML()
	s, ok := e.spot(path...)
	if !ok || s.node.Kind != yaml.ScalarNode && s.node.Kind != yaml.AliasNode {
		return nil
	}
	return []attempt{
		func() ([]byte, bool) { return e.scalarFrom(e.content(s.node), s) },
		func() ([]byte, bool) { return e.scalarFrom(e.r.offset(s.node), s) },
	}
}

// scalarFrom replaces the bytes from start to the end of a scalar.
func (e *yamlEdit) scalarFrom(start int, s yamlSpot) ([]byte, bool) {
	text := yamlLike(s.node.Style, e.v, s.flow)
	content := e.content(s.node)
	switch {
	case s.node.Kind == yaml.AliasNode:
		return e.splice(start, content+len("*")+len(s.node.Value), text), true
	case s.node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		end := e.valueEnd(s.node, s.floor, s.column+1, s.limit)
		return e.splice(start, end, e.lines(e.lineScalar(s, end))), true
	case s.node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		end, ok := e.quotedEnd(content)
		return e.splice(start, end, text), ok
	case s.node.Value == "" && start == content:
		return e.emptyScalar(start, s, text)
	}
	end, ok := e.scalarEnd(s.node, s.flow)
	if !ok {
		end = e.plainEnd(content, s)
	}
	return e.splice(start, end, text), true
}

// lineScalar writes what replaces a scalar behind | or >, which ends at end,
// with the comment of its first line.
func (e *yamlEdit) lineScalar(s yamlSpot, end int) string {
	text := yamlLine(e.v, s.column, yamlStyle{noBlock: end == len(e.data)})[1:]
	first, rest, more := strings.Cut(text, "\n")
	text = first + e.comment(s.node, s.floor)
	if more {
		text += "\n" + rest
	}
	return text
}

// emptyScalar writes a value where there is none, behind its colon or hyphen.
func (e *yamlEdit) emptyScalar(offset int, s yamlSpot, text string) ([]byte, bool) {
	at := e.afterColon(offset)
	if at < 0 && !s.flow {
		at = s.floor
	}
	if at < 0 {
		return nil, false
	}
	return e.splice(at, at, " "+text), true
}

// plainEnd is the end of text without quotation marks, over several lines.
func (e *yamlEdit) plainEnd(start int, s yamlSpot) int {
	end := s.limit
	if !s.flow {
		end = e.valueEnd(s.node, s.floor, s.column+1, s.limit)
	}
	for at := start; at < end; at++ {
		b, next := e.data[at], e.data[min(at+1, end-1)]
		if s.flow && strings.IndexByte(",[]{}", b) >= 0 || next == '#' && strings.IndexByte(" \t\r\n", b) >= 0 {
			end = at
		}
	}
	for end > start && strings.IndexByte(" \t\r\n", e.data[end-1]) >= 0 {
		end--
	}
	return end
}
