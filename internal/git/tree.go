package git

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// kind is what a tree holds under a name.
type kind uint8

const (
	file kind = iota
	program
	link
	folder
	submodule
)

// mode is the kind as fs.FS shows it. A submodule is an empty folder, as it is
// on disk until somebody fills it.
func (k kind) mode() fs.FileMode {
	switch k {
	case program:
		return 0o555
	case link:
		return fs.ModeSymlink | 0o777
	case folder, submodule:
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// entry is one name of a tree.
type entry struct {
	name string
	kind kind
	id   string
}

var errBadTree = errors.New("damaged tree object")

// parseTree reads a raw tree object whose ids have idLen bytes: for each entry
// its mode in octal, a space, its name, a zero byte and the id. Names that can be
// no file's ("", ".", "..", with a slash), modes of no kind that git writes, and
// the second of two equal names are left out: git itself never writes them.
func parseTree(data []byte, idLen int) ([]entry, error) {
	var list []entry
	seen := map[string]bool{}
	for len(data) > 0 {
		space := bytes.IndexByte(data, ' ')
		if space < 0 {
			return nil, errBadTree
		}
		mode, err := strconv.ParseUint(string(data[:space]), 8, 32)
		if err != nil {
			return nil, errBadTree
		}
		data = data[space+1:]
		end := bytes.IndexByte(data, 0)
		if end < 0 || len(data) < end+1+idLen {
			return nil, errBadTree
		}
		name, id := string(data[:end]), hex.EncodeToString(data[end+1:end+1+idLen])
		data = data[end+1+idLen:]
		k, ok := kindOf(mode)
		if !ok || seen[name] || name == "" || name == "." || name == ".." || bytes.IndexByte([]byte(name), '/') >= 0 {
			continue
		}
		seen[name] = true
		list = append(list, entry{name: name, kind: k, id: id})
	}
	return list, nil
}

func kindOf(mode uint64) (kind, bool) {
	switch mode & 0o170000 {
	case 0o100000:
		if mode&0o111 != 0 {
			return program, true
		}
		return file, true
	case 0o120000:
		return link, true
	case 0o040000:
		return folder, true
	case 0o160000:
		return submodule, true
	}
	return 0, false
}

// files calls do with the path of every file at or below a folder of the tree, ""
// being all of it; with none where it has no such folder.
func (b *batch) files(tree, folderAt string, do func(name string)) error {
	if folderAt != "" {
		for _, name := range strings.Split(folderAt, "/") {
			list, err := b.list(tree)
			i := slices.IndexFunc(list, func(e entry) bool { return e.name == name && e.kind == folder })
			if err != nil || i < 0 {
				return err
			}
			tree = list[i].id
		}
	}
	return b.below(tree, folderAt, do)
}

func (b *batch) below(tree, at string, do func(name string)) error {
	list, err := b.list(tree)
	if err != nil {
		return err
	}
	for _, e := range list {
		name := path.Join(at, e.name)
		switch {
		case e.kind.isFile():
			do(name)
		case e.kind == folder:
			if err := b.below(e.id, name, do); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *batch) list(tree string) ([]entry, error) {
	o, err := b.get(tree)
	if err == nil && o.kind != "tree" {
		err = errBadTree
	}
	var list []entry
	if err == nil {
		list, err = parseTree(o.data, len(o.id)/2)
	}
	if err != nil {
		return nil, fmt.Errorf("tree %s: %w", tree, err)
	}
	return list, nil
}
