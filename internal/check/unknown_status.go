package check

import (
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/report"
)

var unknownStatus = Rule{
	ID: "unknown-status", Severity: diag.Warning,
	Summary: "a decision has no status, or one outside the life cycle",
	run: func(p *Project, r *reporter) {
		usual := habitOf(p.Log, func(e *ledger.Entry) (does, counts bool) {
			return e.StatusRaw != "" || e.Status != decision.Unknown, true
		})
		for _, e := range p.entries() {
			if e.Record == nil || len(e.Record.Data) == 0 || e.Status != decision.Unknown || e.Input != nil || e.Derived != "" {
				continue // an input is held to the words by its schema
			}
			if len(e.Findings) > 0 { // its front matter may state one, and cannot be read
				continue
			}
			words := decision.Statuses()
			var known []string
			for _, w := range append(words, decision.Superseded) {
				known = append(known, string(w))
			}
			if e.StatusRaw == "" && !usual[e.Folder()] {
				continue // its folder does without, as MADR allows
			}
			if e.StatusRaw == "" {
				pos := diag.Pos{File: e.Path}
				if e.Record.TitlePos.Line > 0 {
					pos = e.Record.TitlePos
				}
				r.on(e, pos, "the record states no status", "write one of "+strings.Join(known, ", ")+"; assume-status in the settings stands for those that never had one")
				continue
			}
			word := report.Plain(e.StatusRaw)
			if letters := []rune(word); len(letters) > 60 {
				word = string(letters[:60]) + "…"
			}
			hint := "write one of " + strings.Join(known, ", ") + ", or tell what the word means in the settings' status-words"
			first, _, _ := strings.Cut(strings.ToLower(word), " ")
			if near := diag.Suggest(first, known); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.on(e, e.Record.StatusPos, "“"+word+"” is no status", hint)
		}
	},
}

// habitOf tells of each folder whether most of the decisions that count do something:
// what the others leave out is missed there, and nowhere else.
func habitOf(log *ledger.Log, of func(*ledger.Entry) (does, counts bool)) map[string]bool {
	balance := map[string]int{}
	for _, e := range log.Entries {
		switch does, counts := of(e); {
		case !counts:
		case does:
			balance[e.Folder()]++
		default:
			balance[e.Folder()]--
		}
	}
	out := map[string]bool{}
	for folder, n := range balance {
		out[folder] = n > 0
	}
	return out
}
