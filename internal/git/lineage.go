package git

import (
	"maps"
	"slices"
)

// lineage goes from HEAD to the beginnings of its history and keeps track of the
// names that HEAD's files had, and of what happened to them.
type lineage struct {
	live  map[string]*names // by the id of a commit that is still to come
	files map[string]*File  // by HEAD's name
	begun map[string]bool   // files of which a beginning was found
	ends  map[string]bool   // commits before which a shallow clone knows nothing
}

func newLineage(files []string, ends map[string]bool) *lineage {
	l := &lineage{live: map[string]*names{}, files: map[string]*File{}, begun: map[string]bool{}, ends: ends}
	for _, name := range files {
		l.files[name] = &File{}
	}
	return l
}

// fate is what became of a file on the way from a parent to its child. The lower
// it is, the surer the child's file is the parent's.
type fate uint8

const (
	kept fate = iota
	edited
	renamed
	added
)

// change is what a comparison with a parent says of a name of the child.
type change struct {
	fate fate
	from string // the parent's name of what was renamed
}

// step goes from a commit to its parents. at is its place in the list of commits;
// changes has for each parent what differs, by the commit's names; a name that it
// does not have was kept.
func (l *lineage) step(c *Commit, at int, changes []map[string]change) {
	has := l.live[c.ID]
	delete(l.live, c.ID)
	if has == nil {
		return
	}
	if len(c.parents) == 0 { // nothing was in the folders before it
		for _, files := range has.all() {
			l.note(c, at, files, change{fate: added})
		}
		return
	}
	has.shared = has.shared || len(c.parents) > 1
	before := slices.Repeat([]*names{has}, len(c.parents))
	differ := map[string][]string{} // read before has is changed
	for _, diff := range changes {
		for name := range diff {
			differ[name] = has.get(name)
		}
	}
	// A file that had two names here has one change all the same: in order, so that
	// it is always the same one.
	for _, name := range slices.Sorted(maps.Keys(differ)) {
		files := differ[name]
		best := change{fate: added}
		for _, diff := range changes {
			if is := diff[name]; is.fate < best.fate {
				best = is
			}
		}
		l.note(c, at, files, best)
		for i, diff := range changes {
			is := diff[name]
			if is.fate == best.fate && best.fate <= edited {
				continue
			}
			before[i] = before[i].own()
			before[i].set(name, nil)
			if is.fate == best.fate && best.fate == renamed {
				before[i].add(is.from, files)
				l.former(files, is.from)
			}
		}
	}
	for i, parent := range c.parents {
		l.join(parent, before[i])
	}
}

// former keeps a name that files of HEAD had, however far back.
func (l *lineage) former(files []string, from string) {
	for _, name := range files {
		if f := l.files[name]; from != name && !slices.Contains(f.Former, from) {
			f.Former = append(f.Former, from)
		}
	}
}

// join adds what one child knows of a commit's names to what others know.
func (l *lineage) join(id string, n *names) {
	old := l.live[id]
	switch {
	case n.empty() || old == n:
	case old == nil:
		l.live[id] = n
	default:
		l.live[id] = old.own()
		l.live[id].join(n)
	}
}

// note says what a commit did to files of HEAD, given the surest of what became of
// them on the way from a parent.
func (l *lineage) note(c *Commit, at int, files []string, is change) {
	if is.fate == kept {
		return
	}
	what := Change{Commit: c, Kind: Changed}
	switch is.fate {
	case renamed:
		what.Kind, what.From = Renamed, is.from
	case added:
		what.Kind = Added
	}
	for _, name := range files {
		f := l.files[name]
		if n := len(f.all); n == 0 || f.all[n-1] != int32(at) {
			f.all = append(f.all, int32(at))
			f.Count++
			if len(f.Changes) < MostChanges {
				f.Changes = append(f.Changes, what)
			}
		}
		if is.fate != added {
			continue
		}
		day := c.Day
		if l.ends[c.ID] {
			day = ""
		}
		if !l.begun[name] || day < f.First { // "" is less than any day
			f.First = day
		}
		l.begun[name] = true
	}
}
