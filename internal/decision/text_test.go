package decision_test

import (
	"testing"

	"tradeoff/internal/decision"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{"": "", "überall": "Überall", "Überall": "Überall", "10 a day": "10 a day", "関数": "関数", "idle": "Idle"} {
		if got := decision.Capital(text); got != want {
			t.Errorf("Capital(%q) is %q, want %q", text, got, want)
		}
	}
	for title, want := range map[string]string{"": "", "Team size": "team size", "A worker": "a worker", "A": "A", "GB-seconds": "GB-seconds",
		"JavaScript at the edge": "JavaScript at the edge", "I/O": "I/O", "Über uns": "über uns", "関数": "関数"} {
		if got := decision.LowerTitle(title); got != want {
			t.Errorf("LowerTitle(%q) is %q, want %q", title, got, want)
		}
	}
	for _, tt := range []struct {
		verdict decision.Verdict
		n       int
		want    string
	}{{decision.Fits, 1, "fits"}, {decision.Fits, 2, "fit"}, {decision.Breaks, 3, "break"}, {decision.Open, 1, "is open"}, {decision.Undecided, 2, "are unknown"}, {"", 1, "is unknown"}} {
		if got := tt.verdict.Stands(tt.n); got != tt.want {
			t.Errorf("%q of %d: %q, want %q", tt.verdict, tt.n, got, tt.want)
		}
	}
}

func TestAnd(t *testing.T) {
	for _, tt := range []struct {
		words []string
		want  string
	}{{nil, ""}, {[]string{"a"}, "a"}, {[]string{"a", "b"}, "a and b"}, {[]string{"a", "b", "c"}, "a, b and c"}} {
		if got := decision.And(tt.words); got != tt.want {
			t.Errorf("And(%q) = %q, want %q", tt.words, got, tt.want)
		}
	}
}
