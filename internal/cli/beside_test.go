package cli

import "testing"

func TestBeside(t *testing.T) {
	if got := beside(func() int { return 7 })(); got != 7 {
		t.Errorf("got %d", got)
	}
	wait := beside(func() int { panic("of the work") })
	defer func() {
		if p := recover(); p != "of the work" {
			t.Errorf("who waits meets %v", p)
		}
	}()
	wait()
}
