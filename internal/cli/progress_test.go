package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestProgressLine(t *testing.T) {
	for _, tt := range []struct {
		step               string
		made, total, width int
		colour             bool
		want               string
	}{
		{"read the log", 0, 0, 80, true, "read the log …"},
		{"read the log", 0, 0, 10, true, "read the…"},
		{"render", 0, 10_203, 120, false, "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 10,203 files  render"},
		{"render", 1500, 3000, 60, false, "██████████░░░░░░░░░░ 1,500 of 3,000 files  render"},
		{"render", 15, 30, 30, true, "\x1b[34m█████\x1b[m\x1b[90m░░░░░\x1b[m 15 of 30 files  r…"},
		{"render", 30, 30, 20, true, "30 of 30 files  re…"},
		{"render", 31, 30, 31, false, "██████████ 31 of 30 files  re…"}, // more than was known of
		{"render", 1, 1, 1, false, ""},
		{"render", 1, 1, 2, false, "…"},
		{"関数を関数", 0, 0, 8, false, "関数を…"}, // these are two wide
	} {
		got := progressLine(tt.step, tt.made, tt.total, tt.width, tt.colour)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s, %d of %d, %d columns: %s", tt.step, tt.made, tt.total, tt.width, diff)
		}
	}
	for width := range 200 {
		line := progressLine("render decisions and what else is searched", 1234, 10_203, width, true)
		if takes := columns(colours.ReplaceAllString(line, "")); takes > max(width-1, 0) {
			t.Errorf("%d columns: %q takes %d", width, line, takes)
		}
	}
}

// What is written while the line is shown stands above it, and is never cut by it.
func TestProgressInterleaved(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, width: func() int { return 40 }, stop: make(chan struct{})}
	step := "read the log"
	p.step.Store(&step)
	fmt.Fprint(p, "a note\n") // nothing is shown yet, and nothing is to be cleared
	p.draw()
	p.draw()
	fmt.Fprint(p, "half a ")
	p.draw() // would stand in the middle of a line
	fmt.Fprint(p, "line\n")
	p.draw()
	p.end()
	line := "\rread the log …" + eraseRight
	want := "a note\n" + line + line + "\r" + eraseRight + "half a line\n" + line + "\r" + eraseRight
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// The line may be drawn while others write and files are made.
func TestProgressAtOnce(t *testing.T) {
	var out bytes.Buffer
	a := &App{Now: time.Now, Err: &out}
	s := &steps{app: a, err: a.Err, live: &progress{out: &out, width: func() int { return 80 }, stop: make(chan struct{})}}
	a.Err = s.live
	s.begin("one")
	var all sync.WaitGroup
	for user := range 4 {
		all.Go(func() {
			for i := range 100 {
				s.files(i, 400)
				if user == 0 {
					a.note("note %d", i)
				}
				s.live.draw()
			}
		})
	}
	s.begin("two")
	all.Wait()
	s.end()
	s.end() // once is enough, and twice does no harm
	if a.Err != &out {
		t.Error("the error stream is not what it was")
	}
	notes := 0
	for line := range strings.Lines(out.String()) {
		if line = line[strings.LastIndexAny(line, "\rK")+1:]; strings.HasPrefix(line, "note ") {
			notes++
		}
	}
	if notes != 100 || !strings.HasSuffix(out.String(), "\r"+eraseRight) {
		t.Errorf("%d of 100 notes stand in lines of their own, before\n%q", notes, out.String()[max(0, out.Len()-80):])
	}
}

// Where the error stream is no terminal nothing shows it.
func TestProgressNeedsATerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/err")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	a := &App{Now: time.Now, Err: file, Ctx: context.Background()}
	if s := a.steps("one"); s.live != nil || a.Err != file {
		t.Error("progress is shown in a file")
	}
}

func TestTimings(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	a := &App{Now: func() time.Time { return now }, Err: &bytes.Buffer{}}
	s := a.steps("read the log")
	now = now.Add(250 * time.Millisecond)
	s.begin("list the pages") // these two take next to nothing, and something together
	now = now.Add(450 * time.Microsecond)
	s.begin("render")
	now = now.Add(1749 * time.Millisecond)
	s.begin("copy images")
	now = now.Add(450 * time.Microsecond)
	s.begin("end")
	now = now.Add(100 * time.Microsecond)
	s.end()
	if diff := cmp.Diff([]timedStep{{"read the log", 0.25}, {"render", 1.749}, {otherSteps, 0.001}}, s.timed()); diff != "" {
		t.Error(diff)
	}
	if s.all() != 2*time.Second {
		t.Errorf("all of it took %v", s.all())
	}
	var out bytes.Buffer
	s.table(&out)
	head, memory, _ := strings.Cut(out.String(), "memory: at most ")
	want := "step          seconds  share\nread the log    0.250    12%\nrender          1.749    87%\nother steps     0.001     0%\nall             2.000   100%\n"
	if diff := cmp.Diff(want, head); diff != "" {
		t.Error(diff)
	}
	if strings.HasPrefix(memory, "0 MB") || !strings.HasSuffix(memory, "\n") {
		t.Errorf("memory is told as %q", memory)
	}
}

func TestSpent(t *testing.T) {
	for took, want := range map[time.Duration]string{
		0: "0 ms", 99 * time.Millisecond: "99 ms", 100 * time.Millisecond: "0.1 s", 1444 * time.Millisecond: "1.4 s",
		99949 * time.Millisecond: "99.9 s", 99950 * time.Millisecond: "1 min 40 s", 125 * time.Second: "2 min 5 s",
	} {
		if got := spent(took); got != want {
			t.Errorf("%v is %q, want %q", took, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 files", 1: "1 file", 999: "999 files", 1000: "1,000 files", 22906: "22,906 files", 1234567: "1,234,567 files"} {
		if got := count(n, "file"); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
