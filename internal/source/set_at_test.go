package source

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// steps reads a path of keys and indices: links.2.supersedes.
func steps(path string) (out []any) {
	for step := range strings.SplitSeq(path, ".") {
		if i, err := strconv.Atoi(step); err == nil {
			out = append(out, i)
		} else {
			out = append(out, step)
		}
	}
	return out
}

var setAtYAML = []listCase{
	{name: "plain", in: "l:\n  - a # first\n  - supersedes: 0001-x.md   # why\n    note: n\n", path: "l.1.supersedes", value: "0002-q.md", want: "l:\n  - a # first\n  - supersedes: 0002-q.md   # why\n    note: n\n"},
	{name: "an item", in: "l:\n- a # first\n- b\n", path: "l.0", value: "c", want: "l:\n- c # first\n- b\n"},
	{name: "braces", in: "l: [{supersedes: x}, {supersedes: z, note: n}] # why\n", path: "l.1.supersedes", value: "a, b", want: "l: [{supersedes: x}, {supersedes: \"a, b\", note: n}] # why\n"},
	{name: "double quotes stay", in: "l:\n  - {supersedes: \"x\"} # why\n", path: "l.0.supersedes", value: "c", want: "l:\n  - {supersedes: \"c\"} # why\n"},
	{name: "single quotes stay", in: "l: ['x']\n", path: "l.0", value: "it's", want: "l: ['it''s']\n"},
	{name: "single quotes cannot hold it", in: "l: ['x']\n", path: "l.0", value: `"a\tb"`, want: "l: [\"a\\tb\"]\n"},
	{name: "quotes where needed", in: "l: [x, 2]\n", path: "l.0", value: `"0017"`, want: "l: [\"0017\", 2]\n"},
	{name: "a number takes no quotes", in: "l: [\"x\", 2]\n", path: "l.0", value: "17", want: "l: [17, 2]\n"},
	{name: "keys alone", in: "a:\n  b: 1 # c\n", path: "a.b", value: "x", want: "a:\n  b: x # c\n"},
	{name: "an empty value", in: "l:\n  - a: # why\n    b: 1\n", path: "l.0.a", value: "x", want: "l:\n  - a: x # why\n    b: 1\n"},
	{name: "an empty item", in: "l:\n  -\n  - b\n", path: "l.0", value: "x", want: "l:\n  - x\n  - b\n"},
	{name: "an empty value in braces", in: "l: [{a: , b: 1}]\n", path: "l.0.a", value: "x", want: "l: [{a: x , b: 1}]\n"},
	{name: "text on lines", in: "l:\n  - a: | # why\n      x\n      # y\n    # about b\n    b: 1\n", path: "l.0.a", value: `"p\n\nq\n"`, want: "l:\n  - a: | # why\n      p\n\n      q\n    # about b\n    b: 1\n"},
	{name: "text on lines becomes a word", in: "l:\n  - >-\n    x\n    q\n  - b\n", path: "l.0", value: "c", want: "l:\n  - c\n  - b\n"},
	{name: "plain text on two lines", in: "l:\n  - a\n    b # c\n  - d\n", path: "l.0", value: "x", want: "l:\n  - x # c\n  - d\n"},
	{name: "plain text on two lines in brackets", in: "l: [a\n  b # c\n , d]\n", path: "l.0", value: "x", want: "l: [x # c\n , d]\n"},
	{name: "quoted text on two lines", in: "l:\n  - \"a\n    # b\" # c\n", path: "l.0", value: "x", want: "l:\n  - \"x\" # c\n"},
	{name: "an anchor stays", in: "l: [&a x, q]\n", path: "l.0", value: "c", want: "l: [&a c, q]\n"},
	{name: "a tag goes where it is wrong", in: "l: [!!int 5, q]\n", path: "l.0", value: "c", want: "l: [c, q]\n"},
	{name: "an alias", in: "l: [&a x, *a]\n", path: "l.1", value: "c", want: "l: [&a x, c]\n"},
	{name: "a list in a list", in: "l:\n  - - a\n    - b\n", path: "l.0.1", value: "c", want: "l:\n  - - a\n    - c\n"},
	{name: "nothing", in: "l: [a, b]\n", path: "l.0", value: "null", want: "l: [null, b]\n"},
	{name: "the same", in: "l: [  0x1 , b]\n", path: "l.0", value: `"0x1"`, want: "l: [  0x1 , b]\n"},
}

var setAtTOML = []listCase{
	{name: "array", in: "l = [\"é\", 'b'] # why\n", path: "l.1", value: "c", want: "l = [\"é\", 'c'] # why\n"},
	{name: "table", in: "[[l]]\na = 1\n[[l]]\na = \"x\" # why\nb = 2\n", path: "l.1.a", value: "c", want: "[[l]]\na = 1\n[[l]]\na = \"c\" # why\nb = 2\n"},
	{name: "inline table", in: "l = [{a.b = \"x\", c = 1}]\n", path: "l.0.a.b", value: "q", want: "l = [{a.b = \"q\", c = 1}]\n"},
	{name: "quotes stay around a date", in: "l = [\"2026-11-23\"]\n", path: "l.0", value: "2026-11-24", want: "l = [\"2026-11-24\"]\n"},
	{name: "a date", in: "l = [2026-11-23, 2026-11-23 10:00:00]\n", path: "l.1", value: "2026-11-24", want: "l = [2026-11-23, 2026-11-24]\n"},
	{name: "single quotes cannot hold it", in: "l = ['x']\n", path: "l.0", value: "it's", want: "l = [\"it's\"]\n"},
	{name: "three quotes", in: "[[l]]\na = \"\"\"\nx\"\"\"\" # c\n", path: "l.0.a", value: `"p\nq\n"`, want: "[[l]]\na = \"\"\"\np\nq\n\"\"\" # c\n"},
	{name: "three quotes in a line", in: "l = [\"\"\"x\"\"\"]\n", path: "l.0", value: "it's", want: "l = [\"\"\"it's\"\"\"]\n"},
	{name: "three single quotes", in: "l = ['''\nx''']\n", path: "l.0", value: `"p\\\nit's"`, want: "l = ['''\np\\\nit's''']\n"},
	{name: "a number", in: "l = [1, 2]\n", path: "l.0", value: `"0017"`, want: "l = [\"0017\", 2]\n"},
}

