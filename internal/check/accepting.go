package check

import (
	"slices"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

// Hindering are the errors that stand in a decision's way to accepted: those of the rules
// that ease while it is open, at their full weight.
func Hindering(p *Project, e *ledger.Entry) diag.List {
	asked := *p
	asked.Only, asked.Accepting, asked.done = map[*ledger.Entry]bool{e: true}, e, nil
	eases := map[string]bool{}
	for _, rule := range Rules() {
		eases[rule.ID] = rule.Eases
	}
	return slices.DeleteFunc(Run(&asked), func(f diag.Finding) bool { return f.Severity != diag.Error || !eases[f.Rule] })
}
