package source

import (
	"math"
	"slices"
	"strconv"
)

// JSONSchema gives the schema in the words of JSON Schema, draft 2020-12:
// indented, with the named schemas in $defs, a line feed at the end, and always
// the same bytes. What Check passes is valid under it. It is more lenient in
// little: it takes 3.0 for a whole number, and knows neither which days a month
// has nor which end of a range is the larger. Of OneOf it is stricter than Check,
// which leaves that to others.
func (s *Schema) JSONSchema(id, title string) []byte {
	w := &schemaWriter{defs: map[string]*Node{}}
	root := &Node{Kind: Map}
	root.put("$schema", text("https://json-schema.org/draft/2020-12/schema"))
	if id != "" {
		root.put("$id", text(id))
	}
	if title != "" {
		root.put("title", text(title))
	}
	root.Entries = append(root.Entries, w.body(s).Entries...)
	if len(w.defs) > 0 {
		names := make([]string, 0, len(w.defs))
		for name := range w.defs {
			names = append(names, name)
		}
		slices.Sort(names)
		defs := &Node{Kind: Map}
		for _, name := range names {
			defs.put(name, w.defs[name])
		}
		root.put("$defs", defs)
	}
	e := &jsonEmitter{unit: "  "}
	e.value(root, "")
	e.b.WriteByte('\n')
	return []byte(e.b.String())
}

// schemaWriter gathers the named schemas on its way.
type schemaWriter struct{ defs map[string]*Node }

// schema is s, or a reference to it where it has a name.
func (w *schemaWriter) schema(s *Schema) *Node {
	if s == nil || s.Name == "" {
		return w.body(s)
	}
	if _, ok := w.defs[s.Name]; !ok {
		w.defs[s.Name] = nil // it may refer to itself
		w.defs[s.Name] = w.body(s)
	}
	ref := &Node{Kind: Map}
	ref.put("$ref", text("#/$defs/"+s.Name))
	return ref
}

// optional is the schema of a key that may stand without a value.
func (w *schemaWriter) optional(s *Schema) *Node {
	n := w.schema(s)
	switch t := n.Get("type"); {
	case len(n.Entries) == 0 || s.Type == Any && len(s.OneOf) == 0:
		return n
	case t == nil || n.Get("enum") != nil:
		out := &Node{Kind: Map}
		if doc := n.Get("description"); doc != nil {
			out.put("description", doc)
			n.drop("description")
		}
		null := &Node{Kind: Map}
		null.put("type", text("null"))
		out.put("anyOf", list(n, null))
		return out
	case t.Kind == List:
		t.Items = append(t.Items, text("null"))
	default:
		*t = *list(text(t.Text), text("null"))
	}
	return n
}

// body is what s asks for.
func (w *schemaWriter) body(s *Schema) *Node {
	n := &Node{Kind: Map}
	if s == nil {
		return n
	}
	if s.Doc != "" {
		n.put("description", text(s.Doc))
	}
	if len(s.OneOf) > 0 {
		forms := &Node{Kind: List}
		for _, form := range s.OneOf {
			forms.Items = append(forms.Items, w.schema(form))
		}
		n.put("oneOf", forms)
		return n
	}
	switch s.Type {
	case Object:
		w.object(n, s)
	case ListOf:
		n.put("type", text("array"))
		if s.NotEmpty {
			n.put("minItems", number(1))
		}
		if s.Items != nil {
			n.put("items", w.schema(s.Items))
		}
	case Text:
		n.put("type", text("string"))
		if s.NotEmpty {
			n.put("pattern", text(`\S`))
		}
	case Whole, Amount:
		w.number(n, s)
	case YesNo:
		n.put("type", text("boolean"))
	case Date:
		n.put("type", text("string"))
		n.put("format", text("date"))
		n.put("pattern", text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))
	case Choice:
		w.choice(n, s)
	case ID:
		n.put("type", text("string"))
		n.put("pattern", text(keyPattern))
	case NumberOrRange:
		bare := &Node{Kind: Map}
		w.number(bare, s)
		span := &Node{Kind: Map}
		span.put("type", text("string"))
		digits := `\s*[+-]?[0-9][0-9_]*\s*`
		if !s.Whole {
			digits = `\s*[+-]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)([eE][+-]?[0-9]+)?\s*`
		}
		span.put("pattern", text(`^`+digits+`\.\.`+digits+`$`))
		n.put("anyOf", list(bare, span))
	case Scalar:
		n.put("type", list(text("string"), text("number"), text("boolean")))
	}
	return n
}

// object writes the keys of an Object.
func (w *schemaWriter) object(n *Node, s *Schema) {
	n.put("type", text("object"))
	properties, required := &Node{Kind: Map}, &Node{Kind: List}
	for _, k := range s.Keys {
		if k.Required {
			properties.put(k.Name, w.schema(k.Schema))
			required.Items = append(required.Items, text(k.Name))
		} else {
			properties.put(k.Name, w.optional(k.Schema))
		}
	}
	if len(properties.Entries) > 0 {
		n.put("properties", properties)
	}
	if len(required.Items) > 0 {
		n.put("required", required)
	}
	if s.Open {
		further := &Node{Kind: Map}
		further.put(keyPattern, &Node{Kind: Map})
		n.put("patternProperties", further)
	}
	n.put("additionalProperties", &Node{Kind: Bool, Text: "false"})
	if s.OneKey {
		n.put("minProperties", number(1))
		n.put("maxProperties", number(1))
	}
}

// number writes the type and the bounds of a number.
func (w *schemaWriter) number(n *Node, s *Schema) {
	kind := "number"
	if s.Type == Whole || s.Whole {
		kind = "integer"
	}
	n.put("type", text(kind))
	if s.Min != nil {
		n.put("minimum", number(*s.Min))
	}
	if s.Max != nil {
		n.put("maximum", number(*s.Max))
	}
}

// choice writes the words of a Choice, each with its sentence where it has one.
func (w *schemaWriter) choice(n *Node, s *Schema) {
	words := &Node{Kind: List}
	for _, choice := range s.Choices {
		word := text(choice)
		if len(s.ChoiceDocs) > 0 {
			word = &Node{Kind: Map}
			word.put("const", text(choice))
			if doc := s.ChoiceDocs[choice]; doc != "" {
				word.put("description", text(doc))
			}
		}
		words.Items = append(words.Items, word)
	}
	if len(s.ChoiceDocs) > 0 {
		n.put("oneOf", words)
		return
	}
	n.put("type", text("string"))
	n.put("enum", words)
}

// put appends an entry.
func (n *Node) put(key string, value *Node) {
	n.Entries = append(n.Entries, Entry{Key: key, Value: value})
}

// drop removes an entry.
func (n *Node) drop(key string) {
	n.Entries = slices.DeleteFunc(n.Entries, func(e Entry) bool { return e.Key == key })
}

// text is a String.
func text(s string) *Node { return &Node{Kind: String, Text: s, Quoted: true} }

// list is a List.
func list(items ...*Node) *Node { return &Node{Kind: List, Items: items} }

// number is an Int or a Float.
func number(f float64) *Node {
	n := &Node{Kind: Float, Text: strconv.FormatFloat(f, 'f', -1, 64)}
	if f == math.Trunc(f) {
		n.Kind = Int
	}
	return n
}
