package ledger

import (
	"cmp"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/record"
)

// Secrets are the names of restricted decisions: their files' and their titles.
// The zero value hides nothing.
type Secrets struct {
	names *names // nil without any
	signs *strings.Replacer
	files map[string]bool // records and inputs, under their former names too
}

// HiddenName stands in the place of a name that may not be told.
const HiddenName = "(restricted)"

// shortest is the number of letters that a title must have to be looked for: of
// shorter ones every text is full.
const shortest = 6

// SecretsOf are those of a log: the names that its restricted decisions have, and had
// before they were moved.
func SecretsOf(log *Log) Secrets {
	s := Secrets{files: map[string]bool{}}
	all := &gathered{by: map[string]*name{}}
	var signs []string
	for _, e := range log.Entries {
		if !e.Restricted {
			continue
		}
		titles := []string{e.Title}
		s.files[e.Path] = true
		all.file(e)
		if e.Record != nil {
			s.files[e.Record.File] = true
			titles = append(titles, e.Record.Title)
		}
		if e.Input != nil {
			s.files[e.Input.File] = true
			titles = append(titles, e.Input.Decision.Title)
		}
		for _, title := range titles {
			if title = strings.Join(strings.Fields(title), " "); !all.title(title) && utf8.RuneCountInString(title) >= shortest {
				signs = append(signs, title, HiddenName)
			}
		}
	}
	for _, m := range log.Moved {
		if e := log.byPath[log.Now(m.From)]; e != nil && e.Restricted {
			s.files[m.From] = true
			all.file(entryAt(m.From))
		}
	}
	if len(all.names) > 0 {
		s.names = newNames(all.names)
	}
	if len(signs) > 0 {
		s.signs = strings.NewReplacer(signs...)
	}
	return s
}

// entryAt is an entry with what its path alone tells.
func entryAt(at string) *Entry {
	e := &Entry{Path: at}
	e.ID, e.Number, _ = record.Names(at)
	return e
}

// gathered are names, each of them once.
type gathered struct {
	names []*name
	by    map[string]*name
}

// add adds a name and how it is written in addresses. It tells whether it has letters.
func (g *gathered) add(text, says string, title, file bool) bool {
	some := false
	for i, form := range []string{text, url.PathEscape(text)} {
		if i > 0 && form == text {
			break
		}
		n := newName(form, says, title, file)
		if len(n.letters) == 0 {
			continue
		}
		some = true
		key := string(n.letters) + "/" + n.exact
		if old := g.by[key]; old == nil {
			g.by[key] = n
			g.names = append(g.names, n)
		} else {
			old.way, old.file = min(old.way, n.way), old.file || n.file
			// What either parts may be parted.
			for i := range old.gaps {
				old.gaps[i] = max(old.gaps[i], n.gaps[i])
			}
		}
	}
	return some
}

// file adds the name of an entry's file, and the words of it.
func (g *gathered) file(e *Entry) {
	text, says := e.Name(), cmp.Or(PublicID(e), HiddenName)
	if text == says {
		return // a number alone may be told
	}
	g.add(text, says, false, true)
	if _, _, slug := record.Names(e.Path); strings.Contains(slug, "-") && slug != text && newName(slug, "", false, false).way == anywhere {
		g.add(slug, HiddenName, false, false)
	}
}

// title adds a title, and what former files and the ids of options were made of it. It
// tells whether the title has letters.
func (g *gathered) title(title string) bool {
	some := fold(title, mostSigns).letters != nil
	if some && utf8.RuneCountInString(title) >= shortest {
		g.add(title, HiddenName, true, false)
	}
	if slug := decision.Slug(title); strings.Contains(slug, "-") {
		g.add(slug, HiddenName, false, false)
	}
	return some
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
	if s.names != nil {
		text = s.names.replace(text)
	}
	if s.signs != nil {
		text = s.signs.Replace(text)
	}
	return text
}

// With is s with the names of further files.
func (s Secrets) With(files ...string) Secrets {
	all := &gathered{by: map[string]*name{}}
	if s.names != nil {
		for _, n := range s.names.all {
			own, folded := *n, *n.folding // since s is still in use
			folded.gaps, own.folding = slices.Clone(folded.gaps), &folded
			all.by[string(n.letters)+"/"+n.exact] = &own
			all.names = append(all.names, &own)
		}
	}
	for _, file := range files {
		all.file(entryAt(file))
	}
	if len(all.names) > 0 {
		s.names = newNames(all.names)
	}
	return s
}

// Tells tells whether a text names one of the decisions, be it with other signs between
// the words: "pay_the RANSOM".
func (s Secrets) Tells(text string) bool {
	if s.names == nil {
		return false
	}
	hits, _ := s.names.find(text)
	return len(hits) > 0
}

// link is a link with its words and its target.
var link = lazyregexp.New(`\[([^\][]*)\]\(([^()]*)\)`)

// Markdown is a text of Markdown without the names, and without links to what they name.
func (s Secrets) Markdown(text string) string {
	if s.names == nil {
		return s.Text(text)
	}
	var b strings.Builder
	done := 0
	for _, at := range link.FindAllStringSubmatchIndex(text, -1) {
		if s.names.namesFile(text[at[4]:at[5]]) {
			b.WriteString(text[done:at[0]] + text[at[2]:at[3]])
			done = at[1]
		}
	}
	return s.Text(b.String() + text[done:])
}

// Files are the paths of the restricted decisions' files, in order. Those that they
// had before they were moved are among them.
func (s Secrets) Files() []string { return slices.Sorted(maps.Keys(s.files)) }

// Any tells whether there is anything to hide.
func (s Secrets) Any() bool { return len(s.files) > 0 }

// Clear takes the names out of every text of the value that p points to. What its
// pointers and slices hold is copied first, since others may hold it too.
func (s Secrets) Clear(p any) {
	if s.names != nil || s.signs != nil {
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
