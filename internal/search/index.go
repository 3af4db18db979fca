package search

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"
)

// Index reads an index as the browser does: a file when it is needed, and once.
// It is not safe for concurrent use.
type Index struct {
	load   func(path string) ([]byte, error)
	head   head
	shards []string // how each begins
	words  []string
	number map[int][]int // documents by their numbers
	lists  map[int][]list
	known  map[int][]word
	shown  map[int][]shown
}

// word is a term of a file of words.
type word struct {
	term string
	size byte
}

// shown is what results show of a document, in the order of its array.
type shown struct {
	Title, Number, Address string
	Status                 int
	Date, Lead             string
	Headings               [][2]string // id and text
}

// Result is a document as results show it.
type Result struct {
	Title, Number, Address string
	Date, Lead             string
	Status                 int
	Headings               [][2]string // ids and texts
}

// Open reads the manifest. load gives a file of the site.
func Open(load func(path string) ([]byte, error)) (*Index, error) {
	x := &Index{load: load, number: map[int][]int{}, lists: map[int][]list{}, known: map[int][]word{}, shown: map[int][]shown{}}
	data, err := x.read("index", &x.head)
	if err != nil {
		return nil, err
	}
	r := reader{data}
	x.shards = unfront(r.bytes(r.uvarint()))
	x.words = unfront(r.bytes(r.uvarint()))
	last := int64(0)
	for i := range x.head.Documents {
		delta, n := binary.Varint(r.data)
		r.data = r.data[n:]
		if last += delta; last > 0 {
			x.number[int(last-1)] = append(x.number[int(last-1)], i)
		}
	}
	return x, nil
}

// read reads a file's data, and into head what stands in the open.
func (x *Index) read(name string, head any) ([]byte, error) {
	text, err := x.load(Folder + name + ".js")
	if err != nil {
		return nil, err
	}
	inner, ok := strings.CutPrefix(strings.TrimSuffix(string(text), ")\n"), "tradeoffSearch(")
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte("["+inner+"]"), &parts); !ok || err != nil || len(parts) < 3 {
		return nil, fmt.Errorf("read %s%s.js: not a file of the index", Folder, name)
	}
	if head != nil && len(parts) > 3 {
		if err := json.Unmarshal(parts[3], head); err != nil {
			return nil, fmt.Errorf("read %s%s.js: %w", Folder, name, err)
		}
	}
	data, err := io.ReadAll(flate.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(bytes.Trim(parts[2], `"`)))))
	if err != nil {
		return nil, fmt.Errorf("read %s%s.js: %w", Folder, name, err)
	}
	return data, nil
}

// after is the place of the last range that begins at or before a term.
func after(starts []string, term string) int {
	return max(0, sort.Search(len(starts), func(i int) bool { return compare(starts[i], term) > 0 })-1)
}

// shard gives a shard.
func (x *Index) shard(i int) ([]list, error) {
	if lists, ok := x.lists[i]; ok {
		return lists, nil
	}
	data, err := x.read(fmt.Sprint("terms-", i), nil)
	if err != nil {
		return nil, err
	}
	x.lists[i] = decodeLists(data, x.head.Documents)
	return x.lists[i], nil
}

// term gives a term's postings, or nil.
func (x *Index) term(term string) (*list, error) {
	lists, err := x.shard(after(x.shards, term))
	if err != nil {
		return nil, err
	}
	i := sort.Search(len(lists), func(i int) bool { return compare(lists[i].term, term) >= 0 })
	if i < len(lists) && lists[i].term == term {
		return &lists[i], nil
	}
	return nil, nil
}

// beginningWith gives the terms that begin with prefix and are longer, from the
// shard where they begin and, where those are few, the next one.
func (x *Index) beginningWith(prefix string) ([]*list, error) {
	first := after(x.shards, prefix)
	var found []*list
	for i := first; i < len(x.shards) && i < first+2; i++ {
		if i > first && (len(found) >= longerMost || !strings.HasPrefix(x.shards[i], prefix)) {
			break
		}
		lists, err := x.shard(i)
		if err != nil {
			return nil, err
		}
		for j := range lists {
			if l := &lists[j]; len(l.term) > len(prefix) && strings.HasPrefix(l.term, prefix) {
				found = append(found, l)
			}
		}
	}
	return found, nil
}

