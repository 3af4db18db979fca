package record

import (
	"bytes"
	"strings"
)

// cursor walks over the beginning of a line, counting columns with tabs as
// CommonMark does: to the next multiple of four.
type cursor struct {
	data     []byte
	end, off int
	col      int
	pending  int // columns left of a tab that was consumed in part
}

// peek gives the columns of white space ahead, and the offset after it.
func (c *cursor) peek() (columns, at int) {
	columns, at = c.pending, c.off
	for ; at < c.end; at++ {
		switch c.data[at] {
		case ' ':
			columns++
		case '\t':
			columns += 4 - (c.col+columns)%4
		default:
			return columns, at
		}
	}
	return columns, at
}

// skip consumes that many columns of white space.
func (c *cursor) skip(columns int) {
	for columns > 0 {
		if c.pending > 0 {
			n := min(c.pending, columns)
			c.pending, c.col, columns = c.pending-n, c.col+n, columns-n
			continue
		}
		if c.off >= c.end {
			return
		}
		if c.data[c.off] == '\t' {
			c.pending = 4 - c.col%4
		} else {
			c.pending = 1
		}
		c.off++
	}
}

// quoteMark consumes ">" and the one column of white space that belongs to it.
func (c *cursor) quoteMark() {
	c.off++
	c.col++
	if columns, _ := c.peek(); columns > 0 {
		c.skip(1)
	}
}

// bomLength is 3 where data begins with a byte order mark, else 0.
func bomLength(data []byte) int {
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		return 3
	}
	return 0
}

// containsFold tells whether line holds the lower-case ASCII mark in any case.
func containsFold(line []byte, mark string) bool {
	if mark[len(mark)-1] == '>' && mark[0] != '<' {
		return bytes.Contains(line, []byte(mark))
	}
	for i := 0; i+len(mark) <= len(line); i++ {
		if strings.EqualFold(string(line[i:i+len(mark)]), mark) {
			return true
		}
	}
	return false
}
