package site

import (
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
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
	d.dropEmptyHeadings(tree, src)
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
	d.anchor(tree, found.inner, src)
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
	under  []*ast.Heading // of each table, nil for none
	code   []ast.Node
	over   []*ast.Heading // of each block of code, nil for none
	tasks  []*east.TaskCheckBox
	backs  []*east.FootnoteBacklink
	inner  []*ast.Heading // in quotes, lists and the like
	html   []ast.Node     // that is neither a comment nor a line break
}

// collect walks once, so that the steps may change the tree under their feet.
func collect(tree ast.Node) (f found) {
	var last *ast.Heading
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			f.links = append(f.links, n)
		case *ast.Image:
			f.images = append(f.images, n)
		case *ast.Heading:
			last = n
			if n.Parent() != tree {
				f.inner = append(f.inner, n)
			}
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

// identify gives every heading the id that a forge gives it.
func (d *document) identify(tree ast.Node, src []byte) {
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.SetAttributeString("id", []byte(record.HeadingID(d.label(h, src), d.ids)))
		}
		return ast.WalkContinue, nil
	})
}

// dropEmptyHeadings takes the headings away that say nothing: they would be
// read out all the same, and lead nowhere. What one holds beside text stays.
func (d *document) dropEmptyHeadings(tree ast.Node, src []byte) {
	var empty []ast.Node
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering && d.label(h, src) == "" {
			empty = append(empty, h)
		}
		return ast.WalkContinue, nil
	})
	for _, h := range empty {
		if !h.HasChildren() {
			h.Parent().RemoveChild(h.Parent(), h)
			continue
		}
		p := ast.NewParagraph()
		for n := h.FirstChild(); n != nil; {
			next := n.NextSibling()
			p.AppendChild(p, n)
			n = next
		}
		h.Parent().ReplaceChild(h.Parent(), h, p)
	}
}

// takeOut removes what the page's head shows: the title, and the lead.
func (d *document) takeOut(tree ast.Node, src []byte) {
	var title ast.Node
	for n := tree.FirstChild(); n != nil && title == nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 && d.isTitle(h, src) {
			title = h
		}
	}
	below := tree.FirstChild()
	if title != nil {
		d.out.TitleID = idOf(title)
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
func (d *document) isTitle(h *ast.Heading, src []byte) bool {
	if d.titleLine > 0 {
		return h.Lines().Len() > 0 && d.line(h.Lines().At(0).Start) == d.titleLine
	}
	return d.title != "" && strings.HasSuffix(d.label(h, src), d.title)
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

// level makes the headings an outline below the page's title: none of level 1,
// and none deeper than one below the heading that it stands under.
func (d *document) level(tree ast.Node) {
	type step struct{ written, shown int }
	var open []step
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		for len(open) > 0 && open[len(open)-1].written >= h.Level {
			open = open[:len(open)-1]
		}
		shown := 2
		if len(open) > 0 {
			shown = min(open[len(open)-1].shown+1, 6)
		}
		open = append(open, step{h.Level, shown})
		h.Level = shown
		d.headings = append(d.headings, h)
	}
}

// nothingUnder tells whether a heading's section holds nothing that a page shows.
// It is asked before the headings below are wrapped.
func nothingUnder(h *ast.Heading) bool {
	for n := h.NextSibling(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.HTMLBlock: // a template's comment, as a rule
			if n.HTMLBlockType != ast.HTMLBlockType2 {
				return false
			}
		case *ast.Heading:
			return n.Level <= h.Level
		default:
			return false
		}
	}
	return true
}

// anchor puts a link to itself beside each heading of the outline. The inner
// ones, in quotes and lists, keep their ids alone and are no part of it.
func (d *document) anchor(tree ast.Node, inner []*ast.Heading, src []byte) {
	for _, n := range d.headings {
		h := n.(*ast.Heading)
		id, label := idOf(h), d.label(h, src)
		if id == "" || label == "" {
			continue
		}
		open := `<div class="heading heading-` + strconv.Itoa(h.Level)
		if d.unwritten && nothingUnder(h) {
			open += ` heading-unwritten" data-words="` + html.EscapeString(d.build.t("heading.unwritten"))
		}
		open += `">`
		wrapped := &box{open: open, shut: "</div>\n"}
		tree.ReplaceChild(tree, h, wrapped)
		wrapped.AppendChild(wrapped, h)
		link := &box{
			open: `<a class="anchor" href="#` + escapeFragment(id) + `" aria-label="` + html.EscapeString(d.build.t("heading.link", label)) + `">#`,
			shut: "</a>",
		}
		wrapped.AppendChild(wrapped, link)
	}
	for _, h := range inner {
		p := &box{open: `<p class="inner-heading" id="` + html.EscapeString(idOf(h)) + `">`, shut: "</p>\n"}
		for n := h.FirstChild(); n != nil; {
			next := n.NextSibling()
			p.AppendChild(p, n)
			n = next
		}
		h.Parent().ReplaceChild(h.Parent(), h, p)
	}
}

// idOf is the id that identify gave a heading.
func idOf(h ast.Node) string {
	id, _ := h.AttributeString("id")
	text, _ := id.([]byte)
	return string(text)
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
