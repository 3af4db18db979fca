package site

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/graph"
)

// GraphPicture is a drawing of decisions and the relations between them.
type GraphPicture struct {
	Label         string // what it is a picture of
	Width, Height string // pixels
	Wide          bool   // it is wider than a page, so that it scrolls everywhere
	Years         []ChartText
	Edges         []GraphEdge
	Nodes         []GraphNode
}

// GraphNode is a decision in the picture.
type GraphNode struct {
	At            int    // what edges name it by
	Name          string // number, status and title, as they stand in the box and not cut off
	Href          string // "" for the decision whose page this is
	Status        Status
	Faded         bool
	X, Y          string
	Width, Height string
	Texts         []ChartText // the first is the number or what stands for it
	Sign          ChartText
}

// GraphEdge is a relation in the picture: a line, and a head where it has a
// direction.
type GraphEdge struct {
	Kind  string // a class: supersedes, amends and so on
	Open  bool   // of a part alone, or not yet
	Title string // in words
	Ends  string // the two nodes
	Line  string // paths
	Head  string
}

// look is how much of a decision a picture tells.
type look struct {
	sizes graph.Sizes
	font  float64
	lines int  // of the title; 0 for the number alone
	plain bool // without a sign
}

// The picture of the log, and the small one on a decision's page. The small one
// stands in the margin, which is 14rem wide.
var (
	wholeLook = look{sizes: graph.Sizes{Width: 156, GapX: 36, GapY: 26}, font: 12.5, lines: 3}
	smallLook = look{sizes: graph.Sizes{Height: 26, GapY: 12, Tallest: neighboursMost}, font: 12}
)

const (
	marginWidth = 220.0  // pixels that the margin of a page has
	pageWidth   = 1152.0 // and the whole page
	leastGap    = 18.0   // between the boxes of the small picture, so that an arrow is one
)

// drawGraph draws decisions, in order of time, with the bonds between them. here
// is the decision whose page shows the picture, nil on a page of the whole log.
func (b *build) drawGraph(from, label string, list []*placed, bonds []*bond, look look, here *placed) GraphPicture {
	at := make(map[*placed]int, len(list))
	nodes := make([]graph.Node, len(list))
	dated := true
	for i, d := range list {
		at[d] = i
		nodes[i].Key = d.moment
		if here == nil {
			nodes[i].Band, _ = strconv.Atoi(d.year)
			dated = dated && d.year != ""
		}
	}
	edges := make([]graph.Edge, len(bonds))
	for i, n := range bonds {
		edges[i] = graph.Edge{
			From: at[n.older], To: at[n.newer], Kind: slices.Index(decision.LinkKinds(), n.kind),
			Firm: n.kind == decision.Supersedes || n.kind == decision.Amends, Chain: n.kind == decision.Supersedes && !n.open,
		}
	}
	if here != nil {
		look = look.fitted(list, nodes, edges)
	} else {
		for _, d := range list {
			lines := len(linesOf(titleOf(d.Entry), look.sizes.Width-16, look.font, look.lines))
			look.sizes.Height = max(look.sizes.Height, 30+16*float64(lines))
		}
		if dated {
			look.sizes.Head = 22
		}
	}
	d := graph.Draw(nodes, edges, look.sizes)
	p := GraphPicture{Label: label, Width: whole(d.Width + 2*graphEdge), Height: whole(d.Height), Wide: d.Width > pageWidth}
	for i, n := range bonds {
		e := edgeOf(n, d.Paths[i])
		e.Title = shortName(n.older) + " " + n.words + " " + shortName(n.newer)
		e.Ends = strconv.Itoa(edges[i].From) + " " + strconv.Itoa(edges[i].To)
		p.Edges = append(p.Edges, e)
	}
	// In order of time, which is that of reading and of the tab key too.
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(d.Boxes[x].Column, d.Boxes[y].Column), cmp.Compare(d.Boxes[x].Lane, d.Boxes[y].Lane))
	})
	for _, i := range order {
		n := b.graphNode(from, list[i], d.Boxes[i], look)
		n.At = i
		if list[i] == here {
			n.Href = ""
		}
		p.Nodes = append(p.Nodes, n)
	}
	if dated && here == nil {
		for _, m := range d.Marks {
			p.Years = append(p.Years, ChartText{X: whole(m.X + graphEdge), Y: "12", Anchor: "start", Text: fmt.Sprintf("%04d", m.Band)})
		}
	}
	return p
}

