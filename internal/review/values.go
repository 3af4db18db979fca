package review

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// side is what one of two states of a decision says, as far as both can be held against
// each other.
type side struct {
	e       *ledger.Entry
	d       *decision.Decision // what its input says that may be told, nil where its record is what counts
	set     catalog.Set
	ids     bool // options are known by their ids
	secrets []ledger.Secrets
	head    func(e *ledger.Entry) *ledger.Entry // an entry of its log as the head has it
}

// sides are the two states of a decision. Where one alone has an input that can be read,
// as of a record that was converted, both records count; b is nil of a new decision.
func (c *comparison) sides(b, h *ledger.Entry) (was, now *side) {
	now = &side{e: h, d: input(h), set: c.in.HeadCatalogs, secrets: c.secrets, head: func(e *ledger.Entry) *ledger.Entry { return e }}
	if b == nil {
		c.withhold(now)
		return nil, now
	}
	was = &side{e: b, d: input(b), set: c.in.BaseCatalogs, secrets: c.secrets, head: func(e *ledger.Entry) *ledger.Entry { return cmp.Or(c.now[e], e) }}
	if (was.d == nil) != (now.d == nil) && b.Record != nil && h.Record != nil {
		was.d, now.d = nil, nil
	}
	was.ids = was.d != nil && now.d != nil
	now.ids = was.ids
	c.withhold(was, now)
	return was, now
}

// input is what an entry's input says, nil without one that can be read.
func input(e *ledger.Entry) *decision.Decision {
	if e.Input == nil || e.Input.Findings.HasErrors() {
		return nil
	}
	return &e.Input.Decision
}

// fact is one thing that a decision says, as a list; most lists have one item.
type fact struct {
	key, label string
	items      []item
}

// item is a text with what it is known by: an item of the same key is the same.
type item struct{ key, text string }

// values are what a decision says now and did not say before, the outcome first. b is nil
// of a new decision, of which all is told but what its head line tells already.
func (c *comparison) values(b, h *ledger.Entry) []Value {
	was, now := c.sides(b, h)
	before, after := []fact(nil), now.facts()
	if was != nil {
		before = was.facts()
	}
	old := map[string]fact{}
	for _, f := range before {
		old[f.key] = f
	}
	have := map[string]bool{}
	for _, f := range after {
		have[f.key] = true
	}
	for _, f := range before {
		if !have[f.key] {
			after = append(after, fact{key: f.key, label: f.label})
		}
	}
	var out []Value
	choice := false
	for _, f := range after {
		was := old[f.key].items
		v := Value{Key: f.key, Label: f.label, From: join(without(was, f.items)), To: join(without(f.items, was))}
		told := v.From != "" || v.To != ""
		if f.key == "chosen" && told {
			choice = true
			v.Because = now.because()
		}
		if told && !(b == nil && (f.key == "title" || f.key == "date")) && !(f.key == "because" && choice && v.To != "") {
			out = append(out, v)
		}
		if f.key == "options" {
			out = append(out, retitled(was, f.items)...)
		}
	}
	return append(out, c.profile(was, now)...)
}

// retitled are the options that have another title and are the same.
func retitled(was, now []item) []Value {
	old := map[string]string{}
	for _, i := range was {
		old[i.key] = i.text
	}
	var out []Value
	for _, i := range now {
		if text, ok := old[i.key]; ok && text != i.text {
			out = append(out, Value{Key: "options." + i.key, Label: "title of an option", From: text, To: i.text})
		}
	}
	return out
}

// join is a list on one line; what is in it is plain.
func join(items []item) string {
	texts := make([]string, len(items))
	for i := range items {
		texts[i] = items[i].text
	}
	if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, ",") }) {
		return strings.Join(texts, "; ")
	}
	return strings.Join(texts, ", ")
}

// longestTitle is how much of an option's title is told, in characters: a record by hand
// may explain it on the same line.
const longestTitle = 80

