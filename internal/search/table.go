package search

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// table gives words numbers, from 0, in the order in which they are met. A build
// looks up every word of every page in it, millions of them, and waits for memory
// alone: so one look at a slot tells for words of up to 16 bytes, which nearly all
// are. Longer ones are compared where they are kept.
type table struct {
	seed  maphash.Seed
	slots []slot // open addressing over a power of two, half of it empty
	words []byte // all the words, one after another
	ends  []uint32
}

// slot is one word. Of an empty slot the key is 0.
type slot struct {
	key   wordKey
	id    uint32
	place uint32 // the caller's
}

// wordKey is the word itself where that fits, else a hash of it, with a last byte that
// no text has. Words hold no zeros, which follow the shorter ones.
type wordKey struct{ first, second uint64 }

const hashed = 0xFF << 56

// exact tells whether two words with the key are the same.
func (k wordKey) exact() bool { return k.second < hashed }

func newTable() table {
	return table{seed: maphash.MakeSeed(), slots: make([]slot, 1<<12)}
}

// touch looks at the slots where keys lie or would lie, and does nothing with them: many
// such looks wait for memory together, where those of find wait one after another.
func (t *table) touch(tokens []token) (sum uint64) {
	for i := range tokens {
		sum += t.slots[t.first(tokens[i].key)].key.first
	}
	return sum
}

// find gives the slot of a word, until the next call, and whether it is new. key is
// the word's.
func (t *table) find(key wordKey, word []byte) (s *slot, new bool) {
	i, mask := t.first(key), len(t.slots)-1
	for {
		s := &t.slots[i]
		if s.key == key && (key.exact() || string(t.word(s.id)) == string(word)) {
			return s, false
		}
		if s.key == (wordKey{}) {
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

// key is the key of a word, which is not empty.
func (t *table) key(word []byte) wordKey {
	switch n := len(word); {
	case n > 16:
		return wordKey{maphash.Bytes(t.seed, word), hashed}
	case cap(word) < 16:
		var room [16]byte
		copy(room[:], word)
		return wordKey{binary.LittleEndian.Uint64(room[:]), binary.LittleEndian.Uint64(room[8:])}
	case n > 8:
		return wordKey{binary.LittleEndian.Uint64(word), binary.LittleEndian.Uint64(word[8:16]) & (^uint64(0) >> (128 - 8*n))}
	default:
		return wordKey{first: binary.LittleEndian.Uint64(word[:8]) & (^uint64(0) >> (64 - 8*n))}
	}
}

// first is where a key would lie: the upper bits of its product with the golden
// ratio.
func (t *table) first(key wordKey) int {
	mixed := key.first ^ bits.RotateLeft64(key.second*0xD6E8FEB86659FD93, 32)
	return int(mixed * 0x9E3779B97F4A7C15 >> (65 - bits.Len(uint(len(t.slots)))))
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	mask := len(t.slots) - 1
	for _, s := range old {
		if s.key == (wordKey{}) {
			continue
		}
		i := t.first(s.key)
		for t.slots[i].key != (wordKey{}) {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}
