package git

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestFS(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"docs/decisions/0001-a.md":              "one\n",
		"docs/decisions/0002 with space.md":     "two",
		"docs/decisions/0003-zwei\nlines.md":    "three",
		"docs/decisions/0004-größe-日本.md":       "four",
		"docs/decisions/empty":                  "",
		"docs/decisions/sub/deep/x.md":          "x",
		"docs/decisions/sub.md":                 "sorts before the folder sub in fs.FS, not in git",
		"docs/decisions/-rf":                    "like a flag",
		"docs/decisions/large.bin":              strings.Repeat("0123456789abcdef", 20_000),
		"elsewhere/HEAD":                        "not a ref",
		"docs/decisions-not/0001-other.md":      "x",
		"docs/decisions/ missing":               "a name that looks like an answer of cat-file",
		"docs/decisions/sub/deeper/.hidden.yml": "y",
	}
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			r := newRepo(t, "--object-format="+format)
			id := r.commit(files)
			r.git("tag", "-a", "-m", "x", "v1")
			r.commit(map[string]string{"docs/decisions/0001-a.md": "changed", "docs/decisions/new.md": "new"})
			for _, dir := range []string{"", "docs", "docs/decisions"} {
				var want []string
				for name := range files {
					if rest, ok := strings.CutPrefix("/"+name, filepath.Join("/", dir)+"/"); ok {
						want = append(want, rest)
					} else if dir == "" {
						want = append(want, name)
					}
				}
				f := r.tree(dir, "v1")
				if f.Commit() != id {
					t.Errorf("Commit = %s, want %s", f.Commit(), id)
				}
				if err := fstest.TestFS(f, want...); err != nil {
					t.Errorf("from %q: %v", dir, err)
				}
				for _, name := range want {
					got, err := f.ReadFile(name)
					full := strings.TrimPrefix(filepath.Join(dir, name), "/")
					if err != nil || string(got) != files[full] {
						t.Errorf("ReadFile(%q) = %.20q, %v; want %.20q", name, got, err, files[full])
					}
				}
				if _, err := f.Stat("docs/decisions/new.md"); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("a later file: %v", err)
				}
			}
		})
	}
}

func TestFSRefs(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	first := r.commit(map[string]string{"a": "1"})
	second := r.commit(map[string]string{"b/c": "2"})
	r.git("branch", "feature/x", first)
	r.git("tag", "-a", "-m", "x", "v1", first)
	for ref, want := range map[string]string{
		"HEAD": second, "main": second, "refs/heads/main": second, "HEAD~1": first, "feature/x": first,
		"v1": first, first: first, first[:10]: first, "main@{0}": second,
	} {
		if got := r.tree("", ref).Commit(); got != want {
			t.Errorf("%q is %s, want %s", ref, got, want)
		}
	}
	blob := r.git("rev-parse", "HEAD:a")
	for _, ref := range []string{
		"", "nope", "--batch-all-objects", "-h", "HEAD\nmain", "main main", "HEAD:a", blob, strings.Repeat("0", 40), "a missing", "\x00", "..", "main..v1",
	} {
		if f, err := r.open("").FS(context.Background(), ref); !errors.Is(err, ErrNoCommit) {
			t.Errorf("FS(%q) = %v, %v; want ErrNoCommit", ref, f, err)
		}
	}
	// From a folder that the older commit does not have, or has as a file.
	if list, err := r.tree("b", first).ReadDir("."); len(list) != 0 || err != nil {
		t.Errorf("a folder of later: %v %v, want an empty FS", list, err)
	}
	r.git("rm", "-q", "a")
	r.commit(map[string]string{"a/d": "3"})
	if _, err := r.open("a").FS(context.Background(), first); err == nil || !strings.Contains(err.Error(), "not a folder") {
		t.Errorf("a file in the folder's place: %v", err)
	}
}

