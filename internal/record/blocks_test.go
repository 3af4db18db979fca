package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	got := Wrap("options", "a\r\nb\n\n\n") + Mark{Head: "1", Input: "2"}.Line() + Mark{Head: "1", Input: ""}.Line() + Wrap("none", "\n")
	want := "<!-- tradeoff:options " + Hash("a\nb\n") + " -->\n\na\nb\n\n<!-- /tradeoff:options -->\n" +
		"<!-- /tradeoff head=1 input=2 -->\n<!-- /tradeoff head=1 -->\n<!-- tradeoff:none " + Hash("") + " -->\n<!-- /tradeoff:none -->\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if h := Hash("abc"); h != "ba7816bf8f01" { // FIPS 180-2, appendix B.1
		t.Errorf("Hash(abc) = %s", h)
	}
}

func TestBlocks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		blocks     string   // names and bodies
		findings   []string // place and message
	}{
		{"one", Wrap("a", "x\n"), "a=x\n;", nil},
		{"in a list's wake", "- item\n" + Wrap("a", "- x") + "text\n", "a=- x\n;", nil},
		{"two and a mark", Wrap("a", "x") + "t\n" + Wrap("b-2", "") + Mark{Head: "h", Input: ""}.Line(), "a=x\n;b-2=;", nil},
		{"no hash", "<!--tradeoff:a-->\nx\n<!-- /tradeoff:a -->", "a=x\n;", nil},
		{"in code", "```\n" + Wrap("a", "x") + "```\n", "", nil},
		{"in a comment", "<!--\n" + "<!-- tradeoff:a 1\n" + "-->\n", "", nil},
		{"not on its own line", "text <!-- tradeoff:a 1 --> text\n\n<!-- tradeoff:a 1 --> x\n", "", nil},
		{"code hides the closing mark", "<!-- tradeoff:a 1 -->\n```\n<!-- /tradeoff:a -->\n", "", []string{`1 block "a" is never closed`}},
		{"nested", "<!-- tradeoff:a -->\n" + Wrap("b", "x") + "<!-- /tradeoff:a -->\n" + Wrap("c", "y"), "c=y\n;", []string{`2 block "b" lies within block "a"`}},
		{"crossing", "<!-- tradeoff:a -->\n<!-- tradeoff:b -->\n<!-- /tradeoff:a -->\n<!-- /tradeoff:b -->\n", "", []string{`2 block "b" lies across the end of block "a"`}},
		{"unclosed", "<!-- tradeoff:a -->\n" + Wrap("b", "x"), "b=x\n;", []string{`1 block "a" is never closed`}},
		{"unopened", "<!-- /tradeoff:a -->\n" + Wrap("b", "x"), "b=x\n;", []string{`1 block "a" is closed before it is opened`}},
		{"repeated", Wrap("a", "x") + Wrap("a", "y"), "", []string{`6 block "a" has more than one pair of marks`}},
		{"opened twice", "<!-- tradeoff:a -->\n\n<!-- tradeoff:a -->\n", "", []string{`3 block "a" is opened twice`}},
		{"malformed", "<!-- tradeoff:A 1 2 -->\n", "", []string{`1 the mark "tradeoff:A 1 2" is malformed`}},
		{"two closing marks", Mark{Head: "1", Input: ""}.Line() + "\n" + Mark{Head: "2", Input: ""}.Line(), "", []string{"3 the record has more than one closing mark"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range variants(c.text) {
				r := Parse("a.md", []byte(v.text))
				var b strings.Builder
				for _, block := range r.Blocks {
					b.WriteString(block.Name + "=" + r.BlockBody(block) + ";")
				}
				var findings []string
				for _, f := range r.Findings {
					findings = append(findings, strings.TrimSuffix(strings.TrimPrefix(f.Pos.String(), "a.md:"), ":1")+" "+f.Message)
					if f.Rule != "block-marks" || f.Hint == "" || f.Severity.String() != "error" {
						t.Errorf("finding %+v", f)
					}
				}
				if diff := cmp.Diff(c.blocks, b.String()); diff != "" {
					t.Errorf("%s: blocks %s", v.name, diff)
				}
				if diff := cmp.Diff(c.findings, findings); diff != "" {
					t.Errorf("%s: findings %s", v.name, diff)
				}
			}
		})
	}
}

func TestBlockHash(t *testing.T) {
	for _, v := range variants("# X\n\n" + Wrap("a", "one\n\ntwo") + "\n" + Mark{Head: "h1", Input: "i1"}.Line()) {
		r := Parse("a.md", []byte(v.text))
		b := r.Block("a")
		if b == nil || Hash(r.BlockBody(*b)) != b.Hash || b.Pos.Line != 3 {
			t.Errorf("%s: block %+v", v.name, b)
		}
		if r.Mark == nil || r.Mark.Head != "h1" || r.Mark.Input != "i1" || !strings.HasPrefix(v.text[r.Mark.Start:], "<!-- /tradeoff h") {
			t.Errorf("%s: mark %+v", v.name, r.Mark)
		}
		data, err := r.Apply([]Edit{r.SetBlock(*b, "three\n- four\n\n")})
		if err != nil {
			t.Fatal(err)
		}
		again := Parse("a.md", data)
		if got := again.Block("a"); got == nil || again.BlockBody(*got) != "three\n- four\n" || got.Hash != Hash("three\n- four\n") {
			t.Errorf("%s: after the edit %q", v.name, data)
		}
		if want, n := variants("# X\n\n"+Wrap("a", "three\n- four")+"\n"+Mark{Head: "h1", Input: "i1"}.Line()), v.name; true {
			for _, w := range want {
				if w.name == n && w.text != string(data) {
					t.Errorf("%s: %s", n, cmp.Diff(w.text, string(data)))
				}
			}
		}
	}
	if Parse("a.md", nil).Block("a") != nil {
		t.Error("a block of nothing")
	}
}
