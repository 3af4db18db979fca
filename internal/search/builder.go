package search

import (
	"encoding/binary"
	"sync"
	"unicode/utf8"
)

// Builder gathers documents. What it keeps of each is packed: some hundred bytes
// of counts, and what results show.
type Builder struct {
	options Options
	docs    []packed

	mu    sync.Mutex
	ids   map[string]uint32
	terms []string
	idle  []*counter
}

// packed is a document as the builder keeps it.
type packed struct {
	counts  []byte // see counter.pack
	lengths [fields]uint32
	shown   shown
	values  [][]string
	starts  []string // the beginnings, of one letter and of two, of the words of the title
}

// New makes a builder for a number of documents.
func New(documents int, o Options) *Builder {
	return &Builder{options: o, docs: make([]packed, documents), ids: map[string]uint32{}}
}

// Add counts a document's words. i is its place among the documents, from 0,
// which decides between equal ranks. Documents may be added in any order and from
// any goroutine, each once.
func (b *Builder) Add(i int, d Document) {
	c := b.counter()
	defer b.release(c)
	p := &b.docs[i]
	c.starts = nil
	c.field(inTitle, d.Title)
	p.starts = c.starts
	for _, tag := range d.Tags {
		c.field(inTags, tag)
	}
	for _, s := range d.Sections {
		c.field(inHeading, s.Heading)
		c.field(inText, s.Text)
	}
	p.shown, p.values = show(d), d.Values
	for _, text := range d.HTML {
		c.html(text, &p.shown.Headings)
	}
	p.counts, p.lengths = c.pack()
}

// counter counts the words of one document at a time. It remembers the ids of
// the words that it met, so that goroutines seldom wait for each other.
type counter struct {
	builder *Builder
	known   table
	scanner scanner
	at      field
	place   []uint32 // of a term in list, from 1; 0 where it did not occur yet
	list    []occurrences
	lengths [fields]uint32
	starts  []string
	buffer  []byte
}

// occurrences are those of a term in the document.
type occurrences struct {
	term uint32
	in   [fields]uint32
}

func (b *Builder) counter() *counter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.idle); n > 0 {
		c := b.idle[n-1]
		b.idle = b.idle[:n-1]
		return c
	}
	c := &counter{builder: b, known: newTable()}
	c.scanner = scanner{emit: c.count, tail: true}
	return c
}

func (b *Builder) release(c *counter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = append(b.idle, c)
}

func (c *counter) field(f field, text string) {
	c.at = f
	c.scanner.scan(text)
}

// count counts one token.
func (c *counter) count(token []byte) {
	id := c.known.id(token, c.builder.intern)
	for int(id) >= len(c.place) {
		c.place = append(c.place, make([]uint32, max(1024, len(c.place)))...)
	}
	if c.place[id] == 0 {
		c.list = append(c.list, occurrences{term: id})
		c.place[id] = uint32(len(c.list))
	}
	c.list[c.place[id]-1].in[c.at]++
	c.lengths[c.at]++
	if c.at == inTitle {
		c.noteStart(token)
	}
}

// noteStart notes how a word of the title begins.
func (c *counter) noteStart(token []byte) {
	first, size := utf8.DecodeRune(token)
	if paired(first) {
		return
	}
	c.starts = append(c.starts, string(token[:size]))
	if _, second := utf8.DecodeRune(token[size:]); second > 0 {
		c.starts = append(c.starts, string(token[:size+second]))
	}
}

// pack gives the counts in bytes and makes the counter ready for the next
// document. A term is its id and twice its occurrences in the text, plus one
// where those in the other fields follow.
func (c *counter) pack() ([]byte, [fields]uint32) {
	out := c.buffer[:0]
	for _, o := range c.list {
		c.place[o.term] = 0
		out = binary.AppendUvarint(out, uint64(o.term))
		if o.in[inTitle]|o.in[inHeading]|o.in[inTags] == 0 {
			out = binary.AppendUvarint(out, uint64(o.in[inText])<<1)
			continue
		}
		out = binary.AppendUvarint(out, uint64(o.in[inText])<<1|1)
		for f := inTitle; f < inText; f++ {
			out = binary.AppendUvarint(out, uint64(o.in[f]))
		}
	}
	lengths := c.lengths
	c.buffer, c.list, c.lengths = out, c.list[:0], [fields]uint32{}
	return append([]byte(nil), out...), lengths
}

// unpack calls visit for each term of a document.
func (p *packed) unpack(visit func(o occurrences)) {
	for rest := p.counts; len(rest) > 0; {
		var o occurrences
		term, n := binary.Uvarint(rest)
		rest = rest[n:]
		text, n := binary.Uvarint(rest)
		rest = rest[n:]
		o.term, o.in[inText] = uint32(term), uint32(text>>1)
		if text&1 == 1 {
			for f := inTitle; f < inText; f++ {
				times, n := binary.Uvarint(rest)
				rest = rest[n:]
				o.in[f] = uint32(times)
			}
		}
		visit(o)
	}
}

// intern gives a token's id as a term, which depends on who comes first.
func (b *Builder) intern(token []byte) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	id, ok := b.ids[string(token)]
	if !ok {
		id = uint32(len(b.terms))
		term := string(token)
		b.ids[term] = id
		b.terms = append(b.terms, term)
	}
	return id
}
