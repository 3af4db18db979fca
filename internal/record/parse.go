package record

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// parser reads one file. It holds what only the reading needs.
type parser struct {
	r             *Record
	lines         []line
	sectionLines  []int    // the heading's line of each of the record's sections
	names         []string // what each section is, as headingName says it
	bodyLines     []int    // the first line under it
	frontTitle    string
	frontTitleKey string
	frontTitlePos diag.Pos
	definitions   map[string]string // reference definitions, once they were asked for
	defined       bool
	stated        map[Relation]bool // by relation without its position
	chosenAt      diag.Pos
	titled        int // the section that the title is the heading of
}

// spare are parsers that have read: no record keeps anything of theirs, and of a long
// log their lines alone would be a sixth of all that is allocated.
var spare = sync.Pool{New: func() any { return new(parser) }}

// done leaves the parser's memory to the next record.
func (p *parser) done() {
	clear(p.names)
	*p = parser{lines: p.lines[:0], sectionLines: p.sectionLines[:0], bodyLines: p.bodyLines[:0], names: p.names[:0]}
	spare.Put(p)
}

// usual is the reader of Parse.
var usual = &Reader{}

// Parse is Reader.Parse of the usual reader.
func Parse(file string, data []byte) *Record { return usual.Parse(file, data) }

// Parse reads a file. It never gives nil and never refuses: what it does not
// understand is left out, or said in Findings and Doubts. It keeps data, which
// must not be changed afterwards.
func (rd *Reader) Parse(file string, data []byte) *Record {
	r := &Record{File: file, Data: data, Dialect: Plain, Status: decision.Unknown, TitlePos: diag.Pos{File: file}, reader: rd, at: new([metas]field)}
	var slug string
	r.ID, r.Number, slug = Names(file)
	if _, markdown, _ := splitExtension(path.Base(file)); !markdown {
		r.Dialect = NotMarkdown
		readForeign(r, titleFromName(r.ID, slug))
		return r
	}
	start, stop, end := frontBounds(data)
	r.FrontEnd = end
	p := spare.Get().(*parser)
	defer p.done()
	p.r, p.lines = r, scanLinesInto(p.lines, data, end)
	if end > 0 {
		p.readFront(start, stop)
	}
	p.sections()
	p.title(slug)
	p.blocks()
	p.readMeta()
	p.statusSection()
	p.leadingNotes()
	p.linksSection()
	p.options()
	p.lead()
	r.Dialect = p.dialect()
	p.doubts()
	r.Findings.Sort()
	return r
}

// Lighten gives up what showing a record does not need: the front matter's tree, the
// sections and the places of the metadata, half of what is kept beside the bytes. Nothing
// can be edited or compared afterwards. A record that holds blocks stays as it is, since
// they may have to be rendered anew; so does one that is light already, which others
// may be reading.
func (r *Record) Lighten() {
	if len(r.Blocks) == 0 && r.at != &nowhere {
		r.LightenFront()
		r.Sections, r.at = nil, &nowhere
	}
}

// LightenFront gives up the front matter's tree, the larger part of that, unless it says
// what the record applies to.
func (r *Record) LightenFront() {
	if len(r.Blocks) == 0 && r.Front.Get("applies-to") == nil {
		r.Front = nil
	}
}

// nowhere are the places of a record that has given its own up. Nothing writes it.
var nowhere [metas]field

// again reads the record's file as other bytes, as it was read before.
func (r *Record) again(data []byte) *Record { return r.reader.Parse(r.File, data) }

// doubts notes what was not understood, or only by its file's name.
func (p *parser) doubts() {
	r := p.r
	doubt := func(pos diag.Pos, rule, hint, format string, args ...any) {
		r.Doubts = append(r.Doubts, diag.Finding{Pos: pos, Rule: rule, Severity: diag.Note, Hint: hint, Message: fmt.Sprintf(format, args...)})
	}
	if r.Status == decision.Unknown && r.StatusRaw != "" {
		doubt(r.StatusPos, "status", "write one of the five, or say in the settings' status-words what it means", "%q is no status that is known", shorten(r.StatusRaw))
	}
	if r.Date == "" && r.DateRaw != "" && !isPlaceholder(r.DateRaw) {
		doubt(r.at[MetaDate].pos, "date", "write YYYY-MM-DD", "%q is no date", shorten(r.DateRaw))
	}
	if r.at[MetaTitle].carrier == InName {
		doubt(r.TitlePos, "title", "", "there is no title; it is taken from the file's name")
	}
	if n, ok := r.TitleNumber(); ok && r.Number >= 0 && n != r.Number {
		doubt(p.pos(p.sectionLines[p.titled], r.spans.numberStart), "number", "", "the title has the number %d, the file's name %d", n, r.Number)
	}
	if r.Chosen != "" && len(r.Options) > 0 && !slices.ContainsFunc(r.Options, func(o Option) bool { return o.Chosen }) {
		doubt(p.chosenAt, "chosen-option", "", "the option %q is none of those considered", shorten(r.Chosen))
	}
}

