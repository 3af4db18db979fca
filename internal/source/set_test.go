package source

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// value reads a YAML value for a test.
func value(t testing.TB, yaml string) *Node {
	t.Helper()
	n, found := Parse("value", []byte("v: "+yaml+"\n"), YAML)
	if found.HasErrors() {
		t.Fatal(found)
	}
	return n.Get("v")
}

const remove = "DELETE" // as a value: delete the path

var setTests = []struct {
	name, in, path, value, want string
	format                      Format // YAML unless said
}{
	{name: "a scalar keeps its comment", in: "title: A # why\nstatus: draft   # for now\n\n# end\n", path: "status", value: "accepted",
		want: "title: A # why\nstatus: accepted   # for now\n\n# end\n"},
	{name: "an author's quotation marks stay", in: "a: \"x\" # c\nb: 'y'\n", path: "b", value: "it's", want: "a: \"x\" # c\nb: 'it''s'\n"},
	{name: "text that needs them gets them", in: "a: x # c\n", path: "a", value: `"yes"`, want: "a: \"yes\" # c\n"},
	{name: "an empty value", in: "a: # c\nb: 1\n", path: "a", value: "2", want: "a: 2 # c\nb: 1\n"},
	{name: "non-ASCII before it", in: "ä: {é: ö, x: 1} # ü\n", path: "ä.x", value: "2", want: "ä: {é: ö, x: 2} # ü\n"},
	{name: "CRLF, and no line feed at the end", in: "a: 1\r\nb: 2", path: "c", value: "3", want: "a: 1\r\nb: 2\r\nc: 3"},
	{name: "byte order mark", in: "\ufeffa: 1\n", path: "a", value: "2", want: "\ufeffa: 2\n"},
	{name: "a new key at the end", in: "a: 1\n\n# about b\nb:\n  c: 1\n  # about c\n", path: "d", value: "x", want: "a: 1\n\n# about b\nb:\n  c: 1\n  # about c\nd: x\n"},
	{name: "a new key in a nested map", in: "a:\n  b: 1 # one\n  # about b\n\n# about c\nc: 2\n", path: "a.x", value: "z", want: "a:\n  b: 1 # one\n  # about b\n  x: z\n\n# about c\nc: 2\n"},
	{name: "maps on the way", in: "a: 1\n", path: "outcome.option", value: "serverless", want: "a: 1\noutcome:\n  option: serverless\n"},
	{name: "a null becomes a map", in: "profile:\nb: 1\n", path: "profile.engineers", value: "8..14", want: "profile:\n  engineers: 8..14\nb: 1\n"},
	{name: "a flow map is written anew", in: "a:\n  b: {c: 1} # why\nd: 1\n", path: "a.b.x", value: "2", want: "a:\n  b: {c: 1, x: 2} # why\nd: 1\n"},
	{name: "a list is written anew", in: "tags:\n  - a # first\n  - b\n# about c\nc: 1\n", path: "tags", value: "[x, z]", want: "tags: [x, z]\n# about c\nc: 1\n"},
	{name: "a scalar becomes lines", in: "a: x # why\nb: 1\n", path: "a", value: `"one\ntwo\n"`, want: "a: | # why\n  one\n  two\nb: 1\n"},
	{name: "lines become a scalar", in: "a: |\n  # no comment\n  x\n\n# about b\nb: 1\n", path: "a", value: "x", want: "a: x\n\n# about b\nb: 1\n"},
	{name: "a last line that looks like a comment", in: "a: |\n  x\n  # text\n# comment\nb: 1\n", path: "a", value: "z", want: "a: z\n# comment\nb: 1\n"},
	{name: "a key behind lines", in: "a: |\n  x\n  # text\n\n", path: "b", value: "1", want: "a: |\n  x\n  # text\nb: 1\n\n"},
	{name: "quoted lines", in: "a: \"x\n  # y\"\nb: 1\n", path: "a", value: "z", want: "a: z\nb: 1\n"},
	{name: "document markers", in: "---\na: 1\n...\n", path: "b", value: "2", want: "---\na: 1\nb: 2\n...\n"},
	{name: "an empty file", in: "# nothing yet\n", path: "a", value: "1", want: "# nothing yet\na: 1\n"},
	{name: "an empty map", in: "{}\n", path: "a.b", value: "1", want: "a:\n  b: 1\n"},
	{name: "four spaces", in: "a:\n    b: 1\n", path: "a.c", value: "2", want: "a:\n    b: 1\n    c: 2\n"},
	{name: "a merged key is overridden", in: "x: &x {a: 1}\ny:\n  <<: *x\n", path: "y.a", value: "2", want: "x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n"},
	{name: "an alias is written out", in: "x: &x {a: 1}\ny: *x # same\n", path: "y.a", value: "2", want: "x: &x {a: 1}\ny: # same\n  a: 2\n"},
	{name: "the same value changes nothing", in: "a:   0x1 # odd\n", path: "a", value: "\"0x1\"", want: "a:   0x1 # odd\n"},
	{name: "delete", in: "a: 1 # one\n# about b\nb:\n  - x\n\nc: 3\n", path: "b", value: remove, want: "a: 1 # one\n# about b\n\nc: 3\n"},
	{name: "delete the last", in: "a: 1\nb: 2", path: "b", value: remove, want: "a: 1"},
	{name: "delete behind lines", in: "a: |\n  x\nb: 2", path: "b", value: remove, want: "a: |\n  x\n"},
	{name: "delete in a nested map", in: "a:\n  b: 1\n  c: 2\n", path: "a.b", value: remove, want: "a:\n  c: 2\n"},
	{name: "delete the only one", in: "a:\n  b: 1\nc: 2\n", path: "a.b", value: remove, want: "a: {}\nc: 2\n"},
	{name: "delete the only one of all", in: "# top\na: 1\n", path: "a", value: remove, want: "# top\n{}\n"},
	{name: "delete what is not there", in: "a: 1\n", path: "b.c", value: remove, want: "a: 1\n"},
	{name: "delete in a flow map", in: "a: {b: 1, c: 2} # x\n", path: "a.b", value: remove, want: "a: {c: 2} # x\n"},

	{name: "scalar", format: TOML, in: "a = 1 # one\n[t]\nb = \"x\" # two\n", path: "t.b", value: "y", want: "a = 1 # one\n[t]\nb = \"y\" # two\n"},
	{name: "new at the root", format: TOML, in: "a = 1\n\n# the table\n[t]\nb = 2\n", path: "c", value: "3", want: "a = 1\nc = 3\n\n# the table\n[t]\nb = 2\n"},
	{name: "first at the root", format: TOML, in: "# about t\n[t]\nb = 2\n", path: "c", value: "3", want: "c = 3\n\n# about t\n[t]\nb = 2\n"},
	{name: "new in a table", format: TOML, in: "[t]\nb = 2 # two\n\n[u]\n", path: "t.c", value: "2026-11-23", want: "[t]\nb = 2 # two\nc = 2026-11-23\n\n[u]\n"},
	{name: "a new table", format: TOML, in: "a = 1", path: "t.c", value: "x", want: "a = 1\n\n[t]\nc = \"x\""},
	{name: "a list of tables", format: TOML, in: "a = 1\n", path: "links", value: "[{supersedes: x}, {amends: y}]", want: "a = 1\n\n[[links]]\nsupersedes = \"x\"\n\n[[links]]\namends = \"y\"\n"},
	{name: "replace a list of tables", format: TOML, in: "[[l]]\na = 1\n# c\n[[l]]\na = 2\n[t]\nx = 1\n", path: "l", value: "[]", want: "l = []\n\n# c\n[t]\nx = 1\n"},
	{name: "inline table", format: TOML, in: "t = {a = 1, b = 2} # c\n", path: "t.a", value: "5", want: "t = {a = 5, b = 2} # c\n"},
	{name: "into an inline table", format: TOML, in: "t = {a = 1} # c\n", path: "t.b", value: "5", want: "t = {a = 1, b = 5} # c\n"},
	{name: "dotted", format: TOML, in: "t.a = 1\nx = 2\n", path: "t.b", value: "5", want: "t.a = 1\nt.b = 5\nx = 2\n"},
	{name: "delete", format: TOML, in: "a = 1\nb = 2 # c\n[t]\nc = 1\n", path: "b", value: remove, want: "a = 1\n[t]\nc = 1\n"},
	{name: "delete the only one", format: TOML, in: "[t]\nc = 1\n[u]\n", path: "t.c", value: remove, want: "[t]\n[u]\n"},
	{name: "delete a table", format: TOML, in: "a = 1\n\n[t]\nc = 1\n[t.u]\nd = 1\n[v]\n", path: "t", value: remove, want: "a = 1\n\n[v]\n"},

	{name: "scalar", format: JSON, in: "{\n\t\"a\": 1,\n\t\"b\": \"x\"\n}", path: "b", value: "y", want: "{\n\t\"a\": 1,\n\t\"b\": \"y\"\n}"},
	{name: "new", format: JSON, in: "{\n\t\"a\": 1\n}\n", path: "b.c", value: "[y]", want: "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": [\n\t\t\t\"y\"\n\t\t]\n\t}\n}\n"},
	{name: "new on one line", format: JSON, in: `{"a": {"b": 1}}`, path: "a.c", value: "{x: [1, y]}", want: `{"a": {"b": 1, "c": {"x": [1, "y"]}}}`},
	{name: "into nothing", format: JSON, in: "{\"a\": {}, \"b\": null}", path: "b.c", value: "1", want: "{\"a\": {}, \"b\": {\"c\": 1}}"},
	{name: "delete", format: JSON, in: "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n", path: "b", value: remove, want: "{\n  \"a\": 1,\n  \"c\": 3\n}\n"},
	{name: "delete the first", format: JSON, in: "{\n  \"a\": 1,\n  \"b\": 2\n}\n", path: "a", value: remove, want: "{\n  \"b\": 2\n}\n"},
	{name: "delete the only one", format: JSON, in: "{\"a\": {\"b\": 2}}\n", path: "a.b", value: remove, want: "{\"a\": {}}\n"},
}

func TestSet(t *testing.T) {
	for _, test := range setTests {
		if test.format == "" {
			test.format = YAML
		}
		t.Run(string(test.format)+" "+test.name, func(t *testing.T) {
			path := strings.Split(test.path, ".")
			var got []byte
			var err error
			if test.value == remove {
				got, err = Delete("x", []byte(test.in), test.format, path)
			} else {
				got, err = Set("x", []byte(test.in), test.format, path, value(t, test.value))
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSetRefuses(t *testing.T) {
	for _, test := range []struct {
		in, path, want string
		format         Format
		v              *Node
	}{
		{in: "a: 1\n", path: "a.b", format: YAML, v: text("x"), want: "set a.b in x: the value that holds b is a whole number, not a map of keys"},
		{in: "a: [\n", path: "a", format: YAML, v: text("x"), want: "set a in x: the file has errors: x:1:4: the list in [ ] is not closed, or a comma is missing [syntax]"},
		{in: "- a\n", path: "a", format: YAML, v: text("x"), want: "set a in x: the file is a list, not a map of keys"},
		{in: "a = 1\n", path: "a", format: TOML, v: nil, want: "set a in x: TOML cannot say nothing; delete the key instead"},
		{in: "a: &a {x: 1}\nb: *a\n", path: "a", format: YAML, v: text("x"), want: "set a in x: the file is written in a way that cannot be edited safely; change it by hand"},
		{in: "a: 1\n", path: "b", format: YAML, v: text("\xff"), want: "set b in x: b: text is not UTF-8"},
	} {
		got, err := Set("x", []byte(test.in), test.format, strings.Split(test.path, "."), test.v)
		if err == nil || err.Error() != test.want || got != nil {
			t.Errorf("%q: got %q, %v\nwant %s", test.in, got, err, test.want)
		}
	}
	if _, err := Set("x", nil, YAML, nil, text("x")); err == nil {
		t.Error("no path is no error")
	}
}

// TestSetRandom sets random values in random files with comments in them. Set
// proves each result itself; here it is its giving up that must be rare, and
// every comment that must stay.
func TestSetRandom(t *testing.T) {
	tried, gaveUp := 0, 0
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := randomMap(r, 4)
		path, v := randomPath(r, n), randomTree(r, 2)
		for _, f := range []Format{YAML, TOML, JSON} {
			plain, err := Emit(n, f)
			if err != nil {
				t.Fatal(err)
			}
			data := decorate(r, plain, f)
			old, found := Parse("x", data, f)
			if found.HasErrors() {
				continue // a comment that fell into a text
			}
			tried++
			out, err := Set("x", data, f, path, v)
			if err == nil {
				checkSet(t, old, data, out, f, path, v)
			} else if strings.Contains(err.Error(), "by hand") || strings.Contains(err.Error(), "unusual") {
				gaveUp++
				t.Logf("%s seed %d: %v\n%s", f, seed, err, data)
			}
			if _, err := Delete("x", data, f, path[:1]); err != nil && !strings.Contains(err.Error(), "has errors") {
				gaveUp++
				t.Logf("%s seed %d: %v\n%s", f, seed, err, data)
			}
		}
	}
	if gaveUp*200 > tried {
		t.Errorf("gave up %d of %d edits", gaveUp, tried)
	}
}

// checkSet tells whether out is data with that one change.
func checkSet(t *testing.T, old *Node, data, out []byte, f Format, path []string, v *Node) {
	t.Helper()
	now, found := Parse("x", out, f)
	if found.HasErrors() {
		t.Fatalf("%v\n%s", found, out)
	}
	if f == TOML {
		v = withoutNulls(v)
	}
	if !Equal(now.below(path), v) {
		t.Fatalf("%q is not set:\n%s", path, out)
	}
	if old == nil {
		return
	}
	for _, e := range old.Entries {
		if e.Key != path[0] && !Equal(e.Value, now.Get(e.Key)) {
			t.Fatalf("%q changed:\n%s\n%s", e.Key, data, out)
		}
	}
	if bytes.HasSuffix(data, []byte("\n")) != bytes.HasSuffix(out, []byte("\n")) {
		t.Fatalf("the end changed:\n%q\n%q", data, out)
	}
	if crlf := bytes.Contains(data, []byte("\r\n")); crlf && bytes.Count(out, []byte("\n")) != bytes.Count(out, []byte("\r\n")) {
		t.Fatalf("the line ends changed:\n%q\n%q", data, out)
	}
}

// randomPath walks down n, and sometimes beyond.
func randomPath(r *rand.Rand, n *Node) []string {
	var path []string
	for {
		if n == nil || n.Kind != Map || len(n.Entries) == 0 || r.IntN(4) == 0 {
			return append(path, "new-key")
		}
		e := n.Entries[r.IntN(len(n.Entries))]
		path = append(path, e.Key)
		if r.IntN(3) == 0 {
			return path
		}
		if n = e.Value; n.Kind != Map {
			return path
		}
	}
}

// decorate puts comments, blank lines and line ends into a file.
func decorate(r *rand.Rand, data []byte, f Format) []byte {
	var out []byte
	for i, line := range bytes.SplitAfter(data, []byte("\n")) {
		if f != JSON && len(line) > 0 && i > 0 && r.IntN(5) == 0 && line[0] != ' ' {
			out = append(out, "# a comment: [x\n\n"...)
		}
		if f != JSON && len(line) > 1 && r.IntN(5) == 0 {
			line = append(bytes.TrimSuffix(bytes.Clone(line), []byte("\n")), " # why\n"...)
		}
		out = append(out, line...)
	}
	if r.IntN(3) == 0 {
		out = bytes.TrimRight(out, "\n")
	}
	if r.IntN(3) == 0 {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	return out
}

// FuzzSetKeepsRest sets one key in any file and looks at all the others.
func FuzzSetKeepsRest(f *testing.F) {
	for _, test := range setTests {
		format := test.format
		if format == "" {
			format = YAML
		}
		f.Add([]byte(test.in), uint8(slices.Index(formats, format)), "status", "accepted")
	}
	f.Fuzz(func(t *testing.T, data []byte, kind uint8, key, text string) {
		format := formats[int(kind)%len(formats)]
		if len(data) > 4096 {
			return
		}
		out, err := Set("x", data, format, []string{key}, &Node{Kind: String, Text: text})
		if err != nil {
			return
		}
		old, _ := Parse("x", data, format)
		now, found := Parse("x", out, format)
		if found.HasErrors() || now.Get(key) == nil || now.Get(key).Text != text {
			t.Fatalf("%q is not set: %v\n%q", key, found, out)
		}
		if old == nil {
			return
		}
		for _, e := range old.Entries {
			if e.Key != key && !Equal(e.Value, now.Get(e.Key)) {
				t.Fatalf("%q changed:\n%q\n%q", e.Key, data, out)
			}
		}
	})
}
