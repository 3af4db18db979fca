package check

import (
	"strings"

	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/record"
)

// hint matches a comment, and a hint in braces.
var hint = lazyregexp.New(`(?s)<!--.*?-->|\{[^{}]*\}`)

// unwritten tells of a text of Markdown that it says nothing yet: it is empty, or what
// a template left for somebody to fill in.
func unwritten(text string) bool {
	text = hint.ReplaceAllStringFunc(text, func(found string) string { return strings.Repeat("\n", strings.Count(found, "\n")) })
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); fenceOf(line) != "" {
			return false
		}
		if !strings.HasPrefix(line, "#") && !record.IsPlaceholder(line) {
			return false
		}
	}
	return true
}

// sectionText is what stands under a heading, to the next of its level or above.
func sectionText(r *record.Record, s *record.Section) string { return string(r.Data[s.Body:s.End]) }

// hasBlock tells whether a part of the section follows the input.
func hasBlock(r *record.Record, s *record.Section) bool {
	for _, b := range r.Blocks {
		if b.Start >= s.Start && b.Start < s.End {
			return true
		}
	}
	return false
}
