package diag_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
)

func TestPos(t *testing.T) {
	for _, tt := range []struct {
		pos  diag.Pos
		want string
	}{
		{diag.Pos{File: "a.yaml", Line: 12, Col: 3}, "a.yaml:12:3"},
		{diag.Pos{File: "a.yaml", Line: 12}, "a.yaml:12"},
		{diag.Pos{File: "a.yaml", Col: 3}, "a.yaml"},
		{diag.Pos{File: "a.yaml"}, "a.yaml"},
		{diag.Pos{}, ""},
	} {
		if got := tt.pos.String(); got != tt.want {
			t.Errorf("%#v is %q, want %q", tt.pos, got, tt.want)
		}
	}
}

func TestFinding(t *testing.T) {
	at := diag.Pos{File: "a.yaml", Line: 1, Col: 2}
	for _, tt := range []struct {
		finding diag.Finding
		want    string
	}{
		{diag.Finding{Pos: at, Key: "links[0]", Rule: "link-target", Severity: diag.Error, Message: "there is none", Hint: "h"}, "a.yaml:1:2: links[0]: there is none [link-target]"},
		{diag.Finding{Pos: at, Rule: "r", Severity: diag.Warning, Message: "m"}, "a.yaml:1:2: warning: m [r]"},
		{diag.Finding{Pos: at, Severity: diag.Note, Message: "m"}, "a.yaml:1:2: note: m"},
	} {
		if got := tt.finding.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	data, err := json.Marshal(diag.Finding{Pos: at, Rule: "r", Severity: diag.Warning, Message: "m"})
	if want := `{"file":"a.yaml","line":1,"col":2,"rule":"r","severity":"warning","message":"m"}`; err != nil || string(data) != want {
		t.Errorf("as JSON it is %s (%v), want %s", data, err, want)
	}
}

func TestSeverityWords(t *testing.T) {
	for s, want := range map[diag.Severity]string{diag.Off: "off", diag.Note: "note", diag.Warning: "warning", diag.Error: "error"} {
		if s.String() != want {
			t.Errorf("%d is %q, want %q", s, s, want)
		}
	}
}

func TestSort(t *testing.T) {
	f := func(file string, line, col int, rule, message string) diag.Finding {
		return diag.Finding{Pos: diag.Pos{File: file, Line: line, Col: col}, Rule: rule, Severity: diag.Error, Message: message}
	}
	list := diag.List{f("b", 1, 1, "r", "m"), f("a", 10, 1, "r", "m"), f("a", 2, 9, "r", "m"), f("a", 2, 1, "s", "m"),
		f("a", 2, 1, "r", "n"), f("a", 2, 1, "r", "m"), f("b", 1, 1, "r", "m")}
	list.Sort()
	want := diag.List{f("a", 2, 1, "r", "m"), f("a", 2, 1, "r", "n"), f("a", 2, 1, "s", "m"), f("a", 2, 9, "r", "m"), f("a", 10, 1, "r", "m"), f("b", 1, 1, "r", "m")}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
}

func TestErr(t *testing.T) {
	var list diag.List
	if list.Err() != nil || list.HasErrors() {
		t.Error("nothing is an error")
	}
	list.Warnf(diag.Pos{File: "a"}, "r", "", "%d of them", 2)
	if list.Err() != nil {
		t.Error("a warning is an error")
	}
	list.Errorf(diag.Pos{File: "b"}, "r", "do this", "no %s", "c")
	var failure *diag.Failure
	if err := list.Err(); !errors.As(err, &failure) || len(failure.Findings) != 2 || err.Error() != "a: warning: 2 of them [r]\nb: no c [r]" {
		t.Errorf("%v", err)
	}
}

func TestSuggest(t *testing.T) {
	styles := []string{"monolith", "microservices", "serverless", "hybrid"}
	for _, tt := range []struct {
		word string
		from []string
		want string
	}{
		{"monolth", styles, "monolith"},
		{"Monolith", styles, "monolith"},
		{"mnoolith", styles, "monolith"},
		{"server-less", styles, "serverless"},
		{"decision_makers", []string{"decision-makers"}, "decision-makers"},
		{"kubernetes", styles, ""},
		{"", styles, ""},
		{"a", []string{"b", "c"}, "b"},
		{"ab", []string{"cd"}, ""},
		{"word", nil, ""},
	} {
		if got := diag.Suggest(tt.word, tt.from); got != tt.want {
			t.Errorf("Suggest(%q, %q) = %q, want %q", tt.word, tt.from, got, tt.want)
		}
	}
	for _, tt := range []struct {
		word string
		from []string
		want string
	}{
		{"monolth", styles, "did you mean monolith?"},
		{"kubernetes", styles, "write one of: monolith, microservices, serverless, hybrid"},
		{"kubernetes", make([]string, 25), ""},
		{"kubernetes", nil, ""},
	} {
		if got := diag.DidYouMean(tt.word, tt.from); got != tt.want {
			t.Errorf("DidYouMean(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

// What is suggested is always one of the candidates, and a candidate itself is
// suggested for itself.
func FuzzSuggest(f *testing.F) {
	candidates := []string{"accepted", "proposed", "draft", "decision-makers"}
	for _, seed := range []string{"", "acepted", "ÄÖÜ", "\xff\xfe", "decision_makers"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, word string) {
		got := diag.Suggest(word, candidates)
		known := got == ""
		for _, c := range candidates {
			known = known || got == c
			if word == c && got != c {
				t.Errorf("for %q it suggests %q", word, got)
			}
		}
		if !known {
			t.Errorf("it suggests %q, which is no candidate", got)
		}
	})
}
