package input

import (
	"fmt"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// contradicted finds answers that say of a worst case that it does not apply,
// where the team's own numbers say that it does.
func (k *checker) contradicted(chosen *decision.AssessedOption) {
	if k.asked() == diag.Off {
		return
	}
	for i, a := range k.d.Outcome.Answers {
		if a.Answer != "does-not-apply" {
			continue
		}
		for _, w := range chosen.WorstCases {
			if w.ID != a.WorstCase || w.Met != decision.MetYes {
				continue
			}
			k.warn("answer-contradicted", "correct the profile, or answer accepted or mitigated",
				fmt.Sprintf("%s does not apply by this answer, and does by the profile%s", w.ID, reason(w)), "outcome", "answers", i, "answer")
			break
		}
	}
}

// watchesPassed finds watches that would never be quiet: the profile has the figure
// beyond its bound already.
func (k *checker) watchesPassed() {
	if k.asked() == diag.Off {
		return
	}
	profile := k.d.Profile
	if k.onOldGround() {
		profile = k.d.DecidedWith.Profile
	}
	for i, a := range k.d.Outcome.Answers {
		// What has happened is watched no longer.
		if a.Watch == nil || a.Happened != "" {
			continue
		}
		now := profile[a.Watch.Field]
		if now.Kind != decision.Number {
			continue
		}
		bound := ""
		switch w := a.Watch; {
		case w.Above != nil && now.Low > *w.Above:
			bound = "above " + decision.GroupedNumber(*w.Above)
		case w.Below != nil && now.High < *w.Below:
			bound = "below " + decision.GroupedNumber(*w.Below)
		default:
			continue
		}
		k.warn("watch-passed", "set a bound that is still ahead, or answer "+a.WorstCase+" for what is so today",
			fmt.Sprintf("this is passed from the beginning: the profile has %s at %s, %s", a.Watch.Field, now.Words(), bound), "outcome", "answers", i, "watch")
	}
}
