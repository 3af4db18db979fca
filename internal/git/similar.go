package git

import (
	"bytes"
	"cmp"
	"context"
	"hash/maphash"
	"path"
	"path/filepath"
	"slices"
)

// The bounds within which a renamed file is looked for by what it holds; one that has
// the very bytes of another is found beyond them.
const (
	mostCompared    = 500     // files that came, and as many that went
	largestCompared = 1 << 20 // in bytes
)

// renames tells what happened to each file. A file that came is joined with one that
// went: the very same first, then the likest, each of them once.
func (r *Repo) renames(ctx context.Context, pairs []pair, work *workTree) ([]FileChange, error) {
	var list []FileChange
	var came, went []pair
	for _, p := range pairs {
		switch {
		case p.old == nil:
			came = append(came, p)
		case p.is == nil:
			went = append(went, p)
		default:
			list = append(list, FileChange{Path: p.path, Kind: Changed})
		}
	}
	renamed := func(from, to pair) {
		list = append(list, FileChange{Path: to.path, From: from.path, Kind: Renamed})
	}
	came, went = sameBytes(came, went, renamed)
	if len(came) > 0 && len(went) > 0 && len(came) <= mostCompared && len(went) <= mostCompared {
		var err error
		if came, went, err = r.likest(ctx, came, went, work, renamed); err != nil {
			return nil, err
		}
	}
	for _, p := range came {
		list = append(list, FileChange{Path: p.path, Kind: Added})
	}
	for _, p := range went {
		list = append(list, FileChange{Path: p.path, Kind: Removed})
	}
	return list, nil
}

// sameBytes joins the files that have one id, those of one name first, and gives the
// others.
func sameBytes(came, went []pair, renamed func(from, to pair)) (newer, older []pair) {
	byID := map[string][]pair{}
	for _, p := range went {
		byID[p.old.id] = append(byID[p.old.id], p)
	}
	gone := map[string]bool{}
	for _, p := range came {
		same := byID[p.is.id]
		i := slices.IndexFunc(same, func(q pair) bool { return path.Base(q.path) == path.Base(p.path) })
		if i < 0 && len(same) > 0 {
			i = 0
		}
		if i < 0 || p.is.id == idOf(nil, len(p.is.id)) { // empty files tell nothing
			newer = append(newer, p)
			continue
		}
		renamed(same[i], p)
		gone[same[i].path] = true
		byID[p.is.id] = slices.Delete(slices.Clone(same), i, i+1)
	}
	for _, p := range went {
		if !gone[p.path] {
			older = append(older, p)
		}
	}
	return newer, older
}

// likest joins the files that hold at least half of the same lines, by their length in
// bytes, and gives the others.
func (r *Repo) likest(ctx context.Context, came, went []pair, work *workTree, renamed func(from, to pair)) (newer, older []pair, err error) {
	b, err := r.batch(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer b.Close()
	blob := func(id string) *lines {
		if o, err := b.size(id); err != nil || o.size > largestCompared {
			return nil
		}
		o, err := b.get(id)
		if err != nil {
			return nil
		}
		return linesOf(o.data)
	}
	old := make([]*lines, len(went))
	for i, p := range went {
		if p.old.kind != link {
			old[i] = blob(p.old.id)
		}
	}
	type match struct{ came, went, percent, sameName int }
	var found []match
	for i, p := range came {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		var is *lines
		switch {
		case p.is.kind == link:
		case work == nil:
			is = blob(p.is.id)
		default:
			if info, err := work.Lstat(filepath.FromSlash(p.path)); err == nil && info.Mode().IsRegular() && info.Size() <= largestCompared {
				if data, err := work.ReadFile(filepath.FromSlash(p.path)); err == nil {
					is = linesOf(data)
				}
			}
		}
		for k := range went {
			if percent := alike(old[k], is); percent >= 50 {
				m := match{came: i, went: k, percent: percent}
				if path.Base(p.path) == path.Base(went[k].path) {
					m.sameName = 1
				}
				found = append(found, m)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(b.percent-a.percent, b.sameName-a.sameName, a.came-b.came, a.went-b.went)
	})
	cameDone, wentDone := map[int]bool{}, map[int]bool{}
	for _, m := range found {
		if !cameDone[m.came] && !wentDone[m.went] {
			cameDone[m.came], wentDone[m.went] = true, true
			renamed(went[m.went], came[m.came])
		}
	}
	for i, p := range came {
		if !cameDone[i] {
			newer = append(newer, p)
		}
	}
	for i, p := range went {
		if !wentDone[i] {
			older = append(older, p)
		}
	}
	return newer, older, nil
}

// lines are the bytes that each line of a file takes, by a hash of it.
type lines struct {
	bytes map[uint64]int
	size  int
}

func linesOf(data []byte) *lines {
	l := &lines{bytes: map[uint64]int{}}
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, "\r\n")
		l.bytes[maphash.Bytes(seed, line)] += len(line) + 1
		l.size += len(line) + 1
	}
	return l
}

// alike is how much of the larger of two files the other holds, in percent.
func alike(a, b *lines) int {
	if a == nil || b == nil || a.size == 0 || b.size == 0 || min(a.size, b.size)*2 < max(a.size, b.size) {
		return 0
	}
	same := 0
	for hash, n := range a.bytes {
		same += min(n, b.bytes[hash])
	}
	return same * 100 / max(a.size, b.size)
}
