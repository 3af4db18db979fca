package source

import (
	"errors"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// value reads the value n, whose first byte is at start, and gives the offset
// behind it. Only that way is the place of an array known: the library keeps it
// of scalars, keys and inline tables alone.
func (r *tomlReader) value(n *unstable.Node, start, depth int) (out *Node, end int) {
	r.checkDepth(depth, start)
	out = &Node{Pos: r.at(start)}
	end = int(n.Raw.Offset + n.Raw.Length)
	switch n.Kind {
	case unstable.Array:
		out.Kind = List
		end = start + 1
		for it := n.Children(); it.Next(); {
			var item *Node
			item, end = r.value(it.Node(), tomlGap(r.data, end), depth+1)
			out.Items = append(out.Items, item)
		}
		return out, tomlGap(r.data, end) + 1
	case unstable.InlineTable:
		out = r.table(out.Pos, valueTable)
		end = start + 1
		for it := n.Children(); it.Next(); {
			end = r.keyValue(out, it.Node(), depth)
		}
		r.seal(out)
		return out, tomlGap(r.data, end) + 1
	case unstable.String:
		out.Kind, out.Text, out.Quoted = String, r.text(n, start, end), true
		return out, end
	}
	out.Text = string(r.data[start:end])
	r.scalar(out, n, start)
	return out, end
}

// seal closes an inline table and the tables of dotted keys in it.
func (r *tomlReader) seal(table *Node) {
	r.kinds[table] = valueTable
	for _, e := range table.Entries {
		if e.Value.Kind == Map && r.kinds[e.Value] == dottedTable {
			r.seal(e.Value)
		}
	}
}

// text is a string's text. A line break in the source counts as a line feed,
// as it does in YAML, so that a checkout with CRLF reads alike.
func (r *tomlReader) text(n *unstable.Node, start, end int) string {
	text := string(n.Data)
	raw := string(r.data[start:end])
	if strings.Contains(raw, "\r\n") && !strings.Contains(raw, `\r`) {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	return text
}

// scalar sets the kind of out, and reports what is no value after all.
func (r *tomlReader) scalar(out *Node, n *unstable.Node, start int) {
	switch n.Kind {
	case unstable.Bool:
		out.Kind = Bool
	case unstable.Integer:
		out.Kind = Int
		if len(out.Text) > 1 && strings.ContainsAny(out.Text[1:2], "xob") {
			out.Kind = String
			r.found.Errorf(r.at(start), "syntax", "write it in base 10, or in quotes where it is text", "numbers are of base 10")
		} else if _, err := strconv.ParseInt(plainDigits(out.Text), 10, 64); err != nil {
			r.found.Errorf(r.at(start), "syntax", "put it in quotes where it is text", "the number is too large for TOML")
		}
	case unstable.Float:
		out.Kind = Float
		if strings.HasSuffix(out.Text, "inf") || strings.HasSuffix(out.Text, "nan") {
			out.Kind = String
			r.found.Errorf(r.at(start), "syntax", "write a number", "a number must be finite")
		}
	default: // the dates and times
		out.Kind = String
		var any map[string]any
		var wrong *toml.DecodeError
		if err := toml.Unmarshal([]byte("x="+out.Text), &any); errors.As(err, &wrong) {
			r.found.Errorf(r.at(start), "syntax", "write a date such as 2026-11-23, or put text in quotes", "%s is no date or time", shorten(out.Text))
		}
	}
}

// failTOML reports the library's error where it arose, and ends the reading.
func (r *tomlReader) failTOML(err error) {
	var wrong *unstable.ParserError
	if !errors.As(err, &wrong) {
		r.fail(0, "", "%s", strings.TrimPrefix(err.Error(), "toml: "))
	}
	offset := len(r.data)
	// The highlight is a part of the text: what lies behind it tells where.
	if at := cap(r.data) - cap(wrong.Highlight); len(wrong.Highlight) > 0 && at >= 0 && at <= len(r.data) {
		offset = at
	}
	message, hint := wordTOML(wrong.Message)
	r.fail(offset, hint, "%s", message)
}

// tomlWords are our words for the library's, by what its message begins with.
var tomlWords = []struct{ problem, message, hint string }{
	{"expected newline but got", "expected the end of the line", "put each key on a line of its own, and text in quotes"},
	{"expected '=' after key", "expected = behind the key", "write key = value; text goes in quotes"},
	{"unexpected character", "a value cannot begin with this character", "put text in quotes"},
	{"expected keyword", "expected a value", "put text in quotes; yes and no are true and false"},
	{"strings must be quoted", "expected a number", "put text in quotes"},
	{"invalid character at start of key", "a key cannot begin with this character", "put the key in quotes"},
	{"expected value", "expected a value", "leave the key out where it has none"},
	{"array is incomplete", "the list is not closed", "close it with ]"},
	{"inline table is incomplete", "the map in { } is not closed", "close it with }"},
	{"unterminated", "the quotation mark is not closed", "close it on the same line, or use three"},
	{"basic strings cannot have new lines", "the quotation mark is not closed", "close it on the same line, or use three"},
	{"literal strings cannot have new lines", "the quotation mark is not closed", "close it on the same line, or use three"},
	{"multiline", "the three quotation marks are not closed", "close them with three more"},
	{"invalid escape", "this escape is not known", `write \\ for a backslash, or use single quotes`},
	{"integers cannot have leading zeroes", "a number cannot begin with 0", "put it in quotes where it is text"},
	{"expected ',' or ']'", "expected a comma or ]", "separate the items by commas"},
	{"expected ',' or '}'", "expected a comma or }", "separate the keys by commas"},
	{"expected ']", "the header is not closed", "write [table] or [[list]]"},
}

// wordTOML words one of the library's errors.
func wordTOML(problem string) (message, hint string) {
	if strings.HasSuffix(problem, "control characters") || strings.HasPrefix(problem, "control characters") {
		return "a control character stands in the text", `write it as an escape such as \u0007`
	}
	for _, w := range tomlWords {
		if strings.HasPrefix(problem, w.problem) {
			return w.message, w.hint
		}
	}
	return problem, ""
}

// tomlGap is the offset of the next byte of an array or an inline table, behind
// white space, line breaks, commas and comments.
func tomlGap(data []byte, offset int) int {
	for offset < len(data) {
		switch data[offset] {
		case ' ', '\t', '\r', '\n', ',':
			offset++
		case '#':
			for offset < len(data) && data[offset] != '\n' {
				offset++
			}
		default:
			return offset
		}
	}
	return offset
}

// tomlValueStart is the offset of the value behind the last part of its key.
func tomlValueStart(data []byte, keyEnd int) int {
	for keyEnd < len(data) && strings.IndexByte(" \t=", data[keyEnd]) >= 0 {
		keyEnd++
	}
	return keyEnd
}
