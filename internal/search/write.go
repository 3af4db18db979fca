package search

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
)

// file is a file of the index before it is known which version it has.
type file struct {
	name   string // without folder and ending
	packed []byte
	head   any
}

// head is the part of the manifest that is told in the open.
type head struct {
	Documents int               `json:"documents"`
	Group     int               `json:"group"`  // documents in a file
	Kept      int               `json:"kept"`   // postings of a common term
	Shards    int               `json:"shards"` // 1: the shard is its own list of words
	Statuses  []Status          `json:"statuses"`
	Facets    []string          `json:"facets"`
	Words     map[string]string `json:"words"`
}

// Write makes the index of all the documents and hands each file to put, by its
// path in the site and from any number of goroutines. The same documents give the same bytes. The builder is of no
// use afterwards.
func (b *Builder) Write(put func(path string, data []byte) error) error {
	lists := b.invert()
	shards := cut(lists, len(b.docs), shardBytes, costOfList)
	if len(shards) <= 2*singleBytes/shardBytes && len(deflate(encodeLists(lists, len(b.docs)))) <= singleBytes {
		shards = [][]list{lists}
	}
	var words [][]list
	if len(shards) > 1 {
		words = cut(spellable(lists, len(b.docs)), len(b.docs), wordsBytes, costOfWord)
	}
	size := groupSize
	if len(b.docs) <= singleGroup {
		size = singleGroup
	}
	files := make([]file, 0, len(shards)+len(words)+len(b.docs)/size+3)
	var jobs []func() []byte
	add := func(name string, head any, make func() []byte) {
		files = append(files, file{name: name, head: head})
		jobs = append(jobs, make)
	}
	for i, s := range shards {
		add("terms-"+strconv.Itoa(i), nil, func() []byte { return encodeLists(s, len(b.docs)) })
	}
	for i, s := range words {
		add("words-"+strconv.Itoa(i), nil, func() []byte { return encodeWords(s) })
	}
	i := 0
	for group := range slices.Chunk(b.docs, size) {
		add("docs-"+strconv.Itoa(i), nil, func() []byte { return encodeShown(group) })
		i++
	}
	labels, columns := b.facets()
	add("facets", labels, func() []byte { return columns })
	add("index", head{
		Documents: len(b.docs), Group: size, Kept: keptMost, Shards: len(shards),
		Statuses: b.options.Statuses, Facets: b.options.Facets, Words: b.options.Words,
	}, func() []byte { return b.manifest(shards, words) })
	if err := pack(files, jobs); err != nil {
		return err
	}
	version := versionOf(files)
	return inParallel(len(files), func(i int) error {
		f := files[i]
		return put(Folder+f.name+".js", script(version, f.name, f.packed, f.head))
	})
}

// pack makes and packs the files' data.
func pack(files []file, jobs []func() []byte) error {
	return inParallel(len(files), func(i int) error {
		files[i].packed = deflate(jobs[i]())
		return nil
	})
}

// inParallel does something n times, on all processors.
func inParallel(n int, do func(i int) error) error {
	var group errgroup.Group
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// versionOf tells one state of the index from another, since a browser may hold
// some files of an older one.
func versionOf(files []file) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", f.name, len(f.packed))
		sum.Write(f.packed)
	}
	return hex.EncodeToString(sum.Sum(nil)[:4])
}

// cut makes ranges of about most bytes.
func cut(lists []list, documents int, most float64, cost func(l list, documents int) float64) [][]list {
	var ranges [][]list
	from, sum := 0, 0.0
	for i, l := range lists {
		c := cost(l, documents)
		if i > from && sum+c > most {
			ranges = append(ranges, lists[from:i:i])
			from, sum = i, 0
		}
		sum += c
	}
	return append(ranges, lists[from:])
}

// costOfList is about what a term takes in a file: each posting the bits of its
// distance and of its impact, of which base64 holds six in a byte.
func costOfList(l list, documents int) float64 {
	if len(l.postings) == 0 {
		return 0
	}
	gap := max(0, math.Log2(float64(documents)/float64(len(l.postings))))
	return 6 + float64(len(l.postings))*(gap+5.5)/6
}

func costOfWord(list, int) float64 { return 5 }

