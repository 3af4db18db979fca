package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestCollector fills a room with what lives, and looks for what the collector has set.
func TestCollector(t *testing.T) {
	usual := debug.SetGCPercent(goPercent)
	defer debug.SetGCPercent(usual)
	now := func() int {
		percent := debug.SetGCPercent(goPercent)
		debug.SetGCPercent(percent)
		return percent
	}
	c := newCollector()
	c.widen(1 << 30)
	if got := now(); got != goPercent {
		t.Errorf("nothing has begun, and garbage may be %d %%", got)
	}
	becomes := func(want func(int) bool) bool {
		for range 100 {
			runtime.GC()
			if want(now()) {
				return true
			}
			time.Sleep(10 * time.Millisecond) // until the cleanup has run
		}
		return false
	}
	c.fill(256 << 20)
	if got := now(); got < 2*goPercent {
		t.Errorf("little lives, and garbage may be %d %%", got)
	}
	held := make([]byte, 200<<20)
	for i := range held {
		held[i] = 1
	}
	if !becomes(func(percent int) bool { return percent == goPercent }) {
		t.Errorf("200 MB of 256 MB live, and garbage may be %d %%", now())
	}
	// What was filled before it is made larger is watched again.
	c.widen(2 << 30)
	before := now()
	if before < 2*goPercent {
		t.Errorf("200 MB of 2 GB live, and garbage may be %d %%", before)
	}
	more := make([]byte, 200<<20)
	for i := range more {
		more[i] = 1
	}
	if !becomes(func(percent int) bool { return percent < before/2+1 && percent > goPercent }) {
		t.Errorf("400 MB of 2 GB live, and garbage may be %d %%, %d before", now(), before)
	}
	c.widen(64 << 20)
	if got := now(); got != goPercent {
		t.Errorf("more lives than the room, and garbage may be %d %%", got)
	}
	c.after(65)
	if got := now(); got != 65 {
		t.Errorf("of a very large log garbage may be %d %%", got)
	}
	runtime.KeepAlive(held)
	runtime.KeepAlive(more)
}
