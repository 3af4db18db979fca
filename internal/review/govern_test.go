package review_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ledger"
	"tradeoff/internal/review"
)

func TestGovern(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"d/defaults.yaml": "format: tradeoff/1\ntags: [x]\n",
		"d/0001-a.yaml": "format: tradeoff/1\ntitle: Take *one* queue\nstatus: accepted\ndate: 2026-01-01\napplies-to: ['services/**']\n" +
			"options: [{title: Queue, worst-cases: [{id: full, when: it rains, what: it `fills` up}, {id: lost, when: it pours, what: it leaks}]}]\n" +
			"outcome: {option: queue, because: it is there, answers: [{worst-case: lost, answer: mitigated, because: a test}, {worst-case: full, answer: accepted, by: media team, because: \"it is *rare*, unlike Buying Zeppelin\"}]}\n",
		"d/0002-b.md":               "---\nstatus: proposed\napplies-to: [services/a]\n---\n# Split a\n",
		"d/0003-c.md":               "---\nstatus: rejected\napplies-to: ['**']\n---\n# No\n",
		"d/0004-buying-zeppelin.md": "---\nstatus: accepted\nvisibility: restricted\napplies-to: ['web/**']\n---\n# Buying Zeppelin\n\nA lead of it.\n",
		"d/0005-e.md":               "---\nstatus: accepted\napplies-to: [web/x]\n---\n# Beside Buying Zeppelin\n",
		"d/0006-f.md":               "---\nstatus: accepted\n---\n# By a comment\n",
		"d/paying-the-ransom.md":    "---\nstatus: accepted\nvisibility: restricted\napplies-to: [web/x]\n---\n# Paying\n",
		"services/a/x.go":           "// tradeoff: 6\n",
		"services/b/y.go":           "",
		"web/x":                     "",
		"docs/read.md":              "",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) ([]byte, error) {
		if strings.HasPrefix(name, "d/") {
			t.Errorf("%s is read", name)
		}
		if name == "services/gone.go" {
			return nil, errors.New("gone")
		}
		return files.ReadFile(name)
	}
	changed := []string{"web/x", "services/b/y.go", "services/a/x.go", "services/gone.go", "docs/read.md", "docs/read.md", "d/0001-a.yaml", "d/0003-c.md", "d/defaults.yaml"}
	governed, proposed, missing := review.Govern(log, changed, read, []string{"docs/*.md", "services/**", "**/*.md", "d/**"},
		map[*ledger.Entry]bool{log.Entry("d/0002-b.md"): true, log.Entry("d/0003-c.md"): true})
	tell := func(governors []review.Governor) (out []string) {
		for _, g := range governors {
			line := fmt.Sprintf("%s|%s|%s|%s|%s", g.ID, g.Path, g.Title, g.Lead, strings.Join(g.Files, " "))
			for _, r := range g.Risks {
				line += fmt.Sprintf("|%s %q %s %s %s %q", r.WorstCase, r.Title, r.Met, r.Answer, r.By, r.Because)
			}
			out = append(out, line)
		}
		return out
	}
	if diff := cmp.Diff([]string{
		`0001|d/0001-a.yaml|Take one queue||services/a/x.go services/b/y.go services/gone.go|full "it fills up" unknown accepted media team "it is rare, unlike (restricted)"`,
		"0004||||web/x",
		"0005|d/0005-e.md|Beside (restricted)||web/x",
		"0006|d/0006-f.md|By a comment||services/a/x.go",
		"(restricted)||||web/x",
	}, tell(governed)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"0002|d/0002-b.md|Split a||services/a/x.go"}, tell(proposed)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]review.Need{{File: "docs/read.md", Pattern: "docs/*.md"}, {File: "services/b/y.go", Pattern: "services/**"}, {File: "services/gone.go", Pattern: "services/**"}}, missing); diff != "" {
		t.Error(diff)
	}
	if a, b, c := review.Govern(log, nil, read, nil, nil); a != nil || b != nil || c != nil {
		t.Errorf("%v %v %v", a, b, c)
	}
}
