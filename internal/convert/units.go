package convert

import (
	"strconv"
	"strings"

	"tradeoff/internal/record"
)

// unit is a section of the record, with the sections within it. Those within the
// outcome are units of their own, as MADR has consequences and confirmation there.
type unit struct {
	role             string // as record.Role gives it
	heading, behind  string // Markdown of its heading, and a comment behind that
	start, body, end int    // of the heading, of the text, and of the first byte behind it
	line             int
	level, group     int // units of one group were one section

	gone     bool // its heading leaves the record too
	moved    bool // all of its text is in the input
	headed   bool // its heading is in the input
	template bool // the template's heading stands for its own
}

// name is what the report calls a unit.
func (u *unit) name() string { return strings.Repeat("#", u.level) + " " + u.heading }

// divide finds the units.
func (p *plan) divide() {
	sections := p.r.Sections
	group := 0
	add := func(n, end int) {
		s := sections[n]
		u := &unit{role: record.Role(s.Heading), start: s.Start, body: s.Body, end: end, line: s.Pos.Line, level: s.Level, group: group}
		u.heading, u.behind = p.a.Heading(n)
		p.units = append(p.units, u)
	}
	for n := 0; n < len(sections); {
		if n == p.section {
			n++
			continue
		}
		group++
		within := n + 1
		for within < len(sections) && within != p.section && sections[within].Start < sections[n].End {
			within++
		}
		if record.Role(sections[n].Heading) != "decision outcome" || within == n+1 {
			add(n, sections[n].End)
			n = within
			continue
		}
		add(n, sections[n+1].Start)
		for k := n + 1; k < within; {
			add(k, sections[k].End)
			next := k + 1
			for next < within && sections[next].Start < sections[k].End {
				next++
			}
			k = next
		}
		n = within
	}
}

// unit gives the first unit of a role, nil without one.
func (p *plan) unit(role string) *unit {
	for _, u := range p.units {
		if u.role == role {
			return u
		}
	}
	return nil
}

// drop takes a unit out of the record whose text has left it. What is left of it,
// comments and definitions, stays where it was.
func (p *plan) drop(u *unit) {
	u.gone = true
	p.spare.add(u.heading, 1)
}

// isOne gives the one list of parts in which there is nothing else but comments and
// reference definitions. Its items are one paragraph each, without HTML, and have
// no numbers.
func isOne(parts []record.Part) (list []record.Item, at record.Part, ok bool) {
	for _, part := range parts {
		switch part.Kind {
		case record.CommentPart, record.DefinitionsPart:
		case record.ListPart:
			if list != nil {
				return nil, at, false
			}
			list, at = part.Items, part
			for _, item := range list {
				if !item.Simple || item.Ordered || !hasNoHTML(item.Text) {
					return nil, at, false
				}
			}
		default:
			return nil, at, false
		}
	}
	return list, at, list != nil
}

// linkSections takes the sections that are a list of links to records and nothing
// else: they are links of the input, and the record shows them again.
func (p *plan) linkSections() {
	for _, u := range p.units {
		if u.role != "links" && u.role != "more information" {
			continue
		}
		list, at, ok := isOne(p.a.Parts(u.body, u.end))
		for _, item := range list {
			first := item.Pos.Line
			last := first + strings.Count(item.Text, "\n")
			ok = ok && len(p.stated(first, last)) == 1 && p.shows(item.Text, first, last)
		}
		if !ok {
			continue
		}
		for _, item := range list {
			p.says(item.Text, bag{}, item.Pos.Line, item.Pos.Line+strings.Count(item.Text, "\n"))
		}
		p.cut(at.Start, at.End, "")
		p.note(u.line, u.name(), "links", "")
	}
}

// shows tells whether a link is said as the record will say it: by the words of its
// relation, and the number or the title of the other record.
func (p *plan) shows(text string, from, to int) bool {
	spare := p.spare
	p.spare = bag{}
	defer func() { p.spare = spare }()
	return p.says(text, bag{}, from, to)
}

// cutWithin tells whether anything of a unit left the text.
func (p *plan) cutWithin(u *unit) bool {
	for _, c := range p.cuts {
		if c.start >= u.body && c.end <= u.end {
			return true
		}
	}
	return false
}

func itoa(n int) string { return strconv.Itoa(n) }
