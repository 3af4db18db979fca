package render

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// TurningView is what would turn the advice round, and what is worth finding out.
type TurningView struct {
	Answered     bool // some question is
	Led          bool // an option leads
	Leader       []TurnView
	Verdict      []TurnView
	Cheaper      []TurnView
	Bills        bool     // two options or more have a bill
	BillsKnown   bool     // … and each is known
	NoDifference []string // titles of answered questions that change none of it
	Worth        string   // what is still to be answered or measured, as it can change who leads
	NoNeed       []NoNeed // what else is not answered
}

// TurnView is something that changes, with each place at which it does.
type TurnView struct {
	Points []PointView
	What   string
}

// PointView is a value of one answer.
type PointView struct {
	Title string // of the question
	Where string // "from 700 ms up", "changed to no"
	Here  string // the answer that holds: "8 to 14"; "" where Where says enough
	Open  string // from where on it cannot be told: "above 1,976"
}

// NoNeed are questions that nobody has to ask, for one and the same reason.
type NoNeed struct {
	Titles  string // "peak to average or free tier"
	Because string
}

// turning tells what would turn the advice round; nil where no questions are asked.
func (t *teller) turning() *TurningView {
	advice := t.a.Advice
	if advice == nil || len(t.a.Profile) == 0 {
		return nil
	}
	v := &TurningView{Led: advice.Leader != "", NoDifference: t.fields(advice.NoDifference)}
	for _, p := range t.a.Profile {
		v.Answered = v.Answered || p.Answer.Kind != decision.NoValue
	}
	if c := advice.Costs; c != nil {
		v.Bills = len(c.Monthly) > 1
		v.BillsKnown = !slices.ContainsFunc(c.Monthly, func(m decision.Monthly) bool { return !m.Known })
	}
	for _, p := range advice.ChangesLeader {
		v.Leader = addTurn(v.Leader, t.leaderTurn(p), t.point(p))
	}
	for _, at := range decision.Places(advice.ChangesVerdict) {
		v.Verdict = append(v.Verdict, TurnView{[]PointView{t.point(at[0])}, t.verdictTurn(at)})
	}
	v.Cheaper = t.cheaper(advice.ChangesCheaper)
	t.missing(advice, v)
	return v
}

// addTurn adds a point to those at which the same changes.
func addTurn(turns []TurnView, what string, p PointView) []TurnView {
	for i := range turns {
		if turns[i].What == what {
			turns[i].Points = append(turns[i].Points, p)
			return turns
		}
	}
	return append(turns, TurnView{[]PointView{p}, what})
}

// point says where a turning point lies, and where the answer is that holds.
func (t *teller) point(p decision.TurningPoint) PointView {
	out := PointView{Title: t.field(p.Field)}
	if p.At.Kind != decision.Number {
		out.Where = "changed to " + p.At.Words()
		return out
	}
	unit := t.lines[p.Field].Unit
	out.Where = strings.Replace(p.Where(), decision.RoundedNumber(p.At.Low), amount(p.At.Low, unit), 1)
	answer := t.lines[p.Field].Answer
	if out.Here = answer.Words(); strings.HasPrefix(unit, dollars) && answer.Kind == decision.Number {
		out.Here = sum(answer.Low, answer.High)
	}
	return out
}

// leaderTurn says who leads past a point and why. What is out of the running on
// either side of it is not said again, and what breaks there is said first.
func (t *teller) leaderTurn(p decision.TurningPoint) string {
	now := t.a.Advice.Ineligible
	past := brokenPast(now, t.a.Advice.ChangesVerdict, p)
	text := strings.TrimSuffix(t.withoutBroken(p.Because, past), ".")
	says := t.option(p.To) + " leads"
	if reason, ok := strings.CutPrefix(text, "Nobody leads: "); ok && p.To == "" {
		text = "nobody leads, since " + reason
	} else if reason, ok := strings.CutPrefix(text, says+": "); ok {
		if text = says + ", " + reason; !strings.HasPrefix(reason, "no worse") {
			text = says + ", since " + reason
		}
	}
	news := slices.DeleteFunc(past, func(b decision.Broken) bool { return slices.Contains(now, b) })
	if faults := t.faults(news); faults != "" && !strings.HasSuffix(p.Because, text) {
		text = faults + "; " + text
	}
	return text
}

