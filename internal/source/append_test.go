package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// variants gives a case as it stands and with each thing that an edit has to
// keep: CRLF, a byte order mark, a last line without a line feed.
func variants(in, want string) map[string][2]string {
	bom := func(s string) string { return utf8BOM + s }
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	open := func(s string) string { return strings.TrimSuffix(s, "\n") }
	made := map[string][2]string{
		"plain": {in, want}, "crlf": {crlf(in), crlf(want)}, "bom": {bom(in), bom(want)}, "open": {open(in), open(want)},
	}
	if strings.Contains(open(in), "\n") { // else there is no line end to follow
		made["all"] = [2]string{bom(crlf(open(in))), bom(crlf(open(want)))}
	}
	return made
}

// listCase is an edit of a list.
type listCase struct {
	name, in, path, value, want string
	closed                      bool // the text at the end needs its line feed
}

var appendYAML = []listCase{
	{name: "missing", in: "a: 1\n", path: "links", value: "{supersedes: x}", want: "a: 1\nlinks:\n  - {supersedes: x}\n"},
	{name: "missing below", in: "a: 1\n", path: "b.tags", value: "x", want: "a: 1\nb:\n  tags: [x]\n"},
	{name: "null", in: "links: # none\nb: 1\n", path: "links", value: "x", want: "links: [x] # none\nb: 1\n"},
	{name: "empty", in: "links: [] # none\nb: 1\n", path: "links", value: "x", want: "links: [x] # none\nb: 1\n"},
	{name: "hyphens", in: "l:\n  - a # first\n  # about b\n  - b   # second\nz: 1\n", path: "l", value: "c", want: "l:\n  - a # first\n  # about b\n  - b   # second\n  - c\nz: 1\n"},
	{name: "hyphens below the key", in: "l:\n- a\n- b\n# about z\nz: 1\n", path: "l", value: "c", want: "l:\n- a\n- b\n- c\n# about z\nz: 1\n"},
	{name: "far from the key", in: "l:\n      -   a\n\nz: 1\n", path: "l", value: "c", want: "l:\n      -   a\n      -   c\n\nz: 1\n"},
	{name: "nested", in: "a:\n  b:\n    l:\n    - a\n  c: 1\n", path: "a.b.l", value: "c", want: "a:\n  b:\n    l:\n    - a\n    - c\n  c: 1\n"},
	{name: "comments of the list, and of what follows", in: "l:\n  - a\n  # - b\n    # so\n\n# about z\nz: 1\n", path: "l", value: "c", want: "l:\n  - a\n  # - b\n    # so\n  - c\n\n# about z\nz: 1\n"},
	{name: "a comment at the end", in: "l:\n  - a\n# end\n", path: "l", value: "c", want: "l:\n  - a\n  - c\n# end\n"},
	{name: "maps in braces", in: "l:\n  - {supersedes: x} # why\n", path: "l", value: "{amends: 0003-y.md}", want: "l:\n  - {supersedes: x} # why\n  - {amends: 0003-y.md}\n"},
	{name: "maps on lines", in: "l:\n  - supersedes: x\n  # next\n  - amends: y\n    note: z\n", path: "l", value: "{supersedes: a, note: b}", want: "l:\n  - supersedes: x\n  # next\n  - amends: y\n    note: z\n  - supersedes: a\n    note: b\n"},
	{name: "maps on lines, wide", in: "l:\n-   a: x\n    b: y\n", path: "l", value: "{a: 1, b: 2}", want: "l:\n-   a: x\n    b: y\n-   a: 1\n    b: 2\n"},
	{name: "maps below their hyphens", in: "l:\n  - # one\n    a: x\n  -\n    a: y\n", path: "l", value: "{a: 1}", want: "l:\n  - # one\n    a: x\n  -\n    a: y\n  - a: 1\n"},
	{name: "a map behind texts", in: "l:\n  - a\n", path: "l", value: "{a: 1}", want: "l:\n  - a\n  - {a: 1}\n"},
	{name: "lists on lines", in: "l:\n  - - a\n    - b\n", path: "l", value: "[c, d]", want: "l:\n  - - a\n    - b\n  - - c\n    - d\n"},
	{name: "text on lines", in: "l:\n  - |\n    x\n    # y\n  # about it\n", path: "l", value: "c", want: "l:\n  - |\n    x\n    # y\n  # about it\n  - c\n"},
	{name: "text on lines at the end", in: "l:\n  # one\n  - a: |\n      x\n      q\n", path: "l", value: "{a: 1}", want: "l:\n  # one\n  - a: |\n      x\n      q\n  - a: 1\n", closed: true},
	{name: "new text on lines", in: "l:\n  - a\nz: 1\n", path: "l", value: `"x\ny\n"`, want: "l:\n  - a\n  - |\n    x\n    y\nz: 1\n", closed: true},
	{name: "text on lines in maps", in: "l:\n  - a: >-\n      x\n\n      y\n\nz: 1\n", path: "l", value: "{a: 1}", want: "l:\n  - a: >-\n      x\n\n      y\n  - a: 1\n\nz: 1\n"},
	{name: "text with its blank lines", in: "l:\n  - |+\n    x\n\nz: 1\n", path: "l", value: "c", want: "l:\n  - |+\n    x\n\n  - c\nz: 1\n"},
	{name: "an empty last item", in: "l:\n  - a\n  -\nz: 1\n", path: "l", value: "c", want: "l:\n  - a\n  -\n  - c\nz: 1\n"},
	{name: "plain text on two lines", in: "l:\n  - a\n    b # c\nz: 1\n", path: "l", value: "c", want: "l:\n  - a\n    b # c\n  - c\nz: 1\n"},
	{name: "quotes where needed", in: "l:\n  - a\n", path: "l", value: `"0017"`, want: "l:\n  - a\n  - \"0017\"\n"},
	{name: "a word in quotes", in: "l:\n  - a\n", path: "l", value: `"on"`, want: "l:\n  - a\n  - \"on\"\n"},
	{name: "a colon in quotes", in: "l:\n  - a\n", path: "l", value: `"a: b"`, want: "l:\n  - a\n  - \"a: b\"\n"},
	{name: "a hash needs none within a word", in: "l:\n  - a\n", path: "l", value: `"3#4"`, want: "l:\n  - a\n  - 3#4\n"},
	{name: "the list's quotation marks", in: "l:\n  - 'a'\n", path: "l", value: "it's", want: "l:\n  - 'a'\n  - 'it''s'\n"},
	{name: "quotation marks that were needed", in: "l: [\"0017\"]\n", path: "l", value: "c", want: "l: [\"0017\", c]\n"},
	{name: "document end", in: "---\nl:\n  - a\n...\n", path: "l", value: "c", want: "---\nl:\n  - a\n  - c\n...\n"},
	{name: "anchored item", in: "l:\n  - &a\n    x: 1\n  - *a\n", path: "l", value: "c", want: "l:\n  - &a\n    x: 1\n  - *a\n  - c\n"},

	{name: "brackets", in: "l: [a, 'b'] # why\nz: 1\n", path: "l", value: "c", want: "l: [a, 'b', 'c'] # why\nz: 1\n"},
	{name: "brackets, close", in: "l: [a,b]\n", path: "l", value: "c", want: "l: [a,b,c]\n"},
	{name: "brackets, trailing comma", in: "l: [a, it's, ]\n", path: "l", value: "c", want: "l: [a, it's, c, ]\n"},
	{name: "brackets with what looks like their end", in: "l: [\"a]\", '],', it's # ]\n  , b]\n", path: "l", value: "[x, {q: 1}]", want: "l: [\"a]\", '],', it's # ]\n  , b, [x, {q: 1}]]\n"},
	{name: "brackets with maps", in: "l: [{supersedes: x}]\n", path: "l", value: `{amends: "0017", because: "a, b"}`, want: "l: [{supersedes: x}, {amends: \"0017\", because: \"a, b\"}]\n"},
	{name: "brackets on lines", in: "l: [\n  a, # first\n  b # second\n    # more\n\n  # end\n]\nz: 1\n", path: "l", value: "c", want: "l: [\n  a, # first\n  b, # second\n    # more\n  c\n\n  # end\n]\nz: 1\n"},
	{name: "brackets on lines, trailing comma", in: "l:\n  [\n    a,\n    b, # second\n  ]\n", path: "l", value: "c", want: "l:\n  [\n    a,\n    b, # second\n    c,\n  ]\n"},
	{name: "brackets on lines, closed in the last", in: "l: [a,\n    b]\n", path: "l", value: "c", want: "l: [a,\n    b,\n    c]\n"},
	{name: "in braces", in: "a: {l: [x], z: 1} # why\n", path: "a.l", value: "c", want: "a: {l: [x, c], z: 1} # why\n"},
	{name: "a map in place of lines", in: "l:\n  - a # c\n", path: "l", value: "{a: {b: c}, d: [1, 2]}", want: "l:\n  - a # c\n  - a: {b: c}\n    d: [1, 2]\n"},
	{name: "a key with a question mark", in: "? l\n: - a # c\n  - b\n", path: "l", value: "c", want: "? l\n: - a # c\n  - b\n  - c\n"},
	{name: "tagged text in brackets", in: "l: [!!str 'a,', &b \"]\"]\n", path: "l", value: "c", want: "l: [!!str 'a,', &b \"]\", c]\n"},
	{name: "a list by alias is written anew", in: "k: &k [a]\nl: *k # same\n", path: "l", value: "c", want: "k: &k [a]\nl: [a, c] # same\n"},
}

