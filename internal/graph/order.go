package graph

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// order puts the nodes in sequence: by their keys, but behind what firm edges
// lead from. In a circle of firm edges the smallest key comes first.
func (l *layout) order() {
	n := len(l.nodes)
	byKey := make([]int, n)
	for i := range byKey {
		byKey[i] = i
	}
	slices.SortStableFunc(byKey, func(a, b int) int { return cmp.Compare(l.nodes[a].Key, l.nodes[b].Key) })
	rank := make([]int, n)
	for r, i := range byKey {
		rank[i] = r
	}
	after, waits := make([][]int, n), make([]int, n)
	for _, e := range l.edges {
		if e.Firm && e.From != e.To {
			after[rank[e.From]] = append(after[rank[e.From]], rank[e.To])
			waits[rank[e.To]]++
		}
	}
	ready := &ranks{}
	for r := range n {
		if waits[r] == 0 {
			heap.Push(ready, r)
		}
	}
	done := make([]bool, n)
	l.place = make([]int, n)
	for next := 0; len(l.sequence) < n; {
		var r int
		if ready.Len() > 0 {
			r = heap.Pop(ready).(int)
		} else {
			for done[next] {
				next++
			}
			r = next
		}
		if done[r] {
			continue
		}
		done[r] = true
		l.place[byKey[r]] = len(l.sequence)
		l.sequence = append(l.sequence, byKey[r])
		for _, to := range after[r] {
			if waits[to]--; waits[to] == 0 && !done[to] {
				heap.Push(ready, to)
			}
		}
	}
	l.sorted = make([]int, len(l.edges))
	for i := range l.sorted {
		l.sorted[i] = i
	}
	slices.SortStableFunc(l.sorted, func(a, b int) int {
		x, y := l.edges[a], l.edges[b]
		xl, xr := l.ends(x)
		yl, yr := l.ends(y)
		return cmp.Or(cmp.Compare(l.place[xl], l.place[yl]), cmp.Compare(l.place[xr], l.place[yr]), cmp.Compare(x.Kind, y.Kind), cmp.Compare(l.place[x.From], l.place[y.From]))
	})
}

// ranks is a heap of numbers, the smallest on top.
type ranks []int

func (r ranks) Len() int           { return len(r) }
func (r ranks) Less(i, k int) bool { return r[i] < r[k] }
func (r ranks) Swap(i, k int)      { r[i], r[k] = r[k], r[i] }

// Push implements heap.Interface.
func (r *ranks) Push(x any) { *r = append(*r, x.(int)) }

// Pop implements heap.Interface.
func (r *ranks) Pop() any {
	last := (*r)[len(*r)-1]
	*r = (*r)[:len(*r)-1]
	return last
}

// columns puts each node into the first column of its band that lies right of all
// that edges join to it from the left, and that is not full.
func (l *layout) columns() {
	n := len(l.nodes)
	tallest := l.Tallest
	if tallest <= 0 {
		tallest = max(6, int(1.2*math.Sqrt(float64(n))))
	}
	least := make([]int, n) // the column that the node's edges ask for
	right := make([][]int, n)
	for _, i := range l.sorted {
		if from, to := l.ends(l.edges[i]); from != to {
			right[from] = append(right[from], to)
		}
	}
	l.column = make([]int, n)
	begin, inside := 0, []int{} // the band's first column, and how many boxes each of its columns has
	for k, i := range l.sequence {
		if k > 0 && l.nodes[i].Band != l.nodes[l.sequence[k-1]].Band {
			begin, inside = begin+len(inside), nil
		}
		at := max(least[i], begin)
		for at-begin < len(inside) && inside[at-begin] >= tallest {
			at++
		}
		for at-begin >= len(inside) {
			inside = append(inside, 0)
		}
		inside[at-begin]++
		l.column[i] = at
		l.count = max(l.count, at+1)
		for _, to := range right[i] {
			least[to] = max(least[to], at+1)
		}
	}
}

// marks are where the bands begin, none where a band follows a later one.
func (l *layout) marks() []Mark {
	var marks []Mark
	for k, i := range l.sequence {
		band := l.nodes[i].Band
		if k > 0 {
			before := l.nodes[l.sequence[k-1]].Band
			if band < before {
				return nil
			}
			if band == before {
				continue
			}
		}
		marks = append(marks, Mark{X: l.x(l.column[i]), Band: band})
	}
	return marks
}

// x is the left side of a column.
func (l *layout) x(column int) float64 { return float64(column) * (l.Width + l.GapX) }

// y is the upper side of a lane; above the first one is room for a street.
func (l *layout) y(lane int) float64 { return l.Head + l.GapY + float64(lane)*(l.Height+l.GapY) }
