package source

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

// TestTOMLAgreesWithLibrary holds our rules of what may extend what against the
// library's, and our trees against its values, over random headers and keys.
func TestTOMLAgreesWithLibrary(t *testing.T) {
	lines := []string{"[a]", "[b]", "[a.b]", "[a.b.c]", "[[a]]", "[[a.b]]", "[[b]]", "a = 1", "b = 2", "a.b = 1", "a.c = 2", "a.b.c = 3", "b.a = 1",
		"a = {b = 1}", "b = {a.c = 1, a.b = 2}", "a = [{b = 1}]", "c = [[1], []]", "b = {a = 1, a = 2}", "b = {a = 1, a.c = 2}", "\"a\" = 1", "a.\"b\" = 1", "[a.c]"}
	taken, refused := 0, 0
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 4))
		var text strings.Builder
		for range 1 + r.IntN(6) {
			text.WriteString(lines[r.IntN(len(lines))] + "\n")
		}
		n, found := Parse("x", []byte(text.String()), TOML)
		var want map[string]any
		err := toml.Unmarshal([]byte(text.String()), &want)
		if (err == nil) == found.HasErrors() {
			t.Fatalf("the library says %v, and we say %v:\n%s", err, found, text.String())
		}
		if err != nil {
			refused++
			if found[0].Rule != "duplicate-key" || n == nil {
				t.Fatalf("%v:\n%s", found, text.String())
			}
			continue
		}
		taken++
		if diff := cmp.Diff(any(want), n.Go()); diff != "" {
			t.Fatalf("%s\n%s", text.String(), diff)
		}
	}
	if taken < 300 || refused < 300 {
		t.Errorf("only %d texts were taken, and %d refused", taken, refused)
	}
}
