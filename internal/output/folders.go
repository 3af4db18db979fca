package output

import (
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"syscall"
)

// mostOpen bounds the folders that are open at once. A site has few; one with a folder a
// page must not take all the descriptors that a process may have, which is 256 on some
// systems.
const mostOpen = 100

// folder is an open folder of the site.
type folder struct {
	handle
	path  string
	made  bool // by this build: what is in it is this build's too
	users int
	idle  *list.Element // its place in folders.idle; nil while somebody uses it
}

// folders are those that are open. It is not for use by several goroutines at once, but
// a folder that was taken is, until it is given back.
type folders struct {
	root *folder
	name string // of the root, for faults
	open map[string]*folder
	idle list.List       // of *folder: those without a user, the longest unused first
	made map[string]bool // all that this build made, open or not
	// clear takes a file out of the way of a folder, and tells whether it did.
	clear func(parent *folder, name string) bool
}

func newFolders(root handle, name string, clear func(*folder, string) bool) *folders {
	f := &folder{handle: root, path: ".", users: 1}
	return &folders{root: f, name: name, open: map[string]*folder{".": f}, made: map[string]bool{}, clear: clear}
}

// take opens a folder and those above it. One that is not there is made where create is
// set; else the error is fs.ErrNotExist. It is given back with give.
func (s *folders) take(name string, create bool) (*folder, error) {
	if f := s.open[name]; f != nil {
		f.users++
		if f.idle != nil {
			s.idle.Remove(f.idle)
			f.idle = nil
		}
		return f, nil
	}
	parent, err := s.take(path.Dir(name), create)
	if err != nil {
		return nil, err
	}
	defer s.give(parent)
	h, err := s.enter(parent, name, create)
	if err != nil {
		return nil, err
	}
	for oldest := s.idle.Front(); oldest != nil && len(s.open) >= mostOpen; oldest = s.idle.Front() {
		s.drop(oldest.Value.(*folder))
	}
	f := &folder{handle: h, path: name, made: s.made[name], users: 1}
	s.open[name] = f
	return f, nil
}

// enter opens a folder in its parent.
func (s *folders) enter(parent *folder, name string, create bool) (handle, error) {
	base := path.Base(name)
	h, err := parent.sub(base)
	if blocked(err) {
		k, kindErr := parent.kind(base)
		switch {
		case kindErr != nil:
			return h, kindErr
		case create && s.clear(parent, name):
			err = fs.ErrNotExist
		case create || k == other:
			return h, fmt.Errorf("%q is no folder but a file or a link that no build wrote, and is not followed; move it away, or name another folder with --output", filepath.Join(s.name, filepath.FromSlash(name)))
		default:
			return h, fs.ErrNotExist // a file that is no folder has nothing in it
		}
	}
	if !create || !errors.Is(err, fs.ErrNotExist) {
		return h, err
	}
	if err := parent.mkdir(base); err == nil {
		s.made[name] = true
	} else if !errors.Is(err, fs.ErrExist) {
		return h, err
	}
	return parent.sub(base)
}

// blocked tells whether an error says that what has the name is no folder.
func blocked(err error) bool {
	return errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ELOOP)
}

// give ends the use of a folder. It stays open until others need its place.
func (s *folders) give(f *folder) {
	if f.users--; f.users == 0 {
		f.idle = s.idle.PushBack(f)
	}
}

// drop closes a folder that nobody uses.
func (s *folders) drop(f *folder) {
	s.idle.Remove(f.idle)
	delete(s.open, f.path)
	f.close()
}

// remove removes a file, and tells whether it was there. That it is not is no error, nor
// that it is a folder now.
func (s *folders) remove(name string) (bool, error) {
	f, err := s.take(path.Dir(name), false)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer s.give(f)
	err = f.remove(path.Base(name))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err == nil, nil
	}
	if k, kindErr := f.kind(path.Base(name)); kindErr == nil && k == folderKind {
		return false, nil
	}
	return false, err
}

// prune removes the folders above a name that are empty.
func (s *folders) prune(name string) {
	for dir := range above(name) {
		if f := s.open[dir]; f != nil {
			if f.users > 0 {
				return
			}
			s.drop(f) // some systems remove no folder that is open
		}
		parent, err := s.take(path.Dir(dir), false)
		if err == nil {
			err = parent.rmdir(path.Base(dir))
			s.give(parent)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return // it holds something
		}
		delete(s.made, dir)
	}
}

// closeAll closes everything.
func (s *folders) closeAll() {
	for _, f := range s.open {
		f.close()
	}
	clear(s.open)
}
