// Package catalog reads bodies of trade-offs: options, factors, worst cases,
// rules and sources, as data.
//
// A catalog is one YAML, TOML or JSON file with `format: tradeoff-catalog/1`.
// Nothing about any option is written in Go: the first catalog,
// content/tradeoffs/architecture-style.yaml, has no right that a team's own
// lacks. Rules are data too, comparisons joined by all, any and not over the
// fields of the profile that the catalog itself declares; package rule evaluates
// them.
//
// catalog reads and checks. It decides nothing, and knows no team's profile.
package catalog

import (
	"tradeoff/internal/decision"
	"tradeoff/internal/rule"
	"tradeoff/internal/source"
)

// Format is the first key's value in every catalog of this version.
const Format = "tradeoff-catalog/1"

// Catalog is one body of trade-offs. The json tags are its keys.
type Catalog struct {
	ID         string          `json:"id"`
	Version    int             `json:"version"` // rises with each change of meaning
	Title      string          `json:"title"`
	Summary    string          `json:"summary"`
	Premise    string          `json:"premise"`
	Rule       Statement       `json:"rule"`
	Sources    []Source        `json:"sources"`
	Fields     []Field         `json:"fields"` // the profile, in the order to ask
	Options    []Option        `json:"options"`
	Factors    []Factor        `json:"factors"`
	WorstCases []WorstCase     `json:"worst-cases"`
	Needs      []Needs         `json:"needs"`
	Growth     []Stage         `json:"growth"`
	Quantities []rule.Quantity `json:"quantities"`
	Costs      []rule.Cost     `json:"costs"`
	Prices     []Price         `json:"prices"`
	Bill       *Bill           `json:"bill"` // nil where there are no costs
	Notes      []Note          `json:"notes"`
	FollowUps  []Statement     `json:"follow-ups"`

	File string       `json:"-"` // where it was read
	Root *source.Node `json:"-"` // for positions
}

// Source is where facts come from. Each fact names one by its id.
type Source struct {
	ID    string              `json:"id"`
	Title string              `json:"title"`
	Kind  decision.SourceKind `json:"kind"`
	URL   string              `json:"url"`
	Date  string              `json:"date"`
}

// Statement is one sentence or two with its source.
type Statement struct {
	Title  string `json:"title"`
	Text   string `json:"text"`
	Source string `json:"source"`
}

// FieldType is what an answer to a field may be.
type FieldType string

// The types of field.
const (
	WholeField  FieldType = "whole"  // a whole number, or a range of them
	NumberField FieldType = "number" // a number, or a range
	YesNoField  FieldType = "yes-no"
	WordField   FieldType = "word" // one of Values
)

// Field is one question that the catalog asks of a team and its workload.
type Field struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Type     FieldType `json:"type"`
	Unit     string    `json:"unit"`
	Question string    `json:"question"`
	Meaning  string    `json:"meaning"` // how to answer, what counts
	Min      *float64  `json:"min"`     // both ends included
	Max      *float64  `json:"max"`
	Values   []string  `json:"values"`
}

// Option is one thing that could be chosen.
type Option struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Summary string      `json:"summary"`
	Good    []Statement `json:"good"`
	Limit   *Statement  `json:"limit"`  // where it stops being the easy choice
	Beside  *Statement  `json:"beside"` // counter-evidence
	Parts   []string    `json:"parts"`  // options that it combines; it has no verdicts of its own
}

// Factor is one thing to compare the options on.
type Factor struct {
	ID       string              `json:"id"`
	Title    string              `json:"title"`
	Kind     decision.FactorKind `json:"kind"` // test or trait
	Question string              `json:"question"`
	Source   string              `json:"source"`  // of the words
	Reading  string              `json:"reading"` // the source of the verdicts, where it is another
	Cells    []Cell              `json:"cells"`
}

// Cell is one option's standing on a factor: the source's words, and for a test
// the rules that make a verdict of a profile.
type Cell struct {
	Option   string     `json:"option"`
	Says     string     `json:"says"`
	Detail   string     `json:"detail"`
	Beside   *Statement `json:"beside"`   // counter-evidence
	Verdicts []Ruling   `json:"verdicts"` // the first that holds counts
}

