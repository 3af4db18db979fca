package output

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"sync"
)

// buffers are for files that are compared, since most files of most builds are.
var buffers = sync.Pool{New: func() any { return new([64 << 10]byte) }}

// holds tells whether old gives data first. What is behind that is not asked for: the
// sizes are known to be equal.
func holds(old io.Reader, data []byte) bool {
	buffer := buffers.Get().(*[64 << 10]byte)
	defer buffers.Put(buffer)
	for len(data) > 0 {
		n, err := old.Read(buffer[:min(len(data), len(buffer))])
		if err != nil || n == 0 || !bytes.Equal(buffer[:n], data[:n]) {
			return false
		}
		data = data[n:]
	}
	return true
}

// holdsFile tells whether old gives what a file holds, and nothing else.
func holdsFile(old io.Reader, from fs.FS, file string) bool {
	source, err := from.Open(file)
	if err != nil {
		return false
	}
	defer source.Close()
	one, other := buffers.Get().(*[64 << 10]byte), buffers.Get().(*[64 << 10]byte)
	defer buffers.Put(one)
	defer buffers.Put(other)
	for {
		n, err := io.ReadFull(old, one[:])
		m, otherErr := io.ReadFull(source, other[:])
		if !bytes.Equal(one[:n], other[:m]) {
			return false
		}
		if err != nil || otherErr != nil {
			return ended(err) && ended(otherErr)
		}
	}
}

// ended tells whether a read came to its end, and to no fault.
func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
