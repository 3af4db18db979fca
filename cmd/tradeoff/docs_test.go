package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/check"
	"tradeoff/internal/cli"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// repository is the checkout, seen from this package.
const repository = "../.."

// docsDay is the day of every command that the documentation shows: 2026-11-23.
const docsDay = "1795392000"

// block is a fenced block of a page.
type block struct {
	info  string // behind the opening fence
	line  int    // of its first line, from 1
	lines []string
}

// docsPages are the Markdown files that make promises: the read-me, and all of
// the documentation. Their paths are from the repository's root.
func docsPages(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	if data, err := os.ReadFile(filepath.Join(repository, "README.md")); err == nil {
		pages["README.md"] = string(data)
	}
	err := filepath.WalkDir(filepath.Join(repository, "content"), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(repository, name)
		pages[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 10 {
		t.Fatalf("found %d pages: the documentation is elsewhere now", len(pages))
	}
	return pages
}

func docsPage(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(repository, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// blocksOf are the blocks between fences of three or more backticks.
func blocksOf(text string) (blocks []block) {
	fence := ""
	for i, line := range strings.Split(text, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "" && line == fence:
			fence = ""
		case fence != "":
			last := &blocks[len(blocks)-1]
			last.lines = append(last.lines, line)
		case len(ticks) >= 3:
			fence = ticks
			blocks = append(blocks, block{info: strings.TrimSpace(line[len(ticks):]), line: i + 2})
		}
	}
	return blocks
}

// TestDocsCommands runs what the documentation shows. A block with the info
// string console holds commands, each behind "$ ", and what a terminal shows for
// them; a line … stands for any lines. A block with a file's name behind its
// language is written to that file. Each page has a folder of its own, empty at
// first. A command may fail only where its page shows what it says then.
//
// UPDATE_DOCS=1 rewrites the output of commands that show another one, unless
// it holds a line ….
func TestDocsCommands(t *testing.T) {
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC", "LC_ALL": "C",
		"GIT_AUTHOR_NAME": "A Writer", "GIT_AUTHOR_EMAIL": "writer@example.org", "GIT_AUTHOR_DATE": "2026-11-23T12:00:00Z",
		"GIT_COMMITTER_NAME": "A Writer", "GIT_COMMITTER_EMAIL": "writer@example.org", "GIT_COMMITTER_DATE": "2026-11-23T12:00:00Z",
	} {
		t.Setenv(name, value)
	}
	pages := docsPages(t)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		blocks := blocksOf(pages[name])
		if !slices.ContainsFunc(blocks, func(b block) bool { return b.info == "console" }) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			s := &docsShell{t: t, page: name, root: root, dir: root}
			for _, b := range blocks {
				if words := strings.Fields(b.info); len(words) == 2 {
					s.write(words[1], strings.Join(b.lines, "\n")+"\n")
				} else if b.info == "console" {
					s.console(b)
				}
			}
			s.update(pages[name])
		})
	}
}

// TestDocsRules holds the rules against their pages: one each, no more.
func TestDocsRules(t *testing.T) {
	want := []string{"_index.md"}
	for _, rule := range check.Rules() {
		want = append(want, rule.ID+".md")
	}
	entries, err := os.ReadDir(filepath.Join(repository, "content/rules"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules without a page, or pages without a rule (-rules +content/rules):\n%s", diff)
	}
	index := docsPage(t, "content/rules/_index.md")
	for _, rule := range check.Rules() {
		if !strings.Contains(index, "("+rule.ID+".md)") {
			t.Errorf("content/rules/_index.md does not lead to %s.md", rule.ID)
		}
		page := docsPage(t, "content/rules/"+rule.ID+".md")
		if !strings.Contains(page, "\ntitle: "+rule.ID+"\n") {
			t.Errorf("content/rules/%s.md is not titled with the rule's id", rule.ID)
		}
		if fixes := strings.Contains(page, "tradeoff check --fix`"); fixes != (rule.Fixes != "") {
			t.Errorf("content/rules/%s.md tells of --fix: %t; the rule mends: %q", rule.ID, fixes, rule.Fixes)
		}
	}
}

// TestDocsRuleScripts holds the rules against their scripts: each has cases that are
// good, and cases that are bad.
func TestDocsRuleScripts(t *testing.T) {
	var want []string
	for _, rule := range check.Rules() {
		want = append(want, "testdata/script/rule-"+rule.ID+".txtar")
	}
	got, err := filepath.Glob("testdata/script/rule-*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules without a script, or scripts without a rule (-rules +scripts):\n%s", diff)
	}
	for _, name := range got {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"\n# Bad", "tradeoff check"} {
			if !strings.Contains(string(script), part) {
				t.Errorf("%s has no %q", name, part)
			}
		}
		if !strings.HasPrefix(string(script), "# Good") {
			t.Errorf("%s does not begin with what is good", name)
		}
	}
}