// Ruling is a verdict and the condition under which it holds; no condition
// holds always.
type Ruling struct {
	Verdict decision.Verdict `json:"verdict"`
	When    *rule.Condition  `json:"when"`
	Because string           `json:"because"` // {field} stands for the team's answer
}

// WorstCase is one way an option goes wrong.
type WorstCase struct {
	ID      string          `json:"id"`
	Option  string          `json:"option"`
	Title   string          `json:"title"`
	What    string          `json:"what"`
	When    string          `json:"when"`   // the condition in words
	Figure  string          `json:"figure"` // the number that makes it concrete
	Factor  string          `json:"factor"` // the factor whose worst it is
	Met     *rule.Condition `json:"met"`    // none: always
	Because string          `json:"because"`
	Beside  string          `json:"beside"` // counter-evidence
	Source  string          `json:"source"`
	Reading string          `json:"reading"` // the source of the condition, where it is another
}

// Needs is what operating an option takes besides what a team thinks of.
type Needs struct {
	Option  string          `json:"option"`
	Thought []string        `json:"thought"` // what a team plans for
	Besides []decision.Need `json:"besides"`
	Source  string          `json:"source"`
}

// Stage is one step of how systems grow.
type Stage struct {
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Options []string `json:"options"`
	Source  string   `json:"source"`
}

// Price is a list price to begin with, where a team does not know its own. An
// input's prices take its place.
type Price struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Amount float64 `json:"amount"` // US dollars
	Unit   string  `json:"unit"`   // for what: an hour, a million requests
	Per    float64 `json:"per"`    // how many of what costs multiply Amount is for; 1 where left out
	Source string  `json:"source"`
}

// Bill says how the bills of the options are compared.
type Bill struct {
	Along         string   `json:"along"` // the field of the curves
	From          float64  `json:"from"`  // the range in which crossings are looked for
	To            float64  `json:"to"`
	Material      float64  `json:"material"`       // US dollars a month below which a difference decides nothing
	MaterialField string   `json:"material-field"` // a field of the profile that takes its place
	LeftOut       []string `json:"left-out"`       // what the costs do not know of
	Example       []Answer `json:"example"`        // what the catalog's own page draws the curves for; numbers can be moved there
}

// Answer is an answer to a field: a float64 or a bool.
type Answer struct {
	Field string `json:"field"`
	Value any    `json:"value"`
}

// Note is a remark on the present state of a team, apart from any option.
type Note struct {
	ID     string          `json:"id"`
	Title  string          `json:"title"`
	When   *rule.Condition `json:"when"`
	Text   string          `json:"text"` // {field} stands for the team's answer
	Source string          `json:"source"`
}

// Field gives the field of that id, or nil.
func (c *Catalog) Field(id string) *Field {
	for i := range c.Fields {
		if c.Fields[i].ID == id {
			return &c.Fields[i]
		}
	}
	return nil
}

// Option gives the option of that id, or nil.
func (c *Catalog) Option(id string) *Option {
	for i := range c.Options {
		if c.Options[i].ID == id {
			return &c.Options[i]
		}
	}
	return nil
}

// Factor gives the factor of that id, or nil.
func (c *Catalog) Factor(id string) *Factor {
	for i := range c.Factors {
		if c.Factors[i].ID == id {
			return &c.Factors[i]
		}
	}
	return nil
}

// Source gives the source of that id, or nil.
func (c *Catalog) Source(id string) *Source {
	for i := range c.Sources {
		if c.Sources[i].ID == id {
			return &c.Sources[i]
		}
	}
	return nil
}

// Cell gives the factor's cell for that option, or nil.
func (f *Factor) Cell(option string) *Cell {
	for i := range f.Cells {
		if f.Cells[i].Option == option {
			return &f.Cells[i]
		}
	}
	return nil
}

// Set is the catalogs of a project by their ids.
type Set map[string]*Catalog
