package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		calls := make([]atomic.Int32, n)
		if err := Each(context.Background(), n, func(i int) error { calls[i].Add(1); return nil }); err != nil {
			t.Errorf("%d: %v", n, err)
		}
		for i := range calls {
			if times := calls[i].Load(); times != 1 {
				t.Errorf("%d of %d is done %d times", i, n, times)
			}
		}
	}
}

func TestEachEnds(t *testing.T) {
	wrong := errors.New("wrong")
	var begun atomic.Int32
	err := Each(context.Background(), 100000, func(int) error { begun.Add(1); return wrong })
	if !errors.Is(err, wrong) || begun.Load() == 100000 {
		t.Errorf("after %d calls: %v", begun.Load(), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Each(ctx, 3, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}
