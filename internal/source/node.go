package source

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"tradeoff/internal/diag"
)

// Kind is what a value is.
type Kind uint8

// The kinds of value.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	List
	Map
)

// String names the kind as a message to a person does.
func (k Kind) String() string {
	switch k {
	case Null:
		return "nothing"
	case Bool:
		return "true or false"
	case Int:
		return "a whole number"
	case Float:
		return "a number"
	case String:
		return "text"
	case List:
		return "a list"
	}
	return "a map of keys"
}

// Node is one value of a document, with its place in the file. The nil Node
// stands for a value that is not there; its reading methods accept it.
type Node struct {
	Kind Kind
	Pos  diag.Pos // of the value

	// Text is a String's decoded text. Of any other scalar it is the text of
	// the source, so that 0017 stays "0017". Dates are Strings in every format.
	Text    string
	Quoted  bool    // the String stood in quotes or as a block scalar
	Items   []*Node // of a List
	Entries []Entry // of a Map, in the file's order; keys are unique
}

// Entry is one key of a map with its value.
type Entry struct {
	Key    string
	KeyPos diag.Pos
	Value  *Node
}

// Get gives the value of key, or nil where n is no map or has no such key.
func (n *Node) Get(key string) *Node {
	if e := n.entry(key); e != nil {
		return e.Value
	}
	return nil
}

// At gives the value at path, or nil. A string is a key, an int an index.
func (n *Node) At(path ...any) *Node {
	for _, step := range path {
		n, _ = n.step(step)
		if n == nil {
			return nil
		}
	}
	return n
}

// PosOf is the place of the value at path. Where it does not exist, it is the
// place of the deepest ancestor that does: of that ancestor's key where it has
// one, else of its value.
func (n *Node) PosOf(path ...any) diag.Pos {
	if n == nil {
		return diag.Pos{}
	}
	key := n.Pos
	for _, step := range path {
		next, keyPos := n.step(step)
		if next == nil {
			return key
		}
		n, key = next, keyPos
	}
	return n.Pos
}

// Float is the number of an Int or a Float. It is false of anything else, and
// of a number that float64 cannot hold.
func (n *Node) Float() (float64, bool) {
	if n == nil || n.Kind != Int && n.Kind != Float {
		return 0, false
	}
	return parseFloat(n.Text)
}

// Go gives the value as encoding/json would decode it into an any, but a whole
// number that int64 holds as int64. A number beyond float64 is its text.
func (n *Node) Go() any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case Null:
		return nil
	case Bool:
		return isTrue(n.Text)
	case Int:
		if i, err := strconv.ParseInt(plainDigits(n.Text), 10, 64); err == nil {
			return i
		}
		fallthrough
	case Float:
		if f, ok := parseFloat(n.Text); ok {
			return f
		}
		return n.Text
	case String:
		return n.Text
	case List:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = item.Go()
		}
		return items
	}
	m := make(map[string]any, len(n.Entries))
	for _, e := range n.Entries {
		m[e.Key] = e.Value.Go()
	}
	return m
}

// Equal tells whether a and b hold the same value. Positions, quoting and the
// order of keys do not count, nor does the spelling of a number: 1, 1.0 and 01
// are equal.
func Equal(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind == Int && b.Kind == Float || a.Kind == Float && b.Kind == Int {
		return sameNumber(a.Text, b.Text)
	}
	if a.Kind != b.Kind || len(a.Items) != len(b.Items) || len(a.Entries) != len(b.Entries) {
		return false
	}
	switch a.Kind {
	case Null:
		return true
	case Bool:
		return isTrue(a.Text) == isTrue(b.Text)
	case Int, Float:
		return sameNumber(a.Text, b.Text)
	case String:
		return a.Text == b.Text
	case List:
		for i := range a.Items {
			if !Equal(a.Items[i], b.Items[i]) {
				return false
			}
		}
		return true
	}
	return sameEntries(a, b)
}

// entry gives the entry of key, or nil.
func (n *Node) entry(key string) *Entry {
	if n == nil || n.Kind != Map {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// step follows one step of a path, and gives the value with the place that
// names it: its key's, or its own in a list.
func (n *Node) step(step any) (*Node, diag.Pos) {
	switch s := step.(type) {
	case string:
		if e := n.entry(s); e != nil {
			return e.Value, e.KeyPos
		}
	case int:
		if n != nil && n.Kind == List && s >= 0 && s < len(n.Items) {
			return n.Items[s], n.Items[s].Pos
		}
	default:
		panic(fmt.Sprintf("source: a path takes strings and ints, not %T", step))
	}
	return nil, diag.Pos{}
}

// sameEntries compares maps by key.
func sameEntries(a, b *Node) bool {
	values := make(map[string]*Node, len(b.Entries))
	for _, e := range b.Entries {
		values[e.Key] = e.Value
	}
	for _, e := range a.Entries {
		other, ok := values[e.Key]
		if !ok || !Equal(e.Value, other) {
			return false
		}
	}
	return true
}

// sameNumber compares the texts of two numbers: exactly where both are written
// alike or are whole, else as float64.
func sameNumber(a, b string) bool {
	a, b = plainDigits(a), plainDigits(b)
	if a == b {
		return true
	}
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX == nil && errY == nil {
		return x == y
	}
	f, okF := parseFloat(a)
	g, okG := parseFloat(b)
	return okF && okG && f == g
}

// parseFloat reads a number as the three formats write it.
func parseFloat(text string) (float64, bool) {
	f, err := strconv.ParseFloat(plainDigits(text), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0, false
	}
	return f, true
}

// plainDigits drops what strconv does not read: underscores and a plus.
func plainDigits(text string) string {
	return strings.TrimPrefix(strings.ReplaceAll(text, "_", ""), "+")
}

// isTrue reads the source text of a Bool.
func isTrue(text string) bool { return strings.EqualFold(text, "true") }
