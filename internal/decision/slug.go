package decision

import (
	"strings"
	"unicode"
)

// maxSlug bounds a slug in code points, so that a file's name stays within what
// every file system takes with a number before it and a suffix behind.
const maxSlug = 60

// Slug makes an id or a file's stem of a title: letters and digits of any
// script, in lower case, with one hyphen between words. It ends at a word where
// the title is long. A title without a letter or a digit gives "".
func Slug(title string) string {
	var b strings.Builder
	length, gap := 0, false
	for _, r := range strings.ToLower(title) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && length > 0 {
				b.WriteByte('-')
				length++
			}
			gap = false
			b.WriteRune(r)
			length++
		case r == '\'' || r == '’':
			// "don't" is one word
		default:
			gap = true
		}
	}
	slug := b.String()
	if length <= maxSlug {
		return slug
	}
	cut := string([]rune(slug)[:maxSlug+1])
	if i := strings.LastIndexByte(cut, '-'); i > 0 {
		return cut[:i]
	}
	return string([]rune(slug)[:maxSlug])
}
