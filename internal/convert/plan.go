package convert

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// plan is what is to become of one record: the fields of its input, and which bytes
// of its text leave it for them.
type plan struct {
	c        *Converter
	e        *ledger.Entry
	r        *record.Record
	a        *record.Anatomy
	template string

	d       decision.Decision
	chosen  int    // the index of the chosen option, -1 without one
	named   []bool // the options whose ids have to be written
	x       []source.Entry
	cuts    []cut
	spare   bag // words that may be fewer: keys, and numbers that names of files say
	section int // index of the title's section, -1 without one
	units   []*unit
	// movedIntro tells that the text before the first section is in the input.
	movedIntro bool
	dropped    []string // keys of the front matter that others take the place of
	in         *input.Input
	rows       []Row
	findings   diag.List
}

// cut is a run of whole lines that leaves the text, and what stays in its place.
type cut struct {
	start, end int
	leave      string
}

// plan reads a record. Its findings say why it cannot be converted.
func (c *Converter) plan(e *ledger.Entry) *plan {
	p := &plan{c: c, e: e, r: e.Record, a: e.Record.Anatomy(), template: cmp.Or(c.Template, "madr"), chosen: -1, spare: bag{}}
	p.status()
	if p.findings.HasErrors() {
		return p
	}
	p.d.Date, p.d.DecisionMakers, p.d.Consulted, p.d.Informed, p.d.Tags =
		p.r.Date, p.r.DecisionMakers, p.r.Consulted, p.r.Informed, p.r.Tags
	p.title()
	p.front()
	p.meta()
	p.divide()
	p.statusSection()
	p.links()
	p.linkSections()
	p.options()
	if c.ProseInInput {
		p.prose()
	}
	p.stays()
	if !p.findings.HasErrors() {
		p.emit()
	}
	return p
}

// title takes the title, with its Markdown.
func (p *plan) title() {
	p.section = -1
	raw, line := p.r.Title, 0
	switch found := p.r.Found(record.MetaTitle); found.Carrier {
	case record.InHeading:
		p.section = slices.IndexFunc(p.r.Sections, func(s record.Section) bool { return s.Level == 1 && s.Heading != "" })
		s := p.r.Sections[p.section]
		text, behind := p.a.Heading(p.section)
		prefix := strings.TrimSuffix(s.Heading, p.r.Title)
		if rest, ok := strings.CutPrefix(text, prefix); ok && hasNoHTML(rest) {
			raw = rest
		}
		p.cut(s.Start, s.Body, behind)
		p.titleNumber(prefix, s.Pos.Line)
		if line = s.Pos.Line; !wordsOf(raw).has(wordsOf(strings.TrimPrefix(text, prefix))) {
			p.keep("title", source.String, text, line, "the title", "the title has HTML, which a title cannot hold")
		}
		p.note(line, "the title", "title", "")
	case record.InFront:
		raw = p.r.Title // front takes it as it is written there
	default:
		p.note(0, "", "title", "from the file's name: the record has no title")
	}
	p.d.Title = raw
}

// titleNumber lets the number before the title go where the file's name says it.
func (p *plan) titleNumber(prefix string, line int) {
	if prefix == "" {
		return
	}
	start, end := record.NumberIn(prefix)
	if p.r.Number >= 0 && isNumber(prefix[start:end], p.r.Number) {
		p.spare.add(prefix, 1)
		return
	}
	p.keep("number", source.String, strings.Trim(prefix, " .:-–—"), line, "the number before the title", "the file's name has another number")
}

// isNumber tells whether digits are that number.
func isNumber(digits string, n int) bool {
	digits = strings.TrimLeft(digits, "0")
	if n == 0 {
		return digits == ""
	}
	value := 0
	for _, d := range digits {
		if d < '0' || d > '9' || value > 1<<30 {
			return false
		}
		value = value*10 + int(d-'0')
	}
	return value == n
}

// cut takes lines out of the text. What is to be left of them stands alone.
func (p *plan) cut(start, end int, leave string) {
	for i := range p.cuts {
		if p.cuts[i].start == start && p.cuts[i].end == end {
			return // one table for several keys
		}
	}
	if leave != "" {
		leave += "\n"
	}
	p.cuts = append(p.cuts, cut{start, end, leave})
}

// text is what stays of the lines between two offsets, with LF and without the
// blank lines around it.
func (p *plan) text(from, to int) string {
	// Of two that begin together the longer one has the other in it.
	slices.SortFunc(p.cuts, func(a, b cut) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	var b strings.Builder
	at := from
	for _, c := range p.cuts {
		if c.start < at || c.end > to {
			continue
		}
		b.Write(p.r.Data[at:c.start])
		b.WriteString(c.leave)
		at = c.end
	}
	b.Write(p.r.Data[at:max(at, to)])
	return trimLines(strings.ReplaceAll(b.String(), "\r\n", "\n"))
}

// trimLines takes the blank lines off both ends of a text; the indentation of its
// first line stays.
func trimLines(text string) string {
	text = strings.TrimRight(text, " \t\n")
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(line) != "" {
			return text
		}
		text = rest
	}
}

// preamble is what stays of the text above the title, and below it before the first
// section.
func (p *plan) preamble() (above, below string) {
	first := len(p.r.Data)
	if len(p.r.Sections) > 0 {
		first = p.r.Sections[0].Start
	}
	start := max(p.r.FrontEnd, len(bom)*b2i(strings.HasPrefix(string(p.r.Data[:min(3, len(p.r.Data))]), bom)))
	above = p.text(start, first)
	if p.section < 0 {
		return "", above
	}
	next := len(p.r.Data)
	if p.section+1 < len(p.r.Sections) {
		next = p.r.Sections[p.section+1].Start
	}
	// The heading is cut; what it leaves is a comment that stood behind the title.
	return above, p.text(p.r.Sections[p.section].Start, next)
}

const bom = "\ufeff"

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

var (
	codeSpan = lazyregexp.New("`+[^`]*`+")
	autolink = lazyregexp.New(`<https?://[^\s<>]*>`)
	htmlTag  = lazyregexp.New(`<[A-Za-z/!?]`)
)

// hasNoHTML tells whether a text can stand where templates put it on one line: what
// looks like HTML would be shown as it is written there.
func hasNoHTML(text string) bool {
	return !htmlTag.MatchString(autolink.ReplaceAllString(codeSpan.ReplaceAllString(text, ""), ""))
}

// oneLine is a paragraph on one line, without its hard line breaks.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\\\n", "\n")), " ")
}
