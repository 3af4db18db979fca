package record

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// linkKey reads a front matter key, or a kind of link, as a relation.
func linkKey(key string) (kind decision.LinkKind, reverse, ok bool) {
	words := strings.ReplaceAll(key, "-", " ")
	if words == "related" {
		return decision.RelatesTo, false, true
	}
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.words == words })
	if i < 0 {
		return "", false, false
	}
	return verbs[i].kind, verbs[i].reverse, true
}

// LinkKind reads the words of a relation, in the language of any template, with
// blanks or hyphens between them: "amends", "superseded-by", "remplacé par".
func LinkKind(words string) (kind decision.LinkKind, reverse, ok bool) {
	return linkKey(fold(strings.Join(strings.Fields(words), " ")))
}

// place tells where a piece of text stands, so that the relations in it get
// positions. The zero line means that all of it has one position.
type place struct {
	p    *parser
	line int
	off  int // of the text's first byte in the file
	at   diag.Pos
}

func fixed(pos diag.Pos) place { return place{at: pos} }

func (p *parser) inLine(line, off int) place { return place{p: p, line: line, off: off} }

// pos is the position of the byte at that offset of the text.
func (a place) pos(offset int) diag.Pos {
	if a.p == nil {
		return a.at
	}
	return a.p.pos(a.line, a.off+offset)
}

// relate adds the relations that text states: a verb with the links, or the
// numbers, behind it. With free, a link to a record without a known verb
// relates to it.
func (p *parser) relate(text string, at place, free bool) {
	if len(text) > maxText || isPlaceholder(text) {
		return
	}
	links := inlineLinks(text, p.refs())
	found := findVerbs(text, links)
	if len(found) == 0 && !free {
		return
	}
	said := false
	for i, v := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1].at
		}
		linked := false
		for _, l := range links {
			if l.start >= v.at && l.start < end && !l.image {
				linked = true
				p.addPart(v.verb, l.target, partBehind(text[l.end:end]), at.pos(l.start))
			}
		}
		if !linked {
			linked = p.plainTargets(v, text[:end], at)
		}
		said = said || linked
	}
	if said || !free {
		return
	}
	for _, l := range links {
		if n := len(found); n > 0 && l.end <= found[n-1].at && !l.image && isRecordLink(l.target) && saysThis(text[l.end:found[n-1].at]) && !found[n-1].reverse {
			// "[7. X](0007-x.md), which this decision supersedes"
			p.addRelation(found[n-1].verb, l.target, at.pos(l.start))
			continue
		}
		if !l.image && isRecordLink(l.target) {
			before := strings.TrimRight(text[:l.start], " :")
			p.addRelation(verb{kind: decision.RelatesTo, reverse: strings.HasSuffix(before, " by")}, l.target, at.pos(l.start))
		}
	}
}

// foundVerb is a verb in a text.
type foundVerb struct {
	verb
	at, end int
}

// findVerbs finds the verbs of a text outside its links, in their order.
func findVerbs(text string, links []span) []foundVerb {
	lower := fold(text)
	ascii := isASCII(text)
	var found []foundVerb
	for _, v := range verbs {
		if ascii && v.foreign {
			continue
		}
		for from := 0; ; {
			n := strings.Index(lower[from:], v.words)
			if n < 0 {
				break
			}
			at, end := from+n, from+n+len(v.words)
			from = end
			if v.words == "被" && !strings.ContainsAny(lower[end:], "取替代换") {
				continue // the passive of another verb
			}
			if !v.wide && (at > 0 && isLetter(lower[at-1]) || end < len(lower) && isLetter(lower[end])) {
				continue
			}
			taken := slices.ContainsFunc(found, func(f foundVerb) bool { return at < f.end && f.at < end }) ||
				slices.ContainsFunc(links, func(l span) bool { return at >= l.start && at < l.end })
			if !taken {
				found = append(found, foundVerb{v, at, end})
			}
		}
	}
	slices.SortFunc(found, func(a, b foundVerb) int { return a.at - b.at })
	return found
}

// plainTargets adds what stands behind a verb without being a link:
// "superseded by ADR-0123 and ADR 7".
func (p *parser) plainTargets(v foundVerb, text string, at place) (some bool) {
	for i := v.end; i < len(text); {
		for i < len(text) && strings.IndexByte(" \t:,&[(*_`", text[i]) >= 0 {
			i++
		}
		if lower := lowerASCII(text[i:min(len(text), i+4)]); lower == "and " {
			i += 4
			continue
		}
		target, n := plainTarget(text[i:])
		if target == "" {
			return some
		}
		some = true
		p.addRelation(v.verb, target, at.pos(i))
		i += n
		for i < len(text) && strings.IndexByte("])*_`.;", text[i]) >= 0 {
			i++
		}
	}
	return some
}

