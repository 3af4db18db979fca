package search

import (
	"bytes"
	"cmp"
	"slices"
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

// weigher gives the impacts of terms on documents.
type weigher struct {
	vocabulary *vocabulary
	norms      [][fields]float64 // by document
	once       []float32         // the impact of a term that stands once in the text, which most do
	beginnings [][]posting
}

func (b *Builder) weigher(v *vocabulary) *weigher {
	var total [fields]float64
	for i := range b.docs {
		for f, n := range b.docs[i].lengths {
			total[f] += float64(n)
		}
	}
	w := &weigher{vocabulary: v, norms: make([][fields]float64, len(b.docs)), once: make([]float32, len(b.docs))}
	for i := range b.docs {
		w.norms[i] = b.docs[i].norms(total, len(b.docs))
		w.once[i] = impact([fields]uint32{inText: 1}, w.norms[i])
	}
	return w
}

// list gives an entry's postings, at the end of a buffer that is given back.
func (w *weigher) list(e *entry, buffer []posting) (list, []posting) {
	from := len(buffer)
	if e.place < 0 {
		buffer = append(buffer, w.beginnings[-1-e.place]...)
	} else {
		for i, c := range w.vocabulary.counters {
			if id := w.vocabulary.ids[int(e.place)+i]; id > 0 {
				middle := len(buffer)
				buffer = w.append(buffer, c, id-1)
				buffer = merge(buffer, from, middle)
			}
		}
	}
	l := list{term: e.term, holders: int(e.holders), postings: buffer[from:len(buffer):len(buffer)]}
	if common(l.holders, len(w.norms)) {
		l.keepBest()
		buffer = buffer[:from+len(l.postings)]
	}
	return l, buffer
}

// append adds the postings that a counter has of a term, by document.
func (w *weigher) append(buffer []posting, c *counter, id uint32) []posting {
	from := len(buffer)
	for r := c.streams.read(id); r.left > 0; {
		ordinal, text, in := r.next()
		p := posting{doc: c.docs[ordinal-1]}
		switch text {
		case 0:
			p.impact = impact(in, w.norms[p.doc])
		case 1:
			p.impact = w.once[p.doc]
		default:
			p.impact = impact([fields]uint32{inText: text}, w.norms[p.doc])
		}
		// Goroutines take documents in order, so that few stand out of it.
		buffer = append(buffer, p)
		for i := len(buffer) - 1; i > from && buffer[i-1].doc > p.doc; i-- {
			buffer[i], buffer[i-1] = buffer[i-1], p
		}
	}
	return buffer
}

// merge brings the postings from a place to a middle and those from there to the
// end into one order.
func merge(buffer []posting, from, middle int) []posting {
	if middle == from || buffer[middle-1].doc < buffer[middle].doc {
		return buffer
	}
	// The second half is moved away, and both are merged from their ends.
	end := len(buffer)
	buffer = append(buffer, buffer[middle:]...)
	x, y := middle-1, len(buffer)-1
	for at := end - 1; y >= end; at-- {
		if x >= from && buffer[x].doc > buffer[y].doc {
			buffer[at] = buffer[x]
			x--
		} else {
			buffer[at] = buffer[y]
			y--
		}
	}
	return buffer[:end]
}

// common tells whether a term is one that tells little: with more holders than
// half of the documents, and than would be kept.
func common(holders, documents int) bool { return holders > keptMost && holders > documents/2 }

// keepBest leaves the postings with the highest impacts, of equal ones the first.
func (l *list) keepBest() {
	impacts := make([]float32, len(l.postings))
	for i, p := range l.postings {
		impacts[i] = p.impact
	}
	slices.Sort(impacts)
	left := len(impacts) - keptMost
	least, sum := impacts[left], 0.0 // least is the lowest that is kept
	for _, value := range impacts[:left] {
		sum += float64(value)
	}
	l.base = sum / float64(left)
	above, _ := slices.BinarySearchFunc(impacts, least, func(value, least float32) int {
		if value > least {
			return 1
		}
		return -1
	})
	equal := keptMost - (len(impacts) - above) // of the lowest, that are kept
	kept := l.postings[:0]
	for _, p := range l.postings {
		if p.impact == least {
			equal--
		}
		if p.impact > least || p.impact == least && equal >= 0 {
			kept = append(kept, p)
		}
	}
	l.postings = kept
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
// reader who has typed no more may mean: those with the shortest titles. As terms
// they have a blank in front, which puts them before all others.
func (w *weigher) listBeginnings(docs []packed) []entry {
	byStart := map[string]*[]posting{}
	for i := range docs {
		value := impact([fields]uint32{inTitle: 1}, w.norms[i])
		for start := range bytes.FieldsSeq(docs[i].starts()) {
			best := byStart[string(start)]
			if best == nil {
				best = new([]posting)
				byStart[string(start)] = best
			}
			n := len(*best)
			if n == shortMost && (*best)[n-1].impact >= value {
				continue
			}
			at, _ := slices.BinarySearchFunc(*best, value, func(p posting, value float32) int {
				if p.impact >= value {
					return -1
				}
				return 1
			})
			*best = slices.Insert((*best)[:min(n, shortMost-1)], min(at, shortMost-1), posting{uint32(i), value})
		}
	}
	var entries []entry
	for start, best := range byStart {
		slices.SortFunc(*best, func(x, y posting) int { return cmp.Compare(x.doc, y.doc) })
		w.beginnings = append(w.beginnings, *best)
		entries = append(entries, entry{" " + start, int32(len(*best)), -int32(len(w.beginnings))})
	}
	slices.SortFunc(entries, func(x, y entry) int { return compare(x.term, y.term) })
	return entries
}
