package source

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// In these the value is the index.
var removeYAML = []listCase{
	{name: "the only one", in: "a: 1\nl:\n  - a\nz: 1\n", path: "l", value: "0", want: "a: 1\nz: 1\n"},
	{name: "the only one of a map", in: "a:\n  l: [a] # why\nz: 1\n", path: "a.l", value: "0", want: "a: {}\nz: 1\n"},
	{name: "a line", in: "l:\n  - a # first\n  # about b\n  - b # second\n  - c\nz: 1\n", path: "l", value: "1", want: "l:\n  - a # first\n  # about b\n  - c\nz: 1\n"},
	{name: "the first", in: "l: # all\n- a\n- b\n", path: "l", value: "0", want: "l: # all\n- b\n"},
	{name: "the last", in: "l:\n- a\n- b\n# about z\nz: 1\n", path: "l", value: "1", want: "l:\n- a\n# about z\nz: 1\n"},
	{name: "a map", in: "l:\n  - a: 1\n    # within\n    b: 2\n\n  - a: 3\n", path: "l", value: "0", want: "l:\n\n  - a: 3\n"},
	{name: "a map below its hyphen", in: "l:\n  - x\n  - # one\n    a: 1\n  - y\n", path: "l", value: "1", want: "l:\n  - x\n  - y\n"},
	{name: "text on lines", in: "l:\n  - x\n  - |\n    a\n    # b\n  # about y\n  - y\n", path: "l", value: "1", want: "l:\n  - x\n  # about y\n  - y\n"},
	{name: "behind text on lines", in: "l:\n  - |\n    a\n  - b\nz: 1\n", path: "l", value: "1", want: "l:\n  - |\n    a\nz: 1\n"},
	{name: "at the end behind text on lines", in: "l:\n  - |\n    a\n  - b\n", path: "l", value: "1", want: "l:\n  - |\n    a\n", closed: true},
	{name: "a list in a list", in: "l:\n  - - a\n    - b\n  - - c\n", path: "l", value: "0", want: "l:\n  - - c\n"},
	{name: "an empty one", in: "l:\n  -\n  - a\n", path: "l", value: "0", want: "l:\n  - a\n"},
	{name: "brackets, first", in: "l: [a, b] # why\n", path: "l", value: "0", want: "l: [b] # why\n"},
	{name: "brackets, middle", in: "l: [a, {b: \"],\"}, c]\n", path: "l", value: "1", want: "l: [a, c]\n"},
	{name: "brackets, last", in: "l: [a, b ]\n", path: "l", value: "1", want: "l: [a ]\n"},
	{name: "brackets, trailing comma", in: "l: [a, b, ]\n", path: "l", value: "1", want: "l: [a, ]\n"},
	{name: "brackets on lines", in: "l: [\n  a, # first\n  # about b\n  b, # second\n  c # third\n]\n", path: "l", value: "1", want: "l: [\n  a, # first\n  # about b\n  c # third\n]\n"},
	{name: "brackets on lines, last", in: "l: [\n  a, # first\n  b # second\n]\n", path: "l", value: "1", want: "l: [\n  a # first\n]\n"},
	{name: "brackets on lines, last with a comma", in: "l: [\n  a, # first\n  b, # second\n]\n", path: "l", value: "1", want: "l: [\n  a, # first\n]\n"},
	{name: "brackets on lines, closed in the last", in: "l: [a, # first\n    b]\n", path: "l", value: "1", want: "l: [a # first\n    ]\n"},
	{name: "brackets on lines, opened in the first", in: "l: [a, # first\n    b]\n", path: "l", value: "0", want: "l: [ # first\n    b]\n"},
	{name: "in braces", in: "a: {l: [x, q], z: 1} # why\n", path: "a.l", value: "0", want: "a: {l: [q], z: 1} # why\n"},
	{name: "an anchor that is used is written anew", in: "l:\n  - &a x\n  - *a\nz: 1\n", path: "l", value: "0", want: "l: [x]\nz: 1\n"},
}