var appendTOML = []listCase{
	{name: "missing", in: "a = 1\n", path: "links", value: "{supersedes: x}", want: "a = 1\n\n[[links]]\nsupersedes = \"x\"\n"},
	{name: "missing texts", in: "a = 1\n\n[t]\nb = 1\n", path: "tags", value: "x", want: "a = 1\ntags = [\"x\"]\n\n[t]\nb = 1\n"},
	{name: "empty", in: "links = [] # none\n", path: "links", value: "x", want: "links = [\"x\"] # none\n"},
	{name: "array", in: "l = [\"a\", \"b]\"] # why\nz = 1\n", path: "l", value: `"0017"`, want: "l = [\"a\", \"b]\", \"0017\"] # why\nz = 1\n"},
	{name: "array in its quotation marks", in: "l = ['a', 'b']\n", path: "l", value: "c", want: "l = ['a', 'b', 'c']\n"},
	{name: "quotation marks that cannot hold it", in: "l = ['a']\n", path: "l", value: "it's", want: "l = ['a', \"it's\"]\n"},
	{name: "three of them", in: "l = [\"\"\"a\n],\"\"\"\", '''b'''']\n", path: "l", value: "c", want: "l = [\"\"\"a\n],\"\"\"\", '''b'''', 'c']\n"},
	{name: "array of maps", in: "l = [{supersedes = \"x\"}]\n", path: "l", value: "{amends: y}", want: "l = [{supersedes = \"x\"}, {amends = \"y\"}]\n"},
	{name: "array on lines", in: "l = [\n\t\"a\", # first\n\t\"b\" # second, ]\n]\n", path: "l", value: "c", want: "l = [\n\t\"a\", # first\n\t\"b\", # second, ]\n\t\"c\"\n]\n"},
	{name: "array on lines, trailing comma", in: "l = [\n  \"a\",\n  \"b\", # second\n  # \"x\",\n]\n", path: "l", value: "c", want: "l = [\n  \"a\",\n  \"b\", # second\n  # \"x\",\n  \"c\",\n]\n"},
	{name: "array in a table", in: "[t]\nl = [1, 2]\n[u]\n", path: "t.l", value: "3", want: "[t]\nl = [1, 2, 3]\n[u]\n"},
	{name: "array in an inline table", in: "t = {l = [1], z = 2} # c\n", path: "t.l", value: "3", want: "t = {l = [1, 3], z = 2} # c\n"},
	{name: "array of a dotted key", in: "t.l = [\"a\"]\nt.m = 1\n", path: "t.l", value: "2026-11-23", want: "t.l = [\"a\", \"2026-11-23\"]\nt.m = 1\n"},
	{name: "tables", in: "[[links]]\nsupersedes = \"x\" # why\n\n# about t\n[t]\na = 1\n", path: "links", value: "{amends: y, note: z}", want: "[[links]]\nsupersedes = \"x\" # why\n\n[[links]]\namends = \"y\"\nnote = \"z\"\n\n# about t\n[t]\na = 1\n"},
	{name: "tables, close", in: "a = 1\n[[links]]\na = 1\n[[links]]\na = 2\n# about t\n[t]\n", path: "links", value: "{a: 3}", want: "a = 1\n[[links]]\na = 1\n[[links]]\na = 2\n[[links]]\na = 3\n# about t\n[t]\n"},
	{name: "tables with comments", in: "# one\n[[links]]\na = 1\n\n# two\n[[links]]\na = 2\n# b = 3\n\n# end\n", path: "links", value: "{a: 3}", want: "# one\n[[links]]\na = 1\n\n# two\n[[links]]\na = 2\n# b = 3\n\n[[links]]\na = 3\n\n# end\n"},
	{name: "tables below a table", in: "[t]\n  [[t.l]]\n    a = 1\n    [t.l.sub]\n    b = 1\n[u]\n", path: "t.l", value: "{a: 3}", want: "[t]\n  [[t.l]]\n    a = 1\n    [t.l.sub]\n    b = 1\n  [[t.l]]\n    a = 3\n[u]\n"},
	{name: "a table that goes on later", in: "[[l]]\na = 1\n\n[u]\n\n[l.sub]\nb = 1\n", path: "l", value: "{a: 3}", want: "[[l]]\na = 1\n\n[u]\n\n[l.sub]\nb = 1\n\n[[l]]\na = 3\n"},
	{name: "a text behind tables is written anew", in: "[[l]]\na = 1\n", path: "l", value: "x", want: "l = [{a = 1}, \"x\"]\n"},
}

