package site

import (
	"cmp"
	"html/template"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// picture is what stands on a page in place of a block of its record.
type picture struct {
	block record.Block
	// draw makes the HTML. ids are those of the headings that the block holds,
	// which links may lead to. Nothing leaves the block as it is.
	draw func(ids []string) ([]byte, error)
}

// sketch is one decision on its way to pictures. All of them are drawn from one
// assessment, which is made once.
type sketch struct {
	*build
	file       string // of the record, for findings
	page       string // address of the page
	place      diag.Pos
	decision   *decision.Decision
	assessment decision.Assessment
	answers    bool // the answers stand on the cards of the worst cases
	texts      map[string]template.HTML
}

// pictures are those of a decision, one for each block of its record that there
// is a picture of. A block that was edited by hand keeps its text, since that is
// what somebody wanted to be read; so does the whole record of which nobody can
// tell what it was decided with.
func (b *build) pictures(d *placed) []picture {
	if d.Record == nil || d.Input == nil || d.Input.Findings.HasErrors() {
		return nil
	}
	var blocks []record.Block
	for _, block := range d.Record.Blocks {
		if drawn[block.Name] != nil && block.Hash != "" && block.Hash == record.Hash(d.Record.BlockBody(block)) {
			blocks = append(blocks, block)
		}
	}
	what := &d.Input.Decision
	if len(blocks) == 0 || len(what.Options) == 0 && what.Catalog == "" {
		return nil
	}
	ground := b.ground(d)
	if ground == nil {
		return nil
	}
	s := &sketch{
		build: b, file: d.Record.File, page: d.page, decision: what,
		assessment: *ground, texts: map[string]template.HTML{},
	}
	if len(s.assessment.Options) == 0 {
		return nil
	}
	var list []picture
	for _, block := range blocks {
		list = append(list, picture{block, func(ids []string) ([]byte, error) {
			s.place = block.Pos
			layout, data := drawn[block.Name](s, ids)
			if data == nil {
				return nil, nil
			}
			drawing, err := b.layouts.Execute(layout, data)
			s.answers = s.answers || err == nil && block.Name == "worst-cases"
			return drawing, err
		}})
	}
	return list
}

// drawn are the blocks that there is a picture of, by their names. Each function
// gives the layout with its data, which is nil where there is nothing to draw.
var drawn = map[string]func(s *sketch, ids []string) (layout string, data any){
	"factors":     func(s *sketch, ids []string) (string, any) { return "picture-matrix.html", s.matrix(ids) },
	"worst-cases": func(s *sketch, ids []string) (string, any) { return "picture-worst.html", s.worstCases(ids) },
	"answers": func(s *sketch, ids []string) (string, any) {
		return "picture-answers.html", orNothing(s.answersInBrief(ids))
	},
	"bill":    func(s *sketch, ids []string) (string, any) { return "picture-bill.html", orNothing(s.bill(ids)) },
	"turning": func(s *sketch, ids []string) (string, any) { return "picture-turning.html", orNothing(s.turning(ids)) },
}

// orNothing makes a nil pointer nil.
func orNothing[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

// ground is the assessment that a decision's pictures are drawn from, nil where
// nobody knows it.
func (b *build) ground(d *placed) *decision.Assessment {
	if b.withheld.Any() {
		return b.grounds[d.Entry]
	}
	if !b.knowsGround(&d.Input.Decision) {
		return nil
	}
	a := render.AssessmentOf(&d.Input.Decision, b.catalogs)
	return &a
}

// knowsGround tells whether it is known what a decision stands on. One that is
// settled stands on what it keeps, and never on what its catalog says today.
func (b *build) knowsGround(d *decision.Decision) bool {
	switch {
	case d.Catalog == "":
		return true
	case d.Status.Settled():
		return d.DecidedWith != nil && d.DecidedWith.Assessment != nil
	}
	return b.catalogs[d.Catalog] != nil
}

// Cited is where a statement of a picture comes from.
type Cited struct {
	Kind string // in words, "" where it is not known
	Href string // of the source on its catalog's page, "" where it is not there
	Text template.HTML
}

// cited describes a source: one of the assessment's, by its id, or the team's
// own words.
func (s *sketch) cited(source string, kind decision.SourceKind) *Cited {
	if source == "" {
		return nil
	}
	c := &Cited{Text: s.text(source)}
	if kind != "" {
		c.Kind = s.t("source." + string(kind))
	}
	for _, known := range s.assessment.Sources {
		if known.ID == source {
			c.Kind, c.Text = s.t("source."+string(known.Kind)), s.text(known.Title)
		}
	}
	if from := s.catalogs[s.assessment.Catalog]; from != nil && from.Source(source) != nil {
		c.Href = relative(s.page, catalogAddress(from)) + "#source." + escapeFragment(source)
	}
	return c
}

// title is an option's title in plain text, for a sentence.
func (s *sketch) title(option string) string {
	if o := s.assessment.Option(option); o != nil && o.Title != "" {
		return plain(o.Title)
	}
	return option
}

// factorTitle is a factor's title in plain text.
func (s *sketch) factorTitle(factor string) string {
	for i := range s.assessment.Options {
		if f := s.assessment.Options[i].Factor(factor); f != nil {
			return plain(f.Title)
		}
	}
	return factor
}

// field is the profile's line of a field; one that the assessment does not have
// is called by its id.
func (s *sketch) field(id string) decision.ProfileLine {
	for _, line := range s.assessment.Profile {
		if line.Field == id {
			line.Title = cmp.Or(line.Title, id)
			return line
		}
	}
	return decision.ProfileLine{Field: id, Title: id}
}

// fieldTitles are the titles of fields.
func (s *sketch) fieldTitles(ids []string) []string {
	var titles []string
	for _, id := range ids {
		titles = append(titles, s.field(id).Title)
	}
	return titles
}

// verdict is a verdict with its sign and word.
func (s *sketch) verdict(v decision.Verdict) Verdict {
	if v == "" {
		return Verdict{}
	}
	return Verdict{ID: string(v), Sign: render.Sign(v), Word: s.t("verdict." + string(v))}
}

// Verdict is a verdict as a reader sees it. The zero value is none.
type Verdict struct {
	ID   string
	Sign string
	Word string
}

// catalogsOf are the catalogs by their ids.
func catalogsOf(list []*catalog.Catalog) catalog.Set {
	set := catalog.Set{}
	for _, c := range list {
		set[c.ID] = c
	}
	return set
}

// Remark is a statement with a heading and its source.
type Remark struct {
	Title  string
	Text   template.HTML
	Source *Cited
}