// ruleID finds the ids of findings in the sources: the string behind a position
// in Errorf and Warnf, and that of a Rule field.
var ruleID = regexp.MustCompile(`(?:Errorf|Warnf|report|add)\([^"\n]*"([a-z]+(?:-[a-z0-9]+)+)",|Rule: "([a-z-]+)"`)

// TestDocsFindings looks for every id that reading a log can bring on the pages
// of the rules.
func TestDocsFindings(t *testing.T) {
	var pages strings.Builder
	for name, text := range docsPages(t) {
		if path.Dir(name) == "content/rules" {
			pages.WriteString(text)
		}
	}
	for _, rule := range check.Rules() {
		fmt.Fprintf(&pages, "`%s`", rule.ID) // a page of its own
	}
	seen := 0
	for _, pkg := range []string{"source", "input", "config", "record", "catalog", "ledger", "render"} {
		files, err := filepath.Glob(filepath.Join(repository, "internal", pkg, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources of %s: %v", pkg, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range ruleID.FindAllStringSubmatch(string(data), -1) {
				seen++
				if id := m[1] + m[2]; !strings.HasSuffix(file, "_test.go") && !strings.Contains(pages.String(), "`"+id+"`") {
					t.Errorf("%s brings %s, which no page of content/rules names", file, id)
				}
			}
		}
	}
	if seen < 40 {
		t.Errorf("found %d findings in the sources: they are written otherwise now", seen)
	}
}