var appendJSON = []listCase{
	{name: "missing", in: "{\n  \"a\": 1\n}\n", path: "l", value: "x", want: "{\n  \"a\": 1,\n  \"l\": [\n    \"x\"\n  ]\n}\n"},
	{name: "empty", in: "{\"l\": []}\n", path: "l", value: "x", want: "{\"l\": [\"x\"]}\n"},
	{name: "one line", in: "{\"l\": [\"a\", \"b,]\\\"\"], \"z\": 1}\n", path: "l", value: "c", want: "{\"l\": [\"a\", \"b,]\\\"\", \"c\"], \"z\": 1}\n"},
	{name: "close", in: "{\"l\":[\"a\",\"b\"]}\n", path: "l", value: "c", want: "{\"l\":[\"a\",\"b\",\"c\"]}\n"},
	{name: "lines", in: "{\n\t\"l\": [\n\t\t\"a\",\n\t\t\"b\"\n\t],\n\t\"z\": 1\n}\n", path: "l", value: "c", want: "{\n\t\"l\": [\n\t\t\"a\",\n\t\t\"b\",\n\t\t\"c\"\n\t],\n\t\"z\": 1\n}\n"},
	{name: "maps on lines", in: "{\n  \"l\": [\n    {\n      \"a\": 1\n    }\n  ]\n}\n", path: "l", value: "{a: 2, b: [3]}", want: "{\n  \"l\": [\n    {\n      \"a\": 1\n    },\n    {\n      \"a\": 2,\n      \"b\": [\n        3\n      ]\n    }\n  ]\n}\n"},
	{name: "maps in a line", in: "{\n  \"l\": [\n    {\"a\": 1}\n  ]\n}\n", path: "l", value: "{a: 2, b: [3]}", want: "{\n  \"l\": [\n    {\"a\": 1},\n    {\"a\": 2, \"b\": [3]}\n  ]\n}\n"},
	{name: "maps between brackets", in: "{\n  \"l\": [{\n    \"a\": 1\n  }]\n}\n", path: "l", value: "{a: 2}", want: "{\n  \"l\": [{\n    \"a\": 1\n  }, {\n    \"a\": 2\n  }]\n}\n"},
	{name: "nested", in: "{\"a\": {\"l\": [[1], 2]}}\n", path: "a.l", value: "null", want: "{\"a\": {\"l\": [[1], 2, null]}}\n"},
}

