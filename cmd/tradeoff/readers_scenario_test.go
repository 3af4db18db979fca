package main

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// readerScenario is a project of testdata/readers: its files, the commands that
// are run in it, and what each reader shows afterwards.
type readerScenario struct {
	name     string
	files    []txtar.File
	commands []string
	wants    []readerWant
}

// readerWant is one line that a reader shall give. One with a limit is what the
// reader makes of it, and no fault of ours; one with a fault is right, and not
// what is written yet.
type readerWant struct {
	reader       string
	own          bool // the record is in the dialect that the reader is for
	line         string
	limit, fault string
}

func readerScenarios(t *testing.T) []readerScenario {
	t.Helper()
	names, err := filepath.Glob("testdata/readers/*.txtar")
	if err != nil || len(names) < 10 {
		t.Fatalf("found %d scenarios: %v", len(names), err)
	}
	var all []readerScenario
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := readerScenario{name: strings.TrimSuffix(filepath.Base(name), ".txtar")}
		for _, f := range archive.Files {
			switch f.Name {
			case "commands":
				s.commands = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
			case "want":
				s.wants = readerWants(t, name, string(f.Data))
			default:
				s.files = append(s.files, f)
			}
		}
		all = append(all, s)
	}
	return all
}

// readerWants reads the file want: a line with a reader's name and a colon, the
// lines that it shall give below it, and before one of these "limit: …" or
// "fault: …" where it is not what one would wish.
func readerWants(t *testing.T, file, text string) (wants []readerWant) {
	t.Helper()
	var w readerWant
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		name, isReader := strings.CutSuffix(line, ":")
		name, own := strings.CutSuffix(name, ", its own dialect")
		limit, isLimit := strings.CutPrefix(line, "limit: ")
		fault, isFault := strings.CutPrefix(line, "fault: ")
		switch {
		case line == "":
		case isReader:
			if readers[name] == nil {
				t.Fatalf("%s: there is no reader %q", file, name)
			}
			w = readerWant{reader: name, own: own}
		case isLimit:
			w.limit = limit
		case isFault:
			w.fault = fault
		default:
			w.line = line
			wants = append(wants, w)
			w.limit, w.fault = "", ""
		}
	}
	return wants
}

var commandWord = regexp.MustCompile(`"[^"]*"|\S+`)

// play runs the scenario's commands in a folder of its own and gives that.
func (s readerScenario) play(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range s.files {
		name := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, command := range s.commands {
		var words []string
		for _, word := range commandWord.FindAllString(command, -1) {
			words = append(words, strings.Trim(word, `"`))
		}
		if out, status := docsRun(t, root, words...); status != 0 {
			t.Fatalf("tradeoff %s: exit status %d\n%s", command, status, out)
		}
	}
	return root
}

// listedRecord is what tradeoff list --json says of a record.
type listedRecord struct {
	Path, Title, Status string
	DerivedStatus       *string `json:"derived_status"`
	Date                *string
	Supersedes          []string
	assumed             bool // the file states no status
}

// listed gives the log's records by their files' names, and the folder that they
// lie in.
func listed(t *testing.T, root string) (records map[string]listedRecord, dir string) {
	t.Helper()
	out, _ := docsRun(t, root, "list", "--json", "--quiet")
	var all []listedRecord
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) == 0 {
		t.Fatalf("list --json: %v\n%s", err, out)
	}
	records = map[string]listedRecord{}
	for _, r := range all {
		r.assumed = r.Status == "unknown"
		if r.DerivedStatus != nil {
			r.Status = *r.DerivedStatus
		}
		records[path.Base(r.Path)] = r
	}
	return records, path.Dir(all[0].Path)
}

func readFolder(t *testing.T, dir string) folder {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	f := folder{}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		f[entry.Name()] = string(data)
	}
	return f
}
