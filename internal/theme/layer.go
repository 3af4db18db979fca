package theme

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// named is a layer that messages can name.
type named struct {
	fs.FS
	name string
}

// Named gives the layer a name, its folder's path, that messages put before the
// names of its files.
func Named(name string, layer fs.FS) fs.FS { return named{FS: layer, name: name} }

// OfLayouts makes a layer of a folder that holds layouts alone: its files are
// the layer's layouts/…, and nothing else is in it. name is the folder's path
// for messages.
func OfLayouts(name string, folder fs.FS) fs.FS { return layoutsOnly{folder: folder, name: name} }

// layoutsOnly mounts a folder at layouts/.
type layoutsOnly struct {
	folder fs.FS
	name   string
}

// Open implements fs.FS.
func (l layoutsOnly) Open(name string) (fs.File, error) {
	switch {
	case !fs.ValidPath(name):
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	case name == ".":
		return mount{l.folder}, nil
	case name == "layouts":
		return l.folder.Open(".")
	case strings.HasPrefix(name, "layouts/"):
		return l.folder.Open(strings.TrimPrefix(name, "layouts/"))
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// mount is the root of layoutsOnly: a folder that holds layouts alone.
type mount struct{ folder fs.FS }

// Stat implements fs.File.
func (m mount) Stat() (fs.FileInfo, error) { return fs.Stat(m.folder, ".") }

// Read implements fs.File.
func (m mount) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: ".", Err: errors.New("it is a folder")}
}

// Close implements fs.File.
func (m mount) Close() error { return nil }

// ReadDir implements fs.ReadDirFile.
func (m mount) ReadDir(int) ([]fs.DirEntry, error) {
	info, err := fs.Stat(m.folder, ".")
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{layoutsEntry{info}}, nil
}

// layoutsEntry is the folder layouts in its parent.
type layoutsEntry struct{ fs.FileInfo }

// Name implements fs.DirEntry.
func (layoutsEntry) Name() string { return "layouts" }

// Type implements fs.DirEntry.
func (e layoutsEntry) Type() fs.FileMode { return e.Mode().Type() }

// Info implements fs.DirEntry.
func (e layoutsEntry) Info() (fs.FileInfo, error) { return e.FileInfo, nil }

// nameOf is a layer's file as messages name it.
func nameOf(layer fs.FS, file string) string {
	switch l := layer.(type) {
	case named:
		return path.Join(l.name, file)
	case layoutsOnly:
		return path.Join(l.name, strings.TrimPrefix(file, "layouts/"))
	}
	return file
}
