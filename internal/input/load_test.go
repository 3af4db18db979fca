package input_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ratchet"
	"tradeoff/internal/source"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// below reads defaults that must be good.
func below(t testing.TB, name, text string) *input.Defaults {
	t.Helper()
	d, findings := input.LoadDefaults(fstest.MapFS{"d/" + name: file(text)}, "d")
	if d == nil || len(findings) > 0 {
		t.Fatal(findings)
	}
	return d
}

// parse reads a YAML input that must be good; format and title need not stand in it.
func parse(t testing.TB, text string, d *input.Defaults) *input.Input {
	t.Helper()
	in := input.Parse("d/0001-x.yaml", []byte("format: tradeoff/1\ntitle: X\n"+text), d)
	if len(in.Findings) > 0 {
		t.Fatal(in.Findings)
	}
	return in
}

const teamDefaults = `format: tradeoff/1
decision-makers: [platform team, security]
consulted: [everybody]
tags: [a, b]
tradeoffs: architecture-style
decides: part
visibility: restricted
profile: {engineers: 8..14, operates-orchestrator: false, runtime: jvm}
x: {Cost-Centre: "0042", team: platform}
`

func TestDefaults(t *testing.T) {
	d := below(t, "defaults.yaml", teamDefaults)
	profile := decision.Profile{"engineers": decision.RangeValue(8, 14), "operates-orchestrator": decision.YesNoValue(false), "runtime": decision.WordValue("jvm")}
	with := func(changes decision.Profile) decision.Profile {
		out := decision.Profile{}
		for k, v := range profile {
			out[k] = v
		}
		for k, v := range changes {
			out[k] = v
		}
		return out
	}
	base := decision.Decision{
		Title: "X", Status: decision.Draft, DecisionMakers: []string{"platform team", "security"}, Consulted: []string{"everybody"}, Tags: []string{"a", "b"},
		Catalog: "architecture-style", Decides: "part", Visibility: "restricted", Profile: profile,
		Extra: []decision.Extra{{Key: "Cost-Centre", Value: "0042"}, {Key: "team", Value: "platform"}},
	}
	for _, tt := range []struct {
		name, text string
		change     func(*decision.Decision)
		fault      string
	}{
		{"nothing said", "", func(*decision.Decision) {}, ""},
		{"lists are replaced", "tags: [c]\ndecision-makers: []\n", func(d *decision.Decision) { d.Tags, d.DecisionMakers = []string{"c"}, []string{} }, ""},
		{"the profile is merged", "profile: {engineers: 3, someone-waits: true}\n", func(d *decision.Decision) {
			d.Profile = with(decision.Profile{"engineers": decision.NumberValue(3), "someone-waits": decision.YesNoValue(true)})
		}, ""},
		{"words are replaced", "decides: system\ntradeoffs: other\n", func(d *decision.Decision) { d.Decides, d.Catalog = "system", "other" }, ""},
		{"null takes a word away", "visibility: null\ntradeoffs: ~\n", func(d *decision.Decision) { d.Visibility, d.Catalog = "", "" }, ""},
		{"null takes a list away", "tags:\nconsulted: null\n", func(d *decision.Decision) { d.Tags, d.Consulted = nil, nil }, ""},
		{"null takes an answer away", "profile: {runtime: null}\n", func(d *decision.Decision) {
			d.Profile = with(nil)
			delete(d.Profile, "runtime")
		}, ""},
		{"null takes the profile away", "profile: null\n", func(d *decision.Decision) { d.Profile = nil }, ""},
		{"an empty profile adds nothing", "profile: {}\n", func(*decision.Decision) {},
			""},
		{"x is one value", "x: {ticket: MED-1}\n", func(d *decision.Decision) { d.Extra = []decision.Extra{{Key: "ticket", Value: "MED-1"}} }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := base
			tt.change(&want)
			got := parse(t, tt.text, d).Decision
			// An answer that is no answer is none.
			for field, v := range got.Profile {
				if v.Kind == decision.NoValue {
					delete(got.Profile, field)
				}
			}
			var err error
			if diff := cmp.Diff(want, got); diff != "" {
				err = fmt.Errorf("%s", diff)
			}
			ratchet.Known(t, tt.fault, err)
		})
	}
	if d.Catalog() != "architecture-style" || (*input.Defaults)(nil).Catalog() != "" {
		t.Error("Catalog")
	}
	if diff := cmp.Diff(decision.Decision{Title: "X", Status: decision.Draft}, parse(t, "", nil).Decision); diff != "" {
		t.Errorf("without defaults: %s", diff)
	}
}

