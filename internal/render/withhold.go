package render

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// proseBlocks are the blocks that hold what people wrote into the input, and none of
// the numbers that follow from its other fields.
var proseBlocks = []string{"lead", "y-statement", "context", "drivers", "options", "outcome", "consequences", "confirmation", "pros-and-cons", "information"}

// isProse tells whether a block holds what people wrote alone.
func isProse(name string) bool {
	return slices.Contains(proseBlocks, name) || strings.HasPrefix(name, "section-")
}

// Withhold gives the record of an entry as it may be published. d and a are the
// decision and its assessment without what is withheld; full is the assessment with it.
// Every block that reads otherwise without it is rendered anew; a block that cannot be
// rendered, or that people edited and that is made of more than their own words, is
// rendered anew as well, or taken away. Without templates all such blocks go. The
// closing mark goes too: its hashes are those of the record as it was.
//
// The blocks are those of today's templates. A template that writes numbers outside of
// its blocks has made text of them, which stays.
func (t *Templates) Withhold(e *ledger.Entry, w decision.Withheld, d decision.Decision, a, full decision.Assessment) *record.Record {
	if nothingWithheld(e, d, a, full) {
		return e.Record
	}
	if r := t.rerender(e, w, d, a, full); r != nil {
		return published(e.Record, r, w)
	}
	return Published(e.Record, w)
}

// Published is a record as it may be published where nothing of it can be rendered: the
// blocks that may hold something withheld go, and the closing mark with them, and so does
// the metadata that names people where those are withheld. It is nil for nil.
func Published(r *record.Record, w decision.Withheld) *record.Record {
	if r == nil || !w.Any() {
		return r
	}
	return published(r, dropComputed(r), w)
}

// published takes out of r, which was made of was, what does not stand in a block.
func published(was, r *record.Record, w decision.Withheld) *record.Record {
	data := r.Data
	if r.Mark != nil {
		data = slices.Concat(data[:r.Mark.Start], data[r.Mark.End:])
	}
	if w.People {
		data = record.Parse(r.File, data).WithoutPeople()
	}
	if bytes.Equal(data, was.Data) {
		return was
	}
	return record.Parse(r.File, data)
}

// nothingWithheld tells whether a settled record was made of an input that holds nothing
// which is withheld.
func nothingWithheld(e *ledger.Entry, d decision.Decision, a, full decision.Assessment) bool {
	if e.Input == nil || !follows(e) {
		return false
	}
	was := e.Input.Decision
	was.DecidedWith, d.DecidedWith = nil, nil
	return reflect.DeepEqual(was, d) && reflect.DeepEqual(full, a)
}

// follows tells whether a settled record is what its input gave.
func follows(e *ledger.Entry) bool {
	return e.Input != nil && e.Record.Mark != nil && e.Record.Mark.Input != "" && e.Record.Mark.Input == record.Hash(string(e.Input.Data)) && len(byHand(e.Record, e.Input.File)) == 0
}

// rerender puts the blocks that hold something withheld into the record anew; nil
// where they cannot be rendered.
func (t *Templates) rerender(e *ledger.Entry, w decision.Withheld, d decision.Decision, a, full decision.Assessment) *record.Record {
	if t == nil || e.Input == nil || len(e.Record.Blocks) == 0 || e.Input.Findings.HasErrors() {
		return nil
	}
	name := usualTemplate
	if e.Record.Mark != nil {
		name = cmp.Or(e.Record.Mark.Template, usualTemplate)
	}
	rendered := func(d decision.Decision, a decision.Assessment) *record.Record {
		view := newView(d, a, e.Path, max(e.Number, 0), e)
		made, findings := t.fresh(Request{View: view, Template: name, Record: e.Path, Input: e.Input.File})
		if findings.HasErrors() {
			return nil
		}
		return made
	}
	without, with := rendered(d, a), rendered(e.Input.Decision, full)
	if without == nil || with == nil {
		return nil
	}
	touched := []string{}
	for _, b := range e.Record.Blocks {
		before, after := with.Block(b.Name), without.Block(b.Name)
		same := before == nil && after == nil || before != nil && after != nil && with.BlockBody(*before) == without.BlockBody(*after)
		computed := !isProse(b.Name) && (w.Profile || w.Costs || !follows(e))
		if !same || computed {
			touched = append(touched, b.Name)
		}
	}
	out := update(e.Record, without, e.Input.File, true, touched, t.placeholder)
	if out.Findings.HasErrors() {
		return nil
	}
	return emptySectionsGone(record.Parse(e.Record.File, out.Data), e.Record)
}

// dropComputed takes the blocks away that may hold something withheld.
func dropComputed(r *record.Record) *record.Record {
	var edits []record.Edit
	for _, b := range r.Blocks {
		head := b.Name == "head" || b.Name == "date" || b.Name == "status"
		if !isProse(b.Name) && !head {
			edits = append(edits, record.Edit{Start: b.Start, End: b.End})
		}
	}
	data, err := r.Apply(edits)
	if err != nil || len(edits) == 0 {
		return r
	}
	return emptySectionsGone(record.Parse(r.File, data), r)
}

// emptySectionsGone takes the sections away that held a block in the record as it was
// and hold nothing now.
func emptySectionsGone(r, was *record.Record) *record.Record {
	held := map[string]bool{}
	for _, s := range was.Sections {
		if slices.ContainsFunc(was.Blocks, func(b record.Block) bool { return b.Start >= s.Body && b.Start < s.End }) {
			held[s.Heading] = true
		}
	}
	var edits []record.Edit
	for _, s := range r.Sections {
		if held[s.Heading] && strings.TrimSpace(string(r.Data[s.Body:s.End])) == "" {
			edits = append(edits, record.Edit{Start: s.Start, End: s.End})
		}
	}
	data, err := r.Apply(edits)
	if err != nil || len(edits) == 0 {
		return r
	}
	return record.Parse(r.File, data)
}
