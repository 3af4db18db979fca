package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/catalog"
	"tradeoff/internal/check"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
)

type acceptOptions struct {
	by   []string
	date string
}

func newAccept(a *App) *cobra.Command {
	var o acceptOptions
	cmd := &cobra.Command{
		Use:   "accept ID",
		Short: "Accept a decision: status, date and decision-makers in one go",
		Long: `Accept a decision: set its status, its date and who decided it, in one go.

Where it has an input, the input is edited, keeps what the decision was made
with, and the record is rendered. An option has to be chosen, and each of its
worst cases that can happen, or that cannot be ruled out, needs an answer: what
is missing is listed, and nothing is changed. So is what the rules of check say
of a decision once it is accepted, where that is an error. A record without an
input is edited in its own dialect. Only the lines in question change.`,
		Example: "  tradeoff accept 7 --by \"media team\"",
		Args:    exactArg("a decision: its number or its file"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runAccept(args[0], o) },
	}
	cmd.Flags().StringArrayVar(&o.by, "by", nil, "`WHO` decided; may be repeated; without it, whoever the decision names")
	cmd.Flags().StringVar(&o.date, "date", "", "the `DATE` of the decision as YYYY-MM-DD; today unless given")
	return cmd
}

func (a *App) runAccept(word string, o acceptOptions) error {
	if o.date == "" {
		o.date = a.today()
	} else if !validDate(o.date) {
		return usagef("--date %s: not a date; write it as 2026-11-23", o.date)
	}
	for _, who := range o.by {
		if strings.TrimSpace(who) == "" {
			return usagef("--by needs a name that is not empty")
		}
	}
	p, log, release, err := a.openToEdit()
	if err != nil {
		return err
	}
	defer release()
	e, err := p.entry(log, word)
	if err != nil {
		return err
	}
	switch {
	case e.Standing() == decision.Superseded:
		return fmt.Errorf("%s is superseded; accept its successor instead", p.show(e.Path))
	case e.Status == decision.Accepted && len(o.by) > 0:
		return fmt.Errorf("%s is accepted already; change who decided it where it is written", p.show(e.Path))
	case e.Status == decision.Accepted:
		a.note("%s is accepted already", p.show(e.Path))
		return nil
	case e.Input == nil:
		return p.acceptRecord(log, e, o)
	}
	return p.acceptInput(log, e, o)
}

// acceptRecord edits a record that is all prose.
func (p *project) acceptRecord(log *ledger.Log, e *ledger.Entry, o acceptOptions) error {
	var findings diag.List
	for i, line := range strings.Split(string(e.Record.Data), "\n") {
		if strings.Contains(line, `Chosen option: "", because …`) || record.IsUnwrittenLead(line) {
			findings.Warnf(diag.Pos{File: e.Path, Line: i + 1}, "missing-key", "say what was chosen, and why", "these are still the template's words")
		}
	}
	if hindering, err := p.hinderingAccept(log, e, o); err != nil {
		return err
	} else if len(hindering) > 0 {
		return &diag.Failure{Findings: p.shown(hindering)}
	}
	c := newChanges(p, log)
	if err := c.editable(e); err != nil {
		return err
	}
	data, err := e.Record.SetStatus(decision.Accepted, o.date, o.by)
	if err != nil {
		return err
	}
	c.records[e] = data
	if err := c.accepted(e, o.date); err != nil {
		return err
	}
	p.app.findings(p.shown(findings))
	return p.report(newFiles{record: e.Path})
}

// hinderingAccept are the errors of the project's rules that stand in a decision's way.
func (p *project) hinderingAccept(log *ledger.Log, e *ledger.Entry, o acceptOptions) (diag.List, error) {
	set, _ := p.catalogs()
	templates, findings := p.templates()
	if err := p.shown(findings).Err(); err != nil {
		return nil, err
	}
	checked := p.checkedIn(p.files, log, set, templates)
	checked.AsOf = o.date
	checked.Baseline, _ = check.LoadBaseline(p.files, p.settings.Baseline)
	return check.Hindering(checked, e), nil
}

// accepted writes what was accepted, with the records that tell of it.
func (c *changes) accepted(e *ledger.Entry, date string) error {
	c.touch(e)
	c.follow(e)
	o := c.p.options(c.log, "")
	o.Today = date
	_, err := c.write(o, func(_ *ledger.Log, now map[*ledger.Entry]*ledger.Entry) error {
		if s := now[e].Status; s != decision.Accepted {
			return fmt.Errorf("accept %s: it would read back as %s", c.p.show(e.Path), s)
		}
		return nil
	})
	return err
}

// acceptInput edits the input and renders the record.
func (p *project) acceptInput(log *ledger.Log, e *ledger.Entry, o acceptOptions) error {
	in := e.Input
	set, findings := p.catalogs()
	_, bad := p.defaults(p.folderOf(in.File), set)
	findings = append(append(findings, bad...), accepting(in, o.by, set)...)
	hindering, err := p.hinderingAccept(log, e, o)
	if err != nil {
		return err
	}
	for _, f := range hindering {
		if !slices.ContainsFunc(findings, func(have diag.Finding) bool {
			return have.Pos == f.Pos && have.Rule == f.Rule && have.Message == f.Message
		}) {
			findings = append(findings, f)
		}
	}
	if findings.HasErrors() {
		findings.Sort()
		return &diag.Failure{Findings: p.shown(findings)}
	}
	values := []keyValue{{"status", string(decision.Accepted)}, {"date", o.date}}
	if len(o.by) > 0 {
		values = append(values, keyValue{"decision-makers", o.by})
	}
	data, err := setKeys(in, in.Data, values...)
	if err != nil {
		return fmt.Errorf("accept %s: %w", p.show(in.File), err)
	}
	// What an earlier settlement stood on is not what this one does.
	if data, err = source.Delete(in.File, data, in.Format, []string{"decided-with"}); err != nil {
		return fmt.Errorf("accept %s: %w", p.show(in.File), err)
	}
	c := newChanges(p, log)
	c.inputs[e] = data
	if err := c.accepted(e, o.date); err != nil {
		return err
	}
	return p.report(newFiles{record: render.RecordPath(e), input: in.File})
}

// accepting is what is wrong with an input that is about to be accepted, at the
// places where it is wrong now: the lines that accept itself writes are not in it.
func accepting(in *input.Input, by []string, set catalog.Set) diag.List {
	accepted := *in
	d := &accepted.Decision
	d.Status, d.DecidedWith = decision.Accepted, nil
	if len(by) > 0 {
		d.DecisionMakers = by
	}
	return append(slices.Clone(in.Findings), accepted.Check(set)...)
}
