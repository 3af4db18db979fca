package record

import (
	"bytes"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// frontBounds finds the front matter: the offsets of its first and last byte
// between the marks, and of the first byte after them. End is 0 without one.
func frontBounds(data []byte) (start, stop, end int) {
	at := bomLength(data)
	line, next := lineAt(data, at)
	mark := frontMark(line)
	if mark == "" || next == at {
		return 0, 0, 0
	}
	start = next
	for at = next; at < len(data); at = next {
		line, next = lineAt(data, at)
		if frontMark(line) == mark {
			return start, at, next
		}
	}
	return 0, 0, 0
}

// lineAt gives the line at an offset without its end, and where the next begins.
func lineAt(data []byte, at int) (line []byte, next int) {
	n := bytes.IndexByte(data[at:], '\n')
	if n < 0 {
		return data[at:], len(data)
	}
	return data[at : at+n], at + n + 1
}

// frontMark gives the mark that a line is: "---" around YAML, "+++" around TOML, ""
// for any other line.
func frontMark(line []byte) string {
	if len(line) < 3 || line[0] != '-' && line[0] != '+' {
		return ""
	}
	switch mark := string(bytes.TrimRight(line, " \t\r")); mark {
	case "---", "+++":
		return mark
	}
	return ""
}

// readFront reads the metadata of the front matter.
func (p *parser) readFront(start, stop int) {
	r := p.r
	if isEmptyFront(r.Data[start:stop]) {
		return
	}
	format := source.YAML
	if r.InTOML() {
		format = source.TOML
	}
	tree, findings := source.ParseAt(r.File, r.Data[start:stop], format, 2)
	for _, f := range findings {
		if tree == nil || f.Severity == diag.Error {
			f.Rule, f.Severity = "front-matter", diag.Warning
			if f.Hint == "" {
				f.Hint = "put text with special characters in quotes"
			}
			r.Findings = append(r.Findings, f)
		}
	}
	if tree != nil && tree.Kind != source.Map && tree.Kind != source.Null {
		r.Findings.Warnf(tree.Pos, "front-matter", "write lines such as \"status: proposed\"", "front matter is %s, not keys with values", tree.Kind)
		tree = nil
	}
	if tree == nil {
		p.salvageFront()
		return
	}
	r.Front = tree
	for i := range tree.Entries {
		p.frontEntry(&tree.Entries[i])
	}
}

// InTOML tells whether the front matter is TOML, as Hugo has it between "+++". It is
// read, and not edited.
func (r *Record) InTOML() bool {
	return r.FrontEnd > 0 && bytes.HasPrefix(r.Data[bomLength(r.Data):], []byte("+++"))
}

// frontEntry reads one key of the front matter. The first key that says a thing wins.
func (p *parser) frontEntry(e *source.Entry) {
	r := p.r
	key := foldKey(e.Key)
	f := field{carrier: InFront, key: e.Key, pos: e.Value.Pos}
	switch key {
	case "title":
		p.frontTitle = scalar(e.Value)
		p.frontTitleKey, p.frontTitlePos = e.Key, e.Value.Pos
	case "status":
		p.setStatus(scalar(e.Value), f)
		if raw := scalar(e.Value); raw != "" {
			p.relate(raw, fixed(e.Value.Pos), false)
		}
	case "date", "date-accepted", "date-proposed":
		if r.at[MetaDate].carrier == Nowhere {
			p.setDate(scalar(e.Value), f)
		}
	case "decision-makers", "decisionmakers", "deciders", "decider":
		p.frontList(MetaMakers, e.Value, f)
	case "consulted":
		p.frontList(MetaConsulted, e.Value, f)
	case "informed":
		p.frontList(MetaInformed, e.Value, f)
	case "tags", "tag", "labels":
		p.frontList(MetaTags, e.Value, f)
	case "links":
		p.frontLinks(e.Value)
	default:
		if kind, reverse, ok := linkKey(key); ok {
			p.frontTargets(kind, reverse, e.Value)
		}
	}
}

// frontList takes the names of one key; a key with none leaves room for another.
func (p *parser) frontList(m Meta, n *source.Node, f field) {
	if list := p.r.list(m); len(*list) == 0 {
		*list, p.r.at[m] = names(n), f
	}
}

// frontLinks reads a list of names, of {kind: name} or of {target, kind}, or a
// map of such lists.
func (p *parser) frontLinks(n *source.Node) {
	switch n.Kind {
	case source.List:
		for _, item := range n.Items {
			if item.Kind != source.Map {
				p.frontTargets(decision.RelatesTo, false, item)
			} else if target := item.Get("target"); target != nil {
				kind, reverse, ok := linkKey(foldKey(scalar(item.Get("kind"))))
				if !ok {
					kind = decision.RelatesTo
				}
				p.frontTargets(kind, reverse, target)
			} else {
				p.frontLinks(item)
			}
		}
	case source.Map:
		for _, e := range n.Entries {
			if kind, reverse, ok := linkKey(foldKey(e.Key)); ok {
				p.frontTargets(kind, reverse, e.Value)
			}
		}
	}
}

// frontTargets reads one target or a list of them.
func (p *parser) frontTargets(kind decision.LinkKind, reverse bool, n *source.Node) {
	if n.Kind == source.List {
		for _, item := range n.Items {
			if item.Kind != source.List {
				p.frontTargets(kind, reverse, item)
			}
		}
		return
	}
	text := strings.TrimSpace(scalar(n))
	if text == "" || isPlaceholder(text) && !strings.Contains(text, "](") {
		return
	}
	if links := inlineLinks(text, nil); len(links) > 0 {
		for _, l := range links {
			p.addRelation(verb{kind: kind, reverse: reverse}, l.target, n.Pos)
		}
		return
	}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			if target, _ := plainTarget(part); target != "" {
				part = target
			}
			p.addRelation(verb{kind: kind, reverse: reverse}, part, n.Pos)
		}
	}
}

