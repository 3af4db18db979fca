package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// manifestFile is the list that a build keeps in its folder.
const manifestFile = ".tradeoff-manifest"

// writeLog makes a project with a log of so many records.
func writeLog(t *testing.T, dir, title string, records int) {
	t.Helper()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("tradeoff.yaml", "title: "+title+"\ndecisions: [decisions]\n")
	for i := 1; i <= records; i++ {
		write(fmt.Sprintf("decisions/%04d-decision-%d.md", i, i), fmt.Sprintf("---\nstatus: accepted\ndate: 2026-%02d-%02d\ntags: [t%d]\n---\n# Decision %d of %s\n\n## Context and Problem Statement\n\n%s\n\n## Decision Outcome\n\nIt stays, as in [another](%04d-decision-%d.md).\n",
			1+i%12, 1+i%28, i%7, i, title, strings.Repeat(fmt.Sprintf("Text %d of a record that is neither long nor short. ", i), 40), 1+i%records, 1+i%records))
	}
}

// memoryFolder is a folder in memory where there is one, since a test that writes ten
// thousands of files waits for the disk most of its time.
func memoryFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "tradeoff")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// buildOf is a build of a project into a folder, as a process of its own.
func buildOf(ctx context.Context, t *testing.T, dir, output string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	self, err := exec.LookPath("tradeoff")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, "build", "--no-history", "--output", output)
	var out bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1795392000")
	return cmd, &out
}

// built builds a project into a folder, and gives the files that it then holds.
func built(t *testing.T, dir, output string) map[string][]byte {
	t.Helper()
	cmd, out := buildOf(t.Context(), t, dir, output)
	if err := cmd.Run(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	files, err := readTree(output)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sameSite tells where a site is not what it should be.
func sameSite(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	for name, data := range want {
		if other, ok := got[name]; !ok || !bytes.Equal(data, other) {
			t.Errorf("%s: there (%t) with %d bytes, want %d", name, ok, len(other), len(data))
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s should not be there", name)
		}
	}
}

// TestBuildKilled kills builds at moments spread over the time that one takes, half of them
// into a new folder and half over the site of an earlier log. After each, a file that is
// there is whole; and the next build gives what it gives in a new folder, and nothing else.
func TestBuildKilled(t *testing.T) {
	const kills = 20
	top := memoryFolder(t)
	earlierLog, log := filepath.Join(top, "earlier"), filepath.Join(top, "log")
	writeLog(t, earlierLog, "Before", 310)
	writeLog(t, log, "After", 300)
	before := built(t, earlierLog, filepath.Join(top, "site-before"))
	var fresh map[string][]byte
	takes := time.Hour
	for i := range 3 {
		begun := time.Now()
		fresh = built(t, log, filepath.Join(top, "site", fmt.Sprint(i)))
		takes = min(takes, time.Since(begun))
	}
	if len(fresh) < 600 {
		t.Fatalf("the site has %d files alone", len(fresh))
	}
	random := rand.New(rand.NewPCG(1, 2))
	cut, writing := 0, 0
	for i := range kills {
		output := filepath.Join(top, fmt.Sprintf("killed-%d", i))
		if i%2 == 1 {
			if err := os.CopyFS(output, os.DirFS(filepath.Join(top, "site-before"))); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Duration((float64(i)+random.Float64())/kills*float64(takes)))
		cmd, _ := buildOf(ctx, t, log, output)
		if err := cmd.Run(); err != nil && ctx.Err() != nil {
			cut++ // exec kills by SIGKILL where there is one
		}
		stop()
		left, err := readTree(output)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(left[manifestFile], []byte("# a build has begun\n")) {
			writing++
		}
		for name, data := range left {
			switch {
			case name == manifestFile || strings.HasSuffix(name, "/") || strings.HasSuffix(name, ".tradeoff-new"):
			case fresh[name] != nil && bytes.Equal(data, fresh[name]):
			case i%2 == 1 && before[name] != nil && bytes.Equal(data, before[name]):
			default:
				t.Errorf("kill %d: %s has %d bytes, which no build gives it", i, name, len(data))
			}
		}
		sameSite(t, fresh, built(t, log, output))
		if t.Failed() {
			t.Fatalf("kill %d of %d", i, kills)
		}
		if err := os.RemoveAll(output); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("a build takes %v; %d of %d were killed, %d of them while they wrote", takes, cut, kills, writing)
	if writing == 0 {
		t.Error("no build was killed while it wrote, so that nothing was tried")
	}
}

// TestBuildTwiceAtOnce builds twice at once into one new folder. The one that comes second
// says that it waits, and both end well.
func TestBuildTwiceAtOnce(t *testing.T) {
	top := memoryFolder(t)
	log := filepath.Join(top, "log")
	writeLog(t, log, "Both", 100)
	fresh := built(t, log, filepath.Join(top, "site"))
	waited := 0
	for i := range 5 {
		output := filepath.Join(top, "new", fmt.Sprint(i))
		one, oneOut := buildOf(t.Context(), t, log, output)
		other, otherOut := buildOf(t.Context(), t, log, output)
		for _, cmd := range []*exec.Cmd{one, other} {
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		}
		if err := one.Wait(); err != nil {
			t.Errorf("the first: %v\n%s", err, oneOut)
		}
		if err := other.Wait(); err != nil {
			t.Errorf("the second: %v\n%s", err, otherOut)
		}
		waited += strings.Count(oneOut.String()+otherOut.String(), "waiting for another build that writes to ")
		files, err := readTree(output)
		if err != nil {
			t.Fatal(err)
		}
		sameSite(t, fresh, files)
	}
	t.Logf("%d of 5 waited", waited)
	if waited > 5 {
		t.Errorf("5 pairs of builds say %d times that they wait", waited)
	}
}

// TestBuildOverHandWork builds where the files of an earlier build were altered, taken away
// and added to by hand.
func TestBuildOverHandWork(t *testing.T) {
	top := t.TempDir()
	log, output := filepath.Join(top, "log"), filepath.Join(top, "site")
	writeLog(t, log, "Hand", 3)
	fresh := built(t, log, output)
	page := filepath.Join(output, "decisions", "0001-decision-1.html")
	for name, alter := range map[string]func() error{
		"a page is altered":     func() error { return os.WriteFile(page, []byte("altered"), 0o666) },
		"a page is removed":     func() error { return os.Remove(page) },
		"a folder is removed":   func() error { return os.RemoveAll(filepath.Dir(page)) },
		"the folder is removed": func() error { return os.RemoveAll(output) },
	} {
		if err := alter(); err != nil {
			t.Fatal(err)
		}
		got := built(t, log, output)
		if diff := cmp.Diff(len(fresh), len(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		sameSite(t, fresh, got)
	}
	mine := filepath.Join(output, "mine.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	fresh["mine.txt"] = []byte("mine")
	sameSite(t, fresh, built(t, log, output))
}
