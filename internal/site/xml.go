package site

import (
	"bytes"
	"encoding/xml"
	"unicode/utf8"
)

// xmlDocument writes XML, an element a line. encoding/xml finds out anew for each value
// how its type is written, which took a site of a few hundred decisions a twenty-fifth of
// its time: a feed for each tag has fifty of them. It escapes what has to be escaped.
type xmlDocument struct {
	out   bytes.Buffer
	depth int
}

// begin writes the declaration.
func (x *xmlDocument) begin() { x.out.WriteString(xml.Header[:len(xml.Header)-1]) }

// open begins an element that holds others. Attributes are names and values in turn.
func (x *xmlDocument) open(name string, attributes ...string) {
	x.line()
	x.tag(name, attributes)
	x.depth++
}

// shut ends the element that open began.
func (x *xmlDocument) shut(name string) {
	x.depth--
	x.line()
	x.out.WriteString("</" + name + ">")
}

// text writes an element that holds text.
func (x *xmlDocument) text(name, text string, attributes ...string) {
	x.line()
	x.tag(name, attributes)
	x.escaped(text)
	x.out.WriteString("</" + name + ">")
}

// end gives the document.
func (x *xmlDocument) end() []byte {
	x.out.WriteByte('\n')
	return x.out.Bytes()
}

func (x *xmlDocument) line() {
	x.out.WriteByte('\n')
	for range x.depth {
		x.out.WriteString("  ")
	}
}

func (x *xmlDocument) tag(name string, attributes []string) {
	x.out.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		x.out.WriteString(" " + attributes[i] + `="`)
		x.escaped(attributes[i+1])
		x.out.WriteByte('"')
	}
	x.out.WriteByte('>')
}

// escaped writes text, most of which holds nothing that is written otherwise.
func (x *xmlDocument) escaped(text string) {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c >= utf8.RuneSelf, c == '"', c == '\'', c == '&', c == '<', c == '>':
			_ = xml.EscapeText(&x.out, []byte(text)) // a buffer takes everything
			return
		}
	}
	x.out.WriteString(text)
}
