package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// WorstPicture is what picture-worst.html is handed: how each option goes wrong,
// the chosen one first, with what is done about it.
type WorstPicture struct {
	IDs     []string // of headings that stood here and belong to no option
	Options []WorstOption
}

// WorstOption is one option with its worst cases.
type WorstOption struct {
	ID       string // of the heading, "" for none
	Title    template.HTML
	Chosen   bool
	Open     bool // nothing is chosen, so that none stands behind another
	Cards    []WorstCard
	Can      int      // of the cards: what can happen, or cannot be ruled out
	Inherits []string // titles of the options beside it whose worst cases it shares
	Needs    []Remark // what operating it takes besides
}

// WorstCard is one worst case.
type WorstCard struct {
	ID      string // "" for none
	Title   template.HTML
	What    template.HTML // "" where the title says it
	When    template.HTML // "" where it comes with the option
	Always  bool
	Met     Mark
	Because template.HTML
	Figure  template.HTML
	Beside  template.HTML
	Source  *Cited
	Reading *Cited  // the source of the condition, where it is another
	Answer  *Answer // of the chosen option's
}

// Mark is a word with the sign before it and a class of its own.
type Mark struct {
	ID   string
	Sign string
	Word string
}

// Answer is what is done about a worst case.
type Answer struct {
	Mark     // its ID is missing, needless, accepted, mitigated or does-not-apply
	By       template.HTML
	Because  template.HTML
	Watch    string
	Happened string // YYYY-MM-DD, "" where it did not
}

// AnswersPicture is what picture-answers.html is handed: how many of the worst
// cases that can happen have an answer. The answers stand on the cards.
type AnswersPicture struct {
	IDs      []string
	Answered int
	Needed   int
	Ruled    int // worst cases that cannot happen
	Missing  []Link
}

func (s *sketch) worstCases(ids []string) *WorstPicture {
	p := &WorstPicture{}
	for _, o := range s.chosenFirst() {
		p.Options = append(p.Options, s.worstOption(o))
	}
	if len(ids) == len(p.Options) {
		for i, id := range ids {
			p.Options[i].ID = id
		}
	} else {
		p.IDs = ids
	}
	return p
}

// chosenFirst are the options in the order of the record.
func (s *sketch) chosenFirst() []*decision.AssessedOption {
	var list []*decision.AssessedOption
	for i := range s.assessment.Options {
		if o := &s.assessment.Options[i]; o.ID == s.decision.Outcome.Option {
			list = slices.Insert(list, 0, o)
		} else {
			list = append(list, o)
		}
	}
	return list
}

func (s *sketch) worstOption(o *decision.AssessedOption) WorstOption {
	out := WorstOption{Title: s.text(cmp.Or(o.Title, o.ID)), Chosen: o.ID == s.decision.Outcome.Option}
	out.Open = s.decision.Outcome.Option == "" || s.assessment.Option(s.decision.Outcome.Option) == nil
	var shared []decision.AssessedWorstCase
	if !out.Chosen {
		shared, out.Inherits = s.inherited(o)
	}
	for _, w := range o.WorstCases {
		if slices.ContainsFunc(shared, func(other decision.AssessedWorstCase) bool { return other.ID == w.ID }) {
			continue
		}
		card := s.card(w)
		if out.Chosen {
			card.ID, card.Answer = "worst."+w.ID, s.answer(w)
		}
		if w.Met != decision.MetNo {
			out.Can++
		}
		out.Cards = append(out.Cards, card)
	}
	// What cannot happen comes last.
	slices.SortStableFunc(out.Cards, func(a, b WorstCard) int {
		return boolRank(a.Met.ID == string(decision.MetNo)) - boolRank(b.Met.ID == string(decision.MetNo))
	})
	for _, n := range o.Needs {
		out.Needs = append(out.Needs, Remark{Title: plain(n.Title), Text: s.text(n.What)})
	}
	return out
}

// inherited are the worst cases that the parts of an option tell themselves. An
// option of which a part is not on the table tells them all.
func (s *sketch) inherited(o *decision.AssessedOption) (shared []decision.AssessedWorstCase, titles []string) {
	for _, id := range o.Parts {
		part := s.assessment.Option(id)
		if part == nil {
			return nil, nil
		}
		shared, titles = append(shared, part.WorstCases...), append(titles, s.title(id))
	}
	return shared, titles
}

// metSigns stand before the words for whether a worst case can happen.
var metSigns = map[decision.Met]string{decision.MetYes: "▲", decision.MetNo: "–", decision.MetUnknown: "?"}

func (s *sketch) card(w decision.AssessedWorstCase) WorstCard {
	c := WorstCard{
		Title: s.text(strings.TrimSuffix(w.Title, ".")), Always: w.When == "always", Because: s.text(sentence(w.Because)),
		Figure: s.text(w.Figure), Beside: s.text(w.Beside), Source: s.cited(w.Source, w.SourceKind), Reading: s.cited(w.Reading, ""),
		Met: Mark{ID: string(w.Met), Sign: metSigns[w.Met], Word: s.t("met." + string(w.Met))},
	}
	if w.What != w.Title {
		c.What = s.text(sentence(w.What))
	}
	if !c.Always {
		c.When = s.text(w.When)
	}
	return c
}

// answer is what is done about a worst case of the chosen option.
func (s *sketch) answer(w decision.AssessedWorstCase) *Answer {
	given := s.decision.Answer(w.ID)
	switch {
	case given == nil && w.Met == decision.MetNo:
		return &Answer{Mark: Mark{"needless", "–", s.t("answer.needless")}}
	case given == nil:
		return &Answer{Mark: Mark{"missing", "✕", s.t("answer.missing")}}
	}
	out := &Answer{By: s.text(given.By), Because: s.text(sentence(given.Because)), Happened: given.Happened}
	out.Mark = Mark{given.Answer, "✓", s.t("answer." + given.Answer)}
	if !slices.Contains([]string{"accepted", "mitigated", "does-not-apply"}, given.Answer) {
		out.Mark = Mark{"other", "✓", plain(given.Answer)}
	}
	if watch := given.Watch; watch != nil {
		switch title := s.field(watch.Field).Title; {
		case watch.Above != nil:
			out.Watch = s.t("answer.above", title, decision.GroupedNumber(*watch.Above))
		case watch.Below != nil:
			out.Watch = s.t("answer.below", title, decision.GroupedNumber(*watch.Below))
		}
	}
	return out
}

// answersInBrief counts the answers; nil where no card shows them.
func (s *sketch) answersInBrief(ids []string) *AnswersPicture {
	chosen := s.assessment.Option(s.decision.Outcome.Option)
	if !s.answers || chosen == nil {
		return nil
	}
	p := &AnswersPicture{IDs: ids}
	for _, w := range chosen.WorstCases {
		switch {
		case w.Met == decision.MetNo:
			p.Ruled++
		case unanswered(s.decision, &w):
			p.Needed++
			p.Missing = append(p.Missing, Link{Label: plain(strings.TrimSuffix(w.Title, ".")), Href: "#worst." + w.ID})
		default:
			p.Needed++
			p.Answered++
		}
	}
	return p
}

// unanswered tells whether a worst case of the chosen option can happen, or
// cannot be ruled out, and nobody has said what is done about it.
func unanswered(d *decision.Decision, w *decision.AssessedWorstCase) bool {
	return w.Met != decision.MetNo && d.Answer(w.ID) == nil
}
