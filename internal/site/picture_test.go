package site

import (
	"context"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/record"
	"tradeoff/internal/theme"
	"tradeoff/themes"
)

const searchPage = "decisions/0022-serve-product-search-as-functions.html"

// drawing is a picture of a decision under an assessment that the test makes.
func drawing(t testing.TB, block string, d decision.Decision, a decision.Assessment) *element {
	t.Helper()
	html, err := sketchOf(t, d, a).bytes(block)
	if err != nil {
		t.Fatal(err)
	}
	page, err := readHTML(string(html))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// bytes is the picture that stands for a block, nil where nothing is drawn.
func (s *sketch) bytes(block string) ([]byte, error) {
	layout, data := drawn[block](s, nil)
	if data == nil {
		return nil, nil
	}
	return s.layouts.Execute(layout, data)
}

func sketchOf(t testing.TB, d decision.Decision, a decision.Assessment) *sketch {
	t.Helper()
	b := newBuild(sample(t, fstest.MapFS{}), &Memory{})
	if err := b.readWords(); err != nil {
		t.Fatal(err)
	}
	return &sketch{build: b, file: "decisions/0001-a.md", page: "decisions/0001-a.html", decision: &d, assessment: a, answers: true, texts: map[string]template.HTML{}}
}

func TestPicturesTakeThePlaceOfBlocks(t *testing.T) {
	out, _ := built(t)
	page := pageOf(t, out, searchPage)
	for selector, want := range map[string]int{".picture": 5, ".matrix": 1, ".worst-cases": 2, ".chart": 2, ".chart-label": 4, ".turns": 3, ".record-body table": 2} {
		if got := len(page.all(selector)); got != want {
			t.Errorf("%d of %s, want %d", got, selector, want)
		}
	}
	// Headings and words around them stay, and are in the contents; the headings
	// of a block are not, but a link to one still arrives.
	want := []string{"Context and Problem Statement", "How the Options Compare", "Worst Cases", "Answers to the Worst Cases", "The Bill", "What Would Turn It Round", "More Information"}
	if diff := cmp.Diff(want, page.texts(".contents a")); diff != "" {
		t.Error(diff)
	}
	text := page.all(".record-body")[0].text()
	for _, words := range []string{"These words are the team's, and stay where they are.", "Words below the pictures."} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is gone", words)
		}
	}
	if diff := cmp.Diff([]string{"Serverless chosen"}, page.texts("h3[id=worst-cases-of-serverless-chosen]")); diff != "" {
		t.Error(diff)
	}
	if got := page.texts("summary[id=worst-cases-of-monolith]"); len(got) != 1 || !strings.HasPrefix(got[0], "Monolith") {
		t.Errorf("the heading of the monolith's worst cases is %q", got)
	}
	if strings.Contains(text, "Team size | ? unknown") || strings.Contains(text, "tradeoff:") {
		t.Error("the block's own text shows")
	}
	twin, _ := out.Get(strings.Replace(searchPage, ".html", ".md", 1))
	if diff := cmp.Diff(string(sampleFiles(t)[strings.Replace(searchPage, ".html", ".md", 1)].Data), string(twin)); diff != "" {
		t.Error(diff)
	}
}

// A settled decision is drawn with what it keeps, whatever its catalog says now; a
// block that was edited by hand stays as it is, and so do the answers then.
func TestPicturesOfASettledDecision(t *testing.T) {
	out, _ := built(t)
	page := pageOf(t, out, "decisions/0023-resize-pictures-in-functions.html")
	if diff := cmp.Diff([]string{"Factor", "Monolith, as it was called then", "Serverless, as it was called thenchosen"}, page.texts(".matrix th[scope=col]")); diff != "" {
		t.Error(diff)
	}
	if len(page.all(".picture")) != 1 || !strings.Contains(page.text(), "and somebody wrote that by hand") {
		t.Errorf("%d pictures", len(page.all(".picture")))
	}
	if diff := cmp.Diff([]string{"The first caller waits", "accepted by media team"}, page.texts(".record-body tbody td")[2:]); diff != "" {
		t.Error(diff)
	}
}

