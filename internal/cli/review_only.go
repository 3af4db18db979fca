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
	"tradeoff/internal/record"
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
	named := map[*record.Record]bool{} // most records are the same at both ends
	base, head = touched(b.base.log, changed, names, named), touched(b.head.log, changed, names, named)
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
func touched(log *ledger.Log, changed, names map[string]bool, named map[*record.Record]bool) map[*ledger.Entry]bool {
	out, shortest := map[*ledger.Entry]bool{}, 1<<30
	for name := range names {
		shortest = min(shortest, len(name))
	}
	for _, e := range log.Entries {
		if changed[e.Path] || e.Input != nil && changed[e.Input.File] {
			out[e] = true
			for _, r := range e.Relations {
				if r.Other != nil {
					out[r.Other] = true
				}
			}
			continue
		}
		if e.Record == nil || len(names) == 0 {
			continue
		}
		has, known := named[e.Record]
		if !known {
			has = hasName(e.Record.Data, names, shortest)
			named[e.Record] = has
		}
		if has {
			out[e] = true
		}
	}
	return out
}

// hasName tells whether one of the names, none of which is shorter than so many bytes,
// stands in a text as a word.
func hasName(text []byte, names map[string]bool, shortest int) bool {
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
		if len(word) < shortest {
			continue // as most words are; what is escaped is longer than its name
		}
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

// wordBytes are the bytes of words by which a link may name a file.
var wordBytes = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.%~+@", byte(c)) >= 0
	}
	return is
}()

func inName(c byte) bool { return wordBytes[c] }
