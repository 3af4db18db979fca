package cli

import (
	_ "embed"

	"tradeoff/internal/decision"
)

// adviseSchema is what advise --json is held to. It lies beside the types that it
// describes; a test holds real output against it.
//
//go:embed advise.schema.json
var adviseSchema []byte

// adviceReport is advise ID --json. Its keys are a contract: none is left out but
// those with omitempty, and a list is never null.
type adviceReport struct {
	Decision      *decisionReport   `json:"decision"` // null for a what-if without one
	Catalog       *catalogReport    `json:"catalog"`  // null where the team judges alone
	WhatIf        []string          `json:"what_if"`  // each --set, as it was given
	DecidedOn     *string           `json:"decided_on"`
	AsDecided     bool              `json:"as_decided"` // a settled decision as it was, not on today's numbers
	Drift         []changedReport   `json:"drift"`
	DriftNote     *string           `json:"drift_note"`
	Profile       []answerReport    `json:"profile"`
	Leader        *string           `json:"leader"`
	Because       *string           `json:"because"` // why it leads, or why nobody does
	Source        *string           `json:"source"`  // of that
	Contenders    []string          `json:"contenders"`
	Ineligible    []brokenReport    `json:"ineligible"`
	Trades        []tradeReport     `json:"trades"`
	Options       []optionReport    `json:"options"`
	ChangesLeader []turnReport      `json:"changes_leader"`
	ChangesJudged []turnReport      `json:"changes_verdict"`
	ChangesCheap  []turnReport      `json:"changes_cheaper"`
	NoDifference  []string          `json:"no_difference"`
	Unknown       []unknownReport   `json:"unknown"`
	Unmeasured    []unmeasureReport `json:"unmeasured"`
	Cells         *cellsReport      `json:"cells"` // null without a range that matters
	Costs         costsReport       `json:"costs"`
	Notes         []noteReport      `json:"notes"`
	Rule          *string           `json:"rule"`
	Sources       []sourceReport    `json:"sources"` // every source that a statement names
}

type decisionReport struct {
	ID      string  `json:"id"`
	Path    string  `json:"path"`
	Title   string  `json:"title"`
	Status  string  `json:"status"`
	Option  *string `json:"option"` // chosen
	Because *string `json:"because"`
}

type catalogReport struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Title   string `json:"title"`
}

type answerReport struct {
	Field    string         `json:"field"`
	Title    string         `json:"title"`
	Question string         `json:"question"`
	Answer   decision.Value `json:"answer"` // null where unknown, "8..14" for a range
	Unit     *string        `json:"unit"`
}

type brokenReport struct {
	Option string `json:"option"`
	Factor string `json:"factor"`
}

type tradeReport struct {
	Options []string `json:"options"`
	First   []string `json:"first"`  // the factors on which the first is better
	Second  []string `json:"second"` // … and the second
	Because string   `json:"because"`
	Source  string   `json:"source"`
}

type optionReport struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	Own        bool           `json:"own"`
	Parts      []string       `json:"parts"`
	Factors    []factorReport `json:"factors"`
	WorstCases []worstReport  `json:"worst_cases"`
}

type factorReport struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	Kind       string          `json:"kind"`    // test, trait or driver
	Verdict    *string         `json:"verdict"` // null for a trait, and where nobody judged
	Stands     *string         `json:"stands"`  // the verdict that counts: the measured one where there is one
	Says       *string         `json:"says"`
	Because    *string         `json:"because"`
	Source     string          `json:"source"`
	SourceKind string          `json:"source_kind"`
	Beside     *string         `json:"beside"`
	Measured   *measuredReport `json:"measured,omitempty"`
}

type measuredReport struct {
	Value   string `json:"value"`
	Verdict string `json:"verdict"`
	Source  string `json:"source"`
}

type worstReport struct {
	ID         string       `json:"id"`
	Title      string       `json:"title"`
	Factor     *string      `json:"factor"`
	Met        string       `json:"met"` // yes, no or unknown
	When       *string      `json:"when"`
	What       string       `json:"what"`
	Figure     *string      `json:"figure"`
	Because    *string      `json:"because"`
	Source     string       `json:"source"`
	SourceKind string       `json:"source_kind"`
	Reading    *string      `json:"reading"` // the source of the condition, where it is another
	Beside     *string      `json:"beside"`
	Answer     *answeredWho `json:"answer,omitempty"` // of the chosen option, where there is one
}

type answeredWho struct {
	Answer   string       `json:"answer"`
	By       *string      `json:"by"`
	Because  *string      `json:"because"`
	Watch    *watchReport `json:"watch"`
	Happened *string      `json:"happened"`
}

type watchReport struct {
	Field string   `json:"field"`
	Above *float64 `json:"above"`
	Below *float64 `json:"below"`
}

type turnReport struct {
	Field      string         `json:"field"`
	At         decision.Value `json:"at"`
	Where      string         `json:"where"` // in words: "from 20 up"
	Beyond     bool           `json:"beyond"`
	Up         bool           `json:"up"`
	From       *string        `json:"from"` // null for no leader, and where none is cheapest
	To         *string        `json:"to"`
	Option     *string        `json:"option"` // whose verdict changes
	Factor     *string        `json:"factor"`
	Contenders []string       `json:"contenders"`
	Because    string         `json:"because"`
	Sources    []string       `json:"sources"`
}

type unknownReport struct {
	Field    string `json:"field"`
	Title    string `json:"title"`
	Question string `json:"question"`
	Matters  bool   `json:"matters"`
	Because  string `json:"because"`
}

type unmeasureReport struct {
	Option  string `json:"option"`
	Factor  string `json:"factor"`
	Matters bool   `json:"matters"`
	Because string `json:"because"`
}

type cellsReport struct {
	Fields  []string      `json:"fields"`
	Total   int           `json:"total"`
	Leads   []leadsReport `json:"leads"`
	Because string        `json:"because"`
}

type leadsReport struct {
	Leader *string `json:"leader"`
	Count  int     `json:"count"`
}

type noteReport struct {
	Title  string  `json:"title"`
	Text   string  `json:"text"`
	Source *string `json:"source"`
}

type sourceReport struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Kind  string  `json:"kind"`
	URL   *string `json:"url"`
	Date  *string `json:"date"`
}

type changedReport struct {
	Option  string   `json:"option"`
	Factor  *string  `json:"factor"`
	Worst   *string  `json:"worst_case"`
	From    *string  `json:"from"`
	To      *string  `json:"to"`
	Fields  []string `json:"fields"` // the answers that differ; none where the catalog is another
	Because string   `json:"because"`
}
