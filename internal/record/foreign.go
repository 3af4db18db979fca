package record

import (
	"strings"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// maxForeign bounds how much of a file that is not Markdown is read for its
// metadata, in bytes: it stands at the beginning.
const maxForeign = 64 << 10

// readForeign reads what can be told of a file that is not Markdown, such as
// AsciiDoc, reStructuredText or a plain text: its title, and status and date from
// `:status: accepted`, `Status: accepted`, `* Status: accepted` or the first line
// under a heading Status. It is listed, never rendered and never edited.
func readForeign(r *Record, fromName string) {
	data := r.Data[min(bomLength(r.Data), len(r.Data)):]
	data = data[:min(len(data), maxForeign)]
	if !utf8.Valid(data) && len(data) < maxForeign {
		r.Title = fromName
		r.at[MetaTitle] = field{carrier: InName, pos: r.TitlePos}
		return
	}
	lines := strings.Split(string(data), "\n")
	inStatus := false
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || isForeignMark(line) {
			continue
		}
		pos := diag.Pos{File: r.File, Line: i + 1, Col: 1}
		underlined := i+1 < len(lines) && isUnderline(strings.TrimSpace(lines[i+1]))
		name := strings.TrimSpace(strings.TrimLeft(line, "=#*"))
		heading := underlined || line[0] == '=' && name != "" && name != line || line[0] == '#' && name != line
		switch {
		case heading:
			inStatus = metaKeys[fold(strings.TrimRight(name, ":"))] == "status"
			if r.Title == "" && len(name) < 300 {
				r.Title, r.TitlePos = name[numberPrefix(name):], pos
				r.at[MetaTitle] = field{carrier: InHeading, pos: pos}
			}
		case foreignMeta(r, line, pos):
			inStatus = false
		case inStatus:
			inStatus = false
			foreignStatus(r, line, pos, InSection)
		case r.Title == "" && len(name) < 300 && !strings.HasPrefix(line, ":"):
			r.Title, r.TitlePos = name[numberPrefix(name):], pos
			r.at[MetaTitle] = field{carrier: InHeading, pos: pos}
		}
	}
	if r.Title == "" {
		r.Title = fromName
		r.at[MetaTitle] = field{carrier: InName, pos: r.TitlePos}
	}
}

// foreignMeta takes a line of metadata. ok is false where it is none.
func foreignMeta(r *Record, line string, pos diag.Pos) bool {
	rest := strings.TrimLeft(line, "*-:. ")
	key, value, found := strings.Cut(rest, ":")
	if !found {
		return false
	}
	name, known := metaKey(strings.Trim(key, "*_ "))
	value = strings.Trim(value, ":*_ ")
	if !known || name == "" || value == "" {
		return known
	}
	f := field{carrier: InLine, pos: pos}
	switch name {
	case "status":
		foreignStatus(r, value, pos, InLine)
	case "date":
		if date, _, _ := dateOf(value); date != "" && r.Date == "" {
			r.Date, r.DateRaw, r.at[MetaDate] = date, value, f
		}
	case "makers":
		r.DecisionMakers, r.at[MetaMakers] = people(value), f
	case "tags":
		r.Tags, r.at[MetaTags] = tagList(value), f
	}
	return true
}

func foreignStatus(r *Record, raw string, pos diag.Pos, carrier Carrier) {
	if r.Status != decision.Unknown {
		return
	}
	status, _, _ := r.reader.statusOf(raw)
	r.Status, r.StatusRaw, r.StatusPos = status, raw, pos
	r.at[MetaStatus] = field{carrier: carrier, pos: pos}
}

// isForeignMark tells whether a line is a comment, a directive or a rule.
func isForeignMark(line string) bool {
	return strings.HasPrefix(line, "//") || strings.HasPrefix(line, "..") || isUnderline(line)
}

// isUnderline tells whether a line is one mark over and over, as under a title.
func isUnderline(line string) bool {
	return len(line) >= 3 && strings.IndexByte("=-~^\"'+#*", line[0]) >= 0 && run([]byte(line)) == len(line)
}
