package source

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// checkAppend tells whether out is data with exactly that item more, and
// whether removing it again gives the tree of before.
func checkAppend(t *testing.T, data, out []byte, f Format, path []string, v *Node) {
	t.Helper()
	if f == TOML {
		v = withoutNulls(v)
	}
	old, _ := Parse("x", data, f)
	if old == nil || old.Kind == Null {
		old = &Node{Kind: Map}
	}
	list := &Node{Kind: List}
	before := old.below(path)
	if before != nil {
		list.Items = slices.Clone(before.Items)
	}
	list.Items = append(list.Items, v)
	want, err := with(old, path, list)
	if err != nil {
		t.Fatal(err)
	}
	now, found := Parse("x", out, f)
	if found.HasErrors() || !Equal(want, now) {
		t.Fatalf("%q is not added: %v\n%q\n%q", path, found, data, out)
	}
	if before == nil || len(before.Items) == 0 {
		return // the keys on the way stay
	}
	again, err := Remove("x", out, f, path, len(before.Items))
	if err != nil {
		t.Fatalf("%v\n%q\n%q", err, data, out)
	}
	if now, found = Parse("x", again, f); found.HasErrors() || !Equal(old, now) {
		t.Fatalf("%q is not removed: %v\n%q\n%q\n%q", path, found, data, out, again)
	}
}

// lists are the paths of the lists of a tree that keys alone lead to.
func lists(n *Node, path []string) (found [][]string) {
	for _, e := range n.Entries {
		below := append(slices.Clone(path), e.Key)
		if e.Value.Kind == List {
			found = append(found, below)
		}
		found = append(found, lists(e.Value, below)...)
	}
	return found
}

// TestAppendRandom adds random items to the lists of random files with comments
// in them: no text may get lost, and the styles in which the whole list is
// written anew must be rare.
func TestAppendRandom(t *testing.T) {
	tried, gaveUp, anew := 0, 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 3))
		n, v := randomMap(r, 4), randomTree(r, 2)
		for _, f := range formats {
			plain, err := Emit(n, f)
			if err != nil {
				t.Fatal(err)
			}
			data := decorate(r, plain, f)
			old, found := Parse("x", data, f)
			if found.HasErrors() || old == nil {
				continue
			}
			for _, path := range lists(old, nil) {
				if len(old.below(path).Items) == 0 {
					continue
				}
				tried++
				out, err := Append("x", data, f, path, v)
				if err != nil && strings.Contains(err.Error(), "by hand") {
					gaveUp++
					t.Logf("%s seed %d: %v\n%s", f, seed, err, data)
				}
				if err != nil {
					continue
				}
				checkAppend(t, data, out, f, path, v)
				if !inOrder(data, out) {
					anew++
					t.Logf("%s seed %d %v: written anew\n%s\n%s", f, seed, path, data, out)
				}
			}
		}
	}
	t.Logf("%d tried, %d given up, %d written anew", tried, gaveUp, anew)
	if gaveUp*500 > tried || anew*50 > tried {
		t.Errorf("of %d lists %d were given up and %d written anew", tried, gaveUp, anew)
	}
}

// inOrder tells whether out is data with at most two pieces put in: the item
// and a comma.
func inOrder(data, out []byte) bool {
	start := 0
	for start < len(data) && start < len(out) && data[start] == out[start] {
		start++
	}
	end := 0
	for end < len(data)-start && end < len(out)-start && data[len(data)-1-end] == out[len(out)-1-end] {
		end++
	}
	between := string(data[start : len(data)-end])
	return between == "" || strings.Contains(string(out[start:len(out)-end]), between)
}

// FuzzAppend adds an item to any list of any file, and takes it away again.
func FuzzAppend(f *testing.F) {
	for i, cases := range [][]listCase{appendYAML, appendTOML, appendJSON} {
		for _, test := range cases {
			f.Add([]byte(test.in), uint8(slices.Index(formats, []Format{YAML, TOML, JSON}[i])), test.path, test.value)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, kind uint8, key, item string) {
		format := formats[int(kind)%len(formats)]
		if len(data) > 4096 || len(item) > 256 {
			return
		}
		v := &Node{Kind: String, Text: item}
		if n, found := Parse("v", []byte("v: "+item+"\n"), YAML); !found.HasErrors() && n.Get("v") != nil {
			v = n.Get("v")
		}
		paths := [][]string{strings.Split(key, ".")}
		if old, found := Parse("x", data, format); !found.HasErrors() && old != nil {
			paths = append(paths, lists(old, nil)...)
		}
		for _, path := range paths[:min(len(paths), 5)] {
			out, err := Append("x", data, format, path, v)
			if err == nil {
				checkAppend(t, data, out, format, path, v)
			}
		}
	})
}
