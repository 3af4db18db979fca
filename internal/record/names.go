package record

import (
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/decision"
)

// extensions are those of the files that count as records, the longest first;
// the value tells whether the file is Markdown. Of those that are weak, and of
// files without any, only such as have a number or a date count.
var extensions = []struct {
	name           string
	markdown, weak bool
}{
	{".adr.md", true, false}, {".markdown", true, false}, {".mdx", true, false}, {".md", true, false},
	{".asciidoc", false, false}, {".adoc", false, false}, {".asc", false, true}, {".rst", false, false},
	{".org", false, true}, {".textile", false, true}, {".txt", false, true},
}

// notRecords are the stems of files that lie among records and are none, with
// what they are instead.
var notRecords = map[string]string{
	"readme": "read-me", "index": "index", "_index": "index", "toc": "index", "summary": "index", "adr-log": "index", "adr-index": "index", "decision-log": "index",
	"backlog": "backlog", "contributing": "guide", "changelog": "changelog", "license": "licence", "code_of_conduct": "guide",
}

// Names reads the name of a record's file. A file index.md or README.md in a
// folder that has a number or a date is named after its folder.
//
//	0007-cache.md       "0007", 7, "cache"
//	ADR-0012-queues.md  "0012", 12, "queues"
//	20260120-queues.md  "20260120", -1, "queues"
//	2026-01-20-queues   "2026-01-20", -1, "queues"
//	choose-database.md  "choose-database", -1, "choose-database"
//	0007-cache/index.md "0007", 7, "cache"
//
// The id is the number or date as it is written, else the stem. The number is
// -1 where the name has none; a date is no number.
func Names(name string) (id string, number int, slug string) {
	stem, _, _ := splitExtension(path.Base(name))
	if folder, ok := namedFolder(name, stem); ok {
		stem = folder
	}
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

// InFolder tells whether a record's folder is named after it, as that of
// 0007-cache/index.md is.
func InFolder(name string) bool {
	stem, _, _ := splitExtension(path.Base(name))
	_, ok := namedFolder(name, stem)
	return ok
}

// namedFolder gives the name of the folder that stands for a record, where name is
// the one file in it that is read.
func namedFolder(name, stem string) (folder string, ok bool) {
	if !strings.EqualFold(stem, "index") && !strings.EqualFold(stem, "readme") {
		return "", false
	}
	folder = path.Base(path.Dir(name))
	id, number, slug := Names(folder)
	return folder, slug != "" && slug != id && (number >= 0 || dateLength(id) > 0)
}

// IsRecord tells from a file's path whether the file counts as a record.
func IsRecord(name string) bool { return NotRecord(name) == "" }

// NotRecord tells from a file's path why the file is no record, "" where it is
// one: Markdown, AsciiDoc, reStructuredText, or any text with a number or a date
// before its name, but no read-me, index, template, backlog or hidden file. Case
// does not count.
func NotRecord(name string) string {
	base := path.Base(name)
	stem, markdown, known := splitExtension(base)
	lower := strings.ToLower(stem)
	switch {
	case strings.HasPrefix(base, ".") || stem == "":
		return "hidden file"
	case !known:
		return "other file"
	case isTemplateName(lower):
		return "template"
	}
	word, _, _ := strings.Cut(lower, ".") // README.zh-cn.md
	why := notRecords[word]
	if language, ok := strings.CutPrefix(lower, "readme"); ok && why == "" && isVariant(language) {
		why = notRecords["readme"]
	}
	if why != "" {
		if _, ok := namedFolder(name, stem); ok && markdown {
			return ""
		}
	}
	return why
}

// isTemplateName tells whether a stem in lower case is that of a template:
// template, adr-template-minimal, 0000-template, _template.
func isTemplateName(stem string) bool {
	stem = strings.TrimLeft(stem, "0_-")
	for _, before := range []string{"adr", "madr", "nygard", "decision", "record"} {
		stem = strings.TrimLeft(strings.TrimPrefix(stem, before), "_-")
	}
	rest, ok := strings.CutPrefix(stem, "template")
	return ok && (rest == "" || rest == "s" || isVariant(rest))
}

// isVariant tells whether what follows a name is a language or one of MADR's
// variants: -de, _zh-cn, .fr, -bare-minimal. "template-engine" is a decision.
func isVariant(suffix string) bool {
	if suffix == "" || strings.IndexByte("-_.", suffix[0]) < 0 {
		return false
	}
	for _, part := range strings.FieldsFunc(suffix, func(r rune) bool { return r == '-' || r == '_' || r == '.' }) {
		if len(part) != 2 && part != "bare" && part != "minimal" && part != "short" && part != "long" && part != "full" && part != "hans" && part != "hant" {
			return false
		}
	}
	return true
}

// Template tells whether a record is one that others are copied from, though its
// name does not say so: its title is a placeholder, and it has no number of its own.
func (r *Record) Template() bool {
	if r.Number > 0 && r.Number != 9999 || dateLength(r.ID) > 0 || r.Status != decision.Unknown {
		return false
	}
	title := r.Title
	if r.spans.titleEnd > 0 {
		title = string(r.Data[r.spans.numberStart:r.spans.titleEnd])
	}
	title = strings.TrimSpace(title)
	return isPlaceholder(title) || strings.Contains(title, "TITLE") && strings.ToUpper(title) == title
}

// splitExtension parts a base name. Known is false where the name is no record's;
// then the whole name is the stem.
func splitExtension(name string) (stem string, markdown, known bool) {
	for _, e := range extensions {
		if n := len(name) - len(e.name); n >= 0 && strings.EqualFold(name[n:], e.name) {
			return name[:n], e.markdown, !e.weak || hasNumber(name[:n])
		}
	}
	if !strings.Contains(name, ".") && hasNumber(name) {
		return name, false, true
	}
	return name, true, false
}

// hasNumber tells whether a stem begins with a number of at least two digits or a
// date, and goes on with words.
func hasNumber(stem string) bool {
	n := max(dateLength(stem), digits(stem))
	return n >= 2 && n+1 < len(stem) && strings.IndexByte("-_ ", stem[n]) >= 0
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
