package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// loop builds, and builds again when what it watches changes. All of it runs on
// one goroutine but the build and the rest of it, so that changes are seen
// meanwhile.
type loop struct {
	build   func(context.Context, []string) (Site, []string, error)
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
	given []string // what the build was told had changed
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
		done     = make(chan outcome, 1)
		building = false
		pending  = changes{timing: l.timing, all: true}
		rest     = noRest()
	)
	defer func() { rest.stop() }()
	changed := func(path string) {
		pending.add(path, time.Now())
		rest.cancel() // it ends while the changes settle
		if !building {
			timer.Reset(time.Until(pending.until))
		}
	}
	start := func() {
		building = true
		w.watch(l.paths) // a folder that came back must be watched before it is read
		given, resting := pending.take(), rest
		go func() {
			resting.stop()
			done <- l.once(ctx, given)
		}()
	}
	for {
		select {
		case <-ctx.Done():
			if building {
				<-done
			}
			return nil
		case <-timer.C:
			if !building && (pending.any() || !l.isReady) {
				start()
			}
		case event, ok := <-w.events():
			if !ok {
				continue
			}
			if path, matters := w.matters(event); matters {
				changed(path)
			}
		case _, ok := <-w.errors():
			if ok { // events were lost, so anything may have changed
				w.forget()
				changed(anything)
			}
		case <-poll.C:
			if w.poll() {
				changed(anything)
			}
		case o := <-done:
			building = false
			if ctx.Err() != nil {
				return nil
			}
			if err := l.take(o); err != nil {
				return err
			}
			if o.err != nil {
				pending.again(o.given)
			}
			// What is watched only from now on may have changed since the build read it.
			if w.watch(l.paths) && w.newer(o.began) {
				changed(anything)
			}
			if pending.any() {
				timer.Reset(time.Until(pending.until))
			} else if o.err == nil {
				rest = startRest(ctx, l.live.now().site)
			}
		case <-rest.ended:
			if rest.err != nil && ctx.Err() == nil {
				l.live.fail(rest.err)
				if l.rebuilt != nil {
					l.rebuilt(rest.took, rest.err)
				}
			}
			rest = noRest()
		}
	}
}

// once builds; a panic of the build becomes its error.
func (l *loop) once(ctx context.Context, given []string) (o outcome) {
	o.given, o.began = given, time.Now()
	defer func() {
		o.took = time.Since(o.began)
		if p := recover(); p != nil {
			o.err = fmt.Errorf("build: internal error: %v", p)
		}
	}()
	o.site, o.paths, o.err = l.build(ctx, slices.Clone(given))
	return o
}

// take publishes an outcome and tells who asked to be told.
func (l *loop) take(o outcome) error {
	if o.err == nil {
		l.paths = o.paths
		if o.site == nil {
			o.site = Files{}
		}
		l.live.publish(o.site)
	} else {
		// A build that broke off may not have come to all its paths.
		l.paths = append(slices.Clone(l.paths), o.paths...)
		slices.Sort(l.paths)
		l.paths = slices.Compact(l.paths)
		if !l.isReady && len(l.paths) == 0 {
			return o.err
		}
		if o.err.Error() == "" {
			o.err = errors.New(text(o.err))
		}
		l.live.fail(o.err)
	}
	if l.rebuilt != nil && (l.isReady || o.err != nil) {
		l.rebuilt(o.took, o.err)
	}
	if !l.isReady {
		l.isReady = true
		l.ready()
	}
	return nil
}

// resting is a Rest under way, or none.
type resting struct {
	cancel context.CancelFunc
	ended  chan struct{} // closed when Rest has returned; nil for none
	err    error         // once it has ended: why, unless it was told to end
	took   time.Duration
}

func noRest() *resting { return &resting{cancel: func() {}} }

func startRest(ctx context.Context, site Site) *resting {
	ctx, cancel := context.WithCancel(ctx)
	r := &resting{cancel: cancel, ended: make(chan struct{})}
	go func() {
		defer close(r.ended)
		defer cancel()
		began := time.Now()
		err := site.Rest(ctx)
		r.took = time.Since(began)
		if err != nil && ctx.Err() == nil {
			r.err = errors.New(text(err))
			if err.Error() != "" {
				r.err = err
			}
		}
	}()
	return r
}

// stop ends it and waits until it has ended.
func (r *resting) stop() {
	r.cancel()
	if r.ended != nil {
		<-r.ended
	}
}
