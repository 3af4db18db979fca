package server

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

var errNoWatches = errors.New("this system gives no watches")

// watcher sees changes of files and folders. A file is watched through its
// folder, since editors save by putting a new file in the old one's place. What
// cannot be watched, or is not there, is looked at by poll instead.
//
// Everything belongs to one goroutine. Symbolic links among what is asked for
// are followed; those within a folder are not.
type watcher struct {
	notify *fsnotify.Watcher         // nil where the system gives none
	fails  func(folder string) error // in tests: a watch that cannot be added

	roots map[string]*root  // what was asked for, by absolute path
	files map[string]bool   // the single files that matter, by absolute path
	dirs  map[string]folder // the folders that are watched, by absolute path
	fresh []string          // what the last call of watch added to files and dirs

	// linked are those of files that are reached through a link: what changes under
	// one path is to be seen under another.
	linked map[string]bool
}

// root is one path that was asked for.
type root struct {
	folder string      // the path itself, or what it lies in where it is a file
	info   os.FileInfo // of folder, nil where there is none: a watch sees no other that takes its place
	polled bool        // whether poll looks at the path and what is below it
	print  uint64      // what poll saw last
}

// folder is one folder that is watched.
type folder struct {
	deep bool // everything in it matters, not only what is in files
	info os.FileInfo
}

func newWatcher(fails func(string) error) *watcher {
	w := &watcher{fails: fails, roots: map[string]*root{}, files: map[string]bool{}, dirs: map[string]folder{}, linked: map[string]bool{}}
	if n, err := fsnotify.NewWatcher(); err == nil {
		w.notify = n
	}
	return w
}

func (w *watcher) close() {
	if w.notify != nil {
		_ = w.notify.Close()
	}
}

// events are to be given to matters, each and in order.
func (w *watcher) events() <-chan fsnotify.Event {
	if w.notify == nil {
		return nil
	}
	return w.notify.Events
}

// errors say that events were lost.
func (w *watcher) errors() <-chan error {
	if w.notify == nil {
		return nil
	}
	return w.notify.Errors
}

// watch makes paths what is watched, and tells whether that adds anything.
func (w *watcher) watch(paths []string) bool {
	w.prune()
	roots, files, dirs := w.roots, w.files, w.dirs
	w.roots, w.files, w.dirs, w.fresh = map[string]*root{}, map[string]bool{}, map[string]folder{}, nil
	w.linked = map[string]bool{}
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil || w.roots[abs] != nil {
			continue
		}
		r := &root{folder: abs}
		w.roots[abs] = r
		info, err := os.Stat(abs)
		if err == nil && info.IsDir() {
			r.info = info
			r.polled = !w.addTree(abs, dirs)
		} else {
			r.folder = filepath.Dir(abs)
			r.info, _ = os.Stat(r.folder)
			r.polled = !w.addFile(abs, dirs) || err != nil
		}
		if was := roots[abs]; r.polled && was != nil && was.polled {
			r.print = was.print // a change since the last look must not be passed over
		} else if r.polled {
			r.print = fingerprint(abs)
		}
	}
	for f := range w.files {
		if !files[f] {
			w.fresh = append(w.fresh, f)
		}
	}
	for dir := range dirs {
		if _, ok := w.dirs[dir]; !ok && w.notify != nil {
			_ = w.notify.Remove(dir)
		}
	}
	return len(w.fresh) > 0
}

// coarse is how far a file's time may lie behind the clock: systems stamp files
// with the time of their last tick.
const coarse = 20 * time.Millisecond

// newer tells whether something that the last call of watch added has changed
// since then. It rather says so once too often.
func (w *watcher) newer(then time.Time) bool {
	then = then.Add(-coarse)
	changed := func(info os.FileInfo, err error) bool { return err == nil && !info.ModTime().Before(then) }
	for _, name := range w.fresh {
		if changed(os.Stat(name)) {
			if w.files[name] || w.dirs[name].deep {
				return true
			}
		}
		if !w.dirs[name].deep {
			continue
		}
		list, _ := os.ReadDir(name)
		for _, e := range list {
			if !ignored(e.Name()) && changed(e.Info()) {
				return true
			}
		}
	}
	return false
}

