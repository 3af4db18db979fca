package render

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"regexp"
	"regexp/syntax"
	"runtime"
	"slices"
	"strings"
	"sync"
	"text/template"
	"unicode"
	"unicode/utf8"

	"github.com/Masterminds/sprig/v3"
)

// A unit of work is about ten nanoseconds on a laptop of 2023; what things cost
// in units was measured once and rounded up. A record of 30 options and 50
// factors spends about a twentieth of workLimit.
const (
	workLimit = 10_000_000 // units for one execution: about a tenth of a second
	callCost  = 100        // a function's call
	nodeCost  = 10         // a node of a template's tree, or a value within a value
	passCost  = 150        // one pass of a range, or one {{template}}
	itemCost  = 20         // an item of a list or map that a function takes or gives

	maxOutput = 4 << 20 // bytes
	maxString = 1 << 20 // bytes, of one that a function gives
	maxItems  = 100_000 // of a list that a function gives
	maxDepth  = 64      // of lists within lists that are written as text, or compared
	maxCalls  = 200     // templates within templates
	maxBlocks = 2000    // blocks within blocks, over all those templates: the stack
	maxRegexp = 256     // bytes of a pattern
	maxStates = 2000    // of a pattern
)

// limitError says which bound of the sandbox a template has met.
type limitError struct{ why string }

func (e *limitError) Error() string {
	return "this template does more work than a record needs (" + e.why + ")"
}

// callError says why a function does not take what it was given.
type callError struct{ name, why, hint string }

func (e *callError) Error() string {
	if e.name == "" {
		return e.why
	}
	return e.name + ": " + e.why
}

// budget is the work that an execution may still do. Its methods that are
// template functions panic with an error where they cannot go on; text/template
// makes that the execution's error.
type budget struct {
	left, depth, blocks int
	at                  int // number of the place last entered
	patterns            map[string]*textPattern
}

func (b *budget) begin(limit int) {
	*b = budget{left: limit, patterns: map[string]*textPattern{}}
}

func (b *budget) spend(units int) {
	if units < 0 || units > b.left {
		b.left = 0
		panic(&limitError{fmt.Sprintf("more than %d steps", workLimit/callCost)})
	}
	b.left -= units
}

// room refuses a string of n bytes that is about to be made.
func (b *budget) room(n int) {
	if n < 0 || n > maxString {
		panic(&limitError{fmt.Sprintf("a string of more than %d MiB", maxString>>20)})
	}
}

// items refuses a list of n items that is about to be made.
func (b *budget) items(n int) {
	if n < 0 || n > maxItems {
		panic(&limitError{fmt.Sprintf("a list of more than %d items", maxItems)})
	}
}

func (b *budget) refuse(why, hint string) { panic(&callError{why: why, hint: hint}) }

// enter, leave and step are the hidden functions that the guard writes at the
// head and foot of each definition, and at the head of each range's body.
func (b *budget) enter(place, cost, nesting int) string {
	b.depth++
	b.blocks += nesting
	if b.depth > maxCalls || b.blocks > maxBlocks {
		panic(&limitError{fmt.Sprintf("templates call each other more than %d deep", b.depth-1)})
	}
	return b.step(place, passCost+cost)
}

func (b *budget) leave(nesting int) string {
	b.depth--
	b.blocks -= nesting
	return ""
}

func (b *budget) step(place, cost int) string {
	b.at = place
	b.spend(cost)
	return ""
}

// print is the hidden function behind each pipeline whose value is written.
func (b *budget) print(v reflect.Value) string {
	s := b.text(v)
	b.spend(len(s) / 2)
	return s
}

// over is the hidden function behind each range's pipeline.
func (b *budget) over(v reflect.Value) reflect.Value {
	to := v
	for to.Kind() == reflect.Pointer || to.Kind() == reflect.Interface {
		to = to.Elem()
	}
	switch to.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		b.spend(to.Len() * itemCost)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Invalid,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
	default:
		b.refuse("range goes over a list, a map or a whole number, not over a "+to.Kind().String(), "")
	}
	return v
}

