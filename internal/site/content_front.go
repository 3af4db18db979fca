package site

import (
	"bytes"
	"strings"

	"tradeoff/internal/source"
)

// readFront reads the front matter, and tells whether the page is a draft. A
// page whose front matter cannot be read stands, with the title that its text
// gives.
func (b *build) readFront(c *contentFile) (draft bool) {
	front, format, start := splitFront(c.data)
	c.start = start
	if len(bytes.TrimSpace(front)) == 0 {
		return false
	}
	root, found := source.ParseAt(c.file, front, format, 2)
	b.findings = append(b.findings, found...)
	c.title = textOf(root.Get("title"))
	c.description = textOf(root.Get("description"))
	for _, n := range listOf(root.Get("aliases")) {
		if n.Text == "" {
			b.findings.Warnf(n.Pos, "front-matter", "write a path, such as /old/page/", "an alias is %s", n.Kind)
			continue
		}
		c.aliases = append(c.aliases, alias{n.Text, n.Pos})
	}
	if weight, ok := root.Get("weight").Float(); ok {
		c.weight = int(weight)
	} else if n := root.Get("weight"); n != nil {
		b.findings.Warnf(n.Pos, "front-matter", "write a whole number", "weight is %s", n.Kind)
	}
	if n := root.Get("draft"); n != nil {
		if yes, isBool := n.Go().(bool); isBool {
			return yes
		}
		b.findings.Warnf(n.Pos, "front-matter", "write true or false", "draft is %s", n.Kind)
	}
	return false
}

// splitFront finds front matter between lines of --- (YAML) or +++ (TOML), and
// the offset of what follows.
func splitFront(data []byte) (front []byte, format source.Format, start int) {
	text := bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	start = len(data) - len(text)
	first, _, _ := bytes.Cut(text, []byte{'\n'})
	fence := string(bytes.TrimRight(first, " \t\r"))
	format = source.YAML
	switch fence {
	case "---":
	case "+++":
		format = source.TOML
	default:
		return nil, "", start
	}
	begin := len(first) + 1
	offset := begin
	for offset < len(text) {
		line, _, _ := bytes.Cut(text[offset:], []byte{'\n'})
		if string(bytes.TrimRight(line, " \t\r")) == fence {
			return text[begin:offset], format, min(start+offset+len(line)+1, len(data))
		}
		offset += len(line) + 1
	}
	return nil, "", start
}

// firstHeading is the plain text of the first line, where it is a heading of
// level 1.
func firstHeading(src []byte) string {
	for line := range bytes.Lines(src) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("<!--")) {
			continue
		}
		if title, ok := bytes.CutPrefix(line, []byte("# ")); ok {
			return summary(string(title))
		}
		break
	}
	return ""
}

// textOf is the text of a scalar, "" of anything else.
func textOf(n *source.Node) string {
	if n == nil || n.Kind == source.List || n.Kind == source.Map || n.Kind == source.Null {
		return ""
	}
	return n.Text
}

// listOf are the items of a list; of a text alone it is that text.
func listOf(n *source.Node) []*source.Node {
	switch {
	case n == nil || n.Kind == source.Null:
		return nil
	case n.Kind == source.List:
		return n.Items
	}
	return []*source.Node{n}
}

// humanised makes a title of a file's name.
func humanised(stem string) string {
	words := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(stem))
	if words == "" {
		return stem
	}
	first := []rune(words)
	return strings.ToUpper(string(first[0])) + string(first[1:])
}
