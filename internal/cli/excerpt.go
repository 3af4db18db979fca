package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"tradeoff/internal/diag"
)

const (
	excerptMost   = 1 << 20 // bytes of a file that are looked at for an excerpt
	excerptLong   = 100     // code points of a line that are shown
	excerptBefore = 60      // of them before the column, where the line is cut
)

// excerpt shows a place of the project's files: its line with the one before and
// the one after, and a caret below the column. It ends with a line break, and is
// "" where there is nothing to show: for a place without a line, and for a file
// that cannot be read, lies outside of files, or is no plain one.
//
//	  11 | status: accepted
//	> 12 | links: [{supersedes: 19}]
//	     |         ^
//	  13 | tags: [cache]
//
// What a reader could not see, or what would move the letters around it, is
// written as its code point, such as <U+202E>; a tab is an arrow.
func excerpt(files fs.FS, pos diag.Pos) string {
	lines, from := linesAround(files, pos)
	if lines == nil {
		return ""
	}
	at := max(pos.Col-1, 0)
	digits := len(fmt.Sprint(from + len(lines) - 1))
	cut := 0
	if len(lines[pos.Line-from]) > excerptLong && at > excerptBefore {
		cut = at - excerptBefore
	}
	var b strings.Builder
	for i, line := range lines {
		number, sign := from+i, " "
		if number == pos.Line {
			sign = ">"
		}
		shown := cutLine(line, cut)
		fmt.Fprintf(&b, "%s %*d |", sign, digits, number)
		if shown != "" {
			b.WriteString(" " + shown)
		}
		b.WriteByte('\n')
		if number == pos.Line && pos.Col > 0 {
			before := ""
			if cut > 0 {
				before = " "
			}
			fmt.Fprintf(&b, "  %*s | %s%s^\n", digits, "", before, blank(line, cut, at))
		}
	}
	return b.String()
}

// linesAround gives the line of a place with its neighbours, as code points, and
// the number of the first.
func linesAround(files fs.FS, pos diag.Pos) (lines [][]rune, from int) {
	if pos.Line < 1 || !fs.ValidPath(pos.File) {
		return nil, 0
	}
	// Opening what is no file, such as a pipe, could wait for ever.
	if info, err := fs.Stat(files, pos.File); err != nil || !info.Mode().IsRegular() {
		return nil, 0
	}
	f, err := files.Open(pos.File)
	if err != nil {
		return nil, 0
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, excerptMost))
	if err != nil {
		return nil, 0
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	all := bytes.Split(data, []byte("\n"))
	if pos.Line > len(all) {
		return nil, 0
	}
	from = max(pos.Line-1, 1)
	for n := from; n <= min(pos.Line+1, len(all)); n++ {
		if n == len(all) && n > pos.Line && len(all[n-1]) == 0 {
			break // what follows the last line break is no line
		}
		lines = append(lines, []rune(string(bytes.TrimSuffix(all[n-1], []byte("\r")))))
	}
	return lines, from
}

// cutLine writes the part of a line that is shown, from a code point on.
func cutLine(line []rune, cut int) string {
	var b strings.Builder
	if cut > 0 {
		if len(line) == 0 {
			return ""
		}
		b.WriteString("…")
	}
	for i := cut; i < min(len(line), cut+excerptLong); i++ {
		b.WriteString(visible(line[i]))
	}
	if len(line) > cut+excerptLong {
		b.WriteString("…")
	}
	return b.String()
}

// blank is as wide as the part of a line from cut to at. A column past the end
// stands behind it.
func blank(line []rune, cut, at int) string {
	var b strings.Builder
	for i := cut; i < min(at, len(line)); i++ {
		r := line[i]
		shown := visible(r)
		kind := width.LookupRune(r).Kind()
		switch {
		case shown != string(r):
			b.WriteString(strings.Repeat(" ", utf8.RuneCountInString(shown)))
		case unicode.In(r, unicode.Mn, unicode.Me): // they stand on the letter before
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			b.WriteString("\u3000") // a blank of the same width
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// visible is a code point as an excerpt shows it.
func visible(r rune) string {
	switch {
	case r == '\t':
		return "→"
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
		return fmt.Sprintf("<U+%04X>", r)
	}
	return string(r)
}
