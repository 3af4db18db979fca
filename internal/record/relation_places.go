package record

import (
	"bytes"
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// saysThis tells whether a text between a link and a verb has this decision as
// what does it.
func saysThis(between string) bool {
	words := strings.Fields(lowerASCII(between))
	return slices.Contains(words, "this") && len(words) <= 4
}

// isLinkLine tells whether a line of a Status section states relations and no
// status: it begins with a verb, or is a few words and a link to a record.
func (p *parser) isLinkLine(raw string) bool {
	if beginsWithVerb(raw) {
		return true
	}
	links := inlineLinks(raw, p.refs())
	if status, _, _ := p.r.reader.statusOf(raw); status != decision.Unknown {
		return false
	}
	for _, l := range links {
		return !l.image && isRecordLink(l.target) && len(strings.Fields(raw[:l.start])) <= 4
	}
	return false
}

// partBehind reads the part that words behind a link name: ", part 4".
func partBehind(text string) string {
	text, ok := strings.CutPrefix(strings.TrimLeft(text, ", "), "part ")
	if !ok {
		return ""
	}
	if n := strings.IndexAny(text, ",.;"); n >= 0 {
		text = text[:n]
	}
	return plain(text)
}

// linksSection reads the list under "Links", under "More Information" those items
// that a relation or a link to a record opens, and under any other heading those
// that are a relation and nothing else.
func (p *parser) linksSection() {
	for n := range p.sectionLines {
		name := p.names[n]
		if p.r.Sections[n].Level == 1 && n == 0 || name == "status" {
			continue
		}
		free, more := name == "links", name == "more information"
		from, to := p.bodyOf(n)
		for i := from; i < to; i++ {
			l := &p.lines[i]
			if l.class != text || l.depth == 0 || l.quote || l.end-l.text > maxText || !l.item && !free && !more {
				continue
			}
			if !free && !more && !mayBeginWithVerb(p.r.Data[l.text:l.end]) {
				continue
			}
			raw := string(p.r.Data[l.text:l.end])
			raw = raw[:trimValue(raw)]
			open := free || more && l.item && p.beginsWithRecord(raw)
			if open || more && beginsWithVerb(raw) || !more && p.onlyRelation(raw) {
				p.relate(raw, p.inLine(i, l.text), open)
			}
		}
	}
}

// leadingNotes reads what stands before the first section, quoted or not, and
// says "superseded by" with a link to a record: the note that a team puts over an
// old decision.
func (p *parser) leadingNotes() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.class == heading && l.level > 1 && l.depth == 0 {
			return
		}
		if l.class != text || l.item || l.end-l.text > maxText {
			continue
		}
		raw := string(p.r.Data[l.text:l.end])
		links := inlineLinks(raw, p.refs())
		if !slices.ContainsFunc(links, func(s span) bool { return !s.image && isRecordLink(s.target) }) {
			continue
		}
		for _, v := range findVerbs(raw, links) {
			if v.kind != decision.Supersedes {
				continue
			}
			for _, s := range links {
				if s.start >= v.end && len(strings.TrimSpace(raw[v.end:s.start])) <= 2 && isRecordLink(s.target) {
					p.addRelation(v.verb, s.target, p.inLine(i, l.text).pos(s.start))
				}
			}
		}
	}
}

// beginsWithVerb tells whether a relation's words open the text.
func beginsWithVerb(text string) bool {
	text = strings.TrimLeft(text, " \t*_-")
	if text == "" {
		return false
	}
	text = text[:min(len(text), 64)]
	ascii := isASCII(text)
	for i, lower := 0, ""; i < len(verbsBy[lowerByte(text[0])]); i++ {
		v := &verbsBy[lowerByte(text[0])][i]
		switch {
		case len(v.words) > len(text) || v.foreign && ascii:
			continue
		case v.foreign:
			if lower == "" {
				lower = fold(text)
			}
			if !strings.HasPrefix(lower, v.words) {
				continue
			}
		case !foldsTo(text[:len(v.words)], v.words):
			continue
		}
		if v.wide || len(text) == len(v.words) || strings.IndexByte(" :*_", text[len(v.words)]) >= 0 {
			return true
		}
	}
	return false
}

// mayBeginWithVerb is false of a text that beginsWithVerb is false of for its first
// letter: of most, which need not be taken out of the file then.
func mayBeginWithVerb(text []byte) bool {
	text = bytes.TrimLeft(text, " \t*_-")
	return len(text) > 0 && len(verbsBy[lowerByte(text[0])]) > 0
}

// foldsTo tells whether lowerASCII of a text is that one, which is as long.
func foldsTo(text, lower string) bool {
	for i := range len(text) {
		if lowerByte(text[i]) != lower[i] {
			return false
		}
	}
	return true
}

// beginsWithRecord tells whether a link to a record opens the text.
func (p *parser) beginsWithRecord(raw string) bool {
	links := inlineLinks(raw, p.refs())
	return len(links) > 0 && strings.Trim(raw[:links[0].start], "*_ ") == "" && isRecordLink(links[0].target)
}

// onlyRelation tells whether a text is a relation's words, links to records behind
// them, and nothing else.
func (p *parser) onlyRelation(raw string) bool {
	if !beginsWithVerb(raw) {
		return false
	}
	links := inlineLinks(raw, p.refs())
	found := findVerbs(raw, links)
	if len(links) == 0 || len(found) == 0 {
		return false
	}
	at := found[0].end
	for _, l := range links {
		if l.start < at || l.image || !isRecordLink(l.target) {
			return false
		}
		if between := strings.Trim(raw[at:l.start], " ,:*_&"); between != "" && between != "and" {
			return false
		}
		at = l.end
	}
	return strings.Trim(raw[at:], " .*_") == ""
}
