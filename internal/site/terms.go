package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

// facet is one way of gathering decisions: by status, tag, year, folder or person.
type facet struct {
	key   string  // its name in the log's address, and the end of the keys of its words
	dir   string  // the folder of its pages
	home  string  // the page that lists its terms, "" for none
	terms []*term // in the order that a reader looks for them
	byKey map[string]*term
}

// term is what decisions are gathered by: one tag, one status, one year.
type term struct {
	facet   *facet
	label   string
	key     string // what makes two spellings one
	address string
	further []string        // the pages of its list past the first
	feed    string          // of a tag: the address of its feed
	status  decision.Status // "" where it is no status
	members []*placed       // as the log lists them
}

// slug is a term's name in the log's address: that of its page.
func (t *term) slug() string {
	return strings.TrimSuffix(strings.TrimPrefix(t.address, t.facet.dir+"/"), ".html")
}

// add counts a decision among those of a term. The spelling that comes first is
// the one that is shown.
func (f *facet) add(key, label string, d *placed) *term {
	if key == "" {
		return nil
	}
	t := f.byKey[key]
	if t == nil {
		t = &term{facet: f, label: label, key: key}
		f.byKey[key] = t
		f.terms = append(f.terms, t)
	}
	if len(t.members) == 0 || t.members[len(t.members)-1] != d {
		t.members = append(t.members, d)
	}
	return t
}

// sort puts a facet's terms into the order of compare.
func (f *facet) sort(compare func(a, b *term) int) { slices.SortFunc(f.terms, compare) }

// summaries are the leads of the log's entries as plain text, made while the pages are
// placed.
type summaries struct {
	made  chan struct{} // closed once they are
	texts []struct{ summary, glance string }
}

// beginSummaries makes plain text of the leads.
func (b *build) beginSummaries() error {
	s := &summaries{make(chan struct{}), make([]struct{ summary, glance string }, len(b.Log.Entries))}
	b.summaries = s
	entries := b.Log.Entries
	go func() {
		defer close(s.made)
		forEach(entries, func(i int, e *ledger.Entry) {
			if !e.Restricted {
				s.texts[i].summary = summary(e.Lead)
				s.texts[i].glance = glance(s.texts[i].summary)
			}
		})
	}()
	return nil
}

// summarise gives the decisions their summaries. They stand in the log's order.
func (b *build) summarise() error {
	<-b.summaries.made
	n := 0
	for i, e := range b.Log.Entries {
		if n < len(b.decisions) && b.decisions[n].Entry == e {
			b.decisions[n].summary, b.decisions[n].glance = b.summaries.texts[i].summary, b.summaries.texts[i].glance
			n++
		}
	}
	b.summaries = nil
	return nil
}

// gatherTerms finds the statuses, tags, years, folders and people in use, and
// gives each a page. Tags and people that differ in capitals alone are one.
// Restricted decisions are in none.
func (b *build) gatherTerms() error {
	facetOf := func(key, dir, home string) *facet {
		return &facet{key: key, dir: dir, home: home, byKey: map[string]*term{}}
	}
	statuses, tags := facetOf("status", "status", ""), facetOf("tag", "tags", tagsAddress)
	years, folders := facetOf("year", "years", yearsAddress), facetOf("folder", "folders", foldersAddress)
	people := facetOf("person", "people", peopleAddress)
	for _, e := range b.rows {
		d, shown := b.byEntry[e]
		if !shown {
			continue
		}
		standing := knownStatus(d.Standing())
		statuses.add(string(standing), b.t("status."+string(standing)), d).status = standing
		for _, name := range b.bounded(d, d.Tags) {
			tags.add(tagKey(name), strings.TrimSpace(name), d)
		}
		years.add(d.year, d.year, d)
		folders.add(e.Folder(), e.Folder(), d)
		if !b.Settings.People {
			continue
		}
		for _, name := range b.bounded(d, d.Makers) {
			people.add(personKey(name), personName(name), d)
		}
	}
	order := shownStatuses()
	statuses.sort(func(x, y *term) int { return slices.Index(order, x.status) - slices.Index(order, y.status) })
	years.sort(func(x, y *term) int { return strings.Compare(y.key, x.key) })
	byKey := func(x, y *term) int { return strings.Compare(x.key, y.key) }
	tags.sort(byKey)
	people.sort(byKey)
	for _, d := range b.decisions {
		d.tags = tags.termsOf(d.Tags[:min(len(d.Tags), mostTerms)], tagKey)
		d.people = people.termsOf(d.Makers[:min(len(d.Makers), mostTerms)], personKey)
	}
	if len(folders.terms) < 2 {
		folders.terms, folders.byKey = nil, map[string]*term{} // a log in one folder is not told apart by it
	}
	b.facets = []*facet{statuses, tags, years, people, folders}
	b.statuses, b.tags, b.years, b.folders, b.people = statuses, tags, years, folders, people
	for _, f := range b.facets {
		for _, t := range f.terms {
			stem := f.dir + "/" + cmp.Or(decision.Slug(t.label), f.key)
			if f == statuses {
				stem = f.dir + "/" + t.key
			}
			t.address = b.claimFree(stem)
			t.further = b.claimFurther(stem, len(t.members))
			if f == tags {
				t.feed = strings.TrimSuffix(t.address, ".html") + ".xml"
				b.claim(t.feed)
			}
		}
	}
	b.further = b.claimFurther("log", len(b.rows))
	return nil
}

