package search

import (
	"cmp"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"tradeoff/internal/parallel"
	"unicode"
	"unicode/utf8"
)

// entry is a term of the index, whose postings are still where they were counted.
type entry struct {
	term    string
	holders int32 // documents that hold the term
	place   int32 // of its numbers in vocabulary.ids; of a beginning, -1 minus that in weigher.beginnings
}

// vocabulary is the terms of all counters.
type vocabulary struct {
	counters []*counter
	entries  []entry
	ids      []uint32 // for each entry and counter, the term's number there plus one; 0 for none
}

// vocabulary gathers the terms in the order in which a browser compares them, which
// does not depend on which counter met what.
func (b *Builder) vocabulary() *vocabulary {
	v := &vocabulary{counters: b.counters}
	lists := make([][]ranked, len(v.counters))
	_ = parallel.Each(context.Background(), len(lists), func(i int) error {
		t := &v.counters[i].known
		t.slots = nil
		lists[i] = t.sorted()
		return nil
	})
	for {
		var least *ranked
		for _, list := range lists {
			if len(list) > 0 && (least == nil || list[0].compare(*least) < 0) {
				least = &list[0]
			}
		}
		if least == nil {
			return v
		}
		e := entry{term: least.word, place: int32(len(v.ids))}
		for i, list := range lists {
			if len(list) == 0 || list[0].compare(*least) != 0 {
				v.ids = append(v.ids, 0)
				continue
			}
			id := list[0].id
			e.holders += int32(v.counters[i].streams.terms[id].holders)
			v.ids = append(v.ids, id+1)
			lists[i] = list[1:]
		}
		v.entries = append(v.entries, e)
	}
}

// ranked is a word with its number and, to compare most without a look at it, its
// first eight bytes.
type ranked struct {
	key  uint64
	id   uint32
	word string
}

func (r ranked) compare(other ranked) int {
	if r.key != other.key {
		return cmp.Compare(r.key, other.key)
	}
	return compare(r.word, other.word)
}

// sorted are the table's words in the order of compare.
func (t *table) sorted() []ranked {
	words := string(t.words)
	list := make([]ranked, len(t.ends))
	for i := range list {
		r := &list[i]
		r.id, r.word = uint32(i), words[t.from(uint32(i)):t.ends[i]]
		var first [8]byte
		copy(first[:], r.word)
		for j, c := range first {
			if c == 0xEE || c == 0xEF { // U+E000 and more, which come after all beyond U+FFFF
				first[j] = c | 0x10
			}
		}
		r.key = binary.BigEndian.Uint64(first[:])
	}
	slices.SortFunc(list, ranked.compare)
	return list
}

// cut makes ranges of about most bytes.
func cut(entries []entry, documents int, most float64, cost func(e entry, documents int) float64) [][]entry {
	var ranges [][]entry
	from, sum := 0, 0.0
	for i, e := range entries {
		c := cost(e, documents)
		if i > from && sum+c > most {
			ranges = append(ranges, entries[from:i:i])
			from, sum = i, 0
		}
		sum += c
	}
	return append(ranges, entries[from:])
}

// costOfList is about what a term takes in a file: each posting the bits of its
// distance and of its impact, of which base64 holds six in a byte.
func costOfList(e entry, documents int) float64 {
	holders := int(e.holders)
	if common(holders, documents) {
		holders = keptMost
	}
	gap := max(0, math.Log2(float64(documents)/float64(holders)))
	return 6 + float64(holders)*(gap+5.5)/6
}

func costOfWord(entry, int) float64 { return 5 }

// spells tells whether a term is one that somebody may have meant who mistyped it.
func spells(term string, holders, documents int) bool {
	first, _ := utf8.DecodeRuneInString(term)
	rare := holders < 2 && documents >= 100 // may well be mistyped itself
	return !rare && first != ' ' && !paired(first) && utf8.RuneCountInString(term) >= typoFrom && strings.IndexFunc(term, unicode.IsLetter) >= 0
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
