package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Either all files of a change are written or none: those before the one that
// cannot be are taken back, moves included.
func TestWriteAllOrNone(t *testing.T) {
	for _, last := range []struct {
		name  string
		file  fileChange
		error string
	}{
		{"a new file that is there", fileChange{name: "d/there.md", data: []byte("x")}, "exists"},
		{"a file that somebody changed", fileChange{name: "d/there.md", old: []byte("not what it is"), data: []byte("x")}, "changed meanwhile"},
		{"a move onto a file", fileChange{name: "d/there.md", from: "d/c.md", old: []byte("c"), data: []byte("c")}, "is there already"},
		{"a file that is gone", fileChange{name: "d/gone.md", old: []byte("x"), data: []byte("y")}, "read d/gone.md"},
	} {
		t.Run(last.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"a.md": "a", "b.md": "b", "c.md": "c", "there.md": "there"} {
				name = filepath.Join(dir, "d", name)
				if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			a := &App{Dir: dir, Out: io.Discard, Err: io.Discard, Env: map[string]string{}, Ctx: t.Context()}
			p, err := a.open()
			if err != nil {
				t.Fatal(err)
			}
			err = p.writeAll([]fileChange{
				{name: "d/a.md", old: []byte("a"), data: []byte("A")},
				{name: "d/new.md", data: []byte("new")},
				{name: "d/moved.md", from: "d/b.md", old: []byte("b"), data: []byte("B")},
				last.file,
			})
			if err == nil || !strings.Contains(err.Error(), last.error) {
				t.Errorf("the error is %v", err)
			}
			for name, want := range map[string]string{"a.md": "a", "b.md": "b", "c.md": "c", "there.md": "there"} {
				if data, err := os.ReadFile(filepath.Join(dir, "d", name)); err != nil || string(data) != want {
					t.Errorf("%s holds %q, %v", name, data, err)
				}
			}
			if entries, _ := os.ReadDir(filepath.Join(dir, "d")); len(entries) != 4 {
				t.Errorf("the folder holds %v", entries)
			}
		})
	}
}
