package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
)

// facets gives each facet's labels, and for each facet how many of them every
// document has, and then which: the steps from one to the next.
func (b *Builder) facets() (labels [][]string, columns []byte) {
	labels = make([][]string, len(b.options.Facets))
	for f := range labels {
		uses := map[string]int{}
		for _, c := range b.counters {
			for _, label := range c.labelsOf(f) {
				uses[label] = 0
			}
		}
		counts := map[*counter][]int{}
		for _, c := range b.counters {
			counts[c] = make([]int, len(c.labelsOf(f))+1)
		}
		var ids []int
		for i := range b.docs {
			ids = b.docs[i].values(f, ids[:0])
			for _, id := range ids {
				counts[b.docs[i].by][id]++
			}
		}
		for _, c := range b.counters {
			for i, label := range c.labelsOf(f) {
				uses[label] += counts[c][i+1]
			}
		}
		labels[f] = ordered(uses)
		places := counts // from here on the labels' places, by their numbers
		for _, c := range b.counters {
			for i, label := range c.labelsOf(f) {
				places[c][i+1] = slices.Index(labels[f], label)
			}
		}
		var which []byte
		for i := range b.docs {
			ids = b.docs[i].values(f, ids[:0])
			columns = binary.AppendUvarint(columns, uint64(len(ids)))
			for j, id := range ids {
				ids[j] = places[b.docs[i].by][id]
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

func (k *keeper) labelsOf(facet int) []string {
	if facet >= len(k.labels) {
		return nil
	}
	return k.labels[facet].texts
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
