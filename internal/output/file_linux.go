package output

import (
	"errors"
	"io"
	"io/fs"
	"strconv"

	"golang.org/x/sys/unix"
)

// fileWriter writes to a descriptor all that it is given.
type fileWriter int

func (w fileWriter) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n, err := unix.Write(int(w), p[done:])
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

// create writes a file whose name must be free, else it gives fs.ErrExist. The bytes go
// to a file without a name, which the kernel drops with the process, and get the name
// when they are whole. Where the file system knows no such file they are beside it until then.
func (h handle) create(base string, fill func(io.Writer) error) error {
	if done, err := h.fillNameless(base, fill); done {
		return err
	}
	temporary := temporaryOf(base)
	if err := h.fillNamed(temporary, fill); err != nil {
		return err
	}
	return h.settle(h.moveToFree(temporary, base), temporary)
}

// replace writes a file in the place of whatever file or link has its name. A name can
// be taken over by a name alone, so that the file has a temporary one for a moment; its
// bytes are whole by then.
func (h handle) replace(base string, fill func(io.Writer) error) error {
	temporary := temporaryOf(base)
	done, err := h.fillNameless(temporary, fill)
	if done && errors.Is(err, fs.ErrExist) { // left over by a build that was killed
		if err = h.remove(temporary); err == nil {
			done, err = h.fillNameless(temporary, fill)
		}
	}
	if !done {
		err = h.fillNamed(temporary, fill)
	}
	if err != nil {
		return err
	}
	return h.settle(unix.Renameat(h.fd, temporary, h.fd, base), temporary)
}

// settle takes a temporary file away that could not be moved to its name.
func (h handle) settle(err error, temporary string) error {
	if err != nil {
		return errors.Join(err, h.remove(temporary))
	}
	return nil
}

// fillNameless writes a file without a name and links it to one that must be free. It is
// false where the file system cannot do that, and nothing was done.
func (h handle) fillNameless(base string, fill func(io.Writer) error) (done bool, err error) {
	if h.plain.Load() {
		return false, nil
	}
	fd, err := opened(h.fd, ".", unix.O_TMPFILE|unix.O_WRONLY, 0o666)
	switch err {
	case nil:
	case unix.EOPNOTSUPP, unix.EISDIR, unix.EINVAL, unix.ENOSYS:
		h.plain.Store(true)
		return false, nil
	default:
		return true, err
	}
	if err := fill(fileWriter(fd)); err != nil {
		unix.Close(fd)
		return true, err
	}
	err = h.link(fd, base)
	closeErr := unix.Close(fd)
	switch err {
	case nil:
		return true, closeErr
	case unix.EOPNOTSUPP, unix.EINVAL, unix.ENOSYS, unix.ENOENT, unix.EPERM, unix.EXDEV:
		// A sandbox without /proc, or a file system without links. Where the name itself
		// is at fault the other way fails too, and says so.
		h.plain.Store(true)
		return false, nil
	}
	return true, err
}

// link gives a file without a name one in the folder. Older kernels let only root link
// a descriptor itself, and want it as a path.
func (h handle) link(fd int, base string) error {
	err := unix.Linkat(fd, "", h.fd, base, unix.AT_EMPTY_PATH)
	if err == unix.ENOENT || err == unix.EPERM || err == unix.EINVAL {
		err = unix.Linkat(unix.AT_FDCWD, "/proc/self/fd/"+strconv.Itoa(fd), h.fd, base, unix.AT_SYMLINK_FOLLOW)
	}
	return err
}

// fillNamed writes a file under a temporary name. One of that name is left over.
func (h handle) fillNamed(temporary string, fill func(io.Writer) error) error {
	const flags = unix.O_WRONLY | unix.O_CREAT | unix.O_EXCL | unix.O_NOFOLLOW
	fd, err := opened(h.fd, temporary, flags, 0o666)
	if err == unix.EEXIST {
		if err = h.remove(temporary); err == nil {
			fd, err = opened(h.fd, temporary, flags, 0o666)
		}
	}
	if err != nil {
		return err
	}
	err = fill(fileWriter(fd))
	if closeErr := unix.Close(fd); err == nil {
		err = closeErr
	}
	return h.settle(err, temporary)
}

// moveToFree renames a file to a name that must be free.
func (h handle) moveToFree(temporary, base string) error {
	err := unix.Renameat2(h.fd, temporary, h.fd, base, unix.RENAME_NOREPLACE)
	if err != unix.EINVAL && err != unix.ENOSYS && err != unix.EOPNOTSUPP {
		return err
	}
	k, err := h.kind(base)
	switch {
	case err != nil:
		return err
	case k != absent:
		return fs.ErrExist
	}
	return unix.Renameat(h.fd, temporary, h.fd, base)
}
