package check

import (
	"fmt"
	"slices"
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
					var circle []*ledger.Entry
					for i := len(way) - 1; i >= 0; i-- {
						circle = append(circle, way[i].e)
						if way[i].e == rel.Other {
							break
						}
					}
					slices.Reverse(circle)
					message := publicName(at.e) + " supersedes itself"
					if len(circle) > 1 {
						message = "a circle: " + roundOf(circle)
					}
					pos := statedAt(at.e, rel)
					r.on(at.e, pos, message, "all of them would be out of force; take one of the relations away")
				}
			}
		}
	},
}

// mostCircle bounds how many decisions of a circle a finding names.
const mostCircle = 12

// roundOf names the decisions of a circle, and the first once more.
func roundOf(circle []*ledger.Entry) string {
	var ids []string
	for i, e := range circle {
		if i == mostCircle {
			ids = append(ids, fmt.Sprintf("%d more", len(circle)-i))
			break
		}
		ids = append(ids, publicName(e))
	}
	return strings.Join(append(ids, publicName(circle[0])), " supersedes ")
}

// statedAt is where a relation stands: in the entry's own file or, where that does not
// say so, in that of the other end.
func statedAt(e *ledger.Entry, rel ledger.Relation) diag.Pos {
	if rel.Pos.Line > 0 {
		return rel.Pos
	}
	for _, far := range rel.Other.Relations {
		if far.Other == e && far.Kind == rel.Kind && far.Reverse != rel.Reverse && far.Pos.Line > 0 {
			return far.Pos
		}
	}
	return diag.Pos{File: e.Path}
}
