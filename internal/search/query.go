package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/lazyregexp"
)

// The bounds of a query.
const (
	queryMost = 12 // words
	typoFrom  = 4  // letters of a word that may be mistyped by one
	typoTwo   = 8  // letters of a word that may be mistyped by two
	likeliest = 2  // words that a mistyped one is taken for
)

// Found is what a query finds: documents in order, the best first.
type Found struct {
	Documents []int
	Meant     map[string][]string // what a mistyped word was taken for
}

// jump matches a query for a decision's number.
var jump = lazyregexp.New(`(?i)^(?:#|adr[-\s]?)?(\d{1,9})$`)

// Find answers a query. A number, also written as #12, 0012 or ADR-0012, puts the
// decision of that number first. Each other word counts where it stands; the
// last one, as long as nothing follows it, also where it begins a word. One or
// two letters are looked for at the beginning of titles' words alone. A word that
// is nowhere counts where it begins a word, else as the likeliest words at one
// edit, of eight letters and more at two, that share its first letter.
func (x *Index) Find(query string) (Found, error) {
	found := Found{Meant: map[string][]string{}}
	scores := map[int]float64{}
	words := unique(Tokens(query))
	for i, w := range words[:min(len(words), queryMost)] {
		typing := i == len(words)-1 && endsInWord(query)
		matches, err := x.matches(w, typing, &found)
		if err != nil {
			return Found{}, err
		}
		best := map[int]float64{}
		for _, m := range matches {
			for _, p := range m.postings {
				value := m.factor * (float64(p.impact) - m.base)
				if other, ok := best[int(p.doc)]; !ok || value > other {
					best[int(p.doc)] = value
				}
			}
		}
		for doc, value := range best {
			scores[doc] += value
		}
	}
	for doc := range scores {
		found.Documents = append(found.Documents, doc)
	}
	slices.SortFunc(found.Documents, func(a, b int) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b)) })
	if m := jump.FindStringSubmatch(strings.TrimSpace(query)); m != nil {
		number, _ := strconv.Atoi(m[1]) // nine digits at most
		first := slices.Clone(x.number[number])
		for _, doc := range found.Documents {
			if !slices.Contains(x.number[number], doc) {
				first = append(first, doc)
			}
		}
		found.Documents = first
	}
	return found, nil
}

// match is a term that counts for a word of the query.
type match struct {
	*list
	factor float64
}

// matches gives the terms that a word stands for.
func (x *Index) matches(w string, typing bool, found *Found) ([]match, error) {
	var matches []match
	exact, err := x.term(w)
	if err != nil {
		return nil, err
	}
	weight := 0.0
	if exact != nil {
		weight = x.idf(exact.holders)
		matches = append(matches, match{exact, weight})
	}
	first, _ := utf8.DecodeRuneInString(w)
	letters := utf8.RuneCountInString(w)
	switch {
	case paired(first) && (letters > 1 || !typing):
		return matches, nil
	case !paired(first) && letters < 3:
		if !typing {
			return matches, nil
		}
		short, err := x.term(" " + w)
		if short != nil {
			matches = append(matches, match{short, 1})
		}
		return matches, err
	case exact != nil && !typing:
		return matches, nil
	}
	longer, err := x.beginningWith(w)
	if err != nil {
		return nil, err
	}
	if exact == nil {
		holders := 0
		for _, l := range longer {
			holders += l.holders
		}
		weight = x.idf(min(holders, x.head.Documents))
	}
	for _, l := range longer {
		matches = append(matches, match{l, weight * float64(letters) / float64(utf8.RuneCountInString(l.term))})
	}
	if len(matches) > 0 || letters < typoFrom || strings.IndexFunc(w, unicode.IsLetter) < 0 {
		return matches, nil
	}
	near, err := x.corrections(w, typing)
	if err != nil {
		return nil, err
	}
	if x.head.Shards > 1 {
		near = near[:min(len(near), 1)]
	}
	for _, c := range near {
		l, err := x.term(c.term)
		if err != nil {
			return nil, err
		}
		if l != nil {
			matches = append(matches, match{l, x.idf(l.holders) / float64(1+c.edits)})
			found.Meant[w] = append(found.Meant[w], c.term)
		}
	}
	return matches, nil
}

// idf is the weight of a term that so many documents hold.
func (x *Index) idf(holders int) float64 {
	n, h := float64(x.head.Documents), float64(holders)
	return math.Log(1 + (n-h+0.5)/(h+0.5))
}

func sizeOf(holders int) byte { return byte(bits.Len(uint(holders))) }

// correction is a word at some edits from a mistyped one.
type correction struct {
	word
	edits int
}

// correct gives the likeliest words: the nearest, and of those the most used.
func correct(mistyped string, typing bool, words []word) []correction {
	most := 1
	if utf8.RuneCountInString(mistyped) >= typoTwo {
		most = 2
	}
	var found []correction
	for _, w := range words {
		if edits := distance(mistyped, w.term, typing, most); edits <= most {
			found = append(found, correction{w, edits})
		}
	}
	slices.SortStableFunc(found, func(a, b correction) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.size, a.size))
	})
	return slices.DeleteFunc(found, func(c correction) bool { return c.edits > found[0].edits })[:min(len(found), likeliest)]
}

// distance counts the edits from a mistyped word to a word, or, of a word that is
// still being typed, to the nearest of its beginnings: letters put in, left out,
// taken for others, or in each other's place (optimal string alignment). It is
// more than most where there are more, and where the first letters differ.
func distance(mistyped, word string, beginning bool, most int) int {
	a, b := []rune(mistyped), []rune(word)
	if a[0] != b[0] || len(a) > len(b)+most || !beginning && len(b) > len(a)+most {
		return most + 1
	}
	b = b[:min(len(b), len(a)+most)]
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	var last []int
	for i := 1; i <= len(a); i++ {
		last, before, row = before, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(before[j]+1, row[j-1]+1, before[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], last[j-2]+1)
			}
		}
	}
	if beginning {
		return slices.Min(row)
	}
	return row[len(b)]
}

// unique are the words without those said before.
func unique(words []string) []string {
	var list []string
	for _, w := range words {
		if !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}
