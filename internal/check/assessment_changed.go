package check

import (
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	inputs "tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

var assessmentChanged = Rule{
	ID: "assessment-changed", Severity: diag.Note,
	Summary: "an accepted decision would be assessed otherwise today",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			if e.Input == nil || e.Standing() != decision.Accepted || e.Input.Findings.HasErrors() {
				continue
			}
			// What cannot be assessed any more is no finding: it stands as it was decided.
			drift := render.DriftOf(e.Input, p.Catalogs, p.below(e))
			if causes := drift.Causes(); len(causes) > 0 {
				r.on(e, e.Input.Root.PosOf("decided-with"), "it would be assessed otherwise today: "+causes[0], "run tradeoff advise "+idOf(e))
			}
		}
	},
}

// below are the defaults that lie below a decision's input.
func (p *Project) below(e *ledger.Entry) *inputs.Defaults {
	for i, dir := range p.Dirs {
		if i < len(p.Log.Defaults) && (dir == "." || strings.HasPrefix(e.Input.File, dir+"/")) {
			return p.Log.Defaults[i]
		}
	}
	return nil
}

// idOf is what a command takes for a decision: its number, else its file.
func idOf(e *ledger.Entry) string {
	if e.Number >= 0 {
		return e.ID
	}
	return e.Path
}
