package record

import (
	"slices"
	"strings"
	"unicode"

	"tradeoff/internal/diag"
)

// MetaPart is one `Key: value` before the first section, in a list, on a line or in
// a table. Offsets count bytes of Data and take in whole lines; the parts of one
// table have all of it.
type MetaPart struct {
	Name       string // status, date, makers, consulted, informed, tags, link; "" for any other key
	Key, Value string // Markdown, as they are written
	Behind     string // a comment behind the value, "" without one
	Carrier    Carrier
	Start, End int
	Pos        diag.Pos // of the value, as Found gives it
}

// Meta gives the metadata before the first section: what the reader knows, and
// beside it in the same list, lines or table what is written alike. Keys and values
// that stand elsewhere, or with more than text in them, are left to the text.
func (a *Anatomy) Meta() []MetaPart {
	p := a.p
	stop := len(p.r.Data)
	for _, i := range p.sectionLines {
		if p.lines[i].level > 1 {
			stop = p.lines[i].start
			break
		}
	}
	var out []MetaPart
	for _, part := range a.Parts(p.r.FrontEnd, stop) {
		switch part.Kind {
		case ListPart:
			out = append(out, p.metaItems(part)...)
		case ParagraphPart:
			out = append(out, p.metaLines(part)...)
		case TablePart:
			out = append(out, p.metaTable(part)...)
		}
	}
	return out
}

// metaItems are the items of a list that are metadata.
func (p *parser) metaItems(part Part) []MetaPart {
	var out []MetaPart
	for _, item := range part.Items {
		if !item.Simple || item.Ordered {
			continue
		}
		m, ok := p.keyed(item.Text, item.Pos, InList)
		if ok {
			m.Start, m.End = item.Start, item.End
			out = append(out, m)
		}
	}
	return ifKnown(out)
}

// metaLines are the lines that a paragraph begins with and that are metadata.
func (p *parser) metaLines(part Part) []MetaPart {
	var out []MetaPart
	i := part.Pos.Line - 1
	for n, text := range strings.Split(part.Text, "\n") {
		l := &p.lines[i+n]
		m, ok := p.keyed(text, p.pos(i+n, l.text), InLine)
		if !ok {
			break
		}
		m.Start, m.End = l.start, l.next
		out = append(out, m)
	}
	return ifKnown(out)
}

// ifKnown is the lines where at least one has a key of metadata, else nothing.
func ifKnown(lines []MetaPart) []MetaPart {
	if !slices.ContainsFunc(lines, func(m MetaPart) bool { return m.Name != "" || isMetaKey(m.Key) }) {
		return nil
	}
	return lines
}

// keyed reads `Key: value`, whose first byte stands at pos. A key that is not
// known has to be a word or a few that begin with a capital.
func (p *parser) keyed(text string, pos diag.Pos, where Carrier) (MetaPart, bool) {
	first, more, _ := strings.Cut(text, "\n")
	if len(text) > maxText {
		return MetaPart{}, false
	}
	out := MetaPart{Carrier: where, Pos: pos}
	m, ok := metaOf(first)
	if ok && m.start == m.keyEnd && m.end > m.start {
		return MetaPart{}, false // one word
	}
	if ok {
		out.Name, out.Key, out.Value = m.name, first[m.keyStart:m.keyEnd], first[m.start:m.end]
		out.Pos.Col += len([]rune(first[:m.start]))
	} else {
		bare := strings.TrimLeft(first, "*_")
		n := keyLength(bare)
		key := strings.TrimSpace(bare[:n])
		value := strings.TrimLeft(bare[n:], "*_ \u00a0")
		rest, colon := strings.CutPrefix(value, ":")
		if !colon || key == "" || len(strings.Fields(key)) > 4 || !unicode.IsUpper([]rune(key)[0]) {
			return MetaPart{}, false
		}
		rest = strings.TrimLeft(rest, "*_")
		if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
			return MetaPart{}, false // an address, or a word with a colon in it
		}
		out.Key = key
		rest = strings.TrimLeft(rest, " \t")
		out.Pos.Col += len([]rune(first[:len(first)-len(rest)]))
		out.Value = rest[:trimValue(rest)]
	}
	if n := strings.LastIndex(first, "<!--"); n >= 0 && strings.HasSuffix(strings.TrimRight(first, " \t"), "-->") {
		out.Behind = strings.TrimSpace(first[n:])
	}
	if more != "" {
		if out.Behind != "" {
			return MetaPart{}, false
		}
		out.Value += "\n" + more
	}
	return out, true
}

// isMetaKey tells whether a key is one that metadata is known by.
func isMetaKey(key string) bool {
	_, ok := metaKey(key)
	return ok
}

// metaTable are the cells of a table, where it is metadata and nothing else.
func (p *parser) metaTable(part Part) []MetaPart {
	first := part.Pos.Line - 1
	rows := strings.Count(part.Text, "\n") + 1
	head, headCells := p.row(first)
	keys := 0
	for _, c := range headCells {
		if isMetaKey(plain(head[c.start:c.end])) {
			keys++
		}
	}
	var out []MetaPart
	add := func(key string, i int, row string, c cell) {
		name, _ := metaKey(strings.TrimRight(plain(key), ":： "))
		out = append(out, MetaPart{Name: name, Key: key, Value: row[c.start:c.end], Carrier: InTable,
			Start: part.Start, End: part.End, Pos: p.pos(i, p.lines[i].text+c.start)})
	}
	switch {
	case len(headCells) == 2 && keys < 2:
		known := false
		for i := first; i < first+rows; i++ {
			if i == first+1 {
				continue
			}
			row, cells := p.row(i)
			if len(cells) != 2 {
				return nil
			}
			key := row[cells[0].start:cells[0].end]
			known = known || isMetaKey(strings.TrimRight(plain(key), ":： "))
			add(key, i, row, cells[1])
		}
		if !known {
			return nil
		}
	case (keys >= 2 || keys == 1 && len(headCells) == 1) && rows == 3:
		row, cells := p.row(first + 2)
		if len(cells) != len(headCells) {
			return nil
		}
		for k, c := range cells {
			add(head[headCells[k].start:headCells[k].end], first+2, row, c)
		}
	}
	return out
}

// People splits text into names as the reader does: at commas and semicolons, as
// plain text, without a template's placeholders.
func People(text string) []string { return people(oneLine(text)) }

// RelationWords are the words that relations between records are said with, each
// by itself and folded, in the languages of the templates.
func RelationWords() map[string]bool {
	words := map[string]bool{}
	for _, v := range verbs {
		for _, w := range strings.Fields(v.words) {
			words[w] = true
		}
	}
	return words
}
