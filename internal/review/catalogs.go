package review

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/report"
	"tradeoff/internal/source"
)

// catalogs are the catalogs that changed, by id, each with what is another in it and with
// the open decisions that are assessed otherwise by it.
func (c *comparison) catalogs() []CatalogChange {
	ids := map[string]bool{}
	for _, set := range []catalog.Set{c.in.BaseCatalogs, c.in.HeadCatalogs} {
		for id := range set {
			ids[id] = true
		}
	}
	var out []CatalogChange
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		was, now := c.in.BaseCatalogs[id], c.in.HeadCatalogs[id]
		change := CatalogChange{ID: id}
		switch {
		case was == nil:
			change.Kind, change.Title, change.Path = New, report.Plain(now.Title), now.File
		case now == nil:
			change.Kind, change.Title, change.Path = Removed, report.Plain(was.Title), was.File
		default:
			if was == now {
				continue
			}
			change.Kind, change.Title, change.Path = Changed, report.Plain(now.Title), now.File
			if change.Values = treeValues(was.Root, now.Root); len(change.Values) == 0 {
				continue
			}
		}
		change.Decisions, change.Touched = c.touched(id)
		out = append(out, change)
	}
	return out
}

// touched are the decisions that are still open and that the catalog's change assesses
// otherwise, whatever their own files say.
func (c *comparison) touched(id string) (ids []string, values []Value) {
	old := make(map[*ledger.Entry]*ledger.Entry, len(c.now))
	for b, h := range c.now {
		old[h] = b
	}
	for _, e := range c.in.Head.Entries {
		if e.Input == nil || e.Input.Decision.Catalog != id || e.Status.Settled() || e.Restricted || old[e] != nil && old[e].Restricted {
			continue
		}
		was, ok := verdicts(e, c.in.BaseCatalogs)
		now, sound := verdicts(e, c.in.HeadCatalogs)
		if !ok || !sound {
			if ok != sound && old[e] != nil {
				ids = append(ids, e.ID)
				values = append(values, Value{Key: e.ID, Label: "assessment", From: able(ok), To: able(sound)})
			}
			continue
		}
		effects := effectsOf(&was, &now, func(string) bool { return false })
		for _, effect := range effects {
			values = append(values, effect.value(e.ID))
		}
		if len(effects) > 0 {
			ids = append(ids, e.ID)
		}
	}
	return ids, values
}

// verdicts is the assessment of a decision that is still open, without the advice, which
// takes longer; false where it cannot be made.
func verdicts(e *ledger.Entry, set catalog.Set) (decision.Assessment, bool) {
	if set[e.Input.Decision.Catalog] == nil || !assessable(e, set) {
		return decision.Assessment{}, false
	}
	return advisor.Assess(&e.Input.Decision, set[e.Input.Decision.Catalog]), true
}

func able(ok bool) string {
	if ok {
		return "possible"
	}
	return "not possible"
}

// tree is a file's values by their paths.
type tree struct {
	order []string
	leaf  map[string]string
	lists map[string][]string // the keys of each list's items, in their order
}

// treeValues are the leaves of two files that differ, by their paths. An item of a list is
// known by its id where it has one, so that one that is put before it changes nothing;
// that two items changed places is told of the list.
func treeValues(was, now *source.Node) []Value {
	before, after := treeOf(was), treeOf(now)
	order := after.order
	for _, path := range before.order {
		if _, there := after.leaf[path]; !there {
			order = append(order, path)
		}
	}
	label := strings.NewReplacer(".", " ", "-", " ").Replace
	var out []Value
	for _, path := range order {
		if before.leaf[path] != after.leaf[path] {
			out = append(out, Value{Key: path, Label: label(path), From: before.leaf[path], To: after.leaf[path]})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(after.lists)) {
		from, to := common(before.lists[path], after.lists[path]), common(after.lists[path], before.lists[path])
		if !slices.Equal(from, to) {
			out = append(out, Value{Key: path, Label: "order of " + label(path), From: strings.Join(from, ", "), To: strings.Join(to, ", ")})
		}
	}
	return out
}

// common are the keys that are among others too.
func common(keys, others []string) []string {
	among := make(map[string]bool, len(others))
	for _, key := range others {
		among[key] = true
	}
	var out []string
	for _, key := range keys {
		if among[key] {
			out = append(out, key)
		}
	}
	return out
}

func treeOf(n *source.Node) *tree {
	t := &tree{leaf: map[string]string{}, lists: map[string][]string{}}
	t.walk(n, "")
	return t
}

// walk gathers the values of a node.
func (t *tree) walk(n *source.Node, path string) {
	join := func(key string) string {
		if path == "" {
			return key
		}
		return path + "." + key
	}
	leaf := func(text string) {
		if _, there := t.leaf[path]; !there {
			t.order = append(t.order, path)
		}
		t.leaf[path] = report.Plain(record.PlainText(text))
	}
	switch {
	case n == nil:
	case n.Kind == source.Map:
		for _, e := range n.Entries {
			t.walk(e.Value, join(report.Plain(e.Key)))
		}
	case n.Kind == source.List && !slices.ContainsFunc(n.Items, func(item *source.Node) bool { return item.Kind == source.Map || item.Kind == source.List }):
		texts := make([]string, len(n.Items)) // words: one value
		for i, item := range n.Items {
			texts[i] = item.Text
		}
		leaf(strings.Join(texts, ", "))
	case n.Kind == source.List:
		seen := map[string]int{}
		for _, item := range n.Items {
			key := itemKey(item)
			if seen[key]++; key == "" || seen[key] > 1 {
				key = strings.TrimPrefix(key+"-"+strconv.Itoa(seen[key]), "-")
			}
			t.lists[path] = append(t.lists[path], key)
			t.walk(item, join(key))
		}
	default:
		leaf(n.Text)
	}
}

// itemKey names an item of a list by what tells it from the others, "" for one that has
// nothing of that.
func itemKey(n *source.Node) string {
	for _, keys := range [][]string{{"option", "id"}, {"option", "factor"}, {"verdict"}, {"field"}, {"title"}} {
		var parts []string
		for _, key := range keys {
			if v := n.Get(key); v != nil && v.Kind == source.String && v.Text != "" {
				parts = append(parts, report.Plain(v.Text))
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, "-")
		}
	}
	return ""
}
