package search

import "hash/maphash"

// table finds the ids of words that were met before. A build looks up every word of
// every page in it, millions of them, so it is made for that alone: open addressing
// over a power of two, half of it empty, with the word in the slot, so that one
// look at memory tells.
type table struct {
	seed  maphash.Seed
	slots []slot
	used  int
	long  map[string]uint32 // words that no slot holds
}

// slot is one word; of an empty one the length is 0.
type slot struct {
	hash, id uint32
	length   uint8
	word     [23]byte // with the rest half of what a processor reads at once
}

func newTable() table {
	return table{seed: maphash.MakeSeed(), slots: make([]slot, 1<<12), long: map[string]uint32{}}
}

// id gives a word's id, and asks intern for that of one that is new here.
func (t *table) id(word []byte, intern func(word []byte) uint32) uint32 {
	if len(word) > len(slot{}.word) {
		id, ok := t.long[string(word)]
		if !ok {
			id = intern(word)
			t.long[string(word)] = id
		}
		return id
	}
	hash := uint32(maphash.Bytes(t.seed, word))
	mask := uint32(len(t.slots) - 1)
	i := hash & mask
	for t.slots[i].length > 0 {
		if s := &t.slots[i]; s.hash == hash && string(s.word[:s.length]) == string(word) {
			return s.id
		}
		i = (i + 1) & mask
	}
	new := slot{hash: hash, id: intern(word), length: uint8(len(word))}
	copy(new.word[:], word)
	t.slots[i] = new
	if t.used++; 2*t.used > len(t.slots) {
		t.grow()
	}
	return new.id
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	mask := uint32(len(t.slots) - 1)
	for _, s := range old {
		if s.length == 0 {
			continue
		}
		i := s.hash & mask
		for t.slots[i].length > 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}
