package site

import (
	"cmp"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/graph"
)

const (
	// graphMost is how many decisions the picture of the log shows, and how many
	// stand in words on one page.
	graphMost = 600
	// neighboursMost is how many decisions the small picture shows.
	neighboursMost = 12
	// busy is a decision with so many relations that those of its neighbours to
	// each other are not looked for among them.
	busy = 64
)

// GraphPage is what graph.html is handed.
type GraphPage struct {
	Frame
	Over     string // above the title, on the page of one year
	Count    int    // decisions with a relation
	Alone    int    // decisions without one
	Shown    int    // how many the picture shows, 0 for all
	Legend   []GraphEdge
	Pictures []GraphPicture // the components, the largest first
	Groups   []GraphGroup   // the same in words, by year
	Years    []Link         // where the words stand on pages of their own
	Whole    *Link          // from such a page to the picture
}

// GraphGroup is the related decisions of a year.
type GraphGroup struct {
	Label string
	Rows  []GraphRow
}

// GraphRow is one decision with its relations in words.
type GraphRow struct {
	Related
	Relations []Relations
	Faded     bool
}

// RecordGraph is the small picture on a decision's page.
type RecordGraph struct {
	GraphPicture
	Left int // neighbours that it leaves out
	All  string
}

// placeGraph gathers the decisions that have a relation, and claims addresses.
func (b *build) placeGraph() {
	for _, d := range b.inTime {
		if len(d.bonds) > 0 {
			b.bound = append(b.bound, d)
		}
	}
	if len(b.bound) <= graphMost {
		return
	}
	for _, y := range inParts(byYear(b.bound)) {
		b.claim(y.address("graph"))
	}
}

func graphPages(b *build) []page {
	if len(b.bound) == 0 {
		return nil
	}
	pages := []page{{path: graphAddress, make: func() ([]byte, error) { return b.layouts.Execute("graph.html", b.graphPage()) }}}
	if len(b.bound) <= graphMost {
		return pages
	}
	years := inParts(byYear(b.bound))
	for _, y := range years {
		address := y.address("graph")
		pages = append(pages, page{path: address, make: func() ([]byte, error) {
			p := GraphPage{
				Frame: b.frame("graph", address, b.t("graph.title-year", b.yearLabel(y)), graphAddress), Over: b.t("graph.title"), Count: len(y.members),
				Groups: []GraphGroup{b.graphGroup(address, y)},
				Years:  b.yearLinks(address, years), Whole: &Link{Label: b.t("graph.whole"), Href: relative(address, graphAddress)},
			}
			return b.layouts.Execute("graph.html", p)
		}})
	}
	return pages
}

// graphPage draws the relations of the whole log or, where that is too much for
// one picture, of the newest decisions.
func (b *build) graphPage() GraphPage {
	p := GraphPage{Frame: b.frame("graph", graphAddress, b.t("graph.title"), ""), Count: len(b.bound), Alone: len(b.decisions) - len(b.bound)}
	p.Description = b.t("graph.description", p.Count)
	p.Scripts = []string{"assets/graph.js"}
	shown := b.bound
	if len(shown) > graphMost {
		shown = shown[len(shown)-graphMost:]
		p.Years = b.yearLinks(graphAddress, inParts(byYear(b.bound)))
	} else {
		for _, y := range byYear(b.bound) {
			p.Groups = append(p.Groups, b.graphGroup(graphAddress, y))
		}
	}
	at := make(map[*placed]int, len(shown))
	for i, d := range shown {
		at[d] = i
	}
	var bonds []*bond
	var edges []graph.Edge
	for _, d := range shown {
		for _, n := range d.bonds {
			older, known := at[n.older]
			if newer, too := at[n.newer]; known && too && n.older == d {
				bonds = append(bonds, n)
				edges = append(edges, graph.Edge{From: older, To: newer})
			}
		}
	}
	p.Legend = b.legend(bonds)
	count := 0
	component := make([]int, len(shown))
	parts := graph.Components(len(shown), edges)
	for c, part := range parts {
		for _, i := range part {
			component[i] = c
		}
		count += len(part)
	}
	if len(shown) < len(b.bound) {
		p.Shown = count
	}
	within := make([][]*bond, len(parts))
	for i, n := range bonds {
		c := component[edges[i].From]
		within[c] = append(within[c], n)
	}
	for c, part := range parts {
		list := make([]*placed, len(part))
		for k, i := range part {
			list[k] = shown[i]
		}
		label := b.t("graph.label", len(list)-1, shortName(list[0]))
		p.Pictures = append(p.Pictures, b.drawGraph(graphAddress, label, list, within[c], wholeLook, nil))
	}
	return p
}

