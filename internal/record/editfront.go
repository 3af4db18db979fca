package record

import (
	"bytes"
	"fmt"
	"strings"

	"tradeoff/internal/source"
)

// FrontValue is one key of the front matter with the value it shall have. A nil
// Value takes the key away.
type FrontValue struct {
	Key   string
	Value *source.Node
}

// SetFront gives the record's bytes with those keys of the front matter set.
// Every other key, comments, order, quoting and line ends stay. A key that is
// there is changed in place; a new one comes after the last of the given keys
// that is there, else last. Front matter is made where there is none. It
// reports an error, and changes nothing, where the front matter does not parse
// or the result would not say what was asked.
func (r *Record) SetFront(values []FrontValue) ([]byte, error) {
	out, err := r.setFront(values)
	if err != nil {
		return nil, fmt.Errorf("set front matter of %s: %w", r.File, err)
	}
	return out, nil
}

func (r *Record) setFront(values []FrontValue) ([]byte, error) {
	if r.Dialect == NotMarkdown {
		return nil, fmt.Errorf("the file is not Markdown")
	}
	if r.InTOML() {
		return nil, fmt.Errorf("it is TOML, which is read and not edited; change it by hand")
	}
	start, stop, end := frontBounds(r.Data)
	if end == 0 {
		return r.newFront(values)
	}
	inner := bytes.Clone(r.Data[start:stop])
	if r.Front == nil && !isEmptyFront(inner) {
		return nil, fmt.Errorf("it does not parse")
	}
	inner, err := r.setInner(inner, values)
	if err != nil {
		return nil, err
	}
	out := bytes.Join([][]byte{r.Data[:start], inner, r.Data[stop:]}, nil)
	return out, r.checkFront(out, values)
}

// setInner changes the text between the marks.
func (r *Record) setInner(inner []byte, values []FrontValue) ([]byte, error) {
	var err error
	tree := r.Front
	anchor := "" // the last of the keys that is there
	if tree != nil {
		for _, e := range tree.Entries {
			for _, v := range values {
				if v.Key == e.Key && v.Value != nil {
					anchor = e.Key
				}
			}
		}
	}
	var added []FrontValue
	for _, v := range values {
		old := tree.Get(v.Key)
		switch {
		case v.Value == nil && old == nil, old != nil && source.Equal(old, v.Value):
			continue
		case v.Value == nil:
			inner, err = source.Delete(r.File, inner, source.YAML, []string{v.Key})
		case old != nil:
			inner, err = source.Set(r.File, inner, source.YAML, []string{v.Key}, v.Value)
		default:
			added = append(added, v)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(added) == 0 {
		return inner, nil
	}
	if first := bytes.TrimLeft(inner, " \t\r\n"); len(first) > 0 && first[0] == '{' {
		for _, v := range added {
			if inner, err = source.Set(r.File, inner, source.YAML, []string{v.Key}, v.Value); err != nil {
				return nil, err
			}
		}
		return inner, nil
	}
	text, err := frontLines(added)
	if err != nil {
		return nil, err
	}
	at := len(inner)
	if anchor != "" {
		tree, _ := source.ParseAt(r.File, inner, source.YAML, 1)
		at = entryEnd(inner, tree, anchor)
	}
	text = withNewline(text, r.Newline())
	return append(inner[:at:at], append([]byte(text), inner[at:]...)...), nil
}

// newFront puts front matter before a file that has none.
func (r *Record) newFront(values []FrontValue) ([]byte, error) {
	var added []FrontValue
	for _, v := range values {
		if v.Value != nil {
			added = append(added, v)
		}
	}
	if len(added) == 0 {
		return bytes.Clone(r.Data), nil
	}
	text, err := frontLines(added)
	if err != nil {
		return nil, err
	}
	text = "---\n" + text + "---\n"
	at := bomLength(r.Data)
	if next, _ := lineAt(r.Data, at); len(bytes.TrimSpace(next)) > 0 {
		text += "\n"
	}
	out, err := r.Apply([]Edit{{Start: at, End: at, Text: text}})
	if err != nil {
		return nil, err
	}
	return out, r.checkFront(out, values)
}

// checkFront proves that out says what was asked and that nothing else changed.
func (r *Record) checkFront(out []byte, values []FrontValue) error {
	again := r.again(out)
	asked := map[string]*source.Node{}
	for _, v := range values {
		asked[v.Key] = v.Value
		got := again.Front.Get(v.Key)
		if v.Value == nil && got != nil || v.Value != nil && !source.Equal(got, v.Value) {
			return fmt.Errorf("key %q would not read back", v.Key)
		}
	}
	var before, after []source.Entry
	for _, e := range entries(r.Front) {
		if _, changed := asked[e.Key]; !changed {
			before = append(before, e)
		}
	}
	for _, e := range entries(again.Front) {
		if _, changed := asked[e.Key]; !changed {
			after = append(after, e)
		}
	}
	same := len(before) == len(after)
	for i := 0; same && i < len(before); i++ {
		same = before[i].Key == after[i].Key && source.Equal(before[i].Value, after[i].Value)
	}
	body := r.Data[max(r.FrontEnd, bomLength(r.Data)):]
	rest := out[max(again.FrontEnd, bomLength(out)):]
	if r.FrontEnd == 0 {
		rest = bytes.TrimPrefix(rest, []byte(r.Newline()))
		body = bytes.TrimPrefix(body, []byte(r.Newline()))
	}
	if !same || !bytes.Equal(body, rest) {
		return fmt.Errorf("other parts of the file would change")
	}
	return nil
}

func entries(n *source.Node) []source.Entry {
	if n == nil {
		return nil
	}
	return n.Entries
}

// frontLines writes keys and values as lines.
func frontLines(values []FrontValue) (string, error) {
	var b strings.Builder
	for _, v := range values {
		text, err := source.EmitValue(v.Value, 0)
		if err != nil {
			return "", fmt.Errorf("key %q: %w", v.Key, err)
		}
		b.WriteString(v.Key + ":" + string(text) + "\n")
	}
	return b.String(), nil
}

// entryEnd gives the offset after the last line of a key's value. Comments and
// empty lines behind it belong to what follows. tree has positions that count
// from line 1 of text.
func entryEnd(text []byte, tree *source.Node, key string) int {
	from, to := 0, 0 // lines: of the key, and of the next one
	for _, e := range entries(tree) {
		switch {
		case e.Key == key:
			from = e.KeyPos.Line
		case from > 0 && to == 0 && e.KeyPos.Line > from:
			to = e.KeyPos.Line
		}
	}
	end, number := len(text), 1
	for at := 0; at < len(text) && from > 0; number++ {
		if number == to {
			break
		}
		line, next := lineAt(text, at)
		if number == from || number > from && len(bytes.TrimSpace(line)) > 0 && line[0] != '#' {
			end = next
		}
		at = next
	}
	return end
}

// isEmptyFront tells whether front matter holds nothing but comments.
func isEmptyFront(text []byte) bool {
	for at := 0; at < len(text); {
		line, next := lineAt(text, at)
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
		at = next
	}
	return true
}
