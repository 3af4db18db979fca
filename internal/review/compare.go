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
		Base: in.BaseName, Head: in.HeadName, Decisions: []Change{}, Catalogs: []CatalogChange{},
		Brought: diag.List{}, There: diag.List{}, Governed: []Governor{}, Proposed: []Governor{}, Needs: []Need{},
	}
	c := &comparison{in: in}
	for _, p := range pairs(in) {
		if change, ok := c.change(p.base, p.head); ok {
			r.Decisions = append(r.Decisions, change)
		}
	}
	r.Catalogs = append(r.Catalogs, c.catalogs()...)
	// What is restricted at either end is told by neither.
	for _, log := range []*ledger.Log{in.Base, in.Head} {
		if secrets := ledger.SecretsOf(log); secrets.Any() {
			for i := range r.Decisions {
				if !r.Decisions[i].Restricted {
					path, from, id := r.Decisions[i].Path, r.Decisions[i].From, r.Decisions[i].ID
					secrets.Clear(&r.Decisions[i])
					r.Decisions[i].Path, r.Decisions[i].From, r.Decisions[i].ID = path, from, id
				}
			}
			secrets.Clear(&r.Catalogs)
		}
	}
	return r
}

type comparison struct{ in Inputs }

// pair is one decision in both logs; nil where a log does not have it.
type pair struct{ base, head *ledger.Entry }

// pairs are the decisions of both logs in the order of the head, those that it does not
// have any more at the places that they would have.
func pairs(in Inputs) []pair {
	taken := map[*ledger.Entry]bool{}
	var out []pair
	var fresh []int
	for _, h := range in.Head.Entries {
		var b *ledger.Entry
		for _, path := range []string{h.Path, in.Renamed[h.Path]} {
			if e := in.Base.Entry(path); b == nil && path != "" && e != nil && !taken[e] {
				b = e
			}
		}
		if b == nil && h.Input != nil {
			// The record may have come with this branch, or be another; its input tells.
			for _, path := range []string{h.Input.File, in.Renamed[h.Input.File]} {
				if e := byInput(in.Base, path); b == nil && path != "" && e != nil && !taken[e] {
					b = e
				}
			}
		}
		if b == nil {
			fresh = append(fresh, len(out))
		} else {
			taken[b] = true
		}
		out = append(out, pair{b, h})
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
		out = head(h)
		out.Kind = New
		out.Values, out.Risks = c.values(nil, h), c.risks(h)
	case h == nil:
		out = Change{Kind: Removed, Path: b.Path, ID: b.ID, Title: report.Plain(b.Title), Was: b.Standing(), Restricted: b.Restricted}
	default:
		alike, moved := same(b, h), b.Path != h.Path && ledger.Stem(b.Path) != ledger.Stem(h.Path)
		came := slices.DeleteFunc(successors(h), func(id string) bool { return slices.Contains(successors(b), id) })
		if alike && !moved && b.Standing() == h.Standing() && len(came) == 0 {
			return out, false // as nearly all of a long log
		}
		out = head(h)
		out.Kind, out.Was, out.By = Changed, b.Standing(), came
		if moved {
			out.From = b.Path
		}
		out.Restricted = h.Restricted || b.Restricted
		if !alike {
			out.Values, out.Prose = c.values(b, h), prose(b, h)
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
func head(h *ledger.Entry) Change {
	return Change{Path: h.Path, ID: h.ID, Title: report.Plain(h.Title), Status: h.Standing(), Lead: report.Plain(h.Lead), Restricted: h.Restricted, By: successors(h)}
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

// same tells whether the files of a decision hold the same bytes at both ends.
func same(b, h *ledger.Entry) bool {
	if (b.Record == nil) != (h.Record == nil) || (b.Input == nil) != (h.Input == nil) {
		return false
	}
	return (b.Record == nil || b.Record == h.Record || bytes.Equal(b.Record.Data, h.Record.Data)) && (b.Input == nil || b.Input == h.Input || bytes.Equal(b.Input.Data, h.Input.Data))
}
