package highlight

import (
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// expression is what is known of a rule's regular expression without running it.
type expression struct {
	first  [2]uint64 // the ASCII characters that a match can begin with, a bit each
	parts  parts     // nil for one that has to be run
	names  bool      // it matches nothing but names, and longer is as namesOf gives it
	longer map[string]bool
}

// parts are an expression that never goes back: characters one after another, and
// loops that take what they can. Blanks, names, numbers and signs are of this kind, and
// half of all tokens; a match of one is found here in a tenth of the time.
type parts []part

// part is min to max characters of a set, of one kind, or of all but that.
type part struct {
	set      *syntax.CharSet // nil for one kind
	char     rune
	not      bool
	min, max int
}

// readExpression reads a rule's expression, which begins where the last match has ended.
// It is no more than its text to who cannot read it.
func readExpression(pattern string) expression {
	any := expression{first: [2]uint64{^uint64(0), ^uint64(0)}}
	tree, err := syntax.Parse(pattern, syntax.ParseOptions{})
	if err != nil {
		return any
	}
	code, err := syntax.Write(tree)
	if err != nil || code.RightToLeft {
		return any
	}
	code.PrepareCharSetASCIIBitmaps()
	e := expression{first: any.first, parts: partsOf(tree.Root)}
	e.longer, e.names = namesOf(tree.Root)
	// What the library looks for where an expression may match anywhere; it is nil of one
	// that may be empty.
	if begins := code.FcPrefix; begins != nil && !begins.CaseInsensitive {
		e.first = [2]uint64{}
		for c := range rune(utf8.RuneSelf) {
			if begins.PrefixSet.CharIn(c) {
				e.first[c>>6] |= 1 << (c & 63)
			}
		}
	}
	return e
}

// partsOf takes an expression apart, nil where it holds anything else: the whole as its
// one group, where the last match has ended, and then parts. Which loops need not go
// back is the library's finding: they are its atomic ones.
func partsOf(root *syntax.RegexNode) parts {
	if root.T != syntax.NtCapture || len(root.Children) != 1 {
		return nil
	}
	whole := root.Children[0]
	if whole.T != syntax.NtConcatenate || len(whole.Children) < 2 || whole.Children[0].T != syntax.NtStart {
		return nil
	}
	var list parts
	for _, n := range whole.Children[1:] {
		if n.Options&(syntax.IgnoreCase|syntax.RightToLeft) != 0 && n.T != syntax.NtSet && n.T != syntax.NtSetloopatomic {
			return nil // a set holds both cases already
		}
		switch n.T {
		case syntax.NtOne:
			list = append(list, part{char: n.Ch, min: 1, max: 1})
		case syntax.NtNotone:
			list = append(list, part{char: n.Ch, not: true, min: 1, max: 1})
		case syntax.NtSet:
			list = append(list, part{set: n.Set, min: 1, max: 1})
		case syntax.NtMulti:
			for _, c := range n.Str {
				list = append(list, part{char: c, min: 1, max: 1})
			}
		case syntax.NtOneloopatomic:
			list = append(list, part{char: n.Ch, min: n.M, max: n.N})
		case syntax.NtNotoneloopatomic:
			list = append(list, part{char: n.Ch, not: true, min: n.M, max: n.N})
		case syntax.NtSetloopatomic:
			list = append(list, part{set: n.Set, min: n.M, max: n.N})
		default:
			return nil
		}
	}
	return list
}

// match is where a match from a place ends, -1 where there is none.
func (list parts) match(text []rune, at int) int {
	for i := range list {
		p := &list[i]
		n, most := 0, min(p.max, len(text)-at)
		if p.set != nil {
			for n < most && p.set.CharIn(text[at+n]) {
				n++
			}
		} else {
			for n < most && (text[at+n] == p.char) != p.not {
				n++
			}
		}
		if n < p.min {
			return -1
		}
		at += n
	}
	return at
}
