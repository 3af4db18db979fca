package output

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

const (
	// manifestHead is the manifest's first line; the version rises with its form.
	manifestHead = "# tradeoff site manifest 1: the files below are replaced and removed by the next build\n"
	// unfinished is in the manifest from a build's first change until its last: a build
	// that finds it looks for what another one left.
	unfinished = "# a build has begun\n"
	// hashed stands before a name that begins as a comment does.
	hashed = "./"
)

// manifest is the list of what builds wrote, as a file in the root: while a build works
// a line is added for each new name, and at its end the whole is written anew.
type manifest struct {
	root    *folder
	found   []byte   // what the file held; nil where there was none
	cut     bool     // it is that of a build which did not end
	journal *os.File // the file, open to append; nil until there is something to note
	err     error    // of the first append that failed: a line may be torn since
}

// readManifest reads the manifest, and the names in it.
func readManifest(root *folder) (*manifest, []string, error) {
	m := &manifest{root: root}
	switch k, err := root.kind(Manifest); {
	case err != nil:
		return nil, nil, err
	case k == absent:
		return m, nil, nil
	case k != regular:
		return nil, nil, errNoFile
	}
	f, err := root.handle.open(Manifest)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	if m.found, err = io.ReadAll(f); err != nil {
		return nil, nil, err
	}
	var names []string
	for line := range strings.Lines(string(m.found)) {
		name, ended := strings.CutSuffix(line, "\n")
		if !ended {
			m.cut = true // and the file that the line names was not made
			break
		}
		if strings.HasPrefix(name, "#") {
			m.cut = m.cut || line == unfinished
			continue
		}
		if name = strings.TrimPrefix(name, hashed); Takes(name) {
			names = append(names, name)
		}
	}
	return m, names, nil
}

// note adds names, in one write, and that a build has begun where it is the first.
func (m *manifest) note(names ...string) error {
	if m.err != nil || m.journal != nil && len(names) == 0 {
		return m.err
	}
	var b bytes.Buffer
	if m.journal == nil {
		if err := m.begin(); err != nil {
			m.err = &noteError{err}
			return m.err
		}
		if len(m.found) == 0 {
			b.WriteString(manifestHead)
		}
		b.WriteString(unfinished)
	}
	writeNames(&b, names)
	if _, err := m.journal.Write(b.Bytes()); err != nil {
		m.err = &noteError{err}
	}
	return m.err
}

// noteError is that the manifest could not be added to.
type noteError struct{ err error }

// Error is the cause's.
func (e *noteError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *noteError) Unwrap() error { return e.err }

// begin opens the file to append, behind the last whole line.
func (m *manifest) begin() (err error) {
	if m.journal, err = m.root.appending(Manifest); err != nil {
		return err
	}
	if whole := bytes.LastIndexByte(m.found, '\n') + 1; whole < len(m.found) {
		m.found = m.found[:whole]
		return m.journal.Truncate(int64(whole))
	}
	return nil
}

// begun tells whether this build has changed anything.
func (m *manifest) begun() bool { return m.journal != nil }

// write puts the names, and nothing else, in the place of what is there.
func (m *manifest) write(names []string) error {
	var b bytes.Buffer
	b.WriteString(manifestHead)
	writeNames(&b, slices.Sorted(slices.Values(names)))
	if !m.begun() && bytes.Equal(m.found, b.Bytes()) {
		return nil
	}
	if err := m.note(); err != nil {
		return err
	}
	if err := m.close(); err != nil { // some systems replace no file that is open
		return err
	}
	return m.root.replace(Manifest, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

func writeNames(b *bytes.Buffer, names []string) {
	for _, name := range names {
		if strings.HasPrefix(name, "#") {
			b.WriteString(hashed)
		}
		b.WriteString(name)
		b.WriteByte('\n')
	}
}

// close closes the file.
func (m *manifest) close() error {
	if m.journal == nil {
		return nil
	}
	err := m.journal.Close()
	m.journal = nil
	return err
}

// sweep removes the files of a build which was cut short that had not got their names.
func (d *Dir) sweep() error {
	inside := map[string][]string{".": {Manifest}}
	for name := range d.names {
		dir := path.Dir(name)
		inside[dir] = append(inside[dir], path.Base(name))
	}
	for _, dir := range slices.Sorted(maps.Keys(inside)) {
		f, err := d.folders.take(dir, false)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		found, err := f.list(-1)
		for _, left := range found {
			ours := func(base string) bool { return temporaryOf(base) == left }
			if err == nil && strings.HasSuffix(left, temporaryEnd) && slices.ContainsFunc(inside[dir], ours) {
				err = f.handle.remove(left)
			}
		}
		d.folders.give(f)
		if err != nil {
			return err
		}
	}
	return nil
}
