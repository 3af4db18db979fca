package decision

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// And joins words as a sentence does: a, b and c.
func And(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Capital gives the first letter of a text its capital.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if !unicode.IsLower(first) {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// LowerTitle is a title as a part of a sentence: without its first capital, unless
// its first word has another one, as an abbreviation and many a name do, or is all
// of it and one letter long.
func LowerTitle(title string) string {
	first, size := utf8.DecodeRuneInString(title)
	word, _, _ := strings.Cut(title, " ")
	if size == len(title) || strings.ContainsFunc(word[size:], unicode.IsUpper) {
		return title
	}
	return string(unicode.ToLower(first)) + title[size:]
}

// Stands is the verdict as a verb, of so many options: "fits", "fit", "is open".
// One that is not written is unknown.
func (v Verdict) Stands(options int) string {
	switch {
	case v == "":
		return Undecided.Stands(options)
	case (v == Open || v == Undecided) && options == 1:
		return "is " + string(v)
	case v == Open || v == Undecided:
		return "are " + string(v)
	case options > 1:
		return strings.TrimSuffix(string(v), "s")
	}
	return string(v)
}
