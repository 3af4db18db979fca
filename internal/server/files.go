package server

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
)

// ignored tells whether a name within a watched folder is one that editors and
// git write beside the files that people mean.
func ignored(name string) bool {
	switch name {
	case ".git", ".DS_Store", "4913": // vim tries whether it can write with a file 4913
		return true
	}
	switch filepath.Ext(name) {
	case ".swp", ".swo", ".swx":
		return true
	}
	return strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, ".#") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}

// fingerprint is a number that changes when a file or what is below a folder
// does, as far as names, sizes and times tell. It is 0 where there is nothing.
func fingerprint(path string) uint64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	sum := fnv.New64a()
	add := func(path string, info os.FileInfo) {
		if info.IsDir() { // its size and time change with the files that are ignored
			fmt.Fprintf(sum, "%q/\n", path)
			return
		}
		fmt.Fprintf(sum, "%q %d %d %v\n", path, info.Size(), info.ModTime().UnixNano(), info.Mode())
	}
	add(path, info)
	if !info.IsDir() {
		return sum.Sum64()
	}
	// The slash makes WalkDir enter a root that is a link.
	root := path + string(filepath.Separator)
	_ = filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		switch {
		case err != nil || p == root:
			return nil // what cannot be read counts as not there
		case ignored(d.Name()) && d.IsDir():
			return filepath.SkipDir
		case ignored(d.Name()):
			return nil
		}
		if info, err := d.Info(); err == nil {
			add(p, info)
		}
		return nil
	})
	return sum.Sum64()
}
