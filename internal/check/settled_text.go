package check

import (
	"strings"
	"unicode"

	"tradeoff/internal/lazyregexp"
)

// What may change without another word being said: where links lead, and how the text
// is set.
var (
	linkTarget = lazyregexp.New(`\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|\]\[[^\]]*\]`)
	linkLabel  = lazyregexp.New(`\[((?:(?i:adr|madr|ad)?[-_ #]*)\d{1,8}(?:\. )?)([^\]]*)\]\([^)\s]*\.md[^)]*\)`)
	definition = lazyregexp.New(`(?m)^ {0,3}\[[^\]]+\]:.*$`)
	address    = lazyregexp.New(`<?https?://[^\s<>)]+>?`)
	tableRule  = lazyregexp.New(`^[\s|:-]*-[\s|:-]*$`)
	marker     = lazyregexp.New(`^(?:\s|>)*(?:[-*+](?:\s+|$)|\d{1,9}[.)]\s+)?`)
	escaped    = lazyregexp.New(`\\([!-/:-@\[-` + "`" + `{-~])`)
	underscore = lazyregexp.New(`(^|[^\pL\pN_])_+|_+([^\pL\pN_]|$)`)
)

// settledText is a text as far as it may not change: without link targets, the numbers
// of records in links, the marks of lists, tables and emphasis, and with single blanks.
// Code is as it stands.
func settledText(text string) string {
	var out, prose strings.Builder
	flush := func() {
		s := definition.ReplaceAllString(prose.String(), "")
		s = linkLabel.ReplaceAllString(s, "[$2]")
		s = linkTarget.ReplaceAllString(s, "]")
		s = address.ReplaceAllString(s, "")
		s = strings.ReplaceAll(strings.ReplaceAll(s, "*", ""), "|", " | ")
		s = underscore.ReplaceAllString(s, "$1$2")
		out.WriteString(escaped.ReplaceAllString(s, "$1"))
		prose.Reset()
	}
	fenced := ""
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		fence := fenceOf(trimmed)
		switch {
		case fenced != "":
			if strings.HasPrefix(fence, fenced) && strings.Trim(trimmed, fenced[:1]) == "" {
				fenced = ""
			}
			out.WriteString(line)
		case fence != "":
			flush()
			fenced = fence
			out.WriteString(line)
		case tableRule.MatchString(trimmed):
		default:
			prose.WriteString(strings.TrimRight(line[len(marker.FindString(line)):], "\n") + "\n")
		}
	}
	flush()
	return strings.Join(strings.Fields(out.String()), " ")
}

// mostWords bounds how many words a finding quotes.
const mostWords = 8

// wordDifference is where two texts differ first.
type wordDifference struct {
	was, is string // quoted, with the words around them
	before  string // the word before the first that is another
	now     string // the first that is another, "" where nothing came in the place of what was
}

func (d wordDifference) String() string {
	switch {
	case d.was == "":
		return "“" + d.is + "” came"
	case d.is == "":
		return "“" + d.was + "” is gone"
	}
	return "“" + d.was + "” is now “" + d.is + "”"
}

// compareWords compares two settled texts that differ.
func compareWords(was, is string) wordDifference {
	a, b := strings.Fields(was), strings.Fields(is)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	both := len(a)-end > start && len(b)-end > start
	quote := func(words []string) string {
		from, to := start, len(words)-end
		if both && to-from < 3 { // a few words are found sooner with their neighbours
			from, to = max(0, from-1), min(len(words), to+1)
		}
		if to-from > mostWords {
			return strings.Join(words[from:from+mostWords], " ") + " …"
		}
		return strings.Join(words[from:to], " ")
	}
	d := wordDifference{was: quote(a), is: quote(b)}
	if start > 0 {
		d.before = b[start-1]
	}
	if start < len(b)-end {
		d.now = b[start]
	}
	return d
}

// bareWords are the words of a text without any sign, in lower case.
func bareWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
