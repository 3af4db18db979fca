package render

import (
	"cmp"
	"reflect"
	"strings"
	"sync"
	"text/template"
	"unicode"

	"github.com/Masterminds/sprig/v3"
)

// the same arguments on every machine, and about as dear as their arguments are
// long.
const taken = `trim trimSuffix trimPrefix upper lower title untitle swapcase snakecase camelcase kebabcase
	contains hasPrefix hasSuffix plural sha256sum regexQuoteMeta fail
	default empty coalesce all any ternary kindOf kindIs get hasKey pluck pick omit dig
	list append prepend first rest last initial reverse compact concat
	atoi int int64 float64 add1 add sub div mod mul add1f max min maxf minf ceil floor round
	base dir clean ext isAbs`

// aliases are second names that sprig has for a function; besides, each mustX is X.
var aliases = map[string]string{"push": "append", "tuple": "list", "trimall": "trimAll", "biggest": "max"}

// refused are sprig's other functions, each with what the hint says of it.
var refused = sync.OnceValue(func() map[string]string {
	reasons := map[string]string{}
	for reason, names := range map[string]string{
		"it reads the clock or the time zone; a date stands in the input": `ago date date_in_zone date_modify dateInZone dateModify duration durationRound htmlDate
			htmlDateInZone must_date_modify mustDateModify mustToDate now toDate unixEpoch`,
		"it is random; the same input must give the same record":                         "randAlphaNum randAlpha randAscii randNumeric randBytes randInt shuffle uuidv4",
		"it reads the environment; a record depends on its input":                        "env expandenv",
		"it asks the network; a record depends on its input":                             "getHostByName",
		"its result depends on the operating system; use base, dir, clean, ext or isAbs": "osBase osClean osDir osExt osIsAbs",
		"it makes or takes keys and secrets; a record holds none": `bcrypt htpasswd genPrivateKey derivePassword buildCustomCert genCA genCAWithKey genSelfSignedCert
			genSelfSignedCertWithKey genSignedCert genSignedCertWithKey encryptAES decryptAES`,
		"use sha256sum": "sha1sum sha512sum adler32sum",
		"it changes a dict that others may hold; make a new one with dict": "set unset merge mergeOverwrite mustMerge mustMergeOverwrite deepCopy mustDeepCopy",
		"its order is random; write {{range $key, $value := …}}":           "values",
		"use splitList, and index to pick a part":                          "split splitn",
		"the data of a record is its input":                                "fromJson mustFromJson",
		"a record holds text, not encodings":                               "b64enc b64dec b32enc b32dec",
		"it takes letters outside ASCII apart":                             "initials abbrevboth",
		"it ties the template to names in our code; use kindOf or kindIs":  "typeOf typeIs typeIsLike",
		"it has no use in a record":                                        "hello toDecimal semver semverCompare urlParse urlJoin",
		"the data of a template holds no functions":                        "call",
	} {
		for _, name := range strings.Fields(names) {
			reasons[name] = reason
		}
	}
	return reasons
})

var fromSprig = sync.OnceValue(func() template.FuncMap { return sprig.TxtFuncMap() })

