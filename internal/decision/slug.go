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

// latin spells letters of Latin scripts with those of English.
var latin = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "å", "a", "á", "a", "à", "a", "â", "a", "ã", "a",
	"ç", "c", "č", "c", "ć", "c", "ď", "d", "ð", "d", "é", "e", "è", "e", "ê", "e", "ë", "e", "ě", "e", "ę", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
	"ł", "l", "ñ", "n", "ň", "n", "ń", "n", "ó", "o", "ò", "o", "ô", "o", "õ", "o", "ř", "r", "š", "s", "ś", "s", "ş", "s", "ť", "t", "þ", "th",
	"ú", "u", "ù", "u", "û", "u", "ů", "u", "ý", "y", "ÿ", "y", "ž", "z", "ź", "z", "ż", "z", "ą", "a", "ă", "a", "ğ", "g", "ı", "i")

// ID makes an id of a title, of the form [a-z][a-z0-9-]* that every id of an
// input has. A title without such letters gives "".
func ID(title string) string {
	var b strings.Builder
	for _, r := range latin.Replace(Slug(title)) {
		if r < unicode.MaxASCII {
			b.WriteRune(r)
		}
	}
	id := strings.Trim(b.String(), "-")
	for strings.Contains(id, "--") {
		id = strings.ReplaceAll(id, "--", "-")
	}
	return strings.TrimLeft(id, "0123456789-")
}
