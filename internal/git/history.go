package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// FirstCommits tells when each file of the folders came into the history of HEAD.
// A folder is relative to the folder given to Open, as for Names, and is taken with
// all below it. The keys are the paths of HEAD's files (symbolic links are files,
// submodules are not), relative to the folder given to Open with forward slashes,
// "../" where they lie outside; the values are days, YYYY-MM-DD, in the time zone
// of the commit's author. A repository without commits gives an empty map.
//
// The day is the author's date of the commit that added the file, on whatever
// branch that was; a merge counts only where the file is in none of the commits
// merged. A file that was deleted and added again counts from the latter. One that
// was renamed, by what git takes for a rename (half of the content alike), counts
// from its first name. That holds within the folders: what came from outside them
// was added, since to see more git would have to compare the whole trees of all
// commits. A former folder may be given as well for that, whether or not HEAD has it.
//
// From a merge a file is followed to the commits merged that have it just so; else
// to those that have its name; else to those where it has another. Where that leads
// to several beginnings, the earliest day counts.
//
// A file is left out where its day cannot be known: a commit that added it has no
// date, or one that no calendar has, or is where a shallow clone ends, and the file
// may be older.
//
// It costs four processes, and a comparison of the folders for each commit that
// changed them and each parent of each merge. The ids of these commits are held in
// memory, what they changed is not.
func (r *Repo) FirstCommits(ctx context.Context, folders []string) (map[string]string, error) {
	fail := func(err error) (map[string]string, error) {
		return nil, fmt.Errorf("first commits of the files in %q: %w", folders, err)
	}
	var inside []string
	for _, folder := range folders {
		at, err := r.inside(folder)
		if err != nil {
			return fail(fmt.Errorf("%q: %w", folder, err))
		}
		inside = append(inside, at)
	}
	b, err := r.batch(ctx)
	if err != nil {
		return fail(err)
	}
	defer b.Close()
	head, err := b.commit("HEAD")
	if errors.Is(err, ErrNoCommit) {
		if _, _, err := r.head(ctx); err != nil { // damaged, not empty
			return fail(err)
		}
		return map[string]string{}, nil
	}
	if err != nil {
		return fail(err)
	}
	files := map[string][]string{}
	for _, at := range inside {
		err := b.files(head.tree, at, func(name string) { files[name] = []string{name} })
		if err != nil {
			return fail(err)
		}
	}
	first := map[string]string{}
	if len(files) == 0 {
		return first, nil
	}

	var paths []string
	for _, at := range inside {
		paths = append(paths, r.relative(at))
	}
	commits, err := r.commits(ctx, head.id, paths)
	if err != nil {
		return fail(err)
	}
	ends, err := r.shallow(ctx)
	if err != nil {
		return fail(err)
	}
	l := &lineage{live: map[string]*names{}, days: map[string]string{}}
	l.day = func(id string) (string, error) {
		if ends[id] {
			return "", nil
		}
		return b.authored(id)
	}
	if len(commits) > 0 { // the first has the same files in the folders as HEAD
		l.live[commits[0].id] = &names{files: files}
	}
	if err := r.follow(ctx, commits, paths, l); err != nil {
		return fail(err)
	}
	for name, day := range l.days {
		if day != "" {
			first[r.relative(name)] = day
		}
	}
	return first, nil
}

// relative is a path from the top as seen from the prefix; "." for the prefix.
func (r *Repo) relative(at string) string {
	var from, to []string
	if r.prefix != "" {
		from = strings.Split(r.prefix, "/")
	}
	if at != "" {
		to = strings.Split(at, "/")
	}
	for len(from) > 0 && len(to) > 0 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	up := slices.Repeat([]string{".."}, len(from))
	if len(up)+len(to) == 0 {
		return "."
	}
	return path.Join(append(up, to...)...)
}

// shallow gives the ids of the commits at which a shallow clone ends.
func (r *Repo) shallow(ctx context.Context) (map[string]bool, error) {
	out, err := r.run(ctx, "rev-parse", "--is-shallow-repository", "--git-path", "shallow")
	if err != nil {
		return nil, err
	}
	is, name, _ := strings.Cut(strings.TrimSuffix(out, "\n"), "\n")
	if is != "true" {
		return nil, nil
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.dir, name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	ends := map[string]bool{}
	for _, id := range strings.Fields(string(data)) {
		ends[id] = true
	}
	return ends, nil
}
