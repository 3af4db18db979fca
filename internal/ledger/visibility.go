package ledger

import (
	"bytes"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// visibility tells whether a record asks not to be shown. Whatever is meant by a
// word that is not known, it is not "show this to everybody", so that it is
// restricted, and a finding.
func (e *Entry) visibility(r *record.Record) bool {
	if e.frontVisibility(r) {
		return true
	}
	line := restrictedLine(r.Data)
	if line == 0 {
		return false
	}
	e.Findings.Errorf(diag.Pos{File: r.File, Line: line}, "unknown-value", "write visibility: restricted in front matter, between two lines of ---", "this restricts the decision, though it does not stand where metadata is read")
	return true
}

// asksInWords matches a line that means to restrict, wherever it stands.
var asksInWords = lazyregexp.New(`(?i)^[\s>*+:_{-]*["']?visibility["']?[*_]*\s*:[*_\s"']*restricted\b`)

// restrictedLine is the line, from 1, at the top of a text that asks for it to be
// restricted; 0 where none does. Front matter that is not closed, that begins
// below an empty line, or that is nested is a slip of the pen, and no reason to
// show the decision to everybody.
func restrictedLine(data []byte) int {
	const top, lines = 8 << 10, 60
	head := data[:min(len(data), top)]
	if !saysVisibility(head) {
		return 0
	}
	n := 0
	for line := range bytes.Lines(head) {
		if n++; n > lines {
			break
		}
		if asksInWords.Match(line) {
			return n
		}
	}
	return 0
}

// steps are how far to go on in a text in lower case where the last of as many letters
// as visibility has is that byte: up to where it stands in the word (Horspool).
var steps = func() (steps [256]uint8) {
	const word = "visibility"
	for i := range steps {
		steps[i] = uint8(len(word))
	}
	for i := range len(word) - 1 {
		steps[word[i]] = uint8(len(word) - 1 - i)
	}
	return steps
}()

// saysVisibility tells whether a text holds the word in any case.
func saysVisibility(text []byte) bool {
	const word = "visibility"
	if bytes.Contains(text, []byte("İ")) { // becomes an i in lower case
		return bytes.Contains(bytes.ToLower(text), []byte(word))
	}
	for end := len(word); end <= len(text); {
		last := text[end-1]
		if 'A' <= last && last <= 'Z' {
			last |= 0x20
		}
		if last == 'y' && bytes.EqualFold(text[end-len(word):end], []byte(word)) {
			return true
		}
		end += int(steps[last])
	}
	return false
}

// frontVisibility is visibility as front matter says it.
func (e *Entry) frontVisibility(r *record.Record) bool {
	if r.Front == nil {
		// Front matter that cannot be read may ask for it as well.
		return r.FrontEnd > 0 && saysVisibility(r.Data[:r.FrontEnd])
	}
	for _, entry := range r.Front.Entries {
		if strings.ToLower(entry.Key) != "visibility" || entry.Value.Kind == source.Null {
			continue
		}
		if entry.Key != "visibility" || entry.Value.Text != "restricted" {
			e.Findings.Errorf(entry.KeyPos, "unknown-value", "write visibility: restricted, or leave it out", "%s: %s is no visibility", entry.Key, entry.Value.Text)
		}
		return true
	}
	return false
}

// asksToBeHidden tells whether an input names a visibility, whatever it says and
// whether it can be read or not: as with a record, no word means "show this to
// everybody".
func asksToBeHidden(in *input.Input) bool {
	if in.Root == nil {
		return saysVisibility(in.Data)
	}
	return in.Decision.Visibility != "" || slices.ContainsFunc(in.Root.Entries, func(e source.Entry) bool {
		return strings.EqualFold(e.Key, "visibility") && e.Value.Kind != source.Null
	})
}
