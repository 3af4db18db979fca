package server

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"maps"
	"sync"
)

// state is what is served at one moment. It never changes; a new one takes its
// place.
type state struct {
	site    Site   // nil until a build succeeds
	build   string // names the bytes a page was loaded from; pages of another load anew
	failure string // why the last build failed, "" where it did not
	next    chan struct{}
}

// live holds the current state.
type live struct {
	mu      sync.Mutex
	run     string // tells this process's builds from an earlier one's on the same address
	count   int
	current *state
}

func newLive() *live {
	l := &live{run: rand.Text()}
	l.current = &state{next: make(chan struct{}), build: l.run + "-0"}
	return l
}

// now gives the current state. Its next is closed when it is no longer.
func (l *live) now() *state {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.current
}

// publish takes in a build's outcome. Where the bytes to be seen stay the same,
// so does the build's name, and no page loads anew.
func (l *live) publish(site Site, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.current
	s := &state{site: old.site, build: old.build, next: make(chan struct{})}
	changed := false
	if err != nil {
		s.failure = err.Error()
		changed = s.site == nil && s.failure != old.failure // the page shows it
	} else {
		changed = old.site == nil || !maps.EqualFunc(old.site, site, bytes.Equal)
		if changed {
			s.site = maps.Clone(site)
			if s.site == nil {
				s.site = Site{}
			}
		}
	}
	if changed {
		l.count++
		s.build = fmt.Sprintf("%s-%d", l.run, l.count)
	}
	l.current = s
	close(old.next)
}