// functions is the allow list, bound to the budget: sprig's as they are, sprig's
// with their sizes looked at before, and our own where sprig's or text/template's
// would count bytes for letters, write addresses, change what they are given, or
// work without bound. Ours give what sprig's give wherever sprig's are right.
func (b *budget) functions() template.FuncMap {
	from := fromSprig()
	m := template.FuncMap{
		// text
		"print": b.sprint, "printf": b.printf, "println": b.sprintln, "toString": b.say, "toStrings": b.texts,
		"html":     func(args ...any) string { return template.HTMLEscapeString(b.sprint(args...)) },
		"js":       func(args ...any) string { return template.JSEscapeString(b.sprint(args...)) },
		"urlquery": func(args ...any) string { return template.URLQueryEscaper(b.sprint(args...)) },
		"cat":      func(args ...any) string { return b.joined(" ", b.each(args)) },
		"quote":    func(args ...any) string { return b.quoted("%q", args) },
		"squote":   func(args ...any) string { return b.quoted("'%s'", args) },
		"nospace": func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		},
		"trimAll": func(cutset, s string) string {
			b.spend(product(len(cutset), len(s)) / 8)
			return strings.Trim(s, cutset)
		},
		"repeat": func(n int, s string) string {
			b.room(product(n, len(s)))
			return strings.Repeat(s, n)
		},
		"replace": func(old, new, s string) string {
			b.room(len(s) + product(strings.Count(s, old), max(0, len(new)-len(old))))
			return strings.ReplaceAll(s, old, new)
		},
		"indent":   func(n int, s string) string { return b.indent(n, s) },
		"nindent":  func(n int, s string) string { return "\n" + b.indent(n, s) },
		"wrap":     func(width int, s string) string { return b.wrapText(width, "\n", s, false) },
		"wrapWith": func(width int, sep, s string) string { return b.wrapText(width, cmp.Or(sep, "\n"), s, true) },
		"trunc":    trunc, "abbrev": abbrev, "substr": substr,
		"join": b.join,
		"splitList": func(sep, s string) []string {
			b.items(strings.Count(s, sep) + 1)
			return strings.Split(s, sep)
		},

		// lists and dicts
		"until":     func(n int) []int { return b.series(0, n, cmp.Compare(n, 0)) },
		"untilStep": b.series, "seq": b.seq, "sortAlpha": b.sortAlpha, "dict": b.dict, "keys": b.keys,
		"slice": b.slice, "index": b.index,
		"chunk": func(size int, list any) [][]any {
			if size < 1 {
				b.refuse("its size is less than 1", "")
			}
			return from["chunk"].(func(int, any) [][]any)(size, list)
		},
		"deepEqual": func(x, y any) bool {
			b.walkAll(x, y)
			return reflect.DeepEqual(x, y)
		},
		"has": func(item, list any) bool {
			b.walkAll(item, list)
			return from["has"].(func(any, any) bool)(item, list)
		},
		"uniq": func(list any) []any {
			b.times(max(1, reflect.ValueOf(list).Len()/2), list)
			return from["uniq"].(func(any) []any)(list)
		},
		"without": func(list any, omit ...any) []any {
			b.times(len(omit), list)
			return from["without"].(func(any, ...any) []any)(list, omit...)
		},
		"toJson":       func(v any) (string, error) { return b.json(v, true, "") },
		"toRawJson":    func(v any) (string, error) { return b.json(v, false, "") },
		"toPrettyJson": func(v any) (string, error) { return b.json(v, true, "  ") },

		// numbers
		"addf": func(v ...any) float64 { b.decimals(v); return from["addf"].(func(...any) float64)(v...) },
		"subf": func(a any, v ...any) float64 { b.decimals(v); return from["subf"].(func(any, ...any) float64)(a, v...) },
		"mulf": func(a any, v ...any) float64 { b.decimals(v); return from["mulf"].(func(any, ...any) float64)(a, v...) },
		"divf": func(a any, v ...any) float64 { b.decimals(v); return from["divf"].(func(any, ...any) float64)(a, v...) },

		// comparisons
		"eq": b.eq,
		"ne": func(x, y reflect.Value) bool { return !b.eq(x, y) },
		"lt": func(x, y reflect.Value) bool { return b.order(x, y) < 0 },
		"le": func(x, y reflect.Value) bool { return b.order(x, y) <= 0 },
		"gt": func(x, y reflect.Value) bool { return b.order(x, y) > 0 },
		"ge": func(x, y reflect.Value) bool { return b.order(x, y) >= 0 },

		// patterns
		"regexMatch":             func(re, s string) bool { return b.pattern(re).find(b, s, 0) != nil },
		"regexFind":              b.regexFind,
		"regexFindAll":           b.regexFindAll,
		"regexSplit":             b.regexSplit,
		"regexReplaceAll":        func(re, s, with string) string { return b.regexReplace(re, s, with, true) },
		"regexReplaceAllLiteral": func(re, s, with string) string { return b.regexReplace(re, s, with, false) },
	}
	for _, name := range strings.Fields(taken) {
		m[name] = from[name]
	}
	for alias, name := range aliases {
		m[alias] = m[name]
	}
	for name := range from {
		if rest, ok := strings.CutPrefix(name, "must"); ok && refused()[name] == "" {
			m[name] = m[strings.ToLower(rest[:1])+rest[1:]]
		}
	}
	return m
}
