// Package graph lays out the relations between decisions as a picture: boxes in
// columns and lanes, and a path for each relation that runs past every box.
//
// Time runs from left to right. A box never stands left of an older one, and
// what takes another's place stands on its lane, to the right of it, whatever
// the dates say. The layout is a matter of arithmetic: the same nodes and edges
// give the same picture, in whatever order they come.
//
// graph knows nothing of decisions, of text and of SVG. It is handed sizes, and
// gives coordinates.
package graph

import (
	"cmp"
	"slices"
)

// Node is one box. Key places it in time: nodes are ordered by it, as text. Two
// nodes of different bands, such as two years, never share a column.
type Node struct {
	Key  string
	Band int
}

// Edge leads from one node to another, by their indexes. What is written of From
// and To is meant in time: To came after From, because of it or in its place.
type Edge struct {
	From, To int
	Kind     int  // edges of different kinds between the same nodes are told apart
	Firm     bool // To stands right of From even where its key is the smaller one
	Chain    bool // To takes the place of From, and its lane where that is free
}

// Sizes are those of a picture, in any one unit.
type Sizes struct {
	Width, Height float64 // of a box
	GapX, GapY    float64 // between columns, between lanes
	Head          float64 // kept free above the lanes, where there are marks
	Tallest       int     // boxes in a column, 0 for about as many as there are columns
}

// Point is a place in the picture.
type Point struct{ X, Y float64 }

// Box is where a node stands: its upper left corner, its column and its lane.
type Box struct {
	Point
	Column, Lane int
}

// Path is how an edge runs, from left to right: points on its way between which
// it is level, with a bend from each of these stretches to the next.
type Path struct {
	Points    []Point // pairs: start and end of each level stretch
	Backwards bool    // it leads from right to left
}

// Mark tells where a band begins.
type Mark struct {
	X    float64
	Band int
}

// Drawing is a picture of a graph.
type Drawing struct {
	Width, Height float64
	Columns       int
	Boxes         []Box  // as the nodes
	Paths         []Path // as the edges; without points for an edge from a node to itself
	Marks         []Mark // from left to right; none where one band follows a later one

	lowest float64 // side of a box
}

// Draw lays out nodes and edges. An edge that names no node is a fault of the
// caller, and panics.
func Draw(nodes []Node, edges []Edge, s Sizes) Drawing {
	l := &layout{Sizes: s, nodes: nodes, edges: edges}
	l.order()
	l.columns()
	l.units()
	l.lanes()
	return l.draw()
}

// Components parts n nodes into those that edges connect, whichever way they
// lead, and leaves out nodes without any. Each is in the order of the nodes; the
// largest come first, and of equal ones that with the last node.
func Components(n int, edges []Edge) [][]int {
	parent := make([]int, n)
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, e := range edges {
		from, to := root(e.From), root(e.To)
		parent[max(from, to)] = min(from, to)
	}
	members := map[int][]int{}
	for i := range n {
		members[root(i)] = append(members[root(i)], i)
	}
	var out [][]int
	for _, list := range members {
		if len(list) > 1 {
			out = append(out, list)
		}
	}
	slices.SortFunc(out, func(a, b []int) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(b[len(b)-1], a[len(a)-1]))
	})
	return out
}

// layout is a drawing in the making.
type layout struct {
	Sizes
	nodes []Node
	edges []Edge

	sequence []int // the nodes from left to right
	place    []int // of each node in sequence
	sorted   []int // the edges, in an order that depends on nothing but what they say
	column   []int // of each node
	count    int   // of columns
	unit     []int // of each node
	rows     []unit

	filled  map[[2]int]bool       // lanes and columns where a box stands
	lines   map[lineKey][]stretch // that edges run along within lanes
	streets map[int][]stretch     // that edges run along between lanes
}

// ends are an edge's nodes, the left one first.
func (l *layout) ends(e Edge) (left, right int) {
	if l.place[e.From] > l.place[e.To] {
		return e.To, e.From
	}
	return e.From, e.To
}
