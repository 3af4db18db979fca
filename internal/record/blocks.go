package record

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"tradeoff/internal/diag"
)

// Hash gives the first 12 hex digits of the SHA-256 of text with its line ends
// as LF.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
	return hex.EncodeToString(sum[:])[:12]
}

// Wrap gives a block: the opening mark with the body's hash, the body and the
// closing mark, each on lines of its own, with LF at every end, the last
// included. A blank line stands on either side of the body, as Markdown's lists,
// tables and headings want it; an empty body stays empty. A body with code
// fences that stay open, or with marks, does not read back as a block.
func Wrap(name, body string) string {
	return openBlock(name, body) + "<!-- /tradeoff:" + name + " -->\n"
}

// Line gives the closing mark as a line with its LF. What is "" is left out.
func (m Mark) Line() string {
	line := "<!-- /tradeoff"
	for _, part := range []struct{ key, value string }{{"head", m.Head}, {"input", m.Input}, {"seen", m.Seen}, {"template", m.Template}} {
		if part.value != "" {
			line += " " + part.key + "=" + part.value
		}
	}
	return line + " -->\n"
}

// Block gives the block of that name, or nil.
func (r *Record) Block(name string) *Block {
	for i := range r.Blocks {
		if r.Blocks[i].Name == name {
			return &r.Blocks[i]
		}
	}
	return nil
}

// BlockBody is the block's body with its line ends as LF, without the blank lines
// around it. Its Hash is b.Hash unless the block was edited by hand.
func (r *Record) BlockBody(b Block) string {
	return normalBody(string(r.Data[b.Body:b.Close]))
}

// openBlock is a block up to its closing mark.
func openBlock(name, body string) string {
	body = normalBody(body)
	mark := "<!-- tradeoff:" + name + " " + Hash(body) + " -->\n"
	if body == "" {
		return mark
	}
	return mark + "\n" + body + "\n"
}

func normalBody(body string) string {
	body = strings.Trim(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	if body == "" {
		return ""
	}
	return body + "\n"
}

// markLine is one mark as found.
type markLine struct {
	name  string // "" for the closing mark of the record
	close bool
	hash  string
	line  int
}

// pair is a block that opens and closes once.
type pair struct{ open, close markLine }

const marksHint = "give every block one opening and one closing mark, apart from each other, or move the record away and run tradeoff render"

// blocks reads the marks. A block whose marks are not one pair, or that touches
// another, is a finding and left out.
func (p *parser) blocks() {
	var marks []markLine
	byName := map[string][]markLine(nil)
	for i := range p.lines {
		l := &p.lines[i]
		if l.class != comment || !l.first || l.depth > 0 {
			continue
		}
		inner, ok := markText(string(p.r.Data[l.text:l.end]))
		if !ok {
			continue
		}
		if inner == "/tradeoff" || strings.HasPrefix(inner, "/tradeoff ") {
			p.closingMark(inner, i)
			continue
		}
		m, ok := readMark(inner)
		if !ok {
			p.r.Findings.Errorf(p.pos(i, l.text), "block-marks", marksHint, "the mark %q is malformed", inner)
			continue
		}
		m.line = i
		marks = append(marks, m)
	}
	if len(marks) == 0 {
		return
	}
	byName = make(map[string][]markLine, len(marks)/2)
	for _, m := range marks {
		byName[m.name] = append(byName[m.name], m)
	}
	var pairs []pair
	for _, m := range marks {
		same := byName[m.name]
		if same[0].line != m.line {
			continue // said at the first mark of the name
		}
		switch {
		case len(same) == 2 && !same[0].close && same[1].close:
			pairs = append(pairs, pair{same[0], same[1]})
		case len(same) == 1 && !m.close:
			p.markFinding(m, "block %q is never closed")
		case m.close:
			p.markFinding(m, "block %q is closed before it is opened")
		case len(same) == 2:
			p.markFinding(same[1], "block %q is opened twice")
		default:
			p.markFinding(same[2], "block %q has more than one pair of marks")
		}
	}
	p.keepApart(pairs)
}

// keepApart takes the pairs that touch no other as blocks, in their order.
func (p *parser) keepApart(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.open.line, b.open.line) })
	reach, owner := -1, -1 // the furthest close so far, and its pair
	bad := make([]bool, len(pairs))
	for i, b := range pairs {
		if b.open.line < reach {
			bad[i], bad[owner] = true, true
			how := "within"
			if b.close.line > reach {
				how = "across the end of"
			}
			pos := p.pos(b.open.line, p.lines[b.open.line].text)
			p.r.Findings.Errorf(pos, "block-marks", marksHint, "block %q lies %s block %q", b.open.name, how, pairs[owner].open.name)
		}
		if b.close.line > reach {
			reach, owner = b.close.line, i
		}
	}
	for i, b := range pairs {
		if bad[i] {
			continue
		}
		open, end := &p.lines[b.open.line], &p.lines[b.close.line]
		p.r.Blocks = append(p.r.Blocks, Block{
			Name: b.open.name, Hash: b.open.hash, Start: open.start, Body: open.next,
			Close: end.start, End: end.next, Pos: p.pos(b.open.line, open.text),
		})
	}
}

// closingMark reads the record's closing mark.
func (p *parser) closingMark(inner string, i int) {
	l := &p.lines[i]
	m := Mark{Start: l.start, End: l.next, Pos: p.pos(i, l.text)}
	for _, part := range strings.Fields(inner)[1:] {
		switch key, value, _ := strings.Cut(part, "="); key {
		case "head":
			m.Head = value
		case "input":
			m.Input = value
		case "seen":
			m.Seen = value
		case "template":
			m.Template = value
		}
	}
	if p.r.Mark != nil {
		p.r.Findings.Errorf(m.Pos, "block-marks", "keep the last one", "the record has more than one closing mark")
	}
	p.r.Mark = &m
}

func (p *parser) markFinding(m markLine, format string) {
	p.r.Findings = append(p.r.Findings, diag.Finding{
		Pos: p.pos(m.line, p.lines[m.line].text), Rule: "block-marks", Severity: diag.Error,
		Message: strings.Replace(format, "%q", `"`+m.name+`"`, 1), Hint: marksHint,
	})
}

// markText gives what stands in a comment that is one of our marks.
func markText(text string) (inner string, ok bool) {
	text = strings.TrimRight(text, " \t")
	inner, ok = strings.CutPrefix(text, "<!--")
	if !ok {
		return "", false
	}
	if inner, ok = strings.CutSuffix(inner, "-->"); !ok || strings.Contains(inner, "--") {
		return "", false
	}
	inner = strings.TrimSpace(inner)
	rest := strings.TrimPrefix(inner, "/")
	return inner, strings.HasPrefix(rest, "tradeoff:") || inner == "/tradeoff" || strings.HasPrefix(inner, "/tradeoff ")
}

// readMark reads "tradeoff:name hash" and "/tradeoff:name".
func readMark(inner string) (m markLine, ok bool) {
	parts := strings.Fields(inner)
	m.name, m.close = strings.CutPrefix(parts[0], "/tradeoff:")
	if !m.close {
		m.name = strings.TrimPrefix(parts[0], "tradeoff:")
	}
	if len(parts) == 2 && !m.close {
		m.hash = parts[1]
	} else if len(parts) > 1 {
		return m, false
	}
	if m.name == "" || m.name[0] < 'a' || m.name[0] > 'z' {
		return m, false
	}
	for i := range len(m.name) {
		if b := m.name[i]; b != '-' && !isDigit(b) && (b < 'a' || b > 'z') {
			return m, false
		}
	}
	return m, true
}