// spellable are the terms that somebody may have meant who mistyped one.
func spellable(lists []list, documents int) []list {
	var words []list
	for _, l := range lists {
		first, _ := utf8.DecodeRuneInString(l.term)
		rare := l.holders < 2 && documents >= 100 // may well be mistyped itself
		if !rare && first != ' ' && !paired(first) && utf8.RuneCountInString(l.term) >= typoFrom && strings.IndexFunc(l.term, unicode.IsLetter) >= 0 {
			words = append(words, l)
		}
	}
	return words
}

// manifest tells where the shards and the files of words begin, and the numbers
// of the documents.
func (b *Builder) manifest(shards, words [][]list) []byte {
	var out []byte
	for _, ranges := range [][][]list{shards, words} {
		var starts []string
		before := ""
		for _, r := range ranges {
			if len(r) == 0 {
				continue
			}
			starts = append(starts, beginning(before, r[0].term))
			before = r[len(r)-1].term
		}
		text := frontCoded(starts)
		out = binary.AppendUvarint(out, uint64(len(text)))
		out = append(out, text...)
	}
	last := int64(0)
	for i := range b.docs {
		number := b.docs[i].shown.number()
		out = binary.AppendVarint(out, number-last)
		last = number
	}
	return out
}

// beginning is the shortest beginning of a term that comes after the term before
// it.
func beginning(before, term string) string {
	size, _ := shared(before, term)
	_, n := utf8.DecodeRuneInString(term[size:])
	return term[:size+n]
}

// shown is what results show of a document, in the order of its array.
type shown struct {
	Title, Number, Address string
	Status                 int
	Date, Lead             string
	Headings               [][2]string // id and text
}

// MarshalJSON writes an array, which is half as long as an object.
func (s shown) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // it is packed
	err := e.Encode([]any{s.Title, s.Number, s.Address, s.Status, s.Date, s.Lead, s.Headings})
	return out.Bytes(), err
}

// show takes from a document what results show.
func show(d Document) shown {
	s := shown{d.Title, d.Number, d.Address, d.Status, d.Date, shorten(d.Lead), [][2]string{}}
	for _, section := range d.Sections {
		if section.ID != "" && section.Heading != "" && len(s.Headings) < headingMost {
			s.Headings = append(s.Headings, [2]string{section.ID, section.Heading})
		}
	}
	return s
}

// number is the document's number plus one, 0 for none.
func (s *shown) number() int64 {
	n, err := strconv.ParseInt(s.Number, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return n + 1
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

func encodeShown(group []packed) []byte {
	list := make([]shown, len(group))
	for i := range group {
		list[i] = group[i].shown
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(list) // a buffer, and nothing that JSON lacks
	return out.Bytes()
}

// facets gives each facet's labels, and for each facet how many of them every
// document has, and then which: the steps from one to the next.
func (b *Builder) facets() (labels [][]string, columns []byte) {
	labels = make([][]string, len(b.options.Facets))
	for f := range labels {
		uses := map[string]int{}
		for i := range b.docs {
			for _, label := range b.docs[i].valuesOf(f) {
				uses[label]++
			}
		}
		labels[f] = ordered(uses)
		place := map[string]int{}
		for i, label := range labels[f] {
			place[label] = i
		}
		var which []byte
		for i := range b.docs {
			values := b.docs[i].valuesOf(f)
			columns = binary.AppendUvarint(columns, uint64(len(values)))
			ids := make([]int, len(values))
			for j, label := range values {
				ids[j] = place[label]
			}
			slices.Sort(ids)
			last := 0
			for _, id := range ids {
				which = binary.AppendUvarint(which, uint64(id-last))
				last = id
			}
		}
		columns = append(columns, which...)
	}
	return labels, columns
}

func (p *packed) valuesOf(facet int) []string {
	if facet >= len(p.values) {
		return nil
	}
	return p.values[facet]
}

// ordered are the labels by their use; years, the newest first.
func ordered(uses map[string]int) []string {
	labels := make([]string, 0, len(uses))
	years := true
	for label := range uses {
		labels = append(labels, label)
		_, err := strconv.Atoi(label)
		years = years && err == nil
	}
	slices.SortFunc(labels, func(x, y string) int {
		if years {
			return strings.Compare(y, x)
		}
		return cmp.Or(cmp.Compare(uses[y], uses[x]), strings.Compare(x, y))
	})
	return labels
}
