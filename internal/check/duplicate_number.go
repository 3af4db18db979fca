package check

import (
	"path"

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
			if e.Number < 0 || e.Input != nil && e.Record == nil && p.Log.Entry(ledger.Stem(e.Path)+".md") != nil {
				continue // a second input of one record is a finding of its own
			}
			at := place{e.Folder(), e.Number}
			if other := first[at]; other != nil {
				r.on(e, diag.Pos{File: e.Path}, "the number "+e.ID+" belongs to "+path.Base(other.Path)+" too", renumberHint(e))
				continue
			}
			first[at] = e
		}
		if p.Tip == nil {
			return
		}
		// A decision of the branch that is new has to leave alone what the base gave away.
		for _, o := range p.Tip.Entries {
			e := first[place{o.Folder(), o.Number}]
			if e == nil || o.Number < 0 || e.Path == o.Path || ledger.Stem(e.Path) == ledger.Stem(o.Path) || p.Renamed[e.Path] == o.Path {
				continue
			}
			if p.Log.Entry(o.Path) != nil || p.Base != nil && p.Base.Entry(e.Path) != nil {
				continue // both are here, which is told above; or it was renamed there since
			}
			if _, _, slug := record.Names(e.Path); p.Base != nil && p.Base.Entry(o.Path) != nil || slug == slugOf(o) {
				continue // it was there before, and has another name here
			}
			r.on(e, diag.Pos{File: e.Path}, "the number "+e.ID+" is taken on the base by "+path.Base(o.Path), renumberHint(e))
		}
	},
}

func slugOf(e *ledger.Entry) string {
	_, _, slug := record.Names(e.Path)
	return slug
}

func renumberHint(e *ledger.Entry) string {
	return "run tradeoff renumber " + path.Base(e.Path) + ", which takes the next number that is free"
}
