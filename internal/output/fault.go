package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// fault says what could not be done to which file, and what helps. size is how many bytes
// the file wants, 0 where that does not count.
func (d *Dir) fault(operation, name string, size int64, err error) error {
	is := func(target error) bool { return errors.Is(err, target) }
	what := operation
	if name != "" {
		what = fmt.Sprintf("%s %q", operation, name)
	}
	switch {
	case slices.ContainsFunc(fullErrors, is):
		wants := ""
		if size > 0 {
			wants = fmt.Sprintf(" and the file wants %d bytes", size)
		}
		return fmt.Errorf("%s: the disk of %q is full%s; make room and build again: nothing else is lost, and every file that is there is whole: %w", what, d.name, wants, err)
	case slices.ContainsFunc(readOnlyErrors, is):
		return fmt.Errorf("%s: %q is on a file system that is read-only; mount it for writing, or name another folder with --output: %w", what, d.name, err)
	case is(fs.ErrPermission):
		return fmt.Errorf("%s: you may not write to %q; change its permissions, or name another folder with --output: %w", what, d.barred(name, err), err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// barred is the path that has to be writable for an operation on a file: its folder's,
// since files are replaced and not written over, and the manifest's own, which is added
// to while a build works.
func (d *Dir) barred(name string, err error) string {
	if noted := (*noteError)(nil); errors.As(err, &noted) {
		at := filepath.Join(d.name, Manifest)
		if _, err := os.Lstat(at); err == nil {
			return at
		}
		return d.name
	}
	return filepath.Join(d.name, filepath.FromSlash(path.Dir(name)))
}

// foreign says that a name is taken by somebody else.
func (d *Dir) foreign(name string, k kind) error {
	what := "the file in %q was written by something else"
	if k == folderKind {
		what = "a folder in %q has its name, and holds files that were written by something else"
	}
	return fmt.Errorf("put %q: "+what+"; move it away, or name another folder with --output", name, d.name)
}
