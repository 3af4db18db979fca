package record

import (
	"bytes"
	"strings"

	"tradeoff/internal/diag"
)

// PartKind says what a part of a record's text is.
type PartKind uint8

// The kinds of part.
const (
	OtherPart PartKind = iota // code, a quote, HTML, a rule
	ParagraphPart
	ListPart
	TablePart
	HeadingPart
	CommentPart
	DefinitionsPart // reference definitions and nothing else
)

// Part is one block of Markdown that no other block holds. Offsets count bytes of
// Data, and take in whole lines; the blank lines around a part belong to none.
type Part struct {
	Kind       PartKind
	Start, End int
	Text       string // of a paragraph or a table: its lines with LF, without their indentation
	Items      []Item // of a list
	Pos        diag.Pos
}

// Item is one item of a list.
type Item struct {
	Text       string // of its first paragraph, as Part.Text
	Simple     bool   // that paragraph is all that it holds
	Ordered    bool   // it has a number in place of a bullet
	Start, End int
	Pos        diag.Pos
}

// Anatomy takes a record apart without losing a byte: where its blocks, its
// headings and its metadata begin and end.
type Anatomy struct{ p *parser }

// Anatomy reads the record's structure. A record that is not Markdown has none.
func (r *Record) Anatomy() *Anatomy {
	p := &parser{r: r}
	if r.Dialect != NotMarkdown {
		p.lines = scanLines(r.Data, r.FrontEnd)
	}
	for i := range p.lines {
		if l := &p.lines[i]; l.class == heading && l.first && l.depth == 0 {
			_, _, last := headingSpan(r.Data, p.lines, i)
			p.sectionLines, p.bodyLines = append(p.sectionLines, i), append(p.bodyLines, last+1)
		}
	}
	return &Anatomy{p}
}

// Heading gives the Markdown of a section's heading on one line, and what stands
// behind it on its lines: a comment, or "".
func (a *Anatomy) Heading(section int) (text, behind string) {
	p := a.p
	i := p.sectionLines[section]
	start, end, last := headingSpan(p.r.Data, p.lines, i)
	rest := string(p.r.Data[end:max(end, p.lines[last].end)])
	if n := strings.Index(rest, "<!--"); n >= 0 {
		behind = strings.TrimRight(rest[n:], " \t\r\n#=-")
		if strings.HasPrefix(behind, "<!--") && !strings.HasSuffix(behind, "-->") {
			behind += "-->"
		}
	}
	return oneLine(string(p.r.Data[start:end])), behind
}

// Parts gives the blocks of the lines that begin between two offsets.
func (a *Anatomy) Parts(from, to int) []Part {
	p := a.p
	var parts []Part
	for i := 0; i < len(p.lines); {
		l := &p.lines[i]
		if l.start < from || l.start >= to || l.class == blank && l.depth == 0 || l.class == front {
			i++
			continue
		}
		next := p.partEnd(i, to)
		if part, ok := p.part(i, next); ok {
			parts = append(parts, part)
		}
		i = next
	}
	return parts
}

// partEnd is the index after the last line of the part that begins at lines[i].
func (p *parser) partEnd(i, to int) int {
	l := &p.lines[i]
	next := i + 1
	for ; next < len(p.lines) && p.lines[next].start < to; next++ {
		n := &p.lines[next]
		switch {
		case l.depth > 0:
			// A list or a quote goes on behind a blank line where it is deep again.
			if n.depth > 0 && (n.quote == l.quote || n.depth > 1 || !n.item) {
				continue
			}
			if n.class == blank {
				after := next
				for after < len(p.lines) && p.lines[after].class == blank && p.lines[after].start < to {
					after++
				}
				if after < len(p.lines) && p.lines[after].depth > 0 && p.lines[after].start < to && !p.lines[after].quote {
					next = after - 1
					continue
				}
			}
		case n.depth > 0:
		case l.class == text || l.class == heading:
			if n.class == l.class && !n.first || l.class == heading && n.class == underline {
				continue
			}
		case l.class == code:
			if n.class == code {
				continue
			}
		case l.class == comment || l.class == markup:
			if n.class == l.class && !n.first {
				continue
			}
		}
		break
	}
	return next
}

