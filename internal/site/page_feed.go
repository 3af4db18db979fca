package site

import (
	"cmp"
	"slices"
	"time"

	"tradeoff/internal/decision"
)

// feedMost is how many decisions a feed holds.
const feedMost = 50

// undated stands for the day of a decision that names none: Atom asks for one,
// and the clock must not give it.
const undated = "1970-01-01"

// feedPages are the log's feed, and one for each tag beside the page of the tag.
func feedPages(b *build) []page {
	pages := []page{{path: feedAddress, make: func() ([]byte, error) {
		return b.feed(feedAddress, logAddress, b.title(), b.decisions), nil
	}}}
	for _, t := range b.tags.terms {
		pages = append(pages, page{path: t.feed, make: func() ([]byte, error) {
			members := slices.Clone(t.members)
			slices.SortFunc(members, func(x, y *placed) int { return cmp.Compare(x.index, y.index) })
			return b.feed(t.feed, t.address, b.t("feed.tag", b.title(), t.label), members), nil
		}})
	}
	return pages
}

// feed is the feed at an address, of the decisions that the page shows: those with the
// newest changes. decisions stand in log order.
func (b *build) feed(address, page, title string, decisions []*placed) []byte {
	newest := slices.Clone(decisions)
	slices.Reverse(newest)
	slices.SortStableFunc(newest, func(x, y *placed) int { return cmp.Compare(y.changed, x.changed) })
	newest = newest[:min(len(newest), feedMost)]
	updated := instant(undated)
	if len(newest) > 0 {
		updated = instant(newest[0].changed)
	}
	var x xmlDocument
	x.begin()
	x.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", cmp.Or(b.Settings.Language, "en"))
	x.text("title", title)
	x.text("id", b.feedID(page))
	x.text("updated", updated)
	x.open("author")
	x.text("name", b.title())
	x.shut("author")
	x.text("link", "", "rel", "self", "type", "application/atom+xml", "href", b.feedHref(address, address))
	x.text("link", "", "rel", "alternate", "type", "text/html", "href", b.feedHref(address, page))
	for _, d := range newest {
		x.open("entry")
		x.text("title", numberedTitle(d.Entry))
		x.text("id", b.feedID(d.page))
		if d.day != undated {
			x.text("published", instant(d.day))
		}
		x.text("updated", instant(d.changed))
		x.text("link", "", "rel", "alternate", "type", "text/html", "href", b.feedHref(address, d.page))
		for _, tag := range d.Tags[:min(len(d.Tags), mostTerms)] {
			x.text("category", "", "term", tag)
		}
		text := b.status(d.Standing()).Word
		if d.summary != "" {
			text += ". " + d.summary
		}
		x.text("summary", text, "type", "text")
		x.shut("entry")
	}
	x.shut("feed")
	return x.end()
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
