// Package output writes a built site into a folder that people and other programs may
// look into, and may stop, at any moment.
//
// A Dir takes files by their names and bytes, and promises
//
//   - that a file under its name is whole: its bytes are written first and get their
//     name then. Where the system can (Linux, on most file systems) they have no name
//     before, so that a build which is killed leaves nothing half-done behind; elsewhere
//     they have one that the next build knows and takes away;
//   - that it changes only files which a build wrote. The manifest in the folder lists
//     them, and names a file before the file is there, so that a build which was cut
//     short leaves nothing that the next does not know;
//   - that a file whose bytes have not changed is not touched, nor is anything else of a
//     site that has not changed. Files are compared by size and bytes, not by times;
//   - that it never leaves the folder: no link in it is followed, so that a folder of
//     somebody else's making cannot lead the build elsewhere;
//   - that one build at a time writes to a folder. The others wait.
//
// It does not sync to the disk: what a power failure takes the next build makes again.
package output

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

const (
	// Manifest is the name of the file that lists what a build wrote.
	Manifest = ".tradeoff-manifest"
	// lockName is the file that is locked where a folder cannot be. It is there while a
	// build writes.
	lockName = ".tradeoff-lock"
	// temporaryEnd ends the names of files whose bytes are not whole.
	temporaryEnd = ".tradeoff-new"
)

// Takes tells whether a folder may have a file of that name: a path below it with
// forward slashes, of one line, that is none of those that builds keep for themselves.
func Takes(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return fs.ValidPath(name) && name != "." && top != Manifest && top != lockName &&
		!strings.HasSuffix(name, temporaryEnd) && !strings.ContainsAny(name, "\n\r\x00")
}

// temporaryOf is the name that a file's bytes have, beside it, until they are whole: one
// that no other file has, and that is never too long.
func temporaryOf(base string) string {
	sum := sha256.Sum256([]byte(base))
	return fmt.Sprintf(".%x"+temporaryEnd, sum[:8])
}

// kind is what has a name in a folder.
type kind uint8

const (
	absent     kind = iota
	regular         // a file
	folderKind      // a folder
	other           // a link, a pipe, a file that cannot be read
)

// above gives the folders that a name lies in, the nearest first, without the root.
func above(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if !yield(dir) {
				return
			}
		}
	}
}
