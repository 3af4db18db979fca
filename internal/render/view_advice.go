package render

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// AdviceView is what follows from the comparison.
type AdviceView struct {
	Leader  string          // its title; "" where no option has earned it
	Says    string          // "Monolith leads", "Nobody leads"; "" where the reason says it itself
	Because string          // why, in a sentence
	Broken  string          // which options are out of the running, and on what; "" for none
	Against string          // what the chosen option gives up, where another leads; "" else
	Trades  []string        // between three contenders or more
	Cells   string          // who leads over the ranges of the profile
	Notes   []decision.Note // on the present state, apart from any option
}

// teller tells advice in the words of a record. It knows how things are called.
type teller struct {
	a       *decision.Assessment
	options map[string]string // titles
	factors map[string]string // titles within a sentence
	lines   map[string]decision.ProfileLine
}

func newTeller(a *decision.Assessment) *teller {
	t := &teller{a: a, options: map[string]string{}, factors: map[string]string{}, lines: map[string]decision.ProfileLine{}}
	for _, o := range a.Options {
		t.options[o.ID] = within(o.Title, o.ID)
		for _, f := range o.Factors {
			t.factors[f.ID] = decision.LowerTitle(within(f.Title, f.ID))
		}
	}
	for _, p := range a.Profile {
		t.lines[p.Field] = p
	}
	return t
}

// option is an option's title, or its id where the comparison does not have it.
func (t *teller) option(id string) string { return named(t.options, id) }

// factor is a factor's title within a sentence.
func (t *teller) factor(id string) string { return named(t.factors, id) }

// field is the title of a field of the profile.
func (t *teller) field(id string) string { return within(t.lines[id].Title, id) }

func named(titles map[string]string, id string) string {
	if title := titles[id]; title != "" {
		return title
	}
	return id
}

func each(ids []string, name func(string) string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, name(id))
	}
	return out
}

// fields are the titles of some fields within a sentence.
func (t *teller) fields(ids []string) []string {
	return each(ids, func(id string) string { return decision.LowerTitle(t.field(id)) })
}

// within is a title as a part of a sentence: on one line, without its full stop.
func within(title, otherwise string) string {
	if title = strings.TrimSuffix(inline(title), "."); title != "" {
		return title
	}
	return otherwise
}

// advice tells who leads, and what that means for the chosen option.
func (t *teller) advice(d *decision.Decision) *AdviceView {
	advice := t.a.Advice
	if advice == nil || advice.Because == "" {
		return nil
	}
	v := &AdviceView{Because: t.withoutBroken(advice.Because, advice.Ineligible), Broken: t.broken(), Against: t.against(d), Trades: t.trades(), Cells: t.cells(), Notes: advice.Notes}
	says := "Nobody leads"
	if advice.Leader != "" {
		v.Leader = t.option(advice.Leader)
		says = v.Leader + " leads"
	}
	if rest, ok := strings.CutPrefix(v.Because, says+": "); ok {
		v.Says, v.Because = says, rest
	}
	return v
}

// brokenBy are the factors that an option breaks on.
func brokenBy(broken []decision.Broken, option string) []string {
	var out []string
	for _, b := range broken {
		if b.Option == option {
			out = append(out, b.Factor)
		}
	}
	return out
}

// withoutBroken takes off a reason what it says at its end of the options that
// break: the record says it apart.
func (t *teller) withoutBroken(because string, broken []decision.Broken) string {
	var sentences []string
	for _, o := range t.a.Options {
		var factors []string
		for _, id := range t.a.FactorIDs() {
			if slices.Contains(broken, decision.Broken{Option: o.ID, Factor: id}) {
				factors = append(factors, t.factor(id))
			}
		}
		if len(factors) > 0 {
			sentences = append(sentences, t.option(o.ID)+" breaks on "+decision.And(factors)+".")
		}
	}
	because = inline(because)
	if len(sentences) > 0 {
		because = strings.TrimSuffix(because, " "+strings.Join(sentences, " "))
	}
	return because
}

// faults names options with what they break on, those with the same fault together.
func (t *teller) faults(broken []decision.Broken) string {
	var faults []string
	options := map[string][]string{}
	for _, o := range t.a.Options {
		factors := brokenBy(broken, o.ID)
		if len(factors) == 0 {
			continue
		}
		fault := decision.And(each(factors, t.factor))
		if len(options[fault]) == 0 {
			faults = append(faults, fault)
		}
		options[fault] = append(options[fault], t.option(o.ID))
	}
	var parts []string
	for _, fault := range faults {
		parts = append(parts, decision.And(options[fault])+" "+decision.Breaks.Stands(len(options[fault]))+" on "+fault)
	}
	return strings.Join(parts, "; ")
}

