package render

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

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
