package highlight

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

var update = flag.Bool("update", false, "write lexers.zip from the pinned version of chroma")

// wanted are the languages, by chroma's names, that records of decisions have code
// in. Each is one more that TestSlowCode has to find quick enough.
var wanted = strings.Split("AWK,Ada,ApacheConf,Bash,Bash Session,Batchfile,Bicep,C,C#,C++,CMake,COBOL,CSS,CSV,CUE,Clojure,Common Lisp,Crystal,"+
	"Dart,Diff,Docker,EBNF,Elixir,Elm,Erlang,F#,Fish,Fortran,GLSL,Go,Go Template,Go Text Template,GraphQL,Groovy,HCL,HTML,"+
	"Haskell,INI,JSON,Java,JavaScript,Jsonnet,Julia,Kotlin,Lua,MATLAB,Makefile,MySQL,Nginx configuration file,Nim,Nix,OCaml,Objective-C,"+
	"OpenSCAD,PHP,PL/pgSQL,Perl,PostgreSQL SQL dialect,PowerShell,PromQL,Prolog,Protocol Buffer,Puppet,Python,R,Rego,Ruby,Rust,SCSS,SQL,Scala,"+
	"Scheme,Solidity,SPARQL,Swift,Systemd,TOML,Tcl,TeX,Terraform,Thrift,Transact-SQL,Turtle,TypeScript,VB.net,VHDL,VimL,WebGPU Shading Language,XML,YAML,Zig,dns,jinja,plaintext,properties,reg,react,verilog,vue", ",")

// archived are the files that the archive has to hold.
func archived(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	byName := map[string]string{} // the file of each name that a fence may say
	all := slices.Clone(lexers.GlobalLexerRegistry.Lexers)
	slices.SortStableFunc(all, func(a, b chroma.Lexer) int {
		return cmp.Or(cmp.Compare(b.Config().Priority, a.Config().Priority), cmp.Compare(a.Config().Name, b.Config().Name))
	})
	var taken []*chroma.RegexLexer
	for _, l := range all {
		regex, ok := l.(*chroma.RegexLexer)
		if !ok || !slices.ContainsFunc(wanted, func(name string) bool { return strings.EqualFold(name, l.Config().Name) }) {
			continue // not wanted, or made of two lexers or by code
		}
		if l.Config().Name == "Go" {
			regex = plainStrings(t, regex)
		}
		data, err := chroma.Marshal(regex)
		if err != nil {
			t.Logf("%s is left out: %v", l.Config().Name, err)
			continue
		}
		if _, err := chroma.Unmarshal(data); err != nil {
			t.Logf("%s is left out: %v", l.Config().Name, err)
			continue
		}
		files[fileOf(l)] = inOrder(data)
		taken = append(taken, regex)
	}
	add := func(name string, l chroma.Lexer) {
		name = strings.ToLower(name)
		if _, ok := byName[name]; !ok && !strings.ContainsAny(name, "\t\n") {
			byName[name] = fileOf(l)
		}
	}
	// A lexer's own name counts more than an alias, and that more than a file's ending.
	for _, l := range taken {
		add(l.Config().Name, l)
	}
	for _, l := range taken {
		for _, alias := range l.Config().Aliases {
			add(alias, l)
		}
	}
	ending := regexp.MustCompile(`^\*\.([\w+-]+)$`)
	for _, l := range taken {
		for _, name := range l.Config().Filenames {
			if m := ending.FindStringSubmatch(name); m != nil {
				add(m[1], l)
			}
		}
	}
	var index bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		fmt.Fprintf(&index, "%s\t%s\n", name, byName[name])
	}
	files[indexFile] = index.Bytes()
	return files
}

// plainStrings is Go's lexer without the one rule that no file can hold: it reads
// a raw string as a template.
func plainStrings(t *testing.T, l *chroma.RegexLexer) *chroma.RegexLexer {
	t.Helper()
	rules := l.MustRules().Clone()
	for i, r := range rules["root"] {
		if r.Pattern == "(`)([^`]*)(`)" {
			rules["root"][i] = chroma.Rule{Pattern: "`[^`]*`", Type: chroma.LiteralString}
			return chroma.MustNewLexer(l.Config(), func() chroma.Rules { return rules })
		}
	}
	t.Fatal("Go's lexer has another rule for raw strings")
	return nil
}

// inOrder puts a lexer's states into the order of their names: chroma writes them
// in that of a map. A state without rules comes first in the form, or it would be
// taken for the beginning of the next.
func inOrder(data []byte) []byte {
	form := regexp.MustCompile(`    <state name="[^"]*"/>\n|(?s:    <state name=.*?</state>\n)`)
	states := form.FindAllString(string(data), -1)
	slices.Sort(states)
	at := 0
	return form.ReplaceAllFunc(data, func([]byte) []byte { at++; return []byte(states[at-1]) })
}

// fileOf is a lexer's file in the archive.
func fileOf(l chroma.Lexer) string {
	return strings.Trim(regexp.MustCompile(`[^a-z0-9+#]+`).ReplaceAllString(strings.ToLower(l.Config().Name), "-"), "-") + ".xml"
}

// TestArchive holds the archive to the version of chroma that go.mod names.
func TestArchive(t *testing.T) {
	want := archived(t)
	if *update {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestCompression) })
		for _, name := range slices.Sorted(maps.Keys(want)) {
			f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write(want[name]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("lexers.zip", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		archive = b.Bytes()
	}
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if got[path.Clean(f.Name)], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	for name := range want {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s is not as chroma has it; run this test with -update", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the archive has %d files, not %d; run this test with -update", len(got), len(want))
	}
}
