package source

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

// formats are all of them.
var formats = []Format{YAML, TOML, JSON}

// same is one content in the three formats.
var same = map[Format]string{
	YAML: "title: Ünïcode # c\ndate: 2026-11-23\nnumber: 17\nshare: 0.50\nyes: true\nnone: []\ntags: [a, \"b c\"]\n" +
		"profile:\n  engineers: 8..14\n  deep: {x: {y: -3}}\noptions:\n- id: one\n  list:\n  - [1, 2]\n- id: two\ntext: |\n  a\n  b\n",
	TOML: "title = \"Ünïcode\" # c\ndate = 2026-11-23\nnumber = 17\nshare = 5e-1\nyes = true\nnone = []\ntags = [ \"a\", # c\n 'b c', ]\n" +
		"text = \"\"\"\na\nb\n\"\"\"\nprofile.engineers = \"8..14\"\n[profile.deep]\nx.y = -3\n[[options]]\nid = \"one\"\nlist = [[1, 2]]\n[[options]]\nid = \"two\"\n",
	JSON: `{"title": "\u00dcnïcode", "date": "2026-11-23", "number": 17, "share": 0.5, "yes": true, "none": [], "tags": ["a", "b c"],
		"profile": {"engineers": "8..14", "deep": {"x": {"y": -3}}}, "options": [{"id": "one", "list": [[1, 2]]}, {"id": "two"}], "text": "a\nb\n"}`,
}

func TestParseSameInAllFormats(t *testing.T) {
	want, _ := Parse("x", []byte(same[YAML]), YAML)
	for f, in := range same {
		for _, ends := range []string{"\n", "\r\n"} {
			got, found := Parse("x", []byte(strings.ReplaceAll(in, "\n", ends)), f)
			if len(found) > 0 {
				t.Fatal(f, found)
			}
			if !Equal(want, got) {
				t.Errorf("%s with %q differs:\n%s", f, ends, cmp.Diff(want.Go(), got.Go()))
			}
		}
	}
}

func TestParseScalars(t *testing.T) {
	for in, want := range map[string]string{
		"0017": "a whole number 0017", "1_000": "a whole number 1_000", "-5": "a whole number -5", "1.10": "a number 1.10", "1e3": "a number 1e3", ".5": "a number .5",
		"2026-11-23": "text 2026-11-23", "2026-11-23T10:00:00Z": "text 2026-11-23T10:00:00Z", "yes": "text yes", "No": "text No", "off": "text off", "on": "text on",
		"~": "nothing ~", "null": "nothing null", "": "nothing ", "True": "true or false True", "0x1F": "text 0x1F", "0o17": "text 0o17", "1:30": "text 1:30",
		".inf": "text .inf", "\"5\"": "text 5", "'~'": "text ~", "!!str 5": "text 5", "8..14": "text 8..14", "_1": "text _1", "1__0": "text 1__0", "-": "a list ",
	} {
		n, found := Parse("x", []byte("k: "+in+"\n"), YAML)
		if in == "-" {
			n, found = Parse("x", []byte("k:\n- \n"), YAML)
		}
		if v := n.Get("k"); len(found) > 0 || v.Kind.String()+" "+v.Text != want {
			t.Errorf("%q: %v %+v", in, found, v)
		}
	}
	n, _ := Parse("x", []byte("a = 1979-05-27T07:32:00Z\nb = 07:32:00\nc = 1_000\n"), TOML)
	if got := fmt.Sprint(n.Go()); got != "map[a:1979-05-27T07:32:00Z b:07:32:00 c:1000]" {
		t.Error(got)
	}
}