// clipped is a title as far as it is told. Names that may not be told go first, since
// half of one would not be found any more.
func (s *side) clipped(title string) string {
	title = said(title)
	for _, secrets := range s.secrets {
		title = secrets.Text(title)
	}
	if letters := []rune(title); len(letters) > longestTitle {
		cut := string(letters[:longestTitle])
		if at := strings.LastIndexByte(cut, ' '); at > longestTitle/2 {
			cut = cut[:at]
		}
		return strings.TrimRight(cut, " ,:;.") + "…"
	}
	return title
}

// without are the items that are not among others.
func without(items, others []item) []item {
	among := make(map[string]bool, len(others))
	for _, i := range others {
		among[i.key] = true
	}
	var out []item
	for _, i := range items {
		if !among[i.key] {
			out = append(out, i)
		}
	}
	return out
}

// said is a text as it is told.
func said(text string) string { return report.Plain(record.PlainText(text)) }

func one(text string) []item {
	if text = said(text); text == "" {
		return nil
	}
	return []item{{text, text}}
}

func all(texts []string) []item {
	var out []item
	for _, text := range texts {
		out = append(out, one(text)...)
	}
	return out
}

// because is why the option was chosen, where an input says it.
func (s *side) because() string {
	if s.d == nil {
		return ""
	}
	return said(s.d.Outcome.Because)
}

// options are those that were considered, and the chosen one.
func (s *side) options() (options, chosen []item) {
	add := func(id, title string, taken bool) {
		title = s.clipped(title)
		if title == "" {
			return
		}
		if id == "" || !s.ids {
			id = title
		}
		options = append(options, item{id, title})
		if taken {
			chosen = []item{{id, title}}
		}
	}
	if s.d == nil {
		if r := s.e.Record; r != nil {
			for _, o := range r.Options {
				add("", o.Title, o.Chosen && chosen == nil)
			}
			if chosen == nil && r.Chosen != "" {
				chosen = one(s.clipped(r.Chosen))
			}
		}
		return options, chosen
	}
	for _, o := range s.d.Options {
		add(o.ID, s.optionTitle(o.ID), o.ID != "" && o.ID == s.d.Outcome.Option)
	}
	if id := s.d.Outcome.Option; chosen == nil && id != "" {
		chosen = []item{{id, s.clipped(s.optionTitle(id))}}
	}
	return options, chosen
}

// optionTitle is an option's own title or the catalog's, else its id.
func (s *side) optionTitle(id string) string {
	if o := s.d.Option(id); o != nil && o.Title != "" {
		return o.Title
	}
	if c := s.set[s.d.Catalog]; c != nil {
		if o := c.Option(id); o != nil && o.Title != "" {
			return o.Title
		}
	}
	return id
}

// facts are what a decision says, in the order in which a reviewer asks.
func (s *side) facts() []fact {
	e := s.e
	options, chosen := s.options()
	title, makers, date, tags := e.Title, e.Makers, e.Date, e.Tags
	var d decision.Decision
	var consulted, informed []string
	reviewBy := ""
	switch r := e.Record; {
	case s.d != nil:
		d = *s.d
		consulted, informed, reviewBy = d.Consulted, d.Informed, d.ReviewBy
	case r != nil:
		title, makers, date, tags = r.Title, r.DecisionMakers, r.Date, r.Tags
		consulted, informed = r.Consulted, r.Informed
		if n := r.Front.Get("review-by"); n != nil {
			reviewBy = n.Text
		}
	}
	out := []fact{{"chosen", "chosen option", chosen}, {"because", "because", one(d.Outcome.Because)}, {"options", "options", options}}
	if s.d != nil {
		out = append(out, fact{"worst-cases", "worst cases", all(ownWorstCases(&d))})
		out = append(out, s.answers()...)
		out = append(out, s.judged()...)
	}
	out = append(out, []fact{
		{"drivers", "drivers", all(d.Drivers)},
		{"title", "title", one(title)},
		{"decision-makers", "decision makers", all(makers)},
		{"consulted", "consulted", all(consulted)},
		{"informed", "informed", all(informed)},
		{"date", "date", one(date)},
		{"review-by", "review by", one(reviewBy)},
		{"revisit-when", "revisit when", one(d.RevisitWhen)},
		{"tags", "tags", all(tags)},
		{"applies-to", "applies to", globs(e)},
		{"links", "links", s.links()},
		{"realised", "realised", one(d.Realised)},
		{"visibility", "visibility", one(d.Visibility)},
		{"discussion", "discussion", one(d.Discussion)},
		{"tradeoffs", "catalog", one(d.Catalog)},
		{"decides", "decides", one(d.Decides)},
	}...)
	for _, x := range d.Extra {
		key := report.Plain(x.Key)
		out = append(out, fact{"x." + key, key, one(x.Value)})
	}
	return out
}

