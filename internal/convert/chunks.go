package convert

import (
	"slices"
	"strings"
)

// chunk is a section of the new record: a heading, blocks, and people's text.
type chunk struct {
	heading string // its lines, "" for text without one
	blocks  string
	text    string
	level   int
	group   int // of the unit that it was, 0 for a section of the template's
}

// chunks joins the record's units with the template's sections.
func (p *plan) chunks(sections []section) []chunk {
	matched := p.matches(sections)
	var out []chunk
	at := map[int]int{} // where a section of the template stands in out
	for i, u := range p.units {
		c := chunk{text: p.text(u.body, u.end), level: u.level, group: u.group}
		match := slices.Index(matched, i)
		if match >= 0 {
			at[match] = len(out)
			if c.blocks = sections[match].blocks; c.blocks != "" {
				c.heading = p.headingOf(u)
			}
			if c.blocks != "" && u.template {
				c.heading = sections[match].heading
			}
		}
		if c.blocks == "" && !u.gone && (c.text != "" || !u.moved && !p.cutWithin(u)) {
			c.heading = p.headingOf(u)
		}
		if u.behind != "" && (c.heading == "" || u.template) {
			c.text = strings.TrimSpace(u.behind + "\n\n" + c.text)
		}
		if c.heading == "" && !u.gone && !u.headed {
			p.spare.add(u.heading, 1)
		}
		out = append(out, c)
	}
	last := -1
	for s, part := range sections {
		if i, ok := at[s]; ok {
			last = i
			continue
		}
		if part.blocks == "" {
			continue
		}
		// Behind the one before it, and behind all of what that was one section with.
		i := last + 1
		if s == len(sections)-1 {
			i = len(out) // what a template ends with is the end
		} else if part.level <= 2 && last >= 0 && out[last].group > 0 {
			for i < len(out) && out[i].group == out[last].group {
				i++
			}
		}
		for i < len(out) && out[i].level > part.level {
			i++ // it would become a part of this one
		}
		out = slices.Insert(out, i, chunk{heading: part.heading, blocks: part.blocks, level: part.level})
		for k, v := range at {
			if v >= i {
				at[k] = v + 1
			}
		}
		last = i
	}
	return slices.DeleteFunc(out, func(c chunk) bool { return c.heading+c.blocks+c.text == "" })
}

// headingOf is the lines of a unit's heading.
func (p *plan) headingOf(u *unit) string { return trimLines(lf(string(p.r.Data[u.start:u.body]))) }

// matches gives for each section of the template the unit that is about the same,
// -1 where there is none.
func (p *plan) matches(sections []section) []int {
	out := make([]int, len(sections))
	taken := map[int]bool{}
	for s, part := range sections {
		roles := []string{part.role}
		switch part.role {
		case "links":
			roles = append(roles, "more information")
		case "more information":
			roles = append(roles, "links")
		case "consequences":
			roles = append(roles, "positive consequences", "negative consequences")
		}
		out[s] = -1
		for _, role := range roles {
			i := slices.IndexFunc(p.units, func(u *unit) bool { return u.role == role && !u.gone })
			if out[s] < 0 && role != "" && i >= 0 && !taken[i] {
				out[s], taken[i] = i, true
			}
		}
	}
	return out
}
