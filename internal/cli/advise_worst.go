package cli

import (
	"cmp"
	"fmt"
	"strings"

	"tradeoff/internal/decision"
)

// labelled are lines of text behind one label.
type labelled struct {
	label string
	lines []string
}

// labelled writes lines behind their labels, and nothing for a label without lines.
// On a narrow screen the labels stand above.
func (v *advised) labelled(s *screen, rows []labelled) {
	first := true
	for _, r := range rows {
		if len(r.lines) == 0 {
			continue
		}
		if first {
			s.line("")
		}
		first = false
		if s.width < 2*labels+gap {
			s.text(0, asIs, r.label)
			for _, text := range r.lines {
				s.row([]column{s.rest(gap, gap)}, piece{plainText(text), asIs})
			}
			continue
		}
		for i, text := range r.lines {
			if i > 0 {
				r.label = ""
			}
			s.row([]column{{0, labels, 0}, s.rest(labels, gap)}, piece{r.label, asIs}, piece{plainText(text), asIs})
		}
	}
}

// title is an option's title by its id.
func (v *advised) title(option string) string {
	if o := v.assessment.Option(option); o != nil {
		return titleOf(o)
	}
	return option
}

// factor is a factor's title as a part of a sentence.
func (v *advised) factor(id string) string {
	for i := range v.assessment.Options {
		if f := v.assessment.Options[i].Factor(id); f != nil {
			return lowerTitle(cmp.Or(f.Title, f.ID))
		}
	}
	return id
}

// lowerTitle is a title as a part of a sentence, fit for a terminal.
func lowerTitle(title string) string { return decision.LowerTitle(plainText(title)) }

// place is where something of the input stands, or would: file:line.
func (v *advised) place(path ...any) string {
	if v.entry == nil || v.entry.Input == nil {
		return "the input"
	}
	in := v.entry.Input
	file := v.project.show(in.File)
	for in.Root.At(path...) == nil && len(path) > 1 {
		path = path[:len(path)-1]
	}
	if at := in.Root.PosOf(path...); in.Root.Get("outcome") != nil && at.Line > 0 {
		return fmt.Sprintf("%s:%d", file, at.Line)
	}
	return file
}

// worstCases tells those of the chosen option with their answers or, where nothing
// is chosen, those of the options that lead or contend.
func (v *advised) worstCases(s *screen) {
	outcome := v.decision.Outcome.Option
	told := []string{outcome}
	if v.assessment.Option(outcome) == nil {
		if told = nil; v.assessment.Advice != nil {
			told = v.assessment.Advice.Contenders
			if leader := v.assessment.Advice.Leader; leader != "" {
				told = []string{leader}
			}
		}
	}
	for _, id := range told {
		o := v.assessment.Option(id)
		if o == nil || len(o.WorstCases) == 0 {
			continue
		}
		s.line("")
		s.text(0, strong, "Worst cases of "+titleOf(o))
		title := 0
		for _, w := range o.WorstCases {
			title = max(title, columns(plainText(cmp.Or(w.Title, w.ID))))
		}
		title = min(title, max(20, s.width*2/5))
		at := []column{{2, 1, 0}, {4, title, 0}, s.rest(4+title+gap, 0)}
		var open []string
		for i := range o.WorstCases {
			w := &o.WorstCases[i]
			sign, look, text := v.worstCase(w, id == outcome)
			name := plainText(cmp.Or(w.Title, w.ID))
			s.row(at, piece{sign, look}, piece{name, asIs}, piece{text, look})
			if sign != "✗" {
				continue
			}
			open = append(open, w.ID)
			if what := plainText(strings.TrimSpace(w.What + " " + w.Beside)); what != name && what != "" {
				s.text(6, quiet, what)
			}
		}
		if id == outcome && len(open) > 0 {
			s.text(2, asIs, "→ answer "+decision.And(open)+" in outcome.answers, "+v.place("outcome", "answers"))
		}
	}
}

// worstCase says of a worst case whether it can happen and, where its option is
// chosen, what is done about it.
func (v *advised) worstCase(w *decision.AssessedWorstCase, chosen bool) (sign string, look style, text string) {
	why := plainText(w.Because)
	if why == "" && w.When != "" {
		why = plainText(w.When)
		if why != "always" && w.Met == decision.MetUnknown {
			why = "when " + why
		}
	}
	if answer := v.decision.Answer(w.ID); chosen && answer != nil {
		return "✓", asIs, answerText(answer)
	}
	switch {
	case w.Met == decision.MetNo:
		return "✓", asIs, joinClause("does not apply", why)
	case chosen && w.Met == decision.MetYes:
		return "✗", red, joinClause("not answered; it can happen", why)
	case chosen:
		return "✗", red, joinClause("not answered; it cannot be ruled out", why)
	case w.Met == decision.MetYes:
		return "✗", amber, joinClause("can happen", why)
	}
	return "?", quiet, joinClause("cannot be ruled out", why)
}

// joinClause puts a reason behind what it is the reason of.
func joinClause(text, why string) string {
	if why == "" {
		return text
	}
	return text + ": " + why
}

// answerText is what is done about a worst case.
func answerText(a *decision.Answer) string {
	text := strings.ReplaceAll(a.Answer, "-", " ")
	if a.By != "" {
		text += " by " + plainText(a.By)
	}
	text = joinClause(text, plainText(a.Because))
	if w := a.Watch; w != nil {
		switch {
		case w.Above != nil:
			text += "; watched: " + w.Field + " above " + decision.RoundedNumber(*w.Above)
		case w.Below != nil:
			text += "; watched: " + w.Field + " below " + decision.RoundedNumber(*w.Below)
		}
	}
	if a.Happened != "" {
		text += "; it happened on " + a.Happened
	}
	return text
}
