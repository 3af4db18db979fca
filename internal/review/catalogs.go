package review

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/catalog"
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
	for _, e := range c.in.Head.Entries {
		if e.Input == nil || e.Input.Decision.Catalog != id || e.Status.Settled() || e.Restricted {
			continue
		}
		was, ok := assessed(e, c.in.BaseCatalogs)
		now, sound := assessed(e, c.in.HeadCatalogs)
		if !ok || !sound {
			if ok != sound {
				ids = append(ids, e.ID)
				values = append(values, Value{Key: e.ID, Label: "assessment", From: able(ok), To: able(sound)})
			}
			continue
		}
		effects := effectsOf(&was, &now, func(string) bool { return false })
		for _, effect := range effects {
			label, turn, _ := strings.Cut(effect.text, ": ")
			from, to, _ := strings.Cut(turn, " → ")
			values = append(values, Value{Key: e.ID, Label: label, From: from, To: to})
		}
		if len(effects) > 0 {
			ids = append(ids, e.ID)
		}
	}
	return ids, values
}

func able(ok bool) string {
	if ok {
		return "possible"
	}
	return "not possible"
}

// treeValues are the leaves of two files that differ, by their paths. An item of a list is
// known by its id where it has one, so that one that is put before it changes nothing.
func treeValues(was, now *source.Node) []Value {
	before, after := map[string]string{}, map[string]string{}
	var order []string
	walk(was, "", func(path, text string) { before[path] = text })
	walk(now, "", func(path, text string) {
		order = append(order, path)
		after[path] = text
	})
	for _, path := range slices.Sorted(maps.Keys(before)) {
		if _, there := after[path]; !there {
			order = append(order, path)
		}
	}
	var out []Value
	for _, path := range order {
		if before[path] != after[path] {
			label := strings.NewReplacer(".", " ", "-", " ").Replace(path)
			out = append(out, Value{Key: path, Label: label, From: before[path], To: after[path]})
		}
	}
	return out
}

// walk calls leaf for each value of a tree.
func walk(n *source.Node, path string, leaf func(path, text string)) {
	join := func(key string) string {
		if path == "" {
			return key
		}
		return path + "." + key
	}
	switch {
	case n == nil:
	case n.Kind == source.Map:
		for _, e := range n.Entries {
			walk(e.Value, join(report.Plain(e.Key)), leaf)
		}
	case n.Kind == source.List:
		seen := map[string]int{}
		for _, item := range n.Items {
			key := itemKey(item)
			if seen[key]++; key == "" || seen[key] > 1 {
				key = strings.TrimPrefix(key+"-"+strconv.Itoa(seen[key]), "-")
			}
			walk(item, join(key), leaf)
		}
	default:
		leaf(path, report.Plain(record.PlainText(n.Text)))
	}
}

// itemKey names an item of a list by what tells it from the others, "" for one that has
// nothing of that.
func itemKey(n *source.Node) string {
	var parts []string
	for _, key := range []string{"option", "id", "factor"} {
		if v := n.Get(key); v != nil && v.Text != "" {
			parts = append(parts, report.Plain(v.Text))
		}
	}
	return strings.Join(parts, "-")
}
