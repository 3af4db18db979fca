package server

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Each change must bring a build. It is made in a folder that is watched whole
// (dir/all), beside files that are watched alone (dir/one.yaml, dir/late.yaml).
func TestChanges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(t *testing.T, p *preview, dir string)
	}{
		{"write", func(t *testing.T, _ *preview, dir string) { write(t, "2", dir, "all", "a.md") }},
		{"save by renaming", func(t *testing.T, _ *preview, dir string) {
			must(t, os.Rename(write(t, "2", dir, "all", ".a.tmp~"), filepath.Join(dir, "all", "a.md")))
		}},
		{"new file", func(t *testing.T, _ *preview, dir string) { write(t, "2", dir, "all", "new.md") }},
		{"file gone", func(t *testing.T, _ *preview, dir string) { must(t, os.Remove(filepath.Join(dir, "all", "a.md"))) }},
		{"deep below", func(t *testing.T, _ *preview, dir string) { write(t, "2", dir, "all", "sub", "deep", "b.md") }},
		{"new folders, then a file in them", func(t *testing.T, p *preview, dir string) {
			must(t, os.MkdirAll(filepath.Join(dir, "all", "x", "y"), 0o777))
			p.calm()
			write(t, "2", dir, "all", "x", "y", "c.md")
		}},
		{"folder renamed, then a file below", func(t *testing.T, p *preview, dir string) {
			must(t, os.Rename(filepath.Join(dir, "all", "sub"), filepath.Join(dir, "all", "other")))
			p.calm()
			write(t, "2", dir, "all", "other", "deep", "b.md")
			p.calm()
			write(t, "3", dir, "all", "other", "new.md")
		}},
		{"single file", func(t *testing.T, _ *preview, dir string) { write(t, "2", dir, "one.yaml") }},
		{"single file saved by renaming, twice", func(t *testing.T, p *preview, dir string) {
			must(t, os.Rename(write(t, "2", dir, "x"), filepath.Join(dir, "one.yaml")))
			p.calm()
			must(t, os.Rename(write(t, "3", dir, "x"), filepath.Join(dir, "one.yaml")))
		}},
		{"single file gone and back", func(t *testing.T, p *preview, dir string) {
			must(t, os.Remove(filepath.Join(dir, "one.yaml")))
			p.calm()
			write(t, "3", dir, "one.yaml")
		}},
		{"file that was not there", func(t *testing.T, _ *preview, dir string) { write(t, "2", dir, "late.yaml") }},
		{"folder that was not there, then a file in it", func(t *testing.T, p *preview, dir string) {
			must(t, os.MkdirAll(filepath.Join(dir, "no", "where"), 0o777))
			p.calm()
			write(t, "2", dir, "no", "where", "d.md")
		}},
		{"folder gone and back, then a file in it", func(t *testing.T, p *preview, dir string) {
			must(t, os.RemoveAll(filepath.Join(dir, "all")))
			p.calm()
			must(t, os.Mkdir(filepath.Join(dir, "all"), 0o777))
			p.calm()
			write(t, "2", dir, "all", "a.md")
		}},
		{"folder replaced at once, then a file in it", func(t *testing.T, p *preview, dir string) {
			write(t, "9", dir, "next", "a.md")
			must(t, os.Rename(filepath.Join(dir, "all"), filepath.Join(dir, "old")))
			must(t, os.Rename(filepath.Join(dir, "next"), filepath.Join(dir, "all")))
			p.calm()
			write(t, "2", dir, "all", "a.md")
		}},
		{"all of it moved away and back, then a file in it", func(t *testing.T, p *preview, dir string) {
			must(t, os.Rename(dir, dir+"-moved"))
			p.calm()
			must(t, os.Rename(dir+"-moved", dir))
			p.calm()
			write(t, "2", dir, "all", "sub", "a.md")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "project")
			write(t, "1", dir, "all", "a.md")
			write(t, "1", dir, "all", "sub", "deep", "b.md")
			one := write(t, "1", dir, "one.yaml")
			p := start(t, &preview{
				site:  Files{"index.html": []byte("x")},
				paths: []string{filepath.Join(dir, "all"), one, filepath.Join(dir, "late.yaml"), filepath.Join(dir, "no", "where")},
			}, nil)
			p.settle()
			tt.change(t, p, dir)
			must(t, p.rebuilt())
		})
	}
}

// calm waits for a good build, and for what still comes after it.
func (p *preview) calm() {
	p.t.Helper()
	must(p.t, p.rebuilt())
	p.settle()
}

// settle waits until builds that are still to come from an earlier change have
// come.
func (p *preview) settle() {
	for {
		select {
		case <-p.builds:
		case <-time.After(5 * impatient.poll):
			return
		}
	}
}

func TestLinkedFile(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making symbolic links needs a privilege on Windows")
	}
	dir := t.TempDir()
	target := write(t, "1", dir, "there", "real.yaml")
	linkedFolder := filepath.Join(dir, "folder")
	must(t, os.Mkdir(filepath.Join(dir, "here"), 0o777))
	link := filepath.Join(dir, "here", "link.yaml")
	must(t, os.Symlink(target, link))
	write(t, "1", dir, "elsewhere", "x.md")
	must(t, os.Symlink(filepath.Join(dir, "elsewhere"), linkedFolder))
	p := start(t, &preview{paths: []string{link, linkedFolder}}, nil)
	p.settle()
	write(t, "2", target)
	p.calm()
	write(t, "2", dir, "elsewhere", "x.md")
	must(t, p.rebuilt())
}

