//go:build linux || darwin

package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience is how long a test waits for something to show on a terminal. It is
// spent only where the test fails.
const patience = time.Minute

// The keys that are not letters, as a terminal sends them.
const (
	down  = "\x1b[B"
	enter = "\r"
	esc   = "\x1b"
	ctrlC = "\x03"
	ctrlD = "\x04"
)

// terminal is a terminal with the program on it. Keys go in, and what a person
// would see comes out. It answers whatever a program may ask a terminal.
type terminal struct {
	t       *testing.T
	process *os.Process
	tty     *os.File
	screen  *vt.Emulator
	mu      sync.Mutex    // guards the screen
	raw     lockedBuffer  // all that was sent to the screen
	changed chan struct{} // holds one where the screen has changed since
	ended   chan struct{} // closed once the program has ended, and all it wrote is on the screen
	err     error         // how it ended
	out     bytes.Buffer  // standard output, unless that is on the terminal too
}

// streams are those that are not on the terminal.
type streams struct {
	in     io.Reader
	err    io.Writer
	outToo bool   // standard output is on the terminal, as the others are
	rows   uint16 // the height that the terminal says it has; 40 where it is 0
}

// onTerminal starts the program in dir, with its input and its errors on a
// terminal and further variables in its environment.
func onTerminal(t *testing.T, dir string, env []string, args ...string) *terminal {
	t.Helper()
	return onTerminalWith(t, streams{}, dir, env, args...)
}

func onTerminalWith(t *testing.T, with streams, dir string, env []string, args ...string) *terminal {
	t.Helper()
	program, err := exec.LookPath("tradeoff")
	if err != nil {
		t.Fatal(err)
	}
	const width, height = 120, 40
	c := &terminal{t: t, screen: vt.NewEmulator(width, height), changed: make(chan struct{}, 1), ended: make(chan struct{})}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "SOURCE_DATE_EPOCH=1795392000", "GIT_CONFIG_GLOBAL=" + os.DevNull}, env...)
	if !with.outToo {
		cmd.Stdout = &c.out
	}
	if with.in != nil {
		cmd.Stdin = with.in
	}
	if with.err != nil {
		cmd.Stderr = with.err
	}
	controlling := 0 // the stream by which the terminal becomes the program's own
	if with.in != nil {
		controlling = 2
	}
	if c.tty, err = pty.StartWithAttrs(cmd, &pty.Winsize{Rows: cmp.Or(with.rows, height), Cols: width}, &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: controlling}); err != nil {
		t.Fatal(err)
	}
	c.process = cmd.Process
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		c.show()
	}()
	go func() { _, _ = io.Copy(c.tty, c.screen) }()
	go func() {
		err := cmd.Wait()
		<-shown
		c.err = err
		close(c.ended)
	}()
	t.Cleanup(func() {
		_ = c.process.Kill()
		<-c.ended
		if answers, ok := c.screen.InputPipe().(io.Closer); ok {
			_ = answers.Close()
		}
		_ = c.tty.Close()
	})
	return c
}

// show puts on the screen what the program sends, until it ends.
func (c *terminal) show() {
	data := make([]byte, 4096)
	for {
		n, err := c.tty.Read(data)
		_, _ = c.raw.Write(data[:n])
		c.mu.Lock()
		_, _ = c.screen.Write(data[:n])
		c.mu.Unlock()
		if err != nil {
			return
		}
		select {
		case c.changed <- struct{}{}:
		default:
		}
	}
}

// sent is all that went to the terminal, as it was sent.
func (c *terminal) sent() string { return c.raw.String() }

// text is what the screen shows.
func (c *terminal) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen.String()
}

// cursorHidden tells whether the program has left the terminal without a cursor.
func (c *terminal) cursorHidden() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen.CursorHidden()
}

// lines are those of the screen, without blanks round them.
func (c *terminal) lines() []string {
	lines := strings.Split(c.text(), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

func has(lines []string, text string) bool { return slices.Contains(lines, text) }

// over tells whether the program has ended.
func (c *terminal) over() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// until waits for what the screen shows.
func (c *terminal) until(what string, shown func(lines []string) bool) {
	c.t.Helper()
	late := time.After(patience)
	for !shown(c.lines()) {
		select {
		case <-c.changed:
		case <-c.ended:
			if !shown(c.lines()) {
				c.t.Fatalf("the program ended (%v) before %s:\n%s", c.err, what, c.text())
			}
			return
		case <-late:
			c.t.Fatalf("in vain for %s:\n%s", what, c.text())
		}
	}
}

// line waits for a line of the screen.
func (c *terminal) line(text string) {
	c.t.Helper()
	c.until(text, func(lines []string) bool { return has(lines, text) })
}

// press sends keys.
func (c *terminal) press(keys string) {
	c.t.Helper()
	if _, err := io.WriteString(c.tty, keys); err != nil {
		c.t.Fatal(err)
	}
}

// pick goes down a list, from the line where the cursor stands at first to a line
// that begins with choice, and takes that.
func (c *terminal) pick(first, choice string) {
	c.t.Helper()
	at := "> " + first
	c.line(at)
	for range 10 {
		if strings.HasPrefix(at, "> "+choice) {
			c.press(enter)
			return
		}
		c.press(down)
		var cursors []string
		c.until("the cursor elsewhere than "+at, func(lines []string) bool {
			cursors = slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return !strings.HasPrefix(line, "> ") })
			return len(cursors) == 1 && cursors[0] != at
		})
		at = cursors[0]
	}
	c.t.Fatalf("there is no choice %q:\n%s", choice, c.text())
}

// status waits for the end, and gives the exit status.
func (c *terminal) status() int {
	c.t.Helper()
	select {
	case <-c.ended:
	case <-time.After(patience):
		c.t.Fatalf("the program does not end:\n%s", c.text())
	}
	var exit *exec.ExitError
	if errors.As(c.err, &exit) {
		return exit.ExitCode()
	}
	if c.err != nil {
		c.t.Fatal(c.err)
	}
	return 0
}
