package search

import (
	"cmp"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// rankOf orders documents by their scores.
func rankOf(scores map[int]float64) []int {
	docs := slices.Collect(maps.Keys(scores))
	slices.SortFunc(docs, func(a, b int) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b)) })
	return docs
}

// clientScript is the size of the client as it lies in a site: without what only
// its authors need.
func clientScript(t testing.TB) int {
	t.Helper()
	text, err := os.ReadFile("../../themes/default/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	m := minify.New()
	m.AddFunc("text/javascript", js.Minify)
	small, err := m.Bytes("text/javascript", text)
	if err != nil {
		t.Fatal(err)
	}
	return len(small)
}

// shownAtOnce is how many results the client shows at first.
const shownAtOnce = 8

// The largest that a first query and one that follows it may load, as the files
// lie on the disk.
const (
	firstMost = 60_000
	nextMost  = 40_000
)

// typed is a query whose last word is not finished.
func typed(query string) string {
	query = strings.TrimSpace(query)
	return query[:max(len(query)-2, 1)]
}

// mistyped is a query with two letters of its last word in each other's place.
func mistyped(query string) string {
	words := strings.Fields(query)
	last := []byte(words[len(words)-1])
	if n := len(last); n > 2 {
		last[n-2], last[n-1] = last[n-1], last[n-2]
	}
	return strings.Join(append(words[:len(words)-1], string(last)), " ")
}

// TestTenThousand holds what queries load, and how they rank, at 10,000
// documents.
func TestTenThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("builds an index of 10,000 documents")
	}
	docs := corpus(10_000)
	files := built(t, docs)
	total := 0
	for _, data := range files {
		total += len(data)
	}
	t.Logf("%d files, %d bytes; index.js %d, facets.js %d", len(files), total, len(files["search/index.js"]), len(files["search/facets.js"]))
	ref := newReference(docs)
	script := clientScript(t)
	agreed, all := 0, 0
	var firsts, nexts []int // bytes, script included in those of first queries
	list := queries(docs, 200)
	for i, q := range list {
		x, bytes := reading(t, files)
		*bytes += script
		ask := func(q string) []int {
			found, err := x.Find(q)
			if err != nil {
				t.Fatal(err)
			}
			for _, doc := range found.Documents[:min(len(found.Documents), shownAtOnce)] {
				if _, err := x.Result(doc); err != nil {
					t.Fatal(err)
				}
			}
			return found.Documents
		}
		got := ask(q)
		if *bytes > firstMost {
			t.Errorf("%q loads %d bytes", q, *bytes)
		}
		firsts = append(firsts, *bytes)
		want := ref.rank(q)
		want = want[:min(len(want), 10)]
		for _, doc := range want {
			all++
			if slices.Contains(got[:min(len(got), 10)], doc) {
				agreed++
			}
		}
		for _, after := range []string{list[(i+1)%len(list)], typed(list[(i+2)%len(list)]), mistyped(list[(i+3)%len(list)])} {
			*bytes = 0
			ask(after)
			if *bytes > nextMost {
				t.Errorf("%q after it loads %d bytes", after, *bytes)
			}
			nexts = append(nexts, *bytes)
		}
		for _, first := range []string{typed(q), mistyped(q)} {
			x, bytes = reading(t, files)
			*bytes += script
			ask(first)
			if *bytes > firstMost {
				t.Errorf("%q loads %d bytes", first, *bytes)
			}
			firsts = append(firsts, *bytes)
		}
	}
	slices.Sort(firsts)
	slices.Sort(nexts)
	t.Logf("first query: %d bytes in the middle, %d at most; next: %d and %d; agreement %d of %d",
		firsts[len(firsts)/2], firsts[len(firsts)-1], nexts[len(nexts)/2], nexts[len(nexts)-1], agreed, all)
	if agreed*10 < all*9 {
		t.Errorf("only %d of %d top ten agree with BM25F in float64", agreed, all)
	}
}

// titles are documents that have nothing else, numbered from 1.
func titles(list ...string) []Document {
	docs := make([]Document, len(list))
	for i, title := range list {
		docs[i] = Document{Title: title, Number: strconv.Itoa(i + 1), Address: strconv.Itoa(i+1) + ".html"}
	}
	return docs
}

