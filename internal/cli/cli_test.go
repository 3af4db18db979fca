package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/cli"
	"tradeoff/internal/ratchet"
)

// run runs one command in dir, as a process would, on the day 2026-11-23.
func run(dir string, args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = cli.Main(cli.App{Args: args, In: strings.NewReader(""), Out: &o, Err: &e, Dir: dir, Env: map[string]string{"PATH": os.Getenv("PATH"), "GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CEILING_DIRECTORIES": filepath.Dir(dir)},
		Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }})
	return status, o.String(), e.String()
}

// must runs a command that has to end well.
func must(t testing.TB, dir string, args ...string) string {
	t.Helper()
	status, out, errOut := run(dir, args...)
	if status != 0 {
		t.Fatalf("tradeoff %s: exit status %d\n%s%s", strings.Join(args, " "), status, out, errOut)
	}
	return out
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Two runs at once never take one number, and never leave half a file.
func TestNewAtOnce(t *testing.T) {
	for _, args := range [][]string{{}, {"--set", "tradeoffs=architecture-style"}} {
		dir := t.TempDir()
		must(t, dir, "init")
		const runs = 12
		outs := make([]string, runs)
		var group sync.WaitGroup
		for i := range runs {
			group.Go(func() {
				status, out, errOut := run(dir, append([]string{"new", fmt.Sprintf("Title %c", 'a'+i%3)}, args...)...)
				if status != 0 {
					t.Errorf("exit status %d: %s", status, errOut)
				}
				outs[i] = out
			})
		}
		group.Wait()
		slices.Sort(outs)
		for i, out := range outs {
			if want := fmt.Sprintf("decisions/%04d-title-", i+1); !strings.HasPrefix(out, want) {
				t.Errorf("the %dth name is %q", i+1, out)
			}
		}
		entries, err := os.ReadDir(filepath.Join(dir, "decisions"))
		if err != nil {
			t.Fatal(err)
		}
		want := runs
		if len(args) > 0 {
			want *= 2
		}
		for _, e := range entries {
			if info, err := e.Info(); err != nil || strings.HasPrefix(e.Name(), ".") || info.Size() == 0 {
				t.Errorf("left over: %s", e.Name())
			}
		}
		if len(entries) != want {
			t.Errorf("%d files, want %d", len(entries), want)
		}
		must(t, dir, "render", "--check")
	}
}

func TestExitStatus(t *testing.T) {
	dir := t.TempDir()
	must(t, dir, "init")
	must(t, dir, "new", "Use a queue", "--input")
	broken := t.TempDir()
	write(t, broken+"/tradeoff.yaml", "title: T\n")
	write(t, broken+"/decisions/0001-a.yaml", "format: tradeoff/1\ntitle: A\nstatus: acepted\n")
	for _, tt := range []struct {
		dir  string
		args []string
		want int
	}{
		{dir, []string{"list"}, 0},
		{dir, []string{"list", "--json"}, 0},
		{dir, []string{"check"}, 0},
		{dir, []string{"show", "1"}, 0},
		{dir, []string{"render", "--check"}, 0},
		{dir, []string{"--help"}, 0},
		{dir, []string{"new", "--help"}, 0},
		{dir, []string{"--version"}, 0},
		{dir, []string{}, 0},
		{dir, []string{"schema", "catalog"}, 0},

		{broken, []string{"check"}, 1},
		{broken, []string{"render"}, 1},
		{broken, []string{"render", "--check"}, 1},
		{broken, []string{"list"}, 0}, // a listing shows what it can
		{broken, []string{"show", "1"}, 0},
		{broken, []string{"accept", "1"}, 1},
		{dir, []string{"new", "X", "--set", "tradeoffs=nothing"}, 1},

		{dir, []string{"nothing"}, 2},
		{dir, []string{"lst"}, 2},
		{dir, []string{"list", "--nothing"}, 2},
		{dir, []string{"list", "x"}, 2},
		{dir, []string{"list", "--status", "acepted"}, 2},
		{dir, []string{"new"}, 2},
		{dir, []string{"new", "a", "b"}, 2},
		{dir, []string{"new", ""}, 2},
		{dir, []string{"new", "!!!"}, 2},
		{dir, []string{"new", "X", "--set", "nothing"}, 2},
		{dir, []string{"new", "X", "--format", "ini"}, 2},
		{dir, []string{"show", "9"}, 2},
		{dir, []string{"accept", "1", "--date", "today"}, 2},
		{dir, []string{"schema", "nothing"}, 2},
		{dir, []string{"-C", "nowhere", "list"}, 2},
		{dir, []string{"--decisions", "nowhere", "list"}, 2},
		{dir, []string{"--decisions", "..", "list"}, 2},

		{dir, []string{"init"}, 3},
		{dir, []string{"new", "X", "--from", "nowhere.yaml"}, 3},
	} {
		status, out, errOut := run(tt.dir, tt.args...)
		if status != tt.want {
			t.Errorf("tradeoff %q: exit status %d, want %d\n%s%s", tt.args, status, tt.want, out, errOut)
		}
		if tt.want >= 2 && (out != "" || errOut == "" || !strings.HasPrefix(errOut, "tradeoff: ")) {
			t.Errorf("tradeoff %q: stdout %q, stderr %q", tt.args, out, errOut)
		}
	}
	if got := len(strings.Split(strings.TrimSpace(must(t, dir, "list")), "\n")); got != 1 {
		t.Errorf("after all that was refused, the log has %d decisions", got)
	}
}

// What should never happen is one line and status 3, and no stack.
func TestPanic(t *testing.T) {
	dir := t.TempDir()
	var out, errOut bytes.Buffer
	app := cli.App{Args: []string{"new", "X"}, In: strings.NewReader(""), Out: &out, Err: &errOut, Dir: dir, Now: func() time.Time { panic("no clock") }}
	if status := cli.Main(app); status != 3 || strings.Count(errOut.String(), "\n") != 1 || !strings.Contains(errOut.String(), "no clock") {
		t.Errorf("exit status %d: %s", status, &errOut)
	}
	errOut.Reset()
	app.Env = map[string]string{"TRADEOFF_DEBUG": "1"}
	if status := cli.Main(app); status != 3 || !strings.Contains(errOut.String(), "cli_test.go") {
		t.Errorf("with TRADEOFF_DEBUG: exit status %d: %s", status, &errOut)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "decisions")); err == nil && len(entries) > 0 {
		t.Errorf("left over: %v", entries)
	}
}

