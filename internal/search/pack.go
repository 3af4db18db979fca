package search

import (
	"bytes"
	"encoding/base64"
	"encoding/json"

	"github.com/klauspost/compress/flate"
)

// packer makes one file after another. What it needs for that is used again: a
// writer of deflate alone takes a megabyte.
type packer struct {
	data     []byte // of the file
	numbers  []int  // where in the data numbers begin, of one kind after another
	postings []posting
	buffer   []list
	text     *flate.Writer
	number   *flate.Writer
	packed   bytes.Buffer
}

// textLevel is how hard texts are packed. Of documents as results show them, and
// of words, level 9 saves nothing against it. The library packs two thousand small files
// in half of the standard one's time, to a seven hundredth more.
const textLevel = 6

func newPacker() *packer {
	text, _ := flate.NewWriter(nil, textLevel) // these levels there are
	number, _ := flate.NewWriter(nil, flate.HuffmanOnly)
	return &packer{text: text, number: number}
}

// lists adds a shard to the data.
func (p *packer) lists(w *weigher, entries []entry) {
	p.postings, p.buffer = p.postings[:0], p.buffer[:0]
	for i := range entries {
		var l list
		l, p.postings = w.list(&entries[i], p.postings)
		p.buffer = append(p.buffer, l)
	}
	p.data, p.numbers = appendLists(p.data, p.buffer, len(w.norms))
}

// pack gives the data, packed, until the next call, and is ready for the next file.
// Numbers seldom repeat in rows, so that nothing is gained by looking for that; but
// documents are spread in another way than impacts, and packed apart they take a
// twentieth less.
func (p *packer) pack() []byte {
	p.packed.Reset()
	w := p.text
	w.Reset(&p.packed)
	from := 0
	for _, to := range p.numbers {
		_, _ = w.Write(p.data[from:to]) // a buffer takes everything
		_ = w.Flush()
		w = p.number
		w.Reset(&p.packed)
		from = to
	}
	_, _ = w.Write(p.data[from:])
	_ = w.Close()
	p.data, p.numbers = p.data[:0], p.numbers[:0]
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