// onePage builds one decision of two files.
func onePage(t *testing.T, in, text string, more fstest.MapFS) *element {
	t.Helper()
	files := fstest.MapFS{"decisions/0001-a.yaml": {Data: []byte(in)}, "decisions/0001-a.md": {Data: []byte(text)}, "content/x.md": {Data: []byte("x")}}
	for name, f := range more {
		files[name] = f
	}
	out, _ := buildInMemory(t, sample(t, files))
	return pageOf(t, out, "decisions/0001-a.html")
}

func TestWhatIsNotDrawn(t *testing.T) {
	const in = "format: tradeoff/1\ntitle: A\nstatus: proposed\ndrivers: [cost]\noptions:\n  - {title: One, judged: [{driver: cost, verdict: fits, because: it is small}]}\n  - {title: Two}\n"
	text := "---\nstatus: proposed\n---\n\n# A\n\n## Compared\n\n" + record.Wrap("factors", "The block's own words.")
	unhashed := strings.Replace(text, record.Hash("The block's own words.\n"), "", 1)
	for _, tt := range []struct {
		name, in, text string
		more           fstest.MapFS
		pictures       int
	}{
		{"drawn", in, text, nil, 1},
		{"CRLF", in, strings.ReplaceAll(text, "\n", "\r\n"), nil, 1},
		{"edited by hand", in, strings.Replace(text, "own words", "own, mended words", 1), nil, 0},
		{"never rendered", in, strings.Replace(unhashed, "factors  -->", "factors -->", 1), nil, 0},
		{"without options", "format: tradeoff/1\ntitle: A\n", text, nil, 0},
		{"an input with an error", in + "nonsense: 1\n", text, nil, 0},
		{"a catalog that is not there", strings.Replace(in, "drivers:", "tradeoffs: gone\ndrivers:", 1), text, nil, 0},
		{"settled, and nothing kept", strings.Replace(in, "proposed\n", "accepted\ntradeoffs: architecture-style\n", 1), text, nil, 0},
		{"settled without a catalog", strings.Replace(in, "proposed", "accepted", 1), text, nil, 1},
		{"the name of a restricted decision", strings.Replace(in, "it is small", "as in A \"secret\" & plan", 1), text,
			fstest.MapFS{"decisions/0002-hidden-plan.md": {Data: []byte("---\nvisibility: restricted\n---\n# A \"secret\" & plan\n")}}, 1},
		{"the file of a restricted decision", strings.Replace(in, "it is small", "as 0002-hidden-plan has it", 1), text,
			fstest.MapFS{"decisions/0002-hidden-plan.md": {Data: []byte("---\nvisibility: restricted\n---\n# P\n")}}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := onePage(t, tt.in, tt.text, tt.more)
			if got := len(page.all(".picture")); got != tt.pictures {
				t.Errorf("%d pictures, want %d", got, tt.pictures)
			}
			if text := page.text(); strings.Contains(text, "secret") || strings.Contains(text, "hidden-plan") {
				t.Errorf("the name is told: %s", text)
			}
			if got := strings.Contains(page.text(), "words."); got != (tt.pictures == 0) {
				t.Errorf("the block's own words show: %v", got)
			}
		})
	}
}

