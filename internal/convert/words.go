package convert

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tradeoff/internal/source"
)

// bag counts words: runs of letters and digits, in lower case.
type bag map[string]int

// wordsOf are the words of texts.
func wordsOf(texts ...string) bag {
	b := bag{}
	for _, text := range texts {
		b.add(text, 1)
	}
	return b
}

// add adds the words of a text so many times.
func (b bag) add(text string, times int) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isWordRune(r) }) {
		b[strings.ToLower(word)] += times
	}
}

// tree adds the words of a tree's values and keys.
func (b bag) tree(n *source.Node) {
	if n == nil {
		return
	}
	b.add(n.Text, 1)
	for _, item := range n.Items {
		b.tree(item)
	}
	for _, e := range n.Entries {
		b.add(e.Key, 1)
		b.tree(e.Value)
	}
}

// has tells whether each word of other is here as often.
func (b bag) has(other bag) bool {
	for word, n := range other {
		if b[word] < n {
			return false
		}
	}
	return true
}

// Lost gives the words of an old record that stand in its new input and record less
// often than in it, in their order, apart from those that spare names as often:
// keys, whose meaning is in the field they went to. An input that cannot be read
// holds no words.
func Lost(old, newInput []byte, format source.Format, newRecord []byte, spare map[string]int) []string {
	is := wordsOf(string(newRecord))
	root, _ := source.Parse("", newInput, format)
	is.tree(root)
	var lost []string
	for word, n := range wordsOf(string(old)) {
		if is[word] < n-spare[word] {
			lost = append(lost, fmt.Sprintf("%s (%d of %d)", word, is[word], n))
		}
	}
	slices.Sort(lost)
	return lost
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
