package search

import (
	"bytes"
	"html"
	"strings"
)

// inline tells whether the edges of an element do not end a word.
func inline(name string) bool {
	switch name {
	case "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr":
		return true
	}
	return false
}

// unread tells whether nobody reads an element's text as text.
func unread(name string) bool {
	switch name {
	case "svg", "button", "script", "style", "template":
		return true
	}
	return false
}

// reader of HTML is told what a reader sees of it, piece by piece.
type htmlReader struct {
	text    func(piece string)            // follows the piece before without a gap
	gap     func()                        // an edge of a block: a word ends
	heading func(opened bool, tag string) // of level 2 to 6, with its tag as it opens
}

// read reads HTML as this program writes it. It is not for HTML of others, which
// may hold a > in an attribute.
func (r htmlReader) read(text string) {
	skipped := ""
	for rest := text; rest != ""; {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			open = len(rest)
		}
		if skipped == "" && open > 0 {
			r.text(unescaped(rest[:open]))
		}
		rest = rest[open:]
		shut := strings.IndexByte(rest, '>')
		if shut < 0 {
			break
		}
		tag := rest[1:shut]
		rest = rest[shut+1:]
		closing := tag != "" && tag[0] == '/'
		name := tag[min(len(tag), 1):]
		if !closing {
			name = tag
		}
		for i := range len(name) {
			if c := name[i]; c == ' ' || c == '/' {
				name = name[:i]
				break
			}
		}
		switch {
		case skipped != "":
			if closing && name == skipped {
				skipped = ""
			}
			continue
		case unread(name) && !closing && tag[len(tag)-1] != '/':
			skipped = name
			continue
		}
		if !inline(name) {
			r.gap()
		}
		if len(name) == 2 && name[0] == 'h' && name[1] >= '2' && name[1] <= '6' {
			r.heading(!closing, tag)
		}
	}
}

// unescaped is text without entities.
func unescaped(text string) string {
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	return html.UnescapeString(text)
}

// attributeOf is an attribute of a tag as this program writes it.
func attributeOf(tag, name string) string {
	_, value, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ = strings.Cut(value, `"`)
	return html.UnescapeString(value)
}

// html counts the words of HTML, and adds its headings to those that are shown.
func (c *counter) html(text string) {
	c.at, c.heading = inText, c.heading[:0]
	id, inside := "", false
	htmlReader{
		text: func(piece string) {
			c.scanner.feed(piece)
			if inside {
				c.heading = append(c.heading, piece...)
			}
		},
		gap: func() {
			c.scanner.end()
			if inside {
				c.heading = append(c.heading, ' ')
			}
		},
		heading: func(opened bool, tag string) {
			if inside = opened; opened {
				c.at, id = inHeading, attributeOf(tag, "id")
				return
			}
			c.at = inText
			if words := oneLine(c.heading); id != "" && len(words) > 0 {
				c.addHeading(id, string(words))
			}
			c.heading = c.heading[:0]
		},
	}.read(text)
	c.scanner.end()
}

// oneLine puts one blank between words, and none around them. It takes the place
// of the text.
func oneLine(text []byte) []byte {
	line := text[:0]
	for word := range bytes.FieldsSeq(text) {
		if len(line) > 0 {
			line = append(line, ' ')
		}
		line = append(line, word...)
	}
	return line
}

// PlainText is HTML as a reader sees it, on one line. The HTML is this program's
// own.
func PlainText(text string) string {
	var b strings.Builder
	blank := func() { b.WriteByte(' ') }
	htmlReader{
		text:    func(piece string) { b.WriteString(piece) },
		gap:     blank,
		heading: func(bool, string) {},
	}.read(text)
	return strings.Join(strings.Fields(b.String()), " ")
}
