package source_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/source"
)

// filesIn makes a folder d with ten files, and gives it with its files.
func filesIn(t *testing.T) (dir string, root *os.Root, files *source.Files) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o777); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		write(t, filepath.Join(dir, "d", fmt.Sprintf("%d.md", i)), fmt.Sprintf("text %d", i))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	files = source.FilesOf(root)
	t.Cleanup(func() { files.Close(); root.Close() })
	return dir, root, files
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, files fs.FS, dir string) {
	t.Helper()
	if _, err := fs.ReadDir(files, dir); err != nil {
		t.Fatal(err)
	}
}

// TestFilesAreAFileSystem holds the files to what the standard library asks of one, and
// to what the root gives.
func TestFilesAreAFileSystem(t *testing.T) {
	dir, root, files := filesIn(t)
	if err := os.Symlink("3.md", filepath.Join(dir, "d", "link.md")); err != nil {
		t.Skip("this file system has no symbolic links")
	}
	if err := fstest.TestFS(files, "d/0.md", "d/9.md", "d/link.md"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"d/3.md", "d/link.md", "d/none.md", "d", "none/x", "/d/3.md", "d/../d/3.md", "d//3.md", "", "."} {
		got, err := files.ReadFile(name)
		want, wantErr := fs.ReadFile(root.FS(), name)
		if !bytes.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%q: %q, %v; the root gives %q, %v", name, got, err, want, wantErr)
		}
		_, err = files.ReadDir(name)
		if _, wantErr := fs.ReadDir(root.FS(), name); (err == nil) != (wantErr == nil) || !errors.Is(err, errors.Unwrap(wantErr)) {
			t.Errorf("list %q: %v; the root gives %v", name, err, wantErr)
		}
	}
}

// What a listing shows is read without the root, and only that: neither before the
// listing, nor what came later, nor through a link, nor what is too large, nor after
// Close.
func TestReadListed(t *testing.T) {
	dir, _, files := filesIn(t)
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret.md"), "secret")
	write(t, filepath.Join(dir, "d", "empty.md"), "")
	if os.Symlink(filepath.Join(outside, "secret.md"), filepath.Join(dir, "d", "out.md")) != nil {
		t.Skip("this file system has no symbolic links")
	}
	os.Symlink("3.md", filepath.Join(dir, "d", "in.md"))
	reads := func(name string, most int64) bool { _, ok := files.ReadListed(name, most); return ok }
	if reads("d/3.md", 100) {
		t.Error("read without a listing")
	}
	list(t, files, "d")
	write(t, filepath.Join(dir, "d", "later.md"), "later")
	if got := reads("d/3.md", 6); got != (runtime.GOOS == "linux") {
		t.Errorf("read after a listing: %v", got)
	}
	for _, name := range []string{"d/out.md", "d/in.md", "d/later.md", "d/empty.md", "d", "d/", "d/../d/3.md", "3.md", "d/./3.md"} {
		if reads(name, 100) {
			t.Errorf("%s is read", name)
		}
	}
	if reads("d/3.md", 5) {
		t.Error("what is too large is read")
	}
	// A link that takes a file's place after the listing leads nowhere either.
	os.Remove(filepath.Join(dir, "d", "4.md"))
	os.Symlink(filepath.Join(outside, "secret.md"), filepath.Join(dir, "d", "4.md"))
	if data, err := files.ReadFile("d/4.md"); err == nil {
		t.Errorf("the link that came later was followed: %q", data)
	}
	for name, want := range map[string]string{"d/in.md": "text 3", "d/later.md": "later", "d/empty.md": "", "d/5.md": "text 5"} {
		if data, err := files.ReadFile(name); string(data) != want || err != nil {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	write(t, filepath.Join(dir, "d", "5.md"), "another text")
	if data, _ := files.ReadFile("d/5.md"); string(data) != "another text" {
		t.Errorf("a file that changed: %q", data)
	}
	files.Close()
	if reads("d/3.md", 100) {
		t.Error("read after Close")
	}
	if data, err := files.ReadFile("d/3.md"); string(data) != "text 3" || err != nil {
		t.Errorf("by the root, after Close: %q, %v", data, err)
	}
}

// A folder that was put in the place of another is read once it is listed.
func TestFilesOfAnotherFolder(t *testing.T) {
	dir, _, files := filesIn(t)
	list(t, files, "d")
	if err := os.Rename(filepath.Join(dir, "d"), filepath.Join(dir, "old")); err != nil {
		t.Fatal(err)
	}
	os.Mkdir(filepath.Join(dir, "d"), 0o777)
	write(t, filepath.Join(dir, "d", "3.md"), "new")
	list(t, files, "d")
	if data, err := files.ReadFile("d/3.md"); string(data) != "new" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := files.ReadFile("d/4.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// Folders beyond the bound are read all the same, and nothing is left open by Close.
func TestFilesOfManyFolders(t *testing.T) {
	dir, _, files := filesIn(t)
	for i := range 60 {
		sub := filepath.Join(dir, fmt.Sprintf("s%d", i))
		os.Mkdir(sub, 0o777)
		for k := range 9 {
			write(t, filepath.Join(sub, fmt.Sprintf("%d.md", k)), "x")
		}
	}
	before := openFiles(t)
	var group sync.WaitGroup
	for i := range 60 {
		group.Go(func() {
			sub := fmt.Sprintf("s%d", i)
			for range 3 {
				if _, err := files.ReadDir(sub); err != nil {
					t.Error(err)
				}
				for k := range 9 {
					if data, err := files.ReadFile(fmt.Sprintf("%s/%d.md", sub, k)); string(data) != "x" || err != nil {
						t.Errorf("%q, %v", data, err)
					}
				}
			}
		})
	}
	group.Wait()
	files.Close()
	if diff := cmp.Diff(before, openFiles(t)); diff != "" {
		t.Errorf("open (-before +after):\n%s", diff)
	}
}

// openFiles is how many files of folders below the temporary one this process has open.
func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && len(filepath.Base(to)) > 1 && filepath.Base(to)[0] == 's' && filepath.Base(to)[1] <= '9' {
			n++
		}
	}
	return n
}
