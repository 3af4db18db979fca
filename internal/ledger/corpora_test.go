package ledger_test

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tradeoff/internal/ledger"
	"tradeoff/internal/ratchet"
)

// corpora lie beside the repository where they are to be had: records of other
// projects, which are not ours to keep. The tables of testdata/corpora say what a
// person reads in them; they were written by reading the files.
const corpora = "../../../shared/corpora"

// disagrees are the rows of the tables that the reader does not agree with, by
// "path: column", with the reason.
var disagrees = map[string]string{
	"JabRef-jabref/docs/decisions/0048-jbang-script-modification-for-testing-in-ci.md: options": "the third is written -Temporary without a blank, which Markdown takes for the second's next line",

	"zarf-dev-zarf/adr/0017-zarf-bundle.md: chosen": "the outcome says Zarf Bundles, the option is named Zarf Bundle, and nothing else tells that one of them was chosen",

	"thomvaill-log4brains/packages/core/integration-tests/ro-project/packages/package1/adr/20201028-links-in-package.md: relations": "a list item that is a relation and nothing else is one under any heading, here Decision Outcome",
	"thomvaill-log4brains/packages/core/integration-tests/ro-project/packages/package1/adr/20201028-links-to-global.md: relations":  "the same",
}

// known holds a difference against disagrees, as the ratchet wants it.
func known(t *testing.T, where, column, got, want string) {
	t.Helper()
	var err error
	if got != want {
		err = fmt.Errorf("%s: %s is %q, a person reads %q", where, column, got, want)
	}
	ratchet.Known(t, disagrees[where+": "+column], err)
}

// table reads a table of testdata/corpora as rows of columns.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "corpora", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// openCorpus reads a corpus as one log, all of its folders at once.
func openCorpus(t *testing.T, name string) *ledger.Log {
	t.Helper()
	dir := filepath.Join(corpora, name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpora beside the repository: %v", err)
	}
	fsys := os.DirFS(dir)
	log, err := ledger.Open(t.Context(), fsys, ledger.Options{Dirs: foldersOf(t, fsys)})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// foldersOf are the folders named adr or decisions.
func foldersOf(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var dirs []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (path.Base(name) == "adr" || path.Base(name) == "decisions") {
			dirs = append(dirs, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

var corpusNames = []string{"JabRef-jabref", "adr-madr", "mrwilson-adr-viewer", "thomvaill-log4brains", "zarf-dev-zarf"}

func TestCorporaAsPeopleReadThem(t *testing.T) {
	used := map[string]bool{}
	for _, name := range corpusNames {
		for _, row := range table(t, name+".txt") {
			for _, column := range []string{"title", "status", "raw status", "date", "makers", "tags", "relations"} {
				used[name+"/"+row[0]+": "+column] = true
			}
		}
		t.Run(name, func(t *testing.T) {
			log := openCorpus(t, name)
			listed := map[string]bool{}
			for _, e := range log.Entries {
				listed[e.Path] = true
			}
			for _, row := range table(t, name+".txt") {
				e := log.Entry(row[0])
				delete(listed, row[0])
				if e == nil {
					t.Errorf("%s/%s is not listed", name, row[0])
					continue
				}
				where := name + "/" + row[0]
				known(t, where, "title", e.Title, row[1])
				known(t, where, "status", string(e.Status), row[2])
				known(t, where, "raw status", dash(e.StatusRaw), row[3])
				known(t, where, "date", dash(e.Date), row[4])
				known(t, where, "makers", dash(strings.Join(e.Makers, ", ")), row[5])
				known(t, where, "tags", dash(strings.Join(e.Tags, ", ")), row[6])
				known(t, where, "relations", dash(statedBy(e)), certain(row[7]))
			}
			for p := range listed {
				t.Errorf("%s/%s is listed, and no decision", name, p)
			}
		})
	}
	for where := range disagrees {
		if !used[where] && !strings.HasSuffix(where, ": options") && !strings.HasSuffix(where, ": chosen") {
			t.Errorf("the tables have no row for %s", where)
		}
	}
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// statedBy are the relations that the entry's own file states, in order.
func statedBy(e *ledger.Entry) string {
	var out []string
	for _, r := range e.Relations {
		if r.Pos.Line == 0 {
			continue
		}
		target := "?" + r.Target
		if r.Other != nil {
			target = r.Other.Path
		}
		out = append(out, strings.Replace(r.Words(), "related to", "relates to", 1)+" "+target)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "; ")
}

// certain are the relations of a row that are stated as such; what only running
// prose says is marked with ~, and is a link for us.
func certain(column string) string {
	var out []string
	for r := range strings.SplitSeq(column, "; ") {
		if !strings.HasPrefix(r, "~") && r != "-" {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return dash(strings.Join(out, "; "))
}

func TestCorporaOptions(t *testing.T) {
	logs := map[string]*ledger.Log{}
	for _, name := range corpusNames {
		logs[name] = openCorpus(t, name)
	}
	for _, row := range table(t, "options.txt") {
		corpus, file, _ := strings.Cut(row[0], "/")
		e := logs[corpus].Entry(file)
		if e == nil {
			t.Errorf("%s is not listed", row[0])
			continue
		}
		chosen, title := "-", ""
		for i, o := range e.Record.Options {
			if !o.Chosen {
				continue
			}
			if chosen != "-" {
				chosen, title = "?", "-"
				break
			}
			chosen, title = strconv.Itoa(i+1), o.Title
		}
		if chosen == "-" && e.Record.Chosen != "" {
			chosen = "?"
		}
		known(t, row[0], "options", strconv.Itoa(len(e.Record.Options)), row[1])
		known(t, row[0], "chosen", chosen, row[2])
		if want := strings.TrimSpace(row[3]); chosen != "?" && chosen != "-" && !strings.HasPrefix(title, want) && disagrees[row[0]+": chosen"] == "" {
			t.Errorf("%s: the chosen option is %q, a person reads %q", row[0], title, want)
		}
	}
}

func TestCorporaWhatIsNoDecision(t *testing.T) {
	skipped := map[string]string{}
	for _, name := range corpusNames {
		for _, s := range openCorpus(t, name).Skipped {
			skipped[name+"/"+s.Path] = strings.ReplaceAll(s.Why, "-", "")
		}
	}
	for _, row := range table(t, "not-decisions.txt") {
		if skipped[row[0]] != row[1] {
			t.Errorf("%s is skipped as %q, a person says %q", row[0], skipped[row[0]], row[1])
		}
		delete(skipped, row[0])
	}
	for file, why := range skipped {
		t.Errorf("%s is skipped as %s", file, why)
	}
}
