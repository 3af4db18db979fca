package input

import (
	"fmt"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// ChosenRule is the id of the finding that an accepted decision chose none of its
// options. A name that is misspelt while it is open is a slip like any other.
const ChosenRule = "chosen-option"

// outcome holds what was chosen against what was on the table, and its answers
// against its worst cases.
func (k *checker) outcome() {
	o := k.d.Outcome
	// What is wrong with the profile or the options makes an assessment of which
	// nothing should be said.
	sound := !k.findings.HasErrors() && !k.in.broken["profile"] && !k.in.broken["prices"]
	var assessment decision.Assessment
	if k.settled != nil {
		assessment = *k.settled
	} else {
		assessment = advisor.Assess(k.d, k.catalog)
	}
	var ids []string
	for _, option := range assessment.Options {
		ids = append(ids, option.ID)
	}
	chosen := assessment.Option(o.Option)
	if o.Option != "" && chosen == nil {
		rule := "unknown-value"
		if k.d.Status == decision.Accepted {
			rule = ChosenRule
		}
		k.add(rule, diag.DidYouMean(o.Option, ids), fmt.Sprintf("%q is not among the options", o.Option), "outcome", "option")
	}
	if o.Option == "" && len(o.Answers) > 0 {
		k.add("missing-key", "write option: "+first(ids, "serverless"), "answers belong to a chosen option, and none is", "outcome")
	}
	if o.Option == "" && k.d.Status == decision.Accepted && len(ids) > 0 {
		// Without a choice there is no worst case to answer, and the way to accepted
		// would lead past all of them.
		severity := diag.Warning
		if k.accepting() {
			severity = diag.Error
		}
		k.report(severity, ChosenRule, "write outcome: {option: "+ids[0]+", because: …}", "an accepted decision says which option it chose", "outcome")
	}
	if o.Option == "" && o.Because == "" && k.d.Status == decision.Accepted && len(ids) == 0 {
		k.warn("missing-key", "write options and outcome: {option: …, because: …}", "an accepted decision says what was decided", "outcome")
	}
	if o.Option != "" && o.Because == "" && k.d.Status.Settled() {
		k.warn("missing-key", "write because: load is bursty and nobody waits", "a settled decision says why", "outcome", "because")
	}
	for i := range o.Answers {
		k.answer(i, chosen)
	}
	if chosen != nil && sound {
		k.unanswered(chosen)
		k.contradicted(chosen)
		k.watchesPassed()
	}
}

func first(words []string, otherwise string) string {
	if len(words) > 0 {
		return words[0]
	}
	return otherwise
}
