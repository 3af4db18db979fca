//go:build !linux

package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// handle is an open folder. All its methods take a name directly in it, and follow no
// symbolic link out of it.
type handle struct{ root *os.Root }

// openHandle opens the folder at path, through links: that is the user's own word.
func openHandle(path string) (handle, error) {
	root, err := os.OpenRoot(path)
	return handle{root}, err
}

func (h handle) close() error { return h.root.Close() }

// sub opens a folder in this one, which must be no link.
func (h handle) sub(base string) (handle, error) {
	switch k, err := h.kind(base); {
	case err != nil:
		return handle{}, err
	case k == absent:
		return handle{}, fs.ErrNotExist
	case k != folderKind:
		return handle{}, syscall.ENOTDIR
	}
	root, err := h.root.OpenRoot(base)
	return handle{root}, err
}

func (h handle) mkdir(base string) error { return h.root.Mkdir(base, 0o777) }

// remove removes a file; os.Root would remove an empty folder as well.
func (h handle) remove(base string) error {
	if k, err := h.kind(base); err == nil && k == folderKind {
		return syscall.EISDIR
	}
	return h.root.Remove(base)
}

func (h handle) rmdir(base string) error {
	if k, err := h.kind(base); err == nil && k != folderKind {
		return syscall.ENOTDIR
	}
	return h.root.Remove(base)
}

// kind tells what has the name.
func (h handle) kind(base string) (kind, error) {
	info, err := h.root.Lstat(base)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return absent, nil
	case err != nil:
		return absent, err
	}
	return kindOf(info), nil
}

func kindOf(info fs.FileInfo) kind {
	switch {
	case info.Mode().IsRegular():
		return regular
	case info.IsDir():
		return folderKind
	}
	return other
}

// info is the folder's own, for os.SameFile.
func (h handle) info() (fs.FileInfo, error) { return h.root.Stat(".") }

func (h handle) open(base string) (*os.File, error) { return h.root.Open(base) }

// appending opens a file to append to, and makes it where there is none.
func (h handle) appending(base string) (*os.File, error) {
	return h.root.OpenFile(base, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
}

// reader is a file that is open to be compared.
type reader struct {
	*os.File
	size int64
}

func (r reader) close() { r.Close() }

// read opens a file to be compared. There is a reader where the kind is regular alone;
// a pipe is not waited for.
func (h handle) read(base string) (reader, kind, error) {
	k, err := h.kind(base)
	if err != nil || k != regular {
		return reader{}, k, err
	}
	f, err := h.root.Open(base)
	if errors.Is(err, fs.ErrPermission) {
		return reader{}, other, nil // what it holds does not count
	}
	if err != nil {
		return reader{}, absent, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return reader{}, absent, err
	}
	return reader{f, info.Size()}, regular, nil
}

// create writes a file whose name must be free, else it gives fs.ErrExist. The bytes lie
// beside it until they are whole.
func (h handle) create(base string, fill func(io.Writer) error) error {
	switch k, err := h.kind(base); {
	case err != nil:
		return err
	case k != absent:
		return fs.ErrExist
	}
	return h.replace(base, fill)
}

// replace writes a file in the place of whatever file or link has its name.
func (h handle) replace(base string, fill func(io.Writer) error) error {
	temporary := temporaryOf(base)
	f, err := h.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) { // left over by a build that was killed
		if err = h.remove(temporary); err == nil {
			f, err = h.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		}
	}
	if err != nil {
		return err
	}
	err = fill(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = h.root.Rename(temporary, base)
	}
	if err != nil {
		return errors.Join(err, h.remove(temporary))
	}
	return nil
}
