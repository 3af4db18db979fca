package git

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// FileChange is one file that differs between two states of the repository. Its paths
// are relative to the folder given to Open, with forward slashes.
type FileChange struct {
	Path string // of a removed file, the one that it had
	From string // the path that a renamed file had, "" of others
	Kind Kind
}

// version is a file as one state has it.
type version struct {
	kind kind
	id   string
}

// pair is a path in two states; nil stands for no file.
type pair struct {
	path    string
	old, is *version
}

// Changed gives the files that differ between the commit from and the commit to, or
// between from and the work tree where to is "", sorted by path. Of a work tree, files
// that git does not know count as well, unless they are ignored; whether a change is
// staged makes no difference. A file counts as renamed where one that is gone had at
// least half of its content.
//
// Only what lies at or below the folder given to Open is told, and a file that came
// from elsewhere was added. Submodules, names that are not UTF-8, and changes of
// nothing but the right to execute are left out. Symbolic links are files.
//
// Nothing of the repository runs, not even the filters that its attributes ask for. A
// file of the work tree is compared as its bytes are, but for the ends of its lines;
// where git's index says that it was not touched since it was checked out, it is taken
// to be what was checked out.
func (r *Repo) Changed(ctx context.Context, from, to string) ([]FileChange, error) {
	fail := func(err error) ([]FileChange, error) {
		state := "the work tree"
		if to != "" {
			state = fmt.Sprintf("%q", to)
		}
		return nil, fmt.Errorf("files that differ between %q and %s: %w", from, state, err)
	}
	base, err := r.ID(ctx, from)
	if err != nil {
		return nil, err
	}
	var pairs []pair
	var work *workTree
	if to != "" {
		head, bad := r.ID(ctx, to)
		if bad != nil {
			return nil, bad
		}
		pairs, err = r.raw(ctx, "diff-tree", "-r", base, head)
	} else if work, err = r.workTree(); err == nil {
		defer work.Close()
		pairs, err = r.pairsWithWorkTree(ctx, work, base)
	}
	if err != nil {
		return fail(err)
	}
	pairs = slices.DeleteFunc(pairs, func(p pair) bool { return !utf8.ValidString(p.path) || !p.differs() })
	list, err := r.renames(ctx, pairs, work)
	if err != nil {
		return fail(err)
	}
	slices.SortFunc(list, func(a, b FileChange) int { return strings.Compare(a.Path, b.Path) })
	return list, nil
}

// differs tells whether the two states of a pair are not the same.
func (p pair) differs() bool {
	if p.old == nil || p.is == nil {
		return p.old != p.is
	}
	return p.old.id != p.is.id || (p.old.kind == link) != (p.is.kind == link)
}

// raw runs one of the commands that compare trees and the index, and reads what it
// writes for each file: ":<mode> <mode> <id> <id> <kind>", a zero byte, the path and
// another zero byte. Neither looks at the work tree.
func (r *Repo) raw(ctx context.Context, command string, args ...string) ([]pair, error) {
	args = append([]string{command, "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--ignore-submodules=all", "--no-ext-diff", "--no-textconv"}, args...)
	out, err := r.run(ctx, append(args, "--")...)
	if err != nil {
		return nil, err
	}
	odd := errors.New("git " + command + ": unexpected answer")
	var list []pair
	for out != "" {
		head, rest, ok := strings.Cut(out, "\x00")
		name, rest, more := strings.Cut(rest, "\x00")
		fields := strings.Fields(strings.TrimPrefix(head, ":"))
		if !ok || !more || len(fields) != 5 || name == "" {
			return nil, odd
		}
		out = rest
		p := pair{path: name}
		for i, to := range []**version{&p.old, &p.is} {
			v, err := versionOf(fields[i], fields[i+2])
			if err != nil {
				return nil, odd
			}
			*to = v
		}
		list = append(list, p)
	}
	return list, nil
}

// versionOf reads a mode in octal and an id; it is nil for what is no file.
func versionOf(mode, id string) (*version, error) {
	bits, err := parseMode(mode)
	if err != nil || !isID(id) {
		return nil, errors.Join(err, errBadTree)
	}
	k, ok := kindOf(bits)
	if !ok || !k.isFile() {
		return nil, nil
	}
	return &version{kind: k, id: id}, nil
}
