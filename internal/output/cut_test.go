package output

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cut leaves a folder as a build that is killed does: what it changed stays, and nothing
// is closed in order.
func cut(t *testing.T, d *Dir) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.shut(); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, text string, name ...string) {
	t.Helper()
	file := filepath.Join(name...)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestAfterAKill builds after builds that were cut short, at each place where one may be.
func TestAfterAKill(t *testing.T) {
	want := map[string]string{"index.html": "2", "a/": "", "a/b.html": "b"}
	next := map[string]string{"index.html": "2", "a/b.html": "b"}
	for name, left := range map[string]func(t *testing.T, d *Dir, root string){
		"before it wrote": func(*testing.T, *Dir, string) {},
		"with all noted": func(t *testing.T, d *Dir, _ string) {
			if err := d.Expect([]string{"index.html", "a/b.html", "gone/c.html"}); err != nil {
				t.Error(err)
			}
		},
		"with a file that is not wanted any more": func(t *testing.T, d *Dir, _ string) {
			if err := d.Put("gone/deep/c.html", []byte("c")); err != nil {
				t.Error(err)
			}
		},
		"with a folder and nothing in it": func(t *testing.T, d *Dir, root string) {
			if err := d.Expect([]string{"gone/deep/c.html"}); err != nil {
				t.Error(err)
			}
			if err := os.MkdirAll(filepath.Join(root, "gone", "deep"), 0o777); err != nil {
				t.Error(err)
			}
		},
		"with files that have no name yet": func(t *testing.T, d *Dir, root string) {
			for _, name := range []string{"index.html", "a/b.html", "gone/c.html"} {
				if err := d.Put(name, []byte("other")); err != nil {
					t.Error(err)
				}
				write(t, "hal", root, filepath.Dir(name), temporaryOf(filepath.Base(name)))
			}
			write(t, "hal", root, temporaryOf(Manifest))
		},
		"with a torn line": func(t *testing.T, d *Dir, root string) {
			if err := d.Expect([]string{"index.html", "a/b.html"}); err != nil {
				t.Error(err)
			}
			manifest := filepath.Join(root, Manifest)
			data, err := os.ReadFile(manifest)
			if err != nil {
				t.Fatal(err)
			}
			write(t, strings.TrimSuffix(string(data), "tml\n"), manifest)
		},
	} {
		for _, before := range []map[string]string{nil, {"index.html": "1", "old.html": "o"}} {
			t.Run(name, func(t *testing.T) {
				root := filepath.Join(t.TempDir(), "public")
				if before != nil {
					finish(t, root, before)
				}
				d, err := open(root)
				if err != nil {
					t.Fatal(err)
				}
				left(t, d, root)
				cut(t, d)
				finish(t, root, next)
				if diff := cmp.Diff(want, contents(t, root)); diff != "" {
					t.Error(diff)
				}
				manifest, err := os.ReadFile(filepath.Join(root, Manifest))
				if diff := cmp.Diff(manifestHead+"a/b.html\nindex.html\n", string(manifest)); diff != "" || err != nil {
					t.Error(err, diff)
				}
			})
		}
	}
}

// TestNotedBeforeThere: a name is in the manifest before its file is.
func TestNotedBeforeThere(t *testing.T) {
	root := t.TempDir()
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	noted := func() []byte {
		data, err := os.ReadFile(filepath.Join(root, Manifest))
		if err != nil {
			t.Error(err)
		}
		return data
	}
	if err := d.Expect([]string{"a.html", "b/c.html", "never.html"}); err != nil {
		t.Fatal(err)
	}
	if want := "\na.html\nb/c.html\nnever.html\n"; !bytes.Contains(noted(), []byte(want)) {
		t.Errorf("the manifest is %q", noted())
	}
	err = d.put("d.html", 1, nil, func(w io.Writer) error {
		if !bytes.Contains(noted(), []byte("\nd.html\n")) {
			t.Errorf("a file is written before it is noted: %q", noted())
		}
		if _, err := os.Lstat(filepath.Join(root, "d.html")); err == nil {
			t.Error("a file has its name before it is whole")
		}
		_, err := w.Write([]byte("d"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// What did not come is struck off by Finish, and by Close as well.
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(manifestHead+"d.html\n", string(noted())); diff != "" {
		t.Error(diff)
	}
	write(t, "mine", root, "never.html")
	d, err = open(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Expect([]string{"never.html"}); err != nil {
		t.Error(err)
	}
	if err := d.Put("never.html", nil); err == nil || !strings.Contains(err.Error(), "written by something else") {
		t.Errorf("a file of somebody else's is announced and put: %v", err)
	}
	if err := d.Finish(); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]string{"never.html": "mine"}, contents(t, root)); diff != "" {
		t.Error(diff)
	}
}

// TestNameLikeAComment: a file whose name begins as the manifest's comments do is known
// to the next build.
func TestNameLikeAComment(t *testing.T) {
	root := t.TempDir()
	finish(t, root, map[string]string{"#draft#": "1", strings.TrimSpace(unfinished): "1", "#a/b": "1"})
	finish(t, root, map[string]string{"#draft#": "2"})
	if diff := cmp.Diff(map[string]string{"#draft#": "2"}, contents(t, root)); diff != "" {
		t.Error(diff)
	}
}

// TestAlteredByHand: whatever has been made of the files of a site, the next build makes
// them anew.
func TestAlteredByHand(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	site := map[string]string{"same": "1", "gone": "1", "longer": "1", "other": "1", "folder": "1", "link": "1", "a/lost": "1", "b/link": "1"}
	finish(t, root, site)
	write(t, "precious", outside, "file")
	write(t, "12", root, "longer")
	write(t, "2", root, "other")
	for _, name := range []string{"gone", "folder", "link", "a", "b/link"} {
		if err := os.RemoveAll(filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(root, "folder"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link", "b/link"} {
		if err := os.Symlink(filepath.Join(outside, "file"), filepath.Join(root, name)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	finish(t, root, site)
	want := map[string]string{"a/": "", "b/": ""}
	for name, text := range site {
		want[name] = text
	}
	if diff := cmp.Diff(want, contents(t, root)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"file": "precious"}, contents(t, outside)); diff != "" {
		t.Error(diff)
	}
}

// TestFolderOfSomebodyElse has the name of a file of the site.
func TestFolderOfSomebodyElse(t *testing.T) {
	root := t.TempDir()
	finish(t, root, map[string]string{"a": "1", "b/c": "1"})
	if err := os.Remove(filepath.Join(root, "a")); err != nil {
		t.Fatal(err)
	}
	write(t, "mine", root, "a", "mine")
	write(t, "mine", root, "b", "mine")
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		if err := d.Put(name, nil); err == nil || !strings.Contains(err.Error(), "has its name, and holds files that were written by something else; move it away") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	left := contents(t, root)
	if left["a/mine"] != "mine" || left["b/mine"] != "mine" {
		t.Errorf("there is %v", left)
	}
}

// TestFolderThatIsALink: neither Put nor the removal of what is stale goes through it.
func TestFolderThatIsALink(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	finish(t, root, map[string]string{"a/b.html": "b", "c.html": "c"})
	write(t, "theirs", outside, "b.html")
	if err := os.RemoveAll(filepath.Join(root, "a")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(root, "a")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	want := fmt.Sprintf("%q is no folder but a file or a link that no build wrote, and is not followed; move it away", filepath.Join(root, "a"))
	for _, put := range []string{"a/b.html", "a/new.html", "c.html"} {
		d, err := open(root)
		if err != nil {
			t.Fatal(err)
		}
		putErr := d.Put(put, []byte("x"))
		if put == "c.html" {
			putErr = d.Finish()
		}
		if putErr == nil || !strings.Contains(putErr.Error(), want) {
			t.Errorf("put %s: %v", put, putErr)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(map[string]string{"b.html": "theirs"}, contents(t, outside)); diff != "" {
		t.Error(diff)
	}
}

// TestManyFolders has more folders than may be open at once.
func TestManyFolders(t *testing.T) {
	root := t.TempDir()
	files, want := map[string]string{}, map[string]string{}
	for i := range 3 * mostOpen {
		dir := fmt.Sprintf("a/%03d", i)
		files[dir+"/c.html"] = dir
		want["a/"], want[dir+"/"], want[dir+"/c.html"] = "", "", dir
	}
	for range 2 {
		d, err := open(root)
		if err != nil {
			t.Fatal(err)
		}
		names := make(chan string)
		done := make(chan int)
		for range 4 {
			go func() {
				most := 0
				for name := range names {
					if err := d.Put(name, []byte(files[name])); err != nil {
						t.Error(err)
					}
					d.mu.Lock()
					most = max(most, len(d.folders.open))
					d.mu.Unlock()
				}
				done <- most
			}()
		}
		for name := range files {
			names <- name
		}
		close(names)
		for range 4 {
			if most := <-done; most > mostOpen {
				t.Errorf("%d folders were open", most)
			}
		}
		if err := d.Finish(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, contents(t, root)); diff != "" {
			t.Error(diff)
		}
	}
	finish(t, root, map[string]string{"index.html": "i"})
	if diff := cmp.Diff(map[string]string{"index.html": "i"}, contents(t, root)); diff != "" {
		t.Error(diff)
	}
}
