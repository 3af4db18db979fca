package convert

import (
	"path"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// meta takes the metadata before the first section: each key to its field, to the
// links, or under x. A value that says more than its field can hold goes under x as
// well, as it is written.
func (p *plan) meta() {
	for _, m := range p.a.Meta() {
		p.cut(m.Start, m.End, m.Behind)
		key := record.PlainText(m.Key)
		p.spare.add(key, 1)
		field, ok := p.metaField(m.Name, m.Value, m.Pos)
		if m.Name == "link" && !ok && m.Value != "" && field == "" {
			field = "links"
		}
		switch {
		case ok:
			if field != "" {
				p.noteField(m.Pos.Line, key, field)
			}
		case m.Value == "" && m.Name != "":
			p.note(m.Pos.Line, key, "", "it has no value")
		default:
			note := ""
			if field != "" {
				note = notAll
				p.noteField(m.Pos.Line, key, field)
			}
			p.keep(strings.TrimSuffix(key, "(s)"), source.String, lf(m.Value), m.Pos.Line, key, note)
		}
	}
}

// notAll says of a value under x why it is there beside its field.
const notAll = "word for word: its field does not hold all of it"

// noteField tells of a key that went to its field.
func (p *plan) noteField(line int, part, field string) {
	note := ""
	if field == "status" && p.e.Status == decision.Superseded {
		note = "accepted in the input: that it is superseded follows from its successor"
	}
	p.note(line, part, field, note)
}

// metaField puts a value into the field that its key names. Ok is false where the
// field, which is named then, does not say all that the value does.
func (p *plan) metaField(name, value string, pos diag.Pos) (field string, ok bool) {
	is := func(m record.Meta) bool { return p.r.Found(m).Pos == pos && pos.Line > 0 }
	lists := []struct {
		name string
		meta record.Meta
		to   *[]string
	}{{"makers", record.MetaMakers, &p.d.DecisionMakers}, {"consulted", record.MetaConsulted, &p.d.Consulted},
		{"informed", record.MetaInformed, &p.d.Informed}, {"tags", record.MetaTags, &p.d.Tags}}
	for _, l := range lists {
		if l.name != name || !is(l.meta) {
			continue
		}
		if strings.Contains(value, "\n") { // the reader takes the first line alone
			*l.to = record.People(value)
		}
		if len(*l.to) == 0 {
			return "", value == ""
		}
		return l.meta.String(), wordsOf(*l.to...).has(wordsOf(value))
	}
	switch {
	case name == "status" && is(record.MetaStatus):
		return "status", p.says(value, wordsOf(string(p.d.Status)), pos.Line, pos.Line)
	case name == "date" && is(record.MetaDate):
		if p.d.Date == "" {
			return "", value == ""
		}
		return "date", wordsOf(p.d.Date).has(wordsOf(value))
	case name == "link":
		if len(p.stated(pos.Line, pos.Line)) == 0 {
			return "", false
		}
		return "links", p.says(value, bag{}, pos.Line, pos.Line)
	}
	return "", false
}

// stated are the relations that lines of the record state, as the log knows them.
func (p *plan) stated(from, to int) []ledger.Relation {
	var out []ledger.Relation
	for _, s := range p.r.Relations {
		if s.Pos.Line < from || s.Pos.Line > to {
			continue
		}
		r := ledger.Relation{Kind: s.Kind, Reverse: s.Reverse, Target: s.Target}
		for _, known := range p.e.Relations {
			same := known.Pos == s.Pos || known.Target == s.Target ||
				known.Other != nil && path.Base(known.Other.Path) == path.Base(strings.SplitN(s.Target, "#", 2)[0])
			if same && known.Kind == s.Kind && known.Reverse == s.Reverse {
				r = known
				break
			}
		}
		out = append(out, r)
	}
	return out
}

// relationWords are those that say a relation.
var relationWords = record.RelationWords()

// says tells whether what is known of a text, and what is written of the relations
// that its lines state, holds every word of it. The words of relations, and the
// numbers and file names of the records they lead to, need not stand again.
func (p *plan) says(text string, known bag, from, to int) bool {
	spare := bag{}
	have := bag{}
	for word, n := range known {
		have[word] += n
	}
	var numbers []int
	names := bag{} // of the other records' files, which a link's address says once
	for _, r := range p.stated(from, to) {
		if r.Other == nil {
			have.add(r.Target, 1)
			continue
		}
		have.add(r.Other.Title+" "+path.Base(r.Other.Path), 1)
		names.add(path.Base(r.Other.Path), 1)
		if r.Other.Number >= 0 {
			numbers = append(numbers, r.Other.Number)
		}
	}
	related := len(numbers) > 0 || len(p.stated(from, to)) > 0 || p.e.Status == decision.Superseded
	for word, n := range wordsOf(text) {
		if have[word] >= n {
			continue
		}
		isNumberOf := slices.ContainsFunc(numbers, func(number int) bool { return isNumber(word, number) })
		if !related || !relationWords[word] && word != "adr" && word != "superseded" && word != "superceded" && !isNumberOf && names[word] == 0 {
			return false
		}
		spare[word] += n - have[word]
	}
	for word, n := range spare {
		p.spare[word] += n
	}
	return true
}

// keep puts a value under x, under a key made of its name. What it is called in the
// record is part.
func (p *plan) keep(name string, kind source.Kind, text string, line int, part, note string) {
	p.keepNode(name, &source.Node{Kind: kind, Text: text}, line, part, note)
}

func (p *plan) keepNode(name string, n *source.Node, line int, part, note string) {
	key := decision.ID(name)
	if key == "" {
		// A name without a Latin letter stands before its value.
		key = "other"
		if n.Kind == source.String {
			n = &source.Node{Kind: source.String, Text: name + ": " + n.Text}
		} else {
			n = &source.Node{Kind: source.Map, Entries: []source.Entry{{Key: name, Value: n}}}
		}
	}
	taken := func(key string) bool {
		return slices.ContainsFunc(p.x, func(e source.Entry) bool { return e.Key == key })
	}
	unique := key
	for n := 2; taken(unique); n++ {
		unique = key + "-" + itoa(n)
	}
	p.x = append(p.x, source.Entry{Key: unique, Value: n})
	p.note(line, part, "x."+unique, note)
}

// statusSection takes the Status section, where it is a status and relations. What
// more it says goes under x or, where that is long or more than paragraphs and
// lists, stays the section that it is.
func (p *plan) statusSection() {
	i := slices.IndexFunc(p.units, func(u *unit) bool { return u.role == "status" })
	if i < 0 {
		return
	}
	u := p.units[i]
	parts := p.a.Parts(u.body, u.end)
	last := 0
	for _, part := range parts {
		last = part.Pos.Line + strings.Count(string(p.r.Data[part.Start:part.End]), "\n")
		switch part.Kind {
		case record.ParagraphPart, record.CommentPart, record.DefinitionsPart:
		case record.ListPart:
			if slices.ContainsFunc(part.Items, func(i record.Item) bool { return !i.Simple || i.Ordered }) {
				return
			}
		default:
			return
		}
	}
	var said []string
	for _, part := range parts {
		if part.Kind == record.ParagraphPart || part.Kind == record.ListPart {
			said = append(said, lf(string(p.r.Data[part.Start:part.End])))
		}
	}
	text := strings.TrimSpace(strings.Join(said, "\n"))
	if !p.says(text, wordsOf(string(p.d.Status)), u.line, last) {
		if len(text) > maxStatus {
			return
		}
		p.keep("status", source.String, text, u.line, u.name(), "word for word: it says more than a status and links")
	}
	if p.r.Found(record.MetaStatus).Carrier != record.InSection {
		p.spare.add(string(p.d.Status), 1) // it was said twice
	}
	for _, part := range parts {
		if part.Kind == record.ParagraphPart || part.Kind == record.ListPart {
			p.cut(part.Start, part.End, "")
		}
	}
	if p.r.Found(record.MetaStatus).Carrier == record.InSection {
		p.noteField(u.line, u.name(), "status")
	}
	if len(p.stated(u.line, last)) > 0 {
		p.note(u.line, u.name(), "links", "")
	}
	p.drop(u)
}

// maxStatus bounds, in bytes, what a Status section may say beside its status and
// still go under x.
const maxStatus = 400

// lf is text with its line ends as LF.
func lf(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }
