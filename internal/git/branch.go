package git

import (
	"context"
	"fmt"
	"strings"
)

// defaults are the branches that may be the default one, the likelier first.
var defaults = []string{
	"refs/remotes/origin/HEAD", // stands for what it points at
	"refs/remotes/origin/main",
	"refs/remotes/origin/master",
	"refs/heads/main",
	"refs/heads/master",
	"refs/heads/trunk",
}

// DefaultBranch is the branch that others are compared with unless something else
// is said, as a full name that Repo.FS takes, such as refs/remotes/origin/main. It
// is the first that exists of: the remote-tracking branch that
// refs/remotes/origin/HEAD points at, as a clone sets it; origin's main and master;
// the local main, master and trunk. It is false where there is none. Whether the
// branch is the one checked out makes no difference.
//
// It costs one process and does not look at the branch's commit, which Repo.FS may
// therefore find to be lost.
func (r *Repo) DefaultBranch(ctx context.Context) (ref string, ok bool, err error) {
	// A pattern finds what lies below it as well, such as a branch main/x.
	out, err := r.run(ctx, append([]string{"for-each-ref", "--format=%(refname) %(symref)"}, defaults...)...)
	if err != nil {
		return "", false, fmt.Errorf("find the default branch: %w", err)
	}
	target := map[string]string{}
	for line := range strings.Lines(out) {
		// No name of a ref has a space.
		name, to, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if name == defaults[0] {
			target[name] = to
		} else {
			target[name] = name
		}
	}
	for _, name := range defaults {
		to, exists := target[name]
		if exists && (name != defaults[0] || strings.HasPrefix(to, "refs/remotes/")) {
			return to, true, nil
		}
	}
	return "", false, nil
}
