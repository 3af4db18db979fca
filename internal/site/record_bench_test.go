package site

import (
	"context"
	"os"
	"testing"

	"tradeoff/internal/bench/corpus"
	"tradeoff/internal/config"
	"tradeoff/internal/ledger"
)

// BenchmarkRecord makes what is made once for each decision of a log of a thousand: the
// body alone, and the page with all that is round it.
func BenchmarkRecord(b *testing.B) {
	dir := b.TempDir()
	if err := (corpus.Corpus{N: 1000}).Write(dir+"/decisions", corpus.MADR); err != nil {
		b.Fatal(err)
	}
	log, err := ledger.Open(context.Background(), os.DirFS(dir), ledger.Options{Dirs: []string{"decisions"}, Lean: true})
	if err != nil {
		b.Fatal(err)
	}
	look := defaultTheme(b)
	look.Checked = false // as a build has it
	whole := newBuild(Options{Log: log, Theme: look, AsOf: "2026-11-23", Settings: &config.Settings{Decisions: []string{"decisions"}}}, &Memory{})
	for _, step := range preparation {
		if err := step.do(whole); err != nil {
			b.Fatal(err)
		}
	}
	// In turn, since one in five has code and one in eight a banner.
	at := 0
	next := func() *placed {
		at++
		return whole.decisions[at%len(whole.decisions)]
	}
	b.Run("body", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := whole.recordBody(next()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, err := whole.recordPage(next())
			if err != nil {
				b.Fatal(err)
			}
			data, err := whole.layouts.Execute("single.html", p)
			if err != nil {
				b.Fatal(err)
			}
			whole.layouts.Release(data)
		}
	})
}
