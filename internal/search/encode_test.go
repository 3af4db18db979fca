package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// TestListsKeep reads random lists back: terms and documents as they were, and
// impacts within half a step of the list's own scale.
func TestListsKeep(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const documents = 5000
	for range 20 {
		var lists []list
		for _, term := range sortedTerms(r, 1+r.IntN(60)) {
			l := list{term: term}
			share := math.Pow(r.Float64(), 3)
			for doc := range documents {
				if r.Float64() < share || doc == 17 {
					l.postings = append(l.postings, posting{uint32(doc), float32(r.Float64())})
				}
			}
			l.holders = len(l.postings)
			if common(l.holders, documents) {
				l.keepBest()
			}
			lists = append(lists, l)
		}
		data, _ := appendLists(nil, lists, documents)
		got := decodeLists(data, documents)
		if len(got) != len(lists) {
			t.Fatalf("%d lists of %d", len(got), len(lists))
		}
		for i, want := range lists {
			if got[i].term != want.term || got[i].holders != want.holders || len(got[i].postings) != len(want.postings) || math.Abs(got[i].base-want.base) > 0.5/ends {
				t.Fatalf("list %q of %d became %q of %d, base %f %f", want.term, want.holders, got[i].term, got[i].holders, want.base, got[i].base)
			}
			low, high := float32(1), float32(0)
			for _, p := range want.postings {
				low, high = min(low, p.impact), max(high, p.impact)
			}
			step := (float64(high-low) + 2.0/ends) / steps
			if len(want.postings) == 1 {
				step = 1.0 / ends
			}
			for j, p := range want.postings {
				if q := got[i].postings[j]; q.doc != p.doc || math.Abs(float64(q.impact-p.impact)) > step/2+1e-6 {
					t.Fatalf("%q: posting %v became %v, of steps of %f", want.term, p, q, step)
				}
			}
		}
	}
}

// sortedTerms are random terms, each once, as an index has them.
func sortedTerms(r *rand.Rand, n int) []string {
	alphabet := []rune("aabbcde01é数据库カ\uFA0E𠮷𝔘")
	var terms []string
	for range n {
		var term []rune
		for range 1 + r.IntN(9) {
			term = append(term, alphabet[r.IntN(len(alphabet))])
		}
		terms = append(terms, string(term))
	}
	slices.SortFunc(terms, compare)
	return slices.Compact(terms)
}

func TestFrontCodingKeeps(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		terms := sortedTerms(r, 40)
		if diff := cmp.Diff(terms, unfront(frontCoded(terms))); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestOrderIsABrowsers holds compare against the order of UTF-16 code units.
func TestOrderIsABrowsers(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	terms := append(sortedTerms(r, 300), "", "a", "ab", "\uFFFD", "\uE000", "𝔘")
	for _, x := range terms {
		for _, y := range terms {
			want := slices.Compare(utf16.Encode([]rune(x)), utf16.Encode([]rune(y)))
			if got := compare(x, y); got != want {
				t.Errorf("compare(%q, %q) is %d, want %d", x, y, got, want)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		mistyped, word string
		beginning      bool
		want           int
	}{
		{"postgersql", "postgresql", false, 1}, // two letters in each other's place
		{"postgrsql", "postgresql", false, 1},
		{"postgreesql", "postgresql", false, 1},
		{"posdgresql", "postgresql", false, 1},
		{"posdgrasql", "postgresql", false, 2},
		{"bostgresql", "postgresql", false, 3}, // the first letter must be right
		{"postgre", "postgresql", false, 3},
		{"postger", "postgresql", true, 1},
		{"postgresql", "postgresql", true, 0},
		{"kube", "kubernetes", true, 0},
	} {
		if got := min(distance(tt.mistyped, tt.word, tt.beginning, 2), 3); got != tt.want {
			t.Errorf("from %q to %q (beginning: %v) are %d edits, want %d", tt.mistyped, tt.word, tt.beginning, got, tt.want)
		}
	}
}
