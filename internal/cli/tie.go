package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
)

// tie is a relation between two decisions that is to be written at both ends.
type tie struct {
	from, to *ledger.Entry
	kind     decision.LinkKind
	part     string // of to
	partly   bool
}

// far is the decision that one end names: the other one.
func (t tie) far(reverse bool) *ledger.Entry {
	if reverse {
		return t.from
	}
	return t.to
}

// withPart finds the decision that a word of the command line means, and the part
// of it that stands behind a #. A file's name may hold one itself.
func (p *project) withPart(log *ledger.Log, word string) (e *ledger.Entry, part string, err error) {
	id, part, cut := strings.Cut(word, "#")
	inside, _ := p.inside(word)
	if !cut || id == "" || len(log.Find(word)) == 1 || len(log.Find(inside)) == 1 {
		e, err = p.entry(log, word)
		return e, "", err
	}
	if part == "" {
		return nil, "", usagef("%s names no part behind its #", word)
	}
	if err := checkPart(part); err != nil {
		return nil, "", err
	}
	e, err = p.entry(log, id)
	return e, part, err
}

// supersedes tells whether one decision supersedes another, itself or through others.
func (c *changes) supersedes(newer, older *ledger.Entry) bool {
	seen := map[string]bool{}
	next := []string{newer.Path}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		e := c.log.Entry(at)
		if e == nil || seen[at] {
			continue
		}
		seen[at] = true
		for _, p := range e.Supersedes {
			if p == older.Path {
				return true
			}
			next = append(next, p)
		}
	}
	return false
}

// checkPart holds the name of a part to what a line can say and be read back.
func checkPart(part string) error {
	if strings.ContainsAny(part, ",.;\r\n") || part != strings.TrimSpace(part) || len(part) > 200 {
		return usagef("the part %q: write a heading's anchor, a number or a few words, without a comma or a full stop", part)
	}
	return nil
}

// tie states a relation at both ends, each in its own file's way: a line under
// links in an input, and what the dialect has for it in a record.
func (c *changes) tie(t tie) error {
	switch {
	case t.from == t.to:
		return usagef("%s cannot be tied to itself", c.p.show(t.from.Path))
	case t.kind == decision.Supersedes && !t.partly && c.supersedes(t.to, t.from):
		return fmt.Errorf("%s supersedes %s already: both would be out of force", c.p.show(t.to.Path), c.p.show(t.from.Path))
	case !c.has(t.from, t, false):
		if err := c.state(t.from, t, false); err != nil {
			return err
		}
	}
	if t.to.Input == nil && !c.has(t.to, t, true) {
		if err := c.state(t.to, t, true); err != nil {
			return err
		}
	}
	c.touch(t.from)
	c.touch(t.to)
	return nil
}

// has tells whether an end states the relation itself already.
func (c *changes) has(e *ledger.Entry, t tie, reverse bool) bool {
	far := t.far(reverse)
	return slices.ContainsFunc(e.Relations, func(r ledger.Relation) bool {
		return r.Other == far && r.Kind == t.kind && r.Reverse == reverse && r.Pos.Line > 0 && (reverse || r.Part == t.part || r.Part == anchorOf(t)) && r.Partly == t.partly
	})
}

func anchorOf(t tie) string {
	part, _ := partOf(t.to, t.part)
	return part
}

// state writes the relation into one end.
func (c *changes) state(e *ledger.Entry, t tie, reverse bool) error {
	if err := c.editable(e); err != nil {
		return err
	}
	if e.Input != nil {
		node := &source.Node{Kind: source.Map, Entries: []source.Entry{{Key: string(t.kind), Value: &source.Node{Kind: source.String, Text: c.target(t)}}}}
		data, err := source.Append(e.Input.File, c.input(e), e.Input.Format, []string{"links"}, node)
		if err != nil {
			return err
		}
		c.inputs[e] = data
		return nil
	}
	far := t.far(reverse)
	key := fmt.Sprintf("%s %s %v %s", e.Path, t.kind, reverse, far.Path)
	if !reverse {
		key += "#" + t.part
	}
	if c.stated[key] {
		return nil // the older end says it once, of however many parts
	}
	c.stated[key] = true
	s := record.Statement{Kind: t.kind, Reverse: reverse, Partly: t.partly, Other: render.Other(c.log, e, far)}
	if !reverse {
		s.Part, s.Anchor = partOf(t.to, t.part)
	}
	r := c.record(e)
	if r == nil {
		return fmt.Errorf("%s has no record to write into; run tradeoff render first", c.p.show(e.Path))
	}
	data, err := r.Relate(s)
	if err != nil {
		return err
	}
	c.records[e] = data
	return nil
}

// partOf finds the anchor of the heading that a part means: its own, or that of a
// heading with the part's number before it. Without one the part is a word.
func partOf(e *ledger.Entry, part string) (string, bool) {
	if part == "" || e.Record == nil {
		return part, false
	}
	anchors := e.Record.Anchors()
	if anchors[part] {
		return part, true
	}
	var found []string
	for a := range anchors {
		if strings.HasPrefix(a, part+"-") && strings.Trim(part, "0123456789") == "" {
			found = append(found, a)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return part, false
}

// target is what an input calls the other decision: its stem where only one
// decision of the log has it, else the path to it.
func (c *changes) target(t tie) string {
	name := path.Base(ledger.Stem(t.to.Path))
	same := 0
	for _, e := range c.log.Entries {
		if path.Base(ledger.Stem(e.Path)) == name {
			same++
		}
	}
	if same > 1 && path.Dir(t.to.Path) != path.Dir(t.from.Path) {
		name = render.Href(t.from.Path, t.to.Path)
	}
	if t.part != "" {
		name += "#" + t.part
	}
	return name
}

// proveTies tells whether the log as it will be has the relations at both ends.
func proveTies(ties []tie) func(*ledger.Log, map[*ledger.Entry]*ledger.Entry) error {
	open := func(e *ledger.Entry) (n int) {
		for _, r := range e.Relations {
			if r.Other == nil {
				n++
			}
		}
		return n
	}
	return func(_ *ledger.Log, now map[*ledger.Entry]*ledger.Entry) error {
		for _, t := range ties {
			for _, e := range []*ledger.Entry{t.from, t.to} {
				if open(now[e]) > open(e) {
					return fmt.Errorf("%s would name a decision that is not the one meant: nothing is written", e.Path)
				}
			}
		}
		for _, t := range ties {
			for _, end := range []struct {
				e, far  *ledger.Entry
				reverse bool
			}{{now[t.from], now[t.to], false}, {now[t.to], now[t.from], true}} {
				if !slices.ContainsFunc(end.e.Relations, func(r ledger.Relation) bool {
					return r.Other == end.far && r.Kind == t.kind && r.Reverse == end.reverse && r.Partly == t.partly
				}) {
					return fmt.Errorf("%s would not read back that it is tied to %s: nothing is written", end.e.Path, end.far.Path)
				}
			}
		}
		return nil
	}
}
