package check

import (
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

var supersessionCycle = Rule{
	ID: "supersession-cycle", Severity: diag.Error,
	Summary: "decisions supersede each other in a circle",
	run: func(p *Project, r *reporter) {
		// Each decision is walked through once; one that is met again on its own way closes
		// a circle.
		const walking, done = 1, 2
		state := map[*ledger.Entry]int{}
		for _, start := range p.Log.Entries {
			type step struct {
				e    *ledger.Entry
				next int
			}
			way := []step{{e: start}}
			if state[start] != 0 {
				continue
			}
			state[start] = walking
			for len(way) > 0 {
				at := &way[len(way)-1]
				if at.next == len(at.e.Relations) {
					state[at.e] = done
					way = way[:len(way)-1]
					continue
				}
				rel := at.e.Relations[at.next]
				at.next++
				if rel.Kind != decision.Supersedes || rel.Reverse || rel.Partly || rel.Other == nil {
					continue
				}
				switch state[rel.Other] {
				case 0:
					state[rel.Other] = walking
					way = append(way, step{e: rel.Other})
				case walking:
					var ids []string
					for i := len(way) - 1; i >= 0; i-- {
						ids = append([]string{way[i].e.ID}, ids...)
						if way[i].e == rel.Other {
							break
						}
					}
					pos := rel.Pos
					if pos.Line == 0 {
						pos = diag.Pos{File: at.e.Path}
					}
					message := at.e.ID + " supersedes itself"
					if len(ids) > 1 {
						message = "a circle: " + strings.Join(append(ids, ids[0]), " supersedes ")
					}
					r.on(at.e, pos, message, "all of them would be out of force; take one of the relations away")
				}
			}
		}
	},
}
