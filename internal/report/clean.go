package report

import (
	"strings"
	"unicode"
)

// Plain is a text as one line that can be shown anywhere: words with one blank
// between, valid UTF-8, and without what is not seen and changes what is seen:
// control characters, marks that turn the direction of writing, and characters
// without a width.
func Plain(text string) string { return strings.Join(strings.Fields(Visible(text)), " ") }

// Visible is a text without characters that are not seen. Line breaks and tabs stay;
// other blanks become plain ones.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) && !kept(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// kept tells whether an invisible character is a part of how people write: the sign
// that makes a picture of a letter, as in ❤️.
func kept(r rune) bool { return r == '\ufe0f' }
