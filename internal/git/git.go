// Package git reads a repository: where it is, when its HEAD was committed and
// what happened to its files, which branch is the default one, which file names its
// branches hold, what a branch changed, and one commit's tree as an fs.FS. With the
// last, whatever reads a folder of decisions reads any commit of it too.
//
// The one program that is run is git, with its arguments as a list. A repository
// is somebody else's bytes, so nothing in it may run a program or reach the
// network: the commands used have no hooks, filters or text conversion, object
// names come from git or go to it over a pipe, folders are names and no patterns,
// the settings and variables in question are overridden (see command.go), and no
// transport is allowed. A partial clone therefore answers with an error where an
// object is not there yet; "git fetch --refetch" completes it.
//
// GIT_DIR and the other variables that send git to another repository are left
// out of its environment, since they are set while hooks run; a caller that
// means them gives them to Open.
//
// What it does not do: write anything, follow symbolic links of a commit, enter
// submodules, or show differences. Only Repo.Changed reads the index and the work
// tree (and Repo.History the .mailmap, which git takes from there). It compares the
// files itself: git would run the repository's filters on them.
//
// A Repo and an FS may be used by several goroutines at once.
package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The errors that callers branch on.
var (
	ErrNoGit    = errors.New("git is not installed, or not on the PATH")
	ErrNoRepo   = errors.New("not in the work tree of a git repository")
	ErrNoCommit = errors.New("no such commit")
)

// Repo is a repository as seen from one folder of its work tree.
type Repo struct {
	program string   // git's absolute path
	dir     string   // the folder that commands run in
	env     []string // the whole environment of every command
	top     string
	prefix  string
}

// Open finds the repository whose work tree dir lies in. env holds further
// variables for git as "NAME=value"; they win over the process's own.
//
// It is ErrNoGit where git cannot be found and ErrNoRepo where dir lies in no
// work tree: in no repository, in a bare one, or within .git itself. A
// repository that belongs to another user is an error of its own.
func Open(ctx context.Context, dir string, env ...string) (*Repo, error) {
	fail := func(err error) (*Repo, error) { return nil, fmt.Errorf("open repository %q: %w", dir, err) }
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fail(err)
	}
	if info, err := os.Stat(abs); err != nil {
		return fail(err)
	} else if !info.IsDir() {
		return fail(errors.New("not a folder"))
	}
	program, err := exec.LookPath("git")
	if err != nil {
		return fail(ErrNoGit)
	}
	r := &Repo{program: program, dir: abs, env: environment(env)}

	// Two calls, since a path may hold a newline and then one answer could not
	// be told from the next.
	out, err := r.run(ctx, "rev-parse", "--is-inside-work-tree", "--show-prefix")
	if err != nil {
		return fail(explain(err, abs))
	}
	inside, prefix, _ := strings.Cut(out, "\n")
	if inside != "true" {
		return fail(ErrNoRepo)
	}
	top, err := r.run(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return fail(explain(err, abs))
	}
	r.prefix = strings.TrimSuffix(strings.TrimSuffix(prefix, "\n"), "/")
	r.top = filepath.ToSlash(strings.TrimSuffix(top, "\n"))
	return r, nil
}

// Top is the absolute path of the work tree's top level, with forward slashes
// and symbolic links resolved.
func (r *Repo) Top() string { return r.top }

// Prefix is the path from Top to the folder given to Open, with forward slashes;
// "" at the top.
func (r *Repo) Prefix() string { return r.prefix }

// explain turns what git says where there is nothing to open into ErrNoRepo.
func explain(err error, dir string) error {
	var e *commandError
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case strings.Contains(e.said, "not a git repository"),
		strings.Contains(e.said, "cannot use bare repository"),
		strings.Contains(e.said, "must be run in a work tree"):
		return ErrNoRepo
	case strings.Contains(e.said, "dubious ownership"):
		return fmt.Errorf("%w; where you trust it, run: git config --global --add safe.directory %q", err, filepath.ToSlash(dir))
	}
	return err
}
