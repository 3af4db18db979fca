package review

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
)

// Compare tells what of the decisions and the catalogs is another in the head. What a
// decision says in the same words at both ends is no change, whatever its bytes are.
// Findings and governors are not its own, and are left empty.
func Compare(in Inputs) *Review {
	r := &Review{
		Base: in.BaseName, Head: in.HeadName, Withheld: in.Withheld, Decisions: []Change{}, Catalogs: []CatalogChange{},
		Brought: diag.List{}, There: diag.List{}, Governed: []Governor{}, Proposed: []Governor{}, Needs: []Need{},
	}
	c := &comparison{in: in, left: mostWork, now: map[*ledger.Entry]*ledger.Entry{}}
	for _, log := range []*ledger.Log{in.Base, in.Head} {
		if secrets := ledger.SecretsOf(log); secrets.Any() {
			c.secrets = append(c.secrets, secrets)
		}
	}
	all := pairs(in)
	for _, p := range all {
		if p.base != nil && p.head != nil {
			c.now[p.base] = p.head
		}
	}
	for _, p := range all {
		if change, ok := c.change(p.base, p.head); ok {
			r.Decisions = append(r.Decisions, change)
		}
	}
	r.Catalogs = append(r.Catalogs, c.catalogs()...)
	// What is restricted at either end is told by neither.
	for _, secrets := range c.secrets {
		for i := range r.Decisions {
			if d := &r.Decisions[i]; !d.Restricted {
				path, from, id := d.Path, d.From, d.ID
				secrets.Clear(d)
				d.Path, d.From, d.ID = path, from, id
			}
		}
		secrets.Clear(&r.Catalogs)
	}
	return r
}

type comparison struct {
	in      Inputs
	left    int // of the work of comparing words
	secrets []ledger.Secrets
	now     map[*ledger.Entry]*ledger.Entry // of what is in both logs, the head's by the base's
}

// pair is one decision in both logs; nil where a log does not have it.
type pair struct{ base, head *ledger.Entry }

// pairs are the decisions of both logs in the order of the head, those that it does not
// have any more at the places that they would have.
func pairs(in Inputs) []pair {
	taken := map[*ledger.Entry]bool{}
	out := make([]pair, len(in.Head.Entries))
	// A path that is the same goes before one that git takes for moved, since a copy may
	// be taken for that.
	for _, of := range []func(path string) string{func(path string) string { return path }, func(path string) string { return in.Renamed[path] }} {
		for i, h := range in.Head.Entries {
			out[i].head = h
			if out[i].base != nil {
				continue
			}
			b := in.Base.Entry(of(h.Path))
			if b == nil && h.Input != nil {
				// The record may have come with this branch, or be another; its input tells.
				b = byInput(in.Base, of(h.Input.File))
			}
			if b != nil && !taken[b] {
				out[i].base, taken[b] = b, true
			}
		}
	}
	var fresh []int
	for i := range out {
		if out[i].base == nil {
			fresh = append(fresh, i)
		}
	}
	// What was renumbered and changed so much that git sees no move keeps its words: of
	// the name and of the title.
	left := map[string][]*ledger.Entry{}
	for _, b := range in.Base.Entries {
		if !taken[b] {
			left[nameKey(b)] = append(left[nameKey(b)], b)
		}
	}
	news := map[string][]int{}
	for _, i := range fresh {
		key := nameKey(out[i].head)
		news[key] = append(news[key], i)
	}
	for key, at := range news {
		if old := left[key]; len(at) == 1 && len(old) == 1 {
			out[at[0]].base = old[0]
			taken[old[0]] = true
		}
	}
	for _, b := range in.Base.Entries {
		if !taken[b] {
			out = append(out, pair{base: b})
		}
	}
	slices.SortStableFunc(out, func(x, y pair) int { return inLogOrder(x.any(), y.any()) })
	return out
}

// any is the decision at the end that has it, the head first.
func (p pair) any() *ledger.Entry {
	if p.head != nil {
		return p.head
	}
	return p.base
}

func inLogOrder(x, y *ledger.Entry) int {
	number := func(e *ledger.Entry) int {
		if e.Number < 0 {
			return int(^uint(0) >> 1)
		}
		return e.Number
	}
	return cmp.Or(strings.Compare(x.Folder(), y.Folder()), cmp.Compare(number(x), number(y)), strings.Compare(x.Path, y.Path))
}

