package record

import (
	"bytes"
	"strings"
)

// class is what a line is, in the block structure of CommonMark.
type class uint8

const (
	blank     class = iota
	text            // of a paragraph, a table or a reference definition
	heading         // an ATX heading, or a line of a Setext heading's text
	underline       // of a Setext heading
	code            // fenced, with its fences, or indented
	comment         // an HTML block that begins as a comment
	markup          // any other HTML block
	rule            // a thematic break
	front           // front matter
)

// line is one line of a file. Offsets count bytes of the file.
type line struct {
	start, end, next int // next is the offset after the line's end
	text             int // of the content, after containers, indentation and a heading's #s
	class            class
	level            uint8 // of a heading
	depth            uint8 // how many list items and quotes hold it
	item             bool  // it opens a list item
	quote            bool  // a quote holds it
	first            bool  // it opens its paragraph, heading or HTML block
}

// maxDepth bounds how deep list items and quotes nest; deeper markers are text.
// It keeps the work for each line bounded on hostile bytes.
const maxDepth = 32

// container is an open list item or quote.
type container struct {
	quote bool
	empty bool // a list item without content yet
	width int  // columns that the content of a list item is indented by
}

// scanner finds the block structure of Markdown line by line, in one pass.
type scanner struct {
	data     []byte
	lines    []line
	open     []container
	para     int  // index of the open paragraph's first line, -1 without one
	fence    byte // of the open fenced code, 0 without one
	fenceLen int
	inHTML   bool
	html     class
	until    string // what ends the open HTML block; "" for a blank line
}

// scanLines classifies the lines of data. The lines before offset body are
// front matter.
func scanLines(data []byte, body int) []line {
	return scanLinesInto(make([]line, 0, bytes.Count(data, []byte{'\n'})+1), data, body)
}

// scanLinesInto is scanLines in memory that was in use before, as far as that goes.
func scanLinesInto(room []line, data []byte, body int) []line {
	s := scanner{data: data, para: -1, lines: room[:0]}
	for at := bomLength(data); at < len(data); {
		l := line{start: at, text: at}
		if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
			l.end, l.next = at+n, at+n+1
		} else {
			l.end, l.next = len(data), len(data)
		}
		if l.end > at && data[l.end-1] == '\r' {
			l.end--
		}
		if at < body {
			l.class = front
		} else {
			s.classify(&l)
		}
		s.lines = append(s.lines, l)
		at = l.next
	}
	return s.lines
}

