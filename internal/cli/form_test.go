package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// formApp is an App in dir, without a terminal.
func formApp(t *testing.T, dir string) *App {
	t.Helper()
	return &App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Dir: dir, Env: map[string]string{}, Ctx: t.Context(),
		Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }}
}

// inTurn asks for these fields, one after the other, whatever can still change
// the answer.
func inTurn(ids ...string) func(*decision.Decision, *catalog.Catalog, map[string]bool) advisor.Question {
	return func(d *decision.Decision, c *catalog.Catalog, skipped map[string]bool) advisor.Question {
		q := advisor.Question{Answered: len(d.Profile), Left: len(c.Fields) - len(d.Profile)}
		for _, id := range ids {
			if _, answered := d.Profile[id]; !answered && !skipped[id] {
				q.Next = c.Field(id)
				return q
			}
		}
		q.Settled = len(skipped) == 0
		return q
	}
}

// interviewIn is the interview of tradeoff new in dir.
func interviewIn(t *testing.T, dir string, o newOptions, ask func(*decision.Decision, *catalog.Catalog, map[string]bool) advisor.Question) *interview {
	t.Helper()
	a := formApp(t, dir)
	p, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	set, findings := p.catalogs()
	defaults, bad := input.LoadDefaults(p.files, "decisions")
	if err := append(findings, bad...).Err(); err != nil {
		t.Fatal(err)
	}
	d, err := a.draft("Use a queue", o, defaults)
	if err != nil {
		t.Fatal(err)
	}
	return &interview{draft: d, defaults: defaults, set: set, ask: ask, skipped: map[string]bool{},
		compose: func() (*input.Input, error) { return d.compose(p, "decisions/0000-use-a-queue", set, defaults) }}
}

// hold answers an interview, and gives what was asked: "a catalog", or a field.
func hold(t *testing.T, v *interview, answers ...string) (asked []string) {
	t.Helper()
	q, err := v.next()
	for err == nil && q != nil {
		what := "a catalog"
		if v.field != nil {
			what = v.field.ID
		}
		if asked = append(asked, what); len(asked) > len(answers) {
			t.Fatalf("asked %q, and has %d answers", asked, len(answers))
		}
		q, err = v.advance(answers[len(asked)-1])
	}
	if err != nil {
		t.Fatal(err)
	}
	return asked
}

func TestInterview(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"with/decisions/defaults.yaml":  "format: tradeoff/1\ntradeoffs: architecture-style\nprofile: {engineers: 8}\n",
		"plain/from.yaml":               "options: [{title: One}]\n",
		"plain/from-with.yaml":          "tradeoffs: architecture-style\nprofile: {runtime: jvm}\n",
		"plain/decisions/0001-first.md": "# First\n",
	} {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name    string
		dir     string
		options newOptions
		answers []string
		asked   []string
		profile []string // the fields that have an answer in the end
		skipped []string
	}{
		{"nothing named, and none chosen", "plain", newOptions{}, []string{""}, []string{"a catalog"}, nil, nil},
		{"nothing named, and one chosen", "plain", newOptions{}, []string{"architecture-style", "8", " 200..300 "},
			[]string{"a catalog", "engineers", "latency-budget-ms"}, []string{"engineers", "latency-budget-ms"}, nil},
		{"named by --set", "plain", newOptions{set: []string{"tradeoffs=architecture-style"}}, []string{"8", ""},
			[]string{"engineers", "latency-budget-ms"}, []string{"engineers"}, []string{"latency-budget-ms"}},
		{"answered by --set", "plain", newOptions{set: []string{"profile.engineers=8"}}, []string{"architecture-style", "200"},
			[]string{"a catalog", "latency-budget-ms"}, []string{"engineers", "latency-budget-ms"}, nil},
		{"named as none by --set", "with", newOptions{set: []string{"tradeoffs="}}, nil, nil, nil, nil},
		{"named and answered by the defaults", "with", newOptions{set: []string{"profile.runtime=jvm"}}, []string{"200"},
			[]string{"latency-budget-ms"}, []string{"engineers", "latency-budget-ms", "runtime"}, nil},
		{"--from names none", "plain", newOptions{from: "from.yaml"}, []string{""}, []string{"a catalog"}, nil, nil},
		{"--from names one", "plain", newOptions{from: "from-with.yaml"}, []string{"8", "200"},
			[]string{"engineers", "latency-budget-ms"}, []string{"engineers", "latency-budget-ms", "runtime"}, nil},
	} {
		v := interviewIn(t, filepath.Join(dir, tt.dir), tt.options, inTurn("engineers", "latency-budget-ms"))
		if diff := cmp.Diff(tt.asked, hold(t, v, tt.answers...)); diff != "" {
			t.Errorf("%s: asked\n%s", tt.name, diff)
		}
		var profile, skipped []string
		if v.decision != nil {
			for id := range v.decision.Profile {
				profile = append(profile, id)
			}
		}
		for id := range v.skipped {
			skipped = append(skipped, id)
		}
		slices.Sort(profile)
		if diff := cmp.Diff([][]string{tt.profile, tt.skipped}, [][]string{profile, skipped}); diff != "" {
			t.Errorf("%s: profile, skipped\n%s", tt.name, diff)
		}
		if v.catalog == nil && v.closing() != nil || v.catalog != nil && len(v.closing()) == 0 {
			t.Errorf("%s: closes with %q", tt.name, v.closing())
		}
	}
}

