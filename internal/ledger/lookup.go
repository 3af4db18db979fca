package ledger

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/record"
)

// lookup tells what a relation's target means to the entry that states it: a path from
// its own folder, a file's name, a stem, or a number or id that only one entry has; of
// several, the one in the entry's own folder. part is the target's fragment.
type lookup func(from *Entry, target string) (e *Entry, part string)

// finder gives the lookup of this log.
func (l *Log) finder() lookup {
	names := nameIndex{log: l}
	find := func(from *Entry, target string) *Entry {
		if strings.IndexByte(target, '%') >= 0 {
			if plain, err := url.PathUnescape(target); err == nil {
				target = plain
			}
		}
		if target == "" {
			return nil
		}
		if e := l.byPath[l.Now(path.Join(path.Dir(from.Path), target))]; e != nil {
			return e
		}
		for _, key := range keysOf(path.Base(target)) {
			if e := only(names.of(key), from); e != nil {
				return e
			}
		}
		if strings.Trim(target, "0123456789") != "" { // a number may be another's now
			return l.MovedFrom(path.Base(target))
		}
		return nil
	}
	return func(from *Entry, target string) (*Entry, string) {
		// A file's name may hold the mark of a fragment itself.
		if strings.Index(target, "#") > 0 {
			base := path.Base(target)
			if e := l.byPath[path.Join(path.Dir(from.Path), target)]; e != nil {
				return e, ""
			}
			if e := only(names.of(base), from); e != nil {
				return e, ""
			}
		}
		target, part, _ := strings.Cut(target, "#")
		return find(from, target), part
	}
}

// nameIndex finds the entries of a log by what they are called. It is made when it is
// first asked for: most relations are found by their paths.
type nameIndex struct {
	log      *Log
	byName   map[string]few // by the file's name, without its suffix, and by id
	byNumber map[int]few
}

// few are entries that have one name: nearly always one of them, which takes no slice.
type few struct {
	first *Entry
	more  []*Entry
}

// of are the entries that a name means; "#7" is every entry of that number as well.
func (n *nameIndex) of(name string) []*Entry {
	if n.byName == nil {
		n.make()
	}
	found := n.byName[name].all()
	if number, err := strconv.Atoi(strings.TrimPrefix(name, "#")); err == nil && name == "#"+strconv.Itoa(number) {
		for _, e := range n.byNumber[number].all() {
			if !slices.Contains(found, e) {
				found = append(found, e)
			}
		}
	}
	return found
}

// make fills the index.
func (n *nameIndex) make() {
	n.byName, n.byNumber = make(map[string]few, 3*len(n.log.Entries)), make(map[int]few, len(n.log.Entries))
	for _, e := range n.log.Entries {
		base, stem := path.Base(e.Path), e.Name()
		put(n.byName, base, e)
		if stem != base {
			put(n.byName, stem, e)
		}
		if e.ID != base && e.ID != stem {
			put(n.byName, e.ID, e)
		}
		if e.Number >= 0 {
			put(n.byNumber, e.Number, e)
		}
	}
}

// put adds an entry to those of a key.
func put[K comparable](by map[K]few, key K, e *Entry) {
	f := by[key]
	if f.first == nil {
		f.first = e
	} else {
		f.more = append(f.more, e)
	}
	by[key] = f
}

// all gives them in a slice of their own.
func (f few) all() []*Entry {
	if f.first == nil {
		return nil
	}
	return append([]*Entry{f.first}, f.more...)
}

// keysOf are the names under which a target may be meant, the surest first. A
// whole name that is not there is no number: 0007-x.md must not find 0007-y.md.
func keysOf(base string) []string {
	keys := []string{base, Stem(base)}
	if strings.Trim(strings.ToUpper(base), "ADR-0123456789 ") != "" {
		return keys
	}
	if _, number, _ := record.Names(base); number >= 0 {
		keys = append(keys, "#"+strconv.Itoa(number))
	}
	if n, err := strconv.Atoi(strings.TrimLeft(strings.ToUpper(base), "ADR- ")); err == nil {
		keys = append(keys, "#"+strconv.Itoa(n))
	}
	return keys
}

// only gives the one entry, or the one that lies in from's folder.
func only(candidates []*Entry, from *Entry) *Entry {
	if len(candidates) == 1 {
		return candidates[0]
	}
	var near []*Entry
	for _, c := range candidates {
		if path.Dir(c.Path) == path.Dir(from.Path) {
			near = append(near, c)
		}
	}
	if len(near) == 1 {
		return near[0]
	}
	return nil
}
