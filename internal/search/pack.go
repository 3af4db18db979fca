package search

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
)

// packer makes one file after another. What it needs for that is used again: a
// writer of deflate alone takes over a megabyte.
type packer struct {
	data     []byte // of the file
	postings []posting
	buffer   []list
	deflate  *flate.Writer
	packed   bytes.Buffer
}

func newPacker() *packer {
	w, _ := flate.NewWriter(nil, flate.BestCompression) // the level is one that there is
	return &packer{deflate: w}
}

// lists adds a shard to the data.
func (p *packer) lists(w *weigher, entries []entry) {
	p.postings, p.buffer = p.postings[:0], p.buffer[:0]
	for i := range entries {
		var l list
		l, p.postings = w.list(&entries[i], p.postings)
		p.buffer = append(p.buffer, l)
	}
	p.data = appendLists(p.data, p.buffer, len(w.norms))
}

// pack gives the data, packed, until the next call.
func (p *packer) pack() []byte {
	p.packed.Reset()
	p.deflate.Reset(&p.packed)
	_, _ = p.deflate.Write(p.data) // a buffer takes everything
	_ = p.deflate.Close()
	return p.packed.Bytes()
}

// script writes a file: a call of the client's function with the build's version,
// the file's name and its data, packed.
func script(version, name string, packed []byte, head any) []byte {
	begin := `tradeoffSearch("` + version + `","` + name + `","`
	end := `"`
	if head != nil {
		text, _ := json.Marshal(head) // of strings and numbers, and safe in a script
		end += "," + string(text)
	}
	end += ")\n"
	out := make([]byte, 0, len(begin)+base64.StdEncoding.EncodedLen(len(packed))+len(end))
	out = base64.StdEncoding.AppendEncode(append(out, begin...), packed)
	return append(out, end...)
}
