package advisor

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

func (b *board) option(i int) string { return b.titles["option "+b.options[i]] }
func (b *board) test(t int) string   { return b.titles["factor "+b.tests[t]] }

func (b *board) optionNames(of []int) string { return decision.And(each(of, b.option)) }
func (b *board) testNames(of []int) string   { return decision.And(each(of, b.test)) }

func each(of []int, name func(int) string) []string {
	var out []string
	for _, i := range of {
		out = append(out, name(i))
	}
	return out
}

// because says in words who leads and why, or why nobody does.
func (b *board) because(s standing) string {
	sentence := ""
	switch {
	case len(b.options) == 0:
		return ""
	case s.leader >= 0:
		sentence = b.option(s.leader) + " leads: " + b.merits(s)
	case len(b.options) == 1:
		sentence = b.option(0) + " is the only option on the table, so there is nothing to compare it with."
	case len(s.contenders) == 0:
		sentence = "Nobody leads: each option breaks on something that nobody has answered for."
	case !b.judged():
		sentence = "Nobody leads: no verdict is known yet."
	case b.level(s.contenders):
		sentence = "Nobody leads: " + b.optionNames(s.contenders) + " are level on every test, so their worst cases have to tell them apart."
	case len(s.contenders) == 2:
		sentence = "Nobody leads: " + b.trade(s.contenders[0], s.contenders[1]).Because + "."
	default:
		sentence = "Nobody leads: " + b.optionNames(s.contenders) + " are each better than another on something."
	}
	if broken := b.breaks(s); broken != "" && !(s.leader < 0 && len(s.contenders) == 0 && len(b.options) == 1) {
		sentence += " " + broken
	}
	return sentence
}

// merits compares the leader with each other eligible option, those with the same
// advantage together.
func (b *board) merits(s standing) string {
	type group struct {
		tests  string
		others []int
	}
	var groups []group
	var others []int
	for i := range b.options {
		if i == s.leader || b.isBroken(s, i) {
			continue
		}
		others = append(others, i)
		tests := b.testNames(b.better(s.leader, i))
		found := false
		for g := range groups {
			if groups[g].tests == tests {
				groups[g].others, found = append(groups[g].others, i), true
			}
		}
		if !found {
			groups = append(groups, group{tests, []int{i}})
		}
	}
	if len(others) == 0 {
		return "it is the only option that breaks on nothing."
	}
	end := "."
	for _, i := range others {
		if b.unknown(s.leader, i, b.better(s.leader, i)) {
			end = ", as far as is known."
		}
	}
	if len(groups) == 1 {
		return "no worse than " + b.optionNames(others) + " on any test, better on " + groups[0].tests + end
	}
	var parts []string
	for _, g := range groups {
		parts = append(parts, "better than "+b.optionNames(g.others)+" on "+g.tests)
	}
	return "no worse than any other on any test, " + strings.Join(parts, "; ") + end
}

// unknown tells whether one of two options' verdicts on some tests is not known.
func (b *board) unknown(i, j int, tests []int) bool {
	return slices.ContainsFunc(tests, func(t int) bool {
		return b.cells[i][t] == decision.Undecided || b.cells[j][t] == decision.Undecided
	})
}

func (b *board) isBroken(s standing, option int) bool {
	for _, pair := range s.broken {
		if pair[0] == option {
			return true
		}
	}
	return false
}

// breaks names the options that are out, and on what.
func (b *board) breaks(s standing) string {
	var sentences []string
	for i := range b.options {
		var tests []int
		for _, pair := range s.broken {
			if pair[0] == i {
				tests = append(tests, pair[1])
			}
		}
		if len(tests) > 0 {
			sentences = append(sentences, b.option(i)+" breaks on "+b.testNames(tests)+".")
		}
	}
	return strings.Join(sentences, " ")
}

// judged tells whether anything is known of any option.
func (b *board) judged() bool {
	for _, row := range b.cells {
		for _, v := range row {
			if v != decision.Undecided {
				return true
			}
		}
	}
	return false
}

// level tells whether some options stand alike on every test.
func (b *board) level(of []int) bool {
	for _, i := range of[1:] {
		for t := range b.tests {
			if b.cells[of[0]][t].Rank() != b.cells[i][t].Rank() {
				return false
			}
		}
	}
	return true
}

// trade is what two contenders are to each other.
func (b *board) trade(i, j int) decision.Trade {
	first, second := b.better(i, j), b.better(j, i)
	out := decision.Trade{Options: []string{b.options[i], b.options[j]}}
	for _, t := range first {
		out.First = append(out.First, b.tests[t])
	}
	for _, t := range second {
		out.Second = append(out.Second, b.tests[t])
	}
	switch {
	case len(first) == 0 && len(second) == 0:
		out.Because = b.option(i) + " and " + b.option(j) + " are level on every test"
	default:
		out.Because = b.option(i) + " and " + b.option(j) + " trade " + b.testNames(first) + " against " + b.testNames(second)
	}
	if b.unknown(i, j, slices.Concat(first, second)) {
		out.Because += ", as far as is known"
	}
	return out
}

// inlineTitle is a title as a part of a sentence: on one line, without its full stop.
func inlineTitle(title, otherwise string) string {
	title = strings.TrimSuffix(strings.Join(strings.Fields(title), " "), ".")
	if title == "" {
		return otherwise
	}
	return title
}