// saysThis tells whether a text between a link and a verb has this decision as
// what does it.
func saysThis(between string) bool {
	words := strings.Fields(lowerASCII(between))
	return slices.Contains(words, "this") && len(words) <= 4
}

// plainTarget reads a record's number or file name at the beginning of text:
// "0007" of "ADR-0007", "ADR 0007 - Title" or "7", else a name that ends in
// .md or begins with a date. n counts the bytes read.
func plainTarget(text string) (target string, n int) {
	end := strings.IndexAny(text, " \t,;)]*`\n")
	if end < 0 {
		end = len(text)
	}
	word := strings.TrimRight(text[:end], ".:")
	bare := word
	for _, prefix := range []string{"madr", "adr", "ad"} {
		if len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
			rest := strings.TrimLeft(text[len(prefix):], "-_ #")
			if k := digits(rest); k > 0 && k <= 8 && (k == len(rest) || strings.IndexByte(" \t,;)]*`\n.:", rest[k]) >= 0) {
				return rest[:k], len(text) - len(rest) + k
			}
			break
		}
	}
	bare = strings.TrimPrefix(bare, "#")
	switch {
	case bare == "":
		return "", 0
	case digits(bare) == len(bare) && len(bare) <= 8:
		return bare, end
	case strings.HasSuffix(word, ".md"), dateLength(word) > 0, digits(word) >= 3 && strings.Contains(word, "-"):
		return word, end
	}
	return "", 0
}

// isLinkLine tells whether a line of a Status section states relations and no
// status: it begins with a verb, or is a few words and a link to a record.
func (p *parser) isLinkLine(raw string) bool {
	links := inlineLinks(raw, p.refs())
	for _, v := range findVerbs(raw, links) {
		if strings.Trim(raw[:v.at], " \t*_-") == "" {
			return true
		}
		break
	}
	if status, _, _ := p.r.reader.statusOf(raw); status != decision.Unknown {
		return false
	}
	for _, l := range links {
		return !l.image && isRecordLink(l.target) && len(strings.Fields(raw[:l.start])) <= 4
	}
	return false
}

// isRecordLink tells whether a link's target may be a record of the same log.
func isRecordLink(target string) bool {
	if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
		return false
	}
	target, _, _ = strings.Cut(target, "#")
	if i := strings.LastIndexByte(target, '/'); i >= 0 {
		target = target[i+1:]
	}
	return strings.HasSuffix(strings.ToLower(target), ".md") && IsRecord(target)
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

// addRelation adds a relation unless it is stated already.
func (p *parser) addRelation(v verb, target string, pos diag.Pos) { p.addPart(v, target, "", pos) }

func (p *parser) addPart(v verb, target, part string, pos diag.Pos) {
	target = strings.TrimSpace(target)
	if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "#") {
		return
	}
	key := Relation{Kind: v.kind, Reverse: v.reverse, Partly: v.partly, Part: part, Target: target}
	if p.stated[key] {
		return
	}
	if p.stated == nil {
		p.stated = map[Relation]bool{}
	}
	p.stated[key] = true
	key.Pos = pos
	p.r.Relations = append(p.r.Relations, key)
}

// linksSection reads the list under "Links", under "More Information" those items
// that a relation or a link to a record opens, and under any other heading those
// that are a relation and nothing else.
func (p *parser) linksSection() {
	for n := range p.sectionLines {
		heading := p.r.Sections[n].Heading
		if p.r.Sections[n].Level == 1 && n == 0 || isHeading(heading, "status") {
			continue
		}
		free, more := isHeading(heading, "links"), isHeading(heading, "more information")
		from, to := p.bodyOf(n)
		for i := from; i < to; i++ {
			l := &p.lines[i]
			if l.class != text || l.depth == 0 || l.quote || l.end-l.text > maxText || !l.item && !free && !more {
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
	lower := fold(strings.TrimLeft(text, "*_"))
	return slices.ContainsFunc(verbs, func(v verb) bool {
		rest, ok := strings.CutPrefix(lower, v.words)
		return ok && (v.wide || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "*"))
	})
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
