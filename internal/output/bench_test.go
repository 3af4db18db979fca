package output

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// The site that is measured: as many files and bytes as that of a log of ten thousand
// decisions has, each a page and its text.
const (
	benchFiles = 20_000
	benchBytes = 12_000
	benchUsers = 2
)

// benchRoot is a folder in memory where there is one, so that the disk's speed does not
// hide ours.
func benchRoot(b *testing.B) string {
	b.Helper()
	root, err := os.MkdirTemp("/dev/shm", "tradeoff")
	if err != nil {
		return b.TempDir()
	}
	b.Cleanup(func() { os.RemoveAll(root) })
	return root
}

// benchNames are the files, in two folders.
func benchNames() []string {
	names := make([]string, benchFiles)
	for i := range names {
		names[i] = fmt.Sprintf("%s/%05d-a-decision-of-some-name.html", [...]string{"decisions", "texts"}[i%2], i/2)
	}
	return names
}

// inTurn does something with every name, from benchUsers goroutines.
func inTurn(b *testing.B, names []string, do func(string) error) {
	var group sync.WaitGroup
	for user := range benchUsers {
		group.Go(func() {
			for i := user; i < len(names); i += benchUsers {
				if err := do(names[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}

// BenchmarkDir measures a build into a new folder and one that changes nothing, beside
// the least that can be done: "plain" writes the same files and does nothing else.
func BenchmarkDir(b *testing.B) {
	names, data := benchNames(), bytes.Repeat([]byte("tradeoff "), benchBytes/9)
	build := func(root string) {
		d, err := open(root)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Expect(names); err != nil {
			b.Fatal(err)
		}
		inTurn(b, names, func(name string) error { return d.Put(name, data) })
		if err := d.Finish(); err != nil {
			b.Fatal(err)
		}
	}
	measure := func(b *testing.B, do func(root string), before func(root string)) {
		top := benchRoot(b)
		b.SetBytes(benchFiles * int64(len(data)))
		spent := 0.0
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			root := filepath.Join(top, fmt.Sprint(i))
			before(root)
			runtime.GC()
			from := processorTime()
			b.StartTimer()
			do(root)
			b.StopTimer()
			spent += processorTime() - from
			os.RemoveAll(root)
			b.StartTimer()
		}
		b.ReportMetric(spent*1000/float64(b.N), "cpu-ms/op")
	}
	b.Run("plain", func(b *testing.B) {
		measure(b, func(root string) {
			inTurn(b, names, func(name string) error { return os.WriteFile(filepath.Join(root, name), data, 0o666) })
		}, func(root string) {
			for _, dir := range []string{"decisions", "texts"} {
				if err := os.MkdirAll(filepath.Join(root, dir), 0o777); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
	b.Run("cold", func(b *testing.B) { measure(b, build, func(string) {}) })
	b.Run("unchanged", func(b *testing.B) { measure(b, build, build) })
}
