package cli

import (
	"encoding/json"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
)

// costsReport is the bill in advise --json. Where the catalog knows no costs its
// lists are empty.
type costsReport struct {
	Along     *string          `json:"along"` // null where the catalog knows no costs
	Title     *string          `json:"title"`
	Unit      *string          `json:"unit"`
	Currency  string           `json:"currency"`
	Monthly   []monthlyReport  `json:"monthly"`
	Cheapest  *string          `json:"cheapest"`
	Material  float64          `json:"material"`
	TooSmall  bool             `json:"too_small"`
	Because   *string          `json:"because"`
	Crossings []crossingReport `json:"crossings"`
	LeftOut   []string         `json:"left_out"`
	From      float64          `json:"from"`
	To        float64          `json:"to"`
	Sources   []string         `json:"sources"` // of all the terms and prices
}

type monthlyReport struct {
	Option  string       `json:"option"`
	Low     *float64     `json:"low"` // null where it is not known
	High    *float64     `json:"high"`
	Lines   []billReport `json:"lines"`
	Missing []string     `json:"missing"`
	Assumes *string      `json:"assumes"`
}

type billReport struct {
	Title  string  `json:"title"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Source *string `json:"source"` // null where the catalog is gone or another
}

// crossingReport is a crossing of two bills. Beside At it has a key that is named
// after the field of the curves: requests_per_month.
type crossingReport struct {
	Options []string `json:"options"` // the cheaper one below it, and the cheaper one above
	Field   string   `json:"field"`
	At      float64  `json:"at"`
	High    *float64 `json:"high"` // where ranges make a span of it
	Because string   `json:"because"`
	Assumes *string  `json:"assumes"`
	Sources []string `json:"sources"`
}

// MarshalJSON adds the key that is named after the field.
func (c crossingReport) MarshalJSON() ([]byte, error) {
	type plain crossingReport
	data, err := json.Marshal(plain(c))
	if err != nil {
		return nil, err
	}
	key := strings.ReplaceAll(c.Field, "-", "_")
	var there map[string]json.RawMessage
	if err := json.Unmarshal(data, &there); err != nil || there[key] != nil {
		return data, err
	}
	more, err := json.Marshal(map[string]float64{key: c.At})
	if err != nil {
		return nil, err
	}
	return append(append(more[:len(more)-1], ','), data[1:]...), nil
}

// costs fills in the bill. What each line rests on is looked up in the catalog;
// where that is gone, or another version, it is null.
func (r *reporter) costs(c *decision.Costs) costsReport {
	out := costsReport{Currency: "USD", Monthly: []monthlyReport{}, Crossings: []crossingReport{}, LeftOut: []string{}, Sources: []string{}}
	if c == nil {
		return out
	}
	out.Along, out.Title, out.Unit = orNull(c.Along), orNull(c.Title), orNull(c.Unit)
	out.Cheapest, out.Material, out.TooSmall, out.Because = orNull(c.Cheapest), c.Material, c.TooSmall, orNull(c.Because)
	out.LeftOut, out.From, out.To = orEmpty(c.LeftOut), c.From, c.To
	var billed []string
	for _, m := range c.Monthly {
		billed = append(billed, m.Option)
		one := monthlyReport{Option: m.Option, Lines: []billReport{}, Missing: orEmpty(m.Missing), Assumes: orNull(m.Assumes)}
		if m.Known {
			one.Low, one.High = &m.Low, &m.High
		}
		for _, line := range m.Lines {
			one.Lines = append(one.Lines, billReport{Title: line.Title, Low: line.Low, High: line.High, Source: orNull(r.lineSource(m.Option, line.Title))})
		}
		out.Monthly = append(out.Monthly, one)
	}
	for _, x := range c.Crossings {
		one := crossingReport{Options: x.Options, Field: c.Along, At: x.At, Because: x.Because, Assumes: orNull(x.Assumes), Sources: r.billSources(x.Options)}
		if x.High > x.At {
			one.High = &x.High
		}
		out.Crossings = append(out.Crossings, one)
	}
	out.Sources = r.billSources(billed)
	return out
}

// sameCatalog is the catalog that the assessment was made with, or nil.
func (r *reporter) sameCatalog() *catalog.Catalog {
	if c := r.catalog; c != nil && c.ID == r.assessment.Catalog && c.Version == r.assessment.Version {
		return c
	}
	return nil
}

// lineSource is what one line of a bill rests on: its price where it has one, the
// team's own before the catalog's, else the term.
func (r *reporter) lineSource(option, title string) string {
	c := r.sameCatalog()
	if c == nil {
		return ""
	}
	for _, term := range c.Costs {
		if term.Option != option || term.Title != title {
			continue
		}
		for _, own := range r.decision.Prices {
			if own.ID == term.Price {
				return r.source(own.Source, teamKind)
			}
		}
		for _, p := range c.Prices {
			if p.ID == term.Price {
				return r.source(p.Source, "")
			}
		}
		return r.source(term.Source, "")
	}
	return ""
}

// billSources are what the bills of some options rest on, each once.
func (r *reporter) billSources(options []string) []string {
	out := []string{}
	if r.sameCatalog() == nil {
		return out
	}
	for _, term := range r.catalog.Costs {
		if !slices.Contains(options, term.Option) {
			continue
		}
		for _, id := range []string{r.source(term.Source, ""), r.lineSource(term.Option, term.Title)} {
			if id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}
