package site

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// box is an element of ours around other blocks, or inline ones.
type box struct {
	ast.BaseBlock
	open, shut string // HTML, escaped
}

var kindBox = ast.NewNodeKind("Box")

func (*box) Kind() ast.NodeKind              { return kindBox }
func (n *box) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// span is box for inline content.
type span struct {
	ast.BaseInline
	open, shut string
}

var kindSpan = ast.NewNodeKind("Span")

func (*span) Kind() ast.NodeKind              { return kindSpan }
func (n *span) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// nodeRenderer writes our own nodes, and those of goldmark that it would write
// otherwise than the site's policy or a reader's software wants.
type nodeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindBox, renderBox)
	r.Register(kindSpan, renderSpan)
	r.Register(kindHeading, renderHeading)
	r.Register(ast.KindLink, renderLink)
	r.Register(ast.KindAutoLink, renderAutoLink)
	r.Register(ast.KindImage, renderImage)
	r.Register(ast.KindHTMLBlock, omit)
	r.Register(ast.KindRawHTML, renderRawHTML)
	r.Register(east.KindTableCell, renderCell)
	r.Register(east.KindTaskCheckBox, renderCheckBox)
	r.Register(east.KindFootnoteBacklink, renderBacklink)
}

func renderBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*box)
	if entering {
		_, _ = w.WriteString(n.open)
	} else {
		_, _ = w.WriteString(n.shut)
	}
	return ast.WalkContinue, nil
}

func renderSpan(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*span)
	if entering {
		_, _ = w.WriteString(n.open)
	} else {
		_, _ = w.WriteString(n.shut)
	}
	return ast.WalkContinue, nil
}

// renderLink writes a link whose destination the transformer has made final.
func renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	openLink(w, n.Destination)
	if n.Title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, n.Title)
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

func renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	dest := n.URL(source)
	if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(dest), []byte("mailto:")) {
		dest = append([]byte("mailto:"), dest...)
	}
	dest, ok := foreign(cleanAddress(dest))
	label := util.EscapeHTML(n.Label(source))
	if !ok || within(n, ast.KindLink) {
		_, _ = w.Write(label)
		return ast.WalkContinue, nil
	}
	openLink(w, dest)
	_ = w.WriteByte('>')
	_, _ = w.Write(label)
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// openLink begins an a element, without its closing bracket.
func openLink(w util.BufWriter, dest []byte) {
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML(dest))
	_ = w.WriteByte('"')
	if external(dest) {
		_, _ = w.WriteString(` rel="noopener noreferrer"`)
	}
}

// renderImage writes an image that the transformer has found in the project.
func renderImage(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	_, _ = w.WriteString(`<img src="`)
	_, _ = w.Write(util.EscapeHTML(n.Destination))
	_, _ = w.WriteString(`" alt="`)
	alt := plainText(n, source)
	_, _ = w.Write(util.EscapeHTML([]byte(alt)))
	if alt == "" && n.Title != nil {
		html.DefaultWriter.Write(w, n.Title) // all that is said of it
	}
	_ = w.WriteByte('"')
	if alt != "" && n.Title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, n.Title)
		_ = w.WriteByte('"')
	}
	html.RenderAttributes(w, n, html.ImageAttributeFilter)
	if external(n.Destination) {
		_, _ = w.WriteString(` referrerpolicy="no-referrer"`)
	}
	_, _ = w.WriteString(` loading="lazy" decoding="async">`)
	return ast.WalkSkipChildren, nil
}

// omit leaves a node out.
func omit(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

// renderRawHTML leaves HTML out, but for a line break: a table's cell has no
// other way to hold one.
func renderRawHTML(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering && lineBreak(node.(*ast.RawHTML).Segments.Value(source)) {
		_, _ = w.WriteString("<br>")
	}
	return ast.WalkSkipChildren, nil
}

// lineBreak tells whether a tag is <br>, in any spelling.
func lineBreak(tag []byte) bool {
	tag = bytes.ToLower(bytes.TrimSpace(tag))
	return bytes.Equal(tag, []byte("<br>")) || bytes.Equal(tag, []byte("<br/>")) || bytes.Equal(tag, []byte("<br />"))
}

// renderCell writes a cell of a table: a head that says nothing is no head.
func renderCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.TableCell)
	open, shut := "<td", "</td>\n"
	if _, head := n.Parent().(*east.TableHeader); head && n.HasChildren() {
		open, shut = `<th scope="col"`, "</th>\n"
	}
	if !entering {
		_, _ = w.WriteString(shut)
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(open)
	if n.Attributes() != nil {
		html.RenderAttributes(w, n, extension.TableTdCellAttributeFilter)
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// renderCheckBox writes a task's box as a sign, since it cannot be ticked here.
func renderCheckBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	sign := "☐"
	if node.(*east.TaskCheckBox).IsChecked {
		sign = "☑"
	}
	_, _ = w.WriteString(`<span class="task" role="img" aria-label="`)
	_, _ = w.Write(util.EscapeHTML(labelOf(node)))
	_, _ = w.WriteString(`">` + sign + `</span> `)
	return ast.WalkContinue, nil
}

// renderBacklink writes the link from a footnote back to where it is used. The sign
// is a plain arrow: a variant of it that must not be shown as a picture is no
// letter to some readers' software.
func renderBacklink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*east.FootnoteBacklink)
	use := ""
	if n.RefIndex > 0 {
		use = strconv.Itoa(n.RefIndex)
	}
	_, _ = fmt.Fprintf(w, ` <a href="#fnref%s:%d" class="footnote-backref" role="doc-backlink" aria-label="%s">↩</a>`, use, n.Index, util.EscapeHTML(labelOf(n)))
	return ast.WalkContinue, nil
}

// labelOf are the words that the transformer gave a node.
func labelOf(n ast.Node) []byte {
	label, _ := n.AttributeString("label")
	words, _ := label.([]byte)
	return words
}

// attribute sets a number as an attribute of a node.
func attribute(n ast.Node, name string, value int) {
	n.SetAttributeString(name, []byte(strconv.Itoa(value)))
}

// within tells whether a node lies inside one of that kind.
func within(n ast.Node, kind ast.NodeKind) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == kind {
			return true
		}
	}
	return false
}
