package ledger

import (
	"cmp"
	"maps"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
)

// Secrets are the names of restricted decisions: their files' and their titles.
// The zero value hides nothing.
type Secrets struct {
	names *regexp.Regexp
	says  map[string]string // what stands in a name's place, by the name in lower case
	files map[string]bool   // records and inputs, under their former names too
	links *regexp.Regexp    // a link to one of them, with its words as a group
	words []string          // the names' words, as folded gives them
}

// HiddenName stands in the place of a name that may not be told.
const HiddenName = "(restricted)"

// shortest is the number of letters that a title must have to be looked for: of
// shorter ones every text is full.
const shortest = 6

// SecretsOf are those of a log: the names that its restricted decisions have, and had
// before they were moved.
func SecretsOf(log *Log) Secrets {
	s := Secrets{says: map[string]string{}, files: map[string]bool{}}
	var names []string
	add := func(name, says string) {
		for _, form := range []string{name, url.PathEscape(name)} {
			if low := strings.ToLower(oneLine(form)); form != "" && s.says[low] == "" {
				s.says[low] = says
				names = append(names, form)
			}
		}
	}
	var stems []string // what links to them are written with
	file := func(name, id string) {
		if name != id {
			add(name, id)
			for _, form := range []string{name, url.PathEscape(name)} {
				stems = append(stems, regexp.QuoteMeta(form))
			}
		}
	}
	title := func(title string) {
		if title = strings.TrimSpace(title); len([]rune(title)) >= shortest {
			add(title, HiddenName)
		}
		// Former files and the ids of options are made of a title in this way.
		if slug := decision.Slug(title); strings.Contains(slug, "-") {
			add(slug, HiddenName)
		}
	}
	for _, e := range log.Entries {
		if !e.Restricted {
			continue
		}
		s.files[e.Path] = true
		file(e.Name(), cmp.Or(PublicID(e), HiddenName))
		title(e.Title)
		if e.Record != nil {
			s.files[e.Record.File] = true
			title(e.Record.Title)
		}
		if e.Input != nil {
			s.files[e.Input.File] = true
			title(e.Input.Decision.Title)
		}
	}
	for _, m := range log.Moved {
		if e := log.byPath[log.Now(m.From)]; e != nil && e.Restricted {
			s.files[m.From] = true
			former := Entry{Path: m.From}
			former.ID, former.Number, _ = record.Names(m.From)
			file(former.Name(), cmp.Or(PublicID(&former), HiddenName))
		}
	}
	if len(names) == 0 {
		return s
	}
	s = s.With(names...)
	// The longest first: one name may begin with another.
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, name := range names {
		// A title may be broken at the end of a line.
		names[i] = strings.ReplaceAll(regexp.QuoteMeta(oneLine(name)), " ", `\s+`)
	}
	if len(stems) > 0 {
		s.links = regexp.MustCompile(`(?i)\[([^\][]*)\]\([^()]*(?:` + strings.Join(stems, "|") + `)[^()]*\)`)
	}
	s.names = regexp.MustCompile("(?i)" + strings.Join(names, "|"))
	return s
}

// PublicID is the id of a restricted decision: its number or date, and "" where
// the id is the name.
func PublicID(e *Entry) string {
	if e.Number < 0 && strings.Trim(e.ID, "0123456789-_") != "" {
		return ""
	}
	return e.ID
}

// Text is a text without the names.
func (s Secrets) Text(text string) string {
	if s.names == nil {
		return text
	}
	return s.names.ReplaceAllStringFunc(text, func(name string) string { return s.says[strings.ToLower(oneLine(name))] })
}

// With is s with further names that Tells looks for.
func (s Secrets) With(names ...string) Secrets {
	s.words = slices.Clone(s.words)
	for _, name := range names {
		// A number alone may be told.
		if strings.ContainsFunc(name, unicode.IsLetter) {
			s.words = append(s.words, folded(name))
		}
	}
	return s
}

// Tells tells whether a text names one of the decisions, be it with other signs between
// the words: "pay_the RANSOM".
func (s Secrets) Tells(text string) bool {
	if len(s.words) == 0 {
		return false
	}
	text = folded(text)
	return slices.ContainsFunc(s.words, func(name string) bool { return strings.Contains(text, name) })
}

// folded is the letters and digits of a text in lower case, with one hyphen between
// words: titles and the names of files that were made of them become alike.
func folded(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	}), "-")
}

// Markdown is a text of Markdown without the names, and without links to what they name.
func (s Secrets) Markdown(text string) string {
	if s.links != nil {
		text = s.links.ReplaceAllString(text, "$1")
	}
	return s.Text(text)
}

// Files are the paths of the restricted decisions' files, in order. Those that they
// had before they were moved are among them.
func (s Secrets) Files() []string { return slices.Sorted(maps.Keys(s.files)) }

// Any tells whether there is anything to hide.
func (s Secrets) Any() bool { return len(s.files) > 0 }

// Clear takes the names out of every text of the value that p points to. What its
// pointers and slices hold is copied first, since others may hold it too.
func (s Secrets) Clear(p any) {
	if s.names != nil {
		s.clear(reflect.ValueOf(p).Elem())
	}
}

// clear takes the names out of every text below v.
func (s Secrets) clear(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			if text := s.Text(v.String()); text != v.String() {
				v.SetString(text)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Elem().Type())
			copied.Elem().Set(v.Elem())
			s.clear(copied.Elem())
			v.Set(copied)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			s.clear(v.Field(i))
		}
	case reflect.Slice:
		if v.Len() > 0 {
			copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(copied, v)
			for i := range copied.Len() {
				s.clear(copied.Index(i))
			}
			v.Set(copied)
		}
	}
}

// oneLine is text with single blanks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Texts are texts without the names; never nil.
func (s Secrets) Texts(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = s.Text(text)
	}
	return out
}

// Findings are those that are not of a restricted decision's files, without the names.
func (s Secrets) Findings(findings diag.List) diag.List {
	out := make(diag.List, 0, len(findings))
	for _, f := range findings {
		if s.files[f.File] {
			continue
		}
		f.Key, f.Message, f.Hint = s.Text(f.Key), s.Text(f.Message), s.Text(f.Hint)
		out = append(out, f)
	}
	return out
}
