package site

import (
	"math"
	"slices"

	"tradeoff/internal/decision"
)

// rect is a box in a chart.
type rect struct{ left, top, right, bottom float64 }

func (r rect) overlaps(o rect) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

func (r rect) within(o rect) bool {
	return r.left >= o.left && r.right <= o.right && r.top >= o.top && r.bottom <= o.bottom
}

// widthOf is about how wide a text is; rather too wide than too narrow.
func widthOf(text string, font float64) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case r >= 0x2E80:
			width += font
		case r == 'm' || r == 'w' || r == 'M' || r == 'W':
			width += 0.92 * font
		case r >= 'A' && r <= 'Z':
			width += 0.7 * font
		default:
			width += 0.58 * font
		}
	}
	return width
}

// grid draws the axes with a line and a text at the powers of ten.
func (p *plot) grid(out *Chart, along, up string) {
	a := p.area
	for _, v := range p.y.decades() {
		y := p.y.at(v)
		out.Grid += "M" + number(a.left) + " " + number(y) + "H" + number(a.right)
		out.Ticks = append(out.Ticks, ChartText{number(a.left - 6), number(y + p.font*0.35), "end", dollarsInWords(v), false})
	}
	ticks := p.x.decades()
	if len(ticks) < 2 {
		ticks = []float64{p.x.low, p.x.high}
	}
	for _, v := range ticks {
		out.Grid += "M" + number(p.x.at(v)) + " " + number(a.top) + "V" + number(a.bottom)
	}
	for step := 1; ; step++ {
		texts, fit := p.ticks(ticks, step)
		if fit || step >= len(ticks) {
			out.Ticks = append(out.Ticks, texts...)
			break
		}
	}
	out.Axes = "M" + number(a.left) + " " + number(a.top) + "V" + number(a.bottom) + "H" + number(a.right)
	out.Heads = []ChartText{
		{number(0), number(p.font), "start", up, false},
		{number(a.right), number(p.height - 4), "end", along, false},
	}
}

// ticks are the texts below the axis at every so manyth place, and whether they
// stand clear of each other.
func (p *plot) ticks(at []float64, step int) (texts []ChartText, fit bool) {
	end := 0.0
	fit = true
	for i := 0; i < len(at); i += step {
		text := decision.RoundedNumber(at[i])
		half := widthOf(text, p.font) / 2
		x := min(p.x.at(at[i]), p.width-half)
		if i > 0 && x-half < end+p.font/2 {
			fit = false
		}
		end = x + half
		texts = append(texts, ChartText{number(x), number(p.area.bottom + p.font*1.4), "middle", text, false})
	}
	return texts, fit
}

// now marks the present traffic, where it is known and in the chart.
func (p *plot) now(out *Chart, v decision.Value, words func(string) string) {
	if v.Kind != decision.Number || v.High < p.x.low || v.Low > p.x.high {
		return
	}
	a := p.area
	left, right := p.x.at(max(v.Low, p.x.low)), p.x.at(min(v.High, p.x.high))
	mark := &ChartNow{}
	if v.IsRange() {
		mark.Band = "M" + number(left) + " " + number(a.top) + "H" + number(right) + "V" + number(a.bottom) + "H" + number(left) + "Z"
	} else {
		mark.Line = "M" + number(left) + " " + number(a.top) + "V" + number(a.bottom)
	}
	text := words(inWords(v))
	half := min(widthOf(text, p.font)/2, p.width/2)
	middle := min(max((left+right)/2, half), p.width-half)
	mark.Label = ChartText{number(middle), number(a.top - p.font*0.6), "middle", text, false}
	out.Now = mark
}

