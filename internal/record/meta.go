package record

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// readMeta reads bullets, lines and tables before the first section, in this
// order, as a Status line in running text is the weaker sign.
func (p *parser) readMeta() {
	stop := len(p.lines)
	for _, h := range p.sectionLines {
		if p.lines[h].level > 1 {
			stop = h
			break
		}
	}
	for pass := range 2 {
		for i := range stop {
			l := &p.lines[i]
			bullet := l.item && l.depth == 1 && !l.quote
			if l.class != text || bullet != (pass == 0) || !bullet && l.depth > 0 {
				continue
			}
			where := InLine
			if bullet {
				where = InList
			}
			p.readMetaLine(i, where)
		}
	}
	p.metaTables(stop)
}

func (p *parser) readMetaLine(i int, where Carrier) {
	r, l := p.r, &p.lines[i]
	if l.end-l.text > maxText {
		return
	}
	text := string(r.Data[l.text:l.end])
	m, ok := metaOf(text)
	if !ok || m.name == "" {
		return
	}
	value := text[m.start:m.end]
	f := field{
		carrier: where, start: l.text + m.start, end: l.text + m.end, line: l.start, next: l.next,
		keyStart: l.text + m.keyStart, keyEnd: l.text + m.keyEnd,
	}
	p.takeMeta(m.name, text[m.keyStart:m.keyEnd], value, i, f)
}

// takeMeta takes a piece of metadata, unless a stronger carrier holds it: what
// metaKeys calls it, the key and the value as they are written, and the index of
// the line that f stands in.
func (p *parser) takeMeta(name, key, value string, i int, f field) {
	r, at := p.r, p.inLine(i, f.start)
	f.pos = at.pos(0)
	switch name {
	case "status":
		if r.at[MetaStatus].carrier == Nowhere {
			p.setStatus(value, f)
			p.relate(value, at, false)
		}
	case "date":
		if r.at[MetaDate].carrier == Nowhere {
			p.setDate(value, f)
		}
	case "makers":
		p.setList(MetaMakers, people(value), f)
	case "consulted":
		p.setList(MetaConsulted, people(value), f)
	case "informed":
		p.setList(MetaInformed, people(value), f)
	case "tags":
		p.setList(MetaTags, tagList(value), f)
	case "link":
		at.off = f.start - len(key) - 1 // the text begins with the key
		p.relate(key+" "+value, at, false)
	}
}

// list is the field of the record that holds a list of names.
func (r *Record) list(m Meta) *[]string {
	switch m {
	case MetaMakers:
		return &r.DecisionMakers
	case MetaConsulted:
		return &r.Consulted
	case MetaInformed:
		return &r.Informed
	}
	return &r.Tags
}

// setList takes names, unless a stronger carrier has any.
func (p *parser) setList(m Meta, values []string, f field) {
	if list := p.r.list(m); p.r.at[m].carrier == Nowhere || len(*list) == 0 && p.r.at[m].carrier != InFront {
		*list, p.r.at[m] = values, f
	}
}

// setStatus takes the status that a carrier holds, unless an earlier one said it.
func (p *parser) setStatus(raw string, f field) {
	r := p.r
	if r.at[MetaStatus].carrier != Nowhere || f.carrier == InFront && raw == "" {
		return
	}
	r.at[MetaStatus] = f
	if raw == "" {
		return
	}
	r.StatusRaw, r.StatusPos = raw, f.pos
	r.Status, _, _ = r.reader.statusOf(raw)
}

func (p *parser) setDate(raw string, f field) {
	r := p.r
	if raw == "" && f.carrier == InFront {
		return
	}
	r.at[MetaDate], r.DateRaw = f, raw
	r.Date, _, _ = dateOf(raw)
}

// statusSection reads the Status section: a status, and relations to others.
func (p *parser) statusSection() {
	for n, h := range p.sectionLines {
		if p.names[n] != "status" || p.lines[h].level == 1 && n == 0 {
			continue
		}
		p.r.spans.statusSection, p.r.spans.statusEnd = p.r.Sections[n].Body, len(p.r.Data)
		if n+1 < len(p.r.Sections) {
			p.r.spans.statusEnd = p.r.Sections[n+1].Start
		}
		p.readStatusSection(p.bodyOf(n))
		return
	}
}