// No file of a user's makes the program say that it is at fault.
func TestNoFileIsAFaultOfTheProgram(t *testing.T) {
	good := read(t, "../catalog/testdata/good.yaml")
	for _, tt := range []struct {
		name, file, text string
		args             []string
		fault            string
	}{
		{"no folders of decisions", "tradeoff.yaml", "decisions: []\n", []string{"new", "X"}, ""},
		{"a catalog whose word field has no values", "content/tradeoffs/boats.yaml", strings.Replace(strings.Replace(good, "values: [oak, pine], ", "", 1), "{field: crew, lt: 4}", "{field: wood, is: true}", 1), []string{"check"}, ""},
		{"a broken decided-with", "decisions/0001-a.yaml", "format: tradeoff/1\ntitle: A\nstatus: accepted\noptions: [{title: B}]\noutcome: {option: b, because: c}\ndecided-with: {assessment: {profile: [{field: x}]}}\n", []string{"render"}, ""},
		{"an empty template", "decisions/template.md", "", []string{"new", "X"}, ""},
		{"a folder where a file is meant", "decisions/0001-a.yaml/x", "", []string{"check"}, ""},
	} {
		dir := t.TempDir()
		write(t, dir+"/tradeoff.yaml", "title: T\ncontent: content\n")
		write(t, filepath.Join(dir, tt.file), tt.text)
		status, _, errOut := run(dir, tt.args...)
		var err error
		if strings.Contains(errOut, "fault of the program") {
			err = fmt.Errorf("%s: exit status %d: %s", tt.name, status, errOut)
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// A file that is written anew keeps its permissions, and a link stays a link.
func TestWriteKeepsModeAndLinks(t *testing.T) {
	dir := t.TempDir()
	must(t, dir, "init")
	must(t, dir, "new", "Use a queue", "--input")
	record, input := filepath.Join(dir, "decisions/0001-use-a-queue.md"), filepath.Join(dir, "decisions/0001-use-a-queue.yaml")
	if err := os.Chmod(record, 0o640); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(dir, "elsewhere.yaml")
	if err := errors.Join(os.Rename(input, elsewhere), os.Symlink("../elsewhere.yaml", input)); err != nil {
		t.Skip("this file system has no symbolic links")
	}
	write(t, elsewhere, read(t, elsewhere)+"context: Words.\noptions: [{title: B}]\noutcome: {option: b, because: c}\n")
	must(t, dir, "accept", "1", "--by", "us")
	info, err := os.Lstat(record)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the record's mode is %v (%v)", info.Mode(), err)
	}
	if info, err = os.Lstat(input); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is now %v (%v)", info.Mode(), err)
	}
	if got := read(t, elsewhere); !strings.Contains(got, "status: accepted") || !strings.Contains(got, "decided-with:") {
		t.Errorf("the file behind the link is\n%s", got)
	}
	if !strings.Contains(read(t, record), "status: accepted") || !strings.Contains(read(t, record), "Words.") {
		t.Errorf("%s", read(t, record))
	}
	must(t, dir, "check")
}

// A link out of the project is not followed, neither to read nor to write.
func TestLinksOutOfTheProject(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	must(t, dir, "init")
	write(t, outside+"/secret.md", "---\nstatus: proposed\n---\n# Secret\n")
	if err := os.Symlink(outside+"/secret.md", dir+"/decisions/0001-a.md"); err != nil {
		t.Skip("this file system has no symbolic links")
	}
	if out := must(t, dir, "list"); strings.Contains(out, "Secret") || !strings.Contains(out, "0001") {
		t.Errorf("%s", out)
	}
	if status, _, _ := run(dir, "check"); status != 1 {
		t.Errorf("check ends with %d", status)
	}
	if status, _, errOut := run(dir, "accept", "1"); status == 0 {
		t.Errorf("accept wrote through the link: %s", errOut)
	}
	if got := read(t, outside+"/secret.md"); got != "---\nstatus: proposed\n---\n# Secret\n" {
		t.Errorf("outside it is now %q", got)
	}
}

// Two inputs of one record are said to be two, and do not block render for good.
func TestTwoInputs(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/decisions/0001-a.yaml", "format: tradeoff/1\ntitle: A\n")
	write(t, dir+"/decisions/0001-a.toml", "format = 'tradeoff/1'\ntitle = 'B'\n")
	status, _, errOut := run(dir, "render")
	var err error
	if status != 1 || strings.Contains(errOut, "come to be meanwhile") {
		err = fmt.Errorf("exit status %d: %s", status, errOut)
	}
	if err != nil {
		t.Error(err)
	}
}

func TestRenderOneOfManyIsNotStoppedByAnother(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/decisions/0001-a.yaml", "format: tradeoff/1\ntitle: A\n")
	write(t, dir+"/decisions/0002-b.yaml", "format: tradeoff/1\ntitle: [\n")
	if status, out, _ := run(dir, "render", "1"); status != 0 || out != "decisions/0001-a.md\n" {
		t.Errorf("exit status %d, %q", status, out)
	}
	if status, _, _ := run(dir, "render"); status != 1 {
		t.Errorf("exit status %d", status)
	}
}

// The keys of list --json are a contract.
func TestListJSON(t *testing.T) {
	dir := t.TempDir()
	must(t, dir, "init")
	must(t, dir, "new", "First", "--set", "tags=[a]")
	must(t, dir, "new", "Second", "--input", "--set", "links=[{supersedes: 1}]", "--set", "status=draft")
	var got []map[string]any
	if err := json.Unmarshal([]byte(must(t, dir, "list", "--json")), &got); err != nil || len(got) != 2 {
		t.Fatal(err, got)
	}
	for _, key := range []string{"path", "id", "title", "status", "status_raw", "status_source", "date_source", "date", "supersedes", "superseded_by", "tags", "dialect", "input", "derived_date", "derived_status"} {
		for _, e := range got {
			if _, ok := e[key]; !ok {
				t.Errorf("%v has no %s", e["path"], key)
			}
		}
	}
	want := []any{"decisions/0001-first.md", "0001", "First", "proposed", "2026-11-23", nil, []any{"a"}, []any{"decisions/0002-second.md"}}
	e := got[0]
	if diff := cmp.Diff(want, []any{e["path"], e["id"], e["title"], e["status"], e["date"], e["input"], e["tags"], e["superseded_by"]}); diff != "" {
		t.Error(diff)
	}
	e = got[1]
	want = []any{"decisions/0002-second.md", "decisions/0002-second.yaml", "draft", []any{"decisions/0001-first.md"}}
	if diff := cmp.Diff(want, []any{e["path"], e["input"], e["status"], e["supersedes"]}); diff != "" {
		t.Error(diff)
	}
	if out := must(t, t.TempDir(), "list", "--json"); out != "[]\n" {
		t.Errorf("an empty log is %q", out)
	}
}
