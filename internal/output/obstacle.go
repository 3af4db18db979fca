package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// obstacle tells what keeps a folder from being opened, or from being made: what has its
// name, or that of a folder above it, and is none, with what helps. It is "" where the
// nearest name that is taken is a folder's, and something else is wrong.
func obstacle(folder string) string {
	for at := filepath.Clean(folder); ; at = filepath.Dir(at) {
		info, err := os.Lstat(at)
		switch {
		case err != nil && at == filepath.Dir(at):
			return ""
		case err != nil: // not there, or below what is no folder
			continue
		case info.Mode()&fs.ModeSymlink != 0:
			return linkObstacle(at)
		case !info.IsDir():
			return fmt.Sprintf("%q is a file and no folder; move it away", at)
		}
		return ""
	}
}

// linkObstacle is obstacle of a symbolic link.
func linkObstacle(link string) string {
	to, err := os.Readlink(link)
	if err != nil {
		return ""
	}
	info, err := os.Stat(link)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("%q is a link to %q, and no such folder is there; make it, or remove the link", link, to)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("%q is a link to %q, which you may not open; change the permissions there, or remove the link", link, to)
	case err != nil:
		return fmt.Sprintf("%q is a link to %q, which leads nowhere; remove it", link, to)
	case !info.IsDir():
		return fmt.Sprintf("%q is a link to the file %q and to no folder; remove it", link, to)
	}
	return ""
}

// errNoFile is what has the manifest's name and is no file.
var errNoFile = errors.New("it is a folder or a link, which no build makes")

// manifestFault says why the manifest cannot be read, and what helps.
func (d *Dir) manifestFault(err error) error {
	name := filepath.Join(d.name, Manifest)
	switch {
	case errors.Is(err, errNoFile):
		return fmt.Errorf("read manifest %q: %w; remove it, or name another folder with --output", name, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("read manifest %q: you may not read it; change its permissions, or name another folder with --output: %w", name, err)
	}
	return fmt.Errorf("read manifest %q: %w; name another folder with --output", name, err)
}
