package search

import (
	"html"
	"strings"
)

// inlineElements are those whose edges do not end a word.
var inlineElements = map[string]bool{
	"a": true, "abbr": true, "b": true, "code": true, "del": true, "em": true, "i": true, "ins": true, "kbd": true, "mark": true,
	"s": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true, "u": true, "wbr": true,
}

// unread are the elements whose text nobody reads as text.
var unread = map[string]bool{"svg": true, "button": true, "script": true, "style": true, "template": true}

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
		name, closing := strings.CutPrefix(tag, "/")
		if end := strings.IndexByte(name, ' '); end >= 0 {
			name = name[:end]
		}
		name = strings.TrimSuffix(name, "/")
		switch {
		case skipped != "":
			if closing && name == skipped {
				skipped = ""
			}
			continue
		case unread[name] && !closing && !strings.HasSuffix(tag, "/"):
			skipped = name
			continue
		}
		if !inlineElements[name] {
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

// attributeOf is an attribute of a tag as this program writes it, in a string of
// its own, so that a page is not kept for the sake of it.
func attributeOf(tag, name string) string {
	_, value, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ = strings.Cut(value, `"`)
	return strings.Clone(html.UnescapeString(value))
}

// html counts the words of HTML, and adds its headings to those that are shown.
func (c *counter) html(text string, headings *[][2]string) {
	c.at = inText
	var heading strings.Builder
	id, inside := "", false
	htmlReader{
		text: func(piece string) {
			c.scanner.feed(piece)
			if inside {
				heading.WriteString(piece)
			}
		},
		gap: func() {
			c.scanner.end()
			if inside {
				heading.WriteByte(' ')
			}
		},
		heading: func(opened bool, tag string) {
			if inside = opened; opened {
				c.at, id = inHeading, attributeOf(tag, "id")
				return
			}
			c.at = inText
			if words := strings.Join(strings.Fields(heading.String()), " "); id != "" && words != "" && len(*headings) < headingMost {
				*headings = append(*headings, [2]string{id, words})
			}
			heading.Reset()
		},
	}.read(text)
	c.scanner.end()
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
