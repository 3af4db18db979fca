package source

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
)

// plainSeeds are front matter as it is found, and what lies just beyond what is read
// without the library.
var plainSeeds = []string{
	"status: \"proposed\"\ndate: 2017-08-12\ntags: [search, observability, mobile]\ndecision-makers: [team-9, team-2]\n",
	"status: accepted\r\ndate: '2024-01-05'\r\n\r\n# a comment\r\nsupersedes: 0001-a.md # the first\r\n",
	"title: Größe der Bücher, 1. Teil\ntags: [\"a, b\", 'c', straße ]\nempty:\nnone: ~\nyes: true\nn: 0017\nf: 1.5e3\nlist: []\n",
	"a: http://example.org/#x\nb: a#b\nc: (x) y\nd: /a/b\ne: .5\nf: +1\ng: a  b   \nh: \"\"\ni: ''\nj: x # \n",
	"a: b: c\n", "a: b:\n", "a:b\n", "a: 'it''s'\n", "a: \"x\\ty\"\n", "a: \"x\n  y\"\n", "a: b\n  c\n", "a: b\n\n c\n", "a: [b,\n c]\n", "a: [b, c,]\n", "a: [ ,b]\n",
	"a: [b: c]\n", "a: [b #c]\n", "a: [[b]]\n", "a: {b: c}\n", "a: [b] c\n", "a: [b]# c\n", "a: [b] # c\n", "a: \"b\" c\n", "a: \"b\"# c\n", "a: 'b' #c\n", "a: # b\n  c\n", "a:\n- b\n", "a:\n  - b\n", "a:\n  b: c\n",
	"a: b\na: c\n", "null: a\n", "true: a\n", "y: no\n", "a: &b c\n", "a: *b\n", "a: !!str 1\n", "a: |\n  b\n", "a: >\n b\n", "a: - b\n", "a: ? b\n", "a: -1\n", "a: @b\n", "a: `b`\n", "a: %b\n",
	"---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "# only\n", "a: b\n# x\n", "# x\na: b", "#x\n\n#y\na: b\n#z\nc: d", " a: b\n", "a: b\n b: c\n", "a :b\n", "a : b\n", "a: b\t\n", "a:\tb\n", "a: b\x01\n",
	"a: \u0085b\n", "a: b\u2028c: d\n", "a: \ufeffb\n", "\ufeffa: b\n", "a: é # ü\nb: [é, ü]\n", "a: \u00a0b\n", "a: b\r", "a: b\rc: d\n", "a: b \r\n\r\n", "a: [a?b]\n", "a: a?b\n", "a: a ? b\n", "a: a, b\n", "a: a] b}\n", "a: a'b\"c\n", "a: ~x\n", "a: [~, 1, true, x y]\n", "a: [\"b\"c]\n", "a: [b\"c\"]\n", "a: ['b' , \"c\" ]\n",
	"a: <<\n", "<<: a\n", "a:\n\n\nb: c\n", "a: \nb:  \n", "a: #\nb: c\n", "a:#b\n", "a: b #\n", "key-1_X: 1_000\nB: 0x1F\nC: .inf\nD: .nan\nE: 1e\nF: 2024-01-05T10:00:00Z\nG: 12:30\n",
}

// FuzzPlainYAML holds what is read without the library to what it reads itself, the
// places of all values included, and that what it finds fault with is left to it.
func FuzzPlainYAML(f *testing.F) {
	for _, seed := range plainSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimPrefix(data, []byte(utf8BOM))
		if !utf8.Valid(data) || isEmpty(data, YAML) {
			t.Skip()
		}
		p := &parser{places: places{file: "x.md", data: data, first: 2}}
		got, ok := p.plainYAML()
		if !ok {
			return
		}
		want, found := byLibrary(data)
		if len(found) > 0 || len(p.found) > 0 {
			t.Fatalf("%q: the library finds %v", data, found)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-library +plain):\n%s", data, diff)
		}
	})
}

// byLibrary reads a document as all were read once.
func byLibrary(data []byte) (root *Node, found diag.List) {
	p := &parser{places: places{file: "x.md", data: data, first: 2}}
	defer func() {
		if cause := recover(); cause != nil {
			root, found = nil, append(p.found, diag.Finding{Message: "the library fails"})
		}
	}()
	root = p.libraryYAML()
	return root, p.found
}

// What records usually begin with is read without the library: the first of the seeds,
// and not only by chance.
func TestPlainYAMLIsRead(t *testing.T) {
	for i, seed := range plainSeeds[:4] {
		p := &parser{places: places{file: "x.md", data: []byte(seed), first: 2}}
		if _, ok := p.plainYAML(); !ok {
			t.Errorf("%d is left to the library:\n%s", i, seed)
		}
	}
	p := &parser{places: places{data: []byte(strings.Repeat("a", 101) + ": b\n")}}
	if _, ok := p.plainYAML(); ok {
		t.Error("a key that the library may refuse is read")
	}
}