// TestDocsKeys looks for every key of the three kinds of file in its reference.
func TestDocsKeys(t *testing.T) {
	var settings struct {
		Properties map[string]struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(config.JSONSchema(), &settings); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name, s := range settings.Properties {
		for sub := range s.Properties {
			names = append(names, name+"."+sub)
		}
		if len(s.Properties) == 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, c := range []struct {
		page string
		keys []string
	}{
		{"content/reference/settings.md", names},
		{"content/reference/input.md", keysOf(input.Schema())},
		{"content/reference/catalog.md", keysOf(catalog.Schema())},
	} {
		if len(c.keys) < 10 {
			t.Errorf("%s: only %d keys to look for", c.page, len(c.keys))
		}
		text := docsPage(t, c.page)
		for _, key := range c.keys {
			if !strings.Contains(text, "`"+key+"`") {
				t.Errorf("%s does not name `%s`", c.page, key)
			}
		}
		if c.page != "content/reference/settings.md" {
			continue
		}
		for _, key := range c.keys {
			if key == "status-words" || key == "check.rules" {
				continue // lists of maps, which no variable holds
			}
			variable := "TRADEOFF_" + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
			if !strings.Contains(text, "`"+variable+"`") {
				t.Errorf("%s does not name `%s`", c.page, variable)
			}
		}
	}
}

// keysOf are the names of all keys in a schema, sorted, each once.
func keysOf(s *source.Schema) []string {
	names := map[string]bool{}
	seen := map[*source.Schema]bool{}
	var walk func(*source.Schema)
	walk = func(s *source.Schema) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		walk(s.Items)
		for _, k := range s.Keys {
			names[k.Name] = true
			walk(k.Schema)
		}
	}
	walk(s)
	return slices.Sorted(maps.Keys(names))
}

// docsRun runs the program without a page.
func docsRun(t *testing.T, dir string, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	status := cli.Main(cli.App{Args: args, In: strings.NewReader(""), Out: &out, Err: &out, Dir: dir,
		Env: map[string]string{"SOURCE_DATE_EPOCH": docsDay}, Now: time.Now, Ctx: t.Context()})
	return out.String(), status
}

var (
	helpCommand = regexp.MustCompile(`(?m)^  ([a-z]+) +\S`)
	helpFlag    = regexp.MustCompile(`(?m)^ +(?:-(\w), |    )--([a-z-]+)`)
)

// TestDocsCommandLine holds the help texts against the reference: a section for
// each command that names its flags, and one for the global ones.
func TestDocsCommandLine(t *testing.T) {
	text := docsPage(t, "content/reference/command-line.md")
	section := func(heading string) string {
		_, after, ok := strings.Cut(text, "\n## "+heading+"\n")
		if !ok {
			t.Errorf("command-line.md has no section %q", heading)
		}
		before, _, _ := strings.Cut(after, "\n## ")
		return before
	}
	flags := func(heading, help string) {
		told := section(heading)
		for _, m := range helpFlag.FindAllStringSubmatch(help, -1) {
			if m[2] != "help" && !strings.Contains(told, "`--"+m[2]) {
				t.Errorf("command-line.md, %s: --%s is not named", heading, m[2])
			}
			if m[1] != "" && m[1] != "h" && !strings.Contains(told, "`-"+m[1]) {
				t.Errorf("command-line.md, %s: -%s is not named", heading, m[1])
			}
		}
	}
	help, _ := docsRun(t, t.TempDir(), "--help")
	_, commands, _ := strings.Cut(help, "Available Commands:\n")
	commands, global, _ := strings.Cut(commands, "\nFlags:\n")
	flags("Global flags", global)
	found := helpCommand.FindAllStringSubmatch(commands, -1)
	if len(found) < 10 {
		t.Fatalf("found %d commands in the help: it is written otherwise now", len(found))
	}
	for _, m := range found {
		help, _ := docsRun(t, t.TempDir(), m[1], "--help")
		_, own, _ := strings.Cut(help, "\nFlags:\n")
		own, _, _ = strings.Cut(own, "\nGlobal Flags:\n")
		flags("tradeoff "+m[1], own)
	}

	dir := t.TempDir()
	for _, args := range [][]string{{"init"}, {"new", "Use PostgreSQL", "--input"}} {
		if out, status := docsRun(t, dir, args...); status != 0 {
			t.Fatalf("tradeoff %s: %s", strings.Join(args, " "), out)
		}
	}
	out, _ := docsRun(t, dir, "list", "--json", "--quiet")
	var listed []map[string]any
	if err := json.Unmarshal([]byte(out), &listed); err != nil || len(listed) != 1 {
		t.Fatalf("list --json gives %d decisions: %v\n%s", len(listed), err, out)
	}
	told := section("tradeoff list")
	for _, key := range slices.Sorted(maps.Keys(listed[0])) {
		if !strings.Contains(told, "`"+key+"`") {
			t.Errorf("command-line.md, tradeoff list: the key %s of --json is not named", key)
		}
	}
}

// TestDocsExamples parses every example of a whole input or catalog. It may be
// wrong only where its page shows what is found.
func TestDocsExamples(t *testing.T) {
	builtIn, found := catalog.LoadAll(catalog.Folder{FS: os.DirFS(filepath.Join(repository, "content")), Dir: "tradeoffs"})
	if len(found) > 0 {
		t.Fatal(found)
	}
	pages, examples := docsPages(t), 0
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		blocks := blocksOf(pages[name])
		set := maps.Clone(builtIn)
		for _, catalogs := range []bool{true, false} { // an input may ask for a catalog of its page
			for _, b := range blocks {
				words := strings.Fields(b.info)
				lines := slices.DeleteFunc(slices.Clone(b.lines), func(line string) bool { return strings.HasPrefix(line, "#") })
				if len(words) == 0 || words[0] != "yaml" || len(lines) == 0 {
					continue
				}
				at := fmt.Sprintf("%s:%d", name, b.line)
				data := []byte(strings.Join(b.lines, "\n") + "\n")
				var found diag.List
				switch isCatalog := strings.HasPrefix(lines[0], "format: "+catalog.Format); {
				case isCatalog && catalogs:
					var c *catalog.Catalog
					if c, found = catalog.Parse(at, data, source.YAML); c != nil {
						set[c.ID] = c
					}
				case !catalogs && strings.HasPrefix(lines[0], "format: "+input.Format) && input.IsDefaults(words[len(words)-1]):
					var root *source.Node
					root, found = source.Parse(at, data, source.YAML)
					found = append(found, input.DefaultsSchema().Check(root)...)
				case !catalogs && strings.HasPrefix(lines[0], "format: "+input.Format):
					in := input.Parse(at+".yaml", data, nil)
					found = append(in.Findings, in.Check(set)...)
				default:
					continue
				}
				examples++
				for _, f := range found {
					if !strings.Contains(pages[name], f.Message) {
						t.Errorf("%s:\n%s", at, f)
					}
				}
			}
		}
	}
	if examples < 5 {
		t.Errorf("found %d examples to parse", examples)
	}
}

var docsCode = regexp.MustCompile("`[^`\n]*`")

var docsLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestDocsLinks follows the relative links of the pages, as a forge would, and
// builds the site of this repository, which reports those that it cannot follow.
func TestDocsLinks(t *testing.T) {
	pages := docsPages(t)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		text := pages[name]
		for _, b := range blocksOf(text) {
			text = strings.ReplaceAll(text, strings.Join(b.lines, "\n"), "")
		}
		text = docsCode.ReplaceAllString(text, "")
		for _, m := range docsLink.FindAllStringSubmatch(text, -1) {
			target, _, _ := strings.Cut(m[1], "#")
			if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join(repository, path.Dir(name), target)); err != nil {
				t.Errorf("%s: the link %s leads nowhere on a forge", name, m[1])
			}
		}
	}
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := docsRun(t, root, "build", "--output", t.TempDir())
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "content/") {
			t.Errorf("the site: %s", line)
		}
	}
	if !strings.Contains(out, "built ") {
		t.Errorf("the site is not built:\n%s", out)
	}
}
