package output

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// mounted is a file system of its own, of some size, for a test. remount changes it.
func mounted(t *testing.T, options string) (root string, remount func(flags uintptr, options string)) {
	t.Helper()
	root = t.TempDir()
	if err := unix.Mount("none", root, "tmpfs", 0, options); err != nil {
		t.Skipf("needs a file system of its own, and may not mount one: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(root, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return root, func(flags uintptr, options string) {
		t.Helper()
		if err := unix.Mount("none", root, "tmpfs", unix.MS_REMOUNT|flags, options); err != nil {
			t.Fatal(err)
		}
	}
}

// inBothWays runs a test with files that have no name until they are whole, and as where
// the file system knows none.
func inBothWays(t *testing.T, test func(t *testing.T, open func(string) *Dir)) {
	for name, plain := range map[string]bool{"nameless": false, "plain": true} {
		t.Run(name, func(t *testing.T) {
			test(t, func(root string) *Dir {
				t.Helper()
				d, err := open(root)
				if err != nil {
					t.Fatal(err)
				}
				d.folders.root.plain.Store(plain)
				return d
			})
		})
	}
}

// putAll puts files in order, until one fails.
func putAll(d *Dir, names []string, text string) error {
	if err := d.Expect(names); err != nil {
		return err
	}
	for _, name := range names {
		if err := d.Put(name, []byte(text)); err != nil {
			return err
		}
	}
	return d.Finish()
}

func TestFullDisk(t *testing.T) {
	inBothWays(t, func(t *testing.T, open func(string) *Dir) {
		mount, remount := mounted(t, "size=200k")
		root := filepath.Join(mount, "public")
		var names []string
		for i := range 30 {
			names = append(names, fmt.Sprintf("a/%02d.html", i))
		}
		first, second := strings.Repeat("first ", 2000), strings.Repeat("second", 2000)
		// Each text is 12,000 bytes, and 30 of them are more than there is room for. The
		// second time the disk is full as the build begins.
		for _, text := range []string{first, second} {
			d := open(root)
			err := putAll(d, names, text)
			if !errors.Is(err, unix.ENOSPC) || !strings.Contains(err.Error(), "is full and the file wants 12000 bytes; make room and build again: nothing else is lost") ||
				!strings.Contains(err.Error(), `put "a/`) {
				t.Errorf("the error is %v", err)
			}
			if err := d.Close(); err != nil {
				t.Errorf("and then %v", err)
			}
			left := contents(t, root)
			for name, data := range left {
				if name != "a/" && (data != first && data != second || strings.HasSuffix(name, temporaryEnd)) {
					t.Errorf("%s is left with %d bytes", name, len(data))
				}
			}
			if len(left) < 10 {
				t.Errorf("%d files are there, and 10 had room", len(left))
			}
		}
		remount(0, "size=2m")
		if err := putAll(open(root), names, second); err != nil {
			t.Error(err)
		}
		want := map[string]string{"a/": ""}
		for _, name := range names {
			want[name] = second
		}
		if diff := cmp.Diff(want, contents(t, root)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestNoRoomForTheManifest fills the disk before the first name is noted.
func TestNoRoomForTheManifest(t *testing.T) {
	mount, remount := mounted(t, "size=64k")
	root := filepath.Join(mount, "public")
	finish(t, root, map[string]string{"a.html": "a"})
	write(t, strings.Repeat("x", 56<<10), mount, "ballast")
	var many []string
	for i := range 5000 {
		many = append(many, fmt.Sprintf("b/%04d.html", i))
	}
	d, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Expect(many); !errors.Is(err, unix.ENOSPC) || !strings.HasPrefix(err.Error(), "write manifest: the disk of ") {
		t.Errorf("the error is %v", err)
	}
	if err := d.Put("c.html", []byte("c")); !errors.Is(err, unix.ENOSPC) {
		t.Errorf("behind a torn line the next is written: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	remount(0, "size=2m")
	finish(t, root, map[string]string{"a.html": "a", "c.html": "c"})
	if diff := cmp.Diff(map[string]string{"a.html": "a", "c.html": "c"}, contents(t, root)); diff != "" {
		t.Error(diff)
	}
}

func TestReadOnly(t *testing.T) {
	inBothWays(t, func(t *testing.T, open func(string) *Dir) {
		mount, remount := mounted(t, "size=2m")
		root := filepath.Join(mount, "public")
		names := []string{"a.html", "b.html"}
		if err := putAll(open(root), names, "1"); err != nil {
			t.Fatal(err)
		}
		remount(unix.MS_RDONLY, "")
		if err := putAll(open(root), names, "1"); err != nil {
			t.Errorf("a site that has not changed is not written: %v", err)
		}
		const want = "is on a file system that is read-only; mount it for writing, or name another folder with --output"
		for name, try := range map[string]func(d *Dir) error{
			"another text": func(d *Dir) error { return d.Put("a.html", []byte("2")) },
			"a new file":   func(d *Dir) error { return d.Put("c.html", []byte("1")) },
			"one that goes": func(d *Dir) error {
				if err := d.Put("a.html", []byte("1")); err != nil {
					return err
				}
				return d.Finish()
			},
		} {
			d := open(root)
			if err := try(d); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", name, err)
			}
			if err := d.Close(); err != nil {
				t.Errorf("%s, and then: %v", name, err)
			}
		}
		if _, err := Open(t.Context(), filepath.Join(mount, "new"), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a new folder: %v", err)
		}
		remount(0, "")
		if err := putAll(open(root), names[1:], "2"); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(map[string]string{"b.html": "2"}, contents(t, root)); diff != "" {
			t.Error(diff)
		}
	})
}

// TestMayNotWrite is a table, for those who run tests may write anywhere at times.
func TestMayNotWrite(t *testing.T) {
	d := &Dir{name: "public"}
	for _, test := range []struct {
		err  error
		want string
	}{
		{unix.EACCES, `put "a.html": you may not write to "public"; change its permissions, or name another folder with --output: permission denied`},
		{&os.PathError{Op: "open", Path: "x", Err: unix.EPERM}, `put "a.html": you may not write to "public"; change its permissions, or name another folder with --output: open x: operation not permitted`},
		{unix.EDQUOT, `put "a.html": the disk of "public" is full and the file wants 9 bytes; make room and build again: nothing else is lost, and every file that is there is whole: disk quota exceeded`},
		{unix.EIO, `put "a.html": input/output error`},
	} {
		if diff := cmp.Diff(test.want, d.fault("put", "a.html", 9, test.err).Error()); diff != "" {
			t.Error(diff)
		}
	}
	// What has to be writable is named, and not the whole folder.
	d.name = t.TempDir()
	for _, of := range []struct{ name, barred string }{{"a/b/c.html", "a/b"}, {"", "."}} {
		if got, want := d.fault("put", of.name, 0, unix.EACCES).Error(), fmt.Sprintf("you may not write to %q;", filepath.Join(d.name, of.barred)); !strings.Contains(got, want) {
			t.Errorf("%q: %s", of.name, got)
		}
	}
	noted := &noteError{unix.EACCES}
	if got, want := d.fault("put", "a/b.html", 0, noted).Error(), fmt.Sprintf("you may not write to %q;", d.name); !strings.Contains(got, want) {
		t.Errorf("a manifest that cannot be made: %s", got)
	}
	manifest := filepath.Join(d.name, Manifest)
	write(t, "", manifest)
	if got, want := d.fault("put", "a/b.html", 0, noted).Error(), fmt.Sprintf("you may not write to %q;", manifest); !strings.Contains(got, want) {
		t.Errorf("a manifest that cannot be added to: %s", got)
	}
	want := fmt.Sprintf("read manifest %q: you may not read it; change its permissions, or name another folder with --output: permission denied", manifest)
	if diff := cmp.Diff(want, d.manifestFault(unix.EACCES).Error()); diff != "" {
		t.Error(diff)
	}
}

// TestWithoutNamelessFiles holds the other way of writing to the same promises.
func TestWithoutNamelessFiles(t *testing.T) {
	inBothWays(t, func(t *testing.T, open func(string) *Dir) {
		root := t.TempDir()
		write(t, manifestHead+unfinished+"b\n", root, Manifest)
		write(t, "left over", root, temporaryOf("b"))
		for _, text := range []string{"1", "2", "2"} {
			if err := putAll(open(root), []string{"a/c", "b"}, text); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{"a/": "", "a/c": text, "b": text}, contents(t, root)); diff != "" {
				t.Error(diff)
			}
		}
		d := open(root)
		if err := d.Expect([]string{"theirs"}); err != nil {
			t.Fatal(err)
		}
		write(t, "mine", root, "theirs")
		if err := d.Put("theirs", []byte("x")); err == nil || !strings.Contains(err.Error(), "written by something else") {
			t.Errorf("a file that came meanwhile: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if err := putAll(open(root), []string{"b"}, "2"); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(map[string]string{"b": "2", "theirs": "mine"}, contents(t, root)); diff != "" {
			t.Error(diff)
		}
	})
}