// brokenPast are the unanswered breaks past a point, by the verdicts that change on
// the way to it.
func brokenPast(now []decision.Broken, changes []decision.TurningPoint, p decision.TurningPoint) []decision.Broken {
	past := slices.Clone(now)
	for _, c := range changes {
		if c.Field != p.Field || c.Up != p.Up || p.At.Kind != decision.Number && c.At != p.At {
			continue
		}
		if beyond := c.At.Low - p.At.Low; p.Up && beyond > 0 || !p.Up && beyond < 0 || beyond == 0 && c.Beyond && !p.Beyond {
			continue
		}
		b := decision.Broken{Option: c.Option, Factor: c.Factor}
		past = slices.DeleteFunc(past, func(have decision.Broken) bool { return have == b })
		if c.To == string(decision.Breaks) {
			past = append(past, b)
		}
	}
	return past
}

// verdictTurn says which options stand otherwise past a point and why: those that
// stand alike together, and each reason once, behind the last that rests on it.
func (t *teller) verdictTurn(at []decision.TurningPoint) string {
	type stand struct{ factor, to string }
	type group struct {
		stand
		options, reasons []string
	}
	var groups []group
	last := map[string]int{} // the group that a reason stands behind
	for _, p := range at {
		s := stand{p.Factor, p.To}
		i := slices.IndexFunc(groups, func(g group) bool { return g.stand == s })
		if i < 0 {
			i, groups = len(groups), append(groups, group{stand: s})
		}
		groups[i].options = append(groups[i].options, t.option(p.Option))
		if o := t.a.Option(p.Option); p.Because == "" || o != nil && t.a.PartsShown(o) {
			continue // its parts say why
		}
		if !slices.Contains(groups[i].reasons, p.Because) {
			groups[i].reasons = append(groups[i].reasons, p.Because)
		}
		last[p.Because] = max(last[p.Because], i)
	}
	var parts []string
	for i, g := range groups {
		text := decision.And(g.options) + " " + decision.Verdict(g.to).Stands(len(g.options))
		if i == 0 || groups[i-1].factor != g.factor {
			text += " on " + t.factor(g.factor)
		}
		if reasons := slices.DeleteFunc(g.reasons, func(r string) bool { return last[r] != i }); len(reasons) > 0 {
			text += " (" + strings.Join(reasons, "; ") + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// cheaper says which option costs least past a point. A stretch before it in which
// that cannot be told is told with it.
func (t *teller) cheaper(all []decision.TurningPoint) []TurnView {
	var turns []TurnView
	for i := 0; i < len(all); i++ {
		p, open := all[i], ""
		if i+1 < len(all) && p.To == "" && all[i+1].From == "" && all[i+1].Field == p.Field && all[i+1].Up == p.Up {
			open = strings.Replace(p.Where(), decision.RoundedNumber(p.At.Low), plainAmount(p.At.Low, t.lines[p.Field].Unit), 1)
			i++
			p = all[i]
		}
		at := t.point(p)
		at.Open = open
		turns = addTurn(turns, p.Because, at)
	}
	return turns
}

// missing sorts what is not answered by whether it matters.
func (t *teller) missing(advice *decision.Advice, v *TurningView) {
	var worth, reasons []string
	titles := map[string][]string{} // by the reason
	for _, u := range advice.Unknown {
		title := decision.LowerTitle(t.field(u.Field))
		if u.Matters {
			worth = append(worth, title)
			continue
		}
		if len(titles[u.Because]) == 0 {
			reasons = append(reasons, u.Because)
		}
		titles[u.Because] = append(titles[u.Because], title)
	}
	for _, because := range reasons {
		v.NoNeed = append(v.NoNeed, NoNeed{or(titles[because]), because})
	}
	for _, u := range advice.Unmeasured {
		if u.Matters {
			worth = append(worth, t.factor(u.Factor)+" of "+t.option(u.Option)+" as measured")
		}
	}
	v.Worth = decision.And(worth)
}
