// Package parallel does a piece of work for each of many things on all processors.
//
// It is for work that is the processor's: as many goroutines as there are processors
// take the next thing each, so that ten thousand things cost no ten thousand goroutines.
// Who has a few things to wait for takes an errgroup.
package parallel

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Each calls do with the numbers below n, each once, and waits. They are begun in their
// order. Once one fails, or ctx ends, no more are begun; the error is the first one's,
// or that of ctx where it kept some from being begun.
func Each(ctx context.Context, n int, do func(i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}
