package check

import "tradeoff/internal/diag"

var unreadableFile = Rule{
	ID: "unreadable-file", Severity: diag.Error,
	Summary: "a file of the log cannot be read",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			for _, f := range e.Findings {
				if unreadable[f.Rule] {
					r.take(e, f)
				}
			}
		}
	},
}

// unreadable are the findings of reading that say a file is not what it should
// be as a whole; the rest belong to the rule input.
var unreadable = map[string]bool{"unreadable-file": true, "too-large": true, "not-utf8": true}