// Text of an input is untrusted wherever it stands.
func TestTextOfAnInput(t *testing.T) {
	s := sketchOf(t, decision.Decision{}, decision.Assessment{})
	for line, want := range map[string]string{
		"plain":                              "plain",
		" two\n lines ":                      "two lines",
		"`a<b>` and *c*":                     "<code>a&lt;b&gt;</code> and <em>c</em>",
		"a List<String> and <b>bold</b>":     "a List&lt;String&gt; and &lt;b&gt;bold&lt;/b&gt;",
		"<script>alert(1)</script>":          "&lt;script&gt;alert(1)&lt;/script&gt;",
		"[x](javascript:alert(1))":           "x",
		"[x](https://x.y/\"onmouseover=\"z)": "<a href=\"https://x.y/%22onmouseover=%22z\" rel=\"noopener noreferrer\">x</a>",
		"# no heading":                       "# no heading",
		"> no quote":                         "&gt; no quote",
		"- no list":                          "- no list",
		"a & b &lt;":                         "a &amp; b &lt;",
		"bad \xff bytes":                     "bad \uFFFD bytes",
	} {
		if diff := cmp.Diff(want, string(s.text(line))); diff != "" {
			t.Errorf("%q\n%s", line, diff)
		}
	}
	for _, hostile := range advisories {
		s.decision = &decision.Decision{Outcome: decision.Outcome{Option: "a", Because: hostile.text, Answers: []decision.Answer{{WorstCase: hostile.text, Answer: hostile.text, By: hostile.text, Because: hostile.text, Happened: hostile.text}}}}
		s.assessment = everywhere(hostile.text)
		for block := range drawn {
			html, err := s.bytes(block)
			if err != nil {
				t.Fatalf("%s of %q: %v", block, hostile, err)
			}
			page, err := readHTML(string(html))
			if err != nil {
				t.Fatalf("%s of %q: %v", block, hostile, err)
			}
			page.walk(func(e *element) {
				for key, value := range e.attr {
					if key == "style" || strings.HasPrefix(key, "on") || key == "href" && strings.Contains(strings.ToLower(value), "script:") {
						t.Errorf("%s of %q: %s has %s=%q", block, hostile, e.name, key, value)
					}
				}
				if e.name == "script" || e.name == "img" {
					t.Errorf("%s of %q has the element %s", block, hostile, e.name)
				}
			})
		}
	}
}

// everywhere is an assessment that holds a text in each of its places.
func everywhere(text string) decision.Assessment {
	measured := &decision.Measured{Factor: "f", Value: text, Verdict: decision.Strains, Source: text}
	factor := decision.AssessedFactor{ID: "f", Title: text, Kind: decision.Test, Says: text, Verdict: decision.Breaks, Because: text, Source: text, Measured: measured, Beside: text}
	worst := decision.AssessedWorstCase{ID: text, Title: text, When: text, What: text + ".", Figure: text, Met: decision.MetYes, Because: text, Beside: text, Source: text, Reading: text}
	option := func(id string) decision.AssessedOption {
		return decision.AssessedOption{ID: id, Title: text, Parts: []string{"b"}, Needs: []decision.Need{{Title: text, What: text}}, Factors: []decision.AssessedFactor{factor}, WorstCases: []decision.AssessedWorstCase{worst}}
	}
	point := decision.TurningPoint{Field: "x", At: decision.WordValue(text), From: "fits", To: "breaks", Option: "a", Factor: "f", Because: text}
	return decision.Assessment{
		Catalog: text, Options: []decision.AssessedOption{option("a"), option("b")},
		Profile: []decision.ProfileLine{{Field: "x", Title: text, Question: text, Answer: decision.WordValue(text), Unit: text}, {Field: "y", Title: text}},
		Advice: &decision.Advice{Because: text, Trades: []decision.Trade{{Because: text + " too"}}, ChangesVerdict: []decision.TurningPoint{point}, NoDifference: []string{text},
			Unknown: []decision.OpenField{{Field: text, Because: text}}, Unmeasured: []decision.Unmeasured{{Option: text, Factor: text, Matters: true, Because: text}},
			Cells: &decision.Cells{Fields: []string{text}, Because: text}, Notes: []decision.Note{{Title: text, Text: text, Source: text}},
			Costs: &decision.Costs{Along: text, Title: text, Unit: text, Because: text, LeftOut: []string{text}, From: 1, To: 100,
				Monthly:   []decision.Monthly{{Option: "a", Known: true, Low: 1, High: 2, Lines: []decision.MonthlyLine{{Title: text, Low: 1, High: 2}}, Missing: []string{text}, Assumes: text}},
				Crossings: []decision.Crossing{{Options: []string{"a", "b"}, At: 10, Because: text, Assumes: text}},
				Curves:    []decision.Curve{{Option: "a", Pieces: []decision.Piece{{From: 1, To: 100, Terms: []decision.Term{{Times: 1, Power: 1}}}}}}}},
	}
}

