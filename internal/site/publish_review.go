package site

import (
	"slices"
	"strings"

	"tradeoff/internal/review"
)

// publishReview makes the review such as everybody may read it: without what is
// restricted, and without what site.hide names.
func (b *build) publishReview() {
	if b.Review == nil {
		return
	}
	r := *b.Review
	r.Base, r.Head = b.secrets.Text(r.Base), b.secrets.Text(r.Head)
	r.Decisions = slices.Clone(r.Decisions)
	for i, c := range r.Decisions {
		r.Decisions[i] = b.publishedChange(c)
	}
	r.Catalogs = slices.Clone(r.Catalogs)
	b.secrets.Clear(&r.Catalogs)
	r.Brought = b.secrets.Findings(r.Brought)
	r.Governed, r.Proposed = b.publishedGovernors(r.Governed), b.publishedGovernors(r.Proposed)
	b.secrets.Clear(&r.Needs)
	b.Review = &r
}

// publishedChange is a change as everybody may read it.
func (b *build) publishedChange(c review.Change) review.Change {
	e := b.Log.Entry(c.Path)
	if c.Restricted || b.hidden[c.Path] || b.hidden[c.From] || e != nil && e.Restricted {
		id := c.ID
		if !c.Restricted {
			id = "" // which may be its name
		}
		return review.Change{Kind: c.Kind, ID: id, Was: c.Was, Status: c.Status, Restricted: true}
	}
	if b.withheld.Any() {
		c.Lead = ""
		if e != nil {
			c.Lead = e.Lead // of the record as its own page has it
		}
		c.Risks = b.publishedRisks(c.Risks)
		if !b.Review.Withheld.Covers(b.withheld) {
			// What was put into words with all that is hidden cannot be taken out of them.
			c.Values, c.Prose = b.shownValues(c.Values), nil
		}
	}
	path, from, id := c.Path, c.From, c.ID // which nothing restricted has
	b.secrets.Clear(&c)
	c.Path, c.From, c.ID = path, from, id
	return c
}

// publishedRisks are risks without who answers for them, where people are hidden.
func (b *build) publishedRisks(risks []review.Risk) []review.Risk {
	risks = slices.Clone(risks)
	for i := range risks {
		if b.withheld.People {
			risks[i].By = ""
		}
	}
	return risks
}

// shownValues are the values of a review that was made with all that is hidden which
// hold nothing of it. They are plain text, of which no part can be taken: one that may
// hold what is hidden goes wholly.
func (b *build) shownValues(values []review.Value) []review.Value {
	return slices.DeleteFunc(slices.Clone(values), func(v review.Value) bool {
		// Of what there are several, the key goes on behind a dot: answers.cold-start.
		switch key, _, _ := strings.Cut(v.Key, "."); key {
		case "decision-makers", "consulted", "informed":
			return b.withheld.People
		case "answers": // each with who answers for it, and with what is watched
			return b.withheld.Any()
		case "profile", "judged", "measured", "prices":
			return b.withheld.Profile || b.withheld.Costs
		}
		return false
	})
}
