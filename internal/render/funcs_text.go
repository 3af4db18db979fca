package render

import (
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"strings"

	"tradeoff/internal/lazyregexp"
)

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
	verb   = lazyregexp.New(`%[-+# 0\[\]\d.*]*`)
	figure = lazyregexp.New(`\d+|\*`)
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
