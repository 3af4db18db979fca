package git

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// ErrNoMergeBase is met where two commits have no commit in common.
var ErrNoMergeBase = errors.New("no commit in common")

// ID is the full id of the commit that ref names; ErrNoCommit where it names none.
func (r *Repo) ID(ctx context.Context, ref string) (string, error) {
	fail := func(err error) (string, error) { return "", fmt.Errorf("find commit %q: %w", ref, err) }
	b, err := r.batch(ctx)
	if err != nil {
		return fail(err)
	}
	defer b.Close()
	c, err := b.commit(ref)
	if err != nil {
		return fail(err)
	}
	return c.id, nil
}

// MergeBase is the id of the best commit that the two named ones come from. Of several
// that are equally good it is the one that git names first. It is ErrNoMergeBase where
// there is none, be it that a shallow clone lacks it.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (string, error) {
	fail := func(err error) (string, error) { return "", fmt.Errorf("merge base of %s and %s: %w", a, b, err) }
	one, err := r.ID(ctx, a)
	if err != nil {
		return "", err
	}
	other, err := r.ID(ctx, b)
	if err != nil {
		return "", err
	}
	out, err := r.run(ctx, "merge-base", one, other)
	var ended *commandError
	var exit *exec.ExitError
	switch {
	case errors.As(err, &ended) && errors.As(ended.err, &exit) && exit.ExitCode() == 1 && ended.said == "":
		if ends, err := r.shallow(ctx); err == nil && len(ends) > 0 {
			return fail(fmt.Errorf("%w in this shallow clone; fetch more of the history: git fetch --unshallow, or fetch-depth: 0 where a pipeline checks it out", ErrNoMergeBase))
		}
		return fail(ErrNoMergeBase)
	case err != nil:
		return fail(err)
	}
	id, _, _ := strings.Cut(out, "\n")
	return id, nil
}
