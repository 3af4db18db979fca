package site

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// hangPictures puts pictures in the place of the blocks of a record. A block whose
// marks do not stand in the text as paragraphs do keeps its text.
func (d *document) hangPictures(tree ast.Node) {
	type frame struct{ open, shut ast.Node }
	frames := make([]frame, len(d.pictures))
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		mark, ok := n.(*ast.HTMLBlock)
		if !ok || mark.Lines().Len() == 0 {
			continue
		}
		at := mark.Lines().At(0).Start + d.start
		for i, p := range d.pictures {
			switch {
			case at >= p.block.Start && at < p.block.Body:
				frames[i].open = n
			case at >= p.block.Close && at < p.block.End:
				frames[i].shut = n
			}
		}
	}
	for i, f := range frames {
		if f.open != nil && f.shut != nil && d.failed == nil {
			d.hang(tree, f.open, f.shut, d.pictures[i])
		}
	}
}

// hang puts a picture in the place of what stands between two marks.
func (d *document) hang(tree, open, shut ast.Node, p picture) {
	var ids []string
	for n := open.NextSibling(); n != nil && n != shut; n = n.NextSibling() {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if h, ok := n.(*heading); ok && entering {
				ids = append(ids, h.id)
			}
			return ast.WalkContinue, nil
		})
	}
	html, err := p.draw(ids)
	if err != nil {
		d.failed = err
		return
	}
	if len(bytes.TrimSpace(html)) == 0 {
		return
	}
	for n := open.NextSibling(); n != nil && n != shut; n = open.NextSibling() {
		tree.RemoveChild(tree, n)
	}
	tree.InsertBefore(tree, shut, &box{open: string(html)})
}
