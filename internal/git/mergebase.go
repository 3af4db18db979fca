package git

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// ErrShallow says that a shallow clone lacks the history that an answer needs.
var ErrShallow = errors.New("this clone is shallow and lacks the history in question; fetch more of it: git fetch --unshallow, or fetch-depth: 0 where a pipeline checks it out")

// MergeBase is the id of the commit where a and b parted, each of them a branch, a
// tag, an id or any other expression that git knows: the best of the commits that both
// come from, one of them where there are several. It is false where the two have no
// history in common.
//
// It is ErrNoCommit where one of them names no commit, and ErrShallow where a shallow
// clone cannot tell.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (id string, ok bool, err error) {
	fail := func(err error) (string, bool, error) {
		return "", false, fmt.Errorf("merge base of %q and %q: %w", a, b, err)
	}
	ids, err := r.ids(ctx, a, b)
	if err != nil {
		return fail(err)
	}
	out, err := r.run(ctx, "merge-base", ids[0], ids[1])
	if err == nil {
		return strings.TrimSpace(out), true, nil
	}
	var ended *exec.ExitError
	var said *commandError
	if !errors.As(err, &said) || !errors.As(said.err, &ended) || ended.ExitCode() != 1 {
		return fail(err)
	}
	ends, err := r.shallow(ctx)
	switch {
	case err != nil:
		return fail(err)
	case len(ends) > 0:
		return fail(ErrShallow)
	}
	return "", false, nil
}

// ids are the full ids of the commits that names mean, in their order. Names go to git
// over a pipe, so that none of them is taken for an option.
func (r *Repo) ids(ctx context.Context, names ...string) ([]string, error) {
	b, err := r.batch(ctx)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	ids := make([]string, len(names))
	for i, name := range names {
		c, err := b.commit(name)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		ids[i] = c.id
	}
	return ids, nil
}
