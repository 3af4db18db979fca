package input

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/source"
)

// UnansweredRule is the id of the finding that a worst case of the chosen option
// has no answer. What asks how things would stand under other answers leaves it out.
const UnansweredRule = "unanswered-worst-case"

// answer checks one answer by itself.
func (k *checker) answer(i int, chosen *decision.AssessedOption) {
	a := k.d.Outcome.Answers[i]
	at := []any{"outcome", "answers", i}
	if slices.ContainsFunc(k.d.Outcome.Answers[:i], func(b decision.Answer) bool { return b.WorstCase == a.WorstCase }) {
		k.add("duplicate-key", "keep one", fmt.Sprintf("%s is answered already", a.WorstCase), append(at, "worst-case")...)
	}
	if chosen != nil {
		if worst := worstCaseIDs(chosen); !slices.Contains(worst, a.WorstCase) {
			k.add("unknown-value", diag.DidYouMean(a.WorstCase, worst), fmt.Sprintf("%s has no worst case %q", chosen.Title, a.WorstCase), append(at, "worst-case")...)
		}
	}
	if a.Answer == "accepted" && a.By == "" {
		k.add("missing-key", "write by: media team", "somebody accepts a worst case, and nobody is named", at...)
	}
	if a.Watch == nil {
		return
	}
	at = append(at, "watch")
	if (a.Watch.Above == nil) == (a.Watch.Below == nil) {
		k.add("missing-key", "write above: 20000000", "a watch is above a figure or below one", at...)
	}
	if k.catalog == nil || k.settled != nil {
		return
	}
	var numbers []string
	for _, f := range k.catalog.Fields {
		if f.Type == catalog.WholeField || f.Type == catalog.NumberField {
			numbers = append(numbers, f.ID)
		}
	}
	if !slices.Contains(numbers, a.Watch.Field) {
		k.add("unknown-value", diag.DidYouMean(a.Watch.Field, numbers), fmt.Sprintf("no field %q that holds a number", a.Watch.Field), append(at, "field")...)
	}
}

func worstCaseIDs(o *decision.AssessedOption) []string {
	var ids []string
	for _, w := range o.WorstCases {
		ids = append(ids, w.ID)
	}
	return ids
}

// asked is how much an unanswered worst case matters: it is told while a decision
// is open, and keeps it from being accepted. What was settled before anybody asked
// is not undone, and of what is not in force nothing is asked.
func (k *checker) asked() diag.Severity {
	switch {
	case k.accepting():
		return diag.Error
	case k.d.Status == decision.Accepted:
		return diag.Warning
	case k.d.Status == decision.Draft || k.d.Status == decision.Proposed:
		return diag.Note
	}
	return diag.Off
}

// placeholder is what stands in a suggested answer for what only a person can say.
const placeholder = "…"

// unanswered finds the worst cases of the chosen option that can happen, or cannot
// be ruled out, and that nobody has answered.
func (k *checker) unanswered(chosen *decision.AssessedOption) {
	severity := k.asked()
	if severity == diag.Off {
		return
	}
	// An answer with a misspelt id is found already, and means this one.
	meant := map[string]bool{}
	ids := worstCaseIDs(chosen)
	for _, a := range k.d.Outcome.Answers {
		if meant[a.WorstCase] = true; !slices.Contains(ids, a.WorstCase) {
			meant[diag.Suggest(a.WorstCase, ids)] = true
		}
	}
	var open []decision.AssessedWorstCase
	for _, w := range chosen.WorstCases {
		if w.Met != decision.MetNo && !meant[w.ID] {
			meant[w.ID] = true
			open = append(open, w)
		}
	}
	at := []any{"outcome"}
	has := k.in.Root.At("outcome", "answers") != nil
	if has {
		at = append(at, "answers")
	}
	for _, w := range open {
		line := k.answerLine(w.ID)
		hint := "add to answers: " + line
		switch {
		case has:
		case len(open) == 1:
			hint = "write " + k.answersKey() + "[" + line + "]"
		default:
			hint = "add to a list of answers: " + line
		}
		k.report(severity, UnansweredRule, hint, unansweredWords(w), at...)
	}
	for i, a := range k.d.Outcome.Answers {
		if a.Because == placeholder || a.By == placeholder {
			k.report(severity, UnansweredRule, "write who answers for it, and why, in place of "+placeholder,
				fmt.Sprintf("the answer to %s is not filled in", a.WorstCase), "outcome", "answers", i)
		}
	}
}

// unansweredWords says which worst case has no answer, and why it can happen here.
func unansweredWords(w decision.AssessedWorstCase) string {
	why := "cannot be ruled out"
	if w.Met == decision.MetYes {
		why = "can happen here"
	}
	return fmt.Sprintf("no answer to %s: “%s” %s%s", w.ID, oneLine(w.Title), why, reason(w))
}

// reason is why a worst case can happen, in brackets. One of the team's own, and
// one that is always met, has its condition alone.
func reason(w decision.AssessedWorstCase) string {
	text := oneLine(cmp.Or(w.Because, w.When))
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

// oneLine is a text as a part of a sentence.
func oneLine(text string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
}

// answersKey is the key of the answers as the input's format writes it.
func (k *checker) answersKey() string {
	switch k.in.Format {
	case source.TOML:
		return "answers = "
	case source.JSON:
		return `"answers": `
	}
	return "answers: "
}

// answerLine is the beginning of an answer as the input's format writes it. Who
// accepts is filled in where only one can be meant.
func (k *checker) answerLine(id string) string {
	by := placeholder
	if len(k.d.DecisionMakers) == 1 {
		by = oneLine(k.d.DecisionMakers[0])
	}
	parts := []string{"worst-case", id, "answer", "accepted", "by", by, "because", placeholder}
	var b strings.Builder
	for i := 0; i < len(parts); i += 2 {
		key, sep, value := parts[i], ": ", parts[i+1]
		switch k.in.Format {
		case source.TOML:
			sep, value = " = ", quoted(value)
		case source.JSON:
			key, value = quoted(key), quoted(value)
		default:
			if value != placeholder && !plainYAML.MatchString(value) || slices.Contains([]string{"true", "false", "null"}, strings.ToLower(value)) {
				value = quoted(value)
			}
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(key + sep + value)
	}
	return "{" + b.String() + "}"
}

// plainYAML are names that YAML reads as they stand, inside of braces too.
var plainYAML = lazyregexp.New(`^\pL[\pL\pN .'_-]*$`)

// quoted is text in double quotes, as all three formats read it.
func quoted(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		return placeholder
	}
	return strings.TrimSuffix(b.String(), "\n")
}
