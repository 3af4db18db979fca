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
	heapOfBuild = 48 << 20 // a build's
)

// collector lets the heap fill a room before garbage is collected, however little
// lives in it, and then goes on as Go does. Go begins at 4 MB, which the program has
// as it starts, and collects every few milliseconds until a command knows its project;
// a build of a few hundred records was collected eight times on its way. A GOGC of the
// user's own counts, and nothing is done.
type collector struct {
	mu      sync.Mutex
	room    uint64 // 0 where nothing is done, or no more
	percent int    // of what lives, once the room is filled
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

// collectLess lets a build have more room, where CollectLater has begun.
func collectLess() { collecting.widen(heapOfBuild) }

// collectSooner lets less garbage lie about while the site of a very large log is built,
// which takes gigabytes: a little more time for a tenth less memory.
func collectSooner(entries int) {
	const large, percent = 30_000, 65
	if entries >= large {
		collecting.after(percent)
	}
}

// fill begins to let the heap fill a room.
func (c *collector) fill(room uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.room = room
	runtime.AddCleanup(new([16]byte), func(struct{}) { c.collected() }, struct{}{})
	c.set()
}

// widen makes a room that is being filled larger.
func (c *collector) widen(room uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.room > 0 {
		c.room = room
		c.set()
	}
}

// after says how much garbage may come once the room is filled.
func (c *collector) after(percent int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.percent = percent; c.room > 0 {
		c.set()
	}
}

// collected is called after each collection, with which what nothing holds is cleaned up.
func (c *collector) collected() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set() {
		runtime.AddCleanup(new([16]byte), func(struct{}) { c.collected() }, struct{}{})
	}
}

// set sets the percentage, and tells whether the room is still to be filled.
func (c *collector) set() bool {
	metrics.Read(c.live)
	live := max(c.live[0].Value.Uint64(), goHeap) // 0 before the first collection
	percent := c.percent
	if room := c.room; live < room {
		percent = max(percent, int(100*(room-live)/live))
	}
	debug.SetGCPercent(percent)
	return percent > c.percent
}
