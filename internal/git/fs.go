package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// errClosed is met after Close.
var errClosed = fmt.Errorf("git cat-file: %w", fs.ErrClosed)

// FS is the tree of one commit, rooted at the Repo's prefix. It implements
// fs.ReadDirFS, fs.ReadFileFS and fs.StatFS.
//
// Every file's time is the commit's. A symbolic link is listed with
// fs.ModeSymlink and is fs.ErrNotExist to whoever opens it or a path through it.
// A submodule is an empty folder. Names that are not UTF-8 are left out, since
// no path of an fs.FS can say them. A file of more than 64 MiB is listed but
// cannot be read.
//
// Objects come from one git process that runs until Close, or until the context
// given to Repo.FS ends.
type FS struct {
	batch *batch
	at    commit
	root  entry

	mu    sync.Mutex
	trees map[string]*tree // by id
}

// tree is a folder's entries, sorted by name.
type tree struct {
	list   []entry
	byName map[string]entry
}

var (
	_ fs.ReadDirFS  = (*FS)(nil)
	_ fs.ReadFileFS = (*FS)(nil)
	_ fs.StatFS     = (*FS)(nil)
)

// FS opens the commit that ref names: a branch, a tag, an id or any other
// expression that git knows, such as HEAD~1. It is ErrNoCommit where ref names
// none. Where the commit has no folder at the prefix, the FS is empty; where it
// has something else there, that is an error. The caller closes the FS.
func (r *Repo) FS(ctx context.Context, ref string) (*FS, error) {
	fail := func(err error) (*FS, error) { return nil, fmt.Errorf("open commit %q: %w", ref, err) }
	b, err := r.batch(ctx)
	if err != nil {
		return fail(err)
	}
	at, err := b.commit(ref)
	if err != nil {
		b.Close()
		return fail(err)
	}
	f := &FS{batch: b, at: at, root: entry{name: ".", kind: folder, id: at.tree}, trees: map[string]*tree{}}
	if r.prefix == "" {
		return f, nil
	}
	root, err := f.find(r.prefix)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		root = entry{kind: submodule} // an empty folder
	case err != nil:
		b.Close()
		return fail(err)
	case !root.kind.isFolder():
		b.Close()
		return fail(fmt.Errorf("%q is not a folder there", r.prefix))
	}
	root.name = "."
	f.root = root
	return f, nil
}

// Commit is the commit's full id.
func (f *FS) Commit() string { return f.at.id }

// Time is the committer's date, in UTC.
func (f *FS) Time() time.Time { return f.at.when }

// Close ends the git process. Whatever is not read by then is an error.
func (f *FS) Close() error { return f.batch.Close() }

// Open implements fs.FS. A folder is an fs.ReadDirFile; a file also has Seek and
// ReadAt, and is wholly in memory.
func (f *FS) Open(name string) (fs.File, error) {
	e, err := f.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if e.kind.isFolder() {
		t, err := f.tree(e)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &openFolder{info: f.info(e, 0), list: f.entries(t), path: name}, nil
	}
	data, err := f.data(e)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return newOpenFile(f.info(e, int64(len(data))), data, name), nil
}

// ReadDir implements fs.ReadDirFS. An entry's Info asks git for the size, which
// reads the file.
func (f *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := f.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !e.kind.isFolder() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a folder")}
	}
	t, err := f.tree(e)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return f.entries(t), nil
}

// ReadFile implements fs.ReadFileFS.
func (f *FS) ReadFile(name string) ([]byte, error) {
	e, err := f.lookup("read", name)
	if err != nil {
		return nil, err
	}
	if e.kind.isFolder() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a folder")}
	}
	data, err := f.data(e)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

// Stat implements fs.StatFS.
func (f *FS) Stat(name string) (fs.FileInfo, error) {
	e, err := f.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	info, err := f.stat(e)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info, nil
}

// lookup finds what can be opened under a name.
func (f *FS) lookup(op, name string) (entry, error) {
	err := fs.ErrInvalid
	var e entry
	if fs.ValidPath(name) {
		if e, err = f.find(name); err == nil && e.kind == link {
			err = fs.ErrNotExist
		}
	}
	if err != nil {
		return entry{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return e, nil
}

// find goes down from the root, through folders alone.
func (f *FS) find(name string) (entry, error) {
	at := f.root
	if name == "." {
		return at, nil
	}
	for _, part := range strings.Split(name, "/") {
		if !at.kind.isFolder() {
			return entry{}, fs.ErrNotExist
		}
		t, err := f.tree(at)
		if err != nil {
			return entry{}, err
		}
		next, ok := t.byName[part]
		if !ok {
			return entry{}, fs.ErrNotExist
		}
		at = next
	}
	return at, nil
}

// tree reads a folder, once for each FS.
func (f *FS) tree(e entry) (*tree, error) {
	if e.kind == submodule {
		return &tree{}, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if t, ok := f.trees[e.id]; ok {
		return t, nil
	}
	o, err := f.batch.get(e.id)
	if err != nil {
		return nil, err
	}
	if o.kind != "tree" {
		return nil, errBadTree
	}
	list, err := parseTree(o.data, len(o.id)/2)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(e entry) bool { return !utf8.ValidString(e.name) })
	// git sorts a folder as if its name ended with a slash; fs.FS does not.
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	t := &tree{list: list, byName: make(map[string]entry, len(list))}
	for _, e := range list {
		t.byName[e.name] = e
	}
	f.trees[e.id] = t
	return t, nil
}

// data is the bytes of a file.
func (f *FS) data(e entry) ([]byte, error) {
	o, err := f.batch.get(e.id)
	if err == nil && o.kind != "blob" {
		err = fmt.Errorf("object %s is a %s", e.id, o.kind)
	}
	return o.data, err
}
