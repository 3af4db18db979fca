package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// read is what the tables compare.
type read struct {
	Dialect   Dialect
	Title     string
	Status    decision.Status
	Raw       string
	Date      string
	Makers    []string
	Consulted []string
	Tags      []string
	Relations []string
	Lead      string
}

func readAll(r *Record) read {
	got := read{Dialect: r.Dialect, Title: r.Title, Status: r.Status, Raw: r.StatusRaw, Date: r.Date, Makers: r.DecisionMakers, Consulted: r.Consulted, Tags: r.Tags, Lead: r.Lead}
	for _, rel := range r.Relations {
		words := rel.Kind.Words()
		if rel.Reverse {
			words = rel.Kind.Reverse()
		}
		got.Relations = append(got.Relations, words+" "+rel.Target)
	}
	return got
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       read
	}{
		{"madr 4", `---
status: "superseded by ADR-0014"
date: 2026-02-11
decision-makers: [team-a, team-b]
consulted: platform guild, legal
informed: null
tags: [media]
---

# Run thumbnails as functions

## Context and Problem Statement

Thumbnails are slow,
and costly.
`, read{MADR, "Run thumbnails as functions", "superseded", "superseded by ADR-0014", "2026-02-11", []string{"team-a", "team-b"},
			[]string{"platform guild", "legal"}, []string{"media"}, []string{"superseded by 0014"}, "Thumbnails are slow, and costly."}},
		{"madr 3 with keys of other spellings", "---\nStatus: Accepted\ndeciders: a, b\ndate: 2023-11-06T00:00:00Z\nsupersedes: 0017\nsupersededBy: [0019-x.md, '[20](0020-y.md)']\nlinks: [{target: 4, kind: amends}, {depends-on: 0005-z.md}]\n---\n# X\n",
			read{MADR, "X", "accepted", "Accepted", "2023-11-06", []string{"a", "b"}, nil, nil,
				[]string{"supersedes 0017", "superseded by 0019-x.md", "superseded by 0020-y.md", "amends 4", "depends on 0005-z.md"}, ""}},
		{"madr template, unfilled", "---\nstatus: \"{proposed | rejected | accepted | … | superseded by ADR-0123}\"\ndate: {YYYY-MM-DD when the decision was last updated}\ndecision-makers: {list everyone}\n---\n# {short title}\n",
			read{MADR, "{short title}", "unknown", "{proposed | rejected | accepted | … | superseded by ADR-0123}", "", nil, nil, nil, nil, ""}},
		{"madr without status", "---\nnav_order: 4\n---\n# Use X\n\n## Considered Options\n\n* A\n", read{Dialect: MADR, Title: "Use X", Status: "unknown"}},
		{"front matter alone names the title", "---\ntitle: 'ADR004: Module federation'\nstatus: decided\n---\n\nBody text.\n", read{Dialect: MADR, Title: "Module federation", Status: "accepted", Raw: "decided", Lead: "Body text."}},
		{"nygard", `# 7. Keep invoices in one service

Date: 2025-03-04

## Status

Superceded by [12. Split what amends invoices](0012-split.md)

Amends [3. One database](0003-one-database.md "title")

## Context

Text with **bold**.
`, read{Nygard, "Keep invoices in one service", "superseded", "Superceded by [12. Split what amends invoices](0012-split.md)", "2025-03-04", nil, nil, nil,
			[]string{"superseded by 0012-split.md", "amends 0003-one-database.md"}, "Text with **bold**."}},
		{"nygard, accepted and superseded", "# 1. A\n\nDate: 04/03/2025\n\n## Status\n\nAccepted\n\nSuperseded by [2. B](0002-b.md)\nClarifies [9. C](0009-c.md)\n\n## Context\n",
			read{Nygard, "A", "accepted", "Accepted", "2025-03-04", nil, nil, nil, []string{"superseded by 0002-b.md", "relates to 0009-c.md"}, ""}},
		{"nygard, empty status", "# 1. A\n\n## Status\n\n## Context\n\nText\n", read{Dialect: Nygard, Title: "A", Status: "unknown", Lead: "Text"}},
		{"nygard, history", "# A\n\n## 状态\n\n2017-11-20 proposed\n\n2017-11-24 **Accepted**\n\n2017-11-21 draft\n\n## B\n",
			read{Dialect: Nygard, Title: "A", Status: "accepted", Raw: "2017-11-24 **Accepted**"}},
		{"nygard, second paragraph is no status", "# A\n\n## Status:\n\n:white_check_mark: `Approved` (2024)\n\nIt was rejected once.\n", read{Dialect: Nygard, Title: "A", Status: "accepted", Raw: ":white_check_mark: `Approved` (2024)"}},
		{"nygard, list and dotnet-adr", "# A\n\n## Status\n\n* Superseded by ADR 0007 - Title\n", read{Dialect: Nygard, Title: "A", Status: "superseded", Raw: "Superseded by ADR 0007 - Title", Relations: []string{"superseded by 0007"}}},
		{"bullets of madr 2", "# Use X\n\n* Status: superseded by [ADR-0005](0005-x.md) <!-- optional -->\n* Deciders: Ann, [Bob](https://x/?a,b)\n* Date: 2020-01-02\n\nTechnical Story: ABC-1\n\n## Context\n\nWhy.\n\n## Links\n\n* Supersedes [ADR-0001](0001-y.md)\n* [Docs](https://example.org)\n* Refined by [Z](0009-z.md)\n",
			read{Bullets, "Use X", "superseded", "superseded by [ADR-0005](0005-x.md)", "2020-01-02", []string{"Ann", "Bob"}, nil, nil,
				[]string{"superseded by 0005-x.md", "supersedes 0001-y.md", "related to 0009-z.md"}, "Why."}},
		{"bullets of log4brains", "# Use queues\n\nAn introduction.\n\n- **Status:** ✅ accepted\n- Decider: team-a\n- Date 2023-09-28\n- Tags: Messaging, billing\n",
			read{Bullets, "Use queues", "accepted", "✅ accepted", "2023-09-28", []string{"team-a"}, nil, []string{"messaging", "billing"}, nil, "An introduction."}},
		{"bullets, unfilled", "# X\n\n- Status: [draft | proposed | superseded by [xxx](yyyymmdd-xxx.md)] <!-- optional -->\n- Deciders: [list everyone involved in the decision]\n- Date: [YYYY-MM-DD when]\n",
			read{Dialect: Bullets, Title: "X", Status: "unknown", Raw: "[draft | proposed | superseded by [xxx](yyyymmdd-xxx.md)]"}},
		{"lines", "# ADR 37 – X\n\n**Status**: Under discussion  \n**Date :** 2024/05/06  \nDecision makers：a; b\\\nTags: one two\n\n## Context\n",
			read{Bullets, "X", "proposed", "Under discussion", "2024-05-06", []string{"a", "b"}, nil, []string{"one", "two"}, nil, ""}},
		{"front matter beats bullets, each for itself", "---\nstatus: rejected\n---\n# X\n\n* Status: accepted\n* Date: 2020-01-02\n", read{Dialect: MADR, Title: "X", Status: "rejected", Raw: "rejected", Date: "2020-01-02"}},
		{"plain", "Some text\nover lines.\n\n- Status of things\n", read{Dialect: Plain, Title: "Cache headers", Status: "unknown", Lead: "Some text over lines."}},
		{"empty", "", read{Dialect: Plain, Title: "Cache headers", Status: "unknown"}},
		{"setext", "Use *X*\nfor Y\n==========\n\nStatus\n------\n\nDeclined\n", read{Dialect: Nygard, Title: "Use X for Y", Status: "rejected", Raw: "Declined"}},
		{"structure in code and comments does not count", "```\n# No\n---\nstatus: x\n```\n<!--\n# No\n\n## Status\n\nrejected\n-->\n\n    # No\n\n~~~~\n~~~\n# No\n~~~~\n\n- item\n  ```\n  # No\n  ```\n\n> # No\n\n# Yes ##\n\n## Status <!-- required -->\n\n<!-- one of these -->\nretired\n",
			read{Dialect: Nygard, Title: "Yes", Status: "deprecated", Raw: "retired"}},
		{"lead skips what is not running text", "# X\n\n![badge](a.svg) [![b](c.svg)](d)\n\n| a | b |\n|---|---|\n\na | b\n--|--\n1 | 2\n\n[ref]: x.md\n\n* list\n  more\n\n<!-- note -->\n\n1. one\n\nThe **lead**,\\\ntwo lines\n  long.\nlast\n", read{Dialect: Plain, Title: "X", Status: "unknown", Lead: "The **lead**, two lines long. last"}},
		{"lead block", "# X\n\nNot this.\n\n<!-- tradeoff:lead 1 -->\n# H\n\n> **Chosen:** A\n> over B\n<!-- /tradeoff:lead -->\n", read{Dialect: Plain, Title: "X", Status: "unknown", Lead: "**Chosen:** A over B"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, variant := range variants(c.text) {
				r := Parse("d/0007-cache-headers.md", []byte(variant.text))
				if diff := cmp.Diff(c.want, readAll(r), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s (-want +got):\n%s", variant.name, diff)
				}
				if len(r.Findings) > 0 && c.name != "madr template, unfilled" {
					t.Errorf("%s: findings %v", variant.name, r.Findings)
				}
			}
		})
	}
}

