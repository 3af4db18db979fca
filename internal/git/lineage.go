package git

import (
	"maps"
	"slices"
)

// lineage goes from HEAD to the beginnings of its history and keeps track of the
// names that HEAD's files had.
type lineage struct {
	live map[string]*names               // by the id of a commit that is still to come
	days map[string]string               // by HEAD's name; "" where it cannot be known
	day  func(id string) (string, error) // of a commit; "" where it cannot be known
}

// names tells which files of HEAD a commit has, by the names it has for them.
// Mostly that is one for one; but two files may go back to one, on two branches.
type names struct {
	files  map[string][]string
	shared bool // by several commits, so that it must not be changed
}

// own is n where it may be changed, else a copy.
func (n *names) own() *names {
	if !n.shared {
		return n
	}
	return &names{files: maps.Clone(n.files)}
}

// add says that files of HEAD are called name.
func (n *names) add(name string, files []string) {
	old := n.files[name]
	if slices.Equal(old, files) {
		return
	}
	all := slices.Concat(old, files)
	slices.Sort(all)
	n.files[name] = slices.Compact(all)
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

// step goes from a commit to its parents. changes has for each parent what
// differs, by the commit's names; a name that it does not have was kept.
func (l *lineage) step(c listed, changes []map[string]change) error {
	at := l.live[c.id]
	delete(l.live, c.id)
	if at == nil {
		return nil
	}
	if len(c.parents) == 0 { // nothing was in the folders before it
		for _, files := range at.files {
			if err := l.begin(c.id, files); err != nil {
				return err
			}
		}
		return nil
	}
	at.shared = at.shared || len(c.parents) > 1
	before := slices.Repeat([]*names{at}, len(c.parents))
	differ := map[string][]string{} // read before at is changed
	for _, diff := range changes {
		for name := range diff {
			differ[name] = at.files[name]
		}
	}
	for name, files := range differ {
		best := added
		for _, diff := range changes {
			best = min(best, diff[name].fate)
		}
		if best == added {
			if err := l.begin(c.id, files); err != nil {
				return err
			}
		}
		for i, diff := range changes {
			is := diff[name]
			if is.fate == best && best <= edited {
				continue
			}
			before[i] = before[i].own()
			delete(before[i].files, name)
			if is.fate == best && best == renamed {
				before[i].add(is.from, files)
			}
		}
	}
	for i, parent := range c.parents {
		l.join(parent, before[i])
	}
	return nil
}

// join adds what one child knows of a commit's names to what others know.
func (l *lineage) join(id string, n *names) {
	old := l.live[id]
	switch {
	case len(n.files) == 0 || old == n:
	case old == nil:
		l.live[id] = n
	default:
		old = old.own()
		for name, files := range n.files {
			old.add(name, files)
		}
		l.live[id] = old
	}
}

// begin says that a commit added files of HEAD.
func (l *lineage) begin(id string, files []string) error {
	day, err := l.day(id)
	if err != nil {
		return err
	}
	for _, name := range files {
		if old, ok := l.days[name]; !ok || day < old { // "" is less than any day
			l.days[name] = day
		}
	}
	return nil
}
