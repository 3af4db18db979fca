package source

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// quotedStyles are the styles that make a scalar text, whatever it says.
const quotedStyles = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// checkTag reports a tag other than those that YAML itself defines for our
// kinds of value.
func (r *yamlReader) checkTag(n *yaml.Node) {
	ok := false
	switch n.Kind {
	case yaml.MappingNode:
		ok = n.Tag == "!!map"
	case yaml.SequenceNode:
		ok = n.Tag == "!!seq"
	case yaml.ScalarNode:
		switch n.Tag {
		case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp":
			ok = true
		}
	}
	if !ok {
		r.found.Errorf(r.pos(n), "syntax", "leave the tag out", "the tag %s is not understood here", shorten(n.Tag))
	}
}

// scalar reads n into out. The library's own reading of n is not asked, since
// it takes 0017 for 15.
func (r *yamlReader) scalar(out *Node, n *yaml.Node) {
	out.Text = n.Value
	if n.Style&quotedStyles != 0 || n.Style&yaml.TaggedStyle != 0 && n.Tag == "!!str" {
		out.Kind, out.Quoted = String, true
		return
	}
	out.Kind = plainKind(n.Value)
	if n.Style&yaml.TaggedStyle == 0 {
		return
	}
	want := map[string]Kind{"!!int": Int, "!!float": Float, "!!bool": Bool, "!!null": Null}
	if k, ok := want[n.Tag]; ok && k != out.Kind && (k != Float || out.Kind != Int) {
		r.found.Errorf(r.pos(n), "syntax", "leave the tag out", "%q is not %s", shorten(n.Value), k)
	}
}

// plainKind is the kind of a YAML scalar without quotes.
func plainKind(text string) Kind {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	return numberKind(text)
}

// numberKind is Int or Float where text is a decimal number, which may have a
// sign and single underscores between digits; else String.
func numberKind(text string) Kind {
	rest := text
	if rest[0] == '+' || rest[0] == '-' {
		rest = rest[1:]
	}
	whole, rest := cutDigits(rest)
	fraction, kind := "", Int
	if strings.HasPrefix(rest, ".") {
		fraction, rest = cutDigits(rest[1:])
		kind = Float
	}
	if whole == "" && fraction == "" {
		return String
	}
	if strings.HasPrefix(rest, "e") || strings.HasPrefix(rest, "E") {
		rest = rest[1:]
		if rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		var exponent string
		if exponent, rest = cutDigits(rest); exponent == "" {
			return String
		}
		kind = Float
	}
	if rest != "" {
		return String
	}
	return kind
}

// cutDigits splits text behind the digits it begins with; an underscore counts
// as one between two digits.
func cutDigits(text string) (digits, rest string) {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	i := 0
	for digit(i) || i < len(text) && text[i] == '_' && digit(i-1) && digit(i+1) {
		i++
	}
	return text[:i], text[i:]
}