// corrections gives the words that a mistyped one may mean. They are looked for
// in the file of words where it would stand, and then in the nearest beside it
// with words of its first letter.
func (x *Index) corrections(mistyped string, typing bool) ([]correction, error) {
	if x.head.Shards == 1 {
		lists, err := x.shard(0)
		if err != nil {
			return nil, err
		}
		var words []word
		for _, l := range lists {
			if spells(l.term, l.holders, 0) {
				words = append(words, word{l.term, sizeOf(l.holders)})
			}
		}
		return correct(mistyped, typing, words), nil
	}
	if len(x.words) == 0 {
		return nil, nil
	}
	at := after(x.words, mistyped)
	words, err := x.wordsOf(at)
	if err != nil {
		return nil, err
	}
	if found := correct(mistyped, typing, words); len(found) > 0 {
		return found, nil
	}
	_, size := utf8.DecodeRuneInString(mistyped)
	letter := mistyped[:size]
	before := at > 0 && strings.HasPrefix(x.words[at], letter)
	behind := at+1 < len(x.words) && strings.HasPrefix(x.words[at+1], letter)
	place := sort.Search(len(words), func(i int) bool { return compare(words[i].term, mistyped) >= 0 })
	switch {
	case before && (!behind || 2*place < len(words)):
		at--
	case behind:
		at++
	default:
		return nil, nil
	}
	if words, err = x.wordsOf(at); err != nil {
		return nil, err
	}
	return correct(mistyped, typing, words), nil
}

func (x *Index) wordsOf(i int) ([]word, error) {
	if words, ok := x.known[i]; ok {
		return words, nil
	}
	data, err := x.read(fmt.Sprint("words-", i), nil)
	if err != nil {
		return nil, err
	}
	r := reader{data}
	var words []word
	for _, term := range unfront(r.bytes(r.uvarint())) {
		words = append(words, word{term: term})
	}
	for i := range words {
		words[i].size = r.bytes(1)[0]
	}
	x.known[i] = words
	return words, nil
}

// Result gives what is shown of a document.
func (x *Index) Result(doc int) (Result, error) {
	group := doc / x.head.Group
	if _, ok := x.shown[group]; !ok {
		data, err := x.read(fmt.Sprint("docs-", group), nil)
		if err != nil {
			return Result{}, err
		}
		var rows [][7]json.RawMessage
		if err := json.Unmarshal(data, &rows); err != nil {
			return Result{}, err
		}
		list := make([]shown, len(rows))
		for i, row := range rows {
			s := &list[i]
			for j, into := range []any{&s.Title, &s.Number, &s.Address, &s.Status, &s.Date, &s.Lead, &s.Headings} {
				if err := json.Unmarshal(row[j], into); err != nil {
					return Result{}, err
				}
			}
		}
		x.shown[group] = list
	}
	s := x.shown[group][doc%x.head.Group]
	return Result{s.Title, s.Number, s.Address, s.Date, s.Lead, s.Status, s.Headings}, nil
}

// Column is one facet: its labels, and which of them each document has.
type Column struct {
	ID     string
	Labels []string
	Values [][]int
}

// Facets reads what results are filtered by.
func (x *Index) Facets() ([]Column, error) {
	var labels [][]string
	data, err := x.read("facets", &labels)
	if err != nil {
		return nil, err
	}
	r := reader{data}
	columns := make([]Column, len(labels))
	for f := range columns {
		columns[f] = Column{ID: x.head.Facets[f], Labels: labels[f], Values: make([][]int, x.head.Documents)}
		for i := range columns[f].Values {
			columns[f].Values[i] = make([]int, r.uvarint())
		}
		for _, values := range columns[f].Values {
			last := 0
			for i := range values {
				last += r.uvarint()
				values[i] = last
			}
		}
	}
	return columns, nil
}
