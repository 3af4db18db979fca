package source

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nasty are texts that some reader takes for something else, or that some
// notation has to escape.
var nasty = []string{
	"", " ", "a", "yes", "No", "on", "y", "null", "~", "true", "0017", "0x1F", "0o7", "1:30", "1_000", "1e3", ".5", "5.", "-", "--", "---", "- a", "-5",
	"2026-11-23", "2026-02-30", "2026-11-23T10:00:00Z", "8..14", "a: b", "a:", ":a", "a #b", "#a", "a#b", "{a}", "[a]", "a, b", "&a", "*a", "!a", "!!str", "|", ">",
	"%a", "@a", "`a`", "'a'", `"a"`, `a"""b`, `a"`, `""`, `\`, `\n`, "a\nb", "a\nb\n", "a\n", "\n", "\na", "a\n\n", "a\n\nb\n", " a\nb", "a\n  b\n", "a\n \n", "a\tb", "\ta\nb", "a\n\tb",
	"a\r\nb", "a\rb", "a\u0085b", "a\u2028b", "a\u00a0", "\ufeffa", "a\x00b", "a\x7fb", "é", "日本", "😀", "<<", "=", ".inf", ".nan", "inf", "nan", "...", "a ", "https://example.org/a?b=c#d",
	"? a", "?a", "a?", "0003-thumbnails-in-the-web-tier", "services/thumbnails/**", "x..y", "+1", "1,000", "e5", "a\n# b", "# a\nb\n", strings.Repeat("long ", 30), "a\n---\nb", "a\n...\nb\n",
}

// randomTree makes a tree of at most that depth.
func randomTree(r *rand.Rand, depth int) *Node {
	pick := r.IntN(10)
	if depth <= 0 {
		pick = r.IntN(7)
	}
	switch pick {
	case 0:
		return &Node{Kind: Bool, Text: []string{"true", "false"}[r.IntN(2)]}
	case 1:
		return &Node{Kind: Int, Text: []string{"0", "1", "-17", "0017", "1_000", "+5", "9007199254740993"}[r.IntN(7)]}
	case 2:
		return &Node{Kind: Float, Text: []string{"0.5", "-1.50", "1e3", ".5", "2.", "1.0E-7", "1e300", "00.5", "1_0.5"}[r.IntN(9)]}
	case 3, 4, 5, 6:
		return text(nasty[r.IntN(len(nasty))])
	case 7:
		n := &Node{Kind: List}
		for range r.IntN(4) {
			n.Items = append(n.Items, randomTree(r, depth-1))
		}
		return n
	}
	return randomMap(r, depth)
}

// randomMap makes a map.
func randomMap(r *rand.Rand, depth int) *Node {
	n := &Node{Kind: Map}
	for range r.IntN(5) {
		key := []string{"a", "b-c", "title", "options", "date"}[r.IntN(5)]
		if r.IntN(4) == 0 {
			key = nasty[r.IntN(len(nasty))]
		}
		if n.Get(key) == nil {
			n.put(key, randomTree(r, depth-1))
		}
	}
	return n
}

func TestEmitReadsBack(t *testing.T) {
	for seed := range uint64(700) {
		n := randomMap(rand.New(rand.NewPCG(seed, 1)), 5)
		for _, f := range []Format{YAML, TOML, JSON} {
			data, err := Emit(n, f)
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, f, err)
			}
			back, found := Parse("x", data, f)
			if f == TOML && len(n.Entries) == 0 {
				continue // an empty file
			}
			if len(found) > 0 || !Equal(n, back) {
				t.Fatalf("seed %d, %s: %v\n%s\ngot  %#v\nwant %#v", seed, f, found, data, back.Go(), n.Go())
			}
		}
		data, err := EmitValue(n, 2)
		if err != nil {
			t.Fatal(err)
		}
		back, found := Parse("x", []byte("a:\n  b:"+string(data)+"\n  c: 1\n"), YAML)
		if len(found) > 0 || !Equal(n, back.At("a", "b")) {
			t.Fatalf("seed %d: %v\n%s", seed, found, data)
		}
	}
}

func TestEmitNullsAndRoots(t *testing.T) {
	null := &Node{}
	n := &Node{Kind: Map}
	n.put("a", null)
	n.put("b", list(null, text("x")))
	for f, want := range map[Format]string{YAML: "a: null\nb: [null, x]\n", JSON: "{\n  \"a\": null,\n  \"b\": [\n    null,\n    \"x\"\n  ]\n}\n", TOML: ""} {
		got, err := Emit(n, f)
		if string(got) != want || (err != nil) != (want == "") {
			t.Errorf("%s: got %q, %v", f, got, err)
		}
	}
	n.Entries = n.Entries[:1]
	if got, err := Emit(n, TOML); err != nil || string(got) != "" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, root := range []*Node{null, text("a: b"), list(text("a"), text("b")), list(list(text("a\nb")))} {
		for _, f := range []Format{YAML, JSON} {
			got, err := Emit(root, f)
			back, found := Parse("x", got, f)
			if err != nil || len(found) > 0 || !Equal(root, back) {
				t.Errorf("%s: %q, %v, %v", f, got, err, found)
			}
		}
		if _, err := Emit(root, TOML); err == nil {
			t.Errorf("TOML took %v", root)
		}
	}
}

func TestEmitRefuses(t *testing.T) {
	deep := text("x")
	for range maxDepth {
		deep = list(deep)
	}
	twice := &Node{Kind: Map}
	twice.put("a", text("1"))
	twice.put("a", text("2"))
	for _, n := range []*Node{deep, twice, text("\xff"), {Kind: Int, Text: "x"}, {Kind: Float, Text: "inf"}, {Kind: Float, Text: "1e999"}, {Kind: Int, Text: "0x10"}} {
		if data, err := Emit(n, YAML); err == nil {
			t.Errorf("wrote %q", data)
		}
	}
}

func TestEmitStyle(t *testing.T) {
	in := map[Format]string{YAML: `format: tradeoff/1
title: Run the thumbnail pipeline as functions
date: 2026-11-23
number: "0017"
answer: "yes"
tags: [media, cost]
profile:
  engineers: 8..14
  operates-orchestrator: false
options:
  - id: serverless
    measured:
      - {factor: cold-start, value: 640 ms p99}
  - title: A worker
    pros: [One deployment path.]
outcome:
  because: |
    load is bursty

    and nobody waits
links:
  - {supersedes: 0003-thumbnails-in-the-web-tier}
`, TOML: `format = "tradeoff/1"
title = "Run the thumbnail pipeline as functions"
date = 2026-11-23
number = "0017"
answer = "yes"
tags = ["media", "cost"]

[profile]
engineers = "8..14"
operates-orchestrator = false

[[options]]
id = "serverless"
measured = [{factor = "cold-start", value = "640 ms p99"}]

[[options]]
title = "A worker"
pros = ["One deployment path."]

[outcome]
because = """
load is bursty

and nobody waits
"""

[[links]]
supersedes = "0003-thumbnails-in-the-web-tier"
`}
	n, _ := Parse("x", []byte(in[YAML]), YAML)
	for f, want := range in {
		got, err := Emit(n, f)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f, diff)
		}
	}
}

func TestFromGo(t *testing.T) {
	type inner struct {
		Z string   `json:"z"`
		A *float64 `json:"a"`
	}
	v := struct {
		Title string         `json:"title"`
		In    []inner        `json:"in"`
		M     map[string]int `json:"m"`
		Skip  string         `json:"skip,omitempty"`
	}{Title: "a <b> & c", In: []inner{{Z: "1", A: Pointer(2.5)}, {}}, M: map[string]int{"b": 1, "a": 2}}
	n, err := FromGo(v)
	if err != nil {
		t.Fatal(err)
	}
	got, err := n.MarshalJSON()
	want := `{"title":"a <b> & c","in":[{"z":"1","a":2.5},{"z":"","a":null}],"m":{"a":2,"b":1}}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := FromGo(func() {}); err == nil {
		t.Error("a function has no tree")
	}
	back, err := FromGo(n.Go())
	if err != nil || !Equal(n, back) {
		t.Errorf("Go and FromGo do not agree: %v", err)
	}
	if fmt.Sprint(n.Pos, n.Entries[0].KeyPos) != " " {
		t.Errorf("positions are not empty: %v", n.Pos)
	}
}
