package render

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/ratchet"
	"tradeoff/internal/record"
	"tradeoff/templates"
)

var updateGolden = flag.Bool("update", false, "write the records of testdata as they are rendered now")

// project is a project in memory: its files by their paths, with the records in d.
type project map[string]string

func (p project) fs() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range p {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

var builtInCatalogs = func() catalog.Set {
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if len(findings) > 0 {
		panic(findings)
	}
	return set
}()

// load gives the project's templates.
func (p project) load(t testing.TB) *Templates {
	t.Helper()
	folders := []Folder{{FS: p.fs(), Dir: "templates"}, {FS: templates.FS, Dir: ".", Shown: "built in"}}
	loaded, findings := LoadTemplates(folders, p.fs(), []string{"d"})
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	return loaded
}

// render renders every decision as the command does, writes what has changed, and
// gives the results by the records' paths.
func (p project) render(t testing.TB, o Options) map[string]Result {
	t.Helper()
	return p.renderWith(t, p.load(t), builtInCatalogs, o)
}

func (p project) renderWith(t testing.TB, loaded *Templates, set catalog.Set, o Options) map[string]Result {
	t.Helper()
	log, err := ledger.Open(context.Background(), p.fs(), ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Result{}
	for _, e := range log.Entries {
		res := loaded.Render(e, set, o)
		out[res.Record] = res
		if res.Input != nil {
			p[res.InputFile] = string(res.Input)
		}
		if len(res.Changed) > 0 {
			p[res.Record] = string(res.Data)
		}
	}
	return out
}

// fullInput has something in every section that a template may hold.
const fullInput = `format: tradeoff/1
title: Run the thumbnail pipeline as functions
status: proposed
date: 2026-11-23
decision-makers: [media team]
consulted: [platform guild]
informed: [support]
tags: [media, cost]
applies-to: ["services/thumbnails/**"]
review-by: 2027-05-01
revisit-when: the campaigns become the usual load
discussion: https://example.org/pulls/7
tradeoffs: architecture-style
decides: part
profile:
  engineers: 8..14
  operates-orchestrator: false
  runtime: jvm
  someone-waits: true
  latency-budget-ms: 400
  request-duration-ms: 200
  request-memory-mb: 512
  requests-per-month: 3000000
  instances: 1
  instance-monthly-cost: 50
  portability-required: false
context: |
  Thumbnails are made in the web tier, one at a time.

  * A campaign brings ten times the usual load.
  * At night nobody uploads anything.
drivers: [Idle cost, Time to the first thumbnail]
options:
  - id: serverless
    measured: [{factor: cold-start, value: 640 ms p99, verdict: fits, source: load test of 2026-11-12}]
    pros: [Nothing runs at night.]
    cons: ["The first thumbnail | after a pause is slow."]
    judged: [{driver: Idle cost, verdict: fits, because: nothing runs at night, source: the bill of May}]
  - id: monolith
  - id: hybrid
  - title: A worker in the monolith
    description: One more process of the same build.
    pros: [One deployment path.]
    neutral: [Needs a queue either way.]
    worst-cases: [{id: queue-starves, when: a campaign sends ten times the usual, what: thumbnails wait behind e-mail, source: incident of 2026-03-02}]
    judged: [{driver: Idle cost, verdict: strains, because: the instance runs at night}]
outcome:
  option: serverless
  because: load is bursty and nobody waits for a thumbnail
  answers:
    - {worst-case: bill-flips, answer: accepted, by: media team, because: far below the crossing, watch: {field: requests-per-month, above: 20000000}}
    - {worst-case: debugging, answer: mitigated, because: every function carries the upload's number}
consequences: {good: [Idle cost is nothing.], neutral: [There is a second pipeline.], bad: [The first thumbnail is slow.]}
confirmation: The bill stays below $20 a month.
sections: [{heading: What we tried, text: "A cron job, for a week."}]
y-statement: {context: the media service, facing: bursts, decided: functions, neglected: a worker, achieve: no idle cost, accepting: slow first thumbnails, because: nobody waits}
links: [{supersedes: 0003-thumbnails-in-the-web-tier}]
realised: partly
x: {Ticket: MED-412}
`

// full is a project with that input, and the decision it supersedes.
func full() project {
	return project{
		"d/0003-thumbnails-in-the-web-tier.md": "---\nstatus: accepted\n---\n# Thumbnails in the web tier\n\nText.\n",
		"d/0007-run-thumbnails.yaml":           fullInput,
	}
}

const fullRecord = "d/0007-run-thumbnails.md"

// The files of testdata are there to be read: a record of each template, with
// everything that an input can say, and with nothing.
func TestGolden(t *testing.T) {
	bare := "format: tradeoff/1\ntitle: Choose a queue\nstatus: draft\ndate: 2026-11-23\n"
	for _, template := range []string{"madr", "nygard", "y-statement"} {
		for name, text := range map[string]string{"full": fullInput, "bare": bare} {
			t.Run(template+"-"+name, func(t *testing.T) {
				p := full()
				p["d/0007-run-thumbnails.yaml"] = text
				res := p.render(t, Options{Template: template})[fullRecord]
				if len(res.Findings) > 0 || !res.New {
					t.Fatal(res.Findings)
				}
				compareGolden(t, template+"-"+name+".md", string(res.Data))
				if again := p.render(t, Options{Template: template})[fullRecord]; len(again.Changed) > 0 || len(again.Findings) > 0 {
					t.Errorf("rendered again, it changes %v: %v", again.Changed, again.Findings)
				}
			})
		}
		t.Run(template+"-prose", func(t *testing.T) {
			loaded := project{}.load(t)
			data, findings := loaded.New(plainDecision(), "d/0009-use-postgresql.md", 9, template)
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			compareGolden(t, template+"-prose.md", string(data))
			if strings.Contains(string(data), "<!-- tradeoff") {
				t.Error("a record without an input has marks")
			}
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *updateGolden {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	for _, fault := range lint(got) {
		t.Errorf("%s: %s", name, fault)
	}
}

var listItem = regexp.MustCompile(`^([*+-]|\d+[.)]) `)

// lint holds Markdown against the rules that reviewers' tools have most often.
func lint(text string) []string {
	var out []string
	add := func(line int, format string, args ...any) {
		out = append(out, fmt.Sprintf("line %d: ", line+1)+fmt.Sprintf(format, args...))
	}
	lines := strings.Split(text, "\n")
	if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") {
		add(len(lines)-1, "it does not end with one line end")
	}
	lines = lines[:len(lines)-1]
	start := 0
	if lines[0] == "---" {
		start = slices.Index(lines[1:], "---") + 2
	}
	kind := func(i int) string {
		switch {
		case i < start || i >= len(lines) || lines[i] == "":
			return "blank"
		case strings.HasPrefix(lines[i], "#"):
			return "heading"
		case strings.HasPrefix(lines[i], "|"):
			return "table"
		case listItem.MatchString(lines[i]) || strings.HasPrefix(lines[i], "  "):
			return "list"
		}
		return "text"
	}
	headings, ones := map[string]bool{}, 0
	for i := start; i < len(lines); i++ {
		line := lines[i]
		if strings.TrimRight(line, " \t") != line {
			add(i, "blanks at the end of %q", line)
		}
		if i > 0 && line == "" && lines[i-1] == "" {
			add(i, "two blank lines")
		}
		k := kind(i)
		if k == "heading" {
			if headings[line] {
				add(i, "the heading %q stands twice", line)
			}
			headings[line] = true
			if strings.HasPrefix(line, "# ") {
				ones++
			}
			if strings.HasSuffix(line, ".") || strings.HasSuffix(line, ":") {
				add(i, "punctuation behind the heading %q", line)
			}
		}
		for _, j := range []int{i - 1, i + 1} {
			if other := kind(j); k != "text" && k != "blank" && other != "blank" && (other != k || k == "heading") {
				add(i, "no blank line between a %s and a %s: %q", k, other, line)
			}
		}
		if k == "table" && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") != strings.Count(strings.ReplaceAll(tableHead(lines, i), `\|`, ""), "|") {
			add(i, "a row of another width: %q", line)
		}
	}
	if ones != 1 {
		add(0, "%d headings of level 1", ones)
	}
	return out
}

// tableHead is the first line of the table that line i stands in.
func tableHead(lines []string, i int) string {
	for i > 0 && strings.HasPrefix(lines[i-1], "|") {
		i--
	}
	return lines[i]
}

// A decision that is settled keeps what it was decided with, and follows its own
// input alone from then on.
func TestSettled(t *testing.T) {
	p := full()
	p["d/0007-run-thumbnails.yaml"] = strings.Replace(fullInput, "status: proposed", "status: accepted", 1)
	res := p.render(t, Options{})[fullRecord]
	if len(res.Findings) > 0 || res.Input == nil || !strings.Contains(string(res.Input), "decided-with:") {
		t.Fatalf("%v", res.Findings)
	}
	settled := maps.Clone(p)
	mark := record.Parse("x.md", []byte(p[fullRecord])).Mark
	if mark == nil || mark.Input != record.Hash(p["d/0007-run-thumbnails.yaml"]) {
		t.Fatalf("the closing mark is %+v", mark)
	}

	// Neither defaults nor templates nor catalogs make it stale.
	own := strings.ReplaceAll(readFS(t, templates.FS, "partials/factors.md.tmpl"), "| Factor |", "| What |")
	p["d/defaults.yaml"] = "format: tradeoff/1\ntags: [late]\ninformed: [everybody]\n"
	p["templates/partials/factors.md.tmpl"] = own
	res = p.renderWith(t, p.load(t), catalog.Set{}, Options{})[fullRecord]
	if len(res.Changed) > 0 || res.Input != nil || len(res.Findings) > 0 {
		t.Errorf("it changes %v: %v", res.Changed, res.Findings)
	}
	delete(p, "d/defaults.yaml")
	delete(p, "templates/partials/factors.md.tmpl")

	// Its own input does, and what the input keeps says all that the catalog said.
	p["d/0007-run-thumbnails.yaml"] = strings.Replace(p["d/0007-run-thumbnails.yaml"], "informed: [support]", "informed: [support, sales]", 1)
	res = p.renderWith(t, p.load(t), catalog.Set{}, Options{})[fullRecord]
	if diff := cmp.Diff([]string{"front matter", "closing mark"}, res.Changed); diff != "" || len(res.Findings) > 0 {
		t.Errorf("%s %v", diff, res.Findings)
	}

	// A block edited by hand is still found.
	p = maps.Clone(settled)
	p[fullRecord] = strings.Replace(p[fullRecord], "Chosen option:", "Chosen, by me:", 1)
	res = p.render(t, Options{})[fullRecord]
	if len(res.Edited) != 1 || len(res.Changed) > 0 {
		t.Errorf("edited by hand: %v %v", res.Edited, res.Changed)
	}
	if res = p.render(t, Options{Force: true})[fullRecord]; p[fullRecord] != settled[fullRecord] || len(res.Findings) > 0 {
		t.Errorf("taken back, it is not what it was: %v %s", res.Findings, cmp.Diff(settled[fullRecord], p[fullRecord]))
	}

	// Assessed anew, it follows the profile of today; once.
	p = maps.Clone(settled)
	in := p["d/0007-run-thumbnails.yaml"]
	p["d/0007-run-thumbnails.yaml"] = strings.Replace(in, "engineers: 8..14", "engineers: 60", 1)
	res = p.render(t, Options{Again: true})[fullRecord]
	if !slices.Contains(res.Changed, "factors") || res.Input == nil || len(res.Findings) > 0 {
		t.Errorf("again: %v %v", res.Changed, res.Findings)
	}
	var err error
	if res = p.render(t, Options{Again: true})[fullRecord]; len(res.Changed) > 0 || res.Input != nil {
		err = fmt.Errorf("assessed twice, it changes %v and writes its input: %v", res.Changed, res.Input != nil)
	}
	if err != nil {
		t.Error(err)
	}
}

// Where its catalog is gone, a settled decision cannot be assessed anew, and
// keeps what it has.
func TestAgainWithoutTheCatalog(t *testing.T) {
	p := full()
	p["d/0007-run-thumbnails.yaml"] = strings.Replace(fullInput, "status: proposed", "status: accepted", 1)
	p.render(t, Options{})
	before := p["d/0007-run-thumbnails.yaml"]
	res := p.renderWith(t, p.load(t), catalog.Set{}, Options{Again: true})[fullRecord]
	var err error
	if p["d/0007-run-thumbnails.yaml"] != before || !res.Findings.HasErrors() {
		err = fmt.Errorf("the input loses its assessment (%d of %d bytes are left), and the findings are %v", len(p["d/0007-run-thumbnails.yaml"]), len(before), res.Findings)
	}
	if err != nil {
		t.Error(err)
	}
}

// A decision that is opened again, or an input copied for a new one, is assessed
// by what is true now.
func TestReopened(t *testing.T) {
	p := full()
	p["d/0007-run-thumbnails.yaml"] = strings.Replace(fullInput, "status: proposed", "status: accepted", 1)
	p.render(t, Options{})
	in := strings.Replace(p["d/0007-run-thumbnails.yaml"], "status: accepted", "status: proposed", 1)
	p["d/0007-run-thumbnails.yaml"] = strings.Replace(in, "engineers: 8..14", "engineers: 60", 1)
	p.render(t, Options{})
	var err error
	if !strings.Contains(p[fullRecord], "60 engineers commit on a day") {
		err = fmt.Errorf("the record of a proposed decision still shows the old assessment")
	}
	if err != nil {
		t.Error(err)
	}
}

// A settled decision typed by hand gets the day where it has no date.
func TestSettledToday(t *testing.T) {
	p := project{"d/0001-a.yaml": "format: tradeoff/1\ntitle: A\nstatus: accepted\noptions: [{title: B}]\noutcome: {option: b, because: c}\n"}
	res := p.render(t, Options{Today: "2026-11-23"})["d/0001-a.md"]
	if len(res.Findings) > 0 || !strings.Contains(p["d/0001-a.yaml"], "decided-with:") || !strings.Contains(p["d/0001-a.yaml"], "date: 2026-11-23") {
		t.Errorf("%v\n%s", res.Findings, p["d/0001-a.yaml"])
	}
}

// In TOML and JSON a decision is settled as in YAML.
func TestSettledInEveryFormat(t *testing.T) {
	for name, text := range map[string]string{
		"d/0001-a.toml": "format = 'tradeoff/1'\ntitle = 'A'\nstatus = 'accepted'\ntradeoffs = 'architecture-style'\n[profile]\nengineers = '8..14'\nfree-tier = true\n[outcome]\noption = 'monolith'\nbecause = 'b'\n",
		"d/0001-a.json": `{"format": "tradeoff/1", "title": "A", "status": "accepted", "tradeoffs": "architecture-style", "profile": {"engineers": "8..14", "free-tier": true}, "outcome": {"option": "monolith", "because": "b"}}`,
		"d/0001-a.yaml": "format: tradeoff/1\ntitle: A\nstatus: accepted\ntradeoffs: architecture-style\nprofile: {engineers: 8..14, free-tier: true}\noutcome: {option: monolith, because: b}\n",
	} {
		p := project{name: text}
		res := p.render(t, Options{Today: "2026-11-23"})["d/0001-a.md"]
		if len(res.Findings) > 0 || res.Input == nil {
			t.Fatalf("%s: %v", name, res.Findings)
		}
		first := p["d/0001-a.md"]
		again := p.renderWith(t, p.load(t), catalog.Set{}, Options{})["d/0001-a.md"]
		if len(again.Changed) > 0 || len(again.Findings) > 0 {
			t.Errorf("%s: changes %v: %v", name, again.Changed, again.Findings)
		}
		// The record that is made anew from the kept assessment is the same to the byte.
		delete(p, "d/0001-a.md")
		p.renderWith(t, p.load(t), catalog.Set{}, Options{})
		if diff := cmp.Diff(first, p["d/0001-a.md"]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A broken decided-with is a finding. It is no panic.
func TestBrokenGround(t *testing.T) {
	for _, tt := range []struct{ ground, fault string }{
		{"{assessment: {profile: [{field: x}]}}", ""},
		{"{assessment: {}}", ""},
		{"{assessment: [1]}", ""},
		{"{assessment: {options: [{id: b, factors: [{}], worst-cases: [{}]}]}}", ""},
		{"{profile: 3, date: 2026-11-23}", ""},
	} {
		var err error
		func() {
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("%s: panic: %v", tt.ground, p)
				}
			}()
			p := project{"d/0001-a.yaml": "format: tradeoff/1\ntitle: A\nstatus: accepted\noptions: [{title: B}]\noutcome: {option: b, because: c}\ndecided-with: " + tt.ground + "\n"}
			p.render(t, Options{})
		}()
		ratchet.Known(t, tt.fault, err)
	}
}

// A record keeps its template, whatever the settings say later, and whatever
// template.md its folder gets.
func TestTemplateIsKept(t *testing.T) {
	for _, template := range []string{"", "madr", "nygard", "y-statement"} {
		p := full()
		p.render(t, Options{Template: template})
		for _, later := range []string{"", "madr", "nygard", "y-statement"} {
			if res := p.render(t, Options{Template: later})[fullRecord]; len(res.Changed) > 0 || len(res.Findings) > 0 {
				t.Errorf("from %q to %q: %v %v", template, later, res.Changed, res.Findings)
			}
		}
		p["d/template.md"] = "# TITLE\n\n## Context\n\n## Decision\n"
		if res := p.render(t, Options{})[fullRecord]; len(res.Changed) > 0 || len(res.Findings) > 0 {
			t.Errorf("from %q to a template.md: %v %v", template, res.Changed, res.Findings)
		}
	}
}

// Nothing is rendered of an input with an error, and nothing of a record without one.
func TestNothingToRender(t *testing.T) {
	p := project{
		"d/0001-a.md":   "# A\n",
		"d/0002-b.yaml": "format: tradeoff/1\ntitle: B\nstatus: acepted\n",
		"d/0003-c.yaml": "format: tradeoff/1\ntitle: C\ntradeoffs: nothing\n",
		"d/0004-d.yaml": "format: tradeoff/1\ntitle: D\n",
		"d/0004-d.md":   "# D\n\nA record of somebody's, without a block.\n",
	}
	before := maps.Clone(p)
	results := p.render(t, Options{})
	if diff := cmp.Diff(before, p); diff != "" {
		t.Error(diff)
	}
	if got := results["d/0003-c.md"].Findings; !got.HasErrors() {
		t.Errorf("a catalog that is not there: %v", got)
	}
	if got := results["d/0004-d.md"].Findings; len(got) != 1 || got[0].Rule != "not-rendered" || got[0].Severity != diag.Warning {
		t.Errorf("a record without a block: %v", got)
	}
	if res := (project{"d/0001-a.yaml": "format: tradeoff/1\ntitle: A\n"}).render(t, Options{Template: "none"})["d/0001-a.md"]; !res.Findings.HasErrors() {
		t.Error("a template that is not there is no finding")
	}
}

func readFS(t *testing.T, fsys interface{ ReadFile(string) ([]byte, error) }, name string) string {
	t.Helper()
	data, err := fsys.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