// part makes a part of lines.
func (p *parser) part(i, next int) (Part, bool) {
	data := p.r.Data
	for next > i+1 && p.lines[next-1].class == blank {
		next--
	}
	l := &p.lines[i]
	out := Part{Start: l.start, End: p.lines[next-1].next, Pos: p.pos(i, l.text)}
	switch {
	case l.class == blank:
		return out, l.item
	case l.depth > 0 && l.item && !l.quote:
		out.Kind, out.Items = ListPart, p.items(i, next)
	case l.depth > 0:
	case l.class == text:
		par, _ := paragraphAt(data, p.lines, i)
		out.Kind, out.Text = ParagraphPart, strings.ReplaceAll(par.text, "\r", "")
		if i+1 < next && isTableRule(data[p.lines[i+1].text:p.lines[i+1].end]) && bytes.IndexByte(data[l.text:l.end], '|') >= 0 {
			out.Kind = TablePart
		} else if definitionsIn(par.text, nil) == len(par.text) {
			out.Kind = DefinitionsPart
		}
	case l.class == heading:
		out.Kind = HeadingPart
	case l.class == comment && p.onlyComment(i, next):
		out.Kind = CommentPart
	}
	return out, true
}

// onlyComment tells whether nothing stands behind the comment that lines hold.
func (p *parser) onlyComment(i, next int) bool {
	all := strings.TrimSpace(string(p.r.Data[p.lines[i].text:p.lines[next-1].end]))
	return strings.HasPrefix(all, "<!--") && strings.Index(all, "-->") == len(all)-len("-->")
}

// items cuts a list into its items.
func (p *parser) items(i, next int) []Item {
	var items []Item
	for k := i; k < next; k++ {
		l := &p.lines[k]
		if !l.item || l.depth != 1 || l.quote {
			if len(items) == 0 { // a list that begins with a list
				items = append(items, Item{Start: l.start, Pos: p.pos(k, l.text)})
			}
			items[len(items)-1].End = l.next
			continue
		}
		item := Item{Start: l.start, End: l.next, Pos: p.pos(k, l.text)}
		mark := strings.TrimLeft(string(p.r.Data[l.start:l.text]), " \t")
		item.Ordered = mark != "" && isDigit(mark[0])
		if l.class == text && l.first {
			par, after := paragraphAt(p.r.Data, p.lines, k)
			item.Text = strings.ReplaceAll(par.text, "\r", "")
			item.Simple = true
			for m := after; m < next && !(p.lines[m].item && p.lines[m].depth == 1); m++ {
				item.Simple = item.Simple && p.lines[m].class == blank
			}
		}
		items = append(items, item)
	}
	return items
}

// Role gives the section that a heading names, in the words of MADR or Nygard:
// "decision outcome" for "Decision". It is "" for a section of the team's own.
func Role(heading string) string {
	folded := foldHeading(heading)
	for _, row := range aliases {
		if contains(row, folded) {
			return row[0]
		}
	}
	return ""
}

// PlainText gives inline Markdown as the text that a reader sees.
func PlainText(markdown string) string { return plain(oneLine(markdown)) }

// SplitOutcome reads `Chosen option: "X", because Y`: what was chosen and why, as
// Markdown, and the word before the reason. Ok is false where a text does not
// begin so, or is a template's.
func SplitOutcome(paragraph string) (said, word, because string, ok bool) {
	raw := oneLine(paragraph)
	said, ok = chosenIn(raw)
	if !ok || !saysOption(said) {
		return "", "", "", false
	}
	// chosenIn has cut the reason off; it stands behind what was said.
	rest := raw[strings.Index(raw, said)+len(said):]
	folded := fold(rest)
	at, length := len(rest), 0
	for _, w := range becauseWords {
		n := strings.Index(folded, w)
		if n < 0 || n >= at {
			continue
		}
		end, before := n+len(w), strings.TrimRight(folded[:n], " ")
		spaced := len(before) < n && len(w) > 4 || strings.HasSuffix(before, ",") || strings.HasSuffix(before, "，")
		if spaced && (end == len(folded) || !isLetter(folded[end])) {
			at, length = n, len(w)
		}
	}
	return said, rest[at : at+length], strings.TrimSpace(rest[at+length:]), true
}
