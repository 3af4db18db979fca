package convert

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/record"
)

// noReason is what stands for a reason where a record has no sentence for it: an
// input of a settled decision says why, and we do not make reasons up.
const noReason = "of the reasons that this record gives"

// readOutcome finds the sentence that says what was chosen, and why.
func (p *plan) readOutcome() (said, because string, at record.Part, in *unit) {
	for _, u := range p.units {
		if u.role != "decision outcome" {
			continue
		}
		for _, part := range p.a.Parts(u.body, u.end) {
			if part.Kind != record.ParagraphPart {
				continue
			}
			if said, _, because, ok := record.SplitOutcome(part.Text); ok {
				because = strings.TrimRight(strings.TrimLeft(because, " :,"), " :")
				if strings.Count(because, ". ") == 0 {
					because = strings.TrimSuffix(because, ".")
				}
				if !hasNoHTML(because) {
					because = ""
				}
				return record.PlainText(said), because, part, u
			}
		}
	}
	return p.r.Chosen, "", at, p.unit("decision outcome")
}

// choose says which option was chosen. It is false where a settled decision does
// not tell.
func (p *plan) choose(said, because string, line int) bool {
	chosen := -1
	several := false
	for i, o := range p.r.Options {
		if o.Chosen {
			several = several || chosen >= 0
			chosen = i
		}
	}
	switch {
	case several || said != "" && (chosen < 0 || !wordsOf(p.r.Options[chosen].Title).has(wordsOf(said))):
		// Several of them together, or what none of them is called word for word.
		p.d.Options = append(p.d.Options, decision.Option{Title: said})
		chosen = len(p.d.Options) - 1
		p.note(line, "the chosen option", "options["+itoa(chosen)+"]", "its words are those of no single option considered: "+said)
	case chosen < 0:
		same := func(o decision.Option) bool {
			return strings.EqualFold(record.PlainText(o.Title), record.PlainText(p.d.Title))
		}
		if chosen = slices.IndexFunc(p.d.Options, same); chosen < 0 {
			return !p.d.Status.Settled()
		}
		if !p.d.Status.Settled() {
			return true
		}
		p.note(line, "the chosen option", "outcome.option", "the one that is called as the record is")
	}
	p.outcome(chosen, because)
	return true
}

// onlyOption makes an option of what was decided, where a record lists none of
// which it says that it was chosen: in its words, else in its title's.
func (p *plan) onlyOption(said, because string) {
	note := "the record lists no options: what it decides on is the one"
	if len(p.r.Options) > 0 {
		note = "which of its options was chosen cannot be told: what it decides on is the one, and they stay as text"
	}
	title := p.d.Title
	if said != "" {
		title = said
	}
	p.d.Options = []decision.Option{{Title: title}}
	p.note(0, "", "options", note)
	if said != "" || p.d.Status.Settled() {
		p.outcome(0, because)
	}
}

// outcome writes the chosen option and the reason.
func (p *plan) outcome(chosen int, because string) {
	p.chosen = chosen
	p.d.Outcome.Because = because
	if because == "" && p.d.Status.Settled() {
		p.d.Outcome.Because = noReason
		p.note(0, "", "outcome.because", "the record has no sentence for it that can be taken; write one")
	}
}

// saysOutcome tells whether the outcome as it is rendered has each word of the
// paragraph that said it.
func (p *plan) saysOutcome(paragraph string) bool {
	if p.chosen < 0 {
		return false
	}
	have := wordsOf("Chosen option because", p.d.Options[p.chosen].Title, p.d.Outcome.Because)
	return hasNoHTML(paragraph) && have.has(wordsOf(paragraph))
}
