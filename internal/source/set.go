package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"tradeoff/internal/diag"
)

// Set gives data with the value at path, a chain of keys, set to v: replaced
// where the path exists, else added at the end of its map, with the maps on the
// way. A scalar that stands in its line is replaced in its own bytes; anything
// else with the entry that holds it. All other bytes stay: comments, blank
// lines, line ends, a byte order mark, the file's end. A value that is there
// already changes nothing.
//
// The result is read again. Set reports an error, and gives nothing, where its
// tree is not the old one with that one change, where data is not free of
// errors, and where path leads through something that is no map. A nil v is
// nothing (null); in TOML that is an error, and nulls inside of v are left out.
func Set(file string, data []byte, format Format, path []string, v *Node) ([]byte, error) {
	if v == nil {
		v = &Node{}
	}
	out, err := edit(file, data, format, path, v, "")
	if err != nil {
		return nil, fmt.Errorf("set %s in %s: %w", showPath(path), file, err)
	}
	return out, nil
}

// Delete gives data without the entry at path, in the manner of Set. Comments
// stay, but for one on a line that goes. What is not there is no error. The
// last key of a map leaves an empty map.
func Delete(file string, data []byte, format Format, path []string) ([]byte, error) {
	out, err := edit(file, data, format, path, nil, "")
	if err != nil {
		return nil, fmt.Errorf("delete %s in %s: %w", showPath(path), file, err)
	}
	return out, nil
}

// attempt is one way to make a change; ok is false where it does not apply.
type attempt func() (out []byte, ok bool)

// change is what an editor of one format has to do.
type change struct {
	file string
	data []byte // without the byte order mark
	path []string
	v    *Node // nil to delete
	old  *Node // the tree of data
	want *Node // the tree to get
	eol  string
	bom  string // what stands before data: the byte order mark, or nothing
}

// edit makes a change by the finest attempt that proves right. Lines end as eol
// says, or, where that is empty, as the first of the file does.
func edit(file string, data []byte, format Format, path []string, v *Node, eol string) ([]byte, error) {
	return editBy(file, data, format, path, v, eol, nil)
}

// editBy is edit with attempts, where finer gives some, that come before those
// that serve any value.
func editBy(file string, data []byte, format Format, path []string, v *Node, eol string, finer func(*change) []attempt) (out []byte, err error) {
	defer recoverEdit(&out, &err)
	c := newChange(file, data, eol)
	c.path, c.v = path, v
	done, err := c.prepare(format)
	if err != nil || done {
		return bytes.Clone(data), err
	}
	var tries []attempt
	if finer != nil {
		tries = finer(c)
	}
	return c.settle(format, append(tries, c.attempts(format)...))
}

// recoverEdit makes a panic of an editor the error of the edit.
func recoverEdit(out *[]byte, err *error) {
	if cause := recover(); cause != nil {
		*out, *err = nil, fmt.Errorf("the file is too unusual to edit (%v)", cause)
	}
}

// newChange is a change of data, whose path and value are still to be set.
func newChange(file string, data []byte, eol string) *change {
	body, hasBOM := bytes.CutPrefix(data, []byte(utf8BOM))
	c := &change{file: file, data: body, eol: eol}
	if hasBOM {
		c.bom = utf8BOM
	}
	if i := bytes.IndexByte(body, '\n'); eol == "" && i > 0 && body[i-1] == '\r' {
		c.eol = "\r\n"
	} else if eol == "" {
		c.eol = "\n"
	}
	return c
}

// settle gives what the first attempt that proves right makes of the file.
func (c *change) settle(format Format, tries []attempt) ([]byte, error) {
	for _, try := range tries {
		out, ok := try()
		if !ok {
			continue
		}
		if same := c.sameEnd(out); c.proves(same, format) {
			out = same
		} else if !c.proves(out, format) {
			continue
		}
		if c.bom != "" {
			out = append([]byte(c.bom), out...)
		}
		return out, nil
	}
	return nil, errors.New("the file is written in a way that cannot be edited safely; change it by hand")
}

// attempts are the ways to make the change, the finest first.
func (c *change) attempts(format Format) []attempt {
	switch format {
	case YAML:
		return c.yamlAttempts()
	case TOML:
		return c.tomlAttempts()
	}
	return c.jsonAttempts()
}

// prepare reads the old tree and builds the wanted one; done tells that there
// is nothing to do.
func (c *change) prepare(format Format) (done bool, err error) {
	if len(c.path) == 0 {
		return false, errors.New("no key is named")
	}
	var found diag.List
	c.old, found = Parse(c.file, c.data, format)
	if len(found) == 1 && found[0].Rule == "empty-file" || c.old != nil && c.old.Kind == Null {
		c.old, found = &Node{Kind: Map}, nil
	}
	if found.HasErrors() {
		return false, fmt.Errorf("the file has errors: %s", found[0])
	}
	if c.old.Kind != Map {
		return false, fmt.Errorf("the file is %s, not a map of keys", c.old.Kind)
	}
	there := c.at(c.old)
	switch {
	case c.v == nil && there == nil, c.v != nil && there != nil && Equal(there, c.v):
		return true, nil
	case c.v != nil && format == TOML && c.v.Kind == Null:
		return false, errors.New("TOML cannot say nothing; delete the key instead")
	}
	if c.v != nil {
		if format == TOML {
			c.v = withoutNulls(c.v)
		}
		whole := &Node{Kind: Map, Entries: []Entry{{Key: c.path[0], Value: c.v}}}
		if err := emittable(whole, format, 1); err != nil {
			return false, err
		}
	}
	c.want, err = with(c.old, c.path, c.v)
	return false, err
}

