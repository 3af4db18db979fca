package cli

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"
)

// usualWidth is the width of what goes into a pipe or a file, in columns.
const usualWidth = 100

// narrowest is the least width that text is fitted into, in columns.
const narrowest = 40

// style is how a piece of text looks on a terminal with colours: the parameters
// of an SGR sequence. Whatever a style says, a word or a sign says too.
type style string

// The styles, by what they mean.
const (
	asIs   style = ""
	strong style = "1"
	quiet  style = "2"
	red    style = "31"
	green  style = "32"
	amber  style = "33"
	blue   style = "34"
	violet style = "35"
	teal   style = "36"
)

// screen lays text out in columns of a terminal. It wraps and never cuts.
type screen struct {
	out    io.Writer
	width  int
	colour bool
}

// screen is that of the results: as wide as the terminal that they go to, and in
// colour only there.
func (a *App) screen() *screen {
	s := &screen{out: a.Out, width: usualWidth}
	file, ok := a.Out.(*os.File)
	if !ok {
		return s
	}
	if _, terminal := terminalWidth(file); !terminal {
		return s
	}
	s.width = max(a.width(file), narrowest)
	s.colour = a.Env["NO_COLOR"] == "" && a.Env["TERM"] != "dumb"
	return s
}

// width is that of a terminal, in columns.
func (a *App) width(file *os.File) int {
	width, _ := terminalWidth(file)
	if n, err := strconv.Atoi(a.Env["COLUMNS"]); err == nil && n > 0 {
		width = n
	}
	if width <= 0 {
		width = usualWidth
	}
	return width
}

// paint is the text in a style, where the screen has colours.
func (s *screen) paint(look style, text string) string {
	if !s.colour || look == asIs || strings.TrimSpace(text) == "" {
		return text
	}
	return "\x1b[" + string(look) + "m" + text + "\x1b[0m"
}

// piece is text that stands in one column.
type piece struct {
	text string
	look style
}

// column is where a piece stands: its first column on the screen, from 0, its
// width, and by how much its further lines are indented.
type column struct{ at, width, hang int }

// rest is the column from one of the screen's to its edge.
func (s *screen) rest(at, hang int) column { return column{at, s.width - at, hang} }

// line writes one line, without blanks at its end.
func (s *screen) line(text string) { io.WriteString(s.out, strings.TrimRight(text, " ")+"\n") }

// row writes pieces side by side, each wrapped in its own column. Only the last
// may go beyond its column, by a word that is longer than that.
func (s *screen) row(at []column, pieces ...piece) {
	wrapped := make([][]string, len(pieces))
	height := 0
	for i, p := range pieces {
		wrapped[i] = wrap(p.text, at[i].width-at[i].hang, i < len(pieces)-1)
		height = max(height, len(wrapped[i]))
	}
	for n := range height {
		line, end := "", 0
		for i, lines := range wrapped {
			if n >= len(lines) || lines[n] == "" {
				continue
			}
			from := at[i].at
			if n > 0 {
				from += at[i].hang
			}
			line += strings.Repeat(" ", max(0, from-end)) + s.paint(pieces[i].look, lines[n])
			end = max(end, from) + columns(lines[n])
		}
		s.line(line)
	}
}

// text writes a paragraph that begins at a column, wrapped at the screen's edge.
func (s *screen) text(at int, look style, text string) {
	s.row([]column{s.rest(at, 0)}, piece{text, look})
}

// wrap cuts text into lines of at most so many columns, between words. A word
// that is longer stands in a line of its own or, with hard, is cut.
func wrap(text string, width int, hard bool) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && columns(line)+1+columns(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for hard && columns(word) > width {
			cut, used := 0, 0
			for i, r := range word {
				if used += columns(string(r)); used > max(width, 2) {
					break
				}
				cut = i + len(string(r))
			}
			lines = append(lines, word[:cut])
			word = word[cut:]
		}
		line = word
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// plainText is text as a part of a line: its blanks are single ones, and what would
// move the cursor or turn the direction of writing is gone.
func plainText(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// longest is the widest of some words, in columns.
func longest(words []string) int {
	n := 0
	for _, w := range words {
		n = max(n, columns(w))
	}
	return n
}
