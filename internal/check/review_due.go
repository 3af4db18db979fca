package check

import (
	"time"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

var reviewDue = Rule{
	ID: "review-due", Severity: diag.Warning,
	Summary: "the day by which to look at a decision again is past",
	run: func(p *Project, r *reporter) {
		if p.AsOf == "" {
			return
		}
		for _, e := range p.entries() {
			if e.Standing() != decision.Accepted || e.Input != nil && e.Input.Findings.HasErrors() {
				continue
			}
			day, pos := e.ReviewBy()
			if _, err := time.Parse(time.DateOnly, day); err == nil && day < p.AsOf {
				r.on(e, pos, "it was to be looked at again by "+day, "look at it again: move the day, or supersede it")
			}
		}
	},
}