// Defaults stay as they are however many inputs lie over them.
func TestDefaultsAreNotChanged(t *testing.T) {
	d := below(t, "defaults.yaml", teamDefaults)
	before := parse(t, "", d).Decision
	parse(t, "profile: {engineers: 99, runtime: other}\ntags: [z]\nx: {a: b}\n", d)
	if diff := cmp.Diff(before, parse(t, "", d).Decision); diff != "" {
		t.Error(diff)
	}
}

func TestLoadDefaults(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files fstest.MapFS
		file  string
		rule  string
	}{
		{"none", fstest.MapFS{"d/x.yaml": file("")}, "", ""},
		{"yaml", fstest.MapFS{"d/defaults.yaml": file(teamDefaults)}, "d/defaults.yaml", ""},
		{"toml", fstest.MapFS{"d/defaults.toml": file("format = 'tradeoff/1'\ntags = ['a']\n")}, "d/defaults.toml", ""},
		{"json", fstest.MapFS{"d/defaults.json": file(`{"format": "tradeoff/1"}`)}, "d/defaults.json", ""},
		{"two", fstest.MapFS{"d/defaults.yaml": file(teamDefaults), "d/defaults.json": file(`{"format": "tradeoff/1"}`)}, "d/defaults.yaml", "defaults"},
		{"a title", fstest.MapFS{"d/defaults.yml": file("format: tradeoff/1\ntitle: X\n")}, "d/defaults.yml", "unknown-key"},
		{"a status", fstest.MapFS{"d/defaults.yml": file("format: tradeoff/1\nstatus: accepted\n")}, "d/defaults.yml", "unknown-key"},
		{"no format", fstest.MapFS{"d/defaults.yml": file("tags: [a]\n")}, "d/defaults.yml", "missing-key"},
		{"broken", fstest.MapFS{"d/defaults.yml": file("tags: [a\n")}, "d/defaults.yml", "syntax"},
		{"not UTF-8", fstest.MapFS{"d/defaults.yml": file("\xff")}, "d/defaults.yml", "not-utf8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, findings := input.LoadDefaults(tt.files, "d")
			got, rule := "", ""
			if d != nil {
				got = d.File
			}
			if len(findings) > 0 {
				rule = findings[0].Rule
			}
			if got != tt.file || rule != tt.rule {
				t.Errorf("read %q, found %v", got, findings)
			}
			input.Parse("d/a.yaml", []byte("format: tradeoff/1\ntitle: A\n"), d) // no panic over broken defaults
		})
	}
	for name, want := range map[string]bool{"d/defaults.yaml": true, "defaults.toml": true, "defaults.md": false, "d/0001-defaults.yaml": false, "defaults": false} {
		if input.IsDefaults(name) != want {
			t.Errorf("IsDefaults(%q) = %v", name, !want)
		}
	}
}

// The team's own keys keep their case, their order and what lies in them.
func TestExtra(t *testing.T) {
	in := parse(t, `x:
  Zeta: last is first
  alpha: {Nested: [1, two, {Three.Dots: "3"}], b: true}
  Ticket.Id: MED-412
  number: 0017
  yes: no
  list: [b, a]
  date: 2026-01-05
`, nil)
	want := []decision.Extra{
		{Key: "Zeta", Value: "last is first"},
		{Key: "alpha", Value: `{"Nested":[1,"two",{"Three.Dots":"3"}],"b":true}`},
		{Key: "Ticket.Id", Value: "MED-412"},
		{Key: "number", Value: "0017"},
		{Key: "yes", Value: "no"},
		{Key: "list", Value: `["b","a"]`},
		{Key: "date", Value: "2026-01-05"},
	}
	for i := range in.Decision.Extra {
		in.Decision.Extra[i].Value = strings.NewReplacer("{ ", "{", " }", "}", "[ ", "[", " ]", "]").Replace(in.Decision.Extra[i].Value)
	}
	if diff := cmp.Diff(want, in.Decision.Extra); diff != "" {
		t.Error(diff)
	}
	in = parse(t, "x: {a: [\"two  blanks\"]}\n", nil)
	var err error
	if got := in.Decision.Extra[0].Value; !strings.Contains(got, "two  blanks") {
		err = fmt.Errorf("%s", got)
	}
	if err != nil {
		t.Error(err)
	}
}

