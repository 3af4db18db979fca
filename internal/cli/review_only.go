package cli

import (
	"bytes"
	"cmp"
	"net/url"
	"path"
	"strings"

	"tradeoff/internal/config"
	"tradeoff/internal/git"
	"tradeoff/internal/ledger"
)

// changesAll tells whether the branch changes what any finding may come from: settings,
// catalogs, templates, defaults, the baseline, or where decisions were moved to.
func (b *branch) changesAll(s *config.Settings) bool {
	if b.touches(s.Catalogs...) || b.touches(s.Templates) {
		return true
	}
	for _, c := range b.changes {
		for _, name := range []string{c.Path, c.From} {
			if name != "" && (name == s.File || name == s.Baseline || name == ledger.MovedFile || isTemplate(c) || strings.HasPrefix(path.Base(name), "defaults.")) {
				return true
			}
		}
	}
	return false
}

// only are the decisions of both logs in which the branch can bring or mend a finding:
// those whose files it changes, those related to them at either end, and those that name
// a file that it changes, moves or takes away. A decision is looked at in both logs or in
// none, so that what was there can be told from what came.
func (b *branch) only(renamed map[string]string) (base, head map[*ledger.Entry]bool) {
	changed, names := map[string]bool{}, map[string]bool{}
	for _, c := range b.changes {
		for _, name := range []string{c.Path, c.From} {
			if name == "" {
				continue
			}
			changed[name] = true
			if c.Kind != git.Added {
				names[lastWord(path.Base(name))] = true
			}
		}
	}
	base, head = touched(b.base.log, changed, names), touched(b.head.log, changed, names)
	was := func(name string) string { return cmp.Or(renamed[name], name) }
	byInput := map[string]*ledger.Entry{}
	for _, e := range b.base.log.Entries {
		if e.Input != nil {
			byInput[e.Input.File] = e
		}
	}
	for _, e := range b.head.log.Entries {
		old := b.base.log.Entry(was(e.Path))
		if old == nil && e.Input != nil {
			old = byInput[was(e.Input.File)]
		}
		if old != nil && (head[e] || base[old]) {
			head[e], base[old] = true, true
		}
	}
	return base, head
}

// touched are the decisions of a log whose files are among the changed ones, those
// related to them, and those that have one of the names in their text.
func touched(log *ledger.Log, changed, names map[string]bool) map[*ledger.Entry]bool {
	out := map[*ledger.Entry]bool{}
	for _, e := range log.Entries {
		if changed[e.Path] || e.Input != nil && changed[e.Input.File] {
			out[e] = true
			for _, r := range e.Relations {
				if r.Other != nil {
					out[r.Other] = true
				}
			}
		} else if e.Record != nil && len(names) > 0 && hasName(e.Record.Data, names) {
			out[e] = true
		}
	}
	return out
}

// hasName tells whether one of the names stands in a text as a word.
func hasName(text []byte, names map[string]bool) bool {
	for i := 0; i < len(text); {
		if !inName(text[i]) {
			i++
			continue
		}
		start := i
		escaped := false
		for i < len(text) && inName(text[i]) {
			escaped = escaped || text[i] == '%'
			i++
		}
		word := bytes.TrimRight(text[start:i], ".") // of a sentence
		if names[string(word)] {
			return true
		}
		if escaped {
			if plain, err := url.PathUnescape(string(word)); err == nil && names[lastWord(plain)] {
				return true
			}
		}
	}
	return false
}

// lastWord is the end of a name that stands as one word in a text.
func lastWord(name string) string {
	i := len(name)
	for i > 0 && inName(name[i-1]) {
		i--
	}
	return cmp.Or(name[i:], name)
}

// inName tells whether a byte is of a word by which a link may name a file.
func inName(c byte) bool {
	return c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '%' || c == '~' || c == '+' || c == '@'
}
