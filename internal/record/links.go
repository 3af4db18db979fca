package record

import (
	"unicode/utf8"

	"tradeoff/internal/diag"
)

// Link is a link or an image of a record's body.
type Link struct {
	Text   string // plain
	Target string // the address, with escapes and references resolved
	Image  bool
	Pos    diag.Pos // of its first byte
}

// Links gives the links and images of the body in the order of their beginning:
// inline ones, those through a reference definition, and <address>. Bare
// addresses in running text, HTML tags, code and comments hold none.
func (r *Record) Links() []Link {
	if r.Dialect == NotMarkdown {
		return nil
	}
	p := &parser{r: r, lines: scanLines(r.Data, r.FrontEnd)}
	var links []Link
	var at walker
	for i := 0; i < len(p.lines); {
		l := &p.lines[i]
		if l.class != text && l.class != heading || !l.first {
			i++
			continue
		}
		par, next := paragraphAt(r.Data, p.lines, i)
		body := 0
		if l.class == text {
			body = definitionsIn(par.text, nil)
		}
		for _, s := range inlineLinks(par.text[body:], p.refs()) {
			index, off := par.place(p.lines, body+s.start)
			links = append(links, Link{Text: plain(oneLine(s.text)), Target: s.target, Image: s.image, Pos: at.pos(p, index, off)})
		}
		i = next
	}
	return links
}

// walker counts columns on from the last place, so that a long line of links is
// not counted anew for each.
type walker struct{ line, off, col int }

func (w *walker) pos(p *parser, line, off int) diag.Pos {
	if w.col == 0 || line != w.line || off < w.off {
		w.line, w.off, w.col = line, p.lines[line].start, 1
	}
	w.col += utf8.RuneCount(p.r.Data[w.off:off])
	w.off = off
	return diag.Pos{File: p.r.File, Line: line + 1, Col: w.col}
}