// wrap gives fn, with the same type, charged to the budget: the call, and a
// share of the size of what it takes and gives. A panic of fn becomes a
// *callError, a result that is too large a *limitError.
func (b *budget) wrap(name string, fn any) any {
	f := reflect.ValueOf(fn)
	t := f.Type()
	call := f.Call
	if t.IsVariadic() {
		call = f.CallSlice
	}
	return reflect.MakeFunc(t, func(args []reflect.Value) (results []reflect.Value) {
		defer func() {
			if p := recover(); p != nil {
				panic(failureOf(name, args, p))
			}
		}()
		b.spend(callCost)
		for _, a := range args {
			b.charge(a)
		}
		if t.IsVariadic() {
			for i := range args[len(args)-1].Len() {
				b.charge(args[len(args)-1].Index(i))
			}
		}
		results = call(args)
		if len(results) == 2 && !results[1].IsNil() {
			panic(results[1].Interface())
		}
		switch v := b.charge(results[0]); v.Kind() {
		case reflect.String:
			b.room(v.Len())
		case reflect.Slice, reflect.Array, reflect.Map:
			b.items(v.Len())
		}
		return results
	}).Interface()
}

// failureOf is what a function's panic or error says, as an error of the sandbox.
func failureOf(name string, args []reflect.Value, p any) error {
	if name == "fail" {
		name = "" // its words are the template's own
	}
	err, ok := p.(error)
	if !ok {
		return &callError{name: name, why: fmt.Sprint(p)}
	}
	if limit := (*limitError)(nil); errors.As(err, &limit) {
		return limit
	}
	if call := (*callError)(nil); errors.As(err, &call) {
		return &callError{cmp.Or(call.name, name), call.why, call.hint}
	}
	fault, misuse := runtime.Error(nil), (*reflect.ValueError)(nil)
	if !errors.As(err, &fault) && !errors.As(err, &misuse) {
		return &callError{name: name, why: err.Error()}
	}
	kinds := make([]string, len(args))
	for i, a := range args {
		if kinds[i] = bare(a).Kind().String(); kinds[i] == "invalid" {
			kinds[i] = "nothing"
		}
	}
	why := "it cannot take (" + strings.Join(kinds, ", ") + ")"
	if fault != nil && !strings.Contains(fault.Error(), "nil pointer") {
		why += ": " + strings.TrimPrefix(fault.Error(), "runtime error: ")
	}
	return &callError{name: name, why: why}
}

// charge spends a share of the length of v, and gives the value that v holds.
func (b *budget) charge(v reflect.Value) reflect.Value {
	if v.IsValid() && v.Type() == reflect.TypeFor[reflect.Value]() {
		v = v.Interface().(reflect.Value)
	}
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.String:
		b.spend(v.Len() / 2)
	case reflect.Slice, reflect.Array, reflect.Map:
		b.spend(v.Len() * itemCost)
	}
	return v
}

// walk charges for all that v holds, and gives about how long it is as text.
// Where it is to be text, v may hold nothing that fmt writes as an address.
func (b *budget) walk(v reflect.Value, depth int, text bool) (size int) {
	b.spend(nodeCost)
	if depth > maxDepth {
		panic(&limitError{fmt.Sprintf("a value nested more than %d deep", maxDepth)})
	}
	if _, ok := speaker(v); ok && text {
		b.spend(callCost)
		return 64
	}
	switch v.Kind() {
	case reflect.String:
		b.spend(v.Len() / 2)
		size = v.Len()
	case reflect.Interface:
		if !v.IsNil() {
			return b.walk(v.Elem(), depth, text)
		}
	case reflect.Pointer:
		if text && depth > 0 {
			b.refuse("it holds a pointer, which has no text", "write its fields one by one")
		}
		if !v.IsNil() {
			return b.walk(v.Elem(), depth+1, text)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			size += 1 + b.walk(v.Index(i), depth+1, text)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			size += 2 + b.walk(key, depth+1, text) + b.walk(value, depth+1, text)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			size += 1 + b.walk(field, depth+1, text)
		}
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		b.refuse("a "+v.Kind().String()+" has no text", "")
	}
	b.room(size)
	return size + 4
}

// speaker gives v, or a pointer to it, where it has words of its own.
func speaker(v reflect.Value) (any, bool) {
	if !v.IsValid() || !v.CanInterface() || v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, false
	}
	switch x := v.Interface().(type) {
	case error, fmt.Stringer:
		return x, true
	}
	if v.Kind() != reflect.Pointer && v.CanAddr() {
		switch x := v.Addr().Interface().(type) {
		case error, fmt.Stringer:
			return x, true
		}
	}
	return nil, false
}