// claimFree takes the address that stem gives, or the first free one after it.
func (b *build) claimFree(stem string) string {
	address := stem + ".html"
	for n := 2; !b.claim(address); n++ {
		address = stem + "-" + strconv.Itoa(n) + ".html"
	}
	return address
}

// claimFurther takes the addresses of a list's pages past the first.
func (b *build) claimFurther(stem string, rows int) []string {
	var list []string
	for n := 2; (n-1)*pageRows < rows; n++ {
		list = append(list, b.claimFree(stem+"/"+strconv.Itoa(n)))
	}
	return list
}

// tagKey is what two spellings of a tag have in common.
func tagKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// personName is a person's name as the site shows it: without an address for
// mail, which a record may keep beside it, and with single blanks. It is "" where
// there is no name besides.
func personName(text string) string {
	if isOneLine(text) && !strings.ContainsAny(text, "<@") {
		return strings.Trim(text, " ,;<>") // as most are
	}
	for {
		from := strings.IndexByte(text, '<')
		to := strings.IndexByte(text[max(from, 0):], '>')
		if from < 0 || to < 0 {
			break
		}
		text = text[:from] + " " + text[from+to+1:]
	}
	words := strings.Fields(text)
	words = slices.DeleteFunc(words, func(word string) bool {
		return strings.LastIndexByte(word, '@') > 0 // one at the start is a handle
	})
	return strings.Trim(strings.Join(words, " "), " ,;<>")
}

// namesOf are people as a page of a decision names them: without addresses for
// mail. Of somebody who has nothing else the part before the @ is left.
func namesOf(people []string) []string {
	var names []string
	for _, text := range people {
		name := personName(text)
		if name == "" {
			name, _, _ = strings.Cut(strings.Trim(text, " ,;<>"), "@")
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// personKey is what two spellings of a person's name have in common.
func personKey(name string) string { return strings.ToLower(personName(name)) }

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

// termsOf are the terms of a facet that a decision names, each once. key makes a
// name into a term's key.
func (f *facet) termsOf(names []string, key func(string) string) []*term {
	var terms []*term
	for _, name := range names {
		if t := f.byKey[key(name)]; t != nil && !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	return terms
}

// mostTerms is how many tags of a decision, and how many people, get a page: each
// is a page, and each page has a row with all of them.
const mostTerms = 100

// bounded are the names that a decision is gathered by. More than a reader could
// read are a slip or an attack, and told once.
func (b *build) bounded(d *placed, names []string) []string {
	if len(names) > mostTerms {
		b.findings.Warnf(diag.Pos{File: d.Path}, "too-many", "keep those that somebody looks for", "the decision has %d names of one kind; the first %d are shown", len(names), mostTerms)
	}
	return names[:min(len(names), mostTerms)]
}

// termsOf are all terms that a decision is among, its status first.
func (b *build) termsOf(d *placed) []*term {
	terms := []*term{b.statuses.byKey[string(knownStatus(d.Standing()))]}
	terms = append(append(terms, d.tags...), d.people...)
	for _, t := range []*term{b.years.byKey[d.year], b.folders.byKey[d.Folder()]} {
		if t != nil {
			terms = append(terms, t)
		}
	}
	return terms
}

// linksTo are terms as links from a page.
func linksTo(from string, terms []*term) []Link {
	var links []Link
	for _, t := range terms {
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

// shownStatuses are the statuses that a decision can be shown with, in the order
// that readers look for them.
func shownStatuses() []decision.Status { return allStatuses }

var allStatuses = append(decision.Statuses(), decision.Superseded, decision.Unknown)

// knownStatus maps what no reader knows to unknown.
func knownStatus(s decision.Status) decision.Status {
	if slices.Contains(shownStatuses(), s) {
		return s
	}
	return decision.Unknown
}
