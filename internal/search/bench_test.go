//go:build unix

package search

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
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

// processor is the time that all of the process's threads have worked, in
// milliseconds: on a shared machine the wall tells little.
func processor() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// most is the most memory in use while something is done, in bytes. Garbage is
// collected so often that little of it counts.
func most(do func()) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	stop, told := make(chan struct{}), make(chan float64)
	go func() {
		most := 0.0
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, float64(m.HeapAlloc))
			select {
			case <-stop:
				told <- most
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	return <-told
}

// sizes are those of the benchmarks; -short leaves out the larger one.
func sizes() []int {
	if testing.Short() {
		return []int{10_000}
	}
	return []int{10_000, 100_000}
}

// BenchmarkAdd counts the words of documents, and tells what a builder holds of
// them.
func BenchmarkAdd(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			docs := pages(n)
			b.ReportAllocs()
			held, worked := 0.0, 0.0
			for b.Loop() {
				b.StopTimer()
				before, from := heap(), processor()
				b.StartTimer()
				x := filled(docs)
				b.StopTimer()
				worked += processor() - from
				held = heap() - before
				runtime.KeepAlive(x)
				b.StartTimer()
			}
			b.ReportMetric(held/1e6, "MB-held")
			b.ReportMetric(worked/float64(b.N), "ms-cpu")
			runtime.KeepAlive(docs)
		})
	}
}

// BenchmarkWrite writes an index, and tells the most memory that is in use
// meanwhile, with what the builder holds.
func BenchmarkWrite(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			docs := pages(n)
			b.ReportAllocs()
			worked := 0.0
			var files, bytes atomic.Int64
			write := func(x *Builder) {
				files.Store(0)
				bytes.Store(0)
				if err := x.Write(func(_ string, data []byte) error {
					files.Add(1)
					bytes.Add(int64(len(data)))
					return nil
				}); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				b.StopTimer()
				x := filled(docs)
				runtime.GC()
				from := processor()
				b.StartTimer()
				write(x)
				b.StopTimer()
				worked += processor() - from
				b.StartTimer()
			}
			b.StopTimer()
			before, x := heap(), filled(docs)
			b.ReportMetric((most(func() { write(x) })-before)/1e6, "MB-most")
			b.ReportMetric(worked/float64(b.N), "ms-cpu")
			b.ReportMetric(float64(files.Load()), "files")
			b.ReportMetric(float64(bytes.Load())/1e6, "MB-written")
			runtime.KeepAlive(docs)
		})
	}
}
