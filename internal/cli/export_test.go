package cli_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// corpora lie beside the repository where they are to be had: records of other
// projects, which are not ours to keep.
const corpora = "../../../shared/corpora"

// dialectsLog is a log of every dialect, with what can be wrong in one.
func dialectsLog(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"tradeoff.yaml":   "title: Ours\ndecisions: [decisions, gone]\nassume-status: accepted\n",
		"d/0001-madr.md":  "---\nstatus: accepted\ndate: 2026-11-01\ndecision-makers: [Ann, Bob]\nconsulted: Cy\ntags: [a, b]\n---\n\n# A record of MADR\n\nText.\n\n## Considered Options\n\n* One\n* Two\n\n## Decision Outcome\n\nChosen option: \"Two\", because of it.\n\n### Consequences\n\nNone.\n",
		"d/0002-old.md":   "# 2. An old one\n\nDate: 2020-02-03\n\n## Status\n\nAccepted\n\nSupersedes [1. A record](0001-madr.md)\n\nAmends [9. Gone](0009-gone.md#4)\n\n## Context\n\nIt was.\n",
		"d/0003-list.md":  "\ufeff* Status: perhaps\r\n* Date: 12th of May\r\n\r\n# A list\r\n\r\nText.\r\n",
		"d/0004-table.md": "# A table\n\n| Status | Date |\n| --- | --- |\n| rejected | 2026-01-02 |\n",
		"d/0005-plain.md": "# Plain\n\nText.\n",
		"d/0006-doc.adoc": "= AsciiDoc\n\nStatus: proposed\n",
		"d/untitled.md":   "Nothing.\n",
		"d/0007-input.yaml": "format: tradeoff/1\ntitle: An input\nstatus: proposed\ndate: 2026-11-23\nconsulted: [Di]\ninformed: [all]\napplies-to: [\"a/**\"]\nreview-by: 2027-05-01\nrevisit-when: it hurts\ndiscussion: https://example.org/1\n" +
			"realised: partly\nx: {ticket: MED-1, more: [1, {a: b}]}\noptions: [{title: One, worst-cases: [{id: it-stops, when: always, what: It stops.}]}, {title: Two}]\n" +
			"outcome: {option: one, because: we say so, answers: [{worst-case: it-stops, answer: accepted, by: us, because: fine, watch: {field: errors, above: 4.5}}]}\nlinks: [{relates-to: 2}]\n",
		"d/0008-broken.yaml": "format: tradeoff/1\ntitle: Broken\nstatus: acepted\n",
		"d/0009-twin.yaml":   "format: tradeoff/1\ntitle: Twin\n",
		"d/0009-twin.json":   "{\"format\": \"tradeoff/1\", \"title\": \"Twin\"}\n",
		"d/0010-merge.md":    "# A\n\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
		"d/0011-bytes.md":    "# Caf\xe9\n",
		"d/0012-secret.md":   "---\nvisibility: restricted\nstatus: accepted\n---\n# A secret of ours\n",
		"d/README.md":        "# Read me\n",
		"d/bad.yaml":         "format: tradeoff/1\ntitle: [\n",
		"d/defaults.yaml":    "format: tradeoff/1\ntgas: [a]\n",
	} {
		write(t, filepath.Join(dir, strings.Replace(name, "d/", "decisions/", 1)), text)
	}
	return dir
}

// valid holds an export against its schema, and gives it.
func valid(t *testing.T, s *jsonschema.Schema, dir string, args ...string) map[string]any {
	t.Helper()
	out := must(t, dir, append([]string{"export"}, args...)...)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%s, %v: %v", dir, args, err)
	}
	return doc.(map[string]any)
}

// Real exports are what their schema says.
func TestExportSchema(t *testing.T) {
	s := compile(t, []byte(must(t, t.TempDir(), "schema", "export")))
	dialects := map[any]bool{}
	for _, args := range [][]string{{}, {"--text"}, {"--restricted"}, {"--text", "--restricted"}, {"--json"}, {"--format", "json"}} {
		for _, d := range valid(t, s, dialectsLog(t), args...)["decisions"].([]any) {
			dialects[d.(map[string]any)["dialect"]] = true
		}
		valid(t, s, "../..", args...)
		valid(t, s, t.TempDir(), args...)
	}
	for _, want := range []any{"madr", "nygard", "bullets", "table", "plain", "other"} {
		if !dialects[want] {
			t.Errorf("no decision is of the dialect %s: %v", want, dialects)
		}
	}
	t.Run("corpora", func(t *testing.T) {
		if _, err := os.Stat(corpora); err != nil {
			t.Skipf("no corpora beside the repository: %v", err)
		}
		n := 0
		err := filepath.WalkDir(corpora, func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() || !slices.Contains([]string{"adr", "decisions"}, d.Name()) {
				return err
			}
			n += len(valid(t, s, name, "--decisions", ".", "--text")["decisions"].([]any))
			return nil
		})
		if err != nil || n < 100 {
			t.Errorf("%d decisions: %v", n, err)
		}
	})
}

