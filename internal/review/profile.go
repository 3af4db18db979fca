package review

import (
	"maps"
	"slices"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
	"tradeoff/internal/report"
)

// assessed is a decision's assessment; false where nothing should be said of it.
func assessed(e *ledger.Entry, set catalog.Set) (decision.Assessment, bool) {
	if !assessable(e, set) {
		return decision.Assessment{}, false
	}
	return render.AssessmentOf(&e.Input.Decision, set), true
}

// assessable tells whether an assessment of the decision says something: there is an
// input that can be read, and nothing is wrong with what is assessed of it. That a worst
// case is not answered, or that the outcome names nothing, makes no verdict another.
func assessable(e *ledger.Entry, set catalog.Set) bool {
	return e != nil && input(e) != nil && !slices.ContainsFunc(e.Input.Check(set), func(f diag.Finding) bool {
		key, _, _ := strings.Cut(f.Key, ".")
		key, _, _ = strings.Cut(key, "[")
		return f.Severity == diag.Error && slices.Contains([]string{"", "tradeoffs", "profile", "prices", "options", "drivers"}, key)
	})
}

// profile are the answers that changed, each with the verdicts and worst cases that are
// others by it, and then what of the assessment changed by nothing in the profile. b is
// nil of a new decision.
func (c *comparison) profile(b, h *side) []Value {
	if h.d == nil {
		return nil
	}
	var before decision.Profile
	var was decision.Assessment
	compared := false
	if b != nil && b.d != nil {
		before = b.d.Profile
		was, compared = assessed(b.e, b.set)
	}
	after := h.d.Profile
	now, sound := assessed(h.e, h.set)
	effects := map[string][]string{} // by the field
	var others []effect
	if compared && sound {
		hangOn(&now, input(h.e), h.set) // with what is not told
		for _, e := range effectsOf(&was, &now, func(field string) bool { return before[field] != after[field] }) {
			if len(e.fields) == 0 {
				others = append(others, e)
			}
			for _, field := range e.fields {
				effects[field] = append(effects[field], e.text())
			}
		}
	}
	// In the catalog's order, then what it does not ask for any more.
	var fields []string
	titles := map[string]decision.ProfileLine{}
	for _, a := range []decision.Assessment{now, was} {
		for _, line := range a.Profile {
			if _, known := titles[line.Field]; !known {
				fields = append(fields, line.Field)
				titles[line.Field] = line
			}
		}
	}
	for _, p := range []decision.Profile{after, before} {
		for _, field := range slices.Sorted(maps.Keys(p)) {
			if !slices.Contains(fields, field) {
				fields = append(fields, field)
			}
		}
	}
	var out []Value
	for _, field := range fields {
		if before[field] == after[field] {
			continue
		}
		v := Value{Key: "profile." + field, Label: strings.ReplaceAll(field, "-", " "), Effects: effects[field]}
		if line, ok := titles[field]; ok && line.Title != "" {
			v.Label = decision.LowerTitle(report.Plain(record.PlainText(line.Title)))
		}
		v.From, v.To = answer(before, field), answer(after, field)
		if b == nil {
			v.From = ""
		}
		out = append(out, v)
	}
	for _, e := range others {
		out = append(out, e.value(e.key))
	}
	if compared && sound && was.Advice != nil && now.Advice != nil && was.Advice.Leader != now.Advice.Leader {
		out = append(out, Value{Key: "leader", Label: "option that leads", From: optionTitle(&was, was.Advice.Leader), To: optionTitle(&now, now.Advice.Leader)})
	}
	return out
}

// answer is an answer of a profile in words.
func answer(p decision.Profile, field string) string {
	v, ok := p[field]
	if !ok {
		return "unknown"
	}
	return report.Plain(v.Words())
}

func optionTitle(a *decision.Assessment, id string) string {
	if id == "" {
		return "none"
	}
	if o := a.Option(id); o != nil && o.Title != "" {
		return decision.LowerTitle(report.Plain(record.PlainText(o.Title)))
	}
	return id
}