// text is v as a template writes it: a Stringer's or an error's own words, else
// what fmt writes. A value that is not there is refused, since "<nil>" in a
// record helps nobody.
func (b *budget) text(v reflect.Value) string {
	for {
		if x, ok := speaker(v); ok {
			s := fmt.Sprint(x)
			b.room(len(s))
			return s
		}
		if v.Kind() != reflect.Interface && v.Kind() != reflect.Pointer {
			break
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Invalid:
		b.refuse("there is no value here to write", "write it within {{with …}} … {{end}}, or give it a default: {{ … | default \"…\" }}")
	case reflect.String:
		return v.String()
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Struct, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		b.walk(v, 0, true)
	}
	return fmt.Sprint(v.Interface())
}

// texts are the items of a list as text, or v alone; those that are nil are
// left out.
func (b *budget) texts(v any) []string {
	list := reflect.Indirect(reflect.ValueOf(v))
	if list.Kind() != reflect.Slice && list.Kind() != reflect.Array {
		return b.each([]any{v})
	}
	items := make([]any, list.Len())
	for i := range items {
		items[i] = list.Index(i).Interface()
	}
	return b.each(items)
}

func (b *budget) each(items []any) []string {
	b.spend(len(items) * itemCost)
	texts := make([]string, 0, len(items))
	for _, item := range items {
		if item != nil {
			s := b.text(reflect.ValueOf(item))
			b.spend(len(s) / 2)
			texts = append(texts, s)
		}
	}
	return texts
}

func (b *budget) join(sep string, v any) string { return b.joined(sep, b.texts(v)) }

func (b *budget) joined(sep string, texts []string) string {
	n := len(sep) * max(0, len(texts)-1)
	for _, s := range texts {
		n += len(s)
		b.room(n)
	}
	b.room(n)
	return strings.Join(texts, sep)
}

// taken are the functions that come from sprig as they are: pure, the same for
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

// product is a*b, or the largest int where that is too large; negative factors
// count as 0.
func product(a, b int) int {
	high, low := bits.Mul64(uint64(max(a, 0)), uint64(max(b, 0)))
	if high > 0 || low > math.MaxInt {
		return math.MaxInt
	}
	return int(low)
}

func (b *budget) walkAll(values ...any) (size int) {
	for _, v := range values {
		size += b.walk(reflect.ValueOf(v), 0, false)
	}
	return size
}

// times charges for n walks over v.
func (b *budget) times(n int, v any) {
	left := b.left
	b.walkAll(v)
	b.spend(product(n, left-b.left))
}

func (b *budget) decimals(v []any) {
	if len(v) > 16 {
		b.refuse("it takes at most 16 numbers", "")
	}
	b.spend(1000 * len(v) * len(v)) // a product of 16 may have five thousand digits
}

func (b *budget) json(v any, escape bool, indent string) (string, error) {
	b.walkAll(v)
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(escape)
	enc.SetIndent("", indent)
	err := enc.Encode(v)
	return strings.TrimSuffix(out.String(), "\n"), err
}

func (b *budget) say(v any) string { return b.text(reflect.ValueOf(v)) }

// sprint puts a space between two arguments of which neither is a string.
func (b *budget) sprint(args ...any) string {
	var out strings.Builder
	word := true
	for _, a := range args {
		before := word
		word = reflect.ValueOf(a).Kind() == reflect.String
		if !before && !word {
			out.WriteByte(' ')
		}
		s := b.say(a)
		b.room(out.Len() + len(s))
		out.WriteString(s)
	}
	return out.String()
}

func (b *budget) sprintln(args ...any) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = b.say(a)
	}
	return b.joined(" ", texts) + "\n"
}

var (
	verb   = regexp.MustCompile(`%[-+# 0\[\]\d.*]*`)
	figure = regexp.MustCompile(`\d+|\*`)
)

// printf gives all arguments but numbers as their text, and bounds what the
// format may make of them before fmt does.
func (b *budget) printf(format string, args ...any) string {
	longest := 350 // a float64 of 309 digits
	for i, a := range args {
		if v := reflect.ValueOf(a); !v.CanInt() && !v.CanUint() && !v.CanFloat() && v.Kind() != reflect.Bool {
			s := b.say(a)
			args[i], longest = s, max(longest, 10*len(s)) // ten bytes a letter: %+q
		}
	}
	size := len(format)
	for _, v := range verb.FindAllString(format, -1) {
		b.spend(callCost)
		for _, n := range figure.FindAllString(v, -1) {
			if n == "*" || len(n) > 3 {
				b.refuse("a width stands in the format, and is less than 1000", "")
			}
			size += 1000
		}
		size += longest
		b.room(size / 8) // 8 MiB, mostly of what will never be there
	}
	return fmt.Sprintf(format, args...)
}