// matters tells whether an event may change the site, and which path has changed:
// anything where a folder has, or what a link leads to. It follows folders that
// come and go.
func (w *watcher) matters(e fsnotify.Event) (path string, ok bool) {
	if e.Op == fsnotify.Chmod {
		return "", false
	}
	name := filepath.Clean(e.Name)
	if _, ok := w.dirs[name]; ok && (e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)) {
		// What lay below may be watched still, under the old name.
		for dir := range w.dirs {
			if dir == name || strings.HasPrefix(dir, name+string(filepath.Separator)) {
				w.drop(dir)
			}
		}
		return anything, true
	}
	isFolder, isLink := false, false
	if e.Has(fsnotify.Create) {
		if info, err := os.Lstat(name); err == nil {
			isFolder, isLink = info.IsDir(), info.Mode()&os.ModeSymlink != 0
		}
	}
	path = name
	if isFolder || isLink || w.linked[name] {
		path = anything // with all that may lie in it by now
	}
	if w.files[name] || w.roots[name] != nil {
		return path, true
	}
	if !w.dirs[filepath.Dir(name)].deep || ignored(filepath.Base(name)) {
		return "", false
	}
	if isFolder && !w.addTree(name, nil) {
		for path, r := range w.roots {
			if !r.polled && strings.HasPrefix(name, path+string(filepath.Separator)) {
				r.polled, r.print = true, fingerprint(path)
			}
		}
	}
	return path, true
}

// poll looks at what is not watched, and at whether the rest still is, and tells
// whether anything changed since it last looked.
func (w *watcher) poll() bool {
	changed := false
	for path, r := range w.roots {
		if r.polled {
			if print := fingerprint(path); print != r.print {
				r.print, changed = print, true
			}
			continue
		}
		if info, err := os.Stat(r.folder); err != nil || !os.SameFile(info, r.info) {
			r.polled, r.print, changed = true, fingerprint(path), true
		}
	}
	return changed
}

// forget makes the next call of watch take every folder for new.
func (w *watcher) forget() { w.dirs = map[string]folder{} }

// addFile watches a file through its folder and, where it is a link, through the
// folder of what it leads to. It tells whether both are watched.
func (w *watcher) addFile(name string, before map[string]folder) bool {
	w.files[name] = true
	ok := w.add(filepath.Dir(name), false, before)
	if real, err := filepath.EvalSymlinks(name); err == nil && real != name {
		w.files[real], w.linked[real], w.linked[name] = true, true, true
		ok = w.add(filepath.Dir(real), false, before) && ok
	}
	return ok
}

// addTree watches a folder and the folders below it. It tells whether all are
// watched.
func (w *watcher) addTree(dir string, before map[string]folder) bool {
	ok := w.add(dir, true, before)
	list, err := os.ReadDir(dir)
	if err != nil {
		return os.IsNotExist(err) && ok // gone again: an event follows
	}
	for _, e := range list {
		if e.IsDir() && !ignored(e.Name()) {
			ok = w.addTree(filepath.Join(dir, e.Name()), before) && ok
		}
	}
	return ok
}

// add watches one folder, unless it is among those watched before.
func (w *watcher) add(dir string, deep bool, before map[string]folder) bool {
	if f, ok := w.dirs[dir]; ok {
		if deep && !f.deep {
			f.deep = true
			w.dirs[dir] = f
			w.fresh = append(w.fresh, dir)
		}
		return true
	}
	if f, ok := before[dir]; ok {
		if deep && !f.deep {
			w.fresh = append(w.fresh, dir)
		}
		w.dirs[dir] = folder{deep: deep, info: f.info}
		return true
	}
	info, err := os.Stat(dir)
	if err != nil || w.register(dir) != nil {
		return false
	}
	w.dirs[dir] = folder{deep: deep, info: info}
	w.fresh = append(w.fresh, dir)
	return true
}

func (w *watcher) register(dir string) error {
	if w.fails != nil {
		if err := w.fails(dir); err != nil {
			return err
		}
	}
	if w.notify == nil {
		return errNoWatches
	}
	return w.notify.Add(dir)
}

// prune drops the folders whose watch is gone, or sees another folder than the
// one that has the name now.
func (w *watcher) prune() {
	seen := map[string]bool{}
	if w.notify != nil {
		for _, dir := range w.notify.WatchList() {
			seen[dir] = true
		}
	}
	for dir, f := range w.dirs {
		if info, err := os.Stat(dir); err != nil || !seen[dir] || !os.SameFile(info, f.info) {
			w.drop(dir)
		}
	}
}

func (w *watcher) drop(dir string) {
	delete(w.dirs, dir)
	if w.notify != nil {
		_ = w.notify.Remove(dir) // an error only says that it is gone already
	}
}
