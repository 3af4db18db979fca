package render

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/Masterminds/sprig/v3"
	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
)

// examples has at least one use of each function of the allow list, with what it
// writes.
var examples = map[string][][2]string{
	"abbrev":    {{`{{abbrev 6 "äöüäöüäöü"}}`, "äöü..."}, {`{{abbrev 3 "äöüäöü"}}`, "äöüäöü"}},
	"add":       {{`{{add 1 2 3}}`, "6"}},
	"add1":      {{`{{add1 1}}`, "2"}},
	"add1f":     {{`{{add1f 0.1}}`, "1.1"}},
	"addf":      {{`{{addf 0.1 0.2}}`, "0.3"}},
	"all":       {{`{{all 1 ""}}`, "false"}},
	"and":       {{`{{and 1 0}}`, "0"}},
	"any":       {{`{{any 0 1}}`, "true"}},
	"append":    {{`{{append (list 1) 2}}`, "[1 2]"}},
	"atoi":      {{`{{atoi "12"}}`, "12"}},
	"base":      {{`{{base "a/b.md"}}`, "b.md"}},
	"biggest":   {{`{{biggest 1 3 2}}`, "3"}},
	"camelcase": {{`{{camelcase "run_it"}}`, "RunIt"}},
	"cat":       {{`{{cat "a" 1 nil "b"}}`, "a 1 b"}},
	"ceil":      {{`{{ceil 1.2}}`, "2"}},
	"chunk":     {{`{{chunk 2 (list 1 2 3)}}`, "[[1 2] [3]]"}},
	"clean":     {{`{{clean "a/../b"}}`, "b"}},
	"coalesce":  {{`{{coalesce "" 0 "x"}}`, "x"}},
	"compact":   {{`{{compact (list 1 "" 2)}}`, "[1 2]"}},
	"concat":    {{`{{concat (list 1) (list 2)}}`, "[1 2]"}},
	"contains":  {{`{{contains "a" "cat"}}`, "true"}},
	"deepEqual": {{`{{deepEqual (list 1) (list 1)}}`, "true"}},
	"default":   {{`{{default "x" ""}}`, "x"}},
	"dict":      {{`{{dict "b" 1 "a" 2}}`, "map[a:2 b:1]"}},
	"dig":       {{`{{dig "a" "b" "x" (dict "a" (dict "b" 1))}}`, "1"}},
	"dir":       {{`{{dir "a/b.md"}}`, "a"}},
	"div":       {{`{{div 7 2}}`, "3"}},
	"divf":      {{`{{divf 1 4}}`, "0.25"}},
	"empty":     {{`{{empty ""}}`, "true"}},
	"eq":        {{`{{eq "a" "b" "a"}} {{eq nil nil}} {{eq true false}}`, "true true false"}},
	"ext":       {{`{{ext "a.md"}}`, ".md"}},
	"first":     {{`{{first (list 1 2)}}`, "1"}},
	"float64":   {{`{{float64 "1.5"}}`, "1.5"}},
	"floor":     {{`{{floor 1.8}}`, "1"}},
	"ge":        {{`{{ge 2 2}}`, "true"}},
	"get":       {{`{{get (dict "a" 1) "a"}}`, "1"}},
	"gt":        {{`{{gt 2.5 2.0}}`, "true"}},
	"has":       {{`{{has 2 (list 1 2)}}`, "true"}},
	"hasKey":    {{`{{hasKey (dict "a" 1) "b"}}`, "false"}},
	"hasPrefix": {{`{{hasPrefix "c" "cat"}}`, "true"}},
	"hasSuffix": {{`{{hasSuffix "c" "cat"}}`, "false"}},
	"html":      {{`{{html "<a>" 1 2}}`, "&lt;a&gt;1 2"}},
	"indent":    {{`{{indent 2 "a\nb"}}`, "  a\n  b"}},
	"index":     {{`{{index (dict "a" (list 1 2)) "a" 1}}`, "2"}},
	"initial":   {{`{{initial (list 1 2)}}`, "[1]"}},
	"int":       {{`{{int "7"}}`, "7"}},
	"int64":     {{`{{int64 7.9}}`, "7"}},
	"isAbs":     {{`{{isAbs "/a"}}`, "true"}},
	"join":      {{`{{join ", " (list "a" 1)}}`, "a, 1"}},
	"js":        {{`{{js "'"}}`, `\'`}},
	"kebabcase": {{`{{kebabcase "RunIt"}}`, "run-it"}},
	"keys":      {{`{{keys (dict "b" 1 "a" 1) (dict "a" 1)}}`, "[a b]"}},
	"kindIs":    {{`{{kindIs "string" "a"}}`, "true"}},
	"kindOf":    {{`{{kindOf 1}}`, "int"}},
	"last":      {{`{{last (list 1 2)}}`, "2"}},
	"le":        {{`{{le "a" "b"}}`, "true"}},
	"len":       {{`{{len "abc"}}`, "3"}},
	"list":      {{`{{list 1 "a"}}`, "[1 a]"}},
	"lower":     {{`{{lower "Ä"}}`, "ä"}},
	"lt":        {{`{{lt 1 2}}`, "true"}},
	"max":       {{`{{max 1 2}}`, "2"}},
	"maxf":      {{`{{maxf 1.5 2}}`, "2"}},
	"min":       {{`{{min 1 2}}`, "1"}},
	"minf":      {{`{{minf 1.5 2}}`, "1.5"}},
	"mod":       {{`{{mod 7 4}}`, "3"}},
	"mul":       {{`{{mul 2 3}}`, "6"}},
	"mulf":      {{`{{mulf 1.5 2}}`, "3"}},
	"ne":        {{`{{ne 1 2}}`, "true"}},
	"nindent":   {{`{{nindent 1 "a"}}`, "\n a"}},
	"nospace":   {{`{{nospace "ä ö\tü"}}`, "äöü"}},
	"not":       {{`{{not 0}}`, "true"}},
	"omit":      {{`{{omit (dict "a" 1 "b" 2) "a"}}`, "map[b:2]"}},
	"or":        {{`{{or 0 2}}`, "2"}},
	"pick":      {{`{{pick (dict "a" 1 "b" 2) "a"}}`, "map[a:1]"}},
	"pluck":     {{`{{pluck "a" (dict "a" 1) (dict "a" 2)}}`, "[1 2]"}},
	"plural":    {{`{{plural "case" "cases" 2}}`, "cases"}},
	"prepend":   {{`{{prepend (list 1) 2}}`, "[2 1]"}},
	"print":     {{`{{print "a" 1 2 "b"}}`, "a1 2b"}},
	"printf":    {{`{{printf "%03d|%-4s|%q|%.1f|%v" 7 "a" "b" 1.25 (list 1)}}`, `007|a   |"b"|1.2|[1]`}},
	"println":   {{`{{println "a" 1}}`, "a 1\n"}},
	"push":      {{`{{push (list 1) 2}}`, "[1 2]"}},
	"quote":     {{`{{quote "a" nil 1}}`, `"a" "1"`}},

	"regexFind":              {{`{{regexFind "[a-c]+" "xxabcx"}}`, "abc"}, {`{{regexFind "q" "a"}}`, ""}},
	"regexFindAll":           {{`{{regexFindAll "\\bw\\w*" "wa xw wb" -1}}`, "[wa wb]"}},
	"regexMatch":             {{`{{regexMatch "^a$" "a"}}`, "true"}},
	"regexQuoteMeta":         {{`{{regexQuoteMeta "a.b"}}`, `a\.b`}},
	"regexReplaceAll":        {{`{{regexReplaceAll "(\\w)(\\w)" "abcd" "$2$1"}}`, "badc"}},
	"regexReplaceAllLiteral": {{`{{regexReplaceAllLiteral "a" "aba" "$0"}}`, "$0b$0"}},
	"regexSplit":             {{`{{regexSplit ",\\s*" "a, b,c" -1 | toJson}}`, `["a","b","c"]`}},

	"repeat":       {{`{{repeat 3 "ab"}}`, "ababab"}},
	"replace":      {{`{{replace "a" "b" "aXa"}}`, "bXb"}},
	"rest":         {{`{{rest (list 1 2)}}`, "[2]"}},
	"reverse":      {{`{{reverse (list 1 2)}}`, "[2 1]"}},
	"round":        {{`{{round 1.256 2}}`, "1.26"}},
	"seq":          {{`{{seq 3}}|{{seq 2 0}}|{{seq 0 2 5}}`, "1 2 3|2 1 0|0 2 4"}},
	"sha256sum":    {{`{{sha256sum "" | trunc 8}}`, "e3b0c442"}},
	"slice":        {{`{{slice (list 1 2 3) 1 2}}`, "[2]"}},
	"snakecase":    {{`{{snakecase "RunIt"}}`, "run_it"}},
	"sortAlpha":    {{`{{sortAlpha (list "b" "a")}}`, "[a b]"}},
	"splitList":    {{`{{splitList "," "a,b"}}`, "[a b]"}},
	"squote":       {{`{{squote "a" 1}}`, "'a' '1'"}},
	"sub":          {{`{{sub 3 1}}`, "2"}},
	"subf":         {{`{{subf 0.3 0.1}}`, "0.2"}},
	"substr":       {{`{{substr 1 3 "äöüß"}}`, "öü"}, {`{{substr -1 2 "äöü"}}`, "äö"}, {`{{substr 9 -1 "a"}}`, ""}},
	"swapcase":     {{`{{swapcase "aB"}}`, "Ab"}},
	"ternary":      {{`{{ternary "y" "n" true}}`, "y"}},
	"title":        {{`{{title "a b"}}`, "A B"}},
	"toJson":       {{`{{dict "b" 1 "a" "<" | toJson}}`, `{"a":"\u003c","b":1}`}},
	"toPrettyJson": {{`{{list 1 | toPrettyJson}}`, "[\n  1\n]"}},
	"toRawJson":    {{`{{toRawJson "<"}}`, `"<"`}},
	"toString":     {{`{{toString 1.5}}`, "1.5"}},
	"toStrings":    {{`{{toStrings (list 1 nil "a") | toJson}}`, `["1","a"]`}},
	"trim":         {{`{{trim " a "}}`, "a"}},
	"trimAll":      {{`{{trimAll "-*" "*-a-"}}`, "a"}},
	"trimPrefix":   {{`{{trimPrefix "a" "ab"}}`, "b"}},
	"trimSuffix":   {{`{{trimSuffix "b" "ab"}}`, "a"}},
	"trimall":      {{`{{trimall "-" "-a-"}}`, "a"}},
	"trunc":        {{`{{trunc 2 "äöü"}}{{trunc -1 "äöü"}}`, "äöü"}},
	"tuple":        {{`{{tuple 1 2}}`, "[1 2]"}},
	"uniq":         {{`{{uniq (list 1 2 1)}}`, "[1 2]"}},
	"until":        {{`{{until 3}}{{until -2}}`, "[0 1 2][0 -1]"}},
	"untilStep":    {{`{{untilStep 0 5 2}}{{untilStep 5 0 -3}}{{untilStep 0 5 -1}}`, "[0 2 4][5 2][]"}},
	"untitle":      {{`{{untitle "Ab Cd"}}`, "ab cd"}},
	"upper":        {{`{{upper "ß ä"}}`, "ß Ä"}},
	"urlquery":     {{`{{urlquery "a b"}}`, "a+b"}},
	"without":      {{`{{without (list 1 2 3) 2}}`, "[1 3]"}},
	"wrap":         {{`{{wrap 5 "äää bb ccccccc d"}}`, "äää\nbb\nccccccc\nd"}},
	"wrapWith":     {{`{{wrapWith 3 "|" "äää bb ccccccc d"}}`, "äää|bb|ccc|ccc|c d"}},
}