// TitleNumber is the number before the title, as in "# 7. Cache"; ok is false where
// it has none.
func (r *Record) TitleNumber() (n int, ok bool) {
	if r.spans.titleStart <= r.spans.numberStart {
		return 0, false
	}
	before := string(r.Data[r.spans.numberStart:r.spans.titleStart])
	start, stop := numberIn(before)
	n, err := strconv.Atoi(before[start:stop])
	return n, err == nil
}

// shorten cuts a text that is quoted in a message.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
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

// opensSection tells whether a line is the first of a heading that no list and no
// quote holds.
func (l *line) opensSection() bool { return l.class == heading && l.first && l.depth == 0 }

// sections finds the headings that no list and no quote holds.
func (p *parser) sections() {
	r := p.r
	count := 0
	for i := range p.lines {
		if p.lines[i].opensSection() {
			count++
		}
	}
	if count == 0 {
		return
	}
	var levels [6]int
	open := levels[:0]
	r.Sections = make([]Section, 0, count)
	for i := range p.lines {
		l := &p.lines[i]
		if !l.opensSection() {
			continue
		}
		start, end, last := headingSpan(r.Data, p.lines, i)
		words, usual := usualHeadings[string(r.Data[start:end])]
		if !usual {
			words = plain(oneLine(string(r.Data[start:end])))
		}
		for len(open) > 0 && r.Sections[open[len(open)-1]].Level >= int(l.level) {
			r.Sections[open[len(open)-1]].End = l.start
			open = open[:len(open)-1]
		}
		open = append(open, len(r.Sections))
		p.sectionLines = append(p.sectionLines, i)
		p.bodyLines = append(p.bodyLines, last+1)
		p.names = append(p.names, headingName(words))
		r.Sections = append(r.Sections, Section{
			Level: int(l.level), Heading: words,
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
// file's name, of which it is given the words.
func (p *parser) title(slug string) {
	r := p.r
	for n := range r.Sections {
		if r.Sections[n].Level != 1 || r.Sections[n].Heading == "" {
			continue
		}
		i := p.sectionLines[n]
		p.titled = n
		start, end, _ := headingSpan(r.Data, p.lines, i)
		r.spans.numberStart = start
		start += numberPrefix(string(r.Data[start:end]))
		r.Title = r.Sections[n].Heading[numberPrefix(r.Sections[n].Heading):]
		r.TitlePos = p.pos(i, start)
		r.at[MetaTitle] = field{carrier: InHeading, pos: r.TitlePos, start: start, end: end}
		r.spans.titleStart, r.spans.titleEnd, r.spans.titleNext = start, end, r.Sections[n].Body
		return
	}
	if title := plain(oneLine(p.frontTitle)); title != "" {
		r.Title, r.TitlePos = title[numberPrefix(title):], p.frontTitlePos
		r.at[MetaTitle] = field{carrier: InFront, pos: r.TitlePos, key: p.frontTitleKey}
		return
	}
	r.Title = titleFromName(r.ID, slug)
	r.at[MetaTitle] = field{carrier: InName, pos: r.TitlePos}
}

// dialectOf is the dialect that has its metadata in a place; a section tells it for
// the status alone.
var dialectOf = map[Carrier]Dialect{InFront: MADR, InList: Bullets, InLine: Bullets, InTable: Table}

// dialect follows from where the status stands, without one from where the rest of
// the metadata does, and without any from MADR's headings.
func (p *parser) dialect() Dialect {
	status := p.r.at[MetaStatus].carrier
	if d, ok := dialectOf[status]; ok {
		return d
	}
	if status == InSection || p.r.spans.statusSection > 0 {
		return Nygard
	}
	// Without a status, whatever else carries metadata tells where it would stand.
	for _, m := range []Meta{MetaDate, MetaMakers, MetaTags, MetaConsulted, MetaInformed} {
		if d, ok := dialectOf[p.r.at[m].carrier]; ok {
			return d
		}
	}
	for i := range p.r.Sections {
		switch foldHeading(p.r.Sections[i].Heading) {
		case "considered options", "decision outcome", "context and problem statement":
			return MADR
		}
	}
	return Plain
}

// oneLine joins the lines of a text with spaces.
func oneLine(text string) string {
	if strings.IndexByte(text, '\n') < 0 {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}