// broken tells which options are out of the running.
func (t *teller) broken() string {
	faults := t.faults(t.a.Advice.Ineligible)
	if faults == "" {
		return ""
	}
	return faults + ": out of the running until somebody answers for it."
}

// against tells what the chosen option gives up, where it was chosen although
// another leads or is better.
func (t *teller) against(d *decision.Decision) string {
	advice, chosen := t.a.Advice, t.a.Option(d.Outcome.Option)
	if chosen == nil || chosen.ID == advice.Leader || d.Status == decision.Rejected {
		return ""
	}
	title := t.option(chosen.ID)
	sentence := "Chosen against the lead: "
	if advice.Leader == "" {
		sentence = "Chosen, and not among the contenders: "
	}
	switch factors := brokenBy(advice.Ineligible, chosen.ID); {
	case len(factors) > 0:
		sentence += title + " breaks on " + decision.And(each(factors, t.factor)) + ", and nobody has answered for that."
	case advice.Leader != "":
		sentence += t.worse(chosen, t.a.Option(advice.Leader)) + "."
	case slices.Contains(advice.Contenders, chosen.ID):
		return ""
	default:
		for _, id := range advice.Contenders {
			if worse := t.worse(chosen, t.a.Option(id)); t.worse(t.a.Option(id), chosen) == "" && worse != "" {
				sentence += worse + "."
				break
			}
		}
	}
	if d.Outcome.Because == "" {
		return sentence + " No reason is given."
	}
	return sentence + " The reason given: " + strings.TrimSuffix(inline(d.Outcome.Because), ".") + "."
}

// worse tells on what one option stands worse than another, and how; "" where on
// nothing.
func (t *teller) worse(o, than *decision.AssessedOption) string {
	if o == nil || than == nil {
		return ""
	}
	type pair struct{ here, there decision.Verdict }
	var pairs []pair
	factors := map[pair][]string{}
	for _, id := range t.a.FactorIDs() {
		p := pair{standing(o, id), standing(than, id)}
		if p.here.Rank() <= p.there.Rank() {
			continue
		}
		if len(factors[p]) == 0 {
			pairs = append(pairs, p)
		}
		factors[p] = append(factors[p], t.factor(id))
	}
	var parts []string
	for _, p := range pairs {
		parts = append(parts, t.option(o.ID)+" "+p.here.Stands(1)+" on "+decision.And(factors[p])+", where "+t.option(than.ID)+" "+p.there.Stands(1))
	}
	return strings.Join(parts, "; ")
}

// standing is how an option stands on a factor. A trait tells nothing apart.
func standing(o *decision.AssessedOption, factor string) decision.Verdict {
	if f := o.Factor(factor); f != nil && f.Kind != decision.Trait && f.Standing() != "" {
		return f.Standing()
	}
	return decision.Undecided
}

// trades are the trades between three contenders or more, those of one option for
// the same together. Of two, the reason tells it already.
func (t *teller) trades() []string {
	var out []string
	for from, trades := 0, t.a.Advice.Trades; from < len(trades) && len(trades) > 1; {
		one := trades[from]
		to := from + 1
		for to < len(trades) && trades[to].Options[0] == one.Options[0] && slices.Equal(trades[to].First, one.First) && slices.Equal(trades[to].Second, one.Second) {
			to++
		}
		text := inline(one.Because)
		if to > from+1 && len(one.First)+len(one.Second) > 0 {
			var others []string
			for _, trade := range trades[from:to] {
				others = append(others, t.option(trade.Options[1]))
			}
			text = t.option(one.Options[0]) + " trades " + decision.And(each(one.First, t.factor)) + " against " + decision.And(each(one.Second, t.factor)) + " with " + decision.And(others)
		}
		out = append(out, text)
		from = to
	}
	return out
}

// cells counts who leads over the ranges of the profile.
func (t *teller) cells() string {
	c := t.a.Advice.Cells
	if c == nil || c.Because == "" || len(c.Leads) == 0 {
		return ""
	}
	ranges := "the ranges of "
	if len(c.Fields) == 1 {
		ranges = "the range of "
	}
	ranges += decision.And(t.fields(c.Fields))
	switch leader := c.Leads[0].Leader; {
	case len(c.Leads) > 1:
		return "Within " + ranges + " the rules tell " + decision.GroupedNumber(float64(c.Total)) + " cases apart: " + lowerFirst(strings.TrimSuffix(inline(c.Because), ".")) + "."
	case leader == "":
		return "Nobody leads anywhere within " + ranges + "."
	default:
		return t.option(leader) + " leads throughout " + ranges + "."
	}
}
