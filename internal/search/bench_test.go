package search

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// pages are the corpus's documents as the site gives them: their text as HTML
// with headings, links, lists and code.
func pages(n int) []Document {
	docs := corpus(n)
	for i := range docs {
		d := &docs[i]
		var b strings.Builder
		for _, s := range d.Sections {
			if s.Heading != "" {
				fmt.Fprintf(&b, "<div class=\"heading heading-2\"><h2 id=%q>%s</h2><a class=\"anchor\" href=\"#%s\" aria-label=\"Link\">#</a></div>\n", s.ID, s.Heading, s.ID)
			}
			words := strings.Fields(s.Text)
			b.WriteString("<p>")
			for j, w := range words {
				switch {
				case j == len(words)/2:
					b.WriteString(".</p>\n<ul>\n<li>" + strings.ToUpper(w[:1]) + w[1:])
				case j%16 == 7:
					b.WriteString(" <a href=\"" + d.Address + "\">" + w + "</a>,")
				case j%16 == 12:
					b.WriteString(" <code>" + w + "</code>")
				default:
					b.WriteString(" " + w)
				}
			}
			b.WriteString(".</li>\n</ul>\n")
		}
		d.HTML, d.Sections = []string{"", b.String()}, nil
	}
	return docs
}

// filled is a builder that two goroutines have filled.
func filled(docs []Document) *Builder {
	b := New(len(docs), Options{Facets: []string{"kind", "status", "year", "tag"}})
	var group sync.WaitGroup
	var next atomic.Int64
	for range 2 {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(docs); i = int(next.Add(1)) - 1 {
				b.Add(i, docs[i])
			}
		})
	}
	group.Wait()
	return b
}

// heap is the memory that is in use, in bytes.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkAdd counts the words of documents, and tells what a builder holds of
// them. -short leaves out the larger size.
func BenchmarkAdd(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 10_000 && testing.Short() {
				b.Skip("takes gigabytes")
			}
			docs := pages(n)
			b.ReportAllocs()
			held := 0.0
			for b.Loop() {
				b.StopTimer()
				before := heap()
				b.StartTimer()
				x := filled(docs)
				b.StopTimer()
				held = heap() - before
				runtime.KeepAlive(x)
				b.StartTimer()
			}
			b.ReportMetric(held/1e6, "MB-held")
			runtime.KeepAlive(docs)
		})
	}
}

// BenchmarkWrite writes an index, and tells the most memory that was in use when
// a file was handed over, beyond that of the documents. Measuring it takes the
// processor, so it is done once and not timed.
func BenchmarkWrite(b *testing.B) {
	docs := pages(10_000)
	b.ReportAllocs()
	before := heap()
	for b.Loop() {
		b.StopTimer()
		x := filled(docs)
		runtime.GC()
		b.StartTimer()
		if err := x.Write(func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	var mu sync.Mutex
	files, bytes, most := 0, 0, 0.0
	if err := filled(docs).Write(func(_ string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if files++; files%50 == 1 {
			most = max(most, heap()-before)
		}
		bytes += len(data)
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(most/1e6, "MB-most")
	b.ReportMetric(float64(files), "files")
	b.ReportMetric(float64(bytes)/1e6, "MB-written")
	runtime.KeepAlive(docs)
}
