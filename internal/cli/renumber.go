package cli

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

type renumberOptions struct {
	to   int
	base string
}

func newRenumber(a *App) *cobra.Command {
	var o renumberOptions
	cmd := &cobra.Command{
		Use:   "renumber [ID…]",
		Short: "Give a decision another number, and rewrite every link to it",
		Long: `Give a decision another number: its files are renamed, the number in its title
follows, and every link to it is rewritten, in records, inputs and any other
Markdown page of the project. The old address is noted in .tradeoff/moved.yaml, so
that a site can lead on from it.

Without an ID it looks for numbers that two files of one folder have, as they come
to be when two branches are merged, and moves the file that is not on the base
branch. Where neither or both are, it asks to be told. The new number is the next
that is free in the folder and on every branch that git knows of.

Links that still use an old address which is noted there are led on as well: those of
another branch, or of a run that was ended half-way.`,
		Example: "  tradeoff renumber                  # after a merge, where a number is taken twice\n  tradeoff renumber 0007-use-redis --to 12",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("to") && o.to < 0 {
				return usagef("--to %d: a number is 0 or more", o.to)
			}
			if !cmd.Flags().Changed("to") {
				o.to = -1
			}
			return a.runRenumber(args, o)
		},
	}
	cmd.Flags().IntVar(&o.to, "to", 0, "the new `NUMBER`; the next free one unless given")
	cmd.Flags().StringVar(&o.base, "base", "", "the branch or commit `REF` whose files keep their numbers; the default branch unless given")
	return cmd
}

// renumbered is one decision that moves.
type renumbered struct {
	e        *ledger.Entry
	number   int
	path     string // new, of the record
	previous string // its id until then
}

func (a *App) runRenumber(words []string, o renumberOptions) error {
	if o.to >= 0 && len(words) != 1 {
		return usagef("--to needs the one decision that gets the number")
	}
	p, log, release, err := a.openToEdit()
	if err != nil {
		return err
	}
	defer release()
	var movers []*ledger.Entry
	for _, word := range words {
		e, err := p.entry(log, word)
		if err != nil && log.MovedFrom(word) != nil {
			continue // it moved already: what is left of that is done below
		}
		if err != nil {
			return err
		}
		movers = append(movers, e)
	}
	if len(words) == 0 {
		if movers, err = p.takenTwice(a.Ctx, log, o.base); err != nil {
			return err
		}
	}
	for _, dir := range foldersOf(movers) {
		if dir == "." {
			continue // the project's own folder is held already
		}
		release, err := p.lock(dir)
		if err != nil {
			return err
		}
		defer release()
	}
	moves, err := p.newNumbers(a.Ctx, log, movers, o.to)
	if err != nil {
		return err
	}
	if len(moves) == 0 {
		a.note("no number is taken twice")
	}
	if err := p.ambiguous(log, moves).Err(); err != nil {
		return err
	}
	c := newChanges(p, log)
	mentions, err := c.renumber(moves)
	if err != nil {
		return err
	}
	shown, err := c.write(p.options(log, ""), proveMoved(p, log, moves))
	if err != nil {
		return err
	}
	if len(moves) == 0 && len(shown)+len(c.others) > 0 {
		a.note("links to old addresses lead to the new ones now, in %s", count(len(shown)+len(c.others), "file"))
	}
	a.findings(p.shown(mentions))
	return p.printMoved(moves)
}

// ambiguous are the relations that name a number which several decisions have until
// now, and of which one moves: nobody but a person can tell which is meant.
func (p *project) ambiguous(log *ledger.Log, moves []renumbered) diag.List {
	var findings diag.List
	for _, e := range log.Entries {
		for _, r := range e.Relations {
			if r.Other != nil || r.Pos.Line == 0 {
				continue
			}
			candidates := log.Candidates(e, r.Target)
			i := slices.IndexFunc(moves, func(m renumbered) bool { return slices.Contains(candidates, m.e) })
			if len(candidates) < 2 || i < 0 {
				continue
			}
			pos := r.Pos
			pos.File = p.show(pos.File)
			findings.Errorf(pos, "renumber", "write it as a link to the file that is meant, then run it again",
				"%s %s may mean %s or another of that number", r.Words(), r.Target, path.Base(moves[i].e.Path))
		}
	}
	return findings
}