// salvageFront reads the plain lines of front matter that does not parse, so
// that one wrong line does not hide the status.
func (p *parser) salvageFront() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.class != front {
			return
		}
		key, value, ok := strings.Cut(string(p.r.Data[l.start:l.end]), ":")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		if !ok || value == "" || isPlaceholder(value) {
			continue
		}
		pos := p.pos(i, l.start+len(key)+1+skipSpace(string(p.r.Data[l.start+len(key)+1:l.end]), 0))
		switch foldKey(key) {
		case "title":
			p.frontTitle, p.frontTitlePos = value, pos
		case "status":
			p.setStatus(value, field{carrier: InFront, key: key, pos: pos})
		case "date":
			p.setDate(value, field{carrier: InFront, key: key, pos: pos})
		}
	}
}

// foldKey folds the spellings of one key: decision_makers, decisionMakers and
// Decision-Makers are decision-makers.
func foldKey(key string) string {
	if !strings.ContainsFunc(key, func(c rune) bool { return c == '_' || c == ' ' || 'A' <= c && c <= 'Z' }) {
		return key
	}
	var b strings.Builder
	for i := range len(key) {
		c := key[i]
		switch {
		case c == '_' || c == ' ':
			c = '-'
		case 'A' <= c && c <= 'Z':
			if i > 0 && 'a' <= key[i-1] && key[i-1] <= 'z' {
				b.WriteByte('-')
			}
			c |= 0x20
		}
		b.WriteByte(c)
	}
	return b.String()
}

// scalar is the text of a value that is neither a list nor a map; of a list
// with one item that item's.
func scalar(n *source.Node) string {
	if n == nil {
		return ""
	}
	switch n.Kind {
	case source.Null, source.Map:
		return ""
	case source.List:
		if len(n.Items) == 1 && n.Items[0].Kind != source.List {
			return scalar(n.Items[0])
		}
		return ""
	}
	return strings.TrimSpace(n.Text)
}

// names reads a list, or text with commas.
func names(n *source.Node) []string {
	if n.Kind != source.List {
		return people(scalar(n))
	}
	var all []string
	for _, item := range n.Items {
		if item.Kind == source.List {
			continue
		}
		if text := plain(scalar(item)); text != "" && !isPlaceholder(text) {
			all = append(all, text)
		}
	}
	return all
}