// byInput is the entry that has the input and no record yet.
func byInput(log *ledger.Log, path string) *ledger.Entry {
	if path == "" {
		return nil
	}
	if e := log.Entry(path); e != nil {
		return e
	}
	if e := log.Entry(ledger.Stem(path) + ".md"); e != nil && e.Input != nil && e.Input.File == path {
		return e
	}
	return nil
}

func nameKey(e *ledger.Entry) string {
	_, _, slug := record.Names(e.Path)
	return e.Folder() + "\x00" + slug + "\x00" + e.Title
}

// change tells what happened to a decision; ok is false for nothing.
func (c *comparison) change(b, h *ledger.Entry) (out Change, ok bool) {
	switch {
	case b == nil:
		out = c.head(h)
		out.Kind = New
		out.Risks = c.risks(h)
		out.Values = c.values(nil, h)
		if len(out.Risks) > 0 { // which tell the answers
			out.Values = slices.DeleteFunc(out.Values, func(v Value) bool { return strings.HasPrefix(v.Key, "answers.") })
		}
	case h == nil:
		out = Change{Kind: Removed, Path: b.Path, ID: b.ID, Title: report.Plain(b.Title), Was: b.Standing(), Restricted: b.Restricted}
	default:
		alike, moved := same(b, h), b.Path != h.Path && ledger.Stem(b.Path) != ledger.Stem(h.Path)
		came := slices.DeleteFunc(successors(h), func(id string) bool { return slices.Contains(successors(b), id) })
		if alike && !moved && b.Standing() == h.Standing() && len(came) == 0 {
			return out, false // as nearly all of a long log
		}
		out = c.head(h)
		out.Kind, out.Was, out.By = Changed, b.Standing(), came
		if moved {
			out.From = b.Path
		}
		out.Restricted = h.Restricted || b.Restricted
		if !alike && tells(b) && tells(h) {
			out.Values, out.Prose = c.values(b, h), c.prose(b, h)
		}
		if out.From == "" && out.Was == out.Status && len(came) == 0 && len(out.Values) == 0 && len(out.Prose) == 0 {
			if out.Restricted && !alike {
				break // that something is another may be told
			}
			return out, false
		}
		if len(out.Values) > 0 || len(out.Prose) > 0 || out.Status == decision.Accepted && out.Was != out.Status {
			out.Risks = c.risks(h)
		}
		if out.Status == decision.Superseded && out.Was != out.Status && onlySuperseded(out) {
			out.Kind, out.Values = Superseded, nil
		}
	}
	if out.Restricted {
		e := h
		if e == nil {
			e = b
		}
		out = Change{Kind: out.Kind, Path: "", ID: ledger.PublicID(e), Was: out.Was, Status: out.Status, Restricted: true}
	}
	return out, true
}

// head is what is told of a decision as it is in the head.
func (c *comparison) head(h *ledger.Entry) Change {
	return Change{Path: h.Path, ID: h.ID, Title: report.Plain(h.Title), Status: h.Standing(), Lead: report.Plain(c.published(h).Lead), Restricted: h.Restricted, By: successors(h)}
}

// onlySuperseded tells whether nothing is said of a decision but who superseded it.
func onlySuperseded(c Change) bool {
	return len(c.Prose) == 0 && !slices.ContainsFunc(c.Values, func(v Value) bool { return v.Key != "links" && v.Key != "date" })
}

// successors are the ids of the decisions that took its place.
func successors(e *ledger.Entry) []string {
	var out []string
	for _, r := range e.Relations {
		if r.Ends() {
			if r.Other.Restricted {
				out = append(out, cmp.Or(ledger.PublicID(r.Other), ledger.HiddenName))
				continue
			}
			out = append(out, r.Other.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tells tells whether there is anything to read of a decision: of an input with an error
// and without a record its findings say enough.
func tells(e *ledger.Entry) bool { return e.Record != nil || input(e) != nil }

// same tells whether the files of a decision hold the same bytes at both ends.
func same(b, h *ledger.Entry) bool {
	if (b.Record == nil) != (h.Record == nil) || (b.Input == nil) != (h.Input == nil) {
		return false
	}
	return (b.Record == nil || b.Record == h.Record || bytes.Equal(b.Record.Data, h.Record.Data)) && (b.Input == nil || b.Input == h.Input || bytes.Equal(b.Input.Data, h.Input.Data))
}
