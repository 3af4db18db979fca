package render

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

// A unit of work is about ten nanoseconds of a server's processor of 2023; what
// things cost was measured and rounded up. A table of 30 options by 50 factors,
// with five functions in each cell, spends a seventh of workLimit.
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
