package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// MatrixPicture is what picture-matrix.html is handed: the factors side by side,
// and who leads.
type MatrixPicture struct {
	IDs     []string // of headings that stood here
	Columns []MatrixColumn
	Wide    int // columns, the factors' own included
	Rows    []MatrixRow
	Traits  []MatrixRow // told, never counted

	Because template.HTML // who leads and why, "" without advice
	Differs string        // that another option is chosen than the one that leads
	Trades  []template.HTML
	Cells   template.HTML // who leads over the ranges, "" without any
	Ranges  []string      // the titles of the fields that are ranges
	Notes   []Remark

	Profile    []ProfileRow // the answers given
	Unanswered []string     // the titles of the fields without one
	Asked      int
}

// MatrixColumn is one option.
type MatrixColumn struct {
	Title  template.HTML
	Chosen bool
	Leads  bool
	Out    bool // something breaks it, and nobody has answered for that
}

// MatrixRow is one factor with a cell for each option.
type MatrixRow struct {
	Title  template.HTML
	Source *Cited // of a trait, where its cells have one and the same
	Cells  []MatrixCell
}

// MatrixCell is one option's standing on one factor.
type MatrixCell struct {
	Verdict  Verdict // the one that counts
	Chosen   bool
	Says     template.HTML
	Because  template.HTML
	Source   *Cited
	Measured template.HTML // the figure, "" where nothing was measured
	Measurer *Cited
	Catalog  Verdict // beside a measurement: the verdict that it overrides
	Beside   template.HTML
}

// ProfileRow is one answer of the profile.
type ProfileRow struct {
	Question string
	Answer   string // with its unit
}

func (s *sketch) matrix(ids []string) *MatrixPicture {
	p := &MatrixPicture{IDs: ids, Wide: len(s.assessment.Options) + 1, Asked: len(s.assessment.Profile)}
	for i := range s.assessment.Options {
		p.Columns = append(p.Columns, s.column(&s.assessment.Options[i]))
	}
	for _, id := range s.assessment.FactorIDs() {
		row, kind := s.row(id)
		if kind == decision.Trait {
			p.Traits = append(p.Traits, row)
		} else {
			p.Rows = append(p.Rows, row)
		}
	}
	s.leads(p)
	for _, line := range s.assessment.Profile {
		if line.Answer.Kind == decision.NoValue {
			p.Unanswered = append(p.Unanswered, line.Title)
			continue
		}
		answer := line.Answer.Words()
		if line.Unit != "" {
			answer += " " + line.Unit
		}
		p.Profile = append(p.Profile, ProfileRow{line.Question, answer})
	}
	return p
}

func (s *sketch) column(o *decision.AssessedOption) MatrixColumn {
	c := MatrixColumn{Title: s.text(cmp.Or(o.Title, o.ID)), Chosen: o.ID == s.decision.Outcome.Option}
	if s.assessment.Advice != nil {
		c.Leads = o.ID == s.assessment.Advice.Leader
		c.Out = slices.ContainsFunc(s.assessment.Advice.Ineligible, func(b decision.Broken) bool { return b.Option == o.ID })
	}
	return c
}

// row gathers the cells of a factor. Its kind is that of the first option that
// has it.
func (s *sketch) row(factor string) (MatrixRow, decision.FactorKind) {
	var row MatrixRow
	var kind decision.FactorKind
	for i := range s.assessment.Options {
		o := &s.assessment.Options[i]
		f := o.Factor(factor)
		if f == nil {
			row.Cells = append(row.Cells, MatrixCell{Chosen: o.ID == s.decision.Outcome.Option})
			continue
		}
		if kind == "" {
			kind, row.Title = f.Kind, s.text(decision.Capital(f.Title))
		}
		cell := s.cell(f)
		cell.Chosen = o.ID == s.decision.Outcome.Option
		row.Cells = append(row.Cells, cell)
	}
	if kind == decision.Trait {
		row.shareSource()
	}
	return row, kind
}

// shareSource puts the source that the cells of a trait have in common beside its
// title, once.
func (r *MatrixRow) shareSource() {
	var shared *Cited
	for _, c := range r.Cells {
		switch {
		case c.Source == nil:
		case shared != nil && *shared != *c.Source:
			return
		default:
			shared = c.Source
		}
	}
	r.Source = shared
	for i := range r.Cells {
		r.Cells[i].Source = nil
	}
}

func (s *sketch) cell(f *decision.AssessedFactor) MatrixCell {
	c := MatrixCell{
		Verdict: s.verdict(f.Standing()), Says: s.text(f.Says), Because: s.text(sentence(f.Because)),
		Source: s.cited(f.Source, f.SourceKind), Beside: s.text(f.Beside),
	}
	if f.Kind == decision.Trait && f.Measured == nil {
		c.Verdict = Verdict{}
	}
	if f.Kind == decision.Trait && f.SourceKind == decision.FromDerivation {
		c.Source = nil // it says what its parts say, and their sources stand beside it
	}
	if f.Measured != nil {
		c.Measured, c.Measurer = s.text(f.Measured.Value), s.cited(f.Measured.Source, "")
		c.Catalog = s.verdict(f.Verdict)
	}
	return c
}

// leads tells who leads, by the sentences of the advice. A trade that they tell
// already is not told again.
func (s *sketch) leads(p *MatrixPicture) {
	a := s.assessment.Advice
	if a == nil {
		return
	}
	p.Because = s.text(a.Because)
	if chosen := s.decision.Outcome.Option; a.Leader != "" && chosen != "" && chosen != a.Leader {
		p.Differs = s.t("matrix.differs", s.title(chosen))
	}
	for _, trade := range a.Trades {
		if !strings.Contains(a.Because, trade.Because) {
			p.Trades = append(p.Trades, s.text(sentence(trade.Because)))
		}
	}
	if a.Cells != nil {
		p.Cells, p.Ranges = s.text(sentence(a.Cells.Because)), s.fieldTitles(a.Cells.Fields)
	}
	for _, note := range a.Notes {
		p.Notes = append(p.Notes, Remark{plain(note.Title), s.text(note.Text), s.cited(note.Source, "")})
	}
}
