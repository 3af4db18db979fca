package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ledger"
	"tradeoff/internal/source"
)

type statusOptions struct {
	date string
}

func newStatus(a *App) *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status ID STATUS",
		Short: "Set a decision's status",
		Long: `Set a decision's status: draft, proposed, accepted, rejected or deprecated.

A record is edited in its own dialect: front matter, bullets, lines, a table or the
Status section; only the lines in question change. Where the decision has an input,
the input is edited and the record rendered. To accept one with its date and who
decided it use tradeoff accept; what supersedes it is written by tradeoff supersede.`,
		Example: "  tradeoff status 7 deprecated\n  tradeoff status 7 rejected --date 2026-11-23",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("tradeoff status needs a decision and a status, such as 7 deprecated\nsee tradeoff status --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runStatus(args[0], args[1], o) },
	}
	cmd.Flags().StringVar(&o.date, "date", "", "set the `DATE` of the decision too, as YYYY-MM-DD")
	return cmd
}

func (a *App) runStatus(word, status string, o statusOptions) error {
	switch {
	case status == string(decision.Superseded):
		return usagef("superseded follows from the successor; write it with tradeoff supersede %s --by ID", word)
	case !slices.Contains(decision.Statuses(), decision.Status(status)):
		return usagef("there is no status %q; %s", status, diag.DidYouMean(status, source.Words(decision.Statuses())))
	case o.date != "" && !validDate(o.date):
		return usagef("--date %s: not a date; write it as 2026-11-23", o.date)
	case status == string(decision.Accepted):
		return a.runAccept(word, acceptOptions{date: o.date})
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
	if e.Status == decision.Status(status) && (o.date == "" || e.Date == o.date) {
		a.note("%s is %s already", p.show(e.Path), status)
		return p.printChanged(nil)
	}
	c := newChanges(p, log)
	if err := c.setStatus(e, decision.Status(status), o.date); err != nil {
		return err
	}
	shown, err := c.write(p.options(log, ""), func(_ *ledger.Log, now map[*ledger.Entry]*ledger.Entry) error {
		if now[e].Status != decision.Status(status) {
			return fmt.Errorf("%s would read back as %s: nothing is written", p.show(e.Path), now[e].Status)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.printChanged(shown)
}

// setStatus writes a status, and a date where there is one, into the input or the
// record.
func (c *changes) setStatus(e *ledger.Entry, status decision.Status, date string) error {
	if err := c.editable(e); err != nil {
		return err
	}
	c.touch(e)
	c.follow(e)
	if e.Input == nil {
		data, err := c.record(e).SetStatus(status, date, nil)
		if err != nil {
			return err
		}
		c.records[e] = data
		return nil
	}
	values := []keyValue{{"status", string(status)}}
	if date != "" {
		values = append(values, keyValue{"date", date})
	}
	data, err := setKeys(e.Input, c.input(e), values...)
	if err != nil {
		return err
	}
	c.inputs[e] = data
	return nil
}

// keyValue is a key at the top of an input, with its new value.
type keyValue struct {
	key   string
	value any
}

// setKeys gives the bytes of an input with some of its keys set.
func setKeys(in *input.Input, data []byte, values ...keyValue) ([]byte, error) {
	for _, v := range values {
		node, err := source.FromGo(v.value)
		if err != nil {
			return nil, err
		}
		if data, err = source.Set(in.File, data, in.Format, []string{v.key}, node); err != nil {
			return nil, err
		}
	}
	return data, nil
}
