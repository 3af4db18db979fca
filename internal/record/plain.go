package record

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain gives inline Markdown as the text that a reader sees: without emphasis,
// code marks, links' targets, tags and comments.
func plain(s string) string {
	s = strings.TrimSpace(s)
	if !strings.ContainsAny(s, "\\`*_[<&~") {
		return s
	}
	return strings.TrimSpace(plainDepth(s, 0))
}

// plainDepth is plain within so many links.
func plainDepth(s string, depth int) string {
	out := make([]byte, 0, len(s))
	var marks []mark
	skip := skipper{s: s}
	for i := 0; i < len(s); {
		switch b := s[i]; b {
		case '\\':
			if i+1 < len(s) && isPunct(s[i+1]) {
				i++
			}
			out = append(out, s[i])
			i++
		case '`':
			n, end := backticks(s, i), skip.code(i)
			if end > i+n {
				out = append(out, codeText(s[i+n:end-n])...)
			} else {
				out = append(out, s[i:end]...)
			}
			i = end
		case '<':
			if n := autolink(s[i:]); n > 0 {
				out = append(out, s[i+1:i+n-1]...)
				i += n
			} else if end := skip.tag(i); end > i+1 {
				i = end
			} else {
				out = append(out, b)
				i++
			}
		case '&':
			n := strings.IndexByte(s[i:min(len(s), i+32)], ';')
			if n > 0 {
				if text := html.UnescapeString(s[i : i+n+1]); text != s[i:i+n+1] {
					out = append(out, text...)
					i += n + 1
					continue
				}
			}
			out = append(out, b)
			i++
		case '[', '!':
			text, end := linkAt(s, i, depth)
			if end < 0 {
				out = append(out, b)
				i++
				continue
			}
			out = append(out, text...)
			i = end
		case '*', '_', '~':
			n := 1
			for i+n < len(s) && s[i+n] == b {
				n++
			}
			out, marks = emphasis(out, marks, s, i, n)
			i += n
		default:
			out = append(out, b)
			i++
		}
	}
	return string(out)
}

// mark is a run of emphasis marks that was written to the output and goes when
// its partner comes.
type mark struct {
	char  byte
	n, at int
}

// emphasis writes the run of n marks at s[i], or takes its partner back.
func emphasis(out []byte, marks []mark, s string, i, n int) ([]byte, []mark) {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	opens := i+n < len(s) && !unicode.IsSpace(after)
	closes := i > 0 && !unicode.IsSpace(before)
	if s[i] == '_' && opens && closes && isWord(before) && isWord(after) || s[i] == '~' && n != 2 {
		return append(out, s[i:i+n]...), marks
	}
	if closes {
		for k := len(marks) - 1; k >= 0 && k > len(marks)-8; k-- {
			if m := marks[k]; m.char == s[i] && m.n == n {
				return append(out[:m.at], out[m.at+n:]...), marks[:k]
			}
		}
	}
	if opens {
		marks = append(marks, mark{char: s[i], n: n, at: len(out)})
	}
	return append(out, s[i:i+n]...), marks
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// linkAt gives the visible text of the link or image at i, and the offset after
// it; end is -1 where there is none. Brackets nest at most eight deep.
func linkAt(s string, i, depth int) (text string, end int) {
	start := i
	if s[i] == '!' {
		start++
		if start >= len(s) || s[start] != '[' {
			return "", -1
		}
	}
	if depth > 8 {
		return "", -1
	}
	level := 0
	for j := start; j < len(s) && j < start+2000; j++ {
		switch s[j] {
		case '\\':
			j++
		case '[':
			if level++; level > 8 {
				return "", -1
			}
		case ']':
			if level--; level == 0 {
				_, end := inlineTarget(s, j+1)
				if end < 0 {
					return "", -1
				}
				return plainDepth(s[start+1:j], depth+1), end
			}
		}
	}
	return "", -1
}

// codeText is what a code span shows: without the one space that pads it.
func codeText(s string) string {
	if len(s) > 2 && s[0] == ' ' && s[len(s)-1] == ' ' && strings.TrimSpace(s) != "" {
		return s[1 : len(s)-1]
	}
	return s
}
