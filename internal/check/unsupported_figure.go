package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/record"
)

var unsupportedFigure = Rule{
	ID: "unsupported-figure", Severity: diag.Off, Eases: true,
	Summary: "a figure is claimed without a source",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			if e.Record == nil || e.Record.Dialect == record.NotMarkdown || !open(e) && !p.decided(e) {
				continue
			}
			for _, par := range paragraphsOf(e.Record) {
				if figure, pos := par.claim(e.Record.File); figure != "" {
					r.on(e, pos, fmt.Sprintf("%s is claimed without a source", figure), "link to where it is from, or say that it was measured, and when")
				}
			}
		}
	},
}

// figure matches what is claimed: a number with a unit that somebody must have measured,
// or an amount of money.
var figure = lazyregexp.New(`(?i)(?:[$€£] ?\d[\d.,]*\d?|\b\d[\d.,]* ?(?:%|€|×|(?:ms|µs|s|sec|seconds?|minutes?|hours?|requests?|rps|qps|[kmgt]i?b|x|times|percent|usd|eur)\b))`)

// supported matches what tells where a figure is from.
var supported = lazyregexp.New(`(?i)\]\(|\]\[|\[\^|https?://|\bmeasur|\bbenchmark|\bsources?\b|\baccording to\b`)

// codeSpan matches code in a line, which claims nothing.
var codeSpan = lazyregexp.New("`[^`\n]*`")

// passage is a paragraph or a list item: its lines, from the line of that number on.
type passage struct {
	first int
	lines []string
}

// claim is the first figure of a passage that tells nothing of where it is from.
func (p passage) claim(file string) (string, diag.Pos) {
	if supported.MatchString(strings.Join(p.lines, "\n")) {
		return "", diag.Pos{}
	}
	for i, line := range p.lines {
		blanked := codeSpan.ReplaceAllStringFunc(line, func(code string) string { return strings.Repeat("_", len(code)) })
		for _, at := range figure.FindAllStringIndex(blanked, -1) {
			if all := line[at[0]:at[1]]; all == "100%" || all == "100 %" {
				continue // a way to say wholly
			}
			return line[at[0]:at[1]], diag.Pos{File: file, Line: p.first + i, Col: 1 + utf8.RuneCountInString(line[:at[0]])}
		}
	}
	return "", diag.Pos{}
}

// itemMark matches the beginning of a list item.
var itemMark = lazyregexp.New(`^\s*(?:[-*+]|\d+[.)])\s`)

// paragraphsOf are the paragraphs and list items of a record's body that people wrote:
// none of code, headings, comments, quotes and blocks that follow the input, nor of the
// metadata above the first section.
func paragraphsOf(r *record.Record) []passage {
	var out []passage
	var now passage
	end := func() {
		if len(now.lines) > 0 {
			out = append(out, now)
		}
		now = passage{}
	}
	fence, comment, number, offset, block, inBody := "", false, 0, 0, 0, false
	for raw := range strings.Lines(string(r.Data)) {
		number++
		start := offset
		offset += len(raw)
		for block < len(r.Blocks) && r.Blocks[block].End <= start {
			block++
		}
		line := strings.TrimRight(raw, "\r\n")
		text := strings.TrimSpace(line)
		opens := fenceOf(text)
		switch {
		case start < r.FrontEnd || block < len(r.Blocks) && r.Blocks[block].Start <= start:
			end()
		case fence != "":
			if strings.HasPrefix(opens, fence) {
				fence = ""
			}
		case comment:
			comment = !strings.Contains(text, "-->")
		case opens != "":
			end()
			fence = opens
		case strings.HasPrefix(text, "<!--"):
			end()
			comment = !strings.Contains(text, "-->")
		case strings.HasPrefix(text, "#"):
			end()
			inBody = inBody || strings.HasPrefix(text, "##")
		case text == "" || strings.HasPrefix(text, ">") || !inBody:
			end()
		default:
			if itemMark.MatchString(line) || strings.HasPrefix(text, "|") {
				end()
			}
			if len(now.lines) == 0 {
				now.first = number
			}
			now.lines = append(now.lines, line)
		}
	}
	end()
	return out
}