func (s *scanner) classify(l *line) {
	c := cursor{data: s.data, end: l.end, off: l.start}
	matched := s.match(&c)
	all := matched == len(s.open)
	if s.fence != 0 || s.inHTML {
		if all {
			s.continueLeaf(l, &c)
			return
		}
		s.fence, s.inHTML = 0, false
	}
	indent, at := c.peek()
	if at == l.end {
		for matched < len(s.open) && !s.open[matched].quote && !s.open[matched].empty {
			matched++
		}
		s.open = s.open[:matched]
		s.para = -1
		l.text, l.depth, l.quote = l.end, uint8(matched), s.inQuote()
		return
	}
	fresh := false // whether this line opened a container
	closeRest := func() {
		if !fresh && !all {
			s.open, s.para = s.open[:matched], -1
		}
		all = true
	}
	for {
		continues := s.para >= 0 && !fresh
		l.text = at
		if at == l.end { // after a list marker
			l.class = blank
			break
		}
		if indent >= 4 {
			if continues {
				l.class = text
				break
			}
			closeRest()
			l.class = code
			break
		}
		b := s.data[at]
		if isLetter(b) || b >= 0x80 { // the usual line
			l.class = text
			break
		}
		rest := s.data[at:l.end]
		if b == '>' && len(s.open) < maxDepth {
			closeRest()
			s.para = -1
			s.open = append(s.open, container{quote: true})
			fresh = true
			c.skip(indent)
			c.quoteMark()
			indent, at = c.peek()
			continue
		}
		if level, n := atx(rest); level > 0 {
			closeRest()
			l.class, l.level, l.first, l.text = heading, uint8(level), true, at+n
			break
		}
		if n := fenceOpen(rest); n > 0 {
			closeRest()
			l.class, s.fence, s.fenceLen = code, b, n
			break
		}
		if b == '<' {
			if until, kind, ok := htmlOpen(rest, continues); ok {
				closeRest()
				l.class, l.first = kind, true
				if until == "" || !containsFold(rest, until) {
					s.inHTML, s.html, s.until = true, kind, until
				}
				break
			}
		}
		if continues && all {
			if level := setext(rest); level > 0 && s.underlined(uint8(level)) {
				l.class = underline
				break
			}
		}
		if isRule(rest) {
			closeRest()
			l.class = rule
			break
		}
		if n, one := listMarker(rest); n > 0 && len(s.open) < maxDepth {
			empty := len(bytes.TrimRight(rest[n:], " \t")) == 0
			if !(continues && all && (empty || !one)) {
				closeRest()
				s.para = -1
				fresh, l.item = true, true
				c.skip(indent)
				c.off, c.col = c.off+n, c.col+n
				width := indent + n
				indent, at = c.peek()
				switch {
				case empty:
					width++
				case indent >= 5:
					c.skip(1)
					width++
				default:
					c.skip(indent)
					width += indent
				}
				s.open = append(s.open, container{width: width, empty: empty})
				indent, at = c.peek()
				continue
			}
		}
		l.class = text
		break
	}
	if l.class == text {
		if s.para < 0 || fresh {
			closeRest()
			l.first = true
			s.para = len(s.lines)
		}
	} else {
		s.para = -1
	}
	l.depth, l.quote = uint8(len(s.open)), s.inQuote()
}

// match consumes what the open containers ask of the line and tells how many match.
func (s *scanner) match(c *cursor) int {
	for i := range s.open {
		o := &s.open[i]
		indent, at := c.peek()
		switch {
		case o.quote:
			if indent > 3 || at == c.end || s.data[at] != '>' {
				return i
			}
			c.skip(indent)
			c.quoteMark()
		case at == c.end:
			if o.empty {
				return i
			}
		case indent < o.width:
			return i
		default:
			c.skip(o.width)
			o.empty = false
		}
	}
	return len(s.open)
}

// continueLeaf classifies a line within fenced code or an HTML block.
func (s *scanner) continueLeaf(l *line, c *cursor) {
	indent, at := c.peek()
	l.text, l.depth, l.quote = at, uint8(len(s.open)), s.inQuote()
	if s.fence != 0 {
		l.class = code
		if indent <= 3 && at < l.end && s.data[at] == s.fence {
			n := run(s.data[at:l.end])
			if n >= s.fenceLen && len(bytes.TrimRight(s.data[at+n:l.end], " \t")) == 0 {
				s.fence = 0
			}
		}
		return
	}
	l.class = s.html
	switch {
	case s.until == "" && at == l.end:
		l.class, s.inHTML = blank, false
	case s.until != "" && containsFold(s.data[at:l.end], s.until):
		s.inHTML = false
	}
}

// underlined makes a heading of the open paragraph, without the reference
// definitions that it begins with. It is false where nothing else is in it.
func (s *scanner) underlined(level uint8) bool {
	from := s.para
	if l := &s.lines[from]; s.data[l.text] == '[' {
		p, _ := paragraphAt(s.data, s.lines, from)
		after := definitionsIn(p.text, nil)
		if after == len(p.text) {
			return false
		}
		from += strings.Count(p.text[:after], "\n")
		s.lines[from].first = true
	}
	for i := from; i < len(s.lines); i++ {
		s.lines[i].class, s.lines[i].level = heading, level
	}
	return true
}

func (s *scanner) inQuote() bool {
	for _, o := range s.open {
		if o.quote {
			return true
		}
	}
	return false
}
