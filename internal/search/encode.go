package search

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf8"
)

// frontCoded writes sorted words, one a line. The first character of a line says
// how many UTF-16 units the word shares with the one before, from 32.
func frontCoded(words []string) []byte {
	var out []byte
	before := ""
	for _, w := range words {
		bytes, units := shared(before, w)
		out = append(out, byte(frontZero+units))
		out = append(out, w[bytes:]...)
		out = append(out, '\n')
		before = w
	}
	return out
}

const (
	frontZero = 32
	frontMost = 90 // so that a character of one byte is enough
)

// shared is how much two words begin alike, in bytes and in UTF-16 units.
func shared(x, y string) (size, units int) {
	for size < len(x) && size < len(y) {
		rx, n := utf8.DecodeRuneInString(x[size:])
		ry, _ := utf8.DecodeRuneInString(y[size:])
		width := 1
		if rx > 0xFFFF {
			width = 2
		}
		if rx != ry || units+width > frontMost {
			break
		}
		size, units = size+n, units+width
	}
	return size, units
}

// unfront reads what frontCoded wrote.
func unfront(data []byte) []string {
	var words []string
	before := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		units, size := int(line[0])-frontZero, 0
		for units > 0 {
			r, n := utf8.DecodeRuneInString(before[size:])
			size += n
			if units--; r > 0xFFFF {
				units--
			}
		}
		before = before[:size] + line[1:]
		words = append(words, before)
	}
	return words
}

// appendLists writes a shard: the terms, how many documents hold each, and then
// the documents of all and the impacts of all, since like bytes pack well. It
// tells where the documents begin and where the impacts do.
func appendLists(out []byte, lists []list, documents int) ([]byte, []int) {
	terms := make([]string, len(lists))
	for i, l := range lists {
		terms[i] = l.term
	}
	out = appendSized(out, frontCoded(terms))
	for _, l := range lists {
		out = binary.AppendUvarint(out, uint64(l.holders))
	}
	docs := len(out)
	for _, l := range lists {
		last := -1
		for _, p := range l.postings {
			out = binary.AppendUvarint(out, uint64(int(p.doc)-last-1))
			last = int(p.doc)
		}
	}
	impacts := len(out)
	for _, l := range lists {
		out = l.appendImpacts(out, documents)
	}
	return out, []int{docs, impacts}
}

// decodeLists reads what appendLists wrote.
func decodeLists(data []byte, documents int) []list {
	r := reader{data}
	terms := unfront(r.bytes(r.uvarint()))
	lists := make([]list, len(terms))
	for i, term := range terms {
		lists[i].term, lists[i].holders = term, r.uvarint()
	}
	for i := range lists {
		l := &lists[i]
		n := l.holders
		if common(n, documents) {
			n = keptMost
		}
		l.postings = make([]posting, n)
		last := -1
		for j := range l.postings {
			last += r.uvarint() + 1
			l.postings[j].doc = uint32(last)
		}
	}
	for i := range lists {
		l := &lists[i]
		if common(l.holders, documents) {
			l.base = float64(r.bytes(1)[0]) / ends
		}
		low := float64(r.bytes(1)[0])
		if len(l.postings) == 1 {
			l.postings[0].impact = float32(low / ends)
			continue
		}
		high := float64(r.bytes(1)[0])
		for j := range l.postings {
			l.postings[j].impact = float32((low + float64(r.bytes(1)[0])*(high-low)/steps) / ends)
		}
	}
	return lists
}

// An impact is stored as a step on its list's own scale, whose two ends are
// stored before. A single one needs no scale.
const (
	steps = 63
	ends  = 255
)

// appendImpacts writes the impacts of a term.
func (l *list) appendImpacts(out []byte, documents int) []byte {
	if common(l.holders, documents) {
		out = append(out, byte(math.Round(ends*l.base)))
	}
	low, high := float32(1), float32(0)
	for _, p := range l.postings {
		low, high = min(low, p.impact), max(high, p.impact)
	}
	if len(l.postings) == 1 {
		return append(out, byte(math.Round(float64(ends*low))))
	}
	from, to := math.Floor(float64(ends*low)), math.Ceil(float64(ends*high))
	out = append(out, byte(from), byte(to))
	for _, p := range l.postings {
		step := 0.0
		if to > from {
			step = math.Round(steps * (ends*float64(p.impact) - from) / (to - from))
		}
		out = append(out, byte(step))
	}
	return out
}

// encodeWords writes terms with a measure of how many documents hold each, its
// binary logarithm.
func encodeWords(entries []entry) []byte {
	terms := make([]string, len(entries))
	var sizes []byte
	for i, e := range entries {
		terms[i] = e.term
		sizes = append(sizes, sizeOf(int(e.holders)))
	}
	return append(appendSized(nil, frontCoded(terms)), sizes...)
}

// reader reads numbers and bytes off the front of data.
type reader struct{ data []byte }

func (r *reader) uvarint() int {
	v, n := binary.Uvarint(r.data)
	r.data = r.data[n:]
	return int(v)
}

func (r *reader) bytes(n int) []byte {
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}
