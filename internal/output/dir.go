package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
)

// Dir writes a site into a folder. Put, Copy and Expect may be called from any number of
// goroutines; then Finish or Close ends it.
type Dir struct {
	name string // of the folder, as the user gave it

	mu       sync.Mutex
	lock     *lock
	folders  *folders
	manifest *manifest
	names    map[string]state
	counts   Counts
	closed   bool
}

// Counts are the files of a build, by what was done with them.
type Counts struct {
	Written   int // new, or of other bytes than before
	Unchanged int // there already, with the same bytes
	Removed   int // of an earlier build, and not of this one
}

func (c *Counts) remove(removed bool) {
	if removed {
		c.Removed++
	}
}

// Counts tells what was done so far: all of it once Finish has returned.
func (d *Dir) Counts() Counts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.counts
}

// state is what is known of a name.
type state uint8

const (
	unknown  state = iota
	earlier        // an earlier build wrote it, or noted it at least
	expected       // this build has noted it, and nothing had the name then
	done           // this build has put it
)

// Open opens the folder at root for one build, and makes it where there is none. It
// refuses a folder that holds files but no manifest, since they are somebody else's.
// While another build writes there it waits until that ends or ctx does; waiting, which
// may be nil, is called once before.
func Open(ctx context.Context, root string, waiting func()) (*Dir, error) {
	d := &Dir{name: root, names: map[string]state{}}
	h, l, err := openLocked(ctx, root, waiting)
	if err != nil && ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		if what := obstacle(root); what != "" {
			return nil, fmt.Errorf("open output folder %q: %s, or name another folder with --output", root, what)
		}
		return nil, d.fault("open output folder", "", 0, err)
	}
	d.lock = l
	d.folders = newFolders(h, root, d.clearAbove)
	if err := d.begin(); err != nil {
		return nil, errors.Join(err, d.shut())
	}
	return d, nil
}

// begin learns what earlier builds wrote, and takes away what one left half-done.
func (d *Dir) begin() error {
	m, names, err := readManifest(d.folders.root)
	if err != nil {
		return d.manifestFault(err)
	}
	d.manifest = m
	for _, name := range names {
		d.names[name] = earlier
	}
	if m.found == nil {
		found, err := d.folders.root.list(2)
		if err != nil {
			return d.fault("open output folder", "", 0, err)
		}
		found = slices.DeleteFunc(found, func(name string) bool { return name == lockName })
		if len(found) > 0 {
			return fmt.Errorf("write the site to %q: the folder holds files (%s) that no build of tradeoff wrote; name another folder with --output, or empty this one", d.name, found[0])
		}
		d.folders.root.made = true // as good as
	}
	if m.cut {
		if err := d.sweep(); err != nil {
			return d.fault("remove what a build left that was cut short", "", 0, err)
		}
	}
	return nil
}

// Put writes a file, unless it holds these bytes already. It refuses to replace one that
// no build wrote, and to write one twice.
func (d *Dir) Put(name string, data []byte) error {
	return d.put(name, int64(len(data)),
		func(old io.Reader) bool { return holds(old, data) },
		func(w io.Writer) error { _, err := w.Write(data); return err })
}

// Copy is Put of a file of another file system, which is never in memory as a whole.
func (d *Dir) Copy(name string, from fs.FS, file string) error {
	info, err := fs.Stat(from, file)
	if err != nil {
		return err
	}
	return d.put(name, info.Size(),
		func(old io.Reader) bool { return holdsFile(old, from, file) },
		func(w io.Writer) error {
			source, err := from.Open(file)
			if err != nil {
				return err
			}
			defer source.Close()
			_, err = io.Copy(w, source)
			return err
		})
}

// put writes a file of size bytes with fill, unless it is one already of which same
// tells that it holds them.
func (d *Dir) put(name string, size int64, same func(io.Reader) bool, fill func(io.Writer) error) error {
	if !Takes(name) {
		return fmt.Errorf("put %q: not a path of a site", name)
	}
	f, was, err := d.claim(name, size)
	if err != nil {
		return err
	}
	var counted *int // of the counts, what the name adds to
	defer func() { d.release(f, counted) }()
	base := path.Base(name)
	if was != earlier {
		err := f.create(base, fill)
		if errors.Is(err, fs.ErrExist) {
			d.forget(name)
			return d.foreign(name, regular)
		}
		if err != nil {
			return d.fault("put", name, size, err)
		}
		counted = &d.counts.Written
		return nil
	}
	old, k, err := f.read(base)
	if err != nil {
		return d.fault("put", name, size, err)
	}
	if k == regular {
		unchanged := old.size == size && same(old)
		old.close()
		if unchanged {
			counted = &d.counts.Unchanged
			return nil
		}
	}
	if err := d.change(f, name, size, k); err != nil {
		return err
	}
	err = fs.ErrExist
	if k == absent { // taken away by hand, or noted by a build that was cut short
		err = f.create(base, fill)
	}
	if errors.Is(err, fs.ErrExist) {
		err = f.replace(base, fill)
	}
	if err != nil {
		return d.fault("put", name, size, err)
	}
	counted = &d.counts.Written
	return nil
}

// Finish removes what earlier builds wrote and this one did not, then the folders that
// this leaves empty, and writes the manifest. Without it nothing is removed. It ends the
// use of the folder whatever it returns.
func (d *Dir) Finish() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Join(d.finish(), d.shut())
}

func (d *Dir) finish() error {
	stale, kept := d.named(earlier), d.named(done)
	slices.Sort(stale)
	if len(stale) > 0 {
		if err := d.manifest.note(); err != nil {
			return d.fault("write manifest", "", 0, err)
		}
	}
	for _, name := range stale {
		removed, err := d.folders.remove(name)
		if err != nil {
			return d.fault("remove of an earlier build", name, 0, err)
		}
		d.counts.remove(removed)
		d.folders.prune(name)
	}
	if err := d.manifest.write(kept); err != nil {
		return d.fault("write manifest", "", 0, err)
	}
	return nil
}

// Close gives the folder up without Finish, after a build that failed.
func (d *Dir) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	if d.manifest.begun() {
		// What was expected and did not come is struck off. Where that cannot be written,
		// the disk being full perhaps, the manifest names too much, and never too little.
		_ = d.manifest.write(append(d.named(earlier), d.named(done)...))
	}
	return d.shut()
}

// named are the names of a state.
func (d *Dir) named(s state) []string {
	var names []string
	for name, of := range d.names {
		if of == s {
			names = append(names, name)
		}
	}
	return names
}

// shut closes what is open, and lets the next build in.
func (d *Dir) shut() error {
	if d.closed {
		return nil
	}
	d.closed = true
	var err error
	if d.manifest != nil {
		err = d.manifest.close()
	}
	d.folders.closeAll()
	return errors.Join(err, d.lock.release())
}
