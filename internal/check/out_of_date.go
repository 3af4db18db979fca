package check

import (
	"slices"
	"strings"

	"tradeoff/internal/diag"
)

var outOfDate = Rule{
	ID: "out-of-date", Severity: diag.Error,
	Summary: "a record is not what its input says",
	Fixes:   "renders the record, where nothing in it was edited by hand and the decision is not settled anew",
	fix: func(p *Project, _ diag.List) (map[string][]byte, error) {
		out := map[string][]byte{}
		for _, e := range p.entries() {
			// What settles a decision needs the day, which render knows.
			if res := p.rendered(e); len(res.Changed) > 0 && res.Input == nil && !res.Findings.HasErrors() {
				out[res.Record] = res.Data
			}
		}
		return out, nil
	},
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			res := p.rendered(e)
			switch {
			case res.Unread:
				// What it says is not known; unreadable-file tells why.
			case res.New:
				r.on(e, diag.Pos{File: e.Input.File}, "the record is not rendered yet", "run tradeoff render")
			case len(res.Changed) > 0:
				r.on(e, diag.Pos{File: res.Record}, "out of date with its input: "+strings.Join(res.Changed, ", "), "run tradeoff render")
			case res.Input != nil:
				r.on(e, diag.Pos{File: e.Input.File}, "it is settled, and does not keep what it was decided with", "run tradeoff render")
			}
			// Whatever keeps a record from being rendered; what other rules have found
			// already is the same finding, and told once.
			for _, f := range res.Findings {
				if !slices.Contains(res.Checked, f) && !isRule(f.Rule) {
					r.take(e, f)
				}
			}
		}
	},
}
