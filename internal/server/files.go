package server

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"

	"tradeoff/internal/lazyregexp"
)

// temporary is what a file is called that a command of ours writes, until it is whole
// and takes its name. A build that writes files must not bring the next one by them:
// where the file cannot be put in its place, that would go on without end.
var temporary = lazyregexp.New(`^\..+\.[0-9a-f]{12}\.tmp$`)

// ignored tells whether a name within a watched folder is one that editors, git and
// our own commands write beside the files that people mean.
func ignored(name string) bool {
	switch name {
	case ".git", ".DS_Store", ".tradeoff-lock", "4913": // vim tries whether it can write with a file 4913
		return true
	}
	switch filepath.Ext(name) {
	case ".swp", ".swo", ".swx":
		return true
	}
	if temporary.MatchString(name) {
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
