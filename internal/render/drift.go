package render

import (
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// Drift is what would be another today of a settled decision.
type Drift struct {
	Changes   []advisor.Change // what concerns the chosen option first
	Led, Lead string           // the leader then and today, "" for none
	Note      string           // why it cannot be told, or ""
}

// DriftOf holds a settled decision's own profile against today's defaults and
// today's catalog. What was decided without an assessment has no drift.
func DriftOf(settled *input.Input, set catalog.Set, below *input.Defaults) Drift {
	ground := settled.Decision.DecidedWith
	if ground == nil || ground.Assessment == nil || ground.Assessment.Catalog == "" {
		return Drift{} // the team judged alone: nothing but its own input counts
	}
	was := ground.Assessment
	data, err := source.Delete(settled.File, settled.Data, settled.Format, []string{"decided-with"})
	if err != nil {
		return Drift{Note: "cannot be assessed anew: " + err.Error()}
	}
	in := input.Parse(settled.File, data, below)
	d := &in.Decision
	if set[d.Catalog] == nil {
		return Drift{Note: "was decided with the catalog " + was.Catalog + ", which is gone"}
	}
	if found := Hindering(in, set, false); len(found) > 0 {
		return Drift{Note: "cannot be assessed anew: " + found[0].Key + ": " + found[0].Message}
	}
	now := advisor.Assess(d, set[d.Catalog])
	out := Drift{Changes: advisor.Drift(was, &now)}
	slices.SortStableFunc(out.Changes, func(x, y advisor.Change) int {
		return chosenBefore(x.Option, y.Option, d.Outcome.Option)
	})
	if len(out.Changes) > 0 && was.Advice != nil {
		now = advisor.Advise(d, set[d.Catalog])
		out.Led, out.Lead = was.Advice.Leader, now.Advice.Leader
	}
	return out
}

// Hindering are the errors that forbid to assess an input. That a worst case has no
// answer yet does not; nor does what stands in the outcome of a decision that was
// settled with it, unless the outcome is what is asked about.
func Hindering(in *input.Input, set catalog.Set, outcome bool) diag.List {
	settled := in.Decision.Status.Settled() && !outcome
	return slices.DeleteFunc(append(in.Findings, in.Check(set)...), func(f diag.Finding) bool {
		above, _, _ := strings.Cut(f.Key, ".")
		return f.Severity != diag.Error || f.Rule == input.UnansweredRule || settled && above == "outcome"
	})
}

// chosenBefore orders options so that the chosen one comes before the others.
func chosenBefore(x, y, chosen string) int {
	switch {
	case x == y || x != chosen && y != chosen:
		return 0
	case x == chosen:
		return -1
	}
	return 1
}

// Causes tells what would be another in a line for each cause: the first of what
// follows from it, and how much more does.
func (d *Drift) Causes() []string {
	var keys, lines []string
	verdicts, worst := map[string]int{}, map[string]int{}
	for _, c := range d.Changes {
		key := strings.Join(c.Fields, " ")
		switch {
		case !slices.Contains(keys, key):
			keys, lines = append(keys, key), append(lines, strings.Join(strings.Fields(c.Because), " "))
		case c.Factor != "":
			verdicts[key]++
		default:
			worst[key]++
		}
	}
	for i, key := range keys {
		var more []string
		if n := verdicts[key]; n > 0 {
			more = append(more, counted(n, "verdict"))
		}
		if n := worst[key]; n > 0 {
			more = append(more, counted(n, "worst case"))
		}
		switch verdicts[key] + worst[key] {
		case 0:
		case 1:
			lines[i] += ", and " + more[0] + " changes with it"
		default:
			lines[i] += ", and " + decision.And(more) + " change with it"
		}
	}
	return lines
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