// A bare number in a link keeps its text: 0017 is no octal 15, and 0010 no 8.
func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		link string
		want decision.Link
	}{
		{"supersedes: 0017", decision.Link{Kind: decision.Supersedes, Target: "0017"}},
		{"supersedes: 0010", decision.Link{Kind: decision.Supersedes, Target: "0010"}},
		{"amends: 3", decision.Link{Kind: decision.Amends, Target: "3"}},
		{"depends-on: 0x11", decision.Link{Kind: decision.DependsOn, Target: "0x11"}},
		{"relates-to: 1_000", decision.Link{Kind: decision.RelatesTo, Target: "1_000"}},
		{"relates-to: 2026-11-23", decision.Link{Kind: decision.RelatesTo, Target: "2026-11-23"}},
		{"conflicts-with: 0003-thumbnails.md", decision.Link{Kind: decision.ConflictsWith, Target: "0003-thumbnails.md"}},
	} {
		in := parse(t, "links: [{"+tt.link+"}]\n", nil)
		if diff := cmp.Diff([]decision.Link{tt.want}, in.Decision.Links); diff != "" {
			t.Errorf("%s: %s", tt.link, diff)
		}
	}
	// A key without a value counts as left out.
	var err error
	for range 50 {
		in := parse(t, "links: [{supersedes: 0003, amends: null}]\n", nil)
		if got := in.Decision.Links[0]; got.Kind != decision.Supersedes || got.Target != "0003" {
			err = fmt.Errorf("read as %+v", got)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestValues(t *testing.T) {
	in := parse(t, `date: 2024-01-05
review-by: 2027-05-01
realised: partly
profile: {engineers: 8..14, infrastructure-time-share: 0.25, runtime: jvm, someone-waits: true, free-tier: false, requests-per-month: 3_000_000, instances: +2}
options:
  - id: serverless
    measured: [{factor: cold-start, value: 640, verdict: fits, source: a test}]
  - title: A worker in the monolith
  - {id: named, title: Another}
outcome:
  option: serverless
  answers: [{worst-case: bill-flips, answer: accepted, by: us, because: low, watch: {field: requests-per-month, above: 20000000, below: 0.5}}]
decided-with:
  date: 2026-01-01
  profile: {engineers: 3..4}
  assessment: {catalog: c, version: 7, options: [{id: serverless, title: S, factors: [{id: f, title: F, kind: test, verdict: fits, measured: {factor: f, value: v, verdict: breaks, source: s}}], worst-cases: []}], profile: [{field: engineers, title: E, question: Q, answer: 1..6}]}
`, nil)
	above, half := 2e7, 0.5
	measured := decision.Measured{Factor: "f", Value: "v", Verdict: decision.Breaks, Source: "s"}
	want := decision.Decision{
		Title: "X", Status: decision.Draft, Date: "2024-01-05", ReviewBy: "2027-05-01", Realised: "partly",
		Profile: decision.Profile{"engineers": decision.RangeValue(8, 14), "infrastructure-time-share": decision.NumberValue(0.25), "runtime": decision.WordValue("jvm"),
			"someone-waits": decision.YesNoValue(true), "free-tier": decision.YesNoValue(false), "requests-per-month": decision.NumberValue(3e6), "instances": decision.NumberValue(2)},
		Options: []decision.Option{
			{ID: "serverless", Measured: []decision.Measured{{Factor: "cold-start", Value: "640", Verdict: decision.Fits, Source: "a test"}}},
			{ID: "a-worker-in-the-monolith", Title: "A worker in the monolith"}, {ID: "named", Title: "Another"}},
		Outcome: decision.Outcome{Option: "serverless", Answers: []decision.Answer{{WorstCase: "bill-flips", Answer: "accepted", By: "us", Because: "low",
			Watch: &decision.Watch{Field: "requests-per-month", Above: &above, Below: &half}}}},
		DecidedWith: &decision.DecidedWith{Date: "2026-01-01", Profile: decision.Profile{"engineers": decision.RangeValue(3, 4)},
			Assessment: &decision.Assessment{Catalog: "c", Version: 7,
				Options: []decision.AssessedOption{{ID: "serverless", Title: "S", WorstCases: []decision.AssessedWorstCase{},
					Factors: []decision.AssessedFactor{{ID: "f", Title: "F", Kind: decision.Test, Verdict: decision.Fits, Measured: &measured}}}},
				Profile: []decision.ProfileLine{{Field: "engineers", Title: "E", Question: "Q", Answer: decision.RangeValue(1, 6)}}}},
	}
	if diff := cmp.Diff(want, in.Decision); diff != "" {
		t.Error(diff)
	}
}

// full is an input with every key.
const full = `format: tradeoff/1
title: "Run: thumbnails"
status: accepted
date: 2026-11-23
decision-makers: [media team]
consulted: [a]
informed: [b]
tags: [media]
applies-to: ["services/**"]
review-by: 2027-05-01
revisit-when: it hurts
visibility: restricted
discussion: https://example.org/1
tradeoffs: architecture-style
decides: part
profile: {engineers: 8..14, operates-orchestrator: false, runtime: jvm, infrastructure-time-share: 0.5}
prices: [{id: lambda-requests, amount: 0.16, source: our agreement of 2026-03}]
context: |
  One.

  Two.
drivers: [idle cost]
options:
  - {id: serverless, measured: [{factor: cold-start, value: 640 ms, verdict: fits, source: test}]}
  - {title: A worker, description: D, pros: [p], neutral: [n], cons: [c], worst-cases: [{id: q, when: w, what: x, source: s}], judged: [{driver: idle cost, verdict: strains, because: b, source: s}]}
outcome:
  option: serverless
  because: bursts
  answers: [{worst-case: bill-flips, answer: accepted, by: m, because: far, watch: {field: requests-per-month, above: 2.5}, happened: 2027-01-01}]
consequences: {good: [g], neutral: [n], bad: [b]}
confirmation: A test.
sections: [{heading: H, text: T}]
y-statement: {context: a, facing: b, decided: c, neglected: d, achieve: e, accepting: f, because: g}
links: [{supersedes: "0003"}, {amends: 0004-x.md}]
realised: partly
x: {Ticket: MED-412, list: [1, b]}
decided-with: {date: 2026-11-23, profile: {engineers: 8}}
`

// TOML and JSON say the same as YAML.
func TestFormatsAgree(t *testing.T) {
	root, findings := source.Parse("x.yaml", []byte(full), source.YAML)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	want := input.Parse("x.yaml", []byte(full), nil)
	if len(want.Findings) > 0 {
		t.Fatal(want.Findings)
	}
	for _, format := range []source.Format{source.YAML, source.JSON, source.TOML} {
		data, err := source.Emit(root, format)
		if err != nil {
			t.Fatal(err)
		}
		got := input.Parse("x."+string(format), data, nil)
		if len(got.Findings) > 0 || got.Format != format {
			t.Fatalf("%s: %v", format, got.Findings)
		}

		if diff := cmp.Diff(want.Decision, got.Decision); diff != "" {
			t.Errorf("%s: %s\n%s", format, diff, data)
		}
	}
}

// No key of the schema is missing in the input above, and each one arrives.
func TestFullHasEveryKey(t *testing.T) {
	root, _ := source.Parse("x.yaml", []byte(full), source.YAML)
	for _, k := range input.Schema().Keys {
		if root.Get(k.Name) == nil {
			t.Errorf("the input has no %s", k.Name)
		}
	}
}

// Every finding has the place of its cause, in each format.
func TestPositions(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a.yaml", "format: tradeoff/1\ntitle: A\noptions:\n  - id: Serverless\n", "a.yaml:4:9: options[0].id: \"Serverless\" is no id [not-an-id]"},
		{"a.json", "{\n  \"format\": \"tradeoff/1\",\n  \"title\": \"A\",\n  \"date\": \"2026-13-01\"\n}\n", "a.json:4:11: date: there is no day 2026-13-01 [not-a-date]"},
		{"a.toml", "format = 'tradeoff/1'\ntitle = 'A'\n[[links]]\nsupersede = 3\n", "a.toml:4:1: links[0].supersede: there is no key supersede in links[0] [unknown-key]"},
		{"a.yaml", "format: tradeoff/1\nTitle: A\n", "a.yaml:1:1: title: the key title is missing [missing-key]"},
		{"a.yaml", "format: tradeoff/1\ntitle: A\ntitle: B\n", "a.yaml:3:1: the key title stands twice [duplicate-key]"},
		{"a.yaml", "format: tradeoff/1\ntitle: {what is decided}\n", "a.yaml:2:8: title: expected text, found a map of keys [wrong-type]"},
		{"a.yaml", "format: tradeoff/1\ntitle: A\nstatus: superseded\n", "a.yaml:3:9: status: \"superseded\" is not one of the words allowed here [unknown-value]"},
		{"a.yaml", "format: tradeoff/1\ntitle: A\nlinks: [{supersedes: 1, amends: 2}]\n", "a.yaml:3:9: links[0]: expected one key, found 2 [wrong-type]"},
		{"a.yaml", "format: tradeoff/1\ntitle: 2026\n", "a.yaml:2:8: title: expected text, found a whole number [wrong-type]"},
		{"a.yaml", "format: tradeoff/2\ntitle: A\n", "a.yaml:1:9: format: \"tradeoff/2\" is not one of the words allowed here [unknown-value]"},
	} {
		in := input.Parse(tt.name, []byte(tt.text), nil)
		var got []string
		for _, f := range in.Findings {
			got = append(got, f.String())
		}
		if !strings.Contains(strings.Join(got, "\n")+"\n", tt.want+"\n") {
			t.Errorf("found %q, want %q", got, tt.want)
		}
	}
}

