package site

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"tradeoff/internal/diag"
)

// transformer turns goldmark's tree into the one that the site shows. The order
// of its steps counts: ids are given to headings as a forge counts them, before
// the title is taken out.
type transformer struct{}

// Transform implements parser.ASTTransformer. A text without a document, such
// as a summary, stays as it is.
func (transformer) Transform(tree *ast.Document, reader text.Reader, ctx parser.Context) {
	d, ok := ctx.Get(documentKey).(*document)
	if !ok {
		return
	}
	src := reader.Source()
	d.identify(tree, src)
	d.takeOut(tree, src)
	d.dropEmptyHeadings()
	d.hangPictures(tree)
	d.level(tree)
	found := collect(tree)
	for _, n := range found.links {
		d.resolveLink(n, src)
	}
	for _, n := range found.images {
		d.resolveImage(n, src)
	}
	if d.nodes.lead != nil {
		inLead := collect(d.nodes.lead)
		for _, n := range inLead.links {
			d.resolveLink(n, src)
		}
		for _, n := range inLead.images {
			d.resolveImage(n, src)
		}
	}
	for _, n := range found.backs {
		label := d.build.t("footnote.back", n.Index)
		if n.RefIndex > 0 {
			label = d.build.t("footnote.back-again", n.Index, n.RefIndex+1)
		}
		n.SetAttributeString("label", []byte(label))
	}
	for _, n := range found.tasks {
		key := "task.open"
		if n.IsChecked {
			key = "task.done"
		}
		n.SetAttributeString("label", []byte(d.build.t(key)))
	}
	for _, n := range found.quotes {
		d.alert(n, src)
	}
	for i, n := range found.tables {
		d.table(n, found.under[i], src)
	}
	for i, n := range found.code {
		d.code(n, found.over[i], src)
	}
	switch {
	case d.literal:
	case d.build.Settings.Unsafe && !d.noHTML:
		d.passed = true
		d.passHTML(tree, src)
	case len(found.html) > 0:
		d.noteHTML(found.html[0])
	}
}

// found is what of a tree has to be looked at.
type found struct {
	links  []*ast.Link
	images []*ast.Image
	quotes []*ast.Blockquote
	tables []*east.Table
	under  []*heading // of each table, nil for none
	code   []ast.Node
	over   []*heading // of each block of code, nil for none
	tasks  []*east.TaskCheckBox
	backs  []*east.FootnoteBacklink
	html   []ast.Node // that is neither a comment nor a line break
}

// collect walks once, so that the steps may change the tree under their feet.
func collect(tree ast.Node) (f found) {
	var last *heading
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			f.links = append(f.links, n)
		case *ast.Image:
			f.images = append(f.images, n)
		case *heading:
			last = n
		case *east.FootnoteBacklink:
			f.backs = append(f.backs, n)
		case *east.TaskCheckBox:
			f.tasks = append(f.tasks, n)
		case *ast.Blockquote:
			f.quotes = append(f.quotes, n)
		case *east.Table:
			f.tables, f.under = append(f.tables, n), append(f.under, last)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			f.code, f.over = append(f.code, n), append(f.over, last)
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 { // a comment
				f.html = append(f.html, n)
			}
		}
		return ast.WalkContinue, nil
	})
	return f
}

// takeOut removes what the page's head shows: the title, and the lead.
func (d *document) takeOut(tree ast.Node, src []byte) {
	var title *heading
	for _, h := range d.headings {
		if h.level == 1 && h.Parent() == tree && d.isTitle(h) {
			title = h
			break
		}
	}
	below := tree.FirstChild()
	if title != nil {
		d.out.TitleID = title.id
		below = title.NextSibling()
		tree.RemoveChild(tree, title)
	}
	for below != nil && below.Kind() == ast.KindHTMLBlock {
		below = below.NextSibling()
	}
	if d.leadTo > d.leadFrom {
		d.takeLeadBlock(tree)
		return
	}
	if p, ok := below.(*ast.Paragraph); ok && title != nil && d.lead != "" && sameWords(string(p.Lines().Value(src)), d.lead) {
		tree.RemoveChild(tree, p)
		d.nodes.lead = p
	}
}

// isTitle tells whether a heading of level 1 is the page's title.
func (d *document) isTitle(h *heading) bool {
	if d.titleLine > 0 {
		return h.Lines().Len() > 0 && d.line(h.Lines().At(0).Start) == d.titleLine
	}
	return d.title != "" && strings.HasSuffix(h.label, d.title)
}

// takeLeadBlock removes the blocks of the tree that lie in the lead's block of
// the record. Its first paragraph is the lead.
func (d *document) takeLeadBlock(tree ast.Node) {
	for n := tree.FirstChild(); n != nil; {
		next := n.NextSibling()
		if at := n.Pos() + d.start; n.Pos() >= 0 && at >= d.leadFrom && at < d.leadTo {
			tree.RemoveChild(tree, n)
			if p, ok := n.(*ast.Paragraph); ok && d.nodes.lead == nil {
				d.nodes.lead = p
			}
		}
		n = next
	}
}

// noteHTML tells once a text that its HTML is left out.
func (d *document) noteHTML(n ast.Node) {
	pos := d.at(n.Pos())
	d.build.mu.Lock()
	defer d.build.mu.Unlock()
	d.build.findings = append(d.build.findings, diag.Finding{Pos: pos, Rule: "raw-html", Severity: diag.Note,
		Message: "HTML in a text is left out of its page", Hint: "write it as Markdown"})
}

// sameWords compares two texts apart from white space.
func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}
