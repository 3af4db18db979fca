package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var sizes = Sizes{Width: 100, Height: 40, GapX: 30, GapY: 20, Head: 15}

// made makes a graph of bytes: so many nodes, then three bytes an edge.
func made(count int, data []byte) ([]Node, []Edge) {
	nodes := make([]Node, count)
	for i := range nodes {
		nodes[i] = Node{Key: fmt.Sprintf("%04d", i), Band: 2000 + i*7/max(count, 1)}
	}
	var edges []Edge
	for ; len(data) >= 3 && count > 0; data = data[3:] {
		kind := int(data[2] % 5)
		edges = append(edges, Edge{From: int(data[0]) % count, To: int(data[1]) % count, Kind: kind, Firm: kind < 2, Chain: kind == 0})
	}
	return nodes, edges
}

// hold holds a drawing to what every one has to keep.
func hold(t *testing.T, nodes []Node, edges []Edge, d Drawing) {
	t.Helper()
	cells := map[[2]int]int{}
	for i, b := range d.Boxes {
		if b.X < 0 || b.Y < 0 || b.X+sizes.Width > d.Width || b.Y+sizes.Height > d.Height {
			t.Fatalf("box %d lies outside of the picture: %+v in %v × %v", i, b, d.Width, d.Height)
		}
		cell := [2]int{b.Column, b.Lane}
		if other, taken := cells[cell]; taken {
			t.Fatalf("boxes %d and %d stand in one place: %+v", i, other, b)
		}
		cells[cell] = i
		for k, o := range d.Boxes[:i] {
			if b.X < o.X+sizes.Width && o.X < b.X+sizes.Width && b.Y < o.Y+sizes.Height && o.Y < b.Y+sizes.Height {
				t.Fatalf("boxes %d and %d overlap", k, i)
			}
			if b.Column == o.Column && nodes[i].Band != nodes[k].Band {
				t.Fatalf("boxes %d and %d of two bands stand in one column", k, i)
			}
		}
	}
	for i, p := range d.Paths {
		from, to := d.Boxes[edges[i].From], d.Boxes[edges[i].To]
		if edges[i].From == edges[i].To {
			if len(p.Points) > 0 {
				t.Fatalf("edge %d leads to itself, and is drawn", i)
			}
			continue
		}
		if p.Backwards {
			from, to = to, from
		}
		if len(p.Points) < 2 || len(p.Points)%2 != 0 || from.Column >= to.Column {
			t.Fatalf("edge %d leads from column %d to %d: %v", i, from.Column, to.Column, p)
		}
		first, last := p.Points[0], p.Points[len(p.Points)-1]
		if first.X != from.X+sizes.Width || first.Y < from.Y || first.Y > from.Y+sizes.Height || last.X != to.X || last.Y < to.Y || last.Y > to.Y+sizes.Height {
			t.Fatalf("edge %d does not join its boxes %+v and %+v: %v", i, from, to, p)
		}
		for k := 0; k < len(p.Points); k += 2 {
			a, c := p.Points[k], p.Points[k+1]
			if a.Y != c.Y || a.X > c.X || a.Y < 0 || a.Y > d.Height {
				t.Fatalf("edge %d: the stretch from %v to %v is not level", i, a, c)
			}
			for n, b := range d.Boxes {
				if c.X > b.X && a.X < b.X+sizes.Width && a.Y > b.Y && a.Y < b.Y+sizes.Height {
					t.Fatalf("edge %d runs through box %d", i, n)
				}
			}
			if k == 0 {
				continue
			}
			// A bend stays between two columns, where no box stands.
			if bend := p.Points[k-1]; a.X-bend.X < sizes.GapX-1e-6 || a.X-bend.X > sizes.GapX+1e-6 {
				t.Fatalf("edge %d bends from %v to %v", i, bend, a)
			}
		}
	}
}

func TestDrawHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		count := 1 + r.IntN(60)
		data := make([]byte, 3*r.IntN(2*count))
		for i := range data {
			data[i] = byte(r.UintN(256))
		}
		nodes, edges := made(count, data)
		d := Draw(nodes, edges, sizes)
		hold(t, nodes, edges, d)
		samePermuted(t, r, nodes, edges, d)
	}
}

// samePermuted draws the same nodes and edges in another order.
func samePermuted(t *testing.T, r *rand.Rand, nodes []Node, edges []Edge, d Drawing) {
	t.Helper()
	place, order := r.Perm(len(nodes)), r.Perm(len(edges))
	moved, turned := make([]Node, len(nodes)), make([]Edge, len(edges))
	for i, n := range nodes {
		moved[place[i]] = n
	}
	for i, e := range edges {
		e.From, e.To = place[e.From], place[e.To]
		turned[order[i]] = e
	}
	again := Draw(moved, turned, sizes)
	want := Drawing{Width: d.Width, Height: d.Height, Columns: d.Columns, Marks: d.Marks, Boxes: make([]Box, len(d.Boxes))}
	for i, b := range d.Boxes {
		want.Boxes[place[i]] = b
	}
	// Edges that say the same are one as good as the other.
	paths := func(paths []Path) []string {
		list := make([]string, len(paths))
		for i, p := range paths {
			list[i] = fmt.Sprint(p)
		}
		slices.Sort(list)
		return list
	}
	if diff := cmp.Diff(paths(d.Paths), paths(again.Paths)); diff != "" {
		t.Fatalf("in another order the paths differ:\n%s", diff)
	}
	again.Paths = nil
	if diff := cmp.Diff(want, again, cmpopts.IgnoreUnexported(Drawing{})); diff != "" {
		t.Fatalf("in another order the picture differs:\n%s", diff)
	}
}

