package record

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/decision"
)

// maxText bounds what is read as one piece of metadata, in bytes: longer text is
// no metadata, and reading it would only cost time.
const maxText = 4000

// statusOf reads a status out of what a person wrote: "**Accepted** ✅",
// "accepted (2024-01-05)", "Superceded by [7. X](0007-x.md)". It gives the bytes
// of raw that say it. An unfilled placeholder and any other word are Unknown.
func (rd *Reader) statusOf(raw string) (status decision.Status, start, end int) {
	raw = raw[:min(len(raw), maxText)]
	if isPlaceholder(raw) || strings.Contains(raw, " | ") {
		// "draft | proposed | accepted" is a template's choice that nobody has made.
		return decision.Unknown, 0, 0
	}
	i := statusWordAt(raw, 0)
	word, words := i, 0
	var folded [96]byte
	n := 0
	best := decision.Unknown
	for words < 3 {
		wordEnd := word
		for wordEnd < len(raw) && wordEnd-word < 40 {
			r, size := utf8.DecodeRuneInString(raw[wordEnd:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				break
			}
			wordEnd += size
		}
		if wordEnd == word || n+wordEnd-word+1 > len(folded) {
			break
		}
		if words > 0 {
			folded[n] = ' '
			n++
		}
		n += copy(folded[n:], fold(raw[word:wordEnd]))
		words++
		if words == 1 && metaKeys[string(folded[:n])] == "status" {
			word = statusWordAt(raw, wordEnd)
			n, words, i = 0, 0, word
			if word == len(raw) {
				break
			}
			continue
		}
		if s, ok := rd.statusWord(string(folded[:n])); ok {
			best, end = s, wordEnd
		}
		word = wordEnd
		if word < len(raw) && (raw[word] == ' ' || raw[word] == '-' || raw[word] == '_') {
			word++
		}
	}
	if best == decision.Unknown {
		return best, 0, 0
	}
	return best, i, end
}

// statusWordAt gives the offset from i on where the words of a status begin:
// after markup, emoji and their short codes, dates and what is struck out.
func statusWordAt(raw string, i int) int {
	for i < len(raw) {
		r, size := utf8.DecodeRuneInString(raw[i:])
		switch {
		case unicode.IsLetter(r):
			return i
		case r == '<':
			k := skipper{s: raw}
			i = k.tag(i)
			continue
		case r == ':':
			n := i + 1
			for n < len(raw) && (isLetter(raw[n]) || isDigit(raw[n]) || raw[n] == '_' || raw[n] == '+' || raw[n] == '-') {
				n++
			}
			if n > i+1 && n < len(raw) && raw[n] == ':' {
				i = n + 1
				continue
			}
		case r == '~' && strings.HasPrefix(raw[i:], "~~"):
			if n := strings.Index(raw[i+2:], "~~"); n >= 0 {
				i += n + 4
				continue
			}
		}
		i += size
	}
	return i
}

// isPlaceholder tells whether a template's hint was left unfilled:
// "{proposed | accepted}", "[list everyone involved]".
func isPlaceholder(raw string) bool {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return false
	}
	switch raw[0] {
	case '{':
		return true
	case '[':
		closing := strings.IndexByte(raw, ']')
		if closing < 0 {
			return true
		}
		return strings.Contains(raw, " | ") || closing == len(raw)-1 && strings.Contains(raw, " ") && !strings.Contains(raw, ",")
	}
	return false
}

// dateOf reads the first date in raw as YYYY-MM-DD: written so, with slashes or
// dots, or as DD/MM/YYYY. It gives the bytes that hold it, and "" without one.
func dateOf(raw string) (date string, start, end int) {
	if isPlaceholder(raw) {
		return "", 0, 0
	}
	for i := 0; i < len(raw); {
		n := digits(raw[i:])
		if n == 0 {
			i++
			continue
		}
		if date, length := dateAt(raw[i:]); date != "" {
			return date, i, i + length
		}
		i += n
	}
	return "", 0, 0
}

// dateAt reads the date that text begins with.
func dateAt(text string) (date string, length int) {
	first := digits(text)
	if first == len(text) || first > 4 || strings.IndexByte("-/.", text[first]) < 0 {
		return "", 0
	}
	sep := text[first]
	rest := text[first+1:]
	second := digits(rest)
	if second == 0 || second > 2 || second == len(rest) || rest[second] != sep {
		return "", 0
	}
	third := digits(rest[second+1:])
	a, b, c := text[:first], rest[:second], rest[second+1:second+1+third]
	switch {
	case first == 4 && (third == 1 || third == 2):
	case first <= 2 && third == 4 && sep != '-':
		a, c = c, a
	default:
		return "", 0
	}
	if len(b) == 1 {
		b = "0" + b
	}
	if len(c) == 1 {
		c = "0" + c
	}
	if !validDate(a, b, c) {
		return "", 0
	}
	return a + "-" + b + "-" + c, first + 1 + second + 1 + third
}

// validDate tells whether the three name a day between 1900 and 2199.
func validDate(year, month, day string) bool {
	if year < "1900" || year > "2199" {
		return false
	}
	_, err := time.Parse(time.DateOnly, year+"-"+month+"-"+day)
	return err == nil
}

// people splits text at its commas and semicolons, those within brackets
// excepted, and gives the parts as plain text. Placeholders are dropped.
func people(raw string) []string {
	if isPlaceholder(raw) {
		return nil
	}
	var names []string
	depth, from := 0, 0
	for i := 0; i <= len(raw); i++ {
		if i < len(raw) {
			switch raw[i] {
			case '(', '[', '<':
				depth++
			case ')', ']', '>':
				depth = max(0, depth-1)
			}
			if depth > 0 || raw[i] != ',' && raw[i] != ';' {
				continue
			}
		}
		if name := plain(raw[from:i]); name != "" && !isPlaceholder(name) {
			names = append(names, name)
		}
		from = i + 1
	}
	return names
}

// tagList splits tags at commas, or at spaces where there is no comma.
func tagList(raw string) []string {
	tags := people(raw)
	if len(tags) == 1 && !strings.ContainsAny(raw, ",;") {
		tags = strings.Fields(tags[0])
	}
	for i := range tags {
		tags[i] = strings.ToLower(tags[i])
	}
	return tags
}

// lowerASCII folds ASCII letters, so that offsets stay what they are.
func lowerASCII(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

func lowerByte(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b | 0x20
	}
	return b
}
