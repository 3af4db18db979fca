package check

import (
	"strings"
	"unicode"

	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// templateWords are what templates put where something is still to be written, as
// letters alone: our own, MADR's without what it has in braces, and adr-tools'.
var templateWords = map[string]bool{
	"":                    true,
	"chosenoptionbecause": true, "goodbecause": true, "neutralbecause": true, "badbecause": true, "todo": true, "tbd": true,
	"firstoption": true, "secondoption": true, "firstdriveraforceaconcernaquality": true, "seconddriver": true,
	"optionhowitgoeswrongwhenwhatisdoneaboutit":                                                     true,
	"theissuemotivatingthisdecisionandanycontextthatinfluencesorconstrainsthedecision":              true,
	"thechangethatwereproposingorhaveagreedtoimplement":                                             true,
	"whatbecomeseasierormoredifficulttodoandanyrisksintroducedbythechangethatwillneedtobemitigated": true,
	"whatistheissuethatweareseeingthatismotivatingthisdecisionorchange":                             true,
	"whatisthechangethatwereproposingandordoing":                                                    true,
	"whatbecomeseasierormoredifficulttodobecauseofthischange":                                       true,
	"whatistheissuethatwereseeingthatismotivatingthisdecisionorchange":                              true,
	"whatisthechangethatwereproposingandoragreedtoimplement":                                        true,
}

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
		if !strings.HasPrefix(line, "#") && !render.Unwritten(line) && !isTemplates(line) {
			return false
		}
	}
	return true
}

// isTemplates tells whether a line is what a template has for one that is to be written.
func isTemplates(line string) bool {
	if strings.HasPrefix(line, "![") || strings.Contains(line, "](") || strings.HasPrefix(line, "<") {
		return false
	}
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") && strings.Contains(line, " ") {
		return true
	}
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, line)
	return templateWords[letters]
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
