package convert

import (
	"slices"
	"strings"

	"tradeoff/internal/record"
)

// section is a part of the fresh rendering: a heading that stands in no block, and
// the blocks below it.
type section struct {
	heading, blocks string
	level           int
	role            string
}

// compose puts the text that stays into the fresh rendering: each section of the
// record, in its own order and under its own heading, with the blocks of the
// template's section for the same thing, and the template's other blocks where they
// follow in it.
func (p *plan) compose(fresh *record.Record) ([]byte, error) {
	top, sections := p.sections(fresh)
	chunks := p.chunks(sections)
	above, below := p.preamble()
	if p.movedIntro {
		above, below = "", ""
	}
	front, err := p.frontMatter(fresh)
	if err != nil {
		return nil, err
	}
	out := []string{above}
	if hasHeading(top.blocks) { // the text would stand under that heading
		out = append(out, top.heading, below, top.blocks)
	} else {
		out = append(out, top.heading, top.blocks, below)
	}
	for _, c := range chunks {
		out = append(out, c.heading, c.blocks, c.text)
	}
	out = append(out, strings.TrimRight(fresh.Mark.Line(), "\n"))
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	text := front + strings.Join(out, "\n\n") + "\n"
	if strings.HasPrefix(string(p.r.Data), bom) {
		text = bom + text
	}
	if p.r.Newline() == "\r\n" {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return []byte(text), nil
}

// hasHeading tells whether blocks begin a section themselves.
func hasHeading(blocks string) bool {
	return len(record.Parse("a.md", []byte(blocks)).Sections) > 0
}

// sections cuts the fresh rendering: what stands at its top, the title included, and
// its further sections.
func (p *plan) sections(fresh *record.Record) (top section, rest []section) {
	a := fresh.Anatomy()
	inBlock := func(at int) bool {
		return slices.ContainsFunc(fresh.Blocks, func(b record.Block) bool { return b.Start <= at && at < b.End })
	}
	cutAt := func(heading, from, to int) section {
		s := section{heading: trimLines(string(fresh.Data[heading:from]))}
		s.blocks = blocksOf(fresh, a, from, to)
		return s
	}
	end := fresh.Mark.Start
	type head struct{ n, start, body int }
	var heads []head
	for n, s := range fresh.Sections {
		if s.Start < end && !inBlock(s.Start) {
			heads = append(heads, head{n, s.Start, s.Body})
		}
	}
	until := func(i int) int {
		if i+1 < len(heads) {
			return heads[i+1].start
		}
		return end
	}
	for i, h := range heads {
		s := cutAt(h.start, h.body, until(i))
		s.level, s.role = fresh.Sections[h.n].Level, record.Role(fresh.Sections[h.n].Heading)
		if i == 0 {
			before := blocksOf(fresh, a, fresh.FrontEnd, h.start)
			if s.level == 1 {
				top = s
				if before != "" {
					top.heading = before + "\n\n" + top.heading
				}
				continue
			}
			top = section{blocks: before}
		}
		rest = append(rest, s)
	}
	if len(heads) == 0 {
		top.blocks = blocksOf(fresh, a, fresh.FrontEnd, end)
	}
	return top, rest
}

// blocksOf is what a part of a fresh rendering holds beside the comments in which a
// template asks for prose.
func blocksOf(fresh *record.Record, a *record.Anatomy, from, to int) string {
	var out []string
	for _, b := range fresh.Blocks {
		if b.Start < from || b.Start >= to {
			continue
		}
		out = append(out, literalOf(fresh, a, from, b.Start), trimLines(string(fresh.Data[b.Start:b.End])))
		from = b.End
	}
	out = append(out, literalOf(fresh, a, from, to))
	return strings.Join(slices.DeleteFunc(out, func(s string) bool { return s == "" }), "\n\n")
}

// literalOf is a template's own text between two offsets.
func literalOf(fresh *record.Record, a *record.Anatomy, from, to int) string {
	var out []string
	for _, part := range a.Parts(from, to) {
		if part.Kind != record.CommentPart {
			out = append(out, trimLines(string(fresh.Data[part.Start:part.End])))
		}
	}
	return strings.Join(out, "\n\n")
}
