package ledger

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folding is a text as names are looked for in it: its letters and digits alone, in
// lower case, compatibility forms as the plain ones, without accents, and with
// character references read. So it is the same whatever signs, blanks and emphasis
// stand between the words, and whichever Unicode form the text has.
type folding struct {
	letters []rune
	starts  []int32 // where each comes from in the text
	ends    []int32
	gaps    []gap // what stands before each
	reach   int   // the most signs between two letters
}

// gap is what stands between two letters. The higher it is, the more it parts them.
type gap uint8

const (
	none gap = iota
	soft     // emphasis, an apostrophe or what is not seen, as may stand within a word
	hard     // between words
	wall     // more than may stand between the words of a name
)

// mostSigns is how many signs may stand between two words of a name, a run of blanks
// being one of them.
const mostSigns = 12

// longestReference bounds the character references that are read.
const longestReference = 33

// inline are the elements of HTML that may stand within a name.
var inline = map[string]bool{"b": true, "i": true, "em": true, "strong": true, "code": true, "br": true, "wbr": true, "u": true, "s": true, "q": true,
	"sub": true, "sup": true, "mark": true, "small": true, "span": true, "del": true, "ins": true, "kbd": true, "cite": true}

// fold folds a text; reach is how many signs may stand between the words of a name.
func fold(text string, reach int) *folding {
	f := &folding{}
	var signs, breaks int // since the last letter
	var between gap
	blank := false
	put := func(c rune, start, end int) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) && !unicode.Is(unicode.Variation_Selector, c):
			if signs > reach || breaks > 1 {
				between = wall
			}
			if len(f.letters) > 0 {
				f.reach = max(f.reach, signs)
			}
			f.letters = append(f.letters, unicode.ToLower(unicode.ToUpper(c)))
			f.starts, f.ends, f.gaps = append(f.starts, int32(start)), append(f.ends, int32(end)), append(f.gaps, between)
			signs, breaks, between, blank = 0, 0, none, false
		case unicode.IsSpace(c):
			if c == '\n' {
				breaks++
			}
			if !blank {
				signs++
			}
			between, blank = hard, true
		case strings.ContainsRune("*_`~\\'’", c) || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Variation_Selector, c):
			signs++
			between, blank = max(between, soft), false
		default:
			signs++
			between, blank = hard, false
		}
	}
	var plain []byte
	other := func(c string, start, end int) { // a character that is not ASCII
		plain = norm.NFKD.AppendString(plain[:0], c)
		for rest := plain; len(rest) > 0; {
			r, size := utf8.DecodeRune(rest)
			accent := unicode.IsMark(r) && norm.NFKD.Properties(rest).CCC() != 0
			rest = rest[size:]
			if !accent {
				put(r, start, end)
			} else if last := len(f.ends) - 1; last >= 0 && between == none {
				f.ends[last] = int32(end)
			}
		}
	}
	for i := 0; i < len(text); {
		size := 1
		switch c := text[i]; {
		case c == '&' && i+1 < len(text):
			said := reference(text[i:])
			if said == "" {
				put('&', i, i+1)
				break
			}
			size = strings.IndexByte(text[i:], ';') + 1
			for _, r := range said {
				other(string(r), i, i+size)
			}
		case c == '<':
			if n := element(text[i:]); n > 0 {
				size = n
			}
			put('<', i, i+size)
		case c < utf8.RuneSelf:
			put(rune(c), i, i+1)
		default:
			_, size = utf8.DecodeRuneInString(text[i:])
			other(text[i:i+size], i, i+size)
		}
		i += size
	}
	return f
}

// reference is what a character reference at the beginning of a text stands for, ""
// where there is none.
func reference(text string) string {
	end := strings.IndexByte(text[:min(len(text), longestReference)], ';')
	if end < 2 {
		return ""
	}
	if said := html.UnescapeString(text[:end+1]); said != text[:end+1] && !strings.HasSuffix(said, ";") {
		return said
	}
	return ""
}

// element is the length of a tag without attributes at the beginning of a text.
func element(text string) int {
	end := strings.IndexByte(text[:min(len(text), mostSigns)], '>')
	if end < 0 {
		return 0
	}
	name := strings.TrimSuffix(strings.TrimPrefix(text[1:end], "/"), "/")
	if !inline[strings.ToLower(strings.TrimSpace(name))] {
		return 0
	}
	return end + 1
}

// joined tells whether the letters before and at i are of one word, as far as scripts
// show that. A number begins a new one, as in "adr0001".
func (f *folding) joined(i int) bool {
	if i == 0 || i == len(f.letters) || f.gaps[i] != none {
		return false
	}
	before, after := kindOf(f.letters[i-1]), kindOf(f.letters[i])
	return before != foreign && after != foreign && (before == after || before == digit)
}

// kind is what a letter is, as far as it tells where words end.
type kind uint8

const (
	foreign kind = iota // of a script that need not part words
	letter
	digit
)

func kindOf(c rune) kind {
	switch {
	case unicode.IsDigit(c):
		return digit
	case unicode.In(c, unicode.Latin, unicode.Greek, unicode.Cyrillic):
		return letter
	}
	return foreign
}
