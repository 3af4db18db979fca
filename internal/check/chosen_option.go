package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var chosenOption = Rule{
	ID: "chosen-option", Severity: diag.Error, Eases: true,
	Summary: "an accepted decision chose none of its options",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			if e.Input != nil {
				r.take(e, only(p.rendered(e).Checked, "chosen-option")...)
				continue
			}
			if !p.decided(e) || e.Record == nil {
				continue
			}
			options := e.Record.Options
			switch {
			case len(options) == 0 || slices.ContainsFunc(options, func(o record.Option) bool { return o.Chosen }):
			case e.Record.Chosen != "" && len(options) > 1 && strange(e.Record.Chosen, options):
				r.on(e, outcomePos(e.Record), fmt.Sprintf("%q is not among the options", e.Record.Chosen), diag.DidYouMean(e.Record.Chosen, titles(options)))
			case choseNone(e.Record):
				r.on(e, outcomePos(e.Record), "an accepted decision chooses one of its options, and this chose none", `write Chosen option: "`+options[0].Title+`", because …`)
			}
		}
	},
}

// decided tells whether a decision is accepted, or about to be.
func (p *Project) decided(e *ledger.Entry) bool {
	return e.Standing() == decision.Accepted || e == p.Accepting
}

// only are the findings of one id.
func only(findings diag.List, id string) diag.List {
	var out diag.List
	for _, f := range findings {
		if f.Rule == id {
			out = append(out, f)
		}
	}
	return out
}

func titles(options []record.Option) []string {
	var out []string
	for _, o := range options {
		out = append(out, o.Title)
	}
	return out
}

// choseNone tells whether a record with options leaves open which it chose: where the
// outcome should stand, nothing does. Of what is said in sentences nobody but a person
// can tell which option is meant by it.
func choseNone(r *record.Record) bool {
	if r.Chosen != "" || r.Dialect == record.Plain || r.Dialect == record.NotMarkdown {
		return false
	}
	s := r.Section("Decision Outcome")
	return s != nil && unwritten(sectionText(r, s)) || s == nil && r.Section("Considered Options") != nil && r.Dialect == record.MADR
}

// strange tells whether the words for the chosen option have nothing in common with any
// option.
func strange(said string, options []record.Option) bool {
	have := map[string]bool{}
	for _, o := range options {
		for _, word := range wordsOf(o.Title) {
			have[word] = true
		}
	}
	return !slices.ContainsFunc(wordsOf(said), func(word string) bool { return have[word] })
}

// wordsOf are the words of a text in lower case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// outcomePos is where a record says what was decided, or would.
func outcomePos(r *record.Record) diag.Pos {
	if s := r.Section("Decision Outcome"); s != nil {
		return s.Pos
	}
	if len(r.Options) > 0 {
		return r.Options[0].Pos
	}
	return r.TitlePos
}
