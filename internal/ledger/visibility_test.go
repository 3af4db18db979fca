package ledger

import (
	"bytes"
	"strings"
	"testing"
)

// saysVisibility is what looking at the whole text in lower case is.
func FuzzSaysVisibility(f *testing.F) {
	for _, text := range []string{"", "y", "visibility", "a Visibility: x", "VISIBILITY", "visibilit", "vvisibilityy", "visvisibility", "visibilivisibility", "vİsİbİlİty", "viſibility", "visibilit\xff", "\xffvisibilitY",
		strings.Repeat("visibilit ", 9) + "visibility"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if got, want := saysVisibility(text), bytes.Contains(bytes.ToLower(text), []byte("visibility")); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	})
}
