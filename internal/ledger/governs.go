package ledger

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

// Glob is one of the globs that a decision applies to.
type Glob struct {
	Pattern string
	Pos     diag.Pos
}

// AppliesTo are the globs of the code that the decision governs: those of its input
// or, without one, of the record's front matter, where a single glob needs no list.
func (e *Entry) AppliesTo() []Glob {
	var root *source.Node
	switch {
	case e.Input != nil:
		root = e.Input.Root
	case e.Record != nil:
		root = e.Record.Front
	}
	n := root.Get("applies-to")
	if n == nil {
		return nil
	}
	if n.Kind == source.String && n.Text != "" {
		return []Glob{{n.Text, n.Pos}}
	}
	var out []Glob
	for _, item := range n.Items {
		if item.Kind == source.String && item.Text != "" {
			out = append(out, Glob{item.Text, item.Pos})
		}
	}
	return out
}

// Patterns are the globs that the decision applies to, without their places.
func (e *Entry) Patterns() []string {
	var out []string
	for _, g := range e.AppliesTo() {
		out = append(out, g.Pattern)
	}
	return out
}

// Governs is a decision that governs a path, with why it does.
type Governs struct {
	Entry    *Entry
	Globs    []Glob    // those that mean the path, as the decision has them
	Mentions []Mention // those of the path's file that name the decision
}

// Governors finds the decisions that govern code. It is made once for many paths, of a
// log that does not change meanwhile, and is for one goroutine.
type Governors struct {
	log      *Log
	order    map[*Entry]int
	patterns []pattern
	keys     map[string][]int // patterns by what a path must have to be meant: see keysOfPattern
	rest     []int            // patterns that any path may be meant by
	words    map[string][]*Entry
	found    map[string][]*Entry // words that were looked for
}

// pattern is one alternative of the globs of some decisions.
type pattern struct {
	alternative
	of []globOf
}

type globOf struct {
	entry *Entry
	glob  Glob
}

// governs tells whether a decision may govern anything: it is accepted, or would be.
func governs(e *Entry) bool {
	s := e.Standing()
	return s == decision.Accepted || s == decision.Proposed
}

// Governors makes ready what the log's decisions govern. Those that are neither
// accepted nor proposed govern nothing.
func (l *Log) Governors() *Governors {
	g := &Governors{log: l, order: make(map[*Entry]int, len(l.Entries)), keys: map[string][]int{}, words: map[string][]*Entry{}, found: map[string][]*Entry{}}
	at := map[string]int{}
	for i, e := range l.Entries {
		g.order[e] = i
		if !governs(e) {
			continue
		}
		g.name(e)
		for _, glob := range e.AppliesTo() {
			alternatives, _ := compile(glob.Pattern)
			for _, a := range alternatives {
				n, known := at[a.pattern]
				if !known {
					n = len(g.patterns)
					at[a.pattern] = n
					g.patterns = append(g.patterns, pattern{alternative: a})
					g.file(n)
				}
				g.patterns[n].of = append(g.patterns[n].of, globOf{e, glob})
			}
		}
	}
	return g
}

// name notes the words that a comment may name a decision by.
func (g *Governors) name(e *Entry) {
	names := []string{e.ID, e.Name(), path.Base(e.Path), e.Path}
	if e.Input != nil {
		names = append(names, path.Base(e.Input.File), e.Input.File)
	}
	if e.Number >= 0 {
		names = append(names, "#"+strconv.Itoa(e.Number))
	}
	slices.Sort(names)
	for _, n := range slices.Compact(names) {
		g.words[n] = append(g.words[n], e)
	}
}

// file notes a pattern under whichever of the things that a path must have to be meant
// by it fewest others are noted under.
func (g *Governors) file(n int) {
	best := ""
	for _, key := range keysOfPattern(g.patterns[n].alternative) {
		if best == "" || len(g.keys[key]) < len(g.keys[best]) {
			best = key
		}
	}
	if best == "" {
		g.rest = append(g.rest, n)
	} else {
		g.keys[best] = append(g.keys[best], n)
	}
}

// keysOfPattern are what a path must have to be meant by a glob: the folder that it
// begins with, the names that are parts of it, and the suffix.
func keysOfPattern(a alternative) (keys []string) {
	if p := a.prefix(); p != "" {
		keys = append(keys, "in "+p)
	}
	for _, part := range a.parts {
		if literal(part) {
			keys = append(keys, "part "+part)
		}
	}
	if len(a.parts) > 0 {
		if suffix := path.Ext(a.parts[len(a.parts)-1]); suffix != "" && literal(suffix) && !strings.ContainsAny(suffix, "]}") {
			keys = append(keys, "suffix "+suffix)
		}
	}
	return keys
}