// What an export says of a decision, for a few of them.
func TestExport(t *testing.T) {
	var got struct {
		Title     string
		Decisions []map[string]any
		Skipped   []map[string]any
		Findings  []map[string]any
	}
	dir := dialectsLog(t)
	if err := json.Unmarshal([]byte(must(t, dir, "export", "--text")), &got); err != nil {
		t.Fatal(err)
	}
	by := map[string]map[string]any{}
	for _, d := range got.Decisions {
		if path, ok := d["path"].(string); ok {
			by[strings.TrimPrefix(path, "decisions/")] = d
		} else {
			by["restricted"] = d
		}
	}
	place := func(carrier string, line, col any) map[string]any {
		return map[string]any{"carrier": carrier, "line": line, "col": col}
	}
	for _, tt := range []struct {
		file, key string
		want      any
	}{
		{"0001-madr.md", "number", 1.0},
		{"0001-madr.md", "status", "accepted"},
		{"0001-madr.md", "derived_status", "superseded"},
		{"0001-madr.md", "standing", "superseded"},
		{"0001-madr.md", "superseded_by", []any{"decisions/0002-old.md"}},
		{"0001-madr.md", "decision_makers", []any{"Ann", "Bob"}},
		{"0001-madr.md", "consulted", []any{"Cy"}},
		{"0001-madr.md", "chosen", "Two"},
		{"0001-madr.md", "options", []any{map[string]any{"title": "One", "chosen": false}, map[string]any{"title": "Two", "chosen": true}}},
		{"0001-madr.md", "sections", []any{
			map[string]any{"level": 1.0, "heading": "A record of MADR", "line": 9.0, "text": "Text."},
			map[string]any{"level": 2.0, "heading": "Considered Options", "line": 13.0, "text": "* One\n* Two"},
			map[string]any{"level": 2.0, "heading": "Decision Outcome", "line": 18.0, "text": "Chosen option: \"Two\", because of it."},
			map[string]any{"level": 3.0, "heading": "Consequences", "line": 22.0, "text": "None."},
		}},
		{"0001-madr.md", "found", map[string]any{"title": place("heading", 9.0, 3.0), "status": place("front matter", 2.0, 9.0), "date": place("front matter", 3.0, 7.0),
			"decision_makers": place("front matter", 4.0, 18.0), "consulted": place("front matter", 5.0, 12.0), "informed": nil, "tags": place("front matter", 6.0, 7.0)}},
		{"0002-old.md", "relations", []any{
			map[string]any{"kind": "amends", "reverse": false, "partly": true, "part": "4", "path": nil, "target": "0009-gone.md#4", "restricted": false},
			map[string]any{"kind": "relates-to", "reverse": true, "partly": false, "part": nil, "path": "decisions/0007-input.yaml", "target": "decisions/0007-input.yaml", "restricted": false},
			map[string]any{"kind": "supersedes", "reverse": false, "partly": false, "part": nil, "path": "decisions/0001-madr.md", "target": "decisions/0001-madr.md", "restricted": false},
		}},
		{"0003-list.md", "status_raw", "perhaps"},
		{"0003-list.md", "status", "unknown"},
		{"0003-list.md", "date_raw", "12th of May"},
		{"0003-list.md", "sections", []any{
			map[string]any{"level": 0.0, "heading": "", "line": 1.0, "text": "* Status: perhaps\n* Date: 12th of May"},
			map[string]any{"level": 1.0, "heading": "A list", "line": 4.0, "text": "Text."},
		}},
		{"0005-plain.md", "derived_status", "accepted"},
		{"0005-plain.md", "assumed", true},
		{"0006-doc.adoc", "rendered", false},
		{"0006-doc.adoc", "sections", []any{}},
		{"untitled.md", "number", nil},
		{"0007-input.yaml", "rendered", false},
		{"0007-input.yaml", "chosen", "One"},
		{"0007-input.yaml", "realised", "partly"},
		{"0007-input.yaml", "review_by", "2027-05-01"},
		{"0007-input.yaml", "applies_to", []any{"a/**"}},
		{"0007-input.yaml", "x", []any{map[string]any{"key": "ticket", "value": "MED-1"}, map[string]any{"key": "more", "value": `[1,{"a":"b"}]`}}},
		{"0007-input.yaml", "outcome", map[string]any{"option": "one", "because": "we say so", "answers": []any{map[string]any{"worst_case": "it-stops", "answer": "accepted",
			"by": "us", "because": "fine", "happened": nil, "watch": map[string]any{"field": "errors", "above": 4.5, "below": nil}}}}},
		{"0008-broken.yaml", "outcome", nil},
	} {
		if diff := cmp.Diff(tt.want, by[tt.file][tt.key]); diff != "" {
			t.Errorf("%s, %s: %s", tt.file, tt.key, diff)
		}
	}
	want := map[string]any{"id": "0012", "number": 12.0, "status": "accepted", "standing": "accepted", "restricted": true}
	if diff := cmp.Diff(want, by["restricted"]); diff != "" {
		t.Errorf("of a restricted decision: %s", diff)
	}
	if diff := cmp.Diff([]map[string]any{{"path": "decisions/README.md", "why": "read-me"}}, got.Skipped); diff != "" {
		t.Error(diff)
	}
	rules := []any{}
	for _, f := range got.Findings {
		rules = append(rules, f["rule"])
	}
	if diff := cmp.Diff([]any{"unknown-key", "settings"}, rules); diff != "" {
		t.Errorf("findings of no decision: %s", diff)
	}
}

