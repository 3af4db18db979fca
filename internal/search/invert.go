package search

import (
	"cmp"
	"slices"
	"strings"
)

// posting is that a document holds a term. The impact is on the list's own scale.
type posting struct {
	doc    uint32
	impact float32
}

// list is the postings of a term.
type list struct {
	term     string
	holders  int       // documents that hold the term
	base     float64   // what impacts of a common term count from
	postings []posting // by document
}

// invert turns the documents' terms into the terms' documents, in the order in
// which a browser compares them. Beginnings of titles come first: a blank and one
// or two letters.
func (b *Builder) invert() []list {
	holders := make([]uint32, len(b.terms))
	var total [fields]float64
	for i := range b.docs {
		p := &b.docs[i]
		p.unpack(func(o occurrences) { holders[o.term]++ })
		for f, n := range p.lengths {
			total[f] += float64(n)
		}
	}
	starts := make([]uint32, len(holders))
	sum := uint32(0)
	for t, n := range holders {
		starts[t] = sum
		sum += n
	}
	flat, next := make([]posting, sum), slices.Clone(starts)
	for i := range b.docs {
		p := &b.docs[i]
		norms := p.norms(total, len(b.docs))
		p.unpack(func(o occurrences) {
			flat[next[o.term]] = posting{uint32(i), impact(o.in, norms)}
			next[o.term]++
		})
		p.counts = nil
	}
	lists := make([]list, 0, len(b.terms))
	for t, term := range b.terms {
		l := list{term: term, holders: int(holders[t]), postings: flat[starts[t]:next[t]:next[t]]}
		if common(l.holders, len(b.docs)) {
			l.keepBest()
		}
		lists = append(lists, l)
	}
	lists = append(lists, b.beginnings(total)...)
	slices.SortFunc(lists, func(x, y list) int { return compare(x.term, y.term) })
	return lists
}

// common tells whether a term is one that tells little: with more holders than
// half of the documents, and than would be kept.
func common(holders, documents int) bool { return holders > keptMost && holders > documents/2 }

// keepBest leaves the postings with the highest impacts.
func (l *list) keepBest() {
	best := slices.Clone(l.postings)
	slices.SortStableFunc(best, func(x, y posting) int { return cmp.Compare(y.impact, x.impact) })
	sum := 0.0
	for _, p := range best[keptMost:] {
		sum += float64(p.impact)
	}
	l.base = sum / float64(len(best)-keptMost)
	best = slices.Clip(best[:keptMost])
	slices.SortFunc(best, func(x, y posting) int { return cmp.Compare(x.doc, y.doc) })
	l.postings = best
}

// norms are what the occurrences in each field of a document count.
func (p *packed) norms(total [fields]float64, documents int) (norms [fields]float64) {
	for f := range fields {
		norms[f] = fieldNorm(f, float64(p.lengths[f]), total[f]/float64(documents))
	}
	return norms
}

// fieldNorm is weight / (1 + b (length / average - 1)).
func fieldNorm(f field, length, average float64) float64 {
	if average == 0 {
		return 0
	}
	return weights[f] / (1 + lengthB[f]*(length/average-1))
}

// impact is x / (k1 + x).
func impact(in [fields]uint32, norms [fields]float64) float32 {
	x := 0.0
	for f, times := range in {
		x += float64(times) * norms[f]
	}
	return float32(x / (k1 + x))
}

// beginnings lists, for each beginning of a title's word, the documents that a
// reader who has typed no more may mean: those with the shortest titles.
func (b *Builder) beginnings(total [fields]float64) []list {
	byStart := map[string][]posting{}
	for i := range b.docs {
		p := &b.docs[i]
		norms := p.norms(total, len(b.docs))
		value := impact([fields]uint32{inTitle: 1}, norms)
		slices.Sort(p.starts)
		for _, start := range slices.Compact(p.starts) {
			byStart[start] = append(byStart[start], posting{uint32(i), value})
		}
	}
	var lists []list
	for start, postings := range byStart {
		slices.SortStableFunc(postings, func(x, y posting) int { return cmp.Compare(y.impact, x.impact) })
		postings = postings[:min(len(postings), shortMost)]
		slices.SortFunc(postings, func(x, y posting) int { return cmp.Compare(x.doc, y.doc) })
		lists = append(lists, list{term: " " + start, holders: len(postings), postings: slices.Clip(postings)})
	}
	return lists
}

// compare orders terms as a browser does, by UTF-16 code units: that is the order
// of the bytes, but for characters beyond U+FFFF, which come before U+E000.
func compare(x, y string) int {
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	if n < len(x) && n < len(y) {
		beyond := func(c byte) bool { return c >= 0xF0 }
		high := func(c byte) bool { return c == 0xEE || c == 0xEF }
		switch {
		case beyond(x[n]) && high(y[n]):
			return -1
		case high(x[n]) && beyond(y[n]):
			return 1
		}
	}
	return strings.Compare(x[n:], y[n:])
}
