package search

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// keeper keeps what results show of documents, and what they are filtered by, as
// bytes: the headings of most documents are the same few, and so are the labels,
// so they are kept once and told by their numbers.
type keeper struct {
	headings interned   // each as it is written, an array of its id and text
	labels   []interned // of each facet
	page     []byte     // where the documents' bytes lie

	told    []byte // what is kept of this document with all its texts
	numbers []byte // of its headings
	headed  int    // their number
	starts  []byte // the beginnings, of one letter and of two, of the words of the title
	entry   []byte
	heading []byte
}

const (
	keepPage     = 1 << 15
	internedMost = 4096 // headings that are kept once; later ones are kept where they stand
)

// interned gives texts numbers, from 1.
type interned struct {
	ids   map[string]uint32
	texts []string
	most  int
}

func (n *interned) init(most int) { n.ids, n.most = map[string]uint32{}, most }

// number is a text's number, 0 where there are too many.
func (n *interned) number(text []byte) uint32 {
	id, ok := n.ids[string(text)]
	if !ok && len(n.texts) < n.most {
		n.texts = append(n.texts, string(text))
		id = uint32(len(n.texts))
		n.ids[n.texts[id-1]] = id
	}
	return id
}

// begin takes from a document what results show, and makes ready for its headings.
func (k *keeper) begin(d *Document) {
	k.numbers, k.starts, k.headed = k.numbers[:0], k.starts[:0], 0
	out := append(k.told[:0], '[')
	for _, text := range [...]string{d.Title, d.Number, d.Address} {
		out = append(appendQuoted(out, text), ',')
	}
	out = strconv.AppendInt(out, int64(d.Status), 10)
	out = append(out, ',')
	out = append(appendQuoted(out, d.Date), ',')
	k.told = append(appendQuoted(out, shorten(d.Lead)), ",["...)
	for _, s := range d.Sections {
		if s.ID != "" && s.Heading != "" {
			k.addHeading(s.ID, s.Heading)
		}
	}
}

// addHeading adds one to those that are shown.
func (k *keeper) addHeading(id, text string) {
	if k.headed == headingMost {
		return
	}
	k.headed++
	k.entry = append(k.entry[:0], '[')
	k.entry = append(appendQuoted(k.entry, id), ',')
	k.entry = append(appendQuoted(k.entry, text), ']')
	number := k.headings.number(k.entry)
	k.numbers = binary.AppendUvarint(k.numbers, uint64(number))
	if number == 0 {
		k.numbers = appendSized(k.numbers, k.entry)
	}
}

// keep gives the bytes of a document: its labels' numbers, facet by facet, the
// beginnings, and what is shown. told is then all of it, with the texts.
func (k *keeper) keep(values [][]string) []byte {
	row := len(k.told)
	out := binary.AppendUvarint(k.entry[:0], uint64(len(values)))
	for f, labels := range values {
		if f == len(k.labels) {
			k.labels = append(k.labels, interned{})
			k.labels[f].init(math.MaxInt32)
		}
		out = binary.AppendUvarint(out, uint64(len(labels)))
		for _, label := range labels {
			out = binary.AppendUvarint(out, uint64(k.labels[f].number([]byte(label))))
		}
	}
	out = appendSized(out, k.starts)
	out = appendSized(out, k.told)
	out = append(out, k.numbers...)
	k.entry = out
	k.told = k.appendHeadings(k.told[:row], k.numbers)
	for _, labels := range values {
		k.told = append(k.told, '\n')
		for _, label := range labels {
			k.told = append(appendQuoted(k.told, label), ',')
		}
	}
	if len(out) > cap(k.page)-len(k.page) {
		k.page = make([]byte, 0, max(keepPage, len(out)))
	}
	from := len(k.page)
	k.page = append(k.page, out...)
	return k.page[from:len(k.page):len(k.page)]
}

// appendHeadings writes headings by their numbers, and what ends a row.
func (k *keeper) appendHeadings(out, numbers []byte) []byte {
	r := reader{numbers}
	for i := 0; len(r.data) > 0; i++ {
		if i > 0 {
			out = append(out, ',')
		}
		if number := r.uvarint(); number > 0 {
			out = append(out, k.headings.texts[number-1]...)
		} else {
			out = append(out, r.bytes(r.uvarint())...)
		}
	}
	return append(out, "]]"...)
}

// sections are the parts of what keep gave, after the labels.
func (p *packed) sections() (starts, row, headings []byte) {
	r := reader{p.kept}
	for range r.uvarint() {
		for range r.uvarint() {
			r.uvarint()
		}
	}
	starts = r.bytes(r.uvarint())
	row = r.bytes(r.uvarint())
	return starts, row, r.data
}

// starts are the beginnings of the title's words, with ends of lines between.
func (p *packed) starts() []byte {
	if p.by == nil {
		return nil
	}
	starts, _, _ := p.sections()
	return starts
}

// values adds the numbers of the document's labels of a facet.
func (p *packed) values(facet int, ids []int) []int {
	if p.by == nil {
		return ids
	}
	r := reader{p.kept}
	for f := range r.uvarint() {
		for range r.uvarint() {
			if id := r.uvarint(); f == facet {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// appendShown writes what results show of some documents, as an array of arrays.
func appendShown(out []byte, group []packed) []byte {
	for i := range group {
		out = append(out, "[,"[min(i, 1)])
		p := &group[i]
		if p.by == nil {
			out = append(out, `["","","",0,"","",[]]`...)
			continue
		}
		_, row, headings := p.sections()
		out = p.by.appendHeadings(append(out, row...), headings)
	}
	return append(out, "]\n"...)
}

func appendSized(out, data []byte) []byte {
	return append(binary.AppendUvarint(out, uint64(len(data))), data...)
}

// shorten cuts a lead between two words.
func shorten(lead string) string {
	most, count := len(lead), 0
	for i := range lead {
		if count++; count > leadMost {
			most = i
			break
		}
	}
	if most == len(lead) {
		return lead
	}
	text := lead[:most]
	if i := strings.LastIndexByte(text, ' '); i > leadMost/2 {
		text = text[:i]
	}
	return strings.TrimRight(text, " .,;:…") + "…"
}

// appendQuoted writes a text as JSON does, and as it lies in a packed file: with
// < and & as they are.
func appendQuoted(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	from := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		bad := r == utf8.RuneError && size == 1
		if c >= utf8.RuneSelf && !bad && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		out = append(out, text[from:i]...)
		switch short := strings.IndexByte("\b\f\n\r\t", c); {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case short >= 0:
			out = append(out, '\\', "bfnrt"[short])
		default:
			out = append(out, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
		i += size
		from = i
	}
	return append(append(out, text[from:]...), '"')
}
