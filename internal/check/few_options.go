package check

import (
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var fewOptions = Rule{
	ID: "few-options", Severity: diag.Warning, Eases: true,
	Summary: "a decision has fewer than two options",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			if !open(e) && !p.decided(e) {
				continue // of what is not in force nothing is asked
			}
			if o, one := onlyOption(e); one {
				r.on(e, o.Pos, o.Title+" is the only option", "add what else could be done, if only to leave things as they are")
			}
		}
	},
}

// onlyOption is the one option of a decision that lists options and has no second. Where
// the template's second is still to be written, nobody has said that there is none; and
// an input whose option is the decision itself, as convert writes it of a record without
// a list, has none to count.
func onlyOption(e *ledger.Entry) (record.Option, bool) {
	options := e.Options()
	if e.Input == nil {
		if e.Record.Unwritten > 0 && open(e) {
			return record.Option{}, false
		}
	} else if e.Input.Findings.HasErrors() {
		return record.Option{}, false
	}
	if len(options) != 1 || e.Input != nil && options[0].Title == e.Title {
		return record.Option{}, false
	}
	return options[0], true
}
