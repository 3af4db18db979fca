package site

import (
	"bytes"
	"context"
	"testing"
	"testing/fstest"

	"tradeoff/internal/ledger"
)

// TestLean holds the site of a log that was read lean to that of one that keeps
// everything.
func TestLean(t *testing.T) {
	files := sampleFiles(t)
	files["decisions/0030-by-hand.md"] = &fstest.MapFile{Data: []byte("---\nstatus: accepted\ndate: 2026-01-02\nreview-by: 2026-02-03\napplies-to: ['cmd/**', web]\ntags: [data]\n---\n# By hand\n\nA lead.\n\n## Considered Options\n\n* One\n* Two\n\n## Decision Outcome\n\nChosen option: \"Two\", because.\n\n## Links\n\n* Amends [0010](0010-postgres.md)\n")}
	built := map[bool]*Memory{}
	for _, lean := range []bool{false, true} {
		o := sample(t, files)
		log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"decisions"}, Lean: lean})
		if err != nil {
			t.Fatal(err)
		}
		o.Log, o.Lean = log, lean
		built[lean], _ = buildInMemory(t, o)
	}
	if got, want := len(built[true].Paths()), len(built[false].Paths()); got != want {
		t.Fatalf("%d files, not %d", got, want)
	}
	for _, path := range built[false].Paths() {
		want, _ := built[false].Get(path)
		if got, _ := built[true].Get(path); !bytes.Equal(got, want) {
			t.Errorf("%s is another", path)
		}
	}
	if all, _ := built[true].Get("decisions.json"); !bytes.Contains(all, []byte(`"applies_to":["cmd/**","web"]`)) {
		t.Error("what the decision applies to is lost")
	}
}
