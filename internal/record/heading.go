package record

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
)

// HeadingBase gives the id that a forge makes of a heading's plain text, where no
// other heading of the page has it: in lower case, letters, digits, hyphens and
// underscores kept in any script, spaces as hyphens, anything else dropped.
func HeadingBase(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && r != '\ufe0f':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// UniqueID gives a heading's id on its page. seen counts the ids of the page, and must
// not be nil; an id met again gets -1, -2 and so on.
func UniqueID(base string, seen map[string]int) string {
	id := base
	for {
		if _, taken := seen[id]; !taken {
			break
		}
		seen[base]++
		id = base + "-" + strconv.Itoa(seen[base])
	}
	seen[id] = 0
	return id
}

// Anchors gives the ids of the record's headings, quoted ones and those in
// lists included.
func (r *Record) Anchors() map[string]bool {
	ids, seen := map[string]bool{}, map[string]int{}
	if r.Dialect == NotMarkdown {
		return ids
	}
	lines := scanLines(r.Data, r.FrontEnd)
	for i := range lines {
		if lines[i].class == heading && lines[i].first {
			start, end, _ := headingSpan(r.Data, lines, i)
			ids[UniqueID(HeadingBase(plain(string(r.Data[start:end]))), seen)] = true
		}
	}
	return ids
}

// headingSpan gives the bytes of the text of the heading at lines[i], without
// closing #s and without a comment behind it, and the index of its last line.
func headingSpan(data []byte, lines []line, i int) (start, end, last int) {
	start, end, last = lines[i].text, lines[i].end, i
	for last+1 < len(lines) && lines[last+1].class == heading && !lines[last+1].first {
		last++
		end = lines[last].end
	}
	if last+1 < len(lines) && lines[last+1].class == underline {
		last++
	}
	for {
		text := bytes.TrimRight(data[start:end], " \t\r\n")
		if n := bytes.LastIndex(text, []byte("<!--")); n >= 0 && bytes.HasSuffix(text[n:], []byte("-->")) {
			text = bytes.TrimRight(text[:n], " \t")
		}
		if closed := bytes.TrimRight(text, "#"); last == i && len(closed) < len(text) {
			if len(closed) == 0 || closed[len(closed)-1] == ' ' || closed[len(closed)-1] == '\t' {
				text = bytes.TrimRight(closed, " \t")
			}
		}
		if start+len(text) == end {
			return start, end, last
		}
		end = start + len(text)
	}
}

// numberPrefix is the length of the number that a title begins with: "7. ",
// "0007 - ", "ADR-001: ", "ADR 37 – ". It is 0 where nothing would be left.
func numberPrefix(title string) int {
	i, named := 0, false
	for _, prefix := range []string{"MADR", "ADR", "AD"} {
		if len(title) > len(prefix) && strings.EqualFold(title[:len(prefix)], prefix) {
			j := len(prefix) + len(title[len(prefix):]) - len(strings.TrimLeft(title[len(prefix):], "-_ #"))
			if j < len(title) && isDigit(title[j]) {
				i, named = j, true
				break
			}
		}
	}
	n := digits(title[i:])
	if n == 0 || n > 8 {
		return 0
	}
	padded := n >= 3 && title[i] == '0'
	i += n
	rest := title[i:]
	trimmed := strings.TrimLeft(rest, " \t")
	spaced := len(trimmed) < len(rest)
	mark := 0
	switch {
	case strings.HasPrefix(trimmed, "–"), strings.HasPrefix(trimmed, "—"), strings.HasPrefix(trimmed, "："):
		mark = 3
	case trimmed != "" && strings.IndexByte(".:)", trimmed[0]) >= 0, spaced && strings.HasPrefix(trimmed, "-"):
		mark = 1
	}
	after := strings.TrimLeft(trimmed[mark:], " \t")
	gap := len(after) < len(trimmed)-mark
	switch {
	case after == "":
		return 0
	case mark == 3, mark == 1 && gap, mark == 0 && spaced && (named || padded):
		return len(title) - len(after)
	}
	return 0
}
