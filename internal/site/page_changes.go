package site

import (
	"slices"
	"strconv"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/ledger"
	"tradeoff/internal/review"
)

// ChangesPage is what changes.html is handed: what a branch changes in meaning.
type ChangesPage struct {
	Frame
	Base     string // what the site is compared with, as a person would name it
	Head     string
	Counts   []string      // what there is and how much of it, in words
	Groups   []ChangeGroup // new, changed, superseded and removed decisions; those without one are left out
	Catalogs []ChangedCatalog
	Findings []ChangeFinding  // those that the branch brings
	Mended   int              // findings that the branch takes away
	Governed []ChangeGovernor // accepted decisions that govern code which the branch changes
	Proposed []ChangeGovernor // proposed ones that would
	Needs    []ChangeNeed     // changed files that need a decision and have none
}

// ChangeGroup is the decisions to which the same happened.
type ChangeGroup struct {
	ID    string // new, changed, superseded or removed
	Title string
	Count int
	List  []ChangedDecision
}

// ChangedDecision is one decision that the branch changes.
type ChangedDecision struct {
	ID         string // of its part of the page
	Number     string // its id, as the log has it
	Title      string // "" of a restricted decision
	Href       string // of its page, "" of one that has none any more
	Was        *Status
	Status     *Status // nil of one that was removed
	Moved      bool    // the status is another than it was
	Lead       string  // plain text
	From       string  // the file that it was, where that was renamed
	By         []Link  // what supersedes it
	Compared   bool    // it was there before, so that its values have an old side
	Values     []ChangedValue
	Prose      []ChangedProse
	Risks      []ChangedRisk
	Restricted bool // number and status are all that is told
}

// ChangedValue is one value as it was and as it is, in plain text.
type ChangedValue struct {
	Label   string
	Old     string // "" for none
	New     string // "" for none
	Because string
	Effects []string // what follows from it
}

// ChangedProse is the words of one section, as they were and are.
type ChangedProse struct {
	Heading string // "" before the first
	Runs    []ChangedRun
	Cut     bool // it is too long to be compared word by word; whole paragraphs are
}

// ChangedRun is words one after another with which the same happened.
type ChangedRun struct {
	Inserted bool
	Deleted  bool
	Text     string
}

// ChangedRisk is a worst case of the chosen option with its answer.
type ChangedRisk struct {
	Title  string
	Open   bool   // it can happen, and nobody has answered
	Answer string // in words
	By     string // who answers for it
	Says   string // why
}

// ChangedCatalog is a catalog that the branch brings, changes or takes away.
type ChangedCatalog struct {
	Title    string
	Href     string // of its page, "" where it has none
	Happened string // in a word
	Compared bool   // it was there before
	Values   []ChangedValue
	Touched  []ChangedValue // what is another by it of decisions that are not settled
}

// ChangeFinding is a finding that the branch brings.
type ChangeFinding struct {
	Place    string // the file, with the line where one is known
	Severity string
	Rule     string
	Message  string // "" where the site hides what it may be made of
}

// changed is what a branch changes of a decision, and where changes.html tells it.
type changed struct {
	review.Change
	id string
}

// placeChanges gives each decision that changed its part of the page.
func (b *build) placeChanges() error {
	if b.Review == nil {
		return nil
	}
	taken := map[string]bool{}
	for i, c := range b.Review.Decisions {
		stem := decision.Slug(c.ID)
		if stem == "" {
			stem = strconv.Itoa(i + 1)
		}
		id := "to.change-" + stem
		for n := 2; taken[id]; n++ {
			id = "to.change-" + stem + "-" + strconv.Itoa(n)
		}
		taken[id] = true
		one := &changed{Change: c, id: id}
		b.altered = append(b.altered, one)
		if d := b.byEntry[b.Log.Entry(c.Path)]; d != nil && !c.Restricted && c.Kind != review.Removed {
			b.changeOf[d.Entry] = one
		}
	}
	return nil
}

// changeMark is the word beside the title of a decision that changed, as a link to what
// changed; nil without.
func (b *build) changeMark(from string, e *ledger.Entry) *Link {
	c := b.changeOf[e]
	if c == nil {
		return nil
	}
	return &Link{Label: b.t("changes.is-" + string(c.Kind)), Href: relative(from, changesAddress) + "#" + c.id}
}

// changeBanner tells on a decision's page that the branch changes it; nil without.
func (b *build) changeBanner(d *placed) *Link {
	c := b.changeOf[d.Entry]
	if c == nil {
		return nil
	}
	return &Link{Label: b.t("changes.banner-"+string(c.Kind), b.Review.Base), Href: relative(d.page, changesAddress) + "#" + c.id}
}

func changesPages(b *build) []page {
	if b.Review == nil {
		return nil
	}
	return []page{{path: changesAddress, make: func() ([]byte, error) { return b.layouts.Execute("changes.html", b.changesPage()) }}}
}

