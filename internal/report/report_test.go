package report_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
	"tradeoff/internal/report"
)

func sample() diag.List {
	var l diag.List
	l.Errorf(diag.Pos{File: "a.yaml", Line: 1, Col: 2}, "unknown-key", "did you mean <title>?", "there is no key titel & more")
	l.Warnf(diag.Pos{File: "b.md"}, "not-rendered", "", "nothing follows the input")
	l.Warnf(diag.Pos{File: "c.md"}, "not-rendered", "", "nothing follows the input")
	return l
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		name     string
		findings diag.List
		want     string
	}{
		{"none", nil, ""},
		{"some", sample(), "a.yaml:1:2: there is no key titel & more [unknown-key]\n  hint: did you mean <title>?\n" +
			"b.md: warning: nothing follows the input [not-rendered]\nc.md: warning: nothing follows the input [not-rendered]\n"},
	} {
		var b bytes.Buffer
		if err := report.Text(&b, tt.findings); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, b.String()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestSummary(t *testing.T) {
	note := diag.Finding{Severity: diag.Note}
	for _, tt := range []struct {
		findings diag.List
		want     string
	}{
		{nil, ""},
		{sample()[:1], "1 error"},
		{sample(), "1 error, 2 warnings"},
		{append(sample(), sample()...), "2 errors, 4 warnings"},
		{diag.List{note}, "1 note"},
		{append(sample(), note, note), "1 error, 2 warnings, 2 notes"},
	} {
		if got := report.Summary(tt.findings); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := report.JSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("none is %q (%v)", b.String(), err)
	}
	b.Reset()
	if err := report.JSON(&b, sample()[:1]); err != nil {
		t.Fatal(err)
	}
	want := `[
  {
    "file": "a.yaml",
    "line": 1,
    "col": 2,
    "rule": "unknown-key",
    "severity": "error",
    "message": "there is no key titel & more",
    "hint": "did you mean <title>?"
  }
]
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// full is a disk that is full after some bytes.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	for _, left := range []int{0, 60, 100} {
		if err := report.Text(&full{left}, sample()); err == nil {
			t.Errorf("Text says nothing of a disk that is full after %d bytes", left)
		}
		if err := report.JSON(&full{left}, sample()); err == nil {
			t.Errorf("JSON says nothing of a disk that is full after %d bytes", left)
		}
	}
}