// keysOfPath are what a path has of such things.
func keysOfPath(p string) (keys []string) {
	for i := range len(p) + 1 {
		if i == len(p) || p[i] == '/' {
			keys = append(keys, "in "+p[:i])
		}
	}
	parts := strings.Split(p, "/")
	slices.Sort(parts)
	for _, part := range slices.Compact(parts) {
		keys = append(keys, "part "+part)
	}
	return append(keys, "suffix "+path.Ext(p))
}

// Of are the decisions that govern a path of the project, by their globs or by what the
// file's comments mention: the accepted ones in the log's order, then the proposed ones.
func (g *Governors) Of(file string, mentions []Mention) []Governs {
	file = rooted(file)
	by := map[*Entry]*Governs{}
	look := func(patterns []int) {
		for _, n := range patterns {
			if p := &g.patterns[n]; p.matches(file) {
				p.note(by)
			}
		}
	}
	for _, key := range keysOfPath(file) {
		look(g.keys[key])
	}
	look(g.rest)
	for _, m := range mentions {
		for _, e := range g.named(m.Word, file) {
			governs := at(by, e)
			governs.Mentions = append(governs.Mentions, m)
		}
	}
	return g.sorted(by)
}

// In are the decisions that may govern anything in a folder of the project, by their
// globs, in the order of Of.
func (g *Governors) In(dir string) []Governs {
	var parts []string
	if dir = rooted(dir); dir != "" {
		parts = strings.Split(dir, "/")
	}
	by := map[*Entry]*Governs{}
	for i := range g.patterns {
		if g.patterns[i].reaches(parts) {
			g.patterns[i].note(by)
		}
	}
	return g.sorted(by)
}

// note notes the decisions of a pattern.
func (p *pattern) note(by map[*Entry]*Governs) {
	for _, of := range p.of {
		governs := at(by, of.entry)
		if !slices.Contains(governs.Globs, of.glob) {
			governs.Globs = append(governs.Globs, of.glob)
		}
	}
}

func at(by map[*Entry]*Governs, e *Entry) *Governs {
	if by[e] == nil {
		by[e] = &Governs{Entry: e}
	}
	return by[e]
}

func (g *Governors) sorted(by map[*Entry]*Governs) []Governs {
	var out []Governs
	for governs := range maps.Values(by) {
		slices.SortFunc(governs.Globs, func(a, b Glob) int {
			return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
		})
		out = append(out, *governs)
	}
	proposed := func(e *Entry) int {
		if e.Standing() == decision.Proposed {
			return 1
		}
		return 0
	}
	slices.SortFunc(out, func(a, b Governs) int {
		return cmp.Or(proposed(a.Entry)-proposed(b.Entry), g.order[a.Entry]-g.order[b.Entry])
	})
	return out
}

// named are the decisions that a word in a file may mean. Where several have that
// number, it is those whose log lies nearest above the file.
func (g *Governors) named(word, file string) []*Entry {
	found, known := g.found[word]
	if !known {
		found = g.find(word)
		g.found[word] = found
	}
	if len(found) < 2 {
		return found
	}
	var near []*Entry
	depth := -1
	for _, e := range found {
		above := path.Dir(e.Folder())
		if above != "." && !strings.HasPrefix(file, above+"/") {
			continue
		}
		n := 0
		if above != "." {
			n = 1 + strings.Count(above, "/")
		}
		if n > depth {
			near, depth = nil, n
		}
		if n == depth {
			near = append(near, e)
		}
	}
	if near != nil {
		return near
	}
	return found
}

func (g *Governors) find(word string) []*Entry {
	if found := g.words[rooted(word)]; found != nil {
		return found
	}
	number := word
	if len(word) > 4 && strings.EqualFold(word[:4], "adr-") {
		number = word[4:]
	}
	if n, err := strconv.Atoi(number); err == nil && n >= 0 {
		if found := g.words["#"+strconv.Itoa(n)]; found != nil {
			return found
		}
	}
	// Under a path or a name that it had before.
	e := g.log.byPath[g.log.Now(path.Clean(word))]
	if e == nil && number == word {
		e = g.log.MovedFrom(word)
	}
	if e == nil || !governs(e) {
		return nil
	}
	return []*Entry{e}
}

// Governing are the decisions that govern one path: see Governors, which is for many.
func (l *Log) Governing(path string, mentions []Mention) []*Entry {
	var out []*Entry
	for _, governs := range l.Governors().Of(path, mentions) {
		out = append(out, governs.Entry)
	}
	return out
}
