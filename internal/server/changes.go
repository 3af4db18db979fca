package server

import (
	"slices"
	"time"
)

// timing is how the loop waits; tests are less patient.
type timing struct {
	quiet time.Duration // without a change, before a build starts
	many  int           // changes of one burst, from which on
	long  time.Duration // this is waited for quiet instead
	most  time.Duration // that changes can put a build off
	poll  time.Duration // between looks at what cannot be watched
}

// usualTiming is for a build that costs less than an eye notices. A save is a few
// events within a millisecond; more of them are a branch that is switched, or a
// program that writes many files, and come with gaps.
var usualTiming = timing{
	quiet: 10 * time.Millisecond,
	many:  20, long: 60 * time.Millisecond,
	most: 500 * time.Millisecond,
	poll: time.Second,
}

// anything stands in for a path where it is not known what changed.
const anything = ""

// changes are those that no build has seen yet.
type changes struct {
	timing timing
	all    bool            // anything may have changed
	paths  map[string]bool // what did, as far as is known
	count  int             // of the changes of this burst
	first  time.Time       // of them
	until  time.Time       // when they are to be built
}

// add notes a change, or anything, and puts the build off for quiet.
func (c *changes) add(path string, now time.Time) {
	c.note(path)
	if c.count++; c.count == 1 {
		c.first = now
	}
	quiet := c.timing.quiet
	if c.count > c.timing.many {
		quiet = c.timing.long
	}
	c.until = now.Add(quiet)
	if latest := c.first.Add(c.timing.most); c.until.After(latest) {
		c.until = latest
	}
}

func (c *changes) note(path string) {
	if path == anything {
		c.all = true
		return
	}
	if c.paths == nil {
		c.paths = map[string]bool{}
	}
	c.paths[path] = true
}

// any tells whether something has changed that has to be built.
func (c *changes) any() bool { return c.count > 0 }

// take gives the paths in their order, or nil where anything may have changed, and
// begins anew.
func (c *changes) take() []string {
	var out []string
	if !c.all {
		out = make([]string, 0, len(c.paths))
		for path := range c.paths {
			out = append(out, path)
		}
		slices.Sort(out)
	}
	*c = changes{timing: c.timing}
	return out
}

// again notes what take gave, which came to nothing, for the next build. It is no
// reason for one.
func (c *changes) again(given []string) {
	if given == nil {
		c.note(anything)
	}
	for _, path := range given {
		c.note(path)
	}
}