func TestFirmEdgesLeadRight(t *testing.T) {
	// 3 takes the place of 0 although it is the oldest; 1 needs 2, which is newer.
	nodes := []Node{{Key: "b"}, {Key: "c"}, {Key: "d"}, {Key: "a"}}
	edges := []Edge{{From: 0, To: 3, Firm: true, Chain: true}, {From: 2, To: 1}}
	d := Draw(nodes, edges, sizes)
	if d.Boxes[0].Column >= d.Boxes[3].Column || d.Paths[0].Backwards {
		t.Errorf("what is replaced stands right of what replaced it: %+v", d)
	}
	if d.Boxes[1].Column >= d.Boxes[2].Column || !d.Paths[1].Backwards {
		t.Errorf("the later node stands left of the earlier one: %+v", d)
	}
	// A circle cannot be kept, and is drawn all the same, from its oldest on.
	circle := []Edge{{From: 0, To: 1, Firm: true}, {From: 1, To: 2, Firm: true}, {From: 2, To: 0, Firm: true}}
	d = Draw(nodes[:3], circle, sizes)
	hold(t, nodes[:3], circle, d)
	if d.Boxes[0].Column != 0 || !d.Paths[2].Backwards || d.Paths[0].Backwards || d.Paths[1].Backwards {
		t.Errorf("the circle is drawn as %+v", d)
	}
}

func TestChainKeepsItsLane(t *testing.T) {
	// 0 → 2 → 5 is a chain; 1, 3 and 4 hang on it. 6 takes the place of 2 as well.
	nodes, _ := made(7, nil)
	for i := range nodes {
		nodes[i].Band = 0
	}
	edges := []Edge{
		{From: 0, To: 2, Firm: true, Chain: true}, {From: 2, To: 5, Firm: true, Chain: true}, {From: 2, To: 6, Firm: true, Chain: true},
		{From: 0, To: 1, Kind: 2}, {From: 0, To: 3, Kind: 2}, {From: 2, To: 4, Kind: 2}, {From: 0, To: 5, Kind: 2},
	}
	d := Draw(nodes, edges, sizes)
	hold(t, nodes, edges, d)
	lane := d.Boxes[0].Lane
	if d.Boxes[2].Lane != lane || d.Boxes[5].Lane != lane || d.Boxes[6].Lane == lane {
		t.Errorf("the chain lies on the lanes %d, %d, %d, and its branch on %d", lane, d.Boxes[2].Lane, d.Boxes[5].Lane, d.Boxes[6].Lane)
	}
	for _, i := range []int{0, 1} {
		if p := d.Paths[i].Points; p[0].Y != p[len(p)-1].Y {
			t.Errorf("edge %d of the chain is not straight: %v", i, p)
		}
	}
}

func TestMarks(t *testing.T) {
	nodes := []Node{{"1", 2024}, {"2", 2024}, {"3", 2026}, {"4", 2026}}
	d := Draw(nodes, []Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 3}}, sizes)
	if diff := cmp.Diff([]Mark{{0, 2024}, {260, 2026}}, d.Marks); diff != "" {
		t.Error(diff)
	}
	// The year goes back: no mark could tell the truth, and no room is kept for it.
	d = Draw([]Node{{"2", 2026}, {"1", 2024}}, []Edge{{From: 0, To: 1, Firm: true}}, sizes)
	if len(d.Marks) != 0 || d.Boxes[0].Y > 10 {
		t.Errorf("got %+v", d)
	}
}

func TestComponents(t *testing.T) {
	edges := []Edge{{From: 5, To: 1}, {From: 1, To: 3}, {From: 2, To: 4}, {From: 7, To: 6}, {From: 8, To: 8}}
	if diff := cmp.Diff([][]int{{1, 3, 5}, {6, 7}, {2, 4}}, Components(9, edges)); diff != "" {
		t.Error(diff)
	}
}

func TestNothing(t *testing.T) {
	if d := Draw(nil, nil, sizes); d.Width != 0 || d.Height != 0 || Components(0, nil) != nil {
		t.Errorf("got %+v", d)
	}
}

// FuzzDraw looks for graphs whose picture does not hold, or never comes.
func FuzzDraw(f *testing.F) {
	f.Add(uint8(4), []byte{0, 1, 0, 1, 2, 0, 2, 3, 2, 3, 0, 4})
	f.Add(uint8(30), []byte("any text makes a graph, and a longer one makes more of it"))
	f.Add(uint8(9), []byte{0, 1, 0, 1, 0, 0, 2, 2, 0, 0, 8, 1, 8, 0, 1})
	f.Fuzz(func(t *testing.T, count uint8, data []byte) {
		if len(data) > 3*500 {
			return
		}
		nodes, edges := made(int(count), data)
		d := Draw(nodes, edges, sizes)
		hold(t, nodes, edges, d)
		if diff := cmp.Diff(d, Draw(nodes, edges, sizes), cmpopts.IgnoreUnexported(Drawing{})); diff != "" {
			t.Error(diff)
		}
	})
}

// BenchmarkDraw draws logs in which each decision relates to about two before it.
func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{500, 10_000} {
		r := rand.New(rand.NewPCG(3, 4))
		nodes, _ := made(n, nil)
		for i := range nodes {
			nodes[i].Key = fmt.Sprintf("%06d", i)
		}
		var edges []Edge
		for i := 1; i < n; i++ {
			for range 2 {
				kind := r.IntN(5)
				edges = append(edges, Edge{From: max(0, i-1-int(r.ExpFloat64()*15)), To: i, Kind: kind, Firm: kind < 2, Chain: kind == 0})
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Draw(nodes, edges, sizes)
			}
		})
	}
}