func TestParsePositions(t *testing.T) {
	for _, test := range []struct {
		format Format
		in     string
		want   string // for each path of a value: its place
	}{
		{YAML, "é: {ä: 1, b: [x, \"ü\", y]}\n# c\nö:\n  - k: |\n      t\n  - &a z\n", "é=1:4 é.ä=1:8 é.b=1:14 é.b.2=1:23 ö=4:3 ö.0.k=4:8 ö.1=6:5"},
		{YAML, "\ufeffa: 1\r\nb: [\"\u2028 \", 1]\r\nc: 2\n", "a=1:4 b.1=2:11 c=3:4"},
		{TOML, "é = 1\n", ""},
		{TOML, "\"é\".b = [ 'ü', {x = 1} ] # c\n[t.u]\nv = 2\n[[l]]\nw=3\n[[l]]\n", "é.b=1:9 é.b.0=1:11 é.b.1=1:16 é.b.1.x=1:21 t=2:2 t.u=2:4 t.u.v=3:5 l=4:3 l.0.w=5:3 l.1=6:3"},
		{JSON, "{\"é\": [1, \"ü\", {\"x\" : null}],\n\t\"b\": true}", "é=1:7 é.0=1:8 é.1=1:11 é.2.x=1:23 b=2:7"},
	} {
		n, found := Parse("x", []byte(test.in), test.format)
		if test.want == "" {
			if !found.HasErrors() {
				t.Errorf("%q brings nothing", test.in)
			}
			continue
		}
		for _, pair := range strings.Fields(test.want) {
			name, want, _ := strings.Cut(pair, "=")
			var path []any
			for _, step := range strings.Split(name, ".") {
				if len(step) == 1 && step[0] >= '0' && step[0] <= '9' {
					path = append(path, int(step[0]-'0'))
				} else {
					path = append(path, step)
				}
			}
			if got := n.PosOf(path...).String(); got != "x:"+want {
				t.Errorf("%s %s: got %s, want %s", test.format, name, got, want)
			}
		}
	}
	n, _ := ParseAt("x", []byte("a:\n  b: 1\n"), YAML, 10)
	for want, path := range map[string][]any{"x:11:6": {"a", "b"}, "x:10:1": {"a", "nope", "deeper"}, "x:11:3": {"a", "b", 3}} {
		if got := n.PosOf(path...).String(); got != want {
			t.Errorf("%v: got %s, want %s", path, got, want)
		}
	}
	if got := (*Node)(nil).PosOf("a"); got.Line != 0 || (*Node)(nil).At("a", 0) != nil || n.At("a", 0) != nil || n.At(0) != nil {
		t.Error("nil is not safe")
	}
}

