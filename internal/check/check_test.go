package check_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/check"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/ratchet"
	"tradeoff/internal/render"
	"tradeoff/templates"
)

// project is files by their paths; the log lies in d.
type project map[string]string

func (p project) fs() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range p {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func (p project) open(t *testing.T) *check.Project {
	t.Helper()
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	loaded, findings := render.LoadTemplates([]render.Folder{{FS: templates.FS, Dir: "."}}, p.fs(), []string{"d"})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	log, err := ledger.Open(context.Background(), p.fs(), ledger.Options{Dirs: []string{"d"}})
	if err != nil {
		t.Fatal(err)
	}
	return &check.Project{Log: log, Catalogs: set, Templates: loaded, Files: p.fs(), Dirs: []string{"d"}, AsOf: "2026-11-25",
		Tree:     func() ([]string, error) { return slices.Collect(maps.Keys(p)), nil },
		Settings: check.Settings{Rules: []config.RuleSetting{{Rule: "unsupported-figure", Severity: diag.Warning}}, Tags: []string{"listed", "a"}, People: []string{"Listed Team"}}}
}

// rendered is the project with every record up to date.
func (p project) rendered(t *testing.T) project {
	t.Helper()
	opened := p.open(t)
	for _, e := range opened.Log.Entries {
		res := opened.Templates.Render(e, opened.Catalogs, render.Options{})
		if res.Input != nil {
			p[res.InputFile] = string(res.Input)
		}
		if len(res.Changed) > 0 {
			p[res.Record] = string(res.Data)
		}
	}
	return p
}

func (p project) run(t *testing.T) []string {
	t.Helper()
	findings := check.Run(p.open(t))
	var out []string
	for _, f := range findings {
		out = append(out, f.String())
	}
	return out
}

// governed is an accepted record that applies to globs.
func governed(globs string) string {
	return "---\nstatus: accepted\ndate: 2026-01-01\napplies-to: [" + globs + "]\n---\n# A\n\nText.\n"
}

// nygard is a record of adr-tools with that Status section.
func nygard(status string) string {
	return "# 1. A\n\n## Status\n\n" + status + "\n\n## Context\n\nWords.\n\n## Decision\n\nWe do.\n"
}

const good = "format: tradeoff/1\ntitle: A\nstatus: proposed\n"

func TestRules(t *testing.T) {
	record := "---\nstatus: accepted\ndate: 2026-01-01\n---\n# A\n\nText.\n"
	settled := func() project {
		return project{"d/defaults.yaml": "format: tradeoff/1\nprofile: {engineers: 8}\n",
			"d/0001-a.yaml": "format: tradeoff/1\ntitle: A\nstatus: accepted\ntradeoffs: architecture-style\noptions: [{id: monolith}, {id: microservices}]\noutcome: {option: monolith, because: b}\ncontext: c\n"}.rendered(t)
	}
	for _, tt := range []struct {
		rule, name string
		files      project
		want       string // the start of the one finding; "" for none
		fault      string
	}{
		{"assessment-changed", "good", settled(), "", ""},
		{"assessment-changed", "other defaults", edit(settled(), "d/defaults.yaml", "8", "60"), "d/0001-a.yaml:9:3: note: it would be assessed otherwise today: decided with 8 engineers; at 60 Monolith strains on team size", ""},
		{"applies-to-unmatched", "good", project{"d/0001-a.md": governed("'src/**', docs, 'src/**'"), "src/a/b.go": "", "docs/x.md": ""}, "", ""},
		{"applies-to-unmatched", "a name that is not there", project{"d/0001-a.md": governed("'scr/a/**'"), "src/a/b.go": ""},
			"d/0001-a.md:4:14: warning: applies-to: scr/a/** means no file of the project [applies-to-unmatched]", ""},
		{"applies-to-unmatched", "no glob", project{"d/0001-a.md": governed("'src/[a'")}, "d/0001-a.md:4:14: warning: applies-to: \"src/[a\" is no glob: ", ""},
		{"applies-to-unmatched", "proposed", project{"d/0001-a.md": strings.Replace(governed("new"), "accepted", "proposed", 1)},
			"d/0001-a.md:4:14: note: applies-to: new means no file of the project [applies-to-unmatched]", ""},
		{"applies-to-unmatched", "rejected", project{"d/0001-a.md": strings.Replace(governed("new"), "accepted", "rejected", 1)}, "", ""},
		{"block-edited", "good", project{"d/0001-a.yaml": good}.rendered(t), "", ""},
		{"block-edited", "bad", edit(project{"d/0001-a.yaml": good}.rendered(t), "d/0001-a.md", "no option is on the table", "two options are on the table"),
			"d/0001-a.md:7:1: the block lead was edited by hand, and belongs to 0001-a.yaml [block-edited]", ""},
		{"broken-link", "good", project{"d/0001-a.md": record, "d/0002-b.md": record + "\nSee [a](0001-a.md), [c](../docs/c.md#over-there), [d](https://example.org/x) and [e](#a).\n", "docs/c.md": "# Over There\n"}, "", ""},
		{"broken-link", "a file", project{"d/0001-a.md": record, "d/0002-b.md": record + "\nSee [a](0001-b.md).\n"}, "d/0002-b.md:9:5: the link leads to 0001-b.md, which does not exist [broken-link]", ""},
		{"broken-link", "a heading", project{"d/0001-a.md": record, "d/0002-b.md": record + "\nSee [a](0001-a.md#text).\n"}, "d/0002-b.md:9:5: 0001-a.md has no heading #text [broken-link]", ""},
		{"broken-link", "a heading of its own", project{"d/0002-b.md": record + "\nSee [a](#text).\n"}, "d/0002-b.md:9:5: 0002-b.md has no heading #text [broken-link]", ""},
		{"broken-link", "in code", project{"d/0002-b.md": record + "\nSee `[a](none.md)`.\n\n    [b](none.md)\n"}, "", ""},
		{"broken-link", "a relation", project{"d/0001-a.yaml": good + "links: [{supersedes: 0009}]\n"}.rendered(t), "d/0001-a.yaml:4:22: supersedes 0009: no one decision of this log is meant by that [broken-link]",
			""},
		{"chosen-option", "good", project{"d/0001-a.md": options("accepted", "Chosen option: \"One\", because b.")}, "", ""},
		{"chosen-option", "said in a sentence", project{"d/0001-a.md": options("accepted", "We went for what everybody knows.")}, "", ""},
		{"chosen-option", "in other words", project{"d/0001-a.md": options("accepted", "Chosen option: the first one, because b.")}, "", ""},
		{"chosen-option", "open", project{"d/0001-a.md": options("proposed", "TBD")}, "", ""},
		{"chosen-option", "none", project{"d/0001-a.md": options("accepted", "Chosen option: \"{title}\", because {reason}")},
			"d/0001-a.md:16:1: an accepted decision chooses one of its options, and this chose none [chosen-option]", ""},
		{"chosen-option", "another", project{"d/0001-a.md": options("accepted", "Chosen option: \"Three\", because b.")}, "d/0001-a.md:16:1: \"Three\" is not among the options [chosen-option]", ""},
		{"chosen-option", "an input without", project{"d/0001-a.yaml": strings.Replace(good, "proposed", "accepted", 1) + "options: [{title: B}, {title: C}]\n"}, "d/0001-a.yaml:1:1: outcome: an accepted decision says which option it chose [chosen-option]", ""},
		{"contradicting-relation", "good", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted\n\nSupersedes [1. A](0001-a.md)")}, "", ""},
		{"contradicting-relation", "its own top", project{"d/0001-a.md": nygard("Accepted") + "\n## Links\n\n* [above](0001-a.md)\n"}, "", ""},
		{"contradicting-relation", "a proposed successor", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Proposed\n\nSupersedes [1. A](0001-a.md)")}, "", ""},
		{"contradicting-relation", "a part", project{"d/0001-a.md": nygard("Accepted\n\nPartly superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted\n\nPartly supersedes [1. A](0001-a.md)")}, "", ""},
		{"contradicting-relation", "a history", project{"d/0001-a.md": nygard("2020-01-01 proposed\n\n2020-02-01 accepted\n\nSuperseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted\n\nSupersedes [1. A](0001-a.md)")}, "", ""},
		{"contradicting-relation", "no successor", project{"d/0001-a.md": nygard("Superseded")}, "d/0001-a.md:5:1: it is superseded, and nothing tells by which decision [contradicting-relation]", ""},
		{"contradicting-relation", "accepted", project{"d/0001-a.md": nygard("Accepted\n\nSuperseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted\n\nSupersedes [1. A](0001-a.md)")},
			"d/0001-a.md:5:1: the status is accepted, and it is superseded by 0002 [contradicting-relation]", ""},
		{"contradicting-relation", "proposed", project{"d/0001-a.md": nygard("Proposed\n\nSuperseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted\n\nSupersedes [1. A](0001-a.md)")},
			"d/0001-a.md:5:1: the status is proposed, and it is superseded by 0002 [contradicting-relation]", ""},
		{"contradicting-relation", "rejected", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Rejected\n\nSupersedes [1. A](0001-a.md)")},
			"d/0001-a.md:5:15: it is superseded by 0002, which was rejected [contradicting-relation]", ""},
		{"contradicting-relation", "a draft", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Draft\n\nSupersedes [1. A](0001-a.md)")},
			"d/0001-a.md:5:15: it is superseded by 0002, which is a draft [contradicting-relation]", ""},
		{"contradicting-relation", "an input that needs it", project{"d/0001-a.yaml": good, "d/0002-b.yaml": good + "links: [{supersedes: 0001}, {depends-on: 0001}]\n"}.rendered(t),
			"d/0002-b.yaml:4:22: it supersedes 0001, and depends on it [contradicting-relation]", ""},
		{"contradicting-relation", "an input and itself", project{"d/0001-a.yaml": good + "links: [{relates-to: 0001}]\n"}.rendered(t), "d/0001-a.yaml:4:22: it relates to itself [contradicting-relation]", ""},
		{"date", "good", project{"d/0001-a.md": record, "d/0002-b.md": strings.Replace(record, "date:", "supersedes: [0003]\ndate:", 1), "d/0003-c.md": strings.NewReplacer("accepted", "superseded by 0002", "01-01", "01-01").Replace(record)}, "", ""},
		{"date", "no day", project{"d/0001-a.md": strings.Replace(record, "2026-01-01", "2024-13-45", 1)}, "d/0001-a.md:3:7: warning: “2024-13-45” is no day [date]", ""},
		{"date", "nor this", project{"d/0001-a.md": strings.Replace(record, "2026-01-01", "31/31/2020", 1)}, "d/0001-a.md:3:7: warning: “31/31/2020” is no day [date]", ""},
		{"date", "to come", project{"d/0001-a.md": strings.Replace(record, "2026-01-01", "2026-11-26", 1)}, "d/0001-a.md:3:7: warning: 2026-11-26 is still to come [date]", ""},
		{"date", "an input to come", project{"d/0001-a.yaml": good + "date: 2026-11-26\n"}.rendered(t), "d/0001-a.yaml:4:7: note: 2026-11-26 is still to come [date]", ""},
		{"date", "missing", project{"d/0001-a.md": record, "d/0002-b.md": record, "d/0003-c.md": strings.Replace(record, "date: 2026-01-01\n", "", 1)}, "d/0003-c.md:4:3: warning: a decision that was made has no date [date]", ""},
		{"date", "missing while open", project{"d/0001-a.md": record, "d/0002-b.md": record, "d/0003-c.yaml": good}.rendered(t), "", ""},
		{"date", "in the file's name", project{"d/0001-a.md": record, "d/0002-b.md": record, "d/20260101-c.md": strings.Replace(record, "date: 2026-01-01\n", "", 1)}, "", ""},
		{"date", "beside the status", project{"d/0001-a.md": record, "d/0002-b.md": record, "d/0003-c.md": nygard("Accepted on 2026-01-01")}, "", ""},
		{"date", "nobody has one", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": nygard("Accepted")}, "", ""},
		{"date", "before what it supersedes", project{"d/0001-a.md": strings.Replace(record, "accepted", "superseded by 0002", 1), "d/0002-b.md": strings.NewReplacer("date: 2026-01-01", "supersedes: [0001]\ndate: 2025-12-31").Replace(record)},
			"d/0002-b.md:4:7: warning: it is from 2025-12-31, and supersedes 0001 of 2026-01-01 [date]", ""},
		{"duplicate-number", "good", project{"d/0001-a.md": record, "d/0002-b.yaml": good, "d/e/0001-a.md": record, "d/0003-c/index.md": record}.rendered(t), "", ""},
		{"duplicate-number", "two records", project{"d/0001-a.md": record, "d/0001-b.md": record}, "d/0001-b.md: the number 0001 belongs to 0001-a.md too [duplicate-number]", ""},
		{"duplicate-number", "a record and an input", project{"d/0001-b.md": record, "d/0001-a.yaml": good}.rendered(t), "d/0001-b.md: the number 0001 belongs to 0001-a.md too [duplicate-number]", ""},
		{"duplicate-number", "of another width", project{"d/1-a.md": record, "d/0001-b.md": record}, "d/1-a.md: the number 1 belongs to 0001-b.md too [duplicate-number]", ""},
		{"duplicate-number", "a folder", project{"d/0001-a/index.md": record, "d/0001-b.md": record}, "d/0001-a/index.md: the number 0001 belongs to 0001-b.md too [duplicate-number]", ""},
		{"duplicate-number", "a translation", project{"d/0001-a.md": record, "d/0001-a.pt-br.md": record}, "", ""},
		{"duplicate-number", "two inputs", project{"d/0001-a.yaml": good, "d/0001-a.json": `{"format": "tradeoff/1", "title": "A", "status": "proposed"}`}.rendered(t), "d/0001-a.yaml: d/0001-a.json is the input of the same record [two-inputs]", ""},
		{"duplicate-number", "a secret", project{"d/0001-a.md": strings.Replace(record, "date:", "visibility: restricted\ndate:", 1), "d/0001-b.md": record}, "d/0001-b.md: the number 0001 belongs to 0001 too [duplicate-number]", ""},
		{"input", "good", project{"d/0001-a.yaml": good + "tradeoffs: architecture-style\n"}.rendered(t), "", ""},
		{"input", "the schema", project{"d/0001-a.yaml": good + "tag: [x]\n"}, "d/0001-a.yaml:4:1: tag: there is no key tag [unknown-key]", ""},
		{"input", "the meaning", project{"d/0001-a.yaml": good + "outcome: {option: b}\n"}, "d/0001-a.yaml:4:19: outcome.option: \"b\" is not among the options [unknown-value]", ""},
		{"unanswered-worst-case", "an input", project{"d/0001-a.yaml": good + "options: [{title: B, worst-cases: [{id: w, when: it rains, what: it leaks}]}, {title: C}]\noutcome: {option: b}\n"}.rendered(t),
			"d/0001-a.yaml:5:10: note: outcome: no answer to w: “it leaks” cannot be ruled out (it rains) [unanswered-worst-case]", ""},
		{"unanswered-worst-case", "an accepted input", project{"d/0001-a.yaml": strings.Replace(good, "proposed", "accepted", 1) + "options: [{title: B, worst-cases: [{id: w, when: it rains, what: it leaks}]}, {title: C}]\noutcome: {option: b, because: c}\n"}.rendered(t),
			"d/0001-a.yaml:5:10: outcome: no answer to w: “it leaks” cannot be ruled out (it rains) [unanswered-worst-case]", ""},
		{"input", "the defaults", project{"d/defaults.yaml": "format: tradeoff/1\ntitle: X\n", "d/0001-a.md": record}, "d/defaults.yaml:2:1: title: there is no key title [unknown-key]", ""},
		{"input", "front matter", project{"d/0001-a.md": "---\nstatus: [\n---\n# A\n"}, "d/0001-a.md:", ""},
		{"few-options", "good", project{"d/0001-a.yaml": good + "options: [{title: B}, {title: C}]\n"}.rendered(t), "", ""},
		{"few-options", "a catalog's", project{"d/0001-a.yaml": good + "tradeoffs: architecture-style\n"}.rendered(t), "", ""},
		{"few-options", "an input", project{"d/0001-a.yaml": good + "options: [{title: B}]\n"}.rendered(t), "d/0001-a.yaml:4:11: note: B is the only option [few-options]", ""},
		{"few-options", "the decision itself", project{"d/0001-a.yaml": good + "options: [{title: A}]\n"}.rendered(t), "", ""},
		{"few-options", "by hand", edit(project{"d/0001-a.md": options("accepted", "Chosen option: \"One\", because b.")}, "d/0001-a.md", "* Two\n", ""), "d/0001-a.md:13:3: warning: One is the only option [few-options]", ""},
		{"few-options", "rejected", edit(project{"d/0001-a.md": options("rejected", "Chosen option: \"One\", because b.")}, "d/0001-a.md", "* Two\n", ""), "", ""},
		{"few-options", "the template's second", edit(project{"d/0001-a.md": options("proposed", "Text.")}, "d/0001-a.md", "* Two\n", "* Second option\n"), "", ""},
		{"missing-section", "good", project{"d/0001-a.md": sections("Context and Problem Statement", "Text.", "Decision Outcome", "It is so.")}, "", ""},
		{"missing-section", "by other names", project{"d/0001-a.md": sections("Background", "Text.", "Decision", "It is so.")}, "", ""},
		{"missing-section", "in sections of its own", project{"d/0001-a.md": sections("Context", "### Then\n\nText.", "Decision", "```go\n{}\n```")}, "", ""},
		{"missing-section", "of no form", project{"d/0001-a.md": sections("Why", "Text.", "What", "")}, "", ""},
		{"missing-section", "of nobody's form", project{"d/0001-a.md": "# A\n\n## Context\n"}, "", ""},
		{"missing-section", "missing", project{"d/0001-a.md": sections("Context", "Text.", "Links", "None.")}, "d/0001-a.md:5:3: warning: there is no section Decision Outcome [missing-section]", ""},
		{"missing-section", "empty", project{"d/0001-a.md": sections("Context", "", "Decision", "Text.")}, "d/0001-a.md:7:1: warning: the section Context is not written yet [missing-section]", ""},
		{"missing-section", "a comment", project{"d/0001-a.md": sections("Context", "<!-- What\nis it? -->", "Decision", "Text.")}, "d/0001-a.md:7:1: warning: the section Context is not written yet", ""},
		{"missing-section", "braces", project{"d/0001-a.md": sections("Context", "{Describe the context,\nin two lines}", "Decision", "Text.")}, "d/0001-a.md:7:1: warning: the section Context is not written yet", ""},
		{"missing-section", "dots", project{"d/0001-a.md": sections("Context", "* …\n* TODO", "Decision", "Text.")}, "d/0001-a.md:7:1: warning: the section Context is not written yet", ""},
		{"missing-section", "adr-tools' words", project{"d/0001-a.md": "# 1. A\n\n## Status\n\nAccepted\n\n## Context\n\nThe issue motivating this decision, and any context that influences or constrains the decision.\n\n## Decision\n\nText.\n"},
			"d/0001-a.md:7:1: warning: the section Context is not written yet", ""},
		{"missing-section", "open", project{"d/0001-a.md": strings.Replace(sections("Context", "TBD", "Decision", "Text."), "accepted", "draft", 1)}, "", ""},
		{"missing-section", "missing while open", project{"d/0001-a.md": strings.Replace(sections("Context", "Text.", "Links", "None."), "accepted", "proposed", 1)}, "d/0001-a.md:5:3: note: there is no section Decision Outcome", ""},
		{"missing-section", "rejected", project{"d/0001-a.md": strings.Replace(sections("Context", "TBD", "Links", "None."), "accepted", "rejected", 1)}, "", ""},
		{"one-sided-relation", "good", project{"d/0001-a.md": nygard("Accepted\n\nAmended by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted\n\nAmends [1. A](0001-a.md)")}, "", ""},
		{"one-sided-relation", "the successor alone", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": nygard("Accepted\n\nSupersedes [1. A](0001-a.md)")},
			"d/0002-b.md:7:12: warning: 0002 says that it supersedes 0001, and 0001 does not say that it is superseded by it [one-sided-relation]", ""},
		{"one-sided-relation", "the older one alone", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted")},
			"d/0001-a.md:5:15: warning: 0001 says that it is superseded by 0002, and 0002 does not say that it supersedes it [one-sided-relation]", ""},
		{"one-sided-relation", "an input's older one", project{"d/0001-a.md": nygard("Superseded by [2. B](0002-b.md)"), "d/0002-b.yaml": strings.Replace(good, "proposed", "deprecated", 1)}.rendered(t),
			"d/0001-a.md:5:15: warning: 0001 says that it is superseded by 0002, and 0002 does not say that it supersedes it [one-sided-relation]", ""},
		{"one-sided-relation", "an input's older one, rendered", project{"d/0001-a.yaml": good, "d/0002-b.md": nygard("Accepted\n\nAmends [1. A](0001-a.md)")}.rendered(t), "", ""},
		{"one-sided-relation", "of an input", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.yaml": strings.Replace(good, "proposed", "deprecated", 1) + "links: [{amends: 0001}]\n"}.rendered(t),
			"d/0002-b.yaml:4:18: warning: 0002 says that it amends 0001, and 0001 does not say that it is amended by it [one-sided-relation]", ""},
		{"one-sided-relation", "a successor that is proposed", project{"d/0001-a.md": nygard("Accepted"), "d/0002-b.md": nygard("Proposed\n\nSupersedes [1. A](0001-a.md)")}, "", ""},
		{"one-sided-relation", "without a status", project{"d/0001-a.md": "# A\n", "d/0002-b.md": "# B\n\n## Links\n\n* Supersedes [A](0001-a.md)\n"},
			"d/0002-b.md:5:14: warning: 0002 says that it supersedes 0001, and 0001 does not say that it is superseded by it [one-sided-relation]", ""},
		{"one-sided-relation", "open itself", project{"d/0001-a.md": nygard("Proposed\n\nAmended by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Accepted")},
			"d/0001-a.md:7:12: note: 0001 says that it is amended by 0002, and 0002 does not say that it amends it [one-sided-relation]", ""},
		{"out-of-date", "good", project{"d/0001-a.yaml": good}.rendered(t), "", ""},
		{"out-of-date", "not rendered", project{"d/0001-a.yaml": good}, "d/0001-a.yaml: the record is not rendered yet [out-of-date]", ""},
		{"out-of-date", "a block", edit(project{"d/0001-a.yaml": good + "drivers: [a]\n"}.rendered(t), "d/0001-a.yaml", "[a]", "[b]"), "d/0001-a.md: out of date with its input: drivers [out-of-date]", ""},
		{"out-of-date", "settled by hand", edit(project{"d/0001-a.yaml": good}.rendered(t), "d/0001-a.yaml", "proposed", "rejected"), "d/0001-a.md: out of date with its input: front matter, closing mark [out-of-date]", ""},
		{"out-of-date", "no blocks", project{"d/0001-a.yaml": good, "d/0001-a.md": record}, "d/0001-a.md:1: warning: this record has an input beside it, and no block that follows it [not-rendered]", ""},
		{"out-of-date", "what cannot be rendered", project{"d/0001-a.yaml": good + "context: \"```text\\nopen\"\n"}, "d/0001-a", ""},
		{"review-due", "good", project{"d/0001-a.md": strings.Replace(record, "date:", "review-by: 2026-11-25\ndate:", 1)}, "", ""},
		{"review-due", "by hand", project{"d/0001-a.md": strings.Replace(record, "date:", "review-by: 2026-11-24\ndate:", 1)}, "d/0001-a.md:3:12: warning: it was to be looked at again by 2026-11-24 [review-due]", ""},
		{"review-due", "open", project{"d/0001-a.yaml": good + "review-by: 2026-11-24\n"}.rendered(t), "", ""},
		{"supersession-cycle", "good", project{"d/0001-a.yaml": good, "d/0002-b.yaml": good + "links: [{supersedes: 0001}]\n", "d/0003-c.yaml": good + "links: [{supersedes: 0002}, {supersedes: 0001}]\n"}.rendered(t), "", ""},
		{"supersession-cycle", "inputs", project{"d/0001-a.yaml": good + "links: [{supersedes: 0003}]\n", "d/0002-b.yaml": good + "links: [{supersedes: 0001}]\n", "d/0003-c.yaml": good + "links: [{supersedes: 0002}]\n"}.rendered(t),
			"d/0002-b.yaml:4:22: a circle: 0001 supersedes 0003 supersedes 0002 supersedes 0001 [supersession-cycle]", ""},
		{"supersession-cycle", "itself", project{"d/0001-a.yaml": good + "links: [{supersedes: 0001}]\n"}.rendered(t), "d/0001-a.yaml:4:22: 0001 supersedes itself [supersession-cycle]", ""},
		{"supersession-cycle", "from the other end", project{"d/0001-a.md": nygard("Proposed\n\nSupersedes [2. B](0002-b.md)\n\nSuperseded by [2. B](0002-b.md)"), "d/0002-b.md": nygard("Proposed")},
			"d/0001-a.md:9:15: a circle: 0001 supersedes 0002 supersedes 0001 [supersession-cycle]", ""},
		{"supersession-cycle", "parts", project{"d/0001-a.yaml": good + "links: [{supersedes: 0002#x}]\n", "d/0002-b.yaml": good + "links: [{supersedes: 0001#y}]\n"}.rendered(t), "", ""},
		{"unknown-status", "good", project{"d/0001-a.md": nygard("Angenommen"), "d/0002-b.yaml": good}.rendered(t), "", ""},
		{"unknown-status", "a slip", project{"d/0001-a.md": nygard("Acepted")}, "d/0001-a.md:5:1: warning: “Acepted” is no status [unknown-status]", ""},
		{"unknown-status", "none chosen", project{"d/0001-a.md": strings.Replace(record, "accepted", "\"{proposed | accepted}\"", 1)}, "d/0001-a.md:2:9: warning: “{proposed | accepted}” is no status [unknown-status]", ""},
		{"unknown-status", "none", project{"d/0001-a.md": record, "d/0002-b.md": record, "d/0003-c.md": "# C\n"}, "d/0003-c.md:1:3: warning: the record states no status [unknown-status]", ""},
		{"unknown-status", "nobody has one", project{"d/0001-a.md": "# A\n", "d/0002-b.md": "# B\n"}, "", ""},
		{"unlisted-name", "good", project{"d/0001-a.md": strings.Replace(record, "date:", "tags: [listed]\nconsulted: [listed team]\ndate:", 1)}, "", ""},
		{"unlisted-name", "a tag", project{"d/0001-a.md": strings.Replace(record, "date:", "tags: [listed, lisetd]\ndate:", 1)}, "d/0001-a.md:3:16: warning: tags: there is no tag \"lisetd\" in the settings [unlisted-name]", ""},
		{"unlisted-name", "a person", project{"d/0001-a.yaml": good + "informed: [us]\n"}.rendered(t), "d/0001-a.yaml:4:12: warning: informed: there is no person \"us\" in the settings [unlisted-name]", ""},
		{"unanswered-worst-case", "a table", project{"d/0001-a.md": options("accepted", "Chosen option: \"One\", because b.\n\n## Worst Cases\n\n| Option | How |\n| --- | --- |\n| One | it breaks |\n| Two | |")}, "", ""},
		{"unanswered-worst-case", "a row", project{"d/0001-a.md": options("accepted", "Chosen option: \"Two\", because b.\n\n## Worst Cases\n\n| Option | How |\n| --- | --- |\n| One | it breaks |\n| Two | … |")},
			"d/0001-a.md:25:1: warning: how Two goes wrong is not filled in [unanswered-worst-case]", ""},
		{"unanswered-worst-case", "open", project{"d/0001-a.md": options("proposed", "Chosen option: \"Two\", because b.\n\n## Worst Cases\n\n<!-- How does it go wrong? -->")},
			"d/0001-a.md:20:1: note: how Two goes wrong is not filled in [unanswered-worst-case]", ""},
		{"unanswered-worst-case", "in sentences", project{"d/0001-a.md": options("accepted", "Chosen option: \"Two\", because b.\n\n## Worst Cases\n\nIt breaks.")}, "", ""},
		{"unreadable-file", "good", project{"d/0001-a.md": record}, "", ""},
		{"unreadable-file", "not UTF-8", project{"d/0001-a.yaml": "format: tradeoff/1\ntitle: \xff\n"}, "d/0001-a.yaml:2:8: the byte 0xFF is not UTF-8 [not-utf8]", ""},
		{"unreadable-file", "too large", project{"d/0001-a.yaml": "format: tradeoff/1\n#" + strings.Repeat("x", 1<<20)}, "d/0001-a.yaml: is larger than 1024 KiB [too-large]", ""},
		{"unsupported-figure", "good", project{"d/0001-a.md": figures("Measured last week: 40 ms.\n\n* It is [20 %](https://example.org) faster\n* Half of it, 3x.[^1]\n\n`9 ms` and 3 people in 2026.\n\n```\n40 ms\n```")}, "", ""},
		{"unsupported-figure", "a paragraph", project{"d/0001-a.md": figures("It is quick:\nabout 40 ms a call.")}, "d/0001-a.md:10:7: warning: 40 ms is claimed without a source [unsupported-figure]", ""},
		{"unsupported-figure", "an item", project{"d/0001-a.md": figures("* [One](https://example.org) has 3%\n* Two costs $40,000 a year")}, "d/0001-a.md:10:13: warning: $40,000 is claimed without a source [unsupported-figure]", ""},
	} {
		t.Run(tt.rule+" "+tt.name, func(t *testing.T) {
			got := tt.files.run(t)
			var err error
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tt.want)) {
				err = fmt.Errorf("found %q, want %q", got, tt.want)
			}
			ratchet.Known(t, tt.fault, err)
			if !slices.ContainsFunc(check.Rules(), func(r check.Rule) bool { return r.ID == tt.rule }) {
				t.Errorf("there is no rule %s", tt.rule)
			}
		})
	}
}

// sections is a record by hand with two sections.
func sections(first, text, second, more string) string {
	return "---\nstatus: accepted\ndate: 2026-01-01\n---\n# A\n\n## " + first + "\n\n" + text + "\n\n## " + second + "\n\n" + more + "\n"
}

// figures is a record by hand with figures in its text.
func figures(text string) string {
	return sections("Context", text, "Decision", "Text.")
}

// options is a record by hand with two options.
func options(status, outcome string) string {
	return "---\nstatus: " + status + "\ndate: 2026-01-01\n---\n# A\n\n## Context\n\nText.\n\n## Considered Options\n\n* One\n* Two\n\n## Decision Outcome\n\n" + outcome + "\n"
}

// What weighs a note while a decision is open stands in its way to accepted.
func TestHindering(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{options("proposed", "Chosen option: \"One\", because b."), nil},
		{options("proposed", "TBD"), []string{"d/0001-a.md:16:1: an accepted decision chooses one of its options, and this chose none [chosen-option]"}},
	} {
		p := project{"d/0001-a.md": tt.text, "d/0002-b.md": options("proposed", "TBD")}.open(t)
		var got []string
		for _, f := range check.Hindering(p, p.Log.Entries[0]) {
			got = append(got, f.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func edit(p project, name, old, new string) project {
	p[name] = strings.Replace(p[name], old, new, 1)
	return p
}

func TestRulesAreInOrder(t *testing.T) {
	var ids []string
	for _, r := range check.Rules() {
		ids = append(ids, r.ID)
		if r.Summary == "" || strings.HasSuffix(r.Summary, ".") || r.Severity == diag.Off && r.ID != "unsupported-figure" {
			t.Errorf("%+v", r)
		}
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("%v", ids)
	}
}

// The findings stand in the order of files, each once, whatever the order of work.
func TestRunIsSorted(t *testing.T) {
	p := project{"d/0002-b.yaml": good + "tag: x\n", "d/0001-a.yaml": "format: tradeoff/1\nTitle: A\n", "d/0003-c.yaml": good}
	first := p.run(t)
	if len(first) < 4 {
		t.Fatalf("%q", first)
	}
	for range 5 {
		if diff := cmp.Diff(first, p.run(t)); diff != "" {
			t.Fatal(diff)
		}
	}
	files := make([]string, len(first))
	for i, line := range first {
		files[i] = line[:len("d/0001")]
	}
	if !slices.IsSorted(files) {
		t.Errorf("%q", first)
	}
}

// A log that is right brings nothing, and an empty one neither.
func TestNothing(t *testing.T) {
	if got := (project{}).run(t); got != nil {
		t.Errorf("%q", got)
	}
}
