package review

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// fact is one thing that a decision says, as a list of texts; most lists have one.
type fact struct {
	key, label string
	texts      []string
}

// values are what a decision says now and did not say before, the outcome first. b is nil
// of a new decision, of which all is told but what its head line tells already.
func (c *comparison) values(b, h *ledger.Entry) []Value {
	var was []fact
	if b != nil {
		was = facts(b)
	}
	var out []Value
	for _, f := range facts(h) {
		i := slices.IndexFunc(was, func(o fact) bool { return o.key == f.key })
		var old []string
		if i >= 0 {
			old = was[i].texts
		}
		v := Value{Key: f.key, Label: f.label, From: join(without(old, f.texts)), To: join(without(f.texts, old))}
		if v.From == "" && v.To == "" || b == nil && (f.key == "title" || f.key == "date") {
			continue
		}
		if f.key == "chosen" {
			v.Because = because(h)
		}
		out = append(out, v)
	}
	return append(out, c.profile(b, h)...)
}

// join is a list on one line; what is in it is plain.
func join(texts []string) string {
	if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, ",") }) {
		return strings.Join(texts, "; ")
	}
	return strings.Join(texts, ", ")
}

// longestTitle is how much of an option's title is told, in characters: a record by hand
// may explain it on the same line.
const longestTitle = 80

// clipped is a title as far as it is told.
func clipped(title string) string {
	title = report.Plain(record.PlainText(title))
	if letters := []rune(title); len(letters) > longestTitle {
		cut := string(letters[:longestTitle])
		if at := strings.LastIndexByte(cut, ' '); at > longestTitle/2 {
			cut = cut[:at]
		}
		return strings.TrimRight(cut, " ,:;.") + "…"
	}
	return title
}

// without are the texts that are not among others.
func without(texts, others []string) []string {
	var out []string
	for _, text := range texts {
		if !slices.Contains(others, text) {
			out = append(out, text)
		}
	}
	return out
}

// because is why the option was chosen, where an input says it.
func because(e *ledger.Entry) string {
	if e.Input == nil {
		return ""
	}
	return report.Plain(record.PlainText(e.Input.Decision.Outcome.Because))
}

// facts are what a decision says, in the order in which a reviewer asks. Each list has
// the same facts, those that are not said with no texts.
func facts(e *ledger.Entry) []fact {
	one := func(text string) []string {
		if text = report.Plain(record.PlainText(text)); text == "" {
			return nil
		}
		return []string{text}
	}
	all := func(texts []string) []string {
		var out []string
		for _, text := range texts {
			out = append(out, one(text)...)
		}
		return out
	}
	var d decision.Decision
	if e.Input != nil {
		d = e.Input.Decision
	}
	var options []string
	chosen := ""
	for _, o := range e.Options() {
		options = append(options, clipped(o.Title))
		if o.Chosen && chosen == "" {
			chosen = o.Title
		}
	}
	var consulted, informed []string
	switch {
	case e.Input != nil:
		consulted, informed = d.Consulted, d.Informed
		if d.Outcome.Option != "" {
			chosen = d.Outcome.Option
			if o := d.Option(chosen); o != nil {
				chosen = cmp.Or(o.Title, chosen)
			}
		}
	case e.Record != nil:
		consulted, informed = e.Record.Consulted, e.Record.Informed
		chosen = cmp.Or(chosen, e.Record.Chosen)
	}
	reviewBy, _ := e.ReviewBy()
	var globs []string
	for _, g := range e.AppliesTo() {
		globs = append(globs, g.Pattern)
	}
	out := []fact{
		{"chosen", "chosen option", one(clipped(chosen))},
		{"because", "because", one(d.Outcome.Because)},
		{"options", "options", all(options)},
		{"worst-cases", "worst cases", all(ownWorstCases(&d))},
		{"answers", "answers to worst cases", all(answers(&d))},
		{"judged", "judgements", all(judged(&d))},
		{"drivers", "drivers", all(d.Drivers)},
		{"title", "title", one(e.Title)},
		{"decision-makers", "decision makers", all(e.Makers)},
		{"consulted", "consulted", all(consulted)},
		{"informed", "informed", all(informed)},
		{"date", "date", one(e.Date)},
		{"review-by", "review by", one(reviewBy)},
		{"revisit-when", "revisit when", one(d.RevisitWhen)},
		{"tags", "tags", all(e.Tags)},
		{"applies-to", "applies to", all(globs)},
		{"links", "links", all(links(e))},
		{"realised", "realised", one(d.Realised)},
		{"visibility", "visibility", one(d.Visibility)},
		{"discussion", "discussion", one(d.Discussion)},
		{"tradeoffs", "catalog", one(d.Catalog)},
		{"decides", "decides", one(d.Decides)},
	}
	for _, x := range d.Extra {
		out = append(out, fact{"x." + x.Key, x.Key, one(x.Value)})
	}
	return out
}

// links are the relations that the decision itself states.
func links(e *ledger.Entry) []string {
	var out []string
	for _, r := range e.Relations {
		if r.Pos.Line == 0 {
			continue
		}
		target := r.Target
		if r.Other != nil {
			if target = r.Other.ID; r.Other.Restricted {
				target = cmp.Or(ledger.PublicID(r.Other), ledger.HiddenName)
			}
		}
		out = append(out, r.Words()+" "+target)
	}
	return out
}

// ownWorstCases are those that the team's own options bring.
func ownWorstCases(d *decision.Decision) []string {
	var out []string
	for _, o := range d.Options {
		for _, w := range o.WorstCases {
			text := cmp.Or(o.Title, o.ID) + ": " + w.What
			if w.When != "" {
				text += " when " + w.When
			}
			out = append(out, text)
		}
	}
	return out
}

// answers are what is done about worst cases.
func answers(d *decision.Decision) []string {
	var out []string
	for _, a := range d.Outcome.Answers {
		text := a.WorstCase + " " + strings.ReplaceAll(a.Answer, "-", " ")
		if a.By != "" {
			text += " by " + a.By
		}
		if a.Because != "" {
			text += " because " + a.Because
		}
		if w := a.Watch; w != nil {
			text += " (watched: " + w.Field
			if w.Above != nil {
				text += " above " + decision.GroupedNumber(*w.Above)
			}
			if w.Below != nil {
				text += " below " + decision.GroupedNumber(*w.Below)
			}
			text += ")"
		}
		if a.Happened != "" {
			text += ", happened on " + a.Happened
		}
		out = append(out, text)
	}
	return out
}

// judged are the team's own verdicts and measurements, and its prices.
func judged(d *decision.Decision) []string {
	var out []string
	for _, o := range d.Options {
		title := cmp.Or(o.Title, o.ID)
		for _, j := range o.Judged {
			out = append(out, title+" "+string(j.Verdict)+" on "+j.Driver)
		}
		for _, m := range o.Measured {
			out = append(out, title+" measured on "+m.Factor+": "+m.Value+", "+string(m.Verdict))
		}
	}
	for _, p := range d.Prices {
		out = append(out, "price of "+p.ID+" "+decision.GroupedNumber(p.Amount))
	}
	return out
}
