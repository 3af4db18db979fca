package convert_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/convert"
	"tradeoff/internal/decision"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
)

// files makes a folder of records, by their names.
func files(pairs ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		out["d/"+pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return out
}

// converted converts all records of a folder, by their paths.
func converted(t *testing.T, in fstest.MapFS, o convert.Options) (map[string]convert.Result, []convert.Other) {
	t.Helper()
	log := open(t, in)
	o.Today = "2026-11-23"
	c := &convert.Converter{Log: log, Templates: builtIn(t), Options: o}
	results, others := c.Convert(log.Entries)
	out := map[string]convert.Result{}
	for _, res := range results {
		out[strings.TrimPrefix(res.Entry.Path, "d/")] = res
	}
	return out, others
}

// line is the line of a text that begins so, without blanks around it.
func line(text []byte, prefix string) string {
	for l := range strings.Lines(string(text)) {
		if l = strings.TrimSpace(l); strings.HasPrefix(l, prefix) {
			return l
		}
	}
	return ""
}

func TestLost(t *testing.T) {
	input, rec := []byte("a: one two\n"), []byte("# Three\n\ntwo\n")
	for _, tt := range []struct {
		old   string
		spare map[string]int
		want  []string
	}{
		{"one Two three two", nil, nil},
		{"one one two two two", nil, []string{"one (1 of 2)", "two (2 of 3)"}},
		{"one one two two two", map[string]int{"one": 1}, []string{"two (2 of 3)"}},
		{"über-mäßig 007", nil, []string{"007 (0 of 1)", "mäßig (0 of 1)", "über (0 of 1)"}},
	} {
		if diff := cmp.Diff(tt.want, convert.Lost([]byte(tt.old), input, source.YAML, rec, tt.spare)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.old, diff)
		}
	}
}

// Links name the other record by its stem, with the part; where several records have
// the stem, by the path.
func TestLinks(t *testing.T) {
	results, _ := converted(t, files(
		"0001-a.md", "# A\n\nStatus: accepted\n\n## Links\n\n* Supersedes [0002 B](0002-b.md#the-part)\n* Depends on [there](sub/0003-c.md)\n* Relates to [elsewhere](https://e.org)\n",
		"0002-b.md", "# B\n\nStatus: accepted\n\n## Context\n\nx\n",
		"0003-c.md", "# C\n\nStatus: accepted\n\nRelated to: 0001\n\n## Context\n\nWords.\n",
		"sub/0003-c.md", "# C\n\nStatus: accepted\n\nConflicts with: ../0002-b.md\n\n## Context\n\nWords.\n",
		"sub2/0003-c.md", "# C\n\nStatus: accepted\n\nx\n",
	), convert.Options{})
	for name, want := range map[string]string{
		"0001-a.md":     "- {supersedes: 0002-b#the-part}",
		"0003-c.md":     "- {relates-to: 0001-a}",
		"sub/0003-c.md": "- {conflicts-with: 0002-b}",
	} {
		res := results[name]
		if !strings.Contains(string(res.Input), want) {
			t.Errorf("%s: %v\n%s", name, res.Findings, res.Input)
		}
	}
	if got := line(results["0001-a.md"].Input, "- {depends-on"); got != "- {depends-on: sub/0003-c.md}" {
		t.Errorf("the link into another folder is %q", got)
	}
}

// What one record hangs on may be refused itself: both are, and nothing else.
func TestRefusedTogether(t *testing.T) {
	results, _ := converted(t, files(
		"0001-a.md", "# A\n\n## Status\n\nAccepted\n\nAmended by [2. B](0002-b.md)\n",
		"0002-b.md", "# B\n\n## Status\n\nAccepted\n\nAmended by [3. C](0003-c.md)\n",
		"0003-c.md", "# C\n\n## Status\n\nAccepted\n\nAmends [2. B](0002-b.md)\n",
		"0004-d.md", "# D\n\n## Status\n\nnobody knows\n\nAmends [5. E](0005-e.md)\n",
		"0005-e.md", "# E\n\n## Status\n\nAccepted\n\nAmended by [4. D](0004-d.md)\n",
	), convert.Options{})
	got := map[string]bool{}
	for name, res := range results {
		got[name] = res.Input != nil
	}
	want := map[string]bool{"0001-a.md": false, "0002-b.md": true, "0003-c.md": true, "0004-d.md": false, "0005-e.md": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("converted (-want +got):\n%s", diff)
	}
}

