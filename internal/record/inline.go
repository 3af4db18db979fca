package record

import (
	"slices"
	"strings"
)

// span is a link or an image in a piece of inline Markdown. Offsets count bytes
// of that piece.
type span struct {
	start, end int
	text       string // Markdown; for an autolink its address
	textStart  int
	target     string
	image      bool
	// The bytes of the address; both 0 where it stands in a reference definition.
	addressStart, addressEnd int
}

// opener is a bracket that may begin a link.
type opener struct {
	at    int // of "[" or "!["
	text  int // of the first byte within
	image bool
}

// inlineLinks finds the links and images of inline Markdown in the order of
// their beginning. Text in code, in tags and in comments holds none. refs are
// the file's reference definitions by normalised label.
func inlineLinks(s string, refs map[string]string) []span {
	if strings.IndexByte(s, '[') < 0 && strings.IndexByte(s, '<') < 0 {
		return nil
	}
	var found []span
	var room [4]opener
	open := room[:0]
	dead := 0 // openers below it can no longer begin a link: links do not nest
	skip := skipper{s: s}
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			i += 2
		case '`':
			i = skip.code(i)
		case '<':
			if n := autolink(s[i:]); n > 0 {
				target := s[i+1 : i+n-1]
				text := target
				if !strings.Contains(target, ":") {
					target = "mailto:" + target
				}
				found = append(found, span{start: i, end: i + n, text: text, textStart: i + 1, target: target})
				i += n
			} else {
				i = skip.tag(i)
			}
		case '!':
			if i+1 < len(s) && s[i+1] == '[' {
				open = append(open, opener{at: i, text: i + 2, image: true})
				i++
			}
			i++
		case '[':
			open = append(open, opener{at: i, text: i + 1})
			i++
		case ']':
			if len(open) == 0 {
				i++
				continue
			}
			o := open[len(open)-1]
			open = open[:len(open)-1]
			isDead := len(open) < dead && !o.image
			dead = min(dead, len(open))
			if isDead {
				i++
				continue
			}
			text := s[o.text:i]
			to, end := inlineTarget(s, i+1)
			if end < 0 {
				to = address{}
				to.target, end = referenceTarget(s, i+1, text, refs)
			}
			if end < 0 {
				i++
				continue
			}
			found = append(found, span{start: o.at, end: end, text: text, textStart: o.text, target: to.target, image: o.image, addressStart: to.start, addressEnd: to.end})
			if !o.image {
				dead = len(open)
			}
			i = end
		default:
			i++
		}
	}
	// An image within a link was found before the link.
	slices.SortFunc(found, func(a, b span) int { return a.start - b.start })
	return found
}

// skipper jumps over code spans, tags and comments. It remembers what has no
// end, so that the whole scan stays linear.
type skipper struct {
	s          string
	codeUntil  map[int]int // by length of the backtick run: no closing run from this offset on
	noComments bool
}

// code gives the offset after the code span at i, or after its backticks where
// it never closes.
func (k *skipper) code(i int) int {
	n := backticks(k.s, i)
	if _, none := k.codeUntil[n]; !none {
		for j := i + n; j < len(k.s); {
			next := strings.IndexByte(k.s[j:], '`')
			if next < 0 {
				break
			}
			j += next
			m := backticks(k.s, j)
			j += m
			if m == n {
				return j
			}
		}
		if k.codeUntil == nil {
			k.codeUntil = map[int]int{}
		}
		k.codeUntil[n] = i
	}
	return i + n
}

// tag gives the offset after the tag or comment at i, or i+1 where there is none.
func (k *skipper) tag(i int) int {
	if strings.HasPrefix(k.s[i:], "<!-->") {
		return i + 5
	}
	if strings.HasPrefix(k.s[i:], "<!--") && !k.noComments {
		if n := strings.Index(k.s[i+4:], "-->"); n >= 0 {
			return i + 4 + n + 3
		}
		k.noComments = true
	}
	if n := tagLength(k.s[i:min(len(k.s), i+2048)]); n > 0 {
		return i + n
	}
	return i + 1
}

func backticks(s string, i int) int {
	n := 1
	for i+n < len(s) && s[i+n] == '`' {
		n++
	}
	return n
}
