package site

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
)

// logOf builds the site of records by their paths; each value is what stands
// between the marks of the front matter.
func logOf(t testing.TB, records map[string]string, change func(*Options)) *Memory {
	t.Helper()
	files := fstest.MapFS{}
	dirs := map[string]bool{}
	for name, front := range records {
		files[name] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n# Take " + path.Base(name) + "\n\nWords.\n")}
		dirs[strings.SplitN(name, "/", 2)[0]] = true
	}
	log, err := ledger.Open(t.Context(), files, ledger.Options{Dirs: sortedKeys(dirs)})
	if err != nil {
		t.Fatal(err)
	}
	o := sample(t, fstest.MapFS{"decisions/x.txt": {}, "content/x.md": {Data: []byte("x")}})
	o.Log, o.Files, o.Content = log, files, nil
	o.Settings.Decisions = sortedKeys(dirs)
	if change != nil {
		change(&o)
	}
	out, _ := buildInMemory(t, o)
	return out
}

func withPeople(o *Options) { o.Settings.People = true }

// addresses are the texts and addresses of links.
func addresses(links []*element) []string {
	var list []string
	for _, a := range links {
		list = append(list, a.text()+" "+a.attr["href"])
	}
	return list
}

func TestPeople(t *testing.T) {
	records := map[string]string{
		"decisions/0001-a.md": "status: accepted\ndecision-makers: [Ann Lee <ann@example.org>, bo@example.org]",
		"decisions/0002-b.md": "status: accepted\ndecision-makers: ['ann  lee', 'Zoë (zoe@example.org)', '@cy']",
		"decisions/0003-c.md": "status: accepted\nvisibility: restricted\ndecision-makers: [Mallory]",
	}
	out := logOf(t, records, withPeople)
	if diff := cmp.Diff([]string{"@cy people/cy.html", "ann lee people/ann-lee.html", "Zoë people/zoë.html"}, decoded(addresses(pageOf(t, out, "people.html").all(".entries a")))); diff != "" {
		t.Error(diff)
	}
	home := pageOf(t, out, "index.html")
	if diff := cmp.Diff([]string{"@cy 1", "ann lee 2", "Zoë 1", "all people 3"}, home.texts(".filter-person li")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"ann lee Zoë @cy", "ann lee"}, home.texts(".log-all .row-people")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Take 0002-b.md", "Take 0001-a.md"}, pageOf(t, out, "people/ann-lee.html").texts(".row-title")); diff != "" {
		t.Error(diff)
	}
	for name, data := range out.Files() {
		if path.Ext(name) == ".md" {
			continue // the record itself, as it was written
		}
		for _, secret := range []string{"@example.org", "Mallory", "mallory"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	if diff := cmp.Diff([]string{"Ann Lee, bo"}, pageOf(t, out, "decisions/0001-a.html").texts(".facts dd")); diff != "" {
		t.Error(diff)
	}
	// Nobody is listed unless the settings ask for it.
	out = logOf(t, records, nil)
	for _, name := range out.Paths() {
		if strings.HasPrefix(name, "people") {
			t.Errorf("there is %s", name)
		}
	}
	if n := len(pageOf(t, out, "index.html").all(".filter-person, .row-people")); n > 0 {
		t.Errorf("%d elements name people", n)
	}
}

func TestPersonName(t *testing.T) {
	for text, want := range map[string]string{
		"Ann Lee": "Ann Lee", " Ann \t Lee ": "Ann Lee", "Ann <a@b.c>": "Ann", "<a@b.c>": "", "a@b.c": "", "Ann a@b.c": "Ann", "Ann (a@b.c)": "Ann",
		"@ann": "@ann", "Ann <a@b.c> Lee <d@e.f>": "Ann Lee", "Ann <": "Ann", "> Ann <a@b": "Ann", "Lee, Ann": "Lee, Ann", "": "", "mailto:a@b.c": "",
	} {
		if got := personName(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestFolders(t *testing.T) {
	records := map[string]string{
		"one/0001-a.md":            "status: accepted\ndate: 2024-01-02",
		"one/0002-b.md":            "status: proposed\ndate: 2026-11-20",
		"two/0001-c.md":            "status: accepted\ndate: 2025-01-02",
		"two/deep/0001-d/index.md": "status: accepted",
		"two/deep/0002-e/index.md": "status: accepted",
		"secret/0001-f.md":         "status: accepted\nvisibility: restricted",
	}
	out := logOf(t, records, nil)
	home := pageOf(t, out, "index.html")
	if diff := cmp.Diff([]string{"one 2", "two 1", "two/deep 2"}, home.texts(".filter-folder li")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"one", "Restricted", "two", "two/deep"}, home.texts(".log-all h2")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"two/deep folders/two-deep.html"}, addresses(home.all(".folder a"))[2:]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"0002-e", "0001-d"}, stems(pageOf(t, out, "folders/two-deep.html").all(".row-title"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2026 1", "2025 1", "2024 1"}, home.texts(".filter-year li")); diff != "" {
		t.Error(diff)
	}
	// On the page of a year, the others are beside it.
	year := pageOf(t, out, "years/2025.html")
	if diff := cmp.Diff([]string{"2025 1"}, year.texts(".filter-year a[aria-current=page]")); diff != "" {
		t.Error(diff)
	}
	if got := year.all(".filters .needs-js a"); len(got) != 1 || got[0].attr["href"] != "../index.html?year=2025" {
		t.Errorf("it leads on to %v", addresses(got))
	}
	for name, data := range out.Files() {
		if strings.Contains(name, "secret") || path.Ext(name) == ".html" && strings.Contains(string(data), "secret") {
			t.Errorf("%s tells of a folder that holds a restricted decision alone", name)
		}
	}
	// A log in one folder is not told apart by it.
	out = logOf(t, map[string]string{"one/0001-a.md": "status: accepted"}, nil)
	for _, name := range out.Paths() {
		if strings.HasPrefix(name, "folders") || strings.HasPrefix(name, "log/") {
			t.Errorf("there is %s", name)
		}
	}
}

func TestTermsThatCollide(t *testing.T) {
	out := logOf(t, map[string]string{
		"decisions/0001-a.md": "status: accepted\ntags: [日本語, 'Größe', '', '  ', '!?', Größe 2]",
		"decisions/0002-b.md": "status: accepted\ntags: ['größe!', 'GRÖSSE', '日本語']",
	}, nil)
	want := []string{"!? tags/tag.html", "GRÖSSE tags/grösse.html", "Größe tags/größe.html", "Größe 2 tags/größe-2.html", "größe! tags/größe-3.html", "日本語 tags/日本語.html"}
	if diff := cmp.Diff(want, decoded(addresses(pageOf(t, out, "tags.html").all(".entries a")))); diff != "" {
		t.Error(diff)
	}
}

// decoded are addresses without their escapes.
func decoded(list []string) []string {
	for i, s := range list {
		list[i] = decodedText(s)
	}
	return list
}

// longLog is a log of n decisions, every seventh of them restricted.
func longLog(n int) map[string]string {
	records := map[string]string{}
	for i := 1; i <= n; i++ {
		front := fmt.Sprintf("status: accepted\ndate: %d-05-06\ntags: [all]", 2020+i%3)
		if i%7 == 0 {
			front += "\nvisibility: restricted"
		}
		records[fmt.Sprintf("decisions/%04d-a.md", i)] = front
	}
	return records
}

func TestPages(t *testing.T) {
	const n = 3*pageRows + 17
	out := logOf(t, longLog(n), func(o *Options) { o.Settings.BaseURL = "https://x.y/" })
	seen := 0
	for i, name := range []string{"index.html", "log/2.html", "log/3.html", "log/4.html"} {
		page := pageOf(t, out, name)
		rows := page.texts(".log-all .row-number")
		if len(rows) > pageRows || rows[0] != fmt.Sprintf("%04d", n-seen) {
			t.Errorf("%s has %d rows from %s on", name, len(rows), rows[0])
		}
		seen += len(rows)
		if diff := cmp.Diff([]string{fmt.Sprint(i + 1)}, page.texts(".pager [aria-current=page]")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if back, on := len(page.all(".pager a[rel=prev]")), len(page.all(".pager a[rel=next]")); (back == 1) != (i > 0) || (on == 1) != (i < 3) {
			t.Errorf("%s: %d links back, %d on", name, back, on)
		}
		if want := fmt.Sprintf("%d in the log, page %d of 4", n, i+1); page.texts(".log-count")[0] != want {
			t.Errorf("%s says %q, want %q", name, page.texts(".log-count")[0], want)
		}
		// The script, what it reads and what needs attention are the first page's.
		if scripted := len(page.all(".log-sort, .log-found, template, script[src=assets/log.js]")); (scripted > 0) != (i == 0) {
			t.Errorf("%s has %d parts of the filters", name, scripted)
		}
	}
	if seen != n {
		t.Errorf("%d rows on all pages, want %d", seen, n)
	}
	for _, name := range []string{"tags/all.html", "tags/all/2.html", "tags/all/3.html", "status/accepted/3.html", "years/2021.html"} {
		if rows := pageOf(t, out, name).texts(".row-number"); len(rows) == 0 || len(rows) > pageRows {
			t.Errorf("%s has %d rows", name, len(rows))
		}
	}
	if title := pageOf(t, out, "tags/all/2.html").texts("title, h1"); title[0] != "all, page 2 · Pictures & Orders" || title[1] != "all" {
		t.Errorf("page 2 of a tag is called %q", title)
	}
	sitemap, _ := out.Get("sitemap.xml")
	for _, address := range []string{"log/4.html", "tags/all/3.html", "years/2020.html", "years.html", "status/accepted/2.html"} {
		if !strings.Contains(string(sitemap), "<loc>https://x.y/"+address+"</loc>") {
			t.Errorf("the sitemap lacks %s", address)
		}
	}
}

func TestPager(t *testing.T) {
	var list []string
	for i := range 20 {
		list = append(list, fmt.Sprintf("log/%d.html", i+1))
	}
	for n, want := range map[int]string{
		0:  "[1] 2 3 … 20",
		3:  "1 2 3 [4] 5 6 … 20",
		9:  "1 … 8 9 [10] 11 12 … 20",
		19: "1 … 18 19 [20]",
	} {
		var got []string
		for _, l := range pager(list, n).Pages {
			if l.Skips {
				got = append(got, "…")
			}
			if l.Current {
				got = append(got, fmt.Sprintf("[%d]", l.Number))
			} else {
				got = append(got, fmt.Sprint(l.Number))
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("page %d: %s, want %s", n+1, text, want)
		}
	}
	if pager(list[:1], 0) != nil {
		t.Error("a list of one page has a pager")
	}
}

// TestLogRows reads the file that the script of the log reads: it says of each
// decision what its row says.
func TestLogRows(t *testing.T) {
	o := sample(t, sampleFiles(t))
	o.Settings.People = true
	out, _ := buildInMemory(t, o)
	home := pageOf(t, out, "index.html")
	data, ok := out.Get(home.all("[data-rows]")[0].attr["data-rows"])
	if !ok {
		t.Fatal("the file of rows is not there")
	}
	text := strings.TrimSuffix(strings.TrimPrefix(string(data), "self.tradeoffLog="), ";\n")
	var rows struct {
		Terms [][]any `json:"terms"`
		Rows  [][]any `json:"rows"`
	}
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		t.Fatal(err)
	}
	shown := home.all(".log-all .row")
	if len(shown) != len(rows.Rows) {
		t.Fatalf("%d rows, want %d", len(rows.Rows), len(shown))
	}
	for i, row := range rows.Rows {
		want := shown[i].texts(".row-number")
		if link := shown[i].all("a.row-title"); len(link) > 0 {
			lead := strings.Join(shown[i].texts(".row-lead"), "")
			want = append(want, link[0].text(), link[0].attr["href"], shown[i].texts(".row-date")[0], lead)
			want = append(want, bare(shown[i].texts(".status"))...)
			want = append(want, shown[i].texts(".row-tags a, .row-people a")...)
			want = append(want, shown[i].texts(".row-date")[0][:4])
		}
		var got []string
		for n, v := range row {
			if n < 5 {
				got = append(got, v.(string))
				continue
			}
			got = append(got, rows.Terms[int(v.(float64))][1].(string))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("row %d:\n%s", i, diff)
		}
	}
}

func TestOneDecision(t *testing.T) {
	out := logOf(t, map[string]string{"decisions/0001-a.md": "status: accepted\ndate: 2026-01-02"}, nil)
	page := pageOf(t, out, "index.html")
	if diff := cmp.Diff([]string{"accepted 1"}, bare(page.texts(".filters li"))); diff != "" {
		t.Error(diff)
	}
	if len(page.all(".attention, .pager")) > 0 {
		t.Error("it has a strip or a pager")
	}
	if _, ok := out.Get("attention.html"); ok {
		t.Error("nothing waits, and there is a page of it")
	}
}

func TestGlance(t *testing.T) {
	long := strings.Repeat("größe, ", 40)
	if got := glance(long); len([]rune(got)) > glanceRunes+1 || !strings.HasSuffix(got, "größe…") {
		t.Errorf("%q", got)
	}
	if got := glance(strings.Repeat("日", 500)); len([]rune(got)) != glanceRunes+1 {
		t.Errorf("%d runes", len([]rune(got)))
	}
	if got := glance("short"); got != "short" {
		t.Errorf("%q", got)
	}
}

func sortedKeys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

func decodedText(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// stems are the last folder or file that links name, without what follows it.
func stems(links []*element) []string {
	var list []string
	for _, a := range links {
		name := strings.TrimSuffix(strings.TrimSuffix(a.attr["href"], ".html"), "/index")
		list = append(list, path.Base(name))
	}
	return list
}
