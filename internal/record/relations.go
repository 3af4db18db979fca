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
	if !strings.ContainsAny(text, "[0123456789.") {
		return // neither a link nor a number nor a file's name
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
