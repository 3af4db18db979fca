package source

import (
	"fmt"
	"strconv"
	"strings"

	"tradeoff/internal/diag"
)

// Check gives all the findings that n brings under the schema: wrong-type,
// unknown-key, capital-key, unknown-value, out-of-bounds, not-a-date, not-an-id,
// missing-key, bad-range and empty-value. Each has its place and the path of its
// key. A key without a value counts as left out. A nil n brings none.
func (s *Schema) Check(n *Node) diag.List {
	if n == nil || s == nil {
		return nil
	}
	c := &checker{}
	c.value(s, n, "", n.Pos)
	return c.found
}

// checker gathers findings.
type checker struct{ found diag.List }

// report adds an error.
func (c *checker) report(pos diag.Pos, path, rule, hint, format string, args ...any) {
	c.found = append(c.found, diag.Finding{
		Pos: pos, Key: path, Rule: rule, Severity: diag.Error, Hint: hint, Message: fmt.Sprintf(format, args...),
	})
}

// value checks n, which stands at path. named is the place of its key.
func (c *checker) value(s *Schema, n *Node, path string, named diag.Pos) {
	if s == nil || s.Type == Any {
		return
	}
	switch s.Type {
	case Object:
		if c.kind(s, n, path, Map) {
			c.object(s, n, path, named)
		}
	case ListOf:
		if !c.kind(s, n, path, List) {
			return
		}
		if s.NotEmpty && len(n.Items) == 0 {
			c.report(n.Pos, path, "empty-value", s.hint("write at least one item, or leave the key out"), "the list is empty")
		}
		for i, item := range n.Items {
			c.value(s.Items, item, path+"["+strconv.Itoa(i)+"]", item.Pos)
		}
	default:
		c.scalar(s, n, path)
	}
}

// object checks the keys of the map n.
func (c *checker) object(s *Schema, n *Node, path string, named diag.Pos) {
	given := 0
	for _, e := range n.Entries {
		key := s.key(e.Key)
		if key == nil {
			if c.unknown(s, e, path) {
				given++
			}
			continue
		}
		if e.Value.Kind != Null {
			given++
			c.value(key.Schema, e.Value, join(path, e.Key), e.KeyPos)
		} else if key.Required {
			c.report(e.KeyPos, join(path, e.Key), "missing-key", key.hint("write "), "has no value, and one is needed")
		}
	}
	for i := range s.Keys {
		if k := &s.Keys[i]; k.Required && n.Get(k.Name) == nil {
			c.report(named, join(path, k.Name), "missing-key", k.hint("add "), "the key %s is missing", k.Name)
		}
	}
	if s.OneKey && given != 1 && given == len(n.Entries) {
		names := strings.Join(s.names(), ", ")
		if given == 0 {
			c.report(n.Pos, path, "missing-key", s.hint("write one of: "+names), "a key is missing")
		} else {
			c.report(n.Pos, path, "wrong-type", "write each on its own; the keys are "+names, "expected one key, found %d", given)
		}
	}
}

// unknown reports a key that the schema does not name, and tells whether it is
// one all the same.
func (c *checker) unknown(s *Schema, e Entry, path string) bool {
	full := join(path, e.Key)
	if to := s.nested(e.Key); to != "" {
		c.report(e.KeyPos, full, "capital-key", "write "+to, "a dot puts no key below another, and %s has one", showKey(e.Key))
		return true
	}
	if !isKey(e.Key) {
		hint := ""
		if name := kebab(e.Key); name != "" {
			hint = "write " + name
		}
		c.report(e.KeyPos, full, "capital-key", hint, "keys are in lower case with hyphens, and %s is not", showKey(e.Key))
		return true
	}
	if s.Open {
		return true
	}
	hint := ""
	if len(e.Key) <= 64 {
		hint = diag.DidYouMean(e.Key, s.names())
	}
	where := ""
	if path != "" {
		where = " in " + path
	}
	c.report(e.KeyPos, full, "unknown-key", hint, "there is no key %s%s", showKey(e.Key), where)
	return false
}

// nested says for site.layouts what is meant by it, "layouts under site", and nothing
// for a key whose parts are none of the schema's, as far as their spelling tells.
func (s *Schema) nested(key string) string {
	parts := strings.Split(key, ".")
	if len(parts) == 1 || len(key) > 64 {
		return ""
	}
	meant := ""
	for _, part := range parts {
		if s == nil || s.Type != Object {
			return ""
		}
		name := diag.Suggest(part, s.names())
		switch {
		case name != "":
			s = s.key(name).Schema
		case s.Open && meant != "" && isKey(part):
			name, s = part, nil
		default:
			return ""
		}
		if meant != "" {
			meant = " under " + meant
		}
		meant = name + meant
	}
	return meant
}

// kind checks that n is of kind k.
func (c *checker) kind(s *Schema, n *Node, path string, k Kind) bool {
	if n.Kind == k {
		return true
	}
	hint := ""
	switch {
	case isPlaceholder(n):
		hint = s.unfilled()
	case k == List && n.Kind == String && n.Text != "" && len(n.Text) <= 60:
		hint = s.hint("write [" + yamlScalar(n, true) + "]")
	case k == List && n.Kind == Map:
		hint = s.hint("begin each item with a hyphen")
	case k == List:
		hint = s.hint("write the items in [ ]")
	case k == Map && n.Kind == List:
		hint = s.hint("leave the hyphens out")
	default:
		hint = s.hint("write its keys below it")
	}
	c.wrongType(s, n, path, hint)
	return false
}

// wrongType reports that n is of another kind than the schema asks for.
func (c *checker) wrongType(s *Schema, n *Node, path, hint string) {
	c.report(n.Pos, path, "wrong-type", hint, "expected %s, found %s", s.words(), n.Kind)
}

// key gives the schema's key of that name, or nil.
func (s *Schema) key(name string) *Key {
	for i := range s.Keys {
		if s.Keys[i].Name == name {
			return &s.Keys[i]
		}
	}
	return nil
}

// names are the names of the schema's keys.
func (s *Schema) names() []string {
	names := make([]string, len(s.Keys))
	for i, k := range s.Keys {
		names[i] = k.Name
	}
	return names
}

// hint is what to write: the schema's example, else built.
func (s *Schema) hint(built string) string {
	if s.Example != "" {
		return "write " + s.Example
	}
	return built
}

// unfilled is the hint for a placeholder.
func (s *Schema) unfilled() string {
	return "this looks like a placeholder that was not filled in; " + s.hint("put your value there, without the braces")
}

// hint says how to add the key.
func (k *Key) hint(verb string) string {
	switch {
	case k.Schema == nil:
		return ""
	case k.Schema.Example != "":
		return verb + k.Schema.Example
	case k.Schema.Type == Choice:
		return verb + k.Name + ": one of " + strings.Join(k.Schema.Choices, ", ")
	case k.Schema.Type == Any:
		return ""
	}
	return verb + k.Name + ": " + k.Schema.words()
}

// join is the path of a key below path.
func join(path, key string) string {
	if path == "" {
		return showKey(key)
	}
	return path + "." + showKey(key)
}

// isPlaceholder tells whether n is what YAML makes of {text to replace}.
func isPlaceholder(n *Node) bool {
	return n.Kind == Map && len(n.Entries) == 1 && n.Entries[0].Value.Kind == Null
}
