package site

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"tradeoff/internal/decision"
)

// alertSigns are the kinds of alert that forges know, with the sign before
// each one's name.
var alertSigns = map[string]string{"note": "◆", "tip": "✦", "important": "❖", "warning": "▲", "caution": "✕"}

// alert turns a quote that begins with [!NOTE] or its like into an aside.
func (d *document) alert(quote *ast.Blockquote, src []byte) {
	first, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok || first.Lines().Len() == 0 || quote.Parent() == nil {
		return
	}
	line := first.Lines().At(0)
	mark := strings.TrimSpace(string(line.Value(src)))
	if !strings.HasPrefix(mark, "[!") || !strings.HasSuffix(mark, "]") {
		return
	}
	kind := strings.ToLower(mark[2 : len(mark)-1])
	sign, ok := alertSigns[kind]
	if !ok {
		return
	}
	for n := first.FirstChild(); n != nil; {
		next := n.NextSibling()
		if t, ok := n.(*ast.Text); ok && t.Segment.Start < line.Stop {
			first.RemoveChild(first, n)
		}
		n = next
	}
	if !first.HasChildren() {
		quote.RemoveChild(quote, first)
	}
	name := html.EscapeString(d.build.t("alert." + kind))
	aside := &box{
		open: fmt.Sprintf("<aside class=\"alert alert-%s\" role=\"note\" aria-label=\"%s\">\n<p class=\"alert-name\"><span class=\"sign\" aria-hidden=\"true\">%s</span> %s</p>\n", kind, name, sign, name),
		shut: "</aside>\n",
	}
	for n := quote.FirstChild(); n != nil; {
		next := n.NextSibling()
		aside.AppendChild(aside, n)
		n = next
	}
	quote.Parent().ReplaceChild(quote.Parent(), quote, aside)
}

// verdictSigns are the signs that a cell of a verdict begins with.
var verdictSigns = []struct {
	sign    string
	verdict decision.Verdict
}{
	{"●", decision.Fits}, {"◌", decision.Open}, {"?", decision.Undecided}, {"◐", decision.Strains}, {"✕", decision.Breaks},
}

// table puts a table into a box that scrolls, and marks its cells: how they are
// aligned, and which verdict they hold. under is the heading above it, or nil.
func (d *document) table(table *east.Table, under *heading, src []byte) {
	if table.Parent() == nil {
		return
	}
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		for n := row.FirstChild(); n != nil; n = n.NextSibling() {
			if cell, ok := n.(*east.TableCell); ok {
				markCell(cell, row.Kind() == east.KindTableRow, src)
			}
		}
	}
	d.tables++
	label := d.build.t("table.label", d.tables)
	if under != nil {
		label = d.build.t("table.under", d.tables, plainText(under, src))
	}
	scroll := &box{
		open: `<div class="scroll" role="group" tabindex="0" aria-label="` + html.EscapeString(label) + "\">\n",
		shut: "</div>\n",
	}
	table.Parent().ReplaceChild(table.Parent(), table, scroll)
	scroll.AppendChild(scroll, table)
}

// mayBeSigned tells whether text may begin with the sign of a verdict.
func mayBeSigned(text []byte) bool {
	text = bytes.TrimLeft(text, " ")
	return len(text) > 0 && (text[0] >= utf8.RuneSelf || text[0] == '?')
}

// markCell gives a cell its classes. A verdict's sign becomes an element of its
// own, so that it can be set apart; the text stays as it was.
func markCell(cell *east.TableCell, body bool, src []byte) {
	var classes []string
	if cell.Alignment != east.AlignNone {
		classes = append(classes, "align-"+cell.Alignment.String())
	}
	if first, ok := cell.FirstChild().(*ast.Text); ok && body && mayBeSigned(first.Segment.Value(src)) {
		whole := plainText(cell, src)
		for _, v := range verdictSigns {
			word, signed := strings.CutPrefix(whole, v.sign)
			switch {
			case !signed || word != "" && word[0] != ' ':
				continue
			case v.verdict == decision.Undecided && word == "":
				continue // somebody's own question mark
			case !bytes.HasPrefix(first.Segment.Value(src), []byte(v.sign)):
				continue // written as an entity
			}
			classes = append(classes, "verdict-"+string(v.verdict))
			sign := &span{open: `<span class="sign">`, shut: "</span>"}
			cut := first.Segment.Start + len(v.sign)
			sign.AppendChild(sign, ast.NewTextSegment(text.NewSegment(first.Segment.Start, cut)))
			cell.InsertBefore(cell, first, sign)
			first.Segment = text.NewSegment(cut, first.Segment.Stop)
			break
		}
	}
	if len(classes) > 0 {
		cell.SetAttributeString("class", []byte(strings.Join(classes, " ")))
	}
}
