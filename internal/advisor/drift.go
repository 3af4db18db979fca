package advisor

import (
	"slices"

	"tradeoff/internal/decision"
)

// Change is one way in which an assessment would be another today.
type Change struct {
	Option  string   `json:"option"`
	Factor  string   `json:"factor,omitempty"`     // on which the verdict is another
	Worst   string   `json:"worst_case,omitempty"` // or the worst case that can happen now, or no longer
	From    string   `json:"from"`                 // the verdict, or the worst case's yes, no and unknown
	To      string   `json:"to"`
	Fields  []string `json:"fields,omitempty"` // the answers that differ and that it hangs on; none where the catalog is another
	Because string   `json:"because"`          // "decided with 8 engineers; at 24 Monolith is open on team size"
}

// Drift compares what a settled decision was decided with and what it would be
// decided with today: the verdicts that count, and the worst cases that can happen.
func Drift(was, now *decision.Assessment) []Change {
	var out []Change
	for i := range was.Options {
		before := &was.Options[i]
		after := now.Option(before.ID)
		if after == nil {
			continue
		}
		title := inlineTitle(after.Title, after.ID)
		for _, f := range before.Factors {
			g := after.Factor(f.ID)
			if g == nil || f.Kind == decision.Trait || f.Standing() == g.Standing() {
				continue
			}
			c := Change{Option: before.ID, Factor: f.ID, From: string(f.Standing()), To: string(g.Standing())}
			effect := title + " " + verb(g.Standing()) + " on " + decision.LowerTitle(inlineTitle(g.Title, g.ID))
			c.Fields, c.Because = reason(was, now, g.Fields, effect)
			out = append(out, c)
		}
		for _, w := range before.WorstCases {
			for _, x := range after.WorstCases {
				if x.ID != w.ID || x.Met == w.Met {
					continue
				}
				c := Change{Option: before.ID, Worst: w.ID, From: string(w.Met), To: string(x.Met)}
				effect := "“" + inlineTitle(x.Title, x.ID) + "” (" + title + ") " + map[decision.Met]string{
					decision.MetYes: "can happen", decision.MetNo: "does not apply", decision.MetUnknown: "cannot be ruled out"}[x.Met]
				c.Fields, c.Because = reason(was, now, x.Fields, effect)
				out = append(out, c)
			}
		}
	}
	return out
}

func verb(v decision.Verdict) string {
	switch v {
	case decision.Open, decision.Undecided:
		return "is " + string(v)
	case "":
		return "is not judged"
	}
	return string(v)
}

// reason says by which answers something is another now.
func reason(was, now *decision.Assessment, hangsOn []string, effect string) ([]string, string) {
	var fields, before, after []string
	for _, line := range now.Profile {
		if !slices.Contains(hangsOn, line.Field) {
			continue
		}
		for _, old := range was.Profile {
			if old.Field == line.Field && old.Answer != line.Answer {
				fields = append(fields, line.Field)
				before = append(before, answerWords(old))
				after = append(after, todays(line, len(hangsOn) == 1))
			}
		}
	}
	if len(fields) == 0 {
		return nil, "decided with version " + decision.GroupedNumber(float64(was.Version)) + " of " + was.Title + "; today " + effect
	}
	return fields, "decided with " + decision.And(before) + "; at " + decision.And(after) + " " + effect
}

// answerWords is an answer with what it counts: "8 engineers", "latency budget 600
// ms at the 99th percentile", "runtime jvm".
func answerWords(line decision.ProfileLine) string {
	title := decision.LowerTitle(inlineTitle(line.Title, line.Field))
	if line.Answer.Kind == decision.Number && line.Unit == "" {
		return line.Answer.Words() + " " + title
	}
	return title + " " + withUnit(line)
}

func withUnit(line decision.ProfileLine) string {
	if line.Unit == "" || line.Answer.Kind != decision.Number {
		return line.Answer.Words()
	}
	return line.Answer.Words() + " " + line.Unit
}

// todays is the answer alone where it is clear what it answers, else with its title.
func todays(line decision.ProfileLine, alone bool) string {
	if alone {
		return withUnit(line)
	}
	return answerWords(line)
}
