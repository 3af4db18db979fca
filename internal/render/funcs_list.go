package render

import (
	"cmp"
	"fmt"
	"math/bits"
	"reflect"
	"slices"
	"strings"
)

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
