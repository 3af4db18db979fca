package review

import (
	"slices"
	"strings"

	"tradeoff/internal/ledger"
)

// prose compares what two states of a decision say in words, heading by heading. What is
// told as a value is left out: front matter and the like, and the blocks that follow
// an input.
func prose(b, h *ledger.Entry) []Prose {
	was, now := ledger.Prose(b), ledger.Prose(h)
	var out []Prose
	add := func(heading, from, to string) {
		if strings.Join(strings.Fields(from), " ") == strings.Join(strings.Fields(to), " ") {
			return
		}
		p := Prose{Heading: heading}
		p.Words, p.Cut = words(from, to)
		out = append(out, p)
	}
	for _, p := range now {
		add(p.Heading, textOf(was, p.Heading), p.Text)
	}
	for _, p := range was {
		if !slices.ContainsFunc(now, func(q ledger.Passage) bool { return q.Heading == p.Heading }) {
			add(p.Heading, p.Text, "")
		}
	}
	return out
}

func textOf(list []ledger.Passage, heading string) string {
	for _, p := range list {
		if p.Heading == heading {
			return p.Text
		}
	}
	return ""
}
