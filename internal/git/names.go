package git

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Names gives the names of the files that lie directly in folder on any local
// or remote-tracking branch, each once, sorted by bytes. folder is relative to
// the folder given to Open ("" is that folder) and may climb with ".." as far as
// the top. Symbolic links count as files, since they take a name as well; folders
// and submodules do not. A branch without the folder, or with a file in its place,
// adds nothing. A name is as git keeps it, which need not be UTF-8.
//
// It costs two processes, whatever the number of branches, and reads no tree
// twice, so that a thousand branches with the same folder cost one.
func (r *Repo) Names(ctx context.Context, folder string) ([]string, error) {
	fail := func(err error) ([]string, error) {
		return nil, fmt.Errorf("names in %q on all branches: %w", folder, err)
	}
	at, err := r.inside(folder)
	if err != nil {
		return fail(err)
	}
	refs, err := r.run(ctx, "for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes")
	if err != nil {
		return fail(err)
	}
	tips := strings.Fields(refs)
	slices.Sort(tips)
	tips = slices.Compact(tips)
	if len(tips) == 0 {
		return nil, nil
	}
	b, err := r.batch(ctx)
	if err != nil {
		return fail(err)
	}
	defer b.Close()

	trees := make([]string, len(tips))
	for i, id := range tips {
		trees[i] = id + "^{tree}"
	}
	if at != "" {
		// One folder down at a time, by ids alone: a path could hold a newline,
		// and most branches share most of their trees.
		for _, name := range strings.Split(at, "/") {
			below := map[string]bool{}
			err := b.trees(trees, func(list []entry) {
				for _, e := range list {
					if e.name == name && e.kind.isFolder() {
						below[e.id] = true
					}
				}
			})
			if err != nil {
				return fail(err)
			}
			trees = slices.Sorted(maps.Keys(below))
		}
	}
	names := map[string]bool{}
	err = b.trees(trees, func(list []entry) {
		for _, e := range list {
			if e.kind.isFile() {
				names[e.name] = true
			}
		}
	})
	if err != nil {
		return fail(err)
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// inside is the path from the top to a folder that is relative to the prefix; "" at
// the top.
func (r *Repo) inside(folder string) (string, error) {
	at := path.Join(r.prefix, filepath.ToSlash(folder))
	if path.IsAbs(filepath.ToSlash(folder)) || filepath.IsAbs(folder) || at == ".." || strings.HasPrefix(at, "../") {
		return "", errors.New("outside the repository")
	}
	if at == "." {
		return "", nil
	}
	return at, nil
}

// trees calls do with the entries of each tree once, and passes over names of
// what is no tree or not there.
func (b *batch) trees(names []string, do func([]entry)) error {
	seen := map[string]bool{}
	isNew := func(id string) bool {
		old := seen[id]
		seen[id] = true
		return !old
	}
	return b.each(names, isNew, func(o object) error {
		if o.kind != "tree" {
			return nil
		}
		list, err := parseTree(o.data, len(o.id)/2)
		if err != nil {
			return fmt.Errorf("tree %s: %w", o.id, err)
		}
		do(list)
		return nil
	})
}
