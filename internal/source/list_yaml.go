package source

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// list is the list at the path and whether it is in brackets.
func (e *yamlEdit) list() (s yamlSpot, brackets, ok bool) {
	path := make([]any, len(e.path))
	for i, key := range e.path {
		path[i] = key
	}
	s, ok = e.spot(path...)
	return s, ok && s.node.Style&yaml.FlowStyle != 0, ok && s.node.Kind == yaml.SequenceNode && len(s.node.Content) > 0
}

// yamlAppend are the ways to add an item to a list of a YAML file.
func (c *change) yamlAppend(v *Node) []attempt {
	e := c.openYAML()
	s, brackets, ok := e.list()
	switch {
	case !ok:
		return nil
	case brackets:
		return []attempt{func() ([]byte, bool) {
			return c.bracketAppend(e.content(s.node), YAML, func([]bracketItem, string, bool) string {
				return yamlInline(v, habit(s.node, v))
			})
		}}
	}
	return []attempt{
		func() ([]byte, bool) { return e.appendItem(s, v) },
		func() ([]byte, bool) { return e.stripLast(s, v) },
	}
}

// yamlRemove are the ways to take an item out of a list of a YAML file.
func (c *change) yamlRemove(index int) []attempt {
	e := c.openYAML()
	s, brackets, ok := e.list()
	switch {
	case !ok:
		return nil
	case brackets:
		return c.bracketRemove(e.content(s.node), YAML, index)
	}
	ok = e.intoList(&s, index)
	if _, own := e.ownLine(s.floor - 1); !ok || !own {
		return nil
	}
	end := e.valueEnd(s.node, s.floor, s.column+1, s.limit)
	return []attempt{
		func() ([]byte, bool) { return e.cutLines(s.floor, end), true },
		// The line before may need its line feed, as the end of a text.
		func() ([]byte, bool) { return e.splice(e.lineStart(s.floor), end, ""), true },
	}
}

// appendItem adds an item to a list with a hyphen on each line.
func (e *yamlEdit) appendItem(list yamlSpot, v *Node) ([]byte, bool) {
	s := list
	if !e.intoList(&s, len(list.node.Content)-1) {
		return nil, false
	}
	at := e.lineEnd(e.valueEnd(s.node, s.floor, s.column+1, s.limit))
	// Comments right behind that stand deeper than the list's key belong to it.
	for next := at + 1; next < s.limit; next = e.lineEnd(next) + 1 {
		line := string(e.data[next:e.lineEnd(next)])
		text := strings.TrimLeft(line, " ")
		if !strings.HasPrefix(text, "#") || len(line)-len(text) <= list.column {
			break
		}
		at = e.lineEnd(next)
	}
	at = min(at+1, len(e.data), e.end)
	lead := " "
	if start := e.r.offset(s.node); start > s.floor && start < e.lineEnd(s.floor) {
		if between := string(e.data[s.floor:start]); strings.Trim(between, " ") == "" {
			lead = between
		}
	}
	noBlock := at == len(e.data) && !strings.HasSuffix(string(e.data), "\n")
	return e.insertLine(at, strings.Repeat(" ", s.column)+"-"+yamlItem(list.node, v, s.column, lead, noBlock)), true
}

// stripLast is appendItem where the last item is text behind | or > that ends
// with the file, without a line feed, and must not gain one: it says so by |-.
func (e *yamlEdit) stripLast(list yamlSpot, v *Node) ([]byte, bool) {
	leaf := list.node
	for len(leaf.Content) > 0 && leaf.Style&yaml.FlowStyle == 0 {
		leaf = leaf.Content[len(leaf.Content)-1]
	}
	out, ok := e.appendItem(list, v)
	if !ok || leaf.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		return nil, false
	}
	at := e.content(leaf) + 1
	return slices.Insert(out, at, '-'), true
}

// yamlItem writes what stands behind a hyphen at that column: a map or a list
// in brackets where the last of its kind in the list is, else as Emit would.
func yamlItem(list *yaml.Node, v *Node, column int, lead string, noBlock bool) string {
	style := yamlStyle{nested: true, noBlock: noBlock}
	inner := column + 1 + len(lead)
	kind := map[Kind]yaml.Kind{Map: yaml.MappingNode, List: yaml.SequenceNode}[v.Kind]
	if kind == 0 || len(v.Items)+len(v.Entries) == 0 {
		if h := habit(list, v); h != 0 {
			return lead + yamlLike(h, v, false)
		}
		return lead + yamlLine(v, column, style)[1:]
	}
	block := false
	for _, sibling := range list.Content {
		if sibling.Kind == kind && len(sibling.Content) > 0 {
			block = sibling.Style&yaml.FlowStyle == 0
		}
	}
	if flow, fits := yamlFlow(v, inner-1, style); fits && !block {
		return lead + flow
	}
	if v.Kind == Map {
		return lead + yamlEntries(v, inner, style)
	}
	return lead + yamlItems(v, inner, style)
}

// habit is the style for a line of text behind the last text of the list, where
// that is in quotation marks that it would not need.
func habit(list *yaml.Node, v *Node) yaml.Style {
	if v.Kind != String || strings.Contains(v.Text, "\n") {
		return 0
	}
	for i := len(list.Content) - 1; i >= 0; i-- {
		item := list.Content[i]
		if item.Kind == yaml.ScalarNode && item.Tag == "!!str" {
			if plainText(item.Value, list.Style&yaml.FlowStyle != 0) {
				return item.Style & (yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle)
			}
			return 0
		}
	}
	return 0
}

// yamlInline writes a value in flow style, whatever its length; a text of its
// own in the quotation marks of that style.
func yamlInline(v *Node, style yaml.Style) string {
	var parts []string
	switch {
	case v.Kind == List && len(v.Items) > 0:
		for _, item := range v.Items {
			parts = append(parts, yamlInline(item, 0))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case v.Kind == Map && len(v.Entries) > 0:
		for _, e := range v.Entries {
			parts = append(parts, yamlText(e.Key, true)+": "+yamlInline(e.Value, 0))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return yamlLike(style, v, true)
}
