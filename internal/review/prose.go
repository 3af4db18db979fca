package review

import (
	"slices"
	"strings"

	"tradeoff/internal/ledger"
)

// prose compares what two states of a decision say in words, heading by heading. What is
// told as a value is left out: front matter and the like, and the blocks that follow
// an input.
func (c *comparison) prose(b, h *ledger.Entry) []Prose {
	x, y := c.sides(b, h)
	was, now := c.passages(x), c.passages(y)
	old := make(map[string]string, len(was))
	for _, p := range was {
		old[p.Heading] = p.Text
	}
	var out []Prose
	add := func(heading, from, to string) {
		if from == to || slices.Equal(strings.Fields(from), strings.Fields(to)) {
			return
		}
		p := Prose{Heading: heading}
		p.Words, p.Cut = words(from, to, &c.left)
		out = append(out, p)
	}
	for _, p := range now {
		add(p.Heading, old[p.Heading], p.Text)
		delete(old, p.Heading)
	}
	for _, p := range was {
		if text, gone := old[p.Heading]; gone {
			add(p.Heading, text, "")
		}
	}
	return out
}

// passages are the prose of a decision, without the names of restricted ones: they are
// taken out before words are compared, since a comparison takes texts apart.
func (c *comparison) passages(s *side) []ledger.Passage {
	list := ledger.RecordProse(s.e.Record)
	if s.d != nil {
		list = ledger.Prose(s.e)
	}
	if len(c.secrets) == 0 {
		return list
	}
	var out []ledger.Passage
	by := map[string]int{} // two headings may be the same without the names
	for _, p := range list {
		for _, secrets := range c.secrets {
			p.Heading, p.Text = secrets.Text(p.Heading), secrets.Markdown(p.Text)
		}
		if i, there := by[p.Heading]; there {
			out[i].Text += "\n\n" + p.Text
			continue
		}
		by[p.Heading] = len(out)
		out = append(out, p)
	}
	return out
}