var findings = []struct {
	format Format
	in     string
	want   string // the findings; "+" before them where there is a tree all the same
}{
	{YAML, "", "x:1:1: there is nothing in it [empty-file]"},
	{YAML, " \n# c\n", "x:1:1: there is nothing in it [empty-file]"},
	{JSON, "\n", "x:1:1: there is nothing in it [empty-file]"},
	{YAML, "a: \xff", "x:1:4: the byte 0xFF is not UTF-8 [not-utf8]"},
	{YAML, "a: 1\nb: 2\na: 3\n", "+x:3:1: the key a stands twice [duplicate-key]"},
	{YAML, "a: 1\n---\nb: 2\n", "x:2:1: a second document begins here [syntax]"},
	{YAML, "a: 1\n1: x\ntrue: y\n", "+x:2:1: a key must be text, and this is a whole number [syntax]\nx:3:1: a key must be text, and this is true or false [syntax]"},
	{YAML, "a: {{name}}\n", "+x:1:5: a key must be text, and this is a map of keys [syntax]"},
	{YAML, "a:\n  b: 1\n c: 2\n", "x:3:2: expected a key in line with the keys before it [syntax]"},
	{YAML, "ä: 1\nb: c: d\n", "x:2:5: a second colon with a space behind it cannot stand here [syntax]"},
	{YAML, "a: 1\n\tb: 2\n", "x:2:1: a tab cannot indent a line [syntax]"},
	{YAML, "a: @b\n", "x:1:4: a value cannot begin with this character [syntax]"},
	{YAML, "a: 1\nb: \"c\nd: 1\n", "x:2:4: the quotation mark is not closed [syntax]"},
	{YAML, "a: 1\nb: [c, d\ne: 1\n", "x:2:4: the list in [ ] is not closed, or a comma is missing [syntax]"},
	{YAML, "a:\n  b: [c, 'd' # e\n\n  f: 1\n", "x:2:6: the list in [ ] is not closed, or a comma is missing [syntax]"},
	{YAML, "a: {b: 1,\n  c: 2\nd: 1\n", "x:1:4: the map in { } is not closed, or a comma is missing [syntax]"},
	{YAML, "a: [b, c\n---\nd: 1\n", "x:1:4: the list in [ ] is not closed, or a comma is missing [syntax]"},
	{YAML, "a: [\n  b,\n  'c' 'd'\n]\n", "x:3:7: the list in [ ] is not closed, or a comma is missing [syntax]"},
	{YAML, "a: [b, c}\nd: 1\n", "x:1:9: the list in [ ] is not closed, or a comma is missing [syntax]"},
	{YAML, "a: 1\nb: {c: 1\n", "x:2:4: the map in { } is not closed, or a comma is missing [syntax]"},
	{YAML, "a: 1\nbcd\n", "x:2:1: expected a colon behind the key [syntax]"},
	{YAML, "a: 1\nb: *c\n", "x:2:4: there is no anchor &c before this alias [syntax]"},
	{YAML, "a: &a [*a]\n", "x:1:8: the alias *a stands inside of its own anchor [syntax]"},
	{YAML, "a: !env X\n", "+x:1:4: the tag !env is not understood here [syntax]"},
	{YAML, "a: !!int x\n", "+x:1:4: \"x\" is not a whole number [syntax]"},
	{YAML, "a:\n  <<: [1]\n  b: 2\n", "+x:2:8: << merges maps, and this is a whole number [syntax]"},
	{YAML, "a: \"\\q\"\n", "x:1:5: this escape is not known [syntax]"},
	{YAML, "é: \x01\n", "x:1:4: a control character stands in the text [syntax]"},
	{YAML, strings.Repeat("[", 65) + strings.Repeat("]", 65), "x:1:65: nested more than 64 levels deep [syntax]"},
	{TOML, "a = 1\na = 2\n", "+x:2:1: the key a stands twice [duplicate-key]"},
	{TOML, "[a]\n[a]\nb = 1\n", "+x:2:2: the key a stands twice [duplicate-key]"},
	{TOML, "a.b = 1\n[a]\nc = 1\n", "+x:2:2: the key a stands twice [duplicate-key]"},
	{TOML, "é = 1\n", "x:1:1: a key cannot begin with this character [syntax]"},
	{TOML, "a = yes\n", "x:1:5: a value cannot begin with this character [syntax]"},
	{TOML, "a = \"b\nc = 1\n", "x:1:7: the quotation mark is not closed [syntax]"},
	{TOML, "a = 2026-02-30\n", "+x:1:5: 2026-02-30 is no date or time [syntax]"},
	{TOML, "a = 0x1F\nb = inf\nc = 99999999999999999999\n", "+x:1:5: numbers are of base 10 [syntax]\nx:2:5: a number must be finite [syntax]\nx:3:5: the number is too large for TOML [syntax]"},
	{TOML, "a" + strings.Repeat(".a", 70) + " = 1\n", "x:1:127: nested more than 64 levels deep [syntax]"},
	{TOML, "a = [1, 2", "x:1:9: the list is not closed [syntax]"},
	{JSON, "{\"a\": 1, \"a\": 2}", "+x:1:10: the key a stands twice [duplicate-key]"},
	{JSON, "{\"é\": 1,}", "x:1:9: expected a key in double quotes [syntax]"},
	{JSON, "{\"a\": 1} x", "x:1:10: there is more behind the end of the JSON value [syntax]"},
	{JSON, "{\"a\": 1},", "x:1:9: there is more behind the end of the JSON value [syntax]"},
	{JSON, "{\"a\": 1\n", "x:2:1: the file ends too early [syntax]"},
	{JSON, "{\"a\": yes}", "x:1:7: expected a value [syntax]"},
	{JSON, "{\"a\"\n 1}", "x:2:2: expected a colon behind the key [syntax]"},
	{JSON, "[1 2]", "x:1:4: expected a comma or the closing bracket [syntax]"},
	{JSON, "[1,]", "x:1:4: expected a value [syntax]"},
	{JSON, "[\"a\tb\"]", "x:1:4: a control character stands in the text [syntax]"},
	{JSON, "[tru]", "x:1:5: expected true, false or null [syntax]"},
	{JSON, strings.Repeat("[", 100_000), "x:1:65: nested more than 64 levels deep [syntax]"},
}

