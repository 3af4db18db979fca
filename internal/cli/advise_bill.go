package cli

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// bill tells what each option costs in a month, and where that turns round.
func (v *advised) bill(s *screen, c *decision.Costs) {
	if c == nil {
		return
	}
	s.line("")
	heading := "The bill in a month"
	if line := v.line(c.Along); line != nil && line.Answer.Kind == decision.Number {
		heading += ", at " + line.Answer.Words() + " " + cmp.Or(line.Unit, lowerTitle(line.Title))
	}
	s.text(0, strong, plainText(heading))
	name, sum := 0, 0
	for _, m := range c.Monthly {
		name, sum = max(name, columns(v.title(m.Option))), max(sum, columns(sumOf(m.Low, m.High, m.Known)))
	}
	name = min(name, max(16, s.width/4))
	at := []column{{2, name, 0}, {2 + name + gap, sum, 0}, s.rest(2+name+sum+2*gap, 0)}
	beside := at[2].width >= leastReason
	for _, m := range c.Monthly {
		row := []piece{{v.title(m.Option), asIs}, {sumOf(m.Low, m.High, m.Known), asIs}, {plainText(billDetail(m)), quiet}}
		if beside {
			s.row(at, row...)
			continue
		}
		s.row(at[:2], row[:2]...)
		s.text(4, quiet, row[2].text)
	}
	for _, text := range v.billWords(c) {
		s.row([]column{s.rest(2, gap)}, piece{plainText(text), asIs})
	}
}

// billDetail is what a bill is made of, or what it lacks.
func billDetail(m decision.Monthly) string {
	if len(m.Missing) > 0 {
		return "without an answer to " + decision.And(m.Missing)
	}
	var lines []string
	for _, line := range m.Lines {
		text := lowerTitle(line.Title)
		if len(m.Lines) > 1 {
			text += " " + sumOf(line.Low, line.High, true)
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, ", ")
}

// billWords are the sentences below the bills: what they take for granted, which is
// least, where they cross, and what is left out.
func (v *advised) billWords(c *decision.Costs) []string {
	var out, assumed []string
	assume := map[string][]string{}
	for _, m := range c.Monthly {
		if m.Assumes == "" {
			continue
		}
		if len(assume[m.Assumes]) == 0 {
			assumed = append(assumed, m.Assumes)
		}
		assume[m.Assumes] = append(assume[m.Assumes], v.title(m.Option))
	}
	for _, text := range assumed {
		out = append(out, decision.And(assume[text])+": "+text+".")
	}
	if c.Because != "" {
		out = append(out, c.Because+".")
	}
	for _, x := range c.Crossings {
		text := decision.Capital(x.Because)
		if x.Assumes != "" {
			text += ", " + x.Assumes
		}
		out = append(out, text+".")
	}
	if len(c.LeftOut) > 0 {
		out = append(out, "Left out: "+decision.And(c.LeftOut)+".")
	}
	return out
}

// sumOf is an amount of money, or a span of it.
func sumOf(low, high float64, known bool) string {
	switch {
	case !known:
		return "not known"
	case advisor.Dollars(low) != advisor.Dollars(high):
		return advisor.Dollars(low) + " to " + advisor.Dollars(high)
	}
	return advisor.Dollars(low)
}

// grounds are the remarks, the rule, and where all of it is from.
func (v *advised) grounds(s *screen) {
	a := &v.assessment
	if a.Advice != nil {
		for _, n := range a.Advice.Notes {
			s.line("")
			s.text(0, asIs, plainText("Note. "+n.Title+": "+n.Text))
		}
	}
	if a.Rule != "" {
		s.line("")
		s.text(0, quiet, plainText("The rule. "+a.Rule))
	}
	if len(a.Sources) == 0 {
		return
	}
	s.line("")
	s.text(0, quiet, "Sources")
	kind := 0
	for _, source := range a.Sources {
		kind = max(kind, columns(string(source.Kind)))
	}
	at := []column{{2, kind, 0}, s.rest(2+kind+gap, 0)}
	for _, source := range a.Sources {
		parts := slices.DeleteFunc([]string{source.Title, source.Date, source.URL}, func(t string) bool { return t == "" })
		s.row(at, piece{string(source.Kind), quiet}, piece{plainText(strings.Join(parts, ", ")), quiet})
	}
}
