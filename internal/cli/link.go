package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
)

func newLink(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "link ID RELATION ID",
		Short: "State a relation between two decisions, at both ends",
		Long: `State a relation between two decisions, in both of their files.

RELATION is amends, depends-on, relates-to, conflicts-with or supersedes, or the
words of the other end: amended-by, needed-by, superseded-by. Each file says it in
its own way: an input under links, a record of adr-tools in its Status section, any
other under Links or More Information. Only the lines in question change. A part of
the other decision is named behind a #, which is a heading's anchor or a word of
yours. What is stated already is left as it is.`,
		Example: "  tradeoff link 7 amends 3\n  tradeoff link 7 depends-on 0003-one-database\n  tradeoff link 7 supersedes 3#rollback",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 3 {
				return usagef("tradeoff link needs a decision, a relation and a decision, such as 7 amends 3\nsee tradeoff link --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runLink(args[0], args[1], args[2]) },
	}
}

func (a *App) runLink(from, relation, to string) error {
	kind, reverse, ok := record.LinkKind(strings.ReplaceAll(relation, "-", " "))
	if !ok {
		var words []string
		for _, k := range decision.LinkKinds() {
			words = append(words, string(k), strings.ReplaceAll(k.Reverse(), " ", "-"))
		}
		return usagef("there is no relation %q; %s", relation, diag.DidYouMean(relation, words))
	}
	if reverse {
		from, to = to, from
	}
	p, log, release, err := a.openToEdit()
	if err != nil {
		return err
	}
	defer release()
	t := tie{kind: kind}
	var fromPart string
	if t.from, fromPart, err = p.withPart(log, from); err != nil {
		return err
	}
	if t.to, t.part, err = p.withPart(log, to); err != nil {
		return err
	}
	switch t.partly = t.part != ""; {
	case fromPart != "":
		return usagef("%s: the part belongs to the decision that is %s", from, kind.Reverse())
	case t.partly && kind != decision.Supersedes && kind != decision.Amends:
		return usagef("%s: only a decision that is superseded or amended has a part named", to)
	}
	return p.writeTies(newChanges(p, log), []tie{t})
}

// writeTies writes relations, and tells which decisions were changed.
func (p *project) writeTies(c *changes, ties []tie) error {
	for _, t := range ties {
		if err := c.tie(t); err != nil {
			return err
		}
	}
	shown, err := c.write(p.options(c.log, ""), proveTies(ties))
	if err != nil {
		return err
	}
	if len(shown) == 0 {
		var words []string
		for _, t := range ties {
			words = append(words, fmt.Sprintf("%s %s %s", t.from.ID, t.kind.Words(), t.to.ID))
		}
		p.app.note("nothing to write: %s is stated already", strings.Join(words, ", "))
	}
	return p.printChanged(shown)
}
