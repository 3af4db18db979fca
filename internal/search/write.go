package search

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"tradeoff/internal/parallel"
	"unicode/utf8"
)

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

// job is a file of the index to be made.
type job struct {
	name string // without folder and ending
	head any    // what is told in the open
	make func(p *packer)
}

// Write makes the index of all the documents and hands each file to put, by its
// path in the site and from any number of goroutines. A file is forgotten as soon
// as put returns. The same documents give the same bytes. The builder is of no use
// afterwards.
func (b *Builder) Write(put func(path string, data []byte) error) error {
	v := b.vocabulary()
	w := b.weigher(v)
	entries := append(w.listBeginnings(b.docs), v.entries...)
	v.entries = nil
	jobs := b.jobs(w, entries)
	version := b.version()
	packers := sync.Pool{New: func() any { return newPacker() }}
	return parallel.Each(context.Background(), len(jobs), func(i int) error {
		j := jobs[i]
		p := packers.Get().(*packer)
		defer packers.Put(p)
		j.make(p)
		return put(Folder+j.name+".js", script(version, j.name, p.pack(), j.head))
	})
}

// jobs are the files that the index consists of.
func (b *Builder) jobs(w *weigher, entries []entry) []job {
	n := len(b.docs)
	shards := [][]entry{entries}
	var words [][]entry
	if !single(w, entries) {
		shards = cut(entries, n, shardBytes, costOfList)
		spelt := slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return !spells(e.term, int(e.holders), n) })
		words = cut(spelt, n, wordsBytes, costOfWord)
	}
	var jobs []job
	for i, s := range shards {
		jobs = append(jobs, job{"terms-" + strconv.Itoa(i), nil, func(p *packer) { p.lists(w, s) }})
	}
	for i, s := range words {
		jobs = append(jobs, job{"words-" + strconv.Itoa(i), nil, func(p *packer) { p.data = append(p.data, encodeWords(s)...) }})
	}
	size := groupSize
	if n <= singleGroup {
		size = singleGroup
	}
	i := 0
	for group := range slices.Chunk(b.docs, size) {
		jobs = append(jobs, job{"docs-" + strconv.Itoa(i), nil, func(p *packer) { p.data = appendShown(p.data, group) }})
		i++
	}
	labels, columns := b.facets()
	jobs = append(jobs, job{"facets", labels, func(p *packer) { p.data = append(p.data, columns...) }})
	return append(jobs, job{"index", head{
		Documents: n, Group: size, Kept: keptMost, Shards: len(shards),
		Statuses: b.options.Statuses, Facets: b.options.Facets, Words: b.options.Words,
	}, func(p *packer) { p.data = append(p.data, b.manifest(shards, words)...) }})
}

// single tells whether the index is so small that it is one shard. It is tried
// where it may be.
func single(w *weigher, entries []entry) bool {
	cost := 0.0
	for _, e := range entries {
		cost += costOfList(e, len(w.norms))
	}
	if cost > 2*singleBytes {
		return false
	}
	p := newPacker()
	p.lists(w, entries)
	return len(p.pack()) <= singleBytes
}

// form is raised when the same documents are written in another way.
const form = 2

// version tells one state of the index from another, since a browser may hold some
// files of an older one. It is made of what goes into the files, so that each can
// be written as soon as it is made.
func (b *Builder) version() string {
	sum := sha256.New()
	options, _ := json.Marshal(b.options) // of strings and numbers
	fmt.Fprintln(sum, form, shardBytes, singleBytes, wordsBytes, keptMost, shortMost, groupSize, singleGroup)
	sum.Write(options)
	var digest []byte
	for i := range b.docs {
		digest = binary.LittleEndian.AppendUint64(digest[:0], b.docs[i].digest)
		sum.Write(digest)
	}
	return hex.EncodeToString(sum.Sum(nil)[:4])
}

// manifest tells where the shards and the files of words begin, and the numbers
// of the documents.
func (b *Builder) manifest(shards, words [][]entry) []byte {
	var out []byte
	for _, ranges := range [][][]entry{shards, words} {
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
		number := b.docs[i].number
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

// numberOf is a document's number plus one, 0 for none.
func numberOf(number string) int64 {
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return n + 1
}
