package site

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
	"tradeoff/internal/theme"
	"tradeoff/themes"
)

// themed is a theme with one layer over the default one.
func themed(t testing.TB, layer fstest.MapFS) *theme.Theme {
	t.Helper()
	th, err := theme.Load([]fs.FS{theme.Named("ours", layer), theme.Named("themes/default", themes.Default())})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func textFile(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// TestDefaultThemeIsChecked holds the default theme's layouts against the pages,
// and the list of what they are handed against the layouts.
func TestDefaultThemeIsChecked(t *testing.T) {
	findings, err := CheckTheme(defaultTheme(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
	entries, err := fs.ReadDir(themes.Default(), "layouts")
	if err != nil {
		t.Fatal(err)
	}
	layouts := map[string]bool{}
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() {
			layouts[name] = true
			if name != "baseof.html" && handed[name] == nil {
				t.Errorf("%s is handed nothing that is known", name)
			}
		}
	}
	for name := range handed {
		if !layouts[name] {
			t.Errorf("there is no layout %s", name)
		}
	}
}

func TestBuildRefusesAWrongLayout(t *testing.T) {
	o := sample(t, sampleFiles(t))
	o.Theme = themed(t, fstest.MapFS{
		"layouts/single.html":           textFile("{{define \"main\"}}\n<h1>{{.Headline}}</h1>\n{{range .Relations}}{{.Word}}{{end}}{{end}}"),
		"layouts/partials/footer.html":  textFile("<footer>{{t \"footer.mad\"}}{{.TwinName}}</footer>"),
		"layouts/partials/unused.html":  textFile("x"),
		"layouts/partials/history.html": textFile("<script src=https://cdn.example/x.js></script>"),
	})
	_, _, err := Build(context.Background(), o, &Memory{})
	var failure *diag.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("got %v", err)
	}
	want := []string{
		"ours/layouts/partials/footer.html:1: there is no field .TwinName in AttentionPage, CatalogPage, ChangesPage, ContentPage, GraphPage, ListPage, LogPage and TimelinePage [layout]",
		`ours/layouts/partials/footer.html:1: the theme has no words for "footer.mad" [layout]`,
		"ours/layouts/partials/unused.html: warning: no layout calls a partial of this name [layout]",
		"ours/layouts/single.html:2: there is no field .Headline in RecordPage [layout]",
		"ours/layouts/single.html:3: there is no field .Word in Relations [layout]",
	}
	got := lines(failure.Findings)
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("it does not say %s:\n%s", line, strings.Join(got, "\n"))
		}
	}
	if i := slices.IndexFunc(failure.Findings, func(f diag.Finding) bool { return strings.Contains(f.Message, "Headline") }); i >= 0 && failure.Findings[i].Hint != "did you mean Heading?" {
		t.Errorf("the hint is %q", failure.Findings[i].Hint)
	}
}

// TestSlots puts a script, a style and files of the project's own into the slots,
// and looks for them in the pages and in their policies.
func TestSlots(t *testing.T) {
	o := sample(t, sampleFiles(t))
	o.Theme = themed(t, fstest.MapFS{
		"layouts/partials/extend-head.html":   textFile(`<link rel="stylesheet" href="{{.Root}}my.css"><style>.ours{color:red}</style><script src="https://cdn.example/x.js"></script>`),
		"layouts/partials/extend-footer.html": textFile("<script>\n// seen from {{/* nobody */}}\nours()</script><p class=\"ours\">{{.Kind}}</p>"),
	})
	_, _, err := Build(context.Background(), o, &Memory{})
	if err == nil || !strings.Contains(err.Error(), "ours/layouts/partials/extend-footer.html:1: a <script> of a layout holds an action") {
		t.Fatalf("a script with an action: %v", err)
	}
	o.Theme = themed(t, fstest.MapFS{
		"layouts/partials/extend-head.html":   textFile(`<link rel="stylesheet" href="{{.Root}}my.css"><style>.ours{color:red}</style><script src="https://cdn.example/x.js"></script>`),
		"layouts/partials/extend-footer.html": textFile("<script>ours()</script><p class=\"ours\">{{.Kind}}</p>"),
	})
	out, findings := buildInMemory(t, o)
	page := pageOf(t, out, "decisions/0006-session-tokens.html")
	policy := page.all("meta")[0].attr["content"]
	for _, hash := range hashes([]string{"ours()", ".ours{color:red}"}) {
		if !strings.Contains(policy, hash) {
			t.Errorf("the policy %s does not name %s", policy, hash)
		}
	}
	if strings.Contains(policy, "cdn.example") {
		t.Error("the policy allows another host")
	}
	if got := page.texts("p.ours"); len(got) != 1 || got[0] != "decision" {
		t.Errorf("the slot at the foot shows %q", got)
	}
	if got := page.all("link[href=../my.css]"); len(got) != 1 {
		t.Error("the slot of the head is not there")
	}
	want := "ours/layouts/partials/extend-head.html:1: warning: it loads from https://cdn.example, and the policy of the pages allows no other host [layout-policy]"
	if got := lines(findings); !slices.Contains(got, want) {
		t.Errorf("nobody says that the policy refuses the script:\n%s", strings.Join(got, "\n"))
	}
}

