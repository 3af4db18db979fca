package decision

import (
	"regexp"
	"slices"
	"strings"
)

// Withheld says what of the decisions is not for everybody to read. It works on
// fields: what people wrote into a text of their own stays as it is.
type Withheld struct {
	Profile bool // the team's own numbers, and every sentence that is made of them
	Costs   bool // bills, prices, and what is measured in money
	People  bool // who decided, was asked, was told, or answers for something
}

// Any tells whether anything is withheld.
func (w Withheld) Any() bool { return w.Profile || w.Costs || w.People }

// Covers tells whether all that other withholds is withheld by w too.
func (w Withheld) Covers(other Withheld) bool {
	return (w.Profile || !other.Profile) && (w.Costs || !other.Costs) && (w.People || !other.People)
}

// NotShown stands in the place of a figure that is withheld.
const NotShown = "not shown"

// Decision is d without what is withheld. What d was decided with goes with it: the
// assessment that holds for d is to be taken before, and is withheld by Assessment.
func (w Withheld) Decision(d Decision, a *Assessment) Decision {
	if !w.Any() {
		return d
	}
	d.DecidedWith = nil
	if w.People {
		d.DecisionMakers, d.Consulted, d.Informed = nil, nil, nil
	}
	if w.Profile {
		d.Profile = nil
	}
	if w.Profile || w.Costs {
		d.Prices = nil
	}
	if w.Costs && d.Profile != nil {
		kept := Profile{}
		for field, value := range d.Profile {
			if !a.costly(field) {
				kept[field] = value
			}
		}
		d.Profile = kept
	}
	d.Options = slices.Clone(d.Options)
	for i := range d.Options {
		o := &d.Options[i]
		o.Measured = slices.Clone(o.Measured)
		for j := range o.Measured {
			if m := &o.Measured[j]; w.Profile || w.Costs && ofMoney(m.Value) {
				m.Value = NotShown
			}
		}
	}
	d.Outcome.Answers = slices.Clone(d.Outcome.Answers)
	for i := range d.Outcome.Answers {
		answer := &d.Outcome.Answers[i]
		if w.People {
			answer.By = ""
		}
		if answer.Watch != nil && (w.Profile || w.Costs && (a.costly(answer.Watch.Field) || a.along() == answer.Watch.Field)) {
			answer.Watch = nil
		}
	}
	return d
}

// Assessment is a without what is withheld. The verdicts stay, and so does who leads:
// neither says a number.
func (w Withheld) Assessment(a Assessment) Assessment {
	if !w.Profile && !w.Costs {
		return a
	}
	// A sentence is dropped that is made of a number which is withheld.
	tells := func(sentence string, fields []string) bool {
		return w.Profile || w.Costs && (ofMoney(sentence) || a.tellsCost(sentence) || slices.ContainsFunc(fields, a.costly))
	}
	out := a
	out.Profile = nil
	for _, line := range a.Profile {
		if !w.Profile && !a.costly(line.Field) {
			out.Profile = append(out.Profile, line)
		}
	}
	out.Options = slices.Clone(a.Options)
	for i := range out.Options {
		o := &out.Options[i]
		o.Factors = slices.Clone(o.Factors)
		for j := range o.Factors {
			f := &o.Factors[j]
			if f.Kind == Test && tells(f.Because, f.Fields) {
				f.Because = ""
			}
			if f.Measured != nil && (w.Profile || ofMoney(f.Measured.Value)) {
				measured := *f.Measured
				measured.Value = NotShown
				f.Measured = &measured
			}
		}
		o.WorstCases = slices.Clone(o.WorstCases)
		for j := range o.WorstCases {
			if c := &o.WorstCases[j]; tells(c.Because, c.Fields) {
				c.Because = ""
			}
		}
	}
	if a.Advice != nil {
		advice := *a.Advice
		w.advice(&advice, &a)
		out.Advice = &advice
	}
	return out
}

// advice takes what is withheld out of the advice of a.
func (w Withheld) advice(advice *Advice, a *Assessment) {
	advice.Costs, advice.ChangesCheaper = nil, nil
	if w.Profile {
		advice.ChangesLeader, advice.ChangesVerdict, advice.NoDifference = nil, nil, nil
		advice.Unknown, advice.Unmeasured, advice.Cells, advice.Notes = nil, nil, nil, nil
		return
	}
	costly := func(p TurningPoint) bool { return a.costly(p.Field) || ofMoney(p.Because) || a.tellsCost(p.Because) }
	advice.ChangesLeader = slices.DeleteFunc(slices.Clone(advice.ChangesLeader), costly)
	advice.ChangesVerdict = slices.DeleteFunc(slices.Clone(advice.ChangesVerdict), costly)
	advice.NoDifference = slices.DeleteFunc(slices.Clone(advice.NoDifference), a.costly)
	advice.Unknown = slices.DeleteFunc(slices.Clone(advice.Unknown), func(f OpenField) bool { return a.costly(f.Field) })
	advice.Unmeasured = slices.Clone(advice.Unmeasured)
	for i := range advice.Unmeasured {
		if u := &advice.Unmeasured[i]; ofMoney(u.Because) || a.tellsCost(u.Because) {
			u.Because = ""
		}
	}
	if c := advice.Cells; c != nil && (slices.ContainsFunc(c.Fields, a.costly) || ofMoney(c.Because) || a.tellsCost(c.Because)) {
		advice.Cells = nil
	}
	advice.Notes = slices.DeleteFunc(slices.Clone(advice.Notes), func(n Note) bool { return ofMoney(n.Text) })
}

// costly tells whether a field is an amount of money.
func (a *Assessment) costly(field string) bool {
	for _, line := range a.Profile {
		if line.Field == field {
			return strings.Contains(strings.ToLower(line.Unit), "dollar")
		}
	}
	return false
}

// along is the field that the bills are drawn along, "" where there are none.
func (a *Assessment) along() string {
	if a.Advice == nil || a.Advice.Costs == nil {
		return ""
	}
	return a.Advice.Costs.Along
}

// tellsCost tells whether a sentence names a field that is an amount of money.
func (a *Assessment) tellsCost(sentence string) bool {
	lower := strings.ToLower(sentence)
	return slices.ContainsFunc(a.Profile, func(line ProfileLine) bool {
		return a.costly(line.Field) && (strings.Contains(lower, strings.ToLower(line.Title)) && line.Title != "" || strings.Contains(lower, line.Field))
	})
}

// money matches what a sentence on costs cannot do without.
var money = regexp.MustCompile(`(?i)[$€£¥]|\b(?:dollars?|euros?|costs?|bills?|prices?|priced|cheap)`)

// ofMoney tells whether a text speaks of money.
func ofMoney(text string) bool { return money.MatchString(strings.ReplaceAll(text, "billion", "")) }
