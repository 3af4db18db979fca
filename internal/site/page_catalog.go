package site

import (
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// CatalogPage is what catalog.html is handed: one body of trade-offs.
type CatalogPage struct {
	Frame
	Catalog   *catalog.Catalog
	Options   []CatalogOption
	Compared  []CatalogOption // those with standings of their own: the columns
	Factors   []FactorRow
	Growth    []Told
	Prices    []Told
	Bill      *CatalogBill
	Rule      Told
	FollowUps []Told
	Fields    []FieldRow
	Sources   []SourceRow
	Decisions []Row
}

// CatalogOption is one option with all that is told of it.
type CatalogOption struct {
	ID         string
	Title      string
	Summary    string
	Parts      []Link // of which it is combined
	Good       []Told
	Limit      *Told
	Beside     *Told
	WorstCases []WorstCaseRow
	Thought    []string
	Besides    []decision.Need
	NeedsFrom  *SourceRow
}

// Told is a statement with its source.
type Told struct {
	Title  string
	Text   string
	Source *SourceRow
}

// WorstCaseRow is one way an option goes wrong.
type WorstCaseRow struct {
	ID     string
	Title  string
	What   string
	When   string
	Figure string
	Beside string
	Source *SourceRow
	Log    []Counted // what the log did about it
}

// FactorRow is one factor with the options' standings in the columns' order.
type FactorRow struct {
	Title    string
	Question string
	Trait    bool // told, never counted
	Cells    []FactorCell
	Source   *SourceRow
}

// FactorCell is what the source says of one option.
type FactorCell struct {
	Says   string
	Detail string
}

// FieldRow is one question of the profile.
type FieldRow struct {
	ID       string
	Title    string
	Question string
	Meaning  string
	Answer   string // what may be answered
}

// SourceRow is where facts come from.
type SourceRow struct {
	Anchor string // # and the id of its line on the page
	ID     string // of the line
	Title  string
	Kind   string // in words
	URL    string // "" where it has none that may be linked
	Date   string
}

func catalogPages(b *build) []page {
	var pages []page
	for _, c := range b.Catalogs {
		pages = append(pages, page{path: catalogAddress(c), searched: true, make: func() ([]byte, error) {
			p := b.catalogPage(c)
			b.findCatalog(p, catalogAddress(c))
			return b.layouts.Execute("catalog.html", p)
		}})
	}
	if len(b.Catalogs) > 1 {
		pages = append(pages, page{path: catalogsAddress, make: func() ([]byte, error) {
			p := ListPage{Frame: b.frame("list", catalogsAddress, b.t("catalogs.title"), ""), Count: len(b.Catalogs)}
			for _, c := range b.Catalogs {
				p.Links = append(p.Links, Entry{Link: Link{Label: c.Title, Href: relative(catalogsAddress, catalogAddress(c))}, Text: c.Summary})
			}
			return b.layouts.Execute("list.html", p)
		}})
	}
	return pages
}

// listPrice is a price as it is listed: to the cent, or with all its digits where
// it has more: $0.40, $0.0000166667.
func listPrice(amount float64) string {
	text := decision.NumberValue(amount).String()
	if _, cents, ok := strings.Cut(text, "."); ok && len(cents) == 1 {
		text += "0"
	}
	return "$" + text
}

// catalogsHome is the address of the list of catalogs, of the one there is, or
// "" without any.
func (b *build) catalogsHome() string {
	switch len(b.Catalogs) {
	case 0:
		return ""
	case 1:
		return catalogAddress(b.Catalogs[0])
	}
	return catalogsAddress
}

func (b *build) catalogPage(c *catalog.Catalog) CatalogPage {
	address := catalogAddress(c)
	p := CatalogPage{Frame: b.frame("catalog", address, c.Title, b.catalogsHome()), Catalog: c}
	p.Description = c.Summary
	for i := range c.Sources {
		p.Sources = append(p.Sources, *b.sourceOf(c, c.Sources[i].ID))
	}
	for i := range c.Options {
		option := b.catalogOption(c, &c.Options[i])
		p.Options = append(p.Options, option)
		if len(option.Parts) == 0 {
			p.Compared = append(p.Compared, option)
		}
	}
	for i := range c.Factors {
		p.Factors = append(p.Factors, b.factorRow(c, &c.Factors[i], p.Compared))
	}
	for _, price := range c.Prices {
		amount := listPrice(price.Amount) + " " + price.Unit
		p.Prices = append(p.Prices, Told{Title: price.Title, Text: amount, Source: b.sourceOf(c, price.Source)})
	}
	if p.Bill = b.catalogBill(c); p.Bill != nil {
		p.Scripts = append(p.Scripts, p.Root+"assets/catalog.js")
	}
	for _, s := range c.Growth {
		p.Growth = append(p.Growth, Told{Title: s.Title, Text: s.Text, Source: b.sourceOf(c, s.Source)})
	}
	p.Rule = b.told(c, c.Rule)
	for _, s := range c.FollowUps {
		p.FollowUps = append(p.FollowUps, b.told(c, s))
	}
	for i := range c.Fields {
		p.Fields = append(p.Fields, b.fieldRow(&c.Fields[i]))
	}
	p.Decisions = b.rowsOf(address, b.uses[c.ID])
	return p
}

// catalogOption gathers what the catalog tells of an option.
func (b *build) catalogOption(c *catalog.Catalog, o *catalog.Option) CatalogOption {
	option := CatalogOption{ID: o.ID, Title: o.Title, Summary: o.Summary}
	for _, id := range o.Parts {
		if part := c.Option(id); part != nil {
			option.Parts = append(option.Parts, Link{Label: part.Title, Href: "#option." + id})
		}
	}
	for _, s := range o.Good {
		option.Good = append(option.Good, b.told(c, s))
	}
	if o.Limit != nil {
		limit := b.told(c, *o.Limit)
		option.Limit = &limit
	}
	if o.Beside != nil {
		beside := b.told(c, *o.Beside)
		option.Beside = &beside
	}
	for _, w := range c.WorstCases {
		if w.Option == o.ID {
			option.WorstCases = append(option.WorstCases, WorstCaseRow{
				ID: "worst." + w.ID, Title: w.Title, What: w.What, When: w.When, Figure: w.Figure, Beside: w.Beside, Source: b.sourceOf(c, w.Source),
				Log: b.counted(catalogAddress(c), c, w.ID),
			})
		}
	}
	for _, n := range c.Needs {
		if n.Option == o.ID {
			option.Thought = append(option.Thought, n.Thought...)
			option.Besides = append(option.Besides, n.Besides...)
			option.NeedsFrom = b.sourceOf(c, n.Source)
		}
	}
	return option
}

// factorRow gathers the cells of a factor in the columns' order.
func (b *build) factorRow(c *catalog.Catalog, f *catalog.Factor, columns []CatalogOption) FactorRow {
	row := FactorRow{Title: f.Title, Question: f.Question, Trait: f.Kind == decision.Trait, Source: b.sourceOf(c, f.Source)}
	for _, o := range columns {
		cell := FactorCell{}
		if found := f.Cell(o.ID); found != nil {
			cell = FactorCell{Says: found.Says, Detail: found.Detail}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

func (b *build) told(c *catalog.Catalog, s catalog.Statement) Told {
	return Told{Title: s.Title, Text: s.Text, Source: b.sourceOf(c, s.Source)}
}

// fieldRow tells what a field may be answered with.
func (b *build) fieldRow(f *catalog.Field) FieldRow {
	row := FieldRow{ID: f.ID, Title: f.Title, Question: f.Question, Meaning: f.Meaning}
	switch f.Type {
	case catalog.YesNoField:
		row.Answer = b.t("field.yes-no")
	case catalog.WordField:
		row.Answer = strings.Join(f.Values, ", ")
	default:
		row.Answer = b.t("field." + string(f.Type))
		if f.Unit != "" {
			row.Answer = b.t("field.unit", row.Answer, f.Unit)
		}
		switch {
		case f.Min != nil && f.Max != nil:
			row.Answer = b.t("field.between", row.Answer, decision.GroupedNumber(*f.Min), decision.GroupedNumber(*f.Max))
		case f.Min != nil && *f.Min > 0:
			row.Answer = b.t("field.from", row.Answer, decision.GroupedNumber(*f.Min))
		}
	}
	return row
}

// sourceOf describes the source of a fact, or gives nil where it has none.
func (b *build) sourceOf(c *catalog.Catalog, id string) *SourceRow {
	s := c.Source(id)
	if s == nil {
		return nil
	}
	row := &SourceRow{Anchor: "#source." + s.ID, ID: "source." + s.ID, Title: s.Title, Kind: b.t("source." + string(s.Kind)), Date: s.Date}
	if dest := cleanAddress([]byte(s.URL)); external(dest) {
		row.URL = string(dest)
	}
	return row
}
