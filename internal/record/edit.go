package record

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Edit replaces the bytes from Start to End of a record. Text is given with LF
// and written with the file's own line end. Start and End are equal where text
// goes in between.
type Edit struct {
	Start, End int
	Text       string
}

// Apply gives the bytes of the record with the edits made; Data stays as it is.
// Without edits it is a copy. Edits may come in any order, and those that insert
// at one place keep theirs. It reports an error where edits overlap or reach
// outside the file.
func (r *Record) Apply(edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	size, at := len(r.Data), 0
	for _, e := range sorted {
		if e.Start < 0 || e.End < e.Start || e.End > len(r.Data) {
			return nil, fmt.Errorf("edit %s: bytes %d to %d are not in the file of %d", r.File, e.Start, e.End, len(r.Data))
		}
		if e.Start < at {
			return nil, fmt.Errorf("edit %s: two edits change byte %d", r.File, e.Start)
		}
		at = e.End
		size += len(e.Text)
	}
	newline := r.Newline()
	out := make([]byte, 0, size)
	at = 0
	for _, e := range sorted {
		out = append(out, r.Data[at:e.Start]...)
		out = append(out, withNewline(e.Text, newline)...)
		at = e.End
	}
	return append(out, r.Data[at:]...), nil
}

// SetBlock gives the edit that replaces a block's body and the hash in its
// opening mark. Body may end in any number of LF.
func (r *Record) SetBlock(b Block, body string) Edit {
	return Edit{Start: b.Start, End: b.Close, Text: openBlock(b.Name, body)}
}

// SetTitle gives the edit that replaces the text of the H1. A number before it
// and #s behind it stay. Title is one line of Markdown. Ok is false where the
// record has no H1 that the title stands in, or where the new one would not be
// read back.
func (r *Record) SetTitle(title string) (e Edit, ok bool) {
	title = oneLine(title)
	if r.spans.titleEnd == 0 || title == "" {
		return Edit{}, false
	}
	e = Edit{Start: r.spans.titleStart, End: r.spans.titleEnd, Text: title}
	data, err := r.Apply([]Edit{e})
	if err != nil {
		return Edit{}, false
	}
	again := r.again(data)
	if again.Title != plain(title) || again.spans.titleStart != e.Start || len(again.Sections) != len(r.Sections) {
		return Edit{}, false
	}
	return e, true
}

// withNewline gives text with its line ends as newline.
func withNewline(text, newline string) string {
	if newline == "\n" {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", newline)
}

// insertLines gives the edit that puts lines at the beginning of a line. Apart
// from what stands around them where apart is true; else directly beside it.
func (r *Record) insertLines(at int, lines []string, apart bool) Edit {
	between := "\n"
	if apart {
		between = "\n\n"
	}
	text := strings.Join(lines, between)
	before, after := r.Data[:at], r.Data[at:]
	ended := len(before) == bomLength(r.Data) || bytes.HasSuffix(before, []byte("\n"))
	switch {
	case apart && !ended:
		text = "\n\n" + text
	case !ended:
		text = "\n" + text
	case apart && !endsBlank(before[bomLength(r.Data):]) && at != r.FrontEnd:
		text = "\n" + text
	}
	if ended {
		text += "\n"
	}
	if next, _ := lineAt(after, 0); apart && len(bytes.TrimSpace(next)) > 0 {
		text += "\n"
	}
	return Edit{Start: at, End: at, Text: text}
}

// endsBlank tells whether text is empty or ends in an empty line.
func endsBlank(text []byte) bool {
	if len(text) == 0 {
		return true
	}
	text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	return len(text) == 0 || text[len(text)-1] == '\n'
}
