package site

import (
	"html"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"tradeoff/internal/record"
)

// heading is a heading of a text, in the place of goldmark's.
type heading struct {
	ast.BaseBlock
	*headingWords
	level     int
	id        string // that a forge gives it: letters, digits, - and _ alone
	outline   bool   // it is part of the page's outline
	unwritten string // what the page says of its empty section, escaped; "" for nothing
}

// headingWords are what a heading says. The headings of most records are the same few,
// so that what is made of one is kept for the next.
type headingWords struct {
	label  string // plain text, on one line
	base   string // of the id
	href   string // to that, on the same page
	called string // what the link to it is, escaped
}

var kindHeading = ast.NewNodeKind("SiteHeading")

// link is the address of the heading on its own page.
func (n *heading) link() string {
	if n.id == n.base {
		return n.href
	}
	return "#" + escapeFragment(n.id)
}

func (*heading) Kind() ast.NodeKind              { return kindHeading }
func (n *heading) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// headingsMost bounds the headings that a build keeps the words of.
const headingsMost = 4096

// knownHeadings are the words of headings by their source, which stands for itself:
// see asItStands.
type knownHeadings struct {
	mu    sync.RWMutex
	words map[string]*headingWords
}

// wordsOf gives what a heading says.
func (d *document) wordsOf(h *ast.Heading, src []byte) *headingWords {
	make := func(label string) *headingWords {
		base := record.HeadingBase(label)
		return &headingWords{label, base, "#" + escapeFragment(base), html.EscapeString(d.build.t("heading.link", label))}
	}
	t, ok := h.FirstChild().(*ast.Text)
	if !ok || t.NextSibling() != nil || !asItStands(t.Segment.Value(src)) {
		return make(plainText(h, src))
	}
	value, known := t.Segment.Value(src), d.build.headings
	known.mu.RLock()
	words := known.words[string(value)]
	known.mu.RUnlock()
	if words != nil {
		return words
	}
	words = make(plainText(h, src))
	known.mu.Lock()
	defer known.mu.Unlock()
	if len(known.words) < headingsMost {
		known.words[string(value)] = words
	}
	return words
}

// identify puts headings of ours in the place of goldmark's, with the ids that a forge
// gives them.
func (d *document) identify(tree ast.Node, src []byte) {
	for n := tree.FirstChild(); n != nil && n.Type() == ast.TypeBlock; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			d.identify(n, src)
			continue
		}
		own := &heading{headingWords: d.wordsOf(h, src), level: h.Level}
		own.id = record.UniqueID(own.base, d.ids)
		own.SetPos(h.Pos())
		own.SetLines(h.Lines())
		own.SetBlankPreviousLines(h.HasBlankPreviousLines())
		moveChildren(own, h)
		tree.ReplaceChild(tree, h, own)
		d.anchors = append(append(d.anchors, own.id...), ' ')
		d.headings = append(d.headings, own)
		n = own
	}
}

// moveChildren gives the children of one node to another.
func moveChildren(to, from ast.Node) {
	for n := from.FirstChild(); n != nil; n = from.FirstChild() {
		to.AppendChild(to, n)
	}
}

// dropEmptyHeadings takes the headings away that say nothing: they would be
// read out all the same, and lead nowhere. What one holds beside text stays.
func (d *document) dropEmptyHeadings() {
	for _, h := range d.headings {
		switch parent := h.Parent(); {
		case h.label != "" || parent == nil:
		case !h.HasChildren():
			parent.RemoveChild(parent, h)
		default:
			p := ast.NewParagraph()
			moveChildren(p, h)
			parent.ReplaceChild(parent, h, p)
		}
	}
}

// level makes the headings an outline below the page's title: none of level 1,
// and none deeper than one below the heading that it stands under.
func (d *document) level(tree ast.Node) {
	type step struct{ written, shown int }
	var open []step
	outline := d.headings[:0]
	for _, h := range d.headings {
		if h.Parent() != tree {
			continue // in a quote, a list or the like: no part of it
		}
		for len(open) > 0 && open[len(open)-1].written >= h.level {
			open = open[:len(open)-1]
		}
		shown := 2
		if len(open) > 0 {
			shown = min(open[len(open)-1].shown+1, 6)
		}
		open = append(open, step{h.level, shown})
		h.level, h.outline = shown, true
		outline = append(outline, h)
	}
	d.headings = outline
	if d.unwritten {
		for _, h := range outline {
			if nothingUnder(h) {
				h.unwritten = html.EscapeString(d.build.t("heading.unwritten"))
			}
		}
	}
}

// nothingUnder tells whether a heading's section holds nothing that a page shows.
func nothingUnder(h *heading) bool {
	for n := h.NextSibling(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.HTMLBlock: // a template's comment, as a rule
			if n.HTMLBlockType != ast.HTMLBlockType2 {
				return false
			}
		case *heading:
			return n.level <= h.level
		default:
			return false
		}
	}
	return true
}

// renderHeading writes a heading, one of the outline with a link to itself beside it.
func renderHeading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*heading)
	digit := "0123456"[n.level]
	linked := n.outline && n.id != ""
	switch {
	case entering && !n.outline:
		_, _ = w.WriteString(`<p class="inner-heading" id="`)
		_, _ = w.WriteString(n.id)
		_, _ = w.WriteString(`">`)
	case entering:
		if linked {
			_, _ = w.WriteString(`<div class="heading heading-`)
			_ = w.WriteByte(digit)
			if n.unwritten != "" {
				_, _ = w.WriteString(` heading-unwritten" data-words="`)
				_, _ = w.WriteString(n.unwritten)
			}
			_, _ = w.WriteString(`">`)
		}
		_, _ = w.WriteString("<h")
		_ = w.WriteByte(digit)
		_, _ = w.WriteString(` id="`)
		_, _ = w.WriteString(n.id)
		_, _ = w.WriteString(`">`)
	case !n.outline:
		_, _ = w.WriteString("</p>\n")
	default:
		_, _ = w.WriteString("</h")
		_ = w.WriteByte(digit)
		_, _ = w.WriteString(">\n")
		if linked {
			_, _ = w.WriteString(`<a class="anchor" href="`)
			_, _ = w.WriteString(n.link())
			_, _ = w.WriteString(`" aria-label="`)
			_, _ = w.WriteString(n.called)
			_, _ = w.WriteString(`">#</a></div>` + "\n")
		}
	}
	return ast.WalkContinue, nil
}
