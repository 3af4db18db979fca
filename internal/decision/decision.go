// Package decision is the domain: what a decision is, apart from any file that
// holds it.
//
// A Decision is what an input says. An Assessment is what a catalog, or the
// team's own judgement, says of its options. Neither knows a file, a position
// or a format; the json tags are the keys of an input, in the spelling that
// people write.
//
// decision imports the standard library alone, and nothing of tradeoff.
package decision

// Decision is one architecture decision, as its input states it. The zero value
// of a field means that the input leaves it out.
type Decision struct {
	Title          string       `json:"title"`
	Status         Status       `json:"status,omitempty"`
	Date           string       `json:"date,omitempty"` // YYYY-MM-DD
	DecisionMakers []string     `json:"decision-makers,omitempty"`
	Consulted      []string     `json:"consulted,omitempty"`
	Informed       []string     `json:"informed,omitempty"`
	Tags           []string     `json:"tags,omitempty"`
	AppliesTo      []string     `json:"applies-to,omitempty"`   // globs of the code that it governs
	ReviewBy       string       `json:"review-by,omitempty"`    // YYYY-MM-DD
	RevisitWhen    string       `json:"revisit-when,omitempty"` // in words
	Visibility     string       `json:"visibility,omitempty"`   // "" or restricted
	Discussion     string       `json:"discussion,omitempty"`   // an address
	Catalog        string       `json:"tradeoffs,omitempty"`    // a catalog's id
	Decides        string       `json:"decides,omitempty"`      // part or system
	Profile        Profile      `json:"profile,omitempty"`
	Prices         []Price      `json:"prices,omitempty"`  // the team's own, in place of the catalog's
	Context        string       `json:"context,omitempty"` // Markdown, as all prose is
	Drivers        []string     `json:"drivers,omitempty"`
	Options        []Option     `json:"options,omitempty"`
	Outcome        Outcome      `json:"outcome,omitzero"`
	Consequences   Consequences `json:"consequences,omitzero"`
	Confirmation   string       `json:"confirmation,omitempty"`
	Sections       []Section    `json:"sections,omitempty"`
	YStatement     *YStatement  `json:"y-statement,omitempty"`
	Links          []Link       `json:"links,omitempty"`
	Realised       string       `json:"realised,omitempty"` // none, partly, or a date YYYY-MM-DD
	Extra          []Extra      `json:"x,omitempty"`        // the team's own keys, in their order
	DecidedWith    *DecidedWith `json:"decided-with,omitempty"`
}

// Option is one thing that could be done: an option of the catalog, named by its
// id, or one of the team's own, which brings its own title and worst cases.
type Option struct {
	ID          string      `json:"id,omitempty"`
	Title       string      `json:"title"`
	Description string      `json:"description,omitempty"`
	Pros        []string    `json:"pros,omitempty"`
	Neutral     []string    `json:"neutral,omitempty"`
	Cons        []string    `json:"cons,omitempty"`
	WorstCases  []WorstCase `json:"worst-cases,omitempty"`
	Judged      []Judgement `json:"judged,omitempty"`
	Measured    []Measured  `json:"measured,omitempty"`
}

// Price is what the team itself pays where the catalog has a list price.
type Price struct {
	ID     string  `json:"id,omitempty"`
	Amount float64 `json:"amount"` // US dollars, for the catalog's unit of it
	Source string  `json:"source,omitempty"`
}

// Judgement is the team's own verdict of an option on one of its drivers.
type Judgement struct {
	Driver  string  `json:"driver,omitempty"`
	Verdict Verdict `json:"verdict,omitempty"`
	Because string  `json:"because,omitempty"`
	Source  string  `json:"source,omitempty"`
}

// Measured is a figure of the team's own that overrides a catalog's verdict.
type Measured struct {
	Factor  string  `json:"factor,omitempty"`
	Value   string  `json:"value,omitempty"`
	Verdict Verdict `json:"verdict,omitempty"`
	Source  string  `json:"source,omitempty"`
}

// WorstCase is one way an option goes wrong: under which condition, and what
// happens then.
type WorstCase struct {
	ID     string `json:"id,omitempty"`
	When   string `json:"when,omitempty"`
	What   string `json:"what,omitempty"`
	Source string `json:"source,omitempty"`
}

// Outcome is what was chosen, why, and how each of its worst cases is answered.
type Outcome struct {
	Option  string   `json:"option,omitempty"` // an option's id
	Because string   `json:"because,omitempty"`
	Answers []Answer `json:"answers,omitempty"`
}

// Answer says what is done about one worst case of the chosen option.
type Answer struct {
	WorstCase string `json:"worst-case,omitempty"`
	Answer    string `json:"answer,omitempty"` // accepted, mitigated or does-not-apply
	By        string `json:"by,omitempty"`
	Because   string `json:"because,omitempty"`
	Watch     *Watch `json:"watch,omitempty"`
	Happened  string `json:"happened,omitempty"` // YYYY-MM-DD
}

// Watch is the figure that would call an answer into question.
type Watch struct {
	Field string   `json:"field,omitempty"`
	Above *float64 `json:"above,omitempty"`
	Below *float64 `json:"below,omitempty"`
}

// Consequences are what follows from a decision, in MADR's three kinds.
type Consequences struct {
	Good    []string `json:"good,omitempty"`
	Neutral []string `json:"neutral,omitempty"`
	Bad     []string `json:"bad,omitempty"`
}

// Section is a section of the team's own.
type Section struct {
	Heading string `json:"heading,omitempty"`
	Text    string `json:"text,omitempty"`
}

// YStatement holds the clauses of a Y-statement, as Zimmermann's template names them.
type YStatement struct {
	Context   string `json:"context,omitempty"`
	Facing    string `json:"facing,omitempty"`
	Decided   string `json:"decided,omitempty"`
	Neglected string `json:"neglected,omitempty"`
	Achieve   string `json:"achieve,omitempty"`
	Accepting string `json:"accepting,omitempty"`
	Because   string `json:"because,omitempty"`
}

// Link is a relation to another decision. Target is what the input wrote: a
// file's name, its stem, or a number that is unique in the log.
type Link struct {
	Kind   LinkKind `json:"kind,omitempty"`
	Target string   `json:"target,omitempty"`
}

// Extra is one of the team's own keys; Value is its text, or its source as JSON
// where it is a list or a map.
type Extra struct {
	Key   string `json:"key,omitempty"`
	Value string `json:"value,omitempty"`
}

// Option gives the option of that id, or nil.
func (d *Decision) Option(id string) *Option {
	for i := range d.Options {
		if d.Options[i].ID == id {
			return &d.Options[i]
		}
	}
	return nil
}

// Answer gives the answer to that worst case, or nil.
func (d *Decision) Answer(worstCase string) *Answer {
	for i := range d.Outcome.Answers {
		if d.Outcome.Answers[i].WorstCase == worstCase {
			return &d.Outcome.Answers[i]
		}
	}
	return nil
}
