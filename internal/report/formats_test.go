package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"tradeoff/internal/diag"
	"tradeoff/internal/report"
)

var update = flag.Bool("update", false, "write the reports of testdata as they are now")

// everything is a list with each kind of place, severity and hostile sign.
func everything() (diag.List, []report.Rule) {
	at := func(file string, line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }
	l := diag.List{
		{Pos: at("decisions/0007-cache.yaml", 12, 3), Key: "links[0].supersedes", Rule: "broken-link", Severity: diag.Error,
			Message: "no decision 0019 in this log", Hint: "the nearest is 0018-cache-headers"},
		{Pos: at("decisions/0008 über, 100%: a#b.md", 4, 0), Rule: "missing-section", Severity: diag.Warning, Message: "there is no section for 100% of it"},
		{Pos: at("decisions/0009-c.md", 0, 0), Rule: "review-due", Severity: diag.Note, Message: "a review was due", Hint: "tradeoff due"},
		{Pos: at("a:b/c.md", 1, 1), Rule: "new-rule", Severity: diag.Error,
			Message: "title is \"x\r\n::set-env name=A::b\n##[error]y\x1b[31m\u202e\u200b\" [a](http://example.org) {0}", Hint: "write\n::stop-commands::x"},
		{Pos: at("decisions/0009-c.md", 3, 1), Rule: "broken-link", Severity: diag.Off, Message: "not shown"},
		{Rule: "no-place", Severity: diag.Warning, Message: "nowhere"},
	}
	rules := []report.Rule{
		{ID: "broken-link", Summary: "A link leads nowhere.", Page: "https://example.org/rules/broken-link/", Severity: diag.Error},
		{ID: "missing-section", Summary: "A section is missing.", Page: "content/rules/missing-section.md", Severity: diag.Warning},
		{ID: "review-due", Summary: "A review is due.", Severity: diag.Note},
		{ID: "unsupported-figure", Summary: "A figure has no source.", Severity: diag.Off},
		{ID: "unsupported-figure", Summary: "Twice.", Severity: diag.Off},
	}
	return l, rules
}

var formats = map[string]func(io.Writer, diag.List, []report.Rule) error{
	"findings.sarif":          func(w io.Writer, l diag.List, r []report.Rule) error { return report.SARIF(w, l, r, "1.2.3") },
	"findings.github.txt":     func(w io.Writer, l diag.List, _ []report.Rule) error { return report.GitHub(w, l) },
	"findings.gitlab.json":    func(w io.Writer, l diag.List, _ []report.Rule) error { return report.GitLab(w, l) },
	"no-findings.sarif":       func(w io.Writer, _ diag.List, _ []report.Rule) error { return report.SARIF(w, nil, nil, "") },
	"no-findings.github.txt":  func(w io.Writer, _ diag.List, _ []report.Rule) error { return report.GitHub(w, nil) },
	"no-findings.gitlab.json": func(w io.Writer, _ diag.List, _ []report.Rule) error { return report.GitLab(w, nil) },
}

func TestFormats(t *testing.T) {
	for name, write := range formats {
		var b bytes.Buffer
		l, rules := everything()
		if err := write(&b, l, rules); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err := write(&full{10}, l, rules); err == nil && b.Len() > 10 {
			t.Errorf("%s says nothing of a disk that is full", name)
		}
	}
}

// schema is SARIF's own: see testdata/README.md.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	const id = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	if err := c.AddResource(id, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSARIFIsValid(t *testing.T) {
	s := schema(t)
	l, rules := everything()
	for i := range len(l) + 1 {
		var b bytes.Buffer
		if err := report.SARIF(&b, l[:i], rules, "v1.2.3-dirty"); err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("of %d findings: %v", i, err)
		}
	}
	// The schema does refuse.
	doc, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{"tool": {}}]}`))
	if s.Validate(doc) == nil {
		t.Error("the schema takes a tool without a driver")
	}
}

// names are the fingerprints of findings, as GitLab gets them.
func names(t *testing.T, l diag.List) []string {
	t.Helper()
	var b bytes.Buffer
	if err := report.GitLab(&b, l); err != nil {
		t.Fatal(err)
	}
	var issues []struct{ Fingerprint string }
	if err := json.Unmarshal(b.Bytes(), &issues); err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, i := range issues {
		out = append(out, i.Fingerprint)
	}
	return out
}

func TestFingerprints(t *testing.T) {
	f := func(file string, line int, message string) diag.Finding {
		return diag.Finding{Pos: diag.Pos{File: file, Line: line}, Rule: "r", Severity: diag.Error, Message: message}
	}
	before := names(t, diag.List{f("a", 1, "m"), f("a", 9, "m"), f("b", 1, "m"), f("a", 1, "n"), f("a", 2, "as in c.md:12:3")})
	after := names(t, diag.List{f("a", 5, "m"), f("a", 12, "m"), f("b", 3, "m"), f("a", 7, "n"), f("a", 9, "as in c.md:14")})
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("lines that move give other fingerprints: %s", diff)
	}
	seen := map[string]bool{}
	for _, name := range before {
		if seen[name] {
			t.Errorf("%s twice", name)
		}
		seen[name] = true
	}
}

// Whatever a finding says, it is one line of GitHub's, and one command.
func FuzzGitHub(f *testing.F) {
	f.Add("a.md", "key", "message\n::error::x", "hint\r\n::x::")
	f.Add("a\nb,line=1::c.md", "", "##[error]", "\u2028::x::\x85")
	f.Fuzz(func(t *testing.T, file, key, message, hint string) {
		var b bytes.Buffer
		if err := report.GitHub(&b, diag.List{{Pos: diag.Pos{File: file, Line: 1}, Key: key, Rule: "r", Severity: diag.Error, Message: message, Hint: hint}}); err != nil {
			t.Fatal(err)
		}
		line, ok := strings.CutSuffix(b.String(), "\n")
		properties, _, found := strings.Cut(strings.TrimPrefix(line, "::error "), "::")
		if !ok || strings.ContainsAny(line, "\r\n") || !found || strings.Contains(line, "##[") {
			t.Errorf("%q", b.String())
		}
		for _, p := range strings.Split(properties, ",") {
			if name, _, _ := strings.Cut(p, "="); name != "file" && name != "line" && name != "title" {
				t.Errorf("property %q in %q", p, line)
			}
		}
	})
}
