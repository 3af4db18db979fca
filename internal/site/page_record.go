package site

import (
	"fmt"
	"slices"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// RecordPage is what single.html is handed: one decision.
type RecordPage struct {
	Frame
	rendered
	Number  string
	Heading string // the decision's title
	Status  Status
	Banners []Relations // what replaced it, and what it replaces
	Change  *Link       // what a branch does to it, in words; nil for nothing
	// Unwritten tells, in words and in a preview alone, that the record is written
	// otherwise, or not yet.
	Unwritten string
	Date      string
	// FirstCommit and Assumed tell that the file itself states no date, no status.
	FirstCommit bool
	Assumed     bool
	Makers      []string
	Tags        []Link
	ReviewBy    string
	Overdue     bool
	RevisitWhen string // in words
	Realised    string // how far it is built, in words or as a date
	Catalog     *Link  // the trade-offs it was made with
	Relations   []Relations
	Graph       *RecordGraph // nil where there is no relation to draw
	Position    int          // in the log, from 1
	Total       int
	Previous    *Related
	Next        *Related
	TwinName    string // the record's file
	History     *History
}

// Relations are the decisions that this one has one relation with.
type Relations struct {
	Words  string // "supersedes"
	Kind   string // a class: superseded-by, supersedes or other
	Others []Related
}

// Related is another decision, or the name of one that the log does not have.
type Related struct {
	Number string
	Title  string
	Href   string // "" where there is none
	Part   string // which part of it is meant, "" for all of it
	Status Status
}

func recordPages(b *build) []page {
	pages := make([]page, len(b.decisions))
	for i, d := range b.decisions {
		pages[i] = page{path: d.page, decision: d, searched: true}
	}
	return pages
}

// decisionPage is the page of a decision, ready to be made, with its twin behind it.
func (b *build) decisionPage(d *placed) page {
	var p *RecordPage
	one := page{
		path: d.page, decision: d,
		laid: true, searched: true,
		draft: func() error {
			made, err := b.recordPage(d)
			if err == nil {
				p = &made
				b.findDecision(d, p.rendered)
			}
			return err
		},
		make: func() ([]byte, error) {
			p.History = b.historyOf(d)
			data, err := b.layouts.Execute("single.html", *p)
			p = nil // its body is not needed any more
			return data, err
		},
	}
	if d.twin != "" {
		one.behind = &page{path: d.twin, make: func() ([]byte, error) {
			data := d.Record.Data
			if b.Lean {
				d.Record.Data = nil
			}
			return data, nil
		}}
	}
	return one
}

// recordPage makes the page of a decision, its body rendered.
func (b *build) recordPage(d *placed) (RecordPage, error) {
	p := RecordPage{
		Frame:  b.frame("decision", d.page, numberedTitle(d.Entry), logAddress),
		Number: numberOf(d.Entry), Heading: titleOf(d.Entry), Status: b.status(d.Standing()),
		Date: d.Day(), FirstCommit: d.Date == "", Assumed: d.Assumed, Makers: namesOf(d.Makers), Tags: linksTo(d.page, d.tags),
		Relations: b.relationsFrom(d.page, d), Graph: b.recordGraph(d), Banners: b.banners(d), Change: b.changeBanner(d),
		Position: d.index + 1, Total: len(b.decisions),
	}
	if missing, ok := b.Unwritten[d.Path]; ok {
		p.Unwritten = b.t("record.unwritten")
		if missing {
			p.Unwritten = b.t("record.unwritten-new")
		}
	}
	p.Description, p.Article, p.Edit = d.summary, true, b.editHref(d.Path)
	p.Status.Href = relative(d.page, b.statuses.byKey[string(knownStatus(d.Standing()))].address)
	if day := d.day; day != undated {
		p.Published = day
	}
	if d.index > 0 {
		p.Previous = b.related(d.page, b.decisions[d.index-1].Entry)
	}
	if d.index+1 < len(b.decisions) {
		p.Next = b.related(d.page, b.decisions[d.index+1].Entry)
	}
	p.ReviewBy, _ = d.Entry.ReviewBy()
	days, ok := b.daysSince(p.ReviewBy)
	p.Overdue = ok && days > 0
	if d.Input != nil {
		p.RevisitWhen = plain(d.Input.Decision.RevisitWhen)
		if p.Realised = d.Input.Decision.Realised; p.Realised == "none" || p.Realised == "partly" {
			p.Realised = b.t("record.realised-" + p.Realised)
		}
		for _, c := range b.Catalogs {
			if c.ID == d.Input.Decision.Catalog {
				p.Catalog = &Link{Label: c.Title, Href: relative(d.page, catalogAddress(c))}
			}
		}
	}
	if d.twin != "" {
		p.Twin, p.TwinName = relative(d.page, d.twin), d.Record.File
	}
	var err error
	p.rendered, err = b.recordBody(d)
	if d.Record != nil && record.IsUnwrittenLead(d.Record.Lead) {
		p.Lead = ""
	}
	b.equip(&p.Frame, p.rendered)
	return p, err
}

// recordBody renders what the record says below its head, with pictures in place
// of the blocks that the assessment was written into.
func (b *build) recordBody(d *placed) (rendered, error) {
	switch {
	case d.Record == nil:
		return rendered{Note: "record.missing"}, nil
	case d.Record.Dialect == record.NotMarkdown:
		return rendered{Note: "record.not-markdown"}, nil
	}
	r := d.Record
	doc := &document{build: b, file: r.File, page: d.page, data: r.Data, start: min(r.FrontEnd, len(r.Data)), titleLine: r.TitlePos.Line, title: r.Title, unwritten: true, lead: r.Lead, pictures: b.pictures(d)}
	for _, block := range r.Blocks {
		if block.Name == "lead" {
			doc.leadFrom, doc.leadTo = block.Start, block.End
		}
	}
	body := doc.render()
	return body, doc.failed
}

// banners tell what stands in a decision's place, and whose place it took.
func (b *build) banners(d *placed) []Relations {
	var banners []Relations
	var successors []string
	for _, r := range d.Entry.Relations {
		if r.Other != nil && r.Standing() == decision.Supersedes.Reverse() {
			successors = append(successors, r.Other.Path)
		}
	}
	for _, side := range []struct {
		kind, words string
		paths       []string
	}{
		{"superseded-by", decision.Supersedes.Reverse(), successors},
		{"supersedes", decision.Supersedes.Words(), d.Supersedes},
	} {
		group := Relations{Kind: side.kind, Words: side.words}
		for _, path := range side.paths {
			if other := b.related(d.page, b.Log.Entry(path)); other != nil {
				group.Others = append(group.Others, *other)
			}
		}
		if len(group.Others) > 0 {
			banners = append(banners, group)
		}
	}
	return banners
}

// relationsFrom groups a decision's relations by their words, in the log's order
// of them, for the page from. Restricted decisions are not among them.
func (b *build) relationsFrom(from string, d *placed) []Relations {
	var groups []Relations
	seen := map[string]bool{}
	for _, r := range d.Entry.Relations {
		other := &Related{Title: r.Target}
		if r.Other != nil {
			other = b.related(from, r.Other)
		}
		if other == nil || other.Title == "" {
			continue
		}
		if !r.Reverse && r.Part != "" {
			other.Part = r.Part
		}
		words := r.Standing()
		key := fmt.Sprintf("%s\x00%s\x00%s\x00%s", words, other.Href, other.Title, other.Part)
		if words == "" || seen[key] {
			continue
		}
		seen[key] = true
		i := slices.IndexFunc(groups, func(g Relations) bool { return g.Words == words })
		if i < 0 {
			i = len(groups)
			groups = append(groups, Relations{Words: words, Kind: "other"})
		}
		groups[i].Others = append(groups[i].Others, *other)
	}
	return groups
}

// related describes another decision, or gives nil where it may not be shown.
func (b *build) related(from string, e *ledger.Entry) *Related {
	d, shown := b.byEntry[e]
	if !shown {
		return nil
	}
	return &Related{Number: numberOf(e), Title: titleOf(e), Href: relative(from, d.page), Status: b.status(d.Standing())}
}
