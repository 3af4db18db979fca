package site

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// related is a log of decisions by their file's stem: status, date and relations
// as front matter has them.
func relatedLog(decisions map[string][3]string) fstest.MapFS {
	files := fstest.MapFS{"content/_index.md": {Data: []byte("# Docs\n")}}
	for stem, d := range decisions {
		text := "---\nstatus: " + d[0] + "\n"
		if d[1] != "" {
			text += "date: " + d[1] + "\n"
		}
		_, title, _ := strings.Cut(stem, "-")
		text += d[2] + "---\n# " + strings.ReplaceAll(title, "-", " ") + "\n\n## Context\n\nText.\n"
		files["decisions/"+stem+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

var fiveDecisions = map[string][3]string{
	"0001-use-redis":       {"accepted", "2023-05-01", ""},
	"0002-use-memcached":   {"accepted", "2023-06-01", "supersedes: 0001-use-redis.md\n"},
	"0003-drop-the-cache":  {"proposed", "2024-01-10", "supersedes: 0002-use-memcached.md\nconflicts-with: 0004-cache-pages.md\n"},
	"0004-cache-pages":     {"accepted", "2024-02-01", "depends-on: 0002-use-memcached.md\n"},
	"0005-sign-everything": {"accepted", "2024-03-01", ""},
}

func TestGraphPage(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, relatedLog(fiveDecisions)))
	page := pageOf(t, out, "graph.html")
	for selector, want := range map[string][]string{
		"h1":                 {"Graph"},
		".log-count":         {"4 decisions are related to another, one stands alone"},
		".graph-legend li":   {"superseded by superseded by", "superseded in part, or by what is not decided yet superseded in part, or by what is not decided yet", "needed by needed by", "in conflict with in conflict with"},
		".graphs .node-head": {"0001 superseded", "0002 accepted", "0003 proposed", "0004 accepted"},
		".graphs .edge": {"0001 superseded by 0002", "0002 needed by 0004", "0002 would be superseded by 0003",
			"0003 in conflict with 0004"},
		".graph-year":     {"2023", "2024"},
		".graph-words h3": {"2024", "2023"},
		".bound": {"0004 cache pages ●accepted depends on 0002 use memcached in conflict with 0003 drop the cache",
			"0003 drop the cache ◌proposed conflicts with 0004 cache pages supersedes 0002 use memcached",
			"0002 use memcached ●accepted needed by 0004 cache pages would be superseded by 0003 drop the cache supersedes 0001 use redis",
			"0001 use redis →superseded superseded by 0002 use memcached"},
		".site-nav a": {"Decisions", "Timeline", "Graph", "Trade-offs", "Docs"},
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	// Every box is a link, and tells what it cuts off.
	var hrefs []string
	for _, a := range page.all(".graphs a.node") {
		hrefs = append(hrefs, a.attr["href"])
		if len(a.all("title")) != 1 || !strings.Contains(a.text(), a.texts("title")[0]) {
			t.Errorf("%s has the titles %q", a.attr["href"], a.texts("title"))
		}
	}
	slices.Sort(hrefs)
	if diff := cmp.Diff([]string{"decisions/0001-use-redis.html", "decisions/0002-use-memcached.html", "decisions/0003-drop-the-cache.html", "decisions/0004-cache-pages.html"}, hrefs); diff != "" {
		t.Error(diff)
	}
	// One that is not decided yet takes nobody's place.
	if open := page.all(".graphs .edge-supersedes.edge-open"); len(open) != 1 || !strings.Contains(open[0].text(), "would be") {
		t.Errorf("%d open lines", len(open))
	}
	if faded := page.texts(".graphs .node-faded .node-head"); !slices.Equal(faded, []string{"0001 superseded"}) {
		t.Errorf("faded are %q", faded)
	}
	if scripts := page.all("script[src=assets/graph.js]"); len(scripts) != 1 {
		t.Errorf("%d times graph.js", len(scripts))
	}
}

// What is too long for a box is cut, and whole in its title.
func TestLongNamesInTheGraph(t *testing.T) {
	long := strings.Repeat("word-", 30) + strings.Repeat("x", 60)
	out, _ := buildInMemory(t, sample(t, relatedLog(map[string][3]string{
		"0001-short":          {"accepted", "2024-01-01", ""},
		"0002-" + long:        {"no such status", "2024-01-02", "relates-to: 0001-short.md\n"},
		"zz-without-a-number": {"nothing known", "2024-01-03", "relates-to: 0001-short.md\n"},
	})))
	page := pageOf(t, out, "graph.html")
	if diff := cmp.Diff([]string{"0001 accepted", "0002", "status unknown"}, page.texts(".graphs .node-head")); diff != "" {
		t.Error(diff)
	}
	for _, node := range page.all(".graphs a.node") {
		if lines := node.texts(".node-title"); len(lines) > 3 {
			t.Errorf("a title has the lines %q", lines)
		}
		if strings.HasPrefix(node.text(), "0002") && !strings.Contains(node.texts("title")[0], strings.ReplaceAll(long, "-", " ")) {
			t.Errorf("the title is %q", node.texts("title"))
		}
	}
}

func TestNoGraphWithoutRelations(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, relatedLog(map[string][3]string{"0001-a": {"accepted", "2024-01-01", ""}, "0002-b": {"accepted", "2024-01-01", "relates-to: 0099-gone.md\n"}})))
	if _, built := out.Get("graph.html"); built {
		t.Error("there is a graph of nothing")
	}
	page := pageOf(t, out, "decisions/0002-b.html")
	if len(page.all("svg.graph")) > 0 || len(page.all("[href=../graph.html]")) > 0 {
		t.Error("a decision shows a graph of nothing")
	}
}

