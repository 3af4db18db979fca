package site

import (
	"cmp"
	"encoding/json"
	"html/template"
	"math"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/render"
	"tradeoff/internal/rule"
)

// CatalogBill is what an imagined team would pay for each option of a catalog:
// the curves of its example, in words too, and what a reader can move in them.
type CatalogBill struct {
	Given     []Given // the answers of the example
	Charts    []Chart
	Crossings []CrossingRow
	LeftOut   []string
	Sliders   []Slider
	Model     string // JSON: what assets/catalog.js works the bills out from
}

// Given is one answer of the example.
type Given struct{ Title, Value string }

// Slider is a number of the example that a reader can move. Its place is the
// logarithm of the value, in thousandths.
type Slider struct {
	Field, Title, Unit string
	Min, Max, At, Step int
	Value              string
}

// The reach of a slider to either side of its value, and how many there are.
const (
	sliderReach = 20.0
	sliderStep  = 10 // about two hundredths of the value
	sliderMost  = 3
)

// billModel is a catalog's costs for the browser, which works them out as
// rule.Env does for single answers. Prices are US dollars for one unit.
type billModel struct {
	Along      string                   `json:"along"`
	From       float64                  `json:"from"`
	To         float64                  `json:"to"`
	Unit       string                   `json:"unit"`
	Profile    map[string]any           `json:"profile"`
	Least      map[string]float64       `json:"least"` // of the fields that have one
	Quantities map[string]modelQuantity `json:"quantities"`
	Options    []modelOption            `json:"options"` // in the order of the curves
	Charts     []modelChart             `json:"charts"`
}

type modelQuantity struct {
	Scale   float64  `json:"scale"`
	Times   []string `json:"times"`
	Over    []string `json:"over"`
	AtLeast string   `json:"atLeast"`
	Assumes string   `json:"assumes"`
}

type modelOption struct {
	Title string      `json:"title"`
	Terms []modelTerm `json:"terms"`
}

type modelTerm struct {
	Price float64  `json:"price"` // of one unit, the term's scale in it
	Scale float64  `json:"scale"`
	Times []string `json:"times"`
	Free  float64  `json:"free"` // under the example's answers
}

