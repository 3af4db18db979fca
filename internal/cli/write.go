package cli

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"tradeoff/internal/lazyregexp"

	"github.com/gofrs/flock"
)

// write replaces a file of the project, whole or not at all: the bytes go to a
// temporary file in its folder, are synced, and take the name. The permissions
// of a file that is there stay; a symbolic link stays a link, and what it leads
// to is replaced.
func (p *project) write(name string, data []byte) error {
	target, err := p.follow(name)
	if err != nil {
		return fmt.Errorf("write %s: %w", p.show(name), plainError(err))
	}
	mode := fs.FileMode(0o666)
	info, err := p.root.Stat(target)
	if err == nil {
		mode = info.Mode().Perm()
	}
	temporary, err := p.temporary(target, data, mode, err == nil)
	if err != nil {
		return fmt.Errorf("write %s: %w", p.show(name), plainError(err))
	}
	if err := p.root.Rename(temporary, target); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", p.show(name), plainError(err)), p.root.Remove(temporary))
	}
	return nil
}

// create writes a file that must not be there yet. It gives fs.ErrExist where it is.
func (p *project) create(name string, data []byte) error {
	if err := p.root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return fmt.Errorf("write %s: %w", p.show(name), plainError(err))
	}
	temporary, err := p.temporary(name, data, 0o666, false)
	if err != nil {
		return fmt.Errorf("write %s: %w", p.show(name), plainError(err))
	}
	// A link, unlike a rename, fails where the name is taken.
	err = p.root.Link(temporary, name)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// A file system without hard links: the name is taken exclusively first.
		var f *os.File
		if f, err = p.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666); err == nil {
			err = errors.Join(f.Close(), p.root.Rename(temporary, name))
		}
	}
	if removeErr := p.root.Remove(temporary); removeErr != nil && !errors.Is(removeErr, fs.ErrNotExist) {
		err = errors.Join(err, removeErr)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", p.show(name), plainError(err))
	}
	return nil
}

// temporary writes data to a new file beside name, and gives its name.
func (p *project) temporary(name string, data []byte, mode fs.FileMode, exact bool) (string, error) {
	random := make([]byte, 6)
	rand.Read(random)
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+"."+hex.EncodeToString(random)+".tmp")
	f, err := p.root.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil && exact {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, p.root.Remove(temporary))
	}
	return temporary, nil
}

// follow resolves symbolic links inside the project.
func (p *project) follow(name string) (string, error) {
	for range 16 {
		info, err := p.root.Lstat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return name, nil
		}
		to, err := p.root.Readlink(name)
		if err != nil {
			return "", err
		}
		name = path.Join(path.Dir(name), filepath.ToSlash(to))
	}
	return "", errors.New("too many symbolic links")
}

// editing keeps other runs from editing the project's files until it is released:
// what is read afterwards stays so until it is written.
func (p *project) editing() (release func(), err error) {
	if release, err = p.lock("."); err == nil {
		p.sweep()
	}
	return release, err
}

// leftOver is the name of a temporary file of ours.
var leftOver = lazyregexp.New(`^\..+\.[0-9a-f]{12}\.tmp$`)

// sweep removes temporary files that runs left behind which were ended half-way, an
// hour ago or more: no run that is still at work has one so old.
func (p *project) sweep() {
	for _, dir := range append([]string{"."}, p.settings.Decisions...) {
		entries, err := fs.ReadDir(p.files, dir)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if !leftOver.MatchString(entry.Name()) || !entry.Type().IsRegular() {
				continue
			}
			if info, err := entry.Info(); err == nil && p.app.Now().Sub(info.ModTime()) > time.Hour {
				p.root.Remove(path.Join(dir, entry.Name()))
			}
		}
	}
}

// lock keeps other runs from taking a number in the same folder until it is
// released. It is the operating system's lock on the folder itself where there
// is one, so that a run that dies leaves nothing behind.
func (p *project) lock(dir string) (release func(), err error) {
	if err := p.root.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("make %s: %w", p.show(dir), plainError(err))
	}
	l := flock.New(filepath.Join(p.rootDir, filepath.FromSlash(dir)), flock.SetFlag(os.O_RDONLY))
	if err := l.Lock(); err != nil {
		// No lock on folders here: a file in the folder does, and goes when the run ends.
		l = flock.New(filepath.Join(p.rootDir, filepath.FromSlash(dir), ".tradeoff-lock"))
		if err := l.Lock(); err != nil {
			return nil, fmt.Errorf("lock %s: %w", p.show(dir), err)
		}
		return func() { l.Close(); os.Remove(l.Path()) }, nil
	}
	return func() { l.Close() }, nil
}
