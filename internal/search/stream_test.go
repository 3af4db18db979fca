package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStreams holds what is read of streams to what was put in, over slices of all
// sizes and several pages, with terms that take turns.
func TestStreams(t *testing.T) {
	type held struct {
		Ordinal uint32
		In      [fields]uint32
	}
	r := rand.New(rand.NewPCG(11, 12))
	s := streams{terms: make([]stream, 50)}
	want := make([][]held, len(s.terms))
	for ordinal := uint32(1); ordinal < 30000; ordinal += 1 + uint32(r.IntN(2)*r.IntN(9)) {
		for term := range s.terms {
			if r.IntN(term+1) > 0 {
				continue
			}
			o := occurrences{term: uint32(term), in: [fields]uint32{inText: 1 + uint32(r.IntN(4))}}
			switch r.IntN(8) {
			case 0:
				o.in = [fields]uint32{uint32(r.IntN(3)), 1, uint32(r.IntN(300)), 0}
			case 1:
				o.in[inText] = 1 << r.IntN(31)
			}
			s.add(&o, ordinal)
			want[term] = append(want[term], held{ordinal, o.in})
		}
	}
	if len(s.pages) < 2 {
		t.Fatalf("only %d pages", len(s.pages))
	}
	for term, list := range want {
		if int(s.terms[term].holders) != len(list) {
			t.Fatalf("term %d has %d holders, not %d", term, s.terms[term].holders, len(list))
		}
		var got []held
		for c := s.read(uint32(term)); c.left > 0; {
			ordinal, text, in := c.next()
			in[inText] += text
			got = append(got, held{ordinal, in})
		}
		if diff := cmp.Diff(list, got); diff != "" {
			t.Fatalf("term %d:\n%s", term, diff)
		}
	}
}

func TestSlicesGrow(t *testing.T) {
	var got []uint32
	for slice := range uint32(14) {
		got = append(got, sliceSize(slice+1))
	}
	if diff := cmp.Diff([]uint32{16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 512, 512, 512}, got); diff != "" {
		t.Error(diff)
	}
}

// TestMerge holds lists of two counters, put together, to their sorted union.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 300 {
		var halves [2][]posting
		for doc := range uint32(r.IntN(40)) {
			side := r.IntN(3)
			if side < 2 {
				halves[side] = append(halves[side], posting{doc, float32(side)})
			}
		}
		if len(halves[1]) == 0 {
			continue // merge is called for what was added
		}
		front := []posting{{99, 0}, {98, 0}} // of other terms
		want := slices.Concat(halves[0], halves[1])
		slices.SortFunc(want, func(x, y posting) int { return int(x.doc) - int(y.doc) })
		got := merge(slices.Concat(front, halves[0], halves[1]), 2, 2+len(halves[0]))
		if !slices.Equal(got, slices.Concat(front, want)) {
			t.Fatalf("%v and %v become %v", halves[0], halves[1], got)
		}
	}
}

// TestKeepBest holds what is kept of a common term to the first of a stable sort,
// with many of equal impacts.
func TestKeepBest(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 20 {
		l := list{}
		for doc := range uint32(keptMost + 1 + r.IntN(3000)) {
			l.postings = append(l.postings, posting{doc, float32(1+r.IntN(9)) / 10})
		}
		want := slices.Clone(l.postings)
		slices.SortStableFunc(want, func(x, y posting) int { return -cmpOf(x.impact, y.impact) })
		sum := 0.0
		for _, p := range want[keptMost:] {
			sum += float64(p.impact)
		}
		base := sum / float64(len(want)-keptMost)
		want = want[:keptMost]
		slices.SortFunc(want, func(x, y posting) int { return int(x.doc) - int(y.doc) })
		l.keepBest()
		if !slices.Equal(l.postings, want) || l.base < base-1e-6 || l.base > base+1e-6 {
			t.Fatalf("%d kept with the base %f, not %d with %f", len(l.postings), l.base, len(want), base)
		}
	}
}

func cmpOf(x, y float32) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
