package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
)

type supersedeOptions struct {
	by []string
}

func newSupersede(a *App) *cobra.Command {
	var o supersedeOptions
	cmd := &cobra.Command{
		Use:   "supersede ID… --by ID",
		Short: "Supersede decisions by others, at both ends",
		Long: `Supersede decisions by others: the older one gets its status and the link to its
successor, the newer one the link back, each in its file's own dialect.

Several may be superseded by one, and one by several. 3#4 supersedes a part of 3
alone: a heading's anchor, or a word of yours; its status stays then. The successor
has to be decided, or on its way: one that was rejected supersedes nothing. While
it is proposed, an older decision with an input stays in force and says what is to
come.`,
		Example: "  tradeoff supersede 3 --by 7\n  tradeoff supersede 3 4 --by 7\n  tradeoff supersede 3#rollback --by 7 --by 8",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 || len(o.by) == 0 {
				return usagef("tradeoff supersede needs the older decision, and the newer one behind --by\nsee tradeoff supersede --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runSupersede(args, o) },
	}
	cmd.Flags().StringArrayVar(&o.by, "by", nil, "the decision `ID` that takes their place; may be repeated")
	return cmd
}

func (a *App) runSupersede(older []string, o supersedeOptions) error {
	p, log, release, err := a.openToEdit()
	if err != nil {
		return err
	}
	defer release()
	ties, err := p.supersessions(log, older, o.by)
	if err != nil {
		return err
	}
	return p.writeTies(newChanges(p, log), ties)
}

// supersessions are the relations between older and newer decisions.
func (p *project) supersessions(log *ledger.Log, older, newer []string) ([]tie, error) {
	var ties []tie
	for _, by := range newer {
		from, err := p.entry(log, by)
		if err != nil {
			return nil, err
		}
		if from.Status == decision.Rejected {
			return nil, fmt.Errorf("%s was rejected, and supersedes nothing", p.show(from.Path))
		}
		if from.Status == decision.Superseded || from.Derived == decision.Superseded {
			p.app.note("%s is superseded itself", p.show(from.Path))
		}
		for _, word := range older {
			to, part, err := p.withPart(log, word)
			if err != nil {
				return nil, err
			}
			t := tie{from: from, to: to, kind: decision.Supersedes, part: part, partly: part != ""}
			if !slices.Contains(ties, t) {
				ties = append(ties, t)
			}
		}
	}
	return ties, nil
}
