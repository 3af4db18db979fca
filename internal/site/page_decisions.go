package site

import (
	"bytes"
	_ "embed"
	"encoding/json"

	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// decisionsFormat is the form of decisions.json. Its number rises when a key goes or
// means something else; a key that comes to be does not raise it.
const decisionsFormat = "tradeoff-decisions/1"

// DecisionsSchema is the JSON Schema of decisions.json, which the site carries beside
// it.
//
//go:embed decisions.schema.json
var DecisionsSchema []byte

// decisionsFile is decisions.json, apart from the decisions themselves. Keys that an
// export has too mean the same there.
type decisionsFile struct {
	Schema  string   `json:"$schema"`
	Format  string   `json:"format"`
	Title   string   `json:"title"`
	BaseURL *string  `json:"base_url"` // what the addresses are relative to, null where it is not known
	AsOf    *string  `json:"as_of"`
	Hidden  []string `json:"hidden"` // what site.hide keeps out
}

// listedNumber is all that is told of a restricted decision.
type listedNumber struct {
	ID         *string `json:"id"`
	Number     *int    `json:"number"`
	Restricted bool    `json:"restricted"`
}

// listedDecision is one decision. Text is plain, null where there is none; addresses
// are relative to the site's root.
type listedDecision struct {
	ID             string           `json:"id"`
	Number         *int             `json:"number"`
	Title          string           `json:"title"`
	Status         string           `json:"status"`
	Standing       string           `json:"standing"`
	Date           *string          `json:"date"`
	DerivedDate    *string          `json:"derived_date"`
	DecisionMakers []string         `json:"decision_makers"`
	Tags           []string         `json:"tags"`
	Summary        *string          `json:"summary"`
	Options        []listedOption   `json:"options"`
	Chosen         *string          `json:"chosen"`
	Tradeoffs      *string          `json:"tradeoffs"`
	ReviewBy       *string          `json:"review_by"`
	RevisitWhen    *string          `json:"revisit_when"`
	Realised       *string          `json:"realised"`
	AppliesTo      []string         `json:"applies_to"`
	Page           string           `json:"page"`
	Markdown       *string          `json:"markdown"`
	Supersedes     []string         `json:"supersedes"`
	SupersededBy   []string         `json:"superseded_by"`
	Relations      []listedRelation `json:"relations"`
	Restricted     bool             `json:"restricted"`
}

type listedOption struct {
	Title  string `json:"title"`
	Chosen bool   `json:"chosen"`
}

type listedRelation struct {
	Kind    string  `json:"kind"`
	Reverse bool    `json:"reverse"`
	Partly  bool    `json:"partly"`
	Part    *string `json:"part"`
	Page    string  `json:"page"`
}

// decisionsPages are decisions.json, a decision a line, and its schema.
func decisionsPages(b *build) []page {
	return []page{
		{path: decisionsAddress, make: b.decisionsFile},
		{path: decisionsSchemaAddress, make: func() ([]byte, error) { return DecisionsSchema, nil }},
	}
}

// firstEntries are those that tell how long an entry is.
const firstEntries = 100

func (b *build) decisionsFile() ([]byte, error) {
	head := decisionsFile{Schema: decisionsSchemaAddress, Format: decisionsFormat, Title: b.title(), BaseURL: orNull(b.url), AsOf: orNull(b.AsOf), Hidden: []string{}}
	for _, h := range []struct {
		name string
		yes  bool
	}{{"costs", b.withheld.Costs}, {"people", b.withheld.People}, {"profile", b.withheld.Profile}} {
		if h.yes {
			head.Hidden = append(head.Hidden, h.name)
		}
	}
	data, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Write(bytes.TrimSuffix(data, []byte("}")))
	out.WriteString(`,"decisions":[`)
	to := json.NewEncoder(&out)
	for i, e := range b.Log.Entries {
		if i == firstEntries { // the rest is much alike, and a buffer that grows is copied again and again
			out.Grow(out.Len()/firstEntries*(len(b.Log.Entries)-i)*9/8 + len("\n]}\n"))
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		if err := to.Encode(b.listedEntry(e)); err != nil {
			return nil, err
		}
		out.Truncate(out.Len() - len("\n"))
	}
	out.WriteString("\n]}\n")
	return out.Bytes(), nil
}

// listedEntry is what is told of an entry: of one that is restricted its number.
func (b *build) listedEntry(e *ledger.Entry) any {
	var number *int
	if e.Number >= 0 {
		number = &e.Number
	}
	d, shown := b.byEntry[e]
	if !shown {
		return listedNumber{ID: orNull(e.ID), Number: number, Restricted: true}
	}
	out := listedDecision{
		ID: e.ID, Number: number, Title: titleOf(e), Status: string(e.Status), Standing: string(d.Standing()),
		Date: orNull(e.Date), DerivedDate: orNull(e.DerivedDate), DecisionMakers: orEmpty(namesOf(e.Makers)), Tags: orEmpty(e.Tags), Summary: orNull(d.summary),
		Options: []listedOption{}, AppliesTo: []string{}, Page: d.page, Markdown: orNull(d.twin),
		Supersedes: b.pagesOf(e.Supersedes), SupersededBy: b.pagesOf(e.SupersededBy), Relations: []listedRelation{},
	}
	if e.Record != nil && e.Input == nil {
		out.Chosen = orNull(e.Record.Chosen)
		out.AppliesTo = orEmpty(e.Patterns())
	}
	for _, o := range b.optionsOf(e) {
		title := plain(b.optionTitle(e, o.Title))
		out.Options = append(out.Options, listedOption{Title: title, Chosen: o.Chosen})
		if o.Chosen && out.Chosen == nil {
			out.Chosen = orNull(title)
		}
	}
	if e.Input != nil && !e.Input.Findings.HasErrors() {
		in := &e.Input.Decision
		out.Tradeoffs, out.ReviewBy, out.RevisitWhen = orNull(in.Catalog), orNull(in.ReviewBy), orNull(in.RevisitWhen)
		out.Realised, out.AppliesTo = orNull(in.Realised), orEmpty(in.AppliesTo)
	}
	for _, r := range e.Relations {
		if other, ok := b.byEntry[r.Other]; ok {
			out.Relations = append(out.Relations, listedRelation{Kind: string(r.Kind), Reverse: r.Reverse, Partly: r.Partly, Part: orNull(r.Part), Page: other.page})
		}
	}
	return out
}

// optionsOf are the options of an entry: of an input that names none all of its catalog's.
func (b *build) optionsOf(e *ledger.Entry) []record.Option {
	options := e.Options()
	if len(options) > 0 || e.Input == nil || e.Input.Findings.HasErrors() {
		return options
	}
	d := &e.Input.Decision
	if c := b.catalogs[d.Catalog]; c != nil {
		for _, o := range c.Options {
			options = append(options, record.Option{Title: o.ID, Chosen: o.ID == d.Outcome.Option})
		}
	}
	return options
}

// optionTitle is the title of an option that is known by its id in a catalog alone.
func (b *build) optionTitle(e *ledger.Entry, title string) string {
	if e.Input == nil {
		return title
	}
	if c := b.catalogs[e.Input.Decision.Catalog]; c != nil {
		if o := c.Option(title); o != nil {
			return o.Title
		}
	}
	return title
}

// pagesOf are the pages of entries, by their paths. Those of restricted ones are left
// out.
func (b *build) pagesOf(paths []string) []string {
	pages := []string{}
	for _, name := range paths {
		if d, ok := b.byEntry[b.Log.Entry(name)]; ok {
			pages = append(pages, d.page)
		}
	}
	return pages
}

// orNull is a text as JSON has it.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