func (b *budget) quoted(format string, args []any) string {
	texts := b.each(args)
	for i, s := range texts {
		texts[i] = fmt.Sprintf(format, s)
	}
	return b.joined(" ", texts)
}

func (b *budget) indent(n int, s string) string {
	b.room(len(s) + product(n, strings.Count(s, "\n")+1))
	pad := strings.Repeat(" ", n)
	return pad + strings.ReplaceAll(s, "\n", "\n"+pad)
}

// wrapText breaks each line of s at the last space that keeps it within width
// code points, and a longer word where it stands if long says so.
func (b *budget) wrapText(width int, sep, s string, long bool) string {
	b.spend(len(s))
	width = max(1, width)
	var out strings.Builder
	write := func(line []rune, end string) {
		b.room(out.Len() + len(line) + len(end))
		out.WriteString(string(line))
		out.WriteString(end)
	}
	for i, text := range strings.Split(s, "\n") {
		if i > 0 {
			write(nil, "\n")
		}
		line := []rune(text)
		for len(line) > width {
			if line[0] == ' ' {
				line = line[1:]
				continue
			}
			at := width
			for at > 0 && line[at] != ' ' {
				at--
			}
			if at == 0 && long {
				write(line[:width], sep)
				line = line[width:]
				continue
			}
			if at == 0 {
				if at = slices.Index(line, ' '); at < 0 {
					break
				}
			}
			write(line[:at], sep)
			line = line[at+1:]
		}
		write(line, "")
	}
	return out.String()
}

// trunc keeps the first n code points, or the last -n.
func trunc(n int, s string) string {
	r := []rune(s)
	switch {
	case n >= 0 && n < len(r):
		return string(r[:n])
	case n < 0 && -n < len(r) && -n > 0:
		return string(r[len(r)+n:])
	}
	return s
}

func abbrev(width int, s string) string {
	if r := []rune(s); width >= 4 && len(r) > width {
		return string(r[:width-3]) + "..."
	}
	return s
}

// substr is the code points from start to before end; a start below 0 is the
// text's, and so is an end below 0 or past it.
func substr(start, end int, s string) string {
	r := []rune(s)
	if end < 0 || end > len(r) {
		end = len(r)
	}
	start = min(max(0, start), end)
	return string(r[start:end])
}

// series is start, start+step, … before stop.
func (b *budget) series(start, stop, step int) []int {
	distance, stride := uint64(stop)-uint64(start), uint64(step)
	if step < 0 {
		distance, stride = uint64(start)-uint64(stop), -uint64(step)
	}
	if stop == start || step == 0 || (stop > start) != (step > 0) {
		return []int{}
	}
	n := (distance-1)/stride + 1
	b.items(int(min(n, maxItems+1)))
	list := make([]int, n)
	for i := range list {
		list[i] = start + i*step
	}
	return list
}

// seq is the numbers from 1, or a start, to an end, both included, apart by 1 or
// a step between the two, as text.
func (b *budget) seq(numbers ...int) string {
	start, step, end := 1, 1, 0
	switch len(numbers) {
	case 1:
		end = numbers[0]
	case 2:
		start, end = numbers[0], numbers[1]
	case 3:
		start, step, end = numbers[0], numbers[1], numbers[2]
	default:
		b.refuse("it takes an end, a start and an end, or a start, a step and an end", "")
	}
	direction := 1
	if end < start {
		direction = -1
	}
	if len(numbers) < 3 {
		step = direction
	}
	return b.join(" ", b.series(start, end+direction, step))
}

// sortAlpha sorts the items as text; sprig's sorts the data's own list.
func (b *budget) sortAlpha(list any) []string {
	texts := b.texts(list)
	for _, s := range texts {
		b.spend((4 + len(s)/8) * bits.Len(uint(len(texts))))
	}
	slices.Sort(texts)
	return texts
}

func (b *budget) dict(pairs ...any) map[string]any {
	if len(pairs)%2 != 0 {
		b.refuse("its last key has no value", "write keys and values in turn: dict \"a\" 1 \"b\" 2")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		m[b.say(pairs[i])] = pairs[i+1]
	}
	return m
}