func allowedNames() []string {
	names := []string{"and", "or", "not", "len"}
	for name := range (&budget{}).functions() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestFunctions(t *testing.T) {
	for _, name := range allowedNames() {
		cases := examples[name]
		if len(cases) == 0 && !strings.HasPrefix(name, "must") && name != "fail" {
			t.Errorf("%s is allowed and has no example", name)
		}
		for _, c := range cases {
			got, found := renderText(t, c[0], nil)
			if diff := cmp.Diff(c[1], got); diff != "" || len(found) > 0 {
				t.Errorf("%s: %v\n%s", c[0], found, diff)
			}
		}
	}
}

// Each function of sprig is decided upon: an upgrade adds none in silence, and a
// function that sprig drops leaves no entry behind.
func TestSprigIsDecidedUpon(t *testing.T) {
	all, allowed := sprig.TxtFuncMap(), (&budget{}).functions()
	for name := range all {
		if _, ok := allowed[name]; ok == (refused()[name] != "") {
			t.Errorf("sprig's %s must be either allowed or refused with a reason; allowed: %v, refused: %q", name, ok, refused()[name])
		}
	}
	for name := range refused() {
		if all[name] == nil && name != "call" {
			t.Errorf("%s is refused, and sprig has no such function", name)
		}
	}
	for name, fn := range allowed {
		if fn == nil {
			t.Errorf("%s is allowed, and there is no such function", name)
		}
	}
}

func TestSameUnderEveryTimeZone(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		tokyo = time.FixedZone("Asia/Tokyo", 9*60*60) // a machine without zone data
	}
	var text strings.Builder
	for _, name := range allowedNames() {
		for _, c := range examples[name] {
			text.WriteString(c[0] + "\n")
		}
	}
	local := time.Local
	defer func() { time.Local = local }()
	var outputs []string
	for _, zone := range []*time.Location{time.UTC, tokyo} {
		time.Local = zone
		got, found := renderText(t, text.String(), nil)
		if len(found) > 0 {
			t.Fatal(found)
		}
		outputs = append(outputs, got)
	}
	if diff := cmp.Diff(outputs[0], outputs[1]); diff != "" {
		t.Error(diff)
	}
}

