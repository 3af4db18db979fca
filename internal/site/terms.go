package site

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"tradeoff/internal/decision"
)

// term is what decisions are gathered by: a tag or a status.
type term struct {
	label   string
	address string
	feed    string          // of a tag: the address of its feed
	status  decision.Status // "" of a tag
	members []*placed       // as the log lists them
}

// summarise makes plain text of the leads.
func (b *build) summarise() error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, d := range b.decisions {
		group.Go(func() error {
			d.summary = summary(d.Lead)
			return nil
		})
	}
	return group.Wait()
}

// gatherTerms finds the tags and statuses in use. Tags that differ in capitals
// alone are one, under the spelling that comes first.
func (b *build) gatherTerms() error {
	statuses, tags := map[decision.Status]*term{}, map[string]*term{}
	for _, e := range b.rows {
		d, shown := b.byEntry[e]
		if !shown {
			continue
		}
		standing := knownStatus(d.Standing())
		if statuses[standing] == nil {
			statuses[standing] = &term{label: b.t("status." + string(standing)), address: "status/" + string(standing) + ".html", status: standing}
		}
		statuses[standing].members = append(statuses[standing].members, d)
		for _, name := range d.Tags {
			key := strings.ToLower(strings.TrimSpace(name))
			if key == "" {
				continue
			}
			if tags[key] == nil {
				tags[key] = &term{label: strings.TrimSpace(name)}
			}
			if t := tags[key]; len(t.members) == 0 || t.members[len(t.members)-1] != d {
				t.members = append(t.members, d)
			}
		}
	}
	for _, s := range append(decision.Statuses(), decision.Superseded, decision.Unknown) {
		if t := statuses[s]; t != nil {
			b.claim(t.address)
			b.statuses = append(b.statuses, t)
		}
	}
	b.tagByKey = tags
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		b.tags = append(b.tags, tags[key])
	}
	for _, t := range b.tags {
		slug := cmp.Or(decision.Slug(t.label), "tag")
		t.address = "tags/" + slug + ".html"
		for n := 2; !b.claim(t.address); n++ {
			t.address = "tags/" + slug + "-" + strconv.Itoa(n) + ".html"
		}
		t.feed = strings.TrimSuffix(t.address, ".html") + ".xml"
		b.claim(t.feed)
	}
	return nil
}

// findUses notes which decisions were made with which catalog.
func (b *build) findUses() error {
	for _, e := range b.rows {
		d, shown := b.byEntry[e]
		if shown && d.Input != nil && d.Input.Decision.Catalog != "" {
			id := d.Input.Decision.Catalog
			b.uses[id] = append(b.uses[id], d)
		}
	}
	return nil
}

// tagLinks are the tags of a decision, as links from a page.
func (b *build) tagLinks(from string, names []string) []Link {
	var links []Link
	for _, name := range names {
		t := b.tagByKey[strings.ToLower(strings.TrimSpace(name))]
		if t == nil || slices.ContainsFunc(links, func(l Link) bool { return l.Label == t.label }) {
			continue
		}
		links = append(links, Link{Label: t.label, Href: relative(from, t.address)})
	}
	return links
}

// termLinks are terms with their counts, as links from a page.
func termLinks(from string, terms []*term) []Link {
	links := make([]Link, len(terms))
	for i, t := range terms {
		links[i] = Link{Label: t.label, Href: relative(from, t.address), Count: len(t.members)}
	}
	return links
}

// knownStatus maps what no reader knows to unknown.
func knownStatus(s decision.Status) decision.Status {
	if slices.Contains(decision.Statuses(), s) || s == decision.Superseded {
		return s
	}
	return decision.Unknown
}
