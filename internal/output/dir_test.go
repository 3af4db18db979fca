package output

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// open opens a folder that nobody else writes to.
func open(root string) (*Dir, error) { return Open(context.Background(), root, nil) }

// finish puts files into a folder as one build does.
func finish(t *testing.T, root string, files map[string]string) {
	t.Helper()
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := d.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Finish(); err != nil {
		t.Fatal(err)
	}
}

// contents are the files below a folder but for the manifest and links.
func contents(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		inside, _ := filepath.Rel(root, name)
		if err != nil || inside == Manifest || inside == "." || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		if d.IsDir() {
			files[filepath.ToSlash(inside)+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(name)
		files[filepath.ToSlash(inside)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestDirReplacesItsOwnFiles(t *testing.T) {
	root := filepath.Join(t.TempDir(), "a", "public")
	finish(t, root, map[string]string{"index.html": "1", "a/b/c.html": "c", "a/d.html": "d"})
	if err := os.WriteFile(filepath.Join(root, "a", "mine.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(filepath.Join(root, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	finish(t, root, map[string]string{"index.html": "1", "e.html": "e"})
	want := map[string]string{"index.html": "1", "a/": "", "a/mine.txt": "mine", "e.html": "e"}
	if diff := cmp.Diff(want, contents(t, root)); diff != "" {
		t.Error(diff)
	}
	after, err := os.Stat(filepath.Join(root, "index.html"))
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("a file that did not change was written again (%v)", err)
	}
	manifest, err := os.ReadFile(filepath.Join(root, Manifest))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(manifestHead+"e.html\nindex.html\n", string(manifest)); diff != "" {
		t.Error(diff)
	}
}

func TestDirCounts(t *testing.T) {
	root := t.TempDir()
	static := os.DirFS(t.TempDir())
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  Counts
	}{
		{"a new folder", map[string]string{"a.html": "1", "b.html": "1", "c/d.html": "1", "e": "1"}, Counts{Written: 4}},
		{"the same again", map[string]string{"a.html": "1", "b.html": "1", "c/d.html": "1", "e": "1"}, Counts{Unchanged: 4}},
		{"other bytes, of the same length and of another", map[string]string{"a.html": "2", "b.html": "12", "c/d.html": "1", "e": "1"}, Counts{Written: 2, Unchanged: 2}},
		{"a folder in the place of a file, and a file in that of a folder", map[string]string{"a.html": "2", "b.html": "12", "c": "1", "e/f": "1"}, Counts{Written: 2, Unchanged: 2, Removed: 2}},
		{"less", map[string]string{"a.html": "2"}, Counts{Unchanged: 1, Removed: 2}}, // b.html is taken away by hand
	} {
		if tt.name == "less" {
			if err := os.Remove(filepath.Join(root, "b.html")); err != nil {
				t.Fatal(err)
			}
		}
		d, err := open(root)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range tt.files {
			if err := d.Put(name, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Put("a.html", nil); err == nil {
			t.Errorf("%s: a name is put twice", tt.name)
		}
		if err := d.Copy("z.html", static, "missing"); err == nil {
			t.Errorf("%s: a file that is missing is copied", tt.name)
		}
		if err := d.Finish(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, d.Counts()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestDirAfterABuildThatFailed(t *testing.T) {
	root := t.TempDir()
	finish(t, root, map[string]string{"index.html": "1", "old.html": "o"})
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Put("half/new.html", []byte("n")); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"index.html": "1", "old.html": "o", "half/": "", "half/new.html": "n"}, contents(t, root)); diff != "" {
		t.Errorf("nothing may be gone:\n%s", diff)
	}
	finish(t, root, map[string]string{"index.html": "2"})
	if diff := cmp.Diff(map[string]string{"index.html": "2"}, contents(t, root)); diff != "" {
		t.Errorf("the next build knows what the failed one left:\n%s", diff)
	}
}

func TestDirRefuses(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "thesis.txt"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := open(root); err == nil || !strings.Contains(err.Error(), "no build of tradeoff wrote; name another folder with --output") {
		t.Errorf("a filled folder: %v", err)
	}

	outside := t.TempDir()
	root = filepath.Join(t.TempDir(), "public")
	finish(t, root, map[string]string{"index.html": "1"})
	if err := os.WriteFile(filepath.Join(root, "mine.html"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(root, "away")); err != nil {
		t.Fatal(err)
	}
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mine.html", "away/x.html", "../x.html", "/x.html", "", ".", Manifest, "a\nb.html"} {
		if err := d.Put(name, []byte("x")); err == nil {
			t.Errorf("%q was put", name)
		}
	}
	if err := d.Put("index.html", nil); err != nil {
		t.Error(err)
	}
	if err := d.Put("index.html", nil); err == nil {
		t.Error("a path was put twice")
	}
	if err := d.Finish(); err != nil {
		t.Error(err)
	}
	if left := contents(t, outside); len(left) > 0 {
		t.Errorf("outside: %v", left)
	}
	if left := contents(t, root); left["mine.html"] != "mine" {
		t.Errorf("a file of somebody else became %q", left["mine.html"])
	}
}

// TestDirTrustsNoManifest: one that came with somebody's repository may name
// anything.
func TestDirTrustsNoManifest(t *testing.T) {
	parent := t.TempDir()
	root := filepath.Join(parent, "public")
	if err := os.MkdirAll(filepath.Join(root, "folder"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"precious.txt": "p", "public/" + Manifest: "../precious.txt\n/etc/passwd\nlink/precious.txt\nfolder/..\n.\n"} {
		if err := os.WriteFile(filepath.Join(parent, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(parent, filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Finish(); err == nil {
		t.Error("a manifest that leads outside passed in silence")
	}
	if _, err := os.Stat(filepath.Join(parent, "precious.txt")); err != nil {
		t.Error(err)
	}
}

// TestFolderInPlaceOfAFile builds into a folder in which a file of an earlier
// build is a folder now, and the other way round.
func TestFolderInPlaceOfAFile(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	build := func(names ...string) {
		t.Helper()
		d, err := open(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if err := d.Put(name, []byte(name)); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Finish(); err != nil {
			t.Fatal(err)
		}
		var got []string
		err = filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && entry.Name() != Manifest {
				rel, _ := filepath.Rel(root, name)
				got = append(got, filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil || strings.Join(got, " ") != strings.Join(names, " ") {
			t.Errorf("%v: there are %q, want %q", err, got, names)
		}
	}
	build("bar", "c")
	build("bar/x/y.txt", "bar/z.txt", "c")
	build("bar", "c")
	build(strings.Repeat("n", 255))
}
