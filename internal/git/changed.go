package git

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Removed is what happened to a file that is not there any more.
const Removed Kind = Added + 1

// FileChange is what is another of one file between two states.
type FileChange struct {
	Kind Kind
	Path string // relative to the folder given to Open; of a removed file where it was
	From string // what was renamed
}

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
			return fail(fmt.Errorf("%w in this shallow clone; run git fetch --unshallow, or let the pipeline fetch all of the history", ErrNoMergeBase))
		}
		return fail(ErrNoMergeBase)
	case err != nil:
		return fail(err)
	}
	id, _, _ := strings.Cut(out, "\n")
	return id, nil
}

// Changed tells which files below the folder given to Open differ between the commit
// from and the commit to or, where that is "", the work tree, by path. Of the work tree
// untracked files count, ignored ones do not, and a file of which only the time is another
// is not changed. What was renamed is what git takes for it, half of the content being
// alike; between an untracked file and another it sees none. Submodules are left out.
//
// It runs no filter, text conversion or program that a repository asks for.
func (r *Repo) Changed(ctx context.Context, from, to string) ([]FileChange, error) {
	fail := func(err error) ([]FileChange, error) { return nil, fmt.Errorf("files changed since %s: %w", from, err) }
	base, err := r.ID(ctx, from)
	if err != nil {
		return nil, err
	}
	var changes []FileChange
	if to != "" {
		head, err := r.ID(ctx, to)
		if err != nil {
			return nil, err
		}
		out, err := r.run(ctx, append([]string{"diff-tree", "-r"}, append(differenceFlags, base, head)...)...)
		if err != nil {
			return fail(err)
		}
		raw, err := parseRaw(out)
		if err != nil {
			return fail(err)
		}
		for _, d := range raw {
			changes = append(changes, d.FileChange)
		}
	} else if changes, err = r.changedInTree(ctx, base); err != nil {
		return fail(err)
	}
	slices.SortFunc(changes, func(x, y FileChange) int { return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Kind, y.Kind)) })
	return slices.Compact(changes), nil
}

// differenceFlags make a comparison the same whatever a repository sets.
var differenceFlags = []string{"--raw", "-z", "--no-abbrev", "-M", "-l1000", "--relative", "--ignore-submodules=all", "--no-ext-diff", "--no-textconv"}

// changedInTree compares a commit with the work tree.
func (r *Repo) changedInTree(ctx context.Context, base string) ([]FileChange, error) {
	quiet, err := r.withoutFilters(ctx)
	if err != nil {
		return nil, err
	}
	out, err := quiet.run(ctx, append([]string{"diff-index"}, append(differenceFlags, base)...)...)
	if err != nil {
		return nil, err
	}
	raw, err := parseRaw(out)
	if err != nil {
		return nil, err
	}
	var changes []FileChange
	blobs, err := r.batch(ctx)
	if err != nil {
		return nil, err
	}
	defer blobs.Close()
	for _, d := range raw {
		// An id of zeros is a file that git has not read: its time is another.
		if d.Kind == Changed && strings.Trim(d.now, "0") == "" {
			same, err := r.sameBytes(blobs, d.was, d.Path)
			if err != nil {
				return nil, err
			}
			if same {
				continue
			}
		}
		changes = append(changes, d.FileChange)
	}
	others, err := quiet.run(ctx, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(others, "\x00") {
		if name != "" && !strings.HasSuffix(name, "/") { // a repository within this one
			changes = append(changes, FileChange{Kind: Added, Path: name})
		}
	}
	return changes, nil
}

// largestCompared bounds the files that are read to see whether they are the same.
const largestCompared = 8 << 20

// sameBytes tells whether a file of the work tree holds what an object does, be it with
// other line ends, which git may have written.
func (r *Repo) sameBytes(blobs *batch, id, name string) (bool, error) {
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestCompared {
		return false, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return false, nil // what cannot be read is not known to be the same
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, largestCompared))
	if err != nil {
		return false, nil
	}
	o, err := blobs.get(id)
	if errors.Is(err, errMissing) || errors.Is(err, errTooLarge) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	unix := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
	return bytes.Equal(data, o.data) || bytes.Equal(unix(data), unix(o.data)), nil
}

// withoutFilters is the repository with every filter that the settings have switched
// off: to compare a file with its object git would run it, for a file that a branch
// names in its .gitattributes.
func (r *Repo) withoutFilters(ctx context.Context) (*Repo, error) {
	out, err := r.run(ctx, "config", "-z", "--name-only", "--get-regexp", `^filter\.`)
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return nil, err
	}
	names := map[string]bool{}
	var keys []string
	for key := range strings.SplitSeq(out, "\x00") {
		name := strings.TrimPrefix(key, "filter.")
		if i := strings.LastIndexByte(name, '.'); i > 0 && !names[name[:i]] {
			names[name[:i]] = true
			keys = append(keys, name[:i])
		}
	}
	if len(keys) == 0 {
		return r, nil
	}
	quiet := *r
	quiet.env = slices.Clone(r.env)
	count := 0
	for _, v := range r.env {
		if n, ok := strings.CutPrefix(v, "GIT_CONFIG_COUNT="); ok {
			if count, err = strconv.Atoi(n); err != nil {
				return nil, fmt.Errorf("GIT_CONFIG_COUNT is %q, which is no number", n)
			}
		}
	}
	for _, name := range keys {
		for _, set := range [][2]string{{"clean", ""}, {"smudge", ""}, {"process", ""}, {"required", "false"}} {
			quiet.env = append(quiet.env, fmt.Sprintf("GIT_CONFIG_KEY_%d=filter.%s.%s", count, name, set[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", count, set[1]))
			count++
		}
	}
	quiet.env = append(quiet.env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", count))
	return &quiet, nil
}

// rawDifference is one line of git's raw form.
type rawDifference struct {
	FileChange
	was, now string // ids of the objects, zeros where there is none or it was not read
}

// parseRaw reads git's raw form: ":mode mode id id status", then one name or two, each of
// these ended by a zero byte.
func parseRaw(out string) ([]rawDifference, error) {
	words := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	if out == "" {
		return nil, nil
	}
	var list []rawDifference
	for len(words) > 0 {
		head := strings.Fields(words[0])
		if len(words) < 2 || len(head) != 5 || !strings.HasPrefix(head[0], ":") || head[4] == "" {
			return nil, fmt.Errorf("git: unexpected difference %q", words[0])
		}
		d := rawDifference{was: head[2], now: head[3]}
		d.Path = words[1]
		words = words[2:]
		switch head[4][0] {
		case 'A':
			d.Kind = Added
		case 'D':
			d.Kind = Removed
		case 'R', 'C':
			if len(words) == 0 {
				return nil, errors.New("git: a rename to nowhere")
			}
			d.Kind, d.From, d.Path = Renamed, d.Path, words[0]
			words = words[1:]
		}
		list = append(list, d)
	}
	return list, nil
}