func TestFunctionsRefuse(t *testing.T) {
	type node struct{ Next *node }
	data := map[string]any{"node": node{&node{}}, "nil": nil, "list": []string{"b", "a"}, "func": func() {}}
	for text, want := range map[string]string{
		`{{first nil}}`:                                "first: it cannot take (nothing)",
		`{{div 1 0}}`:                                  "div: it cannot take (int, int): integer divide by zero",
		`{{fail "no budget for this"}}`:                "no budget for this",
		`{{regexMatch "(" "a"}}`:                       "regexMatch: missing closing ): `(`",
		`{{mustRegexFind "[" "a"}}`:                    "mustRegexFind: missing closing ]: `[`",
		`{{regexMatch "\\pL{900}" "a"}}`:               "regexMatch: the pattern repeats too much",
		`{{printf "%*d" 5 1}}`:                         "printf: a width stands in the format",
		`{{printf "%1000d" 5}}`:                        "printf: a width stands in the format",
		`{{.node}}`:                                    "it holds a pointer, which has no text",
		`{{printf "%p %v" .node 1}}`:                   "printf: it holds a pointer",
		`{{.nil}}`:                                     "there is no value here to write",
		`{{.missing}}`:                                 "there is no value here to write",
		`{{dict "a"}}`:                                 "dict: its last key has no value",
		`{{slice .list 1 3}}`:                          "slice: a list of 2 has no part from 1 to 3",
		`{{index .list 2}}`:                            "index: a list of 2 has no item 2",
		`{{index .list "a"}}`:                          "index: a list of 2 has no item a",
		`{{eq 1 "a"}}`:                                 "eq: a int and a string cannot be compared",
		`{{lt true false}}`:                            "lt: a bool and a bool have no order",
		`{{range "abc"}}{{end}}`:                       "range goes over a list, a map or a whole number, not over a string",
		`{{range .func}}{{end}}`:                       "range goes over a list, a map or a whole number, not over a func",
		`{{chunk 0 .list}}`:                            "chunk: its size is less than 1",
		`{{upper 1}}`:                                  "expected string; found 1",
		`{{upper "a" "b"}}`:                            "upper takes 1 arguments, not 2",
		`{{upper .list}}`:                              "a []string stands where a string belongs",
		`{{mulf 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9}}`: "mulf: it takes at most 16 numbers",
	} {
		got, found := renderText(t, text, data)
		if got != "" || len(found) != 1 || !strings.Contains(found[0].Message, want) {
			t.Errorf("%s gives %q and %v, want %q", text, got, found, want)
		}
	}
}

