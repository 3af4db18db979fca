package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tradeoff/internal/ledger"
	"tradeoff/internal/source"
)

// tenThousand is how tenThousand records the benchmarks read.
const tenThousand = 10_000

// longLog gives the files of a long log: records of 3 kB as MADR has them, each with
// four links to others, and every ninth superseding the one before it.
func longLog() map[string][]byte {
	files := make(map[string][]byte, tenThousand)
	name := func(i int) string { return fmt.Sprintf("%05d-wrap-the-shard-metric-%d.md", i, i) }
	for i := 1; i <= tenThousand; i++ {
		var b strings.Builder
		fmt.Fprintf(&b, "---\nstatus: \"accepted\"\ndate: %d-%02d-%02d\ntags: [search, observability, mobile]\ndecision-makers: [team-%d, team-2]\n", 2010+i%15, 1+i%12, 1+i%28, i%12)
		if i%9 == 0 {
			fmt.Fprintf(&b, "supersedes: %s\n", name(i-1))
		}
		fmt.Fprintf(&b, "---\n\n# Wrap the shard metric %d\n\n## Context and Problem Statement\n\n", i)
		for range 3 {
			b.WriteString(strings.Repeat("Peabrafu vilo woudragre cupeshea sote pibopla of jodupla ridroura. ", 4) + "\n\n")
		}
		b.WriteString("## Decision Drivers\n\n* Lealisea from hucowo ploudesha\n* The duza trouko widrepibro\n* Micri feapeacotou migeacra\n\n")
		b.WriteString("## Considered Options\n\n* Monolith\n* Microservices\n* Serverless\n\n## Decision Outcome\n\nChosen option: \"Serverless\", because hivehi is cunea stago of trushu lotreala brute.\n\n")
		b.WriteString("### Consequences\n\n* Good, because the cimeapi trasozabru wefi\n* Good, because in is mowuzo douvastou\n* Bad, because jeroupla pahifajea trouwije\n\n")
		b.WriteString("## Pros and Cons of the Options\n\n| Factor | Monolith | Microservices | Serverless |\n|---|---|---|---|\n| Team size | woplu | keameatru | trokou |\n| Deploy speed | veapleba | grugretistu | ciseakiru |\n| Debug difficulty | bradrelo | and | credraple |\n\n")
		b.WriteString("```go\nfunc main() {\n\tfor n := 0; n < 86; n++ {\n\t\tfmt.Println(n)\n\t}\n}\n```\n\n## More Information\n\nGuviki grasashi javushipa trotroshe.\n\n")
		for k := 1; k <= 4; k++ {
			other := 1 + (i*7+k*311)%tenThousand
			fmt.Fprintf(&b, "* See [Wrap the shard metric %d](%s)\n", other, name(other))
		}
		files["decisions/"+name(i)] = []byte(b.String())
	}
	return files
}

func BenchmarkOpen(b *testing.B) {
	files := longLog()
	inMemory := fstest.MapFS{}
	dir := b.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "decisions"), 0o777); err != nil {
		b.Fatal(err)
	}
	for name, data := range files {
		inMemory[name] = &fstest.MapFile{Data: data}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	options := ledger.Options{Dirs: []string{"decisions"}}
	b.Run("memory", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if log, err := ledger.Open(context.Background(), inMemory, options); err != nil || len(log.Entries) != tenThousand {
				b.Fatal(err)
			}
		}
	})
	b.Run("root", func(b *testing.B) {
		root, err := os.OpenRoot(dir)
		if err != nil {
			b.Fatal(err)
		}
		defer root.Close()
		files := source.FilesOf(root)
		defer files.Close()
		b.ReportAllocs()
		for b.Loop() {
			if log, err := ledger.Open(context.Background(), files, options); err != nil || len(log.Entries) != tenThousand {
				b.Fatal(err)
			}
		}
	})
	like, err := ledger.Open(context.Background(), inMemory, options)
	if err != nil {
		b.Fatal(err)
	}
	changed := "decisions/05000-wrap-the-shard-metric-5000.md"
	for _, way := range []string{"like", "changed", "restated"} {
		b.Run(way, func(b *testing.B) {
			again := options
			again.Like, again.Unchanged = like, func(name string) bool { return name != changed }
			files := maps.Clone(inMemory)
			switch way {
			case "changed":
				again.Changed = []string{changed}
			case "restated": // it supersedes another one now
				again.Changed = []string{changed}
				files[changed] = &fstest.MapFile{Data: bytes.Replace(files[changed].Data, []byte("status:"), []byte("supersedes: 77\nstatus:"), 1)}
			}
			b.ReportAllocs()
			for b.Loop() {
				if log, err := ledger.Open(context.Background(), files, again); err != nil || len(log.Entries) != tenThousand {
					b.Fatal(err)
				}
			}
		})
	}
}
