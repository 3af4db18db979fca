package record

import (
	"html"
	"strings"
)

// autolink gives the length of <address> or <mail@example.org> at the beginning of s.
func autolink(s string) int {
	end := strings.IndexAny(s[1:min(len(s), 2048)], "<> \t\n")
	if end < 0 || s[end+1] != '>' {
		return 0
	}
	inner := s[1 : end+1]
	if scheme, _, ok := strings.Cut(inner, ":"); ok {
		if len(scheme) < 2 || len(scheme) > 32 || !isLetter(scheme[0]) {
			return 0
		}
		for i := range len(scheme) {
			if b := scheme[i]; !isLetter(b) && !isDigit(b) && b != '+' && b != '.' && b != '-' {
				return 0
			}
		}
		return end + 2
	}
	if at := strings.IndexByte(inner, '@'); at > 0 && at < len(inner)-1 && !strings.ContainsAny(inner, "\\\"'()/=") {
		return end + 2
	}
	return 0
}

// address is where a link leads, and the bytes that say so.
type address struct {
	target     string // with escapes resolved
	start, end int
}

// inlineTarget reads "(address "title")" at i. End is -1 where there is none.
func inlineTarget(s string, i int) (a address, end int) {
	if i >= len(s) || s[i] != '(' {
		return a, -1
	}
	i = skipSpace(s, i+1)
	a, i = destination(s, i)
	if i < 0 {
		return a, -1
	}
	after := skipSpace(s, i)
	if after > i && after < len(s) {
		if n := linkTitle(s, after); n > 0 {
			after = skipSpace(s, n)
		}
	}
	if after >= len(s) || s[after] != ')' {
		return a, -1
	}
	return a, after + 1
}

// destination reads a link's address at i. End is -1 where there is none.
func destination(s string, i int) (a address, end int) {
	if i < len(s) && s[i] == '<' {
		for j := i + 1; j < len(s); j++ {
			switch s[j] {
			case '\\':
				j++
			case '<', '\n':
				return a, -1
			case '>':
				return address{unescape(s[i+1 : j]), i + 1, j}, j + 1
			}
		}
		return a, -1
	}
	depth, j := 0, i
scan:
	for ; j < len(s); j++ {
		switch b := s[j]; {
		case b == '\\' && j+1 < len(s) && isPunct(s[j+1]):
			j++
		case b == '(':
			if depth++; depth > 32 {
				return a, -1
			}
		case b == ')':
			if depth == 0 {
				break scan
			}
			depth--
		case b <= ' ' || b == 0x7f:
			break scan
		}
	}
	if depth != 0 {
		return a, -1
	}
	return address{unescape(s[i:j]), i, j}, j
}

// linkTitle gives the offset after the title at i, or -1.
func linkTitle(s string, i int) int {
	closing := s[i]
	switch closing {
	case '"', '\'':
	case '(':
		closing = ')'
	default:
		return -1
	}
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case closing:
			return j + 1
		case '(':
			if closing == ')' {
				return -1
			}
		}
	}
	return -1
}

// referenceTarget resolves "[label]", "[]" or nothing after a link's text.
func referenceTarget(s string, i int, text string, refs map[string]string) (target string, end int) {
	if len(refs) == 0 {
		return "", -1
	}
	if i < len(s) && s[i] == '[' {
		for j := i + 1; j < len(s) && j < i+1000; j++ {
			if s[j] == '\\' {
				j++
				continue
			}
			if s[j] == '[' {
				break
			}
			if s[j] == ']' {
				label := s[i+1 : j]
				if strings.TrimSpace(label) == "" {
					label = text
				}
				if target, ok := refs[normalLabel(label)]; ok {
					return target, j + 1
				}
				return "", -1
			}
		}
	}
	if len(text) > 1000 {
		return "", -1
	}
	if target, ok := refs[normalLabel(text)]; ok {
		return target, i
	}
	return "", -1
}

// normalLabel folds a reference label's case and white space.
func normalLabel(label string) string {
	return strings.ToLower(strings.Join(strings.Fields(label), " "))
}

// unescape resolves backslash escapes and entities.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') >= 0 {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if s[i] == '\\' && i+1 < len(s) && isPunct(s[i+1]) {
				i++
			}
			b.WriteByte(s[i])
		}
		s = b.String()
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return s
}

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	return i
}

func isPunct(b byte) bool {
	return b > ' ' && b < 0x7f && !isLetter(b) && !isDigit(b)
}
