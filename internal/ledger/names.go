package ledger

import (
	"slices"
	"strings"
	"unicode"
)

// longestKey is how many letters of a name are looked for. Where a text has so many of
// them, it is taken for the name, and followed as far as it is that.
const longestKey = 200

// name is a name that may not be told.
type name struct {
	*folding
	says  string // what stands in its place
	file  bool   // a file's, so that links to it are none
	way   way
	exact string // its key as it is written
}

// way is how a name is looked for: the shorter it is, the more likely it is that a text
// has its letters by chance.
type way uint8

const (
	anywhere way = iota // within words too: "Zeppelinkauf"
	asWords
	asWritten // as words, and with the same signs between them
)

// names find names in texts. The time that it takes grows with a text and not with the
// names: they are the branches of one tree, which is gone through once (Aho, Corasick).
type names struct {
	all     []*name
	next    map[branch]int32
	fall    []int32 // by node: that of the longest ending of its letters
	shorter []int32 // by node: the nearest one by falls that ends a name, 0 for none
	ends    map[int32][]*name
	reach   int
}

// branch leads from a node to the next.
type branch struct {
	node   int32
	letter rune
}

// hit is where names stand in a text, by letters.
type hit struct {
	from, to int
	by       *name
	size     int // letters of by that stand there
}

// newName folds a name. Of a file's only letters count: its number may be told.
func newName(text, says string, title, file bool) *name {
	n := &name{folding: fold(text, mostSigns), says: says, file: file, way: asWritten}
	letters, digits := 0, 0
	for _, c := range n.letters {
		if unicode.IsDigit(c) {
			digits++
		} else {
			letters++
		}
	}
	if title && letters > 0 {
		letters += digits
	}
	switch {
	case letters >= shortest || len(n.letters) > longestKey:
		n.way = anywhere
	case title && letters >= shortest-1:
		n.way = asWords
	}
	if last := len(n.key()) - 1; last >= 0 && n.way == asWritten {
		n.exact = asLine(text[n.starts[0]:n.ends[last]])
	}
	return n
}

// key are the letters by which a name is found.
func (n *name) key() []rune { return n.letters[:min(len(n.letters), longestKey)] }

// newNames makes the tree.
func newNames(all []*name) *names {
	t := &names{all: all, next: map[branch]int32{}, fall: []int32{0}, ends: map[int32][]*name{}, reach: mostSigns}
	type node struct {
		branch
		at int32
	}
	var levels [longestKey][]node
	for _, n := range all {
		t.reach = max(t.reach, n.reach)
		at := int32(0)
		for i, c := range n.key() {
			b := branch{at, c}
			next, ok := t.next[b]
			if !ok {
				next = int32(len(t.fall))
				t.fall, t.next[b] = append(t.fall, 0), next
				levels[i] = append(levels[i], node{b, next})
			}
			at = next
		}
		t.ends[at] = append(t.ends[at], n)
	}
	t.shorter = make([]int32, len(t.fall))
	for i, level := range levels {
		for _, n := range level {
			if i > 0 {
				t.fall[n.at] = t.step(t.fall[n.node], n.letter)
			}
			if to := t.fall[n.at]; t.ends[to] != nil {
				t.shorter[n.at] = to
			} else {
				t.shorter[n.at] = t.shorter[to]
			}
		}
	}
	return t
}

// step goes on from a node by a letter.
func (t *names) step(node int32, letter rune) int32 {
	for {
		if next, ok := t.next[branch{node, letter}]; ok {
			return next
		}
		if node == 0 {
			return 0
		}
		node = t.fall[node]
	}
}

// find finds where names stand in a text. Names that overlap are one hit.
func (t *names) find(text string) (hits []hit, f *folding) {
	f = fold(text, t.reach)
	at := int32(0)
	for i, c := range f.letters {
		if f.gaps[i] == wall {
			at = 0
		}
		at = t.step(at, c)
		node := at
		if t.ends[node] == nil {
			node = t.shorter[node]
		}
		for ; node != 0; node = t.shorter[node] {
			if h, ok := t.longest(t.ends[node], text, f, i+1, hits); ok {
				hits = join(hits, h)
				break
			}
		}
	}
	return hits, f
}

// longest is the longest of names with one key that stands in a text where the key
// ends before to.
func (t *names) longest(all []*name, text string, f *folding, to int, hits []hit) (best hit, ok bool) {
	for _, n := range all {
		from := to - len(n.key())
		if !n.stands(text, f, from) {
			continue
		}
		h := hit{from: from, to: to, by: n, size: len(n.key())}
		// What is a hit already was gone through.
		if len(hits) == 0 || hits[len(hits)-1].to < to {
			for h.size < len(n.letters) && h.to < len(f.letters) && f.letters[h.to] == n.letters[h.size] && n.may(f.gaps[h.to], h.size) {
				h.to++
				h.size++
			}
		}
		if !ok || h.size > best.size {
			best, ok = h, true
		}
	}
	return best, ok
}

// may tells whether a gap of a text may stand where a name has its letter i.
func (n *name) may(is gap, i int) bool {
	return is != wall && (is != hard || n.gaps[i] != none) && (n.way == anywhere || is != none || n.gaps[i] < hard)
}

// stands tells whether a name whose letters a text has stands there.
func (n *name) stands(text string, f *folding, from int) bool {
	to := from + len(n.key())
	for i := 1; i < to-from; i++ {
		if is := f.gaps[from+i]; (is != none || n.way != anywhere) && !n.may(is, i) {
			return false
		}
	}
	if n.way == anywhere {
		return true
	}
	if f.joined(from) || f.joined(to) {
		return false
	}
	return n.way == asWords || asLine(text[f.starts[from]:f.ends[to-1]]) == n.exact
}

// join adds a hit, as one with those that it overlaps. The longest name says what stands
// in their place.
func join(hits []hit, h hit) []hit {
	for len(hits) > 0 {
		last := hits[len(hits)-1]
		if last.to <= h.from {
			break
		}
		if last.size >= h.size {
			h.by, h.size = last.by, last.size
		}
		h.from, h.to = min(h.from, last.from), max(h.to, last.to)
		hits = hits[:len(hits)-1]
	}
	return append(hits, h)
}

// replace puts what the names say in their places.
func (t *names) replace(text string) string {
	hits, f := t.find(text)
	if len(hits) == 0 {
		return text
	}
	var b strings.Builder
	done := 0
	for _, h := range hits {
		from, to := emphasis(text, int(f.starts[h.from]), int(f.ends[h.to-1]))
		b.WriteString(text[done:max(done, from)])
		b.WriteString(h.by.says)
		done = max(done, to)
	}
	return b.String() + text[done:]
}

// emphasis widens a stretch of a text by the signs of emphasis before and after it that
// belong to some within: a half of them would be shown.
func emphasis(text string, from, to int) (int, int) {
	const signs = "*_`~"
	before := text[len(strings.TrimRight(text[:from], signs)):from]
	after := text[to:][:len(text[to:])-len(strings.TrimLeft(text[to:], signs))]
	odd := func(run string) bool { return run != "" && strings.Count(text[from:to], run)%2 == 1 }
	left, right := from, to
	if odd(after) {
		right += len(after)
	}
	if odd(before) && (before != after || right == to) {
		left -= len(before)
	}
	return left, right
}

// asLine is a text in lower case with single blanks.
func asLine(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// namesFile tells whether the name of a file stands in a text.
func (t *names) namesFile(text string) bool {
	hits, _ := t.find(text)
	return slices.ContainsFunc(hits, func(h hit) bool { return h.by.file })
}