// A catalog that is not there is told before anything is asked.
func TestInterviewNamesWhatIsWrong(t *testing.T) {
	v := interviewIn(t, t.TempDir(), newOptions{set: []string{"tradeoffs=architecture-styles"}}, inTurn("engineers"))
	if q, err := v.next(); q != nil || err == nil {
		t.Errorf("asks %v (%v)", q, err)
	}
}

// What a form makes is what the same answers make as flags, byte by byte.
func TestInterviewMakesWhatFlagsMake(t *testing.T) {
	answers := [][2]string{{"engineers", "8..14"}, {"operates-orchestrator", "false"}, {"requests-per-month", "3_000_000"}, {"runtime", "jvm"}, {"infrastructure-time-share", ".25"}}
	from := filepath.Join(t.TempDir(), "from.toml")
	if err := os.WriteFile(from, []byte("# a comment\ntradeoffs = \"architecture-style\"\n\n[profile]\nfree-tier = true\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, o := range []newOptions{{}, {format: "toml"}, {format: "json"}, {from: from}} {
		flags := o
		var ids, given []string
		if o.from == "" {
			flags.set, given = []string{"tradeoffs=architecture-style"}, []string{"architecture-style"}
		}
		for _, pair := range answers {
			ids, given = append(ids, pair[0]), append(given, pair[1])
			flags.set = append(flags.set, "profile."+pair[0]+"="+pair[1])
		}
		v := interviewIn(t, t.TempDir(), o, inTurn(ids...))
		hold(t, v, given...)
		got, err := v.compose()
		if err != nil {
			t.Fatal(err)
		}
		want, err := interviewIn(t, t.TempDir(), flags, nil).compose()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want.Data), string(got.Data)); diff != "" {
			t.Errorf("%+v: flags, form\n%s", o, diff)
		}
		if n := len(got.Decision.Profile); n < len(answers) || got.Decision.Profile["requests-per-month"] != decision.NumberValue(3e6) {
			t.Errorf("%+v: the profile is %v", o, got.Decision.Profile)
		}
	}
}

func TestFieldQuestion(t *testing.T) {
	for _, tt := range []struct {
		field   catalog.Field
		about   string
		choices []choice
	}{
		{catalog.Field{Type: catalog.YesNoField}, "M", []choice{{"Yes", "true"}, {"No", "false"}, {"I don't know", ""}}},
		{catalog.Field{Type: catalog.WordField, Values: []string{"oak", "pine"}}, "M", []choice{{"oak", "oak"}, {"pine", "pine"}, {"I don't know", ""}}},
		{catalog.Field{Type: catalog.NumberField}, "M\nA number, or a range such as 8..14. Leave it empty if you don't know.", nil},
		{catalog.Field{Type: catalog.WholeField, Unit: "heads", Min: source.Pointer(1), Max: source.Pointer(100_000)}, "M\nA whole number (heads) from 1 to 100,000, or a range such as 8..14. Leave it empty if you don't know.", nil},
		{catalog.Field{Type: catalog.NumberField, Min: source.Pointer(0), Max: source.Pointer(1)}, "M\nA number from 0 to 1, or a range such as 0..1. Leave it empty if you don't know.", nil},
		{catalog.Field{Type: catalog.NumberField, Min: source.Pointer(20)}, "M\nA number, at least 20, or a range such as 20..26. Leave it empty if you don't know.", nil},
		{catalog.Field{Type: catalog.NumberField, Max: source.Pointer(2.5)}, "M\nA number, at most 2.5, or a range such as -3.5..2.5. Leave it empty if you don't know.", nil},
	} {
		tt.field.ID, tt.field.Question, tt.field.Meaning = "f", "Q?", "M"
		q := fieldQuestion(&tt.field)
		if q.title != "Q?" || q.about != tt.about || !slices.Equal(q.choices, tt.choices) {
			t.Errorf("%+v: %+v", tt.field, q)
		}
		_, example, ok := strings.Cut(q.about, "such as ")
		if example, _, _ = strings.Cut(example, ". "); ok && q.check(example) != nil {
			t.Errorf("the example %s is refused: %v", example, q.check(example))
		}
	}
}

