package site

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"time"

	"tradeoff/internal/decision"
)

// feedMost is how many decisions the feed holds.
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
	Title    string       `xml:"title"`
	ID       string       `xml:"id"`
	Updated  string       `xml:"updated"`
	Link     atomLink     `xml:"link"`
	Category []atomTag    `xml:"category"`
	Summary  *atomSummary `xml:"summary"`
}

type atomTag struct {
	Term string `xml:"term,attr"`
}

type atomSummary struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func feedPages(b *build) []page {
	return []page{{path: feedAddress, make: func() ([]byte, error) {
		return xmlFile(b.feed())
	}}}
}

// feed holds the decisions with the newest dates.
func (b *build) feed() atomFeed {
	newest := slices.Clone(b.decisions)
	slices.Reverse(newest)
	slices.SortStableFunc(newest, func(x, y *placed) int { return cmp.Compare(dayOf(y), dayOf(x)) })
	newest = newest[:min(len(newest), feedMost)]
	f := atomFeed{
		Lang: cmp.Or(b.Settings.Language, "en"), Title: b.title(), ID: b.feedID(logAddress), Updated: instant(undated), Author: atomAuthor{Name: b.title()},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: b.feedHref(feedAddress)},
			{Rel: "alternate", Type: "text/html", Href: b.feedHref(logAddress)},
		},
	}
	if len(newest) > 0 {
		f.Updated = instant(dayOf(newest[0]))
	}
	for _, d := range newest {
		title := titleOf(d.Entry)
		if n := numberOf(d.Entry); n != "" {
			title = n + " " + title
		}
		e := atomEntry{
			Title: title, ID: b.feedID(d.page), Updated: instant(dayOf(d)),
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: b.feedHref(d.page)},
		}
		for _, tag := range d.Tags {
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

// feedHref is an address in the feed: absolute where the site knows its own.
func (b *build) feedHref(address string) string {
	if b.url != "" {
		return b.absolute(address)
	}
	return relative(feedAddress, address)
}

// feedID names a page for ever. Without a base URL it is a tag: URI under a
// domain that nobody can own, with the log's name in it.
func (b *build) feedID(address string) string {
	if b.url != "" {
		return b.absolute(address)
	}
	return "tag:tradeoff.invalid,2026:" + relative("", cmp.Or(decision.Slug(b.title()), "log")+"/"+address)
}

// dayOf is a decision's date, where it is one.
func dayOf(d *placed) string {
	if _, err := time.Parse(time.DateOnly, d.Day()); err != nil {
		return undated
	}
	return d.Day()
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
