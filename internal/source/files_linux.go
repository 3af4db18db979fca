package source

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"syscall"
)

// readsListed tells that readIn reads anything here.
const readsListed = true

// entryTypes are the types of a folder's entries by the number that the system has for
// each (DT_FIFO to DT_SOCK of dirent.h). One that is not among them has to be looked at.
var entryTypes = map[byte]fs.FileMode{
	1: fs.ModeNamedPipe, 2: fs.ModeDevice | fs.ModeCharDevice, 4: fs.ModeDir, 6: fs.ModeDevice, 8: 0, 10: fs.ModeSymlink, 12: fs.ModeSocket,
}

// listIn lists an open folder that nothing was read of yet, in the system's order. os
// would look at each entry of a root's folder, to know what Info tells. ok is false
// where the system does not tell all types, and of what is no folder.
func listIn(dir syscall.RawConn) (list []listed, ok bool) {
	buf := make([]byte, 32<<10)
	const head = 19 // number 8, offset 8, length 2, type 1, before the name that ends with a 0
	closed := dir.Control(func(fd uintptr) {
		for {
			n, err := syscall.ReadDirent(int(fd), buf)
			if err == syscall.EINTR {
				continue
			}
			if err != nil || n <= 0 {
				ok = err == nil
				return
			}
			text := string(buf[:n]) // that the names are parts of
			for at := 0; at+head < n; {
				size := int(binary.NativeEndian.Uint16(buf[at+16:]))
				end := bytes.IndexByte(buf[at+head:n], 0)
				if size <= head || at+size > n || end < 0 {
					return
				}
				name := text[at+head : at+head+end]
				if gone := binary.NativeEndian.Uint64(buf[at:]) == 0; !gone && name != "." && name != ".." {
					mode, known := entryTypes[buf[at+18]]
					if !known {
						return
					}
					list = append(list, listed{name: name, mode: mode})
				}
				at += size
			}
		}
	})
	return list, ok && closed == nil
}

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
