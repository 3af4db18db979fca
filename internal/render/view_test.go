package render

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/ratchet"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

func TestInline(t *testing.T) {
	for _, tt := range []struct{ text, inline, cell string }{
		{"", "", ""},
		{"  two\n\n lines\t", "two lines", "two lines"},
		{"a | b", "a | b", `a \| b`},
		{`a \| b`, `a \| b`, `a \| b`},
		{`a \\| b`, `a \\| b`, `a \\\| b`},
		{"<script>x</script>", `\<script>x\</script>`, `\<script>x\</script>`},
		{"<!-- x -->", `\<!-- x -->`, `\<!-- x -->`},
		{"1 < 2 <3", "1 < 2 <3", "1 < 2 <3"},
		{"see <https://example.org/a|b>", "see https://example.org/a|b", `see https://example.org/a\|b`},
		{`\<b>`, `\<b>`, `\<b>`},
		{"`code`", "`code`", "`code`"},
	} {
		if got := inline(tt.text); got != tt.inline {
			t.Errorf("inline(%q) = %q, want %q", tt.text, got, tt.inline)
		}
		if got := cell(tt.text); got != tt.cell {
			t.Errorf("cell(%q) = %q, want %q", tt.text, got, tt.cell)
		}
		if again := inline(inline(tt.text)); again != inline(tt.text) {
			t.Errorf("inline twice: %q", again)
		}
	}
	var err error
	if got := inline("use `<br>`"); got != "use `<br>`" {
		err = errors.New(got)
	}
	if err != nil {
		t.Error(err)
	}
}