// The same log gives the same bytes, wherever it lies.
func TestExportSameBytes(t *testing.T) {
	for _, args := range [][]string{{"export", "--text"}, {"export", "--format", "csv"}, {"graph", "--all"}, {"graph", "--all", "--json"}} {
		one, other := dialectsLog(t), dialectsLog(t)
		t.Setenv("TZ", "Pacific/Auckland")
		first := must(t, one, args...)
		t.Setenv("TZ", "UTC")
		if diff := cmp.Diff(first, must(t, other, args...)); diff != "" {
			t.Errorf("%v: %s", args, diff)
		}
		if strings.Contains(first, one) {
			t.Errorf("%v holds the folder %s", args, one)
		}
	}
}

// A table is read back as it was written, and no cell is a formula.
func TestExportCSV(t *testing.T) {
	dir := dialectsLog(t)
	for name, title := range map[string]string{"0020-a": "=HYPERLINK(\"http://x\",\"y\")", "0021-b": "+1, -1; \"2\"", "0022-c": "-2", "0023-d": "@SUM(A1)", "0024-e": "\t=1", "0025-f": "it's = fine"} {
		text, err := json.Marshal(title)
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir+"/decisions/"+name+".yaml", "format: tradeoff/1\ntitle: "+string(text)+"\ntags: [\"=a\", b]\n")
	}
	out := must(t, dir, "export", "--format", "csv")
	if n, all := strings.Count(out, "\r\n"), strings.Count(out, "\n"); n != all || !strings.HasSuffix(out, "\r\n") {
		t.Errorf("%d of %d line ends are CR LF", n, all)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && bytes.ContainsRune([]byte("=+-@\t\r\n"), rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	cell := func(id, column string) string {
		for _, row := range rows[1:] {
			if row[1] == id {
				return row[slices.Index(rows[0], column)]
			}
		}
		return "no row"
	}
	for _, tt := range []struct{ id, column, want string }{
		{"0001", "decision_makers", "Ann; Bob"}, {"0001", "superseded_by", "decisions/0002-old.md"}, {"0001", "lead", "Text."}, {"0001", "restricted", "false"},
		{"0012", "title", ""}, {"0012", "status", "accepted"}, {"0012", "restricted", "true"}, {"0012", "path", ""},
		{"0020", "title", "'=HYPERLINK(\"http://x\",\"y\")"}, {"0021", "title", "'+1, -1; \"2\""}, {"0022", "title", "'-2"}, {"0023", "title", "'@SUM(A1)"},
		{"0025", "title", "it's = fine"}, {"0020", "tags", "'=a; b"}, {"0007", "review_by", "2027-05-01"}, {"0008", "findings", "1"},
	} {
		if got := cell(tt.id, tt.column); got != tt.want {
			t.Errorf("%s, %s: %q, want %q", tt.id, tt.column, got, tt.want)
		}
	}
}

func TestExportUsage(t *testing.T) {
	for _, args := range [][]string{{"--format", "xml"}, {"--format", "csv", "--json"}, {"--format", "csv", "--text"}, {"1"}} {
		if status, out, errOut := run(t.TempDir(), append([]string{"export"}, args...)...); status != 2 || out != "" || errOut == "" {
			t.Errorf("export %v: status %d, %q, %q", args, status, out, errOut)
		}
	}
}

// A record without an input says in its front matter what it applies to.
func TestExportAppliesTo(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "decisions/0001-a.md"), "---\nstatus: accepted\napplies-to: src/**\n---\n# A\n")
	if out := must(t, dir, "export"); !strings.Contains(strings.Join(strings.Fields(out), " "), `"applies_to": [ "src/**" ]`) {
		t.Error(out)
	}
}
