package site

import (
	"fmt"
	"html/template"
	"strings"

	"tradeoff/internal/decision"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// marked are the bytes without which a line of Markdown is what it says.
const marked = "`*_[]<>&\\~!@:#"

// text is a line of an input as HTML. It is Markdown, as in the record that
// shows it otherwise: code, emphasis and links stay, and pass what the record's
// own pass. HTML in it is text.
func (s *sketch) text(line string) template.HTML {
	line = oneLine(line)
	if !strings.ContainsAny(line, marked) {
		return template.HTML(template.HTMLEscapeString(line))
	}
	html, done := s.texts[line]
	if !done {
		html = s.inline(line)
		s.texts[line] = html
	}
	return html
}

// inline is text that is parsed. What is no plain paragraph, or cannot be
// parsed, comes back as it was written.
func (s *sketch) inline(line string) (html template.HTML) {
	written := template.HTML(template.HTMLEscapeString(printable([]byte(line))))
	src := []byte(line)
	if hostile(src) != "" {
		return written
	}
	defer func() {
		if recover() != nil {
			html = written
		}
	}()
	ctx := parser.NewContext()
	ctx.Set(documentKey, &document{build: s.build, file: s.file, page: s.page, data: src, place: s.place, literal: true, ids: map[string]int{}})
	tree := markdown.Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
	p, ok := tree.FirstChild().(*ast.Paragraph)
	if !ok || p.NextSibling() != nil {
		return written
	}
	showHTML(p)
	return inline(src, p)
}

// showHTML makes text of the HTML below a node.
func showHTML(n ast.Node) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if raw, ok := c.(*ast.RawHTML); ok {
			for i := range raw.Segments.Len() {
				n.InsertBefore(n, c, ast.NewRawTextSegment(raw.Segments.At(i)))
			}
			n.RemoveChild(n, c)
		} else {
			showHTML(c)
		}
		c = next
	}
}

// plain is a line of an input as plain text, without markup.
func plain(line string) string {
	line = oneLine(line)
	if !strings.ContainsAny(line, marked) {
		return line
	}
	src := []byte(line)
	if hostile(src) != "" {
		return printable(src)
	}
	tree := markdown.Parser().Parse(text.NewReader(src))
	p, ok := tree.FirstChild().(*ast.Paragraph)
	if !ok || p.NextSibling() != nil {
		return printable(src)
	}
	showHTML(p)
	return plainText(p, src)
}

// oneLine has one blank for all white space, and no bytes that are no text.
func oneLine(s string) string {
	if isOneLine(s) {
		return s
	}
	return strings.Join(strings.Fields(printable([]byte(s))), " ")
}

// sentence is text with a capital and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	text = decision.Capital(text)
	if !strings.ContainsRune(".!?…", []rune(text)[len([]rune(text))-1]) {
		text += "."
	}
	return text
}

// number is n with the decimals of a picture, which are the same everywhere.
func number(n float64) string { return fmt.Sprintf("%.1f", n) }
