package cli

import (
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// What takes longer than progressAfter shows how far it is, anew after progressEvery.
const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// steps are those of one run of a command: how long each took and, where somebody sits
// at a terminal, how far it is. The methods of nil do nothing, for those who share code
// with a command that has steps.
type steps struct {
	app  *App
	err  io.Writer // the error stream itself
	from time.Time // of the step that is under way
	over []timing  // in order
	name string    // of the step that is under way, "" for none
	live *progress // nil where nobody sees it
}

// timing is how long a step took.
type timing struct {
	step string
	took time.Duration
}

// steps begins the first step of a command. Until end is called all that goes to the error stream
// has to go through a.Err, and nothing may go to a terminal by another way.
func (a *App) steps(name string) *steps {
	s := &steps{app: a, err: a.Err}
	if file := a.watched(); file != nil {
		s.live = &progress{out: file, width: func() int { return a.width(file) }, colour: a.Env["NO_COLOR"] == "", stop: make(chan struct{})}
	}
	s.begin(name)
	if s.live != nil {
		a.Err = s.live
		s.live.done.Go(s.live.run)
	}
	return s
}

// watched is the terminal where somebody may want to see how far a command is; nil
// where there is none, or they have asked to be left alone. One that keeps a record of
// what it is sent, as those of pipelines do, is none.
func (a *App) watched() *os.File {
	file, ok := a.Err.(*os.File)
	if !ok || a.global.quiet || a.global.json || a.Env["CI"] != "" || a.Env["TERM"] == "dumb" {
		return nil
	}
	if _, terminal := terminalWidth(file); !terminal {
		return nil
	}
	return file
}

// begin ends the step that is under way, and begins another.
func (s *steps) begin(name string) {
	if s == nil {
		return
	}
	now := s.app.Now()
	if s.name != "" {
		s.over = append(s.over, timing{s.name, now.Sub(s.from)})
	}
	s.name, s.from = name, now
	if s.live != nil {
		s.live.step.Store(&name)
	}
}

// files tells how many files are made, and how many there will be. It may be called from
// any goroutine.
func (s *steps) files(made, total int) {
	if s != nil && s.live != nil {
		s.live.made.Store(int64(made))
		s.live.total.Store(int64(total))
	}
}

// end ends the last step, and leaves the terminal as if nothing had been shown.
func (s *steps) end() {
	if s == nil || s.name == "" {
		return
	}
	s.begin("")
	if s.live != nil {
		s.live.end()
		s.live, s.app.Err = nil, s.err
	}
}

// all is how long the steps took together.
func (s *steps) all() time.Duration {
	var sum time.Duration
	for _, t := range s.over {
		sum += t.took
	}
	return sum
}

// progress is a line at the foot of a terminal that tells how far a command is. What is
// written meanwhile goes above it.
type progress struct {
	out    io.Writer
	width  func() int // of the terminal, in columns; it may change
	colour bool

	step        atomic.Pointer[string]
	made, total atomic.Int64

	mu    sync.Mutex // guards the terminal
	shown bool
	open  bool // the last line that others wrote has no end yet
	stop  chan struct{}
	done  sync.WaitGroup
}

// run draws the line until the end, for those who have waited for a while.
func (p *progress) run() {
	next := time.NewTimer(progressAfter)
	defer next.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-next.C:
			p.draw()
			next.Reset(progressEvery)
		}
	}
}

func (p *progress) end() {
	close(p.stop)
	p.done.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

// draw puts the line on the terminal, in the place of the one before.
func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open {
		return
	}
	line := "\r" + progressLine(*p.step.Load(), int(p.made.Load()), int(p.total.Load()), p.width(), p.colour) + eraseRight
	_, _ = io.WriteString(p.out, line) // who cannot read it needs no error
	p.shown = true
}

// eraseRight takes away what stands right of the cursor.
const eraseRight = "\x1b[K"

// clear takes the line away.
func (p *progress) clear() {
	if p.shown {
		_, _ = io.WriteString(p.out, "\r"+eraseRight)
		p.shown = false
	}
}

// Write writes what the command has to say; the line goes, and comes back below.
func (p *progress) Write(data []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	if len(data) > 0 {
		p.open = data[len(data)-1] != '\n'
	}
	return p.out.Write(data)
}
