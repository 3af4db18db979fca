package advisor

import (
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// limit is how many cells and how many boards are looked at before it is said that
// there are too many to tell.
const limit = 50_000

// space is every board that some answers can lead to. Tests that look at no field
// in common are apart from each other: each such part has its own outcomes, and
// the boards are all combinations of them.
type space struct {
	*assessor
	board   *board
	parts   []part
	tooMany bool
}

// part is some tests with all the fields that they look at.
type part struct {
	tests      []int
	fields     []string // those that are open
	conditions []*rule.Condition
	outcomes   []outcome
}

// outcome is one way in which the tests of a part can come out.
type outcome struct {
	verdicts []decision.Verdict // of each option, test after test
	cells    int                // in how many cells it does
}

// newSpace is the space that the open fields span; all others are as the profile
// has them.
func newSpace(a *assessor, b *board, open []string) *space {
	s := &space{assessor: a, board: b}
	for t := range b.tests {
		conditions := a.conditions(b, t)
		next := part{tests: []int{t}, conditions: conditions}
		for _, id := range a.Fields(conditions...) {
			if slices.Contains(open, id) {
				next.fields = append(next.fields, id)
			}
		}
		var apart []part
		for _, p := range s.parts {
			if slices.ContainsFunc(p.fields, func(id string) bool { return slices.Contains(next.fields, id) }) {
				next = p.join(next)
			} else {
				apart = append(apart, p)
			}
		}
		s.parts = append(apart, next)
	}
	for i := range s.parts {
		p := &s.parts[i]
		slices.SortFunc(p.fields, func(x, y string) int { return slices.Index(open, x) - slices.Index(open, y) })
		s.each(p, p.fields, func(_ []rule.Cell, verdicts []decision.Verdict) { p.outcomes = count(p.outcomes, verdicts) })
	}
	return s
}

func (p part) join(o part) part {
	p.tests = slices.Concat(p.tests, o.tests)
	p.conditions = slices.Concat(p.conditions, o.conditions)
	for _, id := range o.fields {
		if !slices.Contains(p.fields, id) {
			p.fields = append(p.fields, id)
		}
	}
	return p
}

// count adds a cell to the outcome of those verdicts.
func count(outcomes []outcome, verdicts []decision.Verdict) []outcome {
	for i := range outcomes {
		if slices.Equal(outcomes[i].verdicts, verdicts) {
			outcomes[i].cells++
			return outcomes
		}
	}
	return append(outcomes, outcome{slices.Clone(verdicts), 1})
}

// each visits the cells of a part's fields, in that order of them.
func (s *space) each(p *part, fields []string, visit func(cells []rule.Cell, verdicts []decision.Verdict)) {
	verdicts := make([]decision.Verdict, len(p.tests)*len(s.board.options))
	ok := s.Each(fields, p.conditions, limit, func(profile decision.Profile, cells []rule.Cell) {
		env := s.Env
		env.Profile = profile
		for i, t := range p.tests {
			n := len(s.board.options)
			s.column(s.board, t, env, verdicts[i*n:(i+1)*n])
		}
		visit(cells, verdicts)
	})
	s.tooMany = s.tooMany || !ok
}

// boards visits every combination of the parts' outcomes, except that a part in
// fixed has only the outcomes given there. cells is in how many cells it comes out
// so. It says false where there are too many.
func (s *space) boards(fixed map[int][]outcome, visit func(b *board, cells int)) bool {
	b := *s.board
	b.cells = make([][]decision.Verdict, len(b.options))
	for i := range b.cells {
		b.cells[i] = slices.Clone(s.board.cells[i])
	}
	left := limit
	var walk func(i, cells int) bool
	walk = func(i, cells int) bool {
		if i == len(s.parts) {
			left--
			if left >= 0 {
				visit(&b, cells)
			}
			return left >= 0
		}
		p := &s.parts[i]
		outcomes, ok := fixed[i]
		if !ok {
			outcomes = p.outcomes
		}
		for _, o := range outcomes {
			b.fill(p.tests, o.verdicts)
			if !walk(i+1, cells*o.cells) {
				return false
			}
		}
		return true
	}
	return walk(0, 1)
}

// fill writes the verdicts of some tests onto the board.
func (b *board) fill(tests []int, verdicts []decision.Verdict) {
	for i, t := range tests {
		for o := range b.options {
			b.cells[o][t] = verdicts[i*len(b.options)+o]
		}
	}
}

// matters tells whether some answer to an open field, with some answers to the
// other open ones, changes who leads or contends.
func (s *space) matters(field string) bool {
	at := slices.IndexFunc(s.parts, func(p part) bool { return slices.Contains(p.fields, field) })
	if at < 0 {
		return false
	}
	if s.tooMany {
		return true
	}
	p := &s.parts[at]
	// With the field last, the cells that differ in nothing else follow each other.
	others := slices.DeleteFunc(slices.Clone(p.fields), func(id string) bool { return id == field })
	var groups [][]outcome
	var group []outcome
	var parent []rule.Cell
	end := func() {
		if len(group) > 1 && !slices.ContainsFunc(groups, func(g []outcome) bool { return sameOutcomes(g, group) }) {
			groups = append(groups, group)
		}
		group = nil
	}
	s.each(p, append(others, field), func(cells []rule.Cell, verdicts []decision.Verdict) {
		if !slices.Equal(parent, cells[:len(others)]) {
			end()
			parent = slices.Clone(cells[:len(others)])
		}
		group = count(group, verdicts)
	})
	end()
	for _, group := range groups {
		if s.differ(at, group) {
			return true
		}
	}
	return false
}

func sameOutcomes(a, b []outcome) bool {
	return slices.EqualFunc(a, b, func(x, y outcome) bool { return slices.Equal(x.verdicts, y.verdicts) })
}

// differ tells whether some outcomes of a part give different answers, whatever
// one and the same outcome of each other part is.
func (s *space) differ(at int, group []outcome) bool {
	differ := false
	b := *s.board
	b.cells = make([][]decision.Verdict, len(b.options))
	ok := s.boards(map[int][]outcome{at: group[:1]}, func(other *board, _ int) {
		if differ {
			return
		}
		first := other.lead()
		for i := range b.cells {
			b.cells[i] = slices.Clone(other.cells[i])
		}
		for _, o := range group[1:] {
			b.fill(s.parts[at].tests, o.verdicts)
			if !b.lead().same(first) {
				differ = true
				return
			}
		}
	})
	return differ || !ok
}

// spread is how many options can still lead or contend once the field is
// answered, on average over its cells: the less, the better it splits them.
func (s *space) spread(field string) float64 {
	at := slices.IndexFunc(s.parts, func(p part) bool { return slices.Contains(p.fields, field) })
	if at < 0 || s.tooMany {
		return float64(len(s.board.options))
	}
	p := &s.parts[at]
	others := slices.DeleteFunc(slices.Clone(p.fields), func(id string) bool { return id == field })
	var groups [][]outcome
	var cell *rule.Cell
	s.each(p, append([]string{field}, others...), func(cells []rule.Cell, verdicts []decision.Verdict) {
		if cell == nil || *cell != cells[0] {
			first := cells[0]
			cell = &first
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = count(groups[len(groups)-1], verdicts)
	})
	total := 0
	for _, group := range groups {
		alive := map[int]bool{}
		s.boards(map[int][]outcome{at: group}, func(b *board, _ int) {
			if standing := b.lead(); standing.leader >= 0 {
				alive[standing.leader] = true
			} else {
				for _, i := range standing.contenders {
					alive[i] = true
				}
			}
		})
		total += len(alive)
	}
	return float64(total) / float64(len(groups))
}
