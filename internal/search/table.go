package search

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// table gives words numbers, from 0, in the order in which they are met. A build
// looks up every word of every page in it, millions of them, and waits for memory
// alone: so a slot has 16 bytes, and one look at it tells for words of up to eight
// bytes, which most are. Longer ones are compared where they are kept.
type table struct {
	seed  maphash.Seed
	slots []slot // open addressing over a power of two, half of it empty
	words []byte // all the words, one after another
	ends  []uint32
}

// slot is one word. The key is the word itself where that fits, else its hash with
// the highest bit set; of an empty slot it is 0.
type slot struct {
	key   uint64
	id    uint32
	place uint32 // the caller's
}

const hashed = 1 << 63

func newTable() table {
	return table{seed: maphash.MakeSeed(), slots: make([]slot, 1<<12)}
}

// touch looks at the slots where keys lie or would lie, and does nothing with them: many
// such looks wait for memory together, where those of find wait one after another.
func (t *table) touch(tokens []token) (sum uint64) {
	for i := range tokens {
		sum += t.slots[t.first(tokens[i].key)].key
	}
	return sum
}

// find gives the slot of a word, until the next call, and whether it is new. key is
// the word's.
func (t *table) find(key uint64, word []byte) (s *slot, new bool) {
	i, mask := t.first(key), len(t.slots)-1
	for {
		s := &t.slots[i]
		if s.key == key && (key < hashed || string(t.word(s.id)) == string(word)) {
			return s, false
		}
		if s.key == 0 {
			break
		}
		i = (i + 1) & mask
	}
	if 2*(len(t.ends)+1) > len(t.slots) {
		t.grow()
		return t.find(key, word)
	}
	t.slots[i] = slot{key: key, id: uint32(len(t.ends))}
	t.words = append(t.words, word...)
	t.ends = append(t.ends, uint32(len(t.words)))
	return &t.slots[i], true
}

// word is the word of a number.
func (t *table) word(id uint32) []byte {
	return t.words[t.from(id):t.ends[id]]
}

// from is where the word of a number begins.
func (t *table) from(id uint32) uint32 {
	if id == 0 {
		return 0
	}
	return t.ends[id-1]
}

func (t *table) key(word []byte) uint64 {
	if len(word) <= 8 {
		key := uint64(0)
		if cap(word) >= 8 {
			key = binary.LittleEndian.Uint64(word[:8]) & (^uint64(0) >> (64 - 8*len(word)))
		} else {
			for i, c := range word {
				key |= uint64(c) << (8 * i)
			}
		}
		if key < hashed {
			return key
		}
	}
	return maphash.Bytes(t.seed, word) | hashed
}

// first is where a key would lie: the upper bits of its product with the golden
// ratio.
func (t *table) first(key uint64) int {
	return int(key * 0x9E3779B97F4A7C15 >> (65 - bits.Len(uint(len(t.slots)))))
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	mask := len(t.slots) - 1
	for _, s := range old {
		if s.key == 0 {
			continue
		}
		i := t.first(s.key)
		for t.slots[i].key > 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}
