package check

import (
	"path"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var duplicateNumber = Rule{
	ID: "duplicate-number", Severity: diag.Error,
	Summary: "a number belongs to two decisions",
	run: func(p *Project, r *reporter) {
		type place struct {
			folder string
			number int
		}
		first := map[place]*ledger.Entry{}
		for _, e := range p.Log.Entries {
			if e.Number < 0 {
				continue
			}
			at := place{e.Folder(), e.Number}
			other := first[at]
			switch {
			case other == nil:
				first[at] = e
			case sameDecision(e, other):
			default:
				moves, stays, hint := e, other, "run tradeoff renumber, which moves the one that the base branch does not have; or name the one to move"
				if p.Base != nil {
					if p.onBase(e) && !p.onBase(other) {
						moves, stays = other, e
						first[at] = e
					}
					hint = renumberHint(moves)
				}
				r.on(moves, diag.Pos{File: moves.Path}, "the number "+moves.ID+" belongs to "+fileName(stays)+" too", hint)
			}
		}
		if p.Tip == nil {
			return
		}
		// A decision of the branch that is new has to leave alone what the base gave away.
		for _, o := range p.Tip.Entries {
			e := first[place{o.Folder(), o.Number}]
			if e == nil || o.Number < 0 || e.Path == o.Path || sameDecision(e, o) || p.Renamed[e.Path] == o.Path {
				continue
			}
			if p.Log.Entry(o.Path) != nil || p.Base != nil && p.Base.Entry(e.Path) != nil {
				continue // both are here, which is told above; or it was renamed there since
			}
			if _, _, slug := record.Names(e.Path); p.Base != nil && p.Base.Entry(o.Path) != nil || slug == slugOf(o) {
				continue // it was there before, and has another name here
			}
			r.on(e, diag.Pos{File: e.Path}, "the number "+e.ID+" is taken on the base by "+fileName(o), renumberHint(e))
		}
	},
}

// sameDecision tells whether two entries of one number are one decision: two inputs of a
// record, which is a finding of its own, or a record and its translation.
func sameDecision(a, b *ledger.Entry) bool {
	if ledger.Stem(a.Path) == ledger.Stem(b.Path) && (a.Record == nil || b.Record == nil) {
		return true
	}
	if path.Ext(a.Path) != path.Ext(b.Path) || path.Dir(a.Path) != path.Dir(b.Path) {
		return false
	}
	plainA, languageA, _ := strings.Cut(slugOf(a), ".")
	plainB, languageB, _ := strings.Cut(slugOf(b), ".")
	return plainA == plainB && plainA != "" && languageA != languageB && len(languageA) <= mostLanguage && len(languageB) <= mostLanguage
}

// mostLanguage bounds the name of a language behind that of a file: "pt-br", "zh-hans".
const mostLanguage = 8

// onBase tells whether the base knows an entry, under this name or a former one.
func (p *Project) onBase(e *ledger.Entry) bool {
	return p.baseOf(e) != nil || p.Tip != nil && p.Tip.Entry(e.Path) != nil
}

func slugOf(e *ledger.Entry) string {
	_, _, slug := record.Names(e.Path)
	return slug
}

func renumberHint(e *ledger.Entry) string {
	return "run tradeoff renumber " + fileName(e) + ", which takes the next number that is free"
}

// fileName is what a finding calls an entry's file: its number alone, where the name may
// not be told.
func fileName(e *ledger.Entry) string {
	if e.Restricted {
		return publicName(e)
	}
	if record.InFolder(e.Path) {
		return e.Name()
	}
	return path.Base(e.Path)
}
