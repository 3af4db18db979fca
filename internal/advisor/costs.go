package advisor

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// billed are the options on the board of which the catalog knows costs.
func (a *assessor) billed(b *board) []string {
	var out []string
	for _, id := range b.options {
		if slices.ContainsFunc(a.Costs, func(c rule.Cost) bool { return c.Option == id }) {
			out = append(out, id)
		}
	}
	return out
}

// costs is the bill of each option, and where along the traffic they cross.
func (a *assessor) costs(b *board) *decision.Costs {
	billed := a.billed(b)
	if a.catalog.Bill == nil || len(billed) == 0 {
		return nil
	}
	bill := a.catalog.Bill
	out := &decision.Costs{Along: bill.Along, Material: bill.Material, From: bill.From, To: bill.To}
	if f := a.catalog.Field(bill.Along); f != nil {
		out.Title, out.Unit = f.Title, f.Unit
	}
	if own, told := a.Profile[bill.MaterialField]; told && own.Kind == decision.Number {
		out.Material = own.Low
	}
	var without []int
	for i, id := range b.options {
		if slices.Contains(billed, id) {
			out.Monthly = append(out.Monthly, a.monthly(id))
		} else {
			without = append(without, i)
		}
	}
	if len(without) > 0 {
		out.LeftOut = append(out.LeftOut, "the bill of "+b.optionNames(without))
	}
	out.LeftOut = append(out.LeftOut, bill.LeftOut...)
	a.compare(b, billed, out)
	for i, x := range billed {
		for _, y := range billed[i+1:] {
			for _, c := range a.Crossings(x, y, bill.Along, bill.From, bill.To) {
				out.Crossings = append(out.Crossings, a.crossing(b, c))
			}
		}
		low, known := a.Curve(x, bill.Along, bill.From, bill.To, rule.Lower)
		high, _ := a.Curve(x, bill.Along, bill.From, bill.To, rule.Upper)
		if !known {
			continue
		}
		curve := decision.Curve{Option: x, Pieces: low}
		if !slices.EqualFunc(low, high, samePiece) {
			curve.High = high
		}
		out.Curves = append(out.Curves, curve)
	}
	slices.SortStableFunc(out.Crossings, func(x, y decision.Crossing) int {
		switch {
		case x.At < y.At:
			return -1
		case x.At > y.At:
			return 1
		}
		return 0
	})
	return out
}

func samePiece(a, b decision.Piece) bool {
	return a.From == b.From && a.To == b.To && slices.Equal(a.Terms, b.Terms)
}

// monthly is one option's bill at the profile's own traffic.
func (a *assessor) monthly(id string) decision.Monthly {
	bill := a.Bill(id)
	m := decision.Monthly{Option: id, Known: bill.Known, Missing: bill.Missing}
	if !bill.Known {
		return m
	}
	m.Low, m.High = bill.Low, bill.High
	for _, line := range bill.Lines {
		m.Lines = append(m.Lines, decision.MonthlyLine{Title: line.Cost.Title, Low: line.Low, High: line.High})
	}
	m.Assumes = a.assumption(bill)
	return m
}

// compare says which bill is least at the profile's own traffic, and whether that
// is worth deciding on.
func (a *assessor) compare(b *board, billed []string, out *decision.Costs) {
	low, high, known := 0.0, 0.0, 0
	for i, m := range out.Monthly {
		if !m.Known {
			continue
		}
		if known++; known == 1 {
			low, high = m.Low, m.High
		}
		low, high = min(low, out.Monthly[i].Low), max(high, m.High)
	}
	if known < len(billed) || known < 2 {
		return
	}
	out.Cheapest = cheapest(a.Env, billed)
	out.TooSmall = high-low < out.Material
	if out.Cheapest != "" {
		out.Because = b.titles["option "+out.Cheapest] + " costs least"
		if assumed := a.assumption(a.Bill(out.Cheapest)); assumed != "" {
			out.Because += ", " + assumed
		}
	} else {
		out.Because = "Which costs least cannot be told, or two cost the same"
	}
	if out.TooSmall {
		out.Because += ", but the bills lie no more than " + Dollars(high-low) + " a month apart: too small to decide on, below " + Dollars(out.Material)
	}
}

// crossing tells a crossing in words.
func (a *assessor) crossing(b *board, c rule.Crossing) decision.Crossing {
	out := decision.Crossing{Options: []string{c.Below, c.Above}, At: c.At}
	field := a.catalog.Field(a.catalog.Bill.Along)
	what := field.Unit
	if what == "" {
		what = decision.LowerTitle(field.Title)
	}
	where := decision.RoundedNumber(c.At)
	if c.High > c.At {
		out.High = c.High
		where += " to " + decision.RoundedNumber(c.High)
	}
	out.Because = "above " + where + " " + what + ", " + b.titles["option "+c.Above] + " costs less than " + b.titles["option "+c.Below]
	out.Assumes = a.assumed(a.with(a.catalog.Bill.Along, decision.NumberValue(max(c.At, c.High))), []string{c.Below, c.Above})
	return out
}

// assumed is what the bills of some options take for granted, in words.
func (a *assessor) assumed(env rule.Env, options []string) string {
	var parts []string
	for _, id := range options {
		if text := a.assumption(env.Bill(id)); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}

// assumption is what a bill takes for granted, in words: "only if one instance
// carries 10.19 requests a second at peak".
func (a *assessor) assumption(bill rule.Bill) string {
	var parts []string
	add := func(text string) {
		if text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	for _, taken := range bill.Assumed {
		if taken.Quantity == nil {
			continue
		}
		if needed := taken.Value; needed > 0 {
			add(placeholder.ReplaceAllStringFunc(taken.Quantity.Assumes, func(m string) string {
				if id := m[1 : len(m)-1]; id != taken.Field {
					return a.Profile[id].Words()
				}
				return decision.RoundedNumber(needed)
			}))
		} else if f := a.catalog.Field(taken.Quantity.AtLeast); f != nil {
			add("as long as the " + decision.LowerTitle(f.Title) + " declared are enough")
		}
	}
	for _, taken := range bill.Assumed {
		if f := a.catalog.Field(taken.Field); taken.Quantity == nil && f != nil && f.ID != a.catalog.Bill.Along {
			add(decision.LowerTitle(f.Title) + " taken as " + decision.RoundedNumber(taken.Value))
		}
	}
	return strings.Join(parts, ", ")
}

// Dollars is an amount of US dollars as a sentence has it: $0.40, $49.06, $1,234.
func Dollars(amount float64) string {
	if amount >= 1000 || amount == float64(int64(amount)) {
		return "$" + decision.GroupedNumber(roundTo(amount, 0))
	}
	text := decision.GroupedNumber(roundTo(amount, 2))
	whole, cents, _ := strings.Cut(text, ".")
	return "$" + whole + "." + (cents + "00")[:2]
}
