package decision

import "slices"

// Assessment is what is known of the options on the table under one profile:
// a catalog's verdicts, the team's own judgements and measurements, and every
// option's worst cases. It holds all that a record shows of them, so that a
// settled decision can be rendered again without the catalog it was made with.
type Assessment struct {
	Catalog string           `json:"catalog,omitempty"` // "" where the team judges alone
	Version int              `json:"version,omitempty"` // the catalog's
	Title   string           `json:"title,omitempty"`   // the catalog's
	Profile []ProfileLine    `json:"profile,omitempty"` // every field the catalog asks for, in its order
	Options []AssessedOption `json:"options"`           // in the input's order
	Rule    string           `json:"rule,omitempty"`    // the catalog's one rule, in words
	Sources []Source         `json:"sources,omitempty"` // those that the assessment names
	Advice  *Advice          `json:"advice,omitempty"`  // nil in what was settled before there was any
}

// ProfileLine is one field of a profile with the team's answer.
type ProfileLine struct {
	Field    string `json:"field"`
	Title    string `json:"title"`
	Question string `json:"question"`
	Answer   Value  `json:"answer"` // NoValue where unknown
	Unit     string `json:"unit,omitempty"`
}

// AssessedOption is one option with its verdicts and its worst cases.
type AssessedOption struct {
	ID         string              `json:"id"`
	Title      string              `json:"title"`
	Summary    string              `json:"summary,omitempty"`
	Own        bool                `json:"own,omitempty"`   // the team's, not the catalog's
	Parts      []string            `json:"parts,omitempty"` // of which a combined option is made
	Needs      []Need              `json:"needs,omitempty"` // what operating it takes besides
	Factors    []AssessedFactor    `json:"factors"`
	WorstCases []AssessedWorstCase `json:"worst-cases"`
}

// Need is one thing that an option has to have before its first benefit.
type Need struct {
	Title string `json:"title"`
	What  string `json:"what"`
}

// FactorKind says who decides a factor.
type FactorKind string

// The kinds of factor.
const (
	Test   FactorKind = "test"   // the profile can decide it
	Trait  FactorKind = "trait"  // told, never counted
	Driver FactorKind = "driver" // judged by the team
)

// AssessedFactor is one option's standing on one factor.
type AssessedFactor struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	Kind       FactorKind `json:"kind"`
	Says       string     `json:"says,omitempty"`    // what the source says of this option, in a few words
	Verdict    Verdict    `json:"verdict,omitempty"` // "" for a trait
	Because    string     `json:"because,omitempty"` // in the team's own numbers
	Source     string     `json:"source,omitempty"`  // a source's id, or the team's words
	SourceKind SourceKind `json:"source-kind,omitempty"`
	Measured   *Measured  `json:"measured,omitempty"` // overrides Verdict; both are shown
	Beside     string     `json:"beside,omitempty"`   // counter-evidence, told beside a verdict that does not fit
	Fields     []string   `json:"-"`                  // the fields that it hangs on, in an assessment just made
}

// Standing is the verdict that counts: the measured one where there is one.
func (f AssessedFactor) Standing() Verdict {
	if f.Measured != nil {
		return f.Measured.Verdict
	}
	return f.Verdict
}

// AssessedWorstCase is one worst case of an option, and whether it can happen
// under the profile.
type AssessedWorstCase struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	Factor     string     `json:"factor,omitempty"` // the factor whose worst it is
	When       string     `json:"when,omitempty"`   // its condition, in words
	What       string     `json:"what"`
	Figure     string     `json:"figure,omitempty"`
	Met        Met        `json:"met"`
	Because    string     `json:"because,omitempty"` // why it is met or not, in the team's own numbers
	Beside     string     `json:"beside,omitempty"`  // counter-evidence, told beside it
	Source     string     `json:"source,omitempty"`
	SourceKind SourceKind `json:"source-kind,omitempty"`
	Reading    string     `json:"reading,omitempty"` // the source of the condition, where it is another
	Fields     []string   `json:"-"`                 // the fields that it hangs on, in an assessment just made
}

// Source is where a fact comes from.
type Source struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Kind  SourceKind `json:"kind"`
	URL   string     `json:"url,omitempty"`
	Date  string     `json:"date,omitempty"` // YYYY, YYYY-MM or YYYY-MM-DD
}

// DecidedWith is the ground that a settled decision stands on, written into its
// input on the day it was settled.
type DecidedWith struct {
	Date       string      `json:"date,omitempty"` // YYYY-MM-DD
	Profile    Profile     `json:"profile,omitempty"`
	Assessment *Assessment `json:"assessment,omitempty"` // nil without a catalog: the input holds all of it
}

// Option gives the assessed option of that id, or nil.
func (a *Assessment) Option(id string) *AssessedOption {
	for i := range a.Options {
		if a.Options[i].ID == id {
			return &a.Options[i]
		}
	}
	return nil
}

// PartsShown tells whether an option combines others that are all on the table, so
// that what holds of it is said of them.
func (a *Assessment) PartsShown(o *AssessedOption) bool {
	return len(o.Parts) > 0 && !slices.ContainsFunc(o.Parts, func(part string) bool { return a.Option(part) == nil })
}

// Factor gives the option's standing on that factor, or nil.
func (o *AssessedOption) Factor(id string) *AssessedFactor {
	for i := range o.Factors {
		if o.Factors[i].ID == id {
			return &o.Factors[i]
		}
	}
	return nil
}

// FactorIDs are the factors of all the options, each once, in the order in which
// they first stand: the rows of the matrix.
func (a *Assessment) FactorIDs() []string {
	var ids []string
	seen := map[string]bool{}
	for _, o := range a.Options {
		for _, f := range o.Factors {
			if !seen[f.ID] {
				seen[f.ID] = true
				ids = append(ids, f.ID)
			}
		}
	}
	return ids
}
