package render

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/source"
)

// View is what a template sees: the decision's own fields, and what follows from
// them. Text is Markdown as people wrote it; the functions inline and cell make
// it fit one line, and the cell of a table.
type View struct {
	decision.Decision
	Title      string // fit for a heading
	Number     int    // 0 where the record's name has none
	HasInput   bool   // false for a record that is all prose: its blocks lose their marks
	Lead       string // one sentence
	Options    []OptionView
	Chosen     *OptionView // nil until something is chosen
	Matrix     Matrix
	Advice     *AdviceView   // nil where nothing can be told
	Turning    *TurningView  // nil where no questions are asked
	Bill       *BillView     // nil where no bill is known
	Profile    []ProfileView // the answers given
	Unanswered []string      // the titles of the questions that are not
	Arguments  []decision.Option
	Sections   []SectionView
	Links      []LinkView
	Successors []LinkView // that supersede all of it and were decided; they are among Links
	Sources    []decision.Source
	Catalog    string // title and version, "" without one
	Bullet     string // before the items of the list of links: * or -
}

// OptionView is an option with all that is known of it.
type OptionView struct {
	decision.AssessedOption
	Chosen     bool
	WorstCases []WorstCaseView
	Inherits   []string     // titles of the parts whose worst cases are told with them
	Answers    []AnswerView // of the chosen option: one for each of its worst cases
}

// WorstCaseView is a worst case of an option.
type WorstCaseView struct {
	decision.AssessedWorstCase
	Own bool // the team's, which no rule decides
}

// AnswerView is one worst case of the chosen option with what is done about it.
type AnswerView struct {
	decision.AssessedWorstCase
	Answer *decision.Answer // nil where there is none
	Needed bool             // it can happen, or cannot be ruled out
	Word   string           // accepted, mitigated, does not apply
	Watch  string           // "requests-per-month above 20,000,000"
}

// ProfileView is one answer of the profile.
type ProfileView struct {
	Question string
	Words    string // with its unit
}

// SectionView is a section of the team's own with the name of its block.
type SectionView struct {
	decision.Section
	Block string
}

// LinkView is a relation to another decision.
type LinkView struct {
	Words string // supersedes
	Title string
	Href  string // from the record's folder; "" where there is nothing to link to
	Part  string // which part of the other is meant, "" for all of it
	ID    string // number, date or name of the other record
	Stem  string // its file's name without the suffix; "" where there is nothing to link to
}

// Matrix is the factors side by side.
type Matrix struct {
	Rows    []Row
	Reasons []RowReasons
}

// Row is one factor with a cell for each option.
type Row struct {
	Title string
	Kind  decision.FactorKind
	Cells []decision.AssessedFactor
}

// RowReasons are the distinct reasons behind one factor's verdicts.
type RowReasons struct {
	Title   string
	Reasons []Reason
}

// Reason is one reason with the verdicts that rest on it.
type Reason struct {
	Text     string
	Verdicts []string // "Monolith fits"
	Source   string
	Beside   string // counter-evidence
}

// ChosenFirst are the options with the chosen one before the others, as their
// worst cases are told.
func (v *View) ChosenFirst() []OptionView {
	out := slices.Clone(v.Options)
	slices.SortStableFunc(out, func(a, b OptionView) int {
		switch {
		case a.Chosen == b.Chosen:
			return 0
		case a.Chosen:
			return -1
		}
		return 1
	})
	return out
}

// HasConsequences tells whether the input states any.
func (v *View) HasConsequences() bool {
	c := v.Consequences
	return len(c.Good)+len(c.Neutral)+len(c.Bad) > 0
}

// HasInformation tells whether there is anything to put under More Information.
func (v *View) HasInformation() bool {
	return len(v.Links) > 0 || v.HasDetails()
}

// HasDetails is HasInformation apart from the links, which some templates show
// elsewhere.
func (v *View) HasDetails() bool {
	return len(v.Extra)+len(v.AppliesTo)+len(v.Sources) > 0 || v.Discussion+v.ReviewBy+v.RevisitWhen+v.Realised != ""
}

