package record

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// verb is one way to say a relation, in lower case.
type verb struct {
	words   string
	kind    decision.LinkKind
	reverse bool
}

// verbs are sorted by length, the longest first, so that "superseded by" is not
// taken for another word.
var verbs = func() []verb {
	all := []verb{
		{"supersedes", decision.Supersedes, false}, {"supercedes", decision.Supersedes, false}, {"replaces", decision.Supersedes, false},
		{"superseded by", decision.Supersedes, true}, {"superceded by", decision.Supersedes, true}, {"replaced by", decision.Supersedes, true},
		{"amends", decision.Amends, false}, {"amended by", decision.Amends, true},
		{"depends on", decision.DependsOn, false}, {"requires", decision.DependsOn, false},
		{"needed by", decision.DependsOn, true}, {"required by", decision.DependsOn, true},
		{"conflicts with", decision.ConflictsWith, false}, {"in conflict with", decision.ConflictsWith, true},
		{"relates to", decision.RelatesTo, false}, {"related to", decision.RelatesTo, true},
	}
	slices.SortStableFunc(all, func(a, b verb) int { return len(b.words) - len(a.words) })
	return all
}()

// linkKey reads a front matter key, or a kind of link, as a relation.
func linkKey(key string) (kind decision.LinkKind, reverse, ok bool) {
	words := strings.ReplaceAll(key, "-", " ")
	if words == "related" {
		return decision.RelatesTo, false, true
	}
	for _, v := range verbs {
		if v.words == words {
			return v.kind, v.reverse, true
		}
	}
	return "", false, false
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
	for i, v := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1].at
		}
		linked := false
		for _, l := range links {
			if l.start >= v.at && l.start < end && !l.image {
				linked = true
				p.addRelation(v.kind, v.reverse, l.target, at.pos(l.start))
			}
		}
		if !linked {
			p.plainTargets(v, text[:end], at)
		}
	}
	if len(found) > 0 {
		return
	}
	for _, l := range links {
		if !l.image && isRecordLink(l.target) {
			before := strings.TrimRight(text[:l.start], " :")
			p.addRelation(decision.RelatesTo, strings.HasSuffix(before, " by"), l.target, at.pos(l.start))
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
	lower := lowerASCII(text)
	var found []foundVerb
	for _, v := range verbs {
		for from := 0; ; {
			n := strings.Index(lower[from:], v.words)
			if n < 0 {
				break
			}
			at, end := from+n, from+n+len(v.words)
			from = end
			if at > 0 && isLetter(lower[at-1]) || end < len(lower) && isLetter(lower[end]) {
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
func (p *parser) plainTargets(v foundVerb, text string, at place) {
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
			return
		}
		p.addRelation(v.kind, v.reverse, target, at.pos(i))
		i += n
		for i < len(text) && strings.IndexByte("])*_`.;", text[i]) >= 0 {
			i++
		}
	}
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
func isLinkLine(raw string, refs map[string]string) bool {
	links := inlineLinks(raw, refs)
	for _, v := range findVerbs(raw, links) {
		if strings.Trim(raw[:v.at], " \t*_-") == "" {
			return true
		}
		break
	}
	if status, _, _ := statusOf(raw); status != decision.Unknown {
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

// addRelation adds a relation unless it is stated already.
func (p *parser) addRelation(kind decision.LinkKind, reverse bool, target string, pos diag.Pos) {
	target = strings.TrimSpace(target)
	if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "#") {
		return
	}
	key := Relation{Kind: kind, Reverse: reverse, Target: target}
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

// linksSection reads the list under "Links", and under "More Information" those
// items that begin with a relation.
func (p *parser) linksSection() {
	for n := range p.sectionLines {
		free := isHeading(p.r.Sections[n].Heading, "links")
		if !free && !isHeading(p.r.Sections[n].Heading, "more information") || p.r.Sections[n].Level == 1 {
			continue
		}
		from, to := p.bodyOf(n)
		for i := from; i < to; i++ {
			l := &p.lines[i]
			if l.class == text && l.depth > 0 && l.end-l.text <= maxText {
				raw := string(p.r.Data[l.text:l.end])
				if !free && !beginsWithVerb(raw) {
					continue
				}
				p.relate(raw[:trimValue(raw)], p.inLine(i, l.text), free)
			}
		}
	}
}

// beginsWithVerb tells whether a relation's words open the text.
func beginsWithVerb(text string) bool {
	lower := lowerASCII(text)
	return slices.ContainsFunc(verbs, func(v verb) bool { return strings.HasPrefix(lower, v.words+" ") })
}
