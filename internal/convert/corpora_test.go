package convert_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tradeoff/internal/convert"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
	"tradeoff/templates"
)

// corpora lie beside the repository where they are to be had: records of other
// projects, which are not ours to keep.
const corpora = "../../../shared/corpora"

// folders gives the files of each folder of records below the corpora.
func folders(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	if _, err := os.Stat(corpora); err != nil {
		t.Skipf("no corpora beside the repository: %v", err)
	}
	out := map[string]fstest.MapFS{}
	err := filepath.WalkDir(corpora, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(corpora, name)
		dir := filepath.ToSlash(filepath.Dir(rel))
		if out[dir] == nil {
			out[dir] = fstest.MapFS{}
		}
		out[dir][path.Join("d", filepath.Base(name))] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func builtIn(t testing.TB) *render.Templates {
	t.Helper()
	built, bad := render.LoadTemplates([]render.Folder{{FS: templates.FS, Dir: "."}}, fstest.MapFS{}, nil)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	return built
}

func open(t testing.TB, files fs.FS) *ledger.Log {
	t.Helper()
	log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// TestCorpora converts every record of the corpora, writes what comes of it into the
// folder, and reads the whole log again.
func TestCorpora(t *testing.T) {
	built := builtIn(t)
	for _, inInput := range []bool{false, true} {
		for _, template := range []string{"madr", "nygard", "bullets"} {
			records, converted := 0, 0
			went := map[string]int{}
			for dir, files := range folders(t) {
				log := open(t, files)
				c := &convert.Converter{Log: log, Templates: built, Options: convert.Options{ProseInInput: inInput, Template: template, Status: decision.Accepted, Today: "2026-11-23"}}
				results, _ := c.Convert(log.Entries)
				for _, res := range results {
					records++
					name := dir + "/" + path.Base(res.Entry.Path)
					if res.Input == nil {
						// A status that nobody knows is refused, and nothing else here.
						if slices.ContainsFunc(res.Findings, func(f diag.Finding) bool { return f.Severity == diag.Error && f.Rule != "status" }) {
							t.Errorf("%s: %v", name, res.Findings)
						}
						continue
					}
					converted++
					for _, row := range res.Rows {
						switch {
						case !strings.HasPrefix(row.Part, "#"):
						case row.Input == "":
							went["text that stays"]++
						case strings.HasPrefix(row.Input, "sections"):
							went["sections, word for word"]++
						default:
							went["fields"]++
						}
					}
					kept(t, name, log, res)
					files[res.Entry.Path] = &fstest.MapFile{Data: res.Record}
					files[res.InputFile] = &fstest.MapFile{Data: res.Input}
				}
				same(t, dir, log, open(t, files), built)
			}
			t.Logf("prose in input %v, template %s: %d of %d records converted; parts of sections went to %v", inInput, template, converted, records, went)
			if converted < 100 {
				t.Errorf("only %d of %d records were converted", converted, records)
			}
		}
	}
}

// same holds the log of converted records against the one before.
func same(t *testing.T, dir string, before, after *ledger.Log, built *render.Templates) {
	t.Helper()
	if len(before.Entries) != len(after.Entries) {
		t.Errorf("%s: %d decisions, %d before", dir, len(after.Entries), len(before.Entries))
		return
	}
	for i, was := range before.Entries {
		is := after.Entries[i]
		name := dir + "/" + path.Base(is.Path)
		wantStatus := was.Standing()
		if wantStatus == decision.Unknown && is.Input != nil {
			wantStatus = decision.Accepted // as was asked for
		}
		if is.Path != was.Path || record.PlainText(is.Title) != was.Title || is.Standing() != wantStatus || is.Date != was.Date || !slices.Equal(is.Makers, was.Makers) || !slices.Equal(is.Tags, was.Tags) {
			t.Errorf("%s: reads as %q, %s, %s, %v, %v; before as %q, %s, %s, %v, %v", name, is.Title, is.Standing(), is.Date, is.Makers, is.Tags, was.Title, was.Standing(), was.Date, was.Makers, was.Tags)
		}
		if got, want := relations(is), relations(was); !slices.Equal(got, want) {
			t.Errorf("%s: relations %v, before %v", name, got, want)
		}
		if is.Input == nil {
			continue
		}
		if found := append(is.Input.Findings, is.Input.Check(nil)...); len(found) > 0 {
			t.Errorf("%s: the new input has findings: %v", name, found)
		}
		if again := built.Render(is, nil, render.Options{Today: "2031-01-01"}); len(again.Changed) > 0 || again.Input != nil || len(again.Findings) > 0 {
			t.Errorf("%s: rendering it again changes %v: %v", name, again.Changed, again.Findings)
		}
		if is.Findings.HasErrors() && !was.Findings.HasErrors() {
			t.Errorf("%s: %v", name, is.Findings)
		}
	}
}

// relations says an entry's relations; those that say the same from both ends are
// one of them.
func relations(e *ledger.Entry) []string {
	var out []string
	for _, r := range e.Relations {
		other := r.Target
		if r.Other != nil {
			other = r.Other.Path
		}
		out = append(out, strings.NewReplacer("related to", "relates to", "in conflict with", "conflicts with").Replace(r.Words())+" "+other+" "+r.Part)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var word = regexp.MustCompile(`[\p{L}\p{Nd}]+`)

// words counts the words of texts.
func words(texts ...string) map[string]int {
	out := map[string]int{}
	for _, text := range texts {
		for _, w := range word.FindAllString(text, -1) {
			out[strings.ToLower(w)]++
		}
	}
	return out
}

// keys are the words of keys and headings whose meaning is in a field, and of
// relations, which the record says in its own words. They need not stand again.
var keys = words(`status date deciders decider author technical story tags supersedes supercedes superseded superceded by amends amended
	relates related to adr positive negative consequences links considered options alternatives decision drivers pros and cons of the confirmation more information outcome`)

// kept holds the new files against the old record, apart from how convert does it:
// each word as often, and each line as it was or in the values of the input.
func kept(t *testing.T, name string, log *ledger.Log, res convert.Result) {
	t.Helper()
	old := string(res.Entry.Record.Data)
	root, findings := source.Parse(res.InputFile, res.Input, source.YAML)
	if len(findings) > 0 {
		t.Errorf("%s: %v", name, findings)
		return
	}
	values := strings.Join(texts(root), "\n")
	numbers := map[string]bool{} // of this record and of those it names, which files' names say
	for _, r := range res.Entry.Relations {
		if r.Other != nil {
			numbers[fmt.Sprint(r.Other.Number)] = true
			numbers[r.Other.ID] = true
		}
	}
	numbers[fmt.Sprint(res.Entry.Number)] = true
	spared := func(w string) bool { return keys[w] > 0 || numbers[strings.TrimLeft(w, "0")] }
	now := words(values, string(res.Record))
	for w, n := range words(old) {
		if now[w] < n && !spared(w) {
			t.Errorf("%s: the word %q stands %d times, and did %d times", name, w, now[w], n)
		}
	}
	for line := range strings.Lines(old) {
		line = strings.TrimSpace(line)
		if line == "" || strings.Contains(string(res.Record), line) || strings.Contains(values, line) {
			continue
		}
		for w := range words(line) {
			if now[w] == 0 && !spared(w) {
				t.Errorf("%s: of the line %q the word %q is nowhere", name, line, w)
			}
		}
	}
	if bytes.Contains(res.Record, []byte("\r\n")) != strings.Contains(old, "\r\n") {
		t.Errorf("%s: other line ends", name)
	}
}

// texts are all the texts of a tree.
func texts(n *source.Node) []string {
	out := []string{n.Text}
	for _, item := range n.Items {
		out = append(out, texts(item)...)
	}
	for _, e := range n.Entries {
		out = append(append(out, e.Key), texts(e.Value)...)
	}
	return out
}
