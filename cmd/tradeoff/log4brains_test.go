package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// log4brainsCore names the variable with the node_modules folder that has
// @log4brains/core:
//
//	npm install --prefix DIR @log4brains/core
//	LOG4BRAINS_CORE=DIR/node_modules go test ./cmd/tradeoff -run Log4brains
const log4brainsCore = "LOG4BRAINS_CORE"

// log4brainsRecord is a record as testdata/log4brains/show.mjs prints it.
type log4brainsRecord struct {
	Slug, Title, Status, Date, SupersededBy string
	Deciders, Tags, Links                   []string
}

// TestLog4brains plays every scenario of the readers and asks the real log4brains
// what it makes of the records. That is held against the function that stands for
// it in TestReaders and, where the dialect is its own, against tradeoff list.
func TestLog4brains(t *testing.T) {
	modules := log4brainsModules(t)
	for _, s := range readerScenarios(t) {
		t.Run(s.name, func(t *testing.T) {
			root := s.play(t)
			log, dir := listed(t, root)
			asked := askLog4brains(t, modules, root, dir)
			model, err := log4brains(readFolder(t, filepath.Join(root, filepath.FromSlash(dir))))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(linesOf(model, nil), linesOf(shownByLog4brains(asked), nil)); diff != "" {
				t.Errorf("the function log4brains is not like the real one (-function +real):\n%s", diff)
			}
			same := 0
			for _, r := range asked {
				l, known := log[r.Slug+".md"]
				if known && beforeTitle.ReplaceAllString(r.Title, "") == l.Title && r.Status == l.Status && (l.Date == nil || r.Date == *l.Date) {
					same++
				}
			}
			t.Logf("log4brains shows %d of %d records with the title, the status and the date that tradeoff list tells", same, len(log))
		})
	}
}

// TestLog4brainsRules asks the real log4brains for what TestReadersLog4brainsRules
// says of it.
func TestLog4brainsRules(t *testing.T) {
	modules := log4brainsModules(t)
	for _, r := range log4brainsRules() {
		t.Run(r.rule, func(t *testing.T) {
			for i, f := range []folder{r.kept, r.broken} {
				root := t.TempDir()
				if err := os.Mkdir(filepath.Join(root, "adr"), 0o777); err != nil {
					t.Fatal(err)
				}
				for name, data := range f {
					if err := os.WriteFile(filepath.Join(root, "adr", name), []byte(data), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				got := strings.Join(linesOf(shownByLog4brains(askLog4brains(t, modules, root, "adr")), nil), " / ")
				if want := []string{r.want, r.wantOfABroken}[i]; got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			}
		})
	}
}

// log4brainsModules is the folder with @log4brains/core; the test is skipped
// without one.
func log4brainsModules(t *testing.T) string {
	t.Helper()
	modules := os.Getenv(log4brainsCore)
	if modules == "" {
		t.Skipf("set %s to a node_modules folder with @log4brains/core to ask log4brains itself", log4brainsCore)
	}
	modules, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC",
		"GIT_AUTHOR_NAME": "A Writer", "GIT_AUTHOR_EMAIL": "writer@example.org",
		"GIT_COMMITTER_NAME": "A Writer", "GIT_COMMITTER_EMAIL": "writer@example.org",
	} {
		t.Setenv(name, value)
	}
	return modules
}

// askLog4brains gives what log4brains makes of the records in dir, which has to be
// in a repository with a commit.
func askLog4brains(t *testing.T, modules, root, dir string) (records []log4brainsRecord) {
	t.Helper()
	settings := filepath.Join(root, ".log4brains.yml")
	if _, err := os.Stat(settings); err != nil {
		text := "project:\n  name: Records\n  tz: Etc/UTC\n  adrFolder: ./" + dir + "\n"
		if err := os.WriteFile(settings, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	script, err := filepath.Abs("testdata/log4brains/show.mjs")
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, args := range [][]string{{"git", "init", "--quiet"}, {"git", "add", "--all"}, {"git", "commit", "--quiet", "--message", "one"}, {"node", script, modules, root}} {
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir, cmd.Stderr = root, os.Stderr
		if out, err = cmd.Output(); err != nil {
			t.Fatalf("%s: %v", strings.Join(args, " "), err)
		}
	}
	if err := json.Unmarshal(out, &records); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return records
}

// shownByLog4brains are its records in the form of the readers.
func shownByLog4brains(records []log4brainsRecord) map[string]shown {
	out := map[string]shown{}
	for _, r := range records {
		s := shown{title: r.Title, status: r.Status, date: r.Date}
		if r.SupersededBy != "" {
			s.links = []string{"superseded by no record " + r.SupersededBy}
			if slices.ContainsFunc(records, func(o log4brainsRecord) bool { return o.Slug == r.SupersededBy }) {
				s.links = []string{"superseded by " + path.Base(r.SupersededBy) + ".md"}
			}
		}
		if len(r.Deciders) > 0 {
			s.links = append(s.links, "decided by "+strings.Join(r.Deciders, ", "))
		}
		out[r.Slug+".md"] = s
	}
	return out
}
