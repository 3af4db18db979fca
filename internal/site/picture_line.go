package site

import (
	"math"
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// line is a curve at every few pixels of the width; NaN where it lies below the chart.
type line []float64

// column is the distance of the places at which a curve is known.
const column = 4.0

// sample follows pieces along the chart.
func (p *plot) sample(pieces []decision.Piece) line {
	n := int((p.area.right-p.area.left)/column) + 1
	out := make(line, n+1)
	for i := range out {
		x := min(p.x.value(min(p.area.left+float64(i)*column, p.area.right)), p.x.high)
		out[i] = math.NaN()
		if v, ok := decision.CurveAt(pieces, max(x, p.x.low)); ok && v >= p.y.low*(1-1e-9) {
			out[i] = max(p.y.at(max(v, p.y.low)), p.area.top)
		}
	}
	return out
}

// place is where column i of a line stands.
func (p *plot) place(i int) float64 { return min(p.area.left+float64(i)*column, p.area.right) }

// path joins the points of a line, leaving out those that a straight line passes.
func (p *plot) path(l line) string {
	var b strings.Builder
	from := -1 // the last point written, -1 before the first
	for i, y := range l {
		if math.IsNaN(y) {
			from = -1
			continue
		}
		switch {
		case from < 0:
			if i > 0 { // it comes up through the bottom
				b.WriteString("M" + number(p.rise(l, i)) + " " + number(p.area.bottom) + "L")
			} else {
				b.WriteString("M")
			}
		case i+1 < len(l) && !math.IsNaN(l[i+1]) && p.straight(l, from, i+1):
			continue
		default:
			b.WriteString("L")
		}
		b.WriteString(number(p.place(i)) + " " + number(y))
		from = i
	}
	return b.String()
}

// rise is where a line that begins at column i comes up through the bottom: on
// from its next two points, and within the column.
func (p *plot) rise(l line, i int) float64 {
	if i+1 < len(l) && !math.IsNaN(l[i+1]) && l[i] > l[i+1] {
		return max(p.place(i)-(p.area.bottom-l[i])*column/(l[i]-l[i+1]), p.place(i-1))
	}
	return p.place(i - 1)
}

// straight tells whether the points between two are on the line that joins them,
// to a fifth of a pixel.
func (p *plot) straight(l line, from, to int) bool {
	for i := from + 1; i < to; i++ {
		on := l[from] + (l[to]-l[from])*(p.place(i)-p.place(from))/(p.place(to)-p.place(from))
		if math.Abs(on-l[i]) > 0.2 {
			return false
		}
	}
	return true
}

// between is the area from one edge to the other.
func (p *plot) between(low, high line) string {
	var up, down []string
	for i := range low {
		if math.IsNaN(high[i]) {
			continue
		}
		y := low[i]
		if math.IsNaN(y) {
			y = p.area.bottom
		}
		up = append(up, number(p.place(i))+" "+number(high[i]))
		down = append(down, number(p.place(i))+" "+number(y))
	}
	if len(up) < 2 {
		return ""
	}
	slices.Reverse(down)
	return "M" + strings.Join(up, "L") + "L" + strings.Join(down, "L") + "Z"
}
