package check_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/check"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
)

const byHand = "---\nstatus: accepted\ndate: 2026-01-01\n---\n# A\n\n## Context and Problem Statement\n\nText.\n\n## Decision Outcome\n\nText.\n\n"

func TestSuppression(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"the next line", byHand + "<!-- tradeoff-ignore broken-link: soon -->\n\n[a](none.md)\n", ""},
		{"its own line", byHand + "[a](none.md) <!-- tradeoff-ignore broken-link: soon -->\n", ""},
		{"the file", "<!-- tradeoff-ignore-file broken-link: soon -->\n" + byHand[strings.Index(byHand, "# A"):] + "[a](none.md)\n\n[b](none.md)\n", "status"},
		{"two of one line", byHand + "<!-- tradeoff-ignore broken-link: soon -->\n<!-- tradeoff-ignore input: soon -->\n[a](none.md)\n", "d/0001-a.md:16:1: warning: nothing of input is found here any more [suppression]"},
		{"two lines below", byHand + "<!-- tradeoff-ignore broken-link: soon -->\nb\n[a](none.md)\n",
			"d/0001-a.md:15:1: warning: nothing of broken-link is found here any more [suppression]\nd/0001-a.md:17:1: the link leads to none.md, which does not exist [broken-link]"},
		{"no reason", byHand + "<!-- tradeoff-ignore broken-link -->\n[a](none.md)\n",
			"d/0001-a.md:15:1: warning: the suppression of broken-link gives no reason, and suppresses nothing [suppression]\nd/0001-a.md:16:1: the link leads to none.md, which does not exist [broken-link]"},
		{"no rule", byHand + "<!-- tradeoff-ignore broken-lnik: soon -->\n", "d/0001-a.md:15:1: warning: there is no rule broken-lnik to suppress [suppression]"},
		{"in code", byHand + "```html\n<!-- tradeoff-ignore broken-link: soon -->\n```\n\n    <!-- x -->\n", ""},
		{"in words", byHand + "We write tradeoff-ignore broken-link: so.\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(project{"d/0001-a.md": tt.text}.run(t), "\n")
			if tt.want == "status" {
				if strings.Contains(got, "broken-link") {
					t.Error(got)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	in := project{"d/0001-a.yaml": good + "# tradeoff-ignore broken-link: it comes with the next\nlinks: [{supersedes: 0009}]\n"}.rendered(t)
	if got := in.run(t); len(got) > 0 {
		t.Errorf("an input: %q", got)
	}
	stale := project{"d/0001-a.yaml": good + "tags: [a] # tradeoff-ignore broken-link: it comes with the next\n"}.rendered(t)
	if got := stale.run(t); len(got) != 1 || !strings.HasPrefix(got[0], "d/0001-a.yaml:4:11: note: nothing of broken-link") && !strings.HasPrefix(got[0], "d/0001-a.yaml:4:11: warning: nothing of broken-link") {
		t.Errorf("an input: %q", got)
	}
}

func TestWeights(t *testing.T) {
	broken := project{"d/0001-a.md": byHand + "[a](none.md)\n"}
	for _, tt := range []struct {
		name  string
		rules []config.RuleSetting
		want  string
	}{
		{"none", nil, "d/0001-a.md:15:1: the link leads"},
		{"off", []config.RuleSetting{{Rule: "broken-link", Severity: diag.Off}}, ""},
		{"another path", []config.RuleSetting{{Rule: "broken-link", Severity: diag.Off, Paths: []string{"e/**"}}}, "d/0001-a.md:15:1: the link leads"},
		{"the last counts", []config.RuleSetting{{Rule: "broken-link", Severity: diag.Off}, {Rule: "broken-link", Severity: diag.Warning, Paths: []string{"d/*.md"}}}, "d/0001-a.md:15:1: warning: the link leads"},
		{"off here, on elsewhere", []config.RuleSetting{{Rule: "broken-link", Severity: diag.Off}, {Rule: "broken-link", Severity: diag.Warning, Paths: []string{"e/*.md"}}}, ""},
	} {
		p := broken.open(t)
		p.Settings.Rules = tt.rules
		got := ""
		for _, f := range check.Run(p) {
			got += f.String() + "\n"
		}
		if tt.want == "" && got != "" || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	p := broken.open(t)
	p.Settings.Rules = []config.RuleSetting{{Rule: "broken-lnik", Pos: diag.Pos{File: "tradeoff.yaml", Line: 2}}, {Rule: "input", Severity: diag.Error, Paths: []string{"[a"}}}
	if got := check.Run(p); len(got) != 3 || got[1].Hint != "did you mean broken-link?" && got[2].Hint != "did you mean broken-link?" {
		t.Errorf("%v", got)
	}
}

// A baseline takes out what it holds, each as often as it stands there, and says what
// of it is mended.
func TestBaseline(t *testing.T) {
	p := project{"d/0001-a.md": byHand + "[a](none.md)\n\n[b](none.md)\n", "d/0002-b.md": byHand + "[a](none.md)\n"}.open(t)
	data := check.WriteBaseline(check.Run(p))
	load := func(text string) *check.Baseline {
		b, findings := check.LoadBaseline(fstest.MapFS{"b.yaml": {Data: []byte(text)}}, "b.yaml")
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		return b
	}
	p.Baseline = load(string(data))
	if got := check.Run(p); len(got) > 0 {
		t.Errorf("%v", got)
	}
	more := project{"d/0001-a.md": byHand + "Above.\n\n[a](none.md)\n\n[b](none.md)\n\n[c](none.md)\n", "d/0002-b.md": byHand}.open(t)
	more.Baseline = load(string(data))
	var got []string
	for _, f := range check.Run(more) {
		got = append(got, f.String())
	}
	want := []string{
		"b.yaml:7:5: warning: broken-link of d/0002-b.md is mended [suppression]",
		"d/0001-a.md:21:1: the link leads to none.md, which does not exist [broken-link]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"format: x\n", "findings: 1\n", "format: tradeoff-baseline/1\nfindings: [{file: a}]\n", "[", "- a\n", "format: tradeoff-baseline/1\nfindings: [1]\n"} {
		if b, findings := check.LoadBaseline(fstest.MapFS{"b.yaml": {Data: []byte(bad)}}, "b.yaml"); b != nil || !findings.HasErrors() {
			t.Errorf("%q: %v %v", bad, b, findings)
		}
	}
}
