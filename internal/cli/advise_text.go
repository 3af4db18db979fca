package cli

import (
	"fmt"
	"strings"

	"tradeoff/internal/decision"
)

// labels is the width of the column of labels, wide enough for the longest.
const labels = len("Changes which is cheaper") + gap

// print writes the advice for people: a human line first, the detail after.
func (v *advised) print(s *screen) {
	v.head(s)
	s.line("")
	if len(v.assessment.Options) > 0 {
		v.matrix(s).print()
		s.line("")
	}
	v.lead(s)
	if advice := v.assessment.Advice; advice != nil {
		v.bill(s, advice.Costs)
		v.turning(s, advice)
	}
	v.worstCases(s)
	v.grounds(s)
}

// head says which decision it is, how it stands, and on which ground it is assessed.
func (v *advised) head(s *screen) {
	id, title, status, look := "", plainText(v.assessment.Title), "what if", blue
	if v.entry != nil {
		standing := v.entry.Standing()
		id, title, status, look = v.entry.ID, plainText(v.decision.Title), string(standing), statusLook(standing)
	} else if title == "" {
		title = "What if"
	}
	from, to := 0, s.width-columns(status)
	if id != "" {
		from = columns(id) + gap
	}
	s.row([]column{{0, from, 0}, {from, to - gap - from, 0}, {to, columns(status), 0}}, piece{id, strong}, piece{title, strong}, piece{status, look})
	if len(v.sets) > 0 {
		var texts []string
		for _, set := range v.sets {
			texts = append(texts, plainText(set.text))
		}
		s.text(0, asIs, "What if "+strings.Join(texts, ", ")+". Nothing is written.")
	}
	if !v.decided {
		if v.entry != nil && len(v.sets) == 0 && v.decision.Status.Settled() {
			s.text(0, asIs, "Its status was written by hand: the next tradeoff render keeps what it stands on. These are today's numbers.")
		}
		return
	}
	then := "Decided"
	if v.date != "" {
		then += " on " + v.date
	}
	switch {
	case v.decision.DecidedWith.Assessment == nil:
		s.text(0, asIs, then+" without a catalog, so that nothing but its own input counts.")
		return
	case v.drift.note != "":
		s.text(0, asIs, then+", and shown as it was then; it "+v.drift.note+".")
	case len(v.drift.changes) == 0:
		s.text(0, asIs, then+", and shown as it was then; it would be assessed the same today.")
	default:
		s.text(0, asIs, then+", and shown as it was then; "+otherToday(len(v.drift.changes))+" today:")
	}
	for _, cause := range v.drift.causes() {
		s.row([]column{s.rest(gap, gap)}, piece{cause, asIs})
	}
	if leads := v.drift.leads(v.title); leads != "" {
		s.text(gap, asIs, leads)
	}
}

// otherToday counts what would be another.
func otherToday(n int) string {
	if n == 1 {
		return "one thing would be another"
	}
	return fmt.Sprintf("%d things would be another", n)
}

func statusLook(status decision.Status) style {
	switch status {
	case decision.Accepted:
		return green
	case decision.Proposed:
		return blue
	case decision.Rejected:
		return red
	case decision.Superseded:
		return violet
	}
	return quiet
}

// lead says who leads or contends and why, what was chosen, and what speaks for the
// others.
func (v *advised) lead(s *screen) {
	advice := v.assessment.Advice
	if advice == nil {
		s.text(0, asIs, "What it was decided with holds no advice yet; --set assesses it anew.")
		advice = &decision.Advice{}
	} else {
		s.text(0, strong, plainText(advice.Because))
	}
	outcome := v.decision.Outcome
	chosen := v.title(outcome.Option)
	switch {
	case outcome.Option == "" && v.entry != nil:
		s.text(0, asIs, "Nothing is chosen yet: write outcome.option, "+v.place("outcome")+".")
	case outcome.Option == "":
	case outcome.Because == "" && v.decided:
		s.text(0, asIs, "Chosen: "+chosen+"; outcome.because does not say why.")
	case outcome.Because == "" && outcome.Option != advice.Leader:
		s.text(0, amber, "You would choose "+chosen+": say why in outcome.because, "+v.place("outcome")+".")
	case outcome.Because == "":
		s.text(0, asIs, "Chosen: "+chosen+".")
	default:
		s.text(0, asIs, "Chosen: "+chosen+", because "+strings.TrimSuffix(plainText(outcome.Because), ".")+".")
	}
	var rows []labelled
	if len(advice.Trades) > 1 {
		var texts []string
		for _, t := range advice.Trades {
			texts = append(texts, t.Because)
		}
		rows = append(rows, labelled{"Trades", texts})
	}
	var factors, out []string
	broken := map[string][]string{} // the options by what breaks them
	for _, b := range advice.Ineligible {
		if len(broken[b.Factor]) == 0 {
			factors = append(factors, b.Factor)
		}
		broken[b.Factor] = append(broken[b.Factor], v.title(b.Option))
	}
	for _, id := range factors {
		out = append(out, decision.And(broken[id])+", until somebody answers for the break on "+v.factor(id))
	}
	rows = append(rows, labelled{"Out of the running", out})
	if advice.Cells != nil {
		rows = append(rows, labelled{"Over the ranges", []string{advice.Cells.Because}})
	}
	v.labelled(s, rows)
}
