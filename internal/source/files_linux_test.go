package source_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"tradeoff/internal/source"
)

// A pipe is no file, whether the listing shows it or it takes a file's place later; it
// is not waited for.
func TestReadListedLeavesPipes(t *testing.T) {
	dir, _, files := filesIn(t)
	pipe := func(name string) {
		if err := syscall.Mkfifo(filepath.Join(dir, "d", name), 0o666); err != nil {
			t.Skip(err)
		}
	}
	pipe("pipe.md")
	list(t, files, "d")
	os.Remove(filepath.Join(dir, "d", "3.md"))
	pipe("3.md")
	for _, name := range []string{"d/pipe.md", "d/3.md"} {
		if _, ok := files.ReadListed(name, 100); ok {
			t.Errorf("%s is read", name)
		}
		if _, found := source.ReadFile(files, name); len(found) != 1 || found[0].Message != "is not a regular file" {
			t.Errorf("%s: %v", name, found)
		}
	}
}