func TestFunctionsLeaveDataAlone(t *testing.T) {
	data := map[string]any{"list": []string{"b", "a", "c"}[:2]}
	got, found := renderText(t, `{{sortAlpha .list}}{{append .list "x"}}{{reverse .list}}{{keys . | sortAlpha}}{{slice .list 0 1}}`, data)
	if got != "[a b][b a x][a b][list][b]" || len(found) > 0 {
		t.Error(got, found)
	}
	if diff := cmp.Diff([]string{"b", "a", "c"}, data["list"].([]string)[:3]); diff != "" {
		t.Error(diff)
	}
}

// What the set makes of a text is what sprig makes of it, where ours is our own
// and sprig's is right: in ASCII, and for a single line.
func TestSameAsSprig(t *testing.T) {
	own, theirs := (&budget{}), sprig.TxtFuncMap()
	own.begin(workLimit)
	ours := own.functions()
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		letters := make([]byte, random.IntN(12))
		for i := range letters {
			letters[i] = "ab  c"[random.IntN(5)]
		}
		return string(letters)
	}
	for range 500 {
		own.begin(workLimit)
		n := random.IntN(12)
		for name, args := range map[string][]any{
			"wrap": {n, word()}, "wrapWith": {n, "|", word()}, "trunc": {n - 6, word()}, "abbrev": {n, word()},
			"nospace": {word()}, "cat": {word(), n, nil}, "quote": {word(), n, nil}, "squote": {word(), n, nil},
			"join": {"-", []string{word(), word()}}, "toString": {n}, "indent": {n, word()}, "repeat": {n, word()},
			"replace": {"a", word(), word()}, "until": {n - 6}, "untilStep": {n, 6, n - 6}, "seq": {n - 3, n - 6, 5},
			"splitList": {" ", word()}, "sortAlpha": {[]any{word(), n, word()}}, "slice": {[]any{1, 2, 3}, n % 2, 2 + n%2},
		} {
			got, want := callAny(ours[name], args), callAny(theirs[name], args)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s %q\n%s", name, args, diff)
			}
		}
	}
}

