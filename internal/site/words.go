package site

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/source"
	"tradeoff/internal/theme"
)

// readWords reads the words of the theme's layers, binds the layouts to them and
// checks what the project's own layouts hold.
func (b *build) readWords() error {
	words, findings, err := wordsOf(b.Theme)
	if err != nil {
		return err
	}
	b.words = words
	if !findings.HasErrors() && b.Theme.Own() { // tests check the default theme's
		findings = append(findings, checkLayouts(b.Theme, words)...)
	}
	if err := findings.Err(); err != nil {
		return err
	}
	b.findings = append(b.findings, findings...)
	if b.layouts, err = b.Theme.Bind(b.word); err != nil {
		return err
	}
	b.policy = policyOf(b.layouts.Inline())
	b.plainPolicy = b.policy.String()
	return nil
}

// wordsOf reads the words of a theme's layers, the nearest last so that it
// counts. A layer may add words for layouts of its own; one that no layout names
// and no layer below has is a slip.
func wordsOf(t *theme.Theme) (map[string]string, diag.List, error) {
	files, err := t.Settings()
	if err != nil {
		return nil, nil, err
	}
	words := map[string]string{}
	var findings diag.List
	for i, f := range files {
		root, found := source.Parse(f.Name, f.Data, source.YAML)
		findings = append(findings, found...)
		given := root.Get("words")
		if given == nil {
			continue
		}
		below := slices.Sorted(maps.Keys(words))
		for _, e := range given.Entries {
			if e.Value.Kind != source.String {
				findings.Errorf(e.Value.Pos, "theme-words", "put it in quotes", "words.%s is %s, not text", e.Key, e.Value.Kind)
				continue
			}
			if _, known := words[e.Key]; !known && i > 0 && !t.Mentions(strings.TrimSuffix(e.Key, ".one")) && words[strings.TrimSuffix(e.Key, ".one")] == "" {
				hint := ""
				if near := diag.Suggest(e.Key, below); near != "" {
					hint = "did you mean " + near + "?"
				}
				findings.Warnf(e.Value.Pos, "theme-words", hint, "nothing on the site says words.%s", e.Key)
			}
			below, said := words[e.Key], e.Value.Text
			if plural := words[strings.TrimSuffix(e.Key, ".one")]; plural != "" {
				below = plural // which is given the same values
			}
			if i > 0 && !sameVerbs(below, said) {
				findings.Errorf(e.Value.Pos, "theme-words", "it is filled as "+strconv.Quote(below)+" is", "words.%s asks for values that it is not given", e.Key)
				continue
			}
			words[e.Key] = e.Value.Text
		}
	}
	return words, findings, nil
}

// verb matches what fmt puts a value in for: %d, %[2]s. Two percent signs are one.
var verb = lazyregexp.New(`%(?:\[(\d+)\])?([a-zA-Z%])?`)

// verbs are the kinds of the values that a text asks for, by their places. It is
// false where the text has a percent sign that fmt would stumble over.
func verbs(text string) (map[int]string, bool) {
	asked := map[int]string{}
	place := 0
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		switch m[2] {
		case "%":
			continue
		case "d", "s":
		default:
			return nil, false
		}
		place++
		if m[1] != "" {
			place, _ = strconv.Atoi(m[1]) // digits alone, as the expression has it
		}
		asked[place] = m[2]
	}
	return asked, true
}

// sameVerbs tells whether one text can stand in another's place: each value that
// it asks for is there, and of that kind. It asks for all of them, for none, or
// says by numbers which it means: fmt complains of a value that is left over. A
// text without values is not filled, and may hold anything.
func sameVerbs(below, text string) bool {
	given, _ := verbs(below)
	if len(given) == 0 {
		return true
	}
	asked, ok := verbs(text)
	if !ok || len(asked) > 0 && len(asked) < len(given) && !strings.Contains(text, "%[") {
		return false
	}
	for place, kind := range asked {
		if given[place] != kind {
			return false
		}
	}
	return true
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

// beginLayouts compiles the layouts that most pages have, which would wait for each other
// at the first of them. What is wrong with one is told by the page that needs it.
func (b *build) beginLayouts() error {
	if !b.preview() {
		go func() {
			_ = b.layouts.Compiles("single.html", reflect.TypeFor[RecordPage]())
			_ = b.layouts.Compiles("list.html", reflect.TypeFor[ListPage]())
		}()
	}
	return nil
}

// fill puts args in where the text has verbs for them. "One decision" has none.
func fill(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, args...)
}
