package review

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// passage is the prose under one heading.
type passage struct {
	heading string // plain
	text    string // Markdown
}

// prose compares what two states of a decision say in words, heading by heading. What is
// told as a value is left out: front matter and the like, and the blocks that follow
// an input.
func (c *comparison) prose(b, h *ledger.Entry) []Prose {
	x, y := c.sides(b, h)
	was, now := c.passages(x), c.passages(y)
	old := make(map[string]string, len(was))
	for _, p := range was {
		old[p.heading] = p.text
	}
	var out []Prose
	add := func(heading, from, to string) {
		if from == to || slices.Equal(strings.Fields(from), strings.Fields(to)) {
			return
		}
		p := Prose{Heading: heading}
		p.Words, p.Cut = words(from, to, &c.left)
		out = append(out, p)
	}
	for _, p := range now {
		add(p.heading, old[p.heading], p.text)
		delete(old, p.heading)
	}
	for _, p := range was {
		if text, gone := old[p.heading]; gone {
			add(p.heading, text, "")
		}
	}
	return out
}

// comment is a comment of Markdown: a mark, a suppression, what a template asks for.
var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// passages are the prose of a decision: what its input says in words, then what stands
// in its record outside of blocks. Each heading stands once. Names of restricted decisions
// are taken out before words are compared, since a comparison takes texts apart.
func (c *comparison) passages(s *side) []passage {
	type gathered struct {
		heading string
		texts   []string
	}
	var list []*gathered
	by := map[string]*gathered{}
	add := func(heading, text string) {
		text = strings.TrimSpace(report.Visible(comment.ReplaceAllString(text, "")))
		if text == "" {
			return
		}
		heading = said(heading)
		for _, secrets := range c.secrets {
			heading, text = secrets.Text(heading), secrets.Markdown(text)
		}
		g := by[heading]
		if g == nil {
			g = &gathered{heading: heading}
			by[heading], list = g, append(list, g)
		}
		g.texts = append(g.texts, text)
	}
	if d := s.d; d != nil {
		if y := d.YStatement; y != nil {
			for _, clause := range []struct{ words, text string }{{"In the context of ", y.Context}, {"facing ", y.Facing}, {"we decided for ", y.Decided},
				{"and neglected ", y.Neglected}, {"to achieve ", y.Achieve}, {"accepting ", y.Accepting}, {"because ", y.Because}} {
				if clause.text != "" {
					add("Y-statement", clause.words+clause.text)
				}
			}
		}
		add("Context", d.Context)
		for _, o := range d.Options {
			title := s.optionTitle(o.ID)
			if o.ID == "" {
				title = o.Title
			}
			add(title, o.Description)
			for _, list := range []struct {
				sign  string
				items []string
			}{{"Good, because ", o.Pros}, {"Neutral, because ", o.Neutral}, {"Bad, because ", o.Cons}} {
				for _, item := range list.items {
					add(title, "* "+list.sign+item)
				}
			}
		}
		for _, list := range []struct {
			sign  string
			items []string
		}{{"Good, because ", d.Consequences.Good}, {"Neutral, because ", d.Consequences.Neutral}, {"Bad, because ", d.Consequences.Bad}} {
			for _, item := range list.items {
				add("Consequences", "* "+list.sign+item)
			}
		}
		add("Confirmation", d.Confirmation)
		for _, s := range d.Sections {
			add(s.Heading, s.Text)
		}
	}
	if r := s.e.Record; r != nil && r.Dialect != record.NotMarkdown {
		for _, p := range outside(r, s.d != nil) {
			add(p.heading, p.text)
		}
	}
	out := make([]passage, len(list))
	for i, g := range list {
		out[i] = passage{g.heading, strings.Join(g.texts, "\n\n")}
	}
	return out
}

// outside is what stands in a record under its headings, without metadata and, where
// there is an input, without blocks.
func outside(r *record.Record, blocks bool) []passage {
	type span struct{ start, end int }
	var out []span
	if r.Mark != nil {
		out = append(out, span{r.Mark.Start, r.Mark.End})
	}
	if blocks {
		for _, b := range r.Blocks {
			out = append(out, span{b.Start, b.End})
		}
	}
	for _, m := range r.Anatomy().Meta() {
		out = append(out, span{m.Start, m.End})
	}
	slices.SortFunc(out, func(x, y span) int { return cmp.Compare(x.start, y.start) })
	next := 0 // the first that may reach into what is still to be told
	cut := func(start, end int) string {
		var b strings.Builder
		for next < len(out) && out[next].end <= start {
			next++
		}
		for _, s := range out[next:] {
			if s.start >= end {
				break
			}
			if s.end <= start {
				continue
			}
			if s.start > start {
				b.Write(r.Data[start:s.start])
			}
			start = max(start, s.end)
		}
		if start < end {
			b.Write(r.Data[start:end])
		}
		return strings.ReplaceAll(b.String(), "\r\n", "\n")
	}
	status := r.Found(record.MetaStatus)
	var list []passage
	first := len(r.Data)
	if len(r.Sections) > 0 {
		first = r.Sections[0].Start
	}
	list = append(list, passage{"", cut(r.FrontEnd, first)})
	for i, s := range r.Sections {
		end := len(r.Data)
		if i+1 < len(r.Sections) {
			end = r.Sections[i+1].Start
		}
		heading := s.Heading
		if s.Level == 1 && i == 0 {
			heading = "" // the title is a value
		}
		if status.Carrier == record.InSection && s.Pos.Line < status.Pos.Line && (i+1 == len(r.Sections) || status.Pos.Line < r.Sections[i+1].Pos.Line) {
			continue // the status and its relations are values
		}
		list = append(list, passage{heading, cut(s.Body, end)})
	}
	return list
}
