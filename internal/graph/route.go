package graph

import (
	"cmp"
	"slices"
)

// draw gives the boxes their places and the edges their ways.
func (l *layout) draw() Drawing {
	d := Drawing{Columns: l.count, Boxes: make([]Box, len(l.nodes)), Paths: make([]Path, len(l.edges)), Marks: l.marks()}
	if len(d.Marks) == 0 {
		l.Head = 0
	}
	lowest := 0
	l.filled = map[[2]int]bool{}
	for i := range l.nodes {
		lane := l.rows[l.unit[i]].lane
		lowest = max(lowest, lane)
		d.Boxes[i] = Box{Point{l.x(l.column[i]), l.y(lane)}, l.column[i], lane}
		l.filled[[2]int{lane, l.column[i]}] = true
	}
	if l.count > 0 {
		d.Width, d.lowest = l.x(l.count-1)+l.Width, l.y(lowest)+l.Height+2
	}
	out, in := l.ports(d.Boxes)
	l.lines, l.streets = map[lineKey][]stretch{}, map[int][]stretch{}
	for _, i := range l.sorted {
		e := l.edges[i]
		if e.From == e.To {
			continue
		}
		left, right := l.ends(e)
		d.Paths[i] = Path{Points: l.way(d.Boxes[left], d.Boxes[right], out[i], in[i]), Backwards: left == e.To}
	}
	d.trim(l.Head)
	return d
}

// trim takes away the streets above the first and below the last lane, as far as
// no edge runs there.
func (d *Drawing) trim(head float64) {
	if len(d.Boxes) == 0 {
		return
	}
	top, bottom := d.Boxes[0].Y, head
	for _, p := range d.Paths {
		for _, at := range p.Points {
			top, bottom = min(top, at.Y-margin), max(bottom, at.Y+margin)
		}
	}
	for _, b := range d.Boxes {
		top = min(top, b.Y-2)
	}
	by := top - head
	for i := range d.Boxes {
		d.Boxes[i].Y -= by
	}
	for _, p := range d.Paths {
		for i := range p.Points {
			p.Points[i].Y -= by
		}
	}
	d.Height = max(d.lowest, bottom) - by
}

// margin is kept free round an edge, for the thickness of its line and its head.
const margin = 6

// port is how far apart edges touch a box, at most.
const port = 9

// ports spreads the edges over the sides of the boxes, as far above or below the
// middle as the lanes that they lead to are. An edge along the lane has the middle.
func (l *layout) ports(boxes []Box) (out, in []float64) {
	out, in = make([]float64, len(l.edges)), make([]float64, len(l.edges))
	spread := func(ports []float64, here, there func(Edge) int) {
		sides := make([][]int, len(l.nodes))
		for _, i := range l.sorted {
			if l.edges[i].From != l.edges[i].To {
				sides[here(l.edges[i])] = append(sides[here(l.edges[i])], i)
			}
		}
		for node, list := range sides {
			lane := func(i int) int { return boxes[there(l.edges[i])].Lane - boxes[node].Lane }
			middle := -1
			for _, i := range list {
				if lane(i) == 0 && (middle < 0 || l.edges[i].Chain && !l.edges[middle].Chain) {
					middle = i
				}
			}
			side := func(i int) int {
				switch {
				case i == middle:
					return 0
				case lane(i) < 0:
					return -1
				}
				return 1
			}
			slices.SortStableFunc(list, func(a, b int) int {
				return cmp.Or(cmp.Compare(side(a), side(b)), cmp.Compare(lane(a), lane(b)))
			})
			above := 0
			for _, i := range list {
				if side(i) < 0 {
					above++
				}
			}
			below := len(list) - above
			zero := float64(above)
			if middle < 0 {
				zero = float64(len(list)-1) / 2
			} else {
				below--
			}
			step := float64(port)
			if most := max(float64(max(above, below)), float64(len(list)-1)/2); most > 0 {
				step = min(step, (l.Height/2-6)/most)
			}
			for k, i := range list {
				ports[i] = (float64(k) - zero) * step
			}
		}
	}
	left := func(e Edge) int { from, _ := l.ends(e); return from }
	right := func(e Edge) int { _, to := l.ends(e); return to }
	spread(out, left, right)
	spread(in, right, left)
	return out, in
}

// lineKey is a level line within a lane.
type lineKey struct {
	lane   int
	offset float64
}

// stretch is a part of a line or a street that an edge takes, by columns.
type stretch struct{ first, last, track int }

// way is how an edge runs from the right side of one box to the left side of
// another: with one bend between neighbouring columns; along a lane where that
// is free; else along the street above or below the lane that it leads to, where
// no box stands.
func (l *layout) way(a, b Box, out, in float64) []Point {
	from := Point{a.X + l.Width, a.Y + l.Height/2 + out}
	to := Point{b.X, b.Y + l.Height/2 + in}
	switch {
	case from.Y == to.Y && l.clear(a.Lane, out, a.Column+1, b.Column-1):
		return []Point{from, to}
	case b.Column-a.Column == 1:
		return []Point{from, from, to, to}
	}
	begin, end := a.Column+1, b.Column-1 // the columns to be passed
	enter, leave := l.x(begin), l.x(end)+l.Width
	switch {
	case l.clear(a.Lane, out, begin, end):
		return []Point{from, {leave, from.Y}, to, to}
	case l.clear(b.Lane, in, begin, end):
		return []Point{from, from, {enter, to.Y}, to}
	}
	street := b.Lane
	if a.Lane > b.Lane {
		street++
	}
	y := l.y(street) - l.GapY*float64(l.track(street, begin, end)+1)/(tracks+1)
	return []Point{from, from, {enter, y}, {leave, y}, to, to}
}

// clear tells whether an edge may run along a lane, and takes it where it may:
// no box stands there, and no other edge runs at that height.
func (l *layout) clear(lane int, offset float64, first, last int) bool {
	for c := first; c <= last; c++ {
		if l.filled[[2]int{lane, c}] {
			return false
		}
	}
	key := lineKey{lane, offset}
	for _, s := range l.lines[key] {
		if s.first <= last && first <= s.last {
			return false
		}
	}
	l.lines[key] = append(l.lines[key], stretch{first: first, last: last})
	return true
}

// tracks is how many edges run beside each other in a street. Where there are
// more, some share one.
const tracks = 5

// track takes the first free track of a street, or the one least in use there.
func (l *layout) track(street, first, last int) int {
	var used [tracks]int
	for _, s := range l.streets[street] {
		if s.first <= last && first <= s.last {
			used[s.track]++
		}
	}
	best := 0
	for t, n := range used {
		if n < used[best] {
			best = t
		}
	}
	l.streets[street] = append(l.streets[street], stretch{first, last, best})
	return best
}