// legend has each kind of line that is in a picture, with its words.
func (b *build) legend(bonds []*bond) []GraphEdge {
	var legend []GraphEdge
	for _, kind := range decision.LinkKinds() {
		for _, open := range []bool{false, true} {
			if !slices.ContainsFunc(bonds, func(n *bond) bool { return n.kind == kind && n.open == open }) {
				continue
			}
			a, z := graph.Point{Y: 8}, graph.Point{X: 40, Y: 8}
			e := edgeOf(&bond{kind: kind, open: open}, graph.Path{Points: []graph.Point{a, z}})
			e.Title = b.t("graph.kind." + string(kind))
			if open {
				e.Title = b.t("graph.open." + string(kind))
			}
			legend = append(legend, e)
		}
	}
	return legend
}

// graphGroup tells the relations of a year's decisions in words, in the order of
// the log with the newest first.
func (b *build) graphGroup(from string, y year) GraphGroup {
	g := GraphGroup{Label: b.yearLabel(y)}
	for _, d := range y.members {
		g.Rows = append(g.Rows, GraphRow{
			Related: *b.related(from, d.Entry), Relations: b.relationsFrom(from, d),
			Faded: faded(knownStatus(d.Standing())),
		})
	}
	return g
}

// recordGraph draws a decision among those that it relates to, and along what it
// took the place of and what took its place to the ends. Nil where there is
// nothing to draw.
func (b *build) recordGraph(d *placed) *RecordGraph {
	if len(d.bonds) == 0 {
		return nil
	}
	near := []*placed{d}
	known := map[*placed]bool{d: true}
	add := func(other *placed) bool {
		if known[other] {
			return false
		}
		known[other] = true
		near = append(near, other)
		return true
	}
	// The chain first, from the nearest outwards, back in time and on.
	for _, back := range []bool{true, false} {
		for reached := []*placed{d}; len(reached) > 0 && len(near) < neighboursMost; reached = reached[1:] {
			at := reached[0]
			if at != d && len(at.bonds) > busy {
				continue
			}
			for _, n := range at.bonds {
				other := n.other(at)
				if n.kind == decision.Supersedes && (other == n.older) == back && len(near) < neighboursMost && add(other) {
					reached = append(reached, other)
				}
			}
		}
	}
	left := 0
	for _, n := range weightiest(d.bonds) {
		if len(near) >= neighboursMost {
			if !known[n.other(d)] {
				known[n.other(d)] = true // counted once
				left++
			}
			continue
		}
		add(n.other(d))
	}
	slices.SortFunc(near, func(x, y *placed) int { return cmp.Compare(x.moment, y.moment) })
	inside := make(map[*placed]bool, len(near))
	for _, other := range near {
		inside[other] = true
	}
	var found []*bond
	for _, other := range near {
		if other == d || len(other.bonds) <= busy {
			found = append(found, other.bonds...)
		}
	}
	// Two decisions are joined by one line, which says most.
	var bonds []*bond
	joined := map[[2]*placed]bool{}
	for _, n := range weightiest(found) {
		pair := [2]*placed{n.older, n.newer}
		if n.older.moment > n.newer.moment {
			pair[0], pair[1] = pair[1], pair[0]
		}
		if inside[n.older] && inside[n.newer] && !joined[pair] {
			joined[pair] = true
			bonds = append(bonds, n)
		}
	}
	label := b.t("graph.around", shortName(d))
	return &RecordGraph{
		GraphPicture: b.drawGraph(d.page, label, near, bonds, smallLook, d),
		Left:         left, All: relative(d.page, graphAddress),
	}
}

// weightiest are bonds, those that say most of a decision first and, of one kind,
// the newest.
func weightiest(bonds []*bond) []*bond {
	kinds := []decision.LinkKind{decision.Supersedes, decision.Amends, decision.ConflictsWith, decision.DependsOn, decision.RelatesTo}
	out := slices.Clone(bonds)
	slices.SortStableFunc(out, func(x, y *bond) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, x.kind), slices.Index(kinds, y.kind)), cmp.Compare(y.newer.moment, x.newer.moment), cmp.Compare(y.older.moment, x.older.moment))
	})
	return out
}
