package git

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"time"
)

func (k kind) isFolder() bool { return k == folder || k == submodule }
func (k kind) isFile() bool   { return k == file || k == program || k == link }

// fileInfo implements fs.FileInfo.
type fileInfo struct {
	name string
	mode fs.FileMode
	size int64
	when time.Time
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return i.when }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }

func (f *FS) info(e entry, size int64) fileInfo {
	return fileInfo{name: e.name, mode: e.kind.mode(), size: size, when: f.at.when}
}

// stat asks git for the size of a file or link; a folder's is 0.
func (f *FS) stat(e entry) (fileInfo, error) {
	if e.kind.isFolder() {
		return f.info(e, 0), nil
	}
	o, err := f.batch.size(e.id)
	return f.info(e, o.size), err
}

// dirEntry implements fs.DirEntry.
type dirEntry struct {
	fs *FS
	e  entry
}

func (d dirEntry) Name() string               { return d.e.name }
func (d dirEntry) IsDir() bool                { return d.e.kind.isFolder() }
func (d dirEntry) Type() fs.FileMode          { return d.e.kind.mode().Type() }
func (d dirEntry) String() string             { return fs.FormatDirEntry(d) }
func (d dirEntry) Info() (fs.FileInfo, error) { return d.fs.stat(d.e) }

func (f *FS) entries(t *tree) []fs.DirEntry {
	list := make([]fs.DirEntry, len(t.list))
	for i, e := range t.list {
		list[i] = dirEntry{f, e}
	}
	return list
}

// openFile is a file that was opened.
type openFile struct {
	*bytes.Reader
	info   fileInfo
	path   string
	closed bool
}

func newOpenFile(info fileInfo, data []byte, path string) *openFile {
	return &openFile{Reader: bytes.NewReader(data), info: info, path: path}
}

func (o *openFile) Stat() (fs.FileInfo, error) { return o.info, nil }

func (o *openFile) Close() error {
	if o.closed {
		return &fs.PathError{Op: "close", Path: o.path, Err: fs.ErrClosed}
	}
	o.closed = true
	o.Reader = bytes.NewReader(nil)
	return nil
}

// openFolder is a folder that was opened.
type openFolder struct {
	info fileInfo
	list []fs.DirEntry // what ReadDir has not given yet
	path string
}

func (o *openFolder) Stat() (fs.FileInfo, error) { return o.info, nil }
func (o *openFolder) Close() error               { return nil }

func (o *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: o.path, Err: errors.New("is a folder")}
}

// ReadDir implements fs.ReadDirFile.
func (o *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(o.list)
	} else if len(o.list) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(o.list))
	list := o.list[:n:n]
	o.list = o.list[n:]
	return list, nil
}