var removeTOML = []listCase{
	{name: "the only one", in: "a = 1\nl = [1]\n", path: "l", value: "0", want: "a = 1\n"},
	{name: "the only table", in: "a = 1\n[[l]]\nb = 1\n[t]\n", path: "l", value: "0", want: "a = 1\n[t]\n"},
	{name: "array", in: "l = [\"a\", 'b,', 3] # why\n", path: "l", value: "1", want: "l = [\"a\", 3] # why\n"},
	{name: "array on lines", in: "l = [\n  1,# first\n  2, # second\n  3,\n]\n", path: "l", value: "0", want: "l = [\n  2, # second\n  3,\n]\n"},
	{name: "array on lines, last", in: "l = [\n  1,\n  2\n]\n", path: "l", value: "1", want: "l = [\n  1\n]\n"},
	{name: "table", in: "# all\n[[l]]\na = 1\n\n# two\n[[l]]\na = 2 # 2\n[l.sub]\nb = 1\n\n[[l]]\na = 3\n", path: "l", value: "1", want: "# all\n[[l]]\na = 1\n\n# two\n\n[[l]]\na = 3\n"},
	{name: "the last table", in: "[[l]]\na = 1\n\n[[l]]\na = 2\n\n[t]\n", path: "l", value: "1", want: "[[l]]\na = 1\n\n[t]\n"},
	{name: "the table at the end", in: "[[l]]\na = 1\n\n[[l]]\na = 2\n", path: "l", value: "1", want: "[[l]]\na = 1\n"},
	{name: "the first table", in: "[[l]]\n\n[[l]]\na = 2\n", path: "l", value: "0", want: "\n[[l]]\na = 2\n"},
}

var removeJSON = []listCase{
	{name: "the only one", in: "{\"a\": 1, \"l\": [1]}\n", path: "l", value: "0", want: "{\"a\": 1}\n"},
	{name: "one line", in: "{\"l\": [1, [2, 3], 4]}\n", path: "l", value: "1", want: "{\"l\": [1, 4]}\n"},
	{name: "close", in: "{\"l\":[\"a\",\"b\"]}\n", path: "l", value: "0", want: "{\"l\":[\"b\"]}\n"},
	{name: "lines", in: "{\n  \"l\": [\n    {\n      \"a\": 1\n    },\n    2\n  ]\n}\n", path: "l", value: "0", want: "{\n  \"l\": [\n    2\n  ]\n}\n"},
	{name: "lines, last", in: "{\n  \"l\": [\n    1,\n    2\n  ]\n}\n", path: "l", value: "1", want: "{\n  \"l\": [\n    1\n  ]\n}\n"},
	{name: "maps between brackets", in: "{\n  \"l\": [{\n    \"a\": 1\n  }, {\n    \"a\": 2\n  }]\n}\n", path: "l", value: "0", want: "{\n  \"l\": [{\n    \"a\": 2\n  }]\n}\n"},
}

func TestRemove(t *testing.T) {
	for format, cases := range map[Format][]listCase{YAML: removeYAML, TOML: removeTOML, JSON: removeJSON} {
		for _, test := range cases {
			for variant, texts := range variants(test.in, test.want) {
				if test.closed && (variant == "open" || variant == "all") {
					continue
				}
				t.Run(string(format)+" "+test.name+" "+variant, func(t *testing.T) {
					index, err := strconv.Atoi(test.value)
					if err != nil {
						t.Fatal(err)
					}
					got, err := Remove("x", []byte(texts[0]), format, strings.Split(test.path, "."), index)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(texts[1], string(got)); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				})
			}
		}
	}
}

func TestRemoveRefuses(t *testing.T) {
	for _, test := range []struct {
		in, path, want string
		index          int
	}{
		{in: "a: 1\n", path: "b", want: "remove b[0] in x: there is no list"},
		{in: "a: [1, 2]\n", path: "a", index: 2, want: "remove a[2] in x: there is no such item; the list has 2"},
		{in: "a: [1, 2]\n", path: "a", index: -1, want: "remove a[-1] in x: there is no such item; the list has 2"},
		{in: "a: x\n", path: "a", want: "remove a[0] in x: text is there, not a list"},
		{in: "a: &a [x, y]\nb: *a\n", path: "a", want: "remove a[0] in x: the file is written in a way that cannot be edited safely; change it by hand"},
	} {
		got, err := Remove("x", []byte(test.in), YAML, strings.Split(test.path, "."), test.index)
		if err == nil || err.Error() != test.want || got != nil {
			t.Errorf("%q: got %q, %v\nwant %s", test.in, got, err, test.want)
		}
	}
}
