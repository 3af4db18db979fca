package decision_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/decision"
)

func TestParseRange(t *testing.T) {
	for _, tt := range []struct {
		text      string
		low, high float64
		ok        bool
	}{
		{"8..14", 8, 14, true},
		{" 8 .. 14 ", 8, 14, true},
		{"0.5..0.5", 0.5, 0.5, true},
		{"-3..2", -3, 2, true},
		{"14..8", 0, 0, false},
		{"8", 0, 0, false},
		{"8..", 0, 0, false},
		{"..8", 0, 0, false},
		{"a..b", 0, 0, false},
		{"8...14", 0, 0, false},
		{"", 0, 0, false},
	} {
		v, err := decision.ParseRange(tt.text)
		if (err == nil) != tt.ok || v.Low != tt.low || v.High != tt.high {
			t.Errorf("ParseRange(%q) = %v, %v", tt.text, v, err)
		}
	}
}

// A range is of numbers that there are.
func TestParseRangeRefusesWhatIsNoNumber(t *testing.T) {
	for _, text := range []string{"1..inf", "-Inf..3", "nan..nan", "nan..3", "0x1p4..0x1p5"} {
		var err error
		if v, bad := decision.ParseRange(text); bad == nil {
			err = fmt.Errorf("%q reads as %v", text, v)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

func TestValues(t *testing.T) {
	for _, tt := range []struct {
		value                 decision.Value
		written, words, plain string
	}{
		{decision.Value{}, "null", "unknown", ""},
		{decision.NumberValue(8), "8", "8", "8"},
		{decision.RangeValue(8, 14), `"8..14"`, "8 to 14", "8..14"},
		{decision.RangeValue(8, 8), "8", "8", "8"},
		{decision.NumberValue(3e6), "3000000", "3,000,000", "3000000"},
		{decision.NumberValue(1e21), "1000000000000000000000", "1,000,000,000,000,000,000,000", "1000000000000000000000"},
		{decision.NumberValue(0.25), "0.25", "0.25", "0.25"},
		{decision.YesNoValue(true), "true", "yes", "true"},
		{decision.YesNoValue(false), "false", "no", "false"},
		{decision.WordValue("jvm"), `"jvm"`, "jvm", "jvm"},
		{decision.WordValue("true"), `"true"`, "true", "true"},
	} {
		data, err := json.Marshal(tt.value)
		if err != nil || string(data) != tt.written || tt.value.Words() != tt.words || tt.value.String() != tt.plain {
			t.Errorf("%#v: %s (%v), %q, %q", tt.value, data, err, tt.value.Words(), tt.value)
		}
	}
	if decision.NumberValue(8).IsRange() || !decision.RangeValue(8, 9).IsRange() || decision.YesNoValue(true).IsRange() {
		t.Error("IsRange")
	}
}

func TestGroupedNumber(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 1: "1", 999: "999", 1000: "1,000", 26790000: "26,790,000", -1234.5: "-1,234.5", 0.001: "0.001", 100000: "100,000"} {
		if got := decision.GroupedNumber(n); got != want {
			t.Errorf("GroupedNumber(%v) = %q, want %q", n, got, want)
		}
	}
	if got := decision.GroupedNumber(math.MaxFloat64); strings.Count(got, ",") != 102 {
		t.Errorf("the largest number has %d commas", strings.Count(got, ","))
	}
}

func TestSlug(t *testing.T) {
	for _, tt := range []struct{ title, want string }{
		{"Run thumbnails as functions", "run-thumbnails-as-functions"},
		{"  Don't   use C++ (yet)! ", "dont-use-c-yet"},
		{"Über Größe", "über-größe"},
		{"数据库 选择", "数据库-选择"},
		{"!!!", ""},
		{"", ""},
		{"../../etc/passwd", "etc-passwd"},
		{"A/B\\C", "a-b-c"},
		{"nul\x00byte", "nul-byte"},
		{"bad\xffbyte", "bad-byte"},
		{strings.Repeat("word ", 20), strings.TrimSuffix(strings.Repeat("word-", 12), "-")},
		{strings.Repeat("w", 100), strings.Repeat("w", 60)},
	} {
		if got := decision.Slug(tt.title); got != tt.want {
			t.Errorf("Slug(%q) = %q, want %q", tt.title, got, tt.want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"Use PostgreSQL", "İstanbul", "ß’s", "a\u0301b", "\xff", strings.Repeat("é ", 70), "\u0300"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, title string) {
		slug := decision.Slug(title)
		if n := utf8.RuneCountInString(slug); n > 60 || !utf8.ValidString(slug) {
			t.Errorf("%q of %d runes", slug, n)
		}
		if strings.HasPrefix(slug, "-") || strings.HasSuffix(slug, "-") || strings.Contains(slug, "--") {
			t.Errorf("%q has a hyphen too many", slug)
		}
		if strings.ContainsFunc(slug, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			t.Errorf("%q is no name of a file", slug)
		}
		if again := decision.Slug(slug); again != slug {
			t.Errorf("the slug of %q is %q", slug, again)
		}
	})
}

func TestVerdictOrder(t *testing.T) {
	want := []decision.Verdict{decision.Fits, decision.Open, decision.Undecided, decision.Strains, decision.Breaks}
	if !slices.Equal(decision.Verdicts(), want) {
		t.Fatalf("%v", decision.Verdicts())
	}
	for i, better := range want {
		for _, worse := range want[i:] {
			if got := decision.Worst(better, worse); got != worse {
				t.Errorf("the worst of %s and %s is %s", better, worse, got)
			}
			if got := decision.Worst(worse, better); got != worse {
				t.Errorf("the worst of %s and %s is %s", worse, better, got)
			}
		}
	}
	if decision.Worst() != decision.Undecided || decision.Verdict("").Rank() != decision.Undecided.Rank() || decision.Verdict("x").Rank() != decision.Undecided.Rank() {
		t.Error("what nobody said is unknown")
	}
}

func TestStatuses(t *testing.T) {
	settled := map[decision.Status]bool{decision.Draft: false, decision.Proposed: false, decision.Accepted: true, decision.Rejected: true,
		decision.Deprecated: true, decision.Superseded: true, decision.Unknown: false, "": false}
	for s, want := range settled {
		if s.Settled() != want {
			t.Errorf("%q is settled: %v", s, s.Settled())
		}
	}
	if slices.Contains(decision.Statuses(), decision.Superseded) || len(decision.Statuses()) != 5 {
		t.Error("people write five statuses, and superseded is not among them")
	}
}

func TestLinkWords(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range decision.LinkKinds() {
		for _, words := range []string{k.Words(), k.Reverse()} {
			if words == "" || strings.Contains(words, "-") || seen[words] {
				t.Errorf("%s: %q", k, words)
			}
			seen[words] = true
		}
	}
}

func TestLookups(t *testing.T) {
	d := decision.Decision{Options: []decision.Option{{ID: "a"}, {ID: "b"}}, Outcome: decision.Outcome{Answers: []decision.Answer{{WorstCase: "w"}}}}
	if d.Option("b") != &d.Options[1] || d.Option("c") != nil || d.Answer("w") != &d.Outcome.Answers[0] || d.Answer("x") != nil {
		t.Error("Decision")
	}
	fits := decision.AssessedFactor{ID: "f", Verdict: decision.Strains}
	a := decision.Assessment{Options: []decision.AssessedOption{{ID: "a", Factors: []decision.AssessedFactor{fits}}, {ID: "b", Factors: []decision.AssessedFactor{{ID: "g"}, {ID: "f"}}}}}
	if a.Option("b") != &a.Options[1] || a.Option("c") != nil || a.Options[0].Factor("f") == nil || a.Options[0].Factor("g") != nil {
		t.Error("Assessment")
	}
	if !slices.Equal(a.FactorIDs(), []string{"f", "g"}) {
		t.Errorf("%v", a.FactorIDs())
	}
	if fits.Standing() != decision.Strains {
		t.Error("without a measurement the verdict stands")
	}
	fits.Measured = &decision.Measured{Verdict: decision.Fits}
	if fits.Standing() != decision.Fits {
		t.Error("a measurement stands before the verdict")
	}
}
