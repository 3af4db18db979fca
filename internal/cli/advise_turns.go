package cli

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// turning says what would turn the advice round, and what is worth finding out.
func (v *advised) turning(s *screen, advice *decision.Advice) {
	var worth, reasons, none []string
	alike := map[string][]string{} // fields by why nobody needs to ask
	for _, u := range advice.Unknown {
		if u.Matters {
			worth = append(worth, v.question(u.Field))
			continue
		}
		if len(alike[u.Because]) == 0 {
			reasons = append(reasons, u.Because)
		}
		alike[u.Because] = append(alike[u.Because], u.Field)
	}
	for _, because := range reasons {
		none = append(none, strings.Join(alike[because], ", ")+": "+because)
	}
	for _, u := range advice.Unmeasured {
		if u.Matters {
			worth = append(worth, "measured "+v.factor(u.Factor)+" of "+v.title(u.Option)+": "+u.Because)
		}
	}
	rows := []labelled{
		{"Changes the leader", v.points(advice.ChangesLeader, v.leaderTurn)},
		{"Changes a verdict", v.points(advice.ChangesVerdict, v.verdictTurn)},
		{"Changes which is cheaper", v.points(advice.ChangesCheaper, func(at []decision.TurningPoint) string { return at[0].Because })},
		{"Makes no difference", joined(advice.NoDifference)},
		{"Worth finding out", worth},
		{"No need to ask", none},
	}
	v.labelled(s, rows)
}

func joined(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	return []string{strings.Join(words, ", ")}
}

// question is a field with what it asks.
func (v *advised) question(field string) string {
	if line := v.line(field); line != nil {
		return field + ": " + line.Question
	}
	return field
}

// points tells turning points, those at the same value of the same field in one line.
func (v *advised) points(points []decision.TurningPoint, tell func(at []decision.TurningPoint) string) []string {
	var lines []string
	for _, at := range decision.Places(points) {
		lines = append(lines, at[0].Field+" "+at[0].Where()+": "+tell(at))
	}
	return lines
}

// leaderTurn says who leads past a point or, where nobody does, why. What is out of
// the running before it and after it is not said again.
func (v *advised) leaderTurn(at []decision.TurningPoint) string {
	if at[0].To != "" {
		return v.title(at[0].To) + " leads"
	}
	text := at[0].Because
	if _, rest, more := strings.Cut(text, ". "); more && strings.HasSuffix(v.assessment.Advice.Because, rest) {
		text = strings.TrimSuffix(text, " "+rest)
	}
	return lowerTitle(strings.TrimSuffix(text, "."))
}

// verdictTurn says which options stand otherwise past a point, those that stand
// alike together.
func (v *advised) verdictTurn(at []decision.TurningPoint) string {
	type group struct{ factor, to string }
	var groups []group
	options := map[group][]string{}
	for _, p := range at {
		g := group{p.Factor, p.To}
		if !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
		options[g] = append(options[g], v.title(p.Option))
	}
	var parts []string
	for _, g := range groups {
		parts = append(parts, decision.And(options[g])+" "+decision.Verdict(g.to).Stands(len(options[g]))+" on "+v.factor(g.factor))
	}
	return strings.Join(parts, "; ")
}