// graphEdge is kept free at the left and the right, for outlines.
const graphEdge = 3

// fitted gives the small picture boxes as wide as their names, and gaps that
// fill the margin. Where only that makes it fit, the signs are left out.
func (l look) fitted(list []*placed, nodes []graph.Node, edges []graph.Edge) look {
	name := 0.0
	for _, d := range list {
		name = max(name, min(spanOf(shortName(d), l.font), 80))
	}
	columns := float64(graph.Draw(nodes, edges, l.sizes).Columns)
	gaps := func(padding float64) float64 {
		l.sizes.Width = name + padding
		if columns < 2 {
			return leastGap
		}
		return (marginWidth - 2*graphEdge - columns*l.sizes.Width) / (columns - 1)
	}
	gap := gaps(27)
	if gap < leastGap {
		l.plain = gaps(12) >= leastGap
		gap = gaps(27)
		if l.plain {
			gap = gaps(12)
		}
	}
	l.sizes.GapX = min(44, max(leastGap, gap))
	return l
}

// graphNode puts a decision into its box.
func (b *build) graphNode(from string, d *placed, box graph.Box, look look) GraphNode {
	status := b.status(d.Standing())
	standing := knownStatus(d.Standing())
	head := strings.TrimSpace(numberOf(d.Entry) + " " + status.Word)
	x, y := box.X+graphEdge, box.Y
	g := GraphNode{
		Name: head + " " + titleOf(d.Entry), Href: relative(from, d.page), Status: status, Faded: standing.Settled() && standing != decision.Accepted,
		X: whole(x), Y: whole(y), Width: whole(look.sizes.Width), Height: whole(look.sizes.Height),
	}
	if look.lines == 0 {
		middle := whole(y + look.sizes.Height/2 + look.font*.36)
		text := x + 6
		if !look.plain {
			g.Sign = ChartText{X: whole(x + 12), Y: middle, Anchor: "middle", Text: status.Sign}
			text = x + 21
		}
		g.Texts = []ChartText{{X: whole(text), Y: middle, Anchor: "start", Text: cutTo(shortName(d), x+look.sizes.Width-5-text, look.font)}}
		return g
	}
	g.Sign = ChartText{X: whole(x + 13), Y: whole(y + 19), Anchor: "middle", Text: status.Sign}
	g.Texts = []ChartText{{X: whole(x + 23), Y: whole(y + 19), Anchor: "start", Text: headOf(d, head, look)}}
	for i, line := range linesOf(titleOf(d.Entry), look.sizes.Width-16, look.font, look.lines) {
		g.Texts = append(g.Texts, ChartText{X: whole(x + 8), Y: whole(y + 36 + 16*float64(i)), Anchor: "start", Text: line})
	}
	return g
}

// headOf is the first line of a box: number and status or, where these are too
// much, the number alone, since the sign tells the status too.
func headOf(d *placed, head string, look look) string {
	width := look.sizes.Width - 28
	if n := numberOf(d.Entry); n != "" && spanOf(head, look.font) > width {
		head = n
	}
	return cutTo(head, width, look.font)
}

// shortName is what a small picture calls a decision: its number or, without
// one, its id.
func shortName(d *placed) string { return cmp.Or(numberOf(d.Entry), d.ID, titleOf(d.Entry)) }

// headLength is how long the head of an arrow is.
const headLength = 9