func TestRecordGraph(t *testing.T) {
	decisions := map[string][3]string{}
	// A chain of six; the third is needed by twenty more, of which only some fit.
	for i := 1; i <= 6; i++ {
		links := ""
		if i > 1 {
			links = fmt.Sprintf("supersedes: %04d-chain.md\n", i-1)
		}
		decisions[fmt.Sprintf("%04d-chain", i)] = [3]string{"accepted", fmt.Sprintf("2024-01-%02d", i), links}
	}
	for i := 10; i < 30; i++ {
		decisions[fmt.Sprintf("%04d-more", i)] = [3]string{"accepted", fmt.Sprintf("2024-02-%02d", i-9), "depends-on: 0003-chain.md\n"}
	}
	out, _ := buildInMemory(t, sample(t, relatedLog(decisions)))
	page := pageOf(t, out, "decisions/0003-chain.html")
	names := page.texts(".record-graph .node-head")
	slices.Sort(names)
	if diff := cmp.Diff([]string{"0001", "0002", "0003", "0004", "0005", "0006", "0024", "0025", "0026", "0027", "0028", "0029"}, names); diff != "" {
		t.Error(diff)
	}
	if here := page.texts(".record-graph g.node-here .node-head"); !slices.Equal(here, []string{"0003"}) {
		t.Errorf("here is %q", here)
	}
	if caption := page.texts(".record-graph figcaption"); !slices.Equal(caption, []string{"And 14 more. The whole graph"}) {
		t.Errorf("below it stands %q", caption)
	}
	// One end of the chain shows the other, and nothing that hangs on the middle.
	names = pageOf(t, out, "decisions/0001-chain.html").texts(".record-graph .node-head")
	if diff := cmp.Diff([]string{"0001", "0002", "0003", "0004", "0005", "0006"}, names); diff != "" {
		t.Error(diff)
	}
	// What hangs on one decision alone shows one line.
	page = pageOf(t, out, "decisions/0010-more.html")
	if diff := cmp.Diff([]string{"0003 needed by 0010"}, page.texts(".record-graph .edge")); diff != "" {
		t.Error(diff)
	}
}

