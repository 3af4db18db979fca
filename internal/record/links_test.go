package record

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tradeoff/internal/diag"
)

func TestLinks(t *testing.T) {
	r := Parse("a.md", []byte("---\na: '[no](x)'\n---\n# [H](h.md)\n\nÜ ![*i*](j.png) and\n> q [a\n> b][r] <https://x.org>\n\n[r]: c\\_d.md#e\n"))
	at := func(line, col int) diag.Pos { return diag.Pos{File: "a.md", Line: line, Col: col} }
	want := []Link{{"H", "h.md", false, at(4, 3)}, {"i", "j.png", true, at(6, 3)}, {"a b", "c_d.md#e", false, at(7, 5)}, {"https://x.org", "https://x.org", false, at(8, 9)}}
	if diff := cmp.Diff(want, r.Links()); diff != "" {
		t.Error(diff)
	}
}

func TestHeadingIDs(t *testing.T) {
	seen := map[string]int{}
	for _, c := range [][2]string{
		{"Decision Outcome", "decision-outcome"}, {"Decision outcome!", "decision-outcome-1"}, {"decision-outcome-1", "decision-outcome-1-1"}, {"Decision Outcome", "decision-outcome-2"},
		{"Über größe & Co.", "über-größe--co"}, {"状态 1", "状态-1"}, {"a_b-c", "a_b-c"}, {"✅ Done", "-done"}, {"", ""}, {"!", "-1"},
	} {
		if got := UniqueID(HeadingBase(c[0]), seen); got != c[1] {
			t.Errorf("the id of %q = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestAnchors(t *testing.T) {
	r := Parse("a.md", []byte("# A `b` ##\n\n- ## In *list*\n> ## Quoted\n\n```\n# no\n```\nSetext\n[x](y)\n---\n## A b\n"))
	want := map[string]bool{"a-b": true, "in-list": true, "quoted": true, "setextx": true, "a-b-1": true}
	if diff := cmp.Diff(want, r.Anchors(), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// TestHostile reads what makes naive parsers quadratic.
func TestHostile(t *testing.T) {
	n := 40_000
	for _, piece := range []string{"[", "![", "[a](", "[](a ", "`", "<", "<!--", "<a ", "> ", "- ", "* *", "_a_ ", "![a](b)", "[a][b]", "\n[a]: b", "# \n", "---\n", "a\n===\n", "- Status: ",
		"\n- Supersedes 1", "amends ", "<!-- tradeoff:a -->\n", "~~", "\\", "&", "`a``", "\t", "1. ", "\n* Status: x", "](", "[a](b \"", "| a ", "\"", "\r"} {
		for _, head := range []string{"", "# ", "## Status\n\n", "## Links\n\n* ", "---\nstatus: "} {
			text := head + strings.Repeat(piece, n/len(piece))
			if strings.HasPrefix(head, "---") {
				text += "\n---\n"
			}
			start := time.Now()
			r := Parse("a.md", []byte(text))
			r.Links()
			r.Anchors()
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("%q after %q takes %v", piece, head, d)
			} else if d > 100*time.Millisecond {
				t.Logf("%q after %q takes %v", piece, head, d)
			}
		}
	}
}