func TestCheckAnswer(t *testing.T) {
	whole := &catalog.Field{ID: "crew", Type: catalog.WholeField, Question: "Q?", Meaning: "M", Min: source.Pointer(1), Max: source.Pointer(50)}
	share := &catalog.Field{ID: "share", Type: catalog.NumberField, Question: "Q?", Meaning: "M", Min: source.Pointer(0)}
	for _, tt := range []struct {
		field *catalog.Field
		text  string
		want  string // a part of the message, "" for none
	}{
		{whole, "", ""}, {whole, "  ", ""}, {whole, "8", ""}, {whole, " 8 ", ""}, {whole, "8..14", ""}, {whole, "1_0", ""},
		{share, "3_000_000", ""}, {share, "0.5..1.5", ""}, {share, "1e6", ""},
		{whole, "many", "expected a whole number or a range, found text"},
		{whole, "8.5", "expected a whole number, found a number"},
		{whole, "0", "0 is not from 1 to 50"},
		{whole, "60", "60 is not from 1 to 50"},
		{whole, "14..8", "the range 14..8 runs backwards; write 8..14"},
		{whole, "3,000", "expected a whole number or a range, found text"},
		{whole, "\"8\"", "write 8 without quotes"},
		{whole, "[8]", "expected a whole number or a range"},
		{whole, "{a: b", "the map in { } is not closed"},
		{whole, "~", "expected a whole number or a range"},
		{share, "-1", "-1 is not at least 0"},
	} {
		err := checkAnswer(tt.field, tt.text)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%q: %v, want %q", tt.text, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), tt.field.ID+":") {
			t.Errorf("%q: %v names a key that nobody writes here", tt.text, err)
		}
	}
}

func TestClosing(t *testing.T) {
	for _, tt := range []struct {
		answered, left int
		settled        bool
		worth          []string
		because        string
		want           []string
	}{
		{3, 15, true, nil, "A leads.", []string{"3 of 18 answers settled it; the other 15 cannot change it.", "A leads."}},
		{1, 17, true, nil, "", []string{"1 of 18 answers settled it; the other 17 cannot change it."}},
		{17, 1, true, nil, "", []string{"17 of 18 answers settled it; the other one cannot change it."}},
		{18, 0, true, nil, "", []string{"18 of 18 answers settled it."}},
		{1, 0, true, nil, "", []string{"1 of 1 answer settled it."}},
		{0, 18, true, nil, "", []string{"None of the 18 answers can change it."}},
		{2, 16, false, []string{"engineers", "runtime"}, "", []string{"2 of 18 answers are known; worth finding out: engineers, runtime."}},
		{1, 17, false, []string{"engineers"}, "", []string{"1 of 18 answers is known; worth finding out: engineers."}},
		{0, 18, false, nil, "", []string{"0 of 18 answers are known."}},
	} {
		if diff := cmp.Diff(tt.want, closing(tt.answered, tt.left, tt.settled, tt.worth, tt.because)); diff != "" {
			t.Errorf("%+v:\n%s", tt, diff)
		}
	}
}

// One read gives one line, whatever was typed ahead, and an end is an empty line.
func TestLineReader(t *testing.T) {
	read := func(r *lineReader) string {
		data := make([]byte, 64)
		n, err := r.Read(data)
		if err != nil {
			t.Errorf("an error: %v", err)
		}
		return string(data[:n])
	}
	r := &lineReader{ctx: t.Context(), in: iotest.DataErrReader(strings.NewReader("2\n8..14\n\nlast"))}
	var got []string
	for range 5 {
		got = append(got, read(r))
	}
	if diff := cmp.Diff([]string{"2\n", "8..14\n", "\n", "last", "\n"}, got); diff != "" || !r.ended {
		t.Errorf("ended: %v\n%s", r.ended, diff)
	}

	ctx, cancel := context.WithCancel(t.Context())
	silent, typing := io.Pipe()
	defer typing.Close()
	r = &lineReader{ctx: ctx, in: silent}
	time.AfterFunc(time.Millisecond, cancel)
	if got := read(r); got != "\n" || !r.ended {
		t.Errorf("at the end of the run: %q, ended: %v", got, r.ended)
	}
}
