package record

import (
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// extensions are those of the files that count as records, the longest first;
// the value tells whether the file is Markdown.
var extensions = []struct {
	name     string
	markdown bool
}{
	{".adr.md", true}, {".markdown", true}, {".mdx", true}, {".md", true},
	{".asciidoc", false}, {".adoc", false}, {".rst", false},
}

// notRecords are the stems of Markdown files that lie among records and are none.
var notRecords = map[string]bool{
	"readme": true, "index": true, "_index": true, "backlog": true,
	"template": true, "adr-template": true, "adr-template-bare": true,
	"adr-template-minimal": true, "adr-template-bare-minimal": true,
}

// Names reads the base name of a record's file.
//
//	0007-cache.md       "0007", 7, "cache"
//	ADR-0012-queues.md  "0012", 12, "queues"
//	20260120-queues.md  "20260120", -1, "queues"
//	2026-01-20-queues   "2026-01-20", -1, "queues"
//	choose-database.md  "choose-database", -1, "choose-database"
//
// The id is the number or date as it is written, else the stem. The number is
// -1 where the name has none; a date is no number.
func Names(name string) (id string, number int, slug string) {
	stem, _, _ := splitExtension(path.Base(name))
	rest := stem
	for _, prefix := range []string{"madr", "adr", "ad"} {
		if len(rest) > len(prefix) && strings.EqualFold(rest[:len(prefix)], prefix) {
			if after := strings.TrimLeft(rest[len(prefix):], "-_. "); after != "" && isDigit(after[0]) {
				rest = after
				break
			}
		}
	}
	if n := dateLength(rest); n > 0 {
		return rest[:n], -1, strings.TrimLeft(rest[n:], "-_ ")
	}
	n := digits(rest)
	if n == 0 || n > 8 || n < len(rest) && !strings.ContainsRune("-_ .", rune(rest[n])) {
		return stem, -1, stem
	}
	number, err := strconv.Atoi(rest[:n])
	if err != nil {
		return stem, -1, stem
	}
	return rest[:n], number, strings.TrimLeft(rest[n:], "-_ .")
}

// IsRecord tells from a file's base name whether the file counts as a record:
// Markdown, AsciiDoc or reStructuredText, but no read-me, index, template,
// backlog or hidden file. Case does not count.
func IsRecord(name string) bool {
	name = path.Base(name)
	stem, _, known := splitExtension(name)
	if !known || stem == "" || strings.HasPrefix(name, ".") {
		return false
	}
	return !notRecords[strings.ToLower(stem)]
}

// splitExtension parts a base name. Known is false where the extension is no
// record's; then the whole name is the stem.
func splitExtension(name string) (stem string, markdown, known bool) {
	for _, e := range extensions {
		if n := len(name) - len(e.name); n >= 0 && strings.EqualFold(name[n:], e.name) {
			return name[:n], e.markdown, true
		}
	}
	return name, true, false
}

// dateLength is the length of the date that text begins with, of the forms
// 20260120, 2026-01-20, 2026_01_20 and 2026-01; 0 without one.
func dateLength(text string) int {
	ends := func(n int) bool { return len(text) == n || len(text) > n && strings.IndexByte("-_ ", text[n]) >= 0 }
	switch n := digits(text); {
	case n == 8 && ends(8) && validDate(text[:4], text[4:6], text[6:8]):
		return 8
	case n == 4 && len(text) >= 7 && (text[4] == '-' || text[4] == '_') && digits(text[5:]) == 2:
		if len(text) >= 10 && text[7] == text[4] && digits(text[8:]) == 2 && ends(10) && validDate(text[:4], text[5:7], text[8:10]) {
			return 10
		}
		if ends(7) && validDate(text[:4], text[5:7], "01") {
			return 7
		}
	}
	return 0
}

// titleFromName makes a title of a file's name: its slug as words.
func titleFromName(id, slug string) string {
	title := strings.Join(strings.FieldsFunc(slug, func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) }), " ")
	if title == "" {
		return id
	}
	first, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(first)) + title[size:]
}

// digits counts the ASCII digits that text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	return n
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