// at is the value at the path in tree.
func (c *change) at(tree *Node) *Node { return tree.below(c.path) }

// below is At for keys alone.
func (n *Node) below(path []string) *Node {
	for _, key := range path {
		if n = n.Get(key); n == nil {
			return nil
		}
	}
	return n
}

// proves tells whether out reads as the wanted tree.
func (c *change) proves(out []byte, format Format) bool {
	tree, found := Parse(c.file, out, format)
	if len(found) == 1 && found[0].Rule == "empty-file" {
		tree, found = &Node{Kind: Map}, nil
		if format != TOML {
			return false
		}
	}
	return !found.HasErrors() && tree != nil && Equal(tree, c.want)
}

// sameEnd gives out with a line feed at its end, or without, as the file has it.
func (c *change) sameEnd(out []byte) []byte {
	if len(c.data) == 0 {
		return out
	}
	if !bytes.HasSuffix(c.data, []byte("\n")) {
		return bytes.TrimRight(out, "\r\n")
	}
	if !bytes.HasSuffix(out, []byte("\n")) {
		return append(out, c.eol...)
	}
	return out
}

// lines gives text with the file's line ends.
func (c *change) lines(text string) string {
	if c.eol == "\n" {
		return text
	}
	return strings.ReplaceAll(text, "\n", c.eol)
}

// splice gives the data with text in place of the bytes from start to end.
func (c *change) splice(start, end int, text string) []byte {
	out := make([]byte, 0, len(c.data)+len(text))
	out = append(out, c.data[:start]...)
	out = append(out, text...)
	return append(out, c.data[end:]...)
}

// lineStart is the offset of the line that offset lies in.
func (c *change) lineStart(offset int) int {
	return bytes.LastIndexByte(c.data[:offset], '\n') + 1
}

// lineEnd is the offset of the line feed behind offset, or of the end.
func (c *change) lineEnd(offset int) int {
	if i := bytes.IndexByte(c.data[offset:], '\n'); i >= 0 {
		return offset + i
	}
	return len(c.data)
}

// insertLine puts a line, given without its line feed, at offset, which is the
// beginning of a line or the file's end.
func (c *change) insertLine(offset int, line string) []byte {
	line = c.lines(line)
	if offset > 0 && c.data[offset-1] != '\n' {
		return c.splice(offset, offset, c.eol+line)
	}
	return c.splice(offset, offset, line+c.eol)
}

// cutLines removes the lines from start to end. Where the file ends without a
// line feed it still does.
func (c *change) cutLines(start, end int) []byte {
	start = c.lineStart(start)
	if end = c.lineEnd(end); end < len(c.data) {
		return c.splice(start, end+1, "")
	}
	if start > 0 && c.data[start-1] == '\n' {
		start--
		if start > 0 && c.data[start-1] == '\r' {
			start--
		}
	}
	return c.splice(start, end, "")
}

// with gives tree with the value at path set to v, or without it where v is
// nil. It shares what does not change.
func with(tree *Node, path []string, v *Node) (*Node, error) {
	if tree.Kind == Null && v != nil {
		tree = &Node{Kind: Map}
	}
	if tree.Kind != Map {
		return nil, fmt.Errorf("the value that holds %s is %s, not a map of keys", showKey(path[0]), tree.Kind)
	}
	out := *tree
	out.Entries = nil
	found := false
	for _, e := range tree.Entries {
		if e.Key == path[0] {
			found = true
			if len(path) == 1 && v == nil {
				continue
			}
			if len(path) == 1 {
				e.Value = v
			} else {
				deeper, err := with(e.Value, path[1:], v)
				if err != nil {
					return nil, err
				}
				e.Value = deeper
			}
		}
		out.Entries = append(out.Entries, e)
	}
	if !found && v != nil {
		out.Entries = append(out.Entries, Entry{Key: path[0], Value: chain(path[1:], v)})
	}
	return &out, nil
}

// chain is v below maps of one key each.
func chain(path []string, v *Node) *Node {
	for i := len(path) - 1; i >= 0; i-- {
		v = &Node{Kind: Map, Entries: []Entry{{Key: path[i], Value: v}}}
	}
	return v
}

// withoutNulls is n without the keys that have no value.
func withoutNulls(n *Node) *Node {
	out := *n
	out.Items, out.Entries = nil, nil
	for _, item := range n.Items {
		out.Items = append(out.Items, withoutNulls(item))
	}
	for _, e := range n.Entries {
		if e.Value.Kind != Null {
			out.Entries = append(out.Entries, Entry{Key: e.Key, Value: withoutNulls(e.Value)})
		}
	}
	return &out
}

// showPath is a path in an error.
func showPath(path []string) string {
	shown := make([]string, len(path))
	for i, key := range path {
		shown[i] = showKey(key)
	}
	return strings.Join(shown, ".")
}
