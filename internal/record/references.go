package record

import (
	"strconv"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

// Reference is one place of a file that names another file's address, or another
// record by its number or name.
type Reference struct {
	Target     string // with escapes resolved
	Start, End int    // the bytes of Data that say so
	// TextStart and TextEnd are the bytes of a link's text; both 0 without one.
	TextStart, TextEnd int
	Link               bool // a link or an image; else a bare number or name in metadata
	Pos                diag.Pos
}

// tagTarget finds the addresses of HTML tags.
var tagTarget = lazyregexp.New(`(?i)<(?:a|img)\s[^<>]*?(?:href|src)\s*=\s*["']([^"'<>]*)["']`)

// References gives the places of a Markdown file that name another: its links and
// images, the definitions that links refer to, the addresses in HTML tags, and what
// its metadata says of its relations. Code and comments hold none.
func (r *Record) References() []Reference {
	if r.Dialect == NotMarkdown {
		return nil
	}
	p := &parser{r: r, lines: scanLines(r.Data, r.FrontEnd)}
	var refs []Reference
	seen := map[int]bool{} // by Start
	add := func(ref Reference, line int) {
		if !seen[ref.Start] && ref.Start < ref.End {
			seen[ref.Start] = true
			ref.Pos = p.pos(line, ref.Start)
			refs = append(refs, ref)
		}
	}
	for i := range p.lines {
		l := &p.lines[i]
		raw := string(r.Data[l.start:l.end])
		if l.class == front {
			for _, s := range inlineLinks(raw, nil) {
				add(Reference{Target: s.target, Start: l.start + s.addressStart, End: l.start + s.addressEnd, TextStart: l.start + s.textStart, TextEnd: l.start + s.textStart + len(s.text), Link: true}, i)
			}
			continue
		}
		if (l.class == markup || l.class == text) && strings.Contains(raw, "=") {
			for _, m := range tagTarget.FindAllStringSubmatchIndex(raw, -1) {
				add(Reference{Target: unescape(raw[m[2]:m[3]]), Start: l.start + m[2], End: l.start + m[3], Link: true}, i)
			}
		}
		if l.class != text && l.class != heading || !l.first {
			continue
		}
		par, _ := paragraphAt(r.Data, p.lines, i)
		at := func(offset int) (line, off int) { return par.place(p.lines, offset) }
		body := 0
		if l.class == text {
			body = definitionsIn(par.text, func(_ string, to address) {
				line, start := at(to.start)
				add(Reference{Target: to.target, Start: start, End: start + to.end - to.start, Link: true}, line)
			})
		}
		for _, s := range inlineLinks(par.text[body:], p.refs()) {
			if s.addressEnd == 0 {
				continue // through a definition
			}
			line, start := at(body + s.addressStart)
			ref := Reference{Target: s.target, Start: start, End: start + s.addressEnd - s.addressStart, Link: true}
			if !strings.Contains(s.text, "\n") {
				_, ref.TextStart = at(body + s.textStart)
				ref.TextEnd = ref.TextStart + len(s.text)
			}
			add(ref, line)
		}
	}
	return append(refs, r.bareReferences(p, seen)...)
}

// bareReferences are the relations that name the other record without a link.
func (r *Record) bareReferences(p *parser, seen map[int]bool) []Reference {
	var refs []Reference
	for _, rel := range r.Relations {
		if rel.Pos.Line == 0 || rel.Pos.Line > len(p.lines) {
			continue
		}
		l := &p.lines[rel.Pos.Line-1]
		raw := string(r.Data[l.start:l.end])
		from := 0
		for n := 1; n < rel.Pos.Col && from < len(raw); n++ {
			from += len(string([]rune(raw[from:])[:1]))
		}
		n := strings.Index(raw[from:], rel.Target)
		if n < 0 {
			continue
		}
		start := l.start + from + n
		if end := start + len(rel.Target); !seen[start] {
			seen[start] = true
			refs = append(refs, Reference{Target: rel.Target, Start: start, End: end, Pos: rel.Pos})
		}
	}
	return refs
}

// Renumber gives the edits that change the record's own number where it is
// written: before the title, and in the front matter keys that repeat it. The
// number keeps its width.
func (r *Record) Renumber(to int) []Edit {
	var edits []Edit
	put := func(start, end int) {
		edits = append(edits, Edit{Start: start, End: end, Text: padded(to, r.Data[start:end])})
	}
	if from, end := r.spans.numberStart, r.spans.titleStart; end > from && r.Number >= 0 {
		if start, stop := numberIn(string(r.Data[from:end])); start < stop {
			if n, err := strconv.Atoi(string(r.Data[from+start : from+stop])); err == nil && n == r.Number {
				put(from+start, from+stop)
			}
		}
	}
	for _, e := range entries(r.Front) {
		switch foldKey(e.Key) {
		case "number", "id", "adr", "adr-id", "nav-order":
		default:
			continue
		}
		text := scalar(e.Value)
		start, stop := numberIn(text)
		if n, err := strconv.Atoi(text[start:stop]); err != nil || n != r.Number || start > 4 || stop < len(text) {
			continue
		}
		line, at := r.lineStart(e.Value.Pos.Line)
		if n := strings.LastIndex(string(line), text); n >= 0 {
			put(at+n+start, at+n+stop)
		}
	}
	return edits
}

// lineStart gives a line of the file and its offset.
func (r *Record) lineStart(number int) (line []byte, at int) {
	for at = bomLength(r.Data); at < len(r.Data); number-- {
		text, next := lineAt(r.Data, at)
		if number == 1 {
			return text, at
		}
		at = next
	}
	return nil, at
}

// NumberIn gives the bytes of text that are its first number, such as those of "7"
// in "ADR-7: Cache". Both are 0 where it has none.
func NumberIn(text string) (start, end int) { return numberIn(text) }

func numberIn(text string) (start, end int) {
	start = strings.IndexAny(text, "0123456789")
	if start < 0 {
		return 0, 0
	}
	return start, start + digits(text[start:])
}

// padded writes a number as wide as the old one where that had zeros before it.
func padded(n int, old []byte) string {
	text := strconv.Itoa(n)
	if len(old) > 1 && old[0] == '0' && len(text) < len(old) {
		return strings.Repeat("0", len(old)-len(text)) + text
	}
	return text
}

// Padded is n with as many digits as old has, where old begins with a zero.
func Padded(n int, old string) string { return padded(n, []byte(old)) }