func TestFind(t *testing.T) {
	docs := titles("Use PostgreSQL for orders", "Queue orders", "Queues by the provider", "采用消息队列", "Cache pictures", "Café in the basement")
	docs[4].Sections = []Section{{Text: "We tried PostgreSQL, and a queue."}, {ID: "more", Heading: "Elephants", Text: "None."}}
	docs[5].Number = "0042"
	docs[2].Tags = []string{"messaging"}
	files := built(t, docs)
	if _, several := files["search/terms-1.js"]; several {
		t.Error("a small index has more than one shard")
	}
	x, _ := reading(t, files)
	for _, tt := range []struct {
		query string
		want  []int
	}{
		{"postgresql ", []int{0, 4}},
		{"queue ", []int{1, 4}},
		{"queue", []int{1, 2, 4}}, // and what it begins, while it may go on
		{"que", []int{1, 2, 4}},
		{"queu ", []int{1, 2, 4}}, // nowhere as it is
		{"orders queue ", []int{1, 0, 4}},
		{"q", []int{1, 2}}, // titles alone
		{"q ", nil},
		{"MESSAGING", []int{2}},
		{"elephants", []int{4}},
		{"postgersql ", []int{0, 4}},
		{"quxxe", nil}, // two edits of five letters
		{"cafe", []int{5}},
		{"消息", []int{3}},
		{"列", []int{3}},
		{"息队列", []int{3}},
		{"2", []int{1}},
		{"#42", []int{5}},
		{"ADR-0042", []int{5}},
		{"adr 42", []int{5}},
		{"zebra", nil},
		{"", nil},
		{"?!", nil},
	} {
		found, err := x.Find(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(append([]int{}, tt.want...), append([]int{}, found.Documents...)); diff != "" {
			t.Errorf("%q finds:\n%s", tt.query, diff)
		}
	}
	found, err := x.Find("postgersql ")
	if diff := gocmp.Diff(map[string][]string{"postgersql": {"postgresql"}}, found.Meant); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	got, err := x.Result(4)
	want := Result{Title: "Cache pictures", Number: "5", Address: "5.html", Headings: [][2]string{{"more", "Elephants"}}}
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestFacets(t *testing.T) {
	docs := titles("a", "b", "c")
	docs[0].Values = [][]string{{"decision"}, {"accepted"}, {"2024"}, {"x", "y"}}
	docs[1].Values = [][]string{{"decision"}, {"accepted"}, {"2026"}, {"y"}}
	docs[2].Values = [][]string{{"page"}}
	x, _ := reading(t, built(t, docs))
	got, err := x.Facets()
	want := []Column{
		{ID: "kind", Labels: []string{"decision", "page"}, Values: [][]int{{0}, {0}, {1}}},
		{ID: "status", Labels: []string{"accepted"}, Values: [][]int{{0}, {0}, {}}},
		{ID: "year", Labels: []string{"2026", "2024"}, Values: [][]int{{1}, {0}, {}}},
		{ID: "tag", Labels: []string{"y", "x"}, Values: [][]int{{0, 1}, {0}, {}}},
	}
	if diff := gocmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// TestManyShards holds that a typo is found across shards, and that the same
// documents give the same bytes, in whatever order they come.
func TestManyShards(t *testing.T) {
	docs := corpus(300)
	files := built(t, docs)
	if len(files) < 40 {
		t.Fatalf("only %d files", len(files))
	}
	if diff := gocmp.Diff(files, built(t, docs)); diff != "" {
		t.Error(diff)
	}
	x, _ := reading(t, files)
	for mistyped, meant := range map[string]string{"gatweay ": "gateway", "catalgue": "catalogue", "scheudler": "scheduler"} {
		found, err := x.Find(mistyped)
		if err != nil {
			t.Fatal(err)
		}
		if terms := found.Meant[Tokens(mistyped)[0]]; !slices.Contains(terms, meant) || len(found.Documents) == 0 {
			t.Errorf("%q is taken for %q", mistyped, terms)
		}
	}
	for i, d := range docs {
		found, err := x.Find("#" + d.Number)
		if err != nil || found.Documents[0] != i {
			t.Fatalf("number %s finds %v: %v", d.Number, found.Documents, err)
		}
	}
	none, _ := reading(t, built(t, nil))
	if found, err := none.Find("anything"); err != nil || len(found.Documents) > 0 {
		t.Errorf("an empty index finds %v: %v", found.Documents, err)
	}
}

// TestFilesAreScripts holds what makes the files safe to load: one call each, and
// nothing in it that could end a script.
func TestFilesAreScripts(t *testing.T) {
	docs := titles("</script><script>alert(1)</script>", "\u2028 \"quotes\"")
	for name, data := range built(t, docs) {
		if !regexp.MustCompile(`^tradeoffSearch\("[0-9a-f]{8}","[a-z0-9-]+","[A-Za-z0-9+/=]*"(,[\[{].*[\]}])?\)\n$`).Match(data) || strings.ContainsAny(string(data), "<\u2028") {
			t.Errorf("%s is %s", name, data)
		}
	}
}
