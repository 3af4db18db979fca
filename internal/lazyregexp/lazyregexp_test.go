package lazyregexp

import (
	"sync"
	"testing"
)

func TestCompiledOnce(t *testing.T) {
	r := New(`(\d+)-(\d+)`)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got := r.ReplaceAllString("1-2, 30-40", "$2-$1"); got != "2-1, 40-30" {
				t.Errorf("got %q", got)
			}
		})
	}
	wait.Wait()
	if first := r.compiled(); first != r.compiled() {
		t.Error("it is compiled again")
	}
}

func TestWrongOneIsToldWhenUsed(t *testing.T) {
	r := New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression matches")
		}
	}()
	r.MatchString("")
}
