package render

import (
	"reflect"
	"strings"

	"tradeoff/internal/lazyregexp"
)

// openers are words that begin a sentence with a capital and lose it within one.
// Any other word may be a name, and keeps its own.
var openers = map[string]bool{"A": true, "All": true, "An": true, "Any": true, "Both": true, "Each": true, "Every": true, "Everything": true, "For": true,
	"From": true, "If": true, "In": true, "It": true, "Its": true, "Many": true, "More": true, "Most": true, "No": true, "Nobody": true, "Nothing": true,
	"On": true, "One": true, "Only": true, "Our": true, "Some": true, "That": true, "The": true, "Their": true, "There": true, "These": true,
	"They": true, "This": true, "Those": true, "Three": true, "Two": true, "We": true, "When": true, "Where": true, "With": true, "Without": true}

// lowerFirst takes the capital off the word that opens a sentence, so that the
// text can stand within one.
func lowerFirst(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if !openers[word] {
		return s
	}
	return strings.ToLower(word) + s[len(word):]
}

var spaces = lazyregexp.New(`\s+`)

// tagStart is what a Markdown reader may take for the beginning of HTML.
var tagStart = lazyregexp.New(`(^|[^\\])<([A-Za-z/!?])`)

// autolink is an address in angle brackets, which is no HTML.
var autolink = lazyregexp.New(`<(https?://[^\s<>]*)>`)

// inline makes text fit one line of Markdown: its white space is one blank, and
// what looks like HTML is text.
func inline(text string) string {
	if strings.ContainsAny(text, "\t\n\f\r") || strings.Contains(text, "  ") { // seldom, and a pattern is slow to look
		text = spaces.ReplaceAllString(text, " ")
	}
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "<") {
		return text
	}
	text = autolink.ReplaceAllString(text, "$1")
	var b strings.Builder
	for text != "" {
		plain, code := cutCode(text)
		b.WriteString(tagStart.ReplaceAllString(text[:plain], `$1\<$2`))
		b.WriteString(text[plain:code])
		text = text[code:]
	}
	return b.String()
}

// cutCode gives where the first code span of a line begins and ends, both the
// line's length where it has none.
func cutCode(text string) (start, end int) {
	for i := 0; i < len(text); {
		n := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if n == 0 {
			i++
			continue
		}
		for j := i + n; j < len(text); {
			m := len(text[j:]) - len(strings.TrimLeft(text[j:], "`"))
			if m == n {
				return i, j + m
			}
			j += max(m, 1)
		}
		i += n
	}
	return len(text), len(text)
}

// cell is inline text that ends no cell of a table.
func cell(text string) string {
	var b strings.Builder
	escaped := false
	for _, r := range inline(text) {
		if r == '|' && !escaped {
			b.WriteByte('\\')
		}
		escaped = r == '\\' && !escaped
		b.WriteRune(r)
	}
	return b.String()
}

var foreignMark = lazyregexp.New(`<!--(\s*/?\s*tradeoff)`)

// disarm makes text of people hold no mark of ours, so that nothing they write
// can end a block or begin one.
func disarm(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && strings.Contains(v.String(), "<!--") {
			v.SetString(foreignMark.ReplaceAllString(v.String(), "&lt;!--$1"))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Elem().Type())
			copied.Elem().Set(v.Elem())
			disarm(copied.Elem())
			v.Set(copied)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			disarm(v.Field(i))
		}
	case reflect.Slice:
		if v.Len() > 0 {
			copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(copied, v)
			for i := range copied.Len() {
				disarm(copied.Index(i))
			}
			v.Set(copied)
		}
	}
}