// keys are the keys of the maps, each once, sorted.
func (b *budget) keys(maps ...any) []string {
	var keys []any
	for _, m := range maps {
		for key := range reflect.ValueOf(m).Seq() {
			keys = append(keys, key.Interface())
		}
	}
	return slices.Compact(b.sortAlpha(keys))
}

// slice is a part of a list. It never reaches past the list's end, into what its
// array may hold there.
func (b *budget) slice(list any, bounds ...any) any {
	v, toInt := reflect.ValueOf(list), fromSprig()["int"].(func(any) int)
	start, end := 0, v.Len()
	if len(bounds) > 0 {
		start = toInt(bounds[0])
	}
	if len(bounds) > 1 {
		end = toInt(bounds[1])
	}
	if start < 0 || start > end || end > v.Len() {
		b.refuse(fmt.Sprintf("a list of %d has no part from %d to %d", v.Len(), start, end), "")
	}
	return v.Slice(start, end).Interface()
}

// index is item[keys[0]][keys[1]]…; a key that a map does not hold gives the zero
// value of its items.
func (b *budget) index(item reflect.Value, keys ...reflect.Value) reflect.Value {
	for _, key := range keys {
		for item.Kind() == reflect.Interface || item.Kind() == reflect.Pointer {
			item = item.Elem()
		}
		if key = bare(key); item.Kind() == reflect.Map {
			if !key.IsValid() || !key.CanConvert(item.Type().Key()) || key.Kind() != item.Type().Key().Kind() && item.Type().Key().Kind() != reflect.Interface {
				b.refuse("its keys are of type "+item.Type().Key().String(), "")
			}
			found := item.MapIndex(key.Convert(item.Type().Key()))
			if !found.IsValid() {
				found = reflect.Zero(item.Type().Elem())
			}
			item = found
			continue
		}
		if kind := item.Kind(); kind != reflect.Slice && kind != reflect.Array {
			b.refuse("it looks into a list or a map, not into a "+kind.String(), "")
		}
		if !key.CanInt() || key.Int() < 0 || key.Int() >= int64(item.Len()) {
			b.refuse(fmt.Sprintf("a list of %d has no item %v", item.Len(), b.text(key)), "")
		}
		item = item.Index(int(key.Int()))
	}
	return item
}

// bare is the value that an interface holds.
func bare(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// eq tells whether x is one of ys: numbers, words, yes or no, or nothing.
func (b *budget) eq(x reflect.Value, ys ...reflect.Value) bool {
	nothing := func(v reflect.Value) bool {
		switch v.Kind() {
		case reflect.Invalid:
			return true
		case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
			return v.IsNil()
		}
		return false
	}
	x = bare(x)
	for _, y := range ys {
		y = bare(y)
		equal := false
		if order, ok := compare(x, y); ok {
			equal = order == 0
		} else if x.Kind() == reflect.Bool && y.Kind() == reflect.Bool {
			equal = x.Bool() == y.Bool()
		} else if nothing(x) || nothing(y) {
			equal = nothing(x) && nothing(y)
		} else {
			b.refuse("a "+x.Kind().String()+" and a "+y.Kind().String()+" cannot be compared", "")
		}
		if equal {
			return true
		}
	}
	return false
}

func (b *budget) order(x, y reflect.Value) int {
	x, y = bare(x), bare(y)
	order, ok := compare(x, y)
	if !ok {
		b.refuse("a "+x.Kind().String()+" and a "+y.Kind().String()+" have no order", "")
	}
	return order
}

// compare orders two whole numbers, two other numbers or two strings.
func compare(x, y reflect.Value) (order int, ok bool) {
	switch {
	case x.CanInt() && y.CanInt():
		return cmp.Compare(x.Int(), y.Int()), true
	case x.CanUint() && y.CanUint():
		return cmp.Compare(x.Uint(), y.Uint()), true
	case x.CanInt() && y.CanUint():
		if x.Int() < 0 {
			return -1, true
		}
		return cmp.Compare(uint64(x.Int()), y.Uint()), true
	case x.CanUint() && y.CanInt():
		order, ok = compare(y, x)
		return -order, ok
	case x.CanFloat() && y.CanFloat():
		return cmp.Compare(x.Float(), y.Float()), true
	case x.Kind() == reflect.String && y.Kind() == reflect.String:
		return strings.Compare(x.String(), y.String()), true
	}
	return 0, false
}

// textPattern is a regular expression whose searches are charged by the letters
// that they read, since to look for all matches may read a text once for each.
type textPattern struct {
	first *regexp.Regexp // at the start of a text
	next  *regexp.Regexp // further on: reads the letter before, so that ^ and \b see it
	cost  int            // for each letter read
}

func (b *budget) pattern(text string) *textPattern {
	if p := b.patterns[text]; p != nil {
		return p
	}
	if len(text) > maxRegexp {
		b.refuse(fmt.Sprintf("the pattern is longer than %d bytes", maxRegexp), "")
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		b.refuse(strings.TrimPrefix(err.Error(), "error parsing regexp: "), "")
	}
	n := states(parsed)
	if n > maxStates {
		b.refuse("the pattern repeats too much", "use * or + for a count")
	}
	b.spend(callCost * (20 + n))
	p := &textPattern{regexp.MustCompile(text), regexp.MustCompile(`\A(?s:.)(?s:.*?)(` + parsed.String() + `)`), 5 + n}
	b.patterns[text] = p
	return p
}

// states is about the size of the program that a pattern becomes.
func states(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)/64 // a class of many ranges is one state, but not a small one
	if re.Op == syntax.OpLiteral {
		n = len(re.Rune)
	}
	for _, sub := range re.Sub {
		n += states(sub)
	}
	if re.Op == syntax.OpRepeat {
		n = product(n, max(1, re.Min, re.Max))
	}
	return n
}