// A picture that its layout cannot draw ends the build, as a page does.
func TestPictureThatFails(t *testing.T) {
	o := sample(t, sampleFiles(t))
	var err error
	o.Theme, err = theme.Load([]fs.FS{fstest.MapFS{"layouts/picture-matrix.html": {Data: []byte("x{{.NoSuchField}}")}}, themes.Default()})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Build(context.Background(), o, &Memory{}); err == nil || !strings.Contains(err.Error(), "NoSuchField") {
		t.Errorf("got %v", err)
	}
}

// A link in the words of an input is looked at as one of the record's, since the
// block that holds it otherwise is not.
func TestBrokenLinkInAnInput(t *testing.T) {
	files := sampleFiles(t)
	name := "decisions/0022-serve-product-search-as-functions.yaml"
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), "the instance runs at night", "\"see [that](0099-gone.md)\"", 1))}
	_, findings := buildInMemory(t, sample(t, files))
	want := "decisions/0022-serve-product-search-as-functions.md:24:1: warning: link 0099-gone.md: there is no such file [broken-link]"
	if got := lines(findings); len(got) != 2 || got[1] != want {
		t.Errorf("got %q", got)
	}
}

// The layouts of pictures are part of a theme: each has one, and no other is there.
func TestEachPictureHasALayout(t *testing.T) {
	names, err := filepath.Glob("../../themes/default/layouts/picture-*.html")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, name := range names {
		have[filepath.Base(name)] = true
	}
	d := decision.Decision{Outcome: decision.Outcome{Option: "a"}}
	for block, draw := range drawn {
		layout, data := draw(sketchOf(t, d, everywhere("x")), nil)
		if data == nil || !have[layout] {
			t.Errorf("%s is drawn with %s, %v", block, layout, data)
		}
		delete(have, layout)
	}
	if len(have) > 0 {
		t.Errorf("nothing is drawn with %v", have)
	}
}

// realCatalog is the one that comes with tradeoff.
func realCatalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, findings := catalog.Load(os.DirFS("../../content"), "tradeoffs/architecture-style.yaml")
	if c == nil {
		t.Fatal(findings)
	}
	return c
}

// BenchmarkRecordPage says what pictures cost a page, with the assessment they
// are drawn from and without any.
func BenchmarkRecordPage(b *testing.B) {
	o := sample(b, sampleFiles(b))
	o.Catalogs = []*catalog.Catalog{realCatalog(b)}
	whole := newBuild(o, &Memory{})
	for _, step := range preparation {
		if err := step.do(whole); err != nil {
			b.Fatal(err)
		}
	}
	d := whole.byEntry[o.Log.Entry("decisions/0022-serve-product-search-as-functions.md")]
	page := func(b *testing.B) {
		for b.Loop() {
			p, err := whole.recordPage(d)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := whole.layouts.Execute("single.html", p); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("pictures", page)
	b.Run("assessment alone", func(b *testing.B) {
		for b.Loop() {
			whole.pictures(d)
		}
	})
	input := d.Input
	d.Input = nil
	b.Run("text", page)
	d.Input = input
}

func TestListPrice(t *testing.T) {
	for amount, want := range map[float64]string{0.4: "$0.40", 0.0000166667: "$0.0000166667", 50: "$50", 0.0416: "$0.0416", 1.25: "$1.25"} {
		if got := listPrice(amount); got != want {
			t.Errorf("%v is %s, want %s", amount, got, want)
		}
	}
}
