package catalog_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/rule"
	"tradeoff/internal/source"
)

var update = flag.Bool("update", false, "write the findings that testdata/bad brings now")

// Each catalog of testdata/bad has what must be found in it beside it, in a file
// that ends in .want. One with warnings alone is a catalog all the same.
func TestBad(t *testing.T) {
	names, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(names) < 100 {
		t.Fatal(len(names), err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), ".yaml")
		t.Run(base, func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			c, findings := catalog.Parse(base+".yaml", data, source.YAML)
			if len(findings) == 0 || (c == nil) != findings.HasErrors() {
				t.Fatalf("a catalog: %v, and findings: %v", c != nil, findings)
			}
			got := ""
			for _, f := range findings {
				got += f.String() + "\n"
				if f.Hint != "" {
					got += "  hint: " + f.Hint + "\n"
				}
				if f.Line == 0 {
					t.Errorf("a finding without a line: %v", f)
				}
			}
			wantFile := strings.TrimSuffix(name, ".yaml") + ".want"
			if *update {
				if err := os.WriteFile(wantFile, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(wantFile)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The catalog that the bad ones were made of is good, in every format.
func TestGood(t *testing.T) {
	data, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	root, _ := source.Parse("good.yaml", data, source.YAML)
	var first *catalog.Catalog
	for _, format := range []source.Format{source.YAML, source.JSON, source.TOML} {
		text, err := source.Emit(root, format)
		if err != nil {
			t.Fatal(err)
		}
		c, findings := catalog.Parse("good."+string(format), text, format)
		if c == nil || len(findings) > 0 {
			t.Fatalf("%s: %v", format, findings)
		}
		c.File, c.Root = "", nil
		if first == nil {
			first = c
		}
		if diff := cmp.Diff(first, c); diff != "" {
			t.Errorf("%s reads otherwise than YAML: %s", format, diff)
		}
	}
	if first.Option("both") == nil || first.Option("none") != nil || first.Field("crew") == nil || first.Factor("looks").Cell("raft") == nil ||
		first.Factor("looks").Cell("both") != nil || first.Source("pilot") == nil || first.Source("us") != nil {
		t.Error("a lookup is wrong")
	}
}

func TestOperand(t *testing.T) {
	data, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text     string
		constant float64
		fields   []string
	}{{"4", 4, nil}, {"4.5", 4.5, nil}, {"{sum: [4, 3, -1.5]}", 5.5, nil}, {"{sum: [4, crew, 1, crew]}", 5, []string{"crew", "crew"}}} {
		c, findings := catalog.Parse("c.yaml", []byte(strings.Replace(string(data), "lt: 4", "lt: "+tt.text, 1)), source.YAML)
		if c == nil {
			t.Errorf("%s: %v", tt.text, findings)
			continue
		}
		got := c.Factors[0].Cells[0].Verdicts[0].When.LT
		if diff := cmp.Diff(&rule.Operand{Constant: tt.constant, Fields: tt.fields}, got); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
}

// A finding stands where its cause does, of a malformed operand too.
func TestOperandPosition(t *testing.T) {
	data, err := os.ReadFile("testdata/bad/operand-is-text.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, findings := catalog.Parse("c.yaml", data, source.YAML)
	err = nil
	if len(findings) != 1 || findings[0].Line != 25 {
		err = fmt.Errorf("%v", findings)
	}
	if err != nil {
		t.Error(err)
	}
}

// The guide shows what is found in its catalog once that is broken as it says.
func TestGuide(t *testing.T) {
	page, err := os.ReadFile("../../content/guide/catalogs.md")
	if err != nil {
		t.Fatal(err)
	}
	const name = "content/tradeoffs/log-store.yaml"
	_, text, _ := strings.Cut(string(page), "```yaml "+name+"\n")
	text, _, _ = strings.Cut(text, "```")
	const right, wrong = "when: {field: searched-during-incidents, is: false}", "when: {field: gigabytes-per-day, lt: 100}"
	if strings.Count(text, right) != 1 {
		t.Fatalf("the verdict to break stands there %d times", strings.Count(text, right))
	}
	c, findings := catalog.Parse(name, []byte(text), source.YAML)
	if c == nil || len(findings) > 0 {
		t.Error(findings)
	}
	_, findings = catalog.Parse(name, []byte(strings.Replace(text, right, wrong, 1)), source.YAML)
	findings.Sort()
	shown := ""
	for _, f := range findings {
		shown += f.String() + "\n  hint: " + f.Hint + "\n"
	}
	if len(findings) != 2 || !strings.Contains(string(page), "```text\n"+shown+"```") {
		t.Errorf("the guide does not show\n%s", shown)
	}
}

func TestLoadAll(t *testing.T) {
	good, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	titled := func(title string) *fstest.MapFile {
		return file(strings.Replace(string(good), "title: Boats", "title: "+title, 1))
	}
	ours := fstest.MapFS{"tradeoffs/boats.yaml": titled("Ours")}
	for _, tt := range []struct {
		name    string
		project fstest.MapFS
		title   string
		want    string
	}{
		{"none", fstest.MapFS{}, "Ours", ""},
		{"an override", fstest.MapFS{"c/mine.yaml": titled("Mine")}, "Mine", ""},
		{"somebody else's", fstest.MapFS{"c/openapi.yaml": file("openapi: 3.0.0\n"), "c/README.md": file("# Hello\n"), "c/sub/x.yaml": titled("Below")}, "Ours", ""},
		{"two of one id", fstest.MapFS{"c/a.yaml": titled("A"), "c/b.yaml": titled("B")}, "A", "c/b.yaml:2:5: the id boats is taken by c/a.yaml [catalog]"},
		{"a bad one", fstest.MapFS{"c/a.yaml": file("format: tradeoff-catalog/1\nid: boats\n")}, "Ours", "c/a.yaml:1:1: version: the key version is missing [missing-key]"},
		{"one that does not parse", fstest.MapFS{"c/a.yaml": file("a: [\n")}, "Ours", "c/a.yaml:"},
		{"not UTF-8", fstest.MapFS{"c/a.yaml": file("a: \xff\n")}, "Ours", "c/a.yaml:1:4: the byte 0xFF is not UTF-8 [not-utf8]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set, findings := catalog.LoadAll(catalog.Folder{FS: tt.project, Dir: "c"}, catalog.Folder{FS: ours, Dir: "tradeoffs", Shown: "(built in)"})
			if c := set["boats"]; c == nil || c.Title != tt.title {
				t.Errorf("the catalog that counts is %+v", c)
			}
			text := ""
			for _, f := range findings {
				text += f.String() + "\n"
			}
			if tt.want == "" && text != "" || !strings.HasPrefix(text, tt.want) {
				t.Errorf("found %q, want %q", text, tt.want)
			}
			if diff := cmp.Diff([]string{"boats"}, set.IDs()); diff != "" || len(set.All()) != 1 {
				t.Error(diff)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	if c, findings := catalog.Load(fstest.MapFS{}, "none.yaml"); c != nil || !findings.HasErrors() {
		t.Error("a file that is not there is a catalog")
	}
	if c, findings := catalog.Load(fstest.MapFS{"a.txt": {}}, "a.txt"); c != nil || !findings.HasErrors() {
		t.Error("a text is a catalog")
	}
}

// Whatever the bytes, there is a catalog or an error, and no panic.
func FuzzParse(f *testing.F) {
	names, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, name := range append(names, "testdata/good.yaml") {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, findings := catalog.Parse("c.yaml", data, source.YAML)
		if (c == nil) != findings.HasErrors() {
			t.Errorf("%v and %v", c != nil, findings)
		}
	})
}
