package site

import (
	"math"
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// Chart is the curves of the bills, ready for an SVG: every number is a place in
// it, with one decimal.
type Chart struct {
	ID            string // of its title and description
	Class         string
	Width, Height string
	FontSize      string
	Title, Desc   string
	Grid          string // a path
	Axes          string
	Ticks         []ChartText
	Heads         []ChartText // of the axes
	Now           *ChartNow   // the present traffic
	Curves        []ChartCurve
	Crossings     []ChartCrossing
	Labels        []ChartText
	Leaders       string // lines from labels to curves that are not right beside them
}

// ChartText is a text at a place.
type ChartText struct {
	X, Y   string
	Anchor string // start, middle or end
	Text   string
	Chosen bool
}

// ChartNow is the present traffic: a line, or a band for a range.
type ChartNow struct {
	Line, Band string // paths, one of them ""
	Label      ChartText
}

// ChartCurve is one option's curve.
type ChartCurve struct {
	Line   string
	High   string // the upper edge, where an answer is a range
	Band   string // what lies between the two
	Dashes string
	Chosen bool
}

// ChartCrossing is where two curves cross: a ring, and a band for a span.
type ChartCrossing struct {
	Ring, Span string
	Letter     ChartText
}

// chartSize is the measures of a chart.
type chartSize struct {
	id, class     string
	width, height float64
	font          float64
	longest       int // letters of a label
}

// Two charts, since text that is scaled with its picture is too small to be read
// on a phone, or too large beside the page's own.
var (
	wideChart   = chartSize{"bill.wide", "chart-wide", 672, 400, 13, 26}
	narrowChart = chartSize{"bill.narrow", "chart-narrow", 350, 380, 12, 18}
)

// dashes tell curves apart without colour. The chosen option's is drawn through.
var dashes = []string{"8 4", "2 4", "10 4 2 4", "14 5", "5 3 1 3", "1 6"}

// plot is a chart being drawn.
type plot struct {
	chartSize
	x, y   scale
	area   rect
	curves []line // the lower edges, one of each option
	edges  []line // the upper ones
	taken  []rect // where labels and marks stand
}

// chart draws the curves; nil where no bill is above zero.
func (s *sketch) chart(c *decision.Costs, now decision.Value, size chartSize) *Chart {
	out, _ := s.plotted(c, now, size)
	return out
}

// plotted is chart, with the plot that the places in it come from.
func (s *sketch) plotted(c *decision.Costs, now decision.Value, size chartSize) (*Chart, *plot) {
	if !drawable(c) {
		return nil, nil
	}
	p := &plot{chartSize: size}
	p.area = rect{left: size.font * 5.2, top: size.font*3 + 2, right: size.width - 10, bottom: size.height - size.font*3.6}
	if !p.span(c) {
		return nil, nil
	}
	out := &Chart{ID: size.id, Class: size.class, Width: number(size.width), Height: number(size.height), FontSize: number(size.font), Title: s.t("bill.chart", s.along(c)), Desc: s.describe(c)}
	p.grid(out, s.along(c), s.t("bill.unit"))
	p.now(out, now, func(at string) string { return s.t("bill.here", at) })
	for i := range c.Curves {
		p.curve(out, &c.Curves[i], i, c.Curves[i].Option == s.decision.Outcome.Option)
	}
	for i := range c.Crossings {
		p.crossing(out, c, &c.Crossings[i], letter(i))
	}
	for i := range c.Curves {
		id := c.Curves[i].Option
		p.label(out, i, shortened(s.title(id), size.longest), id == s.decision.Outcome.Option)
	}
	return out, p
}

// drawable tells whether curves can be told apart in one chart, and followed in
// good time: costs may come from an input, and hold anything.
func drawable(c *decision.Costs) bool {
	const mostCurves, mostPower = 12, 6
	for _, curve := range c.Curves {
		for _, piece := range slices.Concat(curve.Pieces, curve.High) {
			if slices.ContainsFunc(piece.Terms, func(t decision.Term) bool { return t.Power > mostPower || t.Power < -mostPower }) {
				return false
			}
		}
	}
	return len(c.Curves) <= mostCurves
}

// along is what the curves run along, as the head of an axis.
func (s *sketch) along(c *decision.Costs) string {
	if c.Unit != "" {
		return strings.TrimSuffix(sentence(c.Unit), ".")
	}
	return c.Title
}

// shortened is a text of at most so many letters.
func shortened(text string, longest int) string {
	letters := []rune(text)
	if len(letters) <= longest {
		return text
	}
	return strings.TrimSpace(string(letters[:longest-1])) + "…"
}

// span finds the ends of both axes: whole powers of ten upwards. It is false
// where there is nothing to draw.
func (p *plot) span(c *decision.Costs) bool {
	if !(c.From > 0 && c.To > c.From) {
		return false
	}
	most, least := 0.0, math.Inf(1)
	note := func(v float64, ok bool) {
		if ok && v > 0 && !math.IsInf(v, 0) {
			most, least = max(most, v), min(least, v)
		}
	}
	for _, curve := range c.Curves {
		for _, pieces := range [][]decision.Piece{curve.Pieces, curve.High} {
			for _, piece := range pieces {
				note(piece.At(max(piece.From, c.From)), true)
				note(piece.At(min(piece.To, c.To)), true)
			}
		}
	}
	if most == 0 {
		return false
	}
	top := math.Pow(10, math.Ceil(math.Log10(most)-1e-9))
	bottom := math.Pow(10, math.Floor(math.Log10(least)+1e-9))
	bottom = max(bottom, top/1e5) // below that nobody looks …
	for _, crossing := range c.Crossings {
		if v, ok := heightOf(c, &crossing, crossing.At); ok && v > 0 {
			bottom = min(bottom, max(math.Pow(10, math.Floor(math.Log10(v))), top/1e8)) // … unless curves cross there
		}
	}
	if top <= bottom {
		top = bottom * 10
	}
	p.x = scale{c.From, c.To, p.area.left, p.area.right}
	p.y = scale{bottom, top, p.area.bottom, p.area.top}
	return true
}

// heightOf is the bill of both options at a crossing.
func heightOf(c *decision.Costs, crossing *decision.Crossing, at float64) (float64, bool) {
	for _, curve := range c.Curves {
		if slices.Contains(crossing.Options, curve.Option) {
			return decision.CurveAt(curve.Pieces, at)
		}
	}
	return 0, false
}

// curve draws one option's curve, and its upper edge with what lies between.
func (p *plot) curve(out *Chart, c *decision.Curve, i int, chosen bool) {
	low := p.sample(c.Pieces)
	drawing := ChartCurve{Line: p.path(low), Chosen: chosen}
	if !chosen {
		drawing.Dashes = dashes[i%len(dashes)]
	}
	p.curves = append(p.curves, low)
	if len(c.High) > 0 {
		high := p.sample(c.High)
		p.edges = append(p.edges, high)
		drawing.High, drawing.Band = p.path(high), p.between(low, high)
	}
	out.Curves = append(out.Curves, drawing)
}
