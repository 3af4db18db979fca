package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// follow compares each commit with each of its parents, in the paths, and takes l
// through them until it has nothing left to follow.
func (r *Repo) follow(ctx context.Context, commits []Commit, paths []string, l *lineage) error {
	var pairs strings.Builder
	for _, c := range commits {
		for _, parent := range c.parents {
			pairs.WriteString(c.ID + " " + parent + "\n")
		}
	}
	fail := func(err error) error { return fmt.Errorf("git diff-tree: %w", err) }
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	// --always makes it name the commit of every pair, so that answers and questions
	// agree. The limit of files among which a rename is looked for is git's own,
	// which a setting could change.
	args := []string{"diff-tree", "--stdin", "--always", "-r", "-z", "--name-status", "-M", "-l1000", "--"}
	cmd := r.command(inner, append(args, paths...)...)
	said := &report{}
	cmd.Stdin, cmd.Stderr = strings.NewReader(pairs.String()), said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return fail(err)
	}
	d := &differences{out: bufio.NewReaderSize(out, 64<<10)}
	for i := range commits {
		if len(l.live) == 0 {
			break
		}
		var changes []map[string]change
		if changes, err = d.commit(commits[i], l.live[commits[i].ID]); err != nil {
			break
		}
		l.step(&commits[i], i, changes)
	}
	if !d.ended {
		cancel() // nobody reads what it would still say
	}
	waited := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return fail(ctx.Err())
	case d.ended && waited != nil:
		return &commandError{command: "diff-tree", said: said.String(), err: waited}
	case errors.Is(err, io.EOF):
		return fail(io.ErrUnexpectedEOF)
	}
	return err
}

// differences reads what diff-tree writes: for each pair the commit's id, then
// the differences, each a letter and one name, or two where something was renamed.
// A zero byte ends each of these words.
type differences struct {
	out   *bufio.Reader
	next  string // a word that was read too early
	ended bool   // all was read
}

// word gives the next word; io.EOF where there is no other, or only a part of it.
func (d *differences) word() (string, error) {
	if w := d.next; w != "" {
		d.next = ""
		return w, nil
	}
	w, err := d.out.ReadString(0)
	d.ended = d.ended || err != nil
	return strings.TrimSuffix(w, "\x00"), err
}

// commit reads a commit's differences to each of its parents, as far as they
// concern the names in at.
func (d *differences) commit(c Commit, at *names) ([]map[string]change, error) {
	changes := make([]map[string]change, len(c.parents))
	for i := range changes {
		id, err := d.word()
		if err != nil {
			return nil, err
		}
		if id != c.ID {
			return nil, fmt.Errorf("git diff-tree: unexpected answer %q", id)
		}
		changes[i] = map[string]change{}
		err = d.pair(func(name string, is change) {
			if at != nil && at.get(name) != nil {
				changes[i][name] = is
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// pair calls do with the child's names of a pair's differences. The end of all
// output ends a pair as well; where that is too early, the next pair is missed or
// the process ended badly.
func (d *differences) pair(do func(name string, is change)) error {
	for {
		status, err := d.word()
		switch {
		case errors.Is(err, io.EOF) && status == "":
			return nil
		case err != nil:
			return err
		case isID(status):
			d.next = status
			return nil
		case status == "":
			return errors.New("git diff-tree: a difference of no kind")
		}
		name, err := d.word()
		if err != nil {
			return err
		}
		switch status[0] {
		case 'A':
			do(name, change{fate: added})
		case 'D': // not the child's
		case 'R':
			from := name
			if name, err = d.word(); err != nil {
				return err
			}
			do(name, change{fate: renamed, from: from})
		default:
			do(name, change{fate: edited})
		}
	}
}
