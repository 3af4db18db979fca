package theme

import (
	"html/template"
	"maps"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

// Inline is what a theme's layouts hold between <script> or <style> and the end
// of it, byte for byte as pages show it. A page's policy names these by their
// hashes, so that it can refuse everything else that stands in a page.
type Inline struct {
	Scripts []string // each once, sorted
	Styles  []string
}

// inlined matches an element whose text a policy has to name.
var inlined = lazyregexp.New(`(?s)<(script|style)\b[^>]*>(.*?)</(?:script|style)>`)

// action matches what a template fills in.
var action = lazyregexp.New(`\{\{.*?\}\}`)

// inline gathers what the layouts and partials hold. An element with an action
// in it has no bytes that could be known before, so that it is a finding.
func (t *Theme) inline(findings *diag.List) Inline {
	found := map[string]map[string]bool{"script": {}, "style": {}}
	for _, name := range slices.Sorted(maps.Keys(t.sources)) {
		src := t.sources[name]
		for _, at := range inlined.FindAllStringSubmatchIndex(src.text, -1) {
			element, kind, body := src.text[at[0]:at[1]], src.text[at[2]:at[3]], src.text[at[4]:at[5]]
			if strings.TrimSpace(body) == "" {
				continue // its file is named in the tag
			}
			line := strings.Count(src.text[:at[4]], "\n") + 1
			if strings.Contains(body, "{{") {
				findings.Errorf(diag.Pos{File: src.file, Line: line}, "layout", "put the value into a data- attribute, and the text into a file of assets",
					"a <%s> of a layout holds an action, so that no policy can name it", kind)
				continue
			}
			if shown, ok := asShown(element[:at[4]-at[0]], element[at[4]-at[0]:]); ok {
				found[kind][shown] = true
			}
		}
	}
	return Inline{Scripts: slices.Sorted(maps.Keys(found["script"])), Styles: slices.Sorted(maps.Keys(found["style"]))}
}

// asShown is an element's text as html/template writes it, which leaves comments
// out. The tag's own actions are nothing to it.
func asShown(tag, rest string) (string, bool) {
	tag = action.ReplaceAllString(tag, "")
	parsed, err := template.New("").Parse(tag + rest)
	if err != nil {
		return "", false // Load reports it with its place
	}
	var out strings.Builder
	if err := parsed.Execute(&out, nil); err != nil {
		return "", false
	}
	m := inlined.FindStringSubmatch(out.String())
	if m == nil {
		return "", false
	}
	return m[2], true
}