func TestRestrictedIsInNoPicture(t *testing.T) {
	files := relatedLog(map[string][3]string{
		"0001-first":    {"accepted", "2024-01-01", ""},
		"0002-hushed":   {"accepted", "2024-02-02", "visibility: restricted\nsupersedes: 0001-first.md\n"},
		"0003-third":    {"accepted", "2024-03-03", "depends-on: 0002-hushed.md\n"},
		"0004-together": {"accepted", "2024-04-04", "relates-to: 0001-first.md\n"},
	})
	out, _ := buildInMemory(t, sample(t, files))
	for name, data := range out.Files() {
		if name == "index.html" || path.Ext(name) != ".html" {
			continue
		}
		for _, secret := range []string{"hushed", "0002", "2024-02-02"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	if names := pageOf(t, out, "graph.html").texts(".graphs .node-head"); len(names) != 2 {
		t.Errorf("the graph shows %q", names)
	}
}

// TestLargeGraph holds the bounds: the picture has the newest, the words have all.
func TestLargeGraph(t *testing.T) {
	decisions := map[string][3]string{}
	const n = 1500
	for i := 1; i <= n; i++ {
		links := ""
		if i > 1 {
			links = fmt.Sprintf("relates-to: %04d-d.md\n", i-1)
		}
		decisions[fmt.Sprintf("%04d-d", i)] = [3]string{"accepted", fmt.Sprintf("%d-05-06", 2024+i/1200), links}
	}
	out := made(t, prepared(t, relatedLog(decisions)), graphPages)
	page := pageOf(t, out, "graph.html")
	if got := len(page.all(".graphs a.node")); got != graphMost {
		t.Errorf("the picture has %d decisions, want %d", got, graphMost)
	}
	if !strings.Contains(page.text(), "The picture has the newest 600 of 1500 decisions") {
		t.Error("the page does not say so")
	}
	if diff := cmp.Diff([]string{"2025 301", "2024, part 1 1000", "2024, part 2 199"}, page.texts(".graph-years li")); diff != "" {
		t.Error(diff)
	}
	told := 0
	for _, name := range []string{"graph/2025.html", "graph/2024.html", "graph/2024-2.html"} {
		page := pageOf(t, out, name)
		told += len(page.all(".bound"))
		if len(page.all("[href=../graph.html]")) == 0 {
			t.Errorf("%s does not lead to the picture", name)
		}
	}
	if told != n {
		t.Errorf("the words tell of %d decisions, want %d", told, n)
	}
}

// prepared is a build of the files, ready to make pages.
func prepared(t testing.TB, files fstest.MapFS) *build {
	t.Helper()
	b := newBuild(sample(t, files), &Memory{})
	for _, step := range preparation {
		if err := step.do(b); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// made makes the pages of one kind alone.
func made(t *testing.T, b *build, pages func(*build) []page) *Memory {
	t.Helper()
	out := &Memory{}
	for _, p := range pages(b) {
		data, err := p.make()
		if err != nil {
			t.Fatal(err)
		}
		if err := out.Put(p.path, data); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// BenchmarkGraphPage draws the picture of a log of 10,000 decisions.
func BenchmarkGraphPage(b *testing.B) {
	decisions := map[string][3]string{}
	for i := 1; i <= 10_000; i++ {
		links := ""
		if i > 20 {
			links = fmt.Sprintf("supersedes: %05d-d.md\ndepends-on: %05d-d.md\n", i-i%7-1, i-i%19-1)
		}
		decisions[fmt.Sprintf("%05d-d", i)] = [3]string{"accepted", fmt.Sprintf("%d-05-06", 2015+i/1000), links}
	}
	build := prepared(b, relatedLog(decisions))
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			build.graphPage()
		}
	})
	b.Run("record", func(b *testing.B) {
		for b.Loop() {
			build.recordGraph(build.decisions[5000])
		}
	})
}
