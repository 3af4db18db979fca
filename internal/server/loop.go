package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// timing is how the loop waits; tests are less patient.
type timing struct {
	quiet time.Duration // without a change, before a build starts
	most  time.Duration // that changes can put a build off
	poll  time.Duration // between looks at what cannot be watched
}

var usualTiming = timing{quiet: 60 * time.Millisecond, most: 500 * time.Millisecond, poll: time.Second}

// loop builds, and builds again when what it watches changes. All of it runs on
// one goroutine but the build, so that changes are seen while building.
type loop struct {
	build   func(context.Context) (Site, []string, error)
	rebuilt func(time.Duration, error)
	ready   func()
	live    *live
	timing  timing
	fails   func(folder string) error // in tests: a watch that cannot be added

	isReady bool
	paths   []string
}

// outcome is what a build came to.
type outcome struct {
	site  Site
	paths []string
	err   error
	began time.Time
	took  time.Duration
}

// run returns when ctx ends and no build is under way: nil, or why the first
// build makes no sense to wait on.
func (l *loop) run(ctx context.Context) error {
	w := newWatcher(l.fails)
	defer w.close()
	poll := time.NewTicker(l.timing.poll)
	defer poll.Stop()
	timer := time.NewTimer(0)
	defer timer.Stop()

	var (
		done         = make(chan outcome, 1)
		building     = false
		first, until time.Time // of the changes not built yet; zero where there are none
	)
	changed := func() {
		now := time.Now()
		if first.IsZero() {
			first = now
		}
		until = now.Add(l.timing.quiet)
		if latest := first.Add(l.timing.most); until.After(latest) {
			until = latest
		}
		if !building {
			timer.Reset(time.Until(until))
		}
	}
	start := func() {
		building, first = true, time.Time{}
		w.watch(l.paths) // a folder that came back must be watched before it is read
		go func() { done <- l.once(ctx) }()
	}
	for {
		select {
		case <-ctx.Done():
			if building {
				<-done
			}
			return nil
		case <-timer.C:
			if !building && (!first.IsZero() || !l.isReady) {
				start()
			}
		case event, ok := <-w.events():
			if ok && w.matters(event) {
				changed()
			}
		case _, ok := <-w.errors():
			if ok { // events were lost, so anything may have changed
				w.forget()
				changed()
			}
		case <-poll.C:
			if w.poll() {
				changed()
			}
		case o := <-done:
			building = false
			if ctx.Err() != nil {
				return nil
			}
			if err := l.take(o); err != nil {
				return err
			}
			// What is watched only from now on may have changed since the build read it.
			if w.watch(l.paths) && w.newer(o.began) {
				changed()
			}
			if !first.IsZero() {
				timer.Reset(time.Until(until))
			}
		}
	}
}

// once builds; a panic of the build becomes its error.
func (l *loop) once(ctx context.Context) (o outcome) {
	o.began = time.Now()
	defer func() {
		o.took = time.Since(o.began)
		if p := recover(); p != nil {
			o.err = fmt.Errorf("build: internal error: %v", p)
		}
	}()
	o.site, o.paths, o.err = l.build(ctx)
	return o
}

// take publishes an outcome and tells who asked to be told.
func (l *loop) take(o outcome) error {
	if o.err == nil {
		l.paths = o.paths
	} else {
		// A build that broke off may not have come to all its paths.
		l.paths = append(slices.Clone(l.paths), o.paths...)
		slices.Sort(l.paths)
		l.paths = slices.Compact(l.paths)
		if !l.isReady && len(l.paths) == 0 {
			return o.err
		}
		if o.err.Error() == "" {
			o.err = errors.New("the build failed without saying why")
		}
	}
	l.live.publish(o.site, o.err)
	if l.rebuilt != nil && (l.isReady || o.err != nil) {
		l.rebuilt(o.took, o.err)
	}
	if !l.isReady {
		l.isReady = true
		l.ready()
	}
	return nil
}
