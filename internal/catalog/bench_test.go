package catalog

import (
	"testing"

	"tradeoff/content"
)

// Every command that reads decisions loads the catalogs that come with tradeoff.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if c, findings := Load(content.FS, "tradeoffs/architecture-style.yaml"); c == nil {
			b.Fatal(findings)
		}
	}
}

// BenchmarkCheck is what of it holding the catalog against itself takes; deep is
// with a look at what its rules say together, and names without.
func BenchmarkCheck(b *testing.B) {
	c, findings := Load(content.FS, "tradeoffs/architecture-style.yaml")
	if c == nil {
		b.Fatal(findings)
	}
	for name, work := range map[string]int{"deep": mostWork, "names": 0} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				(&checker{Catalog: c, left: work}).all()
			}
		})
	}
}