func (b *build) changesPage() ChangesPage {
	r := b.Review
	p := ChangesPage{Frame: b.frame("changes", changesAddress, b.t("changes.title"), ""), Base: r.Base, Head: r.Head, Mended: r.Mended}
	p.Description = b.t("changes.description", r.Base)
	for _, kind := range []review.Kind{review.New, review.Changed, review.Superseded, review.Removed} {
		g := ChangeGroup{ID: string(kind), Title: b.t("changes.kind-" + string(kind))}
		for _, c := range b.altered {
			if c.Kind == kind {
				g.List = append(g.List, b.changedDecision(c))
			}
		}
		if g.Count = len(g.List); g.Count > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	for _, c := range r.Catalogs {
		out := ChangedCatalog{Title: c.Title, Happened: b.t("changes.is-" + string(c.Kind)), Compared: c.Kind != review.New, Values: changedValues(c.Values), Touched: changedValues(c.Touched)}
		if shown := b.catalogs[c.ID]; shown != nil && c.Kind != review.Removed && slices.Contains(b.Catalogs, shown) {
			out.Href = relative(changesAddress, catalogAddress(shown))
		}
		for i, v := range c.Touched {
			out.Touched[i].Label = v.Key + ": " + v.Label
		}
		p.Catalogs = append(p.Catalogs, out)
	}
	for _, f := range r.Brought {
		p.Findings = append(p.Findings, b.changeFinding(f))
	}
	p.Governed, p.Proposed = b.changeGovernors(r.Governed), b.changeGovernors(r.Proposed)
	for _, n := range r.Needs {
		p.Needs = append(p.Needs, ChangeNeed{File: n.File, Pattern: n.Pattern})
	}
	p.Counts = b.changeCounts(&p)
	return p
}

// changeFinding is a finding without what its words may be made of where something is
// hidden.
func (b *build) changeFinding(f diag.Finding) ChangeFinding {
	out := ChangeFinding{Place: f.File, Severity: f.Severity.String(), Rule: f.Rule, Message: f.Message}
	if f.Line > 0 {
		out.Place += ":" + strconv.Itoa(f.Line)
	}
	if b.withheld.Any() {
		out.Message = ""
	}
	return out
}

func (b *build) changedDecision(c *changed) ChangedDecision {
	out := ChangedDecision{
		ID: c.id, Number: c.ID, Title: c.Title, Lead: plain(c.Lead), From: c.From, Restricted: c.Restricted,
		Compared: c.Kind != review.New, Values: changedValues(c.Values), Moved: c.Was != "" && c.Status != "" && c.Was != c.Status,
	}
	if c.Was != "" && (c.Was != c.Status) {
		s := b.status(c.Was)
		out.Was = &s
	}
	if c.Status != "" {
		s := b.status(c.Status)
		out.Status = &s
	}
	if c.Restricted {
		return out
	}
	if d := b.byEntry[b.Log.Entry(c.Path)]; d != nil && c.Kind != review.Removed {
		out.Href = relative(changesAddress, d.page)
	}
	if out.Title == "" {
		out.Title = c.ID
	}
	for _, id := range c.By {
		l := Link{Label: id}
		if i := slices.IndexFunc(b.decisions, func(d *placed) bool { return d.ID == id }); i >= 0 {
			l.Label, l.Href = numberedTitle(b.decisions[i].Entry), relative(changesAddress, b.decisions[i].page)
		}
		out.By = append(out.By, l)
	}
	for _, p := range c.Prose {
		out.Prose = append(out.Prose, ChangedProse{Heading: p.Heading, Runs: changedRuns(p), Cut: p.Cut})
	}
	out.Risks = b.changedRisks(c.Risks)
	return out
}

func changedValues(values []review.Value) []ChangedValue {
	var out []ChangedValue
	for _, v := range values {
		out = append(out, ChangedValue{Label: v.Label, Old: v.From, New: v.To, Because: v.Because, Effects: v.Effects})
	}
	return out
}

// wordsAround is how many words before and behind a change are shown of those that stay.
const wordsAround = 24

var wordSpots = lazyregexp.New(`\S+`)

// changedRuns are the words of a section, with the middle of long runs that stay left out.
func changedRuns(p review.Prose) []ChangedRun {
	var runs []ChangedRun
	for i, w := range p.Words {
		run := ChangedRun{Inserted: w.Op == review.Insert, Deleted: w.Op == review.Delete, Text: w.Text}
		if spots := wordSpots.FindAllStringIndex(w.Text, -1); w.Op == review.Same && len(spots) > 2*wordsAround {
			run.Text = "… "
			if i > 0 {
				run.Text = w.Text[:spots[wordsAround-1][1]] + " … "
			}
			if i < len(p.Words)-1 {
				run.Text += w.Text[spots[len(spots)-wordsAround][0]:]
			}
		}
		runs = append(runs, run)
	}
	return runs
}
