package site

import (
	"html/template"
	"math"
	"slices"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// BillPicture is what picture-bill.html is handed: what each option costs in a
// month, as curves and in words.
type BillPicture struct {
	IDs       []string
	Because   template.HTML
	TooSmall  bool
	Charts    []Chart // the same for a wide page and for a narrow one; none without a curve
	Crossings []CrossingRow
	Monthly   []MonthlyRow
	At        string // the traffic that the bills are for, "" where it is not known
	Off       bool   // that traffic lies outside of the chart
	LeftOut   []string
	Prices    Link     // the catalog's, where its page tells those that the bill was made with
	From      []string // where these come from
	Own       []Told   // prices of the team's own
}

// CrossingRow is a crossing in words.
type CrossingRow struct {
	Letter  string // as in the chart
	Because template.HTML
	Assumes template.HTML
}

// MonthlyRow is one option's bill in a month.
type MonthlyRow struct {
	Title    template.HTML
	Chosen   bool
	Cheapest bool
	Sum      string   // "" where it is not known
	Missing  []string // the titles of the fields without which it is not
	Lines    []BillLine
	Assumes  template.HTML
}

// BillLine is one line of a bill.
type BillLine struct {
	Title string
	Sum   string
}

// bill draws the costs; nil where the assessment knows none.
func (s *sketch) bill(ids []string) *BillPicture {
	if s.assessment.Advice == nil || s.assessment.Advice.Costs == nil || len(s.assessment.Advice.Costs.Monthly) == 0 {
		return nil
	}
	c := s.assessment.Advice.Costs
	p := &BillPicture{IDs: ids, Because: s.text(sentence(c.Because)), TooSmall: c.TooSmall, LeftOut: c.LeftOut}
	for i, crossing := range c.Crossings {
		p.Crossings = append(p.Crossings, CrossingRow{letter(i), s.text(s.crossing(c, crossing)), s.text(sentence(crossing.Assumes))})
	}
	for _, m := range c.Monthly {
		p.Monthly = append(p.Monthly, s.monthly(m, c))
	}
	now := s.field(c.Along).Answer
	if now.Kind == decision.Number {
		p.At = inWords(now)
		p.Off = now.High < c.From || now.Low > c.To
	}
	for _, price := range s.decision.Prices {
		p.Own = append(p.Own, Told{Title: s.priceTitle(price.ID), Text: advisor.Dollars(price.Amount)})
		if price.Source != "" {
			p.Own[len(p.Own)-1].Text += ", " + plain(price.Source)
		}
	}
	p.Prices.Label = s.t("bill.list-prices", plain(s.assessment.Title), s.assessment.Version)
	if from := s.catalogs[s.assessment.Catalog]; from != nil && from.Version == s.assessment.Version && len(from.Prices) > 0 {
		p.Prices.Href = relative(s.page, catalogAddress(from)) + "#prices"
		for _, price := range from.Prices {
			source := from.Source(price.Source)
			if source == nil {
				continue
			}
			title := source.Title
			if source.Date != "" {
				title += ", " + source.Date
			}
			if !slices.Contains(p.From, title) {
				p.From = append(p.From, title)
			}
		}
	}
	for _, size := range []chartSize{wideChart, narrowChart} {
		if chart := s.chart(c, now, size); chart != nil {
			p.Charts = append(p.Charts, *chart)
		}
	}
	return p
}

// crossing says where two bills are level. Where ranges make a stretch of it, it
// says what holds on either side.
func (s *sketch) crossing(c *decision.Costs, x decision.Crossing) string {
	if !(x.High > x.At) || len(x.Options) != 2 {
		return sentence(x.Because)
	}
	return s.t("bill.stretch", decision.RoundedNumber(x.At), c.Unit, s.title(x.Options[0]), s.title(x.Options[1]), decision.RoundedNumber(x.High))
}

func (s *sketch) monthly(m decision.Monthly, c *decision.Costs) MonthlyRow {
	row := MonthlyRow{
		Title: s.text(s.title(m.Option)), Chosen: m.Option == s.decision.Outcome.Option, Cheapest: m.Option == c.Cheapest,
		Missing: s.fieldTitles(m.Missing), Assumes: s.text(sentence(m.Assumes)),
	}
	if m.Known {
		row.Sum = s.dollars(m.Low, m.High)
	}
	for _, line := range m.Lines {
		row.Lines = append(row.Lines, BillLine{plain(line.Title), s.dollars(line.Low, line.High)})
	}
	return row
}

// dollars is an amount, or what it lies between.
func (s *sketch) dollars(low, high float64) string {
	if from, to := advisor.Dollars(low), advisor.Dollars(high); from != to {
		return s.t("bill.between", from, to)
	}
	return advisor.Dollars(low)
}

// priceTitle is a price's title on its catalog's page, or its id.
func (s *sketch) priceTitle(id string) string {
	if from := s.catalogs[s.assessment.Catalog]; from != nil {
		for _, price := range from.Prices {
			if price.ID == id {
				return price.Title
			}
		}
	}
	return id
}

// letter names a crossing: A, B, …, Z, AA.
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letter(i/26-1) + letter(i%26)
}

// inWords is a number, or a range of them, as a chart has it.
func inWords(v decision.Value) string {
	if v.IsRange() {
		return decision.RoundedNumber(v.Low) + " to " + decision.RoundedNumber(v.High)
	}
	return decision.RoundedNumber(v.Low)
}

// describe tells a chart to those who do not see it.
func (s *sketch) describe(c *decision.Costs) string {
	var parts []string
	for _, curve := range c.Curves {
		low, _ := decision.CurveAt(curve.Pieces, c.From)
		edge := curve.Pieces
		if len(curve.High) > 0 {
			edge = curve.High
		}
		high, _ := decision.CurveAt(edge, c.To)
		parts = append(parts, s.t("bill.curve", s.title(curve.Option), advisor.Dollars(low), decision.RoundedNumber(c.From), dollarsInWords(high), decision.RoundedNumber(c.To)))
	}
	text := s.t("bill.axes", strings.Join(parts, "; "))
	for i, crossing := range c.Crossings {
		text += " " + letter(i) + ": " + plain(s.crossing(c, crossing))
	}
	return text
}

// dollarsInWords is an amount of money as an axis has it: $1 million.
func dollarsInWords(amount float64) string {
	if amount >= 1e6 || amount < 0.01 {
		return "$" + decision.RoundedNumber(amount)
	}
	return advisor.Dollars(amount)
}

// scale maps values to places along an axis, by their logarithms.
type scale struct {
	low, high float64 // values, above zero
	from, to  float64 // places of them
}

func (a scale) at(v float64) float64 {
	return a.from + (a.to-a.from)*(math.Log10(v)-math.Log10(a.low))/(math.Log10(a.high)-math.Log10(a.low))
}

// value is the value at a place.
func (a scale) value(at float64) float64 {
	return math.Pow(10, math.Log10(a.low)+(at-a.from)/(a.to-a.from)*(math.Log10(a.high)-math.Log10(a.low)))
}

// decades are the powers of ten from low to high.
func (a scale) decades() []float64 {
	var list []float64
	for e := math.Ceil(math.Log10(a.low) - 1e-9); e <= math.Log10(a.high)+1e-9; e++ {
		list = append(list, math.Pow(10, e))
	}
	return list
}
