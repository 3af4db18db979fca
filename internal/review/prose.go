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
func prose(b, h *ledger.Entry) []Prose {
	was, now := passages(b), passages(h)
	var out []Prose
	add := func(heading, from, to string) {
		if strings.Join(strings.Fields(from), " ") == strings.Join(strings.Fields(to), " ") {
			return
		}
		p := Prose{Heading: heading}
		p.Words, p.Cut = words(from, to)
		out = append(out, p)
	}
	for _, p := range now {
		add(p.heading, textOf(was, p.heading), p.text)
	}
	for _, p := range was {
		if !slices.ContainsFunc(now, func(q passage) bool { return q.heading == p.heading }) {
			add(p.heading, p.text, "")
		}
	}
	return out
}

func textOf(list []passage, heading string) string {
	for _, p := range list {
		if p.heading == heading {
			return p.text
		}
	}
	return ""
}

// comment is a comment of Markdown: a mark, a suppression, what a template asks for.
var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// passages are the prose of a decision: what its input says in words, then what stands
// in its record outside of blocks. Each heading stands once.
func passages(e *ledger.Entry) []passage {
	var out []passage
	add := func(heading, text string) {
		text = strings.TrimSpace(report.Visible(comment.ReplaceAllString(text, "")))
		if text == "" {
			return
		}
		heading = report.Plain(heading)
		if i := slices.IndexFunc(out, func(p passage) bool { return p.heading == heading }); i >= 0 {
			out[i].text += "\n\n" + text
			return
		}
		out = append(out, passage{heading, text})
	}
	if e.Input != nil {
		d := &e.Input.Decision
		add("Context", d.Context)
		for _, o := range d.Options {
			title := record.PlainText(cmp.Or(o.Title, o.ID))
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
	if r := e.Record; r != nil && r.Dialect != record.NotMarkdown {
		for _, p := range outside(r, e.Input != nil) {
			add(p.heading, p.text)
		}
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
	cut := func(start, end int) string {
		var b strings.Builder
		for _, s := range out {
			if s.end <= start || s.start >= end {
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
