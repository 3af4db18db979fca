package record

import (
	"bytes"
	"sort"
	"strings"
)

// paragraph is a run of text lines, or a heading, as one piece of inline Markdown.
type paragraph struct {
	text   string // lines joined with LF, without indentation and containers
	first  int    // index of the first line
	starts []int  // where each line begins in text
}

// oneStart are the starts of a paragraph of one line. Nothing writes it.
var oneStart = []int{0}

// paragraphAt joins the paragraph or heading that begins at lines[i], and gives
// the index after its last line.
func paragraphAt(data []byte, lines []line, i int) (p paragraph, next int) {
	next = i + 1
	for next < len(lines) && lines[next].class == lines[i].class && !lines[next].first {
		next++
	}
	p.first = i
	if next == i+1 {
		p.text, p.starts = string(data[lines[i].text:lines[i].end]), oneStart
		return p, next
	}
	var b strings.Builder
	for k := i; k < next; k++ {
		if k > i {
			b.WriteByte('\n')
		}
		p.starts = append(p.starts, b.Len())
		b.Write(data[lines[k].text:lines[k].end])
	}
	p.text = b.String()
	return p, next
}

// place gives the line and the file's offset of the byte at that offset of text.
func (p *paragraph) place(lines []line, offset int) (index, off int) {
	k := sort.SearchInts(p.starts, offset+1) - 1
	return p.first + k, lines[p.first+k].text + offset - p.starts[k]
}

// definitions collects the reference definitions of a file. The first of a
// label wins.
func definitions(data []byte, lines []line) map[string]string {
	var refs map[string]string
	for i := range lines {
		l := &lines[i]
		if l.class != text || !l.first || l.text >= l.end || data[l.text] != '[' {
			continue
		}
		p, _ := paragraphAt(data, lines, i)
		definitionsIn(p.text, func(label string, to address) {
			if refs == nil {
				refs = map[string]string{}
			}
			if _, known := refs[label]; !known {
				refs[label] = to.target
			}
		})
	}
	return refs
}

// definitionsIn reads the reference definitions that a paragraph begins with and
// gives the offset of what follows them. add may be nil; the bytes of an address
// are those of s.
func definitionsIn(s string, add func(label string, to address)) (after int) {
	for after < len(s) {
		label, to, n := definition(s[after:])
		if n == 0 {
			break
		}
		if add != nil {
			to.start, to.end = to.start+after, to.end+after
			add(label, to)
		}
		after += n
	}
	return after
}

// definition reads `[label]: address "title"`; n is 0 where s begins with none.
func definition(s string) (label string, to address, n int) {
	if s[0] != '[' {
		return "", to, 0
	}
	end := -1
	for i := 1; i < len(s) && i < 1000; i++ {
		if s[i] == '\\' {
			i++
		} else if s[i] == '[' {
			break
		} else if s[i] == ']' {
			end = i
			break
		}
	}
	if end < 0 || end+1 >= len(s) || s[end+1] != ':' || strings.HasPrefix(s, "[^") {
		return "", to, 0
	}
	label = normalLabel(s[1:end])
	i := skipSpace(s, end+2)
	if label == "" || i == len(s) {
		return "", to, 0
	}
	to, i = destination(s, i)
	if i < 0 {
		return "", to, 0
	}
	lineEnd := func(i int) int {
		for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r') {
			i++
		}
		if i == len(s) {
			return i
		}
		if s[i] == '\n' {
			return i + 1
		}
		return -1
	}
	if after := skipSpace(s, i); after > i && after < len(s) {
		if t := linkTitle(s, after); t > 0 {
			if e := lineEnd(t); e >= 0 {
				return label, to, e
			}
		}
	}
	if e := lineEnd(i); e >= 0 {
		return label, to, e
	}
	return "", to, 0
}

// lead finds the record's first words: the paragraph of the block "lead", else
// the first paragraph of running text.
func (p *parser) lead() {
	if b := p.r.Block("lead"); b != nil {
		for i := range p.lines {
			l := &p.lines[i]
			if l.start >= b.Body && l.start < b.Close && l.class == text && l.first {
				p.r.Lead = p.running(i)
				return
			}
		}
	}
	section := -1
	skip := false
	for i := 0; i < len(p.lines); i++ {
		for section+1 < len(p.sectionLines) && p.sectionLines[section+1] <= i {
			section++
			skip = p.r.Sections[section].Level > 1 && p.names[section] == "status"
		}
		l := &p.lines[i]
		if skip || l.class != text || !l.first || l.depth > 0 || !p.isRunning(i) {
			continue
		}
		if p.r.Lead = p.running(i); p.r.Lead != "" {
			return
		}
	}
}

// isRunning tells whether the paragraph at lines[i] is running text: no table,
// metadata, image alone or template's hint.
func (p *parser) isRunning(i int) bool {
	l := &p.lines[i]
	first := p.r.Data[l.text:l.end]
	switch first[0] {
	case '|', '{':
		return false
	}
	if i+1 < len(p.lines) && p.lines[i+1].class == text && !p.lines[i+1].first && isTableRule(p.r.Data[p.lines[i+1].text:p.lines[i+1].end]) {
		return false
	}
	line := string(first[:min(len(first), maxText)])
	if _, meta := metaOf(line); meta || isPlaceholder(line) || strings.EqualFold(line, "[toc]") || strings.EqualFold(line, "[[_toc_]]") {
		return false
	}
	if first[0] == '!' || first[0] == '[' {
		paragraph, _ := paragraphAt(p.r.Data, p.lines, i)
		return plain(dropImages(paragraph.text[definitionsIn(paragraph.text, nil):])) != ""
	}
	return true
}

// running gives the paragraph at lines[i] as Markdown on one line.
func (p *parser) running(i int) string {
	paragraph, _ := paragraphAt(p.r.Data, p.lines, i)
	body := paragraph.text[definitionsIn(paragraph.text, nil):]
	if strings.IndexByte(body, '\n') < 0 {
		return strings.TrimSpace(body)
	}
	lines := strings.Split(body, "\n")
	for k, line := range lines {
		line = strings.TrimSpace(line)
		if k+1 < len(lines) && strings.HasSuffix(line, `\`) && !strings.HasSuffix(line, `\\`) {
			line = strings.TrimRight(line[:len(line)-1], " ")
		}
		lines[k] = line
	}
	return strings.TrimSpace(strings.Join(lines, " "))
}

// dropImages removes the images of inline Markdown, and links around them.
func dropImages(s string) string {
	var b strings.Builder
	at := 0
	for _, l := range inlineLinks(s, nil) {
		if (l.image || strings.HasPrefix(strings.TrimSpace(l.text), "![")) && l.start >= at {
			b.WriteString(s[at:l.start])
			at = l.end
		}
	}
	return b.String() + s[at:]
}

// isTableRule tells whether a line is the one under a table's head.
func isTableRule(b []byte) bool {
	return bytes.IndexByte(b, '|') >= 0 && bytes.IndexByte(b, '-') >= 0 && len(bytes.Trim(b, "|:- \t")) == 0
}
