package check

import (
	"slices"

	"tradeoff/internal/diag"
)

var input = Rule{
	ID: "input", Severity: diag.Error,
	Summary: "an input, or the head of a record, does not say what it must",
	run: func(p *Project, r *reporter) {
		r.take(nil, p.Log.Findings...)
		for _, defaults := range p.Log.Defaults {
			r.take(nil, defaults.Check(p.Catalogs)...)
		}
		for _, e := range p.entries() {
			for _, f := range slices.Concat(e.Findings, p.rendered(e).Checked) {
				if !unreadable[f.Rule] && !isRule(f.Rule) {
					r.take(e, f)
				}
			}
		}
	},
}

// isRule tells whether what reads or checks an input has found what is another
// rule's, which reports it.
func isRule(id string) bool {
	return id != "input" && slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id })
}