// modelChart is where a chart has its area, and the bills at its ends.
type modelChart struct {
	ID     string  `json:"id"`
	Left   float64 `json:"left"`
	Right  float64 `json:"right"`
	Top    float64 `json:"top"`
	Bottom float64 `json:"bottom"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Font   float64 `json:"font"`
}

// catalogBill draws the bills of a catalog's example; nil where it has none, or
// where there is nothing to draw.
func (b *build) catalogBill(c *catalog.Catalog) *CatalogBill {
	if c.Bill == nil || len(c.Bill.Example) == 0 {
		return nil
	}
	d := &decision.Decision{Catalog: c.ID, Profile: decision.Profile{}}
	for _, a := range c.Bill.Example {
		switch v := a.Value.(type) {
		case float64:
			d.Profile[a.Field] = decision.NumberValue(v)
		case bool:
			d.Profile[a.Field] = decision.YesNoValue(v)
		}
	}
	for _, o := range c.Options {
		d.Options = append(d.Options, decision.Option{ID: o.ID, Title: o.Title})
	}
	s := &sketch{build: b, file: c.File, page: catalogAddress(c), decision: d, assessment: render.AssessmentOf(d, b.catalogs), texts: map[string]template.HTML{}}
	if s.assessment.Advice == nil || s.assessment.Advice.Costs == nil {
		return nil
	}
	costs := s.assessment.Advice.Costs
	out := &CatalogBill{LeftOut: c.Bill.LeftOut}
	model := billModelOf(c, costs, d.Profile)
	for _, size := range []chartSize{wideChart, narrowChart} {
		chart, p := s.plotted(costs, decision.Value{}, size)
		if chart == nil {
			return nil
		}
		out.Charts = append(out.Charts, *chart)
		model.Charts = append(model.Charts, modelChart{chart.ID, p.area.left, p.area.right, p.area.top, p.area.bottom, p.y.low, p.y.high, p.font})
	}
	for i, crossing := range costs.Crossings {
		out.Crossings = append(out.Crossings, CrossingRow{letter(i), s.text(s.crossing(costs, crossing)), s.text(sentence(crossing.Assumes))})
	}
	for _, a := range c.Bill.Example {
		b.slide(out, c.Field(a.Field), a.Value)
	}
	data, err := json.Marshal(model)
	if err != nil {
		return nil // a number that JSON cannot hold: the curves stand, and nothing moves
	}
	out.Model = string(data)
	return out
}

// slide adds an answer of the example, with a slider while there are few.
func (b *build) slide(out *CatalogBill, f *catalog.Field, value any) {
	if f == nil {
		return
	}
	n, number := value.(float64)
	if !number {
		word := b.t("field.no")
		if value == true {
			word = b.t("field.yes")
		}
		out.Given = append(out.Given, Given{f.Title, word})
		return
	}
	text := strings.TrimSpace(decision.RoundedNumber(n) + " " + f.Unit)
	if n <= 0 || len(out.Sliders) == sliderMost {
		out.Given = append(out.Given, Given{f.Title, text})
		return
	}
	domain := f.Domain()
	least, most := max(n/sliderReach, domain.Min), min(n*sliderReach, domain.Max)
	if least <= 0 {
		least = n / sliderReach // nothing has a logarithm of its own at zero
	}
	// Whole steps to either side, so that the value itself is a place of the slider.
	at := int(math.Round(1000 * math.Log10(n)))
	steps := func(to float64) int { return int(math.Abs(1000*math.Log10(to/n))) / sliderStep * sliderStep }
	out.Sliders = append(out.Sliders, Slider{Field: f.ID, Title: f.Title, Unit: f.Unit, Value: text, Min: at - steps(least), Max: at + steps(most), At: at, Step: sliderStep})
}

// billModelOf gathers what the curves are worked out from.
func billModelOf(c *catalog.Catalog, costs *decision.Costs, profile decision.Profile) billModel {
	m := billModel{
		Along: costs.Along, From: costs.From, To: costs.To, Unit: cmp.Or(costs.Unit, decision.LowerTitle(costs.Title)),
		Profile: map[string]any{}, Least: map[string]float64{}, Quantities: map[string]modelQuantity{},
	}
	for field, v := range profile {
		if v.Kind == decision.Number {
			m.Profile[field] = v.Low
		}
	}
	rules := c.Model(nil)
	for _, d := range rules.Domains {
		if !math.IsInf(d.Min, 0) && d.Kind == decision.Number {
			m.Least[d.Field] = d.Min
		}
	}
	for _, q := range rules.Quantities {
		m.Quantities[q.ID] = modelQuantity{cmp.Or(q.Scale, 1), orEmpty(q.Times), orEmpty(q.Over), q.AtLeast, q.Assumes}
	}
	for _, curve := range costs.Curves {
		option := modelOption{Title: curve.Option, Terms: []modelTerm{}}
		if o := c.Option(curve.Option); o != nil {
			option.Title = o.Title
		}
		for i := range rules.Costs {
			if cost := &rules.Costs[i]; cost.Option == curve.Option {
				option.Terms = append(option.Terms, termOf(rules, cost, profile))
			}
		}
		m.Options = append(m.Options, option)
	}
	return m
}

// termOf is a term of a bill. What is free where a field is yes is so only where
// the example says yes.
func termOf(rules *rule.Model, cost *rule.Cost, profile decision.Profile) modelTerm {
	t := modelTerm{Price: 1, Scale: cmp.Or(cost.Scale, 1), Times: orEmpty(cost.Times)}
	if cost.Price != "" {
		t.Price = rules.Prices[cost.Price]
	}
	if cost.FreeIf == "" || profile[cost.FreeIf].Yes {
		t.Free = cost.Free
	}
	return t
}

// orEmpty is a list that JSON writes as one.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
