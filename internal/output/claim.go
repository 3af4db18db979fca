package output

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Expect tells of files that will be put, so that they are noted at once and not one by
// one. A name that is not told of before, or that does not come after all, does no harm.
func (d *Dir) Expect(names []string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var free []string
	nowhere := map[string]bool{} // folders that are not there yet
	for _, name := range names {
		dir := path.Dir(name)
		if !Takes(name) || d.names[name] != unknown {
			continue
		}
		if !nowhere[dir] {
			f, err := d.folders.take(dir, false)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				nowhere[dir] = true
			case err != nil:
				continue // Put will tell
			default:
				taken := false
				if !f.made {
					k, err := f.kind(path.Base(name))
					taken = err != nil || k != absent
				}
				d.folders.give(f)
				if taken {
					continue // by somebody else, or a folder: Put will tell
				}
			}
		}
		free = append(free, name)
	}
	if len(free) == 0 {
		return nil
	}
	if err := d.manifest.note(free...); err != nil {
		return d.fault("write manifest", "", 0, err)
	}
	for _, name := range free {
		d.names[name] = expected
	}
	return nil
}

// claim notes that name belongs to this build, and tells what was known of it before. A
// name that no build has written is in the manifest before its file is there, so that a
// build which is cut short leaves nothing that the next one would not know. The folder
// is to be released.
func (d *Dir) claim(name string, size int64) (*folder, state, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	was := d.names[name]
	if was == done {
		return nil, was, fmt.Errorf("put %q: it is there already", name)
	}
	if was == unknown {
		if err := d.free(name); err != nil {
			return nil, was, err
		}
		if err := d.manifest.note(name); err != nil {
			return nil, was, d.fault("put", name, size, err)
		}
	}
	f, err := d.folders.take(path.Dir(name), true)
	if err != nil {
		return nil, was, d.fault("put", name, size, err)
	}
	d.names[name] = done
	return f, was, nil
}

// free makes sure that nothing has a name that no build has written.
func (d *Dir) free(name string) error {
	f, err := d.folders.take(path.Dir(name), false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return d.fault("put", name, 0, err)
	}
	defer d.folders.give(f)
	if f.made {
		return nil
	}
	k, err := f.kind(path.Base(name))
	if err == nil && k == folderKind {
		if err = d.manifest.note(); err == nil {
			d.clearBelow(name)
			k, err = f.kind(path.Base(name))
		}
	}
	switch {
	case err != nil:
		return d.fault("put", name, 0, err)
	case k != absent:
		return d.foreign(name, k)
	}
	return nil
}

// change prepares that a file of an earlier build, or what has its name now, is replaced.
func (d *Dir) change(f *folder, name string, size int64, found kind) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.manifest.note(); err != nil {
		return d.fault("put", name, size, err)
	}
	if found != folderKind {
		return nil
	}
	d.clearBelow(name)
	switch k, err := f.kind(path.Base(name)); {
	case err != nil:
		return d.fault("put", name, size, err)
	case k == folderKind:
		return d.foreign(name, k)
	}
	return nil
}

// clearAbove removes a file of an earlier build that has the name of a folder now.
func (d *Dir) clearAbove(parent *folder, name string) bool {
	if d.names[name] != earlier || d.manifest.note() != nil || parent.remove(path.Base(name)) != nil {
		return false
	}
	d.counts.remove(true)
	delete(d.names, name)
	return true
}

// clearBelow removes what an earlier build left in a folder that has the name of a file
// now, and the folder where nothing else is in it.
func (d *Dir) clearBelow(name string) {
	var old []string
	for below, s := range d.names {
		if s == earlier && strings.HasPrefix(below, name+"/") {
			old = append(old, below)
		}
	}
	slices.Sort(old)
	for _, below := range old {
		if removed, err := d.folders.remove(below); err == nil {
			d.counts.remove(removed)
			delete(d.names, below)
		}
	}
	for _, below := range append(old, name+"/") {
		d.folders.prune(below)
	}
}

// forget strikes off a name that somebody else has taken.
func (d *Dir) forget(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.names, name)
}

// release gives a folder back, and adds to a count what was done in it; nil for nothing.
func (d *Dir) release(f *folder, counted *int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folders.give(f)
	if counted != nil {
		*counted++
	}
}
