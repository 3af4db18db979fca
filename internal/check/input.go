package check

import "tradeoff/internal/diag"

var input = Rule{
	ID: "input", Severity: diag.Error,
	Summary: "an input, or the head of a record, does not say what it must",
	run: func(p *Project, r *reporter) {
		r.findings = append(r.findings, p.Log.Findings...)
		for _, defaults := range p.Log.Defaults {
			r.findings = append(r.findings, defaults.Check(p.Catalogs)...)
		}
		for i, e := range p.Log.Entries {
			for _, f := range e.Findings {
				if !unreadable[f.Rule] {
					r.findings = append(r.findings, f)
				}
			}
			r.findings = append(r.findings, p.rendered()[i].Checked...)
		}
	},
}
