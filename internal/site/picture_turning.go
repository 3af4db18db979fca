package site

import (
	"html/template"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// TurningPicture is what picture-turning.html is handed: what would turn the
// advice round, and which answers are still worth finding out.
type TurningPicture struct {
	IDs     []string
	Leader  []Turn
	Verdict []Turn
	Cheaper []Turn
	None    []string // titles of fields of which no value changes anything
	Worth   []Worth
	Rest    []Worth // what is not answered either, and need not be
}

// Turn is a value of a field at which something becomes another.
type Turn struct {
	Field   string
	Where   string // "from 700 up"; an answer, for a field that is no number
	Number  bool
	Unit    string
	Here    string // the answer that holds, of a number
	Open    string // from where on it cannot be told: "above 203.5"
	Changes []Change
}

// Change is what becomes another.
type Change struct {
	Factor  string   // of a verdict, "" elsewhere
	Options []string // whose verdict it is
	From    Verdict
	To      Verdict
	Because template.HTML
}

// Worth is something that is not known, or several that are the same to us.
type Worth struct {
	Titles  []string
	Because template.HTML
	Measure bool // no answer tells it, only a measurement
}

// turning tells what would turn the advice round; nil without advice, and without
// a catalog, whose fields are what could turn it.
func (s *sketch) turning(ids []string) *TurningPicture {
	a := s.assessment.Advice
	if a == nil || len(s.assessment.Profile) == 0 {
		return nil
	}
	p := &TurningPicture{IDs: ids, None: s.fieldTitles(a.NoDifference)}
	p.Leader, p.Verdict, p.Cheaper = s.turns(a.ChangesLeader), s.turns(a.ChangesVerdict), s.turns(a.ChangesCheaper)
	for _, u := range a.Unmeasured {
		title := s.t("turning.on", s.factorTitle(u.Factor), s.title(u.Option))
		p.add(u.Matters, Worth{Titles: []string{title}, Because: s.text(u.Because), Measure: true})
	}
	for _, u := range a.Unknown {
		p.add(u.Matters, Worth{Titles: []string{s.field(u.Field).Title}, Because: s.text(u.Because)})
	}
	return p
}

// add puts what is not known into its list, beside others with the same reason.
func (p *TurningPicture) add(matters bool, w Worth) {
	list := &p.Rest
	if matters {
		list = &p.Worth
	}
	for i := range *list {
		if known := &(*list)[i]; known.Because == w.Because && known.Measure == w.Measure {
			known.Titles = append(known.Titles, w.Titles...)
			return
		}
	}
	*list = append(*list, w)
}

// turns gathers the points, all that one value changes together. Where it cannot
// be told from one point to the next which is cheaper, the two are one.
func (s *sketch) turns(points []decision.TurningPoint) []Turn {
	var list []Turn
	open := ""
	for i, point := range points {
		t := s.turn(point)
		if i+1 < len(points) && point.Option == "" && point.Because != "" && untold(point, points[i+1]) {
			open = t.Where
			continue
		}
		t.Open, open = open, ""
		change := Change{Because: s.text(sentence(point.Because))}
		if point.Option != "" {
			change.Factor, change.Options = s.factorTitle(point.Factor), []string{s.title(point.Option)}
			change.From, change.To = s.verdict(decision.Verdict(point.From)), s.verdict(decision.Verdict(point.To))
		}
		if last := len(list) - 1; last < 0 || list[last].Field != t.Field || list[last].Where != t.Where {
			list = append(list, t)
		}
		list[len(list)-1].add(change)
	}
	return list
}

// untold tells whether nothing leads between two points that follow each other on
// one field, and nothing contends either: of bills it cannot be told.
func untold(a, b decision.TurningPoint) bool {
	return a.To == "" && b.From == "" && a.Field == b.Field && a.Up == b.Up && len(a.Contenders)+len(b.Contenders) == 0 && a.At.Kind == decision.Number
}

// turn is a turning point without what changes at it.
func (s *sketch) turn(point decision.TurningPoint) Turn {
	line := s.field(point.Field)
	t := Turn{Field: line.Title, Where: point.Where(), Number: point.At.Kind == decision.Number}
	if !t.Number {
		return t
	}
	t.Unit, t.Here = unitAfter(line), inWords(line.Answer)
	if rest, money := strings.CutPrefix(line.Unit, "US dollars"); money {
		t.Where = strings.Replace(t.Where, decision.RoundedNumber(point.At.Low), advisor.Dollars(point.At.Low), 1)
		t.Unit, t.Here = strings.TrimSpace(rest), s.dollars(line.Answer.Low, line.Answer.High)
	}
	return t
}

// add notes a change, together with one that differs in its option alone.
func (t *Turn) add(c Change) {
	for i := range t.Changes {
		known := &t.Changes[i]
		if c.Factor != "" && known.Factor == c.Factor && known.From == c.From && known.To == c.To && known.Because == c.Because {
			known.Options = append(known.Options, c.Options...)
			return
		}
	}
	t.Changes = append(t.Changes, c)
}

// unitAfter is a field's unit as it stands behind its title and a number, without
// the word that the title has said.
func unitAfter(line decision.ProfileLine) string {
	first, rest, _ := strings.Cut(line.Unit, " ")
	if strings.EqualFold(first, line.Title) {
		return rest
	}
	return line.Unit
}
