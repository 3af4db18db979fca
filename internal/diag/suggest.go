package diag

import "strings"

// Suggest gives the candidate that word was most likely meant to be, or "" where
// none is near: at most a third of the letters changed, added, left out or
// swapped with their neighbour, and at least one allowed. The first of equally
// near candidates wins, so candidates are given in their usual order.
func Suggest(word string, candidates []string) string {
	folded := strings.ToLower(strings.ReplaceAll(word, "_", "-"))
	best, nearest := "", max(1, len([]rune(folded))/3)+1
	for _, c := range candidates {
		if d := distance(folded, c); d < nearest {
			best, nearest = c, d
		}
	}
	return best
}

// DidYouMean is a hint for an unknown word: the near candidate, else all of
// them where they are few enough to read.
func DidYouMean(word string, candidates []string) string {
	if c := Suggest(word, candidates); c != "" {
		return "did you mean " + c + "?"
	}
	if len(candidates) == 0 {
		return ""
	}
	if len(candidates) > 24 {
		return ""
	}
	return "write one of: " + strings.Join(candidates, ", ")
}

// distance is the optimal string alignment distance: Levenshtein's, with a swap
// of two neighbours as one step.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, prev, cur := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(x); i++ {
		cur[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(y)]
}
