package advisor

import (
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
)

// turns finds what would turn the advice round: for each answered field, every
// value at which the leader, a verdict or the cheapest option becomes another
// while all other answers stay as they are.
func (a *assessor) turns(b *board, advice *decision.Advice) {
	byTest := make([][]*rule.Condition, len(b.tests))
	var all []*rule.Condition
	for t := range b.tests {
		byTest[t] = a.conditions(b, t)
		all = append(all, byTest[t]...)
	}
	looked := a.Fields(all...)
	billed := a.billed(b)
	var bills []*rule.Condition
	for i, x := range billed {
		for _, y := range billed[i+1:] {
			bills = append(bills, &rule.Condition{Bill: x, Over: y}, &rule.Condition{Bill: y, Over: x})
		}
	}
	inBills := a.BillFields(billed...)
	for i := range a.catalog.Fields {
		f := &a.catalog.Fields[i]
		answer, told := a.Profile[f.ID]
		if !told || answer.Kind == decision.NoValue {
			continue
		}
		before := len(advice.ChangesLeader) + len(advice.ChangesVerdict) + len(advice.ChangesCheaper)
		if slices.Contains(looked, f.ID) {
			a.turnsOfTests(b, f, all, advice)
		}
		if len(bills) > 0 && slices.Contains(inBills, f.ID) {
			a.turnsOfBills(b, f, bills, billed, advice)
		}
		if before == len(advice.ChangesLeader)+len(advice.ChangesVerdict)+len(advice.ChangesCheaper) {
			advice.NoDifference = append(advice.NoDifference, f.ID)
		}
	}
}

// with is the environment with another answer to one field.
func (a *assessor) with(field string, v decision.Value) rule.Env {
	env := a.Env
	env.Profile = make(decision.Profile, len(a.Profile))
	for id, answer := range a.Profile {
		env.Profile[id] = answer
	}
	env.Profile[field] = v
	return env
}

// step is a passage from one cell of a field to the next.
type step struct {
	from, to rule.Cell
	up       bool
}

// level tells whether a cell of a field that is not whole is one value alone, or
// what rounding makes of it: that at which two bills are the same.
func level(c rule.Cell) bool {
	v := c.Values
	return v.Kind == decision.Number && v.High-v.Low <= 1e-12*max(v.High, -v.Low)
}

// point is the turning point of a step, without what changes at it.
func (s step) point(field string) decision.TurningPoint {
	p := decision.TurningPoint{Field: field, At: s.to.Pick, Up: s.up}
	if s.to.Pick.Kind == decision.Number {
		cut := s.to.Cut
		if !s.up {
			cut = s.from.Cut
		}
		p.At, p.Beyond = decision.NumberValue(cut.At), s.up == cut.Beyond
	}
	return p
}

// steps lead through all cells of a field: upwards from the present answer, then
// downwards from it. Where the answer is a range, they begin at its lower end, so
// that what changes inside of the range is told too. A yes or no, and a word, can
// only be another.
func (a *assessor) steps(f *catalog.Field, conditions []*rule.Condition) []step {
	domain := f.Domain()
	answer := a.Profile[f.ID]
	cells := a.Cells(f.ID, domain.All(), conditions)
	present := slices.IndexFunc(cells, func(c rule.Cell) bool {
		if answer.Kind == decision.Number {
			return answer.Low <= c.Values.High
		}
		return c.Values == answer
	})
	if present < 0 {
		return nil
	}
	var out []step
	if answer.Kind != decision.Number {
		for i, c := range cells {
			if i != present {
				out = append(out, step{from: cells[present], to: c})
			}
		}
		return out
	}
	for i := present + 1; i < len(cells); i++ {
		out = append(out, step{from: cells[i-1], to: cells[i], up: true})
	}
	for i := present - 1; i >= 0; i-- {
		out = append(out, step{from: cells[i+1], to: cells[i]})
	}
	return out
}

