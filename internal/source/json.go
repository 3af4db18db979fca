package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonReader walks the tokens of encoding/json, which alone decides what is
// JSON; the offsets of the values follow from where each token ends.
type jsonReader struct {
	*parser
	dec *json.Decoder
}

// parseJSON reads a JSON document.
func (p *parser) parseJSON() *Node {
	r := &jsonReader{parser: p, dec: json.NewDecoder(bytes.NewReader(p.data))}
	r.dec.UseNumber()
	root := r.value(1)
	end := int(r.dec.InputOffset())
	if rest := bytes.TrimLeft(p.data[end:], " \t\r\n"); len(rest) > 0 {
		p.fail(len(p.data)-len(rest), "one file holds one value", "there is more behind the end of the JSON value")
	}
	return root
}

// value reads the next value whole.
func (r *jsonReader) value(depth int) *Node {
	offset := r.next()
	r.checkDepth(depth, offset)
	n := &Node{Pos: r.at(offset)}
	switch t := r.token().(type) {
	case json.Delim:
		if t == '[' {
			n.Kind = List
			for r.dec.More() {
				n.Items = append(n.Items, r.value(depth+1))
			}
		} else {
			n.Kind = Map
			r.entries(n, depth)
		}
		r.token()
	case string:
		n.Kind, n.Text, n.Quoted = String, t, true
	case json.Number:
		n.Text = t.String()
		n.Kind = Int
		if strings.ContainsAny(n.Text, ".eE") {
			n.Kind = Float
		}
	case bool:
		n.Kind, n.Text = Bool, "false"
		if t {
			n.Text = "true"
		}
	default:
		n.Text = "null"
	}
	return n
}

// entries reads the members of the object n.
func (r *jsonReader) entries(n *Node, depth int) {
	seen := keyIndex{}
	for r.dec.More() {
		pos := r.at(r.next())
		key, _ := r.token().(string)
		value := r.value(depth + 1)
		if first, again := seen.add(key, pos); again {
			r.duplicate(key, pos, first)
			continue
		}
		n.Entries = append(n.Entries, Entry{Key: key, KeyPos: pos, Value: value})
	}
}

// next is the offset of the next token, behind white space, comma and colon.
func (r *jsonReader) next() int {
	offset := int(r.dec.InputOffset())
	for offset < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[offset]) >= 0 {
		offset++
	}
	return offset
}

// token reads one token, and ends the reading where there is none.
func (r *jsonReader) token() json.Token {
	next := r.next()
	t, err := r.dec.Token()
	if err == nil {
		return t
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		r.fail(len(r.data), "close every bracket, brace and quotation mark", "the file ends too early")
	case errors.As(err, &syntax):
		message, hint := wordJSON(syntax.Error())
		r.fail(r.errorOffset(next, int(syntax.Offset)), hint, "%s", message)
	}
	r.fail(next, "", "%s", strings.TrimPrefix(err.Error(), "json: "))
	return nil
}

// errorOffset is the offset of the wrong character: the decoder counts up to it
// within a value, and only up to the token before it between values.
func (r *jsonReader) errorOffset(next, counted int) int {
	if counted >= next && counted < len(r.data) {
		return counted
	}
	return next
}

// wordJSON words an error of encoding/json.
func wordJSON(err string) (message, hint string) {
	switch {
	case strings.Contains(err, "looking for beginning of object key"):
		return "expected a key in double quotes", "JSON takes no comma behind the last key, and no comments"
	case strings.Contains(err, "after object key:value pair"), strings.Contains(err, "after array element"):
		return "expected a comma or the closing bracket", "separate keys and items by commas"
	case strings.Contains(err, "after object key"):
		return "expected a colon behind the key", ""
	case strings.Contains(err, "looking for beginning of value"):
		return "expected a value", "JSON takes text in double quotes alone, no trailing commas and no comments"
	case strings.Contains(err, "in string literal"):
		return "a control character stands in the text", `write a line break as \n and a tab as \t`
	case strings.Contains(err, "in string escape"), strings.Contains(err, `in \u hexadecimal`):
		return "this escape is not known", `write \\ for one backslash`
	case strings.Contains(err, "in numeric literal"), strings.Contains(err, "exponent of"), strings.Contains(err, "after decimal point"):
		return "this is no number", "write numbers such as 12, -3.5 or 2e6"
	case strings.Contains(err, "in literal"):
		return "expected true, false or null", "put text in double quotes"
	case strings.Contains(err, "exceeded max depth"):
		return "nested too deep", ""
	}
	return err, ""
}