func TestParseFindings(t *testing.T) {
	for _, test := range findings {
		n, found := Parse("x", []byte(test.in), test.format)
		var lines []string
		for _, f := range found {
			lines = append(lines, f.String())
		}
		got := strings.Join(lines, "\n")
		if n != nil {
			got = "+" + got
		}
		if got != test.want {
			t.Errorf("%s %.60q:\ngot  %s\nwant %s", test.format, test.in, got, test.want)
		}
	}
	_, found := Parse("x", []byte("a: 1\nbb: {a: 1}\na: 2\n"), YAML)
	if want := "it stands at line 1, column 1 already; keep one of them"; found[0].Hint != want {
		t.Errorf("got %q, want %q", found[0].Hint, want)
	}
}

func TestParseMerge(t *testing.T) {
	n, found := Parse("x", []byte("a: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc:\n  <<: [*a, *b]\n  y: 5\nd: {<<: *a}\n\"<<\": 6\n"), YAML)
	if got := fmt.Sprint(n.At("c").Go(), n.At("d").Go(), n.At("<<").Go()); len(found) > 0 || got != "map[x:1 y:5 z:4] map[x:1 y:2] 6" {
		t.Error(got, found)
	}
}

// TestParseIsBounded holds hostile texts of the greatest size to a time that
// something quadratic would miss by far.
func TestParseIsBounded(t *testing.T) {
	numbered := func(pattern string) string {
		var b strings.Builder
		for i := 0; b.Len() < MaxBytes/4-40; i++ {
			fmt.Fprintf(&b, pattern, i)
		}
		return b.String()
	}
	bomb := "a0: &a0 [x, x]\n"
	for i := range 40 {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	for _, test := range []struct {
		format     Format
		name, text string
	}{
		{YAML, "brackets", strings.Repeat("[", MaxBytes)},
		{YAML, "hyphens", strings.Repeat("- ", MaxBytes/2)},
		{YAML, "keys", numbered("k%d: 1\n")},
		{YAML, "one line", "{" + numbered("é%d,") + "}"},
		{YAML, "comments", numbered("k%d:\n b: 1 #x\n#y\n")},
		{YAML, "bomb", bomb},
		{TOML, "keys", numbered("k%d = 1\n")},
		{TOML, "tables", numbered("[k%d.x]\n")},
		{TOML, "lists", numbered("[[k]]\na%d = 1\n")},
		{TOML, "one line", "a = [" + numbered("'é%d',") + "]"},
		{TOML, "brackets", "a = " + strings.Repeat("[", MaxBytes-10)},
		{JSON, "one line", "[" + numbered("\"é%d\",") + "0]"},
		{JSON, "keys", "{" + numbered("\"k%d\":0,") + "\"k\":0}"},
	} {
		start := time.Now()
		_, found := Parse("x", []byte(test.text), test.format)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s %s took %v: %.200v", test.format, test.name, took, found)
		}
		if test.name == "bomb" && (len(found) != 1 || found[0].Rule != "alias-bomb" || found[0].Line == 0) {
			t.Errorf("bomb: %v", found)
		}
	}
	if _, found := Parse("x", []byte("a"), "ini"); len(found) != 1 || found[0].Rule != "syntax" {
		t.Error(found)
	}
	if _, found := Parse("x", make([]byte, MaxBytes+1), JSON); len(found) != 1 || found[0].Rule != "too-large" {
		t.Error(found)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, data string, mode fs.FileMode) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("good.yaml", "a: 1\n", 0o600)
	write("latin1.yaml", "a: 1\nü: caf\xe9\n", 0o600)
	write("large.yaml", strings.Repeat("x", MaxBytes+1), 0o600)
	if err := os.Symlink("gone.yaml", filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"good.yaml":   "",
		"latin1.yaml": "latin1.yaml:2:7: the byte 0xE9 is not UTF-8 [not-utf8]",
		"large.yaml":  "large.yaml: is larger than 1024 KiB [too-large]",
		"link.yaml":   `link.yaml: is a symbolic link to "gone.yaml", which does not exist [unreadable-file]`,
		"folder":      "folder: is a folder, not a file [unreadable-file]",
		"gone.yaml":   "gone.yaml: does not exist [unreadable-file]",
		"../x.yaml":   "../x.yaml: is no path inside the project [unreadable-file]",
	} {
		data, found := ReadFile(os.DirFS(dir), name)
		got := ""
		if len(found) > 0 {
			got = found[0].String()
		}
		if got != want || (data == nil) != (want != "") {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if _, found := ReadFile(denied{}, "x"); len(found) != 1 || found[0].Message != "cannot be read: no permission" {
		t.Error(found)
	}
	if data, found := ReadFile(fstest.MapFS{"a": {Data: []byte("x")}}, "a"); string(data) != "x" || len(found) > 0 {
		t.Error(data, found)
	}
}

// denied is a file system that nobody may read.
type denied struct{}

func (denied) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{"a/b.yaml": YAML, "b.YML": YAML, "c.toml": TOML, "d.e.json": JSON, "x.md": "", "yaml": ""} {
		if got, ok := FormatOf(name); got != want || ok != (want != "") {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// FuzzParse holds Parse against the libraries, whatever the bytes.
func FuzzParse(f *testing.F) {
	for i, format := range formats {
		f.Add([]byte(same[format]), uint8(i))
	}
	for _, test := range findings {
		f.Add([]byte(test.in), uint8(slices.Index(formats, test.format)))
	}
	for _, text := range []string{"? a\n: b\n", "a: >\n b\n\n c\n", "%YAML 1.2\n---\na: 1\n", "- - - a\n", "a: &x\n  b: *x\n", "[a, b]: c\n", "'a\n\n b': c\n", "a:\r b: 1\r", "#\u0085a: 1"} {
		f.Add([]byte(text), uint8(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, kind uint8) {
		format := formats[int(kind)%len(formats)]
		n, found := Parse("x", data, format)
		if n == nil && !found.HasErrors() {
			t.Fatal("neither a tree nor a finding")
		}
		for _, one := range found {
			if one.Line < 1 && one.Rule != "too-large" || one.Message == "" {
				t.Fatalf("a finding without a place: %v", one)
			}
		}
		if n != nil {
			lines := strings.Split(strings.TrimPrefix(string(data), utf8BOM), "\n")
			checkPlaces(t, n, lines)
		}
		text := strings.TrimPrefix(string(data), utf8BOM)
		switch format {
		case JSON:
			if valid := json.Valid([]byte(text)); valid != (n != nil) && !strings.Contains(fmt.Sprint(found), "deep") && !strings.Contains(fmt.Sprint(found), "UTF-8") {
				t.Fatalf("encoding/json says %v: %v", valid, found)
			}
		case TOML:
			var m map[string]any
			err := toml.Unmarshal([]byte(text), &m)
			lenient := false
			for _, own := range []string{"base 10", "finite", "deep", "empty-file", "larger than"} {
				lenient = lenient || strings.Contains(fmt.Sprint(found), own)
			}
			if (err == nil) == found.HasErrors() && !lenient {
				t.Fatalf("the library says %v, and we say %v", err, found)
			}
		}
	})
}

// checkPlaces tells whether each key stands where its position says.
func checkPlaces(t *testing.T, n *Node, lines []string) {
	for _, item := range n.Items {
		checkPlaces(t, item, lines)
	}
	for _, e := range n.Entries {
		if e.KeyPos.Line > len(lines) || e.KeyPos.Line < 1 {
			t.Fatalf("%q is said to stand at %s", e.Key, e.KeyPos)
		}
		line := []rune(lines[e.KeyPos.Line-1])
		if e.KeyPos.Col-1 > len(line) {
			t.Fatalf("%q is said to stand at %s", e.Key, e.KeyPos)
		}
		rest := string(line[e.KeyPos.Col-1:])
		if isKey(e.Key) && !strings.HasPrefix(rest, e.Key) && (rest == "" || !strings.ContainsAny(rest[:1], `"'&*!|>?`)) {
			t.Fatalf("%q is said to stand at %s, where %q stands", e.Key, e.KeyPos, rest)
		}
		checkPlaces(t, e.Value, lines)
	}
}
