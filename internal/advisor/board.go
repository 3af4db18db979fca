package advisor

import (
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// board is the matrix without its words: the verdicts that count, for the tests
// and the team's own drivers alone. Traits are not on it.
type board struct {
	options []string               // ids
	tests   []string               // ids of factors
	cells   [][]decision.Verdict   // by option, then by test
	titles  map[string]string      // of options and factors
	answers func(i, test int) bool // whether a break of option i on a test is answered for
}

// newBoard is the board of an assessment.
func newBoard(a *decision.Assessment, d *decision.Decision) *board {
	b := &board{titles: map[string]string{}}
	for _, o := range a.Options {
		b.options = append(b.options, o.ID)
		b.titles["option "+o.ID] = inlineTitle(o.Title, o.ID)
		for _, f := range o.Factors {
			if f.Kind != decision.Trait && !slices.Contains(b.tests, f.ID) {
				b.tests = append(b.tests, f.ID)
				b.titles["factor "+f.ID] = decision.LowerTitle(inlineTitle(f.Title, f.ID))
			}
		}
	}
	for _, o := range a.Options {
		row := make([]decision.Verdict, len(b.tests))
		for i, id := range b.tests {
			row[i] = decision.Undecided
			if f := o.Factor(id); f != nil && f.Standing() != "" {
				row[i] = f.Standing()
			}
		}
		b.cells = append(b.cells, row)
	}
	b.answers = func(i, test int) bool {
		if d.Outcome.Option != b.options[i] {
			return false
		}
		return answered(d, &a.Options[i], b.tests[test])
	}
	return b
}

// answered tells whether somebody has answered for an option's break on a factor:
// each of the worst cases that belong to the factor, or all of them where none does.
func answered(d *decision.Decision, o *decision.AssessedOption, factor string) bool {
	var belong, all []string
	for _, w := range o.WorstCases {
		all = append(all, w.ID)
		if w.Factor == factor {
			belong = append(belong, w.ID)
		}
	}
	if len(belong) == 0 {
		belong = all
	}
	return len(belong) > 0 && !slices.ContainsFunc(belong, func(id string) bool { return d.Answer(id) == nil })
}

// better lists the tests on which option i stands better than option j.
func (b *board) better(i, j int) []int {
	var out []int
	for t := range b.tests {
		if b.cells[i][t].Rank() < b.cells[j][t].Rank() {
			out = append(out, t)
		}
	}
	return out
}

// beats tells whether option i is no worse than j on any test, and better on one.
func (b *board) beats(i, j int) bool {
	better := false
	for t := range b.tests {
		x, y := b.cells[i][t].Rank(), b.cells[j][t].Rank()
		if x > y {
			return false
		}
		better = better || x < y
	}
	return better
}

// standing is who leads a board or, where nobody has earned it, who contends.
type standing struct {
	leader     int // -1 where nobody leads
	contenders []int
	broken     [][2]int // option and test: the unanswered breaks
}

// lead finds the option that is no worse than every other eligible one on every
// test and better on one, and else those that no eligible option beats.
func (b *board) lead() standing {
	s := standing{leader: -1}
	var eligible []int
	for i := range b.options {
		ok := true
		for t := range b.tests {
			if b.cells[i][t] == decision.Breaks && !b.answers(i, t) {
				s.broken = append(s.broken, [2]int{i, t})
				ok = false
			}
		}
		if ok {
			eligible = append(eligible, i)
		}
	}
	for _, i := range eligible {
		beaten, beats := false, 0
		for _, j := range eligible {
			if i == j {
				continue
			}
			beaten = beaten || b.beats(j, i)
			if b.beats(i, j) {
				beats++
			}
		}
		if beats == len(eligible)-1 && len(b.options) > 1 {
			s.leader, s.contenders = i, nil
			return s
		}
		if !beaten {
			s.contenders = append(s.contenders, i)
		}
	}
	return s
}

// same tells whether two standings give the same answer.
func (s standing) same(o standing) bool {
	return s.leader == o.leader && slices.Equal(s.contenders, o.contenders)
}

// verdict is the verdict that counts for an option of the catalog on a test: what
// was measured, else the worst of its parts' or what its rules say.
func (a *assessor) verdict(env rule.Env, o *catalog.Option, f *catalog.Factor) decision.Verdict {
	if m := a.measured(o.ID, f.ID); m != nil {
		return m.Verdict
	}
	if len(o.Parts) > 0 {
		worst := decision.Fits
		for _, id := range o.Parts {
			if part := a.catalog.Option(id); part != nil {
				worst = decision.Worst(worst, a.verdict(env, part, f))
			}
		}
		return worst
	}
	cell := f.Cell(o.ID)
	if cell == nil {
		return decision.Undecided
	}
	verdict, _ := decide(env, cell.Verdicts)
	return verdict
}

// column fills in the verdicts of one test for another profile. Options of the
// team's own, and drivers, hang on no answer and stay as they are.
func (a *assessor) column(b *board, test int, env rule.Env, into []decision.Verdict) {
	f := a.testFactor(b.tests[test])
	for i, id := range b.options {
		into[i] = b.cells[i][test]
		if f == nil {
			continue
		}
		if o := a.catalog.Option(id); o != nil {
			into[i] = a.verdict(env, o, f)
		}
	}
}

// testFactor is the catalog's test of that id, nil for a driver.
func (a *assessor) testFactor(id string) *catalog.Factor {
	if a.catalog == nil {
		return nil
	}
	if f := a.catalog.Factor(id); f != nil && f.Kind == decision.Test {
		return f
	}
	return nil
}

// conditions are those that a test's verdicts rest on, for the options on the board.
func (a *assessor) conditions(b *board, test int) []*rule.Condition {
	f := a.testFactor(b.tests[test])
	if f == nil {
		return nil
	}
	var out []*rule.Condition
	var gather func(id string)
	gather = func(id string) {
		o := a.catalog.Option(id)
		if o == nil || a.measured(id, f.ID) != nil {
			return
		}
		for _, part := range o.Parts {
			gather(part)
		}
		if cell := f.Cell(id); cell != nil {
			out = append(out, conditionsOf(cell.Verdicts)...)
		}
	}
	for _, id := range b.options {
		gather(id)
	}
	return out
}

// at is the board for another profile.
func (a *assessor) at(b *board, env rule.Env) *board {
	out := *b
	out.cells = make([][]decision.Verdict, len(b.options))
	for i := range out.cells {
		out.cells[i] = slices.Clone(b.cells[i])
	}
	column := make([]decision.Verdict, len(b.options))
	for t := range b.tests {
		a.column(b, t, env, column)
		for i := range column {
			out.cells[i][t] = column[i]
		}
	}
	return &out
}