// Names that only editors and git write bring no build. The real file that
// follows them shows that their events had come.
func TestIgnoredNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(dir, ".git", "refs"), 0o777))
	w := newWatcher(nil)
	defer w.close()
	if w.notify == nil {
		t.Skip("this system gives no watches")
	}
	w.watch([]string{dir})
	for _, name := range []string{".a.md.swp", ".a.md.swx", "a.md~", "4913", ".#a.md", "#a.md#", ".DS_Store", ".git/HEAD", ".git/refs/x", ".a.md.0123456789ab.tmp"} {
		write(t, "x", dir, name)
	}
	write(t, "x", dir, "real.md")
	deadline := time.After(patience)
	for {
		select {
		case e := <-w.events():
			real := filepath.Base(e.Name) == "real.md"
			if path, got := w.matters(e); got != real || real && path != filepath.Join(dir, "real.md") {
				t.Errorf("%v matters: %v, at %q", e, got, path)
			}
			if real {
				return
			}
		case <-deadline:
			t.Fatal("no event of the real file")
		}
	}
}

// Where the system has no watch left, changes are found by looking.
func TestUnwatchable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	all, one := filepath.Join(dir, "all"), write(t, "1", dir, "one", "one.yaml")
	write(t, "1", all, "a.md")
	write(t, "1", all, "sub", "b.md")
	tests := []struct {
		name  string
		fails func(string) error
	}{
		{"none", func(string) error { return errors.New("no space left on device") }},
		{"not below", func(dir string) error {
			if filepath.Base(dir) != "all" {
				return errors.New("no space left on device")
			}
			return nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := startWith(t, &preview{paths: []string{all, one}}, &loop{timing: impatient, fails: tt.fails}, nil)
			p.settle()
			for _, name := range []string{filepath.Join(all, "sub", "b.md"), filepath.Join(all, "sub", "new"+tt.name), one} {
				write(t, "longer than before "+tt.name, name)
				p.calm()
			}
			write(t, "x", all, "sub", ".b.md.swp")
			p.quiet()
		})
	}
}

// Builds do not overlap, and all that changes during one brings exactly one more.
func TestChangeDuringBuild(t *testing.T) {
	t.Parallel()
	for _, first := range []bool{true, false} {
		dir := t.TempDir()
		in := write(t, "1", dir, "in.yaml")
		past := time.Now().Add(-time.Hour)
		must(t, os.Chtimes(in, past, past))
		must(t, os.Chtimes(dir, past, past))
		began, goOn := make(chan struct{}), make(chan struct{})
		var running, count atomic.Int32
		blocks := int32(2)
		if first {
			blocks = 1
		}
		go func() {
			<-began
			for range 5 {
				_ = os.WriteFile(in, []byte("2"), 0o666)
				now := time.Now() // the system's own stamp may be some milliseconds behind
				_ = os.Chtimes(in, now, now)
			}
			close(goOn)
		}()
		l := &loop{timing: usualTiming} // patient enough that a busy machine splits no batch of changes
		p := startWith(t, &preview{}, l, func(o *Options) {
			o.Build = func(context.Context, []string) (Site, []string, error) {
				if running.Add(1) > 1 {
					t.Error("two builds at a time")
				}
				defer running.Add(-1)
				if count.Add(1) == blocks {
					close(began)
					<-goOn
				}
				return Files{"index.html": []byte("x")}, []string{dir}, nil
			}
		})
		if !first {
			write(t, "3", in)
			must(t, p.rebuilt())
		}
		must(t, p.rebuilt())
		p.quiet()
		if got := count.Load(); got != blocks+1 {
			t.Errorf("first %v: %d builds, want %d", first, got, blocks+1)
		}
		p.stop()
	}
}

// Changes that do not end put a build off for a while only, and those that come
// together bring one.
func TestDebounce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := write(t, "1", dir, "in.yaml")
	l := &loop{timing: timing{quiet: 80 * time.Millisecond, many: 20, long: 80 * time.Millisecond, most: 300 * time.Millisecond, poll: time.Second}}
	p := startWith(t, &preview{paths: []string{in}}, l, nil)
	p.settle()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	began := time.Now()
	for building := true; building; {
		select {
		case <-p.builds:
			building = false
		case <-tick.C:
			write(t, "x", in)
			if time.Since(began) > patience {
				t.Fatal("put off for ever")
			}
		}
	}
	time.Sleep(l.timing.most) // the last of these changes
	p.settle()
	const writes = 100
	before := p.built()
	for range writes {
		write(t, "x", in)
	}
	p.calm()
	if n := p.built() - before; n > writes/10 { // one, unless the machine is very busy
		t.Errorf("%d writes brought %d builds", writes, n)
	}
}

// built is how many builds there were.
func (p *preview) built() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.given)
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := write(t, "1", dir, "sub", "a.md")
	seen := map[uint64]string{0: "missing"}
	check := func(what string) {
		t.Helper()
		got := fingerprint(dir)
		if old, ok := seen[got]; ok {
			t.Errorf("%s looks like %s", what, old)
		}
		seen[got] = what
	}
	check("first")
	write(t, "12", a)
	check("longer")
	must(t, os.Chtimes(a, time.Unix(1, 0), time.Unix(1, 0)))
	check("touched")
	write(t, "", dir, "sub", "b.md")
	check("another file")
	before := fingerprint(dir)
	write(t, "", dir, "sub", "b.md~")
	write(t, "", dir, ".git", "index")
	if fingerprint(dir) != before {
		t.Error("ignored names change it")
	}
	if fingerprint(filepath.Join(dir, "none")) != 0 {
		t.Error("a missing path is not 0")
	}
}
