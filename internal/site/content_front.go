package site

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/source"
)

var (
	shortcode = lazyregexp.New(`(\{\{[<%]\s*/?\s*[A-Za-z][\w./-]*)`)
	codeSpan  = lazyregexp.New("`[^`]*`")
)

// readFront reads the front matter, and tells whether the page is a draft. A
// page whose front matter cannot be read stands, with the title that its text
// gives. Keys have Hugo's names; those that are not known are somebody else's.
func (b *build) readFront(c *contentFile) (draft bool) {
	front, format, line, start := splitFront(c.data)
	c.start = start
	if len(bytes.TrimSpace(front)) == 0 {
		return false
	}
	root, found := source.ParseAt(c.file, front, format, line)
	b.findings = append(b.findings, found...)
	c.title = textOf(root.Get("title"))
	c.label = textOf(root.Get("linkTitle"))
	c.description = textOf(root.Get("description"))
	c.date = b.dayOfFront(root, "date")
	c.lastMod = b.dayOfFront(root, "lastmod")
	b.readAddress(c, root)
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
	if root == nil { // its fault is told; what it may have asked for is done
		return bytes.Contains(bytes.ToLower(front), []byte("draft"))
	}
	return b.keptBack(root)
}

// keptBack tells whether front matter asks for a page not to be shown. What may
// be meant so is taken so, and told where it is not written so.
func (b *build) keptBack(root *source.Node) bool {
	kept := false
	for _, e := range root.Entries {
		switch {
		case strings.EqualFold(e.Key, "draft"):
			if yes, isBool := e.Value.Go().(bool); isBool && e.Key == "draft" {
				kept = kept || yes
				continue
			} else if isBool && !yes || e.Value.Kind == source.Null {
				continue
			}
			if no := strings.ToLower(e.Value.Text); no == "no" || no == "false" || no == "off" {
				b.findings.Warnf(e.Value.Pos, "front-matter", "write true or false", "draft is %s", e.Value.Kind)
				continue
			}
			b.findings.Warnf(e.KeyPos, "front-matter", "write draft: true, or draft: false", "%s: %s is taken for a draft, so the page is left out", e.Key, e.Value.Text)
			kept = true
		case strings.EqualFold(e.Key, "visibility") && e.Value.Kind != source.Null:
			b.findings.Warnf(e.KeyPos, "front-matter", "write draft: true; a visibility is a decision's", "a page has no visibility, so it is left out")
			kept = true
		}
	}
	return kept
}

// readAddress reads the keys that give a page another address than its file's
// name does.
func (b *build) readAddress(c *contentFile, root *source.Node) {
	if n := root.Get("slug"); n != nil {
		if c.slug = textOf(n); c.slug == "" || strings.HasPrefix(c.slug, ".") || strings.ContainsAny(c.slug, "/\\?#:\n\r\x00") {
			b.findings.Warnf(n.Pos, "front-matter", "write the last part of an address, such as old-name", "the slug %q is none", c.slug)
			c.slug = ""
		}
	}
	if n := root.Get("url"); n != nil {
		address, ok := aliasAddress(c.name, textOf(n))
		if !ok || textOf(n) == "" {
			b.findings.Warnf(n.Pos, "front-matter", "write a path, such as /about/", "the url %q is no address of this site", textOf(n))
			return
		}
		c.url = address
	}
}

// dayOfFront is the day of a date, or of a date with a time, in front matter.
func (b *build) dayOfFront(root *source.Node, key string) string {
	n := root.Get(key)
	text := textOf(n)
	if text == "" {
		return ""
	}
	if len(text) >= len(time.DateOnly) {
		day := text[:len(time.DateOnly)]
		if _, err := time.Parse(time.DateOnly, day); err == nil {
			return day
		}
	}
	b.findings.Warnf(n.Pos, "front-matter", "write it as 2026-11-23", "%s is %q, which is no date", key, text)
	return ""
}

// splitFront finds front matter between lines of --- (YAML) or +++ (TOML), or in
// an object of JSON, with the line that it begins in and the offset of what
// follows it.
func splitFront(data []byte) (front []byte, format source.Format, line, start int) {
	text := bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	start = len(data) - len(text)
	if end := endOfObject(text); end > 0 {
		return text[:end], source.JSON, 1, start + end
	}
	first, _, _ := bytes.Cut(text, []byte{'\n'})
	fence := string(bytes.TrimRight(first, " \t\r"))
	format = source.YAML
	switch fence {
	case "---":
	case "+++":
		format = source.TOML
	default:
		return nil, "", 0, start
	}
	begin := len(first) + 1
	offset := begin
	for offset < len(text) {
		line, _, _ := bytes.Cut(text[offset:], []byte{'\n'})
		if string(bytes.TrimRight(line, " \t\r")) == fence {
			return text[begin:offset], format, 2, min(start+offset+len(line)+1, len(data))
		}
		offset += len(line) + 1
	}
	return nil, "", 0, start
}

// endOfObject is the offset behind the object of JSON that a text begins with and
// that ends its line, 0 where it does not. A text that begins with a brace for
// another reason is no front matter.
func endOfObject(text []byte) int {
	if len(text) < 2 || text[0] != '{' || text[1] == '{' {
		return 0
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	var object map[string]json.RawMessage
	if decoder.Decode(&object) != nil {
		return 0
	}
	end := int(decoder.InputOffset())
	rest, _, _ := bytes.Cut(text[end:], []byte{'\n'})
	if len(bytes.TrimSpace(rest)) > 0 {
		return 0
	}
	return min(end+len(rest)+1, len(text))
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

// remarkShortcodes tells of each line that calls a shortcode of Hugo, which is
// nothing here and shows as it is written.
func (b *build) remarkShortcodes(c *contentFile) {
	number := bytes.Count(c.data[:c.start], []byte{'\n'})
	fence := ""
	for line := range bytes.Lines(c.data[c.start:]) {
		number++
		text := strings.TrimSpace(string(line))
		marks := text[:len(text)-len(strings.TrimLeft(text, "`~"))]
		switch {
		case fence != "":
			if marks != "" && strings.HasPrefix(marks, fence) && marks == text {
				fence = ""
			}
			continue
		case len(marks) >= 3:
			fence = marks
			continue
		}
		if m := shortcode.FindStringSubmatch(codeSpan.ReplaceAllString(text, "")); m != nil {
			b.remark(diag.Pos{File: c.file, Line: number}, "shortcode", "%s is a shortcode of Hugo, and shows here as it is written", m[1])
		}
	}
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
