package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		hard  bool
		want  []string
	}{
		{"", 5, true, []string{""}},
		{"one two", 7, true, []string{"one two"}},
		{"one two", 6, true, []string{"one", "two"}},
		{" one  two\nthree ", 9, true, []string{"one two", "three"}},
		{"a longword b", 4, false, []string{"a", "longword", "b"}},
		{"a longword b", 4, true, []string{"a", "long", "word", "b"}},
		{"● fits", 6, true, []string{"● fits"}},      // a sign is one column wide
		{"関数 数", 5, true, []string{"関数", "数"}},       // these are two
		{"関数関", 5, true, []string{"関数", "関"}},        // and are not halved
		{"関", 1, true, []string{"関"}},                // however narrow it is
		{"naïve é", 5, true, []string{"naïve", "é"}}, // bytes do not count
	} {
		if diff := cmp.Diff(tt.want, wrap(tt.text, tt.width, tt.hard)); diff != "" {
			t.Errorf("wrap(%q, %d, %v): %s", tt.text, tt.width, tt.hard, diff)
		}
	}
}

func TestRow(t *testing.T) {
	for _, tt := range []struct {
		colour bool
		want   string
	}{
		{false, "one  関数  right\nand        hand\ntwo        side\n"},
		{true, "\x1b[1mone\x1b[0m  関数  \x1b[31mright\x1b[0m\n\x1b[1mand\x1b[0m        \x1b[31mhand\x1b[0m\n\x1b[1mtwo\x1b[0m        \x1b[31mside\x1b[0m\n"},
	} {
		var out bytes.Buffer
		s := &screen{out: &out, width: 16, colour: tt.colour}
		s.row([]column{{0, 3, 0}, {5, 4, 0}, s.rest(11, 0)}, piece{"one and two", strong}, piece{"関数", asIs}, piece{"right hand side", red})
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("colour %v: %s", tt.colour, diff)
		}
	}
	var out bytes.Buffer
	s := &screen{out: &out, width: 12}
	s.row([]column{s.rest(2, 2)}, piece{"a line that hangs", asIs})
	if diff := cmp.Diff("  a line\n    that\n    hangs\n", out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestPlainText(t *testing.T) {
	for text, want := range map[string]string{
		" a  b\n\tc ": "a b c", "\x1b[31mred\x07": "[31mred", "a\u202eb\u2066c": "abc", "a\u0085b": "a b", "関数 – ●": "関数 – ●",
	} {
		if got := plainText(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// At any width no line is wider than the screen, unless it is one word that cannot be
// parted from others, and no word is lost.
func TestAdviceFitsTheScreen(t *testing.T) {
	dir := t.TempDir()
	const text = `format: tradeoff/1
title: A title that is rather long, so that it has to be wrapped on a terminal of the usual width as well
status: proposed
tradeoffs: architecture-style
profile:
  engineers: 8..60
  operates-orchestrator: false
  runtime: jvm
  someone-waits: true
  latency-budget-ms: 600
  requests-per-month: 3000000
  request-duration-ms: 200
  request-memory-mb: 512
  instances: 2
  instance-monthly-cost: 50
drivers: [a driver that is told in more words than anybody would like to read]
options:
  - {id: monolith}
  - {id: microservices}
  - {id: serverless}
  - {id: hybrid}
  - title: A worker of our own in the monolith
    worst-cases: [{id: queue-starves, when: a campaign sends ten times the usual, what: thumbnails wait behind e-mail}]
outcome: {option: hybrid}
`
	if err := os.MkdirAll(filepath.Join(dir, "decisions"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "decisions/0001-a.yaml"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	a := &App{Dir: dir, Ctx: t.Context(), Now: time.Now, Out: os.Stdout, Err: os.Stderr}
	advised, err := a.adviseEntry("1", nil)
	if err != nil {
		t.Fatal(err)
	}
	at := func(width int) string {
		var out bytes.Buffer
		advised.print(&screen{out: &out, width: width})
		return out.String()
	}
	words := strings.Fields(at(400))
	for width := narrowest; width <= 240; width += 3 {
		out := at(width)
		for line := range strings.Lines(out) {
			line = strings.TrimRight(line, "\n")
			if columns(line) > width && len(strings.Fields(line)) > 1 {
				t.Errorf("width %d: %q takes %d columns", width, line, columns(line))
			}
			if line != strings.TrimRight(line, " ") {
				t.Errorf("width %d: %q ends in blanks", width, line)
			}
		}
		have := strings.Fields(out)
		for _, word := range words {
			if !slices.Contains(have, word) {
				t.Errorf("width %d: %q is lost", width, word)
			}
		}
	}
}
