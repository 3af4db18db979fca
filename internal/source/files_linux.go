package source

import "syscall"

// readsListed tells that readIn reads anything here.
const readsListed = true

// readIn reads the regular file of that name in an open folder. The name has no slash
// in it, and a link is not followed, so that nothing outside the folder is reached. A
// pipe that was put in the file's place is not waited for. ok is false wherever it is
// not the plain case of as many bytes as the file says that it has.
func readIn(dir syscall.RawConn, name string, most int64) (data []byte, ok bool) {
	fd := -1
	closed := dir.Control(func(dirFD uintptr) { // keeps the folder from being closed meanwhile
		var err error
		if fd, err = syscall.Openat(int(dirFD), name, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0); err != nil {
			fd = -1
		}
	})
	if closed != nil || fd < 0 {
		return nil, false
	}
	defer syscall.Close(fd)
	var info syscall.Stat_t
	if syscall.Fstat(fd, &info) != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG || info.Size <= 0 || info.Size > most {
		return nil, false
	}
	data = make([]byte, info.Size)
	for at := 0; at < len(data); {
		n, err := syscall.Read(fd, data[at:])
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return nil, false
		}
		at += n
	}
	return data, true
}
