package site

import (
	"bytes"
)

// The bounds of a text that is given to goldmark. Its time and its output grow
// with the square of these, so that a small file could hold a build up for
// minutes; at the bounds each costs well under a second. Measured with 1.8.7.
const (
	maxText     = 2 << 20 // bytes of Markdown
	maxQuotes   = 64      // > in a row, and list markers in a row
	maxIndent   = 400     // columns before the first letter
	maxMarks    = 12_000  // emphasis marks, brackets and the like in one paragraph
	maxBrackets = 6_000   // [ in one paragraph
	maxCells    = 60_000  // columns × rows of one table
	maxNotes    = 2_000   // [^ in the text
)

// hostile tells why a text is not given to goldmark: a key of the theme's words,
// or "" for a text that may be.
func hostile(src []byte) string {
	if len(src) > maxText {
		return "source.large"
	}
	if bytes.Count(src, []byte("[^")) > maxNotes {
		return "source.slow"
	}
	if fewMarks(src) {
		for line := range bytes.Lines(src) {
			if nested(line) {
				return "source.slow"
			}
		}
		return ""
	}
	var marks, brackets, rows, columns int // of the paragraph or table that the line is in
	ruled := false                         // a line of it can be a table's delimiter row
	for line := range bytes.Lines(src) {
		if len(bytes.TrimSpace(line)) == 0 {
			marks, brackets, rows, columns, ruled = 0, 0, 0, 0, false
			continue
		}
		if nested(line) {
			return "source.slow"
		}
		pipes := 0
		for _, c := range line {
			switch c {
			case '*', '_', '~', '`', '<', '&', '!':
				marks++
			case '[', ']':
				marks++
				brackets++
			case '|':
				pipes++
			}
		}
		rows++
		columns = max(columns, pipes+1)
		ruled = ruled || delimiterRow(line)
		if marks > maxMarks || brackets > maxBrackets || ruled && rows*columns > maxCells {
			return "source.slow"
		}
	}
	return ""
}

// fewMarks tells of most texts that they hold less of all that hostile counts than one
// paragraph or table may.
func fewMarks(src []byte) bool {
	count := func(c byte) int { return bytes.Count(src, []byte{c}) }
	brackets := count('[') + count(']')
	marks := brackets
	for _, c := range []byte("*_~`<&!") {
		marks += count(c)
	}
	return marks <= maxMarks && brackets <= maxBrackets && (count('\n')+1)*(count('|')+1) <= maxCells
}

// nested tells whether a line opens more containers than people do.
func nested(line []byte) bool {
	quotes, items, indent := 0, 0, 0
	for i, c := range line {
		switch {
		case c == '>':
			quotes++
		case c == ' ':
			indent++
		case c == '\t':
			indent += 4
		case (c == '-' || c == '*' || c == '+' || c == ':' || c == '.' || c == ')') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t'):
			items++
		case c >= '0' && c <= '9':
		default:
			return false
		}
		if quotes > maxQuotes || items > maxQuotes || indent > maxIndent {
			return true
		}
	}
	return false
}

// delimiterRow tells whether a line can be the one below a table's head.
func delimiterRow(line []byte) bool {
	return bytes.ContainsRune(line, '-') && len(bytes.Trim(line, "|-: \t\r\n>")) == 0
}
