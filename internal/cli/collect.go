package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// goHeap is the heap at which Go collects garbage first, times its percentage, and
// goPercent what that is unless a user's GOGC says otherwise.
const (
	goHeap    = 4 << 20
	goPercent = 100
)

// Heaps, in bytes, that are filled before garbage is looked for.
const (
	heapOfAny   = 8 << 20  // any command's: most end before that
	heapOfBuild = 32 << 20 // a build's
)

// collector lets the heap fill a room before garbage is collected, however little
// lives in it, and then goes on as Go does. Go begins at 4 MB, which the program has
// as it starts, and collects every few milliseconds until a command knows its project;
// a build of a few hundred records was collected eight times on its way. A GOGC of the
// user's own counts, and nothing is done.
type collector struct {
	mu      sync.Mutex
	room    uint64 // 0 where nothing is done
	percent int    // of what lives, once the room is filled
	armed   bool   // the next collection calls collected
	live    []metrics.Sample
}

var collecting = newCollector()

func newCollector() *collector {
	return &collector{percent: goPercent, live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
}

// CollectLater puts the first collection of garbage off. It is for the program's start.
func CollectLater() {
	if before := debug.SetGCPercent(goPercent); before != goPercent {
		debug.SetGCPercent(before)
		return
	}
	collecting.fill(heapOfAny)
}

// collectLess lets a build have more room, where CollectLater has begun, and a fifth more
// garbage afterwards: it is over soon.
func collectLess() {
	const percent = 120
	collecting.widen(heapOfBuild)
	collecting.after(percent)
}

// collectSooner lets less garbage lie about while the site of a very large log is built,
// which takes gigabytes: a little more time for a tenth less memory.
func collectSooner(entries int) {
	const large, percent = 30_000, 65
	if entries >= large {
		collecting.after(percent)
	}
}

// fill lets the heap fill a room.
func (c *collector) fill(room uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.room = room
	c.set()
}

// widen makes the room larger, where fill has begun.
func (c *collector) widen(room uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.room > 0 {
		c.room = room
		c.set()
	}
}

// after says how much garbage may come once the room is filled, where fill has begun.
func (c *collector) after(percent int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.percent = percent; c.room > 0 {
		c.set()
	}
}

// set sets the percentage. As long as that is more than the usual one, it is set anew
// after each collection, with which what nothing holds is cleaned up.
func (c *collector) set() {
	metrics.Read(c.live)
	live := max(c.live[0].Value.Uint64(), goHeap) // 0 before the first collection
	percent := c.percent
	if live < c.room {
		percent = max(percent, int(100*(c.room-live)/live))
	}
	debug.SetGCPercent(percent)
	if percent > c.percent && !c.armed {
		c.armed = true
		runtime.AddCleanup(new([16]byte), (*collector).collected, c)
	}
}

func (c *collector) collected() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed = false
	c.set()
}