func (p *parser) readStatusSection(from, to int) {
	r := p.r
	own := r.at[MetaStatus].carrier == Nowhere // no stronger carrier says a status
	best, bestDate, settled := -1, "", false
	dated, boxes := 0, -1 // lines with a date; the first line with a box that is not ticked
	var superseded field
	for i := from; i < to; i++ {
		l := &p.lines[i]
		if l.class != text || l.end-l.text > maxText {
			continue
		}
		raw := string(r.Data[l.text:l.end])
		raw = raw[:trimValue(raw)]
		at := p.inLine(i, l.text)
		if p.isLinkLine(raw) {
			had := len(r.Relations)
			p.relate(raw, at, true)
			ends := slices.ContainsFunc(r.Relations[had:], func(n Relation) bool { return n.Kind == decision.Supersedes && n.Reverse && !n.Partly })
			if status, _, _ := r.reader.statusOf(raw); (ends || status == decision.Superseded) && superseded.carrier == Nowhere {
				superseded = field{carrier: InSection, pos: at.pos(0), start: l.text, end: l.text, line: l.start, next: l.next}
				if own && best < 0 {
					r.StatusRaw = raw
				}
			}
			continue
		}
		if !own || settled {
			continue
		}
		if box := checkbox(raw); box == ' ' {
			if boxes < 0 {
				boxes = i
			}
			continue
		} else if box == 'x' {
			best, bestDate, settled, dated = i, "", true, 0
			continue
		}
		date := historyDate(raw)
		if date != "" {
			dated++
		}
		if best >= 0 && (date == "" || bestDate == "") {
			settled = true
			continue
		}
		if best < 0 || date >= bestDate {
			best, bestDate = i, date
		}
	}
	if best >= 0 && superseded.carrier != Nowhere {
		// What stands below "Superseded by" and is no status is a remark.
		raw := string(r.Data[p.lines[best].text:p.lines[best].end])
		if status, _, _ := r.reader.statusOf(raw); status == decision.Unknown {
			best = -1
		}
	}
	switch {
	case !own:
	case best >= 0:
		l := &p.lines[best]
		raw := string(r.Data[l.text:l.end])
		raw = raw[:trimValue(raw)]
		f := field{carrier: InSection, start: l.text, line: l.start, next: l.next, history: dated > 1}
		if checkbox(raw) != 0 {
			raw, f.start, f.ticked = raw[4:], l.text+4, true
		}
		f.pos, f.end = p.pos(best, f.start), f.start+len(raw)
		p.setStatus(raw, f)
		p.relate(raw, p.inLine(best, l.text), false)
	case boxes >= 0 && superseded.carrier == Nowhere:
		// Nothing is ticked: what it says is every status, and none.
		l := &p.lines[boxes]
		r.StatusRaw, r.StatusPos = string(r.Data[l.text:l.end]), p.pos(boxes, l.text)
		r.at[MetaStatus] = field{carrier: InSection, pos: r.StatusPos, start: l.text, end: l.end, line: l.start, next: l.next, ticked: true}
	case superseded.carrier != Nowhere:
		r.at[MetaStatus], r.StatusPos, r.Status = superseded, superseded.pos, decision.Superseded
	}
}

// checkbox tells how the box is ticked that a list item begins with: 'x', ' ', or 0
// without one.
func checkbox(raw string) byte {
	if len(raw) < 4 || raw[0] != '[' || raw[2] != ']' || raw[3] != ' ' {
		return 0
	}
	switch raw[1] {
	case 'x', 'X':
		return 'x'
	case ' ':
		return ' '
	}
	return 0
}

// historyDate gives the date that a line of a status history begins or ends with.
func historyDate(raw string) string {
	date, start, end := dateOf(raw)
	if date == "" {
		return ""
	}
	before := strings.Trim(raw[:start], " \t*_([-:,|")
	after := strings.Trim(raw[end:], " \t*_)].:,|")
	if before != "" && after != "" || len(before)+len(after) > 60 {
		return ""
	}
	return date
}
