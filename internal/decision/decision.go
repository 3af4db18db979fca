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
	Status         Status       `json:"status"`
	Date           string       `json:"date"` // YYYY-MM-DD
	DecisionMakers []string     `json:"decision-makers"`
	Consulted      []string     `json:"consulted"`
	Informed       []string     `json:"informed"`
	Tags           []string     `json:"tags"`
	AppliesTo      []string     `json:"applies-to"`   // globs of the code that it governs
	ReviewBy       string       `json:"review-by"`    // YYYY-MM-DD
	RevisitWhen    string       `json:"revisit-when"` // in words
	Visibility     string       `json:"visibility"`   // "" or restricted
	Discussion     string       `json:"discussion"`   // an address
	Catalog        string       `json:"tradeoffs"`    // a catalog's id
	Decides        string       `json:"decides"`      // part or system
	Profile        Profile      `json:"profile"`
	Context        string       `json:"context"` // Markdown, as all prose is
	Drivers        []string     `json:"drivers"`
	Options        []Option     `json:"options"`
	Outcome        Outcome      `json:"outcome"`
	Consequences   Consequences `json:"consequences"`
	Confirmation   string       `json:"confirmation"`
	Sections       []Section    `json:"sections"`
	YStatement     *YStatement  `json:"y-statement"`
	Links          []Link       `json:"links"`
	Realised       string       `json:"realised"` // none, partly, or a date YYYY-MM-DD
	Extra          []Extra      `json:"x"`        // the team's own keys, in their order
	DecidedWith    *DecidedWith `json:"decided-with"`
}

// Option is one thing that could be done: an option of the catalog, named by its
// id, or one of the team's own, which brings its own title and worst cases.
type Option struct {
	ID          string      `json:"id"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Pros        []string    `json:"pros"`
	Neutral     []string    `json:"neutral"`
	Cons        []string    `json:"cons"`
	WorstCases  []WorstCase `json:"worst-cases"`
	Judged      []Judgement `json:"judged"`
	Measured    []Measured  `json:"measured"`
}

// Judgement is the team's own verdict of an option on one of its drivers.
type Judgement struct {
	Driver  string  `json:"driver"`
	Verdict Verdict `json:"verdict"`
	Because string  `json:"because"`
	Source  string  `json:"source"`
}

// Measured is a figure of the team's own that overrides a catalog's verdict.
type Measured struct {
	Factor  string  `json:"factor"`
	Value   string  `json:"value"`
	Verdict Verdict `json:"verdict"`
	Source  string  `json:"source"`
}

// WorstCase is one way an option goes wrong: under which condition, and what
// happens then.
type WorstCase struct {
	ID     string `json:"id"`
	When   string `json:"when"`
	What   string `json:"what"`
	Source string `json:"source"`
}

// Outcome is what was chosen, why, and how each of its worst cases is answered.
type Outcome struct {
	Option  string   `json:"option"` // an option's id
	Because string   `json:"because"`
	Answers []Answer `json:"answers"`
}

// Answer says what is done about one worst case of the chosen option.
type Answer struct {
	WorstCase string `json:"worst-case"`
	Answer    string `json:"answer"` // accepted, mitigated or does-not-apply
	By        string `json:"by"`
	Because   string `json:"because"`
	Watch     *Watch `json:"watch"`
	Happened  string `json:"happened"` // YYYY-MM-DD
}

// Watch is the figure that would call an answer into question.
type Watch struct {
	Field string   `json:"field"`
	Above *float64 `json:"above"`
	Below *float64 `json:"below"`
}

// Consequences are what follows from a decision, in MADR's three kinds.
type Consequences struct {
	Good    []string `json:"good"`
	Neutral []string `json:"neutral"`
	Bad     []string `json:"bad"`
}

// Section is a section of the team's own.
type Section struct {
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// YStatement holds the clauses of a Y-statement, as Zimmermann's template names them.
type YStatement struct {
	Context   string `json:"context"`
	Facing    string `json:"facing"`
	Decided   string `json:"decided"`
	Neglected string `json:"neglected"`
	Achieve   string `json:"achieve"`
	Accepting string `json:"accepting"`
	Because   string `json:"because"`
}

// Link is a relation to another decision. Target is what the input wrote: a
// file's name, its stem, or a number that is unique in the log.
type Link struct {
	Kind   LinkKind `json:"kind"`
	Target string   `json:"target"`
}

// Extra is one of the team's own keys; Value is its text, or its source as JSON
// where it is a list or a map.
type Extra struct {
	Key   string `json:"key"`
	Value string `json:"value"`
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
