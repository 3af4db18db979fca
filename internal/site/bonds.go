package site

import (
	"cmp"
	"slices"
	"strconv"

	"tradeoff/internal/decision"
)

// bond is a relation between two decisions that may be shown, told once
// whichever end states it. newer came after older, because of it or in its place;
// of relations that are the same from both ends, it is the later one.
type bond struct {
	older, newer *placed
	kind         decision.LinkKind
	words        string // said of older: "superseded by"
	open         bool   // of a part alone, or by a decision that is not made yet
}

// other is the end of the bond that is not d.
func (n *bond) other(d *placed) *placed {
	if n.older == d {
		return n.newer
	}
	return n.older
}

// placeInTime puts the decisions in order of time, finds the bonds between them,
// and claims the addresses of the pages that show either.
func (b *build) placeInTime() {
	day := map[string]string{} // of the last dated decision, by folder
	for _, d := range b.decisions {
		folder := d.Folder()
		if on := d.day; on != undated {
			d.year, day[folder] = on[:4], on
		}
		// One without a date stands behind the one before it in the log.
		place := strconv.Itoa(d.index)
		d.moment = cmp.Or(day[folder], undated) + " 00000000"[:max(1, 9-len(place))] + place
	}
	b.inTime = slices.Clone(b.decisions)
	slices.SortFunc(b.inTime, func(x, y *placed) int { return cmp.Compare(x.moment, y.moment) })
	b.findBonds()
	b.placeTimeline()
	b.placeGraph()
}

// findBonds gathers the bonds of every decision, those of the earliest decisions
// first.
func (b *build) findBonds() {
	type ends struct {
		older, newer *placed
		kind         decision.LinkKind
	}
	known := map[ends]*bond{}
	for _, d := range b.inTime {
		for _, r := range d.Entry.Relations {
			other, shown := b.byEntry[r.Other]
			words := r.Standing()
			if !shown || other == d || words == "" || !r.Reverse && !r.Kind.Mutual() {
				continue // what d states itself is found at the other end
			}
			older, newer := d, other
			if r.Kind.Mutual() {
				words = r.Kind.Reverse()
				if older.moment > newer.moment {
					older, newer = newer, older
				}
			}
			key := ends{older, newer, r.Kind}
			open := words != r.Kind.Reverse() || r.Partly
			if have := known[key]; have != nil {
				if have.open && !open { // of several parts and the whole, the whole counts
					have.words, have.open = words, false
				}
				continue
			}
			n := &bond{older: older, newer: newer, kind: r.Kind, words: words, open: open}
			known[key] = n
			older.bonds, newer.bonds = append(older.bonds, n), append(newer.bonds, n)
		}
	}
}
