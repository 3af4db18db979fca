package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// betweenTries is how often a folder that another build writes to is asked for. A wait
// that a context can end is one of tries.
const betweenTries = 50 * time.Millisecond

// lock keeps other builds from a folder. It is the operating system's, and goes with the
// process. nil is that of a file system which has none.
type lock struct {
	held *flock.Flock
	file bool // it is on a file of its own, not on the folder
}

// acquire locks a folder. waiting is called once, where there is something to wait for.
// A lock on the folder itself leaves nothing behind; where a folder cannot be locked a
// file in it is, and goes when the build ends. Where nothing can be locked there is no
// lock, for a site is better built without than not at all. The error is fs.ErrNotExist
// where the folder was taken away.
func acquire(ctx context.Context, root string, waiting func()) (*lock, error) {
	for _, l := range []*lock{
		{held: flock.New(root, flock.SetFlag(os.O_RDONLY))},
		{held: flock.New(filepath.Join(root, lockName), flock.SetFlag(os.O_RDWR|os.O_CREATE), flock.SetPermissions(0o666)), file: true},
	} {
		for {
			if info, err := os.Lstat(l.held.Path()); l.file && err == nil && !info.Mode().IsRegular() {
				return nil, fmt.Errorf("lock %q: it is a folder or a link, which no build makes; remove it, or name another folder with --output", l.held.Path())
			}
			ok, err := l.held.TryLock()
			if err == nil && !ok {
				waiting()
				if _, err = l.held.TryLockContext(ctx, betweenTries); ctx.Err() != nil {
					return nil, fmt.Errorf("wait for the build that writes to %q: %w", root, ctx.Err())
				}
			}
			if errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			if err != nil {
				break
			}
			if l.current() {
				return l, nil
			}
			l.held.Close()
			if !l.file {
				return nil, fs.ErrNotExist
			}
		}
	}
	return nil, nil
}

// current tells whether what is locked still has its name: a build before may have taken
// its file away, or a user the folder.
func (l *lock) current() bool {
	locked, err := l.held.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(l.held.Path())
	return err == nil && os.SameFile(locked, named)
}

// release lets the next build in.
func (l *lock) release() error {
	if l == nil {
		return nil
	}
	if !l.file {
		return l.held.Close()
	}
	// Who waits sees that the file has lost its name. Where an open file cannot be removed
	// it can be once it is closed, unless somebody waits for it.
	removed := os.Remove(l.held.Path())
	err := l.held.Close()
	if removed != nil {
		os.Remove(l.held.Path())
	}
	return err
}

// openLocked makes a folder where there is none, locks it and opens it.
func openLocked(ctx context.Context, root string, waiting func()) (handle, *lock, error) {
	told := false
	once := func() {
		if !told && waiting != nil {
			waiting()
		}
		told = true
	}
	for {
		if err := ctx.Err(); err != nil {
			return handle{}, nil, err
		}
		if err := os.MkdirAll(root, 0o777); err != nil {
			return handle{}, nil, err
		}
		l, err := acquire(ctx, root, once)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was taken away while we waited
		}
		if err != nil {
			return handle{}, nil, err
		}
		h, err := openHandle(root)
		if errors.Is(err, fs.ErrNotExist) {
			l.release()
			continue
		}
		if err != nil {
			return handle{}, nil, errors.Join(err, l.release())
		}
		if l == nil || l.file || l.current() && l.holds(h) {
			return h, l, nil
		}
		h.close()
		l.release()
	}
}

// holds tells whether the folder that is open is the one that is locked.
func (l *lock) holds(h handle) bool {
	locked, err := l.held.Stat()
	if err != nil {
		return false
	}
	info, err := h.info()
	return err == nil && os.SameFile(locked, info)
}
