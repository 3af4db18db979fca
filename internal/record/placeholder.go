package record

import (
	"strings"
	"unicode"
)

// templateWords are what templates put where something is still to be written, as
// letters alone: our own, MADR's without what it has in braces, and adr-tools'.
var templateWords = map[string]bool{
	"chosenoptionbecause": true, "goodbecause": true, "neutralbecause": true, "badbecause": true,
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

// UnwrittenLead begins the lead of a record that somebody is still to write.
const UnwrittenLead = "**Chosen:** … over …"

// unwrittenStatement begins a Y-statement that somebody is still to write.
const unwrittenStatement = "In the context of …, facing …"

// IsUnwrittenLead tells whether a line is a lead in which nothing is chosen yet.
func IsUnwrittenLead(line string) bool {
	return strings.Contains(line, UnwrittenLead) || strings.Contains(line, unwrittenStatement)
}

// IsPlaceholder tells whether a line is what a template has for one that is to be
// written: a hint in brackets, a lead in which nothing is chosen, or a template's own
// words. So is a line without a letter or a digit.
func IsPlaceholder(line string) bool {
	if IsUnwrittenLead(line) {
		return true
	}
	if strings.HasPrefix(line, "![") || strings.Contains(line, "](") || strings.HasPrefix(line, "<") {
		return false
	}
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") && strings.Contains(line, " ") {
		return true
	}
	letters := lettersOf(line)
	return saysNothing(letters) || templateWords[letters]
}

// saysNothing tells of the letters of a text that nobody has written it yet.
func saysNothing(letters string) bool { return letters == "" || letters == "todo" || letters == "tbd" }

// lettersOf are the letters and digits of a text, in lower case.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// WrittenLead is the record's lead, "" where it is a template's.
func (r *Record) WrittenLead() string {
	if IsUnwrittenLead(r.Lead) {
		return ""
	}
	return r.Lead
}
