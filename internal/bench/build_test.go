package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradeoff/internal/bench/corpus"
	"tradeoff/internal/cli"
	"tradeoff/internal/ledger"
)

// records is the size of the log that is measured.
const records = 1000

// benchLog writes that log into a folder, in memory where there is one.
func benchLog(b *testing.B) string {
	b.Helper()
	dir, err := memoryFolder()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { os.RemoveAll(dir) })
	if err := (corpus.Corpus{N: records}).Write(filepath.Join(dir, "decisions"), corpus.MADR); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tradeoff.yaml"), []byte(settings), 0o666); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkOpen reads a log of 1,000 records, with all that is known of each and, lean,
// as build does.
func BenchmarkOpen(b *testing.B) {
	dir := benchLog(b)
	for name, lean := range map[string]bool{"whole": false, "lean": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				log, err := ledger.Open(context.Background(), os.DirFS(dir), ledger.Options{Dirs: []string{"decisions"}, Lean: lean})
				if err != nil || len(log.Entries) != records {
					b.Fatalf("%d records: %v", len(log.Entries), err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*records), "µs/record")
		})
	}
}

// BenchmarkBuild builds the site of 1,000 records, into a new folder and into one that
// holds it already.
func BenchmarkBuild(b *testing.B) {
	dir := benchLog(b)
	run := func(b *testing.B, args ...string) string {
		var out, errs bytes.Buffer
		status := cli.Main(cli.App{Args: args, In: strings.NewReader(""), Out: &out, Err: &errs, Dir: dir, Now: time.Now})
		if status != 0 {
			b.Fatalf("tradeoff %v: exit status %d\n%.2000s", args, status, errs.String())
		}
		return out.String()
	}
	b.Run("cold", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			run(b, "build", "--json")
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		run(b, "build", "--json")
		b.ReportAllocs()
		for b.Loop() {
			if out := run(b, "build", "--json"); !strings.Contains(out, `"written": 0,`) {
				b.Fatalf("something is written anew:\n%s", out)
			}
		}
	})
}