// The log still shows what can be read of a broken input, and what is restricted
// stays so.
func TestSalvage(t *testing.T) {
	in := input.Parse("a.yaml", []byte("format: tradeoff/1\ntitle: A title\nstatus: accepted\nvisibility: Restricted\n"), nil)
	want := decision.Decision{Title: "A title", Status: decision.Accepted, Visibility: "restricted"}
	if diff := cmp.Diff(want, in.Decision); diff != "" || !in.Findings.HasErrors() {
		t.Error(diff, in.Findings)
	}
	in = input.Parse("a.yaml", []byte("format: tradeoff/1\ntitle: A title\nstatus: acepted\n"), nil)
	if in.Decision.Title != "A title" || in.Decision.Status != decision.Unknown {
		t.Errorf("%+v", in.Decision)
	}
	if in := input.Load(fstest.MapFS{}, "none.toml", nil); in.Format != source.TOML || in.Root != nil || !in.Findings.HasErrors() {
		t.Errorf("%+v", in)
	}
}

// What defaults restrict stays restricted where an input over them is broken.
func TestSalvageKeepsDefaults(t *testing.T) {
	d := below(t, "defaults.yaml", "format: tradeoff/1\nvisibility: restricted\n")
	in := input.Parse("d/a.yaml", []byte("format: tradeoff/1\ntitle: Secret\nstatus: acepted\n"), d)
	var err error
	if in.Decision.Visibility != "restricted" {
		err = fmt.Errorf("a broken input loses the visibility of the defaults, and its title %q is shown", in.Decision.Title)
	}
	if err != nil {
		t.Error(err)
	}
}

