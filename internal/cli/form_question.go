package cli

import (
	"errors"
	"fmt"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// notKnown is the answer of those who have none. The field stays open, as one
// that nobody was asked for.
const notKnown = "I don't know"

// question is one thing that a form asks.
type question struct {
	title   string
	about   string                  // what counts, and what an answer looks like
	choices []choice                // none where the answer is typed
	check   func(text string) error // of what is typed; nil where there are choices
}

// choice is one answer to pick. Where the cursor stands at first, the value is "".
type choice struct{ label, value string }

// words is an answer as a reader sees it.
func (q *question) words(value string) string {
	for _, c := range q.choices {
		if c.value == value {
			label, _, _ := strings.Cut(c.label, ":")
			return label
		}
	}
	if value == "" {
		return notKnown
	}
	return value
}

// catalogQuestion asks which catalog, if any. none says what comes without one.
func catalogQuestion(set catalog.Set, none string) *question {
	q := &question{
		title:   "Which body of trade-offs does this decision touch?",
		about:   "It brings the options with their worst cases, and asks for no more than can still change the answer.",
		choices: []choice{{label: none}},
	}
	for _, id := range set.IDs() {
		q.choices = append(q.choices, choice{set[id].Title + ": " + set[id].Summary, id})
	}
	return q
}

// fieldQuestion asks for a field of a profile. Its answers are what --set takes.
func fieldQuestion(f *catalog.Field) *question {
	q := &question{title: f.Question, about: f.Meaning}
	switch f.Type {
	case catalog.YesNoField:
		q.choices = []choice{{"Yes", "true"}, {"No", "false"}, {label: notKnown}}
	case catalog.WordField:
		for _, word := range f.Values {
			q.choices = append(q.choices, choice{word, word})
		}
		q.choices = append(q.choices, choice{label: notKnown})
	default:
		q.about += "\n" + numberWords(f)
		q.check = func(text string) error { return checkAnswer(f, text) }
	}
	return q
}

// numberWords says what a number may be: its unit, its bounds, and that it may be
// left out.
func numberWords(f *catalog.Field) string {
	words := "A number"
	if f.Type == catalog.WholeField {
		words = "A whole number"
	}
	if f.Unit != "" {
		words += " (" + f.Unit + ")"
	}
	low, high := 8.0, 14.0
	switch {
	case f.Min != nil && f.Max != nil:
		words += " from " + decision.RoundedNumber(*f.Min) + " to " + decision.RoundedNumber(*f.Max)
		if low < *f.Min || high > *f.Max {
			low, high = *f.Min, *f.Max
		}
	case f.Min != nil:
		words += ", at least " + decision.RoundedNumber(*f.Min)
		low, high = max(low, *f.Min), max(high, *f.Min+high-low)
	case f.Max != nil:
		words += ", at most " + decision.RoundedNumber(*f.Max)
		low, high = min(low, *f.Max-high+low), min(high, *f.Max)
	}
	return words + ", or a range such as " + decision.RangeValue(low, high).String() + ". Leave it empty if you don't know."
}

// checkAnswer holds what was typed against the field, as --set and an input are.
func checkAnswer(f *catalog.Field, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	schema := f.Schema()
	value, findings := parseValue(f.ID, text)
	if !findings.HasErrors() {
		findings = append(findings, schema.Check(value)...)
	}
	for _, found := range findings {
		switch {
		case found.Severity != diag.Error:
		case found.Hint == "" || found.Hint == "write "+schema.Example: // the question has an example above
			return errors.New(found.Message)
		default:
			return fmt.Errorf("%s; %s", found.Message, found.Hint)
		}
	}
	return nil
}

// closing says where the answers have led: how many settled it, or what is worth
// finding out, and then who leads or contends.
func closing(answered, left int, settled bool, worth []string, because string) []string {
	all := answered + left
	noun, are, others := "answers", "are", fmt.Sprintf("the other %d", left)
	if all == 1 {
		noun = "answer"
	}
	if answered == 1 {
		are = "is"
	}
	if left == 1 {
		others = "the other one"
	}
	line := fmt.Sprintf("%d of %d %s", answered, all, noun)
	switch {
	case settled && answered == 0:
		line = fmt.Sprintf("None of the %d %s can change it", all, noun)
	case settled && left == 0:
		line += " settled it"
	case settled:
		line += " settled it; " + others + " cannot change it"
	default:
		line += " " + are + " known"
		if len(worth) > 0 {
			line += "; worth finding out: " + strings.Join(worth, ", ")
		}
	}
	lines := []string{line + "."}
	if because != "" {
		lines = append(lines, because)
	}
	return lines
}