func TestAppend(t *testing.T) {
	for format, cases := range map[Format][]listCase{YAML: appendYAML, TOML: appendTOML, JSON: appendJSON} {
		for _, test := range cases {
			for variant, texts := range variants(test.in, test.want) {
				if test.closed && (variant == "open" || variant == "all") {
					continue
				}
				t.Run(string(format)+" "+test.name+" "+variant, func(t *testing.T) {
					path, v := strings.Split(test.path, "."), value(t, test.value)
					got, err := Append("x", []byte(texts[0]), format, path, v)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(texts[1], string(got)); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
					checkAppend(t, []byte(texts[0]), got, format, path, v)
				})
			}
		}
	}
}

// TestAppendBehindOpenText has text whose line feed the file's end leaves out.
func TestAppendBehindOpenText(t *testing.T) {
	for in, want := range map[string]string{
		"l:\n  # one\n  - a: | # c\n      x\n      q": "l:\n  # one\n  - a: |- # c\n      x\n      q\n  - a: 1",
		"l:\r\n- >2\r\n   x":                          "l:\r\n- >-2\r\n   x\r\n- {a: 1}",
		"l:\n  # one\n  - |+\n    x":                  "l:\n  - x\n  - {a: 1}", // written anew
	} {
		got, err := Append("x", []byte(in), YAML, []string{"l"}, value(t, "{a: 1}"))
		if err != nil || string(got) != want {
			t.Errorf("%q: got %q, %v\nwant %q", in, got, err, want)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	for _, test := range []struct {
		in, path, want string
		format         Format
		v              *Node
	}{
		{in: "a: x\n", path: "a", format: YAML, v: text("x"), want: "append a in x: text is there, not a list"},
		{in: "a: {b: 1}\n", path: "a", format: YAML, v: text("x"), want: "append a in x: a map of keys is there, not a list"},
		{in: "a: 1\n", path: "a.b", format: YAML, v: text("x"), want: "append a.b in x: the value that holds b is a whole number, not a map of keys"},
		{in: "a: [\n", path: "a", format: YAML, v: text("x"), want: "append a in x: the file has errors: x:1:4: the list in [ ] is not closed, or a comma is missing [syntax]"},
		{in: "- a\n", path: "a", format: YAML, v: text("x"), want: "append a in x: the file is a list, not a map of keys"},
		{in: "a = [1]\n", path: "a", format: TOML, v: nil, want: "append a in x: a: a list cannot hold nothing"},
		{in: "a: &a [x]\nb: *a\n", path: "a", format: YAML, v: text("x"), want: "append a in x: the file is written in a way that cannot be edited safely; change it by hand"},
		{in: "a: [x]\n", path: "a", format: YAML, v: text("\xff"), want: "append a in x: a: text is not UTF-8"},
	} {
		got, err := Append("x", []byte(test.in), test.format, strings.Split(test.path, "."), test.v)
		if err == nil || err.Error() != test.want || got != nil {
			t.Errorf("%q: got %q, %v\nwant %s", test.in, got, err, test.want)
		}
	}
	if _, err := Append("x", nil, YAML, nil, text("x")); err == nil {
		t.Error("no path is no error")
	}
}
