package site

import (
	"fmt"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// readWords reads the words of the theme's layers, the nearest last so that it
// counts, and binds the layouts to them.
func (b *build) readWords() error {
	files, err := b.Theme.Settings()
	if err != nil {
		return err
	}
	b.words = map[string]string{}
	var findings diag.List
	for _, f := range files {
		root, found := source.Parse(f.Name, f.Data, source.YAML)
		findings = append(findings, found...)
		words := root.Get("words")
		if words == nil {
			continue
		}
		for _, e := range words.Entries {
			if e.Value.Kind != source.String {
				findings.Errorf(e.Value.Pos, "theme-words", "put it in quotes", "words.%s is %s, not text", e.Key, e.Value.Kind)
				continue
			}
			b.words[e.Key] = e.Value.Text
		}
	}
	if err := findings.Err(); err != nil {
		return err
	}
	if b.layouts, err = b.Theme.Bind(b.word); err != nil {
		return err
	}
	b.policy = policyOf(b.layouts.Inline())
	return nil
}

// word is the function t of the layouts: one of the theme's words, with args put
// in as fmt does. Where the first of args is the number 1 and the key has a
// form .one, that form is taken.
func (b *build) word(key string, args ...any) (string, error) {
	if len(args) > 0 && args[0] == 1 {
		if one, ok := b.words[key+".one"]; ok {
			return fill(one, args), nil
		}
	}
	text, ok := b.words[key]
	if !ok {
		return "", fmt.Errorf("the theme has no words for %q: add them to words in its theme.yaml", key)
	}
	return fill(text, args), nil
}

// t is word for the builders; a word that is missing shows as its key.
func (b *build) t(key string, args ...any) string {
	text, err := b.word(key, args...)
	if err != nil {
		return key
	}
	return text
}

// fill puts args in where the text has verbs for them. "One decision" has none.
func fill(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, args...)
}
