package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/report"
)

// news are the values that changed, without a status that what happened says.
func (c Change) news() []Value {
	return slices.DeleteFunc(slices.Clone(c.Values), func(v Value) bool {
		return v.Key == "status" && v.From == string(c.Was) && v.To == string(c.Status) && v.Because == "" && len(v.Effects) == 0
	})
}

// told is a change as it may be told to anybody: of a restricted decision its number
// and its status alone, whatever the change holds.
func (c Change) told() Change {
	if !c.Restricted {
		return c
	}
	return Change{Kind: c.Kind, ID: c.ID, Was: c.Was, Status: c.Status, Restricted: true}
}

// name is a decision's id, as far as it has one that may be told.
func (c Change) name() string {
	if c.ID == "" {
		return ledger.HiddenName
	}
	return c.ID
}

// happened says what happened to a decision in a few words.
func (c Change) happened() string {
	switch {
	case c.Kind == New && c.Status != "":
		return "new, " + string(c.Status)
	case c.Kind == Removed && c.Was != "":
		return "removed, was " + string(c.Was)
	case c.Kind == New || c.Kind == Removed:
		return string(c.Kind)
	case len(c.By) > 0 && (c.Kind == Superseded || c.Status == decision.Superseded && c.Was != c.Status):
		return "superseded by " + decision.And(c.By)
	case c.Was != c.Status && c.Was != "" && c.Status != "":
		return string(c.Was) + " → " + string(c.Status)
	case c.Kind == Superseded:
		return "superseded"
	case c.From != "" && len(c.news()) == 0 && len(c.Prose) == 0:
		return "renamed"
	case c.Status != "":
		return string(c.Status) + ", changed"
	}
	return "changed"
}

// chosen is the option that is chosen now, and the one that was if it is another.
func (c Change) chosen() string {
	for _, v := range c.Values {
		if v.Key == "chosen" {
			return v.turn(c.Kind)
		}
	}
	return ""
}

// turn is a value as it was and is.
func (v Value) turn(kind Kind) string {
	switch {
	case kind == New && v.From == "":
		return v.To
	case v.From == "" && v.To == "":
		return "changed"
	case v.From == "":
		return "nothing → " + v.To
	case v.To == "":
		return v.From + " → nothing"
	}
	return v.From + " → " + v.To
}

// touched is what is another of other decisions, each with the decision's id before it.
func (c CatalogChange) touched() []Value {
	out := make([]Value, len(c.Touched))
	for i, v := range c.Touched {
		v.Label = v.Key + ": " + v.Label
		out[i] = v
	}
	return out
}

// open tells whether a worst case may happen and nobody has answered for it.
func (r Risk) open() bool { return r.Met != decision.MetNo && r.Answer == "" }

// said is a worst case in words: what was answered, by whom and why.
func (r Risk) said() string {
	name := r.Title
	if name == "" {
		name = r.WorstCase
	}
	switch {
	case r.open() && r.Met == decision.MetYes:
		return name + ": not answered, and it can happen"
	case r.open():
		return name + ": not answered, and it cannot be ruled out"
	case r.Answer == "":
		return name + ": cannot happen"
	}
	text := name + ": " + strings.ReplaceAll(r.Answer, "-", " ")
	if r.By != "" {
		text += " by " + r.By
	}
	if r.Because != "" {
		text += ": " + r.Because
	}
	return text
}

// sign is the mark of a worst case.
func (r Risk) sign() string {
	if r.open() {
		return "✗"
	}
	return "✓"
}

// rank says how much a change is worth a look; 0 is the most.
func (c Change) rank() int {
	switch {
	case slices.ContainsFunc(c.Risks, Risk.open):
		return 0
	case c.Was.Settled() && c.Kind != Superseded:
		return 1
	case c.Was != c.Status || c.Kind == Superseded:
		return 2
	case c.Status == decision.Draft:
		return 4
	}
	return 3
}