var setAtJSON = []listCase{
	{name: "text", in: "{\"l\": [\"é\", {\"a\": \"x\\\"\"}]}\n", path: "l.1.a", value: "a\"b", want: "{\"l\": [\"é\", {\"a\": \"a\\\"b\"}]}\n"},
	{name: "number", in: "{\n\t\"l\": [\n\t\t1,\n\t\t2\n\t]\n}\n", path: "l.1", value: "x", want: "{\n\t\"l\": [\n\t\t1,\n\t\t\"x\"\n\t]\n}\n"},
}

func TestSetAt(t *testing.T) {
	for format, cases := range map[Format][]listCase{YAML: setAtYAML, TOML: setAtTOML, JSON: setAtJSON} {
		for _, test := range cases {
			for variant, texts := range variants(test.in, test.want) {
				t.Run(string(format)+" "+test.name+" "+variant, func(t *testing.T) {
					got, err := SetAt("x", []byte(texts[0]), format, steps(test.path), value(t, test.value))
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

func TestSetAtRefuses(t *testing.T) {
	for _, test := range []struct {
		in, want string
		path     []any
		format   Format
		v        *Node
	}{
		{in: "a: [x]\n", path: []any{"a", 1}, want: "set a[1] in x: nothing is there"},
		{in: "a: [x]\n", path: []any{"a", "b"}, want: "set a.b in x: nothing is there"},
		{in: "a: [x]\n", path: []any{"a"}, want: "set a in x: a list is there, not a single value"},
		{in: "a: [x]\n", path: []any{"a", 0}, v: list(), want: "set a[0] in x: the new value is a list, not a single one"},
		{in: "a: [x]\n", path: []any{"a", 0}, v: text("\xff"), want: "set a[0] in x: value: text is not UTF-8"},
		{in: "a: [x\n", path: []any{"a", 0}, want: "set a[0] in x: the file has errors: x:1:4: the list in [ ] is not closed, or a comma is missing [syntax]"},
		{in: "a = [1]\n", path: []any{"a", 0}, format: TOML, v: &Node{}, want: "set a[0] in x: TOML cannot say nothing; delete the key instead"},
		{in: "a: &a [x]\nb: *a\n", path: []any{"b", 0}, want: "set b[0] in x: the file is written in a way that cannot be edited safely; change it by hand"},
		{in: "a: [&a x, *a]\n", path: []any{"a", 0}, want: "set a[0] in x: the file is written in a way that cannot be edited safely; change it by hand"},
		{in: "a: x\n", path: nil, want: "set  in x: no key is named"},
		{in: "a: x\n", path: []any{1.5}, want: "set 1.5 in x: a path takes strings and ints, not float64"},
	} {
		if test.format == "" {
			test.format = YAML
		}
		if test.v == nil {
			test.v = text("new")
		}
		got, err := SetAt("x", []byte(test.in), test.format, test.path, test.v)
		if err == nil || err.Error() != test.want || got != nil {
			t.Errorf("%q: got %q, %v\nwant %s", test.in, got, err, test.want)
		}
	}
}

// TestSetAtRandom replaces scalars in random files: giving up must be rare, and
// nothing but the scalar may change.
func TestSetAtRandom(t *testing.T) {
	tried, gaveUp := 0, 0
	for seed := range uint64(700) {
		r := rand.New(rand.NewPCG(seed, 4))
		n, v := randomMap(r, 5), randomTree(r, 0)
		for _, f := range formats {
			plain, err := Emit(n, f)
			if err != nil {
				t.Fatal(err)
			}
			data := decorate(r, plain, f)
			old, found := Parse("x", data, f)
			if found.HasErrors() {
				continue
			}
			for _, path := range scalars(old, nil) {
				tried++
				out, err := SetAt("x", data, f, path, v)
				if err != nil {
					gaveUp++
					t.Logf("%s seed %d %v %q: %v\n%s", f, seed, path, v.Text, err, data)
				} else if strings.Count(string(data), "#") > strings.Count(string(out), "#")+strings.Count(old.At(path...).Text, "#") {
					t.Errorf("a comment is lost at %v:\n%s\n%s", path, data, out)
				}
			}
		}
	}
	t.Logf("%d tried, %d given up", tried, gaveUp)
	if gaveUp*200 > tried {
		t.Errorf("gave up %d of %d edits", gaveUp, tried)
	}
}

// scalars are the paths of the scalars of a tree.
func scalars(n *Node, path []any) (found [][]any) {
	below := func(step any, v *Node) {
		next := append(append([]any(nil), path...), step)
		if v.Kind == List || v.Kind == Map {
			found = append(found, scalars(v, next)...)
		} else {
			found = append(found, next)
		}
	}
	if n == nil {
		return nil
	}
	for i, item := range n.Items {
		below(i, item)
	}
	for _, e := range n.Entries {
		below(e.Key, e.Value)
	}
	return found
}
