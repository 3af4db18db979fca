package check

import "tradeoff/internal/diag"

var blockEdited = Rule{
	ID: "block-edited", Severity: diag.Error,
	Summary: "a block that follows the input was edited by hand",
	run: func(p *Project, r *reporter) {
		for _, res := range p.rendered() {
			r.findings = append(r.findings, res.Edited...)
		}
	},
}