// A record that follows an input already and shows the other's title is rendered
// again where that title is written otherwise now.
func TestOthers(t *testing.T) {
	in := files(
		"0001-a.md", "# Use `code`\n\nStatus: accepted\n\nx\n",
		"0002-b.yaml", "format: tradeoff/1\ntitle: B\nstatus: proposed\nlinks: [{amends: 0001-a}]\n",
	)
	log := open(t, in)
	c := &convert.Converter{Log: log, Templates: builtIn(t)}
	rendered := c.Templates.Render(log.Entry("d/0002-b.yaml"), nil, render.Options{})
	in["d/0002-b.md"] = &fstest.MapFile{Data: rendered.Data}
	results, others := converted(t, in, convert.Options{})
	in["d/0001-a.md"], in["d/0001-a.yaml"] = &fstest.MapFile{Data: results["0001-a.md"].Record}, &fstest.MapFile{Data: results["0001-a.md"].Input}
	for _, other := range others {
		in[other.Path] = &fstest.MapFile{Data: other.Record}
	}
	if again := c.Templates.Render(open(t, in).Entry("d/0002-b.md"), nil, render.Options{}); len(again.Changed) > 0 {
		t.Errorf("%v out of date; %d others were rendered", again.Changed, len(others))
	}
}

// The two ways to keep prose give the same data.
func TestProse(t *testing.T) {
	text := "# T\n\nStatus: proposed\n\n## Context\n\nWhy.\n\n## Considered Options\n\n* A\n* B\n\n## Decision Outcome\n\nChosen option: \"A\", because it is.\n\n### Consequences\n\n* Good, because x\n* Bad, because z\n"
	inRecord, _ := converted(t, files("0001-t.md", text), convert.Options{})
	inInput, _ := converted(t, files("0001-t.md", text), convert.Options{ProseInInput: true})
	a, b := string(inRecord["0001-t.md"].Input), string(inInput["0001-t.md"].Input)
	if strings.Contains(a, "Why") || strings.Contains(a, "consequences") || !strings.Contains(string(inRecord["0001-t.md"].Record), "\n## Context\n\nWhy.\n") {
		t.Errorf("prose in the record:\n%s", a)
	}
	without := strings.Replace(strings.Replace(b, "context: Why.\n", "", 1), "consequences:\n  good: [x]\n  bad: [z]\n", "", 1)
	if diff := cmp.Diff(a, without); diff != "" {
		t.Errorf("the inputs differ beyond the prose (-record +input):\n%s", diff)
	}
}

// A status that the record does not state is the one that was asked for, and no other.
func TestStatusOfThoseThatStateNone(t *testing.T) {
	in := files("0001-a.md", "# A\n\nText.\n", "0002-b.md", "# B\n\nStatus: rejected\n\nText.\n")
	results, _ := converted(t, in, convert.Options{Status: decision.Deprecated})
	if a, b := line(results["0001-a.md"].Input, "status"), line(results["0002-b.md"].Input, "status"); a != "status: deprecated" || b != "status: rejected" {
		t.Errorf("%q and %q", a, b)
	}
	if results, _ = converted(t, in, convert.Options{}); results["0001-a.md"].Input != nil || results["0002-b.md"].Input == nil {
		t.Error("without a status the first is to be refused, and the second is not")
	}
}

// An option is the chosen one where the outcome calls it so word for word; what it
// calls otherwise is an option of its own.
func TestChosenByItsWords(t *testing.T) {
	text := "# T\n\nStatus: accepted\n\n## Considered Options\n\n* Add a divider\n* Leave it\n\n## Decision Outcome\n\nChosen option: \"%s\", because it is.\n"
	for said, options := range map[string]int{"Add a divider": 2, "Add a new divider": 3} {
		results, _ := converted(t, files("0001-t.md", strings.Replace(text, "%s", said, 1)), convert.Options{})
		in := string(results["0001-t.md"].Input)
		if got := strings.Count(in, "- {title:"); got != options {
			t.Errorf("%q: %d options, want %d:\n%s", said, got, options, in)
		}
		if !strings.Contains(in, said) {
			t.Errorf("%q is not in the input:\n%s", said, in)
		}
	}
}

// Front matter in TOML is not edited, and so not converted.
func TestTOMLIsRefused(t *testing.T) {
	results, _ := converted(t, files("0001-t.md", "+++\nstatus = \"accepted\"\n+++\n# T\n\nText.\n"), convert.Options{})
	if res := results["0001-t.md"]; res.Input != nil || len(res.Findings) == 0 || !strings.Contains(res.Findings[0].Message, "TOML") {
		t.Errorf("converted: %v", res.Findings)
	}
}

// One glob without a list governs as a list of one does.
func TestAppliesTo(t *testing.T) {
	const text = "---\nstatus: accepted\ndate: 2026-11-01\napplies-to: %\n---\n\n# A record\n\nText.\n"
	for value, want := range map[string]string{"src/**": "applies-to: [src/**]", "[src/**, web]": "applies-to: [src/**, web]"} {
		results, _ := converted(t, files("0001-a.md", strings.Replace(text, "%", value, 1)), convert.Options{})
		if got := line(results["0001-a.md"].Input, "applies-to:"); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}
