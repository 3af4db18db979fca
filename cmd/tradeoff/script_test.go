package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptCommands are the commands that scripts have besides those of testscript.
//
//	exits N PROGRAM ARGS…   run PROGRAM, which must end with the exit status N
//	snapshot [DIR]          remember every file below DIR, the current folder without one
//	unchanged               fail where a file came, went or changed since the snapshot
//	replace FILE OLD NEW    put NEW in the place of OLD, which must stand in FILE once;
//	                        \n, \r and \t are read as in Go
//	prefix FILE TEXT        put TEXT before the bytes of FILE; escapes are read as in Go
//	append FILE TEXT        put TEXT behind the bytes of FILE; the same
//	bytes FILE TEXT         FILE must hold TEXT, after ! must not; the same
//	refused DIR…            see scriptRefused
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":     scriptExits,
	"snapshot":  scriptSnapshot,
	"unchanged": scriptUnchanged,
	"replace":   scriptReplace,
	"prefix":    scriptPrefix,
	"append":    scriptAppend,
	"bytes":     scriptBytes,
	"refused":   scriptRefused,
}

func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := run(ts, args[1], args[2:]...); got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// snapshotKey is where a script's snapshot lies among its values.
type snapshotKey struct{}

// snapshot holds the files below a folder by their paths. Its zero value is empty.
type snapshot struct {
	dir   string
	files map[string][]byte
}

func scriptSnapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: snapshot [DIR]")
	}
	dir := "."
	if len(args) == 1 {
		dir = args[0]
	}
	s := ts.Value(snapshotKey{}).(*snapshot)
	s.dir = ts.MkAbs(dir)
	var err error
	s.files, err = readTree(s.dir)
	ts.Check(err)
}

func scriptUnchanged(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 0 {
		ts.Fatalf("usage: [!] unchanged")
	}
	s := ts.Value(snapshotKey{}).(*snapshot)
	if s.files == nil {
		ts.Fatalf("unchanged needs a snapshot before it")
	}
	now, err := readTree(s.dir)
	ts.Check(err)
	var changes []string
	for name, data := range now {
		if old, ok := s.files[name]; !ok {
			changes = append(changes, name+" is new")
		} else if !bytes.Equal(old, data) {
			changes = append(changes, name+" changed")
		}
	}
	for name := range s.files {
		if _, ok := now[name]; !ok {
			changes = append(changes, name+" is gone")
		}
	}
	if neg != (len(changes) > 0) {
		ts.Fatalf("since the snapshot: %s", strings.Join(changes, ", "))
	}
}

// readTree reads every file below dir. A folder stands as its name alone, a link as
// its target, and a file over 4 MB as its size, so that a sparse one costs nothing.
// Git's own folder is left out: git writes there on its own account.
func readTree(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	return files, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.IsDir():
			files[rel+"/"] = nil
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(name)
			files[rel] = []byte("link to " + to)
			return err
		case info.Size() > 4<<20:
			files[rel] = fmt.Appendf(nil, "%d bytes of %v", info.Size(), info.ModTime())
		default:
			files[rel], err = os.ReadFile(name)
		}
		return err
	})
}

func scriptReplace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text, before, after := ts.ReadFile(args[0]), escaped(ts, args[1]), escaped(ts, args[2])
	if n := strings.Count(text, before); n != 1 {
		ts.Fatalf("%q stands in %s %d times", before, args[0], n)
	}
	rewrite(ts, args[0], strings.Replace(text, before, after, 1))
}

func scriptPrefix(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: prefix FILE TEXT")
	}
	rewrite(ts, args[0], escaped(ts, args[1])+ts.ReadFile(args[0]))
}

func scriptAppend(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append FILE TEXT")
	}
	rewrite(ts, args[0], ts.ReadFile(args[0])+escaped(ts, args[1]))
}

func scriptBytes(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] bytes FILE TEXT")
	}
	if strings.Contains(ts.ReadFile(args[0]), escaped(ts, args[1])) == neg {
		ts.Fatalf("looked for %s in %s; negated: %v", args[1], args[0], neg)
	}
}

// escaped reads \n, \r, \t, \xEF and \uFEFF as Go does.
func escaped(ts *testscript.TestScript, text string) string {
	out, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	ts.Check(err)
	return out
}

func rewrite(ts *testscript.TestScript, name, text string) {
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o666))
}
