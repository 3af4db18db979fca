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

// MostChanges is how many changes of a file are kept; the others are counted.
const MostChanges = 20

// History is what the commits up to HEAD did to the files of some folders.
type History struct {
	// Files are HEAD's (symbolic links are files, submodules are not), by their
	// paths relative to the folder given to Open with forward slashes, "../" where
	// they lie outside.
	Files map[string]*File
	// Shallow tells that the clone lacks what came before some commit, so that
	// files may be older and have changed more often than is told here.
	Shallow bool

	commits []Commit // those that changed the folders, and the merges between
}

// File is the history of one file.
type File struct {
	// First is the day on which the file came into the history, YYYY-MM-DD; "" where
	// it cannot be known.
	First   string
	Changes []Change // the newest first, at most MostChanges
	Count   int      // of all changes
	Former  []string // all names that it had, each once, as paths are in History

	all []int32 // the changes' commits, by their places in the history's
}

// Change is what one commit did to a file.
type Change struct {
	*Commit
	Kind Kind
	From string // what was renamed, as paths are in History
}

// Kind is what happened to a file.
type Kind uint8

// The kinds of changes.
const (
	Changed Kind = iota
	Renamed      // and perhaps changed as well
	Added
	Removed // never told of a file that HEAD has
)

// Commit is what is told of a commit. Its texts are plain: valid UTF-8 without
// control characters and bounded, but somebody else's words all the same.
type Commit struct {
	ID      string // in full, in hexadecimal
	Author  string // a name as .mailmap has it, never an address; "" without one
	Day     string // of the author, in the author's time zone, YYYY-MM-DD; "" where it cannot be known
	Subject string // the message's first paragraph on one line; "" without one

	parents []string // as the list of commits has them
}

// History reads what happened to the files of the folders up to HEAD. A folder is
// relative to the folder given to Open, as for Names, and is taken with all below
// it. A repository without commits has an empty history.
//
// A merge changes a file only where none of the commits merged has it just so. A
// file that was renamed, by what git takes for a rename (half of the content
// alike), keeps the changes under its former names. That holds within the folders:
// what came from outside them was added, since to see more git would have to
// compare the whole trees of all commits. A former folder may be given as well for
// that, whether or not HEAD has it. From a merge a file is followed to the commits
// merged that have it just so; else to those that have its name; else to those
// where it has another. A file that was deleted and added again begins with the
// latter.
//
// The first day of a file is the author's date of the commit that added it, on
// whatever branch that was. Where there are several beginnings, the earliest day
// counts. It is not known where a commit that added the file has no date, or one
// that no calendar has, or is where a shallow clone ends.
//
// It costs four processes, and a comparison of the folders for each commit that
// changed them and each parent of each merge. These commits are held in memory, and
// for each change four bytes besides those that are told; what else they hold is not.
func (r *Repo) History(ctx context.Context, folders []string) (*History, error) {
	h, err := r.history(ctx, folders)
	if err != nil {
		return nil, fmt.Errorf("history of the files in %q: %w", folders, err)
	}
	return h, nil
}

func (r *Repo) history(ctx context.Context, folders []string) (*History, error) {
	h := &History{Files: map[string]*File{}}
	var inside, paths []string
	for _, folder := range folders {
		at, err := r.inside(folder)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", folder, err)
		}
		inside, paths = append(inside, at), append(paths, r.relative(at))
	}
	b, err := r.batch(ctx)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	head, err := b.commit("HEAD")
	if errors.Is(err, ErrNoCommit) {
		_, _, err := r.head(ctx) // damaged, or empty
		return h, err
	}
	if err != nil {
		return nil, err
	}
	var files []string
	for _, at := range inside {
		err := b.files(head.tree, at, func(name string) { files = append(files, name) })
		if err != nil {
			return nil, err
		}
	}
	ends, err := r.shallow(ctx)
	if err != nil {
		return nil, err
	}
	h.Shallow = len(ends) > 0
	if len(files) == 0 {
		return h, nil
	}
	if h.commits, err = r.commits(ctx, head.id, paths); err != nil {
		return nil, err
	}
	l := newLineage(files, ends)
	if len(h.commits) > 0 { // the first has the same files in the folders as HEAD
		l.live[h.commits[0].ID] = namesOf(files)
	}
	if err := r.follow(ctx, h.commits, paths, l); err != nil {
		return nil, err
	}
	for name, f := range l.files {
		for i := range f.Changes {
			if from := &f.Changes[i].From; *from != "" {
				*from = r.relative(*from)
			}
		}
		for i, former := range f.Former {
			f.Former[i] = r.relative(former)
		}
		h.Files[r.relative(name)] = f
	}
	return h, nil
}

// FirstCommits are the days on which files came into the history, by the paths of
// the files of which it is known.
func (h *History) FirstCommits() map[string]string {
	first := map[string]string{}
	for name, f := range h.Files {
		if f.First != "" {
			first[name] = f.First
		}
	}
	return first
}

// Touched are the ids of all commits that changed the files at the paths, those
// that their Changes leave out as well.
func (h *History) Touched(paths ...string) map[string]bool {
	ids := map[string]bool{}
	for _, name := range paths {
		if f := h.Files[name]; f != nil {
			for _, i := range f.all {
				ids[h.commits[i].ID] = true
			}
		}
	}
	return ids
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
