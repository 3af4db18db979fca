package cli_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// compile reads a JSON Schema as an editor does; formats such as date are asserted.
func compile(t *testing.T, data []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate holds a file against a schema.
func validate(t *testing.T, s *jsonschema.Schema, name string, data []byte) error {
	t.Helper()
	format, ok := source.FormatOf(name)
	if !ok {
		t.Fatal(name)
	}
	root, findings := source.Parse(name, data, format)
	if root == nil || findings.HasErrors() {
		return findings.Err()
	}
	text, err := source.Emit(root, source.JSON)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func builtIn(t *testing.T) catalog.Set {
	t.Helper()
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return set
}

func schemas(t *testing.T) (inputs, settings, catalogs *jsonschema.Schema) {
	t.Helper()
	return compile(t, input.JSONSchema(builtIn(t))), compile(t, config.JSONSchema()), compile(t, catalog.Schema().JSONSchema("", ""))
}

// Our own files are valid under the schemas that we print for editors.
func TestOurFilesFitTheSchemas(t *testing.T) {
	inputs, settings, catalogs := schemas(t)
	for pattern, s := range map[string]*jsonschema.Schema{"../../decisions/*.yaml": inputs, "../../tradeoff.yaml": settings, "../../content/tradeoffs/*.yaml": catalogs, "../catalog/testdata/good.yaml": catalogs} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Errorf("%s: %v, %v", pattern, names, err)
		}
		for _, name := range names {
			if strings.HasPrefix(filepath.Base(name), "defaults.") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(t, s, name, data); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// The schemas of .tradeoff/schema are those that the program prints.
func TestSchemasAreUpToDate(t *testing.T) {
	for name, want := range map[string][]byte{"input": input.JSONSchema(builtIn(t)), "settings": config.JSONSchema(),
		"catalog": catalog.Schema().JSONSchema("https://tradeoff.invalid/schema/catalog.schema.json", "Catalog of trade-offs"),
		"advise":  []byte(must(t, t.TempDir(), "schema", "advise")), "export": []byte(must(t, t.TempDir(), "schema", "export")),
		"decisions": []byte(must(t, t.TempDir(), "schema", "decisions"))} {
		got, err := os.ReadFile("../../.tradeoff/schema/" + name + ".schema.json")
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: run tradeoff schema --write (%v)", name, err)
		}
	}
}

// What a schema refuses is a finding, and what it takes is none: of each kind of
// mistake, both agree.
func TestSchemasAgreeWithTheChecks(t *testing.T) {
	inputs, settings, catalogs := schemas(t)
	const head = "format: tradeoff/1\ntitle: A\n"
	set := builtIn(t)
	inputFindings := func(data []byte) error {
		in := input.Parse("a.yaml", data, nil)
		return errors.Join(in.Findings.Err(), in.Check(set).Err())
	}
	settingsFindings := func(data []byte) error {
		root, findings := source.Parse("tradeoff.yaml", data, source.YAML)
		if root == nil {
			return findings.Err()
		}
		_, found := config.Load(mapFS{"tradeoff.yaml": data}, "", config.Layers{})
		return found.Err()
	}
	for _, tt := range []struct {
		name, text string
		schema     *jsonschema.Schema
		check      func([]byte) error
		ok         bool
	}{
		{"bare", head, inputs, inputFindings, true},
		{"no title", "format: tradeoff/1\n", inputs, inputFindings, false},
		{"an empty title", "format: tradeoff/1\ntitle: ' '\n", inputs, inputFindings, false},
		{"a placeholder", "format: tradeoff/1\ntitle: {title}\n", inputs, inputFindings, false},
		{"another format", "format: tradeoff/2\ntitle: A\n", inputs, inputFindings, false},
		{"an unknown key", head + "tag: [a]\n", inputs, inputFindings, false},
		{"a capital key", head + "Tags: [a]\n", inputs, inputFindings, false},
		{"no list", head + "tags: a\n", inputs, inputFindings, false},
		{"a number in a list", head + "tags: [1]\n", inputs, inputFindings, false},
		{"a null", head + "tags: null\ncontext:\n", inputs, inputFindings, true},
		{"a status", head + "status: superseded\n", inputs, inputFindings, false},
		{"a date", head + "date: 2026-11-23\n", inputs, inputFindings, true},
		{"no date", head + "date: 23.11.2026\n", inputs, inputFindings, false},
		{"no such day", head + "date: 2026-02-30\n", inputs, inputFindings, false},
		{"yes", head + "tradeoffs: architecture-style\nprofile: {free-tier: yes}\n", inputs, inputFindings, false},
		{"true", head + "tradeoffs: architecture-style\nprofile: {free-tier: true}\n", inputs, inputFindings, true},
		{"a range", head + "tradeoffs: architecture-style\nprofile: {engineers: 8..14, infrastructure-time-share: 0.1..0.25}\n", inputs, inputFindings, true},
		{"no range", head + "tradeoffs: architecture-style\nprofile: {engineers: 8-14}\n", inputs, inputFindings, false},
		{"half a person", head + "tradeoffs: architecture-style\nprofile: {engineers: 8.5}\n", inputs, inputFindings, false},
		{"too much", head + "tradeoffs: architecture-style\nprofile: {infrastructure-time-share: 1.5}\n", inputs, inputFindings, false},
		{"a field that nobody asks for", head + "tradeoffs: architecture-style\nprofile: {engineer: 1}\n", inputs, inputFindings, false},
		{"a catalog that is not there", head + "tradeoffs: architecture\n", inputs, inputFindings, false},
		{"two relations in one", head + "links: [{supersedes: 1, amends: 2}]\n", inputs, inputFindings, false},
		{"no relation", head + "links: [{}]\n", inputs, inputFindings, false},
		{"a bare number", head + "links: [{supersedes: 0017}]\n", inputs, inputFindings, true},
		{"no answer", head + "options: [{title: B}]\noutcome: {option: b, because: c, answers: [{worst-case: w}]}\n", inputs, inputFindings, false},
		{"the team's own keys", head + "x: {Any.Thing: [1, {B: c}]}\n", inputs, inputFindings, true},

		{"settings", "title: T\nsite: {theme: d}\n", settings, settingsFindings, true},
		{"an unknown setting", "titel: T\n", settings, settingsFindings, false},
		{"an unknown setting of the site", "site: {them: d}\n", settings, settingsFindings, false},
		{"one folder", "decisions: d\n", settings, settingsFindings, false},
		{"a way of naming", "naming: uuid\n", settings, settingsFindings, false},

		{"a catalog of nothing", "format: tradeoff-catalog/1\n", catalogs, func(data []byte) error {
			_, findings := catalog.Parse("a.yaml", data, source.YAML)
			return findings.Err()
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := validate(t, tt.schema, "a.yaml", []byte(tt.text)); (err == nil) != tt.ok {
				t.Errorf("the JSON Schema says %v", err)
			}
			if err := tt.check([]byte(tt.text)); (err == nil) != tt.ok {
				t.Errorf("the check says %v", err)
			}
		})
	}
}

// Of the bad catalogs, those that the schema's own rules find are refused by the
// JSON Schema too.
func TestBadCatalogs(t *testing.T) {
	_, _, catalogs := schemas(t)
	names, err := filepath.Glob("../catalog/testdata/bad/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	refused := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(name, ".yaml") + ".want")
		if err != nil {
			continue // a fault that is known
		}
		bySchema := false
		for _, rule := range []string{"unknown-key", "capital-key", "missing-key", "wrong-type", "unknown-value", "not-an-id", "syntax"} {
			bySchema = bySchema || strings.Contains(string(want), "["+rule+"]")
		}
		err = validate(t, catalogs, name, data)
		if bySchema && err == nil {
			t.Errorf("%s is valid", name)
		}
		if err != nil {
			refused++
		}
	}
	if refused < 8 {
		t.Errorf("only %d are refused", refused)
	}
}

// A condition is exactly one of its forms, and a comparison takes a number or a
// sum: an editor says so too.
func TestOperandSchema(t *testing.T) {
	_, _, catalogs := schemas(t)
	for _, name := range []string{"operand-is-text", "operand-is-empty-sum", "no-form", "two-forms", "empty-all", "operator-beside-all",
		"compared-never", "compared-twice", "bill-alone"} {
		data, err := os.ReadFile("../catalog/testdata/bad/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, catalogs, name+".yaml", data); err == nil {
			t.Errorf("%s is valid", name)
		}
	}
	good, err := os.ReadFile("../catalog/testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const condition = "{field: crew, lt: 4}"
	for _, tt := range []struct {
		text string
		ok   bool
	}{
		{condition, true},
		{"{field: crew, ge: -0.5}", true},
		{"{field: crew, le: {sum: [4]}}", true},
		{"{field: crew, gt: {sum: [4, crew, -1.5]}}", true},
		{"{field: salt, is: true}", true},
		{"{field: wood, is: oak}", true},
		{"{factor: stability}", true},
		{"{bill: raft, over: dinghy}", true},
		{"{not: {any: [{all: [{field: crew, lt: 4}]}, {field: salt, is: false}]}}", true},
		{"null", true},
		{"{}", false},
		{"[]", false},
		{"{lt: 4}", false},
		{"{field: crew, lt: true}", false},
		{"{field: crew, lt: [4]}", false},
		{"{field: crew, lt: {sum: 4}}", false},
		{"{field: crew, lt: {sum: [Crew]}}", false},
		{"{field: crew, lt: {sum: [4], less: 1}}", false},
		{"{field: wood, is: 4}", false},
		{"{field: salt, is: true, lt: 4}", false},
		{"{not: [{field: crew, lt: 4}]}", false},
		{"{all: [{field: crew}]}", false},
		{"{all: [{field: crew, lt: 4}], any: [{field: crew, lt: 4}]}", false},
		{"{factor: stability, field: crew, lt: 4}", false},
	} {
		text := strings.Replace(string(good), condition, tt.text, 1)
		if err := validate(t, catalogs, "c.yaml", []byte(text)); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.text, err)
		}
	}
}

// mapFS is a file system of some bytes.
type mapFS map[string][]byte

func (m mapFS) Open(name string) (fs.File, error) {
	files := fstest.MapFS{}
	for n, data := range m {
		files[n] = &fstest.MapFile{Data: data}
	}
	return files.Open(name)
}
