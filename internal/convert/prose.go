package convert

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
)

// prose puts the prose into the input: into context, drivers, consequences and
// confirmation where their fields give every word back, else into sections, as it
// is written. Text that would not stand the way there stays in the record.
func (p *plan) prose() {
	above, below := p.preamble()
	intro := strings.TrimSpace(above + "\n\n" + below)
	context := ""
	if u := p.unit("context and problem statement"); u != nil && p.movable(u) && p.whole(u) != "" {
		context = p.whole(u)
		p.move(u, "context")
	}
	if intro != "" && movable(above+below) {
		p.movedIntro = true
		p.rows = append(p.rows, Row{Line: 1, Part: "the text before the first section", Input: "context"})
		context = strings.TrimSpace(intro + "\n\n" + context)
	}
	p.d.Context = context
	for _, u := range p.units {
		if u.moved || u.gone || !p.movable(u) {
			continue
		}
		switch {
		case u.role == "decision drivers" && len(p.d.Drivers) == 0 && p.drivers(u),
			u.role == "consequences" && !p.hasConsequences() && p.consequences(u),
			u.role == "positive consequences" && len(p.d.Consequences.Good) == 0 && p.oneSided(u, "consequences.good", "Good, because ", &p.d.Consequences.Good),
			u.role == "negative consequences" && len(p.d.Consequences.Bad) == 0 && p.oneSided(u, "consequences.bad", "Bad, because ", &p.d.Consequences.Bad):
		case u.role == "confirmation" && p.d.Confirmation == "" && p.whole(u) != "":
			p.d.Confirmation = p.whole(u)
			p.move(u, "confirmation")
		default:
			p.toSection(u)
		}
	}
}

// whole is what stays of the text of a unit.
func (p *plan) whole(u *unit) string { return p.text(u.body, u.end) }

// movable tells whether a unit's text comes back from the input as it is.
func (p *plan) movable(u *unit) bool { return movable(p.whole(u)) }

// movable tells whether a text keeps its meaning where its first line loses its
// indentation.
func movable(text string) bool {
	return !strings.HasPrefix(text, "    ") && !strings.HasPrefix(text, "\t")
}

// move notes that the text of a unit is in the input.
func (p *plan) move(u *unit, key string) {
	u.moved = true
	p.note(u.line, u.name(), key, "")
	p.cut(u.body, u.end, "")
}

// moveList is move of a list alone: comments and definitions beside it stay.
func (p *plan) moveList(u *unit, at record.Part, key string) {
	u.moved = true
	p.note(u.line, u.name(), key, "")
	p.cut(at.Start, at.End, "")
}

// drivers takes a list of them.
func (p *plan) drivers(u *unit) bool {
	list, at, ok := isOne(p.a.Parts(u.body, u.end))
	if !ok {
		return false
	}
	var drivers, ids []string
	for _, item := range list {
		text := oneLine(item.Text)
		id := decision.Slug(text)
		if id == "" || slices.Contains(ids, id) {
			return false // they would be one row of the comparison
		}
		drivers, ids = append(drivers, text), append(ids, id)
	}
	p.d.Drivers = drivers
	p.moveList(u, at, "drivers")
	return true
}

func (p *plan) hasConsequences() bool {
	c := p.d.Consequences
	return len(c.Good)+len(c.Neutral)+len(c.Bad) > 0
}

// consequences takes a list of Good, Neutral and Bad in this order, or a section
// for each of the good and the bad ones.
func (p *plan) consequences(u *unit) bool {
	parts := p.a.Parts(u.body, u.end)
	if list, at, ok := isOne(parts); ok {
		var o decision.Option
		if !argue(&o, list) {
			return false
		}
		p.d.Consequences = decision.Consequences{Good: o.Pros, Neutral: o.Neutral, Bad: o.Cons}
		p.moveList(u, at, "consequences")
		return true
	}
	var c decision.Consequences
	var cuts []record.Part
	var to *[]string
	prefix := ""
	for _, part := range parts {
		switch part.Kind {
		case record.HeadingPart:
			to = nil
			switch heading := p.headingAt(part); record.Role(heading) {
			case "positive consequences":
				to, prefix = &c.Good, "Good, because "
			case "negative consequences":
				to, prefix = &c.Bad, "Bad, because "
			}
			if to == nil || len(*to) > 0 {
				return false
			}
			p.spare.add(p.headingAt(part), 1)
		case record.ListPart:
			list, _, ok := isOne([]record.Part{part})
			if !ok || to == nil || len(*to) > 0 {
				return false
			}
			*to = bare(list, prefix)
		default:
			return false
		}
		cuts = append(cuts, part)
	}
	if len(c.Good)+len(c.Bad) == 0 {
		return false
	}
	p.d.Consequences = c
	for _, part := range cuts {
		p.cut(part.Start, part.End, "")
	}
	u.moved = true
	p.note(u.line, u.name(), "consequences", "")
	return true
}

// bare are the items of a list without the words that the record puts before them.
func bare(list []record.Item, prefix string) []string {
	var out []string
	for _, item := range list {
		out = append(out, strings.TrimPrefix(oneLine(item.Text), prefix))
	}
	return out
}

// oneSided takes a list of consequences of one kind, in MADR 2's section for it.
func (p *plan) oneSided(u *unit, key, prefix string, to *[]string) bool {
	list, at, ok := isOne(p.a.Parts(u.body, u.end))
	if !ok {
		return false
	}
	*to = bare(list, prefix)
	p.moveList(u, at, key)
	u.template = true // the record has one heading for both kinds
	p.spare.add(u.heading, 1)
	return true
}

// toSection makes a section of the input of a unit. A heading with nothing below it
// stays in the record, since a section of the input says something.
func (p *plan) toSection(u *unit) {
	text := p.whole(u)
	if text == "" {
		return
	}
	heading := u.heading
	if !hasNoHTML(heading) {
		heading, text = record.PlainText(heading), heading+"\n\n"+text
	}
	if u.behind != "" {
		text, u.behind = u.behind+"\n\n"+text, ""
	}
	p.d.Sections = append(p.d.Sections, decision.Section{Heading: heading, Text: text})
	u.headed = true
	p.move(u, "sections["+itoa(len(p.d.Sections)-1)+"]")
	switch u.role {
	case "decision outcome", "considered options", "pros and cons of the options", "more information", "links":
		// The record has a block under this heading.
	default:
		u.gone = true
	}
}
