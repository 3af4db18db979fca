package highlight

import (
	"strings"
	"sync"
	"unicode"

	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

// knownWords remembers what a rule makes of words. Keywords and the names of functions
// are listed in one expression, some hundreds of them, which tries one after another. An
// expression of names makes the same of a word wherever that stands, unless a name goes on
// behind it.
type knownWords struct {
	longer map[string]bool // the words, in lower case, that longer names begin with
	mu     sync.RWMutex
	runes  map[string]int // of the match, -1 for none, by the word
}

const (
	wordMost  = 48   // bytes of a word that is remembered
	wordsMost = 2000 // words that a rule remembers
)

// match tells how much of a word the rule's expression matches from its beginning, -1
// where it does not. The word is one that wordAt gave. It is false where what stands
// behind the word counts.
func (k *knownWords) match(re *regexp2.Regexp, word []byte) (runes int, ok bool) {
	k.mu.RLock()
	runes, ok = k.runes[string(word)]
	k.mu.RUnlock()
	if ok {
		return runes, true
	}
	text := string(word)
	if k.longer[strings.ToLower(text)] {
		return 0, false
	}
	runes = -1
	if m, err := re.FindStringMatch(text); err == nil && m != nil && m.RuneIndex == 0 {
		runes = m.RuneLength
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.runes == nil {
		k.runes = map[string]int{}
	}
	if len(k.runes) < wordsMost {
		k.runes[text] = runes
	}
	return runes, true
}

// wordAt adds the word that a place begins, in ASCII: letters, digits and underscores to
// the next other character. It adds nothing where there is none, where it is long, within
// a word, and where it goes on in other scripts.
func wordAt(out []byte, text []rune, at int) []byte {
	if at > 0 && !ends(text[at-1]) {
		return out[:0]
	}
	for ; at < len(text) && isWord(text[at]); at++ {
		if len(out) == wordMost {
			return out[:0]
		}
		out = append(out, byte(text[at]))
	}
	if at < len(text) && !ends(text[at]) {
		return out[:0]
	}
	return out
}

// isWord tells whether a character of ASCII may stand in a word, and ends whether one
// surely may not.
func isWord(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

func ends(c rune) bool { return c < 0x80 && !isWord(c) }

// namesOf reads an expression that matches nothing but names, from where the last match has
// ended: names one after another or one of several, with the edge of a word before or
// behind all of them. Some may hold other characters than words do, as "order by" does;
// longer are the words, in lower case, that such a name begins with. ok is false for any
// other expression.
func namesOf(root *syntax.RegexNode) (longer map[string]bool, ok bool) {
	if root.T != syntax.NtCapture || len(root.Children) != 1 {
		return nil, false
	}
	whole := root.Children[0]
	if whole.T != syntax.NtConcatenate || len(whole.Children) < 2 || whole.Children[0].T != syntax.NtStart {
		return nil, false
	}
	rest := whole.Children[1:]
	if rest[0].T == syntax.NtBoundary {
		rest = rest[1:]
	}
	if n := len(rest); n > 0 && rest[n-1].T == syntax.NtBoundary {
		rest = rest[:n-1]
	}
	all := begun{open: []string{""}}
	for _, n := range rest {
		if all, ok = all.then(n); !ok {
			return nil, false
		}
	}
	longer = map[string]bool{}
	for _, word := range all.cut {
		longer[word] = true
	}
	return longer, len(rest) > 0
}

// begun are the first words of names, as far as an expression was read.
type begun struct {
	open []string // of names that are one word so far
	cut  []string // of those that hold another character behind it
}

// begunMost bounds what an expression may name.
const begunMost = 5000

// then reads a further part of the expression.
func (b begun) then(n *syntax.RegexNode) (begun, bool) {
	if n.Options&syntax.RightToLeft != 0 {
		return b, false
	}
	switch n.T {
	case syntax.NtEmpty:
		return b, true
	case syntax.NtMulti:
		for _, c := range n.Str {
			b = b.characters(c)
		}
		return b, true
	case syntax.NtOne, syntax.NtOneloop, syntax.NtOneloopatomic, syntax.NtSet, syntax.NtSetloop, syntax.NtSetloopatomic:
		times := 1
		if n.T != syntax.NtOne && n.T != syntax.NtSet {
			if times = n.M; n.M != n.N { // two of a letter are a loop that has no choice
				return b, false
			}
		}
		chars := []rune{n.Ch}
		if n.Set != nil {
			if chars = n.Set.GetSetChars(8); len(chars) == 0 || n.Set.IsNegated() { // both cases, and what folds to them
				return b, false
			}
		}
		for range times {
			b = b.characters(chars...)
		}
		return b, len(b.open)+len(b.cut) <= begunMost
	case syntax.NtCapture, syntax.NtGroup, syntax.NtAtomic, syntax.NtConcatenate:
		for _, child := range n.Children {
			var ok bool
			if b, ok = b.then(child); !ok {
				return b, false
			}
		}
		return b, true
	case syntax.NtAlternate:
		all := begun{cut: b.cut}
		for _, child := range n.Children {
			one, ok := begun{open: b.open}.then(child)
			if !ok || len(all.open)+len(all.cut) > begunMost {
				return b, false
			}
			all.open, all.cut = append(all.open, one.open...), append(all.cut, one.cut...)
		}
		return all, true
	}
	return b, false
}

// characters reads one that is any of some.
func (b begun) characters(chars ...rune) begun {
	next := begun{cut: b.cut[:len(b.cut):len(b.cut)]}
	seen := map[rune]bool{}
	for _, c := range chars {
		if c = unicode.ToLower(c); c >= 0x80 || seen[c] {
			continue // no word that is remembered has it
		}
		seen[c] = true
		if !isWord(c) {
			next.cut = append(next.cut, b.open...)
			continue
		}
		for _, word := range b.open {
			next.open = append(next.open, word+string(c))
		}
	}
	return next
}
