package record

import (
	"slices"
	"strings"
)

// escape makes text fit for a table's cell, where f is in one.
func (p *statusPlan) escape(f field, text string) string {
	if f.carrier != InTable {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, `\|`, "|"), "|", `\|`)
}

// fill writes a value behind a key that has none.
func (p *statusPlan) fill(f field, text string) {
	if text == "" {
		return
	}
	if f.end < len(p.r.Data) && p.r.Data[f.end] == '|' {
		text += " "
	}
	if b := p.r.Data[f.start-1]; b != ' ' && b != '\t' {
		text = " " + text
	}
	p.replace(f, text)
}

// finish gives the edits, with one for all the added lines: beside the metadata
// that is there, else under the title.
func (p *statusPlan) finish() []Edit {
	if len(p.added) == 0 {
		return p.edits
	}
	r := p.r
	for _, f := range []field{r.at[MetaStatus], r.at[MetaDate], r.at[MetaMakers]} {
		if f.carrier == InTable {
			return append(p.edits, p.tableRows(f))
		}
		if f.carrier != InList && f.carrier != InLine {
			continue
		}
		i, _ := slices.BinarySearchFunc(p.lines, f.line, func(l line, at int) int { return l.start - at })
		last := i
		for last+1 < len(p.lines) && p.lines[last+1].class == text && !p.lines[last+1].first && f.carrier == InList {
			last++
		}
		alone := f.carrier == InLine && p.lines[i].first && (i+1 == len(p.lines) || p.lines[i+1].class != text || p.lines[i+1].first)
		var lines []string
		for _, v := range p.added {
			lines = append(lines, p.like(f, v))
		}
		at := p.lines[last].next
		if p.added[0].key == "Status" && !alone {
			at = f.line // the status comes first
		}
		return append(p.edits, r.insertLines(at, lines, alone))
	}
	var lines []string
	for _, v := range p.added {
		lines = append(lines, v.key+": "+v.value)
	}
	at := r.spans.titleNext
	if at == 0 {
		at = max(r.FrontEnd, bomLength(r.Data))
	}
	return append(p.edits, r.insertLines(at, lines, true))
}

// tableRows adds the values to the table that f stands in, as rows of their own
// where each of its rows has a key, else as lines below it.
func (p *statusPlan) tableRows(f field) Edit {
	last, _ := slices.BinarySearchFunc(p.lines, f.line, func(l line, at int) int { return l.start - at })
	for last+1 < len(p.lines) && p.lines[last+1].class == text && !p.lines[last+1].first {
		last++
	}
	var lines []string
	for _, v := range p.added {
		if f.keyEnd == 0 {
			lines = append(lines, v.key+": "+v.value)
		} else {
			lines = append(lines, "| "+v.key+" | "+p.escape(f, v.value)+" |")
		}
	}
	return p.r.insertLines(p.lines[last].next, lines, f.keyEnd == 0)
}

// like writes a key and value as the line of f is written: its bullet, its
// emphasis, its case and its hard line break.
func (p *statusPlan) like(f field, v metaValue) string {
	data := p.r.Data
	key := v.key
	if first := data[f.keyStart]; 'a' <= first && first <= 'z' {
		key = strings.ToLower(key)
	}
	between := string(data[f.keyEnd:f.start])
	if f.start == f.end {
		between = strings.TrimRight(between, " \t") + " "
	}
	if !strings.ContainsAny(between, ":：") {
		between = ": "
	}
	rest, _ := lineAt(data, f.end)
	rest = []byte(strings.TrimRight(string(rest), "\r"))
	if s := string(rest); s != `\` && (len(s) < 2 || strings.Trim(s, " ") != "") {
		rest = nil
	}
	return string(data[f.line:f.keyStart]) + key + between + v.value + string(rest)
}
