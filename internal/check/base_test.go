package check_test

import (
	"slices"
	"strings"
	"testing"

	"tradeoff/internal/check"
)

// against is the project as it is checked against another state of it, with the state
// that the base has now; nil where it is the same. renamed are the old paths by the new.
func (p project) against(t *testing.T, base, tip project, renamed map[string]string) []string {
	t.Helper()
	opened := p.open(t)
	opened.Base, opened.Renamed = base.open(t).Log, renamed
	if tip != nil {
		opened.Tip = tip.open(t).Log
	}
	var out []string
	for _, f := range check.Run(opened) {
		out = append(out, f.String())
	}
	return out
}

// clone is the project with some of its files written anew; one without text goes.
func (p project) clone(files ...string) project {
	out := project{}
	for name, text := range p {
		out[name] = text
	}
	for i := 0; i+1 < len(files); i += 2 {
		if out[files[i]] = files[i+1]; files[i+1] == "" {
			delete(out, files[i])
		}
	}
	return out
}

func TestNumbersOfTheBase(t *testing.T) {
	base := project{"d/0001-a.md": byHand}
	theirs := base.clone("d/0002-theirs.md", byHand)
	for _, tt := range []struct {
		name      string
		head, tip project
		renamed   map[string]string
		want      string
	}{
		{"another number", base.clone("d/0003-mine.md", byHand), theirs, nil, ""},
		{"taken since", base.clone("d/0002-mine.md", byHand), theirs, nil, "d/0002-mine.md: the number 0002 is taken on the base by 0002-theirs.md [duplicate-number]"},
		{"in another folder", base.clone("d/e/0002-mine.md", byHand), theirs, nil, ""},
		{"the same one", base.clone("d/0002-theirs.md", byHand+"More.\n"), theirs, nil, ""},
		{"renamed here", project{"d/0001-b.md": byHand}, theirs, map[string]string{"d/0001-b.md": "d/0001-a.md"}, ""},
		{"renamed there", base.clone(), theirs.clone("d/0001-a.md", "", "d/0001-b.md", byHand), nil, ""},
		{"merged", theirs.clone("d/0002-mine.md", byHand), theirs, nil, "d/0002-mine.md: the number 0002 belongs to 0002-theirs.md too [duplicate-number]"},
		{"merged, and last by name", theirs.clone("d/0002-yours.md", byHand), theirs, nil, "d/0002-yours.md: the number 0002 belongs to 0002-theirs.md too [duplicate-number]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := slices.DeleteFunc(tt.head.against(t, base, tt.tip, tt.renamed), func(f string) bool { return !strings.Contains(f, "[duplicate-number]") })
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || got[0] != tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// settledRecord is a record of adr-tools that the base has accepted.
const settledRecord = "# 1. Use MySQL\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nWe have 8 engineers, see [the *test*](https://example.org/a) and [1. X](0001-x.md).\n\n" +
	"| A    | B |\n|------|---|\n| 1    | 2 |\n\n```go\nx := List[int]{}\n```\n\n## Decision\n\nWe will use MySQL.\n\n## Consequences\n\n* Good, since it is known\n- Bad, since _slow_\n"

func TestAcceptedBody(t *testing.T) {
	base := project{"d/0001-a.md": settledRecord, "d/0001-x.md": "# X\n"}
	for _, tt := range []struct{ name, old, new, want string }{
		{"the status", "Accepted", "Superseded by [2. Y](0002-y.md)", ""},
		{"the date", "2026-01-01", "2026-02-02", ""},
		{"a relation", "Accepted", "Accepted\n\nAmended by [2. Y](0002-y.md)", ""},
		{"relations at the end", "_slow_\n", "_slow_\n\n## Links\n\n* Amended by [2. Y](0002-y.md)\n", ""},
		{"a link's target", "example.org/a", "example.org/b", ""},
		{"a number in a link", "[1. X](0001-x.md)", "[3. X](0003-x.md)", ""},
		{"how a table is set", "| A    | B |\n|------|---|\n| 1    | 2 |", "|A|B|\n|:-|-|\n|1|2|", ""},
		{"how a list is set", "- Bad, since _slow_", "* Bad,\n  since *slow*", ""},
		{"a comment", "## Decision", "<!-- so -->\n\n## Decision", ""},
		{"an amendment", "_slow_\n", "_slow_\n\n## Amendment\n\n### Why\n\nWe have 60.\n\n### Decision\n\nStill.\n", ""},
		{"an amendment by its day", "_slow_\n", "_slow_\n\n## 2026-05-01: more of us\n\nWe have 60.\n", ""},
		{"an amendment of another language", "_slow_\n", "_slow_\n\n## Nachtrag vom 1.5.2026\n\nWir sind 60.\n", ""},
		{"a paragraph with its day", "We will use MySQL.\n", "We will use MySQL.\n\n**Update 2026-05-01:** version 9.\n", ""},
		{"a note above", "Date:", "> Note (2026-05-01): see below.\n\nDate:", ""},
		{"a paragraph without", "We will use MySQL.\n", "We will use MySQL.\n\nVersion 9.\n", "d/0001-a.md:25: an accepted decision says something else in Decision: “Version 9.” came"},
		{"a heading that is none", "_slow_\n", "_slow_\n\n## Update the schema\n\nSo.\n", "d/0001-a.md:30:1: a section came to an accepted decision: Update the schema"},
		{"a word", "8 engineers", "60 engineers", "d/0001-a.md:11: an accepted decision says something else in Context: “have 8 engineers,” is now “have 60 engineers,”"},
		{"code", "List[int]", "List[any]", "d/0001-a.md:18: an accepted decision says something else in Context: “:= List[int]{} ```” is now “:= List[any]{} ```”"},
		{"a table", "| 1    | 2 |", "| 1    | 3 |", "d/0001-a.md:15: an accepted decision says something else in Context: “| 2 |” is now “| 3 |”"},
		{"less", "* Good, since it is known\n", "", "d/0001-a.md:25:1: an accepted decision says something else in Consequences: “Good, since it is known” is gone"},
		{"a section", "## Decision\n\nWe will use MySQL.\n\n", "", "d/0001-a.md: a section of an accepted decision is gone: Decision"},
		{"the title", "Use MySQL\n", "Use SQLite\n", "d/0001-a.md:1:6: the title of an accepted decision is another: it was “Use MySQL”"},
		{"reopened", "Accepted", "Proposed\n\n## More\n\nText.", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(settledRecord, tt.old) {
				t.Fatal(tt.old)
			}
			changed := strings.Replace(settledRecord, tt.old, tt.new, 1)
			got := bodies(base.clone("d/0001-a.md", changed).against(t, base, nil, nil))
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
			if !strings.HasPrefix(tt.name, "an amendment") {
				return
			}
			// What is appended may grow, and stays.
			before := base.clone("d/0001-a.md", changed)
			if got := bodies(base.against(t, before, nil, nil)); len(got) != 1 || !strings.Contains(got[0], "what was appended to an accepted decision is another") {
				t.Errorf("taken away: %q", got)
			}
			if got := bodies(before.clone("d/0001-a.md", changed+"\nMore.\n\n## Update 2026-06-06\n\nYet more.\n").against(t, before, nil, nil)); len(got) > 0 {
				t.Errorf("grown: %q", got)
			}
		})
	}
	for _, status := range []string{"Superseded by [X](0001-x.md)", "Deprecated", "Rejected", "Proposed", "Unheard of"} {
		was := strings.Replace(settledRecord, "Accepted", status, 1)
		got := bodies(base.clone("d/0001-a.md", strings.Replace(was, "8", "60", 1)).against(t, base.clone("d/0001-a.md", was), nil, nil))
		if want := status[0] == 'S' || status[0] == 'D'; (len(got) == 1) != want {
			t.Errorf("%s: %q", status, got)
		}
	}
	moved := base.clone("d/0001-a.md", "", "d/0007-b.md", strings.Replace(settledRecord, "8", "60", 1))
	if got := bodies(moved.against(t, base, nil, map[string]string{"d/0007-b.md": "d/0001-a.md"})); len(got) != 1 || !strings.HasPrefix(got[0], "d/0007-b.md:11: ") {
		t.Errorf("renamed: %q", got)
	}
}

const settledInput = `format: tradeoff/1
title: Four
status: accepted
date: 2026-02-02
decision-makers: [us]
tradeoffs: architecture-style
profile: {runtime: jvm}
drivers: [cost, speed]
options:
  - {id: monolith, pros: [one of it]}
  - {title: A queue, worst-cases: [{id: full, when: always, what: it waits, source: us}]}
outcome: {option: a-queue, because: it is cheap, answers: [{worst-case: full, answer: accepted, by: us, because: rare}]}
context: We are few.
`

func TestAcceptedInput(t *testing.T) {
	base := project{"d/defaults.yaml": "format: tradeoff/1\nprofile: {engineers: 8}\n", "d/0001-a.yaml": settledInput}.rendered(t)
	const says = "an accepted decision says something else: "
	for _, tt := range []struct{ name, old, new, want string }{
		{"status", "status: accepted", "status: deprecated", ""},
		{"people and tags", "decision-makers: [us]", "decision-makers: [them]\ntags: [a]\nreview-by: 2030-01-01\nlinks: []\nx: {a: b}\nrealised: partly", ""},
		{"what became of an answer", "by: us, because: rare", "by: us, because: rare, happened: 2026-03-03, watch: {field: requests-per-month, above: 9}", ""},
		{"an id", "title: A queue", "id: a-queue, title: A queue", ""},
		{"the order", "[cost, speed]", "[speed, cost]", ""},
		{"what lay below", "{runtime: jvm}", "{runtime: jvm, engineers: 8}", ""},
		{"white space", "because: it is cheap", "because: \"it is\\n  cheap\"", ""},
		{"the option", "option: a-queue", "option: monolith", "d/0001-a.yaml:12:19: " + says + "outcome.option: “a-queue” → “monolith”"},
		{"because", "it is cheap", "it is quick", "d/0001-a.yaml:12:37: " + says + "outcome.because: “it is cheap” → “it is quick”"},
		{"a driver", "[cost, speed]", "[cost, ease]", "d/0001-a.yaml:8:17: " + says + "drivers[1]: “speed” → “ease”"},
		{"a driver more", "[cost, speed]", "[cost, speed, ease]", "d/0001-a.yaml:8:24: " + says + "drivers[2]: nothing → “ease”"},
		{"a driver less", "[cost, speed]", "[cost]", "d/0001-a.yaml:8:10: " + says + "drivers: “speed” → nothing"},
		{"the profile", "{runtime: jvm}", "{runtime: other}", "d/0001-a.yaml:7:20: " + says + "profile.runtime: “jvm” → “other”"},
		{"an answer of the profile", "{runtime: jvm}", "{runtime: jvm, engineers: 60}", "d/0001-a.yaml:7:36: " + says + "profile.engineers: “8” → “60”"},
		{"the catalog", "tradeoffs: architecture-style\n", "", "d/0001-a.yaml:1:1: " + says + "tradeoffs: “architecture-style” → nothing"},
		{"a worst case", "it waits", "it stands", "d/0001-a.yaml:11:67: " + says + "options[1].worst-cases[0].what: “it waits” → “it stands”"},
		{"its source", ", source: us", "", "d/0001-a.yaml:11:36: " + says + "options[1].worst-cases[0].source: “us” → nothing"},
		{"an answer", "answer: accepted", "answer: mitigated", "d/0001-a.yaml:12:87: " + says + "outcome.answers[0].answer: “accepted” → “mitigated”"},
		{"the prose", "We are few.", "We are many.", "d/0001-a.yaml:13:10: an accepted decision says something else in Context: “are few.” is now “are many.”"},
		{"an argument", "one of it", "two of it", "d/0001-a.yaml:10:5: an accepted decision says something else in monolith: “because one of” is now “because two of”"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			head := base.clone()
			if !strings.Contains(head["d/0001-a.yaml"], tt.old) {
				t.Fatal(tt.old)
			}
			head["d/0001-a.yaml"] = strings.Replace(head["d/0001-a.yaml"], tt.old, tt.new, 1)
			if tt.name != "what lay below" { // other defaults are nobody's own words
				head["d/defaults.yaml"] = "format: tradeoff/1\nprofile: {engineers: 60}\n"
			}
			if got := bodies(head.against(t, base, nil, nil)); strings.Join(got, "\n") != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// bodies are the findings of accepted-body-changed, without the rule.
func bodies(findings []string) []string {
	var out []string
	for _, f := range findings {
		if said, ok := strings.CutSuffix(f, " [accepted-body-changed]"); ok {
			out = append(out, said)
		}
	}
	return out
}