// headline is the review in one sentence without a full stop.
func (r *Review) headline() string {
	var counts []string
	counted := map[string]int{}
	count := func(one, many string) {
		key := one + "\x00" + many
		if counted[key] == 0 {
			counts = append(counts, key)
		}
		counted[key]++
	}
	// Those with the most weight come first, whatever the order of the log.
	open := 0
	for pass := range 6 {
		for _, c := range r.Decisions {
			c = c.told()
			settled := c.Kind == Changed && c.Was == c.Status && c.Status.Settled()
			moved := c.Kind == Changed && c.Was != c.Status && c.Was != "" && c.Status != ""
			switch {
			case pass == 0 && c.Kind == New:
				count("new decision", "new decisions")
			case pass == 1 && moved:
				count("decision "+string(c.Status), "decisions "+string(c.Status))
			case pass == 2 && settled:
				count(string(c.Status)+" decision changed", string(c.Status)+" decisions changed")
			case pass == 3 && c.Kind == Changed && !settled && !moved:
				count("decision changed", "decisions changed")
			case pass == 4 && c.Kind == Superseded:
				count("decision superseded", "decisions superseded")
			case pass == 5 && c.Kind == Removed:
				count("decision removed", "decisions removed")
			}
			if pass == 0 {
				for _, risk := range c.Risks {
					if risk.open() {
						open++
					}
				}
			}
		}
	}
	var parts []string
	for _, key := range counts {
		one, many, _ := strings.Cut(key, "\x00")
		parts = append(parts, quantity(counted[key], one, many))
	}
	if len(parts) == 0 {
		parts = append(parts, "no decision changed")
	}
	if n := len(r.Catalogs); n > 0 {
		parts = append(parts, quantity(n, "catalog changed", "catalogs changed"))
	}
	if n := len(r.Brought); n > 0 {
		parts = append(parts, quantity(n, "finding", "findings")+" ("+report.Summary(r.Brought)+")")
	}
	if open > 0 {
		parts = append(parts, quantity(open, "worst case unanswered", "worst cases unanswered"))
	}
	text := strings.Join(parts, ", ")
	if len(r.Governed) > 0 {
		text += "; governed by " + strings.Join(ids(r.Governed, 12), ", ")
	}
	if n := len(r.Needs); n > 0 {
		text += "; " + quantity(n, "file needs a decision", "files need a decision")
	}
	return decision.Capital(text)
}

// quantity is a number of things.
func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// ids are those of governors; the last is "31 more" where there are more than most.
func ids(governors []Governor, most int) []string {
	var out []string
	for i, g := range governors {
		if i == most {
			return append(out, fmt.Sprintf("%d more", len(governors)-most))
		}
		out = append(out, g.ID)
	}
	return out
}

// around is how many words before and behind a change are shown.
const around = 12

// excerpt is a section's words with long runs of the same words cut out. Nothing of
// it is empty, and only blanks separate two runs: a run's text has none around it.
func (p Prose) excerpt() []Word {
	var out []Word
	for i, w := range p.Words {
		words := strings.Fields(paragraphs(w.Text))
		if len(words) == 0 {
			continue
		}
		if w.Op == Same && len(words) > 2*around {
			var kept []string
			if i > 0 {
				kept = append(kept, words[:around]...)
			}
			kept = append(kept, "…")
			if i < len(p.Words)-1 {
				kept = append(kept, words[len(words)-around:]...)
			}
			words = kept
		}
		out = append(out, Word{w.Op, strings.Join(words, " ")})
	}
	return out
}

// paragraphs is a text with its breaks between paragraphs as signs.
func paragraphs(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) == "" && i > 0 && i < len(lines)-1 {
			lines[i] = "¶"
		}
	}
	return strings.Join(lines, "\n")
}

// again is the command that shows a review wholly.
func (r *Review) again() string {
	base, _, _ := strings.Cut(r.Base, " (")
	if base = report.Plain(base); base == "" || strings.ContainsAny(base, " '\"`$\\;&|<>()*?!#~") {
		return "tradeoff review"
	}
	return "tradeoff review --base " + base
}

// listed is at most so many texts, and how many more there are.
func listed(texts []string, most int) string {
	if len(texts) > most {
		return strings.Join(texts[:most], ", ") + fmt.Sprintf(" and %d more", len(texts)-most)
	}
	return decision.And(texts)
}
