package record

import (
	"bytes"
	"strings"
)

// The functions of this file recognise the beginning of a block. Each takes the
// line from its first byte that is no white space.

// run counts how often the first byte repeats.
func run(b []byte) int {
	n := 1
	for n < len(b) && b[n] == b[0] {
		n++
	}
	return n
}

// atx gives the level of an ATX heading, and where its text begins.
func atx(b []byte) (level, text int) {
	if b[0] != '#' {
		return 0, 0
	}
	n := run(b)
	if n > 6 || n < len(b) && b[n] != ' ' && b[n] != '\t' {
		return 0, 0
	}
	text = n
	for text < len(b) && (b[text] == ' ' || b[text] == '\t') {
		text++
	}
	return n, text
}

// setext gives the level that an underline makes of the paragraph above it.
func setext(b []byte) int {
	if b[0] != '=' && b[0] != '-' || len(bytes.TrimRight(b[run(b):], " \t")) > 0 {
		return 0
	}
	if b[0] == '=' {
		return 1
	}
	return 2
}

// fenceOpen gives the length of a code fence, 0 where there is none.
func fenceOpen(b []byte) int {
	if b[0] != '`' && b[0] != '~' {
		return 0
	}
	n := run(b)
	if n < 3 || b[0] == '`' && bytes.IndexByte(b[n:], '`') >= 0 {
		return 0
	}
	return n
}

// isRule tells whether the line is a thematic break.
func isRule(b []byte) bool {
	if b[0] != '-' && b[0] != '*' && b[0] != '_' {
		return false
	}
	n := 0
	for _, c := range b {
		switch c {
		case b[0]:
			n++
		case ' ', '\t':
		default:
			return false
		}
	}
	return n >= 3
}

// listMarker gives the length of a list item's marker, 0 where there is none.
// One tells whether it may interrupt a paragraph: a bullet, or the number 1.
func listMarker(b []byte) (n int, one bool) {
	switch b[0] {
	case '-', '*', '+':
		n, one = 1, true
	default:
		for n < len(b) && isDigit(b[n]) {
			n++
		}
		if n == 0 || n > 9 || n == len(b) || b[n] != '.' && b[n] != ')' {
			return 0, false
		}
		one = n == 1 && b[0] == '1'
		n++
	}
	if n < len(b) && b[n] != ' ' && b[n] != '\t' {
		return 0, false
	}
	return n, one
}

// blockTags begin an HTML block wherever they stand (the sixth kind of the
// CommonMark specification, section 4.6).
var blockTags = func() map[string]bool {
	tags := map[string]bool{}
	for _, tag := range strings.Fields(`address article aside base basefont blockquote body caption center col colgroup dd
		details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr
		html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section summary table
		tbody td tfoot th thead title tr track ul`) {
		tags[tag] = true
	}
	return tags
}()

// htmlOpen tells whether the line begins an HTML block, and what ends it: a
// text that the last line holds, or a blank line where until is empty.
func htmlOpen(b []byte, inParagraph bool) (until string, kind class, ok bool) {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return "-->", comment, true
	case bytes.HasPrefix(b, []byte("<?")):
		return "?>", markup, true
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		return "]]>", markup, true
	case len(b) > 2 && b[1] == '!' && isLetter(b[2]):
		return ">", markup, true
	}
	at, closing := 1, false
	if at < len(b) && b[at] == '/' {
		at, closing = 2, true
	}
	end := at
	for end < len(b) && (isLetter(b[end]) || end > at && isDigit(b[end])) {
		end++
	}
	tag := strings.ToLower(string(b[at:end]))
	ends := end == len(b) || b[end] == ' ' || b[end] == '\t' || b[end] == '>'
	switch tag {
	case "script", "pre", "style", "textarea":
		return "</" + tag + ">", markup, !closing && ends
	}
	if blockTags[tag] && (ends || bytes.HasPrefix(b[end:], []byte("/>"))) {
		return "", markup, true
	}
	return "", markup, !inParagraph && loneTag(b)
}

// loneTag tells whether the line is one complete tag and nothing else.
func loneTag(b []byte) bool {
	n := tagLength(b)
	return n > 0 && len(bytes.TrimRight(b[n:], " \t")) == 0
}

// tagLength is the length of the HTML tag that b begins with, 0 without one.
func tagLength[T string | []byte](b T) int {
	i := 1
	if i < len(b) && b[i] == '/' {
		i++
	}
	if i >= len(b) || !isLetter(b[i]) {
		return 0
	}
	for i < len(b) && (isLetter(b[i]) || isDigit(b[i]) || b[i] == '-') {
		i++
	}
	// An attribute needs white space before it, and a quoted value an equals
	// sign; that much tells a tag from an autolink and from a comparison.
	if i < len(b) && strings.IndexByte(" \t\n\r/>", b[i]) < 0 {
		return 0
	}
	for i < len(b) {
		switch b[i] {
		case '>':
			return i + 1
		case '<', '`':
			return 0
		case '"', '\'':
			if b[i-1] != '=' && b[i-1] != ' ' {
				return 0
			}
			end := i + 1
			for end < len(b) && b[end] != b[i] {
				end++
			}
			if end == len(b) {
				return 0
			}
			i = end + 1
		default:
			i++
		}
	}
	return 0
}
