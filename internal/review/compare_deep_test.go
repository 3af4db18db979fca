package review_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/review"
	"tradeoff/internal/source"
)

// nothing is a review of no change.
func nothing() *review.Review {
	return &review.Review{Decisions: []review.Change{}, Catalogs: []review.CatalogChange{}, Brought: diag.List{}, There: diag.List{},
		Governed: []review.Governor{}, Proposed: []review.Governor{}, Needs: []review.Need{}}
}

const rich = `format: tradeoff/1
title: Style
status: proposed
tradeoffs: architecture-style
profile: {engineers: 8}
drivers: [Time to market]
options:
  - id: monolith
    judged:
      - {driver: Time to market, verdict: fits, because: it is there}
  - id: microservices
  - id: ours
    title: A queue
    description: A queue of our own.
    worst-cases: [{id: stuck, when: it is full, what: Mail is stuck}]
outcome:
  option: ours
  because: it waits
  answers: [{worst-case: stuck, answer: accepted, by: ann, because: we look at it}]
links: [{depends-on: "0003"}]
x: {team: red}
`

func TestCompareInput(t *testing.T) {
	const other = "---\nstatus: accepted\n---\n# Take SQL\n\nText.\n"
	base := map[string]string{"d/0002-style.yaml": rich, "d/0003-take-sql.md": other}
	rich := func(pairs ...string) map[string]string {
		return map[string]string{"d/0002-style.yaml": strings.NewReplacer(pairs...).Replace(rich), "d/0003-take-sql.md": other}
	}
	for _, tt := range []struct {
		name string
		head map[string]string
		want []string // lines that a comparison has, all but risks
	}{
		{"a comment", rich("profile:", "# so\nprofile:"), nil},
		{"the choice of a catalog's option", rich("option: ours", "option: monolith"), []string{"changed 0002 proposed>proposed", "  chosen: A queue → Monolith"}},
		{"an option renamed", rich("title: A queue", "title: A log"), []string{"changed 0002 proposed>proposed", "  options.ours: A queue → A log", "  worst-cases: A queue: Mail is stuck when it is full → A log: Mail is stuck when it is full", "  A log: +A queue of our own.", "  A queue: -A queue of our own."}},
		{"an option less", rich("  - id: microservices\n", ""), []string{"changed 0002 proposed>proposed", "  options: Microservices → "}},
		{"an answer", rich("answer: accepted, by: ann", "answer: mitigated, by: bob"), []string{"changed 0002 proposed>proposed", "  answers.stuck: accepted by ann because we look at it → mitigated by bob because we look at it"}},
		{"no answer", rich("answers: [{worst-case: stuck, answer: accepted, by: ann, because: we look at it}]", "answers: []"), []string{"changed 0002 proposed>proposed", "  answers.stuck: accepted by ann because we look at it → "}},
		{"a judgement's reason alone", rich("it is there", "it is known"), []string{"changed 0002 proposed>proposed", "  judged.monolith.time-to-market: fits because it is there → fits because it is known"}},
		{"a key of the team's own less", rich("x: {team: red}\n", ""), []string{"changed 0002 proposed>proposed", "  x.team: red → "}},
		{"a link less", rich("links: [{depends-on: \"0003\"}]\n", ""), []string{"changed 0002 proposed>proposed", "  links: depends on 0003 → "}},
		{"a link to what was renumbered", map[string]string{"d/0002-style.yaml": rich("\"0003\"", "\"0007\"")["d/0002-style.yaml"], "d/0007-take-sql.md": other},
			[]string{"changed 0007 accepted>accepted from d/0003-take-sql.md"}},
		{"an input that nobody can read", rich("outcome:", "outcome: ["), []string{"changed 0002 proposed>unknown"}},
		{"a record's copy", map[string]string{"d/0002-style.yaml": base["d/0002-style.yaml"], "d/0003-take-sql.md": other, "d/0001-take-sql.md": other}, []string{"new 0001 >accepted"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, line := range strings.Split(strings.TrimSuffix(compared(t, base, tt.head, map[string]string{"d/0001-take-sql.md": "d/0003-take-sql.md"}), "\n"), "\n") {
				if line != "" && !strings.HasPrefix(line, "  risk ") {
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What was decided with a profile is what counts of a settled decision: another profile
// is told, and no verdict that nobody has drawn of it.
func TestCompareSettled(t *testing.T) {
	settled := strings.Replace(rich, "status: proposed", "status: accepted", 1) + `decided-with:
  date: 2026-01-01
  profile: {engineers: 8}
  assessment:
    catalog: architecture-style
    version: 1
    title: Style
    options:
      - {id: monolith, title: Monolith, factors: [{id: team-size, title: Team size, kind: test, verdict: fits}], worst-cases: []}
      - {id: microservices, title: Microservices, factors: [], worst-cases: []}
      - {id: ours, title: A queue, own: true, factors: [], worst-cases: [{id: stuck, title: Mail is stuck, what: Mail is stuck, met: unknown}]}
`
	base := map[string]string{"d/0002-style.yaml": settled}
	for _, f := range openLog(t, base).Entries[0].Input.Check(catalogs(t)) {
		if f.Severity == diag.Error {
			t.Fatal(f)
		}
	}
	got := compared(t, base, edited(base, "d/0002-style.yaml", "engineers: 8}\ndrivers", "engineers: 60}\ndrivers"), nil)
	if !strings.Contains(got, "  profile.engineers: 8 → 60\n") {
		t.Error(got)
	}
	again := edited(edited(base, "d/0002-style.yaml", "engineers: 8}\ndrivers", "engineers: 60}\ndrivers"), "d/0002-style.yaml", "verdict: fits}]", "verdict: strains}]")
	if got := compared(t, base, again, nil); !strings.Contains(got, "  profile.engineers: 8 → 60 | monolith's team size: fits → strains\n") {
		t.Error(got)
	}
}

// That nobody has answered for a worst case hides none, nor a verdict.
func TestCompareUnanswered(t *testing.T) {
	const in = "format: tradeoff/1\ntitle: Style\nstatus: proposed\ntradeoffs: architecture-style\nprofile: {engineers: 8}\noutcome: {option: monolith, because: we are few}\n"
	base := map[string]string{"d/0002-style.yaml": in}
	head := edited(edited(base, "d/0002-style.yaml", "engineers: 8", "engineers: 60"), "d/0002-style.yaml", "proposed", "accepted")
	got := compared(t, base, head, nil)
	for _, want := range []string{"monolith's team size: fits → strains", "can happen", "  risk merge-gamble yes "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	// Of a profile that is wrong nothing is said.
	if got := compared(t, base, edited(base, "d/0002-style.yaml", "engineers: 8", "engineers: -3"), nil); strings.Contains(got, "team size") {
		t.Error(got)
	}
}

// A record that got an input says what it said.
func TestCompareAdopted(t *testing.T) {
	const plain = "---\nstatus: accepted\ndate: 2026-01-01\ntags: [mail]\n---\n# Use a queue\n\n## Context\n\nMail waits.\n\n## Considered Options\n\n* A queue\n* A table\n\n## Decision Outcome\n\nChosen option: \"A queue\", because it waits.\n"
	const in = "format: tradeoff/1\ntitle: Use a queue\nstatus: accepted\ndate: 2026-01-01\ntags: [mail]\ncontext: Mail waits.\noptions: [{id: a-queue, title: A queue}, {id: a-table, title: A table}]\noutcome: {option: a-queue, because: it waits}\n"
	base := map[string]string{"d/0001-use-a-queue.md": plain}
	head := map[string]string{"d/0001-use-a-queue.md": plain, "d/0001-use-a-queue.yaml": in}
	if got := compared(t, base, head, nil); got != "" {
		t.Error(got)
	}
	// An input that cannot be read takes nothing away.
	head["d/0001-use-a-queue.yaml"] = "format: tradeoff/1\ntitle: [\n"
	if got := compared(t, base, head, nil); got != "" {
		t.Error(got)
	}
}

// A comparison with itself is empty, be it opened twice.
func TestCompareSelf(t *testing.T) {
	files := map[string]string{"d/0002-style.yaml": rich, "d/0003-take-sql.md": "# 3. Take SQL\n\n## Status\n\nSuperseded by [4](0004-b.md)\n", "d/0004-b.md": "# 4. B\n",
		"d/0005-secret.md": "---\nvisibility: restricted\n---\n# Pay the ransom\n", "d/bad.md": "\xff\x00", "d/0006-odd.yaml": "format: tradeoff/1\ntitle: {"}
	set := catalogs(t)
	log := openLog(t, files)
	for _, head := range []review.Inputs{{Base: log, Head: log}, {Base: log, Head: openLog(t, files)}} {
		head.BaseCatalogs, head.HeadCatalogs = set, catalogs(t)
		if diff := cmp.Diff(nothing(), review.Compare(head)); diff != "" {
			t.Error(diff)
		}
	}
}

// A name is not told by halves either, where a word of it is all that changed.
func TestCompareSplitsNoName(t *testing.T) {
	base := map[string]string{"d/0001-pay-the-ransom.md": "---\nvisibility: restricted\n---\n# Pay the ransom\n", "d/0002-a.md": "# A\n\nThen we pay the bill, all of it.\n"}
	for _, pair := range [][2]map[string]string{{base, edited(base, "d/0002-a.md", "bill", "ransom")}, {edited(base, "d/0002-a.md", "bill", "ransom"), base}} {
		if got := strings.ToLower(compared(t, pair[0], pair[1], nil)); got == "" || strings.Contains(got, "ransom") {
			t.Error(got)
		}
	}
}

func TestCompareCatalogs(t *testing.T) {
	const one = `format: tradeoff-catalog/1
id: c
version: 1
title: C
summary: S.
premise: P.
rule: {text: R., source: us}
sources: [{id: us, title: Us, kind: ours}]
fields: [{id: engineers, title: Engineers, type: whole, question: "How many?", meaning: People.}]
options: [{id: a, title: Option A, summary: A.}, {id: b, title: "B: the other", summary: B.}]
factors:
  - id: size
    title: Team size
    kind: test
    question: How large?
    source: us
    cells:
      - {option: a, says: small, verdicts: [{verdict: strains, when: {field: engineers, gt: 10}, because: "{engineers} engineers"}, {verdict: fits, because: small}]}
      - {option: b, says: any, verdicts: [{verdict: strains, when: {field: engineers, gt: 10}, because: "{engineers} engineers"}, {verdict: fits, because: small}]}
worst-cases:
  - {id: w, option: a, title: It falls, what: It falls., when: always, source: us}
  - {id: w2, option: b, title: It burns, what: It burns., when: always, source: us}
`
	load := func(text string) catalog.Set {
		c, findings := catalog.Parse("c.yaml", []byte(text), source.YAML)
		if c == nil {
			t.Fatal(findings)
		}
		return catalog.Set{"c": c}
	}
	in := "format: tradeoff/1\ntitle: T\nstatus: proposed\ntradeoffs: c\nprofile: {engineers: 8}\n"
	log := openLog(t, map[string]string{"d/0001-t.yaml": in, "d/0002-u.yaml": strings.Replace(in, "8", "50", 1), "d/0003-v.yaml": strings.Replace(in, "title: T", "title: V\nvisibility: restricted", 1)})
	r := review.Compare(review.Inputs{Base: log, Head: log, BaseCatalogs: load(one), HeadCatalogs: load(strings.ReplaceAll(one, "gt: 10", "gt: 5"))})
	want := []review.CatalogChange{{ID: "c", Title: "C", Path: "c.yaml", Kind: review.Changed, Values: []review.Value{
		{Key: "factors.size.cells.a.verdicts.strains.when.gt", Label: "factors size cells a verdicts strains when gt", From: "10", To: "5"},
		{Key: "factors.size.cells.b.verdicts.strains.when.gt", Label: "factors size cells b verdicts strains when gt", From: "10", To: "5"},
	}, Decisions: []string{"0001"}, Touched: []review.Value{
		{Key: "0001", Label: "option A's team size", From: "fits", To: "strains"},
		{Key: "0001", Label: "b: the other's team size", From: "fits", To: "strains"},
	}}}
	if diff := cmp.Diff(want, r.Catalogs); diff != "" {
		t.Error(diff)
	}
	if len(r.Decisions) > 0 {
		t.Error(r.Decisions)
	}
	moved := strings.Replace(one, "{id: a, title: Option A, summary: A.}, {id: b, title: \"B: the other\", summary: B.}", "{id: b, title: \"B: the other\", summary: B.}, {id: a, title: Option A, summary: A.}", 1)
	r = review.Compare(review.Inputs{Base: log, Head: log, BaseCatalogs: load(one), HeadCatalogs: load(moved)})
	if len(r.Catalogs) != 1 || len(r.Catalogs[0].Values) != 1 || r.Catalogs[0].Values[0].Key != "options" || r.Catalogs[0].Values[0].To != "b, a" || len(r.Catalogs[0].Touched) > 0 {
		t.Errorf("%+v", r.Catalogs)
	}
}

// A log of which one decision changed is compared in no time, however hostile that one is:
// without the bounds it takes minutes. The limit is wide, for machines that are busy.
func TestCompareIsBounded(t *testing.T) {
	files := map[string]string{}
	for i := range 2000 {
		files[fmt.Sprintf("d/%04d-a-%d.md", i, i)] = "---\nstatus: accepted\n---\n# A\n\n## Context\n\nText.\n"
	}
	var was, now, headings strings.Builder
	for i := range 20_000 {
		was.WriteString(strings.Repeat("a", i%5) + " b ")
		now.WriteString("b " + strings.Repeat("a", i%3) + " ")
	}
	for i := range 8000 {
		fmt.Fprintf(&headings, "## H%d\n\nx\n\n", i)
	}
	set := catalogs(t)
	var many, others strings.Builder
	for i := range 60 {
		fmt.Fprintf(&many, "## H%d\n\n%s\n\n", i, strings.Repeat("a b ", 12_000))
		fmt.Fprintf(&others, "## H%d\n\n%s\n\n", i, strings.Repeat("b a a ", 8_000))
	}
	for name, pair := range map[string][2]string{
		"many":     {many.String(), others.String()},
		"words":    {was.String(), now.String()},
		"headings": {headings.String(), strings.ReplaceAll(headings.String(), "x", "y")},
		"the same": {strings.Repeat("## H\n\nx\n\n", 8000), strings.Repeat("## H\n\ny\n\n", 8000)},
		"lists":    {"## Considered Options\n\n" + strings.Repeat("* a\n* b\n", 8000), "## Considered Options\n\n" + strings.Repeat("* c\n* b\n", 8000)},
	} {
		base := openLog(t, edited(files, "d/0007-a-7.md", "Text.", pair[0]))
		head := openLog(t, edited(files, "d/0007-a-7.md", "Text.", pair[1]))
		start := time.Now()
		r := review.Compare(review.Inputs{Base: base, Head: head, BaseCatalogs: set, HeadCatalogs: set})
		if took := time.Since(start); took > time.Minute { // quadratic work would take hours
			t.Errorf("%s: took %s", name, took)
		}
		if len(r.Decisions) != 1 || len(r.Decisions[0].Prose) == 0 {
			t.Errorf("%s: %d decisions", name, len(r.Decisions))
		}
		if name == "words" && !r.Decisions[0].Prose[0].Cut {
			t.Errorf("%s: not cut", name)
		}
		t.Log(name, time.Since(start))
	}
}

// Two comparisons of the same say the same, whatever order maps have.
func TestCompareIsDeterministic(t *testing.T) {
	base, head := map[string]string{}, map[string]string{}
	for i := range 30 {
		text := fmt.Sprintf("---\nstatus: accepted\ntags: [a, b]\n---\n# Title %d\n\n## Context\n\nText %d.\n", i%9, i)
		base[fmt.Sprintf("d/%04d-a-%d.md", i, i%7)] = text
		head[fmt.Sprintf("d/%04d-a-%d.md", i*2, i%7)] = strings.Replace(text, "a, b", "b, c", 1)
	}
	base["d/0099-style.yaml"] = rich
	head["d/0099-style.yaml"] = strings.Replace(rich, "engineers: 8", "engineers: 60", 1)
	want := compared(t, base, head, nil)
	for range 5 {
		if diff := cmp.Diff(want, compared(t, base, head, nil)); diff != "" {
			t.Fatal(diff)
		}
	}
}