// newView makes the view of a decision. recordPath is where its record lies, for
// links; entry gives the relations and may be nil.
func newView(d decision.Decision, a decision.Assessment, recordPath string, number int, entry *ledger.Entry) *View {
	disarm(reflect.ValueOf(&d).Elem())
	disarm(reflect.ValueOf(&a).Elem())
	v := &View{Decision: d, Title: inline(d.Title), Number: number, HasInput: true, Sources: a.Sources, Bullet: "*"}
	if a.Catalog != "" {
		v.Catalog = fmt.Sprintf("%s, version %d", a.Title, a.Version)
	}
	for _, p := range a.Profile {
		if p.Answer.Kind == decision.NoValue {
			v.Unanswered = append(v.Unanswered, decision.LowerTitle(inline(p.Title)))
			continue
		}
		words := p.Answer.Words()
		if p.Unit != "" {
			words += " " + p.Unit
		}
		v.Profile = append(v.Profile, ProfileView{p.Question, words})
	}
	v.options(&a)
	tell := newTeller(&a)
	v.Matrix = matrix(tell)
	v.Advice, v.Turning, v.Bill = tell.advice(&d), tell.turning(), tell.bill()
	for _, o := range d.Options {
		if len(o.Pros)+len(o.Neutral)+len(o.Cons) > 0 {
			if known := a.Option(o.ID); o.Title == "" && known != nil {
				o.Title = known.Title
			}
			o.Title = inline(o.Title)
			v.Arguments = append(v.Arguments, o)
		}
	}
	seen := map[string]int{}
	for _, section := range d.Sections {
		block := "section-" + cmp.Or(decision.ID(section.Heading), "other")
		if seen[block]++; seen[block] > 1 {
			block += "-" + strconv.Itoa(seen[block])
		}
		v.Sections = append(v.Sections, SectionView{section, block})
	}
	v.Lead = lead(v)
	v.links(recordPath, entry)
	return v
}

// options fills in the options, and the chosen one's answers.
func (v *View) options(a *decision.Assessment) {
	titles := map[string]string{}
	for _, o := range a.Options {
		titles[o.ID] = inline(o.Title)
	}
	v.Options = nil
	for _, o := range a.Options {
		ov := OptionView{AssessedOption: o, Chosen: o.ID == v.Outcome.Option}
		ov.Title = titles[o.ID]
		told := a.PartsShown(&o)
		if told {
			for _, part := range o.Parts {
				ov.Inherits = append(ov.Inherits, titles[part])
			}
		}
		for _, w := range o.WorstCases {
			if told && inherited(a, o.Parts, w.ID) {
				continue
			}
			ov.WorstCases = append(ov.WorstCases, WorstCaseView{w, o.Own || w.Because == ""})
		}
		if ov.Chosen {
			for _, w := range o.WorstCases {
				ov.Answers = append(ov.Answers, v.answer(w))
			}
		}
		v.Options = append(v.Options, ov)
	}
	for i := range v.Options {
		if v.Options[i].Chosen {
			v.Chosen = &v.Options[i]
		}
	}
}

// inherited tells whether a part tells that worst case itself.
func inherited(a *decision.Assessment, parts []string, id string) bool {
	for _, part := range parts {
		if o := a.Option(part); o != nil && slices.ContainsFunc(o.WorstCases, func(w decision.AssessedWorstCase) bool { return w.ID == id }) {
			return true
		}
	}
	return false
}

// answer joins a worst case of the chosen option with what is done about it.
func (v *View) answer(w decision.AssessedWorstCase) AnswerView {
	out := AnswerView{AssessedWorstCase: w, Answer: v.Decision.Answer(w.ID), Needed: w.Met != decision.MetNo}
	if out.Answer == nil {
		return out
	}
	out.Word = strings.ReplaceAll(out.Answer.Answer, "-", " ")
	if watch := out.Answer.Watch; watch != nil {
		switch {
		case watch.Above != nil:
			out.Watch = watch.Field + " above " + decision.GroupedNumber(*watch.Above)
		case watch.Below != nil:
			out.Watch = watch.Field + " below " + decision.GroupedNumber(*watch.Below)
		}
	}
	return out
}

