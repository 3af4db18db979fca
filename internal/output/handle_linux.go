package output

import (
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// handle is an open folder. All its methods take a name directly in it, follow no
// symbolic link, and give plain system errors.
//
// Files are made through the descriptor and not through os.Root, which asks of every
// file anew where its folders lie and whether it can be waited for: with ten thousands
// of small files those questions cost more than the answers.
type handle struct {
	fd int
	// plain is true once the file system was found to know no file without a name, or no
	// way to give it one. All folders of a site share it.
	plain *atomic.Bool
}

// openHandle opens the folder at path, through links: that is the user's own word.
func openHandle(path string) (handle, error) {
	fd, err := opened(unix.AT_FDCWD, path, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	return handle{fd, new(atomic.Bool)}, err
}

// opened is openat until no signal comes between.
func opened(dir int, name string, flags int, mode uint32) (fd int, err error) {
	for {
		fd, err := unix.Openat(dir, name, flags|unix.O_CLOEXEC, mode)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

func (h handle) close() error { return unix.Close(h.fd) }

// sub opens a folder in this one, which must be no link.
func (h handle) sub(base string) (handle, error) {
	fd, err := opened(h.fd, base, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	return handle{fd, h.plain}, err
}

func (h handle) mkdir(base string) error { return unix.Mkdirat(h.fd, base, 0o777) }

func (h handle) remove(base string) error { return unix.Unlinkat(h.fd, base, 0) }

func (h handle) rmdir(base string) error { return unix.Unlinkat(h.fd, base, unix.AT_REMOVEDIR) }

// kind tells what has the name.
func (h handle) kind(base string) (kind, error) {
	var st unix.Stat_t
	err := unix.Fstatat(h.fd, base, &st, unix.AT_SYMLINK_NOFOLLOW)
	if err == unix.ENOENT {
		return absent, nil
	}
	return kindOf(st.Mode), err
}

func kindOf(mode uint32) kind {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return regular
	case unix.S_IFDIR:
		return folderKind
	}
	return other
}

// info is the folder's own, for os.SameFile.
func (h handle) info() (fs.FileInfo, error) {
	f, err := h.open(".")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Stat()
}

func (h handle) open(base string) (*os.File, error) {
	fd, err := opened(h.fd, base, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), base), nil
}

// appending opens a file to append to, and makes it where there is none.
func (h handle) appending(base string) (*os.File, error) {
	fd, err := opened(h.fd, base, unix.O_WRONLY|unix.O_APPEND|unix.O_CREAT|unix.O_NOFOLLOW, 0o666)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), base), nil
}

// reader is a file that is open to be compared.
type reader struct {
	fd   int
	size int64
}

func (r reader) Read(p []byte) (int, error) {
	for {
		n, err := unix.Read(r.fd, p)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 0, err
		case n == 0 && len(p) > 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

func (r reader) close() { unix.Close(r.fd) }

// read opens a file to be compared. There is a reader where the kind is regular alone;
// a pipe is not waited for.
func (h handle) read(base string) (reader, kind, error) {
	fd, err := opened(h.fd, base, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	switch err {
	case nil:
	case unix.ENOENT:
		return reader{}, absent, nil
	case unix.ELOOP, unix.ENXIO, unix.EACCES, unix.EPERM:
		return reader{}, other, nil // a link, a socket, a file that may not be read
	default:
		return reader{}, absent, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		unix.Close(fd)
		return reader{}, absent, err
	}
	k := kindOf(st.Mode)
	if k != regular {
		unix.Close(fd)
		return reader{}, k, nil
	}
	return reader{fd, st.Size}, regular, nil
}
