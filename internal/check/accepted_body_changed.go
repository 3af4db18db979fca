package check

import (
	"bytes"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

var acceptedBodyChanged = Rule{
	ID: "accepted-body-changed", Severity: diag.Error, NeedsBase: true,
	Summary: "an accepted decision says something else than it did",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			b := p.baseOf(e)
			if b == nil || !wasAccepted(b) || open(e) || sameFiles(b, e) || e.Findings.HasErrors() || b.Findings.HasErrors() {
				continue
			}
			c := settledComparison{r: r, b: b, e: e}
			c.title()
			switch {
			case b.Input != nil && e.Input != nil:
				for _, d := range inputDifferences(b, e) {
					c.say(e.Input.Root.PosOf(d.at...), "an accepted decision says something else: "+d.what)
				}
				c.prose(&ledger.Entry{Record: b.Record, Input: b.Input}, &ledger.Entry{Record: e.Record, Input: e.Input})
			case b.Input == nil && e.Input != nil:
				c.converted()
			default:
				c.prose(&ledger.Entry{Record: b.Record}, &ledger.Entry{Record: e.Record})
			}
		}
	},
}

// wasAccepted tells whether an entry of the base was in force, or was until it was
// superseded or deprecated.
func wasAccepted(b *ledger.Entry) bool {
	switch b.Status {
	case decision.Draft, decision.Proposed, decision.Rejected:
		return false
	}
	return b.Standing().Settled()
}

// baseOf is what the entry was in the base, nil where it was not there.
func (p *Project) baseOf(e *ledger.Entry) *ledger.Entry {
	files := []string{e.Path}
	if e.Input != nil && e.Input.File != e.Path {
		files = append(files, e.Input.File) // it was not rendered there yet
	}
	for _, file := range files {
		for _, name := range []string{file, p.Renamed[file]} {
			if b := p.Base.Entry(name); b != nil {
				return b
			}
		}
	}
	return nil
}

// sameFiles tells whether the files of an entry hold the same bytes.
func sameFiles(b, e *ledger.Entry) bool {
	if (b.Record == nil) != (e.Record == nil) || (b.Input == nil) != (e.Input == nil) {
		return false
	}
	return (b.Record == nil || bytes.Equal(b.Record.Data, e.Record.Data)) && (b.Input == nil || bytes.Equal(b.Input.Data, e.Input.Data))
}

// settledComparison holds what an accepted decision says against what it said.
type settledComparison struct {
	r    *reporter
	b, e *ledger.Entry
}

func (c *settledComparison) say(pos diag.Pos, what string) {
	c.r.on(c.e, pos, what, "decide anew and supersede it, or add a section Amendment with the day; status, relations, dates and link targets may change")
}

func (c *settledComparison) title() {
	if settledText(c.b.Title) == settledText(c.e.Title) {
		return
	}
	pos := diag.Pos{File: c.e.Path}
	if c.e.Record != nil && c.e.Record.TitlePos.Line > 0 {
		pos = c.e.Record.TitlePos
	}
	c.say(pos, "the title of an accepted decision is another: it was “"+c.b.Title+"”")
}

// prose holds the words of one state against those of another, section by section.
// Amendments may come, and stay as they are.
func (c *settledComparison) prose(b, e *ledger.Entry) {
	wasAmended, nowAmended := amendments(b.Record), amendments(e.Record)
	b.Record, e.Record = without(b.Record, wasAmended), without(e.Record, nowAmended)
	before, was := ledger.Prose(b), map[string]string{}
	for _, q := range before {
		was[q.Heading] = settledText(q.Text)
	}
	for _, q := range ledger.Prose(e) {
		old, text := was[q.Heading], settledText(q.Text)
		delete(was, q.Heading)
		switch {
		case old == text || isAmendment(old, text):
		case amendment.MatchString(q.Heading) && strings.Contains(text, old): // a section of an input
		case old == "":
			c.say(q.Pos, "a section came to an accepted decision: "+sectionName(q.Heading))
		default:
			d := compareWords(old, text)
			c.say(changedAt(c.e, q.Pos, d), "an accepted decision says something else in "+sectionName(q.Heading)+": "+d.String())
		}
	}
	for _, q := range before {
		if was[q.Heading] != "" {
			c.say(diag.Pos{File: c.e.Path}, "a section of an accepted decision is gone: "+sectionName(q.Heading))
		}
	}
	var added strings.Builder
	for _, a := range nowAmended {
		added.WriteString(a.text + "\n")
	}
	for _, a := range wasAmended {
		if !strings.Contains(added.String(), a.text) {
			c.say(diag.Pos{File: c.e.Path}, "what was appended to an accepted decision is another: "+sectionName(a.heading))
		}
	}
}

// converted looks for what was lost when a record written by hand became one with an
// input: its words stand elsewhere then, with others beside them.
func (c *settledComparison) converted() {
	have := map[string]bool{}
	for _, q := range ledger.RecordProse(c.e.Record) {
		for _, w := range bareWords(q.Heading + " " + settledText(q.Text)) {
			have[w] = true
		}
	}
	for _, q := range ledger.RecordProse(c.b.Record) {
		var lost []string
		for _, w := range bareWords(settledText(q.Text)) {
			if !have[w] && len(lost) < mostWords && !slices.Contains(lost, w) {
				lost = append(lost, w)
			}
		}
		if len(lost) > 0 {
			c.say(diag.Pos{File: c.e.Path}, "an accepted decision says something else in "+sectionName(q.Heading)+": it is without “"+strings.Join(lost, " ")+"” now")
		}
	}
}

func sectionName(heading string) string {
	if heading == "" {
		return "what stands before the first section"
	}
	return heading
}

// changedAt is the line of a record's section where its words become others: the first
// that holds the word in question behind the one before it, else the heading.
func changedAt(e *ledger.Entry, heading diag.Pos, d wordDifference) diag.Pos {
	r := e.Record
	if r == nil || heading.File != r.File || d.now == "" {
		return heading
	}
	from, to := r.FrontEnd, len(r.Data)
	for i, s := range r.Sections {
		if heading.Line == 0 && s.Level > 1 {
			to = s.Start
			break
		}
		if heading.Line > 0 && s.Pos.Line == heading.Line {
			if from = s.Body; i+1 < len(r.Sections) {
				to = r.Sections[i+1].Start
			}
			break
		}
	}
	before := ""
	line := bytes.Count(r.Data[:from], []byte("\n"))
	for text := range bytes.Lines(r.Data[from:max(from, to)]) {
		line++
		for _, w := range strings.Fields(settledText(string(text))) {
			if w == d.now && (before == d.before || d.before == "") {
				return diag.Pos{File: r.File, Line: line}
			}
			before = w
		}
	}
	return heading
}