// globs are the code that a decision says it governs, as written: a star is no emphasis.
func globs(e *ledger.Entry) []item {
	var out []item
	for _, g := range e.AppliesTo() {
		text := report.Plain(g.Pattern)
		out = append(out, item{text, text})
	}
	return out
}

// links are the relations that the decision itself states. One to a decision that was
// renumbered is the same.
func (s *side) links() []item {
	var out []item
	for _, r := range s.e.Relations {
		if r.Pos.Line == 0 {
			continue
		}
		target, key := report.Plain(r.Target), report.Plain(r.Target)
		if r.Other != nil {
			if target = r.Other.ID; r.Other.Restricted {
				target = cmp.Or(ledger.PublicID(r.Other), ledger.HiddenName)
			}
			key = s.head(r.Other).Path
		}
		words := r.Words() + " "
		if r.Part != "" {
			key, target = key+"#"+r.Part, target+", "+said(r.Part)
		}
		out = append(out, item{words + key, words + target})
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

// worstCases are the titles of worst cases by their ids.
func (s *side) worstCases() map[string]string {
	titles := map[string]string{}
	if c := s.set[s.d.Catalog]; c != nil {
		for _, w := range c.WorstCases {
			if titles[w.ID] == "" || w.Option == s.d.Outcome.Option {
				titles[w.ID] = w.Title
			}
		}
	}
	for _, o := range s.d.Options {
		for _, w := range o.WorstCases {
			if titles[w.ID] == "" || o.ID == s.d.Outcome.Option {
				titles[w.ID] = w.What
			}
		}
	}
	return titles
}

// answers are what is done about each worst case.
func (s *side) answers() []fact {
	titles := s.worstCases()
	var out []fact
	for _, a := range s.d.Outcome.Answers {
		text := strings.ReplaceAll(a.Answer, "-", " ")
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
		title := s.clipped(cmp.Or(titles[a.WorstCase], a.WorstCase))
		out = append(out, fact{"answers." + report.Plain(a.WorstCase), "answer to “" + decision.LowerTitle(title) + "”", one(text)})
	}
	return out
}

// judged are the team's own verdicts and measurements, and its prices.
func (s *side) judged() []fact {
	var out []fact
	sourced := func(text, because, source string) []item {
		if because != "" {
			text += " because " + because
		}
		if source != "" {
			text += " (" + source + ")"
		}
		return one(text)
	}
	for _, o := range s.d.Options {
		title := decision.LowerTitle(s.clipped(s.optionTitle(o.ID)))
		for _, j := range o.Judged {
			out = append(out, fact{"judged." + o.ID + "." + decision.Slug(j.Driver), title + " on " + decision.LowerTitle(s.clipped(j.Driver)), sourced(string(j.Verdict), j.Because, j.Source)})
		}
		for _, m := range o.Measured {
			factor := m.Factor
			if c := s.set[s.d.Catalog]; c != nil {
				if f := c.Factor(m.Factor); f != nil {
					factor = f.Title
				}
			}
			out = append(out, fact{"measured." + o.ID + "." + report.Plain(m.Factor), title + " measured on " + decision.LowerTitle(s.clipped(factor)), sourced(string(m.Verdict)+valueOf(m), "", m.Source)})
		}
	}
	for _, p := range s.d.Prices {
		out = append(out, fact{"prices." + report.Plain(p.ID), "price of " + report.Plain(p.ID), sourced(decision.GroupedNumber(p.Amount)+" US dollars", "", p.Source)})
	}
	return out
}

// valueOf is the figure of a measurement as words behind its verdict.
func valueOf(m decision.Measured) string {
	if m.Value == decision.NotShown {
		return ", at a value that is " + m.Value
	}
	return " at " + m.Value
}
