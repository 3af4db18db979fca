package cli

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"time"
)

// timedStep is a step in the JSON of a command.
type timedStep struct {
	Step    string  `json:"step"`
	Seconds float64 `json:"seconds"`
}

// seconds is a time in seconds, to the millisecond.
func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*1000) / 1000 }

// timed are the steps that are over, for JSON.
func (s *steps) timed() []timedStep {
	out := make([]timedStep, len(s.over))
	for i, t := range s.over {
		out[i] = timedStep{t.step, seconds(t.took)}
	}
	return out
}

// table writes how long each step took, and what part of the whole that is. The last
// line tells what all of them took of the machine.
func (s *steps) table(w io.Writer) {
	all := s.all()
	wide := len("step")
	for _, t := range s.over {
		wide = max(wide, columns(t.step))
	}
	row := func(step string, took time.Duration) {
		share := 0.0
		if all > 0 {
			share = 100 * float64(took) / float64(all)
		}
		fmt.Fprintf(w, "%s  %7.3f  %4.0f%%\n", step+strings.Repeat(" ", wide-columns(step)), took.Seconds(), share)
	}
	fmt.Fprintf(w, "%s  %7s  %5s\n", "step"+strings.Repeat(" ", wide-len("step")), "seconds", "share")
	for _, t := range s.over {
		row(t.step, t.took)
	}
	row("all", all)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(w, "memory: at most %s from the system; %s allocated in %s, collected %s\n",
		megabytes(m.Sys), megabytes(m.TotalAlloc), count(int(m.Mallocs), "piece"), count(int(m.NumGC), "time"))
}

// megabytes is a size in megabytes of a million bytes.
func megabytes(bytes uint64) string { return grouped(int((bytes+500_000)/1_000_000)) + " MB" }

// spent is a time as people say it: "80 ms", "1.4 s", "2 min 5 s".
func spent(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
	case d < 99*time.Second+950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	d = d.Round(time.Second)
	return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
}
