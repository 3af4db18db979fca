package check

import (
	"strings"

	"tradeoff/internal/diag"
)

var outOfDate = Rule{
	ID: "out-of-date", Severity: diag.Error,
	Summary: "a record is not what its input says",
	run: func(p *Project, r *reporter) {
		for i, res := range p.rendered() {
			e := p.Log.Entries[i]
			switch {
			case res.New:
				r.add(diag.Pos{File: e.Input.File}, "the record is not rendered yet", "run tradeoff render")
			case len(res.Changed) > 0:
				r.add(diag.Pos{File: res.Record}, "out of date with its input: "+strings.Join(res.Changed, ", "), "run tradeoff render")
			case res.Input != nil:
				r.add(diag.Pos{File: e.Input.File}, "it is settled, and does not keep what it was decided with", "run tradeoff render")
			}
			// Whatever keeps a record from being rendered; what other rules have found
			// already is the same finding, and told once.
			for _, f := range res.Findings {
				if f.Rule != blockEdited.ID {
					r.findings = append(r.findings, f)
				}
			}
		}
	},
}