// crossing rings the place where two curves cross, with its letter beside it.
func (p *plot) crossing(out *Chart, c *decision.Costs, crossing *decision.Crossing, name string) {
	v, ok := heightOf(c, crossing, crossing.At)
	if !ok || v < p.y.low || v > p.y.high || crossing.At < p.x.low || crossing.At > p.x.high {
		return
	}
	x, y := p.x.at(crossing.At), p.y.at(v)
	const radius = 4.5
	mark := ChartCrossing{Ring: "M" + number(x-radius) + " " + number(y) + "a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"}
	if crossing.High > crossing.At {
		end := p.x.at(min(crossing.High, p.x.high))
		mark.Span = "M" + number(x) + " " + number(p.area.top) + "H" + number(end) + "V" + number(p.area.bottom) + "H" + number(x) + "Z"
	}
	p.taken = append(p.taken, rect{x - radius, y - radius, x + radius, y + radius})
	width := widthOf(name, p.font) + 2
	var best rect
	found := false
	for _, clear := range []bool{true, false} {
		for distance := 6.0; distance < 60 && !found; distance += 4 {
			for _, to := range [][2]float64{{0, -1}, {0, 1}, {1, 0}, {-1, 0}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
				cx, cy := x+to[0]*(distance+width/2), y+to[1]*(distance+p.font/2)
				box := rect{cx - width/2, cy - p.font/2, cx + width/2, cy + p.font/2}
				if p.free(box) && (!clear || !p.crossed(box)) {
					best, found = box, true
					break
				}
			}
		}
	}
	if found {
		p.taken = append(p.taken, best)
		mark.Letter = p.textIn(best, name, false)
	}
	out.Crossings = append(out.Crossings, mark)
}

// textIn is a text that fills a box.
func (p *plot) textIn(box rect, text string, chosen bool) ChartText {
	return ChartText{number((box.left + box.right) / 2), number(box.bottom - p.font*0.22), "middle", text, chosen}
}

// free tells whether a box lies in the chart and clear of what stands there.
func (p *plot) free(box rect) bool {
	return box.within(p.area) && !slices.ContainsFunc(p.taken, box.overlaps)
}

// crossed tells whether a curve passes through a box.
func (p *plot) crossed(box rect) bool {
	first := max(int((box.left-p.area.left)/column), 0)
	last := int(math.Ceil((box.right - p.area.left) / column))
	passes := func(l line) bool {
		for i := first; i <= last && i < len(l); i++ {
			y, next := l[i], l[i]
			if i < last && i+1 < len(l) {
				next = l[i+1]
			}
			if math.IsNaN(y) {
				y = next
			}
			if math.IsNaN(next) {
				next = y
			}
			if min(y, next) < box.bottom+2 && max(y, next) > box.top-2 {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(p.curves, passes) || slices.ContainsFunc(p.edges, passes)
}

// label puts an option's title beside its curve: the nearest place that is clear
// of every curve and nearer to its own than to any other, the further to the
// right the better. Where there is none, it stands elsewhere, with a line to its
// curve; where the chart is full, the words below it have to do.
func (p *plot) label(out *Chart, curve int, title string, chosen bool) {
	own := p.curves[curve]
	width, height := widthOf(title, p.font), p.font*1.15
	var best rect
	var foot [2]float64
	cost := math.Inf(1)
	for i := len(own) - 1; i >= 0; i -= 3 {
		if math.IsNaN(own[i]) {
			continue
		}
		x := min(max(p.place(i), p.area.left+width/2+3), p.area.right-width/2-2)
		for distance := 3.0; distance < 130; distance += 5 {
			price := distance + 0.05*(p.area.right-p.place(i))
			if price >= cost {
				break
			}
			for _, side := range []float64{-1, 1} {
				middle := own[i] + side*(distance+height/2)
				box := rect{x - width/2, middle - height/2, x + width/2, middle + height/2}
				price := price
				if p.nearer(curve, i, middle) {
					price += 60 // it could be taken for another's
				}
				if price < cost && p.free(box) && !p.crossed(box) {
					best, foot, cost = box, [2]float64{p.place(i), own[i]}, price
				}
			}
		}
	}
	if math.IsInf(cost, 1) {
		return
	}
	p.taken = append(p.taken, best)
	out.Labels = append(out.Labels, p.textIn(best, title, chosen))
	near := best.top
	if foot[1] > best.bottom {
		near = best.bottom
	}
	if math.Abs(foot[1]-near) > 2*p.font {
		out.Leaders += "M" + number(min(max(foot[0], best.left), best.right)) + " " + number(near) + "L" + number(foot[0]) + " " + number(foot[1])
	}
}

// nearer tells whether another curve is nearer to a height at column i than the
// curve itself.
func (p *plot) nearer(curve, i int, height float64) bool {
	for other, l := range p.curves {
		if other != curve && i < len(l) && math.Abs(l[i]-height) <= math.Abs(p.curves[curve][i]-height) {
			return true
		}
	}
	return false
}
