package source

import (
	"bytes"
	"unicode/utf8"

	"tradeoff/internal/diag"
)

// places turns byte offsets of a text into positions. It keeps a cursor, so
// that offsets asked for in rising order cost one pass over the text in all.
type places struct {
	file  string
	data  []byte // without its byte order mark
	first int    // the number of the first line

	offset, newlines, col int // the cursor; col counts from 0
}

// at is the position of the byte at offset. A line ends at a line feed.
func (p *places) at(offset int) diag.Pos {
	offset = min(max(offset, 0), len(p.data))
	if offset < p.offset {
		p.offset, p.newlines, p.col = 0, 0, 0
	}
	between := p.data[p.offset:offset]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		p.newlines += n
		p.col = 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	p.col += utf8.RuneCount(between)
	p.offset = offset
	return diag.Pos{File: p.file, Line: p.first + p.newlines, Col: p.col + 1}
}

// yamlMarks turns the lines and columns of the YAML library into byte offsets.
// They are not a file's lines: the library also ends a line at a carriage
// return, NEL, LS and PS. Marks in rising order cost one pass in all.
type yamlMarks struct {
	data              []byte
	offset, line, col int // the cursor, from 0
}

// at is the offset of a mark, both parts from 0.
func (m *yamlMarks) at(line, col int) int {
	if line < m.line || line == m.line && col < m.col {
		m.offset, m.line, m.col = 0, 0, 0
	}
	for m.offset < len(m.data) && (m.line < line || m.col < col) {
		if n := yamlBreak(m.data[m.offset:]); n > 0 {
			if m.line == line {
				break
			}
			m.offset += n
			m.line++
			m.col = 0
			continue
		}
		_, size := utf8.DecodeRune(m.data[m.offset:])
		m.offset += size
		m.col++
	}
	return m.offset
}

// yamlBreak is the length of the line break that b begins with, or 0.
func yamlBreak(b []byte) int {
	switch {
	case b[0] == '\n':
		return 1
	case b[0] == '\r':
		if len(b) > 1 && b[1] == '\n' {
			return 2
		}
		return 1
	case b[0] == 0xC2 && len(b) > 1 && b[1] == 0x85:
		return 2
	case b[0] == 0xE2 && len(b) > 2 && b[1] == 0x80 && (b[2] == 0xA8 || b[2] == 0xA9):
		return 3
	}
	return 0
}
