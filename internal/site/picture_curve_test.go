package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// straightCosts are costs of two options: $50 whatever the traffic, and $2 for
// each million, from 10,000 to a billion. They are level at 25 million.
func straightCosts() *decision.Costs {
	return &decision.Costs{
		Along: "requests-per-month", Title: "Requests", Unit: "requests a month", From: 1e4, To: 1e9, Cheapest: "b", Because: "B costs least", LeftOut: []string{"people"},
		Monthly: []decision.Monthly{
			{Option: "a", Known: true, Low: 50, High: 50, Lines: []decision.MonthlyLine{{Title: "Instance", Low: 50, High: 50}}, Assumes: "only if one instance carries them"},
			{Option: "b", Known: true, Low: 2, High: 16, Lines: []decision.MonthlyLine{{Title: "Requests", Low: 1.5, High: 15.5}, {Title: "Memory", Low: 0.5, High: 0.5}}},
			{Option: "c", Missing: []string{"memory"}},
		},
		Crossings: []decision.Crossing{{Options: []string{"b", "a"}, At: 2.5e7, Because: "above 25 million requests a month, A costs less than B", Assumes: "only if one instance carries them"}},
		Curves: []decision.Curve{
			{Option: "a", Pieces: []decision.Piece{{From: 1e4, To: 1e9, Terms: []decision.Term{{Times: 50}}}}},
			{Option: "b", Pieces: []decision.Piece{{From: 1e4, To: 1e9, Terms: []decision.Term{{Times: 2e-6, Power: 1}}}}},
		},
	}
}

func costly(c *decision.Costs, answer decision.Value) decision.Assessment {
	return decision.Assessment{
		Catalog: "architecture-style", Version: 1, Title: "Style",
		Options: []decision.AssessedOption{{ID: "a", Title: "A <monolith> & more"}, {ID: "b", Title: "B"}, {ID: "c", Title: "C"}},
		Profile: []decision.ProfileLine{{Field: "requests-per-month", Title: "Requests", Answer: answer}, {Field: "memory", Title: "Memory of a request"}},
		Advice:  &decision.Advice{Costs: c},
	}
}