// A cell has no bar that ends it, and a line no line end.
func FuzzCell(f *testing.F) {
	for _, seed := range []string{"a|b", `\|`, `\\|`, "a\r\nb", "<!-- /tradeoff:lead -->", "|||", `\`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := cell(text)
		if strings.ContainsAny(got, "\n\r") {
			t.Errorf("%q has a line end", got)
		}
		escaped := false
		for _, r := range got {
			if r == '|' && !escaped {
				t.Fatalf("%q has a bar that ends the cell", got)
			}
			escaped = r == '\\' && !escaped
		}
		if strings.Contains(got, "<!--") && !strings.Contains(got, `\<!--`) {
			t.Errorf("%q begins a comment", got)
		}
	})
}

func TestLowerFirst(t *testing.T) {
	for in, want := range map[string]string{"": "", "The bill": "the bill", "A bill": "a bill", "AWS is down": "AWS is down", "3 a.m.": "3 a.m.", "3am": "3am", "JVM": "JVM"} {
		if got := lowerFirst(in); got != want {
			t.Errorf("lowerFirst(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOr(t *testing.T) {
	for _, tt := range []struct {
		words       []string
		want, fault string
	}{
		{[]string{"a"}, "a", ""},
		{[]string{"a", "b"}, "a or b", ""},
		{[]string{"a", "b", "c"}, "a, b or c", ""},
		{[]string{"Search and index", "Neither"}, "Search and index or Neither", ""},
	} {
		var err error
		if got := or(tt.words); got != tt.want {
			err = fmt.Errorf("got %q, want %q", got, tt.want)
		}
		ratchet.Known(t, tt.fault, err)
	}
}

func TestHref(t *testing.T) {
	for _, tt := range []struct{ record, target, want, fault string }{
		{"d/0002-b.md", "d/0001-a.md", "0001-a.md", ""},
		{"d/sub/0002-b.md", "d/0001-a.md", "../0001-a.md", ""},
		{"d/0002-b.md", "e/f/0001-a.md", "../e/f/0001-a.md", ""},
		{"0002-b.md", "0001-a.md", "0001-a.md", ""},
		{"0002-b.md", "sub/0001-a.md", "sub/0001-a.md", ""},
		{"d/0002-b.md", "d/0001 ä (x).md", "0001%20%C3%A4%20%28x%29.md", ""},
		{"sub/0002-b.md", "0001-a.md", "../0001-a.md", ""},
	} {
		var err error
		got := href(tt.record, tt.target)
		if want := tt.want; got != want && strings.NewReplacer("(", "%28", ")", "%29").Replace(got) != want {
			err = fmt.Errorf("from %s to %s: %q, want %q", tt.record, tt.target, got, want)
		}
		ratchet.Known(t, tt.fault, err)
	}
}

func TestLead(t *testing.T) {
	const options = "options: [{title: One}, {title: Two}, {title: Three}]\n"
	for _, tt := range []struct{ input, want string }{
		{"", "**Open:** no option is on the table yet."},
		{options, "**Open:** One, Two or Three; nothing is chosen yet."},
		{options + "outcome: {option: two}\n", "**Chosen:** Two over One and Three."},
		{options + "outcome: {option: two, because: it is second.}\n", "**Chosen:** Two over One and Three, because it is second."},
		{"options: [{title: One}]\noutcome: {option: one, because: alone}\n", "**Chosen:** One, because alone."},
		{"options: [{title: One, worst-cases: [{id: a, when: w, what: It rains.}, {id: b, when: w, what: It snows.}]}]\noutcome: {option: one, because: b, answers: [{worst-case: a, answer: accepted, by: us, because: c}, {worst-case: b, answer: mitigated, because: c}]}\n",
			"**Chosen:** One, because b; it accepts that it rains."},
		{"status: rejected\n" + options + "outcome: {option: two, because: b}\n", "**Rejected:** Two over One and Three, because b."},
	} {
		p := project{"d/0002-x.yaml": "format: tradeoff/1\ntitle: X\n" + tt.input}
		if res := p.render(t, Options{})["d/0002-x.md"]; len(res.Findings) > 0 {
			t.Fatal(res.Findings)
		}
		if got := record.Parse("x.md", []byte(p["d/0002-x.md"])).Lead; got != tt.want {
			t.Errorf("%s\ngives %q, want %q", tt.input, got, tt.want)
		}
	}
}

// Each text of an input stands in its record, whichever the template.
func TestNothingIsDropped(t *testing.T) {
	for template, fault := range map[string]string{"madr": "",
		"nygard":      "",
		"y-statement": ""} {
		p := full()
		if res := p.render(t, Options{Template: template})[fullRecord]; len(res.Findings) > 0 {
			t.Fatal(res.Findings)
		}
		var lost []string
		for _, words := range []string{"media team", "platform guild", "support", "cost", "services/thumbnails", "2027-05-01", "become the usual load", "example.org/pulls/7", "one at a time",
			"Idle cost", "A worker in the monolith", "One more process", "One deployment path", "eeds a queue", "640 ms", "load test of", "incident of", "the bill of May", "load is bursty",
			"far below the crossing", "20,000,000", "ost is nothing", "econd pipeline", "below $20", "A cron job", "What we tried", "Thumbnails in the web tier", "MED-412", "partly", "the media service", "slow first thumbnails"} {
			if !strings.Contains(strings.ReplaceAll(p[fullRecord], "one deployment", "One deployment"), words) {
				lost = append(lost, words)
			}
		}
		var err error
		if len(lost) > 0 {
			err = fmt.Errorf("%s: %q", template, lost)
		}
		ratchet.Known(t, fault, err)
	}
}

// breakouts are texts that try to end a block, or to begin something that swallows
// its end.
var breakouts = []string{
	"x <!-- /tradeoff:lead --> y", "<!-- /tradeoff:%s -->", "a\n<!-- /tradeoff:lead -->\nb", "<!--/tradeoff:lead-->", "a\n\n<!-- tradeoff:lead -->\n\nb", "a\n<!-- /tradeoff head=0 -->",
}

// No text of an input can end a block, begin one, or end the record: each place
// of text in a full input is tried, the breakouts in turn.
func TestTextsEndNoBlock(t *testing.T) {
	root, findings := source.Parse("x.yaml", []byte(strings.Replace(fullInput, "x: {Ticket", "x: {<!-- a: b, Ticket", 1)), source.YAML)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	p := full()
	p.render(t, Options{})
	var want []string
	for _, b := range record.Parse("x.md", []byte(p[fullRecord])).Blocks {
		want = append(want, b.Name)
	}
	loaded := p.load(t)
	places, tried := 0, 0
	var walk func(n *source.Node, at string)
	try := func(n *source.Node, at string) {
		was := *n
		defer func() { *n = was }()
		places++
		for i := range 2 { // the others come at the next places
			text := breakouts[(2*places+i)%len(breakouts)]
			n.Text, n.Quoted = strings.ReplaceAll(text, "%s", want[tried%len(want)]), true
			data, err := source.Emit(root, source.JSON)
			if err != nil {
				t.Fatal(err)
			}
			q := project{"d/0003-thumbnails-in-the-web-tier.md": p["d/0003-thumbnails-in-the-web-tier.md"], "d/0007-run-thumbnails.json": string(data)}
			res := q.renderWith(t, loaded, builtInCatalogs, Options{})[fullRecord]
			if res.Findings.HasErrors() || !res.New {
				continue // the schema knows better
			}
			tried++
			var got []string
			for _, b := range record.Parse("x.md", res.Data).Blocks {
				if strings.HasPrefix(b.Name, "section-") {
					b.Name = want[slices.IndexFunc(want, func(name string) bool { return strings.HasPrefix(name, "section-") })] // named by its heading
				}
				got = append(got, b.Name)
			}
			// A block that becomes empty is left out.
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %q: %s", at, n.Text, diff)
			}
			if i > 0 {
				continue
			}
			if again := q.renderWith(t, loaded, builtInCatalogs, Options{})[fullRecord]; len(again.Changed) > 0 || len(again.Findings) > 0 {
				t.Errorf("%s: %q: rendered again: %v %v", at, n.Text, again.Changed, again.Findings)
			}
		}
	}
	walk = func(n *source.Node, at string) {
		for _, e := range n.Entries {
			walk(e.Value, at+"."+e.Key)
		}
		for i, item := range n.Items {
			walk(item, fmt.Sprintf("%s[%d]", at, i))
		}
		if n.Kind == source.String {
			try(n, at)
		}
	}
	walk(root, "")
	if tried < 80 {
		t.Errorf("only %d texts were taken", tried)
	}
}

// A text that leaves a fence, a comment or a tag open is found at the input, and
// does not keep other records from being rendered.
func TestOpenText(t *testing.T) {
	for _, tt := range []struct{ name, input, fault string }{
		{"a fence", "context: \"```text\\nopen\"\n", ""},
		{"a comment", "context: \"a <!-- open\"\n", ""},
		{"a comment on a line", "context: \"<!-- open\"\n", ""},
		{"a tag", "context: \"<pre>\\nopen\"\n", ""},
		{"a key of x", "x: {\"a\\n\\n```\\n\": b}\n", ""},
		{"a discussion", "discussion: \"a>\\n\\n```\"\n", ""},
		{"a glob", "applies-to: [\"a\\n\\n```\\n\"]\n", ""},
	} {
		p := project{"d/0002-x.yaml": "format: tradeoff/1\ntitle: X\n" + tt.input}
		res := p.render(t, Options{})["d/0002-x.md"]
		var err error
		for _, f := range res.Findings {
			if f.File != "d/0002-x.yaml" || f.Line == 0 {
				err = fmt.Errorf("%s: %v", tt.name, f)
			}
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// Hard line breaks of people's prose are Markdown, and stay.
func TestProseIsKept(t *testing.T) {
	for _, tt := range []struct{ text, fault string }{
		{"one  \ntwo", ""},
		{"one\\\ntwo", ""},
		{"```text\na  \n\n\nb\n```", ""},
		{"* a\n\n      code", ""},
	} {
		p := project{"d/0002-x.yaml": "format: tradeoff/1\ntitle: X\ncontext: " + fmt.Sprintf("%q", tt.text) + "\n"}
		p.render(t, Options{})
		var err error
		if !strings.Contains(p["d/0002-x.md"], tt.text+"\n") {
			err = fmt.Errorf("%q is not in\n%s", tt.text, p["d/0002-x.md"])
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// A catalog in any language brings text that is UTF-8.
func TestCatalogOfAnotherLanguage(t *testing.T) {
	text := readFS(t, os.DirFS("../catalog").(fs.ReadFileFS), "testdata/good.yaml")
	c, findings := catalog.Parse("c.yaml", []byte(strings.Replace(text, "title: Crew", "title: Ärzte", 1)), source.YAML)
	if c == nil {
		t.Fatal(findings)
	}
	p := project{"d/0002-x.yaml": "format: tradeoff/1\ntitle: X\ntradeoffs: boats\n"}
	p.renderWith(t, p.load(t), catalog.Set{"boats": c}, Options{})
	var err error
	if got := p["d/0002-x.md"]; !utf8.ValidString(got) || !strings.Contains(got, "ärzte") {
		err = fmt.Errorf("not answered: %q", got[strings.Index(got, "Not answered"):][:40])
	}
	if err != nil {
		t.Error(err)
	}
}

// What people wrote is not changed for the sake of a record.
func TestViewLeavesTheDecisionAlone(t *testing.T) {
	mark := "<!-- /tradeoff:lead -->"
	d := decision.Decision{Title: mark, Drivers: []string{mark}, Options: []decision.Option{{ID: "a", Title: mark, Pros: []string{mark}}}, YStatement: &decision.YStatement{Context: mark},
		Outcome: decision.Outcome{Answers: []decision.Answer{{Because: mark, Watch: &decision.Watch{Field: mark}}}}}
	a := decision.Assessment{Options: []decision.AssessedOption{{ID: "a", Title: mark, Factors: []decision.AssessedFactor{{ID: "f", Measured: &decision.Measured{Value: mark}}}}}}
	copied := func(v any) string { return fmt.Sprintf("%+v %+v %+v", v, d.YStatement, d.Outcome.Answers[0].Watch) }
	before, assessed := copied(d), copied(a)
	v := newView(d, a, "d/x.md", 0, &ledger.Entry{})
	if copied(d) != before || copied(a) != assessed || d.YStatement.Context != mark || a.Options[0].Factors[0].Measured.Value != mark {
		t.Error("the decision was changed")
	}
	if holdsMark(reflect.ValueOf(v)) {
		t.Errorf("a mark is left in %+v", v)
	}
}

// holdsMark tells whether any text in v has one of our marks.
func holdsMark(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return strings.Contains(v.String(), "<!-- /tradeoff")
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && holdsMark(v.Elem())
	case reflect.Struct:
		return slices.ContainsFunc(slices.Collect(func(yield func(int) bool) {
			for i := range v.NumField() {
				if !yield(i) {
					return
				}
			}
		}), func(i int) bool { return holdsMark(v.Field(i)) })
	case reflect.Slice:
		for i := range v.Len() {
			if holdsMark(v.Index(i)) {
				return true
			}
		}
	}
	return false
}

// Counter-evidence stands under the reason it speaks against, once, and not under
// what fits as measured. What is made of parts is told by them.
func TestReasons(t *testing.T) {
	cell := func(verdict decision.Verdict, because string) decision.AssessedFactor {
		return decision.AssessedFactor{ID: "f", Title: "F", Kind: decision.Test, Verdict: verdict, Because: because, Beside: "elsewhere it does"}
	}
	measured, derived := cell(decision.Strains, "r"), cell(decision.Strains, "r")
	measured.Measured = &decision.Measured{Value: "3 ms", Verdict: decision.Fits, Source: "a test"}
	derived.SourceKind = decision.FromDerivation
	option := func(title string, f decision.AssessedFactor, parts ...string) decision.AssessedOption {
		return decision.AssessedOption{ID: decision.Slug(title), Title: title, Parts: parts, Factors: []decision.AssessedFactor{f}}
	}
	a := decision.Assessment{Options: []decision.AssessedOption{option("A.", cell(decision.Strains, "r")), option("B", cell(decision.Strains, "r")), option("C", cell("", "s")),
		option("D", measured), option("E", derived, "a", "b"), option("F", derived, "a", "elsewhere")}}
	want := []Reason{{Text: "r", Verdicts: []string{"A strains", "B strains", "F strains"}, Beside: "elsewhere it does"},
		{Text: "measured 3 ms, where the catalog says strains", Verdicts: []string{"D fits"}, Source: "a test"}}
	if diff := cmp.Diff(want, matrix(newTeller(&a)).Reasons[0].Reasons); diff != "" {
		t.Error(diff)
	}
}
