package review

import (
	"strings"
	"unicode"

	"tradeoff/internal/report"
)

// part parts two signs that a forge reads as one word, and is not seen. Neither a
// backslash nor an entity does that, since a forge looks for people, issues and
// addresses in what it has rendered.
const part = "&#8203;"

// entities are the signs of Markdown and HTML that stand anywhere in a line, as what
// means them and begins nothing. They are right in the Markdown of a comment and in
// the HTML of a summary, where a backslash would be shown.
var entities = map[rune]string{
	'&': "&amp;", '<': "&lt;", '>': "&gt;", '\\': "&#92;", '`': "&#96;", '*': "&#42;", '_': "&#95;",
	'[': "&#91;", ']': "&#93;", '|': "&#124;", '~': "&#126;", '$': "&#36;", '{': "&#123;", '}': "&#125;",
}

// neutral is a text of a record as a part of one line of a comment: it says what it
// said, and does nothing. It pings nobody, refers to no issue, commit or address, and
// holds no markup, no line break and no character that is not seen.
func neutral(text string) string {
	runes := []rune(report.Plain(text))
	var b strings.Builder
	hex := 0 // of the run that a commit's name may be
	for i, r := range runes {
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if hex = hexRun(runes, i, hex); hex > 0 && hex%6 == 1 && hex > 1 {
			b.WriteString(part)
		}
		switch entity, is := entities[r]; {
		case r == '_' && i > 0 && wordy(runes[i-1]) && wordy(next):
			b.WriteRune(r) // snake_case
		case is:
			b.WriteString(entity)
		case begins(runes, i):
			b.WriteString("&#" + decimal(r) + ";")
		default:
			b.WriteRune(r)
		}
		if parted(runes, i, next) {
			b.WriteString(part)
		}
	}
	return b.String()
}

// strong is a neutral text in bold. Of nothing it is a sign, since two pairs of
// asterisks with nothing between are a rule across the page.
func strong(text string) string {
	if text = neutral(text); text == "" {
		text = "?"
	}
	return "**" + text + "**"
}

// hexRun counts the hexadecimal digits up to the one at i, and is 0 outside of a run.
func hexRun(runes []rune, i, before int) int {
	if r := runes[i]; r < 0x80 && strings.ContainsRune("0123456789abcdefABCDEF", r) {
		return before + 1
	}
	return 0
}

// begins tells whether the sign at i would begin a heading, a list, a quote or a rule
// at the beginning of a line: the first sign, or the one behind a number.
func begins(runes []rune, i int) bool {
	switch r := runes[i]; {
	case i == 0:
		return strings.ContainsRune("#+-=/!:\"", r)
	case r == '.' || r == ')':
		for _, d := range runes[:i] {
			if d < '0' || d > '9' {
				return false
			}
		}
		return true
	}
	return false
}

// parted tells whether a forge could read the sign at i and what follows as one word:
// a person, an issue, a merge request, a label, an address, a picture.
func parted(runes []rune, i int, next rune) bool {
	if next == 0 || next == ' ' {
		return false
	}
	switch r := runes[i]; r {
	case '@', '#', '!', '$', '&', '~', '%', '^', ':', '＠', '＃':
		return true
	case '-': // GH-12, and what a forge is told to make a link of
		return i > 0 && next >= '0' && next <= '9' && (unicode.IsUpper(runes[i-1]) || i > 1 && strings.EqualFold(string(runes[i-2:i]), "gh"))
	case 'w', 'W': // www.example.org
		return next == '.' && i > 1 && strings.EqualFold(string(runes[i-2:i]), "ww")
	}
	return false
}

// wordy tells whether a rune is a part of a word.
func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// decimal is a rune's number.
func decimal(r rune) string {
	digits := ""
	for n := int(r); n > 0; n /= 10 {
		digits = string(rune('0'+n%10)) + digits
	}
	return digits
}

// coded is a path or a command as code, in which a forge looks for nothing. It must
// not stand in a table.
func coded(text string) string {
	text = report.Plain(text)
	if text == "" {
		return "(nothing)"
	}
	longest, run := 0, 0
	for _, r := range text {
		if r == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	fence, pad := strings.Repeat("`", longest+1), ""
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		pad = " "
	}
	return fence + pad + text + pad + fence
}

// short is a text of at most so many characters.
func short(text string, most int) string {
	n, last := 0, 0 // where the last character begins that there is room for
	for at := range text {
		if n++; n == most {
			last = at
		}
		if n > most {
			return strings.TrimRight(text[:last], " ") + "…"
		}
	}
	return text
}
