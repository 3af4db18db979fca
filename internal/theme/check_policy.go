package theme

import (
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
)

var (
	// loads matches an element that makes a browser fetch something at once.
	loads = lazyregexp.New(`(?is)<(script|img|iframe|video|audio|source|embed|object|input|track)\b[^>]*?\s(src|srcset|data|poster)\s*=\s*["']?\s*((?:https?:)?//[^\s"'>/]+)`)
	// linked matches a link element with an address on another host.
	linked = lazyregexp.New(`(?is)<link\b[^>]*?\shref\s*=\s*["']?\s*((?:https?:)?//[^\s"'>/]+)[^>]*>`)
	// fetched are the kinds of link that a browser fetches.
	fetched = lazyregexp.New(`(?is)\srel\s*=\s*["']?[^"'>]*\b(?:stylesheet|icon|preload|prefetch|modulepreload|preconnect|dns-prefetch|manifest)\b`)
	// imported matches what a style element fetches.
	imported = lazyregexp.New(`(?i)(?:@import\s+|url\(\s*)["']?\s*((?:https?:)?//[^\s"')/]+)`)
	// attributed matches an attribute whose text would be run or be a style.
	attributed = lazyregexp.New(`(?is)<[a-z][a-z0-9-]*\b(?:[^<>"']|"[^"]*"|'[^']*')*?\s(on[a-z]+|style)\s*=\s*["']`)
)

// refused warns of what a layout holds and the policy of the pages will refuse:
// a file of another host, a handler or a style in an attribute.
func refused(src source, findings *diag.List) {
	at := func(offset int) diag.Pos {
		return diag.Pos{File: src.file, Line: strings.Count(src.text[:offset], "\n") + 1}
	}
	host := func(offset int, written string) {
		findings.Warnf(at(offset), "layout-policy", "put the file into the folder that the setting static names, and load it from there", "it loads from %s, and the policy of the pages allows no other host", written)
	}
	for _, m := range loads.FindAllStringSubmatchIndex(src.text, -1) {
		host(m[6], src.text[m[6]:m[7]])
	}
	for _, m := range linked.FindAllStringSubmatchIndex(src.text, -1) {
		if fetched.MatchString(src.text[m[0]:m[1]]) {
			host(m[2], src.text[m[2]:m[3]])
		}
	}
	for _, m := range inlined.FindAllStringSubmatchIndex(src.text, -1) {
		if src.text[m[2]:m[3]] != "style" {
			continue
		}
		for _, i := range imported.FindAllStringSubmatchIndex(src.text[m[4]:m[5]], -1) {
			host(m[4]+i[2], src.text[m[4]+i[2]:m[4]+i[3]])
		}
	}
	for _, m := range attributed.FindAllStringSubmatchIndex(src.text, -1) {
		findings.Warnf(at(m[2]), "layout-policy", "put it into a <script> or <style> of the layout, which the policy names, or into a file", "the policy of the pages refuses the attribute %s", strings.ToLower(src.text[m[2]:m[3]]))
	}
}
