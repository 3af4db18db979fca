package record

import "strings"

// span of a table's cell in its line, without the blanks around its text. An
// empty cell begins and ends behind its first blank.
type cell struct{ start, end int }

// tableCells cuts a row into cells, at the bars that no backslash is before. Code
// does not hide a bar, as in every Markdown table. The bars at the row's ends
// open and close it.
func tableCells(row string) []cell {
	var out []cell
	from := 0
	add := func(to int) {
		c := cell{from, to}
		for c.end > c.start && (row[c.end-1] == ' ' || row[c.end-1] == '\t') {
			c.end--
		}
		for c.start < c.end && (row[c.start] == ' ' || row[c.start] == '\t') {
			c.start++
		}
		if c.start == c.end && c.start < to {
			c = cell{c.start + 1, c.start + 1}
		}
		out = append(out, c)
	}
	for i := 0; i < len(row); i++ {
		switch row[i] {
		case '\\':
			i++
		case '|':
			if i > 0 {
				add(i)
			}
			from = i + 1
		}
	}
	if strings.TrimSpace(row[from:]) != "" {
		add(len(row))
	}
	return out
}

// metaTables reads the tables before the first section that carry metadata: with
// the keys in the head and the values in the row below, as DependencyTrack writes
// them, or with a key and its value in each row.
func (p *parser) metaTables(stop int) {
	for i := 0; i+1 < stop; i++ {
		l, rule := &p.lines[i], &p.lines[i+1]
		if l.class != text || !l.first || l.depth > 0 || rule.class != text || rule.first || !isTableRule(p.r.Data[rule.text:rule.end]) {
			continue
		}
		last := i + 1
		for last+1 < stop && p.lines[last+1].class == text && !p.lines[last+1].first {
			last++
		}
		head, headCells := p.row(i)
		keys := 0
		for _, c := range headCells {
			if _, ok := metaKey(plain(head[c.start:c.end])); ok {
				keys++
			}
		}
		switch {
		case len(headCells) == 2 && keys < 2:
			for k := i; k <= last; k++ {
				if k != i+1 {
					p.metaRow(k)
				}
			}
		case keys >= 2 || keys == 1 && len(headCells) == 1:
			if last > i+1 {
				p.metaColumns(head, headCells, last, last > i+2)
			}
		}
		i = last
	}
}

// row gives a line's text and its cells.
func (p *parser) row(i int) (string, []cell) {
	row := string(p.r.Data[p.lines[i].text:p.lines[i].end])
	if len(row) > maxText {
		return "", nil
	}
	return row, tableCells(row)
}

// metaRow reads a row whose first cell is the key and whose second is the value.
func (p *parser) metaRow(i int) {
	row, cells := p.row(i)
	if len(cells) < 2 {
		return
	}
	name, ok := metaKey(strings.TrimRight(plain(row[cells[0].start:cells[0].end]), ":： "))
	if !ok {
		return
	}
	f := p.cellField(i, cells[1])
	f.keyStart, f.keyEnd = p.lines[i].text+cells[0].start, p.lines[i].text+cells[0].end
	p.takeMeta(name, row[cells[0].start:cells[0].end], row[cells[1].start:cells[1].end], i, f)
}

// metaColumns reads the row of values under a head of keys: the last one, where the
// rows are a history.
func (p *parser) metaColumns(head string, keys []cell, i int, several bool) {
	row, cells := p.row(i)
	for k, c := range cells {
		if k >= len(keys) {
			return
		}
		key := plain(head[keys[k].start:keys[k].end])
		if name, ok := metaKey(key); ok {
			f := p.cellField(i, c)
			f.ticked = several
			p.takeMeta(name, key, row[c.start:c.end], i, f)
		}
	}
}

func (p *parser) cellField(i int, c cell) field {
	l := &p.lines[i]
	return field{carrier: InTable, start: l.text + c.start, end: l.text + c.end, line: l.start, next: l.next}
}