func TestWordsOfATheme(t *testing.T) {
	findings, err := CheckTheme(themed(t, fstest.MapFS{
		"theme.yaml":                          textFile("words:\n  log.titel: Entscheidungen\n  footer.ours: Ours\n  footer.feed: 3\n  log.count.one: eine\n  log.description: '%s %d'\n  list.description.one: 'Eine: %s'\n"),
		"layouts/partials/extend-footer.html": textFile(`{{t "footer.ours"}}`),
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"ours/theme.yaml:2:14: warning: nothing on the site says words.log.titel [theme-words]",
		"ours/theme.yaml:4:16: words.footer.feed is a whole number, not text [theme-words]",
		"ours/theme.yaml:6:20: words.log.description asks for values that it is not given [theme-words]",
		"ours/theme.yaml:7:25: words.list.description.one asks for values that it is not given [theme-words]",
	}
	if diff := cmp.Diff(want, lines(findings)); diff != "" {
		t.Error(diff)
	}
}

func TestSameVerbs(t *testing.T) {
	for _, tt := range []struct {
		below, text string
		want        bool
	}{
		{"%d in the log", "%d im Verzeichnis", true},
		{"%d in the log", "eine im Verzeichnis", true},
		{"%d in the log", "%s im Verzeichnis", false},
		{"%d in the log", "%d von %d", false},
		{"%d in the log", "100 % davon", false},
		{"%d in the log", "100 %% von %d", true},
		{"%d of %s", "%[2]s: %[1]d", true},
		{"%d of %s", "%s: %d", false},
		{"%d of %s", "%[3]s", false},
		{"Below %s, %[3]s costs less than %[4]s; above %[5]s", "%[5]s %[3]s %s", true},
		{"no values", "100 %", true},
		{"%d of %s", "%d", false},
		{"%d of %s", "%[1]d", true},
	} {
		if got := sameVerbs(tt.below, tt.text); got != tt.want {
			t.Errorf("%q in the place of %q: %v", tt.text, tt.below, got)
		}
	}
}

var (
	wordAsked  = regexp.MustCompile(`\bt\("([a-z0-9.-]+)"[,)]`)
	wordBegun  = regexp.MustCompile(`"([a-z.-]+[.-])" ?\+`)
	wordEnded  = regexp.MustCompile(`\+ ?"(\.[a-z-]+)"`)
	wordQuoted = regexp.MustCompile(`"([a-z-]+(?:\.[a-z-]+)+)"`)
)

// TestWords holds theme.yaml against the layouts and the sources of this package:
// every word that is asked for is there, and every word is asked for. What the
// layouts ask for is checked with them.
func TestWords(t *testing.T) {
	th := defaultTheme(t)
	words, findings, err := wordsOf(th)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	quoted, begun, ended := map[string]bool{}, []string{}, []string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wordAsked.FindAllStringSubmatch(string(data), -1) {
			if _, ok := words[m[1]]; !ok {
				t.Errorf("%s asks for %q, which theme.yaml does not have", name, m[1])
			}
		}
		for _, m := range wordQuoted.FindAllStringSubmatch(string(data), -1) {
			quoted[m[1]] = true
		}
		for _, m := range wordBegun.FindAllStringSubmatch(string(data), -1) {
			begun = append(begun, m[1])
		}
		for _, m := range wordEnded.FindAllStringSubmatch(string(data), -1) {
			ended = append(ended, m[1])
		}
	}
	// The search's script is handed its words without their beginning.
	script, err := th.Asset("search.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\bt\("([a-z.-]+)"[,)]`).FindAllStringSubmatch(string(script), -1) {
		quoted["search."+m[1]] = true
		if _, ok := words["search."+m[1]]; !ok {
			t.Errorf("search.js asks for %q, which theme.yaml does not have", "search."+m[1])
		}
	}
	for _, facet := range facets {
		quoted["search.facet."+facet] = true
	}
	for key := range words {
		asked := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), "-too")
		if !quoted[asked] && !th.Mentions(asked) && !slices.ContainsFunc(begun, func(head string) bool { return strings.HasPrefix(asked, head) }) &&
			!slices.ContainsFunc(ended, func(tail string) bool { return strings.HasSuffix(asked, tail) }) {
			t.Errorf("nothing asks for the word %q", key)
		}
	}
}

// TestHanded holds that each page is handed to the layout as the list says.
func TestHanded(t *testing.T) {
	layouts := regexp.MustCompile(`Execute\("([a-z0-9-]+\.html)"`)
	drawn := regexp.MustCompile(`"(picture-[a-z]+\.html)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "layouts.go" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range append(layouts.FindAllStringSubmatch(string(data), -1), drawn.FindAllStringSubmatch(string(data), -1)...) {
			seen[m[1]] = true
			if handed[m[1]] == nil {
				t.Errorf("%s uses %s, which is not checked", name, m[1])
			}
		}
	}
	for name, typ := range handed {
		if !seen[name] {
			t.Errorf("nothing makes a page of %s", name)
		}
		if typ.Kind() != reflect.Struct {
			t.Errorf("%s is handed %s", name, typ)
		}
	}
}

func BenchmarkCheckTheme(b *testing.B) {
	th := defaultTheme(b)
	for b.Loop() {
		if findings, err := CheckTheme(th); err != nil || len(findings) > 0 {
			b.Fatal(err, findings)
		}
	}
}

// TestLayoutsCompile fails where a layout of the default theme has come to use what
// is left to html/template, which makes every page of it five times as slow.
func TestLayoutsCompile(t *testing.T) {
	th := defaultTheme(t)
	words, _, err := wordsOf(th)
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := th.Bind((&build{words: words}).word)
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range handed {
		if err := layouts.Compiles(name, page); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
