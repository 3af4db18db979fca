package site

import (
	"fmt"
	"strings"

	"tradeoff/internal/search"
)

// facets are what results are filtered by, in the order of a document's values.
// The folder is among them where the log has several.
var facets = []string{"kind", "status", "year", "folder", "tag"}

// openSearch makes ready the index, and gives each page that can be found its
// place in it: decisions as the log lists them, then catalogs, then content.
func (b *build) openSearch() error {
	b.searched = map[string]int{}
	add := func(address string) { b.searched[address] = len(b.searched) }
	for _, e := range b.rows {
		if d, shown := b.byEntry[e]; shown {
			add(d.page)
		}
	}
	for _, c := range b.Catalogs {
		add(catalogAddress(c))
	}
	for _, c := range b.contents {
		add(c.page)
	}
	b.eachSection(func(s *section) {
		if s.index != nil {
			add(s.page)
		}
	})
	o := search.Options{Facets: facets, Words: map[string]string{}}
	for key, text := range b.words {
		if rest, ok := strings.CutPrefix(key, "search."); ok {
			o.Words[rest] = text
		}
	}
	for _, s := range shownStatuses() {
		status := b.status(s)
		o.Statuses = append(o.Statuses, search.Status{Word: status.Word, Sign: status.Sign, Class: status.Class})
	}
	b.searching = o
	if !b.preview() { // which makes an index where somebody searches, of the documents it keeps
		b.index = search.New(len(b.searched), o)
	}
	return nil
}

// writeSearch writes the index, when every page has given its text.
func (b *build) writeSearch() error {
	if err := b.index.Write(b.put); err != nil {
		return fmt.Errorf("write the search index: %w", err)
	}
	return nil
}

// findable puts a page's text into the index.
func (b *build) findable(address string, d search.Document, text rendered) {
	i, ok := b.searched[address]
	if !ok {
		return
	}
	d.Address = relative(logAddress, address)
	d.HTML = []string{string(text.Lead), string(text.Body)}
	if text.Source != "" {
		d.Sections = append(d.Sections, search.Section{Text: text.Source})
	}
	if d.Lead == "" {
		d.Lead = search.PlainText(string(text.Lead))
	}
	if b.index != nil {
		b.index.Add(i, d)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.documents[i] = d
}

// findDecision puts a decision's page into the index.
func (b *build) findDecision(d *placed, text rendered) {
	doc := search.Document{Title: titleOf(d.Entry), Number: numberOf(d.Entry), Date: d.Day(), Lead: d.summary}
	standing := knownStatus(d.Standing())
	for i, s := range shownStatuses() {
		if s == standing {
			doc.Status = i + 1
		}
	}
	for _, t := range d.tags {
		doc.Tags = append(doc.Tags, t.label)
	}
	var year, folder []string
	if d.year != "" {
		year = []string{d.year}
	}
	if t := b.folders.byKey[d.Folder()]; t != nil {
		folder = []string{t.label}
	}
	doc.Values = [][]string{{b.t("search.kind.decision")}, {b.t("status." + string(standing))}, year, folder, doc.Tags}
	b.findable(d.page, doc, text)
}

// findContent puts a page of the project's own into the index.
func (b *build) findContent(p ContentPage, address string) {
	b.findable(address, search.Document{Title: p.Heading, Lead: p.Description, Values: [][]string{{b.t("search.kind.page")}}}, p.rendered)
}

// findCatalog puts a catalog's page into the index, by the parts that a link can
// lead to.
func (b *build) findCatalog(p CatalogPage, address string) {
	d := search.Document{Title: p.Title, Lead: p.Catalog.Summary, Values: [][]string{{b.t("search.kind.catalog")}}}
	add := func(id, heading string, texts ...string) {
		d.Sections = append(d.Sections, search.Section{ID: id, Heading: heading, Text: strings.Join(texts, " ")})
	}
	told := func(list ...Told) (texts []string) {
		for _, t := range list {
			texts = append(texts, t.Title, t.Text)
		}
		return texts
	}
	add("", "", p.Catalog.Summary, p.Catalog.Premise)
	var texts []string
	for _, f := range p.Factors {
		texts = append(texts, f.Title, f.Question)
		for _, cell := range f.Cells {
			texts = append(texts, cell.Says, cell.Detail)
		}
	}
	add("factors", b.t("catalog.factors"), texts...)
	for _, o := range p.Options {
		texts := append([]string{o.Summary}, told(o.Good...)...)
		for _, t := range []*Told{o.Limit, o.Beside} {
			if t != nil {
				texts = append(texts, told(*t)...)
			}
		}
		for _, n := range o.Besides {
			texts = append(texts, n.Title, n.What)
		}
		add("option."+o.ID, o.Title, append(texts, o.Thought...)...)
		for _, w := range o.WorstCases {
			add(w.ID, w.Title, w.What, w.When, w.Figure, w.Beside)
		}
	}
	add("growth", b.t("catalog.growth"), told(p.Growth...)...)
	add("rule", b.t("catalog.rule"), told(p.Rule)...)
	texts = nil
	for _, f := range p.Fields {
		texts = append(texts, f.Question, f.Meaning, f.ID)
	}
	add("profile", b.t("catalog.profile"), append(texts, told(p.FollowUps...)...)...)
	b.findable(address, d, rendered{})
}
