package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"unicode/utf8"
)

// counter counts the words of one document at a time and keeps what it counted.
// Each goroutine has its own, with its own numbers of words, headings and labels,
// so that none waits for another; Write brings them together.
type counter struct {
	known   table
	streams streams
	docs    []uint32 // in the order counted: ordinal 1 is the first
	scanner scanner
	at      field
	list    []occurrences // of the document
	tokens  []token       // of it, to be counted together
	text    []byte        // that they are in
	touched uint64        // by memory that was looked at ahead
	lengths [fields]uint32
	keeper
}

// occurrences are those of a term in the document.
type occurrences struct {
	term uint32
	in   [fields]uint32
}

func newCounter() *counter {
	c := &counter{known: newTable()}
	c.scanner = scanner{emit: c.count, tail: true}
	c.headings.init(internedMost)
	return c
}

func (c *counter) field(f field, text string) {
	c.at = f
	c.scanner.scan(text)
}

// token is a word that was met, with its key in the table.
type token struct {
	key      uint64
	from, to uint32 // in counter.text
	at       field
}

// tokensMost bounds the tokens that are counted together, so that what was looked at
// ahead is still near when they are.
const tokensMost = 512

// count notes one token, which is counted with others.
func (c *counter) count(word []byte) {
	from := uint32(len(c.text))
	c.text = append(c.text, word...)
	c.tokens = append(c.tokens, token{c.known.key(word), from, uint32(len(c.text)), c.at})
	if c.at == inTitle {
		c.noteStart(word)
	}
	if len(c.tokens) == tokensMost {
		c.countTokens()
	}
}

// countTokens counts the tokens that were noted.
func (c *counter) countTokens() {
	c.touched += c.known.touch(c.tokens)
	for i := range c.tokens {
		t := &c.tokens[i]
		word := c.text[t.from:t.to]
		s, new := c.known.find(t.key, word)
		if new {
			c.streams.terms = append(c.streams.terms, stream{hash: uint32(hashOf(word) >> 32)})
		}
		// The place may be of an earlier document: it counts where the list says the same.
		if int(s.place) >= len(c.list) || c.list[s.place].term != s.id {
			s.place = uint32(len(c.list))
			c.list = append(c.list, occurrences{term: s.id})
		}
		c.list[s.place].in[t.at]++
		c.lengths[t.at]++
	}
	c.tokens, c.text = c.tokens[:0], c.text[:0]
}

// noteStart notes how a word of the title begins: by one letter and by two.
func (c *counter) noteStart(token []byte) {
	first, size := utf8.DecodeRune(token)
	if paired(first) {
		return
	}
	c.start(token[:size])
	if _, second := utf8.DecodeRune(token[size:]); second > 0 {
		c.start(token[:size+second])
	}
}

// start adds a beginning, once. Each has an end of line at both sides.
func (c *counter) start(start []byte) {
	if len(c.starts) == 0 {
		c.starts = append(c.starts, '\n')
	}
	from := len(c.starts)
	c.starts = append(append(c.starts, start...), '\n')
	if bytes.Contains(c.starts[:from], c.starts[from-1:]) {
		c.starts = c.starts[:from]
	}
}

// finish keeps the document's words and makes the counter ready for the next.
func (c *counter) finish(doc int, p *packed) {
	c.countTokens()
	c.touched += c.streams.touch(c.list)
	c.docs = append(c.docs, uint32(doc))
	ordinal := uint32(len(c.docs))
	sum := uint64(0) // in whatever order the words stand in the list
	for i := range c.list {
		o := &c.list[i]
		c.streams.add(o, ordinal)
		sum += mixed(uint64(c.streams.terms[o.term].hash), o.in)
	}
	p.lengths = c.lengths
	c.told = binary.LittleEndian.AppendUint64(c.told, sum)
	digest := sha256.Sum256(c.told)
	p.digest = binary.LittleEndian.Uint64(digest[:])
	c.list, c.lengths = c.list[:0], [fields]uint32{}
}

// hashOf is the FNV-1a hash of a word: the same in each build, since the index's
// version is made of it.
func hashOf(word []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range word {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// mixed is a number that tells a word with its occurrences from others, so well
// that sums of such numbers do.
func mixed(hash uint64, in [fields]uint32) uint64 {
	for _, half := range [...]uint64{uint64(in[0]) | uint64(in[1])<<32, uint64(in[2]) | uint64(in[3])<<32} {
		hash = (hash ^ half) * 0x9E3779B97F4A7C15
		hash ^= hash >> 32
	}
	return hash * 0xD6E8FEB86659FD93
}
