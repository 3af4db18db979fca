package check

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/report"
	"tradeoff/internal/source"
)

// difference is one key of an input that may not change any more.
type difference struct {
	what string
	at   []any
}

// values are the keys of an input that are no prose, and that a decision stands on.
var values = []string{"tradeoffs", "decides", "profile", "prices", "drivers", "options", "outcome"}

// inputDifferences are the values that an accepted decision stood on and that are others.
// Answers may be watched, may happen, and may be added; people, tags, links, and the
// next review may change. What only lies below an input is not its own.
func inputDifferences(b, e *ledger.Entry) []difference {
	v := valueComparison{}
	below := map[string][2]string{ // what may lie below, and be written into the input, or taken out of it
		"tradeoffs": {b.Input.Decision.Catalog, e.Input.Decision.Catalog},
		"decides":   {b.Input.Decision.Decides, e.Input.Decision.Decides},
	}
	for _, key := range values {
		was, now := b.Input.Root.Get(key), e.Input.Root.Get(key)
		whole, mayLieBelow := below[key]
		switch {
		case was == nil && now == nil:
		case key == "profile":
			v.profile(b, e)
		case mayLieBelow && (was == nil || now == nil):
			if whole[0] != whole[1] {
				v.add(whole[0], whole[1], key)
			}
		default:
			v.nodes(was, now, key)
		}
	}
	return v.found
}

// profile compares answers: what neither input says itself follows the defaults.
func (v *valueComparison) profile(b, e *ledger.Entry) {
	seen := map[string]bool{}
	for _, of := range []*ledger.Entry{b, e} {
		own := of.Input.Root.Get("profile")
		if own == nil {
			continue
		}
		for _, entry := range own.Entries {
			was, now := b.Input.Decision.Profile[entry.Key].String(), e.Input.Decision.Profile[entry.Key].String()
			if !seen[entry.Key] && was != now {
				v.add(was, now, "profile", entry.Key)
			}
			seen[entry.Key] = true
		}
	}
}

// valueComparison gathers the values that differ between two inputs.
type valueComparison struct{ found []difference }

// nodes compares what two inputs say at a path.
func (v *valueComparison) nodes(was, now *source.Node, at ...any) {
	switch {
	case source.Equal(was, now):
	case was != nil && now != nil && was.Kind == source.Map && now.Kind == source.Map:
		for _, e := range was.Entries {
			v.key(e.Key, e.Value, now.Get(e.Key), at)
		}
		for _, e := range now.Entries {
			if was.Get(e.Key) == nil {
				v.key(e.Key, nil, e.Value, at)
			}
		}
	case was != nil && now != nil && was.Kind == source.List && now.Kind == source.List:
		v.lists(was, now, at)
	default:
		if a, b := told(was), told(now); settledText(a) != settledText(b) {
			v.add(a, b, at...)
		}
	}
}

// mayChange are the keys within those of values that are told as prose, or that go on
// when the decision is made: an id that its title gives as well, and what became of an
// answer.
var mayChange = map[string]bool{"options.id": true, "options.description": true, "options.pros": true, "options.neutral": true, "options.cons": true,
	"answers.watch": true, "answers.happened": true}

func (v *valueComparison) key(key string, was, now *source.Node, at []any) {
	list := ""
	if len(at) > 1 {
		list, _ = at[len(at)-2].(string)
	}
	if !mayChange[list+"."+key] {
		v.nodes(was, now, append(slices.Clone(at), key)...)
	}
}

// lists compares lists whose order says nothing: items of one name are the same.
func (v *valueComparison) lists(was, now *source.Node, at []any) {
	left := map[string][]*source.Node{}
	for _, item := range was.Items {
		left[nameOf(item)] = append(left[nameOf(item)], item)
	}
	var came []int
	for i, item := range now.Items {
		name := nameOf(item)
		if same := left[name]; len(same) > 0 {
			left[name] = same[1:]
			v.nodes(same[0], item, append(slices.Clone(at), i)...)
			continue
		}
		came = append(came, i)
	}
	var gone []*source.Node
	for _, item := range was.Items {
		if name := nameOf(item); len(left[name]) > 0 && left[name][0] == item {
			left[name] = left[name][1:]
			gone = append(gone, item)
		}
	}
	answers := at[len(at)-1] == "answers" // one that was missing may come
	for n, i := range came {
		here := append(slices.Clone(at), i)
		switch {
		case n < len(gone):
			v.add(told(gone[n]), told(now.Items[i]), here...)
		case !answers:
			v.add("", told(now.Items[i]), here...)
		}
	}
	for _, item := range gone[min(len(gone), len(came)):] {
		v.add(told(item), "", at...)
	}
}

// nameOf is what an item of a list is known by: its id or what gives it one, or what it
// is about.
func nameOf(n *source.Node) string {
	if n.Kind != source.Map {
		return settledText(n.Text)
	}
	for _, key := range []string{"id", "title", "worst-case", "factor", "driver"} {
		if text := n.Get(key); text != nil && text.Text != "" {
			if key == "title" {
				return decision.ID(text.Text)
			}
			return text.Text
		}
	}
	return ""
}

// told is a value as a finding quotes it.
func told(n *source.Node) string {
	if n == nil || n.Kind == source.Null {
		return ""
	}
	if n.Kind != source.List && n.Kind != source.Map {
		return n.Text
	}
	var parts []string
	size := 0
	add := func(text string) bool {
		parts, size = append(parts, text), size+len(text)
		return size < 8*mostValue
	}
	for _, item := range n.Items {
		if !add(told(item)) {
			break
		}
	}
	for _, e := range n.Entries {
		if !add(e.Key + ": " + told(e.Value)) {
			break
		}
	}
	return strings.Join(parts, ", ")
}

// mostValue bounds how much of a value a finding quotes, in characters.
const mostValue = 60

// add notes a value that was another.
func (v *valueComparison) add(was, now string, at ...any) {
	quote := func(text string) string {
		text = report.Plain(text)
		if letters := []rune(text); len(letters) > mostValue {
			text = string(letters[:mostValue]) + "…"
		}
		if text == "" {
			return "nothing"
		}
		return "“" + text + "”"
	}
	v.found = append(v.found, difference{source.PathString(at...) + ": " + quote(was) + " → " + quote(now), at})
}
