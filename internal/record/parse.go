package record

import (
	"path"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// parser reads one file. It holds what only the reading needs.
type parser struct {
	r             *Record
	lines         []line
	sectionLines  []int // the heading's line of each of the record's sections
	bodyLines     []int // the first line under it
	frontTitle    string
	frontTitlePos diag.Pos
	definitions   map[string]string // reference definitions, once they were asked for
	defined       bool
	stated        map[Relation]bool // by relation without its position
}

// Parse reads a file. It never gives nil and never refuses: what it does not
// understand is left out, or said in Findings. It keeps data, which must not be
// changed afterwards.
func Parse(file string, data []byte) *Record {
	r := &Record{File: file, Data: data, Dialect: Plain, Status: decision.Unknown, TitlePos: diag.Pos{File: file}}
	var slug string
	r.ID, r.Number, slug = Names(path.Base(file))
	if _, markdown, _ := splitExtension(path.Base(file)); !markdown {
		r.Dialect = NotMarkdown
		r.Title = foreignTitle(data, titleFromName(r.ID, slug))
		return r
	}
	start, stop, end := frontBounds(data)
	r.FrontEnd = end
	p := &parser{r: r, lines: scanLines(data, end)}
	if end > 0 {
		p.readFront(start, stop)
	}
	p.sections()
	p.title(titleFromName(r.ID, slug))
	p.blocks()
	p.readMeta()
	p.statusSection()
	p.linksSection()
	p.lead()
	r.Dialect = p.dialect()
	r.Findings.Sort()
	return r
}

// Newline is the file's line end, taken from its first line: "\r\n" or "\n".
func (r *Record) Newline() string {
	if line, next := lineAt(r.Data, 0); next > len(line) && strings.HasSuffix(string(line[max(0, len(line)-1):]), "\r") {
		return "\r\n"
	}
	return "\n"
}

// pos is the place of the byte at off, which lies in that line.
func (p *parser) pos(line, off int) diag.Pos {
	from := p.lines[line].start
	return diag.Pos{File: p.r.File, Line: line + 1, Col: utf8.RuneCount(p.r.Data[from:max(from, off)]) + 1}
}

// refs are the file's reference definitions.
func (p *parser) refs() map[string]string {
	if !p.defined {
		p.definitions, p.defined = definitions(p.r.Data, p.lines), true
	}
	return p.definitions
}

// sections finds the headings that no list and no quote holds.
func (p *parser) sections() {
	r := p.r
	var open []int
	for i := range p.lines {
		l := &p.lines[i]
		if l.class != heading || !l.first || l.depth > 0 {
			continue
		}
		start, end, last := headingSpan(r.Data, p.lines, i)
		for len(open) > 0 && r.Sections[open[len(open)-1]].Level >= int(l.level) {
			r.Sections[open[len(open)-1]].End = l.start
			open = open[:len(open)-1]
		}
		open = append(open, len(r.Sections))
		p.sectionLines = append(p.sectionLines, i)
		p.bodyLines = append(p.bodyLines, last+1)
		r.Sections = append(r.Sections, Section{
			Level: int(l.level), Heading: plain(oneLine(string(r.Data[start:end]))),
			Start: l.start, Body: p.lines[last].next, End: len(r.Data), Pos: p.pos(i, l.start),
		})
	}
}

// bodyOf gives the lines under a section's heading, to the next heading.
func (p *parser) bodyOf(section int) (from, to int) {
	if section+1 < len(p.sectionLines) {
		return p.bodyLines[section], p.sectionLines[section+1]
	}
	return p.bodyLines[section], len(p.lines)
}

// title takes the first H1 that has text, the front matter's title, or the
// file's name.
func (p *parser) title(fromName string) {
	r := p.r
	for n := range r.Sections {
		if r.Sections[n].Level != 1 || r.Sections[n].Heading == "" {
			continue
		}
		i := p.sectionLines[n]
		start, end, _ := headingSpan(r.Data, p.lines, i)
		start += numberPrefix(string(r.Data[start:end]))
		r.Title = r.Sections[n].Heading[numberPrefix(r.Sections[n].Heading):]
		r.TitlePos = p.pos(i, start)
		r.spans.titleStart, r.spans.titleEnd, r.spans.titleNext = start, end, r.Sections[n].Body
		return
	}
	if title := plain(oneLine(p.frontTitle)); title != "" {
		r.Title, r.TitlePos = title[numberPrefix(title):], p.frontTitlePos
		return
	}
	r.Title = fromName
}

// dialect follows from where the status stands, and without one from MADR's headings.
func (p *parser) dialect() Dialect {
	switch p.r.spans.status.carrier {
	case inFront:
		return MADR
	case inBullet, inLine:
		return Bullets
	case inSection:
		return Nygard
	}
	if p.r.spans.statusSection > 0 {
		return Nygard
	}
	for i := range p.r.Sections {
		switch foldHeading(p.r.Sections[i].Heading) {
		case "considered options", "decision outcome", "context and problem statement":
			return MADR
		}
	}
	return Plain
}

// foreignTitle reads the first line of a file that is not Markdown as its title.
func foreignTitle(data []byte, fallback string) string {
	for at := bomLength(data); at < len(data); {
		text, next := lineAt(data, at)
		at = next
		title := strings.TrimSpace(string(text))
		if title == "" || title[0] == ':' || strings.HasPrefix(title, "//") || strings.HasPrefix(title, "..") || run([]byte(title)) == len(title) {
			continue
		}
		title = strings.TrimSpace(strings.TrimLeft(title, "=#"))
		if title != "" && len(title) < 300 && utf8.ValidString(title) {
			return title[numberPrefix(title):]
		}
		break
	}
	return fallback
}

// oneLine joins the lines of a text with spaces.
func oneLine(text string) string {
	if strings.IndexByte(text, '\n') < 0 {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}
