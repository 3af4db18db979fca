package graph

import (
	"math"
	"slices"
)

// unit is what takes a lane from one column to another: a chain of nodes, each
// in the place of the one before, or a single node.
type unit struct {
	first, last int // columns
	lane        int
	ties        []tie
}

// tie is an edge to another unit.
type tie struct {
	to     int
	weight float64
}

// units makes chains. Of several that a node takes the place of, the latest one
// that nobody else continues gives it its lane.
func (l *layout) units() {
	n := len(l.nodes)
	before := make([]int, n)
	continued := make([]bool, n)
	for i := range before {
		before[i] = -1
	}
	into := make([][]int, n) // the left ends of chain edges, by their places
	for _, i := range l.sorted {
		if e := l.edges[i]; e.Chain && l.place[e.From] < l.place[e.To] {
			into[e.To] = append(into[e.To], e.From)
		}
	}
	l.unit = make([]int, n)
	for _, i := range l.sequence {
		for _, from := range slices.Backward(into[i]) {
			if !continued[from] {
				before[i], continued[from] = from, true
				break
			}
		}
		if from := before[i]; from >= 0 {
			l.unit[i] = l.unit[from]
			l.rows[l.unit[i]].last = l.column[i]
			continue
		}
		l.unit[i] = len(l.rows)
		l.rows = append(l.rows, unit{first: l.column[i], last: l.column[i]})
	}
	for _, i := range l.sorted {
		e := l.edges[i]
		a, b := l.unit[e.From], l.unit[e.To]
		if a == b {
			continue
		}
		weight := 1.0
		if e.Chain {
			weight = 2
		}
		l.rows[a].ties = append(l.rows[a].ties, tie{b, weight})
		l.rows[b].ties = append(l.rows[b].ties, tie{a, weight})
	}
}

// sweeps is how often the lanes are looked at again. Each time they get better
// or stay, and after a few there is little to win.
const sweeps = 6

// lanes gives every unit a lane that is free along all of it, as near as can be
// to the units that it is tied to. Then each is moved to where its edges are
// shorter, until nothing moves.
func (l *layout) lanes() {
	taken := &lanesTaken{columns: l.count, rows: map[int][]bool{}}
	placed := make([]bool, len(l.rows))
	for i := range l.rows {
		u := &l.rows[i]
		u.lane = taken.nearest(u, int(math.Round(l.middle(u, placed))))
		taken.set(u, true)
		placed[i] = true
	}
	for sweep := range sweeps {
		moved := false
		for k := range l.rows {
			if sweep%2 == 0 {
				k = len(l.rows) - 1 - k
			}
			u := &l.rows[k]
			if len(u.ties) == 0 {
				continue
			}
			taken.set(u, false)
			was, cost := u.lane, l.length(u, u.lane)
			lane := taken.nearest(u, int(math.Round(l.middle(u, placed))))
			if now := l.length(u, lane); now < cost-1e-9 {
				u.lane, moved = lane, true
			} else {
				u.lane = was
			}
			taken.set(u, true)
		}
		if !moved {
			break
		}
	}
	l.close()
}

// middle is the weighted median of the lanes that a unit is tied to.
func (l *layout) middle(u *unit, placed []bool) float64 {
	type pull struct{ lane, weight float64 }
	var pulls []pull
	all := 0.0
	for _, t := range u.ties {
		if placed[t.to] {
			pulls = append(pulls, pull{float64(l.rows[t.to].lane), t.weight})
			all += t.weight
		}
	}
	if len(pulls) == 0 {
		return 0
	}
	slices.SortFunc(pulls, func(a, b pull) int {
		switch {
		case a.lane < b.lane:
			return -1
		case a.lane > b.lane:
			return 1
		}
		return 0
	})
	sum := 0.0
	for i, p := range pulls {
		sum += p.weight
		if sum == all/2 && i+1 < len(pulls) {
			return (p.lane + pulls[i+1].lane) / 2
		}
		if sum > all/2 {
			return p.lane
		}
	}
	return pulls[len(pulls)-1].lane
}

// length is how far a unit's edges would go up and down, were it on that lane.
func (l *layout) length(u *unit, lane int) float64 {
	sum := 0.0
	for _, t := range u.ties {
		sum += t.weight * math.Abs(float64(l.rows[t.to].lane-lane))
	}
	return sum
}

// close numbers the lanes in use from 0.
func (l *layout) close() {
	var used []int
	for _, u := range l.rows {
		used = append(used, u.lane)
	}
	slices.Sort(used)
	used = slices.Compact(used)
	number := make(map[int]int, len(used))
	for i, lane := range used {
		number[lane] = i
	}
	for i := range l.rows {
		l.rows[i].lane = number[l.rows[i].lane]
	}
}

// lanesTaken tells what stands where.
type lanesTaken struct {
	columns int
	rows    map[int][]bool // by lane, then column
}

func (t *lanesTaken) set(u *unit, taken bool) {
	row := t.rows[u.lane]
	if row == nil {
		row = make([]bool, t.columns)
		t.rows[u.lane] = row
	}
	for c := u.first; c <= u.last; c++ {
		row[c] = taken
	}
}

func (t *lanesTaken) free(u *unit, lane int) bool {
	row := t.rows[lane]
	return row == nil || !slices.Contains(row[u.first:u.last+1], true)
}

// nearest is the free lane for a unit that is nearest to one; of two, the lower
// in the picture. No lane is above the first, so that a picture which has to be
// scrolled begins with something to see.
func (t *lanesTaken) nearest(u *unit, lane int) int {
	for distance := 0; ; distance++ {
		if t.free(u, lane+distance) {
			return lane + distance
		}
		if lane >= distance && t.free(u, lane-distance) {
			return lane - distance
		}
	}
}
