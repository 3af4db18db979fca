package server

import (
	"slices"
	"testing"
	"time"
)

func TestChangesWait(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	now := time.Unix(1000, 0)
	for _, tt := range []struct {
		name string
		gaps []time.Duration // before each change
		want time.Duration   // of waiting, after the last
	}{
		{"one save", []time.Duration{0}, 10 * ms},
		{"a save by renaming", []time.Duration{0, ms, ms}, 10 * ms},
		{"a burst", slices.Repeat([]time.Duration{ms}, 21), 60 * ms},
		{"just no burst", slices.Repeat([]time.Duration{ms}, 20), 10 * ms},
		{"no end in sight", slices.Repeat([]time.Duration{20 * ms}, 25), 20 * ms}, // 480 of 500 are over
		{"no end at all", slices.Repeat([]time.Duration{20 * ms}, 26), 0},
	} {
		c, at := changes{timing: usualTiming}, now
		for _, gap := range tt.gaps {
			at = at.Add(gap)
			c.add("/a", at)
		}
		if got := c.until.Sub(at); got != tt.want {
			t.Errorf("%s: builds after %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestChangesTake(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	c := changes{timing: usualTiming}
	check := func(what string, want []string) {
		t.Helper()
		got := c.take()
		if !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%s: %#v, want %#v", what, got, want)
		}
		if c.any() {
			t.Errorf("%s: something is left", what)
		}
	}
	for _, path := range []string{"/b", "/a", "/b"} {
		c.add(path, now)
	}
	check("two files", []string{"/a", "/b"})
	check("nothing", []string{})
	c.add("/a", now)
	c.add(anything, now)
	check("anything", nil)
	c.again([]string{"/a"})
	if c.any() {
		t.Error("a build that failed is a reason for the next")
	}
	c.add("/b", now)
	check("after a failure", []string{"/a", "/b"})
	c.again(nil)
	c.add("/b", now)
	check("after a failure of everything", nil)
}
