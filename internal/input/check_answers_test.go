package input_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/catalog"
	"tradeoff/internal/input"
	"tradeoff/internal/source"
)

// queues is a small catalog, so that no word of a test hangs on the built-in ones.
const queues = `format: tradeoff-catalog/1
id: queues
version: 1
title: Queues
summary: One queue or many.
sources: [{id: us, title: Our own word, kind: ours}]
fields:
  - {id: people, title: People, type: whole, question: "How many?", meaning: All., min: 1, max: 1000}
  - {id: watched, title: Watched, type: yes-no, question: "Does anybody look?", meaning: At all times.}
options:
  - {id: one, title: One queue, summary: A single one.}
  - {id: many, title: Many queues, summary: One for each.}
  - {id: both, title: Both, summary: One of each., parts: [one, many]}
factors:
  - id: care
    title: Care
    kind: test
    question: Who looks after it?
    source: us
    cells:
      - {option: one, says: little, verdicts: [{verdict: fits, because: there is one}]}
      - {option: many, says: much, verdicts: [{verdict: strains, because: each needs care}]}
worst-cases:
  - {id: it-stops, option: one, title: It stops., what: Nothing moves any more., when: always, source: us}
  - {id: it-fills, option: one, title: It fills, what: Nothing fits in., when: 20 people or more, met: {field: people, ge: 20}, because: "{people} people write to it", source: us}
  - {id: forgotten, option: many, title: One is forgotten, what: Nobody reads it., when: nobody looks, met: {field: watched, is: false}, because: nobody looks, source: us}
costs:
  - {id: hosts, option: many, title: Hosts, price: host-hour, scale: 730, times: [people], source: us}
prices:
  - {id: host-hour, title: A host, amount: 0.1, unit: an hour, source: us}
bill: {along: people, from: 1, to: 1000, material: 10, left-out: [people]}
`

// small is the set of that catalog alone.
func small(t testing.TB) catalog.Set {
	t.Helper()
	c, findings := catalog.Parse("queues.yaml", []byte(queues), source.YAML)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return catalog.Set{c.ID: c}
}

// found are all findings of an input, each with its hint behind it.
func found(in *input.Input, set catalog.Set) []string {
	var out []string
	for _, f := range append(in.Findings, in.Check(set)...) {
		out = append(out, strings.TrimPrefix(f.String(), in.File+":")+" | "+f.Hint)
	}
	return out
}

