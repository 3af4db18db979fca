package render

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
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
	Profile    []ProfileView // the answers given
	Unanswered []string      // the titles of the questions that are not
	Arguments  []decision.Option
	Sections   []SectionView
	Links      []LinkView
	Sources    []decision.Source
	Catalog    string // title and version, "" without one
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
	v := &View{Decision: d, Title: inline(d.Title), Number: number, HasInput: true, Sources: a.Sources}
	if a.Catalog != "" {
		v.Catalog = fmt.Sprintf("%s, version %d", a.Title, a.Version)
	}
	for _, p := range a.Profile {
		if p.Answer.Kind == decision.NoValue {
			v.Unanswered = append(v.Unanswered, strings.ToLower(p.Title))
			continue
		}
		words := p.Answer.Words()
		if p.Unit != "" {
			words += " " + p.Unit
		}
		v.Profile = append(v.Profile, ProfileView{p.Question, words})
	}
	v.options(&a)
	v.Matrix = matrix(&a)
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
		told := len(o.Parts) > 0 && !slices.ContainsFunc(o.Parts, func(part string) bool { return titles[part] == "" })
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
func matrix(a *decision.Assessment) Matrix {
	var m Matrix
	for _, id := range a.FactorIDs() {
		var row Row
		reasons := RowReasons{}
		for _, o := range a.Options {
			f := o.Factor(id)
			if f == nil {
				row.Cells = append(row.Cells, decision.AssessedFactor{ID: id})
				continue
			}
			row.Title, row.Kind = f.Title, f.Kind
			row.Cells = append(row.Cells, *f)
			reasons.add(inline(o.Title), f)
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
	text, src := f.Because, ""
	if f.Kind == decision.Driver {
		src = f.Source
	}
	if f.Verdict == "" || text == "" {
		return
	}
	verdict := option + " " + string(f.Verdict)
	if f.Measured != nil {
		verdict = option + " " + string(f.Measured.Verdict)
		text, src = "measured "+f.Measured.Value+", where the catalog says "+string(f.Verdict), f.Measured.Source
	}
	for i := range r.Reasons {
		if r.Reasons[i].Text == text {
			r.Reasons[i].Verdicts = append(r.Reasons[i].Verdicts, verdict)
			return
		}
	}
	r.Reasons = append(r.Reasons, Reason{Text: text, Verdicts: []string{verdict}, Source: src})
}

// lead is the decision in one sentence.
func lead(v *View) string {
	var others []string
	for _, o := range v.Options {
		if !o.Chosen {
			others = append(others, o.Title)
		}
	}
	switch {
	case v.Chosen == nil && len(others) == 0:
		return "**Open:** no option is on the table yet."
	case v.Chosen == nil:
		return "**Open:** " + or(others) + "; nothing is chosen yet."
	}
	sentence := "**Chosen:** "
	if v.Status == decision.Rejected {
		sentence = "**Rejected:** "
	}
	sentence += v.Chosen.Title
	if len(others) > 0 {
		sentence += " over " + advisor.And(others)
	}
	if v.Outcome.Because != "" {
		sentence += ", because " + strings.TrimSuffix(inline(v.Outcome.Because), ".")
	}
	var accepted []string
	for _, answer := range v.Chosen.Answers {
		if answer.Answer != nil && answer.Answer.Answer == "accepted" {
			accepted = append(accepted, lowerFirst(strings.TrimSuffix(inline(answer.Title), ".")))
		}
	}
	if len(accepted) > 0 {
		sentence += "; it accepts that " + advisor.And(accepted)
	}
	open := 0
	for _, answer := range v.Chosen.Answers {
		if answer.Needed && answer.Answer == nil {
			open++
		}
	}
	switch {
	case open == 1:
		sentence += "; one of its worst cases is not answered"
	case open > 1:
		sentence += fmt.Sprintf("; %d of its worst cases are not answered", open)
	}
	return sentence + "."
}

// links are the relations that the decision itself states.
func (v *View) links(recordPath string, entry *ledger.Entry) {
	if entry == nil {
		return
	}
	for _, r := range entry.Relations {
		if r.Reverse && r.Pos.Line == 0 || r.Pos.Line == 0 {
			continue // stated from the other end
		}
		if r.Other == nil || r.Other.Restricted {
			// Nothing that a link could lead to, or that may be shown beyond its number.
			link := LinkView{Words: r.Words(), Title: inline(r.Target)}
			if r.Other != nil {
				link.Title = inline(r.Other.ID)
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
		v.Links = append(v.Links, LinkView{Words: r.Words(), Title: inline(title), Href: href(recordPath, target)})
	}
}

// href is the relative address of target, seen from the record's folder.
func href(recordPath, target string) string {
	rel, err := filepath.Rel(filepath.FromSlash(path.Dir(recordPath)), filepath.FromSlash(target))
	if err != nil {
		rel = target
	}
	return (&url.URL{Path: filepath.ToSlash(rel)}).EscapedPath()
}

// or joins words as a question does: a, b or c.
func or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// openers are words that begin a sentence with a capital and lose it within one.
// Any other word may be a name, and keeps its own.
var openers = map[string]bool{"A": true, "All": true, "An": true, "Any": true, "Both": true, "Each": true, "Every": true, "Everything": true, "For": true,
	"From": true, "If": true, "In": true, "It": true, "Its": true, "Many": true, "More": true, "Most": true, "No": true, "Nobody": true, "Nothing": true,
	"On": true, "One": true, "Only": true, "Our": true, "Some": true, "That": true, "The": true, "Their": true, "There": true, "These": true,
	"They": true, "This": true, "Those": true, "Three": true, "Two": true, "We": true, "When": true, "Where": true, "With": true, "Without": true}

// lowerFirst takes the capital off the word that opens a sentence, so that the
// text can stand within one.
func lowerFirst(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if !openers[word] {
		return s
	}
	return strings.ToLower(word) + s[len(word):]
}

// capital gives the first letter of a text its capital.
func capital(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}

var spaces = regexp.MustCompile(`\s+`)

// tagStart is what a Markdown reader may take for the beginning of HTML.
var tagStart = regexp.MustCompile(`(^|[^\\])<([A-Za-z/!?])`)

// autolink is an address in angle brackets, which is no HTML.
var autolink = regexp.MustCompile(`<(https?://[^\s<>]*)>`)

// inline makes text fit one line of Markdown: its white space is one blank, and
// what looks like HTML is text.
func inline(text string) string {
	text = strings.TrimSpace(spaces.ReplaceAllString(text, " "))
	text = autolink.ReplaceAllString(text, "$1")
	if !strings.Contains(text, "<") {
		return text
	}
	var b strings.Builder
	for text != "" {
		plain, code := cutCode(text)
		b.WriteString(tagStart.ReplaceAllString(text[:plain], `$1\<$2`))
		b.WriteString(text[plain:code])
		text = text[code:]
	}
	return b.String()
}

// cutCode gives where the first code span of a line begins and ends, both the
// line's length where it has none.
func cutCode(text string) (start, end int) {
	for i := 0; i < len(text); {
		n := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if n == 0 {
			i++
			continue
		}
		for j := i + n; j < len(text); {
			m := len(text[j:]) - len(strings.TrimLeft(text[j:], "`"))
			if m == n {
				return i, j + m
			}
			j += max(m, 1)
		}
		i += n
	}
	return len(text), len(text)
}

// cell is inline text that ends no cell of a table.
func cell(text string) string {
	var b strings.Builder
	escaped := false
	for _, r := range inline(text) {
		if r == '|' && !escaped {
			b.WriteByte('\\')
		}
		escaped = r == '\\' && !escaped
		b.WriteRune(r)
	}
	return b.String()
}

var foreignMark = regexp.MustCompile(`<!--(\s*/?\s*tradeoff)`)

// disarm makes text of people hold no mark of ours, so that nothing they write
// can end a block or begin one.
func disarm(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && strings.Contains(v.String(), "<!--") {
			v.SetString(foreignMark.ReplaceAllString(v.String(), "&lt;!--$1"))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Elem().Type())
			copied.Elem().Set(v.Elem())
			disarm(copied.Elem())
			v.Set(copied)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			disarm(v.Field(i))
		}
	case reflect.Slice:
		if v.Len() > 0 {
			copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(copied, v)
			for i := range copied.Len() {
				disarm(copied.Index(i))
			}
			v.Set(copied)
		}
	}
}
