package search

import "encoding/binary"

// streams keep, for each term of one counter, the documents that hold it and how
// often: a byte or two each. A stream grows by slices, each larger than the one
// before, that lie side by side in pages and end in the place of the next one, so
// that nothing is ever copied and little lies empty.
type streams struct {
	pages [][]byte
	used  uint32 // of all pages together
	terms []stream
}

// stream is that of one term. It is small, since each word of a document needs its
// own, and they must lie near the processor.
type stream struct {
	hash    uint32 // of the word; the same in each build
	first   uint32 // the places of its first byte and of its next one
	at      uint32
	last    uint32 // ordinal of the document that was put in last
	holders uint32 // documents in it
	left    uint16 // bytes of its last slice that are empty
	slice   uint16 // number of that, from 1, up to the largest size
}

const (
	pageBits   = 15
	linkBytes  = 4 // the place of the next slice
	sliceFirst = 16
	sliceLast  = 11 // the first of the largest size
)

// sliceSize is the size of a stream's slice, from 1, with the link: 16, 24, 32, 48
// and so on.
func sliceSize(slice uint32) uint32 {
	half := min(slice, sliceLast) - 1
	size := uint32(sliceFirst) << (half / 2)
	return size + size/2*(half%2)
}

// put adds a byte to a stream.
func (s *streams) put(t *stream, b byte) {
	if t.left == 0 {
		s.extend(t)
	}
	s.pages[t.at>>pageBits][t.at&(1<<pageBits-1)] = b
	t.at++
	t.left--
}

func (s *streams) extend(t *stream) {
	size := sliceSize(uint32(t.slice) + 1)
	if int((s.used+size-1)>>pageBits) >= len(s.pages) { // it would not lie in the last one
		s.used = uint32(len(s.pages)) << pageBits
		s.pages = append(s.pages, make([]byte, 1<<pageBits))
	}
	if t.slice == 0 {
		t.first = s.used
	} else {
		binary.LittleEndian.PutUint32(s.pages[t.at>>pageBits][t.at&(1<<pageBits-1):], s.used)
	}
	t.at, t.left = s.used, uint16(size-linkBytes)
	t.slice = min(t.slice+1, sliceLast)
	s.used += size
}

func (s *streams) number(t *stream, v uint32) {
	for v >= 0x80 {
		s.put(t, byte(v)|0x80)
		v >>= 7
	}
	s.put(t, byte(v))
}

// How often a document holds a term, in the two lowest bits of a number whose
// others are the distance from the document before.
const (
	onceInText  = iota
	twiceInText // and nowhere else, as above
	oftenInText // the number of times follows
	anywhere    // the numbers of all fields follow
)

// touch looks at the streams of terms, and at where they go on, as table.touch does.
func (s *streams) touch(list []occurrences) (sum uint64) {
	for i := range list {
		sum += uint64(s.terms[list[i].term].at)
	}
	for i := range list {
		if t := &s.terms[list[i].term]; t.left > 0 {
			sum += uint64(s.pages[t.at>>pageBits][t.at&(1<<pageBits-1)])
		}
	}
	return sum
}

// add notes that a document holds a term. Ordinals begin at 1 and grow.
func (s *streams) add(o *occurrences, ordinal uint32) {
	t := &s.terms[o.term]
	kind := uint32(anywhere)
	if o.in[inTitle]|o.in[inHeading]|o.in[inTags] == 0 {
		kind = min(o.in[inText]-1, oftenInText)
	}
	s.number(t, (ordinal-t.last-1)<<2|kind)
	t.last = ordinal
	t.holders++
	switch kind {
	case oftenInText:
		s.number(t, o.in[inText])
	case anywhere:
		for _, times := range o.in {
			s.number(t, times)
		}
	}
}

// cursor reads a stream.
type cursor struct {
	streams *streams
	page    []byte // from the next byte to the end of the slice
	link    []byte
	slice   uint32
	ordinal uint32
	left    uint32 // documents
}

func (s *streams) read(term uint32) cursor {
	t := &s.terms[term]
	c := cursor{streams: s, left: t.holders}
	c.open(t.first)
	return c
}

func (c *cursor) open(at uint32) {
	c.slice++
	page, from := c.streams.pages[at>>pageBits], at&(1<<pageBits-1)
	size := sliceSize(c.slice) - linkBytes
	c.page, c.link = page[from:from+size], page[from+size:from+size+linkBytes]
}

func (c *cursor) number() uint32 {
	v, shift := uint32(0), 0
	for {
		if len(c.page) == 0 {
			c.open(binary.LittleEndian.Uint32(c.link))
		}
		b := c.page[0]
		c.page = c.page[1:]
		v |= uint32(b&0x7F) << shift
		if b < 0x80 {
			return v
		}
		shift += 7
	}
}

// next gives the ordinal of the next document, how often it holds the term in its
// text if it holds it nowhere else, and else 0 and how often in each field.
func (c *cursor) next() (ordinal, text uint32, in [fields]uint32) {
	c.left--
	v := c.number()
	c.ordinal += v>>2 + 1
	switch v & 3 {
	case oftenInText:
		text = c.number()
	case anywhere:
		for f := range in {
			in[f] = c.number()
		}
	default:
		text = v&3 + 1
	}
	return c.ordinal, text, in
}
