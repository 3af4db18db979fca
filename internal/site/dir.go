package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// manifestName is the file that lists what a build wrote.
const manifestName = ".tradeoff-manifest"

// manifestHead is the manifest's first line; the version rises with its form.
const manifestHead = "# tradeoff site manifest 1: the files below are replaced and removed by the next build"

// Dir is a Sink that writes a folder. It changes only files that it wrote, now
// or in an earlier build: the manifest in the folder lists them. A file's new
// bytes appear at once or not at all, and a file that has not changed is not
// touched.
type Dir struct {
	root *os.Root
	name string

	mu      sync.Mutex
	journal *os.File        // the manifest, open to append; nil until there is something to note
	known   map[string]bool // written by an earlier build, or noted in the manifest by this one
	put     map[string]bool // put this time
	made    map[string]bool // folders that exist
}

// NewDir opens the folder at root, and makes it where there is none. It refuses
// a folder that holds files but no manifest, since they are somebody else's.
func NewDir(root string) (*Dir, error) {
	if err := os.MkdirAll(root, 0o777); err != nil {
		return nil, fmt.Errorf("open output folder: %w", err)
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("open output folder: %w", err)
	}
	d := &Dir{root: r, name: root, known: map[string]bool{}, put: map[string]bool{}, made: map[string]bool{}}
	if err := d.readManifest(); err != nil {
		r.Close()
		return nil, err
	}
	return d, nil
}

// Put implements Sink. It refuses to replace a file that no build wrote.
func (d *Dir) Put(name string, data []byte) error {
	if !putable(name) {
		return fmt.Errorf("put %q: not a path of a site", name)
	}
	if err := d.claim(name); err != nil {
		return err
	}
	if d.same(name, data) {
		return nil
	}
	if err := d.replace(name, data); err != nil {
		return fmt.Errorf("put %q: %w", name, err)
	}
	return nil
}

// putable tells whether a site may have a file of that name.
func putable(name string) bool {
	return fs.ValidPath(name) && name != "." && name != manifestName && !strings.ContainsAny(name, "\n\r\x00")
}

// Finish removes what earlier builds wrote and this one did not, then the
// folders that this leaves empty, and writes the manifest. Without it nothing
// is removed.
func (d *Dir) Finish() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(d.known)) {
		if d.put[name] {
			continue
		}
		if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			if info, statErr := d.root.Lstat(name); statErr == nil && info.IsDir() {
				continue // a folder has its name now
			}
			return fmt.Errorf("remove %q of an earlier build: %w", name, err)
		}
		// A folder that still holds something refuses, and that ends the climb.
		for dir := path.Dir(name); dir != "." && d.root.Remove(dir) == nil; dir = path.Dir(dir) {
		}
	}
	if d.journal != nil { // some systems replace no file that is open
		if err := d.journal.Close(); err != nil {
			return fmt.Errorf("write manifest: %w", err)
		}
		d.journal = nil
	}
	var b strings.Builder
	b.WriteString(manifestHead + "\n")
	for _, name := range slices.Sorted(maps.Keys(d.put)) {
		b.WriteString(name + "\n")
	}
	if !d.same(manifestName, []byte(b.String())) {
		if err := d.replace(manifestName, []byte(b.String())); err != nil {
			return fmt.Errorf("write manifest: %w", err)
		}
	}
	return d.shut()
}

// Close gives the folder up without Finish, after a build that failed.
func (d *Dir) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shut()
}

// shut closes what is open.
func (d *Dir) shut() error {
	var err error
	if d.journal != nil {
		err = d.journal.Close()
		d.journal = nil
	}
	return errors.Join(err, d.root.Close())
}

// readManifest learns what earlier builds wrote, and begins a manifest in a
// folder that is empty.
func (d *Dir) readManifest() error {
	data, err := d.root.ReadFile(manifestName)
	if err == nil {
		for line := range strings.Lines(string(data)) {
			name := strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(name, "#") || !fs.ValidPath(name) || name == "." || name == manifestName {
				continue
			}
			d.known[name] = true
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read manifest: %w", err)
	}
	folder, err := d.root.Open(".")
	if err != nil {
		return fmt.Errorf("open output folder: %w", err)
	}
	defer folder.Close()
	if names, err := folder.Readdirnames(1); len(names) > 0 {
		return fmt.Errorf("write the site to %q: the folder holds files (%s) that no build of tradeoff wrote; name another folder with --output, or empty this one", d.name, names[0])
	} else if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("open output folder: %w", err)
	}
	if err := d.root.WriteFile(manifestName, []byte(manifestHead+"\n"), 0o666); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return nil
}

// claim notes that name belongs to this build. A name that no build has written
// is added to the manifest before its file is there, so that a build which is
// cut short leaves nothing that the next one would not know.
func (d *Dir) claim(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.put[name] {
		return fmt.Errorf("put %q: it is there already", name)
	}
	d.clearAbove(name)
	if !d.known[name] {
		info, err := d.root.Lstat(name)
		if err == nil && info.IsDir() {
			d.clearBelow(name)
			_, err = d.root.Lstat(name)
		}
		if err == nil {
			return fmt.Errorf("put %q: the file in %q was written by something else; move it away, or name another folder with --output", name, d.name)
		}
		if err := d.note(name); err != nil {
			return fmt.Errorf("put %q: %w", name, err)
		}
		d.known[name] = true
	}
	d.put[name] = true
	if dir := path.Dir(name); !d.made[dir] {
		if err := d.root.MkdirAll(dir, 0o777); err != nil {
			return fmt.Errorf("put %q: %w", name, err)
		}
		d.made[dir] = true
	}
	return nil
}

// clearAbove removes the files of an earlier build that are folders on the way to
// name now. What cannot be removed is told when the file is written.
func (d *Dir) clearAbove(name string) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if d.known[dir] && !d.put[dir] && d.root.Remove(dir) == nil {
			delete(d.known, dir)
		}
	}
}

// clearBelow removes what an earlier build left in a folder that is a file now.
func (d *Dir) clearBelow(name string) {
	for _, old := range slices.Sorted(maps.Keys(d.known)) {
		if !strings.HasPrefix(old, name+"/") || d.put[old] || d.root.Remove(old) != nil {
			continue
		}
		delete(d.known, old)
		for dir := path.Dir(old); len(dir) >= len(name) && d.root.Remove(dir) == nil; dir = path.Dir(dir) {
			delete(d.made, dir)
		}
	}
}

// note appends a name to the manifest.
func (d *Dir) note(name string) (err error) {
	if d.journal == nil {
		if d.journal, err = d.root.OpenFile(manifestName, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o666); err != nil {
			return err
		}
	}
	_, err = io.WriteString(d.journal, name+"\n")
	return err
}

// same tells whether the regular file name holds data already.
func (d *Dir) same(name string, data []byte) bool {
	info, err := d.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	old, err := d.root.ReadFile(name)
	return err == nil && bytes.Equal(old, data)
}

// temporaryOf is where a file's bytes are until they are whole: beside it, under a
// name that no other file's is, and that is never too long.
func temporaryOf(name string) string {
	sum := sha256.Sum256([]byte(path.Base(name)))
	return path.Join(path.Dir(name), fmt.Sprintf(".%x.tradeoff-new", sum[:8]))
}

// replace writes data beside name and renames it there.
func (d *Dir) replace(name string, data []byte) error {
	temporary := temporaryOf(name)
	if err := d.root.WriteFile(temporary, data, 0o666); err != nil {
		return err
	}
	if err := d.root.Rename(temporary, name); err != nil {
		return errors.Join(err, d.root.Remove(temporary))
	}
	return nil
}