func TestFSLinksAndSubmodules(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making symbolic links needs a privilege on Windows")
	}
	r := newRepo(t)
	id := r.commit(map[string]string{"real/a.md": "a"})
	for name, target := range map[string]string{"folder": "real", "file.md": "real/a.md", "out": "/etc"} {
		if err := os.Symlink(target, filepath.Join(r.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(r.dir, "run.sh"), []byte("x"), 0o777); err != nil {
		t.Fatal(err)
	}
	r.git("update-index", "--add", "--cacheinfo", "160000,"+id+",module")
	r.git("add", "folder", "file.md", "out", "run.sh")
	r.git("commit", "-q", "-m", "x")

	f := r.tree("", "HEAD")
	list, err := f.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range list {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		got[e.Name()] = info.Mode().String()
	}
	want := map[string]string{
		"file.md": "Lrwxrwxrwx", "folder": "Lrwxrwxrwx", "out": "Lrwxrwxrwx",
		"module": "dr-xr-xr-x", "real": "dr-xr-xr-x", "run.sh": "-r-xr-xr-x",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("modes (-want +got):\n%s", d)
	}
	for _, name := range []string{"file.md", "folder", "folder/a.md", "out/passwd", "real/a.md/x", "module/x"} {
		if _, err := f.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open(%q) = %v, want ErrNotExist", name, err)
		}
	}
	for _, name := range []string{"../x", "/real", "real/", "", "real/../real"} {
		if _, err := f.Open(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("Open(%q) = %v, want ErrInvalid", name, err)
		}
	}
	if list, err := f.ReadDir("module"); len(list) != 0 || err != nil {
		t.Errorf("a submodule: %v %v, want an empty folder", list, err)
	}
	if _, err := f.ReadFile("real"); err == nil {
		t.Error("a folder was read as a file")
	}
	if _, err := f.ReadDir("real/a.md"); err == nil {
		t.Error("a file was read as a folder")
	}
}

// Trees that git would not write itself, yet reads.
func TestFSHostileTree(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"a": "1"})
	blob := r.git("rev-parse", "HEAD:a")
	raw, err := hex.DecodeString(blob)
	if err != nil {
		t.Fatal(err)
	}
	var data strings.Builder
	for _, name := range []string{"..", "../../escape", ".", "/abs", "good", "good", "not\xffutf8"} {
		data.WriteString("100644 " + name + "\x00" + string(raw))
	}
	data.WriteString("100644 \x00" + string(raw))
	data.WriteString("40000 loose\x00" + string(raw)) // a folder whose object is a file
	tree := r.gitIn(r.dir, data.String(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	id := r.git("commit-tree", "-m", "x", tree)
	f := r.tree("", id)
	list, err := f.ReadDir(".")
	if err != nil || len(list) != 2 || list[0].Name() != "good" || list[1].Name() != "loose" {
		t.Errorf("ReadDir = %v, %v; want good and loose", list, err)
	}
	if _, err := f.ReadDir("loose"); err == nil {
		t.Error("a file was read as a tree")
	}
	if got, err := f.ReadFile("good"); string(got) != "1" || err != nil {
		t.Errorf("after the error: %q, %v", got, err)
	}
}

func TestFSTogetherAndClosed(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"a": "1", "b/c": "2", "b/d": "3"})
	f := r.tree("", "HEAD")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			err := fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				_, err = fs.ReadFile(f, name)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	o, err := f.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Close(), f.Close()); err != nil {
		t.Error(err)
	}
	if _, err := f.ReadFile("a"); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if got, err := io.ReadAll(o); string(got) != "1" || err != nil {
		t.Errorf("a file opened before: %q, %v", got, err)
	}

	ctx, cancel := context.WithCancel(context.Background())
	g, err := r.open("").FS(ctx, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	cancel()
	for _, err = g.ReadFile("b/c"); err == nil; _, err = g.ReadFile("b/c") { // until the process is gone
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
}

func FuzzParseTree(f *testing.F) {
	id := strings.Repeat("\x01", 20)
	f.Add([]byte("100644 a\x00"+id+"40000 b\x00"+id), 20)
	f.Add([]byte("100644 a\x00"+id+strings.Repeat("\x02", 12)), 32)
	f.Add([]byte("120000 \n \x00"+id), 20)
	f.Add([]byte("100644"), 20)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if n != 20 && n != 32 {
			return
		}
		list, err := parseTree(data, n)
		if err != nil && list != nil {
			t.Error("both a list and an error")
		}
		seen := map[string]bool{}
		for _, e := range list {
			if seen[e.name] || e.name == "" || e.name == "." || e.name == ".." || strings.ContainsAny(e.name, "/\x00") {
				t.Errorf("name %q", e.name)
			}
			seen[e.name] = true
			if len(e.id) != 2*n || !isID(e.id) {
				t.Errorf("id %q", e.id)
			}
		}
	})
}
