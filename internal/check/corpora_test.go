package check_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/check"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/templates"
)

// TestCorpora holds the records of other projects against the rules: how many findings
// each brings was read and found right by a person. They lie beside the repository where
// they are to be had.
func TestCorpora(t *testing.T) {
	const corpora = "../../../shared/corpora"
	if _, err := os.Stat(corpora); err != nil {
		t.Skipf("no corpora beside the repository: %v", err)
	}
	want := map[string]map[string]int{
		"JabRef-jabref":        {"broken-link": 2, "date": 2},
		"adr-madr":             {"unknown-status": 1},
		"mrwilson-adr-viewer":  {"unknown-status": 2},
		"thomvaill-log4brains": {"broken-link": 3, "unknown-status": 6},
		"zarf-dev-zarf":        {"broken-link": 10, "unknown-status": 1},
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		t.Run(name, func(t *testing.T) {
			fsys := os.DirFS(filepath.Join(corpora, name))
			var dirs []string
			err := fs.WalkDir(fsys, ".", func(at string, d fs.DirEntry, err error) error {
				if err == nil && d.IsDir() && (path.Base(at) == "adr" || path.Base(at) == "decisions") {
					dirs = append(dirs, at)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			log, err := ledger.Open(t.Context(), fsys, ledger.Options{Dirs: dirs})
			if err != nil {
				t.Fatal(err)
			}
			loaded, findings := render.LoadTemplates([]render.Folder{{FS: templates.FS, Dir: "."}}, fsys, dirs)
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			got := map[string]int{}
			var lines string
			for _, f := range check.Run(&check.Project{Log: log, Templates: loaded, Files: fsys, Dirs: dirs, AsOf: "2026-11-23"}) {
				got[f.Rule]++
				lines += fmt.Sprintln(f)
			}
			if diff := cmp.Diff(want[name], got); diff != "" {
				t.Errorf("%s\n%s", diff, lines)
			}
		})
	}
}
