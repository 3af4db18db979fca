package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestTable holds the table to a map, past the sizes at which it grows, with words
// that fit in a slot and words that do not.
func TestTable(t *testing.T) {
	known, want := newTable(), map[string]uint32{}
	for range 2 {
		for i := range 20000 {
			word := strings.Repeat("w", i%31) + fmt.Sprint(i*7919%10007)
			switch i % 3 {
			case 1:
				word = fmt.Sprint(i)
			case 2:
				word = fmt.Sprint(i%500) + "数é"
			}
			id, met := want[word]
			if !met {
				id = uint32(len(want))
				want[word] = id
			}
			clipped := slices.Clip([]byte(word))
			s, new := known.find(known.key(clipped), clipped)
			if s.id != id || new == met {
				t.Fatalf("%q has the number %d (new: %v), not %d", word, s.id, new, id)
			}
			roomy := append(make([]byte, 0, 64), word...)
			if again, new := known.find(known.key(roomy), roomy); again.id != id || new {
				t.Fatalf("%q has another number where its bytes have room behind them", word)
			}
			if string(known.word(id)) != word {
				t.Fatalf("%q is kept as %q", word, known.word(id))
			}
		}
	}
	if len(known.ends) != len(want) {
		t.Errorf("%d words of %d", len(known.ends), len(want))
	}
}