// meter charges for each letter of a text that a search reads.
type meter struct {
	strings.Reader
	b    *budget
	cost int
}

func (m *meter) ReadRune() (rune, int, error) {
	m.b.spend(m.cost)
	return m.Reader.ReadRune()
}

// find is the first match at or after from: the ends of it and of its groups, or
// nil.
func (p *textPattern) find(b *budget, s string, from int) []int {
	m := &meter{b: b, cost: p.cost}
	if from == 0 {
		m.Reset(s)
		return p.first.FindReaderSubmatchIndex(m)
	}
	_, size := utf8.DecodeLastRuneInString(s[:from])
	m.Reset(s[from-size:])
	match := p.next.FindReaderSubmatchIndex(m)
	if match == nil {
		return nil
	}
	for i := range match {
		if match[i] >= 0 {
			match[i] += from - size
		}
	}
	return match[2:]
}

// each gives at most n matches, or all where n is negative, as regexp's All
// functions find them: without an empty one right behind another.
func (p *textPattern) each(b *budget, s string, n int, yield func(match []int)) {
	for from, end := 0, -1; n != 0 && from <= len(s); {
		m := p.find(b, s, from)
		if m == nil {
			return
		}
		if m[1] > from || m[0] != end {
			b.spend(callCost)
			yield(m)
			n--
		}
		if end = m[1]; end > from {
			from = end
		} else if _, size := utf8.DecodeRuneInString(s[from:]); size > 0 {
			from += size
		} else {
			return
		}
	}
}

func (b *budget) regexFind(re, s string) string {
	if m := b.pattern(re).find(b, s, 0); m != nil {
		return s[m[0]:m[1]]
	}
	return ""
}

func (b *budget) regexFindAll(re, s string, n int) (found []string) {
	b.pattern(re).each(b, s, n, func(m []int) { found = append(found, s[m[0]:m[1]]) })
	return found
}

// regexSplit is the texts between the matches, in at most n parts.
func (b *budget) regexSplit(re, s string, n int) (parts []string) {
	if n == 0 {
		return nil
	}
	if re != "" && s == "" {
		return []string{""}
	}
	begin, end := 0, 0
	b.pattern(re).each(b, s, n, func(m []int) {
		if n > 0 && len(parts) == n-1 {
			return
		}
		end = m[0]
		if m[1] != 0 {
			parts = append(parts, s[begin:end])
		}
		begin = m[1]
	})
	if end != len(s) {
		parts = append(parts, s[begin:])
	}
	return parts
}

// regexReplace puts with in the place of each match; $1 in it is a group where
// expand says so.
func (b *budget) regexReplace(re, s, with string, expand bool) string {
	p := b.pattern(re)
	var out []byte
	begin := 0
	p.each(b, s, -1, func(m []int) {
		b.room(len(out) + m[0] - begin + len(with) + product(strings.Count(with, "$"), m[1]-m[0]))
		out = append(out, s[begin:m[0]]...)
		if expand {
			out = p.first.ExpandString(out, with, s, m)
		} else {
			out = append(out, with...)
		}
		begin = m[1]
	})
	return string(append(out, s[begin:]...))
}
