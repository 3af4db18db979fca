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

// otherSteps are those that took less than half a millisecond each, and count together.
const otherSteps = "other steps"

// measured are the steps that are over and took a measurable time, in order. What the
// others took together comes last, where that can be measured.
func (s *steps) measured() []timing {
	var out []timing
	others := timing{step: otherSteps}
	for _, t := range s.over {
		if seconds(t.took) > 0 {
			out = append(out, t)
		} else {
			others.took += t.took
		}
	}
	if seconds(others.took) > 0 {
		out = append(out, others)
	}
	return out
}

// timed are the measured steps, for JSON.
func (s *steps) timed() []timedStep {
	out := []timedStep{}
	for _, t := range s.measured() {
		out = append(out, timedStep{t.step, seconds(t.took)})
	}
	return out
}

// usedMemory is what a command took of the machine's memory, in the JSON of it.
type usedMemory struct {
	System    uint64 `json:"system_bytes"`    // the most that was had from the system
	Allocated uint64 `json:"allocated_bytes"` // over time, not at once
	Pieces    uint64 `json:"pieces"`          // that were allocated
	Collected uint32 `json:"collected"`       // how often what was unused was
}

// memory is what this process has used until now.
func memory() usedMemory {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return usedMemory{m.Sys, m.TotalAlloc, m.Mallocs, m.NumGC}
}

// table writes how long each measured step took, and what part of the whole that is. The
// last line tells what all of them took of the machine.
func (s *steps) table(w io.Writer) {
	all, shown := s.all(), s.measured()
	wide := len("step")
	for _, t := range shown {
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
	for _, t := range shown {
		row(t.step, t.took)
	}
	row("all", all)
	m := memory()
	fmt.Fprintf(w, "memory: at most %s from the system; %s allocated in %s, collected %s\n",
		megabytes(m.System), megabytes(m.Allocated), count(int(m.Pieces), "piece"), count(int(m.Collected), "time"))
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
