package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
)

type dueOptions struct {
	measured string
	asOf     string
}

func newDue(a *App) *cobra.Command {
	var o dueOptions
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List what must be looked at again: review dates and watched figures",
		Long: `List what must be looked at again among the accepted decisions: those whose
review-by is past, and the answers to worst cases whose watched figure has passed
its bound. It exits 1 when anything is due.

The figures come from --measured: {requests-per-month: 21400000} for all
decisions, {0007: {requests-per-month: 21400000}} for one, or both. An answer that
says when it happened is watched no longer.`,
		Example: "  tradeoff due --measured metrics.json\n  tradeoff due --as-of 2027-05-01",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runDue(o) },
	}
	cmd.Flags().StringVar(&o.measured, "measured", "", "hold the figures in `FILE`, JSON, YAML or TOML, against the answers; - for JSON from standard input")
	cmd.Flags().StringVar(&o.asOf, "as-of", "", "the `DATE` that reviews are due for, as YYYY-MM-DD; today unless given")
	return cmd
}

// dueItem is one thing in due --json. What belongs to the other kind is null.
type dueItem struct {
	Decision  string   `json:"decision"` // its id
	Path      string   `json:"path"`
	Title     string   `json:"title"`
	Kind      string   `json:"kind"` // review or watch
	Due       bool     `json:"due"`  // false for a watched figure that nobody measured
	Because   string   `json:"because"`
	File      string   `json:"file"` // where the date or the answer stands
	Line      int      `json:"line"`
	ReviewBy  *string  `json:"review_by"`
	Days      *int     `json:"days"` // since then
	WorstCase *string  `json:"worst_case"`
	Field     *string  `json:"field"`
	Above     *float64 `json:"above"`
	Below     *float64 `json:"below"`
	Measured  *float64 `json:"measured"`
	By        *string  `json:"by"` // who accepted

	todo string // what to do about it
}

func (a *App) runDue(o dueOptions) error {
	if o.asOf == "" {
		o.asOf = a.today()
	} else if !validDate(o.asOf) {
		return usagef("--as-of %s: not a date; write it as 2026-11-23", o.asOf)
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	log, err := p.log(a.Ctx)
	if err != nil {
		return err
	}
	set, findings := p.catalogs()
	if findings.HasErrors() {
		return &diag.Failure{Findings: p.shown(findings)}
	}
	m := &measured{}
	if o.measured != "" {
		if m, findings, err = p.readMeasured(o.measured, log, set); err != nil {
			return err
		}
	}
	items := []dueItem{}
	for _, e := range log.Entries {
		if e.Input != nil && e.Input.Findings.HasErrors() && (e.Status == decision.Accepted || e.Status == decision.Unknown) {
			// What is due in it cannot be told, which is not to say that nothing is.
			findings = append(findings, p.shown(e.Input.Findings)...)
			continue
		}
		if e.Standing() == decision.Accepted {
			items = append(items, p.reviewOf(e, o.asOf)...)
			items = append(items, p.watchesOf(e, set, m, o.asOf)...)
		}
	}
	return a.tellDue(items, findings, o.measured)
}

// tellDue prints what is due, and what of it could not be told.
func (a *App) tellDue(items []dueItem, findings diag.List, measured string) error {
	due := 0
	var without []string
	for _, item := range items {
		if !item.Due {
			without = append(without, fmt.Sprintf("%s (%s, %s)", *item.Field, item.Decision, *item.WorstCase))
			continue
		}
		due++
		if !a.global.json {
			fmt.Fprintf(a.Out, "%s: %s\n  %s: %s\n", item.Decision, item.Because, diag.Pos{File: item.File, Line: item.Line}, item.todo)
		}
	}
	if a.global.json {
		if err := writeJSON(a.Out, items); err != nil {
			return err
		}
	}
	a.findings(findings)
	switch names := strings.Join(without, ", "); {
	case len(without) == 0:
	case measured == "":
		a.note("%s not measured; hand them in with --measured FILE: %s", were(len(without)), names)
	default:
		a.note("%s not in %s: %s", were(len(without)), measured, names)
	}
	if due > 0 || findings.HasErrors() {
		return errReported
	}
	a.note("nothing is due")
	return nil
}

func were(n int) string {
	if n == 1 {
		return "1 watched figure was"
	}
	return fmt.Sprintf("%d watched figures were", n)
}

// reviewOf is the review of a decision, where its day is past. A record without an
// input may name the day in its front matter.
func (p *project) reviewOf(e *ledger.Entry, asOf string) []dueItem {
	day, at := e.ReviewBy()
	by, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	now, err := time.Parse(time.DateOnly, asOf)
	days := int(now.Sub(by).Hours() / 24)
	if err != nil || days <= 0 {
		return nil
	}
	item := p.dueItem(e, "review", at)
	item.Due, item.ReviewBy, item.Days = true, &day, &days
	item.Because = fmt.Sprintf("the review by %s is %s past", day, count(days, "day"))
	item.todo = "look again, and set review-by to the next day for it"
	return []dueItem{item}
}

func (p *project) dueItem(e *ledger.Entry, kind string, at diag.Pos) dueItem {
	return dueItem{Decision: e.ID, Path: p.show(e.Path), Title: e.Title, Kind: kind, File: p.show(at.File), Line: at.Line}
}

// watchesOf holds what was measured against the answers of a decision: the figures
// that have passed their bounds, and those that were not measured.
func (p *project) watchesOf(e *ledger.Entry, set catalog.Set, m *measured, asOf string) []dueItem {
	if e.Input == nil {
		return nil
	}
	d := &e.Input.Decision
	var items []dueItem
	for i := range d.Outcome.Answers {
		answer := &d.Outcome.Answers[i]
		w := answer.Watch
		if w == nil || w.Above == nil && w.Below == nil || answer.Happened != "" {
			continue
		}
		item := p.dueItem(e, "watch", e.Input.Root.PosOf("outcome", "answers", i))
		item.WorstCase, item.Field, item.Above, item.Below, item.By = orNull(answer.WorstCase), orNull(w.Field), w.Above, w.Below, orNull(answer.By)
		value, told := m.of(e, w.Field)
		if !told {
			item.Because = w.Field + " was not measured"
			items = append(items, item)
			continue
		}
		item.Measured = &value
		item.Due = w.Above != nil && value > *w.Above || w.Below != nil && value < *w.Below
		if !item.Due {
			continue
		}
		assessment := render.AssessmentOf(d, set)
		worst := worstTitle(d, &assessment, answer.WorstCase)
		item.Because = passedWords(fieldOf(d, &assessment, set, w.Field), value, answer, worst)
		item.todo = fmt.Sprintf("look again at “%s”; if it has happened, write happened: %s on this answer", worst, asOf)
		items = append(items, item)
	}
	return items
}

// worstTitle is the title of a worst case of the chosen option.
func worstTitle(d *decision.Decision, a *decision.Assessment, id string) string {
	if o := a.Option(d.Outcome.Option); o != nil {
		for _, w := range o.WorstCases {
			if w.ID == id && w.Title != "" {
				return plainText(w.Title)
			}
		}
	}
	return id
}
