package site

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"time"

	"tradeoff/internal/decision"
)

// feedMost is how many decisions a feed holds.
const feedMost = 50

// undated stands for the day of a decision that names none: Atom asks for one,
// and the clock must not give it.
const undated = "1970-01-01"

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string       `xml:"title"`
	ID        string       `xml:"id"`
	Published string       `xml:"published,omitempty"`
	Updated   string       `xml:"updated"`
	Link      atomLink     `xml:"link"`
	Category  []atomTag    `xml:"category"`
	Summary   *atomSummary `xml:"summary"`
}

type atomTag struct {
	Term string `xml:"term,attr"`
}

type atomSummary struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// feedPages are the log's feed, and one for each tag beside the page of the tag.
func feedPages(b *build) []page {
	pages := []page{{path: feedAddress, make: func() ([]byte, error) {
		return xmlFile(b.feed(feedAddress, logAddress, b.title(), b.decisions))
	}}}
	for _, t := range b.tags.terms {
		pages = append(pages, page{path: t.feed, make: func() ([]byte, error) {
			members := slices.Clone(t.members)
			slices.SortFunc(members, func(x, y *placed) int { return cmp.Compare(x.index, y.index) })
			return xmlFile(b.feed(t.feed, t.address, b.t("feed.tag", b.title(), t.label), members))
		}})
	}
	return pages
}

// feed is the feed at an address, of the decisions that the page shows: those with the
// newest changes. decisions stand in log order.
func (b *build) feed(address, page, title string, decisions []*placed) atomFeed {
	newest := slices.Clone(decisions)
	slices.Reverse(newest)
	slices.SortStableFunc(newest, func(x, y *placed) int { return cmp.Compare(y.changed, x.changed) })
	newest = newest[:min(len(newest), feedMost)]
	f := atomFeed{
		Lang: cmp.Or(b.Settings.Language, "en"), Title: title, ID: b.feedID(page), Updated: instant(undated), Author: atomAuthor{Name: b.title()},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: b.feedHref(address, address)},
			{Rel: "alternate", Type: "text/html", Href: b.feedHref(address, page)},
		},
	}
	if len(newest) > 0 {
		f.Updated = instant(newest[0].changed)
	}
	for _, d := range newest {
		e := atomEntry{
			Title: numberedTitle(d.Entry), ID: b.feedID(d.page), Updated: instant(d.changed),
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: b.feedHref(address, d.page)},
		}
		if day := d.day; day != undated {
			e.Published = instant(day)
		}
		for _, tag := range d.Tags[:min(len(d.Tags), mostTerms)] {
			e.Category = append(e.Category, atomTag{Term: tag})
		}
		text := b.status(d.Standing()).Word
		if d.summary != "" {
			text += ". " + d.summary
		}
		e.Summary = &atomSummary{Type: "text", Text: text}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// feedHref is an address in the feed at from: absolute where the site knows its own,
// else relative to the feed, as RFC 4287 lets a reader resolve it.
func (b *build) feedHref(from, address string) string {
	if b.url != "" {
		return b.absolute(address)
	}
	return relative(from, address)
}

// feedID names a page for ever. Without a base URL it is a tag: URI under a
// domain that nobody can own, with the log's name in it.
func (b *build) feedID(address string) string {
	if b.url != "" {
		return b.absolute(address)
	}
	return "tag:tradeoff.invalid,2026:" + relative("", cmp.Or(decision.Slug(b.title()), "log")+"/"+address)
}

// findDays notes when a decision was made, and when it changed.
func (d *placed) findDays() {
	d.day = undated
	if isDay(d.Day()) {
		d.day = d.Day()
	}
	d.changed = changedOn(d)
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// changedOn is the newest day on which something about a decision changed: it was
// decided, replaced or built, or one of its worst cases happened.
func changedOn(d *placed) string {
	day := d.day
	take := func(date string) {
		if isDay(date) {
			day = max(day, date)
		}
	}
	for _, r := range d.Entry.Relations {
		if r.Ends() && r.Other != nil {
			take(r.Other.Day())
		}
	}
	if d.Input != nil {
		take(d.Input.Decision.Realised)
		for _, a := range d.Input.Decision.Outcome.Answers {
			take(a.Happened)
		}
	}
	return day
}

// instant is the start of a day, as Atom writes it.
func instant(day string) string { return day + "T00:00:00Z" }

// xmlFile is a value as an XML document.
func xmlFile(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	encoder := xml.NewEncoder(&b)
	encoder.Indent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