// hangOn gives a settled decision's assessment, which was read from its input, the fields
// that its verdicts and worst cases hang on.
func hangOn(a *decision.Assessment, d *decision.Decision, set catalog.Set) {
	if !d.Status.Settled() || set[d.Catalog] == nil {
		return
	}
	fresh := advisor.Assess(d, set[d.Catalog])
	a.Options = slices.Clone(a.Options)
	for i := range a.Options {
		o := &a.Options[i]
		from := fresh.Option(o.ID)
		if from == nil {
			continue
		}
		o.Factors, o.WorstCases = slices.Clone(o.Factors), slices.Clone(o.WorstCases)
		for j := range o.Factors {
			if f := from.Factor(o.Factors[j].ID); f != nil {
				o.Factors[j].Fields = f.Fields
			}
		}
		for j := range o.WorstCases {
			for _, w := range from.WorstCases {
				if w.ID == o.WorstCases[j].ID {
					o.WorstCases[j].Fields = w.Fields
				}
			}
		}
	}
}

// effect is one verdict or worst case that is another, with the changed fields that it
// hangs on.
type effect struct {
	key, label, from, to string
	fields               []string
}

func (e effect) text() string { return e.label + ": " + e.from + " → " + e.to }

func (e effect) value(key string) Value {
	return Value{Key: key, Label: e.label, From: e.from, To: e.to}
}

// effectsOf compares two assessments. changed tells whether an answer is another.
func effectsOf(was, now *decision.Assessment, changed func(field string) bool) []effect {
	only := func(fields []string) []string {
		var out []string
		for _, f := range fields {
			if changed(f) {
				out = append(out, f)
			}
		}
		return out
	}
	var out []effect
	for i := range now.Options {
		after := &now.Options[i]
		before := was.Option(after.ID)
		if before == nil {
			continue
		}
		title := optionTitle(now, after.ID)
		for j := range after.Factors {
			f := &after.Factors[j]
			o := before.Factor(f.ID)
			if o == nil || f.Kind == decision.Trait || o.Standing() == f.Standing() {
				continue
			}
			if after.Own || f.Kind == decision.Driver || measured(o) != measured(f) {
				continue // the team says it itself, as a value
			}
			factor := decision.LowerTitle(report.Plain(record.PlainText(f.Title)))
			out = append(out, effect{"verdict", title + "'s " + factor, verdict(o.Standing()), verdict(f.Standing()), only(f.Fields)})
		}
		for j := range after.WorstCases {
			w := &after.WorstCases[j]
			k := slices.IndexFunc(before.WorstCases, func(x decision.AssessedWorstCase) bool { return x.ID == w.ID })
			if k < 0 || before.WorstCases[k].Met == w.Met {
				continue
			}
			name := decision.LowerTitle(report.Plain(record.PlainText(w.Title)))
			out = append(out, effect{"worst-case", title + "'s worst case “" + name + "”", metWords(before.WorstCases[k].Met), metWords(w.Met), only(w.Fields)})
		}
	}
	return out
}

// measured is the figure that the team measured, "" without one.
func measured(f *decision.AssessedFactor) string {
	if f.Measured == nil {
		return ""
	}
	return string(f.Measured.Verdict) + " " + f.Measured.Value
}

func verdict(v decision.Verdict) string {
	if v == "" {
		return "not judged"
	}
	return string(v)
}

func metWords(m decision.Met) string {
	switch m {
	case decision.MetYes:
		return "can happen"
	case decision.MetNo:
		return "cannot happen"
	}
	return "cannot be ruled out"
}

// risks are the worst cases of the chosen option with their answers, those first that
// nobody has answered.
func (c *comparison) risks(e *ledger.Entry) []Risk {
	a, ok := assessed(e, c.in.HeadCatalogs)
	if !ok {
		return nil
	}
	risks := RisksOf(&e.Input.Decision, &a)
	for i := range risks {
		if c.in.Withheld.People {
			risks[i].By = ""
		}
	}
	return risks
}

// RisksOf are the worst cases of the chosen option with their answers: those first that
// nobody has answered, then those that are answered, then those that cannot happen.
func RisksOf(d *decision.Decision, a *decision.Assessment) []Risk {
	o := a.Option(d.Outcome.Option)
	if o == nil {
		return nil
	}
	var out []Risk
	for _, w := range o.WorstCases {
		r := Risk{WorstCase: w.ID, Title: decision.LowerTitle(report.Plain(record.PlainText(w.Title))), Met: w.Met}
		if x := d.Answer(w.ID); x != nil {
			r.Answer, r.By, r.Because = x.Answer, report.Plain(x.By), report.Plain(record.PlainText(x.Because))
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(x, y Risk) int { return x.order() - y.order() })
	return out
}

func (r Risk) order() int {
	switch {
	case r.open():
		return 0
	case r.Met != decision.MetNo:
		return 1
	}
	return 2
}
