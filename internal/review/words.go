package review

import (
	"slices"
	"strings"

	"tradeoff/internal/lazyregexp"
)

// The bounds of comparing prose: how many words may differ, and how long a text may be
// in bytes, before whole paragraphs are compared in place of words.
const (
	mostEdits = 1000
	mostText  = 256 << 10
	mostWork  = 100_000_000 // of all texts of a review, in steps along their words
)

// token is a word with the blanks behind it.
var token = lazyregexp.New(`\s*\S+\s*`)

// words compares two texts word by word; blanks do not count. cut tells that they are
// too different or too long for that, and whole paragraphs were compared.
// left is what is left of the work, which it takes its own from.
func words(from, to string, left *int) (out []Word, cut bool) {
	if len(from) <= mostText && len(to) <= mostText {
		if out, ok := diff(token.FindAllString(from, -1), token.FindAllString(to, -1), mostEdits, left); ok {
			return out, false
		}
	}
	paragraphs := func(text string) []string { return strings.SplitAfter(text, "\n\n") }
	if out, ok := diff(paragraphs(from), paragraphs(to), mostEdits, left); ok {
		return withWords(out, left), true
	}
	return []Word{{Delete, from}, {Insert, to}}, true
}

// withWords compares what paragraphs were replaced by word by word, where they are not
// too different for that. The work of all together is bounded as that of one is.
func withWords(in []Word, left *int) []Word {
	edits := mostEdits
	var w writer
	for i := 0; i < len(in); i++ {
		if i+1 < len(in) && in[i].Op == Delete && in[i+1].Op == Insert && len(in[i].Text)+len(in[i+1].Text) < 2*mostText {
			from, to := token.FindAllString(in[i].Text, -1), token.FindAllString(in[i+1].Text, -1)
			if runs, ok := diff(from, to, edits/2, left); ok && len(from) > 0 && len(to) > 0 {
				for _, run := range runs {
					if run.Op != Same {
						edits -= len(token.FindAllString(run.Text, -1))
					}
					w.put(run)
				}
				edits = max(edits, 0)
				i++
				continue
			}
		}
		w.put(in[i])
	}
	return w.words()
}

// diff gives the shortest way from one list to the other (Myers), with blanks around
// its items not counted; ok is false where it takes more than most steps, or more work
// than is left.
func diff(from, to []string, most int, left *int) (out []Word, ok bool) {
	a, b := known(from, to)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA--
		endB--
	}
	steps, ok := path(a[start:endA], b[start:endB], most, left)
	if !ok {
		return nil, false
	}
	var w writer
	w.add(Same, to[:start])
	w.steps(steps, from[start:endA], to[start:endB])
	w.add(Same, to[endB:])
	return w.words(), true
}

// known gives the items of both lists a number each, the same for the same words.
func known(from, to []string) (a, b []int32) {
	numbers := map[string]int32{}
	number := func(items []string) []int32 {
		out := make([]int32, len(items))
		for i, item := range items {
			key := strings.Join(strings.Fields(item), " ")
			n, ok := numbers[key]
			if !ok {
				n = int32(len(numbers))
				numbers[key] = n
			}
			out[i] = n
		}
		return out
	}
	return number(from), number(to)
}

// path gives the operations that lead from a to b, one for each item; ok is false where
// it takes more than most of them.
func path(a, b []int32, most int, left *int) (ops []Op, ok bool) {
	n, m := len(a), len(b)
	most = min(n+m, most)
	offset := most + 1
	v := make([]int32, 2*most+3)
	var trace [][]int32
	for d := 0; d <= most; d++ {
		// Only the diagonals that d steps can have reached are kept.
		trace = append(trace, append([]int32(nil), v[offset-d:offset+d+1]...))
		if *left -= d + 1; *left < 0 {
			return nil, false
		}
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[offset+k-1] < v[offset+k+1] {
				x = int(v[offset+k+1])
			} else {
				x = int(v[offset+k-1]) + 1
			}
			y, began := x-k, x
			for x < n && y < m && a[x] == b[y] {
				x++
				y++
			}
			*left -= x - began
			v[offset+k] = int32(x)
			if x >= n && y >= m {
				return back(trace, n, m, d), true
			}
		}
	}
	return nil, false
}

// back walks the trace from its end to its beginning; trace[d] is how far each diagonal
// from -d to d was reached before step d.
func back(trace [][]int32, x, y, d int) []Op {
	var ops []Op
	for ; d > 0; d-- {
		at := func(k int) int { return int(trace[d][k+d]) }
		k := x - y
		previous := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			previous = k + 1
		}
		px := at(previous)
		py := px - previous
		for x > px && y > py {
			ops = append(ops, Same)
			x--
			y--
		}
		if previous == k+1 {
			ops = append(ops, Insert)
			y--
		} else {
			ops = append(ops, Delete)
			x--
		}
	}
	for range x { // what is left on the first diagonal
		ops = append(ops, Same)
	}
	slices.Reverse(ops)
	return ops
}

// writer gathers words into runs of one operation, what goes away before what comes.
type writer struct {
	out             []Word
	deletes, insert strings.Builder
}

func (w *writer) steps(ops []Op, from, to []string) {
	for _, op := range ops {
		switch op {
		case Delete:
			w.deletes.WriteString(from[0])
			from = from[1:]
		case Insert:
			w.insert.WriteString(to[0])
			to = to[1:]
		default:
			w.add(Same, to[:1])
			from, to = from[1:], to[1:]
		}
	}
}

func (w *writer) add(op Op, items []string) {
	text := strings.Join(items, "")
	if text == "" {
		return
	}
	w.flush()
	if last := len(w.out) - 1; last >= 0 && w.out[last].Op == op {
		w.out[last].Text += text
		return
	}
	w.out = append(w.out, Word{op, text})
}

// put adds a run.
func (w *writer) put(run Word) {
	switch run.Op {
	case Delete:
		w.deletes.WriteString(run.Text)
	case Insert:
		w.insert.WriteString(run.Text)
	default:
		w.add(Same, []string{run.Text})
	}
}

func (w *writer) flush() {
	for _, one := range []struct {
		op   Op
		text *strings.Builder
	}{{Delete, &w.deletes}, {Insert, &w.insert}} {
		if one.text.Len() > 0 {
			w.out = append(w.out, Word{one.op, one.text.String()})
			one.text.Reset()
		}
	}
}

func (w *writer) words() []Word {
	w.flush()
	return w.out
}
