package search

import "hash/maphash"

// table finds the ids of words that were met before. A build looks up every word of
// every page in it, millions of them, so it is made for that alone: open addressing
// over a power of two, half of it empty.
type table struct {
	seed  maphash.Seed
	slots []slot
	used  int
}

// slot is one word; an empty one has none.
type slot struct {
	word string
	hash uint32
	id   uint32
}

func newTable() table { return table{seed: maphash.MakeSeed(), slots: make([]slot, 1<<12)} }

// id gives a word's id, and asks intern for that of one that is new here.
func (t *table) id(word []byte, intern func(word []byte) (string, uint32)) uint32 {
	hash := uint32(maphash.Bytes(t.seed, word))
	mask := uint32(len(t.slots) - 1)
	i := hash & mask
	for t.slots[i].word != "" {
		if s := &t.slots[i]; s.hash == hash && s.word == string(word) {
			return s.id
		}
		i = (i + 1) & mask
	}
	term, id := intern(word)
	t.slots[i] = slot{term, hash, id}
	if t.used++; 2*t.used > len(t.slots) {
		t.grow()
	}
	return id
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	mask := uint32(len(t.slots) - 1)
	for _, s := range old {
		if s.word == "" {
			continue
		}
		i := s.hash & mask
		for t.slots[i].word != "" {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}
