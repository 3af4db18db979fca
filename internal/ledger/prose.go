package ledger

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// Passage is the prose of a decision under one heading.
type Passage struct {
	Heading string   // plain; "" before the first
	Text    string   // Markdown, without comments
	Pos     diag.Pos // of the heading, or of the key of an input
}

// comment is a comment of Markdown: a mark, a suppression, what a template asks for.
var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

// Prose is what a decision says in words, each heading once: what its input says, then
// what stands in its record. Left out is what is a value: metadata, stated relations and,
// where there is an input, the blocks that follow it.
func Prose(e *Entry) []Passage {
	var out []Passage
	var texts [][]string // of each passage, joined at the end
	by := map[string]int{}
	add := func(heading, text string, pos diag.Pos) {
		text = strings.TrimSpace(report.Visible(comment.ReplaceAllString(text, "")))
		if text == "" {
			return
		}
		heading = report.Plain(heading)
		i, there := by[heading]
		if !there {
			i, by[heading] = len(out), len(out)
			out, texts = append(out, Passage{Heading: heading, Pos: pos}), append(texts, nil)
		}
		texts[i] = append(texts[i], text)
	}
	if e.Input != nil {
		d := &e.Input.Decision
		at := func(keys ...any) diag.Pos {
			if e.Input.Root == nil {
				return diag.Pos{File: e.Input.File}
			}
			return e.Input.Root.PosOf(keys...)
		}
		add("Context", d.Context, at("context"))
		for i, o := range d.Options {
			title := record.PlainText(cmp.Or(o.Title, o.ID))
			add(title, o.Description, at("options", i))
			for _, list := range []struct {
				sign  string
				items []string
			}{{"Good, because ", o.Pros}, {"Neutral, because ", o.Neutral}, {"Bad, because ", o.Cons}} {
				for _, item := range list.items {
					add(title, "* "+list.sign+item, at("options", i))
				}
			}
		}
		for _, list := range []struct {
			sign  string
			items []string
		}{{"Good, because ", d.Consequences.Good}, {"Neutral, because ", d.Consequences.Neutral}, {"Bad, because ", d.Consequences.Bad}} {
			for _, item := range list.items {
				add("Consequences", "* "+list.sign+item, at("consequences"))
			}
		}
		add("Confirmation", d.Confirmation, at("confirmation"))
		for i, s := range d.Sections {
			add(s.Heading, s.Text, at("sections", i))
		}
	}
	if r := e.Record; r != nil && r.Dialect != record.NotMarkdown {
		for _, p := range outside(r, e.Input != nil) {
			add(p.Heading, p.Text, p.Pos)
		}
	}
	for i := range out {
		out[i].Text = strings.Join(texts[i], "\n\n")
	}
	return out
}

// outside is what stands in a record under its headings, without metadata and, where
// there is an input, without blocks.
func outside(r *record.Record, blocks bool) []Passage {
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
	lines := bytes.SplitAfter(r.Data, []byte("\n"))
	starts := make([]int, len(lines)+1)
	for i, line := range lines {
		starts[i+1] = starts[i] + len(line)
	}
	for _, rel := range r.Relations {
		if n := rel.Pos.Line; n > 0 && n <= len(lines) {
			out = append(out, span{starts[n-1], starts[n]})
		}
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
	var list []Passage
	first := len(r.Data)
	if len(r.Sections) > 0 {
		first = r.Sections[0].Start
	}
	list = append(list, Passage{"", cut(r.FrontEnd, first), diag.Pos{File: r.File}})
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
		list = append(list, Passage{heading, cut(s.Body, end), s.Pos})
	}
	return list
}