// edgeOf draws a relation along its path. The kinds differ in their lines and
// heads, and not by colour alone: what takes another's place has a heavy line
// with a full head, what is true from both ends has no head.
func edgeOf(n *bond, path graph.Path) GraphEdge {
	e := GraphEdge{Kind: string(n.kind), Open: n.open}
	points := path.Points
	if len(points) == 0 {
		return e
	}
	from, to := points[0], points[len(points)-1]
	trimFrom, trimTo := 0.0, 0.0
	tip, forward := to, 1.0
	if path.Backwards {
		tip, forward = from, -1
	}
	switch n.kind {
	case decision.Supersedes:
		e.Head = headAt(tip, forward, 5, true)
		if path.Backwards {
			trimFrom = headLength - 1
		} else {
			trimTo = headLength - 1
		}
	case decision.Amends, decision.DependsOn:
		e.Head = headAt(tip, forward, 4, false)
	case decision.ConflictsWith:
		e.Head = barAt(from, 1) + barAt(to, -1)
	}
	way := slices.Clone(points)
	for i := range way {
		way[i].X += graphEdge
	}
	last := len(way) - 1
	way[0].X += trimFrom
	way[1].X = max(way[1].X, way[0].X)
	way[last].X -= trimTo
	if last > 1 { // the last bend ends before the head begins
		way[last-1].X = min(way[last-1].X, to.X+graphEdge-headLength-1)
	}
	var line strings.Builder
	fmt.Fprintf(&line, "M%s %s", whole(way[0].X), half(way[0].Y))
	for i := 1; i <= last; i += 2 {
		a := way[i]
		if a.X != way[i-1].X {
			fmt.Fprintf(&line, "H%s", whole(a.X))
		}
		if i == last {
			break
		}
		if c := way[i+1]; a.Y == c.Y {
			fmt.Fprintf(&line, "H%s", whole(c.X))
		} else {
			middle := whole((a.X + c.X) / 2)
			fmt.Fprintf(&line, "C%s %s %s %s %s %s", middle, half(a.Y), middle, half(c.Y), whole(c.X), half(c.Y))
		}
	}
	e.Line = line.String()
	return e
}

// headAt is the head of an arrow whose tip is at a place, full or of two strokes.
func headAt(tip graph.Point, way, side float64, full bool) string {
	x, y := tip.X+graphEdge-way, tip.Y
	back := x - way*headLength
	if !full {
		back = x - way*(headLength-3)
	}
	path := fmt.Sprintf("M%s %sL%s %sL%s %s", whole(back), half(y-side), whole(x), half(y), whole(back), half(y+side))
	if full {
		path += "Z"
	}
	return path
}

// barAt ends a line of things that stand against each other.
func barAt(end graph.Point, way float64) string {
	return fmt.Sprintf("M%s %sv8", whole(end.X+graphEdge+way*5), half(end.Y-4))
}

// whole is a length in pixels; half keeps a line in between.
func whole(n float64) string { return strconv.FormatFloat(float64(int(n+0.5)), 'f', -1, 64) }
func half(n float64) string  { return strconv.FormatFloat(float64(int(n*2+0.5))/2, 'f', -1, 64) }

// linesOf breaks a text into at most so many lines of a width. What is left over
// is cut off, with a mark.
func linesOf(text string, width, font float64, most int) []string {
	words := strings.Fields(text)
	var lines []string
	for len(words) > 0 && len(lines) < most {
		line := words[0]
		words = words[1:]
		for len(words) > 0 && spanOf(line+" "+words[0], font) <= width {
			line, words = line+" "+words[0], words[1:]
		}
		if len(lines)+1 == most && len(words) > 0 {
			line, words = line+" "+strings.Join(words, " "), nil
		}
		if cut := cutTo(line, width, font); cut != line && len(lines)+1 < most && !strings.Contains(line, " ") {
			// A word that no line holds goes on in the next.
			cut = strings.TrimSuffix(cut, "…")
			line, words = cut, append([]string{strings.TrimPrefix(line, cut)}, words...)
		}
		lines = append(lines, cutTo(line, width, font))
	}
	return lines
}

// cutTo cuts a text to a width, with a mark where something is missing.
func cutTo(text string, width, font float64) string {
	if spanOf(text, font) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && spanOf(string(runes), font)+font > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,.;:-") + "…"
}

// spanOf is about how wide a text is in the theme's sans-serif faces, by the
// widths that their letters have in common. Text that is set a little wider still
// fits, since boxes have a margin.
func spanOf(text string, font float64) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case r >= 0x2E80:
			width += 1
		case strings.ContainsRune("ijl|!.,:;'’", r):
			width += 0.28
		case strings.ContainsRune("frt()[]{}/\\ -–\"", r):
			width += 0.36
		case strings.ContainsRune("mwMW@%—…", r):
			width += 0.9
		case r >= 'A' && r <= 'Z':
			width += 0.69
		default:
			width += 0.57
		}
	}
	return width * font
}
