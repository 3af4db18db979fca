package review

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// Text writes the review for a terminal: a sentence that says it all, then each
// decision with what changed in it, catalogs, findings, and what governs the code.
// Control characters of a record never pass.
func Text(w io.Writer, r *Review) error {
	t := &textReview{}
	t.line(0, r.headline())
	t.line(0, cmp.Or(r.Base, "nothing")+" → "+cmp.Or(r.Head, "the work tree"))
	t.decisions(r.Decisions)
	for _, c := range r.Catalogs {
		t.catalog(c)
	}
	t.findings("Findings that this branch brings", r.Brought)
	if r.Mended > 0 {
		t.blank()
		t.line(0, quantity(r.Mended, "finding", "findings")+" less than before")
	}
	t.governors("Governed by", r.Governed)
	t.governors("Proposed, and would govern", r.Proposed)
	if len(r.Needs) > 0 {
		t.heading("Files that need a decision")
		width := 0
		for _, n := range r.Needs {
			width = max(width, utf8.RuneCountInString(report.Plain(n.File)))
		}
		for _, n := range r.Needs {
			t.line(2, column(n.File, width)+"  "+n.Pattern)
		}
	}
	t.findings("Findings that were there before", r.There)
	_, err := io.WriteString(w, t.b.String())
	return err
}

// textReview gathers lines.
type textReview struct{ b strings.Builder }

// line writes one line, so many blanks in; blanks between columns stay.
func (t *textReview) line(in int, text string) {
	text = strings.NewReplacer("\n", " ", "\t", " ").Replace(report.Visible(text))
	t.b.WriteString(strings.TrimRight(strings.Repeat(" ", in)+text, " ") + "\n")
}

func (t *textReview) blank() { t.b.WriteString("\n") }

func (t *textReview) heading(text string) {
	t.blank()
	t.line(0, text)
}

// column is a text as wide as its column.
func column(text string, width int) string {
	text = report.Plain(text)
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// decisions writes each decision with what changed in it, ids and what happened in
// columns of their own.
func (t *textReview) decisions(changes []Change) {
	ids, happened := 0, 0
	for _, c := range changes {
		ids = max(ids, utf8.RuneCountInString(report.Plain(c.told().name())))
		happened = max(happened, utf8.RuneCountInString(report.Plain(c.happened())))
	}
	ids, happened = min(ids, 24), min(happened, 32)
	before := true // whether the one before has details, so that a blank line parts them
	for _, c := range changes {
		c = c.told()
		title := c.Title
		if c.Restricted {
			title = "(restricted)"
		}
		full := len(c.news())+len(c.Prose)+len(c.Risks) > 0 || c.From != ""
		if before || full {
			t.blank()
		}
		before = full
		t.line(0, column(c.name(), ids)+"  "+column(c.happened(), happened)+"  "+report.Plain(title))
		in := ids + 2
		if c.From != "" {
			t.line(in, "was "+c.From)
		}
		t.values(in, c.Kind, c.news())
		for _, risk := range c.Risks {
			t.line(in, risk.sign()+" "+report.Plain(risk.said()))
		}
		for _, p := range c.Prose {
			t.prose(in, p)
		}
	}
}

// values writes values with their labels in a column, and what follows from each below.
func (t *textReview) values(in int, kind Kind, values []Value) {
	width := 0
	for _, v := range values {
		width = max(width, utf8.RuneCountInString(report.Plain(cmp.Or(v.Label, v.Key))))
	}
	width = min(width, 32)
	for _, v := range values {
		text := column(cmp.Or(v.Label, v.Key), width) + "  " + report.Plain(v.turn(kind))
		if v.Because != "" {
			text += ": " + report.Plain(v.Because)
		}
		t.line(in, text)
		for _, effect := range v.Effects {
			t.line(in+width+2, "→ "+report.Plain(effect))
		}
	}
}

// prose writes the words of a section, those that went as [-words-] and those that
// came as {+words+}, as git does.
func (t *textReview) prose(in int, p Prose) {
	text := cmp.Or(report.Plain(p.Heading), "Before the first heading") + ":"
	for _, word := range p.excerpt() {
		said := report.Plain(word.Text)
		switch word.Op {
		case Insert:
			said = "{+" + said + "+}"
		case Delete:
			said = "[-" + said + "-]"
		}
		text += " " + said
	}
	t.line(in, text)
}

func (t *textReview) catalog(c CatalogChange) {
	t.heading("Catalog " + cmp.Or(report.Plain(c.Title), c.ID) + ": " + string(c.Kind) + "  " + report.Plain(c.Path))
	t.values(2, c.Kind, c.Values)
	if len(c.Touched) == 0 && len(c.Decisions) > 0 {
		t.line(2, "touches "+listed(c.Decisions, 50))
	}
	t.values(2, Changed, c.touched())
}

func (t *textReview) findings(head string, findings diag.List) {
	if len(findings) == 0 {
		return
	}
	t.heading(head)
	for _, f := range findings {
		t.line(2, report.Plain(f.String()))
		if f.Hint != "" {
			t.line(4, "hint: "+report.Plain(f.Hint))
		}
	}
}

// governors writes decisions that govern changed code.
func (t *textReview) governors(head string, governors []Governor) {
	if len(governors) == 0 {
		return
	}
	t.heading(head)
	width := 0
	for _, g := range governors {
		width = max(width, utf8.RuneCountInString(report.Plain(g.ID)))
	}
	width = min(width, 24)
	for _, g := range governors {
		t.line(2, column(g.ID, width)+"  "+report.Plain(g.Title))
		in := width + 4
		if lead := record.PlainText(g.Lead); lead != "" {
			t.line(in, report.Plain(lead))
		}
		names := make([]string, len(g.Files))
		for i, name := range g.Files {
			names[i] = report.Plain(name)
		}
		if len(names) > 0 {
			t.line(in, fmt.Sprintf("governs %s", listed(names, 5)))
		}
		for _, risk := range g.Risks {
			t.line(in, risk.sign()+" "+report.Plain(risk.said()))
		}
	}
}