// matrix puts the factors side by side.
func matrix(t *teller) Matrix {
	var m Matrix
	for _, id := range t.a.FactorIDs() {
		var row Row
		reasons := RowReasons{}
		for i := range t.a.Options {
			o := &t.a.Options[i]
			f := o.Factor(id)
			if f == nil {
				row.Cells = append(row.Cells, decision.AssessedFactor{ID: id})
				continue
			}
			row.Title, row.Kind = f.Title, f.Kind
			row.Cells = append(row.Cells, *f)
			if f.SourceKind != decision.FromDerivation || f.Measured != nil || !t.a.PartsShown(o) {
				reasons.add(t.option(o.ID), f)
			}
		}
		reasons.Title = row.Title
		m.Rows = append(m.Rows, row)
		if len(reasons.Reasons) > 0 {
			m.Reasons = append(m.Reasons, reasons)
		}
	}
	return m
}

// add notes the reason of one option's verdict; a trait has none.
func (r *RowReasons) add(option string, f *decision.AssessedFactor) {
	text, src, beside := f.Because, "", f.Beside
	if f.Kind == decision.Driver {
		src = f.Source
	}
	if f.Verdict == "" || text == "" {
		return
	}
	if f.Standing() == decision.Fits {
		beside = "" // it speaks for what fits already
	}
	verdict := option + " " + f.Standing().Stands(1)
	if f.Measured != nil {
		text, src = "measured "+f.Measured.Value+", where the catalog says "+string(f.Verdict), f.Measured.Source
	}
	for i := range r.Reasons {
		if r.Reasons[i].Text == text && r.Reasons[i].Beside == beside {
			r.Reasons[i].Verdicts = append(r.Reasons[i].Verdicts, verdict)
			return
		}
	}
	r.Reasons = append(r.Reasons, Reason{Text: text, Verdicts: []string{verdict}, Source: src, Beside: beside})
}

// links are the relations of the decision, whichever end states them.
func (v *View) links(recordPath string, entry *ledger.Entry) {
	if entry == nil {
		return
	}
	for _, r := range entry.Relations {
		words, part := r.Standing(), ""
		if words == "" {
			continue
		}
		if !r.Reverse {
			part = inline(r.Part)
		}
		if r.Other == nil || r.Other.Restricted {
			// Nothing that a link could lead to, or that may be shown beyond its number.
			link := LinkView{Words: words, Title: inline(r.Target)}
			if r.Other != nil {
				link.Title, link.ID = inline(r.Other.ID), r.Other.ID
			}
			v.Links = append(v.Links, link)
			continue
		}
		target := r.Other.Path
		if r.Other.Record == nil {
			target = strings.TrimSuffix(target, path.Ext(target)) + ".md"
		}
		title := r.Other.Title
		if r.Other.Number >= 0 {
			title = r.Other.ID + " " + title
		}
		link := LinkView{Words: words, Title: inline(title), Href: href(recordPath, target), Part: part, ID: r.Other.ID, Stem: strings.TrimSuffix(path.Base(target), path.Ext(target))}
		v.Links = append(v.Links, link)
		if r.Ends() {
			v.Successors = append(v.Successors, link)
		}
	}
}

// SuccessorsFirst are the links with those to successors before the others: the
// first line of a Status section is what other tools take for the status.
func (v *View) SuccessorsFirst() []LinkView {
	return append(slices.Clone(v.Successors), slices.DeleteFunc(slices.Clone(v.Links), func(l LinkView) bool { return slices.Contains(v.Successors, l) })...)
}

// Dashed is the view for lists with hyphens.
func (v *View) Dashed() *View {
	dashed := *v
	dashed.Bullet = "-"
	return &dashed
}

// FrontStatus is the status as front matter has it: the word or, of what was
// superseded, MADR 4's "superseded by ADR-0012".
func (v *View) FrontStatus() (string, error) {
	if len(v.Successors) == 0 {
		return string(v.Status), nil
	}
	var names []string
	for _, s := range v.Successors {
		name := s.Stem
		if strings.Trim(s.ID, "0123456789") == "" && len(s.ID) < 8 {
			name = "ADR-" + s.ID
		}
		names = append(names, name)
	}
	text, err := source.EmitValue(&source.Node{Kind: source.String, Text: "superseded by " + decision.And(names)}, 0)
	return strings.TrimSpace(string(text)), err
}

// href is the relative address of target, seen from the record's folder.
func href(recordPath, target string) string {
	rel, err := filepath.Rel(filepath.FromSlash(path.Dir(recordPath)), filepath.FromSlash(target))
	if err != nil {
		rel = target
	}
	return (&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath()
}
