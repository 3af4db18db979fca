package record

import (
	"strings"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// metaKeys are the keys that bullets and lines before the first section may
// carry; those with "" are known for metadata and not read.
var metaKeys = map[string]string{
	"status": "status", "date": "date", "deciders": "makers", "decider": "makers",
	"decision makers": "makers", "decision-makers": "makers", "decision maker": "makers",
	"consulted": "consulted", "informed": "informed", "tags": "tags", "tag": "tags",
	"supersedes": "link", "supercedes": "link", "superseded by": "link", "superceded by": "link",
	"amends": "link", "amended by": "link", "depends on": "link", "relates to": "link", "related to": "link",
	"technical story": "", "user story": "", "author": "", "authors": "", "issue": "", "ticket": "", "owner": "",
	"owners": "", "reviewers": "", "approvers": "", "version": "", "last updated": "", "category": "", "updated": "",
	"pr": "", "rfc": "", "created": "", "participants": "", "number": "", "id": "",
}

// metaLine is a `Key: value` text: `Status: x`, `**Status:** x`, `**Status**: x`,
// `Date : x`. Offsets count bytes of the text.
type metaLine struct {
	name             string // what metaKeys makes of the key
	keyStart, keyEnd int
	start, end       int // of the value, without markup around it, a hard break or a comment behind it
}

// metaOf reads text as metadata. Ok is false where its key is not known.
func metaOf(text string) (m metaLine, ok bool) {
	i := 0
	for i < len(text) && (text[i] == '*' || text[i] == '_') {
		i++
	}
	m.keyStart = i
	for i < len(text) && i < m.keyStart+24 && (isLetter(text[i]) || text[i] == ' ' || text[i] == '-') {
		i++
	}
	m.keyEnd = i
	for m.keyEnd > m.keyStart && (text[m.keyEnd-1] == ' ' || text[m.keyEnd-1] == '-') {
		m.keyEnd--
	}
	if m.keyEnd == m.keyStart {
		return m, false
	}
	marked := i
	for i < len(text) && (text[i] == '*' || text[i] == '_') {
		i++
	}
	closed := i > marked
	for strings.HasPrefix(text[i:], " ") || strings.HasPrefix(text[i:], "\u00a0") || strings.HasPrefix(text[i:], "\u202f") {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	key := lowerASCII(text[m.keyStart:m.keyEnd])
	switch {
	case i < len(text) && text[i] == ':':
		i++
	case strings.HasPrefix(text[i:], "："):
		i += len("：")
	case strings.HasPrefix(key, "date") && i < len(text) && isDigit(text[i]) && strings.TrimSpace(key) == "date":
		// "Date 2023-09-28": the colon was forgotten
	default:
		return m, false
	}
	m.name, ok = metaKeys[key]
	if !ok {
		return m, false
	}
	if !closed && m.keyStart > 0 { // **Status:** x
		marks := text[:m.keyStart]
		if strings.HasPrefix(text[i:], marks) {
			i += len(marks)
		}
	}
	i = skipSpace(text, i)
	m.start, m.end = i, max(i, trimValue(text))
	return m, true
}

// trimValue gives the offset after the last byte of a value: before white
// space, a hard line break and comments.
func trimValue(text string) int {
	for {
		trimmed := strings.TrimRight(text, " \t\r\n")
		if n := strings.LastIndex(trimmed, "<!--"); n >= 0 && strings.HasSuffix(trimmed[n:], "-->") {
			trimmed = trimmed[:n]
		} else if strings.HasSuffix(trimmed, `\`) {
			trimmed = trimmed[:len(trimmed)-1]
		}
		if len(trimmed) == len(text) {
			return len(text)
		}
		text = trimmed
	}
}

// readMeta reads bullets and lines before the first section. Bullets go first,
// as a Status line in running text is the weaker sign.
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
			where := inLine
			if bullet {
				where = inBullet
			}
			p.readMetaLine(i, where)
		}
	}
}

func (p *parser) readMetaLine(i int, where carrier) {
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
	at := p.inLine(i, f.start)
	switch m.name {
	case "status":
		if r.spans.status.carrier == nowhere {
			p.setStatus(value, at.pos(0), f)
			p.relate(value, at, false)
		}
	case "date":
		if r.spans.date.carrier == nowhere {
			p.setDate(value, f)
		}
	case "makers":
		if r.spans.makers.carrier == nowhere {
			r.DecisionMakers, r.spans.makers = people(value), f
		}
	case "consulted":
		setOnce(&r.Consulted, people(value))
	case "informed":
		setOnce(&r.Informed, people(value))
	case "tags":
		setOnce(&r.Tags, tagList(value))
	case "link":
		p.relate(text[m.keyStart:m.keyEnd]+" "+value, at, false)
	}
}

// setStatus takes the status that a carrier holds, unless an earlier one said it.
func (p *parser) setStatus(raw string, pos diag.Pos, f field) {
	r := p.r
	if r.spans.status.carrier != nowhere || f.carrier == inFront && raw == "" {
		return
	}
	r.spans.status = f
	if raw == "" {
		return
	}
	r.StatusRaw, r.StatusPos = raw, pos
	r.Status, _, _ = statusOf(raw)
}

func (p *parser) setDate(raw string, f field) {
	r := p.r
	if raw == "" && f.carrier == inFront {
		return
	}
	r.spans.date, r.DateRaw = f, raw
	r.Date, _, _ = dateOf(raw)
}

func setOnce(list *[]string, values []string) {
	if *list == nil {
		*list = values
	}
}

// statusSection reads the Status section: a status, and relations to others.
func (p *parser) statusSection() {
	for n, h := range p.sectionLines {
		if !isHeading(p.r.Sections[n].Heading, "status") || p.lines[h].level == 1 && n == 0 {
			continue
		}
		p.r.spans.statusSection = p.r.Sections[n].Body
		p.readStatusSection(p.bodyOf(n))
		return
	}
}

func (p *parser) readStatusSection(from, to int) {
	r := p.r
	own := r.spans.status.carrier == nowhere // no stronger carrier says a status
	best, bestDate, settled := -1, "", false
	var superseded field
	var supersededAt diag.Pos
	for i := from; i < to; i++ {
		l := &p.lines[i]
		if l.class != text || l.end-l.text > maxText {
			continue
		}
		raw := string(r.Data[l.text:l.end])
		raw = raw[:trimValue(raw)]
		at := p.inLine(i, l.text)
		if isLinkLine(raw, p.refs()) {
			p.relate(raw, at, true)
			if status, _, _ := statusOf(raw); status == decision.Superseded && superseded.carrier == nowhere {
				superseded = field{carrier: inSection, start: l.text, end: l.text, line: l.start, next: l.next}
				supersededAt = at.pos(0)
				if own && best < 0 {
					r.StatusRaw = raw
				}
			}
			continue
		}
		if !own || settled {
			continue
		}
		date := historyDate(raw)
		if best >= 0 && (date == "" || bestDate == "") {
			settled = true
			continue
		}
		if best < 0 || date >= bestDate {
			best, bestDate = i, date
		}
	}
	switch {
	case !own:
	case best >= 0:
		l := &p.lines[best]
		raw := string(r.Data[l.text:l.end])
		raw = raw[:trimValue(raw)]
		p.setStatus(raw, p.pos(best, l.text), field{carrier: inSection, start: l.text, end: l.text + len(raw), line: l.start, next: l.next})
		p.relate(raw, p.inLine(best, l.text), false)
	case superseded.carrier != nowhere:
		r.spans.status, r.StatusPos, r.Status = superseded, supersededAt, decision.Superseded
	}
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
