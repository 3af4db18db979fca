package source

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
)

const (
	mostFolders = 32 // that are kept open at a time, of one project
	fewFiles    = 8  // of a folder with fewer, looking each up from the root is no loss
)

// Files are the files below an os.Root, confined to it as those of its FS are. They
// implement fs.ReadDirFS, fs.ReadFileFS, fs.StatFS and fs.ReadLinkFS, and may be used
// by several goroutines at a time.
//
// A root goes down from itself to each file anew, which takes eleven system calls to
// read one in a folder with care, and a log has thousands. A folder that was listed is
// kept open here: what the listing says is a regular file is read from the folder
// itself, where the system can do that, in four calls. A link is never followed on
// this way. Whatever does not go well on it is left to the root, so that the root
// decides what cannot be read, and how to say so.
//
// A folder is what it was when it was listed last: where another is put in its place
// afterwards, the files of the former are read until it is listed again. The files
// themselves are what they are when they are read.
type Files struct {
	root fs.FS // of the os.Root; it is all of the four interfaces

	mu    sync.RWMutex
	kept  map[string]*folder // by path, "." for the root
	order []string           // of their listing
}

// folder is a folder that is kept open.
type folder struct {
	file  *os.File
	conn  syscall.RawConn // to it
	names []listed        // in order
}

// listed is an entry of a folder. It implements fs.DirEntry; what Info tells is looked
// up when it is asked for, from the root.
type listed struct {
	files     *Files
	dir, name string
	mode      fs.FileMode // its type
}

// Name implements fs.DirEntry.
func (e *listed) Name() string { return e.name }

// IsDir implements fs.DirEntry.
func (e *listed) IsDir() bool { return e.mode.IsDir() }

// Type implements fs.DirEntry.
func (e *listed) Type() fs.FileMode { return e.mode }

// Info implements fs.DirEntry.
func (e *listed) Info() (fs.FileInfo, error) { return e.files.Lstat(path.Join(e.dir, e.name)) }

// String implements fmt.Stringer, as the standard library's entries do.
func (e *listed) String() string { return fs.FormatDirEntry(e) }

// FilesOf gives the files of a root, which stays its owner's: closing the root is
// not done by Close, and Close does not close the root.
func FilesOf(root *os.Root) *Files {
	return &Files{root: root.FS(), kept: map[string]*folder{}}
}

// Close gives up the folders that are kept open. The files can be read afterwards, as
// long as the root is open.
func (f *Files) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.kept {
		d.file.Close()
	}
	clear(f.kept)
	f.order = nil
	return nil
}

// Open implements fs.FS.
func (f *Files) Open(name string) (fs.File, error) { return f.root.Open(name) }

// Stat implements fs.StatFS.
func (f *Files) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.root, name) }

// Lstat implements fs.ReadLinkFS.
func (f *Files) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(f.root, name) }

// ReadLink implements fs.ReadLinkFS.
func (f *Files) ReadLink(name string) (string, error) { return fs.ReadLink(f.root, name) }

// ReadFile implements fs.ReadFileFS.
func (f *Files) ReadFile(name string) ([]byte, error) {
	if data, ok := f.ReadListed(name, 1<<40); ok {
		return data, nil
	}
	return fs.ReadFile(f.root, name)
}

// ReadDir implements fs.ReadDirFS. It keeps the folder open, in the place of what was
// kept of it before.
func (f *Files) ReadDir(name string) ([]fs.DirEntry, error) {
	f.forget(name)
	if !readsListed {
		return fs.ReadDir(f.root, name)
	}
	opened, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	file, _ := opened.(*os.File)
	var conn syscall.RawConn
	if file != nil {
		conn, err = file.SyscallConn()
	}
	if file == nil || err != nil {
		opened.Close()
		return fs.ReadDir(f.root, name)
	}
	list, ok := listIn(conn)
	if !ok {
		file.Close()
		return fs.ReadDir(f.root, name)
	}
	slices.SortFunc(list, func(a, b listed) int { return strings.Compare(a.name, b.name) })
	out := make([]fs.DirEntry, len(list))
	for i := range list {
		list[i].files, list[i].dir = f, name
		out[i] = &list[i]
	}
	if len(list) < fewFiles {
		file.Close()
	} else {
		f.keep(name, &folder{file, conn, list})
	}
	return out, nil
}

// forget gives up a folder.
func (f *Files) forget(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(name)
}

// drop is forget while mu is held.
func (f *Files) drop(name string) {
	if d := f.kept[name]; d != nil {
		d.file.Close()
		delete(f.kept, name)
		f.order = slices.DeleteFunc(f.order, func(other string) bool { return other == name })
	}
}

// keep keeps a folder. Where there are enough, the one goes that was listed first.
func (f *Files) keep(name string, d *folder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop(name)
	if len(f.order) == mostFolders {
		f.drop(f.order[0])
	}
	f.kept[name], f.order = d, append(f.order, name)
}

// ReadListed reads a file that a listing of its folder has shown to be a regular one
// and that is no larger than so many bytes. ok is false of any other, and of one that
// cannot be read like this: then it has to be looked at in the usual way. Nothing is
// opened that the listing says is a pipe or a device.
func (f *Files) ReadListed(name string, most int64) (data []byte, ok bool) {
	dir, base := path.Split(name)
	if dir = strings.TrimSuffix(dir, "/"); dir == "" {
		dir = "."
	}
	f.mu.RLock()
	d := f.kept[dir]
	f.mu.RUnlock()
	if d == nil || !fs.ValidPath(name) {
		return nil, false
	}
	i, found := slices.BinarySearchFunc(d.names, base, func(e listed, base string) int { return strings.Compare(e.name, base) })
	if !found || !d.names[i].mode.IsRegular() {
		return nil, false
	}
	return readIn(d.conn, base, most)
}

// listedReader is what a file system may be whose files can be read without a look at
// each before; see Files.ReadListed.
type listedReader interface {
	ReadListed(name string, most int64) ([]byte, bool)
}

// ReadListed is Files.ReadListed of a file system that has it, and gives nothing of any
// other.
func ReadListed(fsys fs.FS, name string, most int64) (data []byte, ok bool) {
	if f, has := fsys.(listedReader); has {
		return f.ReadListed(name, most)
	}
	return nil, false
}