func callAny(fn any, args []any) any {
	f := reflect.ValueOf(fn)
	values := make([]reflect.Value, len(args))
	for i, a := range args {
		if values[i] = reflect.ValueOf(a); a == nil {
			values[i] = reflect.Zero(reflect.TypeFor[any]())
		}
	}
	return f.Call(values)[0].Interface()
}

// The metered searches find what package regexp finds.
func TestPatternsSameAsRegexp(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"a", "b", "ä", ".", "^", "$", `\b`, `\B`, "(a|b)", "(?:ab)*", "a*", "b+?", "[^a]", "(?m)^", "(?i)A", "x?", "|", `\A`, `\z`, "a*b|a", "\\Qa"}
	letters := []string{"a", "b", "ä", "\n", " ", "\xff", "A", "x"}
	b := &budget{}
	for range 3000 {
		b.begin(workLimit)
		var expr, text string
		for range 1 + random.IntN(4) {
			expr += pieces[random.IntN(len(pieces))]
		}
		for range random.IntN(10) {
			text += letters[random.IntN(len(letters))]
		}
		re, err := regexp.Compile(expr)
		if err != nil {
			continue
		}
		n := random.IntN(4) - 1
		for what, pair := range map[string][2]any{
			"match":   {re.MatchString(text), b.pattern(expr).find(b, text, 0) != nil},
			"find":    {re.FindString(text), b.regexFind(expr, text)},
			"all":     {re.FindAllString(text, n), b.regexFindAll(expr, text, n)},
			"split":   {re.Split(text, n), b.regexSplit(expr, text, n)},
			"replace": {re.ReplaceAllString(text, "<$0$1>"), b.regexReplace(expr, text, "<$0$1>", true)},
			"literal": {re.ReplaceAllLiteralString(text, "<$0>"), b.regexReplace(expr, text, "<$0>", false)},
		} {
			if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
				t.Fatalf("%s of %q in %q, %d\n%s", what, expr, text, n, diff)
			}
		}
	}
}

func TestRefusedFunctions(t *testing.T) {
	_, found := newTemplateSet([]templateFile{{"madr", "templates/madr.md.tmpl", "# Ä {{env \"HOME\"}}\n{{uper .X}} {{call .F}} {{_step 0 -1}}\n"}}, nil)
	want := diag.List{
		{Pos: diag.Pos{File: "templates/madr.md.tmpl", Line: 1, Col: 7}, Rule: "template", Severity: diag.Error,
			Message: "function env is not available in templates", Hint: "it reads the environment; a record depends on its input"},
		{Pos: diag.Pos{File: "templates/madr.md.tmpl", Line: 2, Col: 3}, Rule: "template", Severity: diag.Error,
			Message: "function uper is not available in templates", Hint: "did you mean upper?"},
		{Pos: diag.Pos{File: "templates/madr.md.tmpl", Line: 2, Col: 15}, Rule: "template", Severity: diag.Error,
			Message: "function call is not available in templates", Hint: "the data of a template holds no functions"},
		{Pos: diag.Pos{File: "templates/madr.md.tmpl", Line: 2, Col: 27}, Rule: "template", Severity: diag.Error,
			Message: "function _step is not available in templates"},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}
