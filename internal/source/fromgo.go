package source

import (
	"bytes"
	"encoding/json"
	"fmt"

	"tradeoff/internal/diag"
)

// FromGo gives the tree of a Go value, as encoding/json writes it: struct
// fields in their order, map keys sorted. Positions are empty. It reports an
// error where encoding/json does, and where v nests more than 64 levels deep.
func FromGo(v any) (*Node, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("tree of %T: %w", v, err)
	}
	p := &parser{places: places{data: buf.Bytes(), first: 1}}
	root := p.tree()
	if root == nil {
		return nil, fmt.Errorf("tree of %T: %s", v, p.found[0].Message)
	}
	root.forget()
	return root, nil
}

// MarshalJSON writes the tree as compact JSON with the keys in their order.
func (n *Node) MarshalJSON() ([]byte, error) {
	if n == nil {
		return []byte("null"), nil
	}
	data, err := Emit(n, JSON)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := json.Compact(&buf, data); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// tree reads JSON without the bounds of a file's size.
func (p *parser) tree() (root *Node) {
	defer func() {
		if cause := recover(); cause != nil {
			if _, ok := cause.(fatal); !ok {
				panic(cause)
			}
			root = nil
		}
	}()
	return p.parseJSON()
}

// forget drops every position.
func (n *Node) forget() {
	n.Pos = diag.Pos{}
	for _, item := range n.Items {
		item.forget()
	}
	for i := range n.Entries {
		n.Entries[i].KeyPos = diag.Pos{}
		n.Entries[i].Value.forget()
	}
}
