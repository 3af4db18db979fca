package cli

import (
	_ "embed"

	"tradeoff/internal/diag"
)

// exportFormat is the form of an export. Its number rises when a key goes or means
// something else; a key that comes to be changes nothing for those who do not know it.
const exportFormat = "tradeoff-export/1"

// exportSchema is what an export is held to. It lies beside the types that it
// describes; a test holds real output against it.
//
//go:embed export.schema.json
var exportSchema []byte

// exportedLog is an export. Its keys are a contract: none is left out but those
// with omitempty, and a list is never null.
type exportedLog struct {
	Format    string             `json:"format"`
	Title     string             `json:"title"` // of the log, as the settings have it
	Decisions []exportedDecision `json:"decisions"`
	Skipped   []exportedSkip     `json:"skipped"`
	Findings  []diag.Finding     `json:"findings"` // of no single decision
}

// exportedDecision is one decision of an export: exportedWhole or, of one that is
// restricted, exportedNumber.
type exportedDecision interface{ row() []string }

type exportedSkip struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// exportedNumber is all that is told of a restricted decision.
type exportedNumber struct {
	ID         *string `json:"id"`     // null where it is the name
	Number     *int    `json:"number"` // null where there is none
	Status     string  `json:"status"`
	Standing   string  `json:"standing"`
	Restricted bool    `json:"restricted"`
}

// exportedWhole is all that is known of a decision. Text is plain unless said
// otherwise, null where there is none.
type exportedWhole struct {
	Path           string                    `json:"path"` // the record's, or the input's where there is no record yet
	ID             string                    `json:"id"`
	Number         *int                      `json:"number"`
	Title          string                    `json:"title"`
	Status         string                    `json:"status"` // what the file says
	StatusRaw      *string                   `json:"status_raw"`
	DerivedStatus  *string                   `json:"derived_status"`
	Assumed        bool                      `json:"assumed"`  // derived_status is what the settings assume
	Standing       string                    `json:"standing"` // the one that counts
	Date           *string                   `json:"date"`
	DateRaw        *string                   `json:"date_raw"`
	DerivedDate    *string                   `json:"derived_date"`
	DecisionMakers []string                  `json:"decision_makers"`
	Consulted      []string                  `json:"consulted"`
	Informed       []string                  `json:"informed"`
	Tags           []string                  `json:"tags"`
	Dialect        *string                   `json:"dialect"`
	Input          *string                   `json:"input"`
	Rendered       bool                      `json:"rendered"` // there is a record, and it is Markdown
	Restricted     bool                      `json:"restricted"`
	Lead           *string                   `json:"lead"` // Markdown
	Options        []exportedOption          `json:"options"`
	Chosen         *string                   `json:"chosen"` // as it is said
	Relations      []exportedLink            `json:"relations"`
	Supersedes     []string                  `json:"supersedes"`
	SupersededBy   []string                  `json:"superseded_by"`
	Found          map[string]*exportedPlace `json:"found"` // in the record, by piece of metadata
	Sections       []exportedSection         `json:"sections"`
	Realised       *string                   `json:"realised"`
	ReviewBy       *string                   `json:"review_by"`
	RevisitWhen    *string                   `json:"revisit_when"`
	AppliesTo      []string                  `json:"applies_to"`
	Discussion     *string                   `json:"discussion"`
	Tradeoffs      *string                   `json:"tradeoffs"` // the catalog's id
	Decides        *string                   `json:"decides"`
	Outcome        *exportedOutcome          `json:"outcome"`
	X              []exportedExtra           `json:"x"` // the team's own keys
	Doubts         []diag.Finding            `json:"doubts"`
	Findings       []diag.Finding            `json:"findings"`
}

type exportedOption struct {
	Title  string `json:"title"`
	Chosen bool   `json:"chosen"`
}

type exportedLink struct {
	Kind       string  `json:"kind"`
	Reverse    bool    `json:"reverse"` // the other end's words: "superseded by"
	Partly     bool    `json:"partly"`
	Part       *string `json:"part"`
	Path       *string `json:"path"`       // null where the target does not exist or is restricted
	Target     string  `json:"target"`     // the path, else what is written or, of a restricted one, its id
	Restricted bool    `json:"restricted"` // nothing but the id is told of the target
}

// exportedPlace is where a record holds something. Line and column count from 1;
// both are null for a file's name.
type exportedPlace struct {
	Carrier string `json:"carrier"`
	Line    *int   `json:"line"`
	Col     *int   `json:"col"`
}

// exportedSection is a heading with the text under it, to the next heading of any
// level. Level 0 is what stands before the first.
type exportedSection struct {
	Level   int     `json:"level"`
	Heading string  `json:"heading"`
	Line    int     `json:"line"`
	Text    *string `json:"text,omitempty"` // Markdown, with --text
}

type exportedOutcome struct {
	Option  *string          `json:"option"` // an id
	Because *string          `json:"because"`
	Answers []exportedAnswer `json:"answers"`
}

type exportedAnswer struct {
	WorstCase string       `json:"worst_case"`
	Answer    string       `json:"answer"`
	By        *string      `json:"by"`
	Because   *string      `json:"because"`
	Watch     *watchReport `json:"watch"`
	Happened  *string      `json:"happened"`
}

type exportedExtra struct {
	Key   string `json:"key"`
	Value string `json:"value"` // its text, or JSON where it is a list or a map
}