// shown is a value of a cell that reads well next to its bound, seen from where
// one comes.
func (s step) shown(domain rule.Domain) decision.Value {
	v := s.to.Values
	if s.up || v.Kind != decision.Number {
		return s.to.Pick
	}
	// Downwards the nearest value is the cell's last.
	cut := s.from.Cut
	switch {
	case cut.Beyond:
		return decision.NumberValue(cut.At)
	case domain.Whole || cut.At-1 >= v.Low:
		return decision.NumberValue(cut.At - 1)
	}
	return s.to.Pick
}

func (a *assessor) turnsOfTests(b *board, f *catalog.Field, conditions []*rule.Condition, advice *decision.Advice) {
	domain := f.Domain()
	for _, s := range a.steps(f, conditions) {
		before := a.at(b, a.with(f.ID, s.from.Pick))
		after := a.at(b, a.with(f.ID, s.to.Pick))
		was, is := before.lead(), after.lead()
		if !was.same(is) {
			p := s.point(f.ID)
			p.From, p.To = before.leaderID(was), after.leaderID(is)
			for _, i := range is.contenders {
				p.Contenders = append(p.Contenders, after.options[i])
			}
			p.Because = after.because(is)
			advice.ChangesLeader = append(advice.ChangesLeader, p)
		}
		reasons := a.copy(a.with(f.ID, s.shown(domain)))
		for i := range b.options {
			for t := range b.tests {
				if before.cells[i][t] == after.cells[i][t] {
					continue
				}
				p := s.point(f.ID)
				p.From, p.To = string(before.cells[i][t]), string(after.cells[i][t])
				p.Option, p.Factor = b.options[i], b.tests[t]
				if factor := a.testFactor(b.tests[t]); factor != nil {
					_, p.Because = reasons.standsOn(b.options[i], factor)
				}
				advice.ChangesVerdict = append(advice.ChangesVerdict, p)
			}
		}
	}
}

// copy is the assessor for another profile.
func (a *assessor) copy(env rule.Env) *assessor {
	other := *a
	other.Env = env
	return &other
}

func (b *board) leaderID(s standing) string {
	if s.leader < 0 {
		return ""
	}
	return b.options[s.leader]
}

func (a *assessor) turnsOfBills(b *board, f *catalog.Field, bills []*rule.Condition, billed []string, advice *decision.Advice) {
	taken := a.copy(a.Env)
	taken.Taken = true
	steps, whole := taken.steps(f, bills), f.Domain().Whole
	var last step // away from the last cell that is more than a value at which two bills are level
	for i, s := range steps {
		passed := i > 0 && steps[i-1].up == s.up && !whole && level(s.from)
		if !passed {
			last = s
		}
		if !whole && level(s.to) && i+1 < len(steps) && steps[i+1].up == s.up {
			continue
		}
		was := cheapest(taken.with(f.ID, last.from.Pick), billed)
		is := cheapest(taken.with(f.ID, s.to.Pick), billed)
		if was == is {
			continue
		}
		p := last.point(f.ID)
		p.Beyond = p.Beyond || passed
		p.From, p.To = was, is
		if is == "" {
			p.Because = "which is cheapest cannot be told, or two cost the same"
		} else {
			p.Because = b.titles["option "+is] + " costs least"
		}
		if assumed := a.assumed(a.with(f.ID, p.At), billed); assumed != "" && is != "" {
			p.Because += ", " + assumed
		}
		advice.ChangesCheaper = append(advice.ChangesCheaper, p)
	}
}

// cheapest is the option whose bill is below all others' for sure, "" for none.
func cheapest(env rule.Env, billed []string) string {
	bills := make([]rule.Span, len(billed))
	for i, id := range billed {
		bills[i] = env.Bill(id).Span
	}
	for i, bill := range bills {
		least := bill.Known
		for j, other := range bills {
			least = least && (i == j || other.Known && bill.High < other.Low)
		}
		if least {
			return billed[i]
		}
	}
	return ""
}