func TestBill(t *testing.T) {
	d := decision.Decision{Outcome: decision.Outcome{Option: "b"}, Prices: []decision.Price{{ID: "requests", Amount: 1.5, Source: "our contract"}}}
	page := drawing(t, "bill", d, costly(straightCosts(), decision.RangeValue(1e6, 8e6)))
	for selector, want := range map[string][]string{
		".leads":          {"B costs least."},
		".crossings li":   {"AAbove 25 million requests a month, A costs less than B. Only if one instance carries them."},
		"thead th":        {"Option", "A month at 1 million to 8 million", "Made up of"},
		"tbody th":        {"A <monolith> & more", "Bchosenleast", "C"},
		"tbody td":        {"$50", "Instance $50Only if one instance carries them.", "$2 to $16", "Requests $1.50 to $15.50, Memory $0.50", "not known", "It takes: Memory of a request"},
		".picture .aside": {"Left out: people.", "Prices: the list prices of Style, version 1 (A study, 2025), but the team’s own for Requests $1.50, our contract."},
		".chart-here":     {"here: 1 million to 8 million", "here: 1 million to 8 million"},
		".chart-head":     {"US dollars a month", "Requests a month", "US dollars a month", "Requests a month"},
		".chart-letter":   {"A", "A"},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	ticks := page.all(".chart-wide")[0].texts(".chart-tick")
	if diff := cmp.Diff([]string{"$0.10", "$1", "$10", "$100", "$1,000", "$10,000", "10,000", "100,000", "1 million", "10 million", "100 million", "1 billion"}, ticks); diff != "" {
		t.Error(diff)
	}
	want := "Both axes are logarithmic. A <monolith> & more, from $50 at 10,000 to $50 at 1 billion; B, from $0.02 at 10,000 to $2,000 at 1 billion. A: Above 25 million requests a month, A costs less than B."
	if diff := cmp.Diff([]string{want, want}, page.texts("desc")); diff != "" {
		t.Error(diff)
	}
	for _, chart := range page.all(".chart") {
		names := strings.Fields(chart.attr["aria-labelledby"])
		if chart.attr["role"] != "img" || len(names) != 2 || len(chart.all("title[id="+names[0]+"]")) != 1 || len(chart.all("desc[id="+names[1]+"]")) != 1 {
			t.Errorf("%v has no name", chart.attr)
		}
		if lines := chart.all(".curve-line"); lines[0].attr["stroke-dasharray"] == "" || lines[1].attr["stroke-dasharray"] != "" {
			t.Error("the curves are not told apart but by colour")
		}
	}
}

func TestBillOutsideOfTheChart(t *testing.T) {
	page := drawing(t, "bill", decision.Decision{}, costly(straightCosts(), decision.NumberValue(2e9)))
	if n := len(page.all(".chart-here")); n > 0 || !strings.Contains(page.text(), "The traffic of this decision, 2 billion, lies outside of the picture.") {
		t.Errorf("%d marks of it", n)
	}
	c := straightCosts()
	c.Curves, c.Crossings = nil, nil
	page = drawing(t, "bill", decision.Decision{}, costly(c, decision.Value{}))
	if n := len(page.all(".chart, .crossings")); n > 0 || len(page.all("tbody tr")) != 3 {
		t.Errorf("%d curves of nothing", n)
	}
	c = straightCosts()
	c.Crossings[0].High = 3e7
	page = drawing(t, "bill", decision.Decision{}, costly(c, decision.Value{}))
	if got := page.texts(".crossings li")[0]; !strings.HasPrefix(got, "ABelow 25 million requests a month, B costs less than A <monolith> & more; above 30 million,") || len(page.all(".chart-span")) != 2 {
		t.Errorf("a stretch reads %q", got)
	}
}

// charts are costs that are hard to draw.
func charts(t testing.TB) map[string]*decision.Costs {
	level := straightCosts()
	level.Curves[1] = level.Curves[0]
	level.Curves[1].Option, level.Crossings = "b", nil

	free := straightCosts()
	free.Curves[1].Pieces = []decision.Piece{{From: 1e4, To: 1e6}, {From: 1e6, To: 1e9, Terms: []decision.Term{{Times: 2e-6, Power: 1}, {Times: -2}}}}

	bands := straightCosts()
	bands.Curves[0].High = []decision.Piece{{From: 1e4, To: 1e9, Terms: []decision.Term{{Times: 80}}}}
	bands.Crossings[0].High = 4e7

	many := straightCosts()
	many.Crossings = nil
	many.Curves = nil
	for i := range 12 {
		n := float64(i)
		many.Curves = append(many.Curves, decision.Curve{Option: fmt.Sprintf("option-%d with a long name", i), Pieces: []decision.Piece{{From: 1e4, To: 1e9, Terms: []decision.Term{{Times: 50 + 5*n}, {Times: n * 1e-7, Power: 1}}}}})
		many.Crossings = append(many.Crossings, decision.Crossing{Options: []string{many.Curves[i].Option}, At: 1e5 * (n + 1)})
	}

	narrow := straightCosts()
	narrow.From, narrow.To, narrow.Crossings = 2e6, 5e6, nil

	odd := straightCosts()
	odd.Curves[0].Pieces[0].Terms = []decision.Term{{Times: math.Inf(1)}, {Times: math.NaN()}}
	odd.Crossings[0].At = math.NaN()

	tiny := straightCosts()
	tiny.Crossings[0].At = 1e4
	tiny.Curves[0].Pieces[0].Terms[0].Times = 1e-300

	real := advisor.Advise(&decision.Decision{Profile: decision.Profile{
		"requests-per-month": decision.RangeValue(3e6, 3e7), "request-duration-ms": decision.RangeValue(100, 300), "request-memory-mb": decision.NumberValue(512),
		"instances": decision.NumberValue(2), "instance-monthly-cost": decision.NumberValue(50), "peak-to-average": decision.RangeValue(4, 10), "instance-capacity-rps": decision.NumberValue(20)}}, realCatalog(t))
	return map[string]*decision.Costs{"straight": straightCosts(), "level": level, "free": free, "bands": bands, "many": many, "narrow": narrow, "odd": odd, "tiny": tiny, "the catalog's": real.Advice.Costs}
}

var places = regexp.MustCompile(`-?[0-9]+\.[0-9]`)

// Whatever the curves, the SVG is well-formed, all of it lies in its box, and no
// label lies on another.
func TestChartsHold(t *testing.T) {
	for name, c := range charts(t) {
		for _, size := range []chartSize{wideChart, narrowChart} {
			a := costly(c, decision.RangeValue(1e6, 8e6))
			s := sketchOf(t, decision.Decision{Outcome: decision.Outcome{Option: "b"}}, a)
			chart := s.chart(c, decision.RangeValue(1e6, 8e6), size)
			if chart == nil {
				t.Errorf("%s is not drawn", name)
				continue
			}
			if !slices.Contains([]string{"many", "odd", "tiny"}, name) && (len(chart.Labels) != len(c.Curves) || len(chart.Crossings) != len(c.Crossings)) {
				t.Errorf("%s: %d labels of %d curves, %d of %d crossings", name, len(chart.Labels), len(c.Curves), len(chart.Crossings), len(c.Crossings))
			}
			checkTexts(t, name+" "+size.id, chart, size)
			paths := []string{chart.Grid, chart.Axes, chart.Leaders}
			for _, curve := range chart.Curves {
				paths = append(paths, curve.Line, curve.High, curve.Band)
			}
			for _, crossing := range chart.Crossings {
				x, y, _ := strings.Cut(strings.TrimPrefix(crossing.Ring, "M"), " ")
				inside(t, name, x, 0, size.width)
				y, _, _ = strings.Cut(y, "a")
				inside(t, name, y, 0, size.height)
				paths = append(paths, crossing.Span)
			}
			for _, path := range paths {
				for _, number := range places.FindAllString(path, -1) {
					inside(t, name, number, 0, max(size.width, size.height))
				}
			}
			chart.Desc = "" // words of what the costs hold
			if strings.Contains(fmt.Sprint(chart), "NaN") || strings.Contains(fmt.Sprint(chart), "Inf") {
				t.Errorf("%s holds what is no number: %v", name, chart)
			}
		}
		html, err := sketchOf(t, decision.Decision{}, costly(c, decision.NumberValue(1e6))).bytes("bill")
		if err != nil {
			t.Fatal(err)
		}
		for svg := range bytes.SplitSeq(html, []byte("<svg")) {
			svg, _, drawn := bytes.Cut(append([]byte("<svg"), svg...), []byte("</svg>"))
			if !drawn {
				continue
			}
			decoder := xml.NewDecoder(bytes.NewReader(append(svg, []byte("</svg>")...)))
			for {
				if _, err := decoder.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v in %s", name, err, svg)
				}
			}
		}
	}
}