// foldersOf are the folders of entries, each once, in order.
func foldersOf(entries []*ledger.Entry) []string {
	var dirs []string
	for _, e := range entries {
		dirs = append(dirs, path.Dir(e.Path))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// takenTwice are the entries that have to give way where a folder has a number twice.
func (p *project) takenTwice(ctx context.Context, log *ledger.Log, base string) ([]*ledger.Entry, error) {
	type place struct {
		dir    string
		number int
	}
	byNumber := map[place][]*ledger.Entry{}
	var places []place
	for _, e := range log.Entries {
		if e.Number < 0 {
			continue
		}
		at := place{e.Folder(), e.Number}
		if len(byNumber[at]) == 1 {
			places = append(places, at)
		}
		byNumber[at] = append(byNumber[at], e)
	}
	if len(places) == 0 && base == "" {
		return nil, nil
	}
	before, ref, err := p.baseFiles(ctx, base)
	if err != nil {
		return nil, err
	}
	if closer, ok := before.(interface{ Close() error }); ok {
		defer closer.Close()
	}
	var movers []*ledger.Entry
	var findings diag.List
	for _, at := range places {
		var kept, others []*ledger.Entry
		for _, e := range byNumber[at] {
			if before != nil {
				if _, err := fs.Stat(before, e.Path); err == nil {
					kept = append(kept, e)
					continue
				}
			}
			others = append(others, e)
		}
		if len(kept) == 1 {
			movers = append(movers, others...)
			continue
		}
		why := "none of them is on " + ref
		if before == nil {
			why = "there is no base branch to tell which of them was first"
		} else if len(kept) > 1 {
			why = "more than one of them is on " + ref
		}
		for _, e := range byNumber[at][1:] {
			findings.Errorf(diag.Pos{File: p.show(e.Path)}, "renumber", "name the one that moves: tradeoff renumber "+p.show(e.Path),
				"%s has the number %d too, and %s", path.Base(byNumber[at][0].Path), at.number, why)
		}
	}
	return movers, findings.Err()
}

// baseFiles is the project as it is on the base branch, nil where there is none.
func (p *project) baseFiles(ctx context.Context, base string) (fs.FS, string, error) {
	repo, err := p.repo(ctx)
	if err != nil || repo == nil {
		if base != "" && err == nil {
			err = usagef("--base %s: this is no git repository", base)
		}
		return nil, "", err
	}
	if base == "" {
		ref, ok, err := repo.DefaultBranch(ctx)
		if err != nil || !ok {
			return nil, "", err
		}
		base = ref
	}
	files, err := repo.FS(ctx, base)
	if err != nil {
		return nil, "", fmt.Errorf("look at the base branch: %w", err)
	}
	return files, strings.TrimPrefix(strings.TrimPrefix(base, "refs/heads/"), "refs/remotes/"), nil
}

// newNumbers finds a number and a path for each entry that moves.
func (p *project) newNumbers(ctx context.Context, log *ledger.Log, movers []*ledger.Entry, to int) ([]renumbered, error) {
	var moves []renumbered
	given := map[string][]string{} // names by folder, those given out here included
	for _, e := range movers {
		dir, base := path.Split(e.Path)
		dir = path.Clean(dir)
		switch {
		case e.Number < 0:
			return nil, usagef("%s has no number in its name", p.show(e.Path))
		case !strings.Contains(base, e.ID):
			return nil, usagef("%s has its number from its folder; rename that", p.show(e.Path))
		}
		if given[dir] == nil {
			names, err := p.taken(ctx, dir)
			if err != nil {
				return nil, err
			}
			given[dir] = names
		}
		number := to
		if number < 0 {
			number = nextNumber(given[dir])
		}
		m := renumbered{e: e, number: number, previous: e.ID}
		m.path = path.Join(dir, strings.Replace(base, e.ID, record.Padded(number, e.ID), 1))
		if number == e.Number {
			return nil, usagef("%s has the number %d already", p.show(e.Path), number)
		}
		for _, other := range log.Entries {
			if path.Dir(other.Path) == dir && other.Number == number {
				return nil, usagef("--to %d: %s has that number", number, p.show(other.Path))
			}
		}
		given[dir] = append(given[dir], path.Base(m.path))
		moves = append(moves, m)
	}
	return moves, nil
}

// nextNumber is one more than the highest number in the names of records and inputs.
func nextNumber(names []string) int {
	next := 1
	for _, name := range names {
		if number, ok := numberOf(name); ok {
			next = max(next, number+1)
		}
	}
	return next
}

// proveMoved tells whether everything that was tied to something before is tied to
// the same after.
func proveMoved(p *project, before *ledger.Log, moves []renumbered) func(*ledger.Log, map[*ledger.Entry]*ledger.Entry) error {
	return func(after *ledger.Log, now map[*ledger.Entry]*ledger.Entry) error {
		for _, m := range moves {
			if n := now[m.e]; n.Path != m.path && n.Record != nil || n.Number != m.number {
				return fmt.Errorf("%s would read back as number %d: nothing is written", p.show(m.path), n.Number)
			}
		}
		for _, old := range before.Entries {
			for _, r := range old.Relations {
				if r.Other == nil {
					continue
				}
				if !slices.ContainsFunc(now[old].Relations, func(n ledger.Relation) bool {
					return n.Other == now[r.Other] && n.Kind == r.Kind && n.Reverse == r.Reverse
				}) {
					return fmt.Errorf("%s would no longer be tied to %s: nothing is written", p.show(old.Path), p.show(r.Other.Path))
				}
			}
		}
		return nil
	}
}

// printMoved prints each move on a line, or with --json a list of them.
func (p *project) printMoved(moves []renumbered) error {
	type moved struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	out := []moved{}
	for _, m := range moves {
		out = append(out, moved{p.show(m.e.Path), p.show(m.path)})
	}
	if p.app.global.json {
		return writeJSON(p.app.Out, out)
	}
	for _, m := range out {
		fmt.Fprintf(p.app.Out, "%s → %s\n", m.From, m.To)
	}
	return nil
}
