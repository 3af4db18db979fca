package review_test

import (
	"fmt"
	"strings"
	"testing"

	"tradeoff/internal/decision"
	"tradeoff/internal/review"
)

// told is all that a review says of decisions, as one text.
func told(t *testing.T, base, head map[string]string, without decision.Withheld) string {
	t.Helper()
	set := catalogs(t)
	r := review.Compare(review.Inputs{Base: openLog(t, base), Head: openLog(t, head), BaseCatalogs: set, HeadCatalogs: set, Withheld: without})
	if r.Withheld != without {
		t.Errorf("the review says that it is without %+v", r.Withheld)
	}
	return fmt.Sprintf("%+v", r.Decisions)
}

const private = `format: tradeoff/1
title: Style
status: proposed
decision-makers: [Amaranth]
consulted: [Begonia]
informed: [Camellia]
tradeoffs: architecture-style
profile: {engineers: 8, instance-monthly-cost: 87.31}
prices: [{id: lambda-requests, amount: 0.2739, source: ours}]
options:
  - id: monolith
  - {id: serverless, measured: [{factor: cold-start, value: 951 ms, verdict: fits, source: a test}]}
outcome:
  option: serverless
  answers: [{worst-case: debugging, answer: accepted, by: Dahlia, because: it is logged, watch: {field: engineers, above: 31337}}]
`

// privately is private with everything in it another.
var privately = strings.NewReplacer("Amaranth", "Edelweiss", "Begonia", "Foxglove", "Camellia", "Gardenia", "Dahlia", "Hyacinth",
	"engineers: 8", "engineers: 60", "87.31", "99.17", "0.2739", "0.3917", "951", "877", "31337", "41337").Replace(private)

func TestWithheldValues(t *testing.T) {
	people := []string{"Amaranth", "Begonia", "Camellia", "Dahlia", "Edelweiss", "Foxglove", "Gardenia", "Hyacinth"}
	costs := []string{"87.31", "99.17", "0.2739", "0.3917"}
	profile := []string{"Key:profile.engineers", "951", "877", "31,337", "41,337"}
	files := func(input string) map[string]string { return map[string]string{"d/0002-style.yaml": input} }
	for _, tt := range []struct {
		name       string
		base, head string
		without    decision.Withheld
		gone, left []string
	}{
		{"nothing", private, privately, decision.Withheld{}, nil, append(append(append([]string{"monolith's"}, people...), costs...), profile...)},
		{"people", private, strings.Replace(privately, "logged", "traced", 1), decision.Withheld{People: true}, people, append(append([]string{"accepted because it is traced"}, costs...), profile...)},
		{"profile", private, privately, decision.Withheld{Profile: true}, append(append([]string{}, costs...), profile...), append([]string{"Key:verdict Label:monolith's team size From:fits To:strains"}, people...)},
		{"costs", private, privately, decision.Withheld{Costs: true}, costs, append(append([]string{}, people...), profile...)},
		// Without an assessment nothing tells sums of money from other figures, and what one
		// state does not tell is no change of the other.
		{"costs without an assessment", strings.Replace(private, "engineers: 8", "engineers: many", 1), privately, decision.Withheld{Costs: true}, append([]string{"engineers", "From:unknown"}, costs...), people},
		{"costs of a catalog that is gone", strings.ReplaceAll(private, "architecture-style", "gone"), strings.ReplaceAll(privately, "architecture-style", "gone"), decision.Withheld{Costs: true}, costs, people},
		// What a decision was settled with may know nothing of a field that was answered since.
		{"costs that were answered later", private, strings.Replace(privately, "status: proposed", "status: accepted\ndecided-with: {date: 2026-01-02, assessment: {catalog: architecture-style, options: [{id: monolith, title: Monolith}, {id: serverless, title: Serverless}]}}", 1), decision.Withheld{Costs: true}, append([]string{"profile.instance"}, costs...), append([]string{"951 ms"}, people...)},
		{"a new decision", "", privately, decision.Withheld{Profile: true, Costs: true, People: true}, append(append(append([]string{"60"}, people...), costs...), profile...), []string{"WorstCase:debugging"}},
	} {
		base := files(tt.base)
		if tt.base == "" {
			base = nil
		}
		got := told(t, base, files(tt.head), tt.without)
		for _, no := range tt.gone {
			if strings.Contains(got, no) {
				t.Errorf("%s: the review holds %q: %s", tt.name, no, got)
			}
		}
		for _, yes := range tt.left {
			if !strings.Contains(got, yes) {
				t.Errorf("%s: the review does not hold %q: %s", tt.name, yes, got)
			}
		}
	}
}

// The blocks of a record were made of figures, whether its input is there at this end,
// at both or at none.
func TestWithheldBlocks(t *testing.T) {
	record := func(figure, maker, text string) string {
		return "# Style\n\n* Status: proposed\n* Author:\n  * " + maker + "\n\n## Context\n\n<!-- tradeoff:context -->\n" + text + "\n<!-- /tradeoff:context -->\n\n## Worst cases\n\n<!-- tradeoff:worst-cases -->\nIt is felt at " + figure + " engineers.\n<!-- /tradeoff:worst-cases -->\n"
	}
	was, now := record("4711", "Amaranth", "Old."), record("7341", "Edelweiss", "Fresh.")
	for name, inputs := range map[string][2]string{"none": {}, "one that came": {"", private}, "one that went": {private, ""}} {
		base, head := map[string]string{"d/0002-style.md": was}, map[string]string{"d/0002-style.md": now}
		for i, files := range []map[string]string{base, head} {
			if inputs[i] != "" {
				files["d/0002-style.yaml"] = inputs[i]
			}
		}
		open := told(t, base, head, decision.Withheld{})
		for _, figure := range []string{"4711", "7341", "Edelweiss"} {
			if !strings.Contains(open, figure) {
				t.Errorf("input %s: %q is told nowhere: the test cannot fail: %s", name, figure, open)
			}
		}
		for _, without := range []decision.Withheld{{Profile: true}, {Costs: true}} {
			got := told(t, base, head, without)
			if strings.Contains(got, "4711") || strings.Contains(got, "7341") || !strings.Contains(got, "Fresh.") {
				t.Errorf("input %s, without %+v: %s", name, without, got)
			}
		}
		if got := told(t, base, head, decision.Withheld{People: true}); strings.Contains(got, "Amaranth") || strings.Contains(got, "Edelweiss") {
			t.Errorf("input %s: people are named: %s", name, got)
		}
	}
}