// inside tells of a number that lies outside.
func inside(t *testing.T, name, text string, low, high float64) {
	t.Helper()
	if n, err := strconv.ParseFloat(text, 64); err != nil || n < low || n > high {
		t.Errorf("%s: %q lies outside of %v to %v", name, text, low, high)
	}
}

// checkTexts holds that no text of a chart leaves it or lies on another.
func checkTexts(t *testing.T, name string, chart *Chart, size chartSize) {
	t.Helper()
	texts := slices.Concat(chart.Ticks, chart.Heads, chart.Labels)
	for _, c := range chart.Crossings {
		if c.Letter.Text != "" {
			texts = append(texts, c.Letter)
		}
	}
	if chart.Now != nil {
		texts = append(texts, chart.Now.Label)
	}
	boxes := make([]rect, len(texts))
	for i, text := range texts {
		x, errX := strconv.ParseFloat(text.X, 64)
		y, errY := strconv.ParseFloat(text.Y, 64)
		if errX != nil || errY != nil {
			t.Fatalf("%s: %v", name, text)
		}
		width := widthOf(text.Text, size.font)
		switch text.Anchor {
		case "middle":
			x -= width / 2
		case "end":
			x -= width
		}
		boxes[i] = rect{x, y - 0.8*size.font, x + width, y + 0.2*size.font}
		if !boxes[i].within(rect{-0.1, -0.1, size.width + 0.1, size.height + 0.1}) {
			t.Errorf("%s: %q leaves the box: %v", name, text.Text, boxes[i])
		}
		for j := range i {
			if boxes[i].overlaps(boxes[j]) {
				t.Errorf("%s: %q lies on %q", name, text.Text, texts[j].Text)
			}
		}
	}
}

// A crossing is ringed where both curves are.
func TestCrossingLiesOnItsCurves(t *testing.T) {
	c := straightCosts()
	s := sketchOf(t, decision.Decision{}, costly(c, decision.Value{}))
	p := plot{chartSize: wideChart}
	chart := s.chart(c, decision.Value{}, wideChart)
	p.area = rect{left: p.font * 5.2, top: p.font*3 + 2, right: p.width - 10, bottom: p.height - p.font*3.6}
	if !p.span(c) {
		t.Fatal("nothing to draw")
	}
	want := fmt.Sprintf("M%s %sa", number(p.x.at(2.5e7)-4.5), number(p.y.at(50)))
	if got := chart.Crossings[0].Ring; !strings.HasPrefix(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := chart.Curves[0].Line; got != fmt.Sprintf("M%s %[2]sL%[3]s %[2]s", number(p.area.left), number(p.y.at(50)), number(p.area.right)) {
		t.Errorf("a bill that stays is drawn as %s", got)
	}
}

// Costs of an input that would take for ever, or could not be told apart.
func TestChartsThatAreNotDrawn(t *testing.T) {
	power, crowd, backwards, nothing := straightCosts(), straightCosts(), straightCosts(), straightCosts()
	power.Curves[0].Pieces[0].Terms[0].Power = math.MaxInt32
	for range 12 {
		crowd.Curves = append(crowd.Curves, crowd.Curves[0])
	}
	backwards.From, backwards.To = 1e9, 1e4
	nothing.Curves[0].Pieces[0].Terms, nothing.Curves[1].Pieces[0].Terms = nil, nil
	for name, c := range map[string]*decision.Costs{"a power": power, "a crowd": crowd, "backwards": backwards, "nothing": nothing} {
		s := sketchOf(t, decision.Decision{}, costly(c, decision.Value{}))
		if chart := s.chart(c, decision.Value{}, wideChart); chart != nil {
			t.Errorf("%s is drawn", name)
		}
	}
}
