package check

import "tradeoff/internal/diag"

var blockEdited = Rule{
	ID: "block-edited", Severity: diag.Error,
	Summary: "a block that follows the input was edited by hand",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			r.take(e, p.rendered(e).Edited...)
		}
	},
}
