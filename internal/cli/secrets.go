package cli

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

// secrets are the names of restricted decisions: their files' and their titles.
// The zero value hides nothing.
type secrets struct {
	names *regexp.Regexp
	says  map[string]string // what stands in a name's place, by the name in lower case
	files map[string]bool   // records and inputs
}

// hiddenName stands in the place of a name that may not be told.
const hiddenName = "(restricted)"

// shortest is the number of letters that a title must have to be looked for: of
// shorter ones every text is full.
const shortest = 6

// secretsOf are those of a log.
func secretsOf(log *ledger.Log) secrets {
	s := secrets{says: map[string]string{}, files: map[string]bool{}}
	var names []string
	add := func(name, says string) {
		for _, form := range []string{name, url.PathEscape(name)} {
			if low := strings.ToLower(oneLine(form)); form != "" && s.says[low] == "" {
				s.says[low] = says
				names = append(names, form)
			}
		}
	}
	for _, e := range log.Entries {
		if !e.Restricted {
			continue
		}
		s.files[e.Path] = true
		if e.Input != nil {
			s.files[e.Input.File] = true
		}
		id := cmp.Or(publicID(e), hiddenName)
		if name := e.Name(); name != id {
			add(name, id)
		}
		if title := strings.TrimSpace(e.Title); len([]rune(title)) >= shortest {
			add(title, hiddenName)
		}
		// Former files and the ids of options are made of a title in this way.
		if slug := decision.Slug(e.Title); strings.Contains(slug, "-") {
			add(slug, hiddenName)
		}
	}
	if len(names) == 0 {
		return s
	}
	// The longest first: one name may begin with another.
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, name := range names {
		// A title may be broken at the end of a line.
		names[i] = strings.ReplaceAll(regexp.QuoteMeta(oneLine(name)), " ", `\s+`)
	}
	s.names = regexp.MustCompile("(?i)" + strings.Join(names, "|"))
	return s
}

// publicID is the id of a restricted decision: its number or date, and "" where
// the id is the name.
func publicID(e *ledger.Entry) string {
	if e.Number < 0 && strings.Trim(e.ID, "0123456789-_") != "" {
		return ""
	}
	return e.ID
}

// text is a text without the names.
func (s secrets) text(text string) string {
	if s.names == nil {
		return text
	}
	return s.names.ReplaceAllStringFunc(text, func(name string) string { return s.says[strings.ToLower(oneLine(name))] })
}

// oneLine is text with single blanks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// texts are texts without the names; never nil.
func (s secrets) texts(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = s.text(text)
	}
	return out
}

// findings are those that are not of a restricted decision's files, without the names.
func (s secrets) findings(findings diag.List) diag.List {
	out := make(diag.List, 0, len(findings))
	for _, f := range findings {
		if s.files[f.File] {
			continue
		}
		f.Key, f.Message, f.Hint = s.text(f.Key), s.text(f.Message), s.text(f.Hint)
		out = append(out, f)
	}
	return out
}