type variant struct{ name, text string }

// variants are one text as different editors save it.
func variants(text string) []variant {
	crlf := strings.ReplaceAll(text, "\n", "\r\n")
	return []variant{
		{"LF", text}, {"CRLF", crlf}, {"BOM", "\ufeff" + text}, {"BOM and CRLF", "\ufeff" + crlf},
		{"no final newline", strings.TrimSuffix(text, "\n")},
	}
}

func TestStatusWords(t *testing.T) {
	for raw, want := range map[string]decision.Status{
		"accepted": "accepted", "ACCEPTED": "accepted", "**Accepted**": "accepted", "`accepted`": "accepted", "✅ Accepted": "accepted",
		"accepted (2024-01-05)": "accepted", "2024-01-05: accepted": "accepted", "Accepted; supersedes ADR-1": "accepted", "approved": "accepted", "Decided": "accepted",
		"[Accepted](x.md)": "accepted", "~~Proposed~~ Accepted": "accepted", "<span class=\"x\">Accepted</span>": "accepted", "Status: accepted": "accepted",
		"pending": "proposed", "in review": "proposed", "In-Review": "proposed", "open": "proposed", "under discussion": "proposed", "Proposal": "proposed",
		"WIP": "draft", "work in progress": "draft", "declined": "rejected", "obsolete": "deprecated", "Retired": "deprecated",
		"superceded": "superseded", "Superseded by ADR-3": "superseded",
		"": "unknown", "on hold": "unknown", "not accepted": "unknown", "supersedes ADR-3": "unknown", "acceptedness": "unknown", "underway": "unknown", "{accepted}": "unknown",
		"[proposed | accepted]": "unknown", "étude": "unknown", "status": "unknown",
	} {
		if got, _, _ := usual.statusOf(raw); got != want {
			t.Errorf("statusOf(%q) = %s, want %s", raw, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for raw, want := range map[string]string{
		"2024-01-05": "2024-01-05", "2024-1-5": "2024-01-05", "2023-11-06T00:00:00Z": "2023-11-06", "2024/01/05": "2024-01-05", "25/01/2024": "2024-01-25",
		"5.1.2024": "2024-01-05", "on 2024-01-05, late": "2024-01-05",
		"": "", "2024-13-05": "", "2024-02-30": "", "01/25/2024": "", "2024": "", "2024-01": "", "20240105": "", "YYYY-MM-DD": "", "0024-01-05": "", "12024-01-05": "",
	} {
		if got, _, _ := dateOf(raw); got != want {
			t.Errorf("dateOf(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestTitles(t *testing.T) {
	for heading, want := range map[string]string{
		"7. Cache": "Cache", "0007 - Cache": "Cache", "ADR-001: Cache": "Cache", "ADR 37 – Cache": "Cache", "ADR001 Cache": "Cache", "adr-12 — Cache": "Cache",
		"0007 Cache": "Cache", "7) Cache": "Cache", "Use `foo` & <b>bar</b>": "Use foo & bar", "**7. Cache**": "Cache", "C\\# &amp; snake_case_name": "C# & snake_case_name",
		"3 tiers": "3 tiers", "7.1 upgrade": "7.1 upgrade", "2026 roadmap": "2026 roadmap", "ADR": "ADR", "ADR-001": "ADR-001", "7.": "7.", "24/7 support": "24/7 support",
		"[Cache](x.md) it": "Cache it", "C* and a * b": "C* and a * b", "Add a_b and _c_": "Add a_b and c",
	} {
		if got := Parse("x.md", []byte("# "+heading+"\n")).Title; got != want {
			t.Errorf("title of %q = %q, want %q", heading, got, want)
		}
	}
}

func TestPositions(t *testing.T) {
	r := Parse("a.md", []byte("\ufeff---\ndate: 2024-01-05\n---\n\n# 7. Ünï <!-- x -->\n\n* é **Note**\n* Status: Superseded by [x](0001-x.md)\n"))
	if diff := cmp.Diff(diag.Pos{File: "a.md", Line: 5, Col: 6}, r.TitlePos); diff != "" {
		t.Errorf("title: %s", diff)
	}
	if diff := cmp.Diff(diag.Pos{File: "a.md", Line: 8, Col: 11}, r.StatusPos); diff != "" {
		t.Errorf("status: %s", diff)
	}
	if diff := cmp.Diff([]Relation{{Kind: "supersedes", Reverse: true, Target: "0001-x.md", Pos: diag.Pos{File: "a.md", Line: 8, Col: 25}}}, r.Relations); diff != "" {
		t.Errorf("relations: %s", diff)
	}
}

func TestFrontMatterThatDoesNotParse(t *testing.T) {
	r := Parse("a.md", []byte("---\nstatus: accepted\nstatus: rejected\ndate: 2024-01-05\n---\n# X\n"))
	if r.Status != decision.Accepted || r.Date != "2024-01-05" || r.Title != "X" {
		t.Errorf("read %+v", readAll(r))
	}
	if len(r.Findings) == 0 || r.Findings[0].Rule != "front-matter" || r.Findings[0].Severity != diag.Warning || r.Findings[0].Line != 3 || r.Findings[0].Hint == "" {
		t.Errorf("findings %+v", r.Findings)
	}
	r = Parse("a.md", []byte("---\nstatus: accepted\ntitle: a: b\n---\nText\n"))
	if r.Status != decision.Accepted || r.Title != "a: b" || r.Front != nil || len(r.Findings) != 1 || r.Findings[0].Line != 3 || r.Lead != "Text" {
		t.Errorf("read %+v, findings %+v", readAll(r), r.Findings)
	}
	r = Parse("a.md", []byte("---\njust text\n---\n# X\n"))
	if len(r.Findings) != 1 || r.Findings[0].Rule != "front-matter" || r.Findings[0].Line != 2 {
		t.Errorf("findings %+v", r.Findings)
	}
	for _, text := range []string{"---\n---\n# X\n", "---\n# comment\n---\n# X\n", "---\nstatus: accepted\n\n# X\n", "----\na: b\n---\n# X\n"} {
		if r := Parse("a.md", []byte(text)); len(r.Findings) > 0 || r.Front != nil || r.Title != "X" {
			t.Errorf("%q: %v, title %q", text, r.Findings, r.Title)
		}
	}
}

func TestNotMarkdown(t *testing.T) {
	for text, want := range map[string]string{"= 7. Use X\n:status: accepted\n": "Use X", "\n=====\nUse X\n=====\n": "Use X", "": "Cache"} {
		r := Parse("0007-cache.adoc", []byte(text))
		status := decision.Unknown
		if strings.Contains(text, ":status:") {
			status = decision.Accepted
		}
		if r.Dialect != NotMarkdown || r.Title != want || r.Status != status || r.Number != 7 {
			t.Errorf("%q: %+v", text, readAll(r))
		}
		if _, err := r.SetStatus(decision.Accepted, "", nil); err == nil {
			t.Errorf("%q: status was set", text)
		}
	}
}

func TestSections(t *testing.T) {
	text := "# T\n\n## Context and Problem Statement ##\n\na\n\n### Deeper:\n\nb\n\n## Options Considered <!-- x -->\n\nc\n"
	r := Parse("a.md", []byte(text))
	for heading, want := range map[string]string{
		"context": "\na\n\n### Deeper:\n\nb\n\n", "CONTEXT AND PROBLEM STATEMENT": "\na\n\n### Deeper:\n\nb\n\n", "deeper": "\nb\n\n", "Considered Options": "\nc\n", "Decision": "-", "": "-", "7.": "-",
	} {
		got := "-"
		if s := r.Section(heading); s != nil {
			got = text[s.Body:s.End]
		}
		if got != want {
			t.Errorf("Section(%q) = %q, want %q", heading, got, want)
		}
	}
	if s := r.Sections[1]; s.Heading != "Context and Problem Statement" || s.Level != 2 || text[s.Start:s.Start+5] != "## Co" || s.Pos.Line != 3 {
		t.Errorf("section %+v", s)
	}
}
