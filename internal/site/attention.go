package site

import (
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/decision"
)

// What needs attention, and how much of it stands above the log.
const (
	attentionMost = 4  // decisions in the strip; the rest is behind a link
	waitingLong   = 21 // days that a decision may be proposed
)

// reasons are why a decision needs attention, in the order of the page of them.
var reasons = []string{"review", "waiting", "unanswered"}

// concern is one decision that needs attention.
type concern struct {
	*placed
	why    map[string]Why // by reason
	rank   int            // overdue ones first
	days   int            // that it is late by
	behind string         // the worst cases without an answer
}

// first is the most urgent reason.
func (c *concern) first() Why {
	for _, reason := range reasons {
		if w, ok := c.why[reason]; ok {
			return w
		}
	}
	return Why{}
}

// Why is one reason in words.
type Why struct {
	Words   string
	Overdue bool
}

// findConcerns gathers what waits for somebody: decisions whose review is past,
// those that are proposed, and those of which a worst case of the chosen option
// can happen and has no answer. Those that are late come first, the latest on top.
func (b *build) findConcerns() error {
	all := make([]*concern, len(b.decisions))
	forEach(b.decisions, func(i int, d *placed) { all[i] = b.concernOf(d) })
	for _, c := range all {
		if len(c.why) > 0 {
			b.concerns = append(b.concerns, c)
		}
	}
	slices.SortStableFunc(b.concerns, func(x, y *concern) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(y.days, x.days))
	})
	b.waitPages = b.claimFurther("attention", b.countReasons())
	return nil
}

// concernOf says why a decision needs attention; for no reason where it does not.
func (b *build) concernOf(d *placed) *concern {
	c := &concern{placed: d, why: map[string]Why{}}
	standing := d.Standing()
	if standing != decision.Accepted && standing != decision.Proposed {
		return c
	}
	if open := b.unansweredOf(d); len(open) > 0 {
		c.why["unanswered"], c.rank = Why{Words: b.t("attention.unanswered", len(open))}, 2
		c.behind = strings.Join(open, "; ")
	}
	if standing == decision.Proposed {
		days, ok := b.daysSince(d.Day())
		w := Why{Words: b.t("attention.proposed")}
		if ok && days > 0 {
			w = Why{Words: b.t("attention.waiting", days), Overdue: days >= waitingLong}
			if years := days / 365; years > 1 {
				w.Words = b.t("attention.waiting-years", years)
			}
		}
		c.why["waiting"], c.rank, c.days = w, 3, days
		if w.Overdue {
			c.rank = 1
		}
		return c
	}
	day, _ := d.Entry.ReviewBy()
	if days, ok := b.daysSince(day); ok && days > 0 {
		c.why["review"], c.rank, c.days = Why{Words: b.t("attention.review", day), Overdue: true}, 0, days
	}
	return c
}

// unansweredOf are the titles of the worst cases that nobody has answered.
func (b *build) unansweredOf(d *placed) []string {
	if d.Input == nil || d.Input.Findings.HasErrors() || d.Input.Decision.Outcome.Option == "" {
		return nil
	}
	what := &d.Input.Decision
	assessment := b.judged(d)
	if assessment == nil || assessment.Option(what.Outcome.Option) == nil {
		return nil
	}
	var titles []string
	for _, w := range assessment.Option(what.Outcome.Option).WorstCases {
		if unanswered(what, &w) {
			titles = append(titles, plain(strings.TrimSuffix(w.Title, ".")))
		}
	}
	return titles
}

// judged is ground, but for what follows from the verdicts of an open decision:
// that takes most of the time, and is not asked for here.
func (b *build) judged(d *placed) *decision.Assessment {
	what := &d.Input.Decision
	if b.withheld.Any() || what.Status.Settled() || !b.knowsGround(what) {
		return b.ground(d)
	}
	a := advisor.Assess(what, b.catalogs[what.Catalog])
	return &a
}

// countReasons is how many lines the page of all that needs attention has: a
// decision stands under each of its reasons.
func (b *build) countReasons() int {
	n := 0
	for _, c := range b.concerns {
		n += len(c.why)
	}
	return n
}
