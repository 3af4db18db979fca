package search

import (
	"runtime"
	"sync"
)

// Builder gathers documents. What it keeps of each is packed: some hundred bytes
// of counts, and what results show.
type Builder struct {
	options Options
	docs    []packed

	mu       sync.Mutex
	free     *sync.Cond // a counter is idle
	counters []*counter // no more than there are processors
	idle     []*counter
	most     int
}

// packed is a document as the builder keeps it.
type packed struct {
	by      *counter // nil: it was not added
	kept    []byte   // see keeper.keep
	lengths [fields]uint32
	digest  uint64 // of all that the index tells of it
	number  int64  // plus one, 0 for none
}

// New makes a builder for a number of documents.
func New(documents int, o Options) *Builder {
	b := &Builder{options: o, docs: make([]packed, documents), most: runtime.GOMAXPROCS(0)}
	b.free = sync.NewCond(&b.mu)
	return b
}

// Add counts a document's words. i is its place among the documents, from 0,
// which decides between equal ranks. Documents may be added in any order and from
// any goroutine, each once.
func (b *Builder) Add(i int, d Document) {
	c := b.counter()
	defer b.release(c)
	p := &b.docs[i]
	p.by, p.number = c, numberOf(d.Number)
	c.begin(&d)
	c.field(inTitle, d.Title)
	for _, tag := range d.Tags {
		c.field(inTags, tag)
	}
	for _, s := range d.Sections {
		c.field(inHeading, s.Heading)
		c.field(inText, s.Text)
	}
	for _, text := range d.HTML {
		c.html(text)
	}
	p.kept = c.keep(d.Values)
	c.finish(i, p)
}

// counter gives an idle counter. Counting does nothing but count, so that more of
// them than processors would take memory for nothing.
func (b *Builder) counter() *counter {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		if n := len(b.idle); n > 0 {
			c := b.idle[n-1]
			b.idle = b.idle[:n-1]
			return c
		}
		if len(b.counters) < b.most {
			c := newCounter()
			b.counters = append(b.counters, c)
			return c
		}
		b.free.Wait()
	}
}

func (b *Builder) release(c *counter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = append(b.idle, c)
	b.free.Signal()
}
