package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// saves are how programs save a file a.md that is there.
var saves = map[string]func(t testing.TB, name, text string){
	"truncate and write": func(t testing.TB, name, text string) { write(t, text, name) },
	"write in pieces": func(t testing.TB, name, text string) {
		f, err := os.Create(name)
		must(t, err)
		for _, r := range text {
			_, err := f.WriteString(string(r))
			must(t, err)
		}
		must(t, f.Close())
	},
	"another file renamed over it": func(t testing.TB, name, text string) {
		must(t, os.Rename(write(t, text, filepath.Dir(name), ".a.md.tmp~"), name))
	},
	"vim, with a backup": func(t testing.TB, name, text string) {
		dir := filepath.Dir(name)
		write(t, "", dir, ".a.md.swp")
		write(t, "", dir, "4913")
		must(t, os.Remove(filepath.Join(dir, "4913")))
		must(t, os.Rename(name, name+"~"))
		write(t, text, name)
		must(t, os.Chmod(name, 0o644))
		must(t, os.Remove(name+"~"))
		must(t, os.Remove(filepath.Join(dir, ".a.md.swp")))
	},
	"emacs, with a lock": func(t testing.TB, name, text string) {
		dir := filepath.Dir(name)
		lock := filepath.Join(dir, ".#a.md")
		_ = os.Symlink("me@here.1:2", lock) // where links can be made
		write(t, text, dir, "#a.md#")
		write(t, text, name)
		must(t, os.Remove(filepath.Join(dir, "#a.md#")))
		_ = os.Remove(lock)
	},
	"removed and written": func(t testing.TB, name, text string) {
		must(t, os.Remove(name))
		write(t, text, name)
	},
}

// Whatever the way of saving, the build sees the whole text and is told of that
// file alone.
func TestSaves(t *testing.T) {
	t.Parallel()
	for name, save := range saves {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, file := startReading(t, usualTiming)
			for n := range 3 {
				text := fmt.Sprintf("text %d", n)
				p.after()
				save(t, file, text)
				if got := p.calmly(text); !slices.Equal(slices.Compact(slices.Concat(got...)), []string{file}) {
					t.Errorf("changed: %q", got)
				}
			}
		})
	}
}

// reading is a preview whose page is the text of one file.
type reading struct {
	*preview
	file   string
	events <-chan string
}

func startReading(t testing.TB, timing timing) (*reading, string) {
	t.Helper()
	dir := t.TempDir()
	r := &reading{preview: &preview{}, file: write(t, "", dir, "a.md")}
	startWith(t, r.preview, &loop{timing: timing}, func(o *Options) {
		o.Rebuilt = nil
		o.Build = func(_ context.Context, changed []string) (Site, []string, error) {
			r.mu.Lock()
			r.given = append(r.given, changed)
			r.mu.Unlock()
			data, err := os.ReadFile(r.file)
			return Files{"index.html": data}, []string{dir}, err
		}
	})
	r.events = r.listen("/")
	expect(t, r.events, "built")
	return r, r.file
}

// after forgets the builds so far, once they have ended.
func (r *reading) after() {
	time.Sleep(5 * usualTiming.long)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.given = nil
}

// calmly waits until the page has that text and no build follows, and gives what
// each build was told.
func (r *reading) calmly(text string) [][]string {
	r.t.Helper()
	r.told(text)
	time.Sleep(5 * usualTiming.long)
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.given
}

// told waits until the page is told to be that text.
func (r *reading) told(text string) {
	r.t.Helper()
	want := "built: " + said(built{Page: hash([]byte(text))})
	for deadline := time.After(patience); ; {
		select {
		case got := <-r.events:
			if got == want {
				return
			}
		case <-deadline:
			r.t.Fatalf("%q is never told", text)
		}
	}
}

// A branch is switched: many files change within some time, and few builds follow,
// the last of which has seen all of them.
func TestSwitchOfManyFiles(t *testing.T) {
	t.Parallel()
	const files = 2000
	dir := t.TempDir()
	for n := range files {
		write(t, "old", dir, "all", fmt.Sprintf("%04d.md", n))
	}
	seen := make(chan int, 1000)
	var mu sync.Mutex
	told, unknown := map[string]bool{}, 0
	p := startWith(t, &preview{}, &loop{timing: usualTiming}, func(o *Options) {
		o.Rebuilt = nil
		o.Build = func(_ context.Context, changed []string) (Site, []string, error) {
			mu.Lock()
			defer mu.Unlock()
			for _, path := range changed {
				told[path] = true
			}
			if changed == nil {
				unknown++
			}
			fresh := 0
			names, err := filepath.Glob(filepath.Join(dir, "all", "*.md"))
			for _, name := range names {
				if data, err := os.ReadFile(name); err == nil && string(data) == "new" {
					fresh++
				}
			}
			seen <- fresh
			return Files{}, []string{dir}, err
		}
	})
	for settled := false; !settled; { // the files are newer than the first build
		select {
		case <-seen:
		case <-time.After(5 * usualTiming.long):
			settled = true
		}
	}
	mu.Lock()
	unknown = 0
	mu.Unlock()
	for n := range files {
		name := filepath.Join(dir, "all", fmt.Sprintf("%04d.md", n))
		must(t, os.Remove(name)) // as git does it
		write(t, "new", name)
	}
	builds := 0
	for deadline := time.After(patience); ; builds++ {
		select {
		case n := <-seen:
			if n < files {
				continue
			}
		case <-deadline:
			t.Fatal("the last files are not seen")
		}
		break
	}
	time.Sleep(5 * usualTiming.long)
	p.stop()
	if builds > files/20 { // a handful, unless the machine is very busy
		t.Errorf("%d builds", builds+1)
	}
	if len(told) != files && unknown == 0 { // the system may lose some, and says so
		t.Errorf("builds were told of %d files", len(told))
	}
}

// What cannot be said file by file is said as nil.
func TestAnythingMayHaveChanged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, dir string){
		"a new folder": func(t *testing.T, dir string) { write(t, "x", dir, "new", "a.md") },
		"a folder is moved": func(t *testing.T, dir string) {
			must(t, os.Rename(filepath.Join(dir, "sub"), filepath.Join(dir, "sub2")))
		},
		"a folder goes": func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "sub"))) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, "x", dir, "sub", "a.md")
			p := start(t, &preview{paths: []string{dir}}, nil)
			p.settle()
			before := p.built()
			change(t, dir)
			p.calm()
			p.mu.Lock()
			defer p.mu.Unlock()
			if !slices.ContainsFunc(p.given[before:], func(paths []string) bool { return paths == nil }) {
				t.Errorf("builds were told %q", p.given[before:])
			}
			if p.given[0] != nil {
				t.Errorf("the first build was told %q", p.given[0])
			}
		})
	}
}

// BenchmarkSaveToEvent is from a save to the event in a page, with a build that
// takes nothing. It is held to what an eye takes for at once.
func BenchmarkSaveToEvent(b *testing.B) {
	for _, name := range []string{"truncate and write", "another file renamed over it", "vim, with a backup"} {
		b.Run(name, func(b *testing.B) {
			r, file := startReading(b, usualTiming)
			r.t = b
			for n := 0; b.Loop(); n++ {
				text := fmt.Sprint(n)
				saves[name](b, file, text)
				r.told(text)
			}
			if each := b.Elapsed() / time.Duration(b.N); each > 20*time.Millisecond {
				b.Errorf("%v from a save to its event, want 20 ms at most", each)
			}
		})
	}
}
