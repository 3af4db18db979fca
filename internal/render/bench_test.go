package render

import (
	"context"
	"testing"

	"tradeoff/internal/ledger"
)

// What one decision costs: read is already done, assessing, advising, rendering
// and comparing are in it.
func BenchmarkRender(b *testing.B) {
	for name, fresh := range map[string]bool{"new": true, "same": false} {
		b.Run(name, func(b *testing.B) {
			p := full()
			if !fresh {
				p.render(b, Options{})
			}
			loaded := p.load(b)
			log, err := ledger.Open(context.Background(), p.fs(), ledger.Options{Dirs: []string{"d"}})
			if err != nil {
				b.Fatal(err)
			}
			e := log.Entries[len(log.Entries)-1]
			b.ReportAllocs()
			for b.Loop() {
				if res := loaded.Render(e, builtInCatalogs, Options{}); len(res.Findings) > 0 {
					b.Fatal(res.Findings)
				}
			}
		})
	}
}