func TestUnanswered(t *testing.T) {
	const with = "tradeoffs: queues\nprofile: {people: 30}\n"
	const stops = "no answer to it-stops: “It stops” can happen here (always) [unanswered-worst-case]"
	const fills = "no answer to it-fills: “It fills” can happen here (30 people write to it) [unanswered-worst-case]"
	const starves = "no answer to starves: “mail waits” cannot be ruled out (a campaign goes out) [unanswered-worst-case]"
	const own = "options: [{title: A worker, worst-cases: [{id: starves, when: a campaign goes out., what: \"mail\\n  waits\"}]}, {title: B}]\noutcome: {option: a-worker, because: b}\n"
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing chosen", with + "status: proposed\n", nil},
		{"proposed", with + "status: proposed\noutcome: {option: one, because: b}\n", []string{
			"6:10: note: outcome: " + stops + " | add to a list of answers: {worst-case: it-stops, answer: accepted, by: …, because: …}",
			"6:10: note: outcome: " + fills + " | add to a list of answers: {worst-case: it-fills, answer: accepted, by: …, because: …}"}},
		{"a draft, by saying nothing", with + "outcome:\n  option: one\n  because: b\n  answers:\n    - {worst-case: it-fills, answer: mitigated, because: c}\n", []string{
			"9:5: note: outcome.answers: " + stops + " | add to answers: {worst-case: it-stops, answer: accepted, by: …, because: …}"}},
		{"accepted", with + "status: accepted\noutcome: {option: one, because: b, answers: [{worst-case: it-stops, answer: mitigated, because: c}]}\n", []string{
			"6:45: outcome.answers: " + fills + " | add to answers: {worst-case: it-fills, answer: accepted, by: …, because: …}"}},
		{"settled before this was asked", with + "status: accepted\noutcome: {option: one, because: b, answers: [{worst-case: it-stops, answer: mitigated, because: c}]}\ndecided-with: {date: 2026-11-23}\n", []string{
			"6:45: warning: outcome.answers: " + fills + " | add to answers: {worst-case: it-fills, answer: accepted, by: …, because: …}"}},
		{"settled, with what it was settled with", "tradeoffs: gone\nstatus: accepted\noutcome: {option: one, because: b}\ndecided-with: {date: 2026-11-23, assessment: {catalog: gone, options: [{id: one, title: One, factors: [], worst-cases: [{id: w, title: It was so, what: It was, met: \"yes\", because: it rained}, {id: v, title: V, what: V, met: \"no\"}]}]}}\n", []string{
			"5:10: warning: outcome: no answer to w: “It was so” can happen here (it rained) [unanswered-worst-case] | write answers: [{worst-case: w, answer: accepted, by: …, because: …}]"}},
		{"rejected", with + "status: rejected\noutcome: {option: one, because: b}\n", nil},
		{"deprecated", with + "status: deprecated\noutcome: {option: one, because: b}\n", nil},
		{"ruled out", "tradeoffs: queues\nprofile: {watched: true}\nstatus: accepted\noutcome: {option: many, because: b}\n", nil},
		{"not known", "tradeoffs: queues\nstatus: proposed\noutcome: {option: many, because: b}\n", []string{
			"5:10: note: outcome: no answer to forgotten: “One is forgotten” cannot be ruled out (the profile leaves out watched) [unanswered-worst-case] | write answers: [{worst-case: forgotten, answer: accepted, by: …, because: …}]"}},
		{"a range across the threshold", "tradeoffs: queues\nprofile: {people: 10..30}\nstatus: proposed\noutcome: {option: one, because: b, answers: [{worst-case: it-stops, answer: does-not-apply, because: c}]}\n", []string{
			"6:45: note: outcome.answers: no answer to it-fills: “It fills” cannot be ruled out (people from 10 to 30 lies on both sides) [unanswered-worst-case] | add to answers: {worst-case: it-fills, answer: accepted, by: …, because: …}",
			"6:77: warning: outcome.answers[0].answer: it-stops does not apply by this answer, and does by the profile (always) [answer-contradicted] | correct the profile, or answer accepted or mitigated"}},
		{"of the parts", "tradeoffs: queues\nprofile: {people: 3, watched: false}\nstatus: proposed\noutcome: {option: both, because: b}\n", []string{
			"6:10: note: outcome: " + stops + " | add to a list of answers: {worst-case: it-stops, answer: accepted, by: …, because: …}",
			"6:10: note: outcome: no answer to forgotten: “One is forgotten” can happen here (nobody looks) [unanswered-worst-case] | add to a list of answers: {worst-case: forgotten, answer: accepted, by: …, because: …}"}},
		{"an own option, without a catalog", "status: accepted\n" + own, []string{
			"5:10: outcome: " + starves + " | write answers: [{worst-case: starves, answer: accepted, by: …, because: …}]"}},
		{"an own option beside the catalog's", with + "status: proposed\n" + own, []string{
			"7:10: note: outcome: " + starves + " | write answers: [{worst-case: starves, answer: accepted, by: …, because: …}]"}},
		{"an own worst case of the catalog's option", "tradeoffs: queues\nprofile: {watched: true}\nstatus: proposed\noptions: [{id: many, worst-cases: [{id: lost, when: it rains, what: it is lost}]}]\noutcome: {option: many, because: b}\n", []string{
			"7:10: note: outcome: no answer to lost: “it is lost” cannot be ruled out (it rains) [unanswered-worst-case] | write answers: [{worst-case: lost, answer: accepted, by: …, because: …}]"}},
		{"whoever decides", "status: proposed\ndecision-makers: [media team]\n" + own, []string{
			"6:10: note: outcome: " + starves + " | write answers: [{worst-case: starves, answer: accepted, by: media team, because: …}]"}},
		{"whoever decides, in quotes", "status: proposed\ndecision-makers: ['mail, \"and\" more']\n" + own, []string{
			"6:10: note: outcome: " + starves + ` | write answers: [{worst-case: starves, answer: accepted, by: "mail, \"and\" more", because: …}]`}},
		{"two who decide", "status: proposed\ndecision-makers: [a, b]\n" + own, []string{
			"6:10: note: outcome: " + starves + " | write answers: [{worst-case: starves, answer: accepted, by: …, because: …}]"}},
		{"misspelt, which is found already", with + "status: accepted\noutcome: {option: one, because: b, answers: [{worst-case: it-stop, answer: mitigated, because: c}, {worst-case: it-fills, answer: mitigated, because: c}]}\n", []string{
			"6:59: outcome.answers[0].worst-case: One queue has no worst case \"it-stop\" [unknown-value] | did you mean it-stops?"}},
		{"pasted, and not filled in", with + "status: accepted\noutcome: {option: one, because: b, answers: [{worst-case: it-stops, answer: mitigated, because: …}, {worst-case: it-fills, answer: accepted, by: …, because: c}]}\n", []string{
			"6:46: outcome.answers[0]: the answer to it-stops is not filled in [unanswered-worst-case] | write who answers for it, and why, in place of …",
			"6:101: outcome.answers[1]: the answer to it-fills is not filled in [unanswered-worst-case] | write who answers for it, and why, in place of …"}},
		{"of a profile that is wrong", "tradeoffs: queues\nprofile: {people: 0}\nstatus: proposed\noutcome: {option: one, because: b}\n", []string{
			"4:19: profile.people: 0 is not from 1 to 1000 [out-of-bounds] | write people: 8"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := input.Parse("a.yaml", []byte("format: tradeoff/1\ntitle: X\n"+tt.text), nil)
			if diff := cmp.Diff(tt.want, found(in, small(t))); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

// What a hint says to write is read as an answer, in each format, whatever the name
// of who decides.
func TestUnansweredHintIsAnAnswer(t *testing.T) {
	for _, who := range []string{"media team", "a, b", "it's us: all", "{x}", "true", "Größe 7", `C:\team "x"`, "- us", "# us", "null"} {
		for _, tt := range []struct {
			name        string
			format      source.Format
			begin, open string
		}{
			{"a.yaml", source.YAML, "outcome:\n  option: a\n  because: b\n  ", ""},
			{"a.toml", source.TOML, "[outcome]\noption = \"a\"\nbecause = \"b\"\n", ""},
			{"a.json", source.JSON, `"outcome": {"option": "a", "because": "b", `, "}}"},
		} {
			head, err := source.FromGo(map[string]any{"format": "tradeoff/1", "title": "X", "decision-makers": []string{who},
				"options": []any{map[string]any{"title": "A", "worst-cases": []any{map[string]any{"id": "w", "when": "x", "what": "y"}}}}})
			if err != nil {
				t.Fatal(err)
			}
			data, err := source.Emit(head, tt.format)
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			if tt.format == source.JSON {
				text = strings.TrimSuffix(strings.TrimSpace(text), "}") + ", "
			}
			without := input.Parse(tt.name, []byte(strings.TrimSuffix(text+tt.begin, ", ")+tt.open), nil)
			findings := append(without.Findings, without.Check(nil)...)
			if len(findings) != 1 || findings[0].Rule != input.UnansweredRule {
				t.Fatalf("%s, %s: %v", tt.name, who, findings)
			}
			line := strings.ReplaceAll(strings.TrimPrefix(findings[0].Hint, "write "), "…", "said")
			with := input.Parse(tt.name, []byte(text+tt.begin+line+tt.open), nil)
			if findings := append(with.Findings, with.Check(nil)...); len(findings) > 0 {
				t.Errorf("%s, %s: pasting %s brings %v", tt.name, who, line, findings)
			} else if got := with.Decision.Outcome.Answers[0].By; got != who {
				t.Errorf("%s: %q is read as %q", tt.name, who, got)
			}
		}
	}
}

func TestContradictions(t *testing.T) {
	const with = "tradeoffs: queues\nprofile: {people: 30}\nstatus: proposed\n"
	answers := func(fills string) string {
		return with + "outcome: {option: one, because: b, answers: [{worst-case: it-stops, answer: mitigated, because: c}, {worst-case: it-fills, " + fills + "}]}\n"
	}
	const passed = "[watch-passed] | set a bound that is still ahead, or answer it-fills for what is so today"
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"does not apply, and does", answers("answer: does-not-apply, because: c"), []string{
			"6:132: warning: outcome.answers[1].answer: it-fills does not apply by this answer, and does by the profile (30 people write to it) [answer-contradicted] | correct the profile, or answer accepted or mitigated"}},
		{"does not apply, and does not", strings.Replace(answers("answer: does-not-apply, because: c"), "30", "3", 1), nil},
		{"does not apply, and nobody knows", strings.Replace(answers("answer: does-not-apply, because: c"), "people: 30", "watched: true", 1), nil},
		{"does not apply, in history", strings.Replace(answers("answer: does-not-apply, because: c"), "proposed", "deprecated", 1), nil},
		{"accepted, and ruled out", strings.Replace(answers("answer: accepted, by: us, because: c"), "30", "3", 1), nil},
		{"a watch ahead", answers("answer: mitigated, because: c, watch: {field: people, above: 30}"), nil},
		{"a watch passed", answers("answer: mitigated, because: c, watch: {field: people, above: 29}"), []string{
			"6:162: warning: outcome.answers[1].watch: this is passed from the beginning: the profile has people at 30, above 29 " + passed}},
		{"a watch below", answers("answer: mitigated, because: c, watch: {field: people, below: 30}"), nil},
		{"a watch passed below", answers("answer: mitigated, because: c, watch: {field: people, below: 1200}"), []string{
			"6:162: warning: outcome.answers[1].watch: this is passed from the beginning: the profile has people at 30, below 1,200 " + passed}},
		{"a range that reaches past it", strings.Replace(answers("answer: mitigated, because: c, watch: {field: people, above: 40}"), "30", "30..50", 1), nil},
		{"a range beyond it", strings.Replace(answers("answer: mitigated, because: c, watch: {field: people, above: 29}"), "30", "30..50", 1), []string{
			"6:162: warning: outcome.answers[1].watch: this is passed from the beginning: the profile has people at 30 to 50, above 29 " + passed}},
		{"a watch of what nobody knows", strings.Replace(answers("answer: mitigated, because: c, watch: {field: people, above: 29}"), "people: 30", "watched: true", 1), nil},
		{"it has happened", answers("answer: mitigated, because: c, watch: {field: people, above: 29}, happened: 2026-11-23"), nil},
		{"passed when it was settled", strings.Replace(answers("answer: mitigated, because: c, watch: {field: people, above: 40}"), "proposed", "accepted", 1) + "decided-with: {date: 2026-11-23, profile: {people: 41}}\n", []string{
			"6:162: warning: outcome.answers[1].watch: this is passed from the beginning: the profile has people at 41, above 40 " + passed}},
		{"no longer in force", strings.Replace(answers("answer: mitigated, because: c, watch: {field: people, above: 29}"), "proposed", "rejected", 1), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := input.Parse("a.yaml", []byte("format: tradeoff/1\ntitle: X\n"+tt.text), nil)
			if diff := cmp.Diff(tt.want, found(in, small(t))); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}
