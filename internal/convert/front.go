package convert

import (
	"slices"
	"strings"
	"time"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// ownedKeys are the front matter keys that package render writes.
var ownedKeys = []string{"status", "date", "decision-makers", "consulted", "informed", "tags"}

// front takes the keys of the front matter. Those without a field go under x, and
// stay where they are too, as other tools may read them there; so do comments.
func (p *plan) front() {
	if p.r.Front == nil {
		return
	}
	for i, e := range p.r.Front.Entries {
		last := 0
		if i+1 < len(p.r.Front.Entries) {
			last = p.r.Front.Entries[i+1].KeyPos.Line - 1
		} else {
			last = strings.Count(string(p.r.Data[:p.r.FrontEnd]), "\n")
		}
		p.frontKey(e, last)
	}
}

// frontKey takes one key, whose value ends at a line.
func (p *plan) frontKey(e source.Entry, last int) {
	line := e.KeyPos.Line
	meta := map[record.Meta]string{record.MetaStatus: "status", record.MetaDate: "date", record.MetaMakers: "makers",
		record.MetaConsulted: "consulted", record.MetaInformed: "informed", record.MetaTags: "tags"}
	for m, name := range meta {
		if p.r.Found(m).Pos != e.Value.Pos || p.r.Found(m).Carrier != record.InFront {
			continue
		}
		p.spare.add(e.Key, 1)
		if e.Value.Kind == source.Null {
			p.spare.add(e.Value.Text, 1)
			p.note(line, e.Key, "", "it has no value")
			if !slices.Contains(ownedKeys, e.Key) {
				p.dropped = append(p.dropped, e.Key)
			}
			return
		}
		if !slices.Contains(ownedKeys, e.Key) {
			p.dropped = append(p.dropped, e.Key)
		}
		values := bag{}
		values.tree(e.Value)
		field, ok := p.metaField(name, strings.TrimSpace(flat(e.Value)), e.Value.Pos)
		if field != "" {
			p.noteField(line, e.Key, field)
		}
		if !ok && len(values) > 0 {
			p.keepNode(e.Key, asWritten(e.Value), line, e.Key, notAll)
		} else if field == "" {
			p.note(line, e.Key, "", "it has no value")
		}
		return
	}
	if p.r.Found(record.MetaTitle).Carrier == record.InFront && p.r.Found(record.MetaTitle).Pos == e.Value.Pos {
		p.d.Title = strings.TrimSpace(e.Value.Text)
		p.stay(line, e.Key, "title")
		return
	}
	if strings.EqualFold(e.Key, "title") && strings.TrimSpace(e.Value.Text) == p.d.Title {
		p.stay(line, e.Key, "title")
		return
	}
	if p.frontField(e) {
		p.dropped = append(p.dropped, e.Key)
		p.spare.add(e.Key, 1)
		p.note(line, e.Key, e.Key, "")
		return
	}
	if len(p.stated(line, last)) > 0 && p.says(flat(e.Value)+" "+e.Key, bag{"links": 1, "related": 1, "target": 99, "kind": 99}, line, last) {
		p.stay(line, e.Key, "links")
		return
	}
	if e.Value.Kind == source.Null {
		p.rows = append(p.rows, Row{Line: line, Part: e.Key, Record: "front matter", Note: "it has no value"})
		return
	}
	p.keepNode(e.Key, asWritten(e.Value), line, e.Key, "")
	p.rows[len(p.rows)-1].Record = "front matter"
}

// stay tells of a key that stays in the front matter beside its field.
func (p *plan) stay(line int, key, field string) {
	p.rows = append(p.rows, Row{Line: line, Part: key, Input: field, Record: "front matter"})
}

// frontField takes a key that is written as an input has it. It is false of any
// other, and of a value that an input would not take.
func (p *plan) frontField(e source.Entry) bool {
	text, isText := e.Value.Text, e.Value.Kind == source.String && strings.TrimSpace(e.Value.Text) != ""
	_, err := time.Parse(time.DateOnly, text)
	isDate := err == nil
	switch {
	case e.Key == "review-by" && isDate:
		p.d.ReviewBy = text
	case e.Key == "revisit-when" && isText:
		p.d.RevisitWhen = text
	case e.Key == "discussion" && isText:
		p.d.Discussion = text
	case e.Key == "realised" && (isDate || text == "none" || text == "partly"):
		p.d.Realised = text
	case e.Key == "applies-to" && e.Value.Kind == source.List && !slices.ContainsFunc(e.Value.Items, func(n *source.Node) bool {
		return n.Kind != source.String || strings.TrimSpace(n.Text) == ""
	}):
		for _, item := range e.Value.Items {
			p.d.AppliesTo = append(p.d.AppliesTo, item.Text)
		}
	case e.Key == "applies-to" && isText:
		p.d.AppliesTo = []string{text}
	default:
		return false
	}
	return true
}

// flat is all the text of a value, apart by blanks.
func flat(n *source.Node) string {
	if n == nil || n.Kind == source.Null {
		return ""
	}
	parts := []string{n.Text}
	for _, item := range n.Items {
		parts = append(parts, flat(item))
	}
	for _, e := range n.Entries {
		parts = append(parts, e.Key, flat(e.Value))
	}
	return strings.Join(parts, " ")
}

// asWritten is a value in which every scalar keeps its source text: a number that
// would be written otherwise, such as 0042, is text.
func asWritten(n *source.Node) *source.Node {
	out := &source.Node{Kind: n.Kind, Text: n.Text}
	switch n.Kind {
	case source.Int, source.Float:
		if data, err := source.Emit(n, source.JSON); err != nil || strings.TrimSpace(string(data)) != n.Text {
			out.Kind = source.String
		}
	case source.Null:
		out.Kind, out.Text = source.String, "" // which TOML can say as well
	}
	for _, item := range n.Items {
		out.Items = append(out.Items, asWritten(item))
	}
	for _, e := range n.Entries {
		out.Entries = append(out.Entries, source.Entry{Key: e.Key, Value: asWritten(e.Value)})
	}
	return out
}

// listed are the values of the input's lists of people and of tags, by key.
func listed(d *decision.Decision) map[string][]string {
	return map[string][]string{"decision-makers": d.DecisionMakers, "consulted": d.Consulted, "informed": d.Informed, "tags": d.Tags}
}
