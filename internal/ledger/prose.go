package ledger

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
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
var comment = lazyregexp.New(`(?s)<!--.*?-->`)

// Prose is what a decision says in words, each heading once: what its input says, then
// what stands in its record. Left out is what is a value: metadata, stated relations and,
// where there is an input, the blocks that follow it.
func Prose(e *Entry) []Passage {
	var g passages
	if e.Input != nil {
		g.input(e)
	}
	if r := e.Record; r != nil && r.Dialect != record.NotMarkdown {
		for _, p := range outside(r, e.Input != nil) {
			g.add(p.Heading, p.Text, p.Pos)
		}
	}
	return g.list()
}

// RecordProse is Prose of a record alone, blocks included; nothing for nil.
func RecordProse(r *record.Record) []Passage { return Prose(&Entry{Record: r}) }

// passages gathers prose by its headings, in the order in which they first stand.
type passages struct {
	order []*gatheredProse
	by    map[string]*gatheredProse
}

type gatheredProse struct {
	heading string
	texts   []string
	pos     diag.Pos
}

func (g *passages) add(heading, text string, pos diag.Pos) {
	text = strings.TrimSpace(report.Visible(comment.ReplaceAllString(text, "")))
	if text == "" {
		return
	}
	heading = report.Plain(heading)
	p := g.by[heading]
	if p == nil {
		if g.by == nil {
			g.by = map[string]*gatheredProse{}
		}
		p = &gatheredProse{heading: heading, pos: pos}
		g.by[heading], g.order = p, append(g.order, p)
	}
	p.texts = append(p.texts, text)
}

func (g *passages) list() []Passage {
	out := make([]Passage, len(g.order))
	for i, p := range g.order {
		out[i] = Passage{p.heading, strings.Join(p.texts, "\n\n"), p.pos}
	}
	return out
}

// input adds what an input says in words.
func (g *passages) input(e *Entry) {
	d := &e.Input.Decision
	at := func(keys ...any) diag.Pos {
		if e.Input.Root == nil {
			return diag.Pos{File: e.Input.File}
		}
		return e.Input.Root.PosOf(keys...)
	}
	if y := d.YStatement; y != nil {
		for _, clause := range []struct{ words, text string }{{"In the context of ", y.Context}, {"facing ", y.Facing}, {"we decided for ", y.Decided},
			{"and neglected ", y.Neglected}, {"to achieve ", y.Achieve}, {"accepting ", y.Accepting}, {"because ", y.Because}} {
			if clause.text != "" {
				g.add("Y-statement", clause.words+clause.text, at("y-statement"))
			}
		}
	}
	g.add("Context", d.Context, at("context"))
	because := func(heading string, good, neutral, bad []string, pos diag.Pos) {
		for _, list := range []struct {
			sign  string
			items []string
		}{{"Good, because ", good}, {"Neutral, because ", neutral}, {"Bad, because ", bad}} {
			for _, item := range list.items {
				g.add(heading, "* "+list.sign+item, pos)
			}
		}
	}
	for i, o := range d.Options {
		title := record.PlainText(cmp.Or(o.Title, o.ID))
		g.add(title, o.Description, at("options", i))
		because(title, o.Pros, o.Neutral, o.Cons, at("options", i))
	}
	because("Consequences", d.Consequences.Good, d.Consequences.Neutral, d.Consequences.Bad, at("consequences"))
	g.add("Confirmation", d.Confirmation, at("confirmation"))
	for i, s := range d.Sections {
		g.add(s.Heading, s.Text, at("sections", i))
	}
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
