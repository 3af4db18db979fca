package git

import (
	"hash/maphash"
	"iter"
	"maps"
	"slices"
)

// names tells which files of HEAD a commit has, by the names it has for them.
// Mostly that is one for one; but two files may go back to one, on two branches.
//
// The two sides of a merge have nearly the same names of thousands of files. So
// names lie in parts: of what both sides have, only the parts that differ are
// copied and compared.
type names struct {
	parts  [parts]*part
	mine   [parts]bool // a part that no other names have
	shared bool        // by several commits, so that it must not be changed
}

// parts is the number of parts: of 10,000 files, each has about 40.
const parts = 256

// part holds files of HEAD by the commit's names for them.
type part map[string][]string

var seed = maphash.MakeSeed()

// namesOf are the names of files that are called as in HEAD.
func namesOf(files []string) *names {
	n := &names{}
	for _, name := range files {
		n.set(name, []string{name})
	}
	return n
}

// own is n where it may be changed, else a copy.
func (n *names) own() *names {
	if !n.shared {
		return n
	}
	return &names{parts: n.parts}
}

// get gives the files of HEAD that are called name, nil where none is.
func (n *names) get(name string) []string {
	if p := n.parts[place(name)]; p != nil {
		return (*p)[name]
	}
	return nil
}

// set says which files of HEAD are called name; nil says none.
func (n *names) set(name string, files []string) {
	i := place(name)
	if !n.mine[i] {
		own := part{}
		if old := n.parts[i]; old != nil {
			own = maps.Clone(*old)
		}
		n.parts[i], n.mine[i] = &own, true
	}
	if files == nil {
		delete(*n.parts[i], name)
	} else {
		(*n.parts[i])[name] = files
	}
}

// add says that files of HEAD are called name, besides those that are.
func (n *names) add(name string, files []string) {
	old := n.get(name)
	if slices.Equal(old, files) {
		return
	}
	all := slices.Concat(old, files)
	slices.Sort(all)
	n.set(name, slices.Compact(all))
}

// join adds other names, which nobody changes any more.
func (n *names) join(other *names) {
	for i, p := range other.parts {
		switch {
		case p == nil || p == n.parts[i]:
		case n.parts[i] == nil:
			n.parts[i], n.mine[i] = p, false
		default:
			for name, files := range *p {
				n.add(name, files)
			}
		}
	}
}

// all gives every name with its files, in no order.
func (n *names) all() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, p := range n.parts {
			if p == nil {
				continue
			}
			for name, files := range *p {
				if !yield(name, files) {
					return
				}
			}
		}
	}
}

func (n *names) empty() bool {
	for range n.all() {
		return false
	}
	return true
}

func place(name string) uint64 { return maphash.String(seed, name) % parts }
