package advisor

import (
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// Question is what to ask next, or that nothing is left worth asking.
type Question struct {
	Next     *catalog.Field // the field that splits the contenders most; nil where none is left to ask
	Settled  bool           // no answer that is still missing can change who leads or contends
	Answered int            // fields that the profile answers
	Left     int            // fields that it does not
}

// Ask finds the next question of a form. skipped are the fields that were asked
// and that nobody could answer: they stay unknown, and are not asked again, nor is
// what could tell something only together with them.
func Ask(d *decision.Decision, c *catalog.Catalog, skipped map[string]bool) Question {
	a := newAssessor(d, c)
	a.assess()
	q := Question{}
	var open, asked []string
	for _, f := range c.Fields {
		switch answer, told := d.Profile[f.ID]; {
		case told && answer.Kind != decision.NoValue:
			q.Answered++
			continue
		case skipped[f.ID]:
			asked = append(asked, f.ID)
		default:
			open = append(open, f.ID)
		}
		q.Left++
	}
	b := newBoard(&a.result, d)
	s := newSpace(a, b, open)
	best := 0.0
	for i := range c.Fields {
		f := &c.Fields[i]
		if !s.matters(f.ID) {
			continue
		}
		if spread := s.spread(f.ID); q.Next == nil || spread < best {
			q.Next, best = f, spread
		}
	}
	q.Settled = q.Next == nil
	if q.Settled && len(asked) > 0 {
		s := newSpace(a, b, append(open, asked...))
		for _, id := range asked {
			q.Settled = q.Settled && !s.matters(id)
		}
	}
	return q
}
