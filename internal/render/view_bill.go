package render

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// BillView is what the options cost in a month.
type BillView struct {
	At        string // "3,000,000 requests a month"; "" where that is not answered
	Rows      []BillRow
	Because   string   // which is least, and whether that is worth deciding on
	Assumes   []string // what the sums take for granted
	Crossings []string // where two bills are level, with what that takes for granted
	LeftOut   []string // what the model does not know of
}

// BillRow is one option's bill.
type BillRow struct {
	Title   string
	Sum     string // "$0.40 to $5.60"; "" where it is not known
	Lines   []BillLine
	Missing []string // titles of the questions without whose answers it is not known
}

// BillLine is one line of a bill.
type BillLine struct {
	Title string
	Sum   string
}

// dollars is how the unit of an amount of money begins.
const dollars = "US dollars"

// bill tells the bills; nil where none is known and none cross.
func (t *teller) bill() *BillView {
	if t.a.Advice == nil || t.a.Advice.Costs == nil {
		return nil
	}
	c := t.a.Advice.Costs
	if len(c.Crossings) == 0 && !slices.ContainsFunc(c.Monthly, func(m decision.Monthly) bool { return m.Known }) {
		return nil
	}
	v := &BillView{Because: sentence(c.Because), LeftOut: c.LeftOut}
	if answer := t.lines[c.Along].Answer; answer.Kind == decision.Number {
		v.At = answer.Words() + " " + cmp.Or(c.Unit, decision.LowerTitle(within(c.Title, c.Along)))
	}
	assumed := map[string][]string{}
	var assumptions []string
	for _, m := range c.Monthly {
		row := BillRow{Title: t.option(m.Option), Missing: t.fields(m.Missing)}
		if m.Known {
			row.Sum = sum(m.Low, m.High)
		}
		for _, line := range m.Lines {
			row.Lines = append(row.Lines, BillLine{decision.LowerTitle(within(line.Title, "")), sum(line.Low, line.High)})
		}
		v.Rows = append(v.Rows, row)
		if m.Known && m.Assumes != "" {
			if len(assumed[m.Assumes]) == 0 {
				assumptions = append(assumptions, m.Assumes)
			}
			assumed[m.Assumes] = append(assumed[m.Assumes], row.Title)
		}
	}
	for _, text := range assumptions {
		v.Assumes = append(v.Assumes, assumption(assumed[text], text))
	}
	for _, x := range c.Crossings {
		v.Crossings = append(v.Crossings, t.crossing(c, x))
	}
	return v
}

// crossing says where two bills are level. Where ranges make a stretch of it, what
// holds on its either side.
func (t *teller) crossing(c *decision.Costs, x decision.Crossing) string {
	text := x.Because
	if x.High > x.At && len(x.Options) == 2 {
		below, above := t.option(x.Options[0]), t.option(x.Options[1])
		text = "below " + amount(x.At, c.Unit) + " " + below + " costs less than " + above + ", and above " + plainAmount(x.High, c.Unit) + " " + above + " costs less than " + below
	}
	if x.Assumes != "" {
		text += ", " + x.Assumes
	}
	return sentence(text)
}

// assumption says what the bills of some options take for granted.
func assumption(options []string, text string) string {
	verb := " cost that "
	if len(options) == 1 {
		verb = " costs that "
	}
	if !strings.HasPrefix(text, "only if ") && !strings.HasPrefix(text, "as long as ") {
		verb += "with "
	}
	return sentence(decision.And(options) + verb + text)
}

// sentence gives a text its capital and its full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return decision.Capital(strings.TrimSuffix(text, ".")) + "."
}

// sum is an amount of money, or a span of it.
func sum(low, high float64) string {
	from, to := money(low), money(high)
	if from == to {
		return from
	}
	return from + " to " + to
}

// money is an amount of US dollars: $50, $49.06, $1,234. Cents that are none are
// left out, and what is less than a cent is told in full.
func money(n float64) string {
	text := strings.TrimSuffix(advisor.Dollars(n), ".00")
	if text == "$0" && n != 0 {
		return "$" + decision.RoundedNumber(n)
	}
	return text
}

// amount is a number with its unit: 700 ms, $49.06 a month.
func amount(n float64, unit string) string {
	rest, isMoney := strings.CutPrefix(inline(unit), dollars)
	if !isMoney && rest != "" {
		rest = " " + rest
	}
	return plainAmount(n, unit) + rest
}

// plainAmount is a number without its unit, unless that is money.
func plainAmount(n float64, unit string) string {
	if strings.HasPrefix(unit, dollars) {
		return money(n)
	}
	return decision.RoundedNumber(n)
}
