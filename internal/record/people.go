package record

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/source"
)

// peopleKeys are the keys of metadata that name people and are read as nothing else.
var peopleKeys = []string{"author", "authors", "owner", "owners", "reviewer", "reviewers", "approver", "approvers", "participants", "proposer", "stakeholders",
	"autor", "autoren", "auteur", "auteurs", "autores", "作者"}

// namesPeople tells whether a key of metadata is one that names people.
func namesPeople(key string) bool {
	key = strings.Trim(strings.TrimSpace(key), "*_")
	key = strings.TrimSuffix(fold(key), "(s)")
	if name, ok := metaKey(key); ok && slices.Contains([]string{"makers", "consulted", "informed"}, name) {
		return true
	}
	spaced := strings.ReplaceAll(foldKey(key), "-", " ")
	name, ok := metaKey(spaced)
	return ok && slices.Contains([]string{"makers", "consulted", "informed"}, name) || spaced == "decisionmakers" || slices.Contains(peopleKeys, spaced)
}

// WithoutPeople gives the record's bytes without the metadata that names people: who
// decided, was consulted or informed, and its authors, owners and reviewers, in front
// matter, lists, lines and tables before the first section, and in sections of their
// own. Front matter in which they cannot be told from the rest goes as a whole. What
// the text says of people stays.
func (r *Record) WithoutPeople() []byte {
	if r.Dialect == NotMarkdown {
		return withoutForeignPeople(r.Data)
	}
	edits := r.peopleInText()
	if start, stop, end := frontBounds(r.Data); end > 0 {
		if inner := r.frontWithoutPeople(r.Data[start:stop]); !bytes.Equal(inner, r.Data[start:stop]) {
			edits = append(edits, Edit{Start: start, End: stop, Text: string(inner)})
		}
	}
	slices.SortFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
	data := make([]byte, 0, len(r.Data))
	at := 0
	for _, e := range edits {
		if e.Start < at {
			e.Start = min(at, e.End)
		}
		data = append(append(data, r.Data[at:e.Start]...), e.Text...)
		at = max(at, e.End)
	}
	return r.blankPeople(append(data, r.Data[at:]...))
}

// blankPeople empties the values that the reader still finds, such as one in a table
// that holds other things too.
func (r *Record) blankPeople(data []byte) []byte {
	for range 8 { // what one carrier says no more, the next may
		again, found := r.again(data), false
		for _, m := range []Meta{MetaMakers, MetaConsulted, MetaInformed} {
			f := again.at[m]
			if len(*again.list(m)) == 0 || f.carrier == InFront || f.end <= f.start {
				continue
			}
			data = slices.Concat(again.Data[:f.start], bytes.Repeat([]byte(" "), f.end-f.start), again.Data[f.end:])
			found = true
			break
		}
		if !found {
			break
		}
	}
	return data
}

// frontWithoutPeople is front matter without the keys that name people; nothing where
// it cannot be read, or not be edited.
func (r *Record) frontWithoutPeople(inner []byte) []byte {
	if r.Front == nil {
		if len(bytes.TrimSpace(inner)) == 0 {
			return inner
		}
		return nil
	}
	format := source.YAML
	if r.InTOML() {
		format = source.TOML
	}
	for _, e := range r.Front.Entries {
		if !namesPeople(e.Key) {
			continue
		}
		var err error
		if inner, err = source.Delete(r.File, inner, format, []string{e.Key}); err != nil {
			return nil
		}
	}
	if string(bytes.TrimSpace(inner)) == "{}" {
		return nil // what is left of a map without keys
	}
	return inner
}

// peopleInText are the edits that take people out of the text behind the front matter.
func (r *Record) peopleInText() []Edit {
	a := r.Anatomy()
	stop := len(r.Data)
	for _, i := range a.p.sectionLines {
		if a.p.lines[i].level > 1 {
			stop = a.p.lines[i].start
			break
		}
	}
	var edits []Edit
	for _, part := range a.Parts(r.FrontEnd, stop) {
		switch part.Kind {
		case ListPart:
			for _, item := range part.Items {
				first, _, _ := strings.Cut(item.Text, "\n")
				if key, ok := keyOf(first); ok && namesPeople(key) {
					edits = append(edits, Edit{Start: item.Start, End: item.End})
				}
			}
		case ParagraphPart:
			edits = append(edits, r.peopleInLines(part)...)
		case TablePart:
			for _, m := range a.p.metaTable(part) {
				if namesPeople(strings.TrimRight(plain(m.Key), ":： ")) && m.Value != "" {
					at := r.offset(m.Pos.Line, m.Pos.Col)
					edits = append(edits, Edit{Start: at, End: at + len(m.Value)})
				}
			}
		}
	}
	for i := range r.Sections {
		if s := &r.Sections[i]; s.Level > 1 && namesPeople(s.Heading) {
			edits = append(edits, Edit{Start: s.Start, End: s.End})
		}
	}
	return edits
}

// peopleInLines are the lines of a paragraph that name people. A line that goes on
// takes the next with it.
func (r *Record) peopleInLines(part Part) []Edit {
	var edits []Edit
	at, goesOn := part.Start, false
	for line := range strings.Lines(string(r.Data[part.Start:part.End])) {
		text := strings.TrimSpace(line)
		key, keyed := keyOf(text)
		if keyed && namesPeople(key) || !keyed && goesOn && text != "" {
			edits = append(edits, Edit{Start: at, End: at + len(line)})
			goesOn = strings.HasSuffix(strings.TrimRight(text, `\*_ `), ",") || strings.HasSuffix(strings.TrimRight(text, `\*_ `), ":")
		} else {
			goesOn = false
		}
		at += len(line)
	}
	return edits
}

// keyOf is the key of a line such as `Key: value` or `**Key**: value`.
func keyOf(line string) (string, bool) {
	bare := strings.TrimLeft(line, "*_ ")
	n := keyLength(bare)
	key := strings.Trim(bare[:n], " -")
	rest := strings.TrimLeft(bare[n:], "*_ \u00a0\u202f")
	return key, key != "" && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "："))
}

// offset is the byte at a line and a column, which count from 1.
func (r *Record) offset(line, col int) int {
	at := 0
	for range line - 1 {
		_, at = lineAt(r.Data, at)
	}
	for range col - 1 {
		_, size := utf8.DecodeRune(r.Data[at:])
		at += size
	}
	return at
}

// withoutForeignPeople is a file that is not Markdown without the lines that name
// people, whatever marks stand before the key: `:author: x`, `* Deciders: x`.
func withoutForeignPeople(data []byte) []byte {
	var out []byte
	goesOn := false
	for line := range bytes.Lines(data) {
		text := strings.TrimLeft(strings.TrimSpace(string(line)), "*-:. ")
		key, value, found := strings.Cut(text, ":")
		if found && namesPeople(key) {
			value = strings.Trim(value, ":*_ ")
			goesOn = value == "" || strings.HasSuffix(value, ",")
			continue
		}
		if goesOn && !found && text != "" {
			goesOn = strings.HasSuffix(text, ",")
			continue
		}
		goesOn = goesOn && text == ""
		out = append(out, line...)
	}
	return out
}
