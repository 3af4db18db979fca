package site

import (
	"errors"
	"maps"
	"reflect"
	"slices"

	"tradeoff/internal/diag"
	"tradeoff/internal/theme"
)

// handed are the layouts of the site with what each is handed. A layout is
// checked against it before the first page is made.
var handed = map[string]reflect.Type{
	"index.html":           reflect.TypeFor[LogPage](),
	"single.html":          reflect.TypeFor[RecordPage](),
	"page.html":            reflect.TypeFor[ContentPage](),
	"list.html":            reflect.TypeFor[ListPage](),
	"attention.html":       reflect.TypeFor[AttentionPage](),
	"changes.html":         reflect.TypeFor[ChangesPage](),
	"timeline.html":        reflect.TypeFor[TimelinePage](),
	"graph.html":           reflect.TypeFor[GraphPage](),
	"catalog.html":         reflect.TypeFor[CatalogPage](),
	"404.html":             reflect.TypeFor[MissingPage](),
	"alias.html":           reflect.TypeFor[RedirectPage](),
	"picture-matrix.html":  reflect.TypeFor[MatrixPicture](),
	"picture-worst.html":   reflect.TypeFor[WorstPicture](),
	"picture-answers.html": reflect.TypeFor[AnswersPicture](),
	"picture-bill.html":    reflect.TypeFor[BillPicture](),
	"picture-turning.html": reflect.TypeFor[TurningPicture](),
}

// CheckTheme checks a theme without a page being made: its words, and its layouts
// against what they are handed. What keeps a site from being built is an error
// among the findings.
func CheckTheme(t *theme.Theme) (diag.List, error) {
	words, findings, err := wordsOf(t)
	if err != nil || findings.HasErrors() {
		return findings, err
	}
	findings = append(findings, checkLayouts(t, words)...)
	b := &build{words: words}
	var failure *diag.Failure
	if _, err := t.Bind(b.word); errors.As(err, &failure) {
		findings = append(findings, failure.Findings...)
	} else if err != nil {
		return findings, err
	}
	findings.Sort()
	return findings, nil
}

// checkLayouts checks a theme's layouts with the words that it has.
func checkLayouts(t *theme.Theme, words map[string]string) diag.List {
	return t.Check(theme.Contract{Pages: handed, Words: slices.Sorted(maps.Keys(words))})
}