// Whatever the bytes, there is an Input and no panic, and an error wherever
// nothing was decoded.
func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("format: tradeoff/1\ntitle: A\nprofile: []\n"))
	f.Add([]byte("x: &a [*a]\n"))
	f.Add([]byte("format: tradeoff/1\ntitle: A\nprofile: {a: {b: c}}\noutcome: {}\n"))
	f.Add([]byte("format: tradeoff/1\ntitle: A\ndecided-with: {assessment: [1], profile: 3}\n"))
	d := below(f, "defaults.yaml", teamDefaults)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.yaml", "a.json", "a.toml"} {
			in := input.Parse(name, data, d)
			if in.Decision.Title == "" && !in.Findings.HasErrors() {
				t.Errorf("%s: nothing decoded, nothing found", name)
			}
			in.Check(nil)
			for _, finding := range in.Findings {
				if finding.Severity != diag.Error {
					t.Errorf("%v", finding)
				}
			}
		}
	})
}

// A profile without a value, as new writes it before anything is answered, hides
// nothing of the defaults.
func TestEmptyProfileHidesNoDefault(t *testing.T) {
	files := fstest.MapFS{"d/defaults.yaml": {Data: []byte("format: tradeoff/1\nprofile: {engineers: 8}\n")}}
	defaults, findings := input.LoadDefaults(files, "d")
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	in := input.Parse("d/0001-a.yaml", []byte("format: tradeoff/1\ntitle: A\nprofile:\n  # engineers:\n"), defaults)
	if got := in.Decision.Profile["engineers"]; got.Low != 8 {
		t.Errorf("%+v, %v", got, in.Findings)
	}
}
