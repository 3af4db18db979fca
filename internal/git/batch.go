package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// largestObject is the most that is read of one object, in bytes. A record has
// a few kilobytes; a tree of 100,000 names has about 8 MB.
const largestObject = 64 << 20

// errMissing says that git has no object of that name.
var errMissing = errors.New("no such object")

// errTooLarge says that an object is larger than largestObject.
var errTooLarge = fmt.Errorf("larger than %d MiB", largestObject>>20)

// object is what git has under a name.
type object struct {
	id   string // in hexadecimal: 40 digits, or 64 with SHA-256
	kind string // commit, tree, blob or tag
	size int64
	data []byte // nil where only the size was asked for
}

// batch is a running "git cat-file --batch". It answers one request after the
// other; after an error of the pipe every later request gives that error.
type batch struct {
	mu     sync.Mutex
	ctx    context.Context // of the process, to tell why it ended
	cancel context.CancelFunc
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	said   *report
	err    error // why it cannot be used any more
}

func (r *Repo) batch(ctx context.Context) (*batch, error) {
	ctx, cancel := context.WithCancel(ctx)
	b := &batch{ctx: ctx, cancel: cancel, cmd: r.command(ctx, "cat-file", "--batch"), said: &report{}}
	b.cmd.Stderr = b.said
	in, err := b.cmd.StdinPipe()
	if err == nil {
		var out io.ReadCloser
		if out, err = b.cmd.StdoutPipe(); err == nil {
			b.in, b.out = in, bufio.NewReaderSize(out, 64<<10)
			err = b.cmd.Start()
		}
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return b, nil
}

// get reads the object of that name: an id, or any expression git knows that
// has no line break. errMissing and errTooLarge leave the batch usable.
func (b *batch) get(name string) (object, error) { return b.ask(name, true) }

// size is get without the data, and without its limit.
func (b *batch) size(name string) (object, error) { return b.ask(name, false) }

func (b *batch) ask(name string, data bool) (object, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return object{}, b.err
	}
	if _, err := io.WriteString(b.in, name+"\n"); err != nil {
		return object{}, b.fail(err)
	}
	return b.read(func(string) bool { return data })
}

// each asks for all names at once and calls do for each object that is there,
// in order. want tells by the id whether its data is to be read; an object that
// is not wanted is passed over.
func (b *batch) each(names []string, want func(id string) bool, do func(object) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return b.err
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		w := bufio.NewWriter(b.in)
		for _, name := range names {
			if _, err := w.WriteString(name + "\n"); err != nil {
				return // the reader meets the end of the output, and says why
			}
		}
		_ = w.Flush()
	}()
	defer func() { <-written }()
	for range names {
		o, err := b.read(want)
		if errors.Is(err, errMissing) || err == nil && o.data == nil {
			continue
		}
		if err == nil {
			err = do(o)
		}
		if err != nil {
			return b.fail(err) // ends the process, and with it the writer
		}
	}
	return nil
}

// read takes one answer from the pipe: "<id> <kind> <size>", the data and a
// line break; or "<name> missing" and the like.
func (b *batch) read(want func(id string) bool) (object, error) {
	line, err := b.out.ReadString('\n')
	if err != nil {
		return object{}, b.fail(err)
	}
	line = strings.TrimSuffix(line, "\n")
	for _, none := range []string{" missing", " ambiguous", " submodule"} {
		if strings.HasSuffix(line, none) {
			return object{}, errMissing
		}
	}
	head := strings.Split(line, " ")
	if len(head) != 3 || !isID(head[0]) {
		return object{}, b.fail(fmt.Errorf("unexpected answer %q", line))
	}
	size, err := strconv.ParseInt(head[2], 10, 64)
	if err != nil || size < 0 {
		return object{}, b.fail(fmt.Errorf("unexpected answer %q", line))
	}
	o := object{id: head[0], kind: head[1], size: size}
	wanted := want(o.id)
	if !wanted || size > largestObject {
		if _, err := io.CopyN(io.Discard, b.out, size+1); err != nil {
			return object{}, b.fail(err)
		}
		if wanted {
			return o, errTooLarge
		}
		return o, nil
	}
	o.data = make([]byte, size)
	if _, err := io.ReadFull(b.out, o.data); err != nil {
		return object{}, b.fail(err)
	}
	if _, err := b.out.Discard(1); err != nil {
		return object{}, b.fail(err)
	}
	return o, nil
}

// fail ends the process and gives the error that later requests meet too: why
// the context ended, else what git said, else err.
func (b *batch) fail(err error) error {
	if b.err != nil {
		return b.err
	}
	why := b.ctx.Err()
	_ = b.in.Close()
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if !ended {
		b.cancel()
	}
	waited := b.cmd.Wait()
	b.cancel()
	switch {
	case why != nil:
		b.err = fmt.Errorf("git cat-file: %w", why)
	case b.said.String() != "":
		b.err = &commandError{command: "cat-file", said: b.said.String(), err: err}
	case ended && waited != nil:
		b.err = fmt.Errorf("git cat-file: %w", waited)
	default:
		b.err = fmt.Errorf("git cat-file: %w", err)
	}
	return b.err
}

// Close ends the process. Later requests give an error.
func (b *batch) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return nil
	}
	b.err = errClosed
	_ = b.in.Close()
	_ = b.cmd.Wait() // every answer was read, so how it ends tells nothing
	b.cancel()
	return nil
}

// isID tells whether s is a full object id.
func isID(s string) bool {
	if len(s) != 40 && len(s) != 64 {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}
