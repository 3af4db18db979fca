package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// corpus makes documents from a vocabulary of 30,000 made-up words with a Zipf
// distribution, about 400 words each, under the headings that records have.
func corpus(n int) []Document {
	r := rand.New(rand.NewPCG(1, 2))
	var syllables []string
	for c := range strings.FieldsSeq("b c d f g h j k l m n p r s t v w z br cr dr gr pl st tr sh ch") {
		for v := range strings.FieldsSeq("a e i o u ea ou") {
			syllables = append(syllables, c+v)
		}
	}
	words := strings.Fields("the of to and a in we is that for on it with as be this are not by or from at which an if will can has have one our")
	seen := map[string]bool{}
	for len(words) < 30000 {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	sums, sum := make([]float64, len(words)), 0.0
	for i := range words {
		sum += 1 / (float64(i) + 2.7)
		sums[i] = sum
	}
	sentence := func(b *strings.Builder, n int) {
		for range n {
			i, _ := slices.BinarySearch(sums, r.Float64()*sum)
			b.WriteString(words[i])
			b.WriteByte(' ')
		}
	}
	verbs := strings.Fields("Adopt Split Merge Retire Isolate Replicate Cache Partition Encrypt Stream Batch Throttle Shard Archive Expose Wrap Version Migrate Mirror Schedule")
	nouns := strings.Fields("gateway ledger queue cache index router broker session tenant catalogue invoice webhook scheduler replica shard topic secret token audit report export importer pipeline worker cluster region failover quota tracer metric")
	tags := strings.Fields("security data platform frontend billing search mobile infra compliance messaging storage identity observability cost reliability")
	headings := []string{"", "Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome", "Consequences", "Pros and Cons of the Options", "More Information"}
	docs := make([]Document, n)
	for i := range docs {
		d := &docs[i]
		d.Title = fmt.Sprintf("%s the %s %s %d", verbs[r.IntN(len(verbs))], nouns[r.IntN(len(nouns))], nouns[r.IntN(len(nouns))], i+1)
		d.Number = fmt.Sprintf("%05d", i+1)
		d.Address = "decisions/" + d.Number + "-" + strings.ToLower(strings.ReplaceAll(d.Title, " ", "-")) + ".html"
		d.Status = 1 + r.IntN(2)
		d.Date = fmt.Sprintf("%d-%02d-%02d", 2015+r.IntN(11), 1+r.IntN(12), 1+r.IntN(28))
		d.Tags = []string{tags[r.IntN(len(tags))], tags[r.IntN(len(tags))], tags[r.IntN(len(tags))]}
		d.Values = [][]string{{"decision"}, {[]string{"proposed", "accepted"}[d.Status-1]}, {d.Date[:4]}, slices.Compact(slices.Sorted(slices.Values(d.Tags)))}
		for j, heading := range headings {
			var b strings.Builder
			sentence(&b, 30+r.IntN(40))
			if j == 0 {
				d.Lead = "Chosen option: " + b.String()
			}
			d.Sections = append(d.Sections, Section{ID: strings.ToLower(strings.ReplaceAll(heading, " ", "-")), Heading: heading, Text: b.String()})
		}
	}
	return docs
}

// built is the files of an index over documents.
func built(t testing.TB, docs []Document) map[string][]byte {
	t.Helper()
	b := New(len(docs), Options{Facets: []string{"kind", "status", "year", "tag"}, Words: map[string]string{"open": "Search"},
		Statuses: []Status{{Word: "proposed", Sign: "◌", Class: "status-proposed"}, {Word: "accepted", Sign: "●", Class: "status-accepted"}}})
	var group sync.WaitGroup
	for part := range 4 {
		group.Go(func() {
			for i := part; i < len(docs); i += 4 {
				b.Add(i, docs[i])
			}
		})
	}
	group.Wait()
	files := map[string][]byte{}
	var mu sync.Mutex
	if err := b.Write(func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = data
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// reading opens files and counts the bytes that are read of them.
func reading(t testing.TB, files map[string][]byte) (x *Index, bytes *int) {
	t.Helper()
	bytes = new(int)
	x, err := Open(func(path string) ([]byte, error) {
		data, ok := files[path]
		if !ok {
			return nil, fmt.Errorf("no %s", path)
		}
		*bytes += len(data)
		return data, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x, bytes
}

// reference ranks by BM25F in float64, over the same tokens.
type reference struct {
	holders map[string][]holder
	lengths [][fields]float64
	average [fields]float64
}

// holder is a document that holds a term.
type holder struct {
	doc int
	in  [fields]float64
}

func newReference(docs []Document) *reference {
	r := &reference{holders: map[string][]holder{}, lengths: make([][fields]float64, len(docs))}
	for i, d := range docs {
		counts := map[string]*[fields]float64{}
		add := func(f field, text string) {
			s := scanner{tail: true, emit: func(token []byte) {
				in := counts[string(token)]
				if in == nil {
					in = new([fields]float64)
					counts[string(token)] = in
				}
				in[f]++
				r.lengths[i][f]++
				r.average[f] += 1 / float64(len(docs))
			}}
			s.scan(text)
		}
		add(inTitle, d.Title)
		for _, tag := range d.Tags {
			add(inTags, tag)
		}
		for _, s := range d.Sections {
			add(inHeading, s.Heading)
			add(inText, s.Text)
		}
		for term, in := range counts {
			r.holders[term] = append(r.holders[term], holder{i, *in})
		}
	}
	return r
}

func (r *reference) rank(query string) []int {
	weight, b := [fields]float64{5, 2, 3, 1}, [fields]float64{0.5, 0.3, 0, 0.75}
	scores := map[int]float64{}
	for _, w := range unique(Tokens(query)) {
		n := float64(len(r.holders[w]))
		idf := math.Log(1 + (float64(len(r.lengths))-n+0.5)/(n+0.5))
		for _, h := range r.holders[w] {
			x := 0.0
			for f, times := range h.in {
				if times > 0 {
					x += weight[f] * times / (1 + b[f]*(r.lengths[h.doc][f]/r.average[f]-1))
				}
			}
			scores[h.doc] += idf * x / (1.2 + x)
		}
	}
	return rankOf(scores)
}

// queries are made of the words of documents: of titles, of texts, of both.
func queries(docs []Document, n int) []string {
	r := rand.New(rand.NewPCG(3, 4))
	var list []string
	for i := range n {
		d := docs[r.IntN(len(docs))]
		title, text := strings.Fields(d.Title), strings.Fields(d.Sections[1+r.IntN(len(d.Sections)-1)].Text)
		pick := func(words []string) string { return words[r.IntN(len(words))] }
		switch i % 5 {
		case 0:
			list = append(list, pick(title[:4])+" ")
		case 1:
			list = append(list, title[2]+" "+title[3]+" ")
		case 2:
			list = append(list, pick(text)+" "+pick(text)+" ")
		case 3:
			list = append(list, pick(title)+" "+pick(text)+" "+pick(text)+" ")
		case 4:
			list = append(list, strings.Join(title[:4], " ")+" "+strconv.Itoa(1+r.IntN(len(docs)))+" ")
		}
	}
	return list
}
