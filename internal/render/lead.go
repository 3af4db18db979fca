package render

import (
	"fmt"
	"strings"

	"tradeoff/internal/decision"
)

// lead is the decision in one sentence.
func lead(v *View) string {
	var others []string
	for _, o := range v.Options {
		if !o.Chosen {
			others = append(others, o.Title)
		}
	}
	switch {
	case v.Chosen == nil && len(others) == 0:
		return "**Open:** no option is on the table yet."
	case v.Chosen == nil:
		return "**Open:** " + or(others) + "; nothing is chosen yet."
	}
	sentence := "**Chosen:** "
	if v.Status == decision.Rejected {
		sentence = "**Rejected:** "
	}
	sentence += v.Chosen.Title
	if len(others) > 0 {
		sentence += " over " + decision.And(others)
	}
	if v.Outcome.Because != "" {
		sentence += ", because " + strings.TrimSuffix(inline(v.Outcome.Because), ".")
	}
	var accepted []string
	for _, answer := range v.Chosen.Answers {
		if answer.Answer != nil && answer.Answer.Answer == "accepted" {
			accepted = append(accepted, lowerFirst(strings.TrimSuffix(inline(answer.Title), ".")))
		}
	}
	if len(accepted) > 0 {
		sentence += "; it accepts that " + decision.And(accepted)
	}
	open := 0
	for _, answer := range v.Chosen.Answers {
		if answer.Needed && answer.Answer == nil {
			open++
		}
	}
	switch {
	case open == 1:
		sentence += "; one of its worst cases is not answered"
	case open > 1:
		sentence += fmt.Sprintf("; %d of its worst cases are not answered", open)
	}
	return sentence + "."
}

// or joins words as a question does: a, b or c.
func or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
