package server

import "sync"

// state is what is served at one moment. It never changes; a new one takes its
// place.
type state struct {
	site    Site          // nil until a build succeeds
	failure string        // why the last build failed, "" where it did not
	next    chan struct{} // closed once another state has taken the place
}

// live holds the current state.
type live struct {
	mu      sync.Mutex
	current *state
}

func newLive() *live { return &live{current: &state{next: make(chan struct{})}} }

// now gives the current state.
func (l *live) now() *state {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.current
}

// publish takes in a good build.
func (l *live) publish(site Site) { l.put(func(s *state) { s.site, s.failure = guarded{site}, "" }) }

// fail takes in why a build failed. The last good site stays.
func (l *live) fail(err error) { l.put(func(s *state) { s.failure = err.Error() }) }

func (l *live) put(change func(*state)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.current
	s := &state{site: old.site, failure: old.failure, next: make(chan struct{})}
	change(s)
	l.current = s
	close(old.next)
}
